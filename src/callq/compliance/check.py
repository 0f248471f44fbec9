"""Checks a call against the rules that applied when it was made, and keeps what was checked.

It never refuses: the call was made, so it is logged, in violation or not.
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
    CONSENT: "their location requires consent before any call, and none was recorded",
    "rest": "it was within the pause their location requires after a conversation or a refusal",
    "closed": "the matter was closed",
}
"""Every kind of violation; the status finds `cap`, `rest` and `closed`."""
_HASH = 12
_SAID = {"seller": "seller", "product": "product", "from": "calling_number", "shown": "caller_id"}
"""What is kept of the rep's own settings, and under which name."""


class Checked(NamedTuple):
    """What was found before a call was written."""

    violations: tuple[str, ...]
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
    violations, warnings = [], []
    hours = check_hours(ws, details.id, call.number, call.at)
    lists = number_lists.on_record(ws.db, call.number, call.at) if call.number else []
    if is_dialed(call, outcome):  # type: ignore[arg-type]
        opted_out = any(each.holds and each.kind == "own" for each in lists)
        if opted_out or (call.number and dnc.stood_at(ws.db, call.number, call.at)):
            violations.append(DO_NOT_CALL)
            warnings.append(f"{call.number} is on do-not-call. Logged as a violation.")
        for violation, words in _registries(call, lists, exempt=hours.exemption is not None):
            violations.append(violation)
            warnings.append(f"{words}. Logged as a violation.")
        if hours.zones and not hours.inside_own:
            violations.append(HOURS)
            why = f"{hours.holiday}: no calls" if hours.holiday else hours.window
            warnings.append(f"Outside their calling hours ({why}). Logged as a violation.")
        if hours.needs_consent:
            violations.append(CONSENT)
            warnings.append(
                "Their location requires consent before any call, and none is recorded. "
                "Logged as a violation."
            )
    return Checked(tuple(violations), _text(ws, call, hours, lists), tuple(warnings))


def of_status(status: Status, call_id: int) -> tuple[str, ...]:
    """The violations that only the whole history shows, the call included."""
    return tuple(
        dict.fromkeys(
            violation.what
            for violation in status.violations
            if violation.call_id == call_id and violation.what in MEANINGS
        )
    )


def warnings_of(status: Status, call_id: int, known: Sequence[str]) -> tuple[str, ...]:
    """The violations a call's history shows, in sentences.

    Args:
        status: With the call in it.
        call_id: Of the call.
        known: The violations already reported.
    """
    found = []
    for violation in status.violations:
        if violation.call_id == call_id:
            is_news = violation.what in MEANINGS and violation.what not in known
            end = ". Logged as a violation." if is_news else "."
            found.append(f"{violation.text[0].upper()}{violation.text[1:]}{end}")
    return tuple(found)


def _registries(
    call: NewCall, lists: Sequence[OnRecord], *, exempt: bool
) -> Iterator[tuple[str, str]]:
    for series in dict.fromkeys(each.series for each in lists if each.kind != "own"):
        copies = [each for each in lists if each.series == series]
        if not exempt and any(each.holds for each in copies):
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
        "exempt": _exemption(hours, lists),
        "playbook": facts.get(meta.PLAYBOOK_HASH, "")[:_HASH] or facts.get(meta.PLAYBOOK, ""),
        **{name: str(ws.settings[setting]) for name, setting in _SAID.items()},
    }
    if call.channel not in (Channel.CALL, Channel.TEXT):
        for key in ("zones", "window", "kind", "places", "table", "lists", "exempt"):
            del held[key]
    kept = {key: value for key, value in held.items() if value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _exemption(hours: CheckedHours, lists: Sequence[OnRecord]) -> str:
    """What lifted a registry's entry: `purchase`; empty when none stood or nothing did."""
    on_one = any(each.holds and each.kind != "own" for each in lists)
    return hours.exemption.kind if hours.exemption and on_one else ""
