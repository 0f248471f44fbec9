"""When people answer: silent by chance, heard when it's true, whatever the rates are."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.engine.answering import ALL, Answers, Effect, Tried, dump, effects, load

PARTS = ("morning", "afternoon", "evening")


def simulated(calls: int, times: float, seed: int, base: float = 0.35, every: int = 0) -> bool:
    """Whether anything was said of a store in which people answer `times` as often in the evening.

    Args:
        calls: How many retries were drawn.
        times: 1 where the time makes no difference.
        seed: Of the store.
        base: How many answer.
        every: After how many calls to look; only at the end if 0.
    """
    rng = random.Random(seed)  # noqa: S311
    counts = {part: [0, 0] for part in PARTS}
    for n in range(1, calls + 1):
        part = rng.choice(PARTS)
        counts[part][0] += 1
        counts[part][1] += rng.random() < base * (times if part == "evening" else 1)
        looks = n % every == 0 if every else n == calls
        if looks and any(one.is_known for one in found(counts)):
            return True
    return False


def found(counts: dict[str, list[int]], kind: str = "") -> tuple[Effect, ...]:
    return effects([Tried(kind, part, *n) for part, n in counts.items()], PARTS)


@pytest.mark.parametrize("base", [0.1, 0.35, 0.7])
def test_luck_stays_silent_however_often_one_looks(base: float) -> None:
    assert sum(simulated(2000, 1.0, seed, base, every=100) for seed in range(60)) <= 2


def test_1200_retries_find_what_is_half_as_much_again() -> None:
    assert sum(simulated(1200, 1.5, seed) for seed in range(60)) >= 42


def test_few_retries_say_nothing() -> None:
    assert not any(simulated(60, 1.5, seed, every=10) for seed in range(60))


counted = st.integers(0, 300).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)).map(list))


@given(st.tuples(counted, counted, counted))
def test_each_range_holds_its_figure_and_the_figures_average_one(
    each: tuple[list[int], ...],
) -> None:
    result = found(dict(zip(PARTS, each, strict=True)))
    assert [one.part for one in result] == list(PARTS)
    assert sum(one.times for one in result) == pytest.approx(3)
    for one in result:
        assert 0 <= one.low <= one.times <= one.high <= 3
    assert len(effects([], PARTS)) == 0


def test_kinds_are_counted_by_themselves_and_together() -> None:
    tried = [
        Tried("mobile", "evening", 400, 300), Tried("mobile", "morning", 400, 60),
        Tried("mobile", "afternoon", 400, 60), Tried("landline", "morning", 30, 10),
        Tried("", "evening", 10, 5), Tried("voip", "evening", 5, 5), Tried("", "night", 9, 9),
    ]  # fmt: skip
    result = {(one.kind, one.part): one for one in effects(tried, PARTS)}
    assert {kind for kind, _ in result} == {ALL, "mobile", "landline"}
    assert result[ALL, "evening"].calls == 415
    assert result["mobile", "evening"].is_known
    assert result["mobile", "morning"].high < 1
    assert not result["landline", "morning"].is_known


def test_only_what_is_known_is_kept() -> None:
    clear = found({"morning": [400, 60], "afternoon": [400, 110], "evening": [400, 200]})
    kept = load(dump(clear))
    assert kept.calls == 1200
    assert set(kept.logs) == {one.part for one in clear if one.is_known} != set()
    assert kept.times("evening") == pytest.approx(clear[2].times, abs=1e-3)
    assert kept.times("night") == 1
    assert dump(found({"morning": [10, 5], "afternoon": [10, 4], "evening": [10, 5]})) == ""
    assert load("") == Answers()
