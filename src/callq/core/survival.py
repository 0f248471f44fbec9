"""How long until something happens, where for some it has not happened yet.

The product-limit estimate (Kaplan and Meier 1958, Journal of the American Statistical Association
53): those for whom it has not happened are counted for as long as they were watched, neither left
out nor taken for a never. The band is Greenwood's variance on the scale log(-log) (Kalbfleisch and
Prentice 2002, section 1.4), which stays between 0 and 1.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

from callq.core.intervals import LEVEL

FEWEST_WATCHED = 10
"""Where fewer than this are still watched, a curve tells too little."""


class Spell(NamedTuple):
    """How long one was watched, and whether it happened at the end of that."""

    length: float
    happened: bool


class Point(NamedTuple):
    """A step of the curve."""

    at: float
    watched: int
    """How many were watched up to here without it."""
    happened: int
    left: float
    """The share for whom it has not happened by now, and its band."""
    low: float
    high: float


class Curve(NamedTuple):
    """A share that falls from 1 in steps."""

    points: tuple[Point, ...]
    """A step for each length at which it happened to somebody, in rising order."""
    spells: int
    happened: int
    told_until: float
    """The last length at which at least `FEWEST_WATCHED` were watched; 0 where there is none."""

    def at(self, length: float) -> Point:
        """The curve at a length: the last step before or at it."""
        place = bisect_right([point.at for point in self.points], length)
        return self.points[place - 1] if place else Point(0.0, self.spells, 0, 1.0, 1.0, 1.0)

    def tells_at(self, length: float) -> bool:
        """Whether enough were watched that long."""
        return self.spells >= FEWEST_WATCHED and length <= self.told_until

    @property
    def median(self) -> float | None:
        """The length by which it happened to half of them; None while it has not."""
        return next((point.at for point in self.points if point.left <= 0.5), None)

    @property
    def median_between(self) -> tuple[float | None, float | None]:
        """Where the band crosses a half (Brookmeyer and Crowley 1982); None where it does not."""
        early = next((point.at for point in self.points if point.low <= 0.5), None)
        return early, next((point.at for point in self.points if point.high <= 0.5), None)


def kaplan_meier(spells: Iterable[Spell], level: float = LEVEL) -> Curve:
    """The share for whom it has not happened, by length.

    Args:
        spells: One for each; lengths from 0, in any unit.
        level: How sure the band is, at every single length.
    """
    ended: Counter[float] = Counter()
    happened: Counter[float] = Counter()
    for length, did in spells:
        ended[length] += 1
        happened[length] += did
    watched = total = ended.total()
    z = NormalDist().inv_cdf((1 + level) / 2)
    left, variance, points, told_until, high = 1.0, 0.0, [], 0.0, 1.0
    for length in sorted(ended):
        if watched >= FEWEST_WATCHED:
            told_until = length
        events = happened[length]
        if events:
            left *= 1 - events / watched
            if events < watched:
                variance += events / watched / (watched - events)
                low, high = _band(left, variance, z)
            else:
                # All that were left: Greenwood's variance has no value any more.
                left, low = 0.0, 0.0
            points.append(Point(length, watched, events, left, low, high))
        watched -= ended[length]
    return Curve(tuple(points), total, happened.total(), told_until)


def _band(left: float, variance: float, z: float) -> tuple[float, float]:
    reach = exp(z * sqrt(variance) / log(left))
    return left ** (1 / reach), left**reach
