"""Records what people agreed to and how they are related to us, and withdraws it on record."""

from datetime import datetime
from typing import NamedTuple

from callq.engine.period import start_of
from callq.engine.spans import add_span
from callq.errors import CallqError, Exit
from callq.planning.typed_times import read_day
from callq.prospects.who import find_one
from callq.records import calls, consents, queue
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


class Recorded(NamedTuple):
    """What was recorded of somebody."""

    who: Found
    consent: Consent
    hold: str
    """What holds them all the same; empty when nothing does."""


class Withdrawn(NamedTuple):
    """What was withdrawn."""

    who: Found
    consents: tuple[Consent, ...]
    hold: str
    """What holds them now; empty when nothing does."""


class Listed(NamedTuple):
    """Everything on record of somebody."""

    now: datetime
    who: Found
    consents: tuple[Consent, ...]
    hold: str


def record(ws: Workspace, who: str, said: Said) -> Recorded:
    """Records a consent or a relationship.

    Raises:
        CallqError: Nobody is meant, the source is missing, or a date is wrong.
    """
    found = find_one(ws, who)
    if not said.source.strip():
        raise CallqError(
            "A consent needs its source: how is it known?", hint='--source "signed form"'
        )
    if said.scope and said.scope not in SCOPES:
        raise CallqError(f'"{said.scope}" is no scope.', hint=f"Scopes: {', '.join(SCOPES)}.")
    kind = said.relationship or CONSENT
    if kind not in (CONSENT, *RELATIONSHIPS):
        raise CallqError(
            f'"{kind}" is no relationship.', hint=f"Relationships: {', '.join(RELATIONSHIPS)}."
        )
    since = _date(ws, said.on, "--on") or ws.now
    until = _date(ws, said.until, "--until") or _usual_end(ws, kind, since)
    if since > ws.now:
        raise CallqError(f"--on {said.on} is to come: it has not been given yet.")
    if until is not None and until <= since:
        raise CallqError("It would end before it begins.", hint="Give --until a later day.")
    new = NewConsent(found.id, kind, said.source.strip(), said.scope or "all", said.note, since,
                     until)  # fmt: skip
    with ws.db.write():
        command = journal.begin(ws.db, "consent", ws.agent, ws.now)
        row = consents.insert(ws.db, new, ws.agent, command, ws.now)
        journal.remember_new(ws.db, command, "consent", row)
        ws.projector().refresh(calls.sharing_numbers(ws.db, [found.id]))
        journal.describe(ws.db, command, f"{kind} of {found.name}")
        written = next(c for c in consents.of_prospect(ws.db, found.id) if c.id == row)
        hold = _hold(ws, found.id)
    return Recorded(found, written, hold)


def withdraw(ws: Workspace, who: str, why: str) -> Withdrawn:
    """Ends every consent and relationship of somebody that stands; they stay on record.

    Raises:
        CallqError: Nobody is meant, or nothing stands.
    """
    found = find_one(ws, who)
    with ws.db.write():
        active = [c for c in consents.of_prospect(ws.db, found.id) if c.stands(ws.now)]
        if not active:
            raise CallqError(
                f"{found.name} has no consent on record that stands.", code=Exit.NOT_FOUND
            )
        command = journal.begin(ws.db, "consent", ws.agent, ws.now)
        for one in active:
            columns = ("withdrawn_at", "withdrawn_by", "withdrawn_why")
            journal.remember(ws.db, command, "consent", one.id, columns)
        consents.withdraw(ws.db, (one.id for one in active), ws.agent, why, ws.now)
        ws.projector().refresh(calls.sharing_numbers(ws.db, [found.id]))
        journal.describe(ws.db, command, f"withdrawn by {found.name}")
        hold = _hold(ws, found.id)
        ids = {one.id for one in active}
        ended = tuple(c for c in consents.of_prospect(ws.db, found.id) if c.id in ids)
    return Withdrawn(found, ended, hold)


def on_record(ws: Workspace, who: str) -> Listed:
    """What is on record of somebody, the newest first.

    Raises:
        CallqError: Nobody is meant, or several may be.
    """
    found = find_one(ws, who)
    ws.turn()
    listed = tuple(consents.of_prospect(ws.db, found.id))
    return Listed(ws.now, found, listed, _hold(ws, found.id))


def _hold(ws: Workspace, prospect_id: int) -> str:
    entry = queue.entry_of(ws.db, prospect_id, ws.now)
    return entry.hold if entry else ""


def _usual_end(ws: Workspace, kind: str, since: datetime) -> datetime | None:
    """A relationship ends by the table: 18 months from a purchase, 3 from an inquiry."""
    if kind == CONSENT:
        return None
    span = ws.calling.row("US").relationship.get(kind)
    return add_span(since, span, ws.home) if span else None


def _date(ws: Workspace, text: str, option: str) -> datetime | None:
    if not text:
        return None
    try:
        day = read_day(ws, text)
    except CallqError as error:
        raise CallqError(f"{option}: {error.message}", hint=error.hint) from error
    return start_of(day, ws.home)
