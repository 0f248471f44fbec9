"""Turns people and calls of a file into rows to store."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time, tzinfo
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from callq.engine.model import Channel
from callq.engine.outcomes import BY_WORD, UNKNOWN
from callq.importing.dates import has_bare_time
from callq.importing.dispositions import opts_out
from callq.importing.history import Past
from callq.importing.people import Person
from callq.named_tuple import NamedTuple
from callq.records.calls import Brief, NewCall
from callq.records.contacts import Contact
from callq.records.location import placed
from callq.storage.moments import seconds
from callq.workspace import Workspace

_AWAY = frozenset(word for word, found in BY_WORD.items() if found.miss and found.needs_time)


def to_prospect(
    person: Person, region: str, *, list_name: str = "", owner: str = "", zone: str = ""
) -> Contact:
    """A prospect to be stored.

    Args:
        person: As read from the file.
        region: The country of numbers written without one.
        list_name: The list, where the file names none.
        owner: The owner, where the file names none.
        zone: The IANA zone, where the file names none.
    """
    phones = person.numbers
    if len({phone.e164 or phone.written for phone in phones}) < len(phones):
        once = {phone.e164 or phone.written: phone for phone in reversed(phones)}
        phones = tuple(once.values())[::-1]
    prospect = Contact(
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
        opt_out_text=person.asks_no_calls,
        reach=person.reach,
        phones=phones,
        emails=tuple(dict.fromkeys([address.lower() for address in person.emails])),
    )
    return placed(prospect, region)


class ImportedCall(NamedTuple):
    """A call in a file, as plain values that one process can send to another."""

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
    """Who called, as the file has it."""
    by: str
    """When it was at the latest, for a call without a date; or empty."""
    channel: str = Channel.CALL


class ImportedContact(NamedTuple):
    """The calls with one person in a file, as plain values that one process can send to another."""

    calls: tuple[tuple[Any, ...], ...]
    """Each as a `ImportedCall`, the last one last."""
    attempts: int
    """How many calls in all, as the file counts them."""
    opted_out: bool
    by: str = ""
    """When the calls were at the latest that the file only counts; or empty."""


def contact_of(person: Person) -> ImportedContact | None:
    """The calls with a person in a file; None if it has none."""
    if not (person.past or person.attempts or person.opted_out or person.callback_at):
        return None
    calls = [call for call in person.past if not opts_out(call.outcome)]
    if person.opted_out:
        # An opt-out comes last, whatever else the file has.
        asked = [call for call in person.past if opts_out(call.outcome)]
        calls.append(asked[-1] if asked else Past("do-not-call", "", "", None))
    elif not calls and person.callback_at:
        calls.append(Past("callback", "", "", None))
    last = len(calls) - 1
    plain = tuple(
        tuple(_imported_call(call, person.callback_at if place == last else None))
        for place, call in enumerate(calls)
    )
    return ImportedContact(plain, person.attempts, person.opted_out, _text(person.called_by))


def _imported_call(call: Past, callback_at: datetime | None) -> ImportedCall:
    outcome = call.outcome
    if outcome in _AWAY and not callback_at:
        # The file doesn't say until when.
        outcome = "no-answer"
    if outcome == UNKNOWN.word and callback_at:
        # They spoke, and the next time is set.
        outcome = "callback"
    elif outcome == UNKNOWN.word:
        # They spoke, but the file doesn't say how it ended: keep its own word.
        outcome = call.as_written.casefold()
    return ImportedCall(
        outcome,
        call.as_written,
        call.reason,
        _text(call.at),
        _text(callback_at),
        call.note,
        call.duration,
        call.agent,
        _text(call.by),
        call.channel,
    )


def _text(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def as_of(path: Path | Literal["-"], now: datetime) -> datetime:
    """When a file was last written: what it says is at least that old. Else now."""
    if path == "-":
        return now
    try:
        return min(datetime.fromtimestamp(path.stat().st_mtime, UTC), now)
    except (OSError, ValueError, OverflowError):
        return now


def calls_of(
    ws: Workspace,
    history: ImportedContact,
    new: Contact,
    prospect_id: int,
    logged: Sequence[Brief] = (),
    *,
    written: datetime,
    clock: tzinfo | None = None,
) -> list[NewCall]:
    """The calls of a file that the log doesn't have yet, in the order of the log.

    A call without a date is an imported outcome: the log has the moment it was at the latest, as
    far as the file shows it, and no agent unless the file names one. Calls that the file only
    counts come first, as imported "no answer".

    Args:
        ws: An open workspace.
        history: The calls in the file.
        new: The person.
        prospect_id: Their id in the store.
        logged: Their calls in the log.
        written: When the file was written; see `as_of`.
        clock: The zone of times without one; the prospect's when None.
    """
    calls = map(ImportedCall._make, history.calls)
    given = [_new_call(ws, call, new, prospect_id, written, clock) for call in calls]
    planned = _planned(ws, given[-1]) if given else ()
    given[-1:] = planned or given[-1:]
    dated = {(call.outcome, seconds(call.at)) for call in logged if not call.imported}
    imported = Counter(call.outcome for call in logged if call.imported)
    fresh = []
    for call in given:
        if call.imported:
            imported[call.outcome] -= 1
            known = imported[call.outcome] >= 0
        else:
            known = (call.outcome, seconds(call.at)) in dated
        if not known:
            fresh.append(call)
    made = len(logged) + len(fresh)
    if planned:
        # No one called for the callbacks themselves.
        made -= sum(call.imported and call.outcome == "callback" for call in logged)
        made -= sum(call.imported and call.outcome == "callback" for call in fresh)
    missing = max(0, history.attempts - made)
    if not missing:
        return fresh
    by = _aware(_moment(history.by), ws, new)
    latest = min(filter(None, (by, written, *(call.at for call in fresh))))
    miss = NewCall(prospect_id, latest, "no-answer", number=_first(new), imported=True)
    return [*[miss] * missing, *fresh]


def _planned(ws: Workspace, last: NewCall) -> tuple[NewCall, ...]:
    """The last call and the callback that was planned after it, whatever they said in it.

    Empty where the call itself says when they're due: a callback, a meeting, a miss.
    """
    outcome = ws.rulebook.outcome(last.outcome)
    if last.given_at is None or last.given_at < last.at:
        return ()
    if not outcome.human or outcome.needs_time or outcome.closes or outcome.opts_out:
        return ()
    callback = NewCall(
        last.prospect_id, last.at, "callback", number=last.number, given_at=last.given_at,
        imported=True,
    )  # fmt: skip
    return last._replace(given_at=None), callback


def _new_call(
    ws: Workspace, call: ImportedCall, new: Contact, prospect_id: int, written: datetime,
    clock: tzinfo | None,
) -> NewCall:  # fmt: skip
    at = _aware(_moment(call.at), ws, new, clock)
    given_at = _aware(_by_day(_moment(call.callback_at)), ws, new)
    dated = at is not None and at <= ws.now
    if at is None or not dated:
        # They named the time in that call, so it was before.
        at = min(filter(None, (written, _aware(_moment(call.by), ws, new), given_at)))
    return NewCall(
        prospect_id=prospect_id,
        at=at,
        outcome=call.outcome,
        written=call.as_written,
        agent=call.agent or (new.owner if dated else ""),
        channel=call.channel,
        number=_first(new),
        reason=call.reason or ("unknown" if call.outcome == "soft-no" else ""),
        given_at=given_at,
        duration=call.duration,
        note=call.note,
        imported=not dated,
    )


def has_bare_times(history: ImportedContact) -> bool:
    """Whether a call in a file has a time without a zone."""
    moments = (_moment(ImportedCall._make(call).at) for call in history.calls)
    return any(at and has_bare_time(at) for at in moments)


def future_dates(
    history: ImportedContact, new: Contact, ws: Workspace, clock: tzinfo | None = None
) -> list[str]:
    """Call dates in the future, as the file has them; they can't be right."""
    dates = (ImportedCall._make(call).at for call in history.calls)
    moments = ((text, _aware(_moment(text), ws, new, clock)) for text in dates if text)
    return [text for text, at in moments if at is not None and at > ws.now]


def _first(new: Contact) -> str:
    return next((phone.e164 for phone in new.phones if phone.e164), "")


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _by_day(at: datetime | None) -> datetime | None:
    """A callback day without an hour means 9 AM, as it does when typed."""
    bare = at is not None and at.time() == time.min
    return at.replace(hour=9) if at is not None and bare else at


def _aware(
    at: datetime | None, ws: Workspace, new: Contact, clock: tzinfo | None = None
) -> datetime | None:
    """A time of a file in UTC: by its own offset, else by the clock, else in the prospect's time.

    A bare date means the prospect's midnight, which counts for no part of the day.
    """
    if at is None:
        return None
    if clock and has_bare_time(at):
        return at.replace(tzinfo=clock).astimezone(UTC)
    zones = (new.zone, *(zone for phone in new.phones for zone in phone.zones))
    name = next(filter(None, zones), "")
    zone = ZoneInfo(name) if name else ws.home
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
