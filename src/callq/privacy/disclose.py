"""Gather the data report: everything stored about a person. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from callq.privacy import erasure, subject_access
from callq.privacy.identifiers import of_texts
from callq.privacy.subject_access import Rows
from callq.prospects.who import find_held
from callq.records.people import Found
from callq.storage.suppression import Suppressed, SuppressionCheck
from callq.workspace import Workspace


@dataclass(frozen=True, slots=True)
class DataReport:
    """Everything stored about one person."""

    now: datetime
    who: Found
    ids: tuple[int, ...]
    """Their id, and the ids merged into it."""
    held: dict[str, Rows]
    """By table."""
    named_in: tuple[int, ...]
    """Ids of others whose texts contain this person's name, number or email."""
    suppressed: tuple[Suppressed, ...]


def gather(ws: Workspace, who: str) -> DataReport:
    """Gather everything stored about a person, also one who was removed.

    Raises:
        CallqError: WHO matches no one or several, or the erasure key is missing.
    """
    found = find_held(ws, who)
    traces = erasure.traces(ws.db, found.id)
    identifiers = of_texts((*traces.names, *traces.numbers, *traces.emails))
    check = SuppressionCheck(ws.db)
    entries = (check.entry(text) for text in (*traces.numbers, *traces.emails))
    return DataReport(
        now=ws.now,
        who=found,
        ids=traces.ids,
        held=subject_access.stored(ws.db, traces),
        named_in=erasure.named_in(ws.db, identifiers, traces.ids),
        suppressed=tuple(entry for entry in entries if entry),
    )
