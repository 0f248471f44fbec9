"""Whose hour of the week it is, as the zone itself says."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import QUICK, zones

from callq.metrics.weekclock import DAY_SECONDS, WeekClock

SECONDS = st.integers(0, 4_102_444_800)
"""Up to the year 2100."""

NOON = 1_773_230_400
"""11 March 2026, 12:00 UTC."""
MIDNIGHT = NOON + DAY_SECONDS // 2


class Zone(tzinfo):
    """Two hours east of UTC, and from a moment on three; counts how often it is asked."""

    def __init__(self, change: int) -> None:
        self.change = change
        self.asked = 0

    def fromutc(self, dt: datetime) -> datetime:
        self.asked += 1
        return dt + timedelta(hours=2 + (dt.replace(tzinfo=UTC).timestamp() >= self.change))

    def utcoffset(self, _dt: datetime | None) -> timedelta:
        raise AssertionError("an hour that comes twice has two")

    def tzname(self, _dt: datetime | None) -> None:
        return None

    dst = tzname


@QUICK
@given(zones, st.lists(SECONDS, min_size=1, max_size=20))
def test_it_is_what_the_zone_says(name: ZoneInfo, moments: list[int]) -> None:
    clock = WeekClock(name)
    for at in moments:
        local = datetime.fromtimestamp(at, UTC).astimezone(name)
        assert clock.hour_of_week(at) == local.weekday() * 24 + local.hour
        wall = local.replace(tzinfo=UTC)
        assert clock.local(at) == int(wall.timestamp())


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_through_a_whole_year_of_clock_changes(zone: str) -> None:
    clock, info = WeekClock(ZoneInfo(zone)), ZoneInfo(zone)
    start = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    for at in range(start, start + 366 * 86_400, 1_800):
        local = datetime.fromtimestamp(at, UTC).astimezone(info)
        assert clock.hour_of_week(at) == local.weekday() * 24 + local.hour


@pytest.mark.parametrize("change", range(MIDNIGHT - 3, MIDNIGHT + 4))
def test_a_change_may_come_at_any_second(change: int) -> None:
    clock = WeekClock(Zone(change))
    for at in range(MIDNIGHT - 5, MIDNIGHT + 6):
        assert clock.local(at) == at + (10_800 if at >= change else 7_200)
        assert isinstance(clock.local(at), int)


def test_a_day_without_a_change_costs_two_questions() -> None:
    zone = Zone(change=MIDNIGHT)
    clock = WeekClock(zone)
    for hour in range(-36, 36):
        clock.local(MIDNIGHT + hour * 3600)
    assert zone.asked == 2 * 4


def test_outside_the_calendar_it_is_utc() -> None:
    clock = WeekClock(ZoneInfo("Asia/Kathmandu"))
    for at in (10**12, -(10**12), 10**30):
        assert clock.local(at) == at
