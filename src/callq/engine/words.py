"""Moments and counts in a few English words, free of any locale."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from callq.engine.spans import local_time

WEEKDAY_NAMES = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SHORT_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def in_words(at: datetime, zone: tzinfo) -> str:
    """An aware moment in full words: `Tuesday 17 March 2026, 15:00 (America/New_York, EDT)`.

    Raises:
        ValueError: `at` is naive.
    """
    if at.tzinfo is None:
        raise ValueError("at must be aware")
    local = at.astimezone(zone)
    short = f"{local:%Z}"
    if short.startswith(("+", "-")):
        short = f"UTC{short}"
    name = getattr(zone, "key", None) or short
    where = name if name == short else f"{name}, {short}"
    date = (
        f"{WEEKDAY_NAMES[local.weekday()]} {local.day} {MONTH_NAMES[local.month - 1]} {local.year}"
    )
    return f"{date}, {clock(at, zone)} ({where})"


def day(at: datetime, zone: tzinfo) -> str:
    """The local day: `Tue 17 Mar 2026`."""
    local = local_time(at, zone)
    return f"{SHORT_DAYS[local.weekday()]} {local.day} {SHORT_MONTHS[local.month - 1]} {local.year}"


def clock(at: datetime, zone: tzinfo) -> str:
    """The local time of day: `15:00`."""
    local = local_time(at, zone)
    return f"{local.hour:02}:{local.minute:02}"


def day_and_time(at: datetime, zone: tzinfo) -> str:
    """The local day and time: `Tue 17 Mar 2026, 15:00`.

    The first moment of a day is what a date without a time means: then only the day is told.
    """
    return day(at, zone) if _is_bare(at, zone) else f"{day(at, zone)}, {clock(at, zone)}"


def _is_bare(at: datetime, zone: tzinfo) -> bool:
    return local_time(at, zone).time() == time.min


def when(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A local moment as short as the distance allows: `15:00`, `tomorrow 09:00`, `Tue 17 Mar`."""
    local, today = local_time(at, zone), local_time(now, zone).date()
    days = (local.date() - today).days
    if days in (-1, 0, 1):
        named = ("today", "tomorrow", "yesterday")[days]
        if _is_bare(at, zone):
            return named
        return f"{named} {clock(at, zone)}" if days else clock(at, zone)
    words = f"{SHORT_DAYS[local.weekday()]} {local.day} {SHORT_MONTHS[local.month - 1]}"
    return words if local.year == today.year else f"{words} {local.year}"


def distance(span: timedelta) -> str:
    """How long a span is, roughly: `25 min`, `3 h`, `12 days`, `4 months`, `2 years`."""
    minutes = abs(span) // timedelta(minutes=1)
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
