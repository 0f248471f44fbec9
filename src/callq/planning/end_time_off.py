"""Ends an days_off early, as if it had been recorded so: who was put off comes back sooner."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from callq.engine.period import start_of
from callq.engine.spans import local_time
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.planning import statements
from callq.planning.statements import DaysOff
from callq.planning.time_off import calls_a_day, spread_after
from callq.planning.typed_times import read_day
from callq.records import queue
from callq.records.change_people import PeopleWriter
from callq.records.queue import Entry
from callq.storage import journal
from callq.storage.dry_run import written
from callq.workspace import Workspace


class Sooner(NamedTuple):
    """A prospect who is due sooner because their rep is back."""

    entry: Entry
    """As they stood while the rep was away."""
    due: datetime
    """When they are due now."""


class Back(NamedTuple):
    """An days_off that ends early, and what it does to the queue."""

    agent: str
    day: date
    """The first day of work."""
    first: date
    """The first day of the days_off."""
    last: date | None
    """Its last day now; None when it is called off altogether."""
    capacity: int
    """Calls on a day."""
    sooner: tuple[Sooner, ...]
    dry_run: bool


def end_time_off(ws: Workspace, text: str = "", *, dry_run: bool = False) -> Back:
    """Ends an days_off, and spreads anew who fell due in what is left of it, in one transaction.

    Args:
        ws: An open workspace.
        text: The first day of work, as typed; today when empty.
        dry_run: Do all of it and take it back.

    Raises:
        CallqError: The day can't be read, or the rep is not away then.
    """
    day = read_day(ws, text) if text else local_time(ws.now, ws.home).date()
    days_off = _days_off(ws, day)
    with written(ws.db, dry_run=dry_run):
        return _write(ws, days_off, day, dry_run=dry_run)


def _days_off(ws: Workspace, day: date) -> DaysOff:
    all_ = statements.all_days_off(ws.db, ws.agent)
    for one in all_:
        if one.first <= day <= one.last:
            return one
    known = " and ".join(f"{one.first} to {one.last}" for one in all_ if one.last >= day)
    raise CallqError(
        f"You don't have time off on {day}.",
        name="not-off",
        hint=f'Your time off: {known}. Name a day in it: callq goals time-off --back "DAY"'
        if known
        else "Plan some: callq goals time-off FROM TO",
        code=Exit.NOT_FOUND,
    )


def _write(ws: Workspace, days_off: DaysOff, day: date, *, dry_run: bool) -> Back:
    command = journal.begin(ws.db, "goals time-off", ws.agent, ws.now)
    postponed = statements.postponed_by(ws.db, days_off.id)
    # A call or a callback since then has set another due time.
    waiting = [e for e in _entries(ws, postponed) if e.due_at == postponed[e.id].until]
    writer = PeopleWriter(ws.projector(), command)
    for id_, one in postponed.items():
        writer.set(id_, one.before)
    writer.projector.refresh(postponed)
    last = day - timedelta(days=1) if day > days_off.first else None
    if last:
        journal.remember(ws.db, command, "time_off", days_off.id, ("last_day",))
        statements.set_last_day(ws.db, days_off.id, last)
        _spread_anew(ws, writer, waiting, day)
    else:
        journal.remember_gone(ws.db, command, "time_off", days_off.id)
        statements.drop_days_off(ws.db, days_off.id)
    journal.describe(ws.db, command, f"{ws.agent} back on {day}")
    now = {entry.id: entry.due_at for entry in _entries(ws, [e.id for e in waiting])}
    sooner = tuple(
        Sooner(entry, due)
        for entry in waiting
        if (due := now.get(entry.id)) and entry.due_at and due < entry.due_at
    )
    return Back(ws.agent, day, days_off.first, last, calls_a_day(ws), sooner, dry_run)


def _spread_anew(ws: Workspace, writer: PeopleWriter, waiting: Sequence[Entry], day: date) -> None:
    """Spreads those who fell due before the rep came back over the days from then on."""
    start = start_of(day, ws.home)
    missed = [e for e in _entries(ws, [e.id for e in waiting]) if e.due_at and e.due_at < start]
    owners = (ws.agent, "" if any(not e.owner for e in missed) else ws.agent)
    today = local_time(ws.now, ws.home).date()
    for one in spread_after(ws, missed, owners, max(day, today) - timedelta(days=1)):
        writer.set(one.entry.id, {"postponed_until": one.until, "postponed_at": ws.now})
    writer.projector.refresh(e.id for e in missed)


def _entries(ws: Workspace, ids: Iterable[int]) -> list[Entry]:
    """People by id, the first of the queue first."""
    listed = ",".join(map(str, ids))
    order = "ORDER BY p.tier, p.rank DESC, p.id"
    return list(queue.entries_where(ws.db, ws.now, f"AND p.id IN ({listed}) {order}", {}))
