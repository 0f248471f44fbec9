"""Why there's no one to call, in counts, and when that changes."""

from datetime import datetime

from callq.named_tuple import NamedTuple
from callq.queue.today import Reader
from callq.records import leases, queue
from callq.records.queue import Scope
from callq.workspace import Workspace


class Waiting(NamedTuple):
    """An empty queue."""

    cooling_down: int
    """Due later."""
    outside_hours: int
    """Due, but outside their calling hours."""
    held: int
    """Due, but on hold."""
    with_others: int
    """With another rep right now."""
    skipped: int
    """Skipped by this rep for now."""
    on_other_lists: int
    """Due on lists outside of this session."""
    next_at: datetime | None
    """When the first of them may be called, in UTC."""


def waiting(ws: Workspace, scope: Scope) -> Waiting:
    """Counts why no one in a scope can be called now; reads everyone who isn't due."""
    counts = Reader(ws, scope).counts(0)
    everywhere = counts if scope == Scope() else Reader(ws, Scope()).counts(0)
    cooling_down, first = queue.due_later(ws.db, scope, ws.now)
    soonest = min(filter(None, (first, counts.opens_at)), default=None)
    return Waiting(
        cooling_down,
        counts.waiting,
        sum(counts.held.values()),
        leases.active(ws.db, ws.now),
        len(leases.skipped(ws.db, ws.agent, ws.now)),
        max(0, everywhere.due - counts.due),
        soonest,
    )
