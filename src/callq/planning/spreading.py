"""Spreads what falls due while a rep is away over the days after, the first first."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from callq.engine.period import start_of
from callq.engine.spans import local_time
from callq.planning.load import is_business

_FURTHEST_DAYS = 366


def days_after(last: date, holidays: AbstractSet[date], away: AbstractSet[date]) -> Iterator[date]:
    """The days after an days_off on which the rep calls."""
    for ahead in range(1, _FURTHEST_DAYS):
        day = last + timedelta(days=ahead)
        if is_business(day, holidays) and day not in away:
            yield day


def spread(
    count: int, days: Iterator[date], load: Mapping[date, int], capacity: int
) -> Sequence[date]:
    """On which day each of `count` people falls due, in their order.

    A day takes as many as the capacity leaves room for beside what falls due on it anyway. Who
    finds room nowhere goes to the last day, and no one is lost.

    Args:
        count: How many people.
        days: The days they may come back on, in order.
        load: What falls due on each day anyway.
        capacity: Calls on a day.
    """
    found: list[date] = []
    day: date | None = None
    for day in days:
        room = max(0, capacity - load.get(day, 0))
        found += [day] * min(room, count - len(found))
        if len(found) == count:
            break
    if day is not None:
        found += [day] * (count - len(found))
    return found


def moved_to(due: datetime, day: date, zone: tzinfo, home: tzinfo) -> datetime:
    """The same time of day, on their clock, on another day; not before it begins for the rep.

    Args:
        due: When they would have been due.
        day: The rep's day.
        zone: Theirs.
        home: The rep's.
    """
    local = local_time(due, zone)
    clock = time(local.hour, local.minute, local.second)
    moved = datetime.combine(day, clock, zone).astimezone(UTC)
    return max(moved, start_of(day, home))
