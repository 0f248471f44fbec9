"""Takes a call folder in: people, numbers, notes and history, in one transaction or not at all."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal

from callq.app.add_person import add_in_transaction
from callq.app.backup import before_bulk
from callq.app.desk import Desk
from callq.app.from_file import is_future, last_call, to_prospect
from callq.app.identity import keys, known_as, same
from callq.app.wishes import spread
from callq.core.words import plural
from callq.errors import CallqError
from callq.files.grid import Table
from callq.files.headers import ColumnUse, map_headers
from callq.files.people import Oddity, Person, Reject, read_people
from callq.files.rejects import Rejects
from callq.files.tables import open_table
from callq.phones import Quality
from callq.store import calls, dnc, journal, people
from callq.store.people import Details, NewProspect
from callq.store.suppression import Door

_BATCH = 500
_EXAMPLES = 3
_FILLED = ("company", "title", "owner", "zone", "country", "external_id", "value", "note")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be imported, and how."""

    path: Path | Literal["-"]
    list_name: str = ""
    region: str = "US"
    mapping: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""
    zone: str = ""
    encoding: str = ""
    sheet: str = ""
    """Of a workbook: the name or number of the sheet; the first with a table when empty."""
    dry_run: bool = False
    rejects: bool = True


@dataclass(slots=True)
class Odd:
    """Something that was odd in several places."""

    what: str
    column: str
    count: int = 0
    examples: list[Oddity] = field(default_factory=list)


@dataclass(slots=True)
class Imported:
    """What an import did, and what was odd and where."""

    source: str
    list_name: str
    region: str
    dry_run: bool
    columns: tuple[ColumnUse, ...] = ()
    remarks: tuple[str, ...] = ()
    rows: int = 0
    added: int = 0
    unchanged: int = 0
    enriched: int = 0
    twins: int = 0
    """Rows that named somebody a row before them had named."""
    calls: int = 0
    opted_out: int = 0
    asked: int = 0
    unreachable: int = 0
    """People without a number that can be dialed."""
    forgotten: int = 0
    """Rows left out because their number or address belongs to somebody forgotten."""
    rejected: int = 0
    rejects_file: Path | None = None
    odd: dict[tuple[str, str], Odd] = field(default_factory=dict)


class _RolledBack(Exception):  # noqa: N818 - it is no error
    """Ends a rehearsal, or an import that changes nothing, without a trace."""


def run(
    desk: Desk,
    request: Request,
    stdin: BinaryIO | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Imported:
    """Imports a file.

    Args:
        desk: An open desk.
        request: What and how.
        stdin: Where `-` reads from.
        on_progress: Called with bytes read and bytes in all.

    Raises:
        CallqError: The file can't be read, or the mapping names what isn't there; nothing is
            changed then.
    """
    with open_table(
        request.path, stdin=stdin, encoding=request.encoding, sheet=request.sheet
    ) as table:
        mapping = map_headers(table.headers, table.sample(), request.mapping)
        report = Imported(
            source=table.name,
            list_name=request.list_name or _list_name(request.path),
            region=request.region,
            dry_run=request.dry_run,
            columns=mapping.columns,
        )
        found = read_people(table, mapping, request.region)
        if not request.dry_run:
            before_bulk(desk)
        with suppress(_RolledBack), _rejects(request, table) as rejects, desk.db.write():
            intake = _Intake(desk, request, report)
            for one in found:
                report.rows += 1
                if isinstance(one, Reject):
                    report.rejected += 1
                    if rejects is not None:
                        rejects.add(one.line, one.reason, one.cells)
                    _note_odd(report, Oddity(one.line, "", "", one.reason))
                else:
                    intake.take(one)
                if report.rows % _BATCH == 0:
                    on_progress(table.position(), table.dialect.size)
            intake.finish()
            if request.dry_run or not (report.added or report.enriched):
                # A second import of the same file is no command that could be taken back.
                raise _RolledBack
        report.remarks = table.remarks
        report.rejects_file = rejects.path if rejects is not None and rejects.count else None
    return report


class _Intake:
    """Compares people with those known, and stores what is new, a batch at a time."""

    def __init__(self, desk: Desk, request: Request, report: Imported) -> None:
        self.desk = desk
        self.request = request
        self.report = report
        self.command = journal.begin(desk.db, "import", desk.agent, desk.now)
        self.waiting: list[tuple[NewProspect, Person]] = []
        self.in_batch: defaultdict[str, list[NewProspect]] = defaultdict(list)
        self.door = Door(desk.db)
        self.mine: set[int] = set()
        self.touched: set[int] = set()
        self.gained: set[int] = set()
        """Who was known and got a number."""

    def take(self, person: Person) -> None:
        new = self._new(person)
        if self.door.first((*(phone.e164 for phone in new.phones), *new.emails)):
            self.report.forgotten += 1
            _note_odd(self.report, Oddity(person.line, "", "", "asked to be forgotten; left out"))
            return
        for oddity in (*person.oddities, *_doubtful(new, person)):
            _note_odd(self.report, oddity)
        if any(same(new, other) for key in keys(new) for other in self.in_batch.get(key, ())):
            # Their twin is still waiting to be stored; then they are known like anybody else.
            self._store_batch()
        known = known_as(self.desk.db, new)
        if known is None:
            self._queue(new, person)
            return
        if known in self.mine:
            self.report.twins += 1
        changed = self._enrich(known, new, person)
        self.report.enriched += changed
        self.report.unchanged += not changed

    def finish(self) -> None:
        self._store_batch()
        self.touched |= spread(self.desk, self.gained, self.command)
        projector = self.desk.projector()
        projector.refresh(calls.sharing_numbers(self.desk.db, self.touched))
        journal.describe(
            self.desk.db,
            self.command,
            f"{plural(self.report.added, 'person', 'people')} from {self.report.source}",
        )

    def _new(self, person: Person) -> NewProspect:
        return to_prospect(
            person,
            self.request.region,
            list_name=self.report.list_name,
            owner=self.request.owner,
            zone=self.request.zone,
        )

    def _queue(self, new: NewProspect, person: Person) -> None:
        self.waiting.append((new, person))
        for key in keys(new):
            self.in_batch[key].append(new)
        self.report.added += 1
        self.report.asked += bool(new.asked) and not person.opted_out
        self.report.unreachable += not any(phone.e164 for phone in new.phones)
        if len(self.waiting) >= _BATCH:
            self._store_batch()

    def _store_batch(self) -> None:
        if not self.waiting:
            return
        batch, self.waiting = self.waiting, []
        self.in_batch.clear()
        ids = add_in_transaction(self.desk, [new for new, _ in batch], self.command)
        self.mine.update(ids)
        for prospect_id, (new, person) in zip(ids, batch, strict=True):
            self._history(prospect_id, new, person)
        numbers = [phone.e164 for new, _ in batch for phone in new.phones if phone.e164]
        # A number that others are called on counts for their caps as well.
        self.touched |= {i for i in dnc.owners(self.desk.db, numbers) if i not in self.mine}

    def _history(self, prospect_id: int, new: NewProspect, person: Person) -> bool:
        """Logs what the file says of the last call, once; whether there was anything new."""
        call = last_call(self.desk, person, new, prospect_id)
        if call is None:
            return False
        if is_future(person, new, self.desk):
            written = str(person.last_called)
            _note_odd(self.report, Oddity(person.line, "", written, "a last call in the future"))
        if calls.is_known(self.desk.db, call):
            return False
        call_id = calls.insert(self.desk.db, call, self.command, self.desk.now)
        self.report.calls += 1
        if call.outcome == "do-not-call":
            self.report.opted_out += 1
            numbers = people.numbers_of(self.desk.db, prospect_id)
            dnc.block(
                self.desk.db, numbers, source="import", agent=self.desk.agent, now=self.desk.now,
                reason=f"{self.report.source}: {person.as_written or 'opted out'}",
                call_id=call_id, command_id=self.command,
            )  # fmt: skip
            self.touched |= dnc.owners(self.desk.db, numbers)
        self.touched.add(prospect_id)
        return True

    def _enrich(self, prospect_id: int, new: NewProspect, person: Person) -> bool:
        """Adds what a known prospect lacks; nothing known is overwritten."""
        details = people.details(self.desk.db, prospect_id)
        if details is None:
            return False
        changed = self._fill(details, new)
        changed |= self._add_ways(details, new)
        changed |= self._history(prospect_id, new, person)
        if changed:
            self.touched.add(prospect_id)
        return changed

    def _fill(self, details: Details, new: NewProspect) -> bool:
        values = {
            column: getattr(new, column)
            for column in _FILLED
            if getattr(new, column) not in ("", None) and getattr(details, column) in ("", None)
        }
        custom = {**dict(new.custom), **details.custom}
        if new.note and details.note and new.note not in details.note:
            custom.setdefault(f"Note ({self.report.list_name})", new.note)
        if custom != details.custom:
            values["custom"] = json.dumps(custom, ensure_ascii=False)
        if new.asked and not details.asked and not self._was_looked_at(details):
            values["asked"] = new.asked
        tags = tuple(dict.fromkeys((*details.tags, *new.tags)))
        if tags != details.tags:
            values["tags"] = "\n".join(tags)
        if not values:
            return False
        journal.remember(self.desk.db, self.command, "prospect", details.id, values)
        if "owner" in values:
            self.desk.projector().forget([details.id])
        people.change(self.desk.db, details.id, values)
        if "company" in values:
            people.replace_words(self.desk.db, details.id, details.name, values["company"])
        return True

    def _was_looked_at(self, details: Details) -> bool:
        # Somebody decided that they may be called; the same words again change nothing.
        return journal.changed_before(self.desk.db, details.id, "asked")

    def _add_ways(self, details: Details, new: NewProspect) -> bool:
        known = {phone.e164 or phone.written for phone in details.phones}
        phones = [phone for phone in new.phones if (phone.e164 or phone.written) not in known]
        for phone in phones:
            place = people.next_place(self.desk.db, "phone", details.id)
            people.insert_phones(self.desk.db, [(details.id, place, (phone,))])
            newest = people.last_phone(self.desk.db, details.id)
            journal.remember_new(self.desk.db, self.command, "phone", newest)
            self.gained.add(details.id)
        emails = [address for address in new.emails if address not in details.emails]
        for address in emails:
            place = people.next_place(self.desk.db, "email", details.id)
            people.insert_email(self.desk.db, details.id, place, address)
            row = people.email_id(self.desk.db, details.id, address)
            journal.remember_new(self.desk.db, self.command, "email", row or 0)
        return bool(phones or emails)


def _doubtful(new: NewProspect, person: Person) -> list[Oddity]:
    return [
        Oddity(person.line, phone.label, phone.written, "the right length, but in no known range")
        for phone in new.phones
        if phone.quality == Quality.POSSIBLE
    ]


def _note_odd(report: Imported, oddity: Oddity) -> None:
    odd = report.odd.setdefault((oddity.column, oddity.what), Odd(oddity.what, oddity.column))
    odd.count += 1
    if len(odd.examples) < _EXAMPLES:
        odd.examples.append(oddity)


def _rejects(request: Request, table: Table) -> "Rejects | _NoRejects":
    if request.path == "-" or request.dry_run or not request.rejects:
        return _NoRejects()
    return Rejects.beside(request.path, table)


class _NoRejects:
    """Stands where a rejects file would, when none is wanted."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def _list_name(path: Path | Literal["-"]) -> str:
    if path == "-":
        return ""
    packed = path.suffix.lower() in (".gz", ".zip")
    return Path(path.stem).stem if packed else path.stem


def most_odd(report: Imported) -> list[Odd]:
    """What was odd, most frequent first."""
    return sorted(report.odd.values(), key=lambda odd: (-odd.count, odd.column, odd.what))


def columns_used(report: Imported) -> Counter[str]:
    """How many columns became which field."""
    return Counter(use.field for use in report.columns)


def refuse_unknown_encoding(name: str) -> None:
    """Refuses an encoding that no computer knows.

    Raises:
        CallqError: There is none of that name.
    """
    import codecs

    try:
        codecs.lookup(name)
    except LookupError as error:
        raise CallqError(f'"{name}" is no text encoding.', hint="Write e.g. cp1252.") from error
