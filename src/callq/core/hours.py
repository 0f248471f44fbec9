"""Calling hours: whether anybody in these zones may be called now, and when they may be next."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo

Windows = Sequence[tuple[int, int] | None]
"""For each day from Monday: local minutes after midnight, the end exclusive; None: no calls."""

_LONGEST_WAIT_DAYS = 15


def is_open(at: datetime, zones: Sequence[tzinfo], windows: Windows) -> bool:
    """Whether `at` lies inside the window of every zone; never where no zone is known."""
    return bool(zones) and all(_inside(at.astimezone(zone), windows) for zone in zones)


def opens_at(at: datetime, zones: Sequence[tzinfo], windows: Windows) -> datetime | None:
    """The first moment from `at` on that lies inside the window of every zone, in UTC.

    None when there is none within a fortnight, or no zone is known.
    """
    if not zones:
        return None
    if is_open(at, zones, windows):
        return at
    starts = sorted(start for zone in zones for start in _starts(at, zone, windows))
    return next((start for start in starts if start > at and is_open(start, zones, windows)), None)


def _inside(local: datetime, windows: Windows) -> bool:
    window = windows[local.weekday()]
    return window is not None and window[0] <= local.hour * 60 + local.minute < window[1]


def _starts(at: datetime, zone: tzinfo, windows: Windows) -> list[datetime]:
    midnight = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    starts = []
    for ahead in range(_LONGEST_WAIT_DAYS):
        day = midnight + timedelta(days=ahead)
        window = windows[day.weekday()]
        if window is not None:
            wall = day.replace(hour=window[0] // 60, minute=window[0] % 60)
            starts.append(wall.astimezone(UTC))
    return starts
