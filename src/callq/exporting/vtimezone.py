"""Describes a time zone to a calendar (RFC 5545, 3.6.5), for the years in which it is needed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from callq.engine.hours import clock_change

_DAY = timedelta(days=1)
_COMPACT = "%Y%m%dT%H%M%S"


def described(name: str, first: datetime, last: datetime) -> Iterator[str]:
    """The lines of a VTIMEZONE: its offset at the start, and every change of its clocks.

    Each change is written out: a rule for all years would be a guess, and is wrong where clocks
    follow the moon.

    Args:
        name: A zone (IANA).
        first: The first moment to describe.
        last: The last one.
    """
    zone = ZoneInfo(name)
    at = datetime(first.astimezone(zone).year, 1, 1, tzinfo=UTC) - _DAY
    yield from ("BEGIN:VTIMEZONE", f"TZID:{name}")
    yield from _observed(at, at, zone)
    while at <= last:
        morrow = at + _DAY
        if at.astimezone(zone).utcoffset() != morrow.astimezone(zone).utcoffset():
            yield from _observed(at, clock_change(at, morrow, zone), zone)
        at = morrow
    yield "END:VTIMEZONE"


def _observed(before: datetime, since: datetime, zone: ZoneInfo) -> Iterator[str]:
    local = since.astimezone(zone)
    ahead = before.astimezone(zone).utcoffset() or timedelta()
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    # It begins at a time on the clock as it was before.
    yield from (f"BEGIN:{kind}", f"DTSTART:{(since + ahead).replace(tzinfo=None):{_COMPACT}}")
    yield f"TZOFFSETFROM:{_offset(ahead)}"
    yield f"TZOFFSETTO:{_offset(local.utcoffset() or timedelta())}"
    yield from (f"TZNAME:{local.tzname()}", f"END:{kind}")


def _offset(ahead: timedelta) -> str:
    sign = "-" if ahead < timedelta() else "+"
    minutes, seconds = divmod(round(abs(ahead).total_seconds()), 60)
    return f"{sign}{minutes // 60:02}{minutes % 60:02}{f'{seconds:02}' if seconds else ''}"
