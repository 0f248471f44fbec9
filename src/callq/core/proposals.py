"""Proposes times for a call: to come, inside the calling hours of both, on different days."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta, tzinfo

from callq.core.hours import Schedule, Week, everywhere, is_open

_HOURS = ((10, 0), (14, 30), (11, 30), (16, 0), (9, 30), (13, 0), (15, 30), (17, 0))
_EVEN_LATER = tuple((hour, 0) for hour in (8, 9, 12, 18, 19, 7, 20, 6))
_FURTHEST_DAYS = 21
_SATURDAY = 5


def propose(
    now: datetime,
    theirs: Schedule,
    ours: Week,
    holidays: Collection[date],
    home: tzinfo,
    wanted: int = 3,
) -> tuple[datetime, ...]:
    """Times for a call, in UTC, from the next business day on, each on another day.

    Args:
        now: Aware.
        theirs: When they are offered; the first zone's clock gives round hours.
        ours: When the team calls.
        holidays: Local dates that are no business days.
        home: The rep's zone; times inside the same hours there come first.
        wanted: How many.
    """
    found: list[datetime] = []
    if not theirs.clocks:
        return ()
    at_home = everywhere([home], ours)
    today = now.astimezone(theirs.clocks[0].zone).date()
    for ahead in range(1, _FURTHEST_DAYS):
        day = today + timedelta(days=ahead)
        if day.weekday() >= _SATURDAY or day in holidays:
            continue
        moment = _of_day(day, len(found), theirs, at_home)
        if moment is not None:
            found.append(moment)
        if len(found) == wanted:
            break
    return tuple(found)


def _of_day(day: date, turn: int, theirs: Schedule, at_home: Schedule) -> datetime | None:
    # Each day begins with another hour: who can't at ten on one day can't on the next either.
    start = turn % len(_HOURS)
    hours = (*_HOURS[start:], *_HOURS[:start], *_EVEN_LATER)
    moments = [_at(day, hour, theirs.clocks[0].zone) for hour in hours]
    open_ = [at for at in moments if is_open(at, theirs)]
    ours = [at for at in open_ if is_open(at, at_home)]
    return next(iter(ours or open_), None)


def _at(day: date, clock: tuple[int, int], zone: tzinfo) -> datetime:
    local = datetime(day.year, day.month, day.day, *clock, tzinfo=zone)
    return local.astimezone(UTC)
