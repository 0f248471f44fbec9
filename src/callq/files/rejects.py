"""Writes the rows that could not be imported, in a form that can be mended and imported again."""

import csv
import io
import re
from pathlib import Path
from types import TracebackType
from typing import Self

from callq.core.cells import DEFUSED
from callq.errors import CallqError, Exit
from callq.files.delimited import MARKS
from callq.files.encodings import PATCH
from callq.files.grid import Table

_RUNS = re.compile(r"[=@+\-\t\r]")
_HARMLESS = re.compile(r"[+-][\d\s().,/x-]+$", re.IGNORECASE)
_DELIMITED = frozenset({".csv", ".tsv", ".tab", ".txt"})


class Rejects:
    """A file of rejected rows, made when the first one comes.

    It has the delimiter, encoding and headers of the table, and before them the line of the row
    and why it was rejected. Cells that a spreadsheet would run begin with an apostrophe, which is
    taken off when the file is imported again. Use it in a `with` statement.

    Args:
        path: Where to write.
        table: The table whose rows are rejected.
    """

    def __init__(self, path: Path, table: Table) -> None:
        self.path = path
        self.count = 0
        self._table = table
        self._file: io.TextIOWrapper | None = None

    @classmethod
    def beside(cls, source: Path, table: Table) -> Self:
        """Returns the rejects of a file, to stand beside it: `people.rejects.csv`.

        A file that is there already is left alone; the next one is `people.rejects-2.csv`.
        """
        suffix = source.suffix if source.suffix.lower() in _DELIMITED else ".csv"
        path = source.with_name(f"{source.stem}.rejects{suffix}")
        copy = 1
        while path.exists():
            copy += 1
            path = source.with_name(f"{source.stem}.rejects-{copy}{suffix}")
        return cls(path, table)

    def add(self, line: int, reason: str, cells: tuple[str, ...]) -> None:
        """Writes one row.

        Raises:
            CallqError: The file can't be written.
        """
        try:
            if self._file is None:
                self._file = self._opened()
                self._write(self._file, [*MARKS, *self._table.headers])
            self._write(self._file, [str(line), reason, *cells])
        except OSError as error:
            raise CallqError(
                f"The rejected rows can't be written to {self.path}: {error.strerror}.",
                code=Exit.BAD_FILE,
            ) from None
        self.count += 1

    def close(self) -> None:
        """Closes the file, if there is one."""
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Self:
        """Returns itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes the file."""
        self.close()

    def _opened(self) -> io.TextIOWrapper:
        """Makes the file; one that is there already is never overwritten."""
        encoding = self._table.dialect.encoding
        return self.path.open("x", encoding=encoding, errors=PATCH, newline="")

    def _write(self, file: io.TextIOWrapper, cells: list[str]) -> None:
        dialect = self._table.dialect
        writer = csv.writer(file, delimiter=dialect.delimiter, quotechar=dialect.quotechar)
        writer.writerow([_guarded(cell) for cell in cells])


def _guarded(cell: str) -> str:
    """Returns a cell that no spreadsheet runs."""
    if (_RUNS.match(cell) and not _HARMLESS.match(cell)) or DEFUSED.match(cell):
        return "'" + cell
    return cell
