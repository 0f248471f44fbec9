"""A rep's own dials by time, and the days on which they don't work."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from callq.store.db import Db
from callq.store.moments import moment, seconds

_DIALED = "agent = :agent AND channel = 'call' AND claimed = 0 AND voided_at IS NULL"


class Absence(NamedTuple):
    """Days on which a rep does not work, both included."""

    id: int
    first: date
    last: date


def dials(db: Db, agent: str, start: datetime, end: datetime) -> int:
    """How many calls a rep made from a moment until just before another."""
    row = db.one(
        f"SELECT COUNT(*) FROM call WHERE at >= :start AND at < :end AND {_DIALED}",
        {"agent": agent, "start": seconds(start), "end": seconds(end)},
    )
    return int(row[0]) if row else 0


def moments(db: Db, agent: str, start: datetime) -> Iterator[datetime]:
    """When a rep called, from a moment on."""
    rows = db.stream(
        f"SELECT at FROM call WHERE at >= :start AND {_DIALED} ORDER BY at",
        {"agent": agent, "start": seconds(start)},
    )
    return (moment(row[0]) for row in rows)


def absences(db: Db, agent: str) -> tuple[Absence, ...]:
    """When a rep is away, the earliest first."""
    rows = db.rows(
        "SELECT id, first_day, last_day FROM away WHERE agent = :agent "
        "ORDER BY first_day, last_day, id",
        {"agent": agent},
    )
    return tuple(
        Absence(row[0], date.fromisoformat(row[1]), date.fromisoformat(row[2])) for row in rows
    )


def add_absence(db: Db, agent: str, first: date, last: date) -> int:
    """Keeps an absence; its id. Inside a write transaction."""
    row = db.one(
        "INSERT INTO away (id, agent, first_day, last_day) VALUES "
        "((SELECT COALESCE(MAX(id), 0) + 1 FROM away), :agent, :first, :last) RETURNING id",
        {"agent": agent, "first": first.isoformat(), "last": last.isoformat()},
    )
    return int(row[0]) if row else 0


def put_off(db: Db, prospect_id: int, until: datetime, now: datetime) -> None:
    """Lets somebody fall due no earlier than a moment; inside a write transaction."""
    db.run(
        "UPDATE prospect SET returns_at = :until, put_off_at = :now WHERE id = :id",
        {"id": prospect_id, "until": seconds(until), "now": seconds(now)},
    )


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
