"""Moments and counts in words, the same under every locale."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from callq.core import words

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
    assert words.times_in_a_row(3) == " (3 misses in a row)"


def test_json_moments_are_utc() -> None:
    assert words.iso(NOW.astimezone(YORK)) == "2026-03-11T14:15:00Z"
    assert words.iso(None) is None


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        words.in_words(NOW.replace(tzinfo=None), YORK)
