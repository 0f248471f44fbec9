"""Reads OpenDocument spreadsheets (.ods), as LibreOffice and Google Sheets write them."""

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from callq.importing.readers.packed import open_archive
from callq.importing.readers.sheets import Sheet, declares_entities, forgiving, refuse, table_of
from callq.importing.readers.table import Row, Rows, Source, Table

_CONTENT = "content.xml"
_CHUNK = 1 << 16
_MOST_COLUMNS, _MOST_REPEATS = 1 << 10, 1 << 16
_LONGEST = 1 << 20
"""A cell has no more letters than this; the rest is left out."""
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "


def read(source: Source, encoding: str = "", sheet: str = "") -> Table:  # noqa: ARG001
    """Opens a spreadsheet as a table.

    Args:
        source: The opened file.
        encoding: Of no use here; a spreadsheet is in Unicode.
        sheet: The name or number of the sheet; else the first that holds a table.

    Raises:
        CallqError: It is damaged, locked, empty, another OpenDocument file, or has no such sheet.
    """
    with open_archive(source) as archive, forgiving(source), archive.open(_CONTENT) as file:
        entities = declares_entities(file)
    if entities:
        refuse(source, "unsafe: the spreadsheet declares XML entities")
    names = _Content(source, -1).names()
    if not names:
        refuse(source, "an OpenDocument file without sheets")
    sheets = [
        Sheet(at + 1, name, hidden=False, rows=Rows(_Content(source, at).rows()))
        for at, name in enumerate(names)
    ]
    return table_of(source, sheets, sheet, lambda: None)


class _Content:
    """Goes through the content of a spreadsheet for the rows of one sheet."""

    def __init__(self, source: Source, wanted: int) -> None:
        self._source, self._wanted = source, wanted
        self._names: list[str] = []
        self._rows: list[Row] = []
        self._depth = self._line = 0
        """How many tables are open, and the number of the last row."""
        self._cells: list[str] = []
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._length = 0
        self._comment = self._repeated = 0

    def names(self) -> list[str]:
        """Returns the names of the sheets."""
        for _ in self._parsed():
            pass
        return self._names

    def rows(self) -> Iterator[Row]:
        """Yields the rows of the sheet that hold anything."""
        for _ in self._parsed():
            yield from self._rows
            self._rows.clear()
            if len(self._names) > self._wanted + 1:
                return

    def _parsed(self) -> Iterator[None]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._letters
        with open_archive(self._source) as archive, forgiving(self._source):
            file = archive.open(_CONTENT)
        with file:
            while True:
                with forgiving(self._source, f", after row {self._line:,}"):
                    chunk = file.read(_CHUNK)
                    parser.Parse(chunk, not chunk)
                yield
                if not chunk:
                    return

    @property
    def _inside(self) -> bool:
        return self._depth == 1 and len(self._names) == self._wanted + 1

    def _start(self, name: str, said: dict[str, str]) -> None:
        if name == f"{_TABLE}table":
            self._depth += 1
            if self._depth == 1:
                self._names.append(said.get(f"{_TABLE}name", ""))
                self._line = 0
        elif not self._inside:
            return
        elif name == f"{_TABLE}table-row":
            self._cells = []
            self._repeated = _count(said, "number-rows-repeated")
        elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self._cell, self._text, self._length = said, [], 0
        elif name == f"{_OFFICE}annotation":
            self._comment += 1
        elif name == f"{_TEXT}p" and self._text:
            self._letters("\n")
        elif name == f"{_TEXT}s":
            self._letters(" " * min(int(said.get(f"{_TEXT}c", "1") or 1), 99))
        elif name in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            self._letters(" ")

    def _letters(self, text: str) -> None:
        if self._cell is not None and not self._comment and self._length < _LONGEST:
            self._text.append(text)
            self._length += len(text)

    def _end(self, name: str) -> None:
        if name == f"{_TABLE}table":
            self._depth -= 1
        elif not self._inside:
            return
        elif name == f"{_OFFICE}annotation":
            self._comment -= 1
        elif self._cell is not None and name.endswith("table-cell") and not self._comment:
            shown = _shown(self._cell, "".join(self._text))
            room = max(0, _MOST_COLUMNS - len(self._cells))
            self._cells += [shown] * min(_count(self._cell, "number-columns-repeated"), room)
            self._cell = None
        elif name == f"{_TABLE}table-row":
            self._keep()

    def _keep(self) -> None:
        """Keeps a row as often as it's repeated; blank ones are only counted."""
        cells = self._cells
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            for number in range(1, min(self._repeated, _MOST_REPEATS) + 1):
                self._rows.append(Row(self._line + number, tuple(cells)))
        self._line += self._repeated


def _count(said: dict[str, str], what: str) -> int:
    text = said.get(f"{_TABLE}{what}", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 9 else 1


def _shown(said: dict[str, str], text: str) -> str:
    """Returns what a cell holds: digits without their dress, dates as ISO."""
    kind = said.get(f"{_OFFICE}value-type", "")
    value: Any = said.get(f"{_OFFICE}value", "")
    if kind == "date":
        return said.get(f"{_OFFICE}date-value", text).replace("T", " ").removesuffix(" 00:00:00")
    if kind == "boolean":
        return "yes" if said.get(f"{_OFFICE}boolean-value") == "true" else "no"
    if kind in ("float", "currency", "percentage") and value:
        zeros = text.isdecimal() and text.lstrip("0") == value.removesuffix(".0")
        return text if zeros else str(value).removesuffix(".0")
    return text
