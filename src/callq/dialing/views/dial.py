"""What `callq dial` answers."""

from typing import Any

from callq.dialing.dial import Dialed
from callq.engine.words import iso
from callq.terminal.safe import safe

SCHEMA = "callq.dial/1"


def lines(dialed: Dialed) -> list[str]:
    """Who is being called on which number, and what to type afterwards."""
    name = safe(dialed.who.name or dialed.who.company)
    if dialed.picture:
        first = f"Scan this with your phone to call {name} on {dialed.shown}:"
        return [first, dialed.picture.rstrip("\n"), "Then log how it went: callq log OUTCOME"]
    return [f"Dialing {name} on {dialed.shown}.", "Then log how it went: callq log OUTCOME"]


def as_json(dialed: Dialed) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "prospect_id": dialed.who.id,
        "name": dialed.who.name,
        "number": dialed.number,
        "shown": dialed.shown,
        "how": dialed.how,
        "at": iso(dialed.at),
        "lease_until": iso(dialed.until),
        "warnings": list(dialed.warnings),
    }
