"""Moments and counts in words, the same under every locale."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from callq.engine import words

YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 11, 14, 15, tzinfo=UTC)


def test_a_day_and_a_time_are_local() -> None:
    late = datetime(2026, 3, 12, 3, 30, tzinfo=UTC)
    assert words.day_and_time(late, YORK) == "Wed 11 Mar 2026, 23:30"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW + timedelta(hours=1), "11:15"),
        (NOW + timedelta(days=1), "tomorrow 10:15"),
        (NOW - timedelta(days=1), "yesterday 10:15"),
        (NOW + timedelta(days=2), "Fri 13 Mar"),
        (NOW + timedelta(days=365), "Thu 11 Mar 2027"),
        (NOW + timedelta(hours=14), "tomorrow 00:15"),
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
        (YORK, "Wednesday 11 March 2026, 10:15 (America/New_York, EDT)"),
        (ZoneInfo("Asia/Kathmandu"), "Wednesday 11 March 2026, 20:00 (Asia/Kathmandu, UTC+0545)"),
        (ZoneInfo("Pacific/Pago_Pago"), "Wednesday 11 March 2026, 03:15 (Pacific/Pago_Pago, SST)"),
        (
            ZoneInfo("America/Sao_Paulo"),
            "Wednesday 11 March 2026, 11:15 (America/Sao_Paulo, UTC-03)",
        ),
        (ZoneInfo("UTC"), "Wednesday 11 March 2026, 14:15 (UTC)"),
        (timezone(timedelta(hours=14)), "Thursday 12 March 2026, 04:15 (UTC+14:00)"),
    ],
)
def test_in_full_words_the_zone_is_told(zone: tzinfo, said: str) -> None:
    assert words.in_words(NOW, zone) == said


@pytest.mark.parametrize("month", range(1, 13))
def test_months_have_their_names(month: int) -> None:
    at = datetime(2026, month, 15, 12, tzinfo=UTC)
    full = words.in_words(at, UTC).split()[2]
    assert full == at.strftime("%B")
    assert words.day(at, UTC).split()[2] == full[:3]


@pytest.mark.parametrize("hours", range(-11, 15))
def test_midnight_is_that_of_the_zone(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    midnight = datetime(2026, 3, 12, tzinfo=zone).astimezone(UTC)
    for at in (midnight, midnight + timedelta(minutes=1)):
        time = "" if at == midnight else "00:01"
        assert words.day_and_time(at, zone) == f"Thu 12 Mar 2026{', ' * bool(time)}{time}"
        for days, named in enumerate(("yesterday", "today", "tomorrow"), -1):
            now = at - timedelta(days=days)
            wanted = f"{named} {time}".strip() if days or not time else time
            assert words.when(at, now, zone) == wanted
