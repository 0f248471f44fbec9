"""Blocks of a day, what counts for them, and the days on which they were kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.engine.blocks import (
    Block,
    DayKept,
    Progress,
    block_at,
    counted,
    days_kept,
    is_kept,
    read_block,
    spans,
    streaks,
)  # fmt: skip

MORNING, AFTERNOON = Block("morning", 3, 480, 720), Block("afternoon", 2, 780, 1020)
BLOCKS = (MORNING, AFTERNOON)
KEPT = [500, 510, 520, 800, 810]
LETTERS = {"met": "k", "missed": "m", "off": "o", "open": "o", "time-off": "a"}
MONDAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("20 calls 08:00-12:00", ("m", 20, 480, 720)), ("20 8:00-12:00", ("m", 20, 480, 720)),
        ("1 call, 8:30 - 9:15", ("m", 1, 510, 555)), ("  5  calls  00:00-24:00 ", ("m", 5, 0, 1440)),
        ("2 08:59-12:59", ("m", 2, 539, 779)),
    ],
)  # fmt: skip
def test_a_block_is_read(text: str, block: tuple[str, int, int, int]) -> None:
    assert read_block("m", text) == block


@pytest.mark.parametrize(
    "text",
    ["", "20", "8:00-12:00", "0 8:00-12:00", "-3 8:00-12:00", "20 12:00-8:00", "20 8:00-8:00", "20 8-12",
     "20 8:60-12:00", "20 8:00-12:60", "20 8:00-25:00", "20 8:00-24:01", "99999 8:00-12:00", "20 calls 8:00-12:00 daily"],
)  # fmt: skip
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(that isn't a call block; )?write e\.g\. \"20 calls"):
        read_block("m", text)


@given(st.text())
def test_any_text_is_a_block_or_refused(text: str) -> None:
    try:
        block = read_block("m", text)
    except ValueError:
        return
    assert block.calls > 0
    assert 0 <= block.start < block.end <= 1440


def test_a_call_outside_the_hours_counts_until_the_next_block_begins() -> None:
    assert counted(BLOCKS, [0, 479, 720, 779, 780, 1439]) == (
        Progress("morning", 4, 3), Progress("afternoon", 2, 2),
    )  # fmt: skip


def test_the_block_that_has_begun_is_reported() -> None:
    told = [
        found and found[0].name
        for found in (block_at(BLOCKS, at) for at in (0, 479, 480, 750, 780, 1439))
    ]
    assert told == [None, None, "morning", "morning", "afternoon", "afternoon"]
    assert block_at((AFTERNOON,), 779) is None


@given(st.lists(st.integers(0, 1439), max_size=30))
def test_every_call_counts_once(minutes: list[int]) -> None:
    assert sum(one.done for one in counted(BLOCKS, minutes)) == len(minutes)
    assert spans(BLOCKS)[0][1:] == (0, 780)


def days(made: dict[int, list[int]], today: int, **more: set[int]) -> str:
    """How the days from Monday went, a letter each."""
    found = days_kept(
        BLOCKS, {MONDAY + timedelta(days=ahead): at for ahead, at in made.items()}, MONDAY,
        MONDAY + timedelta(days=today),
        {MONDAY + timedelta(days=ahead) for ahead in more.get("holidays", ())},
        {MONDAY + timedelta(days=ahead) for ahead in more.get("away", ())},
    )  # fmt: skip
    row, longest = streaks(found)
    return "".join(LETTERS[day.what] for day in found) + f" {row} {longest}"


def test_days_off_break_no_row() -> None:
    """Monday to Friday kept, a weekend, a holiday, a day away, and kept again."""
    made = dict.fromkeys((0, 1, 2, 3, 4, 9), KEPT)
    assert days(made, 9, holidays={7}, away={8}) == "kkkkkoooak 6 6"


def test_a_missed_day_breaks_it_and_today_is_open() -> None:
    assert days({0: KEPT, 1: [500], 2: KEPT, 3: [500]}, 3) == "kmko 1 1"
    assert days({0: KEPT, 1: KEPT, 2: KEPT[:4], 3: KEPT}, 3) == "kkmk 1 2"


def test_a_day_tells_what_was_done_and_what_was_to_do() -> None:
    found = days_kept(BLOCKS, {MONDAY: [500, 800, 810]}, MONDAY, MONDAY, set(), set())
    assert found == (DayKept(MONDAY, "open", 3, 5),)


def test_one_block_alone_is_not_kept() -> None:
    assert days({0: [500] * 9}, 1) == "mo 0 0"


def test_who_works_on_a_day_off_keeps_it() -> None:
    assert days({4: KEPT, 5: KEPT}, 6, away={4}) == "mmmmkko 2 2"


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)), st.integers(0, 40))
def test_a_row_is_as_long_as_the_kept_days_since_the_last_missed_one(
    kept: set[int], away: set[int], today: int
) -> None:
    found = days_kept(
        BLOCKS, {MONDAY + timedelta(days=ahead): KEPT for ahead in kept}, MONDAY,
        MONDAY + timedelta(days=today), set(), {MONDAY + timedelta(days=ahead) for ahead in away},
    )  # fmt: skip
    letters = "".join(LETTERS[day.what] for day in found)
    row, longest = streaks(found)
    assert row == letters.rpartition("m")[2].count("k")
    assert longest == max(part.count("k") for part in letters.split("m"))
    assert is_kept(counted(BLOCKS, KEPT))
