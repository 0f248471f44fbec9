"""Record, withdraw and list consents and business relationships."""

from datetime import datetime, tzinfo
from typing import Any

from callq.engine.model import Hold
from callq.engine.period import start_of
from callq.engine.spans import add_span
from callq.engine.words import day, iso
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.planning.typed_times import read_day
from callq.prospects.who import find_one
from callq.records import calls, consents, evaluation, people, queue
from callq.records.consents import CONSENT, SCOPES, Consent, NewConsent
from callq.records.people import Found
from callq.storage import journal
from callq.workspace import Workspace

RELATIONSHIPS = (consents.PURCHASE, consents.INQUIRY)


class Said(NamedTuple):
    """What the rep typed, as typed."""

    source: str = ""
    scope: str = ""
    note: str = ""
    on: str = ""
    until: str = ""
    relationship: str = ""
    number: str = ""
    seller: str = ""
    written: bool = False


class Recorded(NamedTuple):
    """What was recorded."""

    who: Found
    consent: Consent
    hold: str
    """The hold they're still on; empty if none."""
    in_writing: bool
    """Whether only a written consent lifts it."""


class Withdrawn(NamedTuple):
    """What was withdrawn."""

    who: Found
    consents: tuple[Consent, ...]
    hold: str
    """The hold they're on now; empty if none."""
    in_writing: bool
    """Whether only a written consent lifts it."""


class Listed(NamedTuple):
    """A prospect's consents on record."""

    now: datetime
    who: Found
    consents: tuple[Consent, ...]
    hold: str
    in_writing: bool
    """Whether only a written consent lifts the hold."""


def record(ws: Workspace, who: str, said: Said) -> Recorded:
    """Records a consent or a relationship.

    Raises:
        CallqError: No prospect matches, the source is missing, or a date is wrong.
    """
    found = find_one(ws, who)
    if not said.source.strip():
        raise CallqError(
            "Say how you know they agreed.", hint='--source "signed form"', name="missing-source"
        )
    if said.scope and said.scope not in SCOPES:
        raise CallqError(
            f'Unknown scope "{said.scope}".', hint=f"Use {', '.join(SCOPES)}.", name="unknown-scope"
        )
    kind = said.relationship or CONSENT
    if kind not in (CONSENT, *RELATIONSHIPS):
        raise CallqError(
            f'Unknown relationship "{kind}".',
            hint=f"Use {' or '.join(RELATIONSHIPS)}.",
            name="unknown-relationship",
        )
    since = _date(ws, said.on, "--on") or ws.now
    until = _date(ws, said.until, "--until") or _usual_end(ws, found.id, kind, since)
    if since > ws.now:
        raise CallqError(
            f"--on {said.on} is in the future.", hint="Give the day they agreed.",
            name="time-in-the-future",
        )  # fmt: skip
    if until is not None and until <= since:
        raise CallqError(
            "The consent would end before it starts.", hint="Give --until a later day.",
            name="ends-before-start",
        )  # fmt: skip
    new = NewConsent(
        found.id, kind, said.source.strip(), said.scope or "all", said.note, since, until,
        _number(ws, found, said.number), said.written, _other_seller(ws, said.seller),
    )  # fmt: skip
    with ws.db.write():
        command = journal.begin(ws.db, "consent", ws.agent, ws.now)
        row = consents.insert(ws.db, new, ws.agent, command, ws.now)
        journal.remember_new(ws.db, command, "consent", row)
        ws.projector().refresh(calls.sharing_numbers(ws.db, [found.id]))
        journal.describe(ws.db, command, f"{kind} of {found.name}")
        written = next(c for c in consents.of_prospect(ws.db, found.id) if c.id == row)
        hold, in_writing = _hold(ws, found.id)
    return Recorded(found, written, hold, in_writing)


def withdraw(ws: Workspace, who: str, why: str) -> Withdrawn:
    """Ends every active consent and relationship of a prospect; they stay on record.

    Raises:
        CallqError: No prospect matches, or none is active.
    """
    found = find_one(ws, who)
    with ws.db.write():
        active = [c for c in consents.of_prospect(ws.db, found.id) if c.is_active(ws.now)]
        if not active:
            raise CallqError(
                f"{found.name} has no active consent.", code=Exit.NOT_FOUND, name="no-consent"
            )
        command = journal.begin(ws.db, "consent", ws.agent, ws.now)
        for one in active:
            columns = ("withdrawn_at", "withdrawn_by", "withdrawn_reason")
            journal.remember(ws.db, command, "consent", one.id, columns)
        consents.withdraw(ws.db, (one.id for one in active), ws.agent, why, ws.now)
        ws.projector().refresh(calls.sharing_numbers(ws.db, [found.id]))
        journal.describe(ws.db, command, f"withdrawn by {found.name}")
        hold, in_writing = _hold(ws, found.id)
        ids = {one.id for one in active}
        ended = tuple(c for c in consents.of_prospect(ws.db, found.id) if c.id in ids)
    return Withdrawn(found, ended, hold, in_writing)


def list_consents(ws: Workspace, who: str) -> Listed:
    """A prospect's consents, newest first.

    Raises:
        CallqError: No prospect matches, or several do.
    """
    found = find_one(ws, who)
    ws.turn()
    listed = tuple(consents.of_prospect(ws.db, found.id))
    return Listed(ws.now, found, listed, *_hold(ws, found.id))


def as_json(consent: Consent) -> dict[str, Any]:
    """A consent as every command's JSON has it."""
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


def in_words(consent: Consent, home: tzinfo) -> str:
    """A consent with its form, number and seller: `written consent to calls for …`."""
    what = f"consent to {consent.scope}" if consent.kind == CONSENT else consent.kind
    what = what.replace("to all", "to calls, texts and emails")
    what = f"written {what}" if consent.written else what
    what += f" on {consent.number}" if consent.number else ""
    what += f" for {consent.seller}" if consent.seller else ""
    end = " until withdrawn" if consent.kind == CONSENT else ""
    end = f" until {day(consent.until, home)}" if consent.until else end
    text = f"{what} from {day(consent.since, home)}{end} ({consent.source})"
    if consent.withdrawn_at:
        why = f": {consent.withdrawn_reason}" if consent.withdrawn_reason else ""
        text += f", withdrawn {day(consent.withdrawn_at, home)}{why}"
    return text


def _number(ws: Workspace, who: Found, text: str) -> str:
    """The one of their numbers that a consent is for; empty for all of them."""
    digits = "".join(c for c in text if c.isdecimal())
    theirs = people.numbers_of(ws.db, who.id)
    meant = [number for number in theirs if digits and number.endswith(digits)]
    if text and len(meant) != 1:
        raise CallqError(
            f'"{text}" isn\'t one of the numbers of {who.name}.',
            hint=f"callq show {who.id} lists them.", name="unknown-number",
        )  # fmt: skip
    return meant[0] if meant else ""


def _other_seller(ws: Workspace, name: str) -> str:
    """Whose calls a consent allows; empty where it's your own company, or none is named."""
    name = " ".join(name.split())
    ours = " ".join(str(ws.settings["seller"]).split())
    return "" if name.casefold() == ours.casefold() else name


def _hold(ws: Workspace, prospect_id: int) -> tuple[str, bool]:
    """The hold they're on, and whether only a written consent lifts it."""
    entry = queue.entry_of(ws.db, prospect_id, ws.now)
    if entry is None or entry.hold != Hold.NO_CONSENT:
        return entry.hold if entry else "", False
    known = evaluation.of_one(ws.db, prospect_id, ws.context)
    return entry.hold, bool(known and any(n.in_writing for n in known.prospect.numbers))


def _usual_end(ws: Workspace, prospect_id: int, kind: str, since: datetime) -> datetime | None:
    """When a relationship ends by the rows of the person's numbers: the last day it counts for any.

    None for a consent, and where no row says how long it counts.
    """
    known = evaluation.of_one(ws.db, prospect_id, ws.context) if kind != CONSENT else None
    if known is None:
        return None
    lasts = (ws.calling.lasts(kind, number.places) for number in known.prospect.numbers)
    ends = (add_span(since, span, ws.home) for spans in lasts for span in spans)
    return max(ends, default=None)


def _date(ws: Workspace, text: str, option: str) -> datetime | None:
    if not text:
        return None
    try:
        day = read_day(ws, text)
    except CallqError as error:
        raise CallqError(f"{option}: {error.message}", hint=error.hint, name=error.name) from error
    return start_of(day, ws.home)
