"""Adds somebody by hand, and makes stored people of what was written about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from callq.config import zone_named
from callq.engine.holds import lifted_by
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.places.phones import Phone, read_phone
from callq.records import people, queue
from callq.records.location import placed
from callq.records.people import Found, NewPhone, NewProspect
from callq.storage import journal
from callq.workspace import Workspace

_LARGEST_VALUE = 1e15


@dataclass(frozen=True, slots=True)
class Added:
    """Who was added."""

    who: Found
    warnings: tuple[str, ...]


def add(ws: Workspace, person: NewProspect) -> Added:
    """Adds one prospect.

    Raises:
        CallqError: Somebody of that name already has that number.
    """
    check_value(person.value)
    if not person.name.strip():
        raise CallqError("A prospect needs a name.", hint="callq add NAME --phone NUMBER")
    with ws.db.write():
        for phone in person.phones:
            _refuse_twin(ws, person, phone)
        command = journal.begin(ws.db, "add", ws.agent, ws.now)
        person = placed(person, str(ws.settings["region"]))
        (new_id,) = add_in_transaction(ws, [person], command)
        journal.describe(ws.db, command, f"added {person.name}")
    entry = queue.entry_of(ws.db, new_id, ws.now)
    held = lifted_by(entry.hold, new_id) if entry else ""
    warnings = (*_warnings(person), *filter(None, (held,)))
    return Added(people.by_id(ws.db, new_id)[0], warnings)


def add_in_transaction(ws: Workspace, persons: Sequence[NewProspect], command: int) -> list[int]:
    """Stores people with their projections; their ids. Inside a write transaction."""
    projector = ws.projector()
    ids = projector.insert([people.make_ready(person) for person in persons], command)
    projector.finish()
    return ids


def person_from(
    ws: Workspace, *, name: str, phones: Sequence[str] = (), emails: Sequence[str] = ()
) -> NewProspect:
    """A prospect to be stored, with numbers read in the rep's region."""
    return NewProspect(name=name.strip(), phones=read_numbers(ws, phones), emails=tuple(emails))


def read_numbers(ws: Workspace, texts: Sequence[str]) -> tuple[NewPhone, ...]:
    """Numbers as written, read in the rep's region."""
    region = str(ws.settings["region"])
    return tuple(to_stored("", read_phone(text, region)) for text in texts)


def to_stored(label: str, phone: Phone) -> NewPhone:
    """A number that was read, as it is stored."""
    return NewPhone(
        label, phone.written, phone.e164, phone.extension, phone.shown, str(phone.quality),
        phone.zones, phone.places,
    )  # fmt: skip


def check_value(value: float | None) -> None:
    """Refuses what is no amount.

    Raises:
        CallqError: It is infinite, or no number at all.
    """
    if value is not None and not 0 <= value < _LARGEST_VALUE:
        raise CallqError(f"--value {value} is no amount.", hint="Write e.g. 3000.")


def check_zone(name: str) -> str:
    """An IANA zone name, or empty.

    Raises:
        CallqError: There is no such zone.
    """
    if name:
        zone_named(name, "--zone")
    return name


def _refuse_twin(ws: Workspace, person: NewProspect, phone: NewPhone) -> None:
    if not phone.e164:
        return
    for twin in people.by_number(ws.db, phone.e164):
        if people.words_of(twin.name) == people.words_of(person.name):
            raise CallqError(
                f"{twin.name} with {phone.shown} is there already, as {twin.id}.",
                hint=f"callq show {twin.id}; callq edit {twin.id} changes them.",
                code=Exit.REFUSED,
            )


def _warnings(person: NewProspect) -> list[str]:
    bad = [phone.written for phone in person.phones if not phone.e164]
    found = []
    if bad:
        count = plural(len(bad), "number")
        found.append(f"{count} can't be dialed and {'is' if len(bad) == 1 else 'are'} kept as "
                     f"written: {', '.join(bad)}.")  # fmt: skip
    return found
