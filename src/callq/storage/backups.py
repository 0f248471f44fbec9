"""Copies of an embedded store: made while reps log, looked through, kept in rotation."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from callq.errors import CallqError, Exit
from callq.storage.db import trouble

DAMAGED = "damaged"
"""The reason in the name of what is left of a store that could not be read."""
_PAGES = 5000
_STAMP = "%Y%m%dT%H%M%SZ"


class DamagedError(CallqError):
    """A file is no store of callq, or can't be read any more."""


class Copy(NamedTuple):
    """A backup, looked through."""

    path: Path
    schema: int
    people: int
    calls: int
    key: Path | None = None
    """The file with the key of the erasures that belongs to it, if there is one."""


def folder_of(store: Path) -> Path:
    """Where the backups of a store go: `callq-backups` beside `callq.db`."""
    return store.with_name(f"{store.stem}-backups")


def key_of(store: Path) -> Path:
    """Where the key of a store's erasures lies: `callq.db.key`."""
    return store.with_name(f"{store.name}.key")


def name_for(store: Path, now: datetime, reason: str = "", *, folder: Path | None = None) -> Path:
    """A free place for a backup, e.g. `callq-20260311T141500Z-auto.db`."""
    ending = f"-{reason}" if reason else ""
    stem = f"{store.stem}-{now.astimezone(UTC).strftime(_STAMP)}{ending}"
    where = folder or folder_of(store)
    marks = ("", *(f"_{n}" for n in range(2, 1000)))
    places = [where / f"{stem}{mark}.db" for mark in marks]
    return next((place for place in places if not place.exists()), places[0])


def copy(
    store: Path, target: Path, on_progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Copy:
    """Copies a store as it stands at this moment; nobody has to stop working meanwhile.

    The copy is written beside its place, opened and looked through, and moved there whole.

    Args:
        store: The file of the store.
        target: Where the copy goes; one that is there is replaced.
        on_progress: Called with pages done and pages in all.

    Raises:
        CallqError: The store can't be read, the copy can't be written, or it is not sound.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _write(store, fresh, on_progress)
        found = look_through(fresh)
        _to_disk(fresh)
        # Before the copy itself: a backup without the key it needs is never there.
        key = copy_key(store, target)
        fresh.replace(target)
        _to_disk(target.parent)
    except OSError as error:
        raise CallqError(
            f"The backup {target} can't be written: {error.strerror}.",
            hint="Check the folder and the room on its disk; the store is as it was.",
            code=Exit.STORE,
        ) from error
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
    return found._replace(path=target, key=key)


def look_through(path: Path) -> Copy:
    """Reads every page of a store's file.

    Raises:
        DamagedError: It is no store of callq, or is damaged.
        CallqError: It can't be read now.
    """
    try:
        with closing(_reader(path)) as connection:
            mistakes = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            if mistakes != ["ok"]:
                raise _unsound(path, str(mistakes[0]).splitlines()[-1])
            version = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
            people, calls = (
                connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
                for table in ("prospect", "call")
            )
    except sqlite3.OperationalError as error:
        if any(sign in str(error) for sign in ("no such table", "no such column")):
            raise _unsound(path, "it is no callq store") from error
        raise trouble(path, error) from error
    except sqlite3.DatabaseError as error:
        raise _unsound(path, str(error)) from error
    if version is None or not str(version[0]).isdecimal():
        raise _unsound(path, "it is no callq store")
    return Copy(path, int(version[0]), people, calls)


def made_by(store: Path, folder: Path | None = None) -> list[Path]:
    """The backups of a store in a folder, its own by default; oldest first."""
    try:
        found = sorted((folder or folder_of(store)).iterdir())
    except OSError:
        return []
    return [path for path in found if path.suffix == ".db" and made_at(store, path) is not None]


def reason_of(store: Path, backup: Path) -> str:
    """Why callq made a backup, by its name; empty when a rep asked for it."""
    rest = backup.stem.removeprefix(f"{store.stem}-")[16:]
    return rest.partition("_")[0].removeprefix("-")


def remove(backup: Path) -> None:
    """Removes a backup and what belongs to it."""
    backup.unlink(missing_ok=True)
    key_of(backup).unlink(missing_ok=True)


def made_at(store: Path, backup: Path) -> datetime | None:
    """When a backup was made, by its name; None when the name is no backup's."""
    head = f"{store.stem}-"
    stamp = backup.name.removeprefix(head)[:16] if backup.name.startswith(head) else ""
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _write(store: Path, fresh: Path, on_progress: Callable[[int, int], None]) -> None:
    try:
        with closing(_reader(store)) as source, closing(sqlite3.connect(fresh)) as target:
            # A read held open keeps the copy on one moment, whatever is written meanwhile.
            source.execute("BEGIN")
            source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            source.backup(
                target, pages=_PAGES, progress=lambda _, left, of: on_progress(of - left, of)
            )
            # One file, whole in itself, wherever it is carried.
            target.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise trouble(store, error) from error


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=30, isolation_level=None)


def copy_key(store: Path, target: Path) -> Path | None:
    """Copies the key of a store's erasures to where another file looks for it; None without one."""
    if not key_of(store).exists():
        return None
    _copy_file(key_of(store), key_of(target))
    return key_of(target)


def _copy_file(source: Path, target: Path) -> None:
    target.touch(mode=0o600)
    target.write_bytes(source.read_bytes())
    _to_disk(target)


def keep_as_it_is(store: Path, target: Path) -> None:
    """Copies the files of a store that can't be read as one, for somebody who can mend them."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for ending in ("-wal", ".key", ""):
        source = store.with_name(store.name + ending)
        if source.exists():
            _copy_file(source, target.with_name(target.name + ending))


def _unsound(path: Path, why: str) -> DamagedError:
    return DamagedError(
        f"{path} is not sound: {why}.",
        hint="callq backup --show shows what can be restored.",
        code=Exit.STORE,
    )


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
