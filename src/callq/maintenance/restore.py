"""Replace the store with a backup; keep the old store and every do-not-call entry."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from callq.config import Settings
from callq.errors import CallqError, Exit
from callq.maintenance import replacing
from callq.maintenance.restore_erased import (
    copy_store_key,
    erase_again,
    is_behind,
    keep_backup_key,
    refuse_other_key,
)
from callq.records import dnc
from callq.storage import backups, meta
from callq.storage.backups import Copy, DamagedError
from callq.storage.db import SqliteDb
from callq.storage.opening import VERSION, sqlite_path
from callq.storage.sharing import mode_for
from callq.workspace import Workspace, judge_again, open_workspace

_BEFORE = "before-restore"
_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a restore would do."""

    store: Path
    backup: Copy
    now: Copy | None
    """The store to replace; None when it's missing or damaged."""
    damaged: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    plan: Plan
    kept: Path | None
    """The backup of the replaced store; None when there was no store."""
    blocked: int
    """How many newer do-not-call entries were kept."""
    erased: int = 0
    """How many people in the backup were erased again."""


class _OutdatedError(Exception):
    """Someone was erased while the copy was being prepared."""


def look(settings: Settings, source: str) -> Plan:
    """Check a backup and the store; change nothing.

    Raises:
        CallqError: The store is on a server, or the backup is missing, damaged or too new.
    """
    store = sqlite_path(settings.db)
    if store is None:
        raise CallqError(
            "Your store is on a database server, so callq can't restore it.",
            hint="Use pg_restore.", code=Exit.STORE, name="store-on-a-server",
        )  # fmt: skip
    store, path = store.absolute(), Path(source).expanduser().absolute()
    if not path.is_file():
        raise CallqError(
            f"There's no backup at {path}.", hint="List your backups: callq store backup --show",
            code=Exit.NOT_FOUND, name="no-such-backup",
        )  # fmt: skip
    there = store.exists() and store.stat().st_size > 0
    if there and path.samefile(store):
        raise CallqError(
            f"{path} is the store itself, not a backup.",
            hint="List your backups: callq store backup --show", name="store-as-backup",
        )  # fmt: skip
    backup = backups.verify(path)
    if backup.schema > VERSION:
        raise CallqError(
            f"{path} was made by a newer callq (schema {backup.schema}; yours reads {VERSION}).",
            hint="Update callq.", code=Exit.STORE, name="newer-store",
        )  # fmt: skip
    refuse_other_key(store, path)
    current = None
    if there:
        with suppress(DamagedError):
            current = backups.verify(store)
    return Plan(store, backup, current, damaged=there and current is None)


def restore(settings: Settings, plan: Plan) -> Restored:
    """Carry out a plan, all or nothing, even while others use the store.

    Raises:
        CallqError: Something can't be read or written; the store is unchanged.
    """
    now = settings.now or datetime.now(UTC)
    try:
        while True:
            try:
                return _carry_out(settings, plan, now)
            except _OutdatedError:
                continue
    except OSError as error:
        raise CallqError(
            f"The store {plan.store} can't be replaced: {error.strerror}.",
            hint="Check the folder's permissions and free space.",
            code=Exit.STORE,
            name="store-not-writable",
        ) from error


def _carry_out(settings: Settings, plan: Plan, now: datetime) -> Restored:
    with _prepared(settings, plan) as (fresh, erased):
        restorer = _put_in_place if plan.now is None else _fill
        done = restorer(settings, plan, fresh, now)
    return replace(done, erased=erased)


def _fill(settings: Settings, plan: Plan, fresh: Path, now: datetime) -> Restored:
    keep_backup_key(fresh, plan.store)
    ws = open_workspace(settings)
    try:
        kept = backups.name_for(plan.store, now, _BEFORE)
        with replacing.attached(ws.db, fresh), ws.db.write():
            if is_behind(ws.db):
                raise _OutdatedError
            # Other writers wait here, so this backup has every call so far.
            backups.copy(plan.store, kept)
            blocked = replacing.everything(ws.db)
            _recompute(ws)
    finally:
        ws.db.close()
    return Restored(plan, kept, blocked)


def _recompute(ws: Workspace) -> None:
    meta.write(ws.db, meta.STALE, "1")
    judge_again(ws)


@contextmanager
def _prepared(settings: Settings, plan: Plan) -> Iterator[tuple[Path, int]]:
    """A copy of the backup in the current schema, and how many people were erased from it again."""
    fresh = plan.store.with_name(f".{plan.store.stem}.{os.getpid()}.restore")
    try:
        backups.copy(plan.backup.path, fresh)
        copy_store_key(plan.store, fresh)
        if plan.now is not None:
            open_workspace(settings).db.close()
        ws = open_workspace(settings.with_db(str(fresh)))
        erased = erase_again(ws, plan.store) if plan.now else 0
        ws.db.close()
        yield fresh, erased
    finally:
        shutil.rmtree(backups.folder_of(fresh), ignore_errors=True)
        for ending in ("", ".key", *_BESIDE):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


def _put_in_place(settings: Settings, plan: Plan, fresh: Path, now: datetime) -> Restored:
    """Replace the file itself, as there is no store that could be written to."""
    kept, blocked = None, 0
    if plan.damaged:
        kept = backups.name_for(plan.store, now, backups.DAMAGED)
        backups.save_damaged(plan.store, kept)
        blocked = _block(settings.with_db(str(fresh)), _readable_numbers(plan.store), now)
    db = SqliteDb(fresh)
    db.one("PRAGMA journal_mode=DELETE")
    db.close()
    for ending in _BESIDE:
        plan.store.with_name(plan.store.name + ending).unlink(missing_ok=True)
    keep_backup_key(fresh, plan.store)
    fresh.chmod(mode_for(plan.store))
    fresh.replace(plan.store)
    db = SqliteDb(plan.store)
    db.one("PRAGMA journal_mode=WAL")
    db.close()
    return Restored(plan, kept, blocked)


def _readable_numbers(store: Path) -> list[str]:
    """The do-not-call numbers a damaged store still gives up."""
    try:
        db = SqliteDb(store)
        try:
            return replacing.current_entries(db)
        finally:
            db.close()
    except Exception:  # noqa: BLE001 - a damaged file can raise anything
        return []


def _block(settings: Settings, numbers: list[str], now: datetime) -> int:
    ws = open_workspace(settings)
    try:
        with ws.db.write():
            known = set(replacing.current_entries(ws.db))
            missing = [number for number in numbers if number not in known]
            dnc.block(
                ws.db, missing, source="restore", agent=ws.agent, now=now,
                reason="was in the damaged store", covers="person",
            )  # fmt: skip
            _recompute(ws)
    finally:
        ws.db.close()
    return len(missing)
