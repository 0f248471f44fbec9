"""Parts of the day, and how to find one that hasn't been tried."""

from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta, tzinfo

from callq.engine.spans import local_time
from callq.named_tuple import NamedTuple


class Part(NamedTuple):
    """A part of the day in local time: minutes after midnight, the end exclusive."""

    name: str
    start: int
    end: int


def part_of(at: datetime, zone: tzinfo, parts: tuple[Part, ...]) -> int:
    """Which part of the day `at` is in, from 1; 0 outside all of them."""
    local = local_time(at, zone)
    minute = local.hour * 60 + local.minute
    for index, part in enumerate(parts, 1):
        if part.start <= minute < part.end:
            return index
    return 0


def other_part(
    earliest: datetime, zone: tzinfo, parts: tuple[Part, ...], avoid: AbstractSet[int]
) -> datetime:
    """The first moment from `earliest` on in a part of the day that isn't to be avoided.

    Returns:
        A moment in UTC: `earliest` itself if its part is fine, else the start of the next part that
        is. If every part is to be avoided, `earliest`.
    """
    wanted = [part for index, part in enumerate(parts, 1) if index not in avoid]
    if not wanted or earliest.year > 9000:
        return earliest
    local = local_time(earliest, zone)
    minute = local.hour * 60 + local.minute
    for part in wanted:
        if part.start <= minute < part.end:
            return earliest
        if minute < part.start:
            return at_minute(local, part.start)
    return at_minute(local + timedelta(days=1), wanted[0].start)


def at_minute(local: datetime, minute: int) -> datetime:
    """A minute of a local day, as a moment in UTC."""
    wall = local.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    return wall.astimezone(UTC)
