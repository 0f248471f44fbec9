"""What `callq log` answers: who is called again when, and how to undo."""

from datetime import datetime, tzinfo
from typing import Any

from callq.calls.log import LogResult
from callq.engine.model import Action, Hold, State
from callq.engine.words import ahead, clock, day_and_time, iso
from callq.planning.views.goals import progress_json, progress_words
from callq.terminal.safe import safe

SCHEMA = "callq.log/1"
_ACTIONS = {
    Action.REPLY: "reply to their email now, then log emailed",
    Action.PROPOSE: "send a last proposal now, then log emailed",
}
_CHANNELS = {"call": "", "incoming": "they called", "visit": "in person"}
_AGAIN = {State.CALLBACK: "callback", State.CHECK_IN: "check in"}


def sentences(logged: LogResult, now: datetime, home: tzinfo) -> list[str]:
    """The answer, line by line: what was logged, what comes next, how to undo it.

    Args:
        logged: What was logged.
        now: The moment of the command.
        home: The rep's zone; their time is added where the two clocks differ.
    """
    what = logged.outcome.word
    details = [
        logged.call.reason if logged.call.reason != "unknown" else "",
        _CHANNELS.get(logged.call.channel, f"by {logged.call.channel}"),
        {True: "you can call again", False: "no permission"}.get(bool(logged.call.permission), "")
        if logged.call.permission is not None else "",
    ]  # fmt: skip
    if any(details):
        what += f" ({', '.join(filter(None, details))})"
    if what == "meeting" and logged.call.given_at:
        what += f" {day_and_time(logged.call.given_at, logged.zone, now)}"
    earlier = logged.call.at != now and not logged.dialed
    then = f"; called on {day_and_time(logged.call.at, home, now)}" if earlier else ""
    follows = _follows(logged, now, home)
    joined = f"{what} {follows}" if _is_scheduled(logged) else f"{what}, {follows}"
    lines = [f"{safe(logged.who.name)}: {joined}{then}."]
    if logged.status.hold is not Hold.NONE and logged.callable_at:
        lines.append(f"  You can't call them yet: callq why {logged.who.id}")
    if logged.status.state is State.NEEDS_NUMBER:
        lines.append(f"  Add one: callq edit {logged.who.id} --add-phone NUMBER")
    if logged.added:
        lines.append(f"  New: added as #{logged.who.id}.")
    if logged.blocked:
        lines.append(f"  On do-not-call for good, on every list: {', '.join(logged.blocked)}.")
    if logged.referred:
        lines.append(f"  Added {safe(logged.referred.name)} (#{logged.referred.id}).")
    if logged.progress:
        kept = ". Goal reached" if logged.progress.done == logged.progress.calls else ""
        lines.append(f"  {progress_words(logged.progress)}{kept}.")
    lines.append("  Wrong? callq undo")
    return lines


def as_json(logged: LogResult) -> dict[str, Any]:
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
        "explanation": [each.text for each in status.explanation],
        "violations": list(logged.call.violations),
        "warnings": list(logged.warnings),
        "blocked": list(logged.blocked),
        "call_block": progress_json(logged.progress),
        "referred_to": logged.referred.id if logged.referred else None,
        "added": logged.added,
    }


def _is_scheduled(logged: LogResult) -> bool:
    """Whether the outcome itself names the next call, like `callback Tue, Mar 17`."""
    return logged.outcome.needs_time and logged.status.state is State.CALLBACK


def _follows(logged: LogResult, now: datetime, home: tzinfo) -> str:
    status = logged.status
    if status.state is State.DO_NOT_CALL:
        return "never call again"
    if status.state is State.CLOSED:
        return "off the queue"
    if status.state is State.NEEDS_NUMBER:
        return "no working number left"
    if status.action in _ACTIONS:
        return _ACTIONS[status.action]
    at = status.due_at if status.callback_at else logged.callable_at
    words = _moment(at, now, logged.zone, home)
    if not _is_scheduled(logged):
        words = f"{_AGAIN.get(status.state, 'call again')} {words}"
    if status.number and logged.call.number and status.number.e164 != logged.call.number:
        words += f", on {status.number.shown}"
    return words


def _moment(at: datetime | None, now: datetime, zone: tzinfo, home: tzinfo) -> str:
    """Their local time, the city, and the rep's time where it differs."""
    if at is None:
        return "once something changes"
    if at <= now:
        return "now"
    yours = ""
    if at.astimezone(zone).utcoffset() != at.astimezone(home).utcoffset():
        yours = f", {clock(at, home)} your time"
    city = str(zone).rpartition("/")[2].replace("_", " ")
    return f"{day_and_time(at, zone, now)} ({city}{yours}, in {ahead(at, now, zone)})"
