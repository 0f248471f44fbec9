"""What every reader returns: a table of named columns and its rows."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import TracebackType
from typing import BinaryIO, Literal, Self

from callq.named_tuple import NamedTuple

MARKS = ("callq row", "callq reason")
"""What a rejects file says of each row before the rest; left out when it is read again."""


class Row(NamedTuple):
    """One row of a table."""

    line: int
    """The line of the file on which the row begins, counted from 1; see `Table.unit`."""
    cells: tuple[str, ...]
    """As many cells as there are headers, or more."""
    problems: tuple[str, ...] = ()
    """For example "2 cells more than the header"."""
    raw: str = ""
    """The row as the file has it, if a row isn't a line of cells: a card, a JSON object."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited file is written."""

    encoding: str
    """The name of the codec."""
    delimiter: str
    quotechar: str
    header_line: int
    """The line of the header; 0 if the file has none."""
    size: int
    """The size of the file in bytes."""
    unsure: str = ""
    """What the file reads like, where its encoding isn't certain: the remark on it."""


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file, before its format is known."""

    name: str
    """What to call it in messages."""
    stream: BinaryIO
    """Seekable, at its start."""
    size: int
    head: bytes
    """Its first bytes, for recognizing the format."""


class Rows(Iterator[Row]):
    """The rows of a table, read as they are asked for, with a look ahead."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._ahead: deque[Row] = deque()

    def __next__(self) -> Row:
        """Returns the next row."""
        return self._ahead.popleft() if self._ahead else next(self._rows)

    def peek(self, count: int) -> tuple[Row, ...]:
        """Returns the next rows, at most `count`, without taking them."""
        self._ahead.extend(islice(self._rows, max(0, count - len(self._ahead))))
        return tuple(islice(self._ahead, count))


@dataclass(frozen=True, slots=True)
class Table:
    """A file opened as a table. Close it, or use it in a `with` statement."""

    name: str
    headers: tuple[str, ...]
    """Unique and without surrounding blanks."""
    rows: Rows
    """Can be gone through once."""
    dialect: Dialect
    remarks: tuple[str, ...] = ()
    """Remarks on the file as a whole, one sentence each."""
    form: Literal["delimited", "workbook", "vcard", "json"] = "delimited"
    """What the rejects of it are written as."""
    sheet: str = ""
    """The name of its sheet, in a workbook."""
    of_calls: bool = False
    """Whether it's the call log of a phone system, whose clock is ours and not the other end's."""
    unit: Literal["line", "row", "card on line", "object"] = "line"
    """What the number of a row counts."""

    def place(self, line: int) -> str:
        """Returns where a row is, in words: line 7, or row 7 of the sheet "May"."""
        return (
            f'{self.unit} {line:,} of the sheet "{self.sheet}"'
            if self.sheet
            else f"{self.unit} {line:,}"
        )

    tell: Callable[[], int] = field(default=int, repr=False, compare=False)
    on_close: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)

    def position(self) -> int:
        """Returns how many bytes were read so far, roughly, for a progress bar."""
        return min(self.tell(), self.dialect.size)

    def sample(self, count: int = 1000) -> tuple[Row, ...]:
        """Returns the next rows, at most `count`, leaving them in `rows`."""
        return self.rows.peek(count)

    def close(self) -> None:
        """Closes the file."""
        self.on_close()

    def __enter__(self) -> Self:
        """Returns the table."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes the file."""
        self.close()
