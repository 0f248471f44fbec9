"""Whose hour of the week it is, as the zone itself says."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import QUICK, zones

from callq.core.weekclock import WeekClock

SECONDS = st.integers(0, 4_102_444_800)
"""Up to the year 2100."""


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
