"""Shares with a confidence interval, and whether it's narrow enough to use.

Sources: Wilson 1927, Journal of the American Statistical Association 22; Brown, Cai and DasGupta
2001, Statistical Science 16, who recommend both intervals below.
"""

from math import sqrt
from statistics import NormalDist

from callq.metrics.beta import quantile
from callq.named_tuple import NamedTuple

LEVEL = 0.95
"""The default confidence level."""
WIDEST_TELLING = 0.30
"""A share with a wider interval than this (from 0 to 1) is too uncertain to use."""


class Interval(NamedTuple):
    """The ends of an interval."""

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
        """Whether the interval is narrow enough to use."""
        return self.high - self.low <= WIDEST_TELLING


def rate(hits: int, trials: int, *, level: float = LEVEL, compared: int = 1) -> Rate:
    """A share with its interval.

    Args:
        hits: How often it happened; at most `trials`.
        trials: How often it might have.
        level: The confidence level, between 0 and 1.
        compared: How many shares are compared at once; the interval is widened accordingly
            (Bonferroni).
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

    Good for rare events. The interval of 1/share has the inverse ends.
    """
    a, b = hits + 0.5, trials - hits + 0.5
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else quantile(tail, a, b)
    return Interval(low, 1.0 if hits == trials else quantile(1 - tail, a, b))
