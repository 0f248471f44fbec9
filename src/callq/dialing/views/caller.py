"""What `callq caller` answers: one line, or the documented object."""

from datetime import datetime, tzinfo
from typing import Any

from callq.dialing.caller import Caller
from callq.engine.model import State
from callq.engine.words import day, iso
from callq.terminal.safe import safe

SCHEMA = "callq.caller/1"


def line(caller: Caller, now: datetime, home: tzinfo) -> str:
    """Name, company, last outcome and owner on one line."""
    entry = caller.entry
    last = "never called"
    if entry.last_at:
        last = f"{entry.last_outcome} {day(entry.last_at, home, now)}"
    parts = (
        entry.name,
        entry.company,
        last,
        f"owner {entry.owner}" if entry.owner else "",
        "do-not-call" if entry.state == State.DO_NOT_CALL else "",
        f"{caller.others} more with this number" if caller.others else "",
    )
    return safe(" · ".join(" ".join(part.split()) for part in parts if part))


def as_json(caller: Caller) -> dict[str, Any]:
    """The documented object."""
    entry = caller.entry
    return {
        "schema": SCHEMA,
        "number": caller.number,
        "prospect_id": entry.id,
        "name": entry.name,
        "company": entry.company or None,
        "owner": entry.owner or None,
        "state": entry.state,
        "last_outcome": entry.last_outcome or None,
        "last_at": iso(entry.last_at),
        "others": caller.others,
    }
