"""Schedules of several clocks, held against looking at every minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, QUICK

from callq.engine.hours import (
    NEVER,
    Clock,
    Schedule,
    Week,
    common,
    ending_early,
    is_open,
    opens_at,
    read_week,
    schedule_of,
    week_text,
)

ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York", "America/Chicago", "America/Phoenix", "America/St_Johns",
        "America/Havana", "Europe/London", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kolkata",
        "Pacific/Auckland", "Africa/Cairo", "America/Los_Angeles",
    )
]  # fmt: skip
CHANGES = [
    # Both sides of the clock changes of 2026, in both hemispheres.
    datetime(2026, 3, 7, 18, tzinfo=UTC), datetime(2026, 3, 28, 18, tzinfo=UTC),
    datetime(2026, 4, 4, 6, tzinfo=UTC), datetime(2026, 4, 23, 12, tzinfo=UTC),
    datetime(2026, 9, 26, 6, tzinfo=UTC), datetime(2026, 10, 24, 18, tzinfo=UTC),
    datetime(2026, 10, 31, 18, tzinfo=UTC), datetime(2026, 12, 24, 12, tzinfo=UTC),
]  # fmt: skip
MINUTE = timedelta(minutes=1)


def as_day(ends: list[int]) -> tuple[tuple[int, int], ...]:
    minutes = sorted(set(ends))
    return tuple(zip(minutes[::2], minutes[1::2], strict=False))


days = st.lists(st.integers(0, 1440), max_size=4).map(as_day)
weeks: st.SearchStrategy[Week] = st.tuples(*[days] * 7)
clocks = st.lists(st.builds(Clock, st.sampled_from(ZONES), weeks), min_size=1, max_size=3)
closed_dates = st.lists(
    st.dates(date(2026, 3, 6), date(2026, 12, 28)).map(date.isoformat), max_size=6
).map(lambda dates: " ".join(sorted(dates)))
schedules = st.builds(Schedule, clocks.map(tuple), closed_dates)
near = st.tuples(st.sampled_from(CHANGES), st.integers(0, 2000)).map(
    lambda pair: pair[0] + MINUTE * pair[1]
)


def slow(at: datetime, schedule: Schedule) -> bool:
    """The same said plainly: every clock shows a minute in a window, on a day that is not closed."""
    for zone, week in schedule.clocks:
        shown = at.astimezone(zone)
        if f"{shown:%Y-%m-%d}" in schedule.closed.split():
            return False
        minute = shown.hour * 60 + shown.minute
        if not any(start <= minute < end for start, end in week[shown.weekday()]):
            return False
    return True


@FEW
@given(near, schedules)
def test_it_opens_at_the_first_open_minute(at: datetime, schedule: Schedule) -> None:
    opens = opens_at(at, schedule)
    assert is_open(at, schedule) is slow(at, schedule)
    step, end = at, at + timedelta(days=2)
    while step < end and not slow(step, schedule):
        step += MINUTE
    if step < end:
        assert opens == step
    else:
        assert opens is None or (opens >= end and slow(opens, schedule))


@FEW
@given(near, schedules, st.integers(0, 3000))
def test_a_limit_cuts_and_changes_nothing(at: datetime, schedule: Schedule, ahead: int) -> None:
    by = at + MINUTE * ahead
    opens = opens_at(at, schedule)
    assert opens_at(at, schedule, by) == (opens if opens is not None and opens < by else None)


@QUICK
@given(weeks, weeks)
def test_common_hours_lie_in_both(one: Week, other: Week) -> None:
    both = common(one, other)
    for weekday in range(7):
        for minute in range(0, 1440, 7):
            inside = [any(a <= minute < b for a, b in week[weekday]) for week in (one, other, both)]
            assert inside[2] is (inside[0] and inside[1])


@QUICK
@given(weeks, st.integers(0, 60))
def test_ending_early_takes_the_last_minutes_of_each_window(week: Week, early: int) -> None:
    for day, cut in zip(week, ending_early(week, early), strict=True):
        for start, end in cut:
            whole = next((a, b) for a, b in day if a == start)
            assert end == (whole[1] - early if whole[1] < 1440 else whole[1])
        assert {a for a, b in day if b - early > a or b == 1440} == {a for a, _ in cut}


@pytest.mark.parametrize(
    ("window", "kept"),
    [
        ((480, 1200), ((480, 1195),)), ((480, 486), ((480, 481),)), ((480, 485), ()), ((480, 484), ()),
        ((480, 1439), ((480, 1434),)), ((480, 1440), ((480, 1440),)), ((1437, 1440), ((1437, 1440),)),
    ],
)  # fmt: skip
def test_a_window_that_ends_the_day_does_not_end_sooner(
    window: tuple[int, int], kept: tuple[tuple[int, int], ...]
) -> None:
    assert ending_early(((window,),) * 7, 5) == (kept,) * 7


def test_a_limit_is_the_first_moment_too_late() -> None:
    nine = schedule_of(("UTC",), week_text((((540, 600),),) * 7))
    at = datetime(2026, 3, 9, 8, 30, 12, 345, tzinfo=UTC)
    opens = datetime(2026, 3, 9, 9, tzinfo=UTC)
    assert opens_at(at, nine) == opens
    assert opens_at(at, nine, opens) is None
    assert opens_at(at, nine, opens + timedelta(seconds=1)) == opens
    assert nine.closed == ""


def test_in_the_last_month_of_the_calendar_it_still_opens() -> None:
    nine = schedule_of(("UTC",), week_text((((540, 600),),) * 7))
    at = datetime(9999, 12, 20, 12, tzinfo=UTC)
    assert opens_at(at, nine) == datetime(9999, 12, 21, 9, tzinfo=UTC)
    assert opens_at(at, nine, datetime(9999, 12, 20, 13, tzinfo=UTC)) is None


def test_short_windows_late_in_the_day() -> None:
    late = schedule_of(("UTC",), week_text((((1310, 1320), (1330, 1331)),) * 7))
    at = datetime(2026, 3, 9, 21, 55, 1, 1, tzinfo=UTC)
    assert opens_at(at, late) == at
    at = datetime(2026, 3, 9, 22, 0, 0, 1, tzinfo=UTC)
    assert opens_at(at, late) == datetime(2026, 3, 9, 22, 10, tzinfo=UTC)
    at = datetime(2026, 3, 9, 22, 11, 0, 0, tzinfo=UTC)
    assert opens_at(at, late) == datetime(2026, 3, 10, 21, 50, tzinfo=UTC)


def test_minutes_that_come_twice_open_twice() -> None:
    """Where the hour after midnight, or one in the night, is lived through a second time.

    Cuba no longer changes its clocks: 2024 is one of the years it did.
    """
    berlin = schedule_of(("Europe/Berlin",), week_text((((121, 150),),) * 7))
    assert opens_at(datetime(2026, 10, 25, 0, 31, tzinfo=UTC), berlin) == datetime(
        2026, 10, 25, 1, 1, tzinfo=UTC
    )
    havana = schedule_of(("America/Havana",), week_text((((45, 50),),) * 7))
    for at, opens in (("04:10:07", "04:45"), ("04:50", "05:45"), ("05:46:00", "05:46")):
        found = opens_at(datetime.fromisoformat(f"2024-11-03T{at}+00:00"), havana)
        assert found == datetime.fromisoformat(f"2024-11-03T{opens}+00:00"), at


@QUICK
@given(weeks)
def test_a_week_is_stored_as_text(week: Week) -> None:
    assert read_week(week_text(week)) == week


@QUICK
@given(weeks, weeks, closed_dates)
def test_a_schedule_is_stored_with_clocks_of_its_own(week: Week, own: Week, closed: str) -> None:
    windows = f"{week_text(week)};America/Chicago={week_text(own)}"
    found = schedule_of(("Europe/Paris", "Europe/London"), windows, closed)
    assert found.closed == closed
    assert [(str(zone), each) for zone, each in found.clocks] == [
        ("Europe/Paris", week), ("Europe/London", week), ("America/Chicago", own),
    ]  # fmt: skip


def test_never_is_never() -> None:
    assert opens_at(CHANGES[0], Schedule((Clock(ZONES[0], NEVER),))) is None
    assert opens_at(CHANGES[0], Schedule()) is None
