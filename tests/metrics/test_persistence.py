"""The number of calls to the next win, held against scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import QUICK

from callq.metrics.persistence import FEWEST_WINS, to_next_win

stats = pytest.importorskip("scipy.stats", reason="the peer is not installed: make test")


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    trials = draw(st.integers(1, 20_000))
    return trials, draw(st.integers(0, min(trials, 400)))


@QUICK
@given(counts())
def test_the_interval_is_that_of_the_peers_posterior_turned_over(counted: tuple[int, int]) -> None:
    trials, wins = counted
    found = to_next_win(trials, wins)
    posterior = stats.beta(wins + 0.5, trials - wins + 0.5)
    high = 1.0 if wins == trials else posterior.ppf(0.975)
    assert found.low == pytest.approx(1 / high, rel=1e-6)
    if wins:
        assert found.expected == trials / wins
        assert found.high == pytest.approx(1 / posterior.ppf(0.025), rel=1e-6)
    else:
        assert found[2:] == (None, found.low, None, None, None)
    assert found[:2] == counted


@QUICK
@given(counts().filter(lambda counted: counted[1] > 0))
def test_within_so_many_calls_is_the_peers_quantile(counted: tuple[int, int]) -> None:
    trials, wins = counted
    found = to_next_win(trials, wins)
    # The peer counts the calls before the win.
    before = stats.betanbinom(1, wins + 0.5, trials - wins + 0.5)
    for share, within in ((0.5, found.half_within), (0.9, found.most_within)):
        assert isinstance(within, int)
        assert before.cdf(within - 1) >= share - 1e-6
        assert within == 1 or before.cdf(within - 2) <= share + 1e-6


@QUICK
@given(counts())
def test_the_expected_number_lies_in_its_interval(counted: tuple[int, int]) -> None:
    found = to_next_win(*counted)
    assert found.low >= 1
    if found.expected is not None and found.high is not None:
        assert found.low <= found.expected + 1e-9
        assert found.expected <= found.high + 1e-9


def test_who_wants_to_be_surer_gets_a_wider_interval() -> None:
    widths = [
        (one.high or 0) - one.low for one in (to_next_win(90, 9, s) for s in (0.8, 0.9, 0.99))
    ]
    assert widths == sorted(widths)
    assert to_next_win(90, 9, 0.8) != to_next_win(90, 9)


@pytest.mark.parametrize("wins", range(8))
def test_a_few_wins_tell_too_little(wins: int) -> None:
    assert to_next_win(1000, wins).tells is (wins >= FEWEST_WINS)


def test_every_call_won() -> None:
    found = to_next_win(40, 40)
    assert (found.expected, found.low, found.half_within) == (1.0, 1.0, 1)
    assert found.high == pytest.approx(1.0644, abs=0.0001)


def test_no_win_yet_still_says_how_many_it_takes_at_least() -> None:
    """Wins are rarer than about one in 200 when 500 calls brought none: 2.5 to 5 for each."""
    found = to_next_win(500, 0)
    assert found.low == pytest.approx(200, rel=0.05)
