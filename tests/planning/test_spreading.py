"""What falls due while a rep is away comes back after, the first first, none too many a day."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from callq.planning.spreading import days_after, moved_to, spread

NY, TOKYO = ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
FRIDAY = date(2026, 3, 27)
COUNTS, ROOMS = st.integers(0, 60), st.integers(1, 9)
LOADS = st.dictionaries(st.dates(FRIDAY, FRIDAY + timedelta(days=30)), st.integers(0, 12))


def after(**more: set[date]) -> list[date]:
    return list(days_after(FRIDAY, more.get("holidays", set()), more.get("away", set())))


def test_the_days_after_are_business_days_of_the_rep() -> None:
    found = after(holidays={date(2026, 3, 30)}, away={date(2026, 4, 1)})
    assert found[:3] == [date(2026, 3, 31), date(2026, 4, 2), date(2026, 4, 3)]


def test_room_is_what_the_day_itself_leaves() -> None:
    monday, tuesday, wednesday = after()[:3]
    found = spread(5, iter(after()), {monday: 1, tuesday: 3}, 3)
    assert found == [monday, monday, wednesday, wednesday, wednesday]


@given(COUNTS, LOADS, ROOMS)
def test_no_one_is_lost_and_no_day_is_overfull(
    count: int, load: dict[date, int], room: int
) -> None:
    found = spread(count, iter(after()), load, room)
    assert len(found) == count
    assert list(found) == sorted(found)
    assert set(found) <= set(after())
    for day, there in Counter(found).items():
        assert there + load.get(day, 0) <= room


def test_who_finds_room_nowhere_comes_on_the_last_day() -> None:
    first, last = after()[:2]
    assert spread(3, iter([first, last]), {}, 1) == [first, last, last]
    assert list(spread(2, iter([]), {}, 1)) == []


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from([NY, TOKYO]), st.integers(1, 90))
def test_the_time_of_day_stays_theirs(due: datetime, zone: ZoneInfo, ahead: int) -> None:
    day = due.astimezone(NY).date() + timedelta(days=ahead)
    moved = moved_to(due, day, zone, NY)
    assert moved.utcoffset() == timedelta(0)
    assert moved.astimezone(NY).date() >= day
    same_clock = moved.astimezone(zone).time() == due.astimezone(zone).time().replace(microsecond=0)
    start = moved.astimezone(NY).hour == 0
    skipped = zone is NY and due.astimezone(NY).hour == 2
    assert same_clock or start or skipped


def test_the_first_day_after_an_time_off_is_the_next() -> None:
    assert next(iter(days_after(date(2026, 3, 30), set(), set()))) == date(2026, 3, 31)
