"""Holds a person when a rep's own note says that they asked for no more calls."""

from callq.engine.opt_out import asks_no_calls, is_about_one_number
from callq.records.change_people import PeopleWriter
from callq.workspace import Workspace


def hold(ws: Workspace, prospect_id: int, note: str, command_id: int) -> str:
    """Holds a person for a decision, inside a write transaction, where a note asks for no calls.

    Returns:
        The words that ask it; empty if none do. Undo of the command ends the hold.
    """
    asked = asks_no_calls(note)
    if asked:
        PeopleWriter(ws.projector(), command_id).set(prospect_id, {"opt_out_text": asked})
    return asked


def warning(prospect_id: int, asked: str) -> str:
    """Says that they're on hold, and the two ways to decide."""
    one = " Only one number: callq dnc add NUMBER --number-only."
    return (
        f'The note says "{asked}": on hold until you decide.{one * is_about_one_number(asked)} '
        f"callq log {prospect_id} do-not-call, or callq edit {prospect_id} --may-be-called"
    )
