"""Finds and filters people for `callq list`."""

from collections.abc import Iterator
from itertools import islice

from callq.engine.filters import Filter
from callq.engine.model import State
from callq.queue.narrowing import condition_of
from callq.queue.today import Item, Reader
from callq.records import queue
from callq.records.queue import Condition, Entry, Scope
from callq.workspace import Workspace

EVERYBODY = Filter()
_FEW = 5000


def find(ws: Workspace, wanted: Filter, limit: int) -> Iterator[Item]:
    """The people who fit everything that is wanted, by id; callbacks by time.

    Raises:
        CallqError: A word of the filter can't be read, or there is no such state.
    """
    ws.turn()
    reader = Reader(ws, Scope())
    if wanted.state != State.CALLBACK and limit <= _FEW:
        # Whole rows are read of these alone, not of everyone who is sorted.
        ids = queue.ids_in(ws.db, Scope(only=condition_of(ws, wanted)), limit)
        some = ", ".join(map(str, ids)) or "-1"
        return map(reader.item, among(ws, Condition(f" AND p.id IN ({some})")))
    return map(reader.item, islice(entries(ws, wanted), limit))


def entries(ws: Workspace, wanted: Filter) -> Iterator[Entry]:
    """The same people as the queue shows them.

    Raises:
        CallqError: A word of the filter can't be read, or there is no such state.
    """
    by_time = wanted.state == State.CALLBACK
    return among(ws, condition_of(ws, wanted), "p.callback_at, p.id" if by_time else "p.id")


def among(ws: Workspace, which: Condition, order: str = "p.id") -> Iterator[Entry]:
    """The people a condition leaves in."""
    return queue.entries_where(ws.db, ws.now, f"{which.sql} ORDER BY {order}", dict(which.params))


def ids_of(ws: Workspace, wanted: Filter) -> list[int]:
    """The ids of everyone who fits, in their order.

    Raises:
        CallqError: A word of the filter can't be read, or there is no such state.
    """
    scope = Scope(only=condition_of(ws, wanted))
    return queue.ids_in(ws.db, scope, queue.NO_LIMIT)
