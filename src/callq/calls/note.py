"""Saves what a rep found out about a person before the call."""

from collections.abc import Sequence

from callq.calls.note_opt_out import hold, warning
from callq.errors import CallqError
from callq.named_tuple import NamedTuple
from callq.prospects.who import leased_or_named
from callq.records import research
from callq.records.people import Found
from callq.storage import journal
from callq.workspace import Workspace

_LONGEST = 4000


class Noted(NamedTuple):
    """What was saved."""

    who: Found
    words: str
    notes: int
    """How many notes they have now."""
    warnings: tuple[str, ...] = ()


def note(ws: Workspace, words: Sequence[str]) -> Noted:
    """Saves a note.

    Args:
        ws: An open workspace.
        words: WHO and the text; a single word or quoted text is for the person this rep is calling.

    Raises:
        CallqError: No one or more than one person matches, or there's no text.
    """
    who = words[0] if len(words) > 1 else None
    text = " ".join(words[1:] if who is not None else words).strip()
    if not text:
        raise CallqError(
            "What did you find out?",
            hint='callq note [WHO] "opens on Fridays"',
            name="note-missing",
        )
    found = leased_or_named(ws, who)
    with ws.db.write():
        command = journal.begin(ws.db, "note", ws.agent, ws.now)
        asked = keep(ws, found.id, text, command)
        journal.describe(ws.db, command, f"research on {found.name}")
        notes = len(research.of(ws.db, found.id))
        if asked:
            ws.projector().refresh([found.id])
    return Noted(found, text, notes, (warning(found.id, asked),) if asked else ())


def keep(ws: Workspace, prospect_id: int, text: str, command: int) -> str:
    """Stores research on a person, inside a write transaction.

    The caller refreshes their projection where the note holds them.

    Returns:
        The words that ask for no calls; empty if none do.

    Raises:
        CallqError: The text is too long.
    """
    if len(text) > _LONGEST:
        raise CallqError(
            f"That note is too long: {len(text):,} characters, and {_LONGEST:,} is the most.",
            name="note-too-long",
        )
    row_id = research.add(ws.db, prospect_id, ws.agent, ws.now, text)
    journal.remember_new(ws.db, command, "research", row_id)
    return hold(ws, prospect_id, text, command)
