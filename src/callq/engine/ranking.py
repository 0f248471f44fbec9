"""Who comes first: the tier of a status, and the score inside it as a sum you can print.

Between calls, scores grow at the same pace for everyone, so the order inside a tier never changes
by itself. That's why a rank can be stored with each call, and reading an index in its order gives
the queue.
"""

from datetime import UTC, datetime
from math import log
from typing import TYPE_CHECKING

from callq.engine.model import Prospect, State, Tier
from callq.engine.rulebook import TRIES, Rulebook
from callq.engine.spans import add_span
from callq.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callq.engine.status import Status

SPAN_SECONDS = 3650 * 86_400
"""Overdue and age reach 1 after ten years, so in practice both are straight lines for everyone."""

TIME_OF_DAY = "time-of-day"
"""The term of when people answer, where drawn retries have shown it."""
OF_LIST = "list"
"""The term of a list with a weight in the rulebook."""
_TIERS = {
    State.HOT: Tier.HOT,
    State.REPLY: Tier.HOT,
    State.CALLBACK: Tier.CALLBACK,
    State.RECALL: Tier.RECALL,
    State.CHECK_IN: Tier.RECALL,
    State.FRESH: Tier.FRESH,
    State.RETRY: Tier.RETRY,
}


class Term(NamedTuple):
    """One addend of a score."""

    name: str
    weight: float
    value: float
    """From 0 to 1; of `likelihood` the log of how many times the average chance they have."""

    @property
    def points(self) -> float:
        """Weight times value."""
        return self.weight * self.value


def stored_tier(status: "Status") -> Tier:
    """The tier without regard to the time: every callback is `CALLBACK`, late or not."""
    return tier_of(status.state)


def tier_of(state: State) -> Tier:
    """The tier of everyone in a state, without regard to the time."""
    return _TIERS.get(state, Tier.NONE)


def overdue_callback_at(due_at: datetime, rulebook: Rulebook) -> datetime:
    """When a callback scheduled for `due_at` becomes overdue, in UTC."""
    return add_span(due_at, rulebook.callback_grace, UTC)


def tier_now(status: "Status", rulebook: Rulebook) -> Tier:
    """The tier at the status's own `now`."""
    tier = stored_tier(status)
    if tier is Tier.CALLBACK and status.due_at is not None:
        late = status.now >= overdue_callback_at(status.due_at, rulebook)
        return Tier.OVERDUE_CALLBACK if late else tier
    return tier


def terms(
    prospect: Prospect,
    status: "Status",
    rulebook: Rulebook,
    part_now: int,
    chance: float,
    answers: float = 0.0,
) -> tuple[Term, ...]:
    """Every term of the score at the status's `now`.

    Args:
        prospect: The prospect.
        status: Their status.
        rulebook: Its weights.
        part_now: Their current part of the day, from 1; 0 for none.
        chance: The log of how many times the average chance they have.
        answers: The log of how many times as often people answer in this part of the day, where
            that's known.
    """
    now = status.now.timestamp()
    since = ranked(prospect, status).waiting_since
    part = part_scores(part_mask(status, rulebook), part_now)
    worth = {
        "callback": 1.0 if status.callback_at else 0.0,
        "overdue": _fraction(now - since),
        "value": _worth(prospect.value, rulebook.half_value),
        "part-of-day": 1.0 if part else 0.0,
        "likelihood": chance,
        "age": _fraction(now - prospect.created_at.timestamp()),
    }
    own = rulebook.list_weights.get(prospect.list_name)
    return (
        *(Term(name, rulebook.weights[name], worth[name]) for name in worth),
        *((Term(TIME_OF_DAY, rulebook.weights["likelihood"], answers),) if answers else ()),
        *((Term(OF_LIST, own, 1.0),) if own else ()),
    )


class Ranked(NamedTuple):
    """What the constant part of a score follows from, besides the chance; kept with a person."""

    callback_at: float | None
    due_at: float | None
    created_at: float
    """All in seconds since 1970."""
    value: float | None
    list_name: str

    @property
    def waiting_since(self) -> float:
        """No one is overdue since before they were added, whatever an imported history says."""
        return max(self.due_at or self.created_at, self.created_at)


def ranked(prospect: Prospect, status: "Status") -> Ranked:
    """What the rank of a person follows from."""
    callback, due = status.callback_at, status.due_at
    return Ranked(
        callback.timestamp() if callback else None,
        due.timestamp() if due else None,
        prospect.created_at.timestamp(),
        prospect.value,
        prospect.list_name,
    )


def rank_line(one: Ranked, rulebook: Rulebook, chance: float) -> float:
    """The constant part of the score: score = rank line + `pace` x seconds + part of day.

    The chance is added last, so replacing it later gives the same number as starting anew.
    """
    weights = rulebook.weights
    total = weights["callback"] if one.callback_at else 0.0
    total += weights["value"] * _worth(one.value, rulebook.half_value)
    total -= weights["overdue"] * one.waiting_since / SPAN_SECONDS
    total -= weights["age"] * one.created_at / SPAN_SECONDS
    total += rulebook.list_weights.get(one.list_name, 0.0)
    return total + weights["likelihood"] * chance


def rule_chance(last: str, misses: int, rulebook: Rulebook) -> float:
    """The log of how many times the average chance someone has by the rulebook alone, unlearned.

    Args:
        last: How the last conversation ended; empty for none so far.
        misses: Calls in a row that came to nothing since.
        rulebook: Its `[chance]`.
    """
    outcome, after = rulebook.outcome(last), rulebook.chance.after
    times = after.get(outcome.word, after.get(outcome.canonical, 1.0)) if last else 1.0
    tries = max((n for n in TRIES if n <= misses), default=0)
    return log(times) + log(rulebook.chance.tries.get(tries, 1.0))


def pace(rulebook: Rulebook) -> float:
    """How many points everyone who is due gains in a second."""
    return (rulebook.weights["overdue"] + rulebook.weights["age"]) / SPAN_SECONDS


def part_mask(status: "Status", rulebook: Rulebook) -> int:
    """The parts of the day that score nothing, one bit each: those tried.

    Where a part was drawn for the retry, all others, and bit 0, which belongs to none.
    """
    every = range(len(rulebook.parts) + 1)
    drawn = status.drawn_part
    return sum(1 << part for part in (set(every) - {drawn} if drawn else status.tried_parts))


def drawn_in(mask: int) -> int:
    """The part of the day that was drawn, from 1, by a mask of `part_mask`; 0 for none."""
    return (~mask & mask + 1).bit_length() - 1 if mask & 1 else 0


def part_scores(mask: int, part_now: int) -> bool:
    """Whether it's a part of the day that scores, by a mask of `part_mask`."""
    return part_now > 0 and not mask >> part_now & 1


def _worth(value: float | None, half_value: float) -> float:
    # Stays between 0 and 1 for anything a spreadsheet calls a number.
    return 1.0 / (1.0 + half_value / value) if value and value > 0 else 0.0


def _fraction(seconds: float) -> float:
    return min(1.0, max(0.0, seconds / SPAN_SECONDS))
