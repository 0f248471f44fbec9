"""Fills a store with what another one holds, in one transaction, while others are working on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callq.store.db import Db

_OTHER = "other"


@contextmanager
def attached(db: Db, path: Path) -> Iterator[None]:
    """Opens a second store of the same schema beside an embedded one; outside a transaction."""
    db.run("PRAGMA foreign_keys=OFF")
    db.run(f"ATTACH DATABASE :path AS {_OTHER}", {"path": str(path)})
    try:
        yield
    finally:
        db.run(f"DETACH DATABASE {_OTHER}")
        db.run("PRAGMA foreign_keys=ON")


def everything(db: Db) -> int:
    """Replaces all rows by those of the attached store; inside a write transaction.

    Numbers that asked never to be called stay blocked, also when the other store does not know.

    Returns:
        How many do-not-call entries were carried over.
    """
    db.run("CREATE TEMP TABLE asked AS SELECT * FROM main.dnc WHERE lifted_at IS NULL")
    for table in _tables(db):
        columns = ", ".join(f'"{column}"' for column in _columns(db, table))
        db.run(f'DELETE FROM main."{table}"')
        db.run(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM {_OTHER}."{table}"')
    db.run("DELETE FROM main.sqlite_sequence")
    db.run(
        "INSERT INTO main.sqlite_sequence (name, seq) "
        f"SELECT name, seq FROM {_OTHER}.sqlite_sequence"
    )
    carried = _carry_over(db)
    db.run("DROP TABLE temp.asked")
    return carried


def standing_entries(db: Db) -> list[str]:
    """The numbers that are on do-not-call."""
    return [row[0] for row in db.rows("SELECT DISTINCT number FROM dnc WHERE lifted_at IS NULL")]


def _carry_over(db: Db) -> int:
    # The calls and commands they came with are not there any more.
    gone = {"id": "NULL", "call_id": "NULL", "command_id": "NULL"}
    columns = _columns(db, "dnc")
    return db.run(
        f"INSERT INTO main.dnc ({', '.join(columns)}) "
        f"SELECT {', '.join(gone.get(column, column) for column in columns)} FROM temp.asked "
        "WHERE number NOT IN (SELECT number FROM main.dnc WHERE lifted_at IS NULL) ORDER BY id"
    )


def _tables(db: Db) -> list[str]:
    rows = db.rows(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return [row[0] for row in rows]


def _columns(db: Db, table: str) -> list[str]:
    return [
        row[0] for row in db.rows("SELECT name FROM pragma_table_info(:table)", {"table": table})
    ]
