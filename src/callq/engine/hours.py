"""Calling hours: whether a person may be called at a moment, and when they may be next."""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from callq.engine.spans import local_time
from callq.named_tuple import NamedTuple

Day = tuple[tuple[int, int], ...]
"""Windows of a day in order: local minutes after midnight, each end exclusive; empty: no calls."""
Week = tuple[Day, ...]
"""The days from Monday."""
Seen = MutableMapping[tzinfo, tuple[int, int, str]]
"""What clocks show at one moment, cached while many schedules are checked."""

WHOLE_DAY: Day = ((0, 24 * 60),)
ANY_TIME: Week = (WHOLE_DAY,) * 7
NEVER: Week = ((),) * 7
_LONGEST_WAIT_DAYS = 31
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


class Clock(NamedTuple):
    """Hours by the clock of one zone."""

    zone: tzinfo
    week: Week


class Schedule(NamedTuple):
    """When a person may be called: inside the hours of every zone."""

    clocks: tuple[Clock, ...] = ()
    """One for each zone they may be in; empty if unknown, so never."""
    closed: str = ""
    """Local dates without calls: ISO, separated by blanks."""
    short: Mapping[str, Day] = MappingProxyType({})
    """Local dates, ISO, on which calls must be inside these windows as well."""

    def day(self, week: Week, local: datetime) -> Day:
        """The windows of a local date in a week of the schedule."""
        date = local.date().isoformat()
        if date in self.closed:
            return ()
        day = week[local.weekday()]
        return both(day, self.short[date]) if date in self.short else day


def everywhere(zones: Iterable[tzinfo], week: Week, closed: str = "") -> Schedule:
    """The same hours in every zone."""
    return Schedule(tuple(Clock(zone, week) for zone in zones), closed)


def is_open(at: datetime, schedule: Schedule, seen: Seen | None = None) -> bool:
    """Whether `at` is inside the hours of every zone; never if no zone is known."""
    for zone, week in schedule.clocks:
        shown = None if seen is None else seen.get(zone)
        if shown is None:
            local = local_time(at, zone)
            shown = local.weekday(), local.hour * 60 + local.minute, local.date().isoformat()
            if seen is not None:
                seen[zone] = shown
        weekday, minute, date = shown
        if date in schedule.closed or not _holds(week[weekday], minute):
            return False
        if schedule.short and not _holds(schedule.short.get(date, WHOLE_DAY), minute):
            return False
    return bool(schedule.clocks)


def opens_at(at: datetime, schedule: Schedule, by: datetime | None = None) -> datetime | None:
    """The first moment from `at` on that is inside the hours of every zone, in UTC.

    None if there's none within a month (or, with `by`, before that), or no zone is known.
    """
    if not schedule.clocks:
        return None
    try:
        end = at + timedelta(days=_LONGEST_WAIT_DAYS)
    except OverflowError:
        end = datetime.max.replace(tzinfo=UTC)
    end = min(end, by) if by else end
    # Each zone in turn moves the moment to when it opens; if none moves it, all are open.
    moment, agreed = at.astimezone(UTC), 0
    while agreed < len(schedule.clocks):
        for clock in schedule.clocks:
            later = _opens(moment, clock, schedule)
            if later is None or later >= end:
                return None
            agreed = agreed + 1 if later == moment else 1
            moment = later
            if agreed >= len(schedule.clocks):
                break
    return moment


def closes_at(at: datetime, schedule: Schedule) -> datetime | None:
    """When the hours that are open at `at` end, in UTC.

    None when they aren't open, or don't end within a month.
    """
    moment, left = at.astimezone(UTC), 2 * _LONGEST_WAIT_DAYS
    while left and is_open(moment, schedule):
        moment = min(_closes(moment, clock, schedule) for clock in schedule.clocks)
        left -= 1
    return moment if left and moment > at else None


def _closes(at: datetime, clock: Clock, schedule: Schedule) -> datetime:
    """When the window that `at` is in ends, or the clock changes before that."""
    local = local_time(at, clock.zone)
    minute = local.hour * 60 + local.minute
    today = schedule.day(clock.week, local)
    last = next(end for start, end in today if start <= minute < end)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    days, minutes = divmod(last, 24 * 60)
    end = (midnight + days * _DAY).replace(hour=minutes // 60, minute=minutes % 60)
    moments = [end.astimezone(UTC), end.replace(fold=1).astimezone(UTC)]
    if midnight.utcoffset() != (midnight + _DAY).utcoffset():
        day = midnight.astimezone(UTC), (midnight + _DAY).astimezone(UTC)
        moments.append(clock_change(*day, clock.zone))
    return min(moment for moment in moments if moment > at)


def common(first: Week, second: Week) -> Week:
    """The hours that are in both."""
    return tuple(both(one, other) for one, other in zip(first, second, strict=True))


def both(one: Day, other: Day) -> Day:
    """The windows that are in both."""
    return tuple(
        (max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d)
    )  # fmt: skip


def ending_early(week: Week, minutes: int) -> Week:
    """The same hours, each window ending some minutes earlier, except at the end of the day."""
    return tuple(
        tuple(
            (start, last)
            for start, end in day
            if start < (last := end - minutes if end < 24 * 60 else end)
        )
        for day in week
    )


def week_text(week: Week) -> str:
    """A week as stored: `480-1200/.../`, `600-780+840-1200` for two windows."""
    return "/".join("+".join(f"{start}-{end}" for start, end in day) for day in week)


@lru_cache(maxsize=512)
def read_week(text: str) -> Week:
    """A week that `week_text` wrote."""
    return tuple(
        tuple(
            (int(start), int(end))
            for start, _, end in (window.partition("-") for window in day.split("+") if window)
        )
        for day in text.split("/")
    )


def schedule_of(zones: Iterable[str], windows: str, closed: str = "") -> Schedule:
    """A schedule from its stored text.

    Args:
        zones: IANA names.
        windows: The week in every zone; after a `;` weeks of single zones:
            `America/Chicago=480-1200/...`, and short days: `2026-12-24=600-1140`.
        closed: Dates, as in `Schedule`.
    """
    week, *others = windows.split(";")
    clocks = [Clock(ZoneInfo(name), read_week(week)) for name in zones]
    short = {}
    for other in others:
        name, _, text = other.partition("=")
        if name[0].isdigit():
            short[name] = read_week(text)[0]
        else:
            clocks.append(Clock(ZoneInfo(name), read_week(text)))
    return Schedule(tuple(clocks), closed, short)


def _holds(day: Day, minute: int) -> bool:
    return any(start <= minute < end for start, end in day)


def _opens(at: datetime, clock: Clock, schedule: Schedule) -> datetime | None:
    """The first moment from `at` on when one zone is open."""
    local = local_time(at, clock.zone)
    if _holds(schedule.day(clock.week, local), local.hour * 60 + local.minute):
        return at
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        for ahead in range(_LONGEST_WAIT_DAYS + 1):
            found = _first_of_day(at, midnight + ahead * _DAY, clock, schedule)
            if found is not None:
                return found
    except OverflowError:
        pass
    return None


def _first_of_day(
    at: datetime, midnight: datetime, clock: Clock, schedule: Schedule
) -> datetime | None:
    """The first moment after `at` on a local day when one zone opens."""
    day = schedule.day(clock.week, midnight)
    moments = _starts(midnight, day)
    if midnight.utcoffset() != (midnight + _DAY).utcoffset():
        moments = sorted((*moments, *_starts_around_change(midnight, day, clock.zone)))
    for moment in moments:
        local = local_time(moment, clock.zone)
        minute = local.hour * 60 + local.minute
        if moment > at and _holds(schedule.day(clock.week, local), minute):
            return moment
    return None


def _starts(midnight: datetime, day: Day) -> list[datetime]:
    return [
        midnight.replace(hour=start // 60, minute=start % 60).astimezone(UTC) for start, _ in day
    ]


def _starts_around_change(midnight: datetime, day: Day, zone: tzinfo) -> Iterator[datetime]:
    """Other moments when closed hours may end on a day on which the clocks change."""
    for start, _ in day:
        again = midnight.replace(hour=start // 60, minute=start % 60, fold=1)
        yield again.astimezone(UTC)
    yield midnight.astimezone(UTC)
    yield clock_change(midnight.astimezone(UTC), (midnight + _DAY).astimezone(UTC), zone)


def clock_change(early: datetime, late: datetime, zone: tzinfo) -> datetime:
    """The moment, in UTC, when the offset of a zone changes after `early`.

    Args:
        early: A moment before, in UTC.
        late: A later moment in UTC with another offset, and only one change in between.
        zone: The zone.
    """
    before = early.astimezone(zone).utcoffset()
    while late - early > _SECOND:
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
