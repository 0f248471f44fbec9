"""Writes promises and the calls that fall due as iCalendar (RFC 5545), each with an alarm.

Moments are in UTC, which every client shows on the clock of whoever looks; what time it is for the
prospect is in the words.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import BinaryIO

from callq.files.outgoing import OutPerson
from callq.files.vcards_out import escaped, folded, uid

_LASTS = timedelta(minutes=15)
_COMPACT = "%Y%m%dT%H%M%SZ"


def write(people: Iterable[OutPerson], store: str, now: datetime, out: BinaryIO) -> int:
    """Writes an event for everybody who is to be called at a time; how many events."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//callq//callq//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:callq")  # fmt: skip
    out.write(_lines(head))
    count = 0
    for person in people:
        if person.is_open and (start := moment_of(person)):
            out.write(_lines(_event(person, start, store, now)))
            count += 1
    out.write(_lines(("END:VCALENDAR",)))
    return count


def moment_of(person: OutPerson) -> datetime | None:
    """When they are to be called: the promised time itself, else the first within their hours."""
    if person.state == "promised" and person.promised_at:
        return person.promised_at
    return person.callable_at


def heading(person: OutPerson) -> str:
    """What is to be done, in a line."""
    verb = {"reply": "Reply to", "propose": "Send a proposal to"}.get(person.action, "Call")
    company = f" ({person.company})" if person.company not in ("", person.name) else ""
    return f"{verb} {person.name}{company}"


def _event(person: OutPerson, start: datetime, store: str, now: datetime) -> Iterator[str]:
    promised = person.state == "promised"
    phone = person.to_call
    words = [f"Why: {person.why}", f"Their time: {person.local}" if person.local else ""]
    words += [
        f"Number: {phone.shown}" if phone else "",
        f"List: {person.list_name}" if person.list_name else "",
    ]
    words += [f"Note: {person.last_note}" if person.last_note else ""]
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(store, 'event', person.id)}"
    yield f"DTSTAMP:{now:{_COMPACT}}"
    yield f"DTSTART:{start:{_COMPACT}}"
    yield f"DTEND:{start + _LASTS:{_COMPACT}}"
    yield f"SUMMARY:{escaped(heading(person))}"
    yield f"DESCRIPTION:{escaped(chr(10).join(filter(None, words)))}"
    yield f"CATEGORIES:{'promise' if promised else 'due'}"
    yield f"PRIORITY:{1 if promised else 5}"
    if phone:
        yield f"URL:tel:{phone.e164}"
    yield "TRANSP:OPAQUE" if promised else "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(heading(person))}")
    yield f"TRIGGER:{'-PT10M' if promised else 'PT0M'}"
    yield from ("END:VALARM", "END:VEVENT")


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()
