"""What a team decided on places: a country it calls, a state it closed or reopened."""

from typing import Any

from callq.compliance.place_decisions import Decided
from callq.engine.words import iso, plural
from callq.records.place_decisions import ACCEPTED, PlaceDecision
from callq.terminal.safe import safe
from callq.terminal.terminal import say, write_json


def show(decided: Decided, *, json: bool) -> None:
    """Says what was decided, and for how many people it changes something."""
    if json:
        write_json(as_json(decided))
        return
    one = decided.decision
    if one.kind == ACCEPTED:
        said = f"You now call {decided.name}. Only your own hours apply there ([hours])."
    elif decided.is_open:
        said = f"Reopened {decided.name}."
    else:
        said = f"Closed {decided.name} {days(one)}: {safe(one.reason)}."
    say(said)
    people = plural(decided.changed, "person", "people")
    say(f"  Changed the status of {people}. Wrong? callq undo")


def days(one: PlaceDecision) -> str:
    """`on 2026-09-01`, or `from 2026-09-01 to 2026-09-03`."""
    if one.first_day == one.last_day:
        return f"on {one.first_day}"
    return f"from {one.first_day} to {one.last_day}"


def line(one: PlaceDecision) -> str:
    """A decision in force, in one line under the table."""
    what = "You call it without rules" if one.kind == ACCEPTED else f"Closed {days(one)}"
    return f"{one.place}: {what}: {safe(one.reason)} ({safe(one.agent)}, {one.at:%Y-%m-%d})."


def as_json(decided: Decided) -> dict[str, Any]:
    """The JSON of `hours --accept`, `hours close` and `hours reopen`."""
    return {
        "schema": "callq.hours-place/1",
        "name": decided.name,
        "open": decided.is_open,
        "changed": decided.changed,
        "decision": decision_json(decided.decision),
    }


def decision_json(one: PlaceDecision) -> dict[str, Any]:
    """A decision."""
    return {
        "place": one.place,
        "kind": one.kind,
        "from": one.first_day or None,
        "to": one.last_day or None,
        "reason": one.reason,
        "by": one.agent,
        "at": iso(one.at),
    }
