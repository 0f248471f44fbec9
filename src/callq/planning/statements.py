"""A rep's own dials by time, and the days on which they don't work."""

import json
from collections.abc import Iterator
from datetime import date, datetime

from callq.named_tuple import NamedTuple
from callq.storage.db import Db
from callq.storage.moments import maybe_moment, moment, seconds
from callq.storage.rows import Columns, integer

_DIALED = "agent = :agent AND channel = 'call' AND imported = 0 AND voided_at IS NULL"


_COMMANDS_OF = (
    "SELECT d.command_id FROM change d JOIN command e ON e.id = d.command_id "
    "WHERE d.table_name = 'time_off' AND d.row_id = :id AND e.undone_at IS NULL"
)
"""The commands that stand and concern an days_off."""


class DaysOff(NamedTuple):
    """Days on which a rep does not work, both included."""

    id: int
    first: date
    last: date


_DAYS_OFF = Columns(DaysOff, first="first_day", last="last_day")


class PutOff(NamedTuple):
    """A prospect postponed by time off."""

    until: datetime | None
    before: dict[str, datetime | None]
    """`postponed_until` and `postponed_at` as they were before."""


def dials(db: Db, agent: str, start: datetime, end: datetime) -> int:
    """How many calls a rep made from a moment until just before another."""
    return integer(
        db,
        f"SELECT COUNT(*) FROM call WHERE at >= :start AND at < :end AND {_DIALED}",
        {"agent": agent, "start": seconds(start), "end": seconds(end)},
    )


def moments(db: Db, agent: str, start: datetime) -> Iterator[datetime]:
    """When a rep called, from a moment on."""
    rows = db.stream(
        f"SELECT at FROM call WHERE at >= :start AND {_DIALED} ORDER BY at",
        {"agent": agent, "start": seconds(start)},
    )
    return (moment(row[0]) for row in rows)


def all_days_off(db: Db, agent: str) -> tuple[DaysOff, ...]:
    """When a rep is away, the earliest first."""
    rows = db.rows(
        f"SELECT {_DAYS_OFF.sql} FROM time_off WHERE agent = :agent ORDER BY first_day, last_day, "
        f"id",
        {"agent": agent},
    )
    return tuple(_DAYS_OFF.read_all(rows))


def add_days_off(db: Db, agent: str, first: date, last: date) -> int:
    """Keeps an days_off; its id. Inside a write transaction."""
    return integer(
        db,
        "INSERT INTO time_off (id, agent, first_day, last_day) VALUES "
        "((SELECT COALESCE(MAX(id), 0) + 1 FROM time_off), :agent, :first, :last) RETURNING id",
        {"agent": agent, "first": first.isoformat(), "last": last.isoformat()},
    )


def set_last_day(db: Db, days_off_id: int, last: date) -> None:
    """Ends an days_off on another day; inside a write transaction."""
    db.run(
        "UPDATE time_off SET last_day = :last WHERE id = :id",
        {"id": days_off_id, "last": last.isoformat()},
    )


def drop_days_off(db: Db, days_off_id: int) -> None:
    """Takes an days_off out; inside a write transaction."""
    db.run("DELETE FROM time_off WHERE id = :id", {"id": days_off_id})


def postponed_by(db: Db, days_off_id: int) -> dict[int, PutOff]:
    """Prospects postponed by some time off, unless another one has postponed them since."""
    rows = db.rows(
        "SELECT p.id, p.postponed_until, h.before FROM prospect p JOIN change h ON h.row_id = p.id "
        "JOIN command c ON c.id = h.command_id WHERE h.table_name = 'prospect' "
        "AND p.removed_at IS NULL AND p.postponed_at IN (SELECT at FROM command WHERE id IN "
        f"({_COMMANDS_OF})) AND c.id IN ({_COMMANDS_OF}) ORDER BY c.id DESC",
        {"id": days_off_id},
    )
    found = {}
    for prospect_id, until, before in rows:
        values = json.loads(before or "{}")
        columns = ("postponed_until", "postponed_at")
        former = {column: maybe_moment(values.get(column)) for column in columns}
        found[prospect_id] = PutOff(maybe_moment(until), former)
    return found


def callback_times(db: Db, agent: str, but: int, now: datetime) -> tuple[datetime, ...]:
    """The times of a rep's callbacks, except with one person: with their own people, or agreed.

    Another rep's prospect is theirs to call, even if you agreed on the time.
    """
    rows = db.rows(
        "SELECT callback_at FROM prospect WHERE removed_at IS NULL AND callback_at >= :now "
        "AND id <> :but AND state = 'callback' "
        "AND (owner = :agent OR (owner = '' AND conversation_agent = :agent)) ORDER BY callback_at",
        {"agent": agent, "but": but, "now": seconds(now)},
    )
    return tuple(moment(row[0]) for row in rows)


def due_moments(
    db: Db, owners: tuple[str, str], start: datetime, end: datetime
) -> Iterator[datetime]:
    """When people of these owners fall due for a call, from a moment until just before another."""
    rows = db.stream(
        "SELECT due_at FROM prospect WHERE removed_at IS NULL AND tier > 0 "
        "AND owner IN (:one, :other) AND due_at >= :start AND due_at < :end",
        {"one": owners[0], "other": owners[1], "start": seconds(start), "end": seconds(end)},
    )
    return (moment(row[0]) for row in rows)
