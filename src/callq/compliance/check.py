"""Looks up what a call is checked against, and keeps what was checked."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from callq.compliance.hours_now import Checked as CheckedHours
from callq.engine.model import Channel
from callq.engine.new_call import Circumstances
from callq.engine.registries import REQUIRED, is_too_old
from callq.engine.words import date_in_words, time_of_day
from callq.named_tuple import NamedTuple
from callq.records import dnc, number_lists
from callq.records.calls import NewCall
from callq.records.number_lists import BARRED, MOVED, OWN, OnRecord
from callq.records.registries import counts, missing
from callq.storage import meta
from callq.storage.db import Db
from callq.workspace import Workspace

_HASH = 12
_SAID = {"seller": "seller", "product": "product", "from": "calling_number", "shown": "caller_id"}
"""What is kept of the rep's own settings, and under which name."""


class Suppression(NamedTuple):
    """What was on record against a number at a moment."""

    is_blocked: bool
    """Whether it was on do-not-call, lists of people who sue callers apart."""
    lists: tuple[OnRecord, ...]
    """The lists that covered it or had it."""


def suppression_of(db: Db, number: str, at: datetime) -> Suppression:
    """What was on record against a number (E.164; empty: nothing is) at a moment."""
    if not number:
        return Suppression(is_blocked=False, lists=())
    lists = tuple(number_lists.on_record(db, number, at))
    on_own = any(each.holds and each.kind == OWN for each in lists)
    return Suppression(on_own or dnc.stood_at(db, number, at), lists)


def circumstances(
    call: NewCall, hours: CheckedHours, found: Suppression, answer: str
) -> Circumstances:
    """What a new call is judged by.

    Args:
        call: The call.
        hours: What was checked of its moment.
        found: What was on record against its number.
        answer: Whether the team has to check numbers; see `engine.registries`.
    """
    copies: dict[str, list[OnRecord]] = {}
    for each in found.lists:
        if each.kind not in (OWN, BARRED):
            copies.setdefault(each.series, []).append(each)
    newest = {name: max(some, key=lambda one: (one.dated, one.id)) for name, some in copies.items()}
    on = [name for name, some in copies.items() if any(one.holds for one in some)]
    on = [] if hours.exemption else on
    moved = _having_it(found.lists, MOVED)
    return Circumstances(
        on_do_not_call=found.is_blocked,
        litigators=_having_it(found.lists, BARRED),
        registries=tuple(name for name in on if name not in moved),
        reassigned=tuple(name for name in on if name in moved),
        old_lists=tuple(
            name
            for name, one in newest.items()
            if counts(name, hours.registry_rows)
            and is_too_old(one.expires_at, call.at, map(ZoneInfo, hours.zones))
        ),
        no_lists=_unchecked(call, hours, found.lists) if answer == REQUIRED else (),
        outside=_hours_that_day(hours) if hours.zones and not hours.inside else "",
        needs_consent=hours.needs_consent,
    )


def _having_it(lists: Sequence[OnRecord], kind: str) -> tuple[str, ...]:
    """The series of the lists of a kind that had the number."""
    return tuple(dict.fromkeys(one.series for one in lists if one.holds and one.kind == kind))


def _hours_that_day(hours: CheckedHours) -> str:
    """For the rep: `8:00 AM-8:00 PM their time`."""
    if hours.holiday:
        return f"no calls on {date_in_words(date.fromisoformat(hours.holiday))}"
    spans = ", ".join(f"{time_of_day(start)}-{time_of_day(end)}" for start, end in hours.day)
    return f"{spans} their time" if spans else "no calls that day"


def as_text(ws: Workspace, call: NewCall, hours: CheckedHours, lists: Sequence[OnRecord]) -> str:
    """What was checked and said: by which rules, in which window, against which lists.

    Returns:
        Compact JSON, to be kept with the call.
    """
    facts = ws.facts
    held: dict[str, object] = {
        "rules": f"{ws.rulebook.version} {facts.get(meta.RULEBOOK_HASH, '')[:_HASH]}".strip(),
        "zones": list(hours.zones),
        "window": hours.window,
        "kind": hours.kind,
        "places": list(hours.rows),
        "table": ws.calling.version,
        "lists": ["own", *dict.fromkeys(f"{each.series} {each.dated}".strip() for each in lists)],
        "unchecked": list(_unchecked(call, hours, lists)),
        "exemption": _exemption(hours, lists),
        "playbook": facts.get(meta.PLAYBOOK_HASH, "")[:_HASH] or facts.get(meta.PLAYBOOK, ""),
        **{name: str(ws.settings[setting]) for name, setting in _SAID.items()},
    }
    if call.channel not in (Channel.CALL, Channel.TEXT):
        for key in (
            "zones", "window", "kind", "places", "table", "lists", "unchecked", "exemption",
        ):  # fmt: skip
            del held[key]
    kept = {key: value for key, value in held.items() if value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _exemption(hours: CheckedHours, lists: Sequence[OnRecord]) -> str:
    """What lifted a registry's entry: `purchase`; empty when none stood or nothing did."""
    on_one = any(each.holds and each.kind not in (OWN, BARRED) for each in lists)
    return hours.exemption.kind if hours.exemption and on_one else ""


def _unchecked(call: NewCall, hours: CheckedHours, lists: Sequence[OnRecord]) -> tuple[str, ...]:
    """The registries that should have covered the number, and of which there was no copy."""
    covered = ",".join(each.series for each in lists)
    return missing(hours.registry_rows, hours.kind, covered) if call.number else ()
