"""Writes rejected rows as the file has them: lines of cells, a sheet, cards, JSON lines."""

import csv
import json
import re
from pathlib import Path
from typing import Any, Protocol

from callq.engine.csv_injection import DEFUSED
from callq.exporting.sheets import sheet_cells
from callq.exporting.vcards import escaped, folded
from callq.importing.readers.encodings import PATCH
from callq.importing.readers.quoting import QUOTE
from callq.importing.readers.table import MARKS, Table
from callq.importing.readers.vcard import REJECTED

_RUNS = re.compile(r"[=@+\-\t\r]")
_HARMLESS = re.compile(r"[+-][\d\s().,/x-]+$", re.IGNORECASE)
_NO_TITLE = re.compile(r"[\\*?:/\[\]\x00-\x1f]")
_BEGIN = re.compile(r"\s*BEGIN\s*:\s*VCARD\s*\n?", re.IGNORECASE)


class Out(Protocol):
    """A file of rejected rows that is being written; one that is there is never overwritten."""

    def add(self, line: int, reason: str, cells: tuple[str, ...], raw: str) -> None:
        """Writes a row: its line in the source, why, its cells, and it as it stood in the source.

        Raises:
            OSError: It can't be written.
        """

    def close(self) -> None:
        """Finishes the file.

        Raises:
            OSError: It can't be written.
        """


class RowsOut:
    """Delimited text in the delimiter and encoding of the source.

    Cells that a spreadsheet would run begin with an apostrophe, which is taken off again.
    """

    def __init__(self, path: Path, table: Table) -> None:
        dialect = table.dialect
        self._file = path.open("x", encoding=dialect.encoding, errors=PATCH, newline="")
        # Single quotes are only known again where every header has them.
        self._writer = csv.writer(
            self._file,
            delimiter=dialect.delimiter,
            quotechar=dialect.quotechar,
            quoting=csv.QUOTE_MINIMAL if dialect.quotechar == QUOTE else csv.QUOTE_ALL,
        )
        self._writer.writerow([*MARKS, *map(_guarded, table.headers)])

    def add(self, line: int, reason: str, cells: tuple[str, ...], raw: str) -> None:  # noqa: ARG002
        """Writes a row."""
        self._writer.writerow([str(line), _guarded(reason), *map(_guarded, cells)])

    def close(self) -> None:
        """Finishes the file."""
        self._file.close()


class SheetOut:
    """A workbook with a sheet of the same name."""

    def __init__(self, path: Path, table: Table) -> None:
        from openpyxl import Workbook  # type: ignore[import-untyped]

        self._file = path.open("xb")
        self._book: Any = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(_NO_TITLE.sub(" ", table.sheet)[:31].strip() or None)
        self._sheet.freeze_panes = "A2"
        self._append([*MARKS, *table.headers])

    def add(self, line: int, reason: str, cells: tuple[str, ...], raw: str) -> None:  # noqa: ARG002
        """Writes a row; what its cells showed, as text."""
        self._append([line, reason, *cells])

    def close(self) -> None:
        """Finishes the file."""
        with self._file:
            self._book.save(self._file)

    def _append(self, values: list[Any]) -> None:
        # Reading takes an apostrophe off, as one may have saved a rejects file of text so.
        kept = [f"'{v}" if isinstance(v, str) and DEFUSED.match(v) else v for v in values]
        self._sheet.append(list(sheet_cells(self._sheet, kept)))


class CardsOut:
    """The cards as they were, each with a property that says why."""

    def __init__(self, path: Path, table: Table) -> None:  # noqa: ARG002
        # One character of a card is one byte of the source.
        self._file = path.open("x", encoding="latin-1", errors="replace", newline="\r\n")

    def add(self, line: int, reason: str, cells: tuple[str, ...], raw: str) -> None:  # noqa: ARG002
        """Writes a card."""
        reason_line = folded(f"{REJECTED}:{escaped(f'line {line}: {reason}')}").replace(
            "\r\n", "\n"
        )
        body = raw[begin.end() :] if (begin := _BEGIN.match(raw)) else raw
        self._file.write(f"BEGIN:VCARD\n{reason_line}\n{body}\n")

    def close(self) -> None:
        """Finishes the file."""
        self._file.close()


class LinesOut:
    """One object per line with two more keys; anything else below a line with these keys."""

    def __init__(self, path: Path, table: Table) -> None:  # noqa: ARG002
        self._file = path.open("x", encoding="utf-8", errors="backslashreplace", newline="\n")

    def add(self, line: int, reason: str, cells: tuple[str, ...], raw: str) -> None:  # noqa: ARG002
        """Writes an object."""
        marks = json.dumps(dict(zip(MARKS, (line, reason), strict=True)), ensure_ascii=False)
        if _is_object(raw):
            self._file.write(f"{marks[:-1]}, {raw[1:]}\n")
        else:
            self._file.write(f"{marks}\n{raw}\n")

    def close(self) -> None:
        """Finishes the file."""
        self._file.close()


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _guarded(cell: str) -> str:
    """Returns a cell that no spreadsheet runs."""
    if (_RUNS.match(cell) and not _HARMLESS.match(cell)) or DEFUSED.match(cell):
        return "'" + cell
    return cell
