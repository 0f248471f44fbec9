"""What `callq log` answers: when they come back, and how to undo."""

from datetime import datetime, tzinfo
from typing import Any

from callq.calls.log import Logged
from callq.engine.model import Action, Hold, State
from callq.engine.words import clock, day_and_time, distance, in_words, iso
from callq.planning.views.goals import progress_json, progress_words
from callq.terminal.safe import safe

SCHEMA = "callq.log/1"
_ACTIONS = {
    Action.REPLY: "Next: reply to their mail now, then log emailed.",
    Action.PROPOSE: "Next: send a last proposal now, then log emailed.",
}


def sentences(logged: Logged, now: datetime, home: tzinfo) -> list[str]:
    """The echo, line by line: what was understood, what follows, how to take it back."""
    what = f"{safe(logged.who.name)}: {logged.outcome.label}"
    details = [
        logged.call.reason if logged.call.reason != "unknown" else "",
        "" if logged.call.channel == "call" else f"by {logged.call.channel}",
        {True: "may be called", False: "no permission"}.get(bool(logged.call.permission), "")
        if logged.call.permission is not None else "",
    ]  # fmt: skip
    if any(details):
        what += f" ({', '.join(filter(None, details))})"
    if logged.call.at != now:
        what += f", on {day_and_time(logged.call.at, home)}"
    lines = [f"{what}.", f"  {_follows(logged, now, home)}"]
    if logged.blocked:
        lines.append(f"  On do-not-call for ever, on every list: {', '.join(logged.blocked)}.")
    if logged.referred:
        lines.append(f"  Added {safe(logged.referred.name)} as {logged.referred.id}.")
    if logged.progress:
        kept = ": kept" if logged.progress.done == logged.progress.calls else ""
        lines.append(f"  {progress_words(logged.progress)}{kept}.")
    lines.append("  Wrong? callq undo")
    return lines


def as_json(logged: Logged) -> dict[str, Any]:
    """The documented object."""
    status = logged.status
    return {
        "schema": SCHEMA,
        "prospect_id": logged.who.id,
        "name": logged.who.name,
        "call_id": logged.call_id,
        "outcome": logged.outcome.word,
        "reason": logged.call.reason or None,
        "at": iso(logged.call.at),
        "given_at": iso(logged.call.given_at),
        "rule": status.rule,
        "state": status.state.value,
        "action": status.action.value,
        "due_at": iso(status.due_at),
        "callable_at": iso(logged.callable_at),
        "because": [because.text for because in status.explanation],
        "breach": list(filter(None, logged.call.breach.split(","))),
        "warnings": list(logged.warnings),
        "blocked": list(logged.blocked),
        "routine": progress_json(logged.progress),
        "referred_to": logged.referred.id if logged.referred else None,
    }


def _follows(logged: Logged, now: datetime, home: tzinfo) -> str:
    status, zone = logged.status, logged.zone
    if status.state is State.NEVER:
        return "Never to be called again."
    if status.state is State.CLOSED:
        return "Leaves the queue."
    if status.state is State.NEEDS_NUMBER:
        return f"No number is left: callq edit {logged.who.id} --add-phone NUMBER"
    if status.action in _ACTIONS:
        return _ACTIONS[status.action]
    at = status.due_at if status.promised_at else logged.callable_at
    words = _moment(at, now, zone, home)
    head = {State.CALLBACK: "Promised for", State.CHECK_IN: "Check-in from"}.get(
        status.state, "Back"
    )
    held = "" if status.hold is Hold.NONE else f"\n  Held meanwhile: callq why {logged.who.id}"
    if status.number and logged.call.number and status.number.e164 != logged.call.number:
        words += f" · on {status.number.shown}"
    return f"{head} {words} · rule {status.rule}{held}"


def _moment(at: datetime | None, now: datetime, zone: tzinfo, home: tzinfo) -> str:
    if at is None:
        return "never"
    if at <= now:
        return "in the queue now"
    words = f"{in_words(at, zone)}\n  "
    if at.astimezone(zone).utcoffset() != at.astimezone(home).utcoffset():
        words += f"{clock(at, home)} your time · "
    return f"{words}in {distance(at - now)}"
