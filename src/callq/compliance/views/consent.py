"""What `callq people consent` shows."""

from datetime import datetime, tzinfo
from typing import Any

from callq.compliance.consent import Listed, Recorded, Withdrawn
from callq.engine.checks import lifted_by
from callq.engine.words import day, iso, plural
from callq.records.consents import CONSENT, Consent
from callq.terminal.safe import safe
from callq.terminal.terminal import say


def show_recorded(recorded: Recorded, home: tzinfo) -> None:
    """Says what was recorded."""
    say(f"Recorded for {safe(recorded.who.name)}: {_words(recorded.consent, home)}.")
    if recorded.consent.seller:
        say("  It's for another company's calls, so it opens none of yours.")
    _say_hold(recorded)
    say("  Wrong? callq undo")


def show_withdrawn(withdrawn: Withdrawn) -> None:
    """Says what was withdrawn."""
    count = plural(len(withdrawn.consents), "consent")
    say(f"Withdrew {count} of {safe(withdrawn.who.name)}. The record stays.")
    _say_hold(withdrawn)
    say("  Wrong? callq undo")


def show_listed(listed: Listed, home: tzinfo) -> None:
    """Prints a prospect's consents."""
    if not listed.consents:
        say(f"{safe(listed.who.name)} has no consent on record.")
    for consent in listed.consents:
        say(f"{_state(consent, listed.now):<9}  {_words(consent, home)}")
    _say_hold(listed)


def recorded_json(recorded: Recorded) -> dict[str, Any]:
    """The JSON of `consent --source`."""
    return _object("callq.consent/1", recorded, "recorded", _json(recorded.consent))


def withdrawn_json(withdrawn: Withdrawn) -> dict[str, Any]:
    """The JSON of `consent --withdraw`."""
    ended = [_json(one) for one in withdrawn.consents]
    return _object("callq.consent-withdraw/1", withdrawn, "withdrawn", ended)


def listed_json(listed: Listed) -> dict[str, Any]:
    """The JSON of `consent` alone."""
    found = [_json(one) for one in listed.consents]
    return _object("callq.consent-list/1", listed, "consents", found)


def _object(
    schema: str, done: Recorded | Withdrawn | Listed, key: str, value: object
) -> dict[str, Any]:
    return {
        "schema": schema,
        "id": done.who.id,
        "name": done.who.name,
        key: value,
        "hold": done.hold or None,
    }


def _json(consent: Consent) -> dict[str, Any]:
    return {
        "consent": consent.id,
        "kind": consent.kind,
        "scope": consent.scope,
        "number": consent.number or None,
        "written": consent.written,
        "seller": consent.seller or None,
        "source": consent.source,
        "note": consent.note,
        "since": iso(consent.since),
        "until": iso(consent.until),
        "recorded_at": iso(consent.recorded_at),
        "by": consent.by_agent,
        "withdrawn_at": iso(consent.withdrawn_at),
        "withdrawn_by": consent.withdrawn_by or None,
        "withdrawn_reason": consent.withdrawn_reason or None,
    }


def _words(consent: Consent, home: tzinfo) -> str:
    what = f"consent to {consent.scope}" if consent.kind == CONSENT else consent.kind
    what = what.replace("to all", "to calls, texts and emails")
    what = f"written {what}" if consent.written else what
    what += f" on {consent.number}" if consent.number else ""
    what += f" for {safe(consent.seller)}" if consent.seller else ""
    end = " until withdrawn" if consent.kind == CONSENT else ""
    end = f" until {day(consent.until, home)}" if consent.until else end
    text = f"{what} from {day(consent.since, home)}{end} ({safe(consent.source)})"
    if consent.withdrawn_at:
        why = f": {safe(consent.withdrawn_reason)}" if consent.withdrawn_reason else ""
        text += f", withdrawn {day(consent.withdrawn_at, home)}{why}"
    return text


def _state(consent: Consent, now: datetime) -> str:
    if consent.withdrawn_at:
        return "withdrawn"
    return "active" if consent.is_active(now) else "ended"


def _say_hold(done: Recorded | Withdrawn | Listed) -> None:
    if done.hold:
        say(f"  {lifted_by(done.hold, done.who.id, in_writing=done.in_writing)}")
