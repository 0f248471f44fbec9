"""What a call was made against, judged at its own moment, and what was checked for it.

Nothing here refuses: the call was made, and the log must be true.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from callq.compliance.hours_now import Checked as CheckedHours
from callq.compliance.hours_now import check as check_hours
from callq.engine.model import Channel
from callq.engine.outcomes import Outcome
from callq.engine.status import Status, is_dialed
from callq.records import dnc, number_lists
from callq.records.calls import NewCall
from callq.records.number_lists import OnRecord
from callq.records.people import Details
from callq.storage import meta
from callq.workspace import Workspace

DO_NOT_CALL, REGISTRY, STALE, HOURS = "do-not-call", "registry", "list-too-old", "hours"
CONSENT = "consent"
MEANINGS = {
    DO_NOT_CALL: "the number was on do-not-call, or they had asked never to be called",
    REGISTRY: "the number was on a registry of do-not-call numbers",
    STALE: "the copy of the registry that covers the number was too old",
    HOURS: "it was outside their calling hours",
    "cap": "it was one call more than a cap allows",
    CONSENT: "where they are, nobody is called without a consent, and none was recorded",
    "rest": "it was within the rest that their place asks for after a conversation or a no",
    "closed": "the matter was closed",
}
"""The gates a call may have been made against; the last two and `cap` the status finds."""
_HASH = 12
_SAID = {"seller": "seller", "product": "product", "from": "calling_number", "shown": "caller_id"}
"""What is kept of the rep's own settings, and under which name."""


class Checked(NamedTuple):
    """What was found before a call was written."""

    gates: tuple[str, ...]
    text: str
    """What was checked, as compact JSON: it is kept with the call."""
    warnings: tuple[str, ...]


def check(ws: Workspace, details: Details, call: NewCall, outcome: Outcome) -> Checked:
    """Judges a call about to be logged, inside its transaction; some microseconds.

    Args:
        ws: Inside a write transaction.
        details: Who was called.
        call: As it is about to be logged.
        outcome: How it ended.
    """
    gates, warnings = [], []
    hours = check_hours(ws, details.id, call.number, call.at)
    lists = number_lists.on_record(ws.db, call.number, call.at) if call.number else []
    if is_dialed(call, outcome):  # type: ignore[arg-type]
        wished = any(each.holds and each.kind == "own" for each in lists)
        if wished or (call.number and dnc.stood_at(ws.db, call.number, call.at)):
            gates.append(DO_NOT_CALL)
            warnings.append(f"{call.number} is on do-not-call: this call is recorded as a breach.")
        for gate, words in _registries(call, lists, excused=hours.excuse is not None):
            gates.append(gate)
            warnings.append(f"{words}: this call is recorded as a breach.")
        if hours.zones and not hours.inside_own:
            gates.append(HOURS)
            why = f"{hours.holiday}: no calls" if hours.holiday else hours.window
            warnings.append(
                f"Outside their calling hours ({why}): this call is recorded as a breach."
            )
        if hours.needs_consent:
            gates.append(CONSENT)
            warnings.append(
                "No consent to calls is recorded, which where they are every call needs: "
                "this call is recorded as a breach."
            )
    return Checked(tuple(gates), _text(ws, call, hours, lists), tuple(warnings))


def of_status(status: Status, call_id: int) -> tuple[str, ...]:
    """The gates that only the whole history tells, once the call is part of it."""
    return tuple(
        dict.fromkeys(
            breach.what
            for breach in status.breaches
            if breach.call_id == call_id and breach.what in MEANINGS
        )
    )


def warnings_of(status: Status, call_id: int, told: Sequence[str]) -> tuple[str, ...]:
    """What the history says against a call, in sentences.

    Args:
        status: With the call in it.
        call_id: Of the call.
        told: The gates that were told of already.
    """
    found = []
    for breach in status.breaches:
        if breach.call_id == call_id:
            is_news = breach.what in MEANINGS and breach.what not in told
            end = ": this call is recorded as a breach." if is_news else "."
            found.append(f"{breach.text[0].upper()}{breach.text[1:]}{end}")
    return tuple(found)


def _registries(
    call: NewCall, lists: Sequence[OnRecord], *, excused: bool
) -> Iterator[tuple[str, str]]:
    for series in dict.fromkeys(each.series for each in lists if each.kind != "own"):
        copies = [each for each in lists if each.series == series]
        if not excused and any(each.holds for each in copies):
            yield REGISTRY, f"{call.number} is on {series}, a registry of do-not-call numbers"
        newest = max(copies, key=lambda each: (each.dated, each.id))
        if newest.expires_at is not None and newest.expires_at <= call.at:
            yield STALE, f"The copy of {series} that covers {call.number} is too old"


def _text(ws: Workspace, call: NewCall, hours: CheckedHours, lists: Sequence[OnRecord]) -> str:
    """What was checked and said: by which rules, in which window, against which lists."""
    facts = ws.facts
    held: dict[str, object] = {
        "rules": f"{ws.rulebook.version} {facts.get(meta.RULEBOOK_HASH, '')[:_HASH]}".strip(),
        "zones": list(hours.zones),
        "window": hours.window,
        "kind": hours.kind,
        "places": list(hours.rows),
        "table": hours.table,
        "lists": ["own", *dict.fromkeys(f"{each.series} {each.dated}".strip() for each in lists)],
        "excused": _excuse(hours, lists),
        "playbook": facts.get(meta.PLAYBOOK_HASH, "")[:_HASH] or facts.get(meta.PLAYBOOK, ""),
        **{name: str(ws.settings[setting]) for name, setting in _SAID.items()},
    }
    if call.channel not in (Channel.CALL, Channel.TEXT):
        for key in ("zones", "window", "kind", "places", "table", "lists", "excused"):
            del held[key]
    kept = {key: value for key, value in held.items() if value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _excuse(hours: CheckedHours, lists: Sequence[OnRecord]) -> str:
    """What lifted a registry's entry: `purchase`; empty when none stood or nothing did."""
    on_one = any(each.holds and each.kind != "own" for each in lists)
    return hours.excuse.kind if hours.excuse and on_one else ""
