"""Moments and counts in a few English words, free of any locale."""

from datetime import UTC, datetime, timedelta, tzinfo

from callq.core.spans import local_time

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def day(at: datetime, zone: tzinfo) -> str:
    """The local day: `Tue 17 Mar 2026`."""
    local = local_time(at, zone)
    return f"{DAY_NAMES[local.weekday()]} {local.day} {MONTH_NAMES[local.month - 1]} {local.year}"


def clock(at: datetime, zone: tzinfo) -> str:
    """The local time of day: `15:00`."""
    local = local_time(at, zone)
    return f"{local.hour:02}:{local.minute:02}"


def day_and_time(at: datetime, zone: tzinfo) -> str:
    """The local day and time: `Tue 17 Mar 2026, 15:00`."""
    return f"{day(at, zone)}, {clock(at, zone)}"


def when(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A local moment as short as the distance allows: `15:00`, `tomorrow 09:00`, `Tue 17 Mar`."""
    local, today = local_time(at, zone), local_time(now, zone).date()
    days = (local.date() - today).days
    if days == 0:
        return clock(at, zone)
    if days in (1, -1):
        return f"{'tomorrow' if days == 1 else 'yesterday'} {clock(at, zone)}"
    words = f"{DAY_NAMES[local.weekday()]} {local.day} {MONTH_NAMES[local.month - 1]}"
    return words if local.year == today.year else f"{words} {local.year}"


def distance(span: timedelta) -> str:
    """How long a span is, roughly: `25 min`, `3 h`, `12 days`, `4 months`, `2 years`."""
    minutes = int(abs(span).total_seconds() // 60)
    days = minutes // 1440
    if minutes < 60:
        return f"{minutes} min"
    if days < 1:
        return f"{minutes // 60} h"
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'}"
    if days < 730:
        return f"{days // 30} months"
    return f"{days // 365} years"


def times_in_a_row(count: int) -> str:
    """` (3 misses in a row)` for three; nothing for one."""
    return f" ({count} misses in a row)" if count > 1 else ""


def plural(count: int, one: str, many: str = "") -> str:
    """`1 call`, `1,024 calls`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def iso(at: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z, for JSON."""
    if at is None:
        return None
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
