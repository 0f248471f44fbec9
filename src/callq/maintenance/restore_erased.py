"""Sees to it that nobody who was forgotten comes back with an older backup."""

from contextlib import suppress
from pathlib import Path

from callq.errors import CallqError, Exit
from callq.privacy.erase import Request, erase, finish, look
from callq.records import dnc, number_lists
from callq.storage import backups, keyfile, meta
from callq.storage.db import Db, SqliteDb
from callq.storage.suppression import Door
from callq.workspace import Workspace

_KNOWN = "SELECT mac, key_id, reason, requested_at, source FROM suppression"


def refuse_other_key(store: Path, backup: Path) -> None:
    """Refuses a backup whose forgotten people are known by another key than the store's.

    Raises:
        CallqError: It is of another store.
    """
    mine = keyfile.id_in(backups.key_of(store))
    db = SqliteDb(backup)
    try:
        its = meta.read(db, meta.ERASURE_KEY)
    finally:
        db.close()
    if mine and its and mine != its:
        raise CallqError(
            f"{backup} is a backup of another store: whom it forgot is known by the key {its}, "
            f"here by {mine}.",
            hint="Restore it where its own key is, e.g. into a new folder: CALLQ_HOME=FOLDER.",
            code=Exit.STORE,
        )


def bring_key(store: Path, fresh: Path) -> None:
    """Lays the store's own key beside a copy of the backup, where there is one."""
    if backups.key_of(store).exists():
        backups.copy_key(store, fresh)


def leave_key(fresh: Path, store: Path) -> None:
    """Lays the key that came with the backup beside the store, where there is none."""
    if backups.key_of(fresh).exists() and not backups.key_of(store).exists():
        backups.copy_key(fresh, store)


def forget_again(ws: Workspace, store: Path) -> int:
    """Forgets in a copy of a backup whom the store has forgotten since; how many people.

    Args:
        ws: At the copy.
        store: The store that is about to be replaced.
    """
    db = SqliteDb(store)
    try:
        key_id = meta.read(db, meta.ERASURE_KEY)
        if not key_id:
            return 0
        _carry_over(ws.db, db, key_id)
        there = {tuple(row) for row in db.rows("SELECT id, created_at FROM prospect")}
    finally:
        db.close()
    ws.facts = meta.read_all(ws.db)
    found = _suppressed(ws.db, there)
    for prospect_id, request in found.items():
        # Somebody merged into another one goes with them.
        with suppress(CallqError):
            erase(ws, look(ws, str(prospect_id)), request)
    _strike_out(ws)
    return len(found)


def is_behind(db: Db) -> bool:
    """Whether somebody was forgotten since the copy beside the store was prepared."""
    row = db.one(
        "SELECT 1 FROM main.suppression WHERE mac NOT IN (SELECT mac FROM other.suppression)"
    )
    return row is not None


def _carry_over(into: Db, source: Db, key_id: str) -> None:
    with into.write():
        meta.write(into, meta.ERASURE_KEY, key_id)
        for row in source.rows(_KNOWN):
            into.run(
                "INSERT INTO suppression (mac, key_id, reason, requested_at, source) "
                "VALUES (:mac, :key, :why, :at, :source) ON CONFLICT (mac) DO NOTHING",
                dict(zip(("mac", "key", "why", "at", "source"), row, strict=True)),
            )


def _strike_out(ws: Workspace) -> None:
    """Takes what is left of their numbers off the lists of our own that the backup holds."""
    door = Door(ws.db)
    bare = [
        number for number in number_lists.on_own(ws.db)
        if door.entry(f"+{number}") and not dnc.owners(ws.db, [f"+{number}"])
    ]  # fmt: skip
    if not bare:
        return
    with ws.db.write():
        for number in bare:
            number_lists.strike_out(ws.db, number)
    finish(ws)


def _suppressed(db: Db, there: set[tuple[object, ...]]) -> dict[int, Request]:
    """Who is in the copy, was forgotten in the store, and is not there any more."""
    door = Door(db)
    found: dict[int, Request] = {}
    for prospect_id, created_at, text in db.rows(
        "SELECT p.id, p.created_at, h.e164 FROM prospect p JOIN phone h ON h.prospect_id = p.id "
        "WHERE h.e164 <> '' UNION "
        "SELECT p.id, p.created_at, e.address FROM prospect p JOIN email e ON e.prospect_id = p.id"
    ):
        entry = door.entry(text) if (prospect_id, created_at) not in there else None
        if entry is not None:
            found[prospect_id] = Request(entry.reason, entry.source)
    return found
