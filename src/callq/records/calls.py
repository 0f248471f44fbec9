"""Add calls to the log, void them, and read a prospect's history."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from callq.named_tuple import NamedTuple
from callq.storage.db import Db, among
from callq.storage.moments import moment, seconds
from callq.storage.rows import Columns, integer

_COLUMNS = (
    "id", "prospect_id", "at", "logged_at", "agent", "channel", "number", "outcome", "written",
    "reason", "permission", "given_at", "duration", "note", "imported", "referred_to",
    "command_id", "voided_by", "violations", "checked", "number_mac", "tier", "chance",
    "rule_chance", "explored",
)  # fmt: skip


LEARNED_EVERY = 100
"""Calls are learned from in blocks of so many ids, so what's learned follows from the log."""


class Offer(NamedTuple):
    """How the queue offered a person just before a call; blank when it didn't."""

    tier: str = ""
    """The class they were due in."""
    chance: float | None = None
    """The learned chance they were ranked by, as a log multiple."""
    rule_chance: float | None = None
    """The same by the fixed rule alone."""
    explored: str = ""
    """The part of the day that was drawn for this retry."""


NO_OFFER = Offer()


class NewCall(NamedTuple):
    """A call to be logged."""

    prospect_id: int
    at: datetime
    outcome: str
    written: str = ""
    agent: str = ""
    channel: str = "call"
    number: str = ""
    reason: str = ""
    permission: bool | None = None
    given_at: datetime | None = None
    duration: int | None = None
    note: str = ""
    imported: bool = False
    referred_to: int | None = None
    violations: tuple[str, ...] = ()
    """The codes of the checks it violated."""
    checked: str = ""
    offer: Offer = NO_OFFER


class LoggedCall(NamedTuple):
    """A call in the log."""

    id: int
    at: datetime
    agent: str
    channel: str
    number: str
    outcome: str
    reason: str
    permission: bool | None
    given_at: datetime | None
    duration: int | None
    note: str
    imported: bool
    voided_at: datetime | None
    voided_by: str
    violations: tuple[str, ...]
    """The codes of the checks it violated."""


_LOGGED = Columns(LoggedCall)


class Brief(NamedTuple):
    """Enough of a call to recognize it."""

    at: datetime
    outcome: str
    imported: bool


_BRIEF = Columns(Brief)


class Rung(NamedTuple):
    """A call by phone, to compare with a phone system's log."""

    id: int
    prospect_id: int
    name: str
    at: datetime
    agent: str
    channel: str
    number: str
    outcome: str
    duration: int | None


_RUNG = Columns(Rung, "c", name="p.name")


def next_id(db: Db) -> int:
    """The id of the next call; inside a write transaction.

    Ids are counted, not drawn from a sequence, so both databases give the same ones even after a
    rollback.
    """
    return integer(db, "SELECT COALESCE(MAX(id), 0) + 1 FROM call")


def insert(db: Db, calls: Sequence[NewCall], command_id: int, now: datetime) -> range:
    """Log calls; their ids, counted from `next_id`."""
    if not calls:
        return range(0)
    first = next_id(db)
    ids = range(first, first + len(calls))
    rows = [_row(id_, call, command_id, now) for id_, call in zip(ids, calls, strict=True)]
    db.insert("call", _COLUMNS, rows)
    return ids


def of_command(db: Db, command_id: int) -> tuple[int, LoggedCall, bool] | None:
    """The first call that a command logged, voided or not.

    Returns:
        The prospect's id, the call, and whether they named someone in it.
    """
    row = db.one(
        f"SELECT prospect_id, referred_to, {_LOGGED.sql} FROM call WHERE command_id = :id "
        "ORDER BY id LIMIT 1",
        {"id": command_id},
    )
    return (int(row[0]), _LOGGED.read(row[2:]), row[1] is not None) if row else None


def first_of(db: Db, command_id: int) -> tuple[datetime, int] | None:
    """Moment and id of the earliest call that a command logged and that isn't voided."""
    row = db.one(
        "SELECT at, id FROM call WHERE command_id = :id AND voided_at IS NULL "
        "ORDER BY at, id LIMIT 1",
        {"id": command_id},
    )
    return (moment(row[0]), int(row[1])) if row else None


def void_of(db: Db, command_id: int, agent: str, now: datetime) -> set[int]:
    """Void the calls that a command logged; the ids of their prospects."""
    params = {"command": command_id, "at": seconds(now), "agent": agent}
    rows = db.rows(
        "SELECT DISTINCT prospect_id FROM call WHERE command_id = :command AND voided_at IS NULL",
        params,
    )
    db.run(
        "UPDATE call SET voided_at = :at, voided_by = :agent WHERE command_id = :command "
        "AND voided_at IS NULL",
        params,
    )
    return {prospect_id for (prospect_id,) in rows}


def history(db: Db, prospect_id: int) -> list[LoggedCall]:
    """All calls with a prospect, also voided ones, newest first."""
    rows = db.rows(
        f"SELECT {_LOGGED.sql} FROM call WHERE prospect_id = :id ORDER BY at DESC, id DESC",
        {"id": prospect_id},
    )
    return list(_LOGGED.read_all(rows))


def outcomes_of(db: Db, prospect_id: int) -> list[tuple[int, str]]:
    """Id and outcome of each call with a prospect that wasn't voided, in the order of the log."""
    rows = db.rows(
        "SELECT id, outcome FROM call WHERE prospect_id = :id AND voided_at IS NULL ORDER BY id",
        {"id": prospect_id},
    )
    return [(id_, outcome) for id_, outcome in rows]


def sharing_numbers(db: Db, ids: Iterable[int]) -> set[int]:
    """These prospects, and all others who share a number with one of them."""
    found = set(ids)
    sql = (
        "SELECT o.prospect_id FROM phone p JOIN phone o ON o.e164 = p.e164 "
        "WHERE p.prospect_id IN (:these) AND p.e164 <> ''"
    )
    return found | {row[0] for row in among(db, sql, found)}


def called_among(db: Db, numbers: Iterable[str]) -> frozenset[str]:
    """Which of many numbers were called."""
    if db.one("SELECT 1 FROM call LIMIT 1") is None:
        return frozenset()
    sql = "SELECT number FROM call WHERE number IN (:these)"
    return frozenset(row[0] for row in among(db, sql, numbers))


def _row(id_: int, call: NewCall, command_id: int, now: datetime) -> tuple[object, ...]:
    return (
        id_, call.prospect_id, seconds(call.at), seconds(now), call.agent, call.channel,
        call.number, call.outcome, call.written, call.reason,
        None if call.permission is None else int(call.permission), seconds(call.given_at),
        call.duration, call.note, int(call.imported), call.referred_to, command_id, "",
        ",".join(call.violations), call.checked, "", *call.offer,
    )  # fmt: skip


def in_brief(db: Db, prospect_id: int) -> list[Brief]:
    """The calls with a prospect that weren't voided."""
    rows = db.rows(
        f"SELECT {_BRIEF.sql} FROM call WHERE prospect_id = :id AND voided_at IS NULL",
        {"id": prospect_id},
    )
    return list(_BRIEF.read_all(rows))


def calls_in_log(db: Db) -> int:
    """How many calls are in the log, without voided ones."""
    return integer(db, "SELECT COUNT(*) FROM call WHERE voided_at IS NULL")


def rung_between(db: Db, first: datetime, last: datetime) -> list[Rung]:
    """The calls by phone, made or answered, between two moments; not voided or imported ones."""
    rows = db.rows(
        f"SELECT {_RUNG.sql} FROM call c JOIN prospect p ON p.id = c.prospect_id "
        "WHERE c.at BETWEEN :first AND :last AND c.voided_at IS NULL AND c.imported = 0 "
        "AND c.channel IN ('call', 'incoming') ORDER BY c.at, c.id",
        {"first": seconds(first), "last": seconds(last)},
    )
    return list(_RUNG.read_all(rows))


def people_on(db: Db, numbers: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """Id and name of the people on each of many numbers; numbers of no one are left out."""
    sql = (
        "SELECT f.e164, p.id, p.name FROM phone f JOIN prospect p ON p.id = f.prospect_id "
        "WHERE f.e164 IN (:these) AND p.removed_at IS NULL ORDER BY p.id"
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for number, id_, name in among(db, sql, numbers):
        found.setdefault(number, []).append((id_, name))
    return found


def last_touch(db: Db, ids: Iterable[int]) -> dict[int, datetime]:
    """When each of many prospects was last in touch with us, by the log."""
    sql = (
        "SELECT prospect_id, MAX(at) FROM call WHERE prospect_id IN (:these) "
        "AND voided_at IS NULL GROUP BY prospect_id"
    )
    return {id_: moment(at) for id_, at in among(db, sql, ids)}


def fill_in_length(db: Db, call_id: int, length: int) -> None:
    """Set the length of a call that has none, in seconds."""
    db.run(
        "UPDATE call SET duration = :length WHERE id = :id AND duration IS NULL",
        {"id": call_id, "length": length},
    )


def times_named(db: Db, outcomes: Sequence[str], since: datetime) -> dict[int, datetime]:
    """The last time named in a call of some outcomes, undone or not, by prospect.

    Only of those that were to be after a moment, and of people without a callback now.
    """
    rows = among(
        db,
        "SELECT c.prospect_id, MAX(c.given_at) FROM call c JOIN prospect p ON p.id = c.prospect_id "
        f"WHERE c.given_at > {seconds(since)} AND p.state <> 'callback' "
        "AND p.removed_at IS NULL AND c.outcome IN (:these) GROUP BY c.prospect_id",
        outcomes,
    )
    found: dict[int, datetime] = {}
    for id_, at in rows:
        found[id_] = max(moment(at), found.get(id_, moment(at)))
    return found
