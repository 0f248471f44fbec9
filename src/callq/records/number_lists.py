"""Do-not-call lists of many numbers: stored compactly, looked up by index, replaced as copies."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from callq.engine.model import Hold
from callq.named_tuple import NamedTuple
from callq.storage.db import Db, among
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer

FULL, CHANGE, OWN, BARRED, MOVED = "full", "change", "own", "barred", "reassigned"
"""Kinds of copies: a registry's list or its changes, our own list, a list that bars people as our
own does, but only until a newer copy of it, and a list of numbers that changed hands."""
OPTED_OUT, LITIGATOR, REASSIGNED, REGISTRY, NUMBER_ONLY = range(1, 6)
"""What `hit` says, the first outranks the next: a list of our own, one of people who sue callers,
one of numbers that changed hands, a registry.

The last is said by do-not-call entries that are against a number, not against its owners.
"""
BLOCKS = (OPTED_OUT, LITIGATOR)
"""Against everyone who has the number, on all their numbers."""
LISTED = {REASSIGNED: Hold.REASSIGNED, REGISTRY: Hold.LISTED}
"""Against the number, unless a consent or a relationship counts."""
_INSERT = (
    "INSERT INTO number_list (id, series, kind, area, dated, expires_at, entries, file, "
    "imported_at, by_agent, command_id, ended_reason, emptied, batch) VALUES "
    "((SELECT COALESCE(MAX(id), 0) + 1 FROM number_list), :series, :kind, :area, :dated, "
    ":expires_at, 0, :file, :imported_at, :by_agent, :command_id, '', 0, 0) RETURNING id"
)
_COLUMNS = ("number", "list_id", "removed_by")
_BATCH = 20_000


_CODE = (
    f"CASE l.kind WHEN '{OWN}' THEN {OPTED_OUT} WHEN '{BARRED}' THEN {LITIGATOR} "
    f"WHEN '{MOVED}' THEN {REASSIGNED} ELSE {REGISTRY} END"
)


def digits_of(column: str) -> str:
    """SQL: the digits of an E.164 number as an integer; NULL for an empty one."""
    return f"CAST(NULLIF(substr({column}, 2), '') AS BIGINT)"


def hit(column: str) -> str:
    """SQL: what the lists in force that have the E.164 number in a column say of it, or NULL."""
    return (
        f"(SELECT MIN({_CODE}) FROM listed_number n "
        "JOIN number_list l ON l.id = n.list_id AND l.ended_by IS NULL "
        f"WHERE n.number = {digits_of(column)} AND n.removed_by = 0)"
    )


def hits_among(db: Db, numbers: Iterable[str]) -> dict[str, int]:
    """Which of many E.164 numbers are on lists in force, and what those say of them."""
    if db.one("SELECT 1 FROM number_list WHERE ended_by IS NULL LIMIT 1") is None:
        return {}
    sql = (
        f"SELECT n.number, MIN({_CODE}) FROM listed_number n "
        "JOIN number_list l ON l.id = n.list_id AND l.ended_by IS NULL "
        "WHERE n.number IN (:these) AND n.removed_by = 0 GROUP BY n.number"
    )
    return {f"+{row[0]}": row[1] for row in among(db, sql, [int(n[1:]) for n in numbers if n])}


class NewList(NamedTuple):
    """A copy of a list, to be stored."""

    series: str
    kind: str
    """`FULL`, `CHANGE`, `OWN`, `BARRED` or `MOVED`."""
    area: str
    """How the numbers it covers begin, without the plus; empty: it covers none."""
    dated: str
    """ISO; empty when unknown."""
    expires_at: datetime | None
    file: str


class StoredList(NamedTuple):
    """A copy of a list, as stored."""

    id: int
    series: str
    kind: str
    area: str
    dated: str
    expires_at: datetime | None
    """When it becomes too old to rely on; None: never."""
    entries: int
    file: str
    imported_at: datetime
    by_agent: str
    command_id: int | None
    ended_at: datetime | None
    ended_reason: str
    ended_by: int | None
    batch: int

    def age_days(self, now: datetime) -> int | None:
        """How many days old it is by its own date; None where it has none."""
        return (now.date() - date.fromisoformat(self.dated)).days if self.dated else None


_LIST = Columns(StoredList)


def insert(db: Db, new: NewList, *, agent: str, command_id: int, now: datetime) -> int:
    """Store a copy without its numbers; its id. Inside a write transaction."""
    values = new._asdict() | {
        "expires_at": seconds(new.expires_at),
        "imported_at": seconds(now),
        "by_agent": agent,
        "command_id": command_id,
    }
    return integer(db, _INSERT, values)


def add_numbers(db: Db, list_id: int, numbers: Iterable[int]) -> int:
    """Store the numbers of a copy, best in rising order, each once; how many. Constant memory."""
    left = iter(numbers)
    count = 0
    while batch := [(number, list_id, 0) for number in islice(left, _BATCH)]:
        db.insert("listed_number", _COLUMNS, batch)
        count += len(batch)
    db.run("UPDATE number_list SET entries = :n WHERE id = :id", {"n": count, "id": list_id})
    return count


def drop_known(db: Db, list_id: int, before: datetime) -> int:
    """Remove numbers from a copy that older copies of its series already have; how many.

    For your own lists, whose copies are all in force.
    """
    gone = db.changed(
        "DELETE FROM listed_number WHERE list_id = :id AND EXISTS (SELECT 1 FROM listed_number o "
        "JOIN number_list l ON l.id = o.list_id JOIN number_list mine ON mine.id = :id "
        "WHERE o.number = listed_number.number AND o.list_id <> :id AND o.removed_by = 0 "
        "AND l.series = mine.series AND l.kind = 'own' AND l.ended_by IS NULL "
        "AND l.imported_at < :before)",
        {"id": list_id, "before": seconds(before)},
    )
    db.run(
        "UPDATE number_list SET entries = entries - :n WHERE id = :id", {"n": gone, "id": list_id}
    )
    return gone


def take_off(db: Db, numbers: Iterable[int], series: str, area: str, removed_by: int) -> int:
    """Take numbers off the copies in force of a series and area; how many were on one."""
    return sum(
        db.changed(
            "UPDATE listed_number SET removed_by = :gone WHERE number = :number AND removed_by = 0 "
            "AND list_id IN (SELECT id FROM number_list WHERE series = :series AND area = :area "
            "AND ended_by IS NULL)",
            {"gone": removed_by, "number": number, "series": series, "area": area},
        )
        for number in numbers
    )


def off_own(db: Db, number: int) -> list[StoredList]:
    """Take a number off your own lists; which ones it was on."""
    found = [one for one in listing(db, number) if one.kind == "own"]
    for each in found:
        db.run(
            "UPDATE listed_number SET removed_by = -1 WHERE number = :number AND list_id = :id",
            {"number": number, "id": each.id},
        )
    return found


def strike_out(db: Db, number: int) -> None:
    """Remove a number from your own lists, in force or not, without a trace."""
    own = "SELECT id FROM number_list WHERE kind = 'own'"
    holding = db.rows(
        f"SELECT list_id FROM listed_number WHERE number = :number AND list_id IN ({own})",
        {"number": number},
    )
    for (list_id,) in holding:
        db.run(
            "DELETE FROM listed_number WHERE number = :number AND list_id = :id",
            {"number": number, "id": list_id},
        )
        db.run("UPDATE number_list SET entries = entries - 1 WHERE id = :id", {"id": list_id})


def on_own(db: Db) -> Iterator[int]:
    """Every number on your own lists, in force or not; in constant memory."""
    sql = (
        "SELECT DISTINCT number FROM listed_number WHERE list_id IN "
        "(SELECT id FROM number_list WHERE kind = 'own')"
    )
    return (row[0] for row in db.stream(sql))


def listing(db: Db, number: int) -> list[StoredList]:
    """The lists in force that have a number, oldest first."""
    rows = db.rows(
        f"SELECT {_LIST.sql} FROM number_list WHERE ended_by IS NULL AND id IN "
        "(SELECT list_id FROM listed_number WHERE number = :number AND removed_by = 0) ORDER BY id",
        {"number": number},
    )
    return list(_LIST.read_all(rows))


def numbers_on(db: Db, list_id: int) -> Iterator[int]:
    """The numbers on a copy, in order; reads every list, in constant memory."""
    sql = "SELECT number FROM listed_number WHERE list_id = :id AND removed_by = 0 ORDER BY number"
    for row in db.stream(sql, {"id": list_id}):
        yield row[0]


def in_force(db: Db, series: str = "") -> list[StoredList]:
    """The copies in force, of one series or of all, by series and area."""
    which = "AND series = :series" if series else ""
    rows = db.rows(
        f"SELECT {_LIST.sql} FROM number_list WHERE ended_by IS NULL {which} "
        "ORDER BY series, area, id",
        {"series": series} if series else {},
    )
    return list(_LIST.read_all(rows))


class OnRecord(NamedTuple):
    """A list that was in force at a moment and covered a number, or had it."""

    id: int
    series: str
    kind: str
    dated: str
    expires_at: datetime | None
    holds: bool
    """Whether the number is on it."""


_ON_RECORD = Columns(
    OnRecord,
    "l",
    holds="EXISTS (SELECT 1 FROM listed_number n WHERE n.number = :number AND n.list_id = l.id "
    "AND n.removed_by = 0)",
)


def on_record(db: Db, number: str, at: datetime) -> list[OnRecord]:
    """The lists in force at a moment that covered a number (E.164) or had it."""
    digits = number[1:]
    rows = db.rows(
        f"SELECT {_ON_RECORD.sql} FROM number_list l WHERE l.area IN ('', :a1, :a2, :a3, :a4) "
        "AND l.imported_at <= :at AND (l.ended_at IS NULL OR l.ended_at > :at) "
        "ORDER BY l.series, l.id",
        {"number": int(digits), "at": seconds(at), **{f"a{n}": digits[:n] for n in range(1, 5)}},
    )
    found = _ON_RECORD.read_all(rows)
    return [one for one in found if one.kind != "own" or one.holds]


def covering(db: Db, number: int) -> list[StoredList]:
    """The copies in force that cover a number's area, whether the number is on them or not."""
    digits = str(number)
    areas = {f"a{n}": digits[:n] for n in range(1, 5)}
    rows = db.rows(
        f"SELECT {_LIST.sql} FROM number_list WHERE ended_by IS NULL AND kind <> 'own' "
        "AND area IN (:a1, :a2, :a3, :a4) ORDER BY series, id",
        areas,
    )
    return list(_LIST.read_all(rows))


def end(db: Db, ids: Iterable[int], why: str, command_id: int, now: datetime) -> None:
    """End copies; they stay on record."""
    db.many(
        "UPDATE number_list SET ended_at = :now, ended_reason = :why, ended_by = :command "
        "WHERE id = :id",
        [{"id": id_, "now": seconds(now), "why": why, "command": command_id} for id_ in ids],
    )


def take_back(db: Db, command_id: int, now: datetime) -> bool:
    """Undo what a command did with lists: its copies go, the ones it ended come back.

    Returns:
        Whether it had done anything with lists.
    """
    params = {"id": command_id, "now": seconds(now)}
    ids = [r[0] for r in db.rows("SELECT id FROM number_list WHERE command_id = :id", params)]
    ended = db.changed(
        "UPDATE number_list SET ended_at = NULL, ended_reason = '', ended_by = NULL "
        "WHERE ended_by = :id AND command_id <> :id",
        params,
    )
    for list_id in ids:
        db.run(
            "UPDATE listed_number SET removed_by = 0 WHERE removed_by = :list", {"list": list_id}
        )
    db.run(
        "UPDATE number_list SET ended_at = :now, ended_reason = 'undone', ended_by = :id "
        "WHERE command_id = :id",
        params,
    )
    return bool(ids or ended)


def is_emptied(db: Db, command_id: int) -> bool:
    """Whether the numbers of a copy that a command ended were deleted."""
    row = db.one(
        "SELECT 1 FROM number_list WHERE ended_by = :id AND emptied = 1", {"id": command_id}
    )
    return row is not None


def empty_ended(db: Db, before: datetime) -> None:
    """Delete the numbers of copies that ended before a moment."""
    rows = db.rows(
        "SELECT id FROM number_list WHERE ended_at < :before AND emptied = 0",
        {"before": seconds(before)},
    )
    for (list_id,) in rows:
        db.run("UPDATE number_list SET emptied = 1 WHERE id = :id", {"id": list_id})
    if rows:
        db.run(
            "DELETE FROM listed_number WHERE list_id IN (SELECT id FROM number_list WHERE emptied "
            "= 1)"
        )


def concerned(db: Db, command_id: int) -> Iterator[int]:
    """The prospects whose number a command put on a list or took off one; in constant memory.

    Without prospects whose number is on both the old copy and the new one.
    """
    came, went = "l.command_id = :id", "l.ended_by = :id AND l.command_id <> :id"
    sql = (
        "SELECT DISTINCT q.prospect_id FROM (SELECT f.prospect_id, f.id, "
        f"MAX(CASE WHEN {came} THEN 1 ELSE 0 END) AS came, "
        f"MAX(CASE WHEN {went} THEN 1 ELSE 0 END) AS went "
        f"FROM phone f CROSS JOIN listed_number n JOIN number_list l ON l.id = n.list_id "
        f"WHERE n.number = {digits_of('f.e164')} AND n.removed_by = 0 AND (({came}) OR ({went})) "
        "GROUP BY f.prospect_id, f.id) q WHERE q.came <> q.went ORDER BY q.prospect_id"
    )
    for row in db.stream(sql, {"id": command_id}):
        yield row[0]


def taken_off(db: Db, command_id: int) -> Iterator[int]:
    """The prospects whose number a command took off lists, as a list of changes does."""
    sql = (
        f"SELECT DISTINCT f.prospect_id FROM phone f CROSS JOIN listed_number n "
        f"WHERE n.number = {digits_of('f.e164')} AND n.removed_by IN "
        "(SELECT id FROM number_list WHERE command_id = :id) ORDER BY f.prospect_id"
    )
    for row in db.stream(sql, {"id": command_id}):
        yield row[0]
