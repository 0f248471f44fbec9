"""Marks who fell due as ready, and keeps the tally of who is ready.

What a queue needs that changes while nobody calls: that a moment has come. It costs a look into an
index when nothing changed; otherwise it grows with those whose moment came, never with the folder.
"""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from callq.engine.model import Tier
from callq.storage.db import Db

_COUNT = (
    "INSERT INTO tally (scope, tier, hours_id, part_mask, hold, people) "
    "VALUES (:scope, :tier, :hours_id, :part_mask, :hold, :n) "
    "ON CONFLICT (scope, tier, hours_id, part_mask, hold) DO UPDATE SET people = tally.people + "
    "excluded.people"
)
_OVERDUE = int(Tier.OVERDUE_CALLBACK)
_CALLBACK = int(Tier.CALLBACK)

TallyKey = tuple[str, int, int, int, str]


def scopes(list_name: str, owner: str) -> tuple[str, ...]:
    """The counts somebody belongs to: everyone's, their list's, their owner's, and both."""
    return ("all", f"list:{list_name}", f"owner:{owner}", both(list_name, owner))


def both(list_name: str, owner: str) -> str:
    """The name of the count of those on a list who are an owner's."""
    return f"both:{list_name}\x1f{owner}"


def add_to_tally(db: Db, changes: Counter[TallyKey]) -> None:
    """Adds to the counts; inside a write transaction."""
    db.many(
        _COUNT,
        [
            {
                "scope": scope,
                "tier": tier,
                "hours_id": hours,
                "part_mask": mask,
                "hold": hold,
                "n": n,
            }
            for (scope, tier, hours, mask, hold), n in changes.items()
            if n
        ],
    )


def turn(db: Db, now: datetime, grace_seconds: int) -> None:
    """Marks as ready whoever fell due, and back whoever is not due at `now`.

    Costs a look into an index when nothing changed; otherwise it grows with the number of those
    whose moment came, never with the folder.

    Args:
        db: Outside a transaction.
        now: Aware.
        grace_seconds: How long after its time a promise is overdue.
    """
    at = {"now": int(now.timestamp()), "grace": grace_seconds}
    if not any(db.one(f"SELECT 1 FROM prospect WHERE {t.which} LIMIT 1", at) for t in _TURNS):
        return
    with db.write():
        for each in _TURNS:
            _move(db, each, at)


def turned_consents(db: Db, now: datetime) -> set[int]:
    """Whose consent began or ended since they were judged last; a look into two indexes."""
    rows = db.rows(
        "SELECT id FROM prospect WHERE consent_ends_at <= :now AND removed_at IS NULL UNION "
        "SELECT id FROM prospect WHERE consent_ended_at > :now AND removed_at IS NULL",
        {"now": int(now.timestamp())},
    )
    return {prospect_id for (prospect_id,) in rows}


class _Turn(NamedTuple):
    """Who has a moment behind them that changes their place, and what it becomes."""

    which: str
    change: str
    ready: bool
    tier: int | None = None


_TURNS = (
    _Turn(
        "ready = 1 AND due_at > :now",
        "ready = 0, transition_at = due_at, "
        f"tier = CASE tier WHEN {_OVERDUE} THEN {_CALLBACK} ELSE tier END",
        ready=False,
    ),
    _Turn(
        f"ready = 1 AND due_at > :now - :grace AND tier = {_OVERDUE}",
        f"tier = {_CALLBACK}, transition_at = due_at + :grace",
        ready=True,
        tier=_CALLBACK,
    ),
    _Turn(
        # Six looks into the index; a range of tiers would read every one of them.
        "tier IN (1, 2, 3, 4, 5, 6) AND transition_at <= :now AND ready = 0",
        f"ready = 1, transition_at = CASE tier WHEN {_CALLBACK} THEN due_at + :grace ELSE NULL END",
        ready=True,
    ),
    _Turn(
        f"tier = {_CALLBACK} AND transition_at <= :now AND ready = 1",
        f"tier = {_OVERDUE}, transition_at = NULL",
        ready=True,
        tier=_OVERDUE,
    ),
)


def _move(db: Db, turn_: _Turn, at: dict[str, int]) -> None:
    key = "tier, hours_id, part_mask, hold, list_name, owner"
    groups = db.rows(
        f"SELECT {key}, SUM(ready), COUNT(*) FROM prospect WHERE {turn_.which} GROUP BY {key}",
        at,
    )
    if not groups:
        return
    tally: Counter[TallyKey] = Counter()
    for tier, hours, mask, hold, list_name, owner, was_ready, n in groups:
        for scope in scopes(list_name, owner):
            tally[scope, tier, hours, mask, hold] -= was_ready
            tally[scope, turn_.tier or tier, hours, mask, hold] += n if turn_.ready else 0
    db.run(f"UPDATE prospect SET {turn_.change} WHERE {turn_.which}", at)
    add_to_tally(db, tally)
