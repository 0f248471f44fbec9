"""Calling hours: open in every zone, and the first moment they are."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BERLIN, BOOK, FEW, NEW_YORK, QUICK, moment, shown, whenever, zones

from callq.engine.hours import ANY_TIME, NEVER, Week, closes_at, common
from callq.engine.hours import everywhere as on
from callq.engine.hours import is_open as open_on
from callq.engine.hours import opens_at as opens_on

HOURS = BOOK.hours
ALWAYS = ANY_TIME
MINUTE = timedelta(minutes=1)


def is_open(at: datetime, places: Sequence[tzinfo], hours: Week, closed: str = "") -> bool:
    return open_on(at, on(places, hours, closed))


def opens_at(
    at: datetime, places: Sequence[tzinfo], hours: Week, closed: str = ""
) -> datetime | None:
    return opens_on(at, on(places, hours, closed))


def daily(*windows: tuple[int, int]) -> Week:
    return (windows,) * 7


@pytest.mark.parametrize(
    ("at", "is_it"),
    [
        ("2026-03-03 07:59", False),
        ("2026-03-03 08:00", True),
        ("2026-03-03 19:59", True),
        ("2026-03-03 20:00", False),
        ("2026-03-07 08:30", False),  # Saturday from 9
        ("2026-03-07 09:00", True),
        ("2026-03-07 17:00", False),
        ("2026-03-08 12:00", False),  # Sunday
    ],
)
def test_hours_begin_on_their_minute_and_end_before_the_last(at: str, is_it: bool) -> None:
    assert is_open(moment(at), [BERLIN], HOURS) is is_it


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-03 19:50", "2026-03-03 19:50"),
        ("2026-03-03 07:50", "2026-03-03 08:00"),
        ("2026-03-03 08:00", "2026-03-03 08:00"),
        ("2026-03-03 20:00", "2026-03-04 08:00"),
        ("2026-03-06 23:59", "2026-03-07 09:00"),
    ],
)
def test_the_last_minutes_of_a_window_are_in_it(at: str, opens: str) -> None:
    assert opens_at(moment(at), [BERLIN], HOURS) == moment(opens)


def test_no_one_may_be_called_where_no_zone_is_known() -> None:
    at = moment("2026-03-03 12:00")
    assert not is_open(at, [], ALWAYS)
    assert opens_at(at, [], ALWAYS) is None


def test_it_must_be_open_in_every_zone_they_may_be_in() -> None:
    both = [BERLIN, NEW_YORK]
    assert not is_open(moment("2026-03-03 10:00"), both, HOURS)
    assert is_open(moment("2026-03-03 14:00"), both, HOURS)
    assert shown(opens_at(moment("2026-03-03 10:00"), both, HOURS)) == "2026-03-03 14:00"
    assert shown(opens_at(moment("2026-03-03 20:00"), both, HOURS)) == "2026-03-04 14:00"


def test_zones_too_far_apart_never_open_together() -> None:
    apart = [ZoneInfo("Pacific/Auckland"), ZoneInfo("Europe/London")]
    narrow = daily((9 * 60, 17 * 60))
    assert opens_at(moment("2026-03-03 10:00"), apart, narrow) is None


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-03 12:34", "2026-03-03 12:34"),
        ("2026-03-03 06:00", "2026-03-03 08:00"),
        ("2026-03-03 20:00", "2026-03-04 08:00"),
        ("2026-03-06 21:00", "2026-03-07 09:00"),
        ("2026-03-07 18:00", "2026-03-09 08:00"),
        ("2026-12-31 22:00", "2027-01-01 08:00"),
        ("2026-03-28 20:00", "2026-03-30 08:00"),
        ("2026-10-25 12:00", "2026-10-26 08:00"),
    ],
)
def test_the_first_moment_that_anyone_may_be_called(at: str, opens: str) -> None:
    assert shown(opens_at(moment(at), [BERLIN], HOURS)) == opens


def test_hours_on_one_day_a_week_are_found() -> None:
    wednesdays: Week = ((), (), ((600, 660),), (), (), (), ())
    at = moment("2026-03-04 11:00")
    assert shown(opens_at(at, [BERLIN], wednesdays)) == "2026-03-11 10:00"


def test_without_any_hours_no_one_is_ever_called() -> None:
    assert opens_at(moment("2026-03-03 10:00"), [BERLIN], NEVER) is None


@pytest.mark.parametrize(
    ("zone", "at", "window", "opens"),
    [
        # 02:00 to 03:00 is skipped: hours from 02:30 begin when the clocks show 03:00.
        ("Europe/Berlin", "2026-03-29 00:00", (150, 600), "2026-03-29 03:00"),
        # It comes twice: closed from 02:30 on, and open again when it is 02:00 again.
        ("Europe/Berlin", "2026-10-25 02:40", (60, 150), "2026-10-25 02:00"),
        ("Europe/Berlin", "2026-03-29 00:00", (60, 600), "2026-03-29 01:00"),
        # Midnight itself is skipped.
        ("Africa/Cairo", "2026-04-23 23:00", (30, 600), "2026-04-24 01:00"),
        # So is a whole day: there was no 30 December 2011 in Samoa.
        ("Pacific/Apia", "2011-12-29 21:00", (540, 1020), "2011-12-31 09:00"),
    ],
    ids=["skipped", "twice", "before", "midnight", "day"],
)
def test_hours_when_the_clocks_change(
    zone: str, at: str, window: tuple[int, int], opens: str
) -> None:
    place = ZoneInfo(zone)
    found = opens_at(moment(at, place), [place], daily(window))
    assert shown(found, place) == opens


def test_hours_that_begin_in_an_hour_that_comes_twice_begin_twice() -> None:
    """From 02:30: at the second 02:10 they are closed again, and open at the second 02:30."""
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    opens = opens_at(second, [BERLIN], daily((150, 600)))
    assert opens == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def as_day(ends: list[int]) -> tuple[tuple[int, int], ...]:
    """Windows out of any minutes, in order and apart."""
    minutes = sorted(set(ends))
    return tuple(zip(minutes[::2], minutes[1::2], strict=False))


days = st.lists(st.integers(0, 1440), max_size=6).map(as_day)
windows = st.one_of(st.just(HOURS), st.tuples(*[days] * 7))
TURNS = [
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in ("2026-03-28 22:00", "2026-10-24 22:00", "2026-11-01 04:00", "2026-04-04 12:00")
]
moments = st.one_of(st.sampled_from(TURNS), st.just(datetime(2026, 6, 3, tzinfo=UTC)))
near = st.tuples(moments, st.integers(0, 60 * 40)).map(lambda pair: pair[0] + MINUTE * pair[1])


@FEW
@given(near, st.lists(zones, max_size=3), windows)
def test_it_opens_at_the_first_open_minute_and_no_other(
    at: datetime, places: list[tzinfo], hours: Week
) -> None:
    """Found by looking at every minute of the next days."""
    opens = opens_at(at, places, hours)
    if opens is not None:
        assert opens >= at
        assert is_open(opens, places, hours)
    step, end = at, min(opens or at + timedelta(days=8), at + timedelta(days=2))
    while step < end:
        assert not is_open(step, places, hours)
        step += MINUTE


@QUICK
@given(whenever, st.lists(zones, max_size=2), windows)
def test_every_moment_has_an_answer(at: datetime, places: list[tzinfo], hours: Week) -> None:
    """The first and the last day of the calendar too."""
    opens = opens_at(at, places, hours)
    assert opens is None or (opens >= at and is_open(opens, places, hours))


def test_at_the_end_of_the_calendar_it_never_opens_again() -> None:
    last = datetime(9999, 12, 31, 22, tzinfo=UTC)
    assert opens_at(last, [BERLIN], HOURS) is None
    assert not is_open(last, [BERLIN], HOURS)


def test_open_means_now() -> None:
    """In UTC, whatever zone it was asked in."""
    at = datetime(2026, 3, 3, 12, tzinfo=BERLIN)
    opens = opens_at(at, [BERLIN], HOURS)
    assert opens == at
    assert opens.tzinfo is UTC


def test_a_day_opens_on_the_minute() -> None:
    at = moment("2026-03-03 06:12").replace(second=34, microsecond=56)
    assert opens_at(at, [BERLIN], daily((480, 1200))) == moment("2026-03-03 08:00")
    assert opens_at(at, [BERLIN], daily((300, 360))) == moment("2026-03-04 05:00")


def test_hours_that_begin_in_the_hour_left_out_begin_after_it() -> None:
    """On Sunday 29 March two o'clock in Berlin is three; asked at noon the day before."""
    sunday: Week = (*((),) * 6, ((150, 240),))
    assert opens_at(moment("2026-03-28 12:00"), [BERLIN], sunday) == moment("2026-03-29 03:00")
    twice: Week = (*((),) * 6, ((0, 60), (150, 240)))
    assert opens_at(moment("2026-03-28 12:00"), [BERLIN], twice) == moment("2026-03-29 00:00")


def test_hours_that_begin_in_a_midnight_left_out_begin_after_it() -> None:
    """On Sunday 8 March midnight in Havana is one o'clock."""
    havana = ZoneInfo("America/Havana")
    late = moment("2026-03-07 23:45", havana)
    assert opens_at(late, [havana], daily((30, 90))) == moment("2026-03-08 01:00", havana)


def test_a_month_of_closed_days_is_looked_through() -> None:
    at, closed = moment("2026-03-01 10:00"), [f"2026-03-{day:02}" for day in range(1, 32)]
    hours = daily((480, 1200))
    assert opens_at(at, [BERLIN], hours, " ".join(closed)) == moment("2026-04-01 08:00")
    assert opens_at(at, [BERLIN], hours, " ".join([*closed, "2026-04-01"])) is None


def test_windows_that_only_touch_have_nothing_in_common() -> None:
    assert common(daily((0, 60), (120, 180)), daily((60, 130))) == daily((120, 130))


@FEW
@given(near, st.lists(zones, min_size=1, max_size=3), windows)
def test_it_closes_at_the_first_moment_that_is_not_open(
    at: datetime, places: list[tzinfo], hours: Week
) -> None:
    closes = closes_at(at, on(places, hours))
    if not is_open(at, places, hours):
        assert closes is None
        return
    moment = at.replace(second=0, microsecond=0) + MINUTE
    while is_open(moment, places, hours) and moment - at < timedelta(days=3):
        moment += MINUTE
    assert closes == moment or (
        moment - at >= timedelta(days=3) and (not closes or closes > moment)
    )


def test_hours_that_never_close_have_no_end() -> None:
    assert closes_at(moment("2026-03-03 12:00"), on([BERLIN], ALWAYS)) is None
    week = closes_at(moment("2026-03-03 12:00"), on([BERLIN], ALWAYS, "2026-03-06"))
    assert week == moment("2026-03-06 00:00")


@pytest.mark.parametrize(
    ("at", "closes"),
    [("08:00", "12:00"), ("11:59", "12:00"), ("12:30", "20:00"), ("12:40", "20:00"), ("19:59", "20:00")],
)  # fmt: skip
def test_it_closes_where_the_window_ends_that_it_is_open_in(at: str, closes: str) -> None:
    week = daily((480, 720), (750, 1200))
    assert closes_at(moment(f"2026-03-03 {at}"), on([BERLIN], week)) == moment(
        f"2026-03-03 {closes}"
    )
