"""Shares with the interval in which the true one may well lie, and whether that tells anything.

Sources: Wilson 1927, Journal of the American Statistical Association 22; Brown, Cai and DasGupta
2001, Statistical Science 16, who recommend both intervals below.
"""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

from callq.metrics.beta import quantile

LEVEL = 0.95
"""How sure an interval is when nothing else is said."""
WIDEST_TELLING = 0.30
"""A share whose interval is wider than this (from 0 to 1) tells too little to be compared."""


class Interval(NamedTuple):
    """From where to where."""

    low: float
    high: float


class Rate(NamedTuple):
    """How often something happened out of how many times, with Wilson's interval."""

    hits: int
    trials: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """From 0 to 1; None without a single trial."""
        return self.hits / self.trials if self.trials else None

    @property
    def tells(self) -> bool:
        """Whether the interval is narrow enough to say anything."""
        return self.high - self.low <= WIDEST_TELLING


def rate(hits: int, trials: int, *, level: float = LEVEL, compared: int = 1) -> Rate:
    """A share with its interval.

    Args:
        hits: How often it happened; at most `trials`.
        trials: How often it might have.
        level: How sure, between 0 and 1.
        compared: How many shares are looked at for the best or the worst among them: the interval
            is widened so that all of them hold at once (Bonferroni).
    """
    return Rate(hits, trials, *wilson(hits, trials, 1 - (1 - level) / compared))


def wilson(hits: int, trials: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval of a share: good for few trials and for shares near 0 or 1."""
    if trials == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, per = hits / trials, z * z / trials
    middle = (share + per / 2) / (1 + per)
    reach = z / (1 + per) * sqrt(share * (1 - share) / trials + per / trials / 4)
    low = 0.0 if hits == 0 else max(0.0, middle - reach)
    return Interval(low, 1.0 if hits == trials else min(1.0, middle + reach))


def jeffreys(hits: int, trials: int, level: float = LEVEL) -> Interval:
    """Jeffreys' interval of a share: quantiles of Beta(hits + ½, misses + ½).

    Good for rare events, and its ends may be turned over: the interval of 1/share is that of the
    share turned over.
    """
    a, b = hits + 0.5, trials - hits + 0.5
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else quantile(tail, a, b)
    return Interval(low, 1.0 if hits == trials else quantile(1 - tail, a, b))
