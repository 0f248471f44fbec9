"""What `callq forget` says before and after, as lines and as JSON."""

from typing import Any

from callq.engine.words import plural
from callq.privacy.erase import Forgotten, Held, Request
from callq.terminal.safe import safe

SCHEMA = "callq.forget/1"
_SHOWN = 8


def plan(held: Held, *, retain: bool) -> list[str]:
    """What would leave the store and what would stay, line by line."""
    found, lines = held.traces, []
    numbers = plural(len(found.numbers), "number")
    emails = plural(len(found.emails), "address", "addresses")
    if held.who:
        place = " · ".join(filter(None, (held.who.company, held.who.shown, held.who.list_name)))
        lines.append(f"{safe(held.who.name)} · {safe(place)} · #{held.who.id}")
        lines.append(f"  {numbers}, {emails} and all that is written about them leave the store.")
        calls = plural(held.calls, "call")
        how = "stay without words, name and number" if retain else "leave it too"
        lines.append(f"  {calls} {how if held.calls != 1 else how.replace('leave', 'leaves')}.")
    else:
        given = ", ".join((*found.numbers, *found.emails))
        lines.append(f"{safe(given)} will never be taken in or called.")
    if found.numbers or found.emails:
        lines.append("  Keyed hashes of numbers and addresses stay, so that they never come back.")
    if held.sharing:
        some = "; ".join(f"{one.id} {safe(one.name)}" for one in held.sharing[:_SHOWN])
        lines.append(f"  Others share a number; they stay, and are held: {some}")
    if held.named_in:
        ids = ", ".join(map(str, held.named_in[:_SHOWN]))
        lines.append(f"  The name stays in texts about others, to be looked at: {ids}")
    lines.append("This can't be taken back; older backups and exports still hold them.")
    return lines


def plan_json(held: Held, request: Request) -> dict[str, Any]:
    """The documented object of a rehearsal."""
    return {**_common(held, request), "dry_run": True, "kept_as": None,
            "suppressed": len({*held.traces.numbers, *held.traces.emails}), "key_file": None,
            "wiped": None}  # fmt: skip


def done_json(done: Forgotten) -> dict[str, Any]:
    """The documented object."""
    return {
        **_common(done.held, done.request),
        "dry_run": False,
        "kept_as": done.pseudonym or None,
        "suppressed": done.suppressed,
        "key_file": done.key_file or None,
        "wiped": done.wiped,
    }


def _common(held: Held, request: Request) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "prospect_id": held.who.id if held.who else None,
        "reason": request.reason,
        "source": request.source,
        "calls": held.calls,
        "sharing": [one.id for one in held.sharing],
        "named_in": list(held.named_in),
    }
