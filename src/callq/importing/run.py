"""Imports a list: people, numbers, notes and call history, in one transaction or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import BinaryIO, Literal, NoReturn

from callq.backup import before_bulk
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.importing.bulk_reader import Item, Reading, read
from callq.importing.date_orders import in_words, orders_in
from callq.importing.dispositions import opts_out
from callq.importing.headers import ColumnUse, beside_in_words, map_headers
from callq.importing.known import StoredPeople
from callq.importing.own_export import open_own
from callq.importing.people import Problem
from callq.importing.preview import Chosen
from callq.importing.readers.open import open_table
from callq.importing.readers.table import Source, Table
from callq.importing.records import (
    ImportedContact,
    as_of,
    calls_of,
    future_dates,
    has_bare_times,
)
from callq.importing.regions import remark_on, settled_region
from callq.importing.rejects import Rejects, without_mark
from callq.importing.updating import Change, Updater
from callq.prospects.elsewhere import Elsewhere, as_stored
from callq.prospects.identity import Known, known_as
from callq.prospects.opt_out import spread
from callq.queue.unchecked import unsettled
from callq.records import calls, dnc, people
from callq.records.calls import Brief, NewCall
from callq.records.change_people import LOOKED_UP_BY, SORTED, PeopleWriter
from callq.records.contacts import Contact, Ready, StoredProspect, from_ready
from callq.records.likelihood import OF_A_FILE
from callq.records.projection import QUEUED_BY
from callq.storage import journal
from callq.storage.suppression import SuppressionCheck
from callq.workspace import Workspace

_BATCH = 2000
_MANY_BYTES, _BYTES_EACH = 2 << 20, 256
"""Files larger than both build the indexes afterwards: bytes, and bytes per person stored."""
_EXAMPLES = 3
_MOST_CHANGES = 10_000


@dataclass(frozen=True, slots=True)
class Request:
    """What to import, and how."""

    path: Path | Literal["-"]
    list_name: str = ""
    region: str = "US"
    region_given: bool = True
    """Whether a person named the region for this file; else another one may be asked for."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    kept_maps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Fields by header, by the name of the saved map."""
    owner: str = ""
    zone: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    """What words of the outcome columns mean, by cell: an outcome, `open` or `stage`."""
    now: datetime | None = None
    """The time, where it's fixed; dates without a year get theirs by it and by the file's age."""
    dates: str = ""
    """How its dates are written, if a person said so: mdy, dmy or ymd."""
    encoding: str = ""
    sheet: str = ""
    """Of a workbook: the name or number of the sheet; the first with a table when empty."""
    dry_run: bool = False
    rejects: bool = True
    """Whether to write rejected rows to a file."""
    rejects_to: Path | None = None
    """Where; next to the file by default, nowhere for standard input."""

    @property
    def mapped(self) -> set[str]:
        """The headers that a map names."""
        return {*self.mapping, *(header for kept in self.kept_maps.values() for header in kept)}


@dataclass(slots=True)
class ProblemCount:
    """A problem, how often it came up, and the first few examples."""

    what: str
    column: str
    count: int = 0
    examples: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Imported:
    """What an import did, and which problems it found."""

    source: str
    list_name: str
    region: str
    dry_run: bool
    sheet: str = ""
    """Of a workbook: the sheet that was read."""
    place: Callable[[int], str] = "line {:,}".format
    """Where a row is, in words, by its number."""
    columns: tuple[ColumnUse, ...] = ()
    remarks: tuple[str, ...] = ()
    rows: int = 0
    added: int = 0
    unchanged: int = 0
    enriched: int = 0
    changed: int = 0
    """Stored values replaced by newer ones."""
    changes: list[Change] = field(default_factory=list)
    """Changes to people already in the store; the first ten thousand."""
    duplicates: int = 0
    """Rows for a person an earlier row already had."""
    calls: int = 0
    opted_out: int = 0
    asked: int = 0
    unreachable: int = 0
    """New people without a number to dial."""
    erased: int = 0
    """Rows skipped because the person was erased."""
    rejected: int = 0
    unchecked: tuple[str, ...] = ()
    """The registries that people in the store aren't checked against; empty once that's settled."""
    rejects_file: Path | None = None
    problems: dict[tuple[str, str], ProblemCount] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    """Rows by what their outcome columns come to: an outcome, or `open`."""

    @property
    def is_refused(self) -> bool:
        """Whether rows were rejected, and none of the others is a person."""
        return self.rejected > 0 and not (
            self.added or self.enriched or self.unchanged or self.erased
        )


class _RolledBack(Exception):  # noqa: N818 - not an error
    """Rolls back a dry run, or an import that changes nothing."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file being read already while the workspace opens."""

    request: Request
    source: Source | None = None
    """Callq's own export; when None, the other fields are set."""
    table: Table | None = None
    columns: tuple[ColumnUse, ...] = ()
    items: Iterable[Item] = ()
    remarks: tuple[str, ...] = ()


@contextmanager
def opened(request: Request, stdin: BinaryIO | None = None) -> Iterator[Opened]:
    """Opens a file and begins to read it.

    Args:
        request: What and how.
        stdin: Where `-` reads from.

    Raises:
        CallqError: The file can't be read, or the mapping names what isn't there.
    """
    own, copy = open_own(request.path, stdin)
    if own is not None:
        with closing(own.stream):
            _refuse_choices(request, own)
            yield Opened(request, own)
        return
    with (
        closing(copy) if copy else nullcontext(),
        open_table(
            request.path,
            stdin=copy,
            encoding=request.encoding,
            sheet=request.sheet,
            mapped=request.mapped,
        ) as table,
    ):
        if table.dialect.unsure:
            refuse_unsure(table)
        said = Chosen(request.mapping, request.kept_maps).fields(table.headers)
        path = None if request.path == "-" else request.path
        rows = table.sample()
        mapping = map_headers(table.headers, rows, said)
        here = request.region
        if not request.region_given:
            request = replace(request, region=settled_region(table, mapping, here))
        reading = _reading(request, said)
        near = date.fromisoformat(reading.near)
        orders = orders_in(rows, mapping, region=request.region, near=near, said=request.dates)
        found = (
            remark_on(request.region, here), in_words(orders), beside_in_words(mapping),
        )  # fmt: skip
        remarks = tuple(filter(None, found))
        with read(table, reading, path) as items:
            yield Opened(request, None, table, mapping.columns, items, remarks)


def run(
    ws: Workspace,
    request: Request,
    stdin: BinaryIO | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Imported:
    """Imports a file, see `opened` and `import_opened`."""
    with opened(request, stdin) as file:
        return import_opened(ws, file, on_progress)


def import_opened(
    ws: Workspace,
    file: Opened,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    look: Callable[[Mapping[int, int]], None] | None = None,
) -> Imported:
    """Imports an opened file.

    Args:
        ws: An open workspace.
        file: What and how.
        on_progress: Called with bytes read and bytes in all.
        look: Called before the transaction ends, with each person's first line in the file by id;
            not for an export of callq.

    Raises:
        CallqError: The file can't be read to its end; nothing is changed then.
    """
    if file.table is None:
        return _restore(ws, file, on_progress)
    request, table = file.request, file.table
    report = Imported(
        source=table.name,
        list_name=_list_name(request),
        region=request.region,
        dry_run=request.dry_run,
        sheet=table.sheet,
        place=table.place,
        columns=file.columns,
    )
    if not request.dry_run:
        before_bulk(ws)
    size = table.dialect.size
    with (
        _rejects(request, table) as rejects,
        suppress(_RolledBack),
        ws.db.write(trusted=size > _MANY_BYTES),
    ):
        importer = _Importer(ws, report, size, as_of(request.path, ws.now))
        importer.region_given = request.region_given
        importer.clock = ws.home if table.of_calls else None
        importer.lines = None if look is None else {}
        for item in file.items:
            report.rows += 1
            if item.reject is not None:
                report.rejected += 1
                if rejects is not None:
                    rejects.add(*item.reject)
                _note_problem(report, Problem(item.line, "", "", item.reject.reason))
            else:
                importer.take(item)
            if report.rows % _BATCH == 0:
                on_progress(item.position, size)
        importer.finish()
        if look is not None:
            look(importer.lines or {})
        report.unchecked = unsettled(ws)
        if request.dry_run or not (report.added or report.enriched):
            # A second import of the same file leaves nothing to undo.
            raise _RolledBack
    clock = (f"times without a zone: read as {ws.home}",) if importer.has_bare_times else ()
    report.remarks = (*table.remarks, *file.remarks, *clock, *_lost(request, report))
    report.rejects_file = rejects.path if rejects is not None and rejects.count else None
    if not request.dry_run:
        ws.tell("import", people=report.added, detail=report.list_name or report.source)
    return report


def refuse_unsure(table: Table) -> NoReturn:
    """Refuses a text whose encoding isn't certain: wrong letters would be in every name."""
    raise CallqError(
        f"{table.name}: {table.dialect.unsure}. Is that right?",
        hint=f"If it is, add --encoding {table.dialect.encoding}; else name the right one, "
        "like cp1252, cp1250, mac_roman, cp850, shift_jis or cp1251.",
        code=Exit.BAD_FILE,
        name="unsure-encoding",
    )


def _refuse_choices(request: Request, own: Source) -> None:
    if request.mapping or request.sheet or request.list_name or request.owner or request.zone:
        raise CallqError(
            f"{own.name} is a callq export: its columns, lists and owners are set already.",
            hint="Leave --map, --list, --owner, --zone and --sheet out.",
            name="options-for-own-export",
        )


def _restore(ws: Workspace, file: Opened, on_progress: Callable[[int, int], None]) -> Imported:
    """Restores callq's own export."""
    from callq.importing.restore_people import restore

    own, request = file.source, file.request
    if own is None:
        raise ValueError(file)
    report = Imported(own.name, "", request.region, request.dry_run)
    if not request.dry_run:
        before_bulk(ws)
    with suppress(_RolledBack), ws.db.write():
        counts = restore(ws, own.stream, own.name, lambda done: on_progress(done, own.size))
        report.rows, report.added, report.enriched = counts.rows, counts.added, counts.enriched
        report.unchanged, report.calls, report.asked = counts.unchanged, counts.calls, counts.asked
        report.opted_out, report.erased = counts.opted_out, counts.erased
        report.unreachable = counts.unreachable
        if counts.calls:
            last = calls.next_id(ws.db) - 1
            ws.keep_learning((datetime.fromtimestamp(0, UTC), 0), last=last, most=OF_A_FILE)
        report.unchecked = unsettled(ws)
        if request.dry_run or not (report.added or report.enriched):
            raise _RolledBack
    return report


def _reading(request: Request, said: Mapping[str, str]) -> Reading:
    return Reading(
        encoding=request.encoding,
        sheet=request.sheet,
        region=request.region,
        mapping=said,
        list_name=_list_name(request),
        owner=request.owner,
        zone=request.zone,
        words=request.words,
        dates=request.dates,
        near=as_of(request.path, request.now or datetime.now(UTC)).date().isoformat(),
    )


class _Importer:
    """Matches rows with the people in the store, and stores what is new, a batch at a time."""

    def __init__(self, ws: Workspace, report: Imported, size: int, written: datetime) -> None:
        self.ws = ws
        self.written = written
        """When the file was written."""
        self.report = report
        self.lines: dict[int, int] | None = None
        """Each person's first line, by id; None if no one asks."""
        self.command = journal.begin(ws.db, "import", ws.agent, ws.now)
        self.door = SuppressionCheck(ws.db)
        self.projector = ws.projector()
        self.people = PeopleWriter(self.projector, self.command)
        self.before = people.last_id(ws.db)
        """The highest id in the store before this import."""
        self.chunk: list[Item] = []
        self.waiting: list[Item] = []
        self.touched: set[int] = set()
        self.first: tuple[datetime, int] | None = None
        """Moment and id of the earliest call of the file."""
        self.last = 0
        self.updater = Updater(ws, self.people, report.list_name, report.region)
        dates = (use.header for use in report.columns if use.field == "last_called")
        self._dates = ", ".join(dates)
        """The headers of the call date columns."""
        self.known_rows = StoredPeople(ws.db, ())
        self.elsewhere = Elsewhere(ws.db)
        self.region_given = True
        """Whether a person named the region of this file."""
        self.clock: tzinfo | None = None
        """The zone of times without one; the prospect's when None."""
        self.has_bare_times = False
        """Whether that clock was needed."""
        self.deferred: list[Callable[[bool], None]] = []
        if size > max(_MANY_BYTES, self.before * _BYTES_EACH):
            self.deferred.append(ws.db.defer_indexes(QUEUED_BY))
        if self.deferred and not self.before:
            self.deferred.append(ws.db.defer_indexes(LOOKED_UP_BY, SORTED))

    def take(self, item: Item) -> None:
        if not self.door.is_empty and self._is_erased(_ready(item)):
            self.report.erased += 1
            _note_problem(
                self.report, Problem(item.line, "", "", "erased at their request; skipped")
            )
            return
        for problem in item.problems:
            _note_problem(self.report, problem)
        if item.said:
            self.report.outcomes[item.said] += 1
        self.chunk.append(item)
        if len(self.chunk) >= _BATCH:
            self._sift()
            self._store_waiting()

    def _is_erased(self, one: Ready) -> bool:
        return bool(self.door.first((*(phone.e164 for phone in one.phones), *one.emails)))

    def finish(self) -> None:
        self._sift()
        self._store_waiting()
        for make in self.deferred:
            make(False)
        self.projector.finish()
        self.touched |= spread(self.ws, self.updater.gained, self.command)
        self.projector.refresh(calls.sharing_numbers(self.ws.db, self.touched))
        self.report.asked = people.count_waiting(self.ws.db, self.before, self.updater.asked)
        if self.first:
            self.ws.keep_learning(self.first, last=self.last, most=OF_A_FILE)
        journal.describe(self.ws.db, self.command, _summary(self.report))

    def _sift(self) -> None:
        """Queues new people to be stored together; updates the people already stored."""
        chunk, self.chunk = self.chunk, []
        if not self.before:
            for item in chunk:
                if item.maybe_duplicate:
                    self._compare(item)
                else:
                    self._queue(item)
            return
        known = Known(self.ws.db, map(_ready, chunk))
        held = [item.maybe_duplicate or known.may_hold(_ready(item)) for item in chunk]
        who = [
            known.who(_ready(item)) if may and not item.maybe_duplicate else None
            for item, may in zip(chunk, held, strict=True)
        ]
        left = {at: _ready(item) for at, item in enumerate(chunk) if who[at] is None}
        elsewhere = self.elsewhere.who(left)
        self.known_rows = StoredPeople(self.ws.db, filter(None, who))
        for place, (item, may, id_) in enumerate(zip(chunk, held, who, strict=True)):
            if not may and place not in elsewhere:
                self._queue(item)
            elif id_ and not item.history and self.known_rows.has_all(id_, _ready(item)):
                self.updater.skip(id_)
                self._note_line(id_, item)
                self.report.unchanged += 1
            else:
                self._compare(item, id_, elsewhere.get(place))

    def _compare(
        self, item: Item, prospect_id: int | None = None, elsewhere: int | None = None
    ) -> None:
        # Their duplicate may still wait to be stored.
        self._store_waiting()
        self._look_up()
        new = from_ready(_ready(item))
        known = people.details(self.ws.db, prospect_id) if prospect_id else None
        known = known or known_as(self.ws.db, new, self.before)
        known = known or (people.details(self.ws.db, elsewhere) if elsewhere else None)
        if known is None:
            self._queue(item)
            return
        was = as_stored(new, known, dial=False)
        new = self._as_stored(new, known, item.line)
        self._note_line(known.id, item)
        if known.id > self.before:
            self.report.duplicates += 1
        changed = self._enrich(known, new, was, item)
        self.known_rows.drop(known.id)
        self.report.enriched += changed
        self.report.unchanged += not changed

    def _as_stored(self, new: Contact, known: StoredProspect, line: int) -> Contact:
        """Reads numbers as on record, where only the region of this import differs."""
        alike = as_stored(new, known, dial=self.region_given)
        for phone, kept in zip(new.phones, alike.phones, strict=True):
            if phone.e164 and phone.e164 != kept.e164:
                what = f"read as {kept.e164 or kept.written} before; that stays"
                _note_problem(self.report, Problem(line, "", phone.written, what))
        return alike

    def _note_line(self, prospect_id: int, item: Item) -> None:
        if self.lines is not None:
            self.lines.setdefault(prospect_id, item.line)

    def _look_up(self) -> None:
        """Builds the lookup indexes, if that was put off."""
        if len(self.deferred) > 1:
            self.deferred.pop()(True)

    def _queue(self, item: Item) -> None:
        ready, report = _ready(item), self.report
        self.waiting.append(item)
        report.added += 1
        for phone in ready.phones:
            if phone.e164:
                return
        report.unreachable += 1

    def _store_waiting(self) -> None:
        if not self.waiting:
            return
        batch, self.waiting = self.waiting, []
        ids = self.people.add([_ready(item) for item in batch])
        given: list[NewCall] = []
        for prospect_id, item in zip(ids, batch, strict=True):
            self._note_line(prospect_id, item)
            if item.history:
                new = from_ready(_ready(item))
                given += self._new_calls(item, item.history, new, prospect_id, ())
        self._log(given)

    def _log(self, given: Sequence[NewCall]) -> None:
        """Logs calls, and puts the numbers of people who opted out on do-not-call."""
        ids = calls.insert(self.ws.db, given, self.command, self.ws.now)
        self.report.calls += len(given)
        for at, id_ in zip((call.at for call in given), ids, strict=True):
            self.first = min(self.first or (at, id_), (at, id_))
            self.last = id_
        for call_id, call in zip(ids, given, strict=True):
            if opts_out(call.outcome):
                self._opt_out(call, call_id)

    def _new_calls(
        self,
        item: Item,
        history: ImportedContact,
        new: Contact,
        prospect_id: int,
        logged: Sequence[Brief],
    ) -> list[NewCall]:
        """The calls of a row that the log doesn't have yet."""
        if self.clock and not self.has_bare_times:
            self.has_bare_times = has_bare_times(history)
        for text in future_dates(history, new, self.ws, self.clock):
            problem = Problem(item.line, self._dates, text, "the last call is in the future")
            _note_problem(self.report, problem)
        given = calls_of(
            self.ws, history, new, prospect_id, logged, written=self.written, clock=self.clock
        )
        if given:
            self.touched.add(prospect_id)
        return given

    def _history(self, prospect_id: int, new: Contact, item: Item) -> bool:
        """Logs a row's calls once; returns whether any was new."""
        if item.history is None:
            return False
        logged = calls.in_brief(self.ws.db, prospect_id)
        given = self._new_calls(item, item.history, new, prospect_id, logged)
        self._log(given)
        return bool(given)

    def _opt_out(self, call: NewCall, call_id: int) -> None:
        self.report.opted_out += 1
        self._look_up()
        numbers = people.numbers_of(self.ws.db, call.prospect_id)
        dnc.block(
            self.ws.db, numbers, source="import", agent=self.ws.agent, now=self.ws.now,
            reason=f"{self.report.source}: {call.written or 'opted out'}",
            call_id=call_id, command_id=self.command,
        )  # fmt: skip
        self.touched |= dnc.owners(self.ws.db, numbers)

    def _enrich(self, details: StoredProspect, new: Contact, was: Contact, item: Item) -> bool:
        """Updates a stored prospect with a row; returns whether anything changed.

        Its calls are read where the prospect `was`, or a second import would log them again.
        """
        prospect_id = details.id
        if prospect_id > self.before:
            self.updater.skip(prospect_id)
        changes = self.updater.update(details, new, item.line)
        self.report.changed += sum(change.replaces for change in changes)
        self.report.changes += changes[: max(0, _MOST_CHANGES - len(self.report.changes))]
        logged = self._history(prospect_id, was, item)
        if changes:
            self.touched.add(prospect_id)
        return bool(changes) or logged


def _summary(report: Imported) -> str:
    added = f"{plural(report.added, 'person', 'people')} from {report.source}"
    if not report.enriched:
        return added
    if report.added:
        return f"{added}, {report.enriched} changed"
    return f"{plural(report.enriched, 'person', 'people')} changed by {report.source}"


def _ready(item: Item) -> Ready:
    if item.ready is None:
        raise ValueError(item)
    return item.ready


def _note_problem(report: Imported, problem: Problem) -> None:
    key = (problem.column, problem.what)
    count = report.problems.setdefault(key, ProblemCount(problem.what, problem.column))
    count.count += 1
    if len(count.examples) < _EXAMPLES:
        count.examples.append(problem)


def _rejects(request: Request, table: Table) -> "Rejects | _NoRejects":
    if request.dry_run or not request.rejects:
        return _NoRejects()
    if request.rejects_to is not None:
        return Rejects.new(request.rejects_to, table)
    return _NoRejects() if request.path == "-" else Rejects.beside(request.path, table)


def _lost(request: Request, report: Imported) -> Iterator[str]:
    if request.path == "-" and report.rejected and request.rejects and not request.rejects_to:
        yield "to keep the rejected rows of standard input, add --rejects FILE"


class _NoRejects:
    """Used in place of `Rejects` when no file should be written."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def _list_name(request: Request) -> str:
    path = request.path
    if request.list_name or path == "-":
        return request.list_name
    packed = path.suffix.lower() in (".gz", ".zip")
    return without_mark(Path(path.stem).stem if packed else path.stem)


def most_frequent(report: Imported) -> list[ProblemCount]:
    """The problems of an import, most frequent first."""
    found = report.problems.values()
    return sorted(found, key=lambda problem: (-problem.count, problem.column, problem.what))
