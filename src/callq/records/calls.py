"""Writes calls to the log, voids them, and reads a prospect's history."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from callq.storage.db import Db, among
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer

_INSERT = (
    # Ids are counted, not drawn from a sequence: alike on every engine, whatever was rolled back.
    "INSERT INTO call (id, prospect_id, at, logged_at, agent, channel, number, outcome, written, "
    "reason, permission, given_at, duration, note, imported, referred_to, command_id, voided_by, "
    "violations, checked, number_mac) "
    "VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM call), :prospect_id, :at, :logged_at, :agent, "
    ":channel, :number, :outcome, :written, :reason, :permission, :given_at, :duration, :note, "
    ":imported, :referred_to, :command_id, '', :violations, :checked, '')"
)


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
    violations: str = ""
    checked: str = ""


class LoggedCall(NamedTuple):
    """A call as it stands in the log."""

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
    """The gates it was made against."""


_LOGGED = Columns(LoggedCall)


class Brief(NamedTuple):
    """Enough of a call to know it again."""

    at: datetime
    outcome: str
    imported: bool


_BRIEF = Columns(Brief)


def insert(db: Db, call: NewCall, command_id: int, now: datetime) -> int:
    """Logs a call; its id."""
    return integer(db, f"{_INSERT} RETURNING id", _row(call, command_id, now))


def mark_violations(db: Db, call_id: int, gates: str) -> None:
    """Notes against which gates a call was made, where only the whole history tells."""
    db.run("UPDATE call SET violations = :gates WHERE id = :id", {"gates": gates, "id": call_id})


def insert_many(db: Db, calls: Iterable[NewCall], command_id: int, now: datetime) -> None:
    """Logs many calls."""
    db.many(_INSERT, [_row(call, command_id, now) for call in calls])


def void_of(db: Db, command_id: int, agent: str, now: datetime) -> set[int]:
    """Voids the calls that a command logged; whose they are."""
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
    """Every call with a prospect, voided ones too, newest first."""
    rows = db.rows(
        f"SELECT {_LOGGED.sql} FROM call WHERE prospect_id = :id ORDER BY at DESC, id DESC",
        {"id": prospect_id},
    )
    return list(_LOGGED.read_all(rows))


def outcomes_of(db: Db, prospect_id: int) -> list[tuple[int, str]]:
    """Id and outcome of each call with a prospect that stands, in the order of the log."""
    rows = db.rows(
        "SELECT id, outcome FROM call WHERE prospect_id = :id AND voided_at IS NULL ORDER BY id",
        {"id": prospect_id},
    )
    return [(id_, outcome) for id_, outcome in rows]


def sharing_numbers(db: Db, ids: Iterable[int]) -> set[int]:
    """These prospects, and all others who can be reached on a number of theirs."""
    found = set(ids)
    sql = (
        "SELECT o.prospect_id FROM phone p JOIN phone o ON o.e164 = p.e164 "
        "WHERE p.prospect_id IN (:these) AND p.e164 <> ''"
    )
    return found | {row[0] for row in among(db, sql, found)}


def called_among(db: Db, numbers: Iterable[str]) -> frozenset[str]:
    """Which of many numbers somebody was called on."""
    if db.one("SELECT 1 FROM call LIMIT 1") is None:
        return frozenset()
    sql = "SELECT number FROM call WHERE number IN (:these)"
    return frozenset(row[0] for row in among(db, sql, numbers))


def _row(call: NewCall, command_id: int, now: datetime) -> dict[str, object]:
    return call._asdict() | {
        "at": seconds(call.at),
        "logged_at": seconds(now),
        "permission": None if call.permission is None else int(call.permission),
        "given_at": seconds(call.given_at),
        "imported": int(call.imported),
        "command_id": command_id,
    }


def in_brief(db: Db, prospect_id: int) -> list[Brief]:
    """The calls with a prospect that stand."""
    rows = db.rows(
        f"SELECT {_BRIEF.sql} FROM call WHERE prospect_id = :id AND voided_at IS NULL",
        {"id": prospect_id},
    )
    return list(_BRIEF.read_all(rows))


def calls_in_log(db: Db) -> int:
    """How many calls stand in the log, the voided ones left out."""
    return integer(db, "SELECT COUNT(*) FROM call WHERE voided_at IS NULL")
