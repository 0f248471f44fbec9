"""Pause a list, go on with it, or close it for good."""

from callq.engine.model import Hold
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.records import list_holds
from callq.storage import journal
from callq.workspace import Workspace

HOLDS = {"pause": Hold.LIST_PAUSED, "resume": Hold.NONE, "close": Hold.LIST_CLOSED}
"""What each act leaves a list with."""
_ALREADY = {
    Hold.LIST_PAUSED: ("is paused already", "callq list resume {}"),
    Hold.LIST_CLOSED: ("is closed already", "callq list resume {}"),
    Hold.NONE: ("isn't paused or closed", "callq list --lists shows which are."),
}


class ListState(NamedTuple):
    """A list after it was paused, resumed or closed."""

    name: str
    hold: Hold
    held: int
    """How many people on it are on hold now because of it."""
    callbacks: int
    """How many people on it have a callback."""


def set_list(ws: Workspace, act: str, list_name: str) -> ListState:
    """Pauses, resumes or closes a list.

    Args:
        ws: An open workspace.
        act: One of `HOLDS`.
        list_name: An existing list.

    Raises:
        CallqError: It's so already.
    """
    hold = HOLDS[act]
    with ws.db.write():
        row_id, before = list_holds.of_list(ws.db, list_name)
        if before is hold:
            words, hint = _ALREADY[hold]
            raise CallqError(
                f'The list "{list_name}" {words}.', hint=hint.format(list_name),
                code=Exit.REFUSED, name="list-unchanged",
            )  # fmt: skip
        command = journal.begin(ws.db, f"list {act}", ws.agent, ws.now, list_name)
        if row_id:
            journal.remember_gone(ws.db, command, "list_hold", row_id)
            list_holds.end(ws.db, row_id)
        if hold:
            new = list_holds.add(ws.db, list_name, hold, ws.agent, ws.now)
            journal.remember_new(ws.db, command, "list_hold", new)
        list_holds.apply(ws.db)
        held, callbacks = list_holds.count(ws.db, list_name)
    return ListState(list_name, hold, held, callbacks)
