"""Which command changed what, so undo can take back a whole command."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from callq.named_tuple import NamedTuple
from callq.storage.db import Db, Row
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer

_COLUMNS = {
    "prospect": (),
    "phone": (
        "id", "prospect_id", "position", "label", "written", "e164", "extension", "shown",
        "quality", "zones", "places", "line", "reversed_digits",
    ),
    "email": ("id", "prospect_id", "position", "address"),
    "consent": (),
    "call": (),
    "not_duplicates": (),
    "research": (),
    "place_decision": (),
    "time_off": ("id", "agent", "first_day", "last_day"),
    "list_hold": ("id", "list_name", "hold", "agent", "at"),
    "saved_view": ("id", "name", "words", "agent", "at"),
}  # fmt: skip
"""The columns of rows that a command can remove. Other rows are only removed by erasing."""
_LEASE = "lease"
EDIT_ALL = "edit all"
MERGING = ("merge", "dedupe")
"""The commands that turn two prospects into one."""
TABLES = frozenset(_COLUMNS)
"""The tables whose previous values the journal keeps."""


class Command(NamedTuple):
    """A command that changed something."""

    id: int
    agent: str
    at: datetime
    name: str
    summary: str


_COMMAND = Columns(Command)


def begin(db: Db, name: str, agent: str, now: datetime, summary: str = "") -> int:
    """Record a command that changes the store, and what it does if that's known; its id."""
    db.announce(agent, name)
    return integer(
        db,
        "INSERT INTO command (id, agent, at, name, summary) VALUES "
        "((SELECT COALESCE(MAX(id), 0) + 1 FROM command), :agent, :at, :name, :summary) "
        "RETURNING id",
        {"agent": agent, "at": seconds(now), "name": name, "summary": summary},
    )


def describe(db: Db, command_id: int, summary: str) -> None:
    """Record what a command did, in a few words."""
    db.run(
        "UPDATE command SET summary = :summary WHERE id = :id",
        {"id": command_id, "summary": summary},
    )


def last_of(db: Db, agent: str) -> Command | None:
    """A rep's last command that hasn't been undone."""
    row = db.one(
        f"SELECT {_COMMAND.sql} FROM command WHERE agent = :agent "
        "AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
        {"agent": agent},
    )
    return _COMMAND.first(row)


def last_undone(db: Db, agent: str) -> Command | None:
    """The command a rep undid last; None if there's none, or they've done something since."""
    row = db.one(
        f"SELECT {_COMMAND.sql} FROM command WHERE agent = :agent AND undone_at IS NOT NULL "
        "ORDER BY undone_at DESC, id LIMIT 1",
        {"agent": agent},
    )
    found = _COMMAND.first(row)
    newer = found and db.one(
        "SELECT 1 FROM command n JOIN command u ON u.id = :id WHERE n.agent = :agent "
        "AND n.id > u.id AND n.at >= u.undone_at AND n.undone_at IS NULL LIMIT 1",
        {"id": found.id, "agent": agent},
    )
    return None if newer else found


def is_shared(db: Db, agent: str) -> bool:
    """Whether other reps have changed this store, too."""
    sql = "SELECT 1 FROM command WHERE agent <> :agent LIMIT 1"
    return db.one(sql, {"agent": agent}) is not None


def logged_after(db: Db, command: Command) -> bool:
    """Whether its rep has logged a call since, be it undone by now."""
    sql = "SELECT 1 FROM command WHERE agent = :agent AND name = 'log' AND id > :id LIMIT 1"
    return db.one(sql, {"agent": command.agent, "id": command.id}) is not None


def later_of_kind(db: Db, command: Command) -> Command | None:
    """A later command of the same name, by any rep, that hasn't been undone."""
    row = db.one(
        f"SELECT {_COMMAND.sql} FROM command WHERE name = :name AND id > :id "
        "AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
        {"name": command.name, "id": command.id},
    )
    return _COMMAND.first(row)


def merged_since(db: Db, command: Command) -> Command | None:
    """A later merge, not undone, of people this command changed."""
    rows = "SELECT DISTINCT row_id FROM change WHERE command_id = :id AND table_name = 'prospect'"
    mine = {row_id for (row_id,) in db.rows(rows, {"id": command.id})}
    later = db.rows(
        f"SELECT {_COMMAND.sql} FROM command WHERE id > :id AND undone_at IS NULL "
        "AND name IN ('merge', 'dedupe') ORDER BY id",
        {"id": command.id},
    )
    for merge in _COMMAND.read_all(later):
        if any(row_id in mine for (row_id,) in db.rows(rows, {"id": merge.id})):
            return merge
    return None


def mark_undone(db: Db, command_id: int, now: datetime) -> None:
    """Record that a command was undone."""
    db.run(
        "UPDATE command SET undone_at = :at WHERE id = :id", {"id": command_id, "at": seconds(now)}
    )


def remember(db: Db, command_id: int, table: str, row_id: int, columns: Iterable[str]) -> None:
    """Keep the values of a row's columns before a command changes them."""
    names = list(columns)
    row = db.one(f"SELECT {', '.join(names)} FROM {_known(table)} WHERE id = :id", {"id": row_id})
    before = dict(zip(names, row, strict=True)) if row else None
    _keep(db, command_id, table, row_id, before)


def remember_each(
    db: Db, command_id: int, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Keep the values of many rows' columns; each row begins with its id."""
    kept = (
        (command_id, _known(table), row[0], json.dumps(dict(zip(columns, row[1:], strict=True))))
        for row in rows
    )
    db.insert("change", ("command_id", "table_name", "row_id", "before"), kept)


def remember_new(db: Db, command_id: int, table: str, row_id: int) -> None:
    """Record that a command added a row."""
    _keep(db, command_id, table, row_id, None)


def remember_gone(db: Db, command_id: int, table: str, row_id: int) -> None:
    """Keep a whole row before a command removes it."""
    columns = _COLUMNS[_known(table)]
    remember(db, command_id, table, row_id, columns)


def remember_lease(db: Db, command_id: int, values: dict[str, Any]) -> None:
    """Keep a lease that a command ended. Undo doesn't put it back by itself; see `lease_of`."""
    _keep(db, command_id, _LEASE, values["prospect_id"], values)


def lease_of(db: Db, command_id: int) -> dict[str, Any] | None:
    """The columns of the lease that a command ended."""
    row = db.one(
        "SELECT before FROM change WHERE command_id = :id AND table_name = :table ORDER BY id",
        {"id": command_id, "table": _LEASE},
    )
    values: dict[str, Any] | None = json.loads(row[0]) if row else None
    return values


def touched_by(db: Db, command_id: int) -> set[int]:
    """The prospects whose rows a command changed."""
    found: set[int] = set()
    for table, row_id, before in _changes(db, command_id):
        if table == "prospect":
            found.add(row_id)
            continue
        if table in (
            "not_duplicates",
            "time_off",
            "place_decision",
            "list_hold",
            "saved_view",
            _LEASE,
        ):
            continue
        values = json.loads(before) if before else {}
        row = db.one(f"SELECT prospect_id FROM {_known(table)} WHERE id = :id", {"id": row_id})
        found |= {values["prospect_id"]} if "prospect_id" in values else set()
        found |= {row[0]} if row else set()
    return found


def put_back(db: Db, command_id: int) -> None:
    """Undo a command's changes: restore changed and removed rows, remove added ones."""
    for table, row_id, before in _changes(db, command_id):
        if table == _LEASE:
            continue
        if before is None:
            db.run(f"DELETE FROM {_known(table)} WHERE id = :id", {"id": row_id})
            continue
        values: dict[str, Any] = json.loads(before)
        if "id" in values:
            if _is_erased(db, values):
                continue
            marks = ", ".join(f":{column}" for column in values)
            db.run(f"INSERT INTO {_known(table)} ({', '.join(values)}) VALUES ({marks})", values)
        else:
            sets = ", ".join(f"{column} = :{column}" for column in values)
            sql = f"UPDATE {_known(table)} SET {sets} WHERE id = :row_id"
            db.run(sql, {**values, "row_id": row_id})


def _is_erased(db: Db, values: dict[str, Any]) -> bool:
    from callq.storage.suppression import SuppressionCheck

    return (
        SuppressionCheck(db).first((values.get("e164", ""), values.get("address", ""))) is not None
    )


def _changes(db: Db, command_id: int) -> list[Row]:
    return db.rows(
        "SELECT table_name, row_id, before FROM change WHERE command_id = :id ORDER BY id DESC",
        {"id": command_id},
    )


def _keep(db: Db, command_id: int, table: str, row_id: int, before: dict[str, Any] | None) -> None:
    db.run(
        "INSERT INTO change (command_id, table_name, row_id, before) "
        "VALUES (:command, :table, :row, :before)",
        {
            "command": command_id,
            "table": _known(table),
            "row": row_id,
            "before": None if before is None else json.dumps(before),
        },
    )


def _known(table: str) -> str:
    if table not in _COLUMNS and table != _LEASE:
        raise ValueError(table)
    return table


def changed_before(db: Db, prospect_id: int, column: str) -> bool:
    """Whether a command that wasn't undone has changed a column of a prospect."""
    rows = db.rows(
        "SELECT h.before FROM change h JOIN command c ON c.id = h.command_id "
        "WHERE h.table_name = 'prospect' AND h.row_id = :id AND c.undone_at IS NULL",
        {"id": prospect_id},
    )
    return any(column in json.loads(before or "{}") for (before,) in rows)


def changed_since(db: Db, prospect_id: int, column: str, since: datetime) -> bool:
    """Whether a command that wasn't undone has changed a column of a prospect since a moment."""
    rows = db.rows(
        "SELECT h.before FROM change h JOIN command c ON c.id = h.command_id "
        "WHERE h.table_name = 'prospect' AND h.row_id = :id AND c.undone_at IS NULL "
        "AND c.at >= :since",
        {"id": prospect_id, "since": seconds(since)},
    )
    return any(column in json.loads(before or "{}") for (before,) in rows)


def is_rep(db: Db, agent: str) -> bool:
    """Whether a rep has ever changed this store."""
    sql = "SELECT 1 FROM command WHERE agent = :agent LIMIT 1"
    return db.one(sql, {"agent": agent}) is not None


def set_by_hand(db: Db) -> dict[int, frozenset[str]]:
    """The columns that reps have set with `edit`, by prospect."""
    found: dict[int, frozenset[str]] = {}
    rows = db.rows(
        "SELECT h.row_id, h.before FROM command c JOIN change h ON h.command_id = c.id "
        "WHERE h.table_name = 'prospect' AND c.undone_at IS NULL "
        "AND c.name IN ('edit', 'edit all', 'assign')"
    )
    for row_id, before in rows:
        found[row_id] = found.get(row_id, frozenset()).union(json.loads(before or "{}"))
    return found


def came_by(db: Db, prospect_id: int) -> str:
    """The command that added a prospect; empty when unknown."""
    row = db.one(
        "SELECT c.name FROM prospect p JOIN command c ON c.id = p.command_id WHERE p.id = :id",
        {"id": prospect_id},
    )
    return str(row[0]) if row else ""
