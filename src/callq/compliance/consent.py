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
from callq.workspace import Desk

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


def record(desk: Desk, who: str, said: Said) -> Recorded:
    """Records a consent or a relationship.

    Raises:
        CallqError: Nobody is meant, the source is missing, or a date is wrong.
    """
    found = find_one(desk, who)
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
    since = _date(desk, said.on, "--on") or desk.now
    until = _date(desk, said.until, "--until") or _usual_end(desk, kind, since)
    if since > desk.now:
        raise CallqError(f"--on {said.on} is to come: it has not been given yet.")
    if until is not None and until <= since:
        raise CallqError("It would end before it begins.", hint="Give --until a later day.")
    new = NewConsent(found.id, kind, said.source.strip(), said.scope or "all", said.note, since,
                     until)  # fmt: skip
    with desk.db.write():
        command = journal.begin(desk.db, "consent", desk.agent, desk.now)
        row = consents.insert(desk.db, new, desk.agent, command, desk.now)
        journal.remember_new(desk.db, command, "consent", row)
        desk.projector().refresh(calls.sharing_numbers(desk.db, [found.id]))
        journal.describe(desk.db, command, f"{kind} of {found.name}")
        written = next(c for c in consents.of_prospect(desk.db, found.id) if c.id == row)
        hold = _hold(desk, found.id)
    return Recorded(found, written, hold)


def withdraw(desk: Desk, who: str, why: str) -> Withdrawn:
    """Ends every consent and relationship of somebody that stands; they stay on record.

    Raises:
        CallqError: Nobody is meant, or nothing stands.
    """
    found = find_one(desk, who)
    with desk.db.write():
        standing = [c for c in consents.of_prospect(desk.db, found.id) if c.stands(desk.now)]
        if not standing:
            raise CallqError(
                f"{found.name} has no consent on record that stands.", code=Exit.NOT_FOUND
            )
        command = journal.begin(desk.db, "consent", desk.agent, desk.now)
        for one in standing:
            columns = ("withdrawn_at", "withdrawn_by", "withdrawn_why")
            journal.remember(desk.db, command, "consent", one.id, columns)
        consents.withdraw(desk.db, (one.id for one in standing), desk.agent, why, desk.now)
        desk.projector().refresh(calls.sharing_numbers(desk.db, [found.id]))
        journal.describe(desk.db, command, f"withdrawn by {found.name}")
        hold = _hold(desk, found.id)
        ids = {one.id for one in standing}
        ended = tuple(c for c in consents.of_prospect(desk.db, found.id) if c.id in ids)
    return Withdrawn(found, ended, hold)


def on_record(desk: Desk, who: str) -> Listed:
    """What is on record of somebody, the newest first.

    Raises:
        CallqError: Nobody is meant, or several may be.
    """
    found = find_one(desk, who)
    desk.turn()
    listed = tuple(consents.of_prospect(desk.db, found.id))
    return Listed(desk.now, found, listed, _hold(desk, found.id))


def _hold(desk: Desk, prospect_id: int) -> str:
    entry = queue.entry_of(desk.db, prospect_id, desk.now)
    return entry.hold if entry else ""


def _usual_end(desk: Desk, kind: str, since: datetime) -> datetime | None:
    """A relationship ends by the table: 18 months from a purchase, 3 from an inquiry."""
    if kind == CONSENT:
        return None
    span = desk.calling.row("US").relationship.get(kind)
    return add_span(since, span, desk.home) if span else None


def _date(desk: Desk, text: str, option: str) -> datetime | None:
    if not text:
        return None
    try:
        day = read_day(desk, text)
    except CallqError as error:
        raise CallqError(f"{option}: {error.message}", hint=error.hint) from error
    return start_of(day, desk.home)
