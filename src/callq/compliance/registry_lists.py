"""Import a do-not-call list, drop it, undo either, and update everyone whose number is affected."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Literal, NoReturn

from callq.backup import before_bulk
from callq.compliance.lists.dialing import dialing
from callq.compliance.lists.ledger import Ledger
from callq.compliance.lists.naming import date_of, refuse_foreign_age, series_of
from callq.compliance.lists.opened import NumberFile, open_list
from callq.compliance.lists.sorting import Sorter
from callq.compliance.lists.unread import BadLine
from callq.engine.registries import DO_NOT_CALL, REASSIGNED, Registry, area_of, expires_at
from callq.engine.words import day, plural
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.records import coverage, number_lists
from callq.records.number_lists import BARRED, FULL, MOVED, OWN, NewList, StoredList
from callq.records.registries import known
from callq.storage import journal, meta, suppression
from callq.storage.dry_run import written
from callq.storage.journal import Command
from callq.workspace import Workspace

Progress = Callable[[int, int], None]
"""Called with what is done and the total."""
_BATCH = 2000
_KEPT = timedelta(days=1)
"""How long the numbers of a replaced copy are kept for undo."""


def _quiet(_done: int, _total: int) -> None:
    """No progress."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to import, and how."""

    path: Path | Literal["-"]
    series: str = ""
    """The list it is a copy of; if empty, guessed from the file."""
    as_of: str = ""
    """The date of the list as typed; if empty, taken from the file name."""
    region: str = ""
    max_age: int | None = None
    """Maximum age in days; None: the registry's own limit."""
    dry_run: bool = False


class Copy(NamedTuple):
    """An imported copy."""

    area: str
    """How the numbers it covers begin, without the plus; empty for your own list."""
    numbers: int
    replaced: str
    """The date of the copy it replaced; empty if none."""


@dataclass(slots=True)
class Imported:
    """What the import of a list did."""

    source: str
    series: str
    registry: Registry | None
    """None for your own list."""
    form: str
    dated: date | None
    expires_at: datetime | None
    dry_run: bool
    stale: bool = False
    """Whether it was too old when imported."""
    copies: list[Copy] = field(default_factory=list)
    added: int = 0
    """Numbers added to the list."""
    taken_off: int = 0
    """Numbers that a change list took off."""
    ignored: int = 0
    """Deletions ignored: only a consent takes a number off your own list."""
    people: int = 0
    """How many people have a number that was added or taken off."""
    bad: int = 0
    bad_lines: tuple[BadLine, ...] = ()
    warnings: list[str] = field(default_factory=list)


def run(
    ws: Workspace,
    request: Request,
    stdin: BinaryIO | None = None,
    on_reading: Progress = _quiet,
    on_storing: Progress = _quiet,
    on_updating: Progress = _quiet,
) -> Imported:
    """Imports a list in one transaction, after reading the file.

    Args:
        ws: An open workspace.
        request: What to import, and how.
        stdin: The stream for `-`.
        on_reading: Called with bytes read and total bytes.
        on_storing: Called with numbers stored and total numbers.
        on_updating: Called with people updated and total people.

    Raises:
        CallqError: It can't be read, has no date, or is older than the copy in force. Nothing
            changes.
    """
    named = known().get(request.series)
    region = request.region or (named.country if named else str(ws.settings["region"]))
    with ExitStack() as stack:
        file = stack.enter_context(open_list(request.path, region=region, stdin=stdin))
        report = _report(request, file, region)
        numbers = stack.enter_context(Sorter())
        ledger = stack.enter_context(Ledger()) if file.has_changes else None
        if ledger is None:
            _set_date(ws, request, file, report)
        _read(file, numbers, ledger, on_reading)
        if not request.dry_run:
            before_bulk(ws)
        report.bad, report.bad_lines = file.bad, file.bad_lines
        if ledger is not None:
            _set_date(ws, request, file, report, ledger.span()[1])
        with written(ws.db, dry_run=request.dry_run):
            command = journal.begin(ws.db, "dnc import", ws.agent, ws.now)
            intake = _Importer(ws, file, report, command, on_storing)
            intake.take(numbers if ledger is None else ledger, on_updating)
        ws.db.settle()
    return report


def update_affected(
    ws: Workspace, command: int, before: coverage.Map, series: str, on_progress: Progress = _quiet
) -> int:
    """Evaluates again everyone a command with lists concerns.

    Args:
        ws: Inside the command's write transaction.
        command: The command.
        before: What was covered before it.
        series: Whose copies it brought or took.
        on_progress: Called with people updated and total people.

    Returns:
        How many have a number that went on a list or off one.
    """
    after = coverage.everything(ws.db, series)
    coverage.move(ws.db, ws.projector().groups, before, after)
    found = affected(ws, command)
    update(ws, found, on_progress)
    return len(found)


def affected(ws: Workspace, command: int) -> list[int]:
    """Ids of people whose number a command added to a list or took off."""
    on = number_lists.concerned(ws.db, command)
    return sorted({*on, *number_lists.taken_off(ws.db, command)})


def update(ws: Workspace, ids: list[int], on_progress: Progress = _quiet) -> None:
    """Recomputes the status of people, in batches."""
    projector = ws.projector()
    for start in range(0, len(ids), _BATCH):
        projector.refresh(ids[start : start + _BATCH])
        on_progress(start, len(ids))


def _report(request: Request, file: NumberFile, region: str) -> Imported:
    series = series_of(request.series, request.path, file.form, region)
    registry = known().get(series)
    refuse_foreign_age(request.max_age, series, registry)
    file.read_as(registry)
    return Imported(
        source=file.name,
        series=series,
        registry=registry,
        form=file.form.value,
        dated=None,
        expires_at=None,
        dry_run=request.dry_run,
    )


def _read(file: NumberFile, numbers: Sorter, ledger: Ledger | None, on_reading: Progress) -> None:
    if ledger is None:
        for block in file.numbers():
            numbers.add(block)
            on_reading(file.position(), file.size)
        return
    for changes in file.changes():
        ledger.take(changes)
        on_reading(file.position(), file.size)


def _set_date(
    ws: Workspace, request: Request, file: NumberFile, report: Imported, last_change: str = ""
) -> None:
    registry = report.registry
    report.dated = date_of(ws, request.as_of, file, last_change, needed=registry is not None)
    if registry is None or report.dated is None:
        return
    age = registry.days if request.max_age is None else request.max_age
    report.expires_at = expires_at(report.dated, age)
    report.stale = report.expires_at is not None and report.expires_at <= ws.now
    if report.stale:
        so = ", so callq holds everyone it covers" if registry.is_needed else ""
        report.warnings.append(f"This copy is more than {age} days old{so}. Import a newer one.")


class _Importer:
    """Stores the numbers of one file, in one write transaction."""

    def __init__(
        self, ws: Workspace, file: NumberFile, report: Imported, command: int, on_storing: Progress
    ) -> None:
        self.ws = ws
        self.file = file
        self.report = report
        self.command = command
        self.on_storing = on_storing
        self.registry = report.registry
        self.code = dialing(report.registry.country).code if report.registry else ""

    def take(self, read: Sorter | Ledger, on_updating: Progress) -> None:
        """Stores what was read and updates everyone affected."""
        db, report = self.ws.db, self.report
        number_lists.empty_ended(db, self.ws.now - _KEPT)
        before = coverage.everything(db, report.series)
        if isinstance(read, Ledger):
            self.apply(read)
        else:
            self.store_all(read)
        coverage.join_batches(db, report.series, self.command, before)
        report.people = update_affected(self.ws, self.command, before, report.series, on_updating)
        what = f"{plural(report.added, 'number')} on {report.series} from {self.file.name}"
        journal.describe(db, self.command, what)

    def store_all(self, numbers: Iterable[int]) -> None:
        """Stores a full list, area by area."""
        for area, some in groupby(self._counted(numbers), self._area):
            present = self._present(area)
            if self.registry is not None:
                why = f"replaced by the copy of {self.report.dated}"
                gone = [copy.id for copy in present]
                number_lists.end(self.ws.db, gone, why, self.command, self.ws.now)
            list_id = self._begin(area, _kind(self.registry))
            count = number_lists.add_numbers(self.ws.db, list_id, self._not_erased(some))
            count -= 0 if self.registry else self._drop_known(list_id)
            before = max((copy.dated for copy in present), default="") if self.registry else ""
            self.report.copies.append(Copy(area, count, before))
            self.report.added += count

    def apply(self, ledger: Ledger) -> None:
        """Applies a change list; deletions don't count on your own list."""
        if self.registry is None:
            list_id = self._begin("", OWN)
            added = (number for number, on in ledger.last() if on)
            self.report.added = number_lists.add_numbers(
                self.ws.db, list_id, self._not_erased(added)
            )
            self.report.added -= self._drop_known(list_id)
            self.report.ignored = sum(1 for _, on in ledger.last() if not on)
            self.report.copies.append(Copy("", self.report.added, ""))
            return
        for area, changes in groupby(ledger.last(), lambda change: self._area(change[0])):
            present = self._present(area)
            if not present:
                self._refuse_baseless(area)
            self._warn_of_gap(area, present, ledger.span()[0])
            self._apply_to(area, changes)

    def _apply_to(self, area: str, changes: Iterable[tuple[int, bool]]) -> None:
        list_id = self._begin(area, "change")
        added: list[int] = []
        gone: list[int] = []
        count = 0

        def write() -> None:
            nonlocal count
            count += number_lists.add_numbers(self.ws.db, list_id, added)
            series = self.report.series
            self.report.taken_off += number_lists.take_off(self.ws.db, gone, series, area, list_id)
            added.clear()
            gone.clear()

        for number, on in changes:
            (added if on else gone).append(number)
            if len(added) + len(gone) >= _BATCH:
                write()
        write()
        self.report.added += count
        self.report.copies.append(Copy(area, count, ""))

    def _begin(self, area: str, kind: str) -> int:
        report = self.report
        dated = report.dated.isoformat() if report.dated else ""
        new = NewList(report.series, kind, area, dated, report.expires_at, self.file.name)
        return number_lists.insert(
            self.ws.db, new, agent=self.ws.agent, command_id=self.command, now=self.ws.now
        )

    def _not_erased(self, numbers: Iterable[int]) -> Iterator[int]:
        """Leaves out erased numbers; a registry's copy stays complete."""
        if self.registry is not None or not self.ws.facts.get(meta.ERASURE_KEY):
            yield from numbers
            return
        door = suppression.SuppressionCheck(self.ws.db)
        left_out = 0
        for number in numbers:
            if door.entry(f"+{number}"):
                left_out += 1
            else:
                yield number
        if left_out:
            self.report.warnings.append(
                f"Left out {plural(left_out, 'number')} of people whose data you erased. callq "
                "never offers them anyway."
            )

    def _drop_known(self, list_id: int) -> int:
        """Leaves out numbers that an import on an earlier day already has."""
        today = self.ws.now.astimezone(self.ws.home)
        midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
        return number_lists.drop_known(self.ws.db, list_id, midnight)

    def _present(self, area: str) -> list[StoredList]:
        """The copies in force of an area; refuses a file that is older."""
        copies = number_lists.in_force(self.ws.db, self.report.series)
        present = [copy for copy in copies if copy.area == area]
        newest = max((copy.dated for copy in present), default="")
        if self.registry and self.report.dated and self.report.dated.isoformat() < newest:
            place = f" for area code {area[1:]}" if self.registry.by_area else ""
            self._refuse(
                f"is dated {self.report.dated}, but you already have a newer copy{place}: {newest}",
                f"To use the older copy: callq dnc drop {self.report.series}, then import it.",
                "older-copy",
            )
        return present

    def _area(self, number: int) -> str:
        registry, digits = self.registry, str(number)
        if registry is None:
            return ""
        area = area_of(number, registry, self.code)
        named = self.file.named.area
        if named and registry.by_area and area != f"1{named}":
            self._refuse(
                f"is named for area code {named} but has +{digits}",
                "Check that it's the right file.",
                "wrong-area",
            )
        if not digits.startswith(self.code):
            self._refuse(
                f"has +{digits}, which isn't a {registry.country} number",
                f"{registry.series} is about {registry.country} numbers. Check --list.",
                "wrong-country",
            )
        return area

    def _refuse_baseless(self, area: str) -> NoReturn:
        registry = self.registry
        place = f" for area code {area[1:]}" if registry and registry.by_area else ""
        self._refuse(
            f"changes {self.report.series}{place}, which you haven't imported",
            "Import the full list first.",
            "no-full-list",
        )

    def _warn_of_gap(self, area: str, present: list[StoredList], first: str) -> None:
        newest = max(copy.dated for copy in present)
        if first and date.fromisoformat(first[:10]) > date.fromisoformat(newest) + _KEPT:
            place = f" for area code {area[1:]}" if self.registry and self.registry.by_area else ""
            self.report.warnings.append(
                f"You may be missing a change list: your copy{place} is dated {newest}, and this "
                f"file starts on {first[:10]}."
            )

    def _counted(self, numbers: Iterable[int]) -> Iterator[int]:
        total = self.file.numbers_read
        for done, number in enumerate(numbers):
            if done % 10_000 == 0:
                self.on_storing(done, total)
            yield number

    def _refuse(self, what: str, hint: str, name: str) -> NoReturn:
        raise CallqError(
            f"{self.file.name} {what}. Nothing imported.", hint=hint, code=Exit.REFUSED, name=name
        )


def _kind(registry: Registry | None) -> str:
    if registry is None:
        return OWN
    return {DO_NOT_CALL: BARRED, REASSIGNED: MOVED}.get(registry.hit, FULL)


class Dropped(NamedTuple):
    """What was dropped."""

    series: str
    copies: int
    numbers: int
    people: int
    """How many people had a number on it."""


def drop(
    ws: Workspace,
    series: str,
    area: str,
    on_updating: Progress = lambda _done, _total: None,
    *,
    dry_run: bool = False,
) -> Dropped:
    """Drops the copies of a registry and frees the people only they held.

    Args:
        ws: An open workspace.
        series: The registry.
        area: Only this area code; empty for all.
        on_updating: Called with people updated and total people.
        dry_run: Change nothing.

    Raises:
        CallqError: There is no such list, or it is your own.
    """
    with written(ws.db, dry_run=dry_run):
        return _drop(ws, series, area, on_updating)


def _drop(ws: Workspace, series: str, area: str, on_updating: Progress) -> Dropped:
    command = journal.begin(ws.db, "dnc drop", ws.agent, ws.now)
    copies = [
        copy
        for copy in number_lists.in_force(ws.db, series)
        if not area or copy.area in (area, f"1{area}")
    ]
    _refuse(ws, series, area, found=bool(copies))
    before = coverage.everything(ws.db, series)
    why = f"dropped by {ws.agent}"
    number_lists.end(ws.db, [copy.id for copy in copies], why, command, ws.now)
    people = update_affected(ws, command, before, series, on_updating)
    journal.describe(ws.db, command, f"{plural(len(copies), 'copy', 'copies')} of {series}")
    return Dropped(series, len(copies), sum(copy.entries for copy in copies), people)


def undo_lists(ws: Workspace, command: Command) -> None:
    """Undoes an import or a drop of lists, and updates everyone affected.

    Raises:
        CallqError: The import isn't from today, or the numbers were already deleted.
    """
    same_day = day(command.at, ws.home) == day(ws.now, ws.home)
    if command.name == "dnc import" and not same_day:
        raise CallqError(
            f"You imported that list on {day(command.at, ws.home)}. You can undo an import only on "
            "the same day.",
            hint="Import a newer copy of a registry, or take a number off with a recorded consent: "
            "callq dnc remove NUMBER --consent WHO/WHEN/HOW",
            code=Exit.REFUSED,
            name="undo-too-late",
        )
    if number_lists.is_emptied(ws.db, command.id):
        raise CallqError(
            "The numbers of that list were already deleted.",
            hint="Import it again: callq dnc import FILE",
            code=Exit.REFUSED,
            name="numbers-deleted",
        )
    people = affected(ws, command.id)
    before = coverage.everything(ws.db, "")
    if number_lists.take_back(ws.db, command.id, ws.now):
        after = coverage.everything(ws.db, "")
        coverage.move(ws.db, ws.projector().groups, before, after)
        update(ws, people)


def _refuse(ws: Workspace, series: str, area: str, *, found: bool) -> None:
    if series not in known() and number_lists.in_force(ws.db, series):
        raise CallqError(
            f"{series} is your own list. You can only take numbers off it with a recorded consent.",
            hint='callq dnc remove NUMBER --consent "WHO/WHEN/HOW"',
            code=Exit.REFUSED,
            name="own-list",
        )
    if not found:
        place = f" for area code {area}" if area else ""
        raise CallqError(
            f'No list named "{series}"{place}.',
            hint="See your lists: callq dnc list",
            code=Exit.NOT_FOUND,
            name="unknown-list",
        )
