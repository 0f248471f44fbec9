"""The words of a filter: what they mean, how views keep them, and what can't be read."""

from datetime import datetime
from typing import Any

import pytest

from callq.engine import filters
from callq.engine.filters import Between, Filter
from callq.errors import CallqError
from helpers import NEW_YORK, moment

NOW = moment("2026-03-11 10:15")
"""A Wednesday."""


def day(text: str) -> datetime:
    return moment(f"{text} 00:00")


@pytest.mark.parametrize(
    ("text", "sign", "number"),
    [(">1000", ">", 1000), ("<= 1,500.50", "<=", 1500.5), ("1_000", "=", 1000), ("=0", "=", 0),
     (">=7", ">=", 7), ("<3", "<", 3)],
)  # fmt: skip
def test_an_amount_is_a_sign_and_a_number(text: str, sign: str, number: float) -> None:
    assert filters.read_amount(text) == (sign, number)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", None, "2026-03-12"),
        ("Tomorrow", "2026-03-12", "2026-03-13"),
        ("this  week", None, "2026-03-16"),
        ("next week", "2026-03-16", "2026-03-23"),
        ("7 days", None, "2026-03-19"),
        ("2w", None, "2026-03-26"),
    ],
)
def test_due_is_a_span_of_days_on_the_reps_calendar(text: str, start: str | None, end: str) -> None:
    """Who is overdue is due today, too; what begins later leaves them out."""
    read = filters.read_due(text, NOW, NEW_YORK)
    assert read == Between(day(start) if start else None, day(end))


def test_a_week_ends_with_sunday() -> None:
    sunday = moment("2026-03-15 23:00")
    assert filters.read_due("this week", sunday, NEW_YORK).end == day("2026-03-16")


def test_a_talk_is_longer_ago_or_since() -> None:
    long_ago = moment("2026-02-09 10:15")
    assert filters.read_last_talk(">30 days", NOW, NEW_YORK) == Between(None, long_ago)
    assert filters.read_last_talk("< 2 hours", NOW, NEW_YORK) == Between(
        moment("2026-03-11 08:15"), None
    )
    assert filters.read_last_talk(" Never", NOW, NEW_YORK) is None


@pytest.mark.parametrize(
    ("read", "text", "name"),
    [
        (filters.read_amount, text, "bad-amount")
        for text in ("", ">", "a lot", "-5", "> 1e3", "1 to 3", "nan", ">>1")
    ]
    + [
        (lambda text: filters.read_last_talk(text, NOW, NEW_YORK), text, "bad-age")
        for text in ("", "30 days", "> soon", "<", "=30 days", "> 99999 years")
    ]
    + [
        (lambda text: filters.read_due(text, NOW, NEW_YORK), text, "bad-due")
        for text in ("", "dental", "3 hours", "yesterday", "2 months")
    ],
)
def test_what_can_not_be_read_is_refused(read: Any, text: str, name: str) -> None:
    with pytest.raises(CallqError) as refused:
        read(text)
    assert refused.value.name == name


VIPS = Filter(tags=("vip",), fields=("Budget=3000",), due="this week", mine=True)


def test_a_view_keeps_what_was_typed() -> None:
    record = filters.stored(VIPS)
    assert record == {
        "mine": True, "tags": ["vip"], "fields": ["Budget=3000"], "due": "this week",
    }  # fmt: skip
    assert filters.of_stored(record) == VIPS
    assert filters.of_stored(record | {"word of a later version": 1}) == VIPS


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        (Filter(), VIPS),
        (Filter(tags=("big",)), VIPS._replace(tags=("vip", "big"))),
        (Filter(due="today", held=True), VIPS._replace(due="today", held=True)),
        (Filter(owner="bob"), VIPS._replace(owner="bob", mine=False)),
    ],
)
def test_what_is_typed_beside_a_view_narrows_it(typed: Filter, both: Filter) -> None:
    assert filters.narrowed(VIPS, typed) == both


def test_mine_takes_the_place_of_the_views_owner() -> None:
    both = filters.narrowed(Filter(owner="bob"), Filter(mine=True))
    assert both == Filter(mine=True)


def test_a_filter_is_said_as_it_is_typed() -> None:
    one = Filter(text="o'neil", list_name="fair", value=">1000", held=True, tags=("a", "b c"))
    assert filters.in_words(one) == (
        "--text 'o'\\''neil' --list fair --tag a --tag 'b c' --value '>1000' --held"
    )
    assert filters.in_words(Filter()) == ""
