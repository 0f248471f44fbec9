"""How well an order put the calls that were won first, inside each day, and how sure that is.

Pure. Two measures, each with the range that resampled days give (the percentile bootstrap by
blocks: Efron and Tibshirani 1993, chapter 13): of a won and a lost call of one day, how often the
won one came first (the area under the ROC curve: Hanley and McNeil 1982, Radiology 143), and how
many of the wins were in the first half of the day's order. Equal scores count half.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from callq.named_tuple import NamedTuple

_RESAMPLES = 1000
_LEVEL = 0.95
_SEED = 1
LEAST_WINS, LEAST_DAYS = 20, 10
"""What it takes to say anything."""


class Offered(NamedTuple):
    """A call that was made from the queue."""

    day: int
    """The local day, in days since 1970."""
    won: bool
    scores: tuple[float, ...]
    """What each order compared here had given the person then; the highest comes first."""


class Sums(NamedTuple):
    """What one order did on some days."""

    pairs: int = 0
    """Of a won and a lost call of one day."""
    first: float = 0.0
    """In how many of them the won one came first."""
    wins: int = 0
    top: float = 0.0
    """How many of the wins were in the first half of their day."""

    def plus(self, other: "Sums") -> "Sums":
        """Both together."""
        pairs, wins = self.pairs + other.pairs, self.wins + other.wins
        return Sums(pairs, self.first + other.first, wins, self.top + other.top)

    @property
    def won_first(self) -> float | None:
        """From 0 to 1; a half by chance."""
        return self.first / self.pairs if self.pairs else None

    @property
    def in_top_half(self) -> float | None:
        """From 0 to 1; a half by chance."""
        return self.top / self.wins if self.wins else None


class Estimate(NamedTuple):
    """A figure and its range."""

    value: float
    low: float
    high: float


class Order(NamedTuple):
    """How well one order did."""

    won_first: Estimate
    in_top_half: Estimate


class Compared(NamedTuple):
    """Several orders of the same calls."""

    calls: int
    wins: int
    days: int
    """Those with both a win and a call that wasn't won: no others can be compared."""
    orders: tuple[Order, ...]
    """None while there's too little to say."""
    gain: Order | None
    """How much the first order is better than the second."""
    by_week: Mapping[int, tuple[int, tuple[Sums, ...]]]
    """Calls, and the sums of each order, by the day on which a week begins."""


def compare(calls: Iterable[Offered], orders: int) -> Compared:
    """Compare orders by what the calls came to.

    Args:
        calls: In any order.
        orders: How many scores each of them has.
    """
    ordered = sorted(calls, key=itemgetter(0))
    days = {day: list(some) for day, some in groupby(ordered, itemgetter(0))}
    sums = {day: [_sums(some, place) for place in range(orders)] for day, some in days.items()}
    telling = [each for each in sums.values() if each[0].pairs]
    wins = sum(call.won for call in ordered)
    weeks: dict[int, tuple[int, tuple[Sums, ...]]] = {}
    for day, each in sums.items():
        n, before = weeks.get(_monday(day), (0, (Sums(),) * orders))
        added = tuple(a.plus(b) for a, b in zip(before, each, strict=True))
        weeks[_monday(day)] = n + len(days[day]), added
    tells = wins >= LEAST_WINS and len(telling) >= LEAST_DAYS
    found, gain = _estimates(telling) if tells else ((), None)
    return Compared(len(ordered), wins, len(telling), found, gain, weeks)


def _sums(calls: Sequence[Offered], place: int) -> Sums:
    """The sums of one order on one day."""
    lost = len(calls) - sum(call.won for call in calls)
    wins, half = len(calls) - lost, len(calls) / 2
    first = top = 0.0
    seen, lost_after = 0, lost
    by_score = sorted(((call.scores[place], call.won) for call in calls), reverse=True)
    for _, same in groupby(by_score, itemgetter(0)):
        each = [won for _, won in same]
        won_here = sum(each)
        lost_after -= len(each) - won_here
        first += won_here * (lost_after + (len(each) - won_here) / 2)
        top += won_here * max(0.0, min(half - seen, len(each))) / len(each)
        seen += len(each)
    return Sums(wins * lost, first, wins, top)


def _estimates(days: Sequence[Sequence[Sums]]) -> tuple[tuple[Order, ...], Order | None]:
    from random import Random

    random, orders = Random(_SEED), range(len(days[0]))  # noqa: S311
    samples = [_totals(random.choices(days, k=len(days)), orders) for _ in range(_RESAMPLES)]
    whole = _totals(days, orders)

    found = tuple(
        _order([_shares(sums[place]) for sums in samples], _shares(whole[place]))
        for place in orders
    )
    if len(orders) < 2:
        return found, None
    return found, _order([_gain(sums) for sums in samples], _gain(whole))


def _order(samples: Sequence[tuple[float, float]], whole: tuple[float, float]) -> Order:
    firsts, tops = zip(*samples, strict=True)
    return Order(_range(whole[0], firsts), _range(whole[1], tops))


def _totals(days: Iterable[Sequence[Sums]], orders: range) -> list[Sums]:
    by_order = zip(*days, strict=True)
    return [
        Sums(*map(sum, zip(*each, strict=True))) for _, each in zip(orders, by_order, strict=True)
    ]


def _shares(sums: Sums) -> tuple[float, float]:
    return sums.won_first or 0.0, sums.in_top_half or 0.0


def _gain(sums: Sequence[Sums]) -> tuple[float, float]:
    (first, top), (other_first, other_top) = _shares(sums[0]), _shares(sums[1])
    return first - other_first, top - other_top


def _range(value: float, samples: Sequence[float]) -> Estimate:
    ordered = sorted(samples)
    out = round((1 - _LEVEL) / 2 * (len(ordered) - 1))
    return Estimate(value, ordered[out], ordered[-1 - out])


def _monday(day: int) -> int:
    # 1 January 1970 was a Thursday.
    return day - (day + 3) % 7
