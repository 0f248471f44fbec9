"""What a session came to, counted call by call."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from callq.calls.log import LogResult
from callq.engine.model import State
from callq.named_tuple import NamedTuple


class Promise(NamedTuple):
    """A callback or a meeting that was agreed."""

    call_id: int
    name: str
    at: datetime
    """When it is, in UTC."""


class Tally(NamedTuple):
    """What was done so far."""

    calls: int = 0
    talks: int = 0
    """Calls with a conversation."""
    outcomes: tuple[tuple[str, int], ...] = ()
    """Each outcome with its count, the most frequent first."""
    promises: tuple[Promise, ...] = ()
    """By time."""


def tally(logged: Sequence[LogResult]) -> Tally:
    """Counts the calls of a session.

    Args:
        logged: Each result of `log` that wasn't taken back.
    """
    outcomes = Counter(one.outcome.label for one in logged)
    promises = (
        Promise(one.call_id, one.who.name, one.call.given_at)
        for one in logged
        if one.call.given_at and one.status.state in (State.CALLBACK, State.HOT)
    )
    return Tally(
        len(logged),
        sum(one.outcome.human for one in logged),
        tuple(outcomes.most_common()),
        tuple(sorted(promises, key=lambda promise: promise.at)),
    )
