"""Backups of a store's file: copied while reps work, verified, and rotated."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.storage.db import trouble
from callq.storage.sharing import mode_for

DAMAGED = "damaged"
"""Marks, in a backup's name, the copy of a damaged store."""
_PAGES = 5000
_STAMP = "%Y%m%dT%H%M%SZ"


class DamagedError(CallqError):
    """A file is damaged, or isn't a callq store."""


class Copy(NamedTuple):
    """A verified backup."""

    path: Path
    schema: int
    people: int
    calls: int
    key: Path | None = None
    """The erasure key file that belongs to it, if there is one."""


def folder_of(store: Path) -> Path:
    """A store's backups folder: `callq-backups` beside `callq.db`."""
    return store.with_name(f"{store.stem}-backups")


def key_of(store: Path) -> Path:
    """A store's erasure key file: `callq.db.key`."""
    return store.with_name(f"{store.name}.key")


def name_for(store: Path, now: datetime, reason: str = "", *, folder: Path | None = None) -> Path:
    """An unused path for a backup, e.g. `callq-20260311T141500Z-auto.db`."""
    ending = f"-{reason}" if reason else ""
    stem = f"{store.stem}-{now.astimezone(UTC).strftime(_STAMP)}{ending}"
    where = folder or folder_of(store)
    marks = ("", *(f"_{n}" for n in range(2, 1000)))
    places = [where / f"{stem}{mark}.db" for mark in marks]
    return next((place for place in places if not place.exists()), places[0])


def copy(
    store: Path, target: Path, on_progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Copy:
    """Copy a store as of this moment, while others keep working.

    The copy is written to a temporary file, verified, and then moved into place.

    Args:
        store: The file of the store.
        target: The file to write; an existing one is replaced.
        on_progress: Called with the pages copied so far and the total.

    Raises:
        CallqError: The store can't be read, or the copy can't be written or is damaged.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _write(store, fresh, on_progress)
        found = verify(fresh)
        fresh.chmod(mode_for(store))
        _to_disk(fresh)
        # The key first, so a backup never exists without the key it needs.
        key = copy_key(store, target)
        fresh.replace(target)
        _to_disk(target.parent)
    except OSError as error:
        raise CallqError(
            f"Can't write the backup {target}: {error.strerror}.",
            hint="Check the folder and its free disk space. Your data is unchanged.",
            code=Exit.STORE,
            name="backup-not-writable",
        ) from error
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
    return found._replace(path=target, key=key)


def verify(path: Path) -> Copy:
    """Read every page of a store's file.

    Raises:
        DamagedError: The file is damaged, or isn't a callq store.
        CallqError: The file can't be read right now.
    """
    try:
        with closing(_reader(path)) as connection:
            mistakes = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            if mistakes != ["ok"]:
                raise _damaged(path, str(mistakes[0]).splitlines()[-1])
            version = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
            people, calls = (
                connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
                for table in ("prospect", "call")
            )
    except sqlite3.OperationalError as error:
        if any(sign in str(error) for sign in ("no such table", "no such column")):
            raise _damaged(path, "it isn't a callq store") from error
        raise trouble(path, error) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    if version is None or not str(version[0]).isdecimal():
        raise _damaged(path, "it isn't a callq store")
    return Copy(path, int(version[0]), people, calls)


def made_by(store: Path, folder: Path | None = None) -> list[Path]:
    """A store's backups in a folder (default: its backups folder), oldest first."""
    try:
        found = sorted((folder or folder_of(store)).iterdir())
    except OSError:
        return []
    return [path for path in found if path.suffix == ".db" and made_at(store, path) is not None]


def reason_of(store: Path, backup: Path) -> str:
    """Why callq made a backup, from its name; empty when a rep did."""
    rest = backup.stem.removeprefix(f"{store.stem}-")[16:]
    return rest.partition("_")[0].removeprefix("-")


def remove(backup: Path) -> None:
    """Delete a backup and its key file."""
    backup.unlink(missing_ok=True)
    key_of(backup).unlink(missing_ok=True)


def made_at(store: Path, backup: Path) -> datetime | None:
    """When a backup was made, from its name; None when the file isn't a backup."""
    head = f"{store.stem}-"
    stamp = backup.name.removeprefix(head)[:16] if backup.name.startswith(head) else ""
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _write(store: Path, fresh: Path, on_progress: Callable[[int, int], None]) -> None:
    try:
        with closing(_reader(store)) as source, closing(sqlite3.connect(fresh)) as target:
            # An open read transaction pins the copy to one moment.
            source.execute("BEGIN")
            source.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            source.backup(
                target, pages=_PAGES, progress=lambda _, left, of: on_progress(of - left, of)
            )
            # A single self-contained file, without a write-ahead log.
            target.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise trouble(store, error) from error


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=30, isolation_level=None)


def copy_key(store: Path, target: Path) -> Path | None:
    """Copy a store's erasure key beside another file; None when it has no key."""
    if not key_of(store).exists():
        return None
    _copy_file(key_of(store), key_of(target))
    key_of(target).chmod(mode_for(store))
    return key_of(target)


def _copy_file(source: Path, target: Path) -> None:
    target.touch(mode=0o600)
    target.write_bytes(source.read_bytes())
    _to_disk(target)


def save_damaged(store: Path, target: Path) -> None:
    """Copy the files of a damaged store as they are, so an expert can recover them."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for ending in ("-wal", ".key", ""):
        source = store.with_name(store.name + ending)
        if source.exists():
            _copy_file(source, target.with_name(target.name + ending))


def _damaged(path: Path, why: str) -> DamagedError:
    return DamagedError(
        f"{path} is damaged or not a store: {why}.",
        hint="List your backups: callq store backup --show",
        code=Exit.STORE,
        name="damaged-store",
    )


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
