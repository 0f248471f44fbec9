"""The plan and the result of an erasure, as text and JSON."""

from typing import Any

from callq.engine.words import plural
from callq.privacy.erase import Erased, Held, Request
from callq.terminal.safe import safe

SCHEMA = "callq.erase/1"
_SHOWN = 8


def plan(held: Held, *, retain: bool) -> list[str]:
    """What would be erased and what would stay, line by line."""
    found, lines = held.traces, []
    numbers = plural(len(found.numbers), "number")
    emails = plural(len(found.emails), "email")
    if held.who:
        place = " · ".join(filter(None, (held.who.company, held.who.shown, held.who.list_name)))
        lines.append(f"{safe(held.who.name)} · {safe(place)} · #{held.who.id}")
        lines.append(f"  Erases {numbers}, {emails} and everything written about them.")
        calls = plural(held.calls, "call")
        how = "Keeps {} without name, number and notes." if retain else "Erases {} too."
        lines.append(f"  {how.format(calls)}")
    else:
        given = ", ".join((*found.numbers, *found.emails))
        lines.append(f"{safe(given)} will never be imported or called.")
    if found.numbers or found.emails:
        lines.append("  Keeps keyed hashes, so an import can't bring them back.")
    if held.sharing:
        some = "; ".join(f"{one.id} {safe(one.name)}" for one in held.sharing[:_SHOWN])
        lines.append(f"  Others share a number. They stay, but go on do-not-call: {some}")
    if held.named_in:
        ids = ", ".join(map(str, held.named_in[:_SHOWN]))
        lines.append(f"  The name stays in texts about others. Check them: {ids}")
    lines.append("You can't undo this. Older backups and exports still have their data.")
    return lines


def plan_json(held: Held, request: Request) -> dict[str, Any]:
    """The documented object of a dry run."""
    return {**_common(held, request), "dry_run": True, "pseudonym": None,
            "suppressed": len({*held.traces.numbers, *held.traces.emails}), "key_file": None,
            "wiped": None}  # fmt: skip


def done_json(done: Erased) -> dict[str, Any]:
    """The documented object."""
    return {
        **_common(done.held, done.request),
        "dry_run": False,
        "pseudonym": done.pseudonym or None,
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
        "same_number": [one.id for one in held.sharing],
        "named_in": list(held.named_in),
    }
