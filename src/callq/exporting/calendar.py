"""Write callbacks and due calls as iCalendar (RFC 5545), each with an alarm.

Moments are on the prospect's clock, whose zone is described in the file: a callback stays at its
hour when a country changes its mind about clocks. Clients show them on the clock of who looks.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO
from zoneinfo import ZoneInfo

from callq.exporting.model import OutPerson
from callq.exporting.vcards import escaped, folded, uid
from callq.exporting.vtimezone import described

_LASTS = timedelta(minutes=15)
_COMPACT = "%Y%m%dT%H%M%S"
_IN_MEMORY = 4 << 20


def write(people: Iterable[OutPerson], store: str, now: datetime, out: BinaryIO) -> int:
    """Writes an event for everybody who is to be called at a time; how many events.

    A callback dropped a short while ago is written as cancelled and not counted: a calendar that
    subscribes to the file takes it out.
    """
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//callq//callq//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:callq")  # fmt: skip
    out.write(_lines(head))
    count = 0
    spans: dict[str, tuple[datetime, datetime]] = {}
    # Which zones have to be described is known when everybody has been seen.
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as events:
        for person in people:
            start = moment_of(person) if person.is_open else None
            at = start or person.dropped_at
            if at is None:
                continue
            lines = _event(person, at, store, now) if start else _cancelled(person, at, store, now)
            events.write(_lines(lines))
            if person.clock:
                first, last = spans.get(person.clock, (at, at))
                spans[person.clock] = min(first, at), max(last, at + _LASTS)
            count += start is not None
        for zone, (first, last) in sorted(spans.items()):
            out.write(_lines(described(zone, first, last)))
        events.seek(0)
        copyfileobj(events, out)
    out.write(_lines(("END:VCALENDAR",)))
    return count


def moment_of(person: OutPerson) -> datetime | None:
    """When they are to be called: the callback time, else the first within their hours."""
    if person.state == "callback" and person.callback_at:
        return person.callback_at
    return person.callable_at


def heading(person: OutPerson) -> str:
    """What is to be done, in a line."""
    verb = {"reply": "Reply to", "propose": "Send a proposal to"}.get(person.action, "Call")
    company = f" ({person.company})" if person.company not in ("", person.name) else ""
    return f"{verb} {person.name}{company}"


def _event(person: OutPerson, start: datetime, store: str, now: datetime) -> Iterator[str]:
    has_callback = person.state == "callback"
    phone = person.to_call
    words = [f"Why: {person.explanation}", f"Their time: {person.local}" if person.local else ""]
    words += [
        f"Number: {phone.shown}" if phone else "",
        f"List: {person.list_name}" if person.list_name else "",
    ]
    words += [f"Note: {person.last_note}" if person.last_note else ""]
    yield from _head(person, start, store, now)
    yield "STATUS:CONFIRMED"
    yield f"DESCRIPTION:{escaped(chr(10).join(filter(None, words)))}"
    yield f"CATEGORIES:{'callback' if has_callback else 'due'}"
    yield f"PRIORITY:{1 if has_callback else 5}"
    if phone:
        yield f"URL:tel:{phone.e164}"
    yield "TRANSP:OPAQUE" if has_callback else "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(heading(person))}")
    yield f"TRIGGER:{'-PT10M' if has_callback else 'PT0M'}"
    yield from ("END:VALARM", "END:VEVENT")


def _cancelled(person: OutPerson, at: datetime, store: str, now: datetime) -> Iterator[str]:
    yield from _head(person, at, store, now)
    yield from ("STATUS:CANCELLED", "TRANSP:TRANSPARENT", "END:VEVENT")


def _head(person: OutPerson, start: datetime, store: str, now: datetime) -> Iterator[str]:
    """What tells one version of an event from another, and when it is."""
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(store, 'event', person.id)}"
    yield f"SEQUENCE:{person.changes}"
    yield f"DTSTAMP:{now:{_COMPACT}}Z"
    yield f"DTSTART{_on_clock(start, person.clock)}"
    yield f"DTEND{_on_clock(start + _LASTS, person.clock)}"
    yield f"SUMMARY:{escaped(heading(person))}"


def _on_clock(at: datetime, zone: str) -> str:
    return (
        f";TZID={zone}:{at.astimezone(ZoneInfo(zone)):{_COMPACT}}" if zone else f":{at:{_COMPACT}}Z"
    )


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()
