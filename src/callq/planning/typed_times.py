"""Times as a rep types them, read on a clock, with the team's own days off."""

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.engine.typed_times import Reading


def read(
    ws: Workspace, text: str, zone: tzinfo | None = None, now: datetime | None = None
) -> "Reading":
    """What a phrase says.

    Args:
        ws: An open workspace: its clock, whether days come first, its days off.
        text: The phrase.
        zone: Where the clock hangs that it speaks of; the rep's own by default.
        now: The moment to count from; the workspace's by default.

    Raises:
        PhraseError: A part of it is not understood, impossible, or can mean two things.
    """
    from callq.engine.typed_times import read_time

    return read_time(
        text,
        now=now or ws.now,
        zone=zone or ws.home,
        day_first=bool(ws.settings["day_first"]),
        holidays=ws.rulebook.holidays,
    )


def read_until(ws: Workspace, text: str, zone: tzinfo) -> "Reading":
    """What a phrase says that may begin with "until": when they are called again."""
    first, _, rest = text.strip().partition(" ")
    return read(ws, rest if first.lower() in ("until", "till") else text, zone)


def read_day(ws: Workspace, text: str) -> date:
    """The day in which a phrase falls, on the rep's calendar; raises as `read` does."""
    return read(ws, text).at.astimezone(ws.home).date()
