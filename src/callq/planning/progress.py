"""Where a rep stands in the block of the day: one count, and only where there is a routine."""

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from callq.config import Settings
from callq.errors import CallqError
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.engine.blocks import Block, Progress

BLOCKS = ("morning", "afternoon")


def blocks_of(settings: Settings) -> "tuple[Block, ...]":
    """The blocks of the routine, in the order of the day; none where none is set.

    Raises:
        CallqError: They overlap.
    """
    set_ = {name: str(settings[f"goals_{name}"]) for name in BLOCKS}
    if not any(set_.values()):
        return ()
    from callq.engine.blocks import read_block

    found = tuple(read_block(name, text) for name, text in set_.items() if text)
    if any(one.end > other.start for one, other in pairwise(found)):
        raise CallqError(
            "Your morning block ends after your afternoon block begins.",
            name="blocks-overlap",
            hint='callq config goals.morning "20 calls 08:00-12:00"',
        )
    return found


def progress(ws: Workspace) -> "Progress | None":
    """The rep's progress in the current call block; None before it, and without goals."""
    blocks = blocks_of(ws.settings)
    if not blocks:
        return None
    from callq.engine.blocks import Progress, block_at
    from callq.planning import statements

    local = ws.now.astimezone(ws.home)
    found = block_at(blocks, local.hour * 60 + local.minute)
    if found is None:
        return None
    block, start, end = found
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)
    return Progress(block.name, statements.dials(ws.db, ws.agent, first, last), block.calls)
