"""A person's own hours: read as they say them, refused where they could mean two things."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.engine.hours import ANY_TIME, NEVER, Week
from callq.engine.reach import reach_text, reach_words, read_reach
from callq.errors import CallqError

READ = {
    "weekdays after 5pm": "mon-fri 17:00-24:00",
    "after 5 on weekdays": "mon-fri 17:00-24:00",
    "weekdays, 5 or later": "mon-fri 17:00-24:00",
    "mornings": "0:00-12:00",
    "best in the mornings": "0:00-12:00",
    "tue 9-12, thu after 2pm": "tue 9:00-12:00; thu 14:00-24:00",
    "tue, thu after 2pm": "tue and thu 14:00-24:00",
    "mornings, tue after 5pm": "mon and wed-sun 0:00-12:00; tue 0:00-12:00 and 17:00-24:00",
    "not mondays": "tue-sun",
    "never on weekends": "mon-fri",
    "not mondays or fridays": "tue-thu and sat-sun",
    "weekdays, not mondays": "tue-fri",
    "not before 10": "10:00-24:00",
    "mon-fri 9-5": "mon-fri 9:00-17:00",
    "fri to mon before noon": "mon and fri-sun 0:00-12:00",
    "2-5pm": "14:00-17:00",
    "10-2pm": "10:00-14:00",
    "between 9.30 and 11:45": "9:30-11:45",
    "17h-19h": "17:00-19:00",
    "office hours": "9:00-17:00",
    "lunchtime": "12:00-14:00",
    "anytime": "",
    "any time after 5pm": "17:00-24:00",
    "sat; sun after 2pm": "sat; sun 14:00-24:00",
}


@pytest.mark.parametrize(("text", "stored"), READ.items())
def test_hours_are_read_as_they_are_said(text: str, stored: str) -> None:
    assert reach_text(read_reach(text)) == stored


@pytest.mark.parametrize(
    "text",
    [
        "", "blue", "asap", "at 5pm", "7-9", "after 7", "after 5pm EST", "weekends, mon after 5pm",
        "24/7", "after", "between 9", "9-", "after 25:00", "13pm", "9pm-8pm", "x" * 500,
        "not mornings, not after noon", "mon - -",
    ],
)  # fmt: skip
def test_what_may_mean_two_things_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(CallqError) as refused:
        read_reach(text)
    assert refused.value.name in ("unknown-reach", "reach-never")
    assert refused.value.hint


_EDGES = st.lists(st.integers(0, 288), unique=True, max_size=4).map(
    lambda found: sorted(5 * edge for edge in found[: len(found) // 2 * 2])
)
_DAYS = _EDGES.map(lambda edges: tuple(zip(edges[::2], edges[1::2], strict=True)))
WEEKS = st.tuples(*[_DAYS] * 7).filter(lambda week: week not in (NEVER, ANY_TIME))


@given(WEEKS)
def test_what_is_written_reads_the_same(week: Week) -> None:
    stored = reach_text(week)
    assert read_reach(stored) == week
    assert reach_words(stored)


@given(st.text(alphabet="mon tue weekdays after before 0123456789:-,;pm not +", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        week = read_reach(text)
    except CallqError:
        return
    assert week != NEVER
    assert week == (read_reach(reach_text(week)) if reach_text(week) else ANY_TIME)


def test_the_table_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "times.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `(.+)` \| (.+) \|$", page.partition("## Their own hours")[2])
    assert len(rows) > 10
    for said, means in rows:
        assert reach_words(reach_text(read_reach(said))) == means
