"""Spans of time: how they are written, and how the calendar adds them."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BERLIN, NEW_YORK, QUICK, moment, recent, shown, whenever, zones

from callq.engine.spans import Span, SpanError, add_span, local_time, read_span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30min", Span(30, "min")),
        ("4h", Span(4, "h")),
        ("1 day", Span(1, "d")),
        ("2d", Span(2, "d")),
        ("2 weeks", Span(2, "w")),
        ("6 months", Span(6, "mo")),
        ("6mo", Span(6, "mo")),
        ("1 year", Span(1, "y")),
        ("3 business days", Span(3, "bd")),
        ("3bd", Span(3, "bd")),
        ("  3   Business  Days ", Span(3, "bd")),
        ("10 WORKDAYS", Span(10, "bd")),
        ("0min", Span(0, "min")),
        ("99999 h", Span(99999, "h")),
    ],
)
def test_spans_are_read_as_people_write_them(text: str, span: Span) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "day",
        "4",
        "4 dyas",
        "-1 day",
        "1.5h",
        "1 day 2h",
        "4h and",
        "a week",
        "1 day\n2",
        "1e3h",
        "100000 h",
        "4 business",
        "4 m",
    ],
)
def test_anything_else_isnt_a_span(text: str) -> None:
    """Not guessed either: "4 m" may be minutes or months."""
    with pytest.raises(SpanError):
        read_span(text)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(1, "h"), "1 hour"),
        (Span(30, "min"), "30 minutes"),
        (Span(0, "d"), "0 days"),
        (Span(3, "bd"), "3 business days"),
        (Span(1, "y"), "1 year"),
    ],
)
def test_a_span_is_shown_in_words_that_are_read_again(span: Span, words: str) -> None:
    assert str(span) == words
    assert read_span(words) == span


@given(st.text(max_size=20))
@QUICK
def test_any_text_is_a_span_or_refused(text: str) -> None:
    try:
        span = read_span(text)
    except SpanError:
        return
    assert read_span(str(span)) == span


def test_times_multiplies() -> None:
    assert Span(14, "d").times(6) == Span(84, "d")


def test_rough_lengths_are_in_order() -> None:
    """Of units of the same amount, and of amounts close to each other."""
    texts = ["59min", "1h", "23h", "1 day", "1 bd", "6 days", "1 week", "4 weeks", "1 month"]
    texts += ["90 days", "3 months", "11 months", "1 year", "370 days"]
    lengths = [read_span(text).rough_days for text in texts]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-03-03 10:00", "90min", "2026-03-03 11:30"),
        ("2026-03-03 10:00", "1 day", "2026-03-04 10:00"),
        ("2026-03-03 10:00", "2 weeks", "2026-03-17 10:00"),
        ("2026-01-31 10:00", "1 month", "2026-02-28 10:00"),
        ("2028-02-29 10:00", "1 year", "2029-02-28 10:00"),
        ("2028-02-29 10:00", "4 years", "2032-02-29 10:00"),
        ("2026-10-31 10:00", "4 months", "2027-02-28 10:00"),
        ("2026-12-31 23:59", "1min", "2027-01-01 00:00"),
        # Over the changes of clocks: hours are elapsed time, days keep the clock on the wall.
        ("2026-03-28 12:00", "24h", "2026-03-29 13:00"),
        ("2026-03-28 12:00", "1 day", "2026-03-29 12:00"),
        ("2026-10-24 12:00", "24h", "2026-10-25 11:00"),
        ("2026-10-24 12:00", "1 day", "2026-10-25 12:00"),
        ("2026-03-28 02:30", "1 day", "2026-03-29 03:30"),
        ("2026-03-22 02:15", "1 week", "2026-03-29 03:15"),
        ("2025-03-29 02:30", "1 year", "2026-03-29 03:30"),
        # Friday to Monday.
        ("2026-03-06 10:00", "1 business day", "2026-03-09 10:00"),
        ("2026-03-07 10:00", "1 business day", "2026-03-09 10:00"),
        ("2026-03-06 10:00", "6 business days", "2026-03-16 10:00"),
        ("2026-03-06 10:00", "0 business days", "2026-03-06 10:00"),
    ],
)
def test_the_calendar_of_the_zone_adds(start: str, span: str, end: str) -> None:
    assert shown(add_span(moment(start), read_span(span), BERLIN)) == end


def test_an_hour_that_comes_twice_is_meant_the_first_time() -> None:
    due = add_span(moment("2026-10-24 02:30"), Span(1, "d"), BERLIN)
    assert due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_no_days_from_the_second_of_two_hours_isnt_a_step_back() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert add_span(second, Span(0, "d"), BERLIN) == second


def test_holidays_are_no_business_days() -> None:
    holidays = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    due = add_span(moment("2026-12-24 10:00"), Span(1, "bd"), BERLIN, holidays)
    assert shown(due) == "2026-12-29 10:00"


def test_a_holiday_is_one_in_the_prospects_zone() -> None:
    """It is Thursday evening in New York when the holiday begins in Berlin."""
    start = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)
    holidays = frozenset({date(2026, 12, 25)})
    assert shown(add_span(start, Span(1, "bd"), BERLIN, holidays)) == "2026-12-28 00:30"
    there = add_span(start, Span(1, "bd"), NEW_YORK, holidays)
    assert shown(there, NEW_YORK) == "2026-12-28 18:30"


def test_hours_are_elapsed_time_whatever_zone_the_start_is_in() -> None:
    start = datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN)
    due = add_span(start, Span(1, "h"), BERLIN)
    assert due == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert due.tzinfo is UTC


@pytest.mark.parametrize("unit", ["min", "h", "d", "w", "mo", "y", "bd"])
def test_the_calendar_ends_where_it_ends(unit: str) -> None:
    """Instead of failing, a span too long leads to the last moment there is."""
    last = datetime.max.replace(tzinfo=UTC)
    for zone in (UTC, ZoneInfo("Pacific/Kiritimati"), timezone(timedelta(hours=-12))):
        assert add_span(last, Span(99_999, unit), zone) == last


@given(
    whenever, st.integers(0, 400), st.sampled_from(["min", "h", "d", "w", "mo", "y", "bd"]), zones
)
@QUICK
def test_a_span_never_leads_back(start: datetime, amount: int, unit: str, zone: tzinfo) -> None:
    due = add_span(start, Span(amount, unit), zone)
    assert due >= start
    assert due.tzinfo is UTC


@given(recent, st.integers(1, 400), st.sampled_from(["d", "w", "mo", "y", "bd"]), zones)
@QUICK
def test_days_and_longer_keep_the_clock_on_the_wall(
    start: datetime, amount: int, unit: str, zone: tzinfo
) -> None:
    """Unless the clocks skip that time on that day."""
    local = start.astimezone(zone)
    due = add_span(start, Span(amount, unit), zone).astimezone(zone)
    wall = due.replace(tzinfo=None, hour=local.hour, minute=local.minute, fold=0)
    exists = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
    if exists:
        assert (due.hour, due.minute, due.second) == (local.hour, local.minute, local.second)
    if unit == "bd":
        assert due.weekday() < 5


@pytest.mark.parametrize("unit", ["min", "h", "d", "w", "mo", "y", "bd"])
def test_no_span_lasts_longer_than_its_most_days(unit: str) -> None:
    for amount in (0, 1, 2, 5, 12, 99, 1200, 2400):
        span = Span(amount, unit)
        for start in ("2026-02-27", "2026-12-24", "2028-02-29", "2031-08-30"):
            at = moment(f"{start} 10:00")
            assert (add_span(at, span, BERLIN) - at).days <= span.most_days, (amount, start)


@given(recent, st.integers(0, 90), st.integers(0, 90), zones)
@QUICK
def test_a_longer_span_ends_later(start: datetime, one: int, other: int, zone: tzinfo) -> None:
    short, long = sorted((one, other))
    for unit in ("min", "h", "d", "w", "mo", "bd"):
        assert add_span(start, Span(short, unit), zone) <= add_span(start, Span(long, unit), zone)


@given(whenever, zones)
@QUICK
def test_every_moment_has_a_local_time(at: datetime, zone: tzinfo) -> None:
    """On the clocks of UTC where the calendar of the zone begins later or ends sooner."""
    assert local_time(at, zone).astimezone(UTC) == at


def test_the_first_and_the_last_day_have_a_local_time() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert local_time(first, NEW_YORK).tzinfo is UTC
    assert local_time(last, BERLIN).tzinfo is UTC
    assert local_time(first, BERLIN).tzinfo is BERLIN
