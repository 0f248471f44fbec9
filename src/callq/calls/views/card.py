"""A prospect as a card: number, local time, history and last note on one screen."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any

from callq.engine.hours import closes_at
from callq.engine.spans import local_time
from callq.engine.words import ago, clock, day_and_time, iso, when
from callq.planning.views.goals import progress_json, progress_words
from callq.queue.views.reason import state_and_words, why_now
from callq.queue.views.registries import unchecked_words
from callq.records.calls import LoggedCall
from callq.records.contacts import StoredPhone, StoredProspect
from callq.records.leases import Skip
from callq.records.queue import Entry
from callq.records.research import Research
from callq.records.status_reason import assessed_reason, reason_json
from callq.terminal.safe import safe
from callq.terminal.styled import Text, hanging, show_text
from callq.terminal.terminal import plain

if TYPE_CHECKING:
    from callq.calls.explain import Portrait
    from callq.calls.next import Taken

NEXT_SCHEMA = "callq.next/1"
SHOW_SCHEMA = "callq.show/1"
_HISTORY = 8
_TO_WRITE = {
    "reply": "Reply to their email, then log emailed",
    "propose": "Send a last proposal, then log emailed",
}
_LABEL = 12


def show_taken(taken: "Taken", now: datetime, home: tzinfo) -> None:
    """Prints the card of `next`."""
    show_text(*card(taken, now, home))
    again = "Still yours" if taken.again else "Yours"
    then = "After the call: callq log OUTCOME. What to say: callq script"
    done = f"\n{progress_words(taken.progress)}." if taken.progress else ""
    show_text(Text(f"\n{again} until {clock(taken.until, home)}. {then}{done}", "dim"))


def card(
    taken: "Taken",
    now: datetime,
    home: tzinfo,
    *,
    width: int | None = None,
    touches: int = _HISTORY,
    says: bool = True,
) -> Iterator[Text]:
    """A person on one screen, line by line.

    Args:
        taken: The person, as `next` took them.
        now: The moment of the card.
        home: The rep's zone.
        width: Of the card, in columns; the terminal's when None.
        touches: How many calls of the history.
        says: Whether to show how to begin, and which commands show more; a session does it
            by itself.
    """
    entry = taken.item.entry
    line = partial(_line, width=width)
    yield _head(entry, taken.details)
    yield _numbers(taken.details, entry, counted=not says)
    until = None if entry.action in _TO_WRITE else closes_at(now, taken.item.schedule)
    time = _their_time(entry, taken.item.zone, now, home, until)
    yield line("Their time", _facts(taken.details, time, taken.saying.stage))
    yield from _own_hours(taken.details, width)
    yield line("Why now", why_now(taken.item.unleased, now), "cyan")
    for skip in taken.skips:
        yield line("Skipped", _skip_words(skip, now), "yellow")
    if entry.action in _TO_WRITE:
        where = ", ".join(safe(address) for address in taken.details.emails) or "no email address"
        yield line("To do", f"{_TO_WRITE[entry.action]} ({where}): callq mail", "yellow")
    script = taken.saying.script
    if says and script and not taken.saying.mail:
        yield line("Say", safe(script.open or script.answer), "italic")
    yield from _research(
        taken.research, entry, width, f"callq note {entry.id} TEXT" if says else ""
    )
    more = "callq show" if says else ""
    yield from _history(taken.history, taken.item.zone or home, now, touches, width, more)
    if taken.without_rules:
        where = ", ".join(taken.without_rules)
        text = f"callq has no calling rules for {where}. Your team calls there."
        yield Text(text, style="yellow")
    if taken.unchecked:
        yield Text(unchecked_words(taken.unchecked), style="dim")


def taken_json(taken: "Taken") -> dict[str, Any]:
    """The documented object of `next`: the item's own fields, with card and lease."""
    # A rep waits for the card, which needs none of the table.
    from callq.queue.views.today import item_json
    from callq.scripts.views.script import script_json

    return {
        "schema": NEXT_SCHEMA,
        "items": [item_json(taken.item)],
        "lease_until": iso(taken.until),
        "already_yours": taken.again,
        "stage": taken.saying.stage or None,
        "script": script_json(taken.saying),
        "research": research_json(taken.research),
        "skips": [
            {"at": iso(one.at), "agent": one.agent, "reason": one.reason or None}
            for one in taken.skips
        ],
        "call_block": progress_json(taken.progress),
        "unchecked": list(taken.unchecked),
        "without_rules": list(taken.without_rules),
        "details": details_json(taken.details),
        "calls": [call_json(call) for call in taken.history],
    }


def show_portrait(portrait: "Portrait", home: tzinfo) -> None:
    """Prints everything we know about a person."""
    show_text(*portrait_lines(portrait, home))


def portrait_lines(portrait: "Portrait", home: tzinfo, width: int | None = None) -> Iterator[Text]:
    """Everything we know about a person, line by line.

    Args:
        portrait: Of the person.
        home: The rep's zone.
        width: In columns; the terminal's when None.
    """
    line = partial(_line, width=width)
    details, entry = portrait.details, portrait.entry
    yield _head(entry, details)
    yield _numbers(details, entry)
    zone = portrait.zone if portrait.zone_known else None
    time = _their_time(entry, zone, portrait.now, home, portrait.closes_at)
    yield line("Their time", _facts(details, time, portrait.status.stage))
    yield from _own_hours(details, width)
    for address in details.emails:
        yield line("Email", safe(address))
    for key, value in details.custom.items():
        yield line(safe(key)[:18], safe(value), "dim")
    yield line("Status", status_words(portrait, home), "cyan")
    yield from _research(portrait.research, entry, width, f"callq note {entry.id} TEXT")
    if entry.last_note:
        yield line("Last note", safe(entry.last_note), "italic")
    yield from _history(portrait.history, portrait.zone, portrait.now, width=width)


def status_words(portrait: "Portrait", home: tzinfo) -> str:
    """State, due time and reason in a line."""
    status = portrait.status
    state, *words = state_and_words(status.state.value, assessed_reason(status))
    due = ""
    if status.due_at is not None:
        due = "due" if status.is_due else f"due {when(status.due_at, portrait.now, home)}"
    return " · ".join(filter(None, (state, due, *words)))


def portrait_json(portrait: "Portrait") -> dict[str, Any]:
    """The documented object of `show`."""
    status = portrait.status
    return {
        "schema": SHOW_SCHEMA,
        **details_json(portrait.details),
        "state": status.state.value,
        "action": status.action.value,
        "due_at": iso(status.due_at),
        "explanation": reason_json(assessed_reason(status)),
        "rule": status.rule,
        "asked_at": iso(status.asked_at),
        "leased_to": portrait.leased_to or None,
        "stage": status.stage or None,
        "research": research_json(portrait.research),
        "calls": [call_json(call) for call in portrait.history],
    }


def details_json(details: StoredProspect) -> dict[str, Any]:
    """What's stored of a person, for JSON."""
    return {
        "id": details.id,
        "name": details.name,
        "company": details.company,
        "title": details.title,
        "owner": details.owner,
        "list": details.list_name,
        "zone": details.zone or None,
        "country": details.country or None,
        "note": details.note or None,
        "reach": details.reach or None,
        "tags": list(details.tags),
        "custom": details.custom,
        "external_id": details.external_id or None,
        "value": details.value,
        "emails": list(details.emails),
        "phones": [
            {
                "phone": phone.e164 or None,
                "shown": phone.shown,
                "written": phone.written,
                "label": phone.label or None,
                "extension": phone.extension or None,
                "quality": phone.quality,
                "zones": list(phone.zones),
                "do_not_call": phone.blocked,
                "on_a_registry": phone.listed,
            }
            for phone in details.phones
        ],
    }


def call_json(call: LoggedCall) -> dict[str, Any]:
    """One call, for JSON."""
    return {
        "call_id": call.id,
        "at": iso(call.at),
        "agent": call.agent,
        "channel": call.channel,
        "phone": call.number or None,
        "outcome": call.outcome,
        "reason": call.reason or None,
        "permission": call.permission,
        "given_at": iso(call.given_at),
        "duration": call.duration,
        "note": call.note or None,
        "imported": call.imported,
        "voided_at": iso(call.voided_at),
        "voided_by": call.voided_by or None,
        "violations": list(call.violations),
    }


def _head(entry: Entry, details: StoredProspect) -> Text:
    text = Text(safe(entry.name), style="bold")
    for more in (details.title, details.company):
        if more:
            text.append(f" · {safe(more)}", style="")
    text.append(f"  #{entry.id}", style="dim")
    return text


def _numbers(details: StoredProspect, entry: Entry, *, counted: bool = False) -> Text:
    """Every number, the one to dial first; counted, those that can be dialed have their digit."""
    text, place = Text(), 0
    ordered = details.phones_from(entry.e164)
    for i, phone in enumerate(ordered):
        text.append("\n" if i else "")
        place += bool(phone.e164)
        text.append(
            f"{place}" if counted and phone.e164 and len(ordered) > 1 else " ", style="cyan"
        )
        text.append_text(_number(phone, dialed=bool(phone.e164) and phone.e164 == entry.e164))
    return text if ordered else Text("no number", style="yellow")


def _number(phone: StoredPhone, *, dialed: bool) -> Text:
    text = Text(" ")
    style = "bold green" if dialed else "dim"
    if phone.e164 and not plain(sys.stdout):
        style += f" link tel:{phone.e164}"
    text.append(safe(phone.shown), style=style)
    marks = [safe(phone.label), {"impossible": "can't be dialed", "possible": "not a known number"}
             .get(phone.quality, ""), phone.mark]  # fmt: skip
    words = ", ".join(filter(None, marks))
    text.append(
        f"  {words}" if words else "", style="red" if phone.blocked or phone.listed else "dim"
    )
    return text


def _their_time(
    entry: Entry, zone: tzinfo | None, now: datetime, home: tzinfo, until: datetime | None
) -> str:
    """`7:15 AM in Los Angeles, call until 5:00 PM (10:15 AM yours)`."""
    if zone is None:
        return "" if entry.state in ("do-not-call", "closed") else "unknown"
    hours = f", call until {when(until, now, zone)}" if until else ""
    if local_time(now, zone).utcoffset() == local_time(now, home).utcoffset():
        return f"{clock(now, zone)}{hours} (same as yours)"
    place = entry.zones[0].rpartition("/")[2].replace("_", " ")
    return f"{clock(now, zone)} in {place}{hours} ({clock(now, home)} yours)"


def _own_hours(details: StoredProspect, width: int | None) -> Iterator[Text]:
    if details.reach:
        from callq.engine.reach import reach_words

        yield _line("Asked for", f"calls {reach_words(details.reach)}", width=width)


def _facts(details: StoredProspect, time: str, stage: str) -> str:
    more = [
        f"list {safe(details.list_name)}" if details.list_name else "",
        f"stage {safe(stage)}" if stage else "",
        f"owner {safe(details.owner)}" if details.owner else "",
        f"value {details.value:,.0f}" if details.value else "",
        ", ".join(safe(tag) for tag in details.tags),
    ]
    return " · ".join(filter(None, (time, *more)))


def _skip_words(skip: Skip, now: datetime) -> str:
    """`10 min ago by ann: wrong time`."""
    words = f"{ago(now - skip.at)} by {safe(skip.agent)}"
    return f"{words}: {safe(skip.reason)}" if skip.reason else words


def _research(
    research: Sequence[Research], entry: Entry, width: int | None = None, how: str = ""
) -> Iterator[Text]:
    for i, one in enumerate(research):
        yield _line("" if i else "Research", f"{safe(one.text)} ({safe(one.agent)})", width=width)
    if not research and entry.state == "fresh":
        words = f"none yet: {how}" if how else "none yet"
        yield _line("Research", words, "dim", width=width)


def research_json(research: Sequence[Research]) -> list[dict[str, Any]]:
    """The research on a person, for JSON."""
    return [{"at": iso(one.at), "agent": one.agent, "text": one.text} for one in research]


def _history(
    history: Sequence[LoggedCall],
    zone: tzinfo,
    now: datetime,
    limit: int | None = None,
    width: int | None = None,
    how: str = "",
) -> Iterator[Text]:
    if not history:
        yield _line("History", "no calls yet", "dim", width=width)
        return
    shown = history if limit is None else history[:limit]
    yield Text(f"History ({len(history)})", style="bold")
    moments = ["no date" if call.imported else day_and_time(call.at, zone, now) for call in shown]
    indent = 4 + max(map(len, moments))
    for call, moment in zip(shown, moments, strict=True):
        label = Text(f"  {moment}", style="dim")
        yield hanging(label, _call_words(call, zone, now), indent, width)
    if len(shown) < len(history):
        more = f"  … {len(history) - len(shown)} more"
        yield Text(f"{more}: {how}" if how else more, style="dim")


def _call_words(call: LoggedCall, zone: tzinfo, now: datetime) -> Text:
    struck = " strike" if call.voided_at else ""
    text = Text(safe(call.outcome), style=f"bold{struck}")
    more: Iterable[str] = (
        call.reason if call.reason != "unknown" else "",
        "" if call.channel == "call" else call.channel,
        f"imported, {day_and_time(call.at, zone, now)} at the latest" if call.imported else "",
        _length(call.duration) if call.duration is not None else "",
        f"by {safe(call.agent)}" if call.agent else "",
        "voided" if call.voided_at else "",
    )
    words = ", ".join(filter(None, more))
    text.append(f"  {words}" if words else "", style=f"dim{struck}")
    if call.violations:
        text.append(f"  in violation: {', '.join(call.violations)}", style=f"red{struck}")
    if call.note:
        text.append(f"  {safe(call.note)}", style=f"italic{struck}")
    return text


def _length(seconds: int) -> str:
    """How long a call took: `45 s`, `3 min`."""
    return f"{seconds} s" if seconds < 60 else f"{(seconds + 30) // 60} min"


def _line(label: str, words: str, style: str = "", *, width: int | None = None) -> Text:
    return hanging(Text(label, style="bold"), Text(words, style=style), _LABEL, width)
