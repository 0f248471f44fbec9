"""Reads delimited text: CSV, TSV and their relatives, well written or not."""

import codecs
import io
import re
from collections.abc import Iterator

from callq.engine.csv_injection import fused
from callq.errors import CallqError, Exit
from callq.exporting.model import OWN
from callq.importing.readers.encodings import Encoding, find_encoding, is_binary, named_encoding
from callq.importing.readers.layout import DELIMITERS, find_layout, name_columns, remarks_on
from callq.importing.readers.quoting import (
    QUOTE,
    Lines,
    Record,
    Records,
    is_single_quoted,
    rows_are_single_quoted,
    swapped,
)
from callq.importing.readers.table import MARKS, Dialect, Row, Rows, Source, Table

_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_LOOKED_AT = 30
"""How many lines tell which quotes a file has."""
_PROSE_HEADER = re.compile(
    r"notes?|comments?|descriptions?|remarks?|bemerkung(?:en)?|notizen?|kommentare?|remarques?|"
    r"commentaires?|notas?|observaciones|observa[cç][oõ]es|opmerkingen|примечани[ея]|комментари[йи]",
    re.IGNORECASE,
)


def sniff(head: bytes) -> bool:
    """Tells whether a file may be delimited text: anything that no other format imported."""
    return bool(head)


def read(source: Source, encoding: str = "") -> Table:
    """Opens delimited text as a table.

    Args:
        source: The opened file.
        encoding: The encoding, when the user knows it; else it is found out.

    Returns:
        The table; its rows are read from the file as they are asked for.

    Raises:
        CallqError: The file is empty or not text.
    """
    found = _given(encoding, source.head) if encoding else find_encoding(source)
    source.stream.seek(found.skip)
    text = io.TextIOWrapper(source.stream, found.name, found.errors, newline="")
    lines = Lines(text.readline)
    lines.trim_first()
    first, *more = (lines.peek(at) or "" for at in range(_LOOKED_AT))
    single = is_single_quoted(first, DELIMITERS) or rows_are_single_quoted(
        first, [*filter(None, more)]
    )
    if single:
        lines = _single_quoted(lines)
    _check(source, lines)
    layout = find_layout(lines)
    for _ in range(layout.skipped):
        lines.pop()
    cells = layout.header.cells if layout.header else [""] * layout.width
    rows = _Rows(Records(lines, layout.delimiter), cells, single=single)
    line = layout.header.line if layout.header else 0
    dialect = Dialect(
        found.name, layout.delimiter, swapped(QUOTE) if single else QUOTE, line, source.size,
        found.remark if found.unsure else "",
    )  # fmt: skip

    def tell() -> int:
        return source.size if text.closed else source.stream.tell()

    return Table(
        name=source.name,
        headers=rows.headers,
        rows=Rows(iter(rows)),
        dialect=dialect,
        remarks=(*filter(None, [found.remark]), *remarks_on(layout)),
        tell=tell,
        on_close=text.close,
    )


def _single_quoted(lines: Lines) -> Lines:
    """Returns the lines of a file with the other kind of quotes, as the usual ones."""

    def following() -> str:
        return swapped(lines.pop().replace("\\'", "''")) if lines.peek() is not None else ""

    return Lines(following)


class _Rows:
    """Makes rows of records: as wide as the header, with remarks where they were not."""

    def __init__(self, records: Records, header: list[str], *, single: bool = False) -> None:
        self._single = single
        names = name_columns([swapped(name) for name in header] if single else header)
        self._again = tuple(name.casefold() for name in names[: len(MARKS)]) == MARKS
        self._records = records
        self._width = records.width = len(names)
        self._ours = self._again or any(name.casefold() in OWN for name in names)
        if self._ours:
            names = tuple(map(fused, names))
        self.headers = names[len(MARKS) :] if self._again else names
        self._prose = self._width > 2 and bool(_PROSE_HEADER.fullmatch(names[-1]))

    def __iter__(self) -> Iterator[Row]:
        for record in self._records:
            cells, problems = self._fixed(record)
            if not cells[0].strip() and not "".join(cells).strip():
                continue
            if self._single:
                cells = [swapped(cell) for cell in cells]
            if self._ours:
                cells = [fused(cell) for cell in cells[len(MARKS) if self._again else 0 :]]
            yield Row(record.line, tuple(cells), problems)

    def _fixed(self, record: Record) -> tuple[list[str], tuple[str, ...]]:
        """Returns as many cells as there are headers, or more, and the problems."""
        cells, problems, width = record.cells, record.problems, self._width
        if len(cells) == width:
            if self._prose:
                problems += self._join_torn(cells)
            return cells, problems
        if len(cells) == 1 and (other := self._other_delimiter(cells[0])):
            return other[1], (*problems, f"cells separated by {_spoken(other[0])} instead")
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) < width:
            problems = (*problems, f"{_cells(width - len(cells))} fewer than the header")
            cells = cells + [""] * (width - len(cells))
        elif len(cells) > width:
            problems = (*problems, f"{_cells(len(cells) - width)} more than the header")
        return cells, problems

    def _other_delimiter(self, line: str) -> tuple[str, list[str]] | None:
        """Returns another delimiter that gives a line the right number of cells, and these."""
        if self._width < 2:
            return None
        for delimiter in DELIMITERS:
            if line.count(delimiter) >= self._width - 1:
                cells = Records(Lines(str), delimiter).cut_line(line)
                while len(cells) > self._width and not cells[-1].strip():
                    cells.pop()
                if len(cells) == self._width:
                    return delimiter, cells
        return None

    def _join_torn(self, cells: list[str]) -> tuple[str, ...]:
        """Appends lines without any delimiter to the remark they were torn from."""
        lines = self._records.lines
        torn = 0
        while (line := lines.peek()) is not None:
            if QUOTE in line or self._records.delimiter in line.strip():
                break
            text = line.strip().replace("\0", "")
            if not text:
                break
            if self._other_delimiter(text):
                break
            cells[-1] += "\n" + text
            lines.pop()
            torn += 1
        return (f"a line break in the last cell is not quoted; {torn} more read as part of it",) * (
            torn > 0
        )


def _given(encoding: str, head: bytes) -> Encoding:
    """Returns an encoding that the user named, for a file that begins so."""
    found = named_encoding(encoding)
    _refuse_unmarked(codecs.lookup(encoding).name, head)
    return found


def _refuse_unmarked(encoding: str, head: bytes) -> None:
    if encoding in ("utf-16", "utf-32") and not head.startswith(_BOMS):
        raise CallqError(
            f"The file isn't {encoding}: it has no byte order mark.",
            hint=f"Try --encoding {encoding}-le or {encoding}-be.",
            code=Exit.BAD_FILE,
            name="no-byte-order-mark",
        )


def _check(source: Source, lines: Lines) -> None:
    """Refuses a file without text, or with bytes that aren't text."""
    index, size = 0, 0
    sample: list[str] = []
    while size < 1 << 14 and (line := lines.peek(index)) is not None:
        sample.append(line[: 1 << 14])
        size += len(line)
        index += 1
    text = "".join(sample)
    if not text.strip(" \t\r\n\0\x1a\ufeff,;|"):
        raise CallqError(f"{source.name} is empty.", code=Exit.BAD_FILE, name="empty-file")
    if is_binary(text.replace("\0", "")) or text.count("\0") > len(text) // 4:
        raise CallqError(
            f"{source.name} isn't a text file.",
            hint="Save it as CSV and import that.",
            code=Exit.BAD_FILE,
            name="not-text",
        )


def _cells(count: int) -> str:
    return f"{count} cell{'s' * (count > 1)}"


def _spoken(delimiter: str) -> str:
    return {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}[delimiter]
