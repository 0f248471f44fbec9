"""Who comes first: tiers, and the score as a sum that an index can hold."""

from datetime import datetime, timedelta
from math import exp, inf, nan
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    BOOK,
    QUICK,
    SHIPPED_TEXT,
    books,
    call,
    histories,
    moment,
    person,
    prospects,
    read_book,
    status_of,
    whenever,
)

from callq.engine.model import Call, Prospect, State, Tier
from callq.engine.ranking import (
    SPAN_SECONDS,
    overdue_callback_at,
    pace,
    part_mask,
    part_scores,
    rank_line,
    ranked,
    rule_chance,
    stored_tier,
    terms,
    tier_now,
)
from callq.engine.rulebook import TERMS, Rulebook
from callq.engine.status import assess

TUESDAY = "2026-03-03 10:00"
LATER = "2026-03-04 15:00"


@pytest.mark.parametrize(
    ("outcome", "said", "tier"),
    [
        (None, {}, Tier.FRESH),
        ("no-answer", {}, Tier.RETRY),
        ("soft-no", {}, Tier.RECALL),
        ("hard-no", {"permission": True}, Tier.RECALL),
        ("interested", {}, Tier.HOT),
        ("meeting", {"given_at": LATER}, Tier.HOT),
        ("lost", {}, Tier.HOT),
        ("callback", {"given_at": LATER}, Tier.CALLBACK),
        ("won", {}, Tier.NONE),
        ("wrong-number", {}, Tier.NONE),
        ("do-not-call", {}, Tier.NONE),
    ],
    ids=str,
)
def test_each_state_has_its_tier(outcome: str | None, said: dict[str, Any], tier: Tier) -> None:
    calls = [call(TUESDAY, outcome, **said)] if outcome else []
    assert stored_tier(status_of(*calls)) is tier


def test_tiers_are_in_the_order_that_reps_expect() -> None:
    """Promised for now, overdue callbacks, hot ones, recalls, fresh ones, tries without contact."""
    words = ["callback", "overdue-callback", "hot", "recall", "fresh", "retry"]
    assert [tier.word for tier in sorted(Tier) if tier is not Tier.NONE] == words


@pytest.mark.parametrize(
    ("now", "tier"),
    [
        ("2026-03-04 14:00", Tier.CALLBACK),
        ("2026-03-04 15:00", Tier.CALLBACK),
        ("2026-03-04 15:59", Tier.CALLBACK),
        ("2026-03-04 16:00", Tier.OVERDUE_CALLBACK),
        ("2027-03-04 16:00", Tier.OVERDUE_CALLBACK),
    ],
)
def test_a_callback_is_overdue_an_hour_after_its_time(now: str, tier: Tier) -> None:
    status = status_of(call(TUESDAY, "callback", given_at=LATER), now=now)
    assert tier_now(status, BOOK) is tier
    assert stored_tier(status) is Tier.CALLBACK
    assert overdue_callback_at(moment(LATER), BOOK) == moment("2026-03-04 16:00")


def test_only_a_callback_becomes_overdue() -> None:
    status = status_of(call(TUESDAY, "interested"), now="2026-06-04 14:00")
    assert tier_now(status, BOOK) is Tier.HOT


def points(who: Prospect, *calls: Call, now: str, part_now: int = 0) -> dict[str, float]:
    status = status_of(*calls, who=who, now=now)
    return {t.name: round(t.points, 6) for t in terms(who, status, BOOK, part_now, 0.7)}


def test_a_score_is_a_sum_of_weights_times_terms() -> None:
    """Ten days overdue, worth 3000, missed twice in a row, forty days in the store."""
    who = person(value=3000.0, created_at=moment("2026-02-01 10:00"))
    calls = [call("2026-03-03 10:00", "voicemail"), call("2026-03-03 13:00", "voicemail")]
    assert points(who, *calls, now="2026-03-16 16:00", part_now=3) == {
        "callback": 0.0,
        "overdue": round(36.5 * 10 / 3650, 6),
        "value": 0.0,
        "part-of-day": 0.3,
        "likelihood": 0.7,
        "age": round(3.65 * (43 * 24 + 6) / 24 / 3650, 6),
    }


def test_a_callback_has_points_of_its_own() -> None:
    promised = call(TUESDAY, "callback", given_at=LATER)
    assert points(person(), promised, now=LATER)["callback"] == 4.0
    assert points(person(), call(TUESDAY, "interested"), now=LATER)["callback"] == 0.0


def test_no_one_is_overdue_since_before_we_knew_them() -> None:
    """An imported history may be years old; the prospect is not."""
    who = person(created_at=moment("2026-03-01 09:00"))
    old = call("2020-03-01 09:00", "soft-no")
    overdue = points(who, old, now="2026-03-02 09:00")["overdue"]
    assert overdue == round(36.5 / 3650, 6)


def test_points_stop_growing_after_ten_years() -> None:
    got = points(person(), now="2046-03-02 09:00")
    assert (got["overdue"], got["age"]) == (36.5, 3.65)


@pytest.mark.parametrize(
    ("value", "worth"),
    [
        (None, 0.0),
        (0.0, 0.0),
        (-5.0, 0.0),
        (1000.0, 0.5),
        (0.5, 0.5 / 1000.5),
        (inf, 1.0),
        (nan, 0.0),
        (5e-324, 0.0),
    ],
)
def test_any_number_from_a_spreadsheet_has_a_worth(value: float | None, worth: float) -> None:
    who = person(value=value)
    (term,) = [t for t in terms(who, status_of(who=who), BOOK, 0, 0.0) if t.name == "value"]
    assert term.value == worth


@pytest.mark.parametrize(
    ("tried", "part_now", "untried"),
    [
        (set(), 1, True),
        ({1}, 1, False),
        ({1, 2}, 3, True),
        ({1, 2, 3}, 2, False),
        (set(), 0, False),
    ],
)
def test_a_part_of_the_day_without_a_miss_is_worth_more(
    tried: set[int], part_now: int, untried: bool
) -> None:
    """Outside the parts of the day there is none to prefer."""
    assert part_scores(sum(1 << part for part in tried), part_now) is untried


# The line that the stored index relies on ---------------------------------------------------------

YEARS = timedelta(seconds=SPAN_SECONDS)


@QUICK
@given(
    prospects(),
    histories(),
    books,
    st.integers(0, SPAN_SECONDS),
    st.integers(0, 3),
    st.floats(-3, 3),
)
def test_a_score_is_its_line_at_the_pace_of_all(
    who: Prospect,
    history: list[Call],
    book: Rulebook,
    ahead: int,
    part_now: int,
    chance: float,
) -> None:
    """Score = rank line + pace x now + part of day, from due on and for ten years."""
    status = assess(who, history, book, moment(TUESDAY))
    start = max(status.due_at or who.created_at, who.created_at)
    assume(start < who.created_at + YEARS)
    ahead %= int((who.created_at + YEARS - start).total_seconds()) + 1
    status = status._replace(now=start + timedelta(seconds=ahead))
    each = terms(who, status, book, part_now, chance)
    score = sum(term.points for term in each)
    bonus = book.weights["part-of-day"] * part_scores(part_mask(status, book), part_now)
    line = rank_line(ranked(who, status), book, chance) + pace(book) * status.now.timestamp()
    assert score == pytest.approx(line + bonus, abs=1e-6)


@QUICK
@given(prospects(), histories(), books, whenever, whenever)
def test_a_rank_line_does_not_depend_on_the_hour(
    who: Prospect, history: list[Call], book: Rulebook, one: datetime, other: datetime
) -> None:
    first, second = (assess(who, history, book, now) for now in (one, other))
    assert rank_line(ranked(who, first), book, 0.5) == rank_line(ranked(who, second), book, 0.5)


@QUICK
@given(prospects(whenever), histories(whenever), books, whenever, st.integers(0, 3))
def test_every_term_is_from_0_to_1(
    who: Prospect, history: list[Call], book: Rulebook, now: datetime, part_now: int
) -> None:
    status = assess(who, history, book, now)
    each = terms(who, status, book, part_now, -0.3)
    assert [term.name for term in each] == list(TERMS)
    assert all(0.0 <= term.value <= 1.0 for term in each if term.name != "likelihood")
    assert -1e9 < rank_line(ranked(who, status), book, -0.3) < 1e9
    assert tier_now(status, book) in Tier


def test_the_order_inside_a_tier_never_changes_by_itself() -> None:
    """The person who is ahead when both are due stays ahead."""
    book = BOOK._replace(weights={**BOOK.weights, "value": 2.0})
    rich, poor = person(value=5000.0), person(value=50.0)
    early = assess(poor, [call("2026-03-03 10:00", "soft-no")], BOOK, moment(TUESDAY))
    late = assess(rich, [call("2026-03-13 10:00", "soft-no")], BOOK, moment(TUESDAY))
    ahead = rank_line(ranked(rich, late), book, 0.0) > rank_line(ranked(poor, early), book, 0.0)
    assert ahead
    for days in (41, 60, 600, 3000):
        now = moment(TUESDAY) + timedelta(days=days)
        one = sum(t.points for t in terms(rich, late._replace(now=now), book, 0, 0.0))
        other = sum(t.points for t in terms(poor, early._replace(now=now), book, 0, 0.0))
        assert (one > other) is ahead


def test_the_pace_follows_from_the_weights() -> None:
    """A tenth of a point in ten days overdue, a hundredth for ten days of age."""
    assert pace(BOOK) * 864_000 == pytest.approx(0.1 + 0.01)
    flat = read_book(SHIPPED_TEXT.replace("overdue = 36.5", "overdue = 0"))
    assert pace(flat) * 864_000 == pytest.approx(0.01)


def test_a_rank_line_holds_what_time_does_not_change() -> None:
    """Each term with a weight of its own: none may be missing, none counted that moves."""
    weights = {name: float(10**place) for place, name in enumerate(TERMS)}
    book = BOOK._replace(weights=weights)
    who = person(value=3000.0)
    promised = call(TUESDAY, "callback", given_at=LATER)
    status = status_of(promised, who=who, book=book, now=LATER)
    since, created = moment(LATER).timestamp(), who.created_at.timestamp()
    moving = (weights["overdue"] * since + weights["age"] * created) / SPAN_SECONDS
    fixed = weights["callback"] + weights["value"] * 0.75 + weights["likelihood"] * 0.25
    assert rank_line(ranked(who, status), book, 0.25) == pytest.approx(fixed - moving)


def test_a_term_without_a_weight_counts_nothing() -> None:
    book = read_book(SHIPPED_TEXT.replace("part-of-day = 0.3 ", "# part-of-day = 0.3 "))
    who = person(value=9000.0)
    status = status_of(who=who, book=book)
    assert {t.name: t.points for t in terms(who, status, book, 1, 0.0)}["part-of-day"] == 0.0


def test_states_without_a_queue_have_no_tier() -> None:
    tierless = {State.NEEDS_NUMBER, State.CLOSED, State.DO_NOT_CALL}
    for state in State:
        tier = stored_tier(status_of()._replace(state=state))
        assert (tier is Tier.NONE) == (state in tierless)


@pytest.mark.parametrize("term", ["callback", "value", "likelihood"])
def test_what_does_not_change_while_no_one_calls_is_in_the_rank_line(term: str) -> None:
    weights = dict.fromkeys(TERMS, 0.0)
    without, with_it = (BOOK._replace(weights=weights | {term: weight}) for weight in (0.0, 8.0))
    promised = call(TUESDAY, "callback", given_at=LATER)
    who = person(value=BOOK.half_value)
    status = status_of(promised, who=who)
    one = ranked(who, status)
    gained = rank_line(one, with_it, 0.5) - rank_line(one, without, 0.5)
    assert gained == {"callback": 8, "value": 4, "likelihood": 4}[term]


def test_a_list_with_a_weight_has_a_term_of_its_own() -> None:
    book = BOOK._replace(list_weights={"fair": -0.5})
    on_it, other = person()._replace(list_name="fair"), person()
    status = status_of()
    assert [t.points for t in terms(on_it, status, book, 0, 0.0) if t.name == "list"] == [-0.5]
    assert "list" not in {t.name for t in terms(other, status, book, 0, 0.0)}
    without = rank_line(ranked(other, status), book, 0.0)
    assert rank_line(ranked(on_it, status), book, 0.0) == without - 0.5


@pytest.mark.parametrize(
    ("last", "misses", "times"),
    [
        ("", 0, 1.0), ("interested", 0, 3.0), ("soft-no", 0, 1.0), ("hurried", 1, 1.3 * 0.97),
        ("", 4, 0.9), ("interested", 12, 3.0 * 0.75), ("word-of-yore", 0, 1.0),
    ],
)  # fmt: skip
def test_the_rulebook_has_a_chance_before_anything_is_learned(
    last: str, misses: int, times: float
) -> None:
    assert exp(rule_chance(last, misses, BOOK)) == pytest.approx(times)
