"""What `callq people consent` shows."""

from datetime import datetime, tzinfo
from typing import Any

from callq.compliance.consent import Listed, Recorded, Withdrawn, as_json, in_words
from callq.engine.checks import lifted_by
from callq.engine.words import plural
from callq.records.consents import Consent
from callq.terminal.safe import safe
from callq.terminal.terminal import say


def show_recorded(recorded: Recorded, home: tzinfo) -> None:
    """Says what was recorded."""
    say(f"Recorded for {safe(recorded.who.name)}: {safe(in_words(recorded.consent, home))}.")
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
        say(f"{_state(consent, listed.now):<9}  {safe(in_words(consent, home))}")
    _say_hold(listed)


def recorded_json(recorded: Recorded) -> dict[str, Any]:
    """The JSON of `consent --source`."""
    return _object("callq.consent/1", recorded, "recorded", as_json(recorded.consent))


def withdrawn_json(withdrawn: Withdrawn) -> dict[str, Any]:
    """The JSON of `consent --withdraw`."""
    ended = [as_json(one) for one in withdrawn.consents]
    return _object("callq.consent-withdraw/1", withdrawn, "withdrawn", ended)


def listed_json(listed: Listed) -> dict[str, Any]:
    """The JSON of `consent` alone."""
    found = [as_json(one) for one in listed.consents]
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


def _state(consent: Consent, now: datetime) -> str:
    if consent.withdrawn_at:
        return "withdrawn"
    return "active" if consent.is_active(now) else "ended"


def _say_hold(done: Recorded | Withdrawn | Listed) -> None:
    if done.hold:
        say(f"  {lifted_by(done.hold, done.who.id, in_writing=done.in_writing)}")
