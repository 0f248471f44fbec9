"""Makes stored people and calls of what a file says about them."""

from datetime import UTC, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from callq.app.add_person import placed, to_stored
from callq.app.desk import Desk
from callq.core.outcomes import UNKNOWN
from callq.files.people import Person
from callq.phones import read_phone
from callq.store.calls import NewCall
from callq.store.people import NewProspect


def to_prospect(
    person: Person, region: str, *, list_name: str = "", owner: str = "", zone: str = ""
) -> NewProspect:
    """A prospect to be stored.

    Args:
        person: As read from the file.
        region: The country of numbers written without one.
        list_name: The list, where the file names none.
        owner: The owner, where the file names none.
        zone: The IANA zone, where the file names none.
    """
    phones = tuple(to_stored(label, read_phone(text, region)) for label, text in person.phones)
    once = {phone.e164 or phone.written: phone for phone in reversed(phones)}
    attempts = (("Attempts", str(person.attempts)),) if person.attempts else ()
    prospect = NewProspect(
        name=person.name,
        company=person.company,
        title=person.title,
        owner=person.owner or owner,
        list_name=person.list_name or list_name,
        zone=person.zone or zone,
        country=person.country,
        region=person.region_state,
        postal=person.postal,
        note=person.note,
        tags=person.tags,
        custom=(*person.custom, *attempts),
        external_id=person.external_id,
        value=person.value,
        asked=person.asks_no_calls,
        phones=tuple(once.values())[::-1],
        emails=tuple(dict.fromkeys(address.lower() for address in person.emails)),
    )
    return placed(prospect, region)


class Told(NamedTuple):
    """What a file says of the calls with somebody; plain, so that a process can hand it over."""

    outcome: str
    """A canonical outcome."""
    as_written: str
    """The disposition in the words of the file."""
    reason: str
    last_called: str
    """ISO, with an offset where the file has one; or empty."""
    callback_at: str
    """The same."""


def told_of(person: Person) -> Told | None:
    """What a file says of the calls with somebody; None when it says nothing."""
    outcome = "do-not-call" if person.opted_out else person.last_outcome
    if outcome == UNKNOWN.word:
        # They spoke, but the file does not say what came of it: its own word says the most.
        outcome = person.as_written.casefold()
    if not outcome:
        return None
    return Told(
        outcome,
        person.as_written,
        person.reason,
        person.last_called.isoformat() if person.last_called else "",
        person.callback_at.isoformat() if person.callback_at else "",
    )


def last_call(desk: Desk, told: Told, new: NewProspect, prospect_id: int) -> NewCall:
    """The last call that a file tells of; a claimed one, dated now, when it tells no date."""
    at = _aware(_moment(told.last_called), desk, new)
    dated = at is not None and at <= desk.now
    return NewCall(
        prospect_id=prospect_id,
        at=at if at is not None and dated else desk.now,
        outcome=told.outcome,
        written=told.as_written,
        agent=new.owner,
        number=next((phone.e164 for phone in new.phones if phone.e164), ""),
        reason=told.reason or ("unknown" if told.outcome == "soft-no" else ""),
        given_at=_aware(_by_day(_moment(told.callback_at)), desk, new),
        claimed=not dated,
    )


def is_future(told: Told, new: NewProspect, desk: Desk) -> bool:
    """Whether the file dates the last call in the future, which is no date at all."""
    at = _aware(_moment(told.last_called), desk, new)
    return at is not None and at > desk.now


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _by_day(at: datetime | None) -> datetime | None:
    """A promised day without an hour means nine in the morning, as it does when it is typed."""
    bare = at is not None and at.time() == time.min
    return at.replace(hour=9) if at is not None and bare else at


def _aware(at: datetime | None, desk: Desk, new: NewProspect) -> datetime | None:
    """A moment of a file in UTC: by its own offset, else on the prospect's clock.

    A bare date means the first moment of that day: it lies in no part of the day, so nothing is
    concluded from an hour that nobody wrote down.
    """
    if at is None:
        return None
    zones = (new.zone, *(zone for phone in new.phones for zone in phone.zones))
    name = next(filter(None, zones), "")
    zone = ZoneInfo(name) if name else desk.home
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
