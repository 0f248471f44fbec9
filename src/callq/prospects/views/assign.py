"""A handover in words and as JSON."""

from typing import Any

from callq.engine.words import plural
from callq.prospects.assign import Handover
from callq.terminal.safe import safe


def as_json(done: Handover, *, dry_run: bool) -> dict[str, Any]:
    """`callq.assign/1`."""
    return {
        "schema": "callq.assign/1",
        "dry_run": dry_run,
        "people": done.people,
        "callbacks": done.callbacks,
        "emails": done.emails,
        "from": [{"rep": rep, "people": n} for rep, n in done.came_from.items()],
        "to": [{"rep": rep, "people": n} for rep, n in done.goes_to.items()],
    }


def lines(done: Handover) -> list[str]:
    """What goes to whose hands, a line for each rep."""
    owed = [
        plural(n, one, many)
        for n, one, many in (
            (done.callbacks, "scheduled callback", "scheduled callbacks"),
            (done.emails, "email owed", "emails owed"),
        )
        if n
    ]
    extra = f", with {' and '.join(owed)}" if owed else ""
    came = ", ".join(f"{safe(rep) or 'no owner'} {n:,}" for rep, n in done.came_from.items())
    goes = [f"  {n:>6,} to {safe(rep)}" for rep, n in done.goes_to.items()]
    return [f"{plural(done.people, 'person', 'people')} ({came}){extra}:", *goes]
