"""How many calls the next win takes, judging by the last ones.

A call wins with some chance p, the same for every call. What is known of p after `wins` in `calls`
is Beta(wins + ½, calls - wins + ½), Jeffreys' posterior. The expected number of calls to the next
win is 1/p. When that win itself comes is a matter of luck besides: beta-geometric.
"""

from math import exp

from callq.metrics.beta import log_beta
from callq.metrics.intervals import LEVEL, jeffreys
from callq.named_tuple import NamedTuple

FEWEST_WINS = 5
"""With fewer wins, the expected number is uncertain by a factor of six."""


class ToNext(NamedTuple):
    """The number of calls (or conversations, or refusals) to the next win."""

    trials: int
    wins: int
    expected: float | None
    """Trials for each win so far; None without a win."""
    low: float
    """The expected number is at least this."""
    high: float | None
    """And at most this; None if unbounded."""
    half_within: int | None
    """A 50% chance of the next win within this many; None without a win."""
    most_within: int | None
    """A 90% chance within this many."""

    @property
    def tells(self) -> bool:
        """Whether there are enough wins for an estimate."""
        return self.wins >= FEWEST_WINS


def to_next_win(trials: int, wins: int, level: float = LEVEL) -> ToNext:
    """Estimate the next win from `wins` in `trials`.

    Args:
        trials: Calls made, the winning ones among them.
        wins: How many of them won; at most `trials`.
        level: How sure the interval is.
    """
    low, high = jeffreys(wins, trials, level)
    return ToNext(
        trials,
        wins,
        trials / wins if wins else None,
        1 / high,
        1 / low if low else None,
        _within(0.5, trials, wins) if wins else None,
        _within(0.9, trials, wins) if wins else None,
    )


def _within(share: float, trials: int, wins: int) -> int:
    """The least number of calls within which the next win comes with a chance of `share`."""
    a, b = wins + 0.5, trials - wins + 0.5
    start = log_beta(a, b)

    def chance_of_none(calls: int) -> float:
        return exp(log_beta(a, b + calls) - start)

    most = 1
    while chance_of_none(most) > 1 - share:
        most *= 2
    least = most // 2
    while most - least > 1:
        middle = (least + most) // 2
        if chance_of_none(middle) > 1 - share:
            least = middle
        else:
            most = middle
    return most
