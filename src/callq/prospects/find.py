"""Finds and filters people for `callq list`."""

from collections.abc import Iterator
from itertools import islice

from callq.engine.model import State
from callq.errors import CallqError
from callq.named_tuple import NamedTuple
from callq.prospects.who import find_all
from callq.queue.today import Item, Reader
from callq.records import queue
from callq.records.people import EVERYBODY
from callq.records.queue import Entry, Scope
from callq.workspace import Workspace

_VERDICTS = {
    "decide": "p.hold = 'opt-out-request'",
    "on-hold": "p.hold <> 'opt-out-request' AND p.state <> 'needs-number' AND {held}",
    "write-now": "p.action IN ('reply', 'propose') AND NOT {held}",
    "call-again": "p.ready = 1 AND p.action NOT IN ('reply', 'propose') AND NOT {held}",
    "cooling-down": "p.ready = 0 AND p.state NOT IN ('needs-number', 'do-not-call') "
                    "AND p.action NOT IN ('reply', 'propose') AND NOT {held}",
    "dead": "p.state = 'needs-number' AND p.hold <> 'opt-out-request'",
}  # fmt: skip
"""The verdicts of the audit that aren't states, for people the audit covers."""
_BATCH = 500
"""So many ids fit into one statement on every engine."""


class Wanted(NamedTuple):
    """Which people."""

    text: str = ""
    list_name: str = ""
    owner: str = ""
    state: str = ""
    due: bool = False
    held: bool = False


def find(ws: Workspace, wanted: Wanted, limit: int) -> Iterator[Item]:
    """The people who fit everything that is wanted, by id.

    Raises:
        CallqError: There is no such state.
    """
    ws.turn()
    reader = Reader(ws, Scope())
    found = entries(ws, wanted, limit)
    return (reader.item(entry) for entry in islice(found, limit))


def entries(ws: Workspace, wanted: Wanted, most: int = EVERYBODY) -> Iterator[Entry]:
    """The same people as the queue shows them; at least `most` of them if there are so many.

    Raises:
        CallqError: There is no such state.
    """
    is_verdict = bool(wanted.state) and wanted.state not in tuple(State)
    if is_verdict and wanted.state not in _VERDICTS:
        raise CallqError(
            f'Unknown state "{wanted.state}".',
            name="unknown-state",
            hint=f"States: {', '.join((*State, *_VERDICTS))}.",
        )
    held_groups: tuple[int, ...] = ()
    if wanted.held or wanted.due or is_verdict:
        held_groups = Reader(ws, Scope()).held_groups()
    conditions, params = _conditions(wanted, held_groups)
    if not wanted.text:
        yield from queue.entries_where(ws.db, ws.now, f"{conditions} ORDER BY p.id", params)
        return
    # Without other filters anyone the text finds will do, and a limit needs no more of them.
    enough = EVERYBODY if conditions else most
    ids = sorted(found.id for found in find_all(ws, wanted.text, enough))
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        marks = ", ".join(f":id{i}" for i in range(len(some)))
        named = {f"id{i}": id_ for i, id_ in enumerate(some)}
        which = f"{conditions} AND p.id IN ({marks}) ORDER BY p.id"
        yield from queue.entries_where(ws.db, ws.now, which, {**params, **named})


def _conditions(wanted: Wanted, groups: tuple[int, ...]) -> tuple[str, dict[str, object]]:
    parts: list[str] = []
    params: dict[str, object] = {}
    for column, value in (
        ("list_name", wanted.list_name), ("owner", wanted.owner), ("state", wanted.state),
    ):  # fmt: skip
        if value in _VERDICTS and column == "state":
            parts.append(f"AND p.audited = 1 AND {_VERDICTS[value].format(held=_held(groups))}")
        elif value:
            parts.append(f"AND p.{column} = :{column}")
            params[column] = value
    marks = ", ".join(map(str, groups)) or "-1"
    free = f"AND p.ready = 1 AND p.hold = '' AND p.hours_id NOT IN ({marks})"
    parts += [free] if wanted.due else []
    held = f"AND (p.hold <> '' OR (p.ready = 1 AND p.hours_id IN ({marks})))"
    parts += [held] if wanted.held else []
    return " ".join(parts), params


def _held(groups: tuple[int, ...]) -> str:
    return f"(p.hold <> '' OR p.hours_id IN ({', '.join(map(str, groups)) or '-1'}))"
