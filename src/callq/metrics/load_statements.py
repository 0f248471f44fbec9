"""Reads how many calls come due when, from the projection."""

from collections.abc import Iterator
from datetime import datetime

from callq.engine.model import Action, State, Tier
from callq.engine.ranking import tier_of
from callq.metrics.statements import Scope
from callq.named_tuple import NamedTuple
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import integer

QUARTER = 900
"""Midnight in every time zone is on a quarter of an hour, so counting by quarters is enough."""
_DUE = (
    f"SELECT due_at / {QUARTER}, state, action, COUNT(*) FROM prospect WHERE removed_at IS NULL "
    "AND hold = '' AND due_at IS NOT NULL AND due_at < :until"
)
_MAIL = tuple(action.value for action in Action if action.is_email)


class Falling(NamedTuple):
    """People who come due in the same quarter of an hour."""

    at: int
    """Its start, in seconds since 1970."""
    callbacks: bool
    fresh: bool
    mail: bool
    people: int
    tier: Tier


def falling_due(db: Db, scope: Scope, until: datetime) -> Iterator[Falling]:
    """Everyone who comes due before a moment, without people on hold."""
    params = {"until": seconds(until), **scope.params}
    sql = f"{_DUE}{_and(scope)} GROUP BY 1, 2, 3"
    for quarter, stored, action, count in db.stream(sql, params):
        state = State(stored)
        mail = action in _MAIL
        yield Falling(
            quarter * QUARTER, state is State.CALLBACK, state is State.FRESH, mail, count,
            tier_of(state),
        )  # fmt: skip


def held(db: Db, scope: Scope) -> int:
    """How many are on hold until someone decides."""
    return integer(
        db,
        f"SELECT COUNT(*) FROM prospect WHERE removed_at IS NULL AND hold <> ''{_and(scope)}",
        scope.params,
    )


def later(db: Db, scope: Scope, since: datetime) -> int:
    """How many come due at or after a moment."""
    return integer(
        db,
        "SELECT COUNT(*) FROM prospect WHERE removed_at IS NULL AND hold = '' "
        f"AND due_at >= :since{_and(scope)}",
        {"since": seconds(since), **scope.params},
    )


def dials(db: Db, scope: Scope, since: datetime, until: datetime) -> int:
    """How many phone calls were made in a span of time."""
    return integer(
        db,
        "SELECT COUNT(*) FROM call c JOIN prospect p ON p.id = c.prospect_id "
        "WHERE c.voided_at IS NULL AND c.imported = 0 AND c.channel = 'call' "
        f"AND c.at >= :since AND c.at < :until{_and(scope, 'p.')}",
        {"since": seconds(since), "until": seconds(until), **scope.params},
    )


def _and(scope: Scope, table: str = "") -> str:
    named = {"list_name": scope.list_name, "owner": scope.owner}
    return "".join(f" AND {table}{name} = :{name}" for name, value in named.items() if value)
