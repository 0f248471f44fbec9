"""Cuts text into records and cells, also where its quotes are broken."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from callq.named_tuple import NamedTuple

QUOTE = '"'
_SINGLE = "'"
_SINGLE_QUOTED = re.compile(r"(?:^|[,;\t|]) *'(?:[^'\\]|\\.|'')+' *(?=[,;\t|\r\n]|$)")
_MOST_LOOKED_AT = 2000
_SWAPPED = str.maketrans({QUOTE: _SINGLE, _SINGLE: QUOTE})
_LOOK_AHEAD = 1 << 24
"""How many characters a quoted cell may run on over its line; else its quote is unclosed."""


_MOST_RUNNING = 100
"""How many cells of one record may hold line breaks, each in a quote of its own."""


class Record(NamedTuple):
    """The cells of one record, the line it begins on and how many lines it takes."""

    line: int
    lines: int
    cells: list[str]
    problems: tuple[str, ...] = ()


class Lines:
    """The lines of a text, each with its ending, with a look ahead."""

    def __init__(self, read: Callable[[], str], first: int = 1) -> None:
        self._read = read
        self._ahead: deque[str] = deque()
        self.number = first
        """The number of the line that `pop` returns next."""

    def peek(self, index: int = 0) -> str | None:
        """Returns a coming line, or None beyond the end."""
        while len(self._ahead) <= index:
            line = self._read()
            if not line:
                return None
            self._ahead.append(line)
        return self._ahead[index]

    def trim_first(self) -> None:
        """Takes a left-over byte order mark off the next line."""
        if self.peek():
            self._ahead[0] = self._ahead[0].lstrip("\ufeff") or "\n"

    def pop(self) -> str:
        """Takes a line that `peek` has seen."""
        self.number += 1
        return self._ahead.popleft()


def is_single_quoted(line: str, delimiters: Sequence[str]) -> bool:
    """Tells whether all cells of a header are in single quotes."""
    text = line.strip()
    if len(text) < 6 or QUOTE in text or text[0] != _SINGLE or text[-1] != _SINGLE:
        return False
    return any(
        len(cells := text[1:-1].split(f"{_SINGLE}{delimiter}{_SINGLE}")) > 1
        and not any(_SINGLE in cell for cell in cells)
        for delimiter in delimiters
    )


def rows_are_single_quoted(header: str, lines: Sequence[str]) -> bool:
    """Tells whether most lines below a header without quotes have cells in single quotes."""
    if not lines or any(QUOTE in line for line in (header, *lines)) or _SINGLE in header:
        return False
    return sum(
        _SINGLE_QUOTED.search(line[:_MOST_LOOKED_AT]) is not None for line in lines
    ) * 2 > len(lines)


def swapped(text: str) -> str:
    """Returns a text with single quotes for double ones, and the other way about."""
    return text.translate(_SWAPPED)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The cells of a text; when `opened`, the last one's quote was not closed."""

    cells: list[str]
    opened: int = -1
    stray: bool = False


class Records:
    """The records of a text.

    A quote inside a quoted cell that isn't doubled is taken as part of the cell. A quote that is
    never closed, or whose closing would swallow rows, is closed at the end of its line.

    Args:
        lines: The text.
        delimiter: What separates cells.
    """

    def __init__(self, lines: Lines, delimiter: str) -> None:
        self.lines = lines
        self.delimiter = delimiter
        self.width: int | None = None
        """How many cells a record should have, once known."""
        self._after_quote = re.compile(rf" *(?:{re.escape(delimiter)}|[\r\n]*$)")
        self._spaced_quote = re.compile(rf'(?:^|{re.escape(delimiter)}) +"')
        self._scanned = (0, 0, 0)
        """From which line to which no quoted cell can end, and the last stray quote there."""

    def __iter__(self) -> Iterator[Record]:
        """Yields the records, leaving out blank lines."""
        while self.lines.peek() is not None:
            number = self.lines.number
            raw = self.lines.pop()
            line = raw.rstrip("\r\n")
            zeros = "\0" in line
            if zeros:
                line = line.replace("\0", "")
            if not line or line.isspace() or line == "\x1a":
                continue
            if QUOTE in line:
                cells, problems = self._quoted(line, raw)
            else:
                cells, problems = line.split(self.delimiter), ()
            if zeros:
                problems = (*problems, "zero bytes removed")
            yield Record(number, self.lines.number - number, cells, problems)

    def cut_line(self, line: str) -> list[str]:
        """Returns the cells of a line taken by itself."""
        return self._cut(line.rstrip("\r\n")).cells

    def _quoted(self, line: str, raw: str) -> tuple[list[str], tuple[str, ...]]:
        """Returns the cells of a record that has quotes, taking more lines where it must."""
        if not self._spaced_quote.search(line):
            try:
                return next(csv.reader([line], delimiter=self.delimiter, strict=True)), ()
            except csv.Error:
                pass
        cut = self._cut(line)
        if cut.opened < 0:
            return cut.cells, ("quotes inside a cell aren't doubled",) if cut.stray else ()
        if cut.stray and (plain := self._as_python_reads(line)):
            return plain, ()
        ending = raw[len(raw.rstrip("\r\n")) :]
        text, taken, stray = line + ending, 0, False
        cells: list[str] = []
        for _ in range(self._most_cells()):
            found = self._closing_line(taken)
            if found is None or self._swallows(len(cells) + len(cut.cells), taken, found):
                break
            stray = stray or self._scanned[2] >= self.lines.number + taken
            # What is cut already is not cut again: a broken quote must not cost its record twice.
            cells += cut.cells[:-1]
            text = text[cut.opened :] + "".join(map(self._ahead, range(taken, found + 1)))
            taken = found + 1
            cut = self._cut(text)
            if cut.opened < 0:
                for _ in range(taken):
                    self.lines.pop()
                problems = ("quotes inside a cell aren't doubled",) if stray else ()
                return cells + cut.cells, problems
        return self._unclosed(line)

    def _as_python_reads(self, line: str) -> list[str]:
        """Returns the cells of a line where quotes end before a cell: `"Bo" (owner)`; else []."""
        if self.width is None or line.count(QUOTE) % 2:
            return []
        cells = next(csv.reader([line], delimiter=self.delimiter))
        return cells if len(cells) == self.width else []

    def _most_cells(self) -> int:
        """Returns how many cells of a record may run over their line before it is none."""
        return min(_MOST_RUNNING, 2 * self.width + 10) if self.width else _MOST_RUNNING

    def _ahead(self, index: int) -> str:
        return (self.lines.peek(index) or "").replace("\0", "")

    def _cut(self, text: str) -> _Cut:
        """Cuts a text at its delimiters, forgiving quotes that are not doubled."""
        cells: list[str] = []
        position, stray = 0, False
        while True:
            start = position
            while text[start : start + 1] == " ":
                start += 1
            if text[start : start + 1] == QUOTE:
                end, strange = self._end_of_quoted(text, start + 1)
                stray = stray or strange
                closed = end >= 0
                value = text[start + 1 : end if closed else len(text)]
                value = value.replace(QUOTE * 2, QUOTE)
                if not closed:
                    return _Cut([*cells, value], start, stray)
                position = text.find(self.delimiter, end + 1)
            else:
                end = text.find(self.delimiter, position)
                value = text[position : end if end >= 0 else len(text)].rstrip("\r\n")
                position = end
            cells.append(value)
            if position < 0:
                return _Cut(cells, -1, stray)
            position += len(self.delimiter)

    def _end_of_quoted(self, text: str, position: int) -> tuple[int, bool]:
        """Returns where the closing quote is, or -1, and whether a stray quote comes before it."""
        stray = False
        while (quote := text.find(QUOTE, position)) >= 0:
            doubled = text[quote + 1 : quote + 2] == QUOTE
            if doubled and stray and self._after_quote.match(text, quote + 2):
                return quote + 1, True
            if doubled:
                position = quote + 2
            elif self._after_quote.match(text, quote + 1):
                return quote, stray
            else:
                stray = True
                position = quote + 1
        return -1, stray

    def _closing_line(self, start: int) -> int | None:
        """Returns which of the coming lines closes a quoted cell that runs into line `start`.

        What was scanned once isn't scanned again, however many broken quotes there are.
        """
        low, high, stray = self._scanned
        here = self.lines.number
        if not low <= here + start <= high:
            low, high, stray = here + start, here + start, 0
        size = 0
        while (line := self.lines.peek(high - here)) is not None and size < _LOOK_AHEAD:
            end, strange = self._end_of_quoted(line, 0)
            if strange:
                stray = high
            self._scanned = (low, high, stray)
            if end >= 0:
                return high - here
            size += len(line)
            high += 1
        self._scanned = (low, high, stray)
        return None

    def _swallows(self, cells: int, start: int, found: int) -> bool:
        """Tells whether closing an open quote on a later line would swallow whole records."""
        last = self._ahead(found)
        end, _ = self._end_of_quoted(last, 0)
        rest = self._cut(last[end + 1 :])
        width = cells + len(rest.cells) - 1
        stray = self._scanned[2] >= self.lines.number + start
        if rest.opened >= 0 or (not stray and self.width in {None, width}):
            return False
        wanted = self.width or cells
        alone = self._cut(self._ahead(start).rstrip("\r\n"))
        return cells <= wanted and len(alone.cells) == wanted

    def _unclosed(self, line: str) -> tuple[list[str], tuple[str, ...]]:
        """Returns the cells of a line whose last quote is never closed."""
        cut = self._cut(line)
        column = len(cut.cells)
        cells = cut.cells
        if self.width and column < self.width:
            parts = cells[-1].split(self.delimiter)
            if column - 1 + len(parts) == self.width:
                cells = [*cells[:-1], *parts]
        return cells, (f"the quote in column {column} is never closed",)
