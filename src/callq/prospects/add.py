"""Add one prospect by hand, and turn typed values into rows to store."""

from collections.abc import Sequence
from dataclasses import dataclass

from callq.config import zone_named
from callq.engine.checks import lifted_by
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.places.lines import line_of
from callq.places.phones import Phone, read_phone
from callq.records import consents, people, queue
from callq.records.change_people import PeopleWriter
from callq.records.consents import INQUIRY, NewConsent
from callq.records.contacts import Contact, ContactPhone, make_ready, words_of
from callq.records.location import placed
from callq.records.people import Found
from callq.storage import journal
from callq.workspace import Workspace

_LARGEST_VALUE = 1e15


@dataclass(frozen=True, slots=True)
class Added:
    """The prospect that was added."""

    who: Found
    warnings: tuple[str, ...]


def add(ws: Workspace, person: Contact, *, inquiry: bool = False) -> Added:
    """Add one prospect.

    Args:
        ws: An open workspace.
        person: To be added.
        inquiry: They asked to be called just now; it's kept as a relationship.

    Raises:
        CallqError: The name is blank, the value isn't an amount, or a prospect with this name
            already has the number.
    """
    check_value(person.value)
    for address in person.emails:
        check_email(address)
    if not person.name.strip():
        raise CallqError(
            "A prospect needs a name.", hint="callq add NAME --phone NUMBER", name="missing-name"
        )
    with ws.db.write():
        for phone in person.phones:
            _refuse_duplicate(ws, person, phone)
        command = journal.begin(ws.db, "add", ws.agent, ws.now)
        person = placed(person, str(ws.settings["region"]))
        (new_id,) = add_in_transaction(ws, [person], command)
        if inquiry:
            asked = NewConsent(new_id, INQUIRY, "asked to be called")
            row = consents.insert(ws.db, asked, ws.agent, command, ws.now)
            journal.remember_new(ws.db, command, "consent", row)
            ws.projector().refresh([new_id])
        journal.describe(ws.db, command, f"added {person.name}")
    entry = queue.entry_of(ws.db, new_id, ws.now)
    places = [place for phone in person.phones for place in (*phone.places, *person.places)]
    unknown = ws.calling.unknown_among([place.lstrip("?") for place in places])
    held = (
        lifted_by(entry.hold, new_id, unknown=unknown, list_name=person.list_name) if entry else ""
    )
    warnings = (*_warnings(person), *filter(None, (held,)))
    return Added(people.by_id(ws.db, new_id)[0], warnings)


def add_in_transaction(ws: Workspace, persons: Sequence[Contact], command: int) -> list[int]:
    """Store people with their projections inside a write transaction. Returns their ids."""
    writer = PeopleWriter(ws.projector(), command)
    ids = writer.add([make_ready(person) for person in persons])
    writer.projector.finish()
    return ids


def person_from(
    ws: Workspace, *, name: str, phones: Sequence[str] = (), emails: Sequence[str] = ()
) -> Contact:
    """Make a prospect to store. Its numbers are read as the rep's region writes them."""
    return Contact(name=name.strip(), phones=read_numbers(ws, phones), emails=tuple(emails))


def read_numbers(ws: Workspace, texts: Sequence[str]) -> tuple[ContactPhone, ...]:
    """Read numbers as the rep's region writes them."""
    region = str(ws.settings["region"])
    return tuple(to_stored("", read_phone(text, region)) for text in texts)


def to_stored(label: str, phone: Phone) -> ContactPhone:
    """Turn a number that was read into one to store; its label may tell the line."""
    return ContactPhone(
        label, phone.written, phone.e164, phone.extension, phone.shown, str(phone.quality),
        phone.zones, phone.places, phone.line or line_of(label),
    )  # fmt: skip


def check_email(address: str) -> None:
    """Refuse a text that isn't an email address.

    Raises:
        CallqError: `bad-email`.
    """
    user, _, host = address.strip().rpartition("@")
    if not user or not host or len(address.split()) != 1:
        raise CallqError(
            f'"{address}" isn\'t an email address.', hint="Write it like ann@example.com.",
            name="bad-email",
        )  # fmt: skip


def check_value(value: float | None) -> None:
    """Refuse a value that isn't an amount of money.

    Raises:
        CallqError: It's negative, infinite, too large or not a number.
    """
    if value is not None and not 0 <= value < _LARGEST_VALUE:
        raise CallqError(
            f"--value {value} isn't an amount.", hint="Write it like 3000.", name="bad-value"
        )


def check_zone(name: str) -> str:
    """Check an IANA zone name and return it. Empty is fine.

    Raises:
        CallqError: The zone doesn't exist.
    """
    if name:
        zone_named(name, "--zone")
    return name


def _refuse_duplicate(ws: Workspace, person: Contact, phone: ContactPhone) -> None:
    if not phone.e164:
        return
    for known in people.by_number(ws.db, phone.e164):
        if words_of(known.name) == words_of(person.name):
            raise CallqError(
                f"You already have {known.name} with {phone.shown}, as {known.id}.",
                hint=f"callq show {known.id} shows them; callq edit {known.id} changes them.",
                code=Exit.REFUSED,
                name="already-added",
            )


def _warnings(person: Contact) -> list[str]:
    bad = [phone.written for phone in person.phones if not phone.e164]
    if not bad:
        return []
    return [f"Can't dial {plural(len(bad), 'number')}, kept as written: {', '.join(bad)}."]
