"""Replace a store's contents with another store's, in one transaction, while others use it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callq.storage.db import Db

_OTHER = "other"


@contextmanager
def attached(db: Db, path: Path) -> Iterator[None]:
    """Attach a second store of the same schema. Call it outside a transaction."""
    db.run("PRAGMA foreign_keys=OFF")
    db.run(f"ATTACH DATABASE :path AS {_OTHER}", {"path": str(path)})
    try:
        yield
    finally:
        db.run(f"DETACH DATABASE {_OTHER}")
        db.run("PRAGMA foreign_keys=ON")


def everything(db: Db) -> int:
    """Replace every row with the attached store's. Call it inside a write transaction.

    Do-not-call numbers stay blocked even if the attached store doesn't have them.

    Returns:
        How many do-not-call entries were kept.
    """
    db.run("CREATE TEMP TABLE asked AS SELECT * FROM main.dnc WHERE lifted_at IS NULL")
    _keep_lists(db)
    for table in _tables(db):
        columns = ", ".join(f'"{column}"' for column in _columns(db, table))
        db.run(f'DELETE FROM main."{table}"')
        db.run(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM {_OTHER}."{table}"')
    db.run("DELETE FROM main.sqlite_sequence")
    db.run(
        "INSERT INTO main.sqlite_sequence (name, seq) "
        f"SELECT name, seq FROM {_OTHER}.sqlite_sequence"
    )
    kept = _restore_entries(db)
    _restore_lists(db)
    for table in ("asked", "lists", "on_lists"):
        db.run(f"DROP TABLE temp.{table}")
    return kept


def current_entries(db: Db) -> list[str]:
    """The numbers on do-not-call, by an entry or by one of your own lists."""
    rows = db.rows(
        "SELECT number FROM dnc WHERE lifted_at IS NULL UNION SELECT '+' || n.number FROM "
        "listed_number n "
        "JOIN number_list l ON l.id = n.list_id AND l.ended_by IS NULL AND l.kind = 'own' "
        "WHERE n.removed_by = 0"
    )
    return [row[0] for row in rows]


def _restore_entries(db: Db) -> int:
    # The calls and commands they came from are gone.
    gone = {"id": "NULL", "call_id": "NULL", "command_id": "NULL"}
    columns = _columns(db, "dnc")
    return db.changed(
        f"INSERT INTO main.dnc ({', '.join(columns)}) "
        f"SELECT {', '.join(gone.get(column, column) for column in columns)} FROM temp.asked "
        "WHERE number NOT IN (SELECT number FROM main.dnc WHERE lifted_at IS NULL) ORDER BY id"
    )


def _keep_lists(db: Db) -> None:
    """Remember the number lists that aren't in force in the other store."""
    db.run(
        "CREATE TEMP TABLE lists AS SELECT * FROM main.number_list m WHERE ended_by IS NULL "
        f"AND NOT EXISTS (SELECT 1 FROM {_OTHER}.number_list o WHERE o.ended_by IS NULL "
        "AND o.series = m.series AND o.area = m.area AND o.kind = m.kind AND o.dated = m.dated "
        "AND o.imported_at = m.imported_at)"
    )
    db.run(
        "CREATE TEMP TABLE on_lists AS SELECT * FROM main.listed_number WHERE removed_by = 0 "
        "AND list_id IN (SELECT id FROM temp.lists)"
    )


def _restore_lists(db: Db) -> None:
    """Add the remembered lists: a number on either side stays blocked."""
    row = db.one("SELECT COALESCE(MAX(id), 0) FROM main.number_list")
    moved = {"id": "id + :offset", "command_id": "NULL", "batch": "-id"}
    columns = _columns(db, "number_list")
    offset = {"offset": row[0] if row else 0}
    db.run(
        f"INSERT INTO main.number_list ({', '.join(columns)}) "
        f"SELECT {', '.join(moved.get(column, column) for column in columns)} FROM temp.lists",
        offset,
    )
    db.run(
        f"INSERT INTO main.listed_number ({', '.join(_columns(db, 'listed_number'))}) "
        "SELECT number, list_id + :offset, 0 FROM temp.on_lists",
        offset,
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
