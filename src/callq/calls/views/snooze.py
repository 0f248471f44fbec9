"""What `callq snooze` answers: when they're due now."""

from datetime import datetime, tzinfo
from typing import Any

from callq.calls.snooze import Snoozed
from callq.engine.words import clock, day_and_time, iso


def sentence(snoozed: Snoozed, now: datetime, home: tzinfo) -> str:
    """`Ron Smith: due Mon, Jun 1, 9:00 AM instead of now.`, with the rep's time if it differs."""
    zone, name = snoozed.zone, snoozed.who.name
    due = snoozed.due_at
    before = "now" if due is None or due <= now else day_and_time(due, zone, now)
    if snoozed.until is None:
        return f"{name}: no longer snoozed, due {before}."
    yours = ""
    if snoozed.until.astimezone(zone).utcoffset() != snoozed.until.astimezone(home).utcoffset():
        yours = f" ({clock(snoozed.until, home)} your time)"
    return f"{name}: due {day_and_time(snoozed.until, zone, now)}{yours} instead of {before}."


def as_json(snoozed: Snoozed) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": "callq.snooze/1",
        "id": snoozed.who.id,
        "name": snoozed.who.name,
        "until": iso(snoozed.until),
        "due_before": iso(snoozed.due_at),
        "warnings": list(snoozed.warnings),
    }
