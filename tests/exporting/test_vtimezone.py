"""A zone as a calendar is told it: every offset as the zone's own data have it."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from callq.exporting.vtimezone import described

FIRST, LAST = datetime(2026, 1, 1, 12, tzinfo=UTC), datetime(2029, 12, 31, 12, tzinfo=UTC)
# Two changes a year, none, one of half an hour, one below nought, four by the moon, and no hour.
ZONES = (
    "America/Chicago", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Dublin",
    "Africa/Casablanca", "America/St_Johns", "UTC",
)  # fmt: skip


def read(lines: list[str]) -> Any:
    """The zone as a program reads it that knows no other source."""
    return tzical(StringIO("\r\n".join(lines) + "\r\n")).get()


@given(st.sampled_from(ZONES), st.timedeltas(timedelta(), LAST - FIRST))
def test_its_clock_shows_what_the_zone_shows(name: str, later: timedelta) -> None:
    zone = read(list(described(name, FIRST, LAST)))
    local = (FIRST + later).astimezone(ZoneInfo(name))
    doubtful = {local.replace(fold=f).utcoffset() for f in (0, 1)}
    # That reader has no second hour in the hour that comes twice.
    assert local.replace(tzinfo=zone).utcoffset() in doubtful


@pytest.mark.parametrize("name", ZONES)
def test_a_parser_finds_no_fault_with_it(name: str) -> None:
    lines = ("BEGIN:VCALENDAR", *described(name, FIRST, LAST), "END:VCALENDAR", "")
    calendar: Any = Calendar.from_ical("\r\n".join(lines))
    (zone,) = calendar.walk("VTIMEZONE")
    assert not calendar.errors
    assert not zone.errors


def test_a_change_is_reported_on_the_clock_before_it() -> None:
    day = datetime(2026, 3, 8, 20, tzinfo=UTC)
    assert list(described("America/Chicago", day, day + timedelta(minutes=15))) == [
        "BEGIN:VTIMEZONE", "TZID:America/Chicago",
        "BEGIN:STANDARD", "DTSTART:20251230T180000", "TZOFFSETFROM:-0600", "TZOFFSETTO:-0600",
        "TZNAME:CST", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:20260308T020000", "TZOFFSETFROM:-0600", "TZOFFSETTO:-0500",
        "TZNAME:CDT", "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]  # fmt: skip
