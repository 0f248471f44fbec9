"""Moments and counts in words, the same under every locale."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from callq.engine import words

YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 11, 14, 15, tzinfo=UTC)


def test_a_day_and_a_time_are_local() -> None:
    late = datetime(2026, 3, 12, 3, 30, tzinfo=UTC)
    assert words.day_and_time(late, YORK) == "Wed, Mar 11, 2026, 11:30 PM"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW + timedelta(hours=1), "11:15 AM"),
        (NOW + timedelta(days=1), "tomorrow 10:15 AM"),
        (NOW - timedelta(days=1), "yesterday 10:15 AM"),
        (NOW + timedelta(days=2), "Fri, Mar 13"),
        (NOW + timedelta(days=365), "Thu, Mar 11, 2027"),
        (NOW + timedelta(hours=14), "tomorrow 12:15 AM"),
    ],
)
def test_a_moment_is_as_short_as_the_distance_allows(at: datetime, said: str) -> None:
    assert words.when(at, NOW, YORK) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(minutes=60), "1 h"),
        (timedelta(minutes=61), "1 h"),
        (timedelta(hours=23), "23 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=59), "59 days"),
        (timedelta(days=60), "2 months"),
        (timedelta(days=729), "24 months"),
        (timedelta(days=730), "2 years"),
        (-timedelta(days=3), "3 days"),
    ],
)
def test_a_distance_is_rough(span: timedelta, said: str) -> None:
    assert words.distance(span) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(days=13), "13 days ago"),
        (timedelta(days=14), "2 weeks ago"),
        (timedelta(days=83), "11 weeks ago"),
        (timedelta(days=84), "2 months ago"),
    ],
)
def test_what_is_past_is_reported_in_weeks_up_to_twelve(span: timedelta, said: str) -> None:
    assert words.ago(span) == said


def test_counts() -> None:
    assert words.plural(1, "call") == "1 call"
    assert words.plural(1024, "call") == "1,024 calls"
    assert words.plural(0, "person", "people") == "0 people"
    assert words.times_in_a_row(1) == ""
    assert words.times_in_a_row(2) == " (2 misses in a row)"
    assert words.times_in_a_row(3) == " (3 misses in a row)"


def test_json_moments_are_utc() -> None:
    assert words.iso(NOW.astimezone(YORK)) == "2026-03-11T14:15:00Z"
    assert words.iso(None) is None


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^at must be aware$"):
        words.in_words(NOW.replace(tzinfo=None), YORK)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (YORK, "Wednesday, March 11, 2026, 10:15 AM (America/New_York, EDT)"),
        (
            ZoneInfo("Asia/Kathmandu"),
            "Wednesday, March 11, 2026, 8:00 PM (Asia/Kathmandu, UTC+0545)",
        ),
        (
            ZoneInfo("Pacific/Pago_Pago"),
            "Wednesday, March 11, 2026, 3:15 AM (Pacific/Pago_Pago, SST)",
        ),
        (
            ZoneInfo("America/Sao_Paulo"),
            "Wednesday, March 11, 2026, 11:15 AM (America/Sao_Paulo, UTC-03)",
        ),
        (ZoneInfo("UTC"), "Wednesday, March 11, 2026, 2:15 PM (UTC)"),
        (timezone(timedelta(hours=14)), "Thursday, March 12, 2026, 4:15 AM (UTC+14:00)"),
    ],
)
def test_in_full_words_the_zone_is_reported(zone: tzinfo, said: str) -> None:
    assert words.in_words(NOW, zone) == said


@pytest.mark.parametrize("month", range(1, 13))
def test_months_have_their_names(month: int) -> None:
    at = datetime(2026, month, 15, 12, tzinfo=UTC)
    full = words.in_words(at, UTC).split()[1]
    assert full == at.strftime("%B")
    assert words.day(at, UTC).split()[1] == full[:3]


@pytest.mark.parametrize("hours", range(-11, 15))
def test_midnight_is_that_of_the_zone(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    midnight = datetime(2026, 3, 12, tzinfo=zone).astimezone(UTC)
    for at in (midnight, midnight + timedelta(minutes=1)):
        time = "" if at == midnight else "12:01 AM"
        assert words.day_and_time(at, zone) == f"Thu, Mar 12, 2026{', ' * bool(time)}{time}"
        for days, named in enumerate(("yesterday", "today", "tomorrow"), -1):
            now = at - timedelta(days=days)
            wanted = f"{named} {time}".strip() if days or not time else time
            assert words.when(at, now, zone) == wanted


@pytest.fixture
def day_first() -> Iterator[None]:
    words.use_clock(words.ClockStyle.DAY_FIRST)
    yield
    words.use_clock(words.ClockStyle.US)


@pytest.mark.usefixtures("day_first")
def test_24_hours_come_with_the_day_first() -> None:
    assert words.in_words(NOW, YORK) == "Wednesday 11 March 2026, 10:15 (America/New_York, EDT)"
    assert words.day_and_time(NOW, YORK) == "Wed 11 Mar 2026, 10:15"
    assert words.day(NOW, YORK, NOW) == "Wed 11 Mar"
    assert words.when(NOW + timedelta(days=1, hours=5), NOW, YORK) == "tomorrow 15:15"
    assert words.when(NOW + timedelta(days=365), NOW, YORK) == "Thu 11 Mar 2027"


@pytest.mark.parametrize(
    ("minutes", "us", "day_first"),
    [
        (0, "12:00 AM", "00:00"),
        (59, "12:59 AM", "00:59"),
        (60, "1:00 AM", "01:00"),
        (719, "11:59 AM", "11:59"),
        (720, "12:00 PM", "12:00"),
        (780, "1:00 PM", "13:00"),
        (1439, "11:59 PM", "23:59"),
        (1440, "12:00 AM", "24:00"),
    ],
)
def test_a_time_of_day_has_two_styles(minutes: int, us: str, day_first: str) -> None:
    assert words.time_of_day(minutes) == us
    words.use_clock(words.ClockStyle.DAY_FIRST)
    assert words.time_of_day(minutes) == day_first
    words.use_clock(words.ClockStyle.US)


def test_this_year_goes_without_saying() -> None:
    assert words.day(NOW, YORK, NOW) == "Wed, Mar 11"
    assert words.day_and_time(NOW, YORK, NOW) == "Wed, Mar 11, 10:15 AM"
    assert words.day(NOW, YORK, NOW + timedelta(days=365)) == "Wed, Mar 11, 2026"
