"""What became of two records that are one person."""

from datetime import tzinfo
from typing import Any

from callq.engine.words import in_words, iso, plural
from callq.prospects.merge import Merged
from callq.terminal.safe import safe
from callq.terminal.terminal import say

SCHEMA = "callq.merge/1"


def show(merged: Merged, home: tzinfo) -> None:
    """Prints the report for a person."""
    joined, kept = merged.joined, merged.kept
    would = "Would merge" if merged.dry_run else "Merged"
    left = f"{safe(joined.gone.name)} ({joined.gone.id})"
    say(f"{would} {left} into {safe(kept.name)} ({kept.id}).")
    moved = [
        plural(joined.moved.phones, "number"),
        plural(joined.moved.emails, "address", "addresses"),
        plural(joined.moved.calls, "call"),
    ]
    moved += [plural(joined.moved.consents, "consent")] if joined.moved.consents else []
    moved += [plural(joined.moved.homework, "note")] if joined.moved.homework else []
    say(f"  Came along: {', '.join(moved)}.")
    if joined.filled:
        say(f"  Filled or added to: {', '.join(joined.filled)}.")
    for key, value in joined.beside:
        say(f"  Kept beside, as {safe(key)}: {safe(value)}")
    if joined.blocked:
        say("  One of them asked never to be called. On do-not-call for ever, on every list: "
            f"{', '.join(joined.blocked)}.")  # fmt: skip
    standing = merged.standing
    due = f", due {in_words(standing.due_at, home)}" if standing.due_at else ""
    say(f"  Standing: {standing.state}{due}: {safe(standing.why)}")
    say("Nothing was changed." if merged.dry_run else "  Wrong? callq undo")


def as_json(merged: Merged) -> dict[str, Any]:
    """The documented object."""
    joined, standing = merged.joined, merged.standing
    return {
        "schema": SCHEMA,
        "dry_run": merged.dry_run,
        "kept": {"id": merged.kept.id, "name": merged.kept.name},
        "gone": {"id": joined.gone.id, "name": joined.gone.name},
        "moved": {
            "numbers": joined.moved.phones,
            "emails": joined.moved.emails,
            "calls": joined.moved.calls,
            "consents": joined.moved.consents,
            "homework": joined.moved.homework,
        },
        "filled": list(joined.filled),
        "beside": [{"field": key, "value": value} for key, value in joined.beside],
        "do_not_call": list(joined.blocked),
        "state": standing.state.value,
        "due_at": iso(standing.due_at) if standing.due_at else None,
    }
