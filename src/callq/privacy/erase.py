"""Forgets a person: takes all that is held of them out of the store, and never asks them again."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.privacy import erasure
from callq.privacy.erasure import Traces
from callq.privacy.identifiers import Sign, of_numbers, of_texts
from callq.prospects.who import find_held
from callq.records import calls, dnc, people
from callq.records.people import Found
from callq.storage import journal, meta, suppression
from callq.workspace import Workspace

REASONS = ("asked", "objected", "consent-withdrawn", "not-needed", "unlawful", "obliged")
"""Why somebody is forgotten. No free text: it would name them."""
SOURCES = ("call", "email", "text", "letter", "visit", "web", "other")
"""How the request came."""


class Request(NamedTuple):
    """How somebody is to be forgotten."""

    reason: str = "asked"
    source: str = "other"
    retain: bool = False
    """Keep their calls without words, number and name, for what the law may ask."""


class Held(NamedTuple):
    """What is there to be forgotten."""

    who: Found | None
    """None when only a number or an address was given."""
    traces: Traces
    calls: int
    sharing: tuple[Found, ...]
    """Others with one of the numbers: they stay, and are held."""
    named_in: tuple[int, ...]
    """Others in whose texts the name stays: it is one word, or somebody else's as well."""


class Forgotten(NamedTuple):
    """What was done."""

    held: Held
    request: Request
    at: datetime
    pseudonym: str
    """Under which calls were kept; empty when none were."""
    suppressed: int
    """How many numbers and addresses are known by their hashes from now on."""
    key_file: str
    wiped: bool
    """Whether nothing is left in free pages either; if not, `finish` is still to be run."""


def look(ws: Workspace, who: str) -> Held:
    """What there is to be forgotten of somebody, removed ones included.

    Raises:
        CallqError: Nobody is meant, or several may be.
    """
    found = find_held(ws, who)
    return _held(ws, found, erasure.traces(ws.db, found.id))


def look_at_number(ws: Workspace, number: str = "", email: str = "") -> Held:
    """The same for a number or an address, whether somebody in the store has it or not.

    Raises:
        CallqError: It is no number that can be dialed, or no address.
    """
    numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    if number:
        from callq.places.phones import read_phone

        read = read_phone(number, str(ws.settings["region"]))
        if not read.e164:
            raise CallqError(
                f'"{number}" is no number that can be dialed.', hint="Write it as +1 212 555 0100."
            )
        numbers = (read.e164,)
    if email:
        if "@" not in email:
            raise CallqError(f'"{email}" is no e-mail address.')
        emails = (email.strip().lower(),)
    return _held(ws, None, Traces((), (), numbers, (), emails, (), ()))


def forget(ws: Workspace, held: Held, request: Request) -> Forgotten:
    """Forgets somebody in one transaction, then rewrites the store's files without them.

    Raises:
        CallqError: They were removed a moment ago, or the key is missing or can't be made; nothing
            is changed then.
    """
    pseudonym = ""
    with ws.db.write():
        found = _again(ws, held)
        command = journal.begin(ws.db, "forget", ws.agent, ws.now)
        macs = suppression.suppress(
            ws.db, (*found.numbers, *found.emails),
            reason=request.reason, source=request.source, now=ws.now,
        )  # fmt: skip
        concerned = dnc.owners(ws.db, found.numbers) - set(found.ids)
        erasure.retell(ws.db, found, _signs_of(found.numbers))
        if held.who:
            ws.projector().forget(found.ids)
            pseudonym = _take_out(ws, found, macs, request)
        erasure.drop_changes(ws.db, found)
        concerned |= _numbers(ws, found, macs, command)
        concerned |= erasure.unname(ws.db, _tell_tale(ws, found))
        meta.write(ws.db, meta.ERASURE_PENDING, "1")
        journal.describe(ws.db, command, "somebody")
        reach = calls.sharing_numbers(ws.db, concerned)
        ws.projector().refresh(reach - set(found.ids))
    key_file = str(ws.db.key_file) if macs else ""
    return Forgotten(
        held, request, ws.now, pseudonym, len(macs), key_file, wiped=finish(ws)
    )  # fmt: skip


def finish(ws: Workspace) -> bool:
    """Rewrites the store's files without what was forgotten; False when others hold them open."""
    if not ws.db.wipe():
        return False
    with ws.db.write():
        meta.remove(ws.db, meta.ERASURE_PENDING)
    return True


def refuse_unknown_words(request: Request) -> None:
    """Refuses a reason or source that is none.

    Raises:
        CallqError: The word is unknown.
    """
    for option, word, known in (
        ("--reason", request.reason, REASONS),
        ("--source", request.source, SOURCES),
    ):
        if word not in known:
            raise CallqError(
                f'{option} "{word}" is none.',
                hint=f"One of {', '.join(known)}: free text would name them again.",
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
    """The traces as they are inside the transaction."""
    if held.who is None:
        return held.traces
    if ws.db.one("SELECT 1 FROM prospect WHERE id = :id", {"id": held.who.id}) is None:
        raise CallqError("They were forgotten a moment ago.", code=Exit.NOT_FOUND)
    return erasure.traces(ws.db, held.who.id)


def _take_out(ws: Workspace, found: Traces, macs: dict[str, str], request: Request) -> str:
    if not (request.retain and erasure.calls_of(ws.db, found.ids)):
        erasure.erase(ws.db, found.ids)
        return ""
    import secrets

    pseudonym = f"forgotten-{secrets.token_hex(4)}"
    numbers = {number: macs[number] for number in found.numbers}
    for prospect_id in found.ids:
        erasure.pseudonymise(ws.db, prospect_id, pseudonym, numbers)
    people.remove(ws.db, found.ids, ws.now)
    return pseudonym


def _numbers(ws: Workspace, found: Traces, macs: dict[str, str], command: int) -> set[int]:
    """Holds the numbers that others have as well, and takes the rest out; whom that concerns."""
    touched: set[int] = set()
    for number in found.numbers:
        others = dnc.owners(ws.db, [number]) - set(found.ids)
        if others:
            dnc.block(
                ws.db, [number], source="erasure", agent=ws.agent, now=ws.now,
                reason="somebody with this number asked to be forgotten", command_id=command,
            )  # fmt: skip
        else:
            touched |= erasure.drop_number(ws.db, number, macs[number])
    return touched


def _tell_tale(ws: Workspace, found: Traces) -> tuple[Sign, ...]:
    """What tells them and nobody else, to be taken out of what is written about others."""
    numbers = [n for n in found.numbers if not dnc.owners(ws.db, [n]) - set(found.ids)]
    written = [text for number, text in found.written if number in ("", *numbers)]
    emails = [
        address for address in found.emails
        if {one.id for one in people.by_email(ws.db, address)} <= set(found.ids)
    ]  # fmt: skip
    texts = of_texts((*_names_alone(ws, found), *written, *emails))
    return (*texts, *_signs_of(numbers))


def _signs_of(numbers: Sequence[str]) -> tuple[Sign, ...]:
    from callq.places.phones import parts_of

    return of_numbers(parts_of(number) for number in numbers)


def _names_alone(ws: Workspace, found: Traces) -> list[str]:
    return [name for name in found.names if _is_theirs_alone(ws, name, found.ids)]


def _is_theirs_alone(ws: Workspace, name: str, ids: Sequence[int]) -> bool:
    if len(people.words_of(name)) < 2:
        return False
    return {one.id for one in people.by_full_name(ws.db, name)} <= set(ids)


def in_words(done: Forgotten) -> list[str]:
    """What was done and what was kept, line by line; the name is not said again."""
    held, lines = done.held, []
    if held.who:
        what = f"Forgotten: the person, {plural(held.calls, 'call')}, what was written about them"
        lines.append(f"{what}, and every former value.")
    else:
        lines.append("Forgotten before they were known.")
    if done.suppressed:
        count = plural(done.suppressed, "number or address", "numbers and addresses")
        lines.append(f"Kept: {count} as keyed hashes, so that nobody calls or takes them in again.")
        lines.append(f"  The key is {done.key_file}: it belongs into every backup.")
    else:
        lines.append("Kept: nothing. They had no number or address to be known by later.")
    if done.pseudonym:
        lines.append(f"Kept: {plural(held.calls, 'call')} without words, as {done.pseudonym}.")
    if held.sharing:
        ids = ", ".join(str(one.id) for one in held.sharing[:8])
        count = plural(len(held.sharing), "other person", "other people")
        lines.append(f"Held from now on, for they share a number: {count} ({ids}).")
    if held.named_in:
        ids = ", ".join(str(id_) for id_ in held.named_in[:8])
        lines.append(f"The name still stands in texts about others, to be looked at: {ids}.")
    lines.append("Older backups, exports and the files they came from still hold them.")
    return lines
