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
from callq.workspace import Desk


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


def gather(desk: Desk, who: str) -> Dossier:
    """All that is held of somebody, removed ones included.

    Raises:
        CallqError: Nobody is meant, or several may be; or the erasure key is missing.
    """
    found = find_held(desk, who)
    traces = erasure.traces(desk.db, found.id)
    signs = of_texts((*traces.names, *traces.numbers, *traces.emails))
    door = Door(desk.db)
    entries = (door.entry(text) for text in (*traces.numbers, *traces.emails))
    return Dossier(
        now=desk.now,
        who=found,
        ids=traces.ids,
        held=holding.held(desk.db, traces),
        named_in=erasure.named_in(desk.db, signs, traces.ids),
        suppressed=tuple(entry for entry in entries if entry),
    )
