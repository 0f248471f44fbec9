"""Puts a backup in the place of the store; keeps what it replaces, and every do-not-call."""

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
    bring_key,
    forget_again,
    is_behind,
    leave_key,
    refuse_other_key,
)
from callq.records import dnc
from callq.storage import backups, meta
from callq.storage.backups import Copy, DamagedError
from callq.storage.db import SqliteDb
from callq.storage.opening import VERSION, sqlite_path
from callq.workspace import Workspace, judge_again, open_workspace

_BEFORE = "before-restore"
_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a restore would do."""

    store: Path
    backup: Copy
    now: Copy | None
    """The store that is there; None when there is none, or none that can be read."""
    damaged: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    plan: Plan
    kept: Path | None
    """The store as it was; None when there was none."""
    blocked: int
    """Do-not-call entries that the backup lacked and that stand on."""
    forgotten: int = 0
    """People of the backup who were forgotten since, and are again."""


class _LateError(Exception):
    """Somebody was forgotten while the copy was prepared."""


def look(settings: Settings, source: str) -> Plan:
    """Looks a backup and the store through, and changes nothing.

    Raises:
        CallqError: The store is on a server, or the backup is none, is damaged or is too new.
    """
    store = sqlite_path(settings.db)
    if store is None:
        raise CallqError(
            "The store is on a server, which has backups of its own.",
            hint="Use pg_dump and pg_restore.", code=Exit.STORE,
        )  # fmt: skip
    store, path = store.absolute(), Path(source).expanduser().absolute()
    if not path.is_file():
        raise CallqError(
            f"There is no backup {path}.", hint="callq backup --show shows yours.",
            code=Exit.NOT_FOUND,
        )  # fmt: skip
    there = store.exists() and store.stat().st_size > 0
    if there and path.samefile(store):
        raise CallqError(f"{path} is the store itself.", hint="callq backup --show shows backups.")
    backup = backups.look_through(path)
    if backup.schema > VERSION:
        raise CallqError(
            f"{path} has schema {backup.schema}, this callq knows {VERSION}.",
            hint="Update callq.", code=Exit.STORE,
        )  # fmt: skip
    refuse_other_key(store, path)
    current = None
    if there:
        with suppress(DamagedError):
            current = backups.look_through(store)
    return Plan(store, backup, current, damaged=there and current is None)


def restore(settings: Settings, plan: Plan) -> Restored:
    """Carries a plan out: whole or not at all, also while others are working on the store.

    Raises:
        CallqError: Something can't be read or written; the store is as it was then.
    """
    now = settings.now or datetime.now(UTC)
    try:
        while True:
            try:
                return _carry_out(settings, plan, now)
            except _LateError:
                continue
    except OSError as error:
        raise CallqError(
            f"The store {plan.store} can't be replaced: {error.strerror}.",
            hint="Check its folder.",
            code=Exit.STORE,
        ) from error


def _carry_out(settings: Settings, plan: Plan, now: datetime) -> Restored:
    with _prepared(settings, plan) as (fresh, forgotten):
        restorer = _put_in_place if plan.now is None else _fill
        done = restorer(settings, plan, fresh, now)
    return replace(done, forgotten=forgotten)


def _fill(settings: Settings, plan: Plan, fresh: Path, now: datetime) -> Restored:
    leave_key(fresh, plan.store)
    ws = open_workspace(settings)
    try:
        kept = backups.name_for(plan.store, now, _BEFORE)
        with replacing.attached(ws.db, fresh), ws.db.write():
            if is_behind(ws.db):
                raise _LateError
            # Whoever writes now waits: what is kept holds every call up to this moment.
            backups.copy(plan.store, kept)
            blocked = replacing.everything(ws.db)
            _judge(ws)
    finally:
        ws.db.close()
    return Restored(plan, kept, blocked)


def _judge(ws: Workspace) -> None:
    meta.write(ws.db, meta.STALE, "1")
    judge_again(ws)


@contextmanager
def _prepared(settings: Settings, plan: Plan) -> Iterator[tuple[Path, int]]:
    """A copy of the backup in today's schema, and how many of it were forgotten since."""
    fresh = plan.store.with_name(f".{plan.store.stem}.{os.getpid()}.restore")
    try:
        backups.copy(plan.backup.path, fresh)
        bring_key(plan.store, fresh)
        if plan.now is not None:
            open_workspace(settings).db.close()
        ws = open_workspace(settings.with_db(str(fresh)))
        forgotten = forget_again(ws, plan.store) if plan.now else 0
        ws.db.close()
        yield fresh, forgotten
    finally:
        shutil.rmtree(backups.folder_of(fresh), ignore_errors=True)
        for ending in ("", ".key", *_BESIDE):
            fresh.with_name(fresh.name + ending).unlink(missing_ok=True)


def _put_in_place(settings: Settings, plan: Plan, fresh: Path, now: datetime) -> Restored:
    """Where there is no store that could be written into, the file itself takes the name."""
    kept, blocked = None, 0
    if plan.damaged:
        kept = backups.name_for(plan.store, now, backups.DAMAGED)
        backups.keep_as_it_is(plan.store, kept)
        blocked = _block(settings.with_db(str(fresh)), _readable_numbers(plan.store), now)
    db = SqliteDb(fresh)
    db.one("PRAGMA journal_mode=DELETE")
    db.close()
    for ending in _BESIDE:
        plan.store.with_name(plan.store.name + ending).unlink(missing_ok=True)
    leave_key(fresh, plan.store)
    fresh.replace(plan.store)
    db = SqliteDb(plan.store)
    db.one("PRAGMA journal_mode=WAL")
    db.close()
    return Restored(plan, kept, blocked)


def _readable_numbers(store: Path) -> list[str]:
    """What a damaged store can still tell of do-not-call."""
    try:
        db = SqliteDb(store)
        try:
            return replacing.current_entries(db)
        finally:
            db.close()
    except Exception:  # noqa: BLE001 - nobody knows what a damaged file answers
        return []


def _block(settings: Settings, numbers: list[str], now: datetime) -> int:
    ws = open_workspace(settings)
    try:
        with ws.db.write():
            known = set(replacing.current_entries(ws.db))
            missing = [number for number in numbers if number not in known]
            dnc.block(
                ws.db, missing, source="restore", agent=ws.agent, now=now,
                reason="stood in the damaged store", call_id=None, command_id=None,
            )  # fmt: skip
            _judge(ws)
    finally:
        ws.db.close()
    return len(missing)
