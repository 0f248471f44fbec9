"""Reads Excel workbooks: the first sheet that holds a table, or the one that was named."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, NoReturn

from callq.engine.csv_injection import fused
from callq.errors import CallqError, Exit
from callq.importing.readers.layout import Layout, layout_of, name_columns, remarks_on
from callq.importing.readers.packed import open_archive
from callq.importing.readers.quoting import QUOTE, Record
from callq.importing.readers.table import MARKS, Dialect, Row, Rows, Source, Table

MANIFEST = "[Content_Types].xml"
"""The file in every Office document that tells what its other files are."""

_SAMPLE = 200
_BATCH = 64
_LAST_ROW = 1 << 20
"""Excel has no rows beyond."""
_MOST_STRINGS = 1 << 28
"""The strings that the cells share are in memory; more bytes than this are refused."""
_ZEROS = re.compile(r"0{2,20}")
_ZIP_PLUS_FOUR = re.compile(r"0{5}\\?-0{4}")
_STRICT = b"http://purl.oclc.org/ooxml/"
"""What the library doesn't read, and would take for a workbook without cells."""
_OTHER_KINDS = (
    (rb"/xl/[^>]*sheet\.binary", "a binary workbook"),
    (rb"wordprocessingml", "a Word document"),
    (rb"presentationml", "a presentation"),
)
"""Other Office files, by the types of their parts. Macros don't matter: they are never run, and
SheetJS declares types of parts that it doesn't write."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that holds rows; they can be gone through once."""

    number: int
    name: str
    hidden: bool
    rows: Rows

    def holds_table(self) -> bool:
        """Tells whether at least two rows have at least two cells."""
        return sum(sum(map(bool, row.cells)) > 1 for row in self.rows.peek(_SAMPLE)) > 1


def read(source: Source, encoding: str = "", sheet: str = "") -> Table:  # noqa: ARG001
    """Opens a workbook as a table.

    Args:
        source: The opened file.
        encoding: Of no use here; a workbook tells its own.
        sheet: The name or number of the sheet; else the first that holds a table.

    Returns:
        The table; its rows are read from the file as they are asked for.

    Raises:
        CallqError: It is damaged, locked, empty, of another kind, or has no such sheet.
    """
    with open_archive(source) as archive:
        _refuse_other_kinds(source, archive)
        _refuse_bombs(source, archive)
    workbook = _loaded(source)
    try:
        return _table(source, _sheets(source, workbook), sheet, workbook)
    except BaseException:
        workbook.close()
        raise


def refuse_old(source: Source, encoding: str = "", sheet: str = "") -> NoReturn:  # noqa: ARG001
    """Refuses a file of the kind Excel wrote before 2007, or wraps locked workbooks in."""
    locked, before = "EncryptedPackage".encode("utf-16-le"), b""
    while chunk := source.stream.read(1 << 20):
        if locked in before + chunk:
            raise CallqError(
                f"{source.name} is a workbook locked with a password.",
                hint="Open it in Excel and save it without the password.",
                code=Exit.BAD_FILE,
                name="locked-file",
            )
        before = chunk[-len(locked) :]
    _refuse(source, "an old Office file (.xls or .doc)")


def _table(source: Source, sheets: list[_Sheet], wanted: str, workbook: Any) -> Table:
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
        workbook.close()
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


# Sheets


def _sheets(source: Source, workbook: Any) -> list[_Sheet]:
    """Returns the sheets of a workbook, charts left out."""
    sheets = [
        _Sheet(number, sheet.title, sheet.sheet_state != "visible", Rows(_rows(source, sheet)))
        for number, sheet in enumerate(workbook.worksheets, 1)
    ]
    if not sheets:
        _refuse(source, "a workbook with no readable sheet")
    return sheets


def _first(source: Source, sheets: Sequence[_Sheet]) -> _Sheet:
    """Returns the first sheet that holds a table; hidden ones come last."""
    for sheet in (in_order := sorted(sheets, key=lambda sheet: sheet.hidden)):
        if sheet.holds_table():
            return sheet
    filled = [sheet for sheet in in_order if sheet.rows.peek(1)]
    if not filled:
        raise CallqError(f"{source.name} is empty.", code=Exit.BAD_FILE, name="empty-file")
    return filled[0]


def _named(source: Source, sheets: Sequence[_Sheet], wanted: str) -> _Sheet:
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


def _remarks_on_sheets(chosen: _Sheet, others: list[str]) -> Iterator[str]:
    """Yields which sheets were not read."""
    if others:
        shown = ", ".join(map(repr, others[:6]))
        more = f" and {len(others) - 6} more" if len(others) > 6 else ""
        verb = "hold" if len(others) > 1 else "holds"
        yield f"only the sheet {chosen.name!r} was read; {shown}{more} {verb} rows as well"


# Cells


def _rows(source: Source, sheet: Any) -> Iterator[Row]:
    """Yields the rows of a sheet that hold anything."""
    with _forgiving(source):
        sheet.reset_dimensions()  # many programs write them wrong
        rows = sheet.iter_rows(max_row=_LAST_ROW)
    line = 0
    while True:
        with _forgiving(source, f', sheet "{sheet.title}", after row {line:,}'):
            batch = [_cells(row) for row in islice(rows, _BATCH)]
        if not batch:
            return
        for cells in batch:
            line += 1
            if cells:
                yield Row(line, cells)


def _cells(row: Sequence[Any]) -> tuple[str, ...]:
    """Returns the texts of a row's cells, up to the last that has one."""
    cells = ["" if cell.value is None else _text(cell) for cell in row]
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cells)


def _text(cell: Any) -> str:
    """Returns what a cell shows, as far as it matters here."""
    value = cell.value
    if isinstance(value, str):
        return "" if cell.data_type == "e" else value.replace("_x000D_", "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number(value, cell)
    if isinstance(value, datetime):
        whole = value.time() == time.min
        return value.date().isoformat() if whole else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _number(value: float, cell: Any) -> str:
    """Returns a number in digits; with the zeros before it that its format shows."""
    if value != value or abs(value) > 1e300:  # noqa: PLR0124 - not a number
        return ""
    if value != int(value):
        return format(Decimal(repr(value)), "f")
    digits = str(int(value))
    if len(digits) < 10 and value >= 0:
        shown = ""
        with suppress(LookupError):
            shown = cell.number_format or ""
        if _ZEROS.fullmatch(shown):
            return digits.zfill(len(shown))
        if _ZIP_PLUS_FOUR.fullmatch(shown) and len(digits) > 5:
            return f"{digits.zfill(9)[:5]}-{digits[-4:]}"
    return digits


# Workbooks


@contextmanager
def _forgiving(source: Source, where: str = "") -> Iterator[None]:
    """Keeps the library's warnings quiet, and says in words when it can't read a workbook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except CallqError:
        raise
    except Exception as error:  # a damaged file breaks the library in any way there is
        raise CallqError(
            f"Can't read the workbook {source.name}{where}: it's damaged, or in a form callq "
            "doesn't know.",
            hint="Open it in Excel and save it again as XLSX or CSV.",
            code=Exit.BAD_FILE,
            name="damaged-file",
        ) from error


def _loaded(source: Source) -> Any:
    """Opens a workbook for reading row by row."""
    import openpyxl  # type: ignore[import-untyped]

    source.stream.seek(0)
    with _forgiving(source):
        return openpyxl.load_workbook(
            source.stream, read_only=True, data_only=True, keep_links=False
        )


def _refuse_other_kinds(source: Source, archive: zipfile.ZipFile) -> None:
    """Refuses Office files other than plain workbooks."""
    with _forgiving(source), archive.open(MANIFEST) as file:
        manifest = file.read(1 << 20)
    for mark, what in _OTHER_KINDS:
        if re.search(mark, manifest):
            _refuse(source, what)
    for name in archive.namelist():
        if name.lower().endswith("/workbook.xml"):
            with _forgiving(source), archive.open(name) as file:
                strict = _STRICT in file.read(1 << 12)
            if strict:
                _refuse(source, 'a workbook of the kind "Strict Open XML"')


def _refuse_bombs(source: Source, archive: zipfile.ZipFile) -> None:
    """Refuses XML that declares entities, as no workbook does, and parts too large to keep."""
    for info in archive.infolist():
        kept = not info.filename.lower().startswith("xl/worksheets/")
        if not info.filename.lower().endswith((".xml", ".rels")):
            continue
        if kept and info.file_size > _MOST_STRINGS:
            _refuse(source, f"a workbook with too much text ({info.file_size >> 20:,} MiB)")
        with _forgiving(source), archive.open(info) as file:
            declares = _declares_entities(file)
        if declares:
            _refuse(source, "unsafe: the workbook declares XML entities")


def _declares_entities(file: Any) -> bool:
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


def _refuse(source: Source, what: str) -> NoReturn:
    raise CallqError(
        f"{source.name} is {what}.",
        hint="Save it as XLSX or CSV and import that.",
        code=Exit.BAD_FILE,
        name="unsupported-file",
    )
