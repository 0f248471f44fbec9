"""What the team decided on places: countries without a row that it calls, days it closed one."""

from collections.abc import Iterable
from datetime import datetime

from callq.engine.calling import Closure
from callq.named_tuple import NamedTuple
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer

ACCEPTED, CLOSED = "accepted", "closed"
COMMANDS = ("hours accept", "hours close", "hours reopen")
"""How the journal names the commands that decide."""


class PlaceDecision(NamedTuple):
    """A decision in force."""

    id: int
    kind: str
    """`accepted` or `closed`."""
    place: str
    first_day: str
    """Of a closure, ISO; both days included."""
    last_day: str
    reason: str
    """Who said so and when, or why it's closed."""
    agent: str
    at: datetime


_DECISION = Columns(PlaceDecision)


def in_force(db: Db) -> list[PlaceDecision]:
    """Every decision that wasn't taken back, oldest first."""
    sql = f"SELECT {_DECISION.sql} FROM place_decision WHERE ended_at IS NULL ORDER BY id"
    return list(_DECISION.read_all(db.rows(sql)))


def accepted(decisions: Iterable[PlaceDecision]) -> frozenset[str]:
    """The countries without a row that the team calls."""
    return frozenset(one.place for one in decisions if one.kind == ACCEPTED)


def closures(decisions: Iterable[PlaceDecision]) -> tuple[Closure, ...]:
    """The days on which the team closed places."""
    return tuple(
        Closure(one.place, one.first_day, one.last_day) for one in decisions if one.kind == CLOSED
    )


def add(db: Db, decision: PlaceDecision) -> int:
    """Stores a decision; its id."""
    return integer(
        db,
        "INSERT INTO place_decision (kind, place, first_day, last_day, reason, agent, at) VALUES "
        "(:kind, :place, :first_day, :last_day, :reason, :agent, :at) RETURNING id",
        {**decision._asdict(), "at": seconds(decision.at)},
    )


def end(db: Db, decision_id: int, now: datetime) -> None:
    """Takes a decision back; it stays on record."""
    db.run(
        "UPDATE place_decision SET ended_at = :now WHERE id = :id",
        {"id": decision_id, "now": seconds(now)},
    )
