"""Keep erased people erased when an older backup is restored."""

from contextlib import suppress
from pathlib import Path

from callq.errors import CallqError, Exit
from callq.privacy.erase import Request, erase, finish, look
from callq.records import dnc, number_lists
from callq.storage import backups, keyfile, meta
from callq.storage.db import Db, SqliteDb
from callq.storage.suppression import SuppressionCheck
from callq.workspace import Workspace

_KNOWN = "SELECT mac, key_id, reason, requested_at, source FROM suppression"


def refuse_other_key(store: Path, backup: Path) -> None:
    """Refuse a backup whose erasure key differs from the store's.

    Raises:
        CallqError: The backup belongs to another store.
    """
    mine = keyfile.id_in(backups.key_of(store))
    db = SqliteDb(backup)
    try:
        its = meta.read(db, meta.ERASURE_KEY)
    finally:
        db.close()
    if mine and its and mine != its:
        raise CallqError(
            f"{backup} belongs to another store: its erasure key is {its}, yours is {mine}.",
            hint="Restore it into a new folder: CALLQ_HOME=FOLDER callq store restore FROM",
            code=Exit.STORE,
            name="other-store",
        )


def copy_store_key(store: Path, fresh: Path) -> None:
    """Copy the store's erasure key, if it has one, beside a copy of the backup."""
    if backups.key_of(store).exists():
        backups.copy_key(store, fresh)


def keep_backup_key(fresh: Path, store: Path) -> None:
    """Copy the backup's erasure key beside the store, unless the store has one."""
    if backups.key_of(fresh).exists() and not backups.key_of(store).exists():
        backups.copy_key(fresh, store)


def erase_again(ws: Workspace, store: Path) -> int:
    """Erase everyone in a copy of a backup who was erased from the store since.

    Args:
        ws: The workspace of the copy.
        store: The store that will be replaced.

    Returns:
        How many people were erased.
    """
    db = SqliteDb(store)
    try:
        key_id = meta.read(db, meta.ERASURE_KEY)
        if not key_id:
            return 0
        _copy_suppressions(ws.db, db, key_id)
        there = {tuple(row) for row in db.rows("SELECT id, created_at FROM prospect")}
    finally:
        db.close()
    ws.facts = meta.read_all(ws.db)
    found = _suppressed(ws.db, there)
    for prospect_id, request in found.items():
        # Already erased along with the person they were merged into.
        with suppress(CallqError):
            erase(ws, look(ws, str(prospect_id)), request)
    _remove_numbers(ws)
    return len(found)


def is_behind(db: Db) -> bool:
    """Whether anyone was erased since the copy was prepared."""
    row = db.one(
        "SELECT 1 FROM main.suppression WHERE mac NOT IN (SELECT mac FROM other.suppression)"
    )
    return row is not None


def _copy_suppressions(into: Db, source: Db, key_id: str) -> None:
    with into.write():
        meta.write(into, meta.ERASURE_KEY, key_id)
        for row in source.rows(_KNOWN):
            into.run(
                "INSERT INTO suppression (mac, key_id, reason, requested_at, source) "
                "VALUES (:mac, :key, :why, :at, :source) ON CONFLICT (mac) DO NOTHING",
                dict(zip(("mac", "key", "why", "at", "source"), row, strict=True)),
            )


def _remove_numbers(ws: Workspace) -> None:
    """Remove erased people's numbers from the backup's own do-not-call lists."""
    check = SuppressionCheck(ws.db)
    bare = [
        number for number in number_lists.on_own(ws.db)
        if check.entry(f"+{number}") and not dnc.owners(ws.db, [f"+{number}"])
    ]  # fmt: skip
    if not bare:
        return
    with ws.db.write():
        for number in bare:
            number_lists.strike_out(ws.db, number)
    finish(ws)


def _suppressed(db: Db, there: set[tuple[object, ...]]) -> dict[int, Request]:
    """Who is in the copy but was erased from the store since."""
    check = SuppressionCheck(db)
    found: dict[int, Request] = {}
    for prospect_id, created_at, text in db.rows(
        "SELECT p.id, p.created_at, h.e164 FROM prospect p JOIN phone h ON h.prospect_id = p.id "
        "WHERE h.e164 <> '' UNION "
        "SELECT p.id, p.created_at, e.address FROM prospect p JOIN email e ON e.prospect_id = p.id"
    ):
        entry = check.entry(text) if (prospect_id, created_at) not in there else None
        if entry is not None:
            found[prospect_id] = Request(entry.reason, entry.source)
    return found
