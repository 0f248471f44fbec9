"""Gathers all that is held of a person, for them to see. A pure read."""

from dataclasses import dataclass
from datetime import datetime

from callq.privacy import erasure
from callq.privacy import subject_access as holding
from callq.privacy.identifiers import of_texts
from callq.privacy.subject_access import Rows
from callq.prospects.who import find_held
from callq.records.people import Found
from callq.storage.suppression import Door, Suppressed
from callq.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is held of somebody."""

    now: datetime
    who: Found
    ids: tuple[int, ...]
    """Theirs, and those that were merged into it."""
    held: dict[str, Rows]
    """By table."""
    named_in: tuple[int, ...]
    """Others in whose texts their name, number or address stands."""
    suppressed: tuple[Suppressed, ...]


def gather(ws: Workspace, who: str) -> Dossier:
    """All that is held of somebody, removed ones included.

    Raises:
        CallqError: Nobody is meant, or several may be; or the erasure key is missing.
    """
    found = find_held(ws, who)
    traces = erasure.traces(ws.db, found.id)
    signs = of_texts((*traces.names, *traces.numbers, *traces.emails))
    door = Door(ws.db)
    entries = (door.entry(text) for text in (*traces.numbers, *traces.emails))
    return Dossier(
        now=ws.now,
        who=found,
        ids=traces.ids,
        held=holding.held(ws.db, traces),
        named_in=erasure.named_in(ws.db, signs, traces.ids),
        suppressed=tuple(entry for entry in entries if entry),
    )
