"""Change a prospect's details. Calls stay as they are."""

from dataclasses import dataclass

from callq.engine.calling import LINES
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.places.phones import read_phone
from callq.prospects.add import check_email, check_value, check_zone, read_numbers
from callq.prospects.opt_out import asked_on, keep_opt_out, spread
from callq.prospects.who import find_one
from callq.records import calls, people, queue
from callq.records.change_people import PeopleWriter
from callq.records.contacts import ContactPhone, StoredPhone, StoredProspect
from callq.records.location import ADDRESS, places_of
from callq.records.people import Found
from callq.records.queue import Condition, Scope
from callq.storage import journal
from callq.storage.dry_run import written
from callq.workspace import Workspace, refuse_rep

_CALLED = {"list_name": "list", "region": "state"}
_DERIVED = ("places", "place_zones")
_PLAIN = (
    "name",
    "company",
    "title",
    "owner",
    "list_name",
    "zone",
    "country",
    "region",
    "postal",
    "note",
    "value",
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change. None leaves a field alone."""

    name: str | None = None
    company: str | None = None
    title: str | None = None
    owner: str | None = None
    list_name: str | None = None
    zone: str | None = None
    country: str | None = None
    region: str | None = None
    postal: str | None = None
    note: str | None = None
    reach: str | None = None
    """Their own hours, as they say them; empty: any time."""
    value: float | None = None
    add_phone: tuple[str, ...] = ()
    drop_phone: tuple[str, ...] = ()
    add_email: tuple[str, ...] = ()
    drop_email: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    line: str | None = None
    """What kind of line their numbers are on."""
    fields: tuple[str, ...] = ()
    """Custom fields as `KEY=VALUE`; an empty value removes one."""
    may_be_called: bool = False
    """A rep read the opt-out words in the imported cell and cleared them."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The prospect, and the fields that changed."""

    who: Found
    changed: tuple[str, ...]


def edit(ws: Workspace, who: str, changes: Changes) -> Edited:
    """Change a prospect in one transaction.

    Raises:
        CallqError: WHO matches no one or several, nothing would change, or a value is wrong.
    """
    found = find_one(ws, who)
    with ws.db.write():
        details = people.details(ws.db, found.id)
        if details is None:
            raise CallqError(
                f"{found.name} was just removed.", code=Exit.NOT_FOUND, name="just-removed"
            )
        command = journal.begin(ws.db, "edit", ws.agent, ws.now)
        concerned = calls.sharing_numbers(ws.db, [found.id])
        writer = PeopleWriter(ws.projector(), command)
        asked = asked_on(ws, found.id) if changes.drop_phone else None
        changed = _fields(ws, writer, details, changes)
        changed += _phones(ws, writer, details, changes)
        changed += _emails(writer, details, changes)
        changed += _line(ws, writer, found.id, changes.line)
        if not changed:
            raise CallqError(
                "That changes nothing.", hint="callq edit --help lists what you can change.",
                name="nothing-to-change",
            )  # fmt: skip
        if asked:
            keep_opt_out(ws, writer, details, asked, command)
        # A new list or owner moves the person to other counts, so both old and new are refreshed.
        concerned |= calls.sharing_numbers(ws.db, [found.id])
        concerned |= spread(ws, [found.id], command)
        writer.projector.refresh(concerned)
        journal.describe(ws.db, command, f"{found.name}: {', '.join(changed)}")
    return Edited(people.by_id(ws.db, found.id)[0], tuple(changed))


def edit_all(
    ws: Workspace, which: Condition, changes: Changes, *, dry_run: bool = False
) -> tuple[int, int]:
    """Makes the same changes to many people, as one command for undo.

    Args:
        ws: An open workspace.
        which: Which people.
        changes: What to change; numbers, emails and names aren't changed for many at once.
        dry_run: Change nothing.

    Returns:
        How many people changed, and how many were so already.

    Raises:
        CallqError: A value is wrong.
    """
    refuse_rep(ws, "Changing everyone of a view")
    changed: list[int] = []
    with written(ws.db, dry_run=dry_run):
        ids = queue.ids_in(ws.db, Scope(only=which), queue.NO_LIMIT)
        command = journal.begin(ws.db, journal.EDIT_ALL, ws.agent, ws.now)
        writer = PeopleWriter(ws.projector(), command)
        for id_ in ids:
            details = people.details(ws.db, id_)
            if details and _fields(ws, writer, details, changes):
                changed.append(id_)
        writer.projector.refresh(changed)
        journal.describe(ws.db, command, plural(len(changed), "person", "people"))
    return len(changed), len(ids) - len(changed)


def _fields(
    ws: Workspace, writer: PeopleWriter, details: StoredProspect, changes: Changes
) -> list[str]:
    values = {c: getattr(changes, c) for c in _PLAIN if getattr(changes, c) is not None}
    if not values.get("name", "-").strip():
        raise CallqError(
            "A prospect needs a name.", hint="Leave out --name to keep it.", name="missing-name"
        )
    check_zone(values.get("zone") or "")
    check_value(values.get("value"))
    if changes.reach is not None:
        values["reach"] = stored_reach(changes.reach)
    if changes.tags:
        values["tags"] = tuple(dict.fromkeys((*details.tags, *changes.tags)))
    if changes.fields:
        values["custom"] = _custom(details, changes.fields)
    if changes.may_be_called and details.opt_out_text:
        values["opt_out_text"] = ""
    if set(ADDRESS) & set(values):
        values |= places_of(ws.db, str(ws.settings["region"]), details, values)
    changed = writer.change(details, values)
    return [_CALLED.get(field, field) for field in changed if field not in _DERIVED]


def stored_reach(text: str) -> str:
    """Their own hours as they're stored; empty: any time.

    Raises:
        CallqError: The hours can't be read.
    """
    from callq.engine.reach import reach_text, read_reach

    return reach_text(read_reach(text)) if text.strip() else ""


def _line(ws: Workspace, writer: PeopleWriter, who: int, line: str | None) -> list[str]:
    if line is None:
        return []
    if line not in LINES:
        raise CallqError(
            f'Unknown line "{line}".', hint=f"Type {', '.join(LINES)}.", name="bad-line"
        )
    # A rep can't outdo what the digits of a number prove.
    known = {
        number: shown
        for number in people.numbers_of(ws.db, who)
        if (shown := read_phone(number, "").line)
    }
    free = [number for number in people.numbers_of(ws.db, who) if number not in known]
    if known and not free and line not in known.values():
        number, shown = next(iter(known.items()))
        raise CallqError(
            f"The digits of {number} show that it's a {shown} number.",
            hint="Leave out --line.", name="line-is-known",
        )  # fmt: skip
    return ["line"] if writer.set_line(who, line, free) else []


def _custom(details: StoredProspect, fields: tuple[str, ...]) -> dict[str, str]:
    custom = dict(details.custom)
    for field in fields:
        key, equals, value = field.partition("=")
        if not equals or not key.strip():
            raise CallqError(
                f'"{field}" isn\'t KEY=VALUE.', hint='Write --field "Budget=3000".',
                name="bad-field",
            )  # fmt: skip
        custom[key.strip()] = value.strip()
    return {key: value for key, value in custom.items() if value}


def _phones(
    ws: Workspace, writer: PeopleWriter, details: StoredProspect, changes: Changes
) -> list[str]:
    changed = []
    dropped: set[int] = set()
    for text in changes.drop_phone:
        digits = "".join(c for c in text if c.isdecimal())
        match = [p for p in details.phones if digits and digits in (p.e164 or p.written)]
        if len(match) != 1:
            raise CallqError(
                f'{details.name} has no number "{text}".',
                hint=f"They have {', '.join(p.shown for p in details.phones) or 'none'}.",
                name="unknown-phone",
            )
        # A do-not-call entry outlives the phone row.
        writer.drop_phone(match[0].id)
        dropped.add(match[0].id)
        changed.append(f"removed {match[0].shown}")
    known = {_same_number(phone) for phone in details.phones if phone.id not in dropped}
    for number in read_numbers(ws, changes.add_phone):
        if not number.written.strip():
            raise CallqError(
                "--add-phone is empty.", hint="Give a number or leave it out.", name="empty-phone"
            )
        if _same_number(number) in known:
            continue
        known.add(_same_number(number))
        writer.add_phone(details.id, number)
        changed.append(f"added {number.shown}")
    return changed


def _same_number(phone: ContactPhone | StoredPhone) -> tuple[str, str]:
    return phone.e164 or phone.written.strip(), phone.extension


def _emails(writer: PeopleWriter, details: StoredProspect, changes: Changes) -> list[str]:
    changed = []
    for address in changes.drop_email:
        if address.lower() not in details.emails:
            raise CallqError(
                f"{details.name} has no email {address}.",
                hint=f"They have {', '.join(details.emails) or 'none'}.",
                name="unknown-email",
            )
        writer.drop_email(details.id, address)
        changed.append(f"removed {address}")
    known = set(details.emails) - {address.lower() for address in changes.drop_email}
    for address in changes.add_email:
        check_email(address)
        if address.strip().lower() in known:
            continue
        known.add(address.strip().lower())
        writer.add_email(details.id, address.strip())
        changed.append(f"added {address}")
    return changed
