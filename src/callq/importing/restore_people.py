"""Restores callq's own export with everything in it: calls, consents, opt-outs, distinct pairs."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, BinaryIO
from zoneinfo import available_timezones

from callq.engine.model import Channel
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.places.phones import Quality
from callq.prospects.identity import all_known_as
from callq.prospects.opt_out import spread
from callq.records import calls, codec, dnc, people
from callq.records import full as full_records
from callq.records.change_people import PeopleWriter
from callq.records.contacts import Contact, ContactPhone, StoredProspect, columns_of, tail_of
from callq.records.full import Record, Whole
from callq.storage import journal
from callq.storage.rows import parts
from callq.storage.suppression import SuppressionCheck
from callq.workspace import Workspace

_BATCH = 1000
_REBUILD = 2000
"""With more new people than this, rebuilding every status is faster than one at a time."""
_FILLED = ("company", "title", "owner", "list_name", "zone", "country", "region", "postal",
           "external_id", "value", "note", "opt_out_text", "reach")  # fmt: skip
_LONGEST_LINE = 1 << 26


class Counts:
    """What restoring people did, in rows, people and calls."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.rows = self.added = self.enriched = self.unchanged = self.calls = 0
        self.opted_out = self.erased = self.unreachable = self.asked = 0


def restore(
    ws: Workspace,
    stream: BinaryIO,
    source: str,
    on_progress: Callable[[int], None] = lambda _done: None,
) -> Counts:
    """Stores all people of an export, inside a write transaction.

    Fills the blanks of people already in the store and never overwrites; the same file twice
    changes nothing. In an empty store, all ids stay the same.

    Args:
        ws: Inside a write transaction.
        stream: The file, at its start.
        source: What to call it.
        on_progress: Called with the bytes read.

    Raises:
        CallqError: A line is broken or invalid.
    """
    restorer = _Restorer(ws, source)
    done = 0
    stream.seek(0)
    for number, raw in enumerate(_lines(stream), 1):
        done += len(raw)
        where = f"Line {number} of {source}"
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise CallqError(
                f"{where} isn't UTF-8.",
                hint="Nothing was imported. Export again.",
                code=Exit.BAD_FILE,
                name="export-not-utf-8",
            ) from error
        line = codec.read_line(text, where) if text.strip() else None
        if line is not None:
            restorer.take(line, where)
        if not number % _BATCH:
            on_progress(done)
    restorer.finish()
    return restorer.counts


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(_LONGEST_LINE):
        yield line


class _Restorer:
    def __init__(self, ws: Workspace, source: str) -> None:
        self.ws = ws
        self.counts = Counts()
        self.source = source
        self.command = journal.begin(ws.db, "import", ws.agent, ws.now)
        self.people = PeopleWriter(ws.projector(), self.command)
        self.door = SuppressionCheck(ws.db)
        self.first_id = people.last_id(ws.db)
        """What is added to the ids of the file; 0 in an empty store."""
        # Ids of this file count on from here, so that an empty store has the same ones.
        self.first_call = full_records.last_id(ws.db, "call")
        self.waiting: list[Whole] = []
        self.taken: set[int] = set()
        """Ids of stored people who are in the file too."""
        self.ids: dict[int, int] = {}
        """Stored id by id in the file."""
        self.call_ids: dict[int, int] = {}
        self.referred: list[tuple[int, int]] = []
        """Stored call, and the id in the file of the person it referred to."""
        self.former: list[tuple[int, Record]] = []
        self.touched: set[int] = set()
        self.opt_outs: set[int] = set()
        self.asked: set[int] = set()
        """Stored people whose opt-out request is in the file."""
        self.entries = self._known_entries()

    def take(self, line: codec.Line, where: str) -> None:
        if line.person is not None:
            self._person(line.person, where)
        elif line.entry is not None:
            self._store_waiting()
            self._entry(line.entry, where)
        elif line.not_duplicates is not None:
            self._store_waiting()
            self._apart(line.not_duplicates)

    def finish(self) -> None:
        self._store_waiting()
        for call_id, named in self.referred:
            if named in self.ids:
                full_records.name_referred(self.ws.db, call_id, self.ids[named])
        for here, former in self.former:
            self.people.restore_merged(here, Contact(**former))
        self.touched |= spread(self.ws, self.opt_outs, self.command)
        projector = self.people.projector
        if len(self.touched) > _REBUILD:
            projector.rebuild()
        else:
            projector.refresh(calls.sharing_numbers(self.ws.db, self.touched))
        self.counts.asked = people.count_waiting(self.ws.db, self.first_id, self.asked)
        added = plural(self.counts.added, "person", "people")
        journal.describe(self.ws.db, self.command, f"{added} from {self.source}")

    # People

    def _person(self, person: Whole, where: str) -> None:
        _check(person, where)
        self.counts.rows += 1
        if person.own["id"] in self.ids:
            raise CallqError(
                f"{where} repeats the id {person.own['id']}.", code=Exit.BAD_FILE,
                hint="Nothing was imported. Export again, or fix that line.",
                name="duplicate-id",
            )  # fmt: skip
        ways = [row["e164"] for row in person.rows["phone"]]
        if self.door.first((*ways, *(row["address"] for row in person.rows["email"]))):
            self.counts.erased += 1
            return
        known = self._known(person)
        if known is not None:
            self.taken.add(known)
            self.ids[person.own["id"]] = known
            changed = self._complete(known, person)
            self.counts.enriched += changed
            self.counts.unchanged += not changed
            return
        self.ids[person.own["id"]] = self.first_id + person.own["id"]
        self.counts.added += 1
        self.counts.unreachable += not any(ways)
        self.waiting.append(person)
        if len(self.waiting) >= _BATCH:
            self._store_waiting()

    def _known(self, person: Whole) -> int | None:
        """Who they are here: everybody who is here is one of the file, as long as there are any."""
        if not self.first_id:
            return None
        found = [i for i in all_known_as(self.ws.db, _as_new(person)) if i <= self.first_id]
        free = [i for i in found if i not in self.taken]
        if person.own["id"] in free:
            return int(person.own["id"])
        return next(iter((*free, *found)), None)

    def _store_waiting(self) -> None:
        batch, self.waiting = self.waiting, []
        if not batch:
            return
        rows = {
            table: [
                self._row(table, row, self.ids[person.own["id"]])
                for person in batch
                for row in person.rows[table]
            ]
            for table in full_records.tables()
        }
        self.people.restore(
            [self._own(person) for person in batch],
            rows.pop("phone"),
            rows.pop("email"),
            [
                (self.ids[person.own["id"]], each["name"], each["company"])
                for person in batch
                for each in (person.own, *person.former)
            ],
        )
        for table, some in rows.items():
            full_records.insert(self.ws.db, table, some)
        for person in batch:
            here = self.ids[person.own["id"]]
            self.former += [(here, former) for former in person.former]
            self.touched.add(here)

    def _own(self, person: Whole) -> Record:
        own = person.own
        return {**own, **columns_of({"tags": own["tags"], "custom": own["custom"]}),
                "id": self.ids[own["id"]]}  # fmt: skip

    def _row(self, table: str, row: Record, prospect_id: int) -> Record:
        found = {**row, "prospect_id": prospect_id}
        if table == "phone":
            found["reversed_digits"] = tail_of(row["e164"] or row["written"])
        if table == "email":
            found["address"] = row["address"].lower()
        if full_records.has_command(table):
            found["command_id"] = self.command
        if table == "call":
            found["id"] = self.call_ids[row["id"]] = self.first_call + row["id"]
            self._note_call(found, prospect_id)
        return found

    def _note_call(self, call: Record, prospect_id: int) -> None:
        self.counts.calls += 1
        if call["referred_to"] is not None:
            self.referred.append((call["id"], call["referred_to"]))
            call["referred_to"] = None
        if call["voided_at"] is None and self.ws.rulebook.outcome(call["outcome"]).opts_out:
            self.counts.opted_out += 1
            self.opt_outs.add(prospect_id)

    # Those who are here already

    def _complete(self, here: int, person: Whole) -> bool:
        details = people.details(self.ws.db, here)
        changed = details is not None and self._fill(details, person)
        known = full_records.rows_of(self.ws.db, "call", here)
        seen = {_same_call(row) for row in known}
        fresh = [row for row in person.rows["call"] if _same_call(row) not in seen]
        full_records.insert(self.ws.db, "call", [self._row("call", row, here) for row in fresh])
        for table in full_records.tables()[3:]:
            there = [_without_id(row) for row in full_records.rows_of(self.ws.db, table, here)]
            more = [row for row in person.rows[table] if _without_id(row) not in there]
            full_records.insert(self.ws.db, table, [self._row(table, row, here) for row in more])
            changed |= bool(more)
        changed |= bool(fresh)
        if changed:
            self.touched.add(here)
            self.opt_outs.add(here)
        return changed

    def _fill(self, details: StoredProspect, person: Whole) -> bool:
        """Fills blanks, and adds numbers and addresses; whether there were any."""
        own, blank = person.own, ("", None)
        values = {
            field: own[field]
            for field in _FILLED
            if getattr(details, field) in blank and own[field] not in blank
        }
        if values.get("opt_out_text") and journal.changed_before(
            self.ws.db, details.id, "opt_out_text"
        ):
            # A rep decided they may be called; the same words again change nothing.
            del values["opt_out_text"]
        if values.get("opt_out_text"):
            self.asked.add(details.id)
        values["tags"] = tuple(dict.fromkeys((*details.tags, *own["tags"])))
        values["custom"] = {**own["custom"], **details.custom}
        changed = self.people.change(details, values)
        known = {(phone.e164 or phone.written, phone.extension) for phone in details.phones}
        said = _as_new(person)
        phones = [p for p in said.phones if (p.e164 or p.written, p.extension) not in known]
        for phone in phones:
            self.people.add_phone(details.id, phone)
        emails = [address for address in said.emails if address not in details.emails]
        for address in emails:
            self.people.add_email(details.id, address)
        return bool(changed or phones or emails)

    # Do-not-call, and who is kept apart

    def _known_entries(self) -> set[tuple[Any, ...]]:
        return {_same_entry(entry) for entry in full_records.entries(self.ws.db)}

    def _entry(self, entry: Record, where: str) -> None:
        if not _is_number(entry["number"]):
            raise CallqError(
                f"{where} has no phone number.",
                hint="Nothing was imported. Export again, or fix that line.",
                code=Exit.BAD_FILE,
                name="entry-without-number",
            )
        if _same_entry(entry) in self.entries or self.door.first((entry["number"],)):
            return
        self.entries.add(_same_entry(entry))
        call_id = self.call_ids.get(entry["call_id"]) if entry["call_id"] else None
        row = {name: value for name, value in entry.items() if name != "id"}
        full_records.insert(
            self.ws.db, "dnc", [{**row, "call_id": call_id, "command_id": self.command}]
        )
        owners = dnc.owners(self.ws.db, [entry["number"]])
        self.touched |= owners
        self.counts.enriched += not self.counts.added
        if not entry["call_id"]:
            self.counts.opted_out += 1

    def _apart(self, pair: Record) -> None:
        one, other = self.ids.get(pair["one_id"]), self.ids.get(pair["other_id"])
        if one is None or other is None or one == other:
            return
        low, high = sorted((one, other))
        full_records.keep_apart(self.ws.db, {**pair, "one_id": low, "other_id": high})


def _as_new(person: Whole) -> Contact:
    own = person.own
    phones = tuple(
        ContactPhone(
            row["label"], row["written"], row["e164"], row["extension"], row["shown"],
            row["quality"], parts(row["zones"]), parts(row["places"]), row.get("line", ""),
        )
        for row in person.rows["phone"]
    )  # fmt: skip
    return Contact(
        name=own["name"],
        company=own["company"],
        title=own["title"],
        list_name=own["list_name"],
        country=own["country"],
        region=own["region"],
        postal=own["postal"],
        custom=tuple(own["custom"].items()),
        external_id=own["external_id"],
        phones=phones,
        emails=tuple(row["address"].lower() for row in person.rows["email"]),
    )


def _check(person: Whole, where: str) -> None:
    """Refuses values that callq never writes."""
    zones = [person.own["zone"]] if person.own["zone"] else []
    for phone in person.rows["phone"]:
        zones += parts(phone["zones"])
        if phone["e164"] and not _is_number(phone["e164"]):
            raise _wrong(where, phone["e164"], "number")
        if phone["quality"] not in tuple(Quality):
            raise _wrong(where, phone["quality"], "phone quality")
    for zone in zones:
        if zone not in _zones():
            raise _wrong(where, zone, "time zone")
    for call in person.rows["call"]:
        if call["channel"] not in tuple(Channel):
            raise _wrong(where, call["channel"], "channel")
        if not call["outcome"] or (call["duration"] or 0) < 0 or call["imported"] not in (0, 1):
            raise _wrong(where, call["outcome"], "call")


def _wrong(where: str, value: str, what: str) -> CallqError:
    return CallqError(
        f'{where} has an invalid {what}: "{value[:40]}".',
        hint="Nothing was imported. Export again, or fix that line.",
        code=Exit.BAD_FILE,
        name=f"bad-{what.replace(' ', '-')}",
    )


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _is_number(text: str) -> bool:
    digits = text.removeprefix("+")
    return (
        text.startswith("+") and digits.isascii() and digits.isdecimal() and 5 <= len(digits) <= 15
    )


def _same_call(row: Record) -> tuple[Any, ...]:
    return (row["at"], row["outcome"], row["channel"], row["agent"], row["number"], row["note"],
            row["imported"])  # fmt: skip


def _same_entry(row: Record) -> tuple[Any, ...]:
    return (row["number"], row["since"], row["source"], row["reason"])


def _without_id(row: Record) -> Record:
    return {name: value for name, value in row.items() if name != "id"}
