"""Whether a rep keeps their routine: today's blocks, the days in a row, the last weeks."""

from collections import defaultdict
from datetime import date, timedelta

from callq.engine.blocks import Block, DayKept, Progress, counted, days_kept, streaks
from callq.engine.period import start_of
from callq.engine.spans import local_time
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.planning import statements
from callq.planning.days_off import days_off
from callq.planning.progress import blocks_of
from callq.planning.statements import DaysOff
from callq.workspace import Workspace

_YEAR = 365
_WEEKS = 5


class Kept(NamedTuple):
    """How the routine goes."""

    agent: str
    blocks: tuple[Block, ...]
    today: tuple[Progress, ...]
    streak: int
    """Days in a row, up to today."""
    longest: int
    """The longest such row within a year."""
    weeks: tuple[tuple[DayKept, ...], ...]
    """The last weeks from Monday, the oldest first."""
    all_days_off: tuple[DaysOff, ...]
    """Those that are not over yet."""


def keep(ws: Workspace) -> Kept:
    """Reads how the routine goes.

    Raises:
        CallqError: There is none.
    """
    blocks = blocks_of(ws.settings)
    if not blocks:
        raise CallqError(
            "You haven't set any goals.",
            name="no-goals",
            hint='callq setup, or callq config goals.morning "20 calls 08:00-12:00"',
            code=Exit.NOT_FOUND,
        )
    today = local_time(ws.now, ws.home).date()
    year = today - timedelta(days=_YEAR)
    made: defaultdict[date, list[int]] = defaultdict(list)
    for at in statements.moments(ws.db, ws.agent, start_of(year, ws.home)):
        local = local_time(at, ws.home)
        if at <= ws.now:
            made[local.date()].append(local.hour * 60 + local.minute)
    all_days_off = statements.all_days_off(ws.db, ws.agent)
    away = days_away(all_days_off)
    # Before their first call a rep had no routine to keep.
    first = min(made, default=today)
    days = days_kept(blocks, made, first, today, days_off(ws, first, today), away)
    streak, longest = streaks(days)
    monday = today - timedelta(days=today.weekday() + 7 * (_WEEKS - 1))
    weeks = [
        tuple(day for day in days if 0 <= (day.day - monday).days - 7 * week < 7)
        for week in range(_WEEKS)
    ]
    return Kept(
        ws.agent,
        blocks,
        counted(blocks, made[today]),
        streak,
        longest,
        tuple(week for week in weeks if week),
        tuple(one for one in all_days_off if one.last >= today),
    )


def days_away(all_days_off: tuple[DaysOff, ...]) -> frozenset[date]:
    """Every day of some all_days_off."""
    return frozenset(
        one.first + timedelta(days=ahead)
        for one in all_days_off
        for ahead in range((one.last - one.first).days + 1)
    )
