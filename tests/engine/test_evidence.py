"""The test by betting that tells a ranking that works from luck."""

import random

import pytest

from callq.engine.chance import BATCH, Fact, Finished, Learned, learn
from callq.engine.evidence import Guard, State, judge, read_guard


def bets(good: float, n: int = 400, seed: int = 1) -> Guard:
    """The guard after n batches in which a score of 1 is won so many times as often."""
    draw, guard = random.Random(seed), Guard()  # noqa: S311
    for _ in range(n):
        scores = [draw.choice((0.0, 1.0)) for _ in range(BATCH)]
        guard = judge(guard, scores, [draw.random() < 0.1 * good**z for z in scores])
        if guard.state is not State.LEARNING:
            break
    return guard


def test_a_ranking_that_works_is_found_soon() -> None:
    assert bets(2.5, n=20).state is State.SURE


def test_a_ranking_that_is_wrong_is_found() -> None:
    assert bets(0.4).state is State.WRONG


def test_luck_alone_is_hardly_ever_taken_for_a_ranking() -> None:
    loud = [bets(1.0, n=60, seed=seed).state for seed in range(40)]
    assert sum(state is not State.LEARNING for state in loud) <= 3


def test_shuffled_outcomes_leave_the_guard_silent() -> None:
    """The learner itself, on outcomes that have nothing to do with anyone."""
    for seed in range(8):
        draw, state = random.Random(seed), Learned()  # noqa: S311
        for _ in range(30):
            batch = [
                Finished(
                    tuple(Fact(c, (draw.choice("abcd"),)) for c in ("one", "two", "three")),
                    draw.random() < 0.15,
                )
                for _ in range(BATCH)
            ]
            state = learn(state, {}, batch)
        assert state.guard.state is State.LEARNING


@pytest.mark.parametrize("won", [[False] * 10, [True] * 10])
def test_a_batch_all_won_or_all_lost_says_nothing(won: list[bool]) -> None:
    assert judge(Guard(), [0.1] * 10, won) == Guard()


def test_a_wrong_ranking_can_earn_trust_again() -> None:
    guard = Guard(State.WRONG)
    for _ in range(50):
        guard = judge(guard, [1.0] * 10 + [0.0] * 10, [True] * 6 + [False] * 10 + [True] * 4)
        guard = judge(guard, [1.0] * 10 + [0.0] * 10, [True] * 9 + [False] * 10 + [True])
    assert guard.state is State.SURE


def test_a_guard_is_read_as_it_was_stored() -> None:
    guard = bets(1.5, n=5)
    assert read_guard(guard._asdict()) == guard
