"""One way to run a statement: what every store can do, and SQLite by the standard library.

Statements are plain SQL with named parameters (`:name`), written once for every engine.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

from callq.errors import CallqError, Exit

Params = Mapping[str, Any]
Row = Sequence[Any]
Pair = tuple[str, int]
_NOTHING: Params = {}
_WAIT_SECONDS, _STEP_SECONDS = 30, 2
_BRIEF = frozenset(("log", "note", "snooze", "add", "edit"))
"""The commands that no one waits for long enough to be shown whose they are."""
_BROKEN = (sqlite3.DatabaseError, UnicodeDecodeError)
"""SQLite's errors for a damaged file or one that isn't a store."""
_MANY_ROWS = 20_000
"""The cache of a large transaction."""
_GATHERED_ROWS = 500_000
"""About ten megabytes: with a million people, each page of an index gets many rows at once."""
_TOGETHER, _MOST_VALUES = 40, 900
"""Rows that one statement adds, and their values; old versions of SQLite take up to 999."""
_CACHE, _SMALL_CACHE = -65_536, -16_384
"""The page cache in KiB, as SQLite writes it."""


class Db(Protocol):
    """What callq needs from a database."""

    key_file: Path
    """Where the erasure key is once there is one; every backup needs it."""
    far: bool
    """Whether a query takes a round trip to another computer."""
    managers: str
    """Who may do what a rep may not, on a server that knows the difference."""
    tell: Callable[[str], None]
    """Says what lasts, such as a wait for another rep; set by the screen that shows it."""

    def announce(self, agent: str, name: str) -> None:
        """Say whose command this write transaction is, for those who wait for it."""

    def rows(self, sql: str, params: Params = _NOTHING) -> list[Row]:
        """All rows of a query."""

    def stream(self, sql: str, params: Params = _NOTHING) -> Iterator[Row]:
        """The rows of a query one by one, in constant memory."""

    def one(self, sql: str, params: Params = _NOTHING) -> Row | None:
        """The first row, or None."""

    def run(self, sql: str, params: Params = _NOTHING) -> None:
        """Run a statement that writes, inside a write transaction."""

    def changed(self, sql: str, params: Params = _NOTHING) -> int:
        """Run a statement that writes; the number of rows it changed."""

    def expect(self, *readers: "Callable[[Db], object]") -> None:
        """Say what is read next, so that a server is asked once for all of it.

        Args:
            readers: Functions that read from a store. They are tried on one without rows, and
                whatever they ask for first is asked together. A query they don't name costs a
                round trip, nothing else.
        """

    def many(self, sql: str, params: Iterable[Params]) -> None:
        """Run a statement once for each set of parameters."""

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add rows whose values are in the order of the columns."""

    def insert_sorted(self, table: str, columns: Sequence[str], rows: Iterable[Pair]) -> None:
        """Add rows to a two-column table that is stored in the order of its values."""

    def reserve(self, table: str, count: int) -> range | Sequence[int]:
        """Reserve ids for new rows of a table that numbers its rows by itself."""

    def defer_indexes(
        self, indexes: Sequence[str], sorted_tables: Sequence[str] = ()
    ) -> Callable[[bool], None]:
        """Drop indexes so many rows are added faster; inside a write transaction.

        Args:
            indexes: The indexes to drop.
            sorted_tables: Tables stored in the order of their values. Their new rows are collected
                and sorted first; until then queries don't find them.

        Returns:
            A function that rebuilds them. Call it before the transaction ends, or earlier if
            you need them; its argument says whether many more rows follow.
        """

    def read(self) -> AbstractContextManager[None]:
        """A read transaction: everything in it is read as of one moment."""

    def write(self, *, trusted: bool = False) -> AbstractContextManager[None]:
        """An exclusive write transaction: commits at the end, or rolls everything back.

        Args:
            trusted: Whether SQLite may skip its check that each id a row refers to exists: for
                an import of many rows, which assigns the ids itself.
        """

    def wipe(self) -> bool:
        """Rewrite the files without deleted data; False when other processes are using them."""

    def settle(self) -> None:
        """Move a large write out of the write-ahead log, so it doesn't take up disk space twice."""

    def close(self) -> None:
        """Close the connection."""


class _Gathered:
    """Rows to add in sorted order, so each page is looked up once."""

    def __init__(self) -> None:
        self.columns: Sequence[str] = ()
        self.count = 0
        self._seconds: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, rows: Iterable[Pair]) -> None:
        for first, second in rows:
            self._seconds[first].append(second)
            self.count += 1

    def taken(self) -> Iterator[Pair]:
        by_first, self._seconds, self.count = self._seconds, defaultdict(list), 0
        return ((first, second) for first in sorted(by_first) for second in sorted(by_first[first]))


def quiet(_: str) -> None:
    """Says nothing."""


class SqliteDb:
    """The default: SQLite through the standard library."""

    far = False
    tell: Callable[[str], None] = staticmethod(quiet)
    managers = ""

    def __init__(self, path: Path) -> None:
        """Open an existing file.

        Raises:
            CallqError: It can't be opened.
        """
        self.path = path
        self.key_file = path.with_name(f"{path.name}.key")
        self._gathered: dict[str, _Gathered] = {}
        self._note = ExitStack()
        try:
            # A write waits longer, in steps: see `_begin`.
            timeout = min(_STEP_SECONDS, _WAIT_SECONDS)
            self._connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
        except _BROKEN as error:
            raise trouble(path, error) from error
        try:
            # FULL: an acknowledged call survives a power cut. WAL: readers never wait for a writer.
            self._connection.executescript(
                f"PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size={_CACHE};"
            )
        except _BROKEN as error:
            self._connection.close()
            raise trouble(path, error) from error

    def rows(self, sql: str, params: Params = _NOTHING) -> list[Row]:
        """See `Db.rows`."""
        try:
            return self._connection.execute(sql, params).fetchall()
        except _BROKEN as error:
            raise trouble(self.path, error) from error

    def stream(self, sql: str, params: Params = _NOTHING) -> Iterator[Row]:
        """See `Db.stream`."""
        try:
            # In a chain, in case the reader stops early: a cursor can't be closed after its store.
            yield from chain(self._connection.execute(sql, params))
        except _BROKEN as error:
            raise trouble(self.path, error) from error

    def one(self, sql: str, params: Params = _NOTHING) -> Row | None:
        """See `Db.one`."""
        try:
            row: Row | None = self._connection.execute(sql, params).fetchone()
        except _BROKEN as error:
            raise trouble(self.path, error) from error
        return row

    def run(self, sql: str, params: Params = _NOTHING) -> None:
        """See `Db.run`."""
        self._execute(sql, params)

    def changed(self, sql: str, params: Params = _NOTHING) -> int:
        """See `Db.changed`."""
        return self._execute(sql, params).rowcount

    def expect(self, *readers: Callable[[Db], object]) -> None:
        """See `Db.expect`: a file isn't far away."""

    def many(self, sql: str, params: Iterable[Params]) -> None:
        """See `Db.many`."""
        self._each(sql, params)

    def _each(self, sql: str, params: Iterable[Params | Sequence[Any]]) -> None:
        try:
            self._connection.executemany(sql, params)
        except _BROKEN as error:
            raise trouble(self.path, error) from error

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """See `Db.insert`."""
        self._add(table, columns, rows)

    def _add(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Several rows a statement; a table that gives no id twice notes the last at each one."""
        together = min(_TOGETHER, _MOST_VALUES // len(columns))
        one = _insertion(table, columns)
        many = f"{one}{f', {_marks(columns)}' * (together - 1)}"
        left = iter(rows)
        rest: list[Sequence[Any]] = []

        def full() -> Iterator[list[Any]]:
            while len(some := list(islice(left, together))) == together:
                yield list(chain.from_iterable(some))
            rest.extend(some)

        self._each(many, full())
        self._each(one, rest)

    def insert_sorted(self, table: str, columns: Sequence[str], rows: Iterable[Pair]) -> None:
        """See `Db.insert_sorted`."""
        gathered = self._gathered.get(table)
        if gathered is None:
            self._add(table, columns, sorted(rows))
            return
        gathered.columns = columns
        gathered.add(rows)
        if gathered.count >= _GATHERED_ROWS:
            self._add(table, columns, gathered.taken())

    def reserve(self, table: str, count: int) -> range:
        """See `Db.reserve`; inside a write transaction no other process takes ids."""
        row = self.one("SELECT seq FROM sqlite_sequence WHERE name = :table", {"table": table})
        first = row[0] + 1 if row else 1
        return range(first, first + count)

    def defer_indexes(
        self, indexes: Sequence[str], sorted_tables: Sequence[str] = ()
    ) -> Callable[[bool], None]:
        """See `Db.defer_indexes`. Readers still see them, and so does a rollback."""
        rows = self.rows("SELECT name, sql FROM sqlite_master WHERE type = 'index'")
        left = [sql for name, sql in rows if name in indexes]
        for name in indexes:
            self.run(f"DROP INDEX {name}")
        self._gathered |= {table: _Gathered() for table in sorted_tables}
        # Rows are added at the ends of tables, and sorting an index needs that much memory again.
        self.run(f"PRAGMA cache_size={_SMALL_CACHE}")

        def make(more_to_come: bool) -> None:
            for table in sorted_tables:
                gathered = self._gathered.pop(table)
                if gathered.count:
                    self._add(table, gathered.columns, gathered.taken())
            # Sort on another core while reading.
            self.run("PRAGMA threads=2")
            while left:
                self.run(left.pop(0))
            if more_to_come:
                self.run(f"PRAGMA cache_size={_CACHE}")

        return make

    @contextmanager
    def read(self) -> Iterator[None]:
        """See `Db.read`."""
        if self._connection.in_transaction:
            yield
            return
        self._execute("BEGIN", _NOTHING)
        try:
            yield
        finally:
            self._connection.rollback()

    @contextmanager
    def write(self, *, trusted: bool = False) -> Iterator[None]:
        """See `Db.write`. IMMEDIATE, because a read that later becomes a write loses updates."""
        if trusted:
            self._execute("PRAGMA foreign_keys=OFF", _NOTHING)
        self._begin()
        before = self._connection.total_changes
        try:
            yield
            self._execute("COMMIT", _NOTHING)
        except BaseException:
            self._gathered.clear()
            if self._connection.in_transaction:
                self._connection.rollback()
            raise
        finally:
            self._note.close()
            if trusted:
                self._execute("PRAGMA foreign_keys=ON", _NOTHING)
        if self._connection.total_changes - before > _MANY_ROWS:
            self.settle()

    def _begin(self) -> None:
        """Begin to write; wait for another writer, and say for which."""
        patience: Any = None
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise trouble(self.path, error) from error
                from callq.storage.waiting import Patience, writer_of

                patience = patience or Patience(self.tell, _WAIT_SECONDS - _STEP_SECONDS)
                if not patience.goes_on(writer_of(self.path)):
                    raise trouble(self.path, error) from error
            except _BROKEN as error:
                raise trouble(self.path, error) from error
            else:
                return

    def announce(self, agent: str, name: str) -> None:
        """See `Db.announce`: a command that may take long is noted beside the file."""
        if name not in _BRIEF and self._connection.in_transaction:
            from callq.storage.waiting import noted

            self._note.enter_context(noted(self.path, agent, name))

    def hand_over(self) -> sqlite3.Connection:
        """The connection itself, for upgrades and backups."""
        return self._connection

    def wipe(self) -> bool:
        """See `Db.wipe`. Clears free pages and the write-ahead log, also of what VACUUM leaves."""
        try:
            self._connection.execute("PRAGMA secure_delete=ON")
            self._connection.execute("VACUUM")
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                return False
            raise trouble(self.path, error) from error
        return not busy

    def settle(self) -> None:
        """See `Db.settle`. Skipped while another process is reading."""
        self._execute("PRAGMA busy_timeout=0", _NOTHING)
        self._execute("PRAGMA wal_checkpoint(TRUNCATE)", _NOTHING).fetchall()
        self._execute(f"PRAGMA busy_timeout={_STEP_SECONDS * 1000}", _NOTHING)

    def close(self) -> None:
        """See `Db.close`."""
        self._connection.close()

    def _execute(self, sql: str, params: Params) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, params)
        except _BROKEN as error:
            raise trouble(self.path, error) from error


def _insertion(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {_marks(columns)}"


def _marks(columns: Sequence[str]) -> str:
    return f"({', '.join('?' * len(columns))})"


_THESE = (1, 8, 64, 400)
"""How many values one query looks up: few sizes, so prepared statements are reused."""


def among(db: Db, sql: str, values: Iterable[Any]) -> Iterator[Row]:
    """The rows of a query for many values, looked up in batches.

    Args:
        db: The store.
        sql: A query with `IN (:these)`.
        values: The values; each is looked up once.
    """
    left = list(dict.fromkeys(values))
    size = next((size for size in _THESE if len(left) <= size), _THESE[-1])
    names = [f"v{place}" for place in range(size)]
    query = sql.replace(":these", ", ".join(f":{name}" for name in names))
    for start in range(0, len(left), size):
        some = left[start : start + size]
        some += some[-1:] * (size - len(some))
        yield from db.rows(query, dict(zip(names, some, strict=True)))


def batched(values: Sequence[int]) -> Iterator[Sequence[int]]:
    """Values in batches of the largest size that `among` looks up at once."""
    return (values[start : start + _THESE[-1]] for start in range(0, len(values), _THESE[-1]))


_TROUBLES = (
    (("locked", "busy"), "has been locked by another program for too long",
     "Wait for it or quit it, then try again. Nothing was changed."),
    (("readonly", "read-only", "unable to open"), "can't be opened for writing",
     "Check that the folder exists, and that you may write in it."),
    (("not a database", "malformed", "decode", "unsupported file format"),
     "is damaged, or isn't a callq store",
     "Check CALLQ_DB. Find damage: callq store check. Go back to a backup: callq store restore"),
    (("full",), "is on a full disk", "Free some space, then try again. Nothing was changed."),
    (("I/O error",), "can't be read from its disk", "Check the disk. Nothing was changed."),
)  # fmt: skip


def trouble(path: Path, error: Exception) -> Exception:
    """A database error as a message for the user; the error itself when it's a bug."""
    reason = str(error)
    for signs, message, hint in _TROUBLES:
        if any(sign in reason for sign in signs):
            return CallqError(f"The store {path} {message}.", hint=hint, code=Exit.STORE)
    return error
