"""Times that are proposed can be kept: to come, on business days, inside everyone's hours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.engine.hours import Week, everywhere, is_open
from callq.scripts.proposals import Days, propose

NY, CHICAGO, TOKYO = (ZoneInfo(n) for n in ("America/New_York", "America/Chicago", "Asia/Tokyo"))
WINDOWS: Week = (*[((480, 1200),)] * 5, ((540, 1020),), ())
NOW = datetime(2026, 3, 11, 14, 15, tzinfo=UTC)
ZONES = st.lists(
    st.sampled_from([NY, CHICAGO, TOKYO, ZoneInfo("Europe/London")]), min_size=1, max_size=2
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.frozensets(st.dates(date(2020, 1, 1), date(2035, 1, 1)))


def test_three_days_three_hours() -> None:
    found = [
        at.astimezone(NY) for at in propose(NOW, everywhere([NY], WINDOWS), Days((), WINDOWS), NY)
    ]
    assert [f"{at:%a %d %H:%M}" for at in found] == ["Thu 12 10:00", "Fri 13 14:30", "Mon 16 11:30"]


def test_holidays_are_passed_over() -> None:
    found = propose(NOW, everywhere([NY], WINDOWS), Days([date(2026, 3, 12)], WINDOWS), NY)
    assert found[0].astimezone(NY).date() == date(2026, 3, 13)


def test_hours_that_are_the_reps_too_come_first() -> None:
    """Ten in Tokyo is nine in the evening in New York, and Tokyo's Monday morning is Sunday."""
    for at in propose(NOW, everywhere([TOKYO], WINDOWS), Days((), WINDOWS), NY, wanted=2):
        assert is_open(at, everywhere([TOKYO], WINDOWS))
        assert is_open(at, everywhere([NY], WINDOWS))


@pytest.mark.parametrize("windows", [((),) * 7, (((0, 60),), *((),) * 6)])
def test_no_one_at_home_isnt_a_time(windows: Week) -> None:
    assert propose(NOW, everywhere([NY], windows), Days((), windows), NY) == ()


def test_no_known_zone_isnt_a_time() -> None:
    assert propose(NOW, everywhere([], WINDOWS), Days((), WINDOWS), NY) == ()


def test_what_is_agreed_to_others_is_left_free() -> None:
    """Ten on Thursday is taken, and a quarter to three on Friday all but touches half past two."""
    taken = [datetime(2026, 3, 12, 14, tzinfo=UTC), datetime(2026, 3, 13, 18, 45, tzinfo=UTC)]
    found = propose(NOW, everywhere([NY], WINDOWS), Days((), WINDOWS, taken), NY)
    local = [f"{at.astimezone(NY):%a %d %H:%M}" for at in found]
    assert local == ["Thu 12 14:30", "Fri 13 11:30", "Mon 16 11:30"]


def test_half_an_hour_beside_a_callback_is_free() -> None:
    taken = [datetime(2026, 3, 12, hour, 30, tzinfo=UTC) for hour in (13, 14)]
    found = propose(NOW, everywhere([NY], WINDOWS), Days((), WINDOWS, taken), NY, wanted=1)
    assert found == (datetime(2026, 3, 12, 14, tzinfo=UTC),)


@given(
    MOMENTS, ZONES, DAYS, st.lists(st.integers(0, 40_000), max_size=20),
    st.sampled_from([NY, TOKYO]), st.integers(1, 6),
)  # fmt: skip
def test_every_time_can_be_kept(
    now: datetime, zones: list[ZoneInfo], holidays: frozenset[date], minutes: list[int],
    home: ZoneInfo, wanted: int,
) -> None:  # fmt: skip
    taken = [now + timedelta(minutes=ahead) for ahead in minutes]
    found = propose(now, everywhere(zones, WINDOWS), Days(holidays, WINDOWS, taken), home, wanted)
    assert len(found) <= wanted
    days = [at.astimezone(zones[0]).date() for at in found]
    assert days == sorted(set(days))
    for at, day in zip(found, days, strict=True):
        assert at.utcoffset() == timedelta(0)
        assert at > now
        assert is_open(at, everywhere(zones, WINDOWS))
        assert day.weekday() < 5
        assert day not in holidays
        assert all(abs(at - other) >= timedelta(minutes=30) for other in taken)
