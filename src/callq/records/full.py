"""Read people with everything that belongs to them, and write them to another store.

The columns are read from the schema, so a new one is included without being named here.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from callq.named_tuple import NamedTuple
from callq.records.projection import COLUMNS as PROJECTED
from callq.storage import personal, schema
from callq.storage.db import Db
from callq.storage.rows import Grouped, integer

Record = dict[str, Any]
"""A row by column, as Python values: moments are seconds."""

_LEFT_OUT = frozenset({
    "command_id", "removed_at", "merged_into", "prospect_id", "reversed_digits", "number_mac",
    "consent_command_id",
})  # fmt: skip
"""Tables that another store works out by itself, or has its own of."""
_FLEETING = frozenset({"name_word", "lease", "skip"})
"""Tables about people that are worked out, or expire in minutes."""
_ORDER = {"phone": "position, id", "email": "position, id", "call": "at, id"}


class Column(NamedTuple):
    """A column that is exported."""

    name: str
    kind: str
    """`moment`, `whole`, `number` or `text`."""
    nullable: bool


class Whole(NamedTuple):
    """A prospect with everything that belongs to them."""

    own: Record
    status: Record
    """The projection, to read; another store works it out by itself."""
    rows: dict[str, list[Record]]
    """By table: numbers, addresses, calls, …"""
    former: list[Record]
    """The people merged into them: name, company, external_id."""


@cache
def tables() -> tuple[str, ...]:
    """The tables whose rows belong to a prospect, `phone`, `email` and `call` first."""
    found = {
        table.name for table, column in personal.references("prospect")
        if column.name == "prospect_id" and table.name not in _FLEETING
    }  # fmt: skip
    return ("phone", "email", "call", *sorted(found - {"phone", "email", "call"}))


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The exported columns of a table, in the order of the schema."""
    left_out = _LEFT_OUT.union(PROJECTED) if table == "prospect" else _LEFT_OUT
    return tuple(
        Column(column.name, _kind(column.type), bool(column.nullable))
        for column in schema.Base.metadata.tables[table].columns
        if column.name not in left_out
    )


def _kind(type_: Any) -> str:
    if isinstance(type_, schema.UtcSeconds):
        return "moment"
    python = getattr(type_, "impl_instance", type_).python_type
    return "whole" if python is int else "number" if python is float else "text"


def everybody(db: Db) -> Iterator[Whole]:
    """Everyone who isn't removed, by id, in constant memory."""
    readers = {table: _rows_by_person(db, table) for table in tables()}
    former = _former(db)
    names = [column.name for column in columns("prospect")]
    sql = f"SELECT {', '.join((*names, *PROJECTED))} FROM prospect WHERE removed_at IS NULL"
    for row in db.stream(f"{sql} ORDER BY id"):
        own = dict(zip(names, row[: len(names)], strict=True))
        status = dict(zip(PROJECTED, row[len(names) :], strict=True))
        own["custom"] = json.loads(own["custom"])
        own["tags"] = own["tags"].split("\n") if own["tags"] else []
        id_ = own["id"]
        rows = {table: read(id_) for table, read in readers.items()}
        yield Whole(own, status, rows, former.get(id_, []))


def _rows_by_person(db: Db, table: str) -> Callable[[int], list[Record]]:
    names = [column.name for column in columns(table)]
    order = _ORDER.get(table, "id")
    rows = Grouped(
        db.stream(f"SELECT prospect_id, {', '.join(names)} FROM {table} "
                  f"ORDER BY prospect_id, {order}")
    )  # fmt: skip
    return lambda id_: [dict(zip(names, row[1:], strict=True)) for row in rows.take(id_)]


def _former(db: Db) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for into, name, company, external_id in db.rows(
        "SELECT merged_into, name, company, external_id FROM prospect "
        "WHERE merged_into IS NOT NULL ORDER BY id"
    ):
        record = {"name": name, "company": company, "external_id": external_id}
        found.setdefault(into, []).append(record)
    return found


def entries(db: Db) -> Iterator[Record]:
    """Every do-not-call entry, also lifted ones."""
    names = [column.name for column in columns("dnc")]
    for row in db.stream(f"SELECT {', '.join(names)} FROM dnc ORDER BY id"):
        yield dict(zip(names, row, strict=True))


def not_duplicates(db: Db) -> Iterator[Record]:
    """The pairs that reps said aren't duplicates."""
    names = [column.name for column in columns("not_duplicates")]
    for row in db.stream(f"SELECT {', '.join(names)} FROM not_duplicates ORDER BY id"):
        yield dict(zip(names, row, strict=True))


def insert(db: Db, table: str, records: Sequence[Mapping[str, Any]]) -> None:
    """Store records with the same columns, inside a write transaction.

    Missing columns are blank. Missing ids are counted on, except that the database assigns those
    of numbers and addresses.
    """
    if not records:
        return
    blank = {name: value for name, value in _blanks(table).items() if name not in records[0]}
    counted = "id" not in records[0] and table not in ("phone", "email")
    names = [*records[0], *blank, *(["id"] if counted else [])]
    first = last_id(db, table) + 1 if counted else 0
    rows = [
        (*record.values(), *blank.values(), *([first + place] if counted else []))
        for place, record in enumerate(records)
    ]
    db.insert(table, names, rows)


@cache
def _blanks(table: str) -> dict[str, Any]:
    return {
        column.name: "" if _kind(column.type) == "text" else 0
        for column in schema.Base.metadata.tables[table].columns
        if not column.nullable and not column.primary_key
    }


def blocked(db: Db) -> frozenset[str]:
    """Every number on do-not-call."""
    return frozenset(row[0] for row in db.rows("SELECT number FROM dnc WHERE lifted_at IS NULL"))


def most_of(db: Db, table: str) -> int:
    """The most rows of a table that one person has; at least 1."""
    row = db.one(
        f"SELECT COALESCE(MAX(n), 1) FROM (SELECT COUNT(*) AS n FROM {_known(table)} r "
        "JOIN prospect p ON p.id = r.prospect_id AND p.removed_at IS NULL "
        "GROUP BY r.prospect_id) counted"
    )
    return int(row[0]) if row else 1


def custom_fields(db: Db) -> tuple[str, ...]:
    """The names of all custom fields, in the order they were added."""
    found: dict[str, None] = {}
    for (custom,) in db.stream(
        "SELECT custom FROM prospect WHERE removed_at IS NULL AND custom <> '{}' ORDER BY id"
    ):
        found |= dict.fromkeys(json.loads(custom))
    return tuple(found)


def last_id(db: Db, table: str) -> int:
    """The id of the row stored last; 0 if there's none."""
    return integer(db, f"SELECT COALESCE(MAX(id), 0) FROM {_known(table)}")


def has_command(table: str) -> bool:
    """Whether a table's rows name the command that made them."""
    return "command_id" in schema.Base.metadata.tables[table].columns


def rows_of(db: Db, table: str, prospect_id: int) -> list[Record]:
    """The rows of a table that belong to a prospect."""
    names = [column.name for column in columns(_known(table))]
    rows = db.rows(
        f"SELECT {', '.join(names)} FROM {_known(table)} WHERE prospect_id = :id ORDER BY id",
        {"id": prospect_id},
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def name_referred(db: Db, call_id: int, prospect_id: int) -> None:
    """Record the person a call referred to."""
    db.run("UPDATE call SET referred_to = :to WHERE id = :id", {"to": prospect_id, "id": call_id})


def keep_apart(db: Db, pair: Mapping[str, Any]) -> None:
    """Record that two people aren't duplicates."""
    db.run(
        "INSERT INTO not_duplicates (one_id, other_id, agent, at) VALUES (:one_id, :other_id, "
        ":agent, :at) "
        "ON CONFLICT (one_id, other_id) DO NOTHING",
        {name: pair[name] for name in ("one_id", "other_id", "agent", "at")},
    )


def _known(table: str) -> str:
    if table not in (*tables(), "dnc", "prospect"):
        raise ValueError(table)
    return table
