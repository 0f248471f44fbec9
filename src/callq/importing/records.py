"""Makes stored people and calls of what a file says about them."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from callq.engine.outcomes import UNKNOWN
from callq.importing.history import Past
from callq.importing.people import Person
from callq.places.phones import read_between
from callq.prospects.add import to_stored
from callq.records.calls import Brief, NewCall
from callq.records.location import placed
from callq.records.people import NewProspect
from callq.storage.moments import seconds
from callq.workspace import Workspace


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
    phones = tuple(
        to_stored(label, read_between(text, person.home, region)) for label, text in person.phones
    )
    if len(phones) > 1:
        once = {phone.e164 or phone.written: phone for phone in reversed(phones)}
        phones = tuple(once.values())[::-1]
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
        custom=person.custom,
        external_id=person.external_id,
        value=person.value,
        asked=person.asks_no_calls,
        phones=phones,
        emails=tuple(dict.fromkeys([address.lower() for address in person.emails])),
    )
    return placed(prospect, region)


class ToldCall(NamedTuple):
    """A call that a file tells of; plain, so that a process can hand it over."""

    outcome: str
    as_written: str
    """The disposition in the words of the file."""
    reason: str
    at: str
    """ISO, with an offset where the file has one; or empty."""
    callback_at: str
    """The same."""
    note: str
    duration: int | None
    agent: str


class Told(NamedTuple):
    """What a file says of the calls with somebody; plain, so that a process can hand it over."""

    calls: tuple[tuple[Any, ...], ...]
    """Each as a `ToldCall`, the last one last."""
    attempts: int
    """How many calls there were in all."""
    opted_out: bool


def told_of(person: Person) -> Told | None:
    """What a file says of the calls with somebody; None when it says nothing."""
    if not (person.past or person.attempts or person.opted_out):
        return None
    calls = [call for call in person.past if call.outcome != "do-not-call"]
    if person.opted_out:
        # That they asked is the last word, whatever the file says besides.
        asked = [call for call in person.past if call.outcome == "do-not-call"]
        calls.append(asked[-1] if asked else Past("do-not-call", "", "", None))
    if not calls and not person.attempts:
        return None
    last = len(calls) - 1
    told = tuple(
        tuple(_told_call(call, person.callback_at if place == last else None))
        for place, call in enumerate(calls)
    )
    return Told(told, person.attempts, person.opted_out)


def _told_call(call: Past, callback_at: datetime | None) -> ToldCall:
    outcome = call.outcome
    if outcome == UNKNOWN.word:
        # They spoke, but the file does not say what came of it: its own word says the most.
        outcome = call.as_written.casefold()
    return ToldCall(
        outcome,
        call.as_written,
        call.reason,
        call.at.isoformat() if call.at else "",
        callback_at.isoformat() if callback_at else "",
        call.note,
        call.duration,
        call.agent,
    )


def calls_of(
    ws: Workspace, told: Told, new: NewProspect, prospect_id: int, logged: Sequence[Brief] = ()
) -> list[NewCall]:
    """The calls that a file tells of and the log does not know yet, in the order of the log.

    A call without a date is a claim, dated now. Calls that the file only counts are claims of no
    answer, before the others.

    Args:
        ws: Whose clock it is.
        told: What the file says.
        new: Of whom.
        prospect_id: Who they are in the store.
        logged: The calls that stand in the log.
    """
    given = [_new_call(ws, ToldCall._make(call), new, prospect_id) for call in told.calls]
    dated = {(call.outcome, seconds(call.at)) for call in logged if not call.claimed}
    claimed = Counter(call.outcome for call in logged if call.claimed)
    fresh = []
    for call in given:
        if call.claimed:
            claimed[call.outcome] -= 1
            known = claimed[call.outcome] >= 0
        else:
            known = (call.outcome, seconds(call.at)) in dated
        if not known:
            fresh.append(call)
    missing = max(0, told.attempts - len(logged) - len(fresh))
    return [*_only_counted(ws, new, prospect_id, fresh, missing), *fresh]


def _only_counted(
    ws: Workspace, new: NewProspect, prospect_id: int, known: Sequence[NewCall], count: int
) -> list[NewCall]:
    at = min((call.at for call in known), default=ws.now)
    miss = NewCall(prospect_id, at, "no-answer", agent=new.owner, number=_first(new), claimed=True)
    return [miss] * count


def _new_call(ws: Workspace, told: ToldCall, new: NewProspect, prospect_id: int) -> NewCall:
    at = _aware(_moment(told.at), ws, new)
    dated = at is not None and at <= ws.now
    return NewCall(
        prospect_id=prospect_id,
        at=at if at is not None and dated else ws.now,
        outcome=told.outcome,
        written=told.as_written,
        agent=told.agent or new.owner,
        number=_first(new),
        reason=told.reason or ("unknown" if told.outcome == "soft-no" else ""),
        given_at=_aware(_by_day(_moment(told.callback_at)), ws, new),
        duration=told.duration,
        note=told.note,
        claimed=not dated,
    )


def future_dates(told: Told, new: NewProspect, ws: Workspace) -> list[str]:
    """Dates of calls that lie in the future, which are no dates at all, as the file has them."""
    dates = (ToldCall._make(call).at for call in told.calls)
    moments = ((text, _aware(_moment(text), ws, new)) for text in dates if text)
    return [text for text, at in moments if at is not None and at > ws.now]


def _first(new: NewProspect) -> str:
    return next((phone.e164 for phone in new.phones if phone.e164), "")


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _by_day(at: datetime | None) -> datetime | None:
    """A promised day without an hour means nine in the morning, as it does when it is typed."""
    bare = at is not None and at.time() == time.min
    return at.replace(hour=9) if at is not None and bare else at


def _aware(at: datetime | None, ws: Workspace, new: NewProspect) -> datetime | None:
    """A moment of a file in UTC: by its own offset, else on the prospect's clock.

    A bare date means the first moment of that day: it lies in no part of the day, so nothing is
    concluded from an hour that nobody wrote down.
    """
    if at is None:
        return None
    zones = (new.zone, *(zone for phone in new.phones for zone in phone.zones))
    name = next(filter(None, zones), "")
    zone = ZoneInfo(name) if name else ws.home
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
