"""Turns the rows of a table into people."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as AbstractMapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from callq.engine.model import Channel
from callq.engine.opt_out import request_in
from callq.engine.opt_out_column import is_opted_out, is_refused
from callq.engine.outcomes import BY_WORD, UNKNOWN
from callq.engine.reach import reach_text, read_reach
from callq.errors import CallqError
from callq.importing.date_orders import orders_in
from callq.importing.dates import Order, latest_reading, read_date
from callq.importing.dispositions import (
    OPEN,
    STAGE,
    Read,
    Words,
    is_limited_opt_out,
    is_untouched,
    opts_out,
    reason_of,
    tells_of_calls,
)
from callq.importing.headers import OF_A_CALL, ColumnUse, Mapping
from callq.importing.history import Past, calls_in, dates_in, seconds_of
from callq.importing.not_people import is_header_again, is_no_person
from callq.importing.readers.table import Row, Table
from callq.importing.zones import zone_of
from callq.named_tuple import NamedTuple
from callq.places.addresses import country_of
from callq.places.phones import Quality, digits_of, is_usual, read_between, split_cell
from callq.prospects.add import to_stored
from callq.records.contacts import ContactPhone


class Problem(NamedTuple):
    """Something in a row that callq couldn't use; the row itself is kept."""

    line: int
    column: str
    """The header; empty for the row as a whole."""
    value: str
    what: str


class Reject(NamedTuple):
    """A row without a name, company, phone or email."""

    line: int
    reason: str
    cells: tuple[str, ...]
    raw: str = ""
    """See `Row.raw`."""


NO_PERSON = "a total, title or footer, not a person"


class Person(NamedTuple):
    """One person of a file, before matching."""

    line: int
    name: str
    """Their name; else the company, the first part of the email, or the phone."""
    company: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    owner: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    zone: str = ""
    """An IANA time zone, or empty."""
    country: str = ""
    """As written."""
    external_id: str = ""
    value: float | None = None
    custom: tuple[tuple[str, str], ...] = ()
    """Header and text of all cells without a field."""
    attempts: int = 0
    """How many calls there were, as the file counts them."""
    opted_out: bool = False
    """A do-not-call column or the disposition says so."""
    asks_no_calls: str = ""
    """The words in any cell that ask for no calls, or empty."""
    problems: tuple[Problem, ...] = ()
    callback_at: datetime | None = None
    reach: str = ""
    """Their own hours, as they're stored."""
    region_state: str = ""
    postal: str = ""
    list_name: str = ""
    said: str = ""
    """What the outcome columns come to: a canonical outcome, `open`, or empty."""
    called_by: datetime | None = None
    """When their last call was at the latest, where the file shows that but not how it ended."""
    numbers: tuple[ContactPhone, ...] = ()
    past: tuple[Past, ...] = ()
    """The calls in the file, the last one last."""

    @property
    def phones(self) -> tuple[tuple[str, str], ...]:
        """Label and text as written of each number."""
        return tuple([(phone.label, phone.written) for phone in self.numbers])


_BLANK_WORDS = (
    "nan NaN NAN NULL null N/A n/a #N/A #NULL! None none NONE nil NIL <NA> - -- --- . ? "
    "\u2013 \u2014"
)
"""What programs and people write into empty cells; "Null" is a real name."""
BLANKS = frozenset(_BLANK_WORDS.split())
_INCOMING = re.compile("in(?:coming|bound)?(?![a-z])|eingehend|entrant", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>,;:|\"()]+@[^\s@<>,;:|\"()]+\.[^\s@<>,;:|\"().]+")
_NAME_AND_MAIL = re.compile(
    rf"(?P<name>[^@]*[^\s@(<\[])\s*[(<\[]\s*(?P<mail>{_MAIL.pattern})\s*[)>\]]"
)
_INTERNATIONAL = re.compile(r"\+[1-9][\d\s().;,/+-]{6,60}\d")
_TAG_GAP = re.compile(r"\s*(?:[;,|\n]|:::)\s*")
_NO_VOICE = re.compile(r"\b(?:tele)?(?:fax|faks|pager|beeper|telex)|факс", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?:[^\w\s.,-]{1,2}|[A-Z]{1,3}\$?)?\s*(?P<minus>-?)(?:[^\w\s.,-]\s*)?"
    r"(?:(?P<grouped>[1-9]\d{0,2}(?P<gap>[.,\s'\u2019])\d{3}(?:(?P=gap)\d{3})*)|(?P<plain>\d+))"
    r"(?:(?P<mark>[.,])(?P<rest>\d+))?\s*(?:[^\w\s.,-]|[^\W\d_]{3}\.?)?"
)
_TEXTS = {
    "company": "company", "title": "title", "owner": "owner", "country": "country",
    "external_id": "external_id", "region_state": "region_state", "postal": "postal",
    "list_name": "list",
}  # fmt: skip
"""Texts of a person that are one cell on one line, by the field of its column."""
_NAME_PARTS = ("first_name", "middle_name", "last_name")
_SAMPLE = 1000
_LONGEST = 400
"""Longer cells are prose, not amounts or addresses."""
_MOST_ATTEMPTS = 99
_UNDER_HEADER = 3
"""How many rows below the header may be the header again, as names of fields."""
_MOST_STAGES = 2000
_MOST_UNKNOWN, _LONGEST_WORD = 50, 40
_UNKNOWN = "unknown outcome"
_AMBIGUOUS = "ambiguous date: day or month first?"
_BOTH = (Order.MONTH_FIRST, Order.DAY_FIRST)


def read_people(
    table: Table,
    mapping: Mapping,
    region: str,
    *,
    sample: Sequence[Row] = (),
    words: AbstractMapping[str, str] | None = None,
    near: date | None = None,
    dates: str = "",
) -> Iterator[Person | Reject]:
    """Reads the people of a table.

    Args:
        table: The opened table.
        mapping: What its columns are used as.
        region: The country of numbers written without one, as ISO code.
        sample: Rows to settle the order of day and month by; else the table's first thousand.
        words: What words of the outcome columns mean, as a person said: an outcome, or `OPEN`
            or `STAGE`.
        near: The day of the file, by which dates without a year get theirs.
        dates: How a person says dates are written: mdy, dmy, ymd, or empty.

    Yields:
        A person for each row with a name, company, phone or email; a reject for the others.
    """
    said = Words(mapping.language, words or {})
    first = Mapping(
        tuple(replace(use, field="ignore") if use.person else use for use in mapping.columns),
        mapping.language,
    )
    rows = sample or table.sample(_SAMPLE)
    reader = _Reader(table, first, region, rows, said)
    readers = [reader, *reader.of_others(mapping)]
    settled = orders_in(rows, mapping, region=region, near=near, said=dates)
    for each in readers:
        each.near, each.orders = near, settled.by_column
    for row in table.rows:
        person = reader.read(row)
        if _is_bare(person) and is_no_person(row, table.headers, table.rows):
            person = Reject(row.line, NO_PERSON, row.cells, row.raw)
        yield person
        if isinstance(person, Person) and len(readers) > 1:
            yield from filter(None, (each.other(row) for each in readers[1:]))


def _is_bare(person: Person | Reject) -> bool:
    return isinstance(person, Person) and not (person.numbers or person.emails)


class _Reader:
    """Reads rows by a mapping."""

    def __init__(
        self, table: Table, mapping: Mapping, region: str, sample: Iterable[Row], words: Words
    ) -> None:
        self.headers = table.headers
        self.words = words
        self.table = table
        self.sample = list(sample)
        self.near: date | None = None
        self.read_rows = 0
        self.unknown: set[str] = set()
        """The first unknown words, each of which is reported by itself."""
        self.region = region
        self.fields: dict[str, list[tuple[int, ColumnUse]]] = {}
        for at, use in enumerate(mapping.columns):
            self.fields.setdefault(use.field, []).append((at, use))
        self.custom = [
            (at, use.header)
            for at, use in enumerate(mapping.columns)
            if use.field in _KEPT_AS_CUSTOM
        ]
        self.orders: AbstractMapping[int, Order] = {}
        """Which number of its dates is the day, by the place of a column."""
        numbers = {use.label for field in OF_A_CALL for _, use in self.fields.get(field, ())}
        self.calls = sorted(numbers - {""}, key=int)
        """The numbers of the calls that have columns of their own."""
        self.labels = {use.label: at for at, use in self.fields.get("phone_label", ())}
        self.texts = {name: field for name, field in _TEXTS.items() if field in self.fields}
        self.has = frozenset(self.fields)
        self.name_parts = [part for part in _NAME_PARTS if part in self.has]
        self.has_last_call = not self.has.isdisjoint(OF_A_CALL)
        self.tells_calls = not self.has.isdisjoint((*OF_A_CALL, "history"))
        self.stages: dict[str, tuple[Past | None, str]] = {}
        """What each cell of a stage says of a call, or of none; see `_staged`."""

    def of_others(self, mapping: Mapping) -> "list[_Reader]":
        """Returns a reader for each further person of a row.

        Calls, notes and custom fields are the first one's.
        """
        others = sorted({use.person for use in mapping.columns} - {""})
        return [
            _Reader(
                self.table,
                Mapping(
                    tuple(
                        use
                        if use.person == other or (not use.person and use.field in _SHARED)
                        else replace(use, field="ignore")
                        for use in mapping.columns
                    ),
                    mapping.language,
                ),
                self.region,
                self.sample,
                self.words,
            )
            for other in others
        ]

    def other(self, row: Row) -> Person | None:
        """Reads a further person of a row, or None if it names no other."""
        person = self.read(row)
        named = isinstance(person, Person) and (
            any(map(_RowReader(self, row).text, ("name", *_NAME_PARTS))) or person.numbers
        )
        return person if named and isinstance(person, Person) else None

    def read(self, row: Row) -> Person | Reject:
        """Reads one row."""
        headers = self.headers
        self.read_rows += 1
        again = row.cells[:1] == headers[:1] and row.cells[: len(headers)] == headers
        if again or (self.read_rows <= _UNDER_HEADER and is_header_again(row, headers)):
            return Reject(row.line, "the header again", row.cells, row.raw)
        return _RowReader(self, row).person()


class _RowReader:
    """Reads one row, collecting the problems and what no field holds."""

    def __init__(self, reader: _Reader, row: Row) -> None:
        self.reader = reader
        self.row = row
        self.said = ""
        self.limited = ""
        """A status that asks for no calls to one number, or for a while."""
        self.called_by: datetime | None = None
        cells = row.cells
        self.problems = [Problem(row.line, "", "", what) for what in row.problems]
        self.custom = [(name, cell) for at, name in reader.custom if (cell := cells[at].strip())]
        for at in range(len(reader.headers), len(cells)):
            if cell := cells[at].strip():
                self.custom.append((f"column {at + 1}", cell))

    def person(self) -> Person | Reject:
        """Returns the person of the row, or a reject with the reason."""
        reader, has = self.reader, self.reader.has
        home = self._country() if "country" in has else ""
        numbers = tuple(self._numbers(home)) if "phone" in has else ()
        if len(self.row.cells) > len(reader.headers) and "phone" in has:
            numbers = self._shifted_numbers(numbers, home)
        emails = tuple(self._emails()) if "email" in has else ()
        name = self._name()
        if "@" in name:
            name, emails = _without_email(name, emails)
        texts = {name: self.text(field) for name, field in reader.texts.items()}
        company = texts.get("company", "")
        if not (name or company or numbers or emails):
            problem = f" ({'; '.join(self.row.problems)})" if self.row.problems else ""
            reason = f"no name, company, phone or email{problem}"
            return Reject(self.row.line, reason, self.row.cells, self.row.raw)
        past: tuple[Past, ...] = ()
        if reader.tells_calls:
            past = self._past()
        elif "stage" in has and (stage := self._staged()):
            past = (stage,)
        zone = self._zone() if "zone" in has else ""
        value = self._value() if "value" in has else None
        callback_at = self._date("callback_at") if "callback_at" in has else None
        callback_at = callback_at or _day_in(past, self.reader)
        reach = self._reach() if "reach" in has else ""
        attempts = self._attempts() if "attempts" in has else 0
        opted_out = ("dnc" in has or "may_call" in has) and self._opted_out()
        return Person(
            line=self.row.line,
            name=name or company or _instead(emails, numbers),
            numbers=numbers,
            emails=emails,
            tags=self._tags() if "tags" in has else (),
            note=self._note(past),
            zone=zone,
            value=value,
            custom=tuple(self.custom),
            past=past,
            attempts=attempts,
            opted_out=opted_out or any(opts_out(call.outcome) for call in past),
            asks_no_calls=request_in(self.row.cells) or self.limited,
            problems=tuple(self.problems),
            callback_at=callback_at,
            reach=reach,
            said=_said(past, opted_out=opted_out) or self.said,
            called_by=None if past else self.called_by,
            **texts,
        )

    # Cells

    def _cells(self, field: str) -> Sequence[tuple[ColumnUse, str]]:
        """Returns the filled cells of a field."""
        columns = self.reader.fields.get(field)
        if not columns:
            return ()
        cells = self.row.cells
        return [
            (use, cell) for at, use in columns if (cell := cells[at].strip()) and cell not in BLANKS
        ]

    def text(self, field: str) -> str:
        """Returns the cell of a field on one line, or ""."""
        for at, _ in self.reader.fields.get(field, ()):
            if (cell := self.row.cells[at].strip()) and cell not in BLANKS:
                return " ".join(cell.split())
        return ""

    def _problem(self, header: str, value: str, what: str, *, keep: bool = False) -> None:
        """Notes a problem, and keeps the value under its header if nothing else holds it."""
        self.problems.append(Problem(self.row.line, header, value, what))
        if keep:
            self.custom.append((header, value))

    # Fields

    def _reach(self) -> str:
        """When they ask for calls; what can't be read is kept as it is."""
        for use, cell in self._cells("reach"):
            try:
                return reach_text(read_reach(cell))
            except CallqError:
                self._problem(use.header, cell, "not hours for calls", keep=True)
        return ""

    def _name(self) -> str:
        whole = self.text("name") if "name" in self.reader.has else ""
        return whole or " ".join(filter(None, map(self.text, self.reader.name_parts)))

    def _note(self, past: Sequence[Past]) -> str:
        """Returns the notes; or the call note, if the row has no call to put it on."""
        notes = [cell for _, cell in self._cells("note")] if "note" in self.reader.has else ()
        return "\n".join(notes) or ("" if past else self._of_call("call_note", ""))

    def _numbers(self, country: str) -> Iterator[ContactPhone]:
        """Yields the numbers, noting the ones that can't be dialed."""
        code = self._calling_code() if "country_code" in self.reader.has else ""
        seen: set[str] = set()
        for use, cell in self._cells("phone"):
            label = self._label(use)
            if label and _is_no_voice(label):
                self.custom.append((f"{use.header} ({label})", cell))
                continue
            usual = is_usual(cell)
            for text in (cell,) if usual else split_cell(cell):
                if not usual and _NO_VOICE.search(text):
                    self._problem(use.header, text, "fax or pager number", keep=True)
                    continue
                number = f"+{code} {text}" if code and _lacks_code(text, code) else text
                if number in seen:
                    continue
                seen.add(number)
                phone = read_between(number, country, self.reader.region)
                if phone.quality is Quality.IMPOSSIBLE:
                    self._problem(use.header, text, _why_impossible(text))
                elif phone.quality is Quality.POSSIBLE:
                    self._problem(use.header, text, "not a number range in use")
                yield to_stored(label, phone)

    def _shifted_numbers(
        self, numbers: tuple[ContactPhone, ...], home: str
    ) -> tuple[ContactPhone, ...]:
        """Returns the numbers of a row with more cells than headers, wherever they are.

        Its cells don't line up, so a cell that is a number with its country code counts
        if the phone columns hold none.
        """
        if any(phone.e164 for phone in numbers):
            return numbers
        found = [cell.strip() for cell in self.row.cells if _INTERNATIONAL.fullmatch(cell.strip())]
        kept = [text for cell in found for text in split_cell(cell)]
        if not kept:
            return numbers
        header = self.reader.fields["phone"][0][1].header
        self.custom += [(header, phone.written) for phone in numbers]
        read = (read_between(text, home, self.reader.region) for text in kept)
        return tuple(to_stored("phone", phone) for phone in read)

    def _label(self, use: ColumnUse) -> str:
        """Returns the label of a phone, from its column of labels if there is one."""
        if not self.reader.labels:
            return use.label
        at = self.reader.labels.get(use.header)
        written = self.row.cells[at].strip(" *").casefold() if at is not None else ""
        return written or use.label

    def _calling_code(self) -> str:
        """Returns the digits of a country calling code column, or ""."""
        for use, cell in self._cells("country_code"):
            digits = digits_of(cell.removesuffix(".0")).lstrip("0")
            if 1 <= len(digits) <= 4:
                return digits
            self._problem(use.header, cell, "not a country calling code", keep=True)
        return ""

    def _country(self) -> str:
        """Returns the ISO code of the country in the row, or ""."""
        named = self.text("country")
        return _iso(named) if named else ""

    def _emails(self) -> Iterator[str]:
        """Yields the email addresses, each once."""
        seen: set[str] = set()
        for use, cell in self._cells("email"):
            found = _MAIL.findall(cell[:_LONGEST])
            if not found:
                self._problem(use.header, cell, "not an email address", keep=True)
            for mail in found:
                if mail.casefold() not in seen:
                    seen.add(mail.casefold())
                    yield mail

    def _tags(self) -> tuple[str, ...]:
        tags = (tag.strip(" *") for _, cell in self._cells("tags") for tag in _TAG_GAP.split(cell))
        return tuple(dict.fromkeys(tag for tag in tags if tag))

    def _zone(self) -> str:
        for use, cell in self._cells("zone"):
            if zone := zone_of(cell, self.reader.region):
                return zone
            self._problem(use.header, cell, "not a time zone", keep=True)
        return ""

    def _value(self) -> float | None:
        for use, cell in self._cells("value"):
            amount = amount_of(cell)
            if amount is not None:
                return amount
            self._problem(use.header, cell, "not a clear amount", keep=True)
        return None

    def _attempts(self) -> int:
        for use, cell in self._cells("attempts"):
            count = cell.removesuffix(".0")
            if count.isascii() and count.isdecimal() and len(count) < 7:
                if int(count) > _MOST_ATTEMPTS:
                    self._problem(use.header, cell, f"more calls than {_MOST_ATTEMPTS}", keep=True)
                return min(int(count), _MOST_ATTEMPTS)
            self._problem(use.header, cell, "not a number of calls", keep=True)
        return 0

    def _date(self, field: str, call: str = "") -> datetime | None:
        near = self.reader.near
        for at, use in self.reader.fields.get(field, ()):
            cell = self.row.cells[at].strip()
            if use.label != call or not cell or cell in BLANKS:
                continue
            order = self.reader.orders[at]
            if moment := read_date(cell, order, near, ahead=field == "callback_at"):
                return moment
            self._problem(use.header, cell, _why_no_date(cell, order), keep=True)
        return None

    # Calls

    def _past(self) -> tuple[Past, ...]:
        """Returns the calls of the row: of numbered columns, of histories, and the last one."""
        earlier = [call for number in self.reader.calls if (call := self._call(number))]
        earlier += self._histories()
        last = self._call("") if self.reader.has_last_call else None
        stage = self._staged() if "stage" in self.reader.has else None
        if stage and (last is None or last.outcome == UNKNOWN.word):
            at, by = self._called("")
            last = (last or Past("", "", "", at, by=by))._replace(
                outcome=stage.outcome, as_written=stage.as_written, reason=stage.reason
            )
        elif stage and last and BY_WORD[last.outcome].miss and not BY_WORD[stage.outcome].miss:
            # They once spoke; the last try came to nothing.
            earlier.append(stage._replace(by=last.at or last.by))
        if last and not any(_is_known(last, call) for call in earlier):
            earlier.append(last)
        return tuple(earlier)

    def _staged(self) -> Past | None:
        """Returns what a column of stages says of a call, without its date."""
        stages = self.reader.stages
        for at, _ in self.reader.fields["stage"]:
            cell = self.row.cells[at].strip()
            found = stages.get(cell)
            if found is None:
                found = stages[cell] = self._stage(cell)
                if len(stages) > _MOST_STAGES:
                    stages.clear()
            past, said = found
            if past:
                return past
            self.said = said or self.said
        return None

    def _stage(self, cell: str) -> tuple[Past | None, str]:
        """Returns what a stage says of a call, and whether it says there was none."""
        language = self.reader.words.language
        if tells_of_calls(cell, language, of_a_deal=True) and (read := self._read(cell)):
            return Past(read.outcome, cell, read.reason, None), ""
        return None, OPEN if is_untouched(cell) else ""

    def _call(self, number: str) -> Past | None:
        """Returns the call with a number, or the last one; None without an outcome."""
        read, written, reason = self._outcome(number)
        at, by = self._called(number)
        duration = self._duration(number)
        if read is None:
            if at or by:
                self._keep_date(number, at or by)
            self.custom += self._labelled("call_agent", number)
            return None
        agent = self._of_call("call_agent", number)
        note = ", ".join(filter(None, (read.note, self._of_call("call_note", number))))
        way = self.text("direction") if "direction" in self.reader.has else ""
        channel = Channel.INCOMING if _INCOMING.match(way) else Channel.CALL
        return Past(read.outcome, written, reason, at, note, duration, agent, by, channel)

    def _called(self, number: str) -> tuple[datetime | None, datetime | None]:
        """Returns when a call was, or when it was at the latest if its date is ambiguous."""
        at = self._date("last_called", number)
        if at:
            return at, None
        cells = (cell for use, cell in self._cells("last_called") if use.label == number)
        return None, next(filter(None, map(latest_reading, cells)), None)

    def _keep_date(self, number: str, by: datetime | None) -> None:
        """Keeps the date of a call without an outcome as a custom field."""
        if not number:
            self.called_by = by
        kept = self._labelled("last_called", number)
        self.custom += [pair for pair in kept if pair not in self.custom]

    def _labelled(self, field: str, number: str) -> list[tuple[str, str]]:
        """Returns headers and cells of one call's columns."""
        return [(use.header, cell) for use, cell in self._cells(field) if use.label == number]

    def _histories(self) -> Iterator[Past]:
        for at, use in self.reader.fields.get("history", ()):
            cell = self.row.cells[at].strip()
            if not cell or cell in BLANKS or is_untouched(cell):
                continue
            language = self.reader.words.language
            if calls := calls_in(cell, self.reader.orders[at], language):
                yield from calls
            else:
                both = (calls_in(cell, order, language) for order in _BOTH)
                what = _AMBIGUOUS if any(both) else "can't read the calls"
                self._problem(use.header, cell, what, keep=True)

    def _of_call(self, field: str, number: str) -> str:
        cells = (cell for use, cell in self._cells(field) if use.label == number)
        return next(cells, "")

    def _duration(self, number: str) -> int | None:
        for use, cell in self._cells("duration"):
            if use.label == number:
                found = seconds_of(cell)
                if found is None:
                    self._problem(use.header, cell, "not a call length", keep=True)
                return found
        return None

    def _outcome(self, number: str) -> tuple[Read | None, str, str]:
        """Returns the outcome, its disposition as written, and the reason."""
        found, written = None, ""
        for use, cell in self._cells("last_outcome"):
            if use.label == number:
                found, written = self._read(cell), cell
                if found is None:
                    self._without_outcome(use, cell)
        reason = found.reason if found else ""
        for use, cell in self._cells("reason"):
            if use.label != number:
                continue
            if named := reason_of(cell):
                reason = named
            else:
                self.custom.append((use.header, cell))
        return found, written, reason

    def _read(self, cell: str) -> Read | None:
        """Returns how a call ended, or None if a cell names no outcome."""
        return self.reader.words.read(cell)

    def _without_outcome(self, use: ColumnUse, cell: str) -> None:
        """Notes what a cell of an outcome column says instead."""
        says = self.reader.words.says(cell)
        if says == OPEN:
            self.said = OPEN
        elif says == STAGE:
            self.custom.append((use.header, cell))
        elif is_limited_opt_out(cell):
            self.limited = cell
        else:
            known = self.reader.unknown
            if cell not in known and len(known) < _MOST_UNKNOWN:
                known.add(cell)
            what = f'unknown outcome "{cell[:_LONGEST_WORD]}"' if cell in known else _UNKNOWN
            self._problem(use.header, cell, what, keep=True)

    def _opted_out(self) -> bool:
        for use, cell in self._cells("dnc"):
            opted_out, known = is_opted_out(cell)
            if not known:
                self._problem(use.header, cell, "neither yes nor no: on do-not-call to be safe")
            if opted_out:
                return True
        for use, cell in self._cells("may_call"):
            refused, known = is_refused(cell)
            if not known:
                self._problem(use.header, cell, "neither yes nor no", keep=True)
            if refused:
                return True
        return False


_SHARED = frozenset({
    "company", "country", "region_state", "city", "postal", "address", "website", "zone", "owner",
    "list", "source", "dnc", "may_call",
})  # fmt: skip
"""What a row says of each person in it."""
_KEPT_AS_CUSTOM = frozenset(
    {"custom", "city", "postal", "address", "website", "source", "created", "stage"}
)
"""Fields that become custom fields, under their own headers."""


def _instead(emails: Sequence[str], numbers: Sequence[ContactPhone]) -> str:
    """What a person without a name is called."""
    return emails[0].partition("@")[0] if emails else numbers[0].written


def _said(past: Sequence[Past], *, opted_out: bool) -> str:
    """What a row's calls come to: an opt-out, or how the last one ended."""
    outcomes = [call.outcome for call in past]
    if opted_out or any(map(opts_out, outcomes)):
        return next(filter(opts_out, outcomes), "do-not-call")
    return outcomes[-1] if outcomes else ""


def _without_email(name: str, emails: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Takes the address out of "Ann Lee (ann@example.com)"; a bare address stays the name."""
    match = _NAME_AND_MAIL.fullmatch(name)
    if match is None:
        return name, emails
    return match["name"].strip(' "'), tuple(dict.fromkeys((*emails, match["mail"])))


def _day_in(past: Sequence[Past], reader: _Reader) -> datetime | None:
    """The day that a callback names in its own cell, if it can be only one."""
    if not past or past[-1].outcome != "callback":
        return None
    orders = set(reader.orders.values())
    order = orders.pop() if len(orders) == 1 else Order.UNDECIDED
    days = dates_in([past[-1].as_written])
    return next(
        filter(None, (read_date(day, order, reader.near, ahead=True) for day in days)), None
    )


def _is_known(last: Past, call: Past) -> bool:
    """Tells whether another column of the row has its last call already."""
    return last.outcome == call.outcome and last.at in {None, call.at}


@lru_cache(maxsize=1024)
def _iso(country: str) -> str:
    return country_of(country)


@lru_cache(maxsize=1024)
def _is_no_voice(label: str) -> bool:
    return _NO_VOICE.search(label) is not None


def amount_of(text: str) -> float | None:
    """Reads an amount of money, or returns None when it could mean two things.

    One point before three digits ("1.250") is a thousand to some and a fraction to others.
    """
    match = _AMOUNT.fullmatch(text.strip()[:_LONGEST])
    if not match:
        return None
    whole, gap, mark, rest = match["plain"], match["gap"], match["mark"], match["rest"] or ""
    if match["grouped"]:
        thousands = match["grouped"].split(gap)
        if mark == gap or (gap == "." and len(thousands) == 2 and not mark):
            return None
        whole = "".join(thousands)
    return float(f"{match['minus']}{whole}.{rest or 0}")


def _lacks_code(text: str, code: str) -> bool:
    """Tells whether a number lacks the calling code of the column beside it."""
    return not text.lstrip("( ").startswith(("+", "00")) and not (
        code == "1" and len(digits_of(text)) == 11 and digits_of(text)[0] == "1"
    )


def _why_impossible(text: str) -> str:
    count = len(digits_of(text))
    if not count:
        return "not a phone number"
    return "can't dial: no area code" if count == 7 else "can't dial"


def _why_no_date(cell: str, order: Order) -> str:
    numbers = re.match(r"\d\d?[-/]\d\d?[-/]\d", cell)
    if numbers and order is Order.UNDECIDED:
        return _AMBIGUOUS
    if numbers and order is Order.CONTRADICTED:
        return "ambiguous date: the column mixes day first and month first"
    return "not a date"
