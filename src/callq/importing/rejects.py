"""Keeps the rows that couldn't be imported, to fix and import again."""

import re
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from callq.errors import CallqError, Exit
from callq.importing.readers.table import Table
from callq.importing.rejects_out import CardsOut, LinesOut, Out, RowsOut, SheetOut

_DELIMITED = frozenset({".csv", ".tsv", ".tab", ".txt"})
_PACKED = frozenset({".gz", ".zip"})
_FORMS: dict[str, tuple[str, Callable[[Path, Table], Out]]] = {
    "delimited": (".csv", RowsOut),
    "workbook": (".xlsx", SheetOut),
    "vcard": (".vcf", CardsOut),
    "json": (".jsonl", LinesOut),
}
_OURS = re.compile(r"\.rejects(?:-\d+)?$")


class Rejects:
    """A file of rejected rows in the format of the table, made when the first one comes.

    Each row says from which line it is and why it was rejected; that is left out when the file is
    imported again. Use it in a `with` statement: what ends in an error leaves no file.

    Args:
        path: Where to write.
        table: The table whose rows are rejected.
    """

    def __init__(self, path: Path, table: Table) -> None:
        self.path = path
        self.count = 0
        self._table = table
        self._out: Out | None = None

    @classmethod
    def new(cls, path: Path, table: Table) -> Self:
        """Returns the rejects of a table, to be written to a file of that name.

        Raises:
            CallqError: There is one already.
        """
        if path.exists():
            raise CallqError(
                f"{path} already exists.",
                hint="Name another file with --rejects.",
                name="file-exists",
            )
        return cls(path, table)

    @classmethod
    def beside(cls, source: Path, table: Table) -> Self:
        """Returns the rejects of a file, next to it: `people.rejects.csv`.

        Those of a packed file are not packed. A file that is there already is left alone; the next
        one is `people.rejects-2.csv`.
        """
        inner = Path(source.stem) if source.suffix.lower() in _PACKED else source
        suffix, _ = _FORMS[table.form]
        if table.dialect.delimiter == "\t":
            suffix = ".tsv"
        if table.form == "delimited" and inner.suffix.lower() in _DELIMITED:
            suffix = inner.suffix
        stem = without_mark(inner.stem)
        path = source.with_name(f"{stem}.rejects{suffix}")
        copy = 1
        while path.exists():
            copy += 1
            path = source.with_name(f"{stem}.rejects-{copy}{suffix}")
        return cls(path, table)

    def add(self, line: int, reason: str, cells: tuple[str, ...], raw: str = "") -> None:
        """Writes one row.

        Raises:
            CallqError: The file can't be written.
        """
        try:
            if self._out is None:
                _, make = _FORMS[self._table.form]
                self._out = make(self.path, self._table)
            self._out.add(line, reason, cells, raw)
        except OSError as error:
            raise self._unwritten(error) from None
        self.count += 1

    def __enter__(self) -> Self:
        """Returns itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finishes the file; takes it away when there was an error."""
        if self._out is None:
            return
        try:
            self._out.close()
        except OSError as failed:
            if error is None:
                self.path.unlink(missing_ok=True)
                raise self._unwritten(failed) from None
        if error is not None:
            self.path.unlink(missing_ok=True)

    def _unwritten(self, error: OSError) -> CallqError:
        return CallqError(
            f"Can't write the rejected rows to {self.path}: {error.strerror}.",
            hint="Pick another file with --rejects, or use --no-rejects.",
            code=Exit.BAD_FILE,
            name="rejects-not-written",
        )


def without_mark(stem: str) -> str:
    """The name of the list that a rejects file came from; any other name as it is."""
    return _OURS.sub("", stem) or stem
