"""Records when a rep is away, and spreads what falls due meanwhile over the days after."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from callq.engine.period import start_of
from callq.engine.spans import local_time
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.planning import statements
from callq.planning.days_off import days_off
from callq.planning.goals import days_away
from callq.planning.load import is_business
from callq.planning.progress import blocks_of
from callq.planning.spreading import days_after, moved_to, spread
from callq.planning.typed_times import read_day
from callq.records import queue
from callq.records.change_people import PeopleWriter
from callq.records.queue import Entry
from callq.storage import journal
from callq.storage.dry_run import written
from callq.workspace import Workspace

_LONGEST_DAYS = 366
_LOOK_AHEAD_DAYS = 400


class Moved(NamedTuple):
    """A prospect postponed by their rep's time off."""

    entry: Entry
    due: datetime
    until: datetime


class TimeOff(NamedTuple):
    """An days_off, and what it does to the queue."""

    agent: str
    first: date
    last: date
    workdays: int
    """How many days of calling it takes."""
    capacity: int
    """Calls on a day after it."""
    moved: tuple[Moved, ...]
    callbacks: tuple[Entry, ...]
    """Callbacks during the time off: only the rep moves these."""
    dry_run: bool


def start_time_off(
    ws: Workspace, first: str, last: str, *, unowned: bool = False, dry_run: bool = False
) -> TimeOff:
    """Records an days_off and spreads what falls due in it, in one transaction.

    Args:
        ws: An open workspace.
        first: The first day, as typed.
        last: The last day; empty for the same.
        unowned: Spread people without an owner, too.
        dry_run: Do all of it and take it back.

    Raises:
        CallqError: A day can't be read, or the days are past, turned round, or there already.
    """
    start = read_day(ws, first)
    end = read_day(ws, last) if last else start
    _refuse(ws, start, end)
    with written(ws.db, dry_run=dry_run):
        return _write(ws, start, end, unowned=unowned, dry_run=dry_run)


def _refuse(ws: Workspace, first: date, last: date) -> None:
    today = local_time(ws.now, ws.home).date()
    if last < first:
        raise CallqError(
            f"{last} is before {first}.",
            name="days-in-reverse",
            hint="Give the first day first: callq goals time-off FROM TO",
        )
    if first < today:
        raise CallqError(
            f"{first} is in the past.",
            name="day-in-the-past",
            hint="Time off starts today or later.",
        )
    if (last - first).days >= _LONGEST_DAYS:
        raise CallqError(
            "That's more than a year.",
            name="time-off-too-long",
            hint="Give your people another owner: callq edit WHO --owner NAME",
        )
    for one in statements.all_days_off(ws.db, ws.agent):
        if one.first <= last and first <= one.last:
            raise CallqError(
                f"You already have time off from {one.first} to {one.last}.",
                name="already-off",
                hint='To end it early: callq goals time-off --back "DAY"',
                code=Exit.REFUSED,
            )


def _write(ws: Workspace, first: date, last: date, *, unowned: bool, dry_run: bool) -> TimeOff:
    command = journal.begin(ws.db, "goals time-off", ws.agent, ws.now)
    row_id = statements.add_days_off(ws.db, ws.agent, first, last)
    journal.remember_new(ws.db, command, "time_off", row_id)
    owners = (ws.agent, "" if unowned else ws.agent)
    entries = _due_between(ws, owners, first, last)
    callbacks = tuple(entry for entry in entries if entry.callback_at)
    moved = spread_after(ws, [e for e in entries if not e.callback_at], owners, last)
    writer = PeopleWriter(ws.projector(), command)
    for one in moved:
        writer.set(one.entry.id, {"postponed_until": one.until, "postponed_at": ws.now})
    writer.projector.refresh(one.entry.id for one in moved)
    journal.describe(ws.db, command, f"{ws.agent} from {first} to {last}")
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    off = days_off(ws, first, last)
    workdays = sum(is_business(day, off) for day in days)
    return TimeOff(
        ws.agent, first, last, workdays, calls_a_day(ws), moved, callbacks, dry_run
    )  # fmt: skip


def _due_between(ws: Workspace, owners: tuple[str, str], first: date, last: date) -> list[Entry]:
    """Who falls due for a call on these days, the first of the queue first."""
    found = queue.entries_where(
        ws.db, ws.now,
        "AND p.owner IN (:one, :other) AND p.tier > 0 AND p.action IN ('call', 'check-in') "
        "AND p.due_at >= :start AND p.due_at < :end ORDER BY p.tier, p.rank DESC, p.id",
        {
            "one": owners[0], "other": owners[1],
            "start": int(max(start_of(first, ws.home), ws.now).timestamp()),
            "end": int(start_of(last + timedelta(days=1), ws.home).timestamp()),
        },
    )  # fmt: skip
    return list(found)


def spread_after(
    ws: Workspace, entries: Sequence[Entry], owners: tuple[str, str], last: date
) -> tuple[Moved, ...]:
    """When people come back after an days_off, by their order and what falls due then anyway.

    Args:
        ws: An open workspace.
        entries: Who fell due in it, the first of the queue first.
        owners: Whose people count for what falls due; the same name twice for one.
        last: The last day of it.
    """
    away = days_away(statements.all_days_off(ws.db, ws.agent))
    off = days_off(ws, last, last + timedelta(days=_LOOK_AHEAD_DAYS))
    start = start_of(last + timedelta(days=1), ws.home)
    end = start + timedelta(days=_LOOK_AHEAD_DAYS)
    due = statements.due_moments(ws.db, owners, start, end)
    load = Counter(local_time(at, ws.home).date() for at in due)
    days = spread(len(entries), days_after(last, off, away), load, calls_a_day(ws))
    return tuple(
        Moved(entry, entry.due_at, moved_to(entry.due_at, day, entry.zone or ws.home, ws.home))
        for entry, day in zip(entries, days, strict=True)
        if entry.due_at
    )


def calls_a_day(ws: Workspace) -> int:
    """How many calls the rep makes on a day: by their routine, else the setting `limit`."""
    blocks = blocks_of(ws.settings)
    return sum(block.calls for block in blocks) or int(ws.settings["limit"])
