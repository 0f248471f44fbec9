"""Writes people as rows of a spreadsheet, CSV or XLSX, in headers that callq knows by itself."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from callq.engine.csv_injection import defused
from callq.exporting.model import OWN, OutCall, OutPerson, OutPhone, stamp
from callq.named_tuple import NamedTuple
from callq.places.phones import anywhere

_CALLS = ("Name", "Number", "Called at", "Agent", "Channel", "Outcome", "Reason", "Seconds", "Note")
_LONGEST_CELL = 32_767
"""What a cell of a workbook holds."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Width(NamedTuple):
    """How many columns people need."""

    phones: int
    emails: int
    fields: tuple[str, ...]
    """Headers of the custom fields."""


def headers(width: Width) -> list[str]:
    """The headers, such as callq knows by itself."""
    known = ["Name", "Company", "Job title"]
    known += _numbered("Phone", width.phones) + _numbered("Email", width.emails)
    known += [
        "Owner", "List", "Time zone", "Country", "Region", "Postal code", "Value", "Tags", "Notes",
        "Record id", "Last outcome", "Reason", "Last called", "Callback at", "Do not call",
    ]  # fmt: skip
    known += OWN
    taken = {name.casefold() for name in known}
    return known + [
        f"{name} (field)" if name.casefold() in taken else name for name in width.fields
    ]


def _numbered(name: str, count: int) -> list[str]:
    return [name, *(f"{name} {i}" for i in range(2, count + 1))][: max(count, 1)]


def _number(phone: OutPhone) -> str:
    """A number that comes back the same in any country."""
    return anywhere(phone.e164, phone.extension) if phone.e164 else phone.shown


def row(person: OutPerson, width: Width) -> list[Any]:
    """The cells of a person, in the order of `headers`; texts, and a number for the value."""
    # A number on do-not-call stays only if the whole person is marked do-not-call.
    shown = [_number(p) for p in person.phones if person.opted_out or not p.blocked]
    blocked = [_number(p) for p in person.phones if p.blocked and not person.opted_out]
    custom = dict(person.custom)
    callback = person.last_outcome == "callback" and person.callback_at
    return [
        person.name, person.company, person.title,
        *_padded(shown, max(width.phones, 1)), *_padded(person.emails, max(width.emails, 1)),
        person.owner, person.list_name, person.zone, person.country, person.region, person.postal,
        person.value, "; ".join(person.tags), person.note, person.external_id, person.last_outcome,
        person.last_reason, stamp(person.last_at), stamp(person.callback_at) if callback else "",
        "yes" if person.opted_out else "", person.state, stamp(person.due_at), person.hold,
        person.explanation, person.attempts, ", ".join(blocked),
        *(custom.get(name, "") for name in width.fields),
    ]  # fmt: skip


def _padded(texts: Sequence[str], count: int) -> list[str]:
    return [*texts, *[""] * (count - len(texts))]


def texts(people: Iterable[OutPerson], width: Width) -> Iterator[dict[str, str]]:
    """The same as texts by header, of each person; a spreadsheet would run some of them."""
    names = headers(width)
    for person in people:
        cells = (_text(cell) for cell in row(person, width))
        yield dict(zip(names, cells, strict=True))


def write_csv(people: Iterable[OutPerson], width: Width, out: BinaryIO) -> int:
    """Writes CSV in UTF-8 with a byte order mark, so that spreadsheets know; how many people."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([defused(cell) for cell in headers(width)])
    count = 0
    for person in people:
        writer.writerow([_csv_cell(cell) for cell in row(person, width)])
        count += 1
    text.flush()
    text.detach()
    return count


def _csv_cell(cell: Any) -> str:
    return defused(cell) if isinstance(cell, str) else _text(cell)


def _text(cell: Any) -> str:
    return "" if cell is None else f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def write_xlsx(people: Iterable[OutPerson], width: Width, out: BinaryIO) -> int:
    """Writes a workbook with a sheet of people and one of their calls; how many people."""
    from openpyxl import Workbook  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    sheet, log = book.create_sheet("People"), book.create_sheet("Calls")
    for each in (sheet, log):
        each.freeze_panes = "A2"
    sheet.append(list(sheet_cells(sheet, headers(width))))
    log.append(list(_CALLS))
    count = 0
    for person in people:
        sheet.append(list(sheet_cells(sheet, row(person, width))))
        for call in person.calls:
            log.append(list(sheet_cells(log, _call_row(person, call))))
        count += 1
    book.save(out)
    return count


def _call_row(person: OutPerson, call: OutCall) -> list[Any]:
    return [
        person.name, call.number, stamp(call.at), call.agent, call.channel, call.outcome,
        call.reason, call.duration, call.note,
    ]  # fmt: skip


def sheet_cells(sheet: Any, values: Iterable[Any]) -> Iterator[Any]:
    """The values; a text that would be run as a cell that says that it is a text."""
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

    for value in values:
        if not isinstance(value, str):
            yield value
            continue
        text = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", value)[:_LONGEST_CELL]
        if defused(text) == text:
            yield text or None
            continue
        cell = WriteOnlyCell(sheet)
        cell.value = text
        cell.data_type = "s"
        # Spreadsheets set this when you type an apostrophe first.
        cell.quotePrefix = True
        yield cell
