"""What `callq reconcile` answers: calls to log, calls that never rang, and calls to return."""

from datetime import tzinfo
from typing import Any

from callq.calls.reconcile import Finding, Kind, Reconciled
from callq.engine.words import day_and_time, iso, plural
from callq.terminal.safe import safe
from callq.terminal.terminal import say

SCHEMA = "callq.reconcile/1"
_HEADINGS = {
    Kind.NOT_LOGGED: "Called, but not logged",
    Kind.NEVER_RUNG: "Logged, but not in the phone's log",
    Kind.MISSED: "Missed calls to return",
    Kind.ON_DO_NOT_CALL: "Called a do-not-call number of a person who isn't in your store",
}


def show(found: Reconciled, zone: tzinfo, *, logged: bool) -> None:
    """Print the differences, kind by kind, and what was done."""
    for kind, heading in _HEADINGS.items():
        these = [one for one in found.findings if one.kind is kind]
        if these:
            say(f"{heading}: {len(these):,}")
            for one in these:
                say(f"  {line(one, zone)}")
    others = ""
    if found.strangers:
        others = f"; {plural(found.strangers, 'call')} with other numbers left out"
    count = f"{plural(found.calls, 'call')} in {safe(found.source)}"
    say(f"{count}, {found.matched:,} of them in your log{others}.")
    for remark in found.remarks:
        say(f"Note: {safe(remark)}.")
    if found.unread:
        say(f"{plural(found.unread, 'row')} left out: no number to dial, or no clear date.")
    if logged and (found.logged or found.lengths):
        lengths = f" and filled in {plural(found.lengths, 'length')}" if found.lengths else ""
        say(f"Logged {plural(found.logged, 'call')}{lengths}. Wrong? callq undo")
    elif not logged and (
        found.lengths or any(one.kind is Kind.NOT_LOGGED for one in found.findings)
    ):
        say("Nothing changed. To log these calls: callq reconcile FILE --yes")


def line(one: Finding, zone: tzinfo) -> str:
    """A finding in one line."""
    parts = [
        f"{safe(one.name)}, {one.number}" if one.name else one.number,
        day_and_time(one.at, zone),
        f"{one.seconds // 60}:{one.seconds % 60:02} min" if one.seconds else "",
        "they called" if one.channel == "incoming" and one.kind is Kind.NOT_LOGGED else "",
        safe(one.outcome),
        f"in violation: {', '.join(one.violations)}" if one.violations else "",
    ]
    return ", ".join(filter(None, parts))


def as_json(found: Reconciled, *, logged: bool) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "source": found.source,
        "dry_run": not logged,
        "calls": found.calls,
        "matched": found.matched,
        "strangers": found.strangers,
        "unread": found.unread,
        "logged": found.logged,
        "lengths": found.lengths,
        "remarks": list(found.remarks),
        "findings": [
            {
                "kind": one.kind.value,
                "line": one.line or None,
                "prospect_id": one.prospect_id or None,
                "name": one.name or None,
                "number": one.number or None,
                "at": iso(one.at),
                "channel": one.channel,
                "outcome": one.outcome or None,
                "duration": one.seconds,
                "call_id": one.call_id if logged or one.kind is Kind.NEVER_RUNG else None,
                "violations": list(one.violations),
            }
            for one in found.findings
        ],
    }
