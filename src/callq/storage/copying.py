"""Copy everything a store holds into another one, on either engine, and compare the two row by row.

The tables are those of the schema itself, so a new one can't be left out.
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING

from callq.named_tuple import NamedTuple
from callq.storage import meta, schema
from callq.storage.db import Db, Row, SqliteDb
from callq.storage.rows import integer

if TYPE_CHECKING:
    from sqlalchemy import Table

Advance = Callable[[int, int], None]
OF_A_NEW_STORE = frozenset({"meta", "script", "hours", "tally"})
"""Tables with rows in a store that no one has used: the rulebook and the playbook in force."""
_META = "meta"
_OF_ALL_STORES = f"key NOT IN ('{meta.MOVING}', '{meta.MOVED}')"
_BATCH = 5_000
_BITS = 128


class Sum(NamedTuple):
    """How many rows a table has, and a checksum of them that doesn't depend on their order."""

    rows: int
    checksum: int


def holds_something(db: Db) -> str:
    """The first table with rows that a new store doesn't have; empty if there's none."""
    names = (table.name for table in _tables() if table.name not in OF_A_NEW_STORE)
    return next((name for name in names if db.one(f"SELECT 1 FROM {name} LIMIT 1")), "")


def sums(db: Db) -> dict[str, Sum]:
    """The sum of every table, by name. Reads all rows, in constant memory."""
    with db.read():
        return {table.name: _sum(db, table) for table in _tables()}


def copy(
    source: Db, target: Db, wanted: dict[str, Sum], on_progress: Advance = lambda _done, _of: None
) -> tuple[str, ...]:
    """Make every table of a store equal to another's; each is one transaction.

    Tables that are equal already, from a copy that was interrupted, stay as they are.

    Args:
        source: Where to read; nothing may change in it meanwhile.
        target: Where to write, outside a transaction.
        wanted: The sums of the source.
        on_progress: Called with the rows written so far and the total.

    Returns:
        The tables that were copied.
    """
    differing = _with_their_children(
        {name for name, there in sums(target).items() if there != wanted[name]}
    )
    total, done = sum(wanted[table.name].rows for table in differing), 0
    with target.write():
        # Rows that refer to others go first.
        for table in reversed(differing):
            if table.name != _META:
                target.run(f"DELETE FROM {table.name}")
    for table in differing:
        names = [column.name for column in table.columns]
        with target.write():
            if table.name == _META:
                # With its new rows at once: without them it isn't a store.
                target.run(f"DELETE FROM {_META} WHERE {_OF_ALL_STORES}")
            rows = _rows(source, table)
            while batch := list(islice(rows, _BATCH)):
                target.insert(table.name, names, batch)
                done += len(batch)
                on_progress(done, total)
    return tuple(table.name for table in differing)


def continue_numbering(source: Db, target: Db) -> None:
    """Let both stores give the same ids to the next rows; inside a write transaction of the target.

    An id that was given once isn't given again, though its row may be gone.
    """
    for table in _tables():
        if table.autoincrement_column is None:
            continue
        once = bool(table.dialect_options["sqlite"]["autoincrement"])
        last = _last_given(source, table.name, once=once)
        if not isinstance(target, SqliteDb):
            sql = "SELECT setval(pg_get_serial_sequence(:table, 'id'), :last, :given)"
            values = {"table": table.name, "last": max(last, 1), "given": last > 0}
            target.rows(sql, values)
        elif once:
            target.run("DELETE FROM sqlite_sequence WHERE name = :name", {"name": table.name})
            target.insert("sqlite_sequence", ("name", "seq"), [(table.name, last)])


def _last_given(db: Db, table: str, *, once: bool) -> int:
    last = integer(db, f"SELECT COALESCE(MAX(id), 0) FROM {table}")
    if not once:
        return last
    if isinstance(db, SqliteDb):
        row = db.one("SELECT seq FROM sqlite_sequence WHERE name = :name", {"name": table})
    else:
        named = db.one("SELECT pg_get_serial_sequence(:table, 'id')", {"table": table})
        counter = named[0] if named else ""
        row = db.one(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {counter}")
    return max(last, row[0] if row else 0)


def _tables() -> "list[Table]":
    """All tables, each behind those it refers to."""
    return schema.Base.metadata.sorted_tables


def _with_their_children(names: set[str]) -> "list[Table]":
    """These tables and those that refer to them, each behind those it refers to."""
    found = []
    for table in _tables():
        parents = {key.column.table.name for key in table.foreign_keys}
        if table.name in names or parents & names:
            names = {*names, table.name}
            found.append(table)
    return found


def _rows(db: Db, table: "Table") -> Iterator[Row]:
    names = ", ".join(column.name for column in table.columns)
    which = f"WHERE {_OF_ALL_STORES}" if table.name == _META else ""
    return db.stream(f"SELECT {names} FROM {table.name} {which}")


def _sum(db: Db, table: "Table") -> Sum:
    count = checksum = 0
    for row in _rows(db, table):
        count += 1
        digest = blake2b(repr(tuple(row)).encode("utf-8", "surrogatepass"), digest_size=_BITS // 8)
        checksum += int.from_bytes(digest.digest(), "big")
    return Sum(count, checksum % (1 << _BITS))
