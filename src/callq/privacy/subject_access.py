"""Read every row about a person, following the schema's references. Changes nothing."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from callq.engine.words import iso
from callq.privacy.erasure import Traces
from callq.storage import personal, schema
from callq.storage.db import Db

if TYPE_CHECKING:
    from sqlalchemy import Column

Value = str | int | float | None
Rows = list[dict[str, Value]]


def stored(db: Db, found: Traces) -> dict[str, Rows]:
    """Every row about a person, by table: their own, rows that refer to it, and do-not-call rows.

    It includes any future table that refers to `prospect.id`. Of calls with other people in which
    they were named, it has only the id, time and rep, because the rest is about others.
    """
    tables = {"prospect": _rows(db, "prospect", f"id IN ({_listed(found.ids)})")}
    for table, column in personal.references("prospect"):
        where = f"{column.name} IN ({_listed(found.ids)})"
        if table.name == "call" and column.name != "prospect_id":
            calls = _rows(db, "call", where)
            tables["named in"] = [{key: row[key] for key in ("id", "at", "agent")} for row in calls]
        else:
            _add(tables, table.name, _rows(db, table.name, where))
    for owner, name, referring in list(_further(tables)):
        ids = [int(row["id"] or 0) for row in tables[owner] if "id" in row]
        _add(tables, name, _rows(db, name, f"{referring} IN ({_listed(ids)})"))
    for name, number_column in personal.NUMBERS.items():
        if name != "call":
            for number in found.numbers:
                _add(tables, name, _rows(db, name, f"{number_column} = :text", number))
    _add(tables, "change", _rows(db, "change", f"id IN ({_listed(found.changes)})"))
    _add(tables, "command", _rows(db, "command", f"id IN ({_listed(found.commands)})"))
    return {name: rows for name, rows in tables.items() if rows}


def _further(tables: dict[str, Rows]) -> Iterator[tuple[str, str, str]]:
    """Yield a table with their rows, and each table and column that refers to it."""
    for owner in [name for name in tables if name in schema.Base.metadata.tables]:
        if owner not in ("prospect", "command"):
            for table, column in personal.references(owner):
                yield owner, table.name, column.name


def _add(tables: dict[str, Rows], name: str, rows: Rows) -> None:
    known = tables.setdefault(name, [])
    known += [row for row in rows if row not in known]


def _rows(db: Db, table: str, where: str, text: str = "") -> Rows:
    columns = list(schema.Base.metadata.tables[table].columns)
    names = ", ".join(column.name for column in columns)
    params: dict[str, object] = {"text": text} if ":text" in where else {}
    keys = ", ".join(c.name for c in schema.Base.metadata.tables[table].primary_key.columns)
    rows = db.rows(f"SELECT {names} FROM {table} WHERE {where} ORDER BY {keys}", params)
    return [
        {column.name: _value(column, cell) for column, cell in zip(columns, row, strict=True)}
        for row in rows
    ]


def _value(column: "Column[Any]", cell: Any) -> Value:
    if isinstance(column.type, schema.UtcSeconds) and cell is not None:
        return iso(datetime.fromtimestamp(cell, UTC))
    return cell if cell is None or isinstance(cell, str | int | float) else str(cell)


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(str(int(id_)) for id_ in ids) or "0"
