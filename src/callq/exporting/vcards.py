"""Writes people as vCard 4.0 (RFC 6350)."""

import uuid
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from callq.exporting.model import OutPerson, OutPhone, stamp

_TYPES = {
    "mobile": "cell", "cell": "cell", "home": "home", "work": "work", "office": "work",
    "business": "work", "fax": "fax", "pager": "pager",
}  # fmt: skip
_SPACE = uuid.UUID("6f7d9a7e-3c1b-5d0e-9a57-0c0ffee0ca11")


def write(people: Iterable[OutPerson], store: str, out: BinaryIO) -> int:
    """Writes a card for everybody; how many.

    Args:
        people: Who to write.
        store: What tells this store from others, so that the same person keeps their UID.
        out: Where to.
    """
    count = 0
    for person in people:
        out.write("".join(f"{folded(line)}\r\n" for line in _card(person, store)).encode())
        count += 1
    return count


def _card(person: OutPerson, store: str) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", f"UID:urn:uuid:{uid(store, 'person', person.id)}")
    yield f"FN:{escaped(person.name)}"
    if person.company:
        yield f"ORG:{escaped(person.company)}"
    if person.title:
        yield f"TITLE:{escaped(person.title)}"
    for phone in person.phones:
        yield _phone(phone)
    yield from (f"EMAIL:{escaped(address)}" for address in person.emails)
    if person.country or person.region or person.postal:
        place = (person.region, person.postal, person.country)
        yield f"ADR:;;;;{';'.join(map(escaped, place))}"
    if person.zone:
        yield f"TZ:{escaped(person.zone)}"
    if person.tags:
        yield f"CATEGORIES:{','.join(map(escaped, person.tags))}"
    if person.note:
        yield f"NOTE:{escaped(person.note)}"
    yield from _own(person)
    yield "END:VCARD"


def _phone(phone: OutPhone) -> str:
    types = f";TYPE={_TYPES[phone.label]}" if phone.label in _TYPES else ""
    blocked = ";X-CALLQ-DO-NOT-CALL=yes" if phone.blocked else ""
    if not phone.e164:
        return f"TEL;VALUE=text{types}{blocked}:{escaped(phone.shown)}"
    extension = f";ext={phone.extension}" if phone.extension else ""
    return f"TEL;VALUE=uri{types}{blocked}:tel:{phone.e164}{extension}"


def _own(person: OutPerson) -> Iterator[str]:
    """What no standard property holds."""
    facts = {
        "STATE": person.state, "DUE": stamp(person.due_at), "HELD": person.hold,
        "OWNER": person.owner, "LIST": person.list_name, "ID": person.external_id,
        "LAST-OUTCOME": person.last_outcome, "LAST-CALLED": stamp(person.last_at),
        "DO-NOT-CALL": "yes" if person.opted_out else "",
    }  # fmt: skip
    yield from (f"X-CALLQ-{name}:{escaped(value)}" for name, value in facts.items() if value)
    for name, value in person.custom:
        yield f"X-CALLQ-FIELD:{escaped(name)};{escaped(value)}"


def uid(store: str, kind: str, id_: int) -> uuid.UUID:
    """The same for the same person of the same store, whenever it is written."""
    return uuid.uuid5(_SPACE, f"{store}/{kind}/{id_}")


def escaped(text: str) -> str:
    """A text as vCard and iCalendar write it."""
    plain = "".join(
        c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c in "\n\t"
    )
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    """A line cut into pieces of at most 75 bytes, never within a character."""
    if len(line) <= 18 or (line.isascii() and len(line) <= 75):
        return line
    pieces, piece, size = [], "", 0
    for char in line:
        wide = len(char.encode())
        if size + wide > 75:
            pieces.append(piece)
            # The blank that a piece begins with counts.
            piece, size = "", 1
        piece += char
        size += wide
    return "\r\n ".join([*pieces, piece])
