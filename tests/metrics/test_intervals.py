"""Shares and their intervals, held against scipy."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import QUICK

from callq.metrics.beta import quantile, share_below
from callq.metrics.intervals import WIDEST_TELLING, Rate, jeffreys, rate, wilson

stats = pytest.importorskip("scipy.stats", reason="the peer is not installed: make test")

LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


@st.composite
def counts(draw: st.DrawFn, most: int = 100_000) -> tuple[int, int]:
    trials = draw(st.integers(1, most))
    return draw(st.integers(0, trials)), trials


@QUICK
@given(counts(), LEVELS)
def test_wilson_is_that_of_the_peer(counted: tuple[int, int], level: float) -> None:
    peer = stats.binomtest(*counted).proportion_ci(level, method="wilson")
    assert wilson(*counted, level) == pytest.approx((peer.low, peer.high), abs=1e-9)


@QUICK
@given(counts(), LEVELS)
def test_jeffreys_is_made_of_the_peers_quantiles(counted: tuple[int, int], level: float) -> None:
    hits, trials = counted
    peer = stats.beta(hits + 0.5, trials - hits + 0.5)
    low = 0.0 if hits == 0 else peer.ppf((1 - level) / 2)
    high = 1.0 if hits == trials else peer.ppf((1 + level) / 2)
    assert jeffreys(hits, trials, level) == pytest.approx((low, high), rel=1e-6, abs=1e-12)


@QUICK
@given(st.floats(0, 1), st.floats(0.5, 5000), st.floats(0.5, 50_000))
def test_beta_is_that_of_the_peer(x: float, a: float, b: float) -> None:
    assert share_below(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), rel=1e-6, abs=1e-10)


@pytest.mark.parametrize(("x", "share"), [(-1, 0.0), (0, 0.0), (1, 1.0), (1.5, 1.0), (3, 1.0)])
def test_all_of_a_beta_lies_between_nothing_and_one(x: float, share: float) -> None:
    assert share_below(x, 2.5, 3.5) == share


@QUICK
@given(st.floats(0.001, 0.999), st.floats(0.5, 500), st.floats(0.5, 5000))
def test_a_quantile_has_its_share_below_it(share: float, a: float, b: float) -> None:
    assert share_below(quantile(share, a, b), a, b) == pytest.approx(share, abs=1e-7)


@QUICK
@given(counts(2000), LEVELS)
def test_the_share_lies_in_its_interval(counted: tuple[int, int], level: float) -> None:
    hits, trials = counted
    for low, high in (wilson(hits, trials, level), jeffreys(hits, trials, level)):
        assert 0 <= low <= hits / trials + 1e-12
        assert hits / trials - 1e-12 <= high <= 1


@QUICK
@given(counts(2000), st.integers(2, 200))
def test_more_compared_is_wider(counted: tuple[int, int], compared: int) -> None:
    one, many = rate(*counted), rate(*counted, compared=compared)
    assert many.low <= one.low
    assert many.high >= one.high


@QUICK
@given(st.integers(0, 20), st.integers(1, 20), st.integers(2, 50))
def test_the_same_share_of_more_tells_more(hits: int, misses: int, times: int) -> None:
    few, many = rate(hits, hits + misses), rate(hits * times, (hits + misses) * times)
    assert many.high - many.low < few.high - few.low


def test_nothing_tried_tells_nothing() -> None:
    assert rate(0, 0) == Rate(0, 0, 0.0, 1.0)
    assert rate(0, 0).share is None
    assert not rate(0, 0).tells


@pytest.mark.parametrize(
    ("hits", "trials", "tells"),
    [(0, 1, False), (3, 10, False), (0, 9, True), (10, 36, True), (10, 32, False), (50, 100, True)],
)
def test_a_wide_interval_tells_too_little(hits: int, trials: int, *, tells: bool) -> None:
    assert rate(hits, trials).tells is tells


def test_a_published_example() -> None:
    """Brown, Cai and DasGupta 2001 tabulate Jeffreys' interval: 4 of 20 gives 0.071 to 0.407."""
    low, high = jeffreys(4, 20)
    assert isclose(low, 0.071, abs_tol=0.001)
    assert isclose(high, 0.407, abs_tol=0.006)


def test_a_share_is_hits_by_trials_and_as_sure_as_wanted() -> None:
    assert rate(1, 4).share == 0.25
    assert rate(10, 40, level=0.8)[2:] == wilson(10, 40, 0.8)
    assert rate(10, 40, level=0.8, compared=4)[2:] == wilson(10, 40, 0.95)


def test_an_interval_just_as_wide_as_may_be_tells() -> None:
    assert Rate(1, 2, 0.0, WIDEST_TELLING).tells
    assert not Rate(1, 2, 0.0, WIDEST_TELLING + 0.01).tells


@pytest.mark.parametrize("trials", range(1, 200))
def test_of_none_and_of_all_the_end_is_exact(trials: int) -> None:
    assert wilson(0, trials).low == 0
    assert wilson(trials, trials).high == 1
