"""Times as a rep types them, read on a clock, with the team's own days off."""

from datetime import date, tzinfo
from typing import TYPE_CHECKING

from callq.workspace import Desk

if TYPE_CHECKING:
    from callq.engine.typed_times import Reading


def read(desk: Desk, text: str, zone: tzinfo | None = None) -> "Reading":
    """What a phrase says.

    Args:
        desk: An open desk: its clock, whether days come first, its days off.
        text: The phrase.
        zone: Where the clock hangs that it speaks of; the rep's own by default.

    Raises:
        PhraseError: A part of it is not understood, impossible, or can mean two things.
    """
    from callq.engine.typed_times import read_time

    return read_time(
        text,
        now=desk.now,
        zone=zone or desk.home,
        day_first=bool(desk.settings["day_first"]),
        holidays=desk.rulebook.holidays,
    )


def read_day(desk: Desk, text: str) -> date:
    """The day in which a phrase falls, on the rep's calendar; raises as `read` does."""
    return read(desk, text).at.astimezone(desk.home).date()
