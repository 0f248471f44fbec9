"""Whether a store's file is damaged, to tell a damaged file from a bug."""

import sqlite3
from contextlib import closing
from pathlib import Path

_OF_TYPE = {"INTEGER": ("integer",), "BIGINT": ("integer",), "FLOAT": ("real", "integer")}
_JSON = (("prospect", "custom"), ("call", "checked"), ("change", "before"))
_JSON_IN_META = "rulebook"
_COLUMNS = "SELECT name, type FROM pragma_table_info(:table)"


def is_damaged(path: Path) -> bool:
    """Check the pages, the schema and the value types of a store's file.

    Slow, because it reads everything: call it only after something went wrong.
    """
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            return db.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",) or _misfits(db)
    except (sqlite3.Error, UnicodeDecodeError):
        return True


def _misfits(db: sqlite3.Connection) -> bool:
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {
        (table, column): _OF_TYPE.get(type_.partition("(")[0].upper(), ("text",))
        for table in tables
        if not table.startswith("sqlite_")
        for _, column, type_, *_ in db.execute(
            "SELECT * FROM pragma_table_info(:table)", {"table": table}
        )
    }
    from callq.storage.schema import Base

    declared = {(c.table.name, c.name) for t in Base.metadata.tables.values() for c in t.columns}
    return (
        bool(declared - set(columns))
        or any(_misfit(db, *place, kinds) for place, kinds in columns.items())
        or any(place not in columns or _not_json(db, *place) for place in _JSON)
        or bool(db.execute(
            "SELECT 1 FROM meta WHERE key = :key AND NOT json_valid(value)", {"key": _JSON_IN_META}
        ).fetchone())
    )  # fmt: skip


def _misfit(db: sqlite3.Connection, table: str, column: str, kinds: tuple[str, ...]) -> bool:
    allowed = ", ".join(f"'{kind}'" for kind in (*kinds, "null"))
    sql = f'SELECT 1 FROM "{table}" WHERE typeof("{column}") NOT IN ({allowed}) LIMIT 1'
    return db.execute(sql).fetchone() is not None


def _not_json(db: sqlite3.Connection, table: str, column: str) -> bool:
    sql = f'SELECT 1 FROM "{table}" WHERE "{column}" <> \'\' AND NOT json_valid("{column}") LIMIT 1'
    return db.execute(sql).fetchone() is not None
