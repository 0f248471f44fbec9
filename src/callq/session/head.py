"""What a rep should have in view besides the person: goal, callbacks, the day's calls."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from callq.named_tuple import NamedTuple
from callq.planning.progress import progress
from callq.queue.today import Item, Reader
from callq.records import queue
from callq.records.queue import Scope
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.engine.blocks import Progress

SOON = timedelta(minutes=5)
"""How long before its time a callback is announced."""


class Head(NamedTuple):
    """What the first line of the screen says."""

    agent: str
    now: datetime
    done_today: int
    progress: "Progress | None"
    callbacks: int
    """Scheduled for later today."""
    callback: Item | None
    """The next callback that isn't on the screen, overdue ones first."""


def head(ws: Workspace, scope: Scope, on_screen: int) -> Head:
    """Reads it.

    Args:
        ws: An open workspace.
        scope: Whose queue.
        on_screen: The id of the person on the screen; 0 for no one.
    """
    reader = Reader(ws, scope)
    local = ws.now.astimezone(ws.home)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)

    def elsewhere(item: Item) -> bool:
        others = item.agreed_by or item.entry.leased_to not in ("", ws.agent)
        return item.entry.id != on_screen and not others

    later = [item for item in reader.later_today() if elsewhere(item)]
    due = (item for item in reader.offers(0) if elsewhere(item))
    return Head(
        ws.agent, ws.now, queue.done_since(ws.db, midnight, ws.agent), progress(ws), len(later),
        next(due, None) or next(iter(later), None),
    )  # fmt: skip
