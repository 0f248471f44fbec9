"""What the workbooks of every format share: which sheet is read, and how it becomes a table."""

import io
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from callq.engine.csv_injection import fused
from callq.errors import CallqError, Exit
from callq.importing.readers.layout import Layout, layout_of, name_columns, remarks_on
from callq.importing.readers.quoting import QUOTE, Record
from callq.importing.readers.table import MARKS, Dialect, Row, Rows, Source, Table

_SAMPLE = 200
_ZEROS = re.compile(r"0{2,20}")
_ZIP_PLUS_FOUR = re.compile(r"0{5}\\?-0{4}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that holds rows; they can be gone through once."""

    number: int
    name: str
    hidden: bool
    rows: Rows

    def holds_table(self) -> bool:
        """Tells whether at least two rows have at least two cells."""
        return sum(sum(map(bool, row.cells)) > 1 for row in self.rows.peek(_SAMPLE)) > 1


def table_of(
    source: Source, sheets: list[Sheet], wanted: str, close_book: Callable[[], None]
) -> Table:
    """Makes a table of one of the sheets."""
    chosen = _named(source, sheets, wanted) if wanted else _first(source, sheets)
    sample = chosen.rows.peek(_SAMPLE)
    if not sample:
        raise CallqError(
            f'The sheet "{chosen.name}" of {source.name} is empty.',
            code=Exit.BAD_FILE,
            name="empty-sheet",
        )
    layout = layout_of([Record(row.line, 1, list(row.cells)) for row in sample], ",")
    cells = layout.header.cells if layout.header else [""] * layout.width
    names = name_columns(cells)
    again = tuple(name.casefold() for name in names[: len(MARKS)]) == MARKS
    done = [False]

    def tell() -> int:
        return source.size if done[0] or source.stream.closed else source.stream.tell()

    def close() -> None:
        close_book()
        source.stream.close()

    others = [sheet.name for sheet in sheets if sheet is not chosen and sheet.rows.peek(1)]
    return Table(
        name=source.name,
        headers=names[len(MARKS) :] if again else names,
        rows=Rows(_shaped(chosen.rows, layout, len(names), done, again=again)),
        dialect=Dialect(
            "utf-8-sig", ",", QUOTE, layout.header.line if layout.header else 0, source.size
        ),
        remarks=(*_remarks_on_sheets(chosen, others), *remarks_on(layout)),
        form="workbook",
        sheet=chosen.name,
        unit="row",
        tell=tell,
        on_close=close,
    )


def _shaped(
    rows: Rows, layout: Layout, width: int, done: list[bool], *, again: bool
) -> Iterator[Row]:
    """Yields the rows below the header, as wide as it."""
    for row in rows:
        if layout.header and row.line <= layout.header.line:
            continue
        cells = row.cells
        problems: tuple[str, ...] = ()
        if (more := len(cells) - width) > 0:
            problems = (f"{more} cell{'s' * (more > 1)} more than the header",)
        cells += ("",) * -more
        if again:
            cells = tuple(map(fused, cells[len(MARKS) :]))
        yield Row(row.line, cells, problems)
    done[0] = True


def _first(source: Source, sheets: Sequence[Sheet]) -> Sheet:
    """Returns the first sheet that holds a table; hidden ones come last."""
    for sheet in (in_order := sorted(sheets, key=lambda sheet: sheet.hidden)):
        if sheet.holds_table():
            return sheet
    filled = [sheet for sheet in in_order if sheet.rows.peek(1)]
    if not filled:
        raise CallqError(f"{source.name} is empty.", code=Exit.BAD_FILE, name="empty-file")
    return filled[0]


def _named(source: Source, sheets: Sequence[Sheet], wanted: str) -> Sheet:
    """Returns the sheet with a name, or else a number."""
    wanted = wanted.strip()
    for same in (str, str.casefold):
        for sheet in sheets:
            if same(sheet.name.strip()) == same(wanted):
                return sheet
    for sheet in sheets:
        if wanted == str(sheet.number):
            return sheet
    there = ", ".join(f'{sheet.number} "{sheet.name}"' for sheet in sheets)
    raise CallqError(
        f'{source.name} has no sheet "{wanted}".',
        hint=f"Its sheets: {there}.",
        name="unknown-sheet",
    )


def _remarks_on_sheets(chosen: Sheet, others: list[str]) -> Iterator[str]:
    """Yields which sheets were not read."""
    if others:
        shown = ", ".join(map(repr, others[:6]))
        more = f" and {len(others) - 6} more" if len(others) > 6 else ""
        verb = "hold" if len(others) > 1 else "holds"
        yield f"only the sheet {chosen.name!r} was read; {shown}{more} {verb} rows as well"


def number_text(value: float, shown: Callable[[], str]) -> str:
    """Returns a number in digits; with the zeros before it that its format shows."""
    if value != value or abs(value) > 1e300:  # noqa: PLR0124 - not a number
        return ""
    if value != int(value):
        return format(Decimal(repr(value)), "f")
    digits = str(int(value))
    if len(digits) < 10 and value >= 0:
        form = ""
        with suppress(LookupError):
            form = shown() or ""
        if _ZEROS.fullmatch(form):
            return digits.zfill(len(form))
        if _ZIP_PLUS_FOUR.fullmatch(form) and len(digits) > 5:
            return f"{digits.zfill(9)[:5]}-{digits[-4:]}"
    return digits


@contextmanager
def forgiving(source: Source, where: str = "") -> Iterator[None]:
    """Keeps the library quiet, and says in words when it can't read a workbook.

    openpyxl prints about broken styles, which would stand among the JSON of a command.
    """
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    except CallqError:
        raise
    except Exception as error:  # a damaged file breaks the library in any way there is
        raise CallqError(
            f"Can't read the workbook {source.name}{where}: it's damaged, or in a form callq "
            "doesn't know.",
            hint="Open it and save it again as XLSX or CSV.",
            code=Exit.BAD_FILE,
            name="damaged-file",
        ) from error


def declares_entities(file: Any) -> bool:
    """Tells whether an XML file has a document type before its first element."""
    from xml.parsers import expat

    found: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: found.append(True)
    parser.StartElementHandler = lambda *_: found.append(False)
    with suppress(expat.ExpatError):
        while not found and (chunk := file.read(1 << 10)):
            parser.Parse(chunk, False)
    return bool(found) and found[0]


def refuse(source: Source, what: str) -> NoReturn:
    """Refuses a file and says what it is."""
    raise CallqError(
        f"{source.name} is {what}.",
        hint="Save it as XLSX or CSV and import that.",
        code=Exit.BAD_FILE,
        name="unsupported-file",
    )
