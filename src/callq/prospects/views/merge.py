"""The result of a merge, as text and JSON."""

from datetime import tzinfo
from typing import Any

from callq.engine.words import in_words, iso, plural
from callq.prospects.merge import Merged
from callq.queue.views.reason import state_and_words
from callq.records.status_reason import stored_reason
from callq.terminal.safe import safe
from callq.terminal.terminal import say

SCHEMA = "callq.merge/1"


def show(merged: Merged, home: tzinfo) -> None:
    """Print the result."""
    joined, kept = merged.joined, merged.kept
    would = "Would merge" if merged.dry_run else "Merged"
    left = f"{safe(joined.gone.name)} ({joined.gone.id})"
    say(f"{would} {left} into {safe(kept.name)} ({kept.id}).")
    moved = [
        plural(joined.moved.phones, "number"),
        plural(joined.moved.emails, "email"),
        plural(joined.moved.calls, "call"),
    ]
    moved += [plural(joined.moved.consents, "consent")] if joined.moved.consents else []
    moved += [plural(joined.moved.research, "research note")] if joined.moved.research else []
    say(f"  Moved: {', '.join(moved)}.")
    if joined.filled:
        say(f"  Filled in: {', '.join(joined.filled)}.")
    for key, value in joined.beside:
        say(f"  Also kept: {safe(key)} = {safe(value)}")
    if joined.blocked:
        say(f"  One of the two opted out. Now on do-not-call: {', '.join(joined.blocked)}.")
    status = merged.status
    due = f", due {in_words(status.due_at, home)}" if status.due_at else ""
    state, *words = state_and_words(status.state, stored_reason(status))
    say(": ".join([f"  Status: {state}{due}", *words]))
    say("Nothing changed." if merged.dry_run else "  Wrong? callq undo")


def as_json(merged: Merged) -> dict[str, Any]:
    """The documented object."""
    joined, status = merged.joined, merged.status
    return {
        "schema": SCHEMA,
        "dry_run": merged.dry_run,
        "kept": {"id": merged.kept.id, "name": merged.kept.name},
        "merged": {"id": joined.gone.id, "name": joined.gone.name},
        "moved": {
            "numbers": joined.moved.phones,
            "emails": joined.moved.emails,
            "calls": joined.moved.calls,
            "consents": joined.moved.consents,
            "research": joined.moved.research,
        },
        "filled": list(joined.filled),
        "conflicts": [{"field": key, "value": value} for key, value in joined.beside],
        "do_not_call": list(joined.blocked),
        "state": status.state,
        "due_at": iso(status.due_at) if status.due_at else None,
    }
