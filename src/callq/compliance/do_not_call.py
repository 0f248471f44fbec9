"""Do-not-call numbers: add them, take them off by a recorded consent, check them, list them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, NoReturn

from callq.engine.model import Excuse, State
from callq.engine.registries import BY_SERIES
from callq.engine.words import day_and_time, plural
from callq.errors import CallqError, Exit
from callq.places.phones import Phone, read_phone
from callq.records import calls, dnc, facts, number_lists, people
from callq.records.dnc import Consent, Entry
from callq.records.number_lists import StoredList
from callq.storage import journal
from callq.storage.suppression import Door
from callq.workspace import Workspace

_CONSENT_HINT = '--consent "WHO/WHEN/HOW", e.g. --consent "Eve Stone/yesterday/signed form"'


class Numbered(NamedTuple):
    """A number, and who has it."""

    number: str
    """E.164."""
    shown: str
    people: tuple[tuple[int, str], ...]
    """Id and name."""


class Added(NamedTuple):
    """What was put on do-not-call."""

    numbers: tuple[Numbered, ...]
    already: tuple[str, ...]
    """Which of them stood there before, by another wish."""


class Removed(NamedTuple):
    """What was taken off do-not-call, and who may be called again."""

    numbers: tuple[Numbered, ...]
    consent: Consent
    still: tuple[tuple[int, str], ...]
    """Who has one of the numbers and must still not be called: another wish of theirs stands."""


def add(ws: Workspace, texts: Sequence[str], reason: str = "") -> Added:
    """Puts numbers on do-not-call for ever, on every list; all of them or none.

    Raises:
        CallqError: One of them is no number that can be dialed.
    """
    numbers = read_all(ws, texts)
    with ws.db.write():
        command = journal.begin(ws.db, "dnc add", ws.agent, ws.now)
        already = tuple(n.e164 for n in numbers if dnc.is_blocked(ws.db, n.e164))
        wished = [number.e164 for number in numbers]
        dnc.block(
            ws.db, wished, source="manual", agent=ws.agent, now=ws.now,
            reason=reason, command_id=command,
        )  # fmt: skip
        refresh_owners(ws, wished)
        journal.describe(ws.db, command, f"{plural(len(numbers), 'number')} on do-not-call")
    return Added(tuple(_numbered(ws, number) for number in numbers), already)


def remove(ws: Workspace, texts: Sequence[str], consent: str) -> Removed:
    """Takes numbers off do-not-call because somebody agreed to be called again; all or none.

    Args:
        ws: An open workspace.
        texts: Numbers in any style.
        consent: `WHO/WHEN/HOW`: who agreed, when (in the rep's zone), and how that is known.

    Raises:
        CallqError: The consent is incomplete, to come, or older than a wish; or no entry stands.
    """
    numbers = read_all(ws, texts)
    given, exact = read_consent(ws, consent)
    with ws.db.write():
        command = journal.begin(ws.db, "dnc remove", ws.agent, ws.now)
        for number in numbers:
            _release(ws, number, given, command, exact=exact)
        found = tuple(_numbered(ws, number) for number in numbers)
        statuses = refresh_owners(ws, [number.e164 for number in numbers])
        still = [one for each in found for one in each.people if statuses.get(one[0]) == "never"]
        what = f"{plural(len(numbers), 'number')} off do-not-call, by consent of {given.by}"
        journal.describe(ws.db, command, what)
    return Removed(found, given, tuple(dict.fromkeys(still)))


def history(ws: Workspace, *, lifted: bool) -> Iterable[Entry]:
    """The entries that stand, or all there ever were, one by one."""
    return dnc.entries(ws.db, lifted=lifted)


def read_all(ws: Workspace, texts: Iterable[str]) -> tuple[Phone, ...]:
    """Numbers as typed, each once.

    Raises:
        CallqError: One of them can't be dialed.
    """
    found: dict[str, Phone] = {}
    region = str(ws.settings["region"])
    for text in texts:
        phone = read_phone(text, region)
        if not phone.e164:
            raise CallqError(
                f'"{text}" is no number that can be dialed; nothing was changed.',
                hint="Do-not-call is about numbers. For all numbers of somebody: "
                "callq log WHO do-not-call",
            )
        found.setdefault(phone.e164, phone)
    return tuple(found.values())


def read_consent(ws: Workspace, text: str) -> tuple[Consent, bool]:
    """Who agreed, when and how, from `WHO/WHEN/HOW`; and whether a time of day was given.

    Raises:
        CallqError: A part is missing, or the time is none, or to come.
    """
    from callq.planning.typed_times import read

    who, _, rest = text.partition("/")
    when, _, how = rest.rpartition("/")
    who, when, how = who.strip(), when.strip(), how.strip()
    if not (who and when and how):
        raise CallqError(
            f'"{text}" is no recorded consent: it says not who agreed, when, and how.',
            hint=_CONSENT_HINT,
        )
    reading = read(ws, when)
    at = reading.at.astimezone(UTC)
    same_day = _day(ws, at) == _day(ws, ws.now)
    if at > ws.now and not (same_day and not reading.exact):
        raise CallqError(
            f"A consent of {day_and_time(at, ws.home)} has not been given yet.",
            hint=_CONSENT_HINT,
        )
    return Consent(who, min(at, ws.now), how), reading.exact


def refresh_owners(ws: Workspace, numbers: Iterable[str]) -> dict[int, State]:
    """Judges everybody again who has one of the numbers; their states."""
    concerned = calls.sharing_numbers(ws.db, dnc.owners(ws.db, numbers))
    statuses = ws.projector().refresh(concerned)
    return {id_: active.state for id_, active in statuses.items()}


def _release(ws: Workspace, number: Phone, consent: Consent, command: int, *, exact: bool) -> None:
    _from_lists(ws, number)
    if Door(ws.db).entry(number.e164):
        raise CallqError(
            f"{number.shown} stays out for good: whose it was asked to be forgotten.",
            hint="No consent lifts that; see docs/privacy.md.",
            code=Exit.REFUSED,
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
                hint="Only a consent given since then lifts it.",
                code=Exit.REFUSED,
            )
    dnc.release(
        ws.db, number.e164, consent, agent=ws.agent, command_id=command, now=ws.now
    )  # fmt: skip


def _from_lists(ws: Workspace, number: Phone) -> None:
    """Makes entries of what our own lists hold, so that lifting them is on record like any."""
    for one in number_lists.off_own(ws.db, int(number.e164[1:])):
        dnc.block(
            ws.db, [number.e164], source=one.series, agent=one.by_agent, now=one.imported_at,
            reason=one.file,
        )  # fmt: skip


def _refuse_unentered(ws: Workspace, number: Phone) -> NoReturn:
    lists = number_lists.listing(ws.db, int(number.e164[1:]))
    if lists:
        names = " and ".join(dict.fromkeys(one.series for one in lists))
        raise CallqError(
            f"{number.shown} is on {names}: no consent recorded here takes it off a registry.",
            hint="It is free when a newer copy no longer holds it: callq dnc import FILE",
            code=Exit.REFUSED,
        )
    raise CallqError(
        f"{number.shown} is not on do-not-call; nothing was changed.",
        hint=f"callq dnc check {number.e164}",
        code=Exit.NOT_FOUND,
    )


def _day(ws: Workspace, at: datetime) -> str:
    return at.astimezone(ws.home).date().isoformat()


def _numbered(ws: Workspace, phone: Phone) -> Numbered:
    return numbered(ws, phone.e164, phone.shown)


def numbered(ws: Workspace, number: str, shown: str) -> Numbered:
    """A number with everybody who has it."""
    found = people.by_number(ws.db, number, people.EVERYBODY)
    return Numbered(number, shown, tuple((one.id, one.name) for one in found))


class Listed(NamedTuple):
    """That a number is on a list."""

    series: str
    registry: str
    """The registry's own name; empty of a list of our own."""
    dated: str
    """The date of the copy, ISO; empty when nobody knows."""
    file: str
    imported_at: datetime
    by_agent: str


class Coverage(NamedTuple):
    """That a registry covers a number, whether it is on it or not."""

    series: str
    area: str
    dated: str
    """Of the newest copy or list of changes, ISO."""
    expires_at: datetime | None
    stale: bool
    """Whether it is too old to rely on: then nobody it covers is offered."""


class Excused(NamedTuple):
    """Somebody for whom a registry's entry is lifted."""

    id: int
    name: str
    excuse: Excuse


class Checked(NamedTuple):
    """All that is known about whether a number may be called."""

    number: str
    shown: str
    people: tuple[tuple[int, str], ...]
    entries: tuple[Entry, ...]
    """Lifted ones too, the oldest first."""
    lists: tuple[Listed, ...]
    coverage: tuple[Coverage, ...]
    excused: tuple[Excused, ...]
    """For whom a consent or a relationship lifts what registries say."""
    forgotten_at: datetime | None
    """When somebody whose it was asked to be forgotten; None when nobody did."""

    @property
    def active(self) -> tuple[Entry, ...]:
        """The entries that are not lifted."""
        return tuple(entry for entry in self.entries if entry.lifted_at is None)

    @property
    def stale(self) -> tuple[Coverage, ...]:
        """Registries that cover it and are too old."""
        return tuple(each for each in self.coverage if each.stale)

    @property
    def blocked(self) -> bool:
        """Whether nobody may be offered on it."""
        own = [one for one in self.lists if not one.registry]
        all_excused = self.people and len(self.excused) == len(self.people)
        listed = own or (self.lists and not all_excused)
        return bool(self.active or listed or self.stale or self.forgotten_at)

    @property
    def lifted_by(self) -> Iterator[str]:
        """What would lift what stands against it, in sentences."""
        if self.forgotten_at:
            # No consent lifts what anybody else has against it either.
            return
        if self.active or any(not one.registry for one in self.lists):
            yield (
                "A consent given since lifts our own entries: callq dnc remove "
                f'{self.number} --consent "WHO/WHEN/HOW"'
            )
        for series in dict.fromkeys(one.series for one in self.lists if one.registry):
            yield f"A newer copy of {series} that no longer holds it: callq dnc import FILE"
        if any(one.registry for one in self.lists) and self.blocked:
            yield (
                "A consent to calls, or a purchase or an inquiry where the law knows that, lifts "
                "a registry's entry for one person: callq consent WHO --source SOURCE"
            )
        for each in self.stale:
            yield f"A newer copy of {each.series}: callq dnc import FILE"


def check(ws: Workspace, texts: Sequence[str]) -> tuple[Checked, ...]:
    """What stands against each of some numbers.

    Raises:
        CallqError: One of them is no number that can be dialed, or the key is missing by which
            those of the forgotten are told.
    """
    door = Door(ws.db)
    return tuple(_check(ws, door, one.e164, one.shown) for one in read_all(ws, texts))


def coverage(ws: Workspace, number: str) -> tuple[Coverage, ...]:
    """Which registries cover a number (E.164), and whether the copies are fresh."""
    newest: dict[tuple[str, str], StoredList] = {}
    for copy in number_lists.covering(ws.db, int(number[1:])):
        key = copy.series, copy.area
        if key not in newest or copy.dated >= newest[key].dated:
            newest[key] = copy
    return tuple(
        Coverage(
            copy.series, copy.area, copy.dated, copy.expires_at,
            copy.expires_at is not None and copy.expires_at <= ws.now,
        )
        for copy in newest.values()
    )  # fmt: skip


def listed(ws: Workspace, number: str) -> tuple[Listed, ...]:
    """The lists in force that hold a number (E.164)."""
    return tuple(
        Listed(
            one.series, BY_SERIES[one.series].name if one.series in BY_SERIES else "",
            one.dated, one.file, one.imported_at, one.by_agent,
        )
        for one in number_lists.listing(ws.db, int(number[1:]))
    )  # fmt: skip


def _check(ws: Workspace, door: Door, number: str, shown: str) -> Checked:
    forgotten = door.entry(number)
    who = numbered(ws, number, shown).people
    entries = tuple(dnc.of_number(ws.db, number))
    lists = listed(ws, number)
    excused = _excused(ws, number, who) if any(one.registry for one in lists) else ()
    return Checked(
        number, shown, who, entries, lists, coverage(ws, number), excused,
        forgotten.requested_at if forgotten else None,
    )  # fmt: skip


def _excused(
    ws: Workspace, number: str, people: tuple[tuple[int, str], ...]
) -> tuple[Excused, ...]:
    names = dict(people)
    known = facts.of_prospects(ws.db, names, ws.context._replace(excuses=True))
    return tuple(
        Excused(each.prospect.id, names[each.prospect.id], own.excuse)
        for each in known
        for own in each.prospect.numbers
        if own.e164 == number and own.excuse
    )


class Exported(NamedTuple):
    """An entry as it leaves the store."""

    number: str
    since: datetime
    source: str
    reason: str
    by: str
    lifted_at: datetime | None = None
    lifted_why: str = ""
    consent_by: str = ""
    consent_at: datetime | None = None
    consent_how: str = ""


def entries(ws: Workspace, *, history: bool = False) -> Iterator[Exported]:
    """Our own entries and those of our own lists; not what a registry holds.

    Args:
        ws: An open workspace.
        history: The lifted ones too.
    """
    for one in dnc.entries(ws.db, lifted=history):
        yield Exported(
            one.number, one.since, one.source, one.reason, one.by_agent, one.lifted_at,
            one.lifted_why, one.consent_by, one.consent_at, one.consent_how,
        )  # fmt: skip
    for own in number_lists.in_force(ws.db):
        if own.kind == "own":
            for number in number_lists.numbers_on(ws.db, own.id):
                yield Exported(
                    f"+{number}", own.imported_at, own.series, own.file, own.by_agent
                )  # fmt: skip
