"""Changes of a list in the order of time, the last of each number: on disk, in flat memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import Self

from callq.compliance.lists.layouts import Change


class Ledger:
    """Takes changes in the order of the file; a context manager."""

    def __init__(self) -> None:
        # A database without a name lives in memory, and on disk when it grows.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript("CREATE TABLE change (number INTEGER, at TEXT, added INTEGER);")
        self._db.execute("BEGIN")

    def take(self, changes: Iterable[Change]) -> None:
        """Takes some more."""
        self._db.executemany("INSERT INTO change VALUES (?, ?, ?)", changes)

    def last(self) -> Iterator[tuple[int, bool]]:
        """Each number in rising order, and whether its last change put it on."""
        rows = self._db.execute("SELECT number, added FROM change ORDER BY number, at, rowid")
        for number, changes in groupby(rows, itemgetter(0)):
            added = False
            for change in changes:
                added = bool(change[1])
            yield number, added

    def span(self) -> tuple[str, str]:
        """The times of the first and the last change; empty where the list does not say."""
        row = self._db.execute("SELECT MIN(at), MAX(at) FROM change").fetchone()
        return row[0] or "", row[1] or ""

    def __enter__(self) -> Self:
        """Returns itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Lets go of the disk."""
        self._db.close()
