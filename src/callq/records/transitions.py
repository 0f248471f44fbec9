"""Marks people who became due as ready, and keeps the tally of who is ready.

Between calls, only due times change the queue. If none has passed, this costs one index look-up;
otherwise it grows with the people who became due, never with the size of the store.
"""

from collections import Counter
from datetime import datetime

from callq.engine.model import Tier
from callq.named_tuple import NamedTuple
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
    """The counts a person is in: everyone's, their list's, their owner's, and both."""
    return ("all", f"list:{list_name}", f"owner:{owner}", both(list_name, owner))


def both(list_name: str, owner: str) -> str:
    """The name of the count for one owner's people on a list."""
    return f"both:{list_name}\x1f{owner}"


def add_to_tally(db: Db, changes: Counter[TallyKey]) -> None:
    """Add to the counts; inside a write transaction."""
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
    """Mark people who became due as ready, and back if they aren't due at `now`.

    If nothing changed, it costs one index look-up; otherwise it grows with the number of people
    who became due, never with the size of the store.

    Args:
        db: Outside a transaction.
        now: Aware.
        grace_seconds: How long after its time a callback becomes overdue.
    """
    at = {"now": int(now.timestamp()), "grace": grace_seconds}
    if not any(db.one(f"SELECT 1 FROM prospect WHERE {t.which} LIMIT 1", at) for t in _TURNS):
        return
    with db.write():
        for each in _TURNS:
            _move(db, each, at)


def turned_consents(db: Db, now: datetime) -> set[int]:
    """People whose consent began or ended since their last evaluation; two index look-ups."""
    rows = db.rows(
        "SELECT id FROM prospect WHERE consent_ends_at <= :now AND removed_at IS NULL UNION "
        "SELECT id FROM prospect WHERE consent_ended_at > :now AND removed_at IS NULL",
        {"now": int(now.timestamp())},
    )
    return {prospect_id for (prospect_id,) in rows}


class _Turn(NamedTuple):
    """A change of tier or readiness that a passed moment causes, and who it applies to."""

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
        # Six index look-ups; a range of tiers would read every row in it.
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
