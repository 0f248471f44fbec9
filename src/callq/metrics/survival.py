"""Time until an event, where for some the event hasn't happened yet.

The product-limit estimate (Kaplan and Meier 1958, Journal of the American Statistical Association
53): those without the event count for as long as they were watched. The band is Greenwood's
variance on the scale log(-log) (Kalbfleisch and Prentice 2002, section 1.4), which stays between 0
and 1.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from math import exp, log, sqrt
from statistics import NormalDist

from callq.metrics.intervals import LEVEL, wilson
from callq.named_tuple import NamedTuple

FEWEST_WATCHED = 10
"""A curve is reliable only while at least this many are watched."""


class Spell(NamedTuple):
    """How long one person was watched, and whether the event ended it."""

    length: float
    happened: bool


class Point(NamedTuple):
    """A step of the curve."""

    at: float
    watched: int
    """How many were watched up to here without the event."""
    happened: int
    left: float
    """The share without the event so far, and its band."""
    low: float
    high: float


class Curve(NamedTuple):
    """A share that falls from 1 in steps."""

    points: tuple[Point, ...]
    """A step for each length with an event, in rising order."""
    spells: int
    happened: int
    watched: tuple[tuple[float, int], ...]
    """How many were watched at least that long, for each length at which a spell ended."""
    level: float

    def at(self, length: float) -> Point:
        """The curve at a length: the last step before or at it.

        Before the first step, where Greenwood's variance is zero, the band is Wilson's for no
        events among those watched that long.
        """
        place = bisect_right([point.at for point in self.points], length)
        if place:
            return self.points[place - 1]
        watched = self.watched_at(length)
        return Point(length, watched, 0, 1.0, 1 - wilson(0, watched, self.level).high, 1.0)

    def watched_at(self, length: float) -> int:
        """How many were watched at least that long."""
        place = bisect_left([ended for ended, _ in self.watched], length)
        return self.watched[place][1] if place < len(self.watched) else 0

    def tells_at(self, length: float) -> bool:
        """Whether enough were watched that long."""
        return self.watched_at(length) >= FEWEST_WATCHED

    @property
    def reliable_until(self) -> float:
        """The last length at which enough were watched; 0 where there is none."""
        lengths = (length for length, n in self.watched if n >= FEWEST_WATCHED)
        return max(lengths, default=0.0)

    @property
    def median(self) -> float | None:
        """The length by which half had the event, or None."""
        return next((point.at for point in self.points if point.left <= 0.5), None)


def kaplan_meier(spells: Iterable[Spell] | Mapping[Spell, int], level: float = LEVEL) -> Curve:
    """The share without the event, by length.

    Args:
        spells: One for each, or how many there are of each; lengths from 0, in any unit.
        level: The confidence level of the band, at each length.
    """
    ended: Counter[float] = Counter()
    happened: Counter[float] = Counter()
    for (length, did), count in Counter(spells).items():
        ended[length] += count
        happened[length] += count * did
    watched = total = ended.total()
    z = NormalDist().inv_cdf((1 + level) / 2)
    left, variance, high = 1.0, 0.0, 1.0
    points, lengths = [], []
    for length in sorted(ended):
        lengths.append((length, watched))
        events = happened[length]
        if events:
            left *= 1 - events / watched
            if events < watched:
                variance += events / watched / (watched - events)
                low, high = _band(left, variance, z)
            else:
                # Everyone left had the event: Greenwood's variance is undefined.
                left, low = 0.0, 0.0
            points.append(Point(length, watched, events, left, low, high))
        watched -= ended[length]
    return Curve(tuple(points), total, happened.total(), tuple(lengths), level)


def _band(left: float, variance: float, z: float) -> tuple[float, float]:
    reach = exp(z * sqrt(variance) / log(left))
    return left ** (1 / reach), left**reach
