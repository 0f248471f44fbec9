"""Reads the workbooks that Excel wrote before 2007 (.xls)."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from callq.errors import CallqError, Exit
from callq.importing.readers.sheets import Sheet, forgiving, number_text, refuse, table_of
from callq.importing.readers.table import Row, Rows, Source, Table

_MOST = 1 << 27
"""Larger files are refused: a workbook of this kind is read whole, and has 65,536 rows at most."""
_EMPTY, _TEXT, _NUMBER, _DATE, _YES_NO = 0, 1, 2, 3, 4


def read(source: Source, encoding: str = "", sheet: str = "") -> Table:  # noqa: ARG001
    """Opens an old workbook as a table.

    Args:
        source: The opened file.
        encoding: Of no use here; a workbook tells its own.
        sheet: The name or number of the sheet; else the first that holds a table.

    Raises:
        CallqError: It is damaged, locked, empty, of another kind, or has no such sheet.
    """
    _refuse_locked(source)
    if source.size > _MOST:
        refuse(source, "too large for an old workbook")
    book = _loaded(source)
    sheets = [
        Sheet(at + 1, name, bool(book.sheet_by_index(at).visibility), Rows(_rows(source, book, at)))
        for at, name in enumerate(book.sheet_names())
    ]
    if not sheets:
        refuse(source, "a workbook with no readable sheet")
    return table_of(source, sheets, sheet, book.release_resources)


def _loaded(source: Source) -> Any:
    import xlrd  # type: ignore[import-untyped]

    source.stream.seek(0)
    try:
        with forgiving(source):
            return xlrd.open_workbook(
                file_contents=source.stream.read(),
                logfile=io.StringIO(),
                formatting_info=True,
                ragged_rows=True,
            )
    except CallqError as error:
        why = str(error.__cause__).casefold()
        if "encrypted" in why:
            _refuse_password(source)
        refuse(source, "an old Office file that callq can't read")


def _rows(source: Source, book: Any, at: int) -> Iterator[Row]:
    """Yields the rows of a sheet that hold anything."""
    sheet = book.sheet_by_index(at)
    for number in range(sheet.nrows):
        with forgiving(source, f', sheet "{sheet.name}", after row {number:,}'):
            cells = [_text(book, cell) for cell in sheet.row(number)]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield Row(number + 1, tuple(cells))


def _text(book: Any, cell: Any) -> str:
    """Returns what a cell shows, as far as it matters here."""
    if cell.ctype == _TEXT:
        return str(cell.value)
    if cell.ctype == _NUMBER:
        return number_text(cell.value, lambda: _format_of(book, cell))
    if cell.ctype == _DATE:
        return _moment(cell.value, book.datemode)
    if cell.ctype == _YES_NO:
        return "yes" if cell.value else "no"
    return ""


def _format_of(book: Any, cell: Any) -> str:
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _moment(value: float, datemode: int) -> str:
    from xlrd.xldate import xldate_as_datetime  # type: ignore[import-untyped]

    at: datetime = xldate_as_datetime(value, datemode)
    if value < 1:
        return at.time().isoformat("seconds")
    whole = value == int(value)
    return at.date().isoformat() if whole else at.isoformat(" ", "seconds")


def _refuse_locked(source: Source) -> None:
    """Refuses a newer workbook that a password wraps in a file of this kind."""
    locked, before = "EncryptedPackage".encode("utf-16-le"), b""
    source.stream.seek(0)
    while chunk := source.stream.read(1 << 20):
        if locked in before + chunk:
            _refuse_password(source)
        before = chunk[-len(locked) :]


def _refuse_password(source: Source) -> None:
    raise CallqError(
        f"{source.name} is a workbook locked with a password.",
        hint="Open it in Excel and save it without the password.",
        code=Exit.BAD_FILE,
        name="locked-file",
    )
