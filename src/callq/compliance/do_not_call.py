"""Do-not-call numbers: add them, take them off by a recorded consent, check them, list them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

from callq.engine.model import Exemption, Number, State
from callq.engine.registries import DO_NOT_CALL, REASSIGNED, is_too_old
from callq.engine.words import day_and_time, plural
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.places.phones import Phone, read_phone
from callq.prospects.opt_out import asked_on
from callq.records import calls, dnc, evaluation, number_lists, people, queue
from callq.records.dnc import Consent, Entry
from callq.records.number_lists import StoredList
from callq.records.queue import Condition
from callq.records.registries import counts, known
from callq.storage import journal
from callq.storage.suppression import SuppressionCheck
from callq.workspace import Workspace, refuse_rep

_SAME_NAME = 0.75
"""Of the words of the shorter name, as much must be the same: an initial, but no other name."""
_CONSENT_HINT = '--consent "WHO/WHEN/HOW", e.g. --consent "Eve Stone/yesterday/signed form"'


class Numbered(NamedTuple):
    """A number and everyone who has it."""

    number: str
    """E.164."""
    shown: str
    people: tuple[tuple[int, str], ...]
    """Id and name."""


class Added(NamedTuple):
    """What was added to do-not-call."""

    numbers: tuple[Numbered, ...]
    already: tuple[str, ...]
    """The numbers that were on do-not-call already, by another request."""
    also: tuple[Numbered, ...] = ()
    """Other numbers of the people who have them, blocked with them."""


class Removed(NamedTuple):
    """What was taken off do-not-call."""

    numbers: tuple[Numbered, ...]
    consent: Consent
    also: tuple[Numbered, ...]
    """Numbers that were only blocked because of these."""
    still: tuple[tuple[int, str], ...]
    """Owners you still can't call, because of another opt-out request."""
    others: tuple[tuple[int, str], ...]
    """Owners of numbers whose owners all have another name than who consented."""


def add(
    ws: Workspace, texts: Sequence[str], reason: str = "", *, number_only: bool = False
) -> Added:
    """Adds numbers to do-not-call forever, on every list; all of them or none.

    Unless it's about the number only, the request is their owners': their other numbers go with it.

    Raises:
        CallqError: One of them can't be dialed.
    """
    numbers = read_all(ws, texts)
    with ws.db.write():
        command = journal.begin(ws.db, "dnc add", ws.agent, ws.now)
        already = tuple(n.e164 for n in numbers if dnc.is_blocked(ws.db, n.e164))
        added_numbers = [number.e164 for number in numbers]
        dnc.block(
            ws.db, added_numbers, source="manual", agent=ws.agent, now=ws.now,
            reason=reason, command_id=command, covers="number" if number_only else "person",
        )  # fmt: skip
        also = {} if number_only else _block_owners(ws, added_numbers, command)
        refresh_owners(ws, [*added_numbers, *also])
        journal.describe(ws.db, command, f"{plural(len(numbers), 'number')} on do-not-call")
    for number in numbers:
        ws.tell("opt-out", people=len(dnc.owners(ws.db, [number.e164])), number=number.e164)
    return Added(
        tuple(_numbered(ws, number) for number in numbers), already,
        tuple(numbered(ws, number, shown) for number, shown in also.items()),
    )  # fmt: skip


def add_all(
    ws: Workspace, which: Condition, reason: str = "", *, dry_run: bool = False
) -> tuple[int, int]:
    """Adds every number of many people to do-not-call, as one command for undo.

    Args:
        ws: An open workspace.
        which: Which people.
        reason: Why.
        dry_run: Change nothing.

    Returns:
        How many people have a number, and how many have none.

    Raises:
        CallqError: They are a rep on a server.
    """
    refuse_rep(ws, "Adding everyone of a view to do-not-call")
    scope = queue.Scope(only=which)
    found = queue.numbers_in(ws.db, scope)
    with_numbers = len({id_ for id_, _ in found})
    if found and not dry_run:
        add(ws, list(dict.fromkeys(number for _, number in found)), reason)
    return with_numbers, len(queue.ids_in(ws.db, scope, queue.NO_LIMIT)) - with_numbers


def _block_owners(ws: Workspace, numbers: Sequence[str], command: int) -> dict[str, str]:
    """Blocks the other numbers of the people who opted out; each with how it's shown."""
    also: dict[str, str] = {}
    for who in sorted(dnc.owners(ws.db, numbers)):
        asked = asked_on(ws, who)
        if asked is None or asked.e164 not in numbers:
            continue
        others = {
            number: _shown(ws, number)
            for number in people.numbers_of(ws.db, who)
            if number not in (*numbers, *also)
        }
        dnc.block(
            ws.db, others, source="manual", agent=ws.agent, now=ws.now,
            reason=f"they opted out by {asked.shown}", command_id=command, because_of=asked.e164,
        )  # fmt: skip
        also |= others
    return also


def remove(ws: Workspace, texts: Sequence[str], consent: str) -> Removed:
    """Takes numbers off do-not-call because of a new consent; all of them or none.

    Args:
        ws: An open workspace.
        texts: Numbers in any style.
        consent: `WHO/WHEN/HOW`: who agreed, when (rep's time zone), and how you know.

    Raises:
        CallqError: The consent is incomplete, in the future, or older than an opt-out request; or
            there is no entry.
    """
    numbers = read_all(ws, texts)
    given, exact = read_consent(ws, consent)
    with ws.db.write():
        command = journal.begin(ws.db, "dnc remove", ws.agent, ws.now)
        named = [number.e164 for number in numbers]
        brought = [number for number in dnc.because_of(ws.db, named) if number not in named]
        for number in numbers:
            _release(ws, number, given, command, exact=exact)
        found = tuple(_numbered(ws, number) for number in numbers)
        also = tuple(
            numbered(ws, n, _shown(ws, n)) for n in brought if not dnc.is_blocked(ws.db, n)
        )
        refresh_owners(ws, [*named, *brought])
        others = _other_people(ws, given.by, found)
        still = [one for each in found for one in each.people if _is_never(ws, one[0])]
        what = f"{plural(len(numbers), 'number')} off do-not-call, by consent of {given.by}"
        journal.describe(ws.db, command, what)
    return Removed(found, given, also, tuple(dict.fromkeys(still)), others)


def _other_people(
    ws: Workspace, name: str, numbers: Sequence[Numbered]
) -> tuple[tuple[int, str], ...]:
    """The owners of the numbers that no one of that name has, nor a company."""
    found: dict[tuple[int, str], None] = {}
    for number in numbers:
        owners = people.by_number(ws.db, number.number, people.EVERYBODY)
        if not any(_is_named(text, name) for one in owners for text in (one.name, one.company)):
            found |= dict.fromkeys(number.people)
    return tuple(found)


def _is_named(known: str, said: str) -> bool:
    """Whether two names can be one person's: spelled otherwise, shorter, or a nickname."""
    # Loaded here: `why` uses this module, and compares no names.
    from callq.prospects.names import alike, tokens

    return alike(tokens(known), tokens(said), lambda _: 1.0).within >= _SAME_NAME


def read_all(ws: Workspace, texts: Iterable[str]) -> tuple[Phone, ...]:
    """Reads numbers as typed, without duplicates.

    Raises:
        CallqError: One of them can't be dialed.
    """
    found: dict[str, Phone] = {}
    region = str(ws.settings["region"])
    for text in texts:
        phone = read_phone(text, region)
        if not phone.e164:
            raise CallqError(
                f'"{text}" isn\'t a phone number you can dial.',
                hint="Write it like +1 212 555 0100. For a person: callq log WHO do-not-call",
                name="bad-number",
            )
        found.setdefault(phone.e164, phone)
    return tuple(found.values())


def read_consent(ws: Workspace, text: str) -> tuple[Consent, bool]:
    """Reads `WHO/WHEN/HOW`; also says whether it names a time of day.

    Raises:
        CallqError: A part is missing, or the time can't be read or is in the future.
    """
    from callq.planning.typed_times import read

    who, _, rest = text.partition("/")
    when, _, how = rest.rpartition("/")
    who, when, how = who.strip(), when.strip(), how.strip()
    if not (who and when and how):
        raise CallqError(
            "Say who agreed, when, and how you know."
            if not text
            else f'"{text}" must say who agreed, when, and how you know.',
            hint=_CONSENT_HINT,
            name="incomplete-consent",
        )
    reading = read(ws, when)
    at = reading.at.astimezone(UTC)
    same_day = _day(ws, at) == _day(ws, ws.now)
    if at > ws.now and not (same_day and not reading.exact):
        raise CallqError(
            f"That consent is in the future: {day_and_time(at, ws.home)}.",
            hint=_CONSENT_HINT,
            name="time-in-the-future",
        )
    return Consent(who, min(at, ws.now), how), reading.exact


def refresh_owners(ws: Workspace, numbers: Iterable[str]) -> None:
    """Updates the status of everyone who has one of the numbers."""
    ws.projector().refresh(calls.sharing_numbers(ws.db, dnc.owners(ws.db, numbers)))


def _is_never(ws: Workspace, who: int) -> bool:
    entry = queue.entry_of(ws.db, who, ws.now)
    return entry is not None and entry.state == State.DO_NOT_CALL


def _release(ws: Workspace, number: Phone, consent: Consent, command: int, *, exact: bool) -> None:
    _from_lists(ws, number)
    if SuppressionCheck(ws.db).entry(number.e164):
        raise CallqError(
            f"{number.shown} stays blocked: its owner asked you to erase their data.",
            hint="A consent can't change that. See docs/privacy.md.",
            code=Exit.REFUSED,
            name="erased",
        )
    active = [e for e in dnc.of_number(ws.db, number.e164) if e.lifted_at is None]
    if not active:
        _refuse_unentered(ws, number)
    for entry in active:
        same_day = _day(ws, consent.at) == _day(ws, entry.since)
        if consent.at < entry.since and (exact or not same_day):
            raise CallqError(
                f"{number.shown} went on do-not-call on {day_and_time(entry.since, ws.home)}, "
                f"after that consent of {day_and_time(consent.at, ws.home)}.",
                hint="You need a newer consent.",
                code=Exit.REFUSED,
                name="consent-too-old",
            )
    dnc.release(
        ws.db, number.e164, consent, agent=ws.agent, command_id=command, now=ws.now
    )  # fmt: skip


def _from_lists(ws: Workspace, number: Phone) -> None:
    """Turns hits on your own lists into entries, which can then be lifted on record."""
    for one in number_lists.off_own(ws.db, int(number.e164[1:])):
        dnc.block(
            ws.db, [number.e164], source=one.series, agent=one.by_agent, now=one.imported_at,
            reason=one.file, covers="person",
        )  # fmt: skip


def _refuse_unentered(ws: Workspace, number: Phone) -> NoReturn:
    lists = number_lists.listing(ws.db, int(number.e164[1:]))
    if lists:
        names = " and ".join(dict.fromkeys(one.series for one in lists))
        raise CallqError(
            f"{number.shown} is on {names}. You can't take a number off a registry.",
            hint="Import a newer copy that doesn't have it: callq dnc import FILE",
            code=Exit.REFUSED,
            name="on-a-registry",
        )
    raise CallqError(
        f"{number.shown} isn't on do-not-call. Nothing changed.",
        hint=f"See what callq knows about it: callq dnc check {number.e164}",
        code=Exit.NOT_FOUND,
        name="not-on-do-not-call",
    )


def _shown(ws: Workspace, number: str) -> str:
    return read_phone(number, str(ws.settings["region"])).shown


def _day(ws: Workspace, at: datetime) -> str:
    return at.astimezone(ws.home).date().isoformat()


def _numbered(ws: Workspace, phone: Phone) -> Numbered:
    return numbered(ws, phone.e164, phone.shown)


def numbered(ws: Workspace, number: str, shown: str) -> Numbered:
    """A number with everyone who has it."""
    found = people.by_number(ws.db, number, people.EVERYBODY)
    return Numbered(number, shown, tuple((one.id, one.name) for one in found))


class Listed(NamedTuple):
    """A list that has a number on it."""

    series: str
    registry: str
    """The registry's official name; empty for a list of your own."""
    dated: str
    """The date of the copy, ISO; empty if unknown."""
    file: str
    imported_at: datetime
    by_agent: str
    hit: str
    """What it means to be on it; see `engine.registries.Registry`."""


class Coverage(NamedTuple):
    """A registry that covers a number, listed on it or not."""

    series: str
    area: str
    dated: str
    """Date of the newest copy or change list, ISO."""
    expires_at: datetime | None
    stale: bool
    """Too old to rely on: callq offers no one it covers."""


class Exempt(NamedTuple):
    """A person who is exempt from a registry entry."""

    id: int
    name: str
    exemption: Exemption


class OptedOut(NamedTuple):
    """A person who opted out by one of their other numbers."""

    id: int
    name: str
    by: Number


class Checked(NamedTuple):
    """Everything callq knows about whether you can call a number."""

    number: str
    shown: str
    people: tuple[tuple[int, str], ...]
    entries: tuple[Entry, ...]
    """Also lifted ones, oldest first."""
    lists: tuple[Listed, ...]
    coverage: tuple[Coverage, ...]
    exempt: tuple[Exempt, ...]
    """People whose consent or relationship overrides the registries."""
    erased_at: datetime | None
    """When its owner asked to have their data erased; None if they didn't."""
    opted_out: tuple[OptedOut, ...]
    """People with this number you can't call on any of their numbers."""

    @property
    def active(self) -> tuple[Entry, ...]:
        """The entries in force."""
        return tuple(entry for entry in self.entries if entry.lifted_at is None)

    @property
    def stale(self) -> tuple[Coverage, ...]:
        """Registries that cover it with a copy that is too old."""
        return tuple(each for each in self.coverage if each.stale)

    @property
    def blocked(self) -> bool:
        """Whether you must not call it."""
        own = [one for one in self.lists if one.hit == DO_NOT_CALL]
        all_exempt = self.people and len(self.exempt) == len(self.people)
        listed = own or (self.lists and not all_exempt)
        opted_out = self.people and len(self.opted_out) == len(self.people)
        return bool(self.active or listed or self.stale or self.erased_at or opted_out)

    @property
    def lifted_by(self) -> Iterator[str]:
        """What would unblock it, one sentence each."""
        if self.erased_at:
            return
        if self.active or any(not one.registry for one in self.lists):
            yield (
                "With a new consent, take it off do-not-call: callq dnc remove "
                f'{self.number} --consent "WHO/WHEN/HOW"'
            )
        for number in dict.fromkeys(one.by.e164 for one in self.opted_out):
            yield (
                "With a new consent, take their other number off do-not-call: callq dnc remove "
                f'{number} --consent "WHO/WHEN/HOW"'
            )
        for series in dict.fromkeys(one.series for one in self.lists if one.registry):
            yield f"Import a newer copy of {series} that doesn't have it: callq dnc import FILE"
        liftable = [one for one in self.lists if one.registry and one.hit != DO_NOT_CALL]
        if any(one.hit == REASSIGNED for one in liftable) and self.blocked:
            yield (
                "Record a consent that's newer than the list: callq people consent WHO "
                "--source SOURCE"
            )
        elif liftable and self.blocked:
            yield (
                "Record one person's consent to calls, or a purchase or inquiry where the law "
                "counts it: callq people consent WHO --source SOURCE"
            )
        for each in self.stale:
            yield f"Import a newer copy of {each.series}: callq dnc import FILE"


def check(ws: Workspace, texts: Sequence[str]) -> tuple[Checked, ...]:
    """Checks numbers: their entries, lists and coverage.

    Raises:
        CallqError: One of them can't be dialed, or the key of the erased numbers is missing.
    """
    door = SuppressionCheck(ws.db)
    return tuple(_check(ws, door, one.e164, one.shown) for one in read_all(ws, texts))


def coverage(ws: Workspace, number: str, places: Sequence[str] = ()) -> tuple[Coverage, ...]:
    """The registries that cover a number, and whether their copies are fresh.

    Args:
        ws: An open workspace.
        number: E.164.
        places: The rows that apply to it besides those of its digits.
    """
    phone = read_phone(number, "")
    newest: dict[tuple[str, str], StoredList] = {}
    for copy in number_lists.covering(ws.db, int(number[1:])):
        key = copy.series, copy.area
        if key not in newest or copy.dated >= newest[key].dated:
            newest[key] = copy
    zones = [ZoneInfo(zone) for zone in phone.zones]
    return tuple(
        Coverage(
            copy.series, copy.area, copy.dated, copy.expires_at,
            is_too_old(copy.expires_at, ws.now, zones),
        )
        for copy in newest.values()
        if counts(copy.series, (*phone.places, *places))
    )  # fmt: skip


def listed(ws: Workspace, number: str) -> tuple[Listed, ...]:
    """The lists in force that have a number (E.164) on them."""
    return tuple(
        Listed(
            one.series, known()[one.series].name if one.series in known() else "",
            one.dated, one.file, one.imported_at, one.by_agent,
            known()[one.series].hit if one.series in known() else DO_NOT_CALL,
        )
        for one in number_lists.listing(ws.db, int(number[1:]))
    )  # fmt: skip


def _check(ws: Workspace, door: SuppressionCheck, number: str, shown: str) -> Checked:
    erased = door.entry(number)
    who = numbered(ws, number, shown).people
    entries = tuple(dnc.of_number(ws.db, number))
    lists = listed(ws, number)
    exempt = _exempt(ws, number, who) if any(one.registry for one in lists) else ()
    return Checked(
        number, shown, who, entries, lists, coverage(ws, number), exempt,
        erased.requested_at if erased else None, tuple(_opted_out(ws, number, who)),
    )  # fmt: skip


def _opted_out(
    ws: Workspace, number: str, people: tuple[tuple[int, str], ...]
) -> Iterator[OptedOut]:
    for id_, name in people:
        by = asked_on(ws, id_)
        if by and by.e164 != number:
            yield OptedOut(id_, name, by)


def _exempt(ws: Workspace, number: str, people: tuple[tuple[int, str], ...]) -> tuple[Exempt, ...]:
    names = dict(people)
    known = evaluation.of_prospects(ws.db, names, ws.context._replace(exemptions=True))
    return tuple(
        Exempt(each.prospect.id, names[each.prospect.id], own.exemption)
        for each in known
        for own in each.prospect.numbers
        if own.e164 == number and own.exemption
    )


class Exported(NamedTuple):
    """An entry to export."""

    number: str
    since: datetime
    source: str
    reason: str
    by: str
    lifted_at: datetime | None = None
    lifted_reason: str = ""
    consent_by: str = ""
    consent_at: datetime | None = None
    consent_how: str = ""
    covers: str = "person"
    because_of: str = ""


def entries(ws: Workspace, *, history: bool = False) -> Iterator[Exported]:
    """Your own entries and the numbers on your own lists, without registries; in flat memory.

    Args:
        ws: An open workspace.
        history: Include lifted entries.
    """
    for one in dnc.entries(ws.db, lifted=history):
        yield Exported(
            one.number, one.since, one.source, one.reason, one.by_agent, one.lifted_at,
            one.lifted_reason, one.consent_by, one.consent_at, one.consent_how, one.covers,
            one.because_of,
        )  # fmt: skip
    for own in number_lists.in_force(ws.db):
        if own.kind == "own":
            for number in number_lists.numbers_on(ws.db, own.id):
                yield Exported(
                    f"+{number}", own.imported_at, own.series, own.file, own.by_agent
                )  # fmt: skip
