"""How well an order put the calls that were won first, inside each day."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.metrics.ordering import Offered, compare

some_days = st.lists(
    st.tuples(st.integers(0, 20), st.booleans(), st.integers(-3, 3), st.integers(-3, 3)),
    max_size=60,
)


def offers(rows: list[tuple[int, bool, int, int]]) -> list[Offered]:
    return [Offered(day, won, (one, other)) for day, won, one, other in rows]


def naive(calls: list[Offered], place: int) -> tuple[int, float]:
    """Pairs, and those with the won call first."""
    pairs = [(a, b) for a in calls for b in calls if a.day == b.day and a.won and not b.won]
    first = (
        (a.scores[place] > b.scores[place]) + (a.scores[place] == b.scores[place]) / 2
        for a, b in pairs
    )
    return len(pairs), sum(first)


@given(some_days)
def test_pairs_are_counted_inside_each_day(rows: list[tuple[int, bool, int, int]]) -> None:
    calls = offers(rows)
    found = compare(calls, 2)
    for place in (0, 1):
        sums = [each[place] for _, each in found.by_week.values()]
        assert (sum(s.pairs for s in sums), sum(s.first for s in sums)) == naive(calls, place)
    assert sum(n for n, _ in found.by_week.values()) == len(calls) == found.calls
    assert sum(each[0].wins for _, each in found.by_week.values()) == found.wins


@given(some_days)
def test_an_order_and_its_reverse_share_the_wins(rows: list[tuple[int, bool, int, int]]) -> None:
    turned = [Offered(day, won, (one, -one)) for day, won, one, _ in rows]
    for _, (one, other) in compare(turned, 2).by_week.values():
        assert one.top + other.top == pytest.approx(one.wins)
        assert one.first + other.first == pytest.approx(one.pairs)


def simulated(days: int, better: float, seed: int = 1) -> list[Offered]:
    """Ten calls a day; the first order knows who will say yes as far as `better`, the second not."""
    rng = random.Random(seed)  # noqa: S311
    calls = []
    for day in range(days):
        for _ in range(10):
            won = rng.random() < 0.2
            calls.append(Offered(day, won, (better * won + rng.gauss(0, 1), rng.gauss(0, 1))))
    return calls


def test_a_better_order_is_found_and_its_range_holds_the_truth() -> None:
    found = compare(simulated(300, 1.0), 2)
    learned, rule = found.orders
    assert learned.won_first.low < 0.760 < learned.won_first.high  # Of two normals one apart.
    assert rule.won_first.low < 0.5 < rule.won_first.high
    assert found.gain
    assert found.gain.won_first.low > 0
    assert found.gain.in_top_half.low > 0


def test_without_a_difference_none_is_found_more_often_than_by_chance() -> None:
    gains = [compare(simulated(60, 0.0, seed), 2).gain for seed in range(40)]
    assert sum(g is not None and g.won_first.low > 0 for g in gains) <= 4


def test_the_ranges_are_the_same_each_time() -> None:
    assert compare(simulated(40, 0.5), 2) == compare(list(reversed(simulated(40, 0.5))), 2)


@pytest.mark.parametrize(("days", "says"), [(9, False), (40, True)])
def test_nothing_is_said_of_a_few_days(days: int, says: bool) -> None:
    found = compare(simulated(days, 3.0), 2)
    assert bool(found.orders) is says
    assert (found.gain is not None) is says


def test_no_calls_are_nothing() -> None:
    assert compare([], 2).calls == 0
