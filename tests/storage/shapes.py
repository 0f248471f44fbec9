"""What a database looks like, so that a migrated one can be compared with one made new."""

import re
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

Shape = dict[str, dict[str, Any]]
_CHECK = re.compile(r"CONSTRAINT\s+(\w+)\s+CHECK\s*\((.*)\)\s*,?\s*$", re.MULTILINE)


def of_file(path: Path) -> Shape:
    """Tables, columns, constraints and indexes of a SQLite file.

    The order of columns and the defaults of the database are left out: statements name their
    columns and fill them.
    """
    connection = sqlite3.connect(path)
    try:
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {name: _table(connection, name, sql) for name, sql in tables}
    finally:
        connection.close()


def _table(connection: sqlite3.Connection, name: str, sql: str) -> dict[str, Any]:
    def pragma(which: str, of: str = name) -> list[tuple[Any, ...]]:
        return connection.execute(f"SELECT * FROM pragma_{which}(?)", [of]).fetchall()

    indexes = pragma("index_list")
    made = dict(
        connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?", [name]
        ).fetchall()
    )
    return {
        "columns": {row[1]: (row[2], bool(row[3]), row[5]) for row in pragma("table_info")},
        "references": sorted((row[3], row[2], row[4]) for row in pragma("foreign_key_list")),
        "indexes": {row[1]: _even(made[row[1]]) for row in indexes if made.get(row[1])},
        "unique": sorted(
            tuple(column[2] for column in pragma("index_info", row[1]))
            for row in indexes
            if row[3] == "u"
        ),
        "checks": {check: _even(rule) for check, rule in _CHECK.findall(sql)},
        "options": (
            "AUTOINCREMENT" in sql.upper(),
            "WITHOUT ROWID" in sql.upper(),
        ),
    }


def of_server(connection: Connection) -> Shape:
    """The same of a PostgreSQL database."""
    found: Shape = {}
    for table, column, kind, needed, collation, default in connection.execute(
        text(
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
            "co.collname, pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a "
            "JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' "
            "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' "
            "LEFT JOIN pg_collation co ON co.oid = a.attcollation "
            "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
            "WHERE a.attnum > 0 AND NOT a.attisdropped"
        )
    ):
        shape = found.setdefault(table, {"columns": {}, "constraints": set(), "indexes": {}})
        shape["columns"][column] = (kind, needed, collation, default)
    for table, rule in connection.execute(
        text(
            "SELECT c.conrelid::regclass::text, pg_get_constraintdef(c.oid) FROM pg_constraint c "
            "JOIN pg_namespace n ON n.oid = c.connamespace AND n.nspname = 'public'"
        )
    ):
        found[table.strip('"')]["constraints"].add(rule)
    for table, name, made in connection.execute(
        text("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
    ):
        found[table]["indexes"][name] = made
    connection.rollback()
    return found


def _even(sql: str) -> str:
    return re.sub(r"\s+", " ", sql.replace('"', "")).strip()


def differences(found: Any, wanted: Any, place: str = "") -> list[str]:
    """What a shape has too much or lacks, one line each."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        lines = []
        for key in sorted({*found, *wanted}):
            where = f"{place}.{key}" if place else str(key)
            if key not in found:
                lines.append(f"{where} is missing: {wanted[key]}")
            elif key not in wanted:
                lines.append(f"{where} is too much: {found[key]}")
            else:
                lines += differences(found[key], wanted[key], where)
        return lines
    return [] if found == wanted else [f"{place} is {found}, should be {wanted}"]
