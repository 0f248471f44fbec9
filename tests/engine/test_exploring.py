"""Some retries get a part of the day that's drawn at random: evenly, the same each time."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BERLIN, BOOK, QUICK, call, moment, person, status_of

from callq.engine.exploring import drawn_part, first_in_part, open_parts
from callq.engine.model import Call, Channel
from callq.engine.parts import part_of
from callq.engine.ranking import drawn_in, part_mask, part_scores
from callq.engine.rulebook import Rulebook

PARTS = (1, 2, 3)
FIRST_DRAWS = [2, 2, 1, 3, 2, 2, 1, 2, 3, 1, 1, 3]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
ALWAYS = BOOK._replace(explore=1.0)
people = st.integers(1, 2**53)
times = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def drawn(share: float, people: int = 4000, calls: int = 5) -> Counter[int]:
    return Counter(
        drawn_part(person, MONDAY + timedelta(minutes=7 * n), share, PARTS)
        for person in range(1, people + 1)
        for n in range(calls)
    )


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 1.0])
def test_the_share_of_draws_is_the_one_asked_for_and_the_parts_are_even(share: float) -> None:
    found, n = drawn(share), 20_000
    draws = n - found[0]
    assert draws == pytest.approx(n * share, abs=4 * (n * share * (1 - share)) ** 0.5)
    for part in PARTS:
        assert found[part] == pytest.approx(draws / 3, abs=4 * (draws * 2 / 9) ** 0.5)


def test_the_next_draw_does_not_follow_from_the_last() -> None:
    """A person's draws, and those of people who follow each other, fit as often as by chance."""
    row = [
        [drawn_part(person, MONDAY + timedelta(days=day), 1.0, PARTS) for day in range(30)]
        for person in range(1, 201)
    ]
    days = [a == b for each in row for a, b in pairwise(each)]
    others = [a == b for one, two in pairwise(row) for a, b in zip(one, two, strict=True)]
    for same in (days, others):
        assert sum(same) / len(same) == pytest.approx(1 / 3, abs=4 * (2 / 9 / len(same)) ** 0.5)


@QUICK
@given(people, times, st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_keeps_every_draw(person: int, at: datetime, one: float, two: float) -> None:
    """And who is drawn doesn't depend on the fraction of a second or the zone of a moment."""
    less, more = sorted((one, two))
    before = drawn_part(person, at, less, PARTS)
    elsewhere = at.astimezone(ZoneInfo("Asia/Tokyo")).replace(microsecond=0)
    assert before in (0, drawn_part(person, elsewhere, more, PARTS))


def test_the_draws_stay_the_same_for_good() -> None:
    """Both databases, a rebuild and the next version draw what was drawn."""
    assert [drawn_part(n, MONDAY, 1.0, PARTS) for n in range(1, 13)] == FIRST_DRAWS


def test_nothing_is_drawn_where_there_is_no_choice() -> None:
    assert not any(drawn_part(n, MONDAY, 1.0, (2,)) for n in range(50))


# After a miss -------------------------------------------------------------------------------------


@QUICK
@given(people, times)
def test_a_retry_is_in_the_part_drawn_and_never_within_the_hour(id_: int, at: datetime) -> None:
    status = status_of(call(at, "busy"), who=person()._replace(id=id_), book=ALWAYS)
    assert status.due_at
    assert status.due_at - at >= timedelta(hours=2)
    assert status.drawn_part in PARTS
    assert part_of(status.due_at, BERLIN, ALWAYS.parts) == status.drawn_part
    local = status.due_at.astimezone(BERLIN)
    minute = local.hour * 60 + local.minute
    assert any(start <= minute < end for start, end in ALWAYS.hours[local.weekday()])


@QUICK
@given(people, times, st.floats(0, 1))
def test_without_a_draw_the_rule_decides(id_: int, at: datetime, share: float) -> None:
    who, book = person()._replace(id=id_), BOOK._replace(explore=share)
    status, plain = (status_of(call(at, "no-answer"), who=who, book=b) for b in (book, BOOK))
    if not status.drawn_part:
        assert status == plain
    assert not any(each.rule == "explore" for each in plain.explanation)


@pytest.mark.parametrize(
    "calls",
    [
        [call("2026-03-03 10:00", "interested"), call("2026-03-06 10:00", "no-answer")],
        [
            call("2026-03-03 10:00", "callback", given_at="2026-03-06 09:00"),
            call("2026-03-06 09:00", "no-answer"),
        ],
        [call("2026-03-03 10:00", "lost"), call("2026-03-03 11:00", "no-answer")],
        [call("2026-03-03 10:00", "soft-no"), call("2026-03-05 10:00", "no-answer")],
        [call("2026-03-03 10:00", "gatekeeper", given_at="2026-03-09 10:00")],
        [call("2026-03-03 10:00", "no-answer", channel=Channel.INCOMING)],
        [call("2026-03-03 10:00", "hurried")],
    ],
    ids=["hot", "callback", "email due", "cooling down", "time named", "they called", "spoke"],
)
def test_only_a_plain_retry_is_drawn(calls: list[Call]) -> None:
    for id_ in range(1, 30):
        assert not status_of(*calls, who=person()._replace(id=id_), book=ALWAYS).drawn_part


def test_nothing_is_drawn_for_people_with_hours_of_their_own() -> None:
    who = person()
    asked = who._replace(
        numbers=tuple(n._replace(reach="mon-fri 17:00-24:00") for n in who.numbers)
    )
    missed = call("2026-03-03 10:00", "no-answer")
    assert status_of(missed, book=ALWAYS).drawn_part
    assert not status_of(missed, who=asked, book=ALWAYS).drawn_part


def test_only_a_draw_that_holds_is_explained() -> None:
    (said,) = [
        each for each in status_of(call("2026-03-03 10:00", "no-answer"), book=ALWAYS).explanation
        if each.rule == "explore"
    ]  # fmt: skip
    part = status_of(call("2026-03-03 10:00", "no-answer"), book=ALWAYS).drawn_part
    assert ALWAYS.parts[part - 1].name in said.text


# In the queue -------------------------------------------------------------------------------------


@QUICK
@given(people)
def test_the_part_drawn_scores_and_no_other_does(id_: int) -> None:
    status = status_of(
        call("2026-03-03 10:00", "no-answer"), who=person()._replace(id=id_), book=ALWAYS
    )
    mask = part_mask(status, ALWAYS)
    assert drawn_in(mask) == status.drawn_part
    assert [part for part in range(10) if part_scores(mask, part) and part <= 3] == [drawn_in(mask)]


@pytest.mark.parametrize("mask", [0, 2, 6, 14])
def test_a_mask_of_parts_tried_has_no_part_drawn(mask: int) -> None:
    assert drawn_in(mask) == 0


# Which parts, and when ----------------------------------------------------------------------------


def test_only_parts_in_which_the_team_calls_are_drawn() -> None:
    office = ((480, 960),)
    week = (office,) * 5 + ((), ())
    assert open_parts(BOOK.parts, week) == (1, 2)
    assert open_parts(BOOK.parts, BOOK.hours) == (1, 2, 3)


@QUICK
@given(times, st.sampled_from(PARTS))
def test_the_first_moment_is_the_first(earliest: datetime, part: int) -> None:
    book: Rulebook = BOOK
    found = first_in_part(earliest, BERLIN, book.parts[part - 1], book.hours)
    assert earliest <= found <= earliest + timedelta(days=4)
    assert part_of(found, BERLIN, book.parts) == part
    step = timedelta(minutes=30)
    between = earliest + step
    while between < found - step:
        local = between.astimezone(BERLIN)
        minute = local.hour * 60 + local.minute
        in_hours = any(start <= minute < end for start, end in book.hours[local.weekday()])
        assert not (in_hours and part_of(between, BERLIN, book.parts) == part)
        between += step


def test_the_end_of_the_calendar_ends_the_search() -> None:
    last = datetime(9999, 12, 31, tzinfo=UTC)
    assert first_in_part(last, BERLIN, BOOK.parts[0], BOOK.hours) == last
    assert first_in_part(moment("2026-03-03 10:00"), BERLIN, BOOK.parts[0], ((),) * 7) == moment(
        "2026-03-03 10:00"
    )
