"""Do-not-call entries against numbers, across all lists; lifting one is recorded."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from callq.named_tuple import NamedTuple
from callq.records import number_lists
from callq.records.number_lists import BLOCKS, NUMBER_ONLY, OPTED_OUT, hit
from callq.storage.db import Db, among
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer

__all__ = ["BLOCKS", "against", "block", "is_blocked", "lift"]
CONSENTED = (
    "EXISTS (SELECT 1 FROM dnc d WHERE d.call_id = call.id AND d.consent_by <> '') "
    "AND NOT EXISTS (SELECT 1 FROM dnc d WHERE d.call_id = call.id AND d.lifted_at IS NULL)"
)
"""The condition on a `call` that every entry from it was lifted by consent."""


class Entry(NamedTuple):
    """A do-not-call entry, in force or lifted."""

    id: int
    number: str
    """E.164."""
    since: datetime
    source: str
    """`call`, `import`, `manual`, or the name of a list."""
    reason: str
    by_agent: str
    call_id: int | None
    """The call in which they asked for it."""
    command_id: int | None
    lifted_at: datetime | None
    lifted_reason: str
    lifted_by: str
    consent_by: str
    """Who agreed to be called again; empty when it was lifted by undo."""
    consent_at: datetime | None
    consent_how: str
    covers: str
    """`person`: everyone who has the number, on all their numbers; else `number`."""
    because_of: str
    """The number the request named, if it was another of their numbers."""


_ENTRY = Columns(Entry)
_SELECT = f"SELECT {_ENTRY.sql} FROM dnc"


class Consent(NamedTuple):
    """The consent of a person to be called again."""

    by: str
    at: datetime
    how: str


def block(
    db: Db,
    numbers: Iterable[str],
    *,
    source: str,
    agent: str,
    now: datetime,
    reason: str = "",
    call_id: int | None = None,
    command_id: int | None = None,
    covers: str = "number",
    because_of: str = "",
) -> None:
    """Adds an entry for each number (E.164), inside a write transaction; see `Entry`.

    Also where one is in force already, so undoing one request leaves the other.
    """
    for number in dict.fromkeys(filter(None, numbers)):
        db.run(
            "INSERT INTO dnc (number, since, source, reason, by_agent, call_id, command_id, "
            "covers, because_of, lifted_reason, lifted_by, consent_by, consent_how) VALUES "
            "(:number, :since, :source, :reason, :agent, :call, :command, :covers, :because_of, "
            "'', '', '', '')",
            {
                "number": number,
                "since": seconds(now),
                "source": source,
                "reason": reason,
                "agent": agent,
                "call": call_id,
                "command": command_id,
                "covers": covers,
                "because_of": because_of,
            },
        )


def against(db: Db, number: str) -> int:
    """What blocks a number: `OPTED_OUT` (an entry, or a list of your own), another list, or 0."""
    sql = (
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM dnc WHERE number = :number AND lifted_at IS NULL) "
        f"THEN {OPTED_OUT} ELSE {hit('CAST(:number AS TEXT)')} END"
    )
    return integer(db, sql, {"number": number})


def is_blocked(db: Db, number: str) -> bool:
    """Whether an entry against the number is in force, or a list against everyone on it has it."""
    return against(db, number) in BLOCKS


def stood_at(db: Db, number: str, at: datetime) -> bool:
    """Whether an entry against the number was in force at a moment."""
    sql = (
        "SELECT 1 FROM dnc WHERE number = :number AND since <= :at "
        "AND (lifted_at IS NULL OR lifted_at > :at)"
    )
    return db.one(sql, {"number": number, "at": seconds(at)}) is not None


def numbers_of_call(db: Db, call_id: int) -> frozenset[str]:
    """The numbers of an opt-out request logged as a call: in force, or lifted by consent."""
    rows = db.rows(
        "SELECT number FROM dnc WHERE call_id = :id AND (lifted_at IS NULL OR consent_by <> '')",
        {"id": call_id},
    )
    return frozenset(row[0] for row in rows)


def is_consented(db: Db, call_id: int) -> bool:
    """Whether consent lifted every entry of an opt-out request logged as a call."""
    row = db.one(f"SELECT 1 FROM call WHERE id = :id AND {CONSENTED}", {"id": call_id})
    return row is not None


def of_number(db: Db, number: str) -> list[Entry]:
    """Every entry against a number, also lifted ones, oldest first."""
    rows = db.rows(f"{_SELECT} WHERE number = :number ORDER BY since, id", {"number": number})
    return list(_ENTRY.read_all(rows))


def entries(db: Db, *, lifted: bool) -> Iterator[Entry]:
    """The entries in force, or all there ever were, oldest first; in constant memory."""
    which = "" if lifted else "WHERE lifted_at IS NULL"
    return _ENTRY.read_all(db.stream(f"{_SELECT} {which} ORDER BY id"))


def count(db: Db, *, lifted: bool) -> int:
    """How many entries are in force, or how many there ever were."""
    which = "" if lifted else "WHERE lifted_at IS NULL"
    return integer(db, f"SELECT COUNT(*) FROM dnc {which}")


def release(
    db: Db, number: str, consent: Consent, *, agent: str, command_id: int, now: datetime
) -> int:
    """Lifts what stands against a number because of a consent; how many. It stays on record.

    So do the entries for other numbers that the request for this one brought.
    """
    return db.changed(
        "UPDATE dnc SET lifted_at = :now, lifted_reason = :why, lifted_by = :agent, "
        "consent_command_id = :command, consent_by = :by, consent_at = :at, consent_how = :how "
        "WHERE (number = :number OR because_of = :number) AND lifted_at IS NULL",
        {
            "number": number,
            "now": seconds(now),
            "why": "consent",
            "agent": agent,
            "command": command_id,
            "by": consent.by,
            "at": seconds(consent.at),
            "how": consent.how,
        },
    )


def because_of(db: Db, numbers: Iterable[str]) -> list[str]:
    """The numbers blocked only because the people who have these opted out."""
    sql = (
        "SELECT DISTINCT number FROM dnc WHERE because_of IN (:these) AND lifted_at IS NULL "
        "AND because_of <> '' ORDER BY number"
    )
    return [row[0] for row in among(db, sql, numbers)]


def put_back(db: Db, command_id: int) -> tuple[str, ...]:
    """Add the entries a command lifted once more, for undo; the numbers. Lifted ones stay."""
    rows = db.rows(
        "SELECT DISTINCT number FROM dnc WHERE consent_command_id = :id ORDER BY number",
        {"id": command_id},
    )
    db.run(
        "INSERT INTO dnc (number, since, source, reason, by_agent, call_id, covers, because_of, "
        "lifted_reason, lifted_by, consent_by, consent_how) SELECT number, since, source, reason, "
        "by_agent, call_id, covers, because_of, '', '', '', '' FROM dnc "
        "WHERE consent_command_id = :id ORDER BY id",
        {"id": command_id},
    )
    return tuple(row[0] for row in rows)


def wishes_of(db: Db, command_id: int) -> tuple[str, ...]:
    """The numbers that a command put on do-not-call and that are still on it."""
    rows = db.rows(
        "SELECT number FROM dnc d WHERE command_id = :id AND lifted_at IS NULL AND because_of = '' "
        "AND (call_id IS NULL OR EXISTS (SELECT 1 FROM call c WHERE c.id = d.call_id "
        "AND c.command_id = :id)) "
        "ORDER BY id",
        {"id": command_id},
    )
    return tuple(row[0] for row in rows)


def lift(db: Db, command_id: int, why: str, agent: str, now: datetime) -> tuple[str, ...]:
    """End the entries a command made, and those from an opt-out request it logged.

    They stay in the history.

    Returns:
        Their numbers.
    """
    rows = db.rows(
        "UPDATE dnc SET lifted_at = :at, lifted_reason = :why, lifted_by = :agent "
        "WHERE lifted_at IS NULL "
        "AND (command_id = :id OR call_id IN (SELECT id FROM call WHERE command_id = :id)) "
        "RETURNING number",
        {"at": seconds(now), "why": why, "agent": agent, "id": command_id},
    )
    return tuple(row[0] for row in rows)


def owners(db: Db, numbers: Iterable[str]) -> set[int]:
    """Everyone who has one of the numbers."""
    sql = "SELECT prospect_id FROM phone WHERE e164 IN (:these)"
    return {row[0] for row in among(db, sql, filter(None, numbers))}


def against_among(db: Db, numbers: Iterable[str]) -> dict[str, int]:
    """Which of many numbers something is against, as `number_lists.hit` says it.

    `BLOCKS` are against everyone who has the number, whatever other numbers they have.
    """
    asked = tuple(numbers)
    found = number_lists.hits_among(db, asked)
    if db.one("SELECT 1 FROM dnc LIMIT 1") is not None:
        sql = (
            "SELECT number, MAX(CASE covers WHEN 'person' THEN 1 ELSE 0 END) FROM dnc "
            "WHERE number IN (:these) AND lifted_at IS NULL GROUP BY number"
        )
        for number, covers_person in among(db, sql, asked):
            if found.get(number) not in BLOCKS:
                found[number] = OPTED_OUT if covers_person else NUMBER_ONLY
    return found
