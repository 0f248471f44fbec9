"""Proposes times for a call: to come, inside the calling hours of both, on different days."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from callq.engine.hours import Schedule, Week, everywhere, is_open
from callq.named_tuple import NamedTuple

_HOURS = ((10, 0), (14, 30), (11, 30), (16, 0), (9, 30), (13, 0), (15, 30), (17, 0))
_EVEN_LATER = tuple((hour, 0) for hour in (8, 9, 12, 18, 19, 7, 20, 6))
FURTHEST_DAYS = 21
"""No day further ahead is proposed."""
_APART = timedelta(minutes=30)
_SATURDAY = 5


class Days(NamedTuple):
    """The rep's days: when no call can be agreed on."""

    off: Collection[date]
    """The rep's local dates without calls, besides Saturdays and Sundays."""
    hours: Week
    """When the team calls."""
    taken: Sequence[datetime] = ()
    """When the rep has callbacks with others, aware."""


def propose(
    now: datetime, theirs: Schedule, ours: Days, home: tzinfo, wanted: int = 3
) -> tuple[datetime, ...]:
    """Times for a call, in UTC, from the next business day on, each on another day.

    Each is at least half an hour away from the rep's other callbacks.

    Args:
        now: Aware.
        theirs: When they are offered; the first zone's clock gives round hours.
        ours: The rep's days.
        home: The rep's zone; times inside the team's hours there come first.
        wanted: How many.
    """
    found: list[datetime] = []
    if not theirs.clocks:
        return ()
    at_home = everywhere([home], ours.hours)
    today = now.astimezone(theirs.clocks[0].zone).date()
    for ahead in range(1, FURTHEST_DAYS):
        day = today + timedelta(days=ahead)
        if day.weekday() >= _SATURDAY or day in ours.off:
            continue
        moment = _of_day(day, len(found), theirs, at_home, ours.taken)
        if moment is not None:
            found.append(moment)
        if len(found) == wanted:
            break
    return tuple(found)


def _of_day(
    day: date, turn: int, theirs: Schedule, at_home: Schedule, taken: Sequence[datetime]
) -> datetime | None:
    # Each day begins with another hour: who can't at ten on one day can't on the next either.
    start = turn % len(_HOURS)
    hours = (*_HOURS[start:], *_HOURS[:start], *_EVEN_LATER)
    moments = [_at(day, hour, theirs.clocks[0].zone) for hour in hours]
    free = [at for at in moments if all(abs(at - other) >= _APART for other in taken)]
    open_ = [at for at in free if is_open(at, theirs)]
    ours = [at for at in open_ if is_open(at, at_home)]
    return next(iter(ours or open_), None)


def _at(day: date, clock: tuple[int, int], zone: tzinfo) -> datetime:
    local = datetime(day.year, day.month, day.day, *clock, tzinfo=zone)
    return local.astimezone(UTC)
