"""Reads Excel workbooks: the first sheet that holds a table, or the one that was named."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from callq.importing.readers.packed import open_archive
from callq.importing.readers.sheets import (
    Sheet,
    declares_entities,
    forgiving,
    number_text,
    refuse,
    table_of,
)
from callq.importing.readers.table import Row, Rows, Source, Table

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
        return table_of(source, _sheets(source, workbook), sheet, workbook.close)
    except BaseException:
        workbook.close()
        raise


def _sheets(source: Source, workbook: Any) -> list[Sheet]:
    """Returns the sheets of a workbook, charts left out."""
    sheets = [
        Sheet(number, sheet.title, sheet.sheet_state != "visible", Rows(_rows(source, sheet)))
        for number, sheet in enumerate(workbook.worksheets, 1)
    ]
    if not sheets:
        refuse(source, "a workbook with no readable sheet")
    return sheets


def _rows(source: Source, sheet: Any) -> Iterator[Row]:
    """Yields the rows of a sheet that hold anything."""
    with forgiving(source):
        sheet.reset_dimensions()  # many programs write them wrong
        rows = sheet.iter_rows(max_row=_LAST_ROW)
    line = 0
    while True:
        with forgiving(source, f', sheet "{sheet.title}", after row {line:,}'):
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
        return number_text(value, lambda: cell.number_format)
    if isinstance(value, datetime):
        whole = value.time() == time.min
        return value.date().isoformat() if whole else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _loaded(source: Source) -> Any:
    """Opens a workbook for reading row by row."""
    import openpyxl  # type: ignore[import-untyped]

    source.stream.seek(0)
    with forgiving(source):
        return openpyxl.load_workbook(
            source.stream, read_only=True, data_only=True, keep_links=False
        )


def _refuse_other_kinds(source: Source, archive: zipfile.ZipFile) -> None:
    """Refuses Office files other than plain workbooks."""
    with forgiving(source), archive.open(MANIFEST) as file:
        manifest = file.read(1 << 20)
    for mark, what in _OTHER_KINDS:
        if re.search(mark, manifest):
            refuse(source, what)
    for name in archive.namelist():
        if name.lower().endswith("/workbook.xml"):
            with forgiving(source), archive.open(name) as file:
                strict = _STRICT in file.read(1 << 12)
            if strict:
                refuse(source, 'a workbook of the kind "Strict Open XML"')


def _refuse_bombs(source: Source, archive: zipfile.ZipFile) -> None:
    """Refuses XML that declares entities, as no workbook does, and parts too large to keep."""
    for info in archive.infolist():
        kept = not info.filename.lower().startswith("xl/worksheets/")
        if not info.filename.lower().endswith((".xml", ".rels")):
            continue
        if kept and info.file_size > _MOST_STRINGS:
            refuse(source, f"a workbook with too much text ({info.file_size >> 20:,} MiB)")
        with forgiving(source), archive.open(info) as file:
            declares = declares_entities(file)
        if declares:
            refuse(source, "unsafe: the workbook declares XML entities")
