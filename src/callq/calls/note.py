"""Keeps what a rep found out about somebody before the call: their homework."""

from collections.abc import Sequence
from typing import NamedTuple

from callq.errors import CallqError
from callq.prospects.who import leased_or_named
from callq.records import research as homework
from callq.records.people import Found
from callq.storage import journal
from callq.workspace import Workspace

_LONGEST = 4000


class Noted(NamedTuple):
    """What was kept."""

    who: Found
    words: str
    notes: int
    """How many notes there are of them now."""


def note(ws: Workspace, words: Sequence[str]) -> Noted:
    """Keeps a note.

    Args:
        ws: An open workspace.
        words: WHO and the text; a single word or quoted text is for the one this rep holds.

    Raises:
        CallqError: Nobody is meant, or there is no text.
    """
    who = words[0] if len(words) > 1 else None
    text = " ".join(words[1:] if who is not None else words).strip()
    if not text:
        raise CallqError("What did you find out?", hint='callq note WHO "reads on Fridays"')
    if len(text) > _LONGEST:
        raise CallqError(f"A note has at most {_LONGEST:,} characters; this has {len(text):,}.")
    found = leased_or_named(ws, who)
    with ws.db.write():
        command = journal.begin(ws.db, "note", ws.agent, ws.now)
        row_id = homework.add(ws.db, found.id, ws.agent, ws.now, text)
        journal.remember_new(ws.db, command, "homework", row_id)
        journal.describe(ws.db, command, f"homework on {found.name}")
        notes = len(homework.of(ws.db, found.id))
    return Noted(found, text, notes)
