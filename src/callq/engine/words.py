"""Moments and counts in a few English words; times and dates in the style of the reader."""

from collections.abc import Sequence
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

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


class ClockStyle(Enum):
    """How a reader writes times and dates."""

    US = "12h"
    """`Wed, Mar 11, 2026, 3:00 PM`."""
    DAY_FIRST = "24h"
    """`Wed 11 Mar 2026, 15:00`."""


_STYLE: ContextVar[ClockStyle] = ContextVar("clock style", default=ClockStyle.US)


def use_clock(style: ClockStyle) -> None:
    """Set how this command writes times and dates; called once, when settings are read."""
    _STYLE.set(style)


def in_words(at: datetime, zone: tzinfo) -> str:
    """An aware moment in full: `Tuesday, March 17, 2026, 3:00 PM (America/New_York, EDT)`.

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
    full = _date(local, WEEKDAY_NAMES, MONTH_NAMES, year=True)
    return f"{full}, {clock(at, zone)} ({where})"


def day(at: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """The local day: `Tue, Mar 17, 2026`; without the year if it's the year of `now`."""
    local = local_time(at, zone)
    year = now is None or local_time(now, zone).year != local.year
    return _date(local, SHORT_DAYS, SHORT_MONTHS, year=year)


def clock(at: datetime, zone: tzinfo) -> str:
    """The local time of day: `3:00 PM`."""
    local = local_time(at, zone)
    return time_of_day(local.hour * 60 + local.minute)


def time_of_day(minutes: int) -> str:
    """A time of day, in minutes after midnight: `3:00 PM`."""
    hour, minute = divmod(minutes, 60)
    if _STYLE.get() is ClockStyle.DAY_FIRST:
        return f"{hour:02}:{minute:02}"
    return f"{(hour - 1) % 12 + 1}:{minute:02} {'AM' if hour % 24 < 12 else 'PM'}"


def day_and_time(at: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """The local day and time: `Tue, Mar 17, 2026, 3:00 PM`; the year as in `day`.

    The first moment of a day means a date without a time, so only the day is shown.
    """
    shown = day(at, zone, now)
    return shown if _is_bare(at, zone) else f"{shown}, {clock(at, zone)}"


def when(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A local moment, as short as its distance allows: `3:00 PM`, `tomorrow 9:00 AM`."""
    days = (local_time(at, zone).date() - local_time(now, zone).date()).days
    if days not in (-1, 0, 1):
        return day(at, zone, now)
    named = ("today", "tomorrow", "yesterday")[days]
    if _is_bare(at, zone):
        return named
    return f"{named} {clock(at, zone)}" if days else clock(at, zone)


def date_in_words(of: date, *, year: bool = True) -> str:
    """A date: `Tue, Mar 17, 2026`, or without its year."""
    return _date(of, SHORT_DAYS, SHORT_MONTHS, year=year)


def month_and_day(of: date) -> str:
    """A date without its weekday: `Mar 17`."""
    month = SHORT_MONTHS[of.month - 1]
    return f"{of.day} {month}" if _STYLE.get() is ClockStyle.DAY_FIRST else f"{month} {of.day}"


def _date(local: date, days: Sequence[str], months: Sequence[str], *, year: bool) -> str:
    weekday, month = days[local.weekday()], months[local.month - 1]
    if _STYLE.get() is ClockStyle.DAY_FIRST:
        return f"{weekday} {local.day} {month}" + (f" {local.year}" if year else "")
    return f"{weekday}, {month} {local.day}" + (f", {local.year}" if year else "")


def _is_bare(at: datetime, zone: tzinfo) -> bool:
    return local_time(at, zone).time() == time.min


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


def ahead(at: datetime, now: datetime, zone: tzinfo) -> str:
    """How far ahead a moment is, roughly: as `distance`, but days are nights slept till then."""
    nights = (local_time(at, zone).date() - local_time(now, zone).date()).days
    span = at - now
    return f"{nights} days" if span >= timedelta(days=1) and 1 < nights < 60 else distance(span)


def ago(span: timedelta) -> str:
    """How long ago something was, roughly: `just now`, `3 h ago`, `7 weeks ago`."""
    if span < timedelta(minutes=1):
        return "just now"
    weeks = span // timedelta(weeks=1)
    return f"{weeks} weeks ago" if 2 <= weeks < 12 else f"{distance(span)} ago"


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
