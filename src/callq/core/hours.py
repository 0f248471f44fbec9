"""Calling hours: whether anybody in these zones may be called now, and when they may be next."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from callq.core.spans import local_time

Windows = Sequence[tuple[int, int] | None]
"""For each day from Monday: local minutes after midnight, the end exclusive; None: no calls."""

_LONGEST_WAIT_DAYS = 15
_SECOND = timedelta(seconds=1)


def is_open(at: datetime, zones: Sequence[tzinfo], windows: Windows) -> bool:
    """Whether `at` lies inside the window of every zone; never where no zone is known."""
    return bool(zones) and all(_inside(local_time(at, zone), windows) for zone in zones)


def opens_at(at: datetime, zones: Sequence[tzinfo], windows: Windows) -> datetime | None:
    """The first moment from `at` on that lies inside the window of every zone, in UTC.

    None when there is none within a fortnight, or no zone is known.
    """
    if not zones:
        return None
    if is_open(at, zones, windows):
        return at.astimezone(UTC)
    try:
        moments = sorted(moment for zone in zones for moment in _moments(at, zone, windows))
    except OverflowError:
        return None
    return next((each for each in moments if each > at and is_open(each, zones, windows)), None)


def _inside(local: datetime, windows: Windows) -> bool:
    window = windows[local.weekday()]
    return window is not None and window[0] <= local.hour * 60 + local.minute < window[1]


def _moments(at: datetime, zone: tzinfo, windows: Windows) -> Iterator[datetime]:
    """When closed hours may end: where a window starts, and where the clocks change."""
    midnight = local_time(at, zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    for ahead in range(_LONGEST_WAIT_DAYS):
        day, next_day = midnight + timedelta(days=ahead), midnight + timedelta(days=ahead + 1)
        changes = day.utcoffset() != next_day.utcoffset()
        window = windows[day.weekday()]
        if window is not None:
            start = day.replace(hour=window[0] // 60, minute=window[0] % 60)
            yield start.astimezone(UTC)
            if changes:
                yield start.replace(fold=1).astimezone(UTC)
        if changes:
            yield day.astimezone(UTC)
            yield _clock_change(day.astimezone(UTC), next_day.astimezone(UTC), zone)


def _clock_change(early: datetime, late: datetime, zone: tzinfo) -> datetime:
    before = early.astimezone(zone).utcoffset()
    while late - early > _SECOND:
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
