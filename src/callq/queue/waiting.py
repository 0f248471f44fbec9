"""Why there's no one to call, in counts, and when that changes."""

from datetime import datetime, tzinfo

from callq.engine.checks import BY_CODE
from callq.engine.words import when
from callq.named_tuple import NamedTuple
from callq.queue.today import Reader
from callq.records import leases, queue
from callq.records.queue import Scope
from callq.workspace import Workspace


class Waiting(NamedTuple):
    """An empty queue."""

    cooling_down: int
    """Due later."""
    outside_hours: int
    """Due, but outside their calling hours."""
    held: dict[str, int]
    """Due, but on hold: by hold."""
    with_others: int
    """With another rep right now."""
    agreed_by_others: int
    """Callbacks that belong to another rep for now."""
    skipped: int
    """Skipped by this rep for now."""
    on_other_lists: int
    """Due on lists outside of this scope."""
    next_at: datetime | None
    """When the first of them may be called, in UTC."""


def waiting(ws: Workspace, scope: Scope) -> Waiting:
    """Counts why no one in a scope can be called now; reads everyone who isn't due."""
    reader = Reader(ws, scope)
    counts = reader.counts(0)
    everywhere = counts if scope == Scope() else Reader(ws, Scope()).counts(0)
    cooling_down, first = queue.due_later(ws.db, scope, ws.now)
    soonest = min(filter(None, (first, counts.opens_at)), default=None)
    return Waiting(
        cooling_down,
        counts.waiting,
        counts.held,
        leases.active(ws.db, ws.now, ws.agent),
        sum(bool(item.agreed_by) for item in reader.offers(0)),
        len(leases.skipped(ws.db, ws.agent, ws.now)),
        max(0, everywhere.due - counts.due),
        soonest,
    )


def in_words(found: Waiting, now: datetime, home: tzinfo) -> str:
    """The counts in a sentence, and when there's someone to call."""
    counts = ", ".join(f"{n:,} {words}" for n, words in reasons(found))
    counts = counts or "no one is due, now or later"
    sentences = [f"{counts[0].upper()}{counts[1:]}."]
    if found.next_at:
        sentences.append(f"Next: {when(found.next_at, now, home)}, your time.")
    if found.held:
        sentences.append("See who's on hold: callq list --held")
    return " ".join(sentences)


def reasons(found: Waiting) -> list[tuple[int, str]]:
    """How many can't be called now, and why."""
    rows = (
        (found.outside_hours, "due outside their calling hours"),
        (found.cooling_down, "due later"),
        (sum(found.held.values()), f"on hold ({_holds(found)})"),
        (found.with_others, "with other reps"),
        (found.agreed_by_others, "agreed by another rep"),
        (found.skipped, "skipped by you"),
        (found.on_other_lists, "due on other lists"),
    )
    return [(count, words) for count, words in rows if count]


def _holds(found: Waiting) -> str:
    return ", ".join(f"{BY_CODE[hold].short} {n:,}" for hold, n in sorted(found.held.items()))
