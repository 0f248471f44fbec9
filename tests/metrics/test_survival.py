"""The product-limit estimate, held against scipy and against plain counting."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import QUICK

from callq.metrics.intervals import wilson
from callq.metrics.survival import FEWEST_WATCHED, Curve, Point, Spell, kaplan_meier

stats = pytest.importorskip("scipy.stats", reason="the peer is not installed: make test")

SPELLS = st.lists(
    st.builds(Spell, st.integers(0, 30).map(float), st.booleans()), min_size=1, max_size=80
)
LEVELS = st.sampled_from([0.8, 0.95, 0.99])
# Days of remission of 21 leukaemia patients under 6-MP, Freireich and others 1963: the example
# that textbooks give. Published: 0.857 at 6 weeks, 0.627 at 13, 0.448 at 23.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL_WELL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def _peer(spells: Sequence[Spell]) -> object:
    ended = [s.length for s in spells if s.happened]
    still = [s.length for s in spells if not s.happened]
    return stats.ecdf(stats.CensoredData(uncensored=ended, right=still)).sf


# Where no one is left the formula has no value; the peer warns, and those points are not compared.
@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.filterwarnings("ignore:invalid value")
@QUICK
@given(SPELLS, LEVELS)
def test_curve_and_band_are_those_of_the_peer(spells: list[Spell], level: float) -> None:
    curve = kaplan_meier(spells, level)
    peer = _peer(spells)
    steps = dict(zip(peer.quantiles, peer.probabilities, strict=True))  # type: ignore[attr-defined]
    for point in curve.points:
        assert point.left == pytest.approx(steps[point.at], abs=1e-12)
    inner = [point for point in curve.points if 0 < point.left < 1]
    if not inner:
        return
    band = peer.confidence_interval(level, method="log-log")  # type: ignore[attr-defined]
    lows = dict(zip(band.low.quantiles, band.low.probabilities, strict=True))
    highs = dict(zip(band.high.quantiles, band.high.probabilities, strict=True))
    for point in inner:
        assert point.low == pytest.approx(lows[point.at], abs=1e-9)
        assert point.high == pytest.approx(highs[point.at], abs=1e-9)


@QUICK
@given(st.lists(st.integers(0, 30).map(float), min_size=1, max_size=60))
def test_with_no_one_open_it_is_the_plain_share(lengths: list[float]) -> None:
    curve = kaplan_meier(Spell(length, True) for length in lengths)
    for point in curve.points:
        left = sum(length > point.at for length in lengths) / len(lengths)
        assert point.left == pytest.approx(left, abs=1e-12)
    assert curve.median in lengths


@QUICK
@given(SPELLS)
def test_it_falls_inside_its_band(spells: list[Spell]) -> None:
    curve = kaplan_meier(spells)
    left = [point.left for point in curve.points]
    assert left == sorted(left, reverse=True)
    for point in curve.points:
        assert 0 <= point.low <= point.left + 1e-12
        assert point.left - 1e-12 <= point.high <= 1
    assert curve.spells == len(spells)
    assert curve.happened == sum(spell.happened for spell in spells)


@QUICK
@given(SPELLS)
def test_the_open_ones_are_neither_left_out_nor_taken_for_never(spells: list[Spell]) -> None:
    """Leaving them out gives too much at the end, calling them never too little."""
    end = 31.0
    share = 1 - kaplan_meier(spells).at(end).left
    never = sum(spell.happened for spell in spells) / len(spells)
    known = [spell for spell in spells if spell.happened]
    assert never - 1e-12 <= share <= (1.0 if known else 0.0)


@QUICK
@given(SPELLS)
def test_order_does_not_matter(spells: list[Spell]) -> None:
    assert kaplan_meier(reversed(spells)) == kaplan_meier(spells)


def test_the_textbook_example() -> None:
    curve = kaplan_meier(
        [*(Spell(t, True) for t in TREATED), *(Spell(t, False) for t in STILL_WELL)]
    )
    assert [round(curve.at(week).left, 3) for week in (5, 6, 13, 22, 23, 30)] == [
        1.0, 0.857, 0.690, 0.538, 0.448, 0.448,
    ]  # fmt: skip
    assert curve.median == 23


def test_where_few_are_watched_it_does_not_tell() -> None:
    spells = [Spell(float(t), t % 2 == 0) for t in range(30)]
    curve = kaplan_meier(spells)
    assert curve.reliable_until == 30 - FEWEST_WATCHED
    assert curve.tells_at(20)
    assert not curve.tells_at(21)
    assert not kaplan_meier(spells[:5]).tells_at(0)


def test_no_one_at_all() -> None:
    curve = kaplan_meier([])
    assert (curve.points, curve.spells, curve.median) == ((), 0, None)
    assert curve.at(10).left == 1
    assert not curve.tells_at(0)
    assert (curve.watched_at(0), curve.reliable_until) == (0, 0.0)


@QUICK
@given(SPELLS, LEVELS, st.integers(0, 31))
def test_each_step_counts_who_was_watched_so_long(
    spells: list[Spell], level: float, length: int
) -> None:
    curve = kaplan_meier(spells, level)
    watched = sum(spell.length >= length for spell in spells)
    assert curve.watched_at(length) == watched
    happened = Spell(length, True) in spells
    point = curve.at(length)
    assert (point.at, point.watched) == (length, watched) or not happened
    if not any(spell.happened and spell.length <= length for spell in spells):
        low = 1 - wilson(0, watched, level).high
        assert point == Point(length, watched, 0, 1.0, low, 1.0)


def test_where_it_happened_to_all_at_once_the_band_tells_nothing() -> None:
    assert kaplan_meier([Spell(3, True)] * 5).points == (Point(3, 5, 5, 0.0, 0.0, 1.0),)


def test_a_half_is_reached_where_the_curve_is_at_it() -> None:
    steps = ((1, 0.7, 0.5, 0.8), (2, 0.5, 0.4, 0.6), (3, 0.4, 0.3, 0.5), (4, 0.1, 0.0, 0.2))
    points = tuple(Point(at, 9, 1, left, low, high) for at, left, low, high in steps)
    curve = Curve(points, 9, 4, (), 0.95)
    assert curve.median == 2
