"""Each class gets its share of the calls, and otherwise the best score comes next."""

from collections.abc import Iterator
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from callq.engine.model import Tier
from callq.engine.shares import POOL, dealt, last_place, longest_waits

FIFTHS = dict.fromkeys(POOL, 0.2)


def in_order(lines: dict[Tier, list[float]], shares: dict[Tier, float], done: dict[Tier, int]) -> list[Tier]:  # fmt: skip
    """The classes of everyone, in the order they come."""
    ids = {tier: [(-score, tier) for score in scores] for tier, scores in lines.items()}
    walks = {tier: iter(those) for tier, those in ids.items()}
    return [Tier(tier) for _, tier in dealt(walks, shares, done, lambda one: one)]


def line(n: int, top: float) -> list[float]:
    """The scores of so many people, the best first."""
    return [top - place / 1000 for place in range(n)]


def test_without_shares_the_best_score_is_next() -> None:
    lines = {Tier.RECALL: [9.0, 1.0], Tier.FRESH: [5.0], Tier.RETRY: [7.0]}
    assert in_order(lines, {}, {}) == [Tier.RECALL, Tier.RETRY, Tier.FRESH, Tier.RECALL]


def test_a_class_with_low_scores_gets_its_share_of_every_stretch() -> None:
    lines = {Tier.RECALL: line(300, 9), Tier.FRESH: line(50, 1), Tier.RETRY: line(50, 0)}
    first = in_order(lines, FIFTHS, {})[:25]
    assert [first.count(tier) for tier in POOL] == [16, 5, 4]
    assert first[4:6] == [Tier.FRESH, Tier.RETRY]


def test_a_share_that_no_one_can_take_goes_to_the_others() -> None:
    lines = {Tier.RECALL: line(10, 9), Tier.FRESH: [], Tier.RETRY: line(1, 0)}
    assert in_order(lines, FIFTHS, {}) == [*[Tier.RECALL] * 4, Tier.RETRY, *[Tier.RECALL] * 6]


def test_what_was_done_today_counts() -> None:
    lines = {Tier.RECALL: line(10, 9), Tier.FRESH: line(10, 5), Tier.RETRY: line(10, 1)}
    assert in_order(lines, FIFTHS, {Tier.RECALL: 10})[:4] == [
        Tier.FRESH, Tier.RETRY, Tier.FRESH, Tier.RETRY,
    ]  # fmt: skip


def test_it_reads_no_further_than_asked() -> None:
    def endless(tier: Tier) -> Iterator[tuple[float, int]]:
        place = 0
        while True:
            assert place < 30
            place += 1
            yield (float(place), int(tier))

    walks = {tier: endless(tier) for tier in POOL}
    assert len(list(islice(dealt(walks, FIFTHS, {}, lambda one: one), 60))) == 60


shares = st.lists(st.integers(0, 100), min_size=4, max_size=4).map(
    lambda parts: {tier: part / max(1, sum(parts)) for tier, part in zip(POOL, parts, strict=False)}
)
lengths = st.lists(st.integers(0, 60), min_size=3, max_size=3)
tops = st.lists(st.floats(-9, 9), min_size=3, max_size=3)


@given(shares, lengths, tops)
def test_no_class_with_anyone_left_is_ever_two_calls_behind(
    least: dict[Tier, float], numbers: list[int], best: list[float]
) -> None:
    lines = {t: line(n, top) for t, n, top in zip(POOL, numbers, best, strict=True)}
    order = in_order(lines, least, {})
    assert sorted(order) == sorted(tier for tier in POOL for _ in lines[tier])
    left = dict(zip(POOL, numbers, strict=True))
    for place, tier in enumerate(order):
        for one in POOL:
            if left[one]:
                assert least[one] * place - (len(lines[one]) - left[one]) < 2
        left[tier] -= 1


@given(shares, lengths, tops)
def test_the_day_taken_one_by_one_is_the_day_seen_at_once(
    least: dict[Tier, float], numbers: list[int], best: list[float]
) -> None:
    """`next` after each call gives what `today` showed."""
    lines = {t: line(n, top) for t, n, top in zip(POOL, numbers, best, strict=True)}
    whole = in_order(lines, least, {})
    done = dict.fromkeys(POOL, 0)
    for tier in whole[:20]:
        rest = {t: scores[done[t] :] for t, scores in lines.items()}
        assert in_order(rest, least, done)[0] == tier
        done[tier] += 1


@given(shares, lengths, tops, st.integers(1, 30))
def test_everyone_due_is_offered_within_a_bounded_number_of_days(
    least: dict[Tier, float], numbers: list[int], best: list[float], calls: int
) -> None:
    """Whatever the scores: a class of n people takes no longer than (n + 2) / (share x calls)."""
    lines = {t: line(n, top) for t, n, top in zip(POOL, numbers, best, strict=True)}
    order = in_order(lines, least, {})
    for tier, people in lines.items():
        if people and least[tier]:
            last = max(place for place, one in enumerate(order, 1) if one is tier)
            assert last <= last_place(len(people), least[tier])
            assert -(-last // calls) <= (len(people) + 2) / (least[tier] * calls) + 2


def test_fifty_fresh_ones_behind_three_hundred_recalls_are_offered_in_ten_days() -> None:
    lines = {Tier.RECALL: line(300, 9), Tier.FRESH: line(50, 1), Tier.RETRY: []}
    order = in_order(lines, FIFTHS, {})
    days = [order[day * 25 : (day + 1) * 25].count(Tier.FRESH) for day in range(10)]
    assert days == [5] * 10


def test_the_longest_wait_is_the_class_by_its_share_of_the_room() -> None:
    due = {Tier.CALLBACK: 5, Tier.RECALL: 300, Tier.FRESH: 50, Tier.RETRY: 0}
    waits = [(one.tier, one.days) for one in longest_waits(due, FIFTHS, 25)]
    assert waits == [(Tier.RECALL, 15), (Tier.FRESH, 11)]
    (alone,) = longest_waits({Tier.RETRY: 30}, FIFTHS, 25)
    assert alone.days == 2, "no more than the whole backlog"
    (without,) = longest_waits({Tier.FRESH: 30}, {}, 25)
    assert without.days is None
