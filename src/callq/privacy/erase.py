"""Erase a person: delete everything stored about them, and keep them from coming back."""

from collections.abc import Sequence
from datetime import datetime

from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.privacy import erasure
from callq.privacy.erasure import Traces
from callq.privacy.identifiers import Identifier, of_numbers, of_texts
from callq.prospects.who import find_held
from callq.records import calls, dnc, people
from callq.records.change_people import remove
from callq.records.contacts import words_of
from callq.records.people import Found
from callq.storage import journal, meta, suppression
from callq.workspace import Workspace

REASONS = ("requested", "objected", "consent-withdrawn", "not-needed", "unlawful", "obliged")
"""Reasons for an erasure. No free text: it could name the person."""
SOURCES = ("call", "email", "text", "letter", "visit", "web", "other")
"""How the request came."""


class Request(NamedTuple):
    """How to erase a person."""

    reason: str = "requested"
    source: str = "other"
    retain: bool = False
    """Keep their calls without name, number and notes, as a compliance record."""


class Held(NamedTuple):
    """What there is to erase."""

    who: Found | None
    """None if only a number or email was given."""
    traces: Traces
    calls: int
    sharing: tuple[Found, ...]
    """Others with one of the numbers. They stay, and can't be called."""
    named_in: tuple[int, ...]
    """Others whose texts keep the name: it's a single word, or another person's name too."""


class Erased(NamedTuple):
    """What was done."""

    held: Held
    request: Request
    at: datetime
    pseudonym: str
    """The name their calls are kept under; empty if none were."""
    suppressed: int
    """How many numbers and emails are now kept as hashes."""
    key_file: str
    wiped: bool
    """Whether the free pages are clean too. If not, run `finish` later."""


def look(ws: Workspace, who: str) -> Held:
    """Find what there is to erase about a person, also one who was removed.

    Raises:
        CallqError: WHO matches no one or several.
    """
    found = find_held(ws, who)
    return _held(ws, found, erasure.traces(ws.db, found.id))


def look_at_number(ws: Workspace, number: str = "", email: str = "") -> Held:
    """Find what there is to erase about a number or email, in use or not.

    Raises:
        CallqError: The number can't be dialed, or the email isn't one.
    """
    numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    if number:
        from callq.places.phones import read_phone

        read = read_phone(number, str(ws.settings["region"]))
        if not read.e164:
            raise CallqError(
                f'Can\'t dial "{number}".', hint="Write it like +1 212 555 0100.",
                name="bad-number",
            )  # fmt: skip
        numbers = (read.e164,)
    if email:
        if "@" not in email:
            raise CallqError(
                f'"{email}" isn\'t an email address.', hint="Write it like ann@example.com.",
                name="bad-email",
            )  # fmt: skip
        emails = (email.strip().lower(),)
    return _held(ws, None, Traces((), (), numbers, (), emails, (), ()))


def erase(ws: Workspace, held: Held, request: Request) -> Erased:
    """Erase a person in one transaction, then rewrite the data file without them.

    Raises:
        CallqError: They were just erased, or the key is missing or can't be made. Nothing changes
            then.
    """
    pseudonym = ""
    with ws.db.write():
        found = _again(ws, held)
        command = journal.begin(ws.db, "erase", ws.agent, ws.now)
        macs = suppression.suppress(
            ws.db, (*found.numbers, *found.emails),
            reason=request.reason, source=request.source, now=ws.now,
        )  # fmt: skip
        concerned = dnc.owners(ws.db, found.numbers) - set(found.ids)
        erasure.redact_own(ws.db, found, _number_identifiers(found.numbers))
        if held.who:
            ws.projector().remove(found.ids)
            pseudonym = _take_out(ws, found, macs, request)
        erasure.drop_changes(ws.db, found)
        concerned |= _numbers(ws, found, macs, command)
        concerned |= erasure.redact(ws.db, _unique_identifiers(ws, found))
        meta.write(ws.db, meta.ERASURE_PENDING, "1")
        journal.describe(ws.db, command, "a person")
        reach = calls.sharing_numbers(ws.db, concerned)
        ws.projector().refresh(reach - set(found.ids))
    key_file = str(ws.db.key_file) if macs else ""
    return Erased(
        held, request, ws.now, pseudonym, len(macs), key_file, wiped=finish(ws)
    )  # fmt: skip


def finish(ws: Workspace) -> bool:
    """Rewrite the data file without erased data. False if another program has it open."""
    if not ws.db.wipe():
        return False
    with ws.db.write():
        meta.remove(ws.db, meta.ERASURE_PENDING)
    return True


def refuse_unknown_words(request: Request) -> None:
    """Check the reason and the source.

    Raises:
        CallqError: One of them is unknown.
    """
    for option, word, known in (
        ("--reason", request.reason, REASONS),
        ("--source", request.source, SOURCES),
    ):
        if word not in known:
            raise CallqError(
                f'Unknown {option} "{word}".',
                hint=f"Use one of {', '.join(known)}. Free text could name the person.",
                name="unknown-reason" if option == "--reason" else "unknown-source",
            )


def _held(ws: Workspace, who: Found | None, found: Traces) -> Held:
    others = sorted(dnc.owners(ws.db, found.numbers) - set(found.ids))
    sharing = [one for id_ in others for one in people.by_id(ws.db, id_)]
    alone = _names_alone(ws, found)
    left = of_texts(name for name in found.names if name not in alone)
    return Held(
        who, found, erasure.calls_of(ws.db, found.ids), tuple(sharing),
        erasure.named_in(ws.db, left, found.ids),
    )  # fmt: skip


def _again(ws: Workspace, held: Held) -> Traces:
    """Read the traces again inside the transaction."""
    if held.who is None:
        return held.traces
    if ws.db.one("SELECT 1 FROM prospect WHERE id = :id", {"id": held.who.id}) is None:
        raise CallqError("This person was just erased.", code=Exit.NOT_FOUND, name="just-removed")
    return erasure.traces(ws.db, held.who.id)


def _take_out(ws: Workspace, found: Traces, macs: dict[str, str], request: Request) -> str:
    if not (request.retain and erasure.calls_of(ws.db, found.ids)):
        erasure.erase(ws.db, found.ids)
        return ""
    import secrets

    pseudonym = f"erased-{secrets.token_hex(4)}"
    numbers = {number: macs[number] for number in found.numbers}
    for prospect_id in found.ids:
        erasure.pseudonymize(ws.db, prospect_id, pseudonym, numbers)
    remove(ws.db, found.ids, ws.now)
    return pseudonym


def _numbers(ws: Workspace, found: Traces, macs: dict[str, str], command: int) -> set[int]:
    """Block numbers others have too and delete the rest. Returns the ids affected."""
    touched: set[int] = set()
    for number in found.numbers:
        others = dnc.owners(ws.db, [number]) - set(found.ids)
        if others:
            dnc.block(
                ws.db, [number], source="erasure", agent=ws.agent, now=ws.now,
                reason="a person with this number was erased", command_id=command,
            )  # fmt: skip
        else:
            touched |= erasure.drop_number(ws.db, number, macs[number])
    return touched


def _unique_identifiers(ws: Workspace, found: Traces) -> tuple[Identifier, ...]:
    """Identifiers only this person has, to redact from texts about others."""
    numbers = [n for n in found.numbers if not dnc.owners(ws.db, [n]) - set(found.ids)]
    written = [text for number, text in found.written if number in ("", *numbers)]
    emails = [
        address for address in found.emails
        if {one.id for one in people.by_email(ws.db, address)} <= set(found.ids)
    ]  # fmt: skip
    texts = of_texts((*_names_alone(ws, found), *written, *emails))
    return (*texts, *_number_identifiers(numbers))


def _number_identifiers(numbers: Sequence[str]) -> tuple[Identifier, ...]:
    from callq.places.phones import parts_of

    return of_numbers(parts_of(number) for number in numbers)


def _names_alone(ws: Workspace, found: Traces) -> list[str]:
    return [name for name in found.names if _is_theirs_alone(ws, name, found.ids)]


def _is_theirs_alone(ws: Workspace, name: str, ids: Sequence[int]) -> bool:
    if len(words_of(name)) < 2:
        return False
    return {one.id for one in people.by_full_name(ws.db, name)} <= set(ids)


def in_words(done: Erased) -> list[str]:
    """What was erased and kept, line by line, without the name."""
    held, lines = done.held, []
    if held.who:
        lines.append(
            f"Erased: the person, {plural(held.calls, 'call')}, notes about them and old values."
        )
    else:
        lines.append("Erased: nothing. No one here has it.")
    if done.suppressed:
        count = plural(done.suppressed, "number or email", "numbers and emails")
        lines.append(f"Kept: {count} as keyed hashes, to never call or import them again.")
        lines.append(f"  The key is {done.key_file}. Include it in your backups.")
    else:
        lines.append("Kept: nothing. Without a number or email, an import may add them again.")
    if done.pseudonym:
        lines.append(f"Kept: {plural(held.calls, 'call')} without notes, as {done.pseudonym}.")
    if held.sharing:
        ids = ", ".join(str(one.id) for one in held.sharing[:8])
        count = plural(len(held.sharing), "other person", "other people")
        lines.append(f"Now on do-not-call, because they share a number: {count} ({ids}).")
    if held.named_in:
        ids = ", ".join(str(id_) for id_ in held.named_in[:8])
        lines.append(f"The name is still in texts about others. Check them: {ids}.")
    lines.append("Older backups, exports and the imported files still have their data.")
    return lines
