"""Back up the store: on request, and automatically before a bulk change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from callq.errors import CallqError, Exit
from callq.storage import backups
from callq.storage.backups import Copy
from callq.storage.opening import sqlite_path
from callq.workspace import Workspace

AUTOMATIC = "auto"
"""Marks, in a backup's name, one that callq made before a bulk change."""
_EVERY = timedelta(days=1)
_KEPT = 7


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A new backup, and the older ones removed for it."""

    copy: Copy
    removed: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An existing backup."""

    path: Path
    made_at: datetime
    reason: str
    """Why callq made it; empty when the rep did."""


def back_up(
    ws: Workspace,
    to: str = "",
    keep: int = 0,
    on_progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> BackedUp:
    """Copy the store while others keep working, and verify the copy.

    Args:
        ws: An open workspace.
        to: A new file or an existing folder; the store's backups folder when empty.
        keep: How many of the reps' own backups to keep in the folder; all when 0.
        on_progress: Called with the pages copied so far and the total.

    Raises:
        CallqError: The store is on a server, or the copy can't be written or is damaged.
    """
    store = store_file(ws)
    target = _target(ws, store, to)
    copy = backups.copy(store, target, on_progress)
    removed = _rotate(store, target.parent, "", keep) if keep else ()
    return BackedUp(copy, removed)


def before_bulk(ws: Workspace) -> None:
    """Back up before a bulk change, once a day; keep the newest seven.

    Undo doesn't need the backup, so if it fails, the rep gets a notice and the change goes on.
    """
    store = sqlite_path(ws.settings.db)
    if store is None or ws.db.one("SELECT 1 FROM prospect LIMIT 1") is None:
        return
    last = [backups.made_at(store, path) for path in backups.made_by(store)]
    if any(at is not None and timedelta(0) <= ws.now - at < _EVERY for at in last):
        return
    try:
        backups.copy(store, backups.name_for(store, ws.now, AUTOMATIC))
        _rotate(store, backups.folder_of(store), AUTOMATIC, _KEPT)
    except CallqError as error:
        ws.notices.append(f"Couldn't back up before this change. {error.message}")


def known(ws: Workspace) -> list[Kept]:
    """The backups in the store's backups folder, newest first."""
    store = store_file(ws)
    found = []
    for path in backups.made_by(store):
        at = backups.made_at(store, path)
        if at is not None:
            reason = backups.reason_of(store, path)
            found.append(Kept(path, at, reason))
    return sorted(found, key=lambda kept: (kept.made_at, kept.path), reverse=True)


def store_file(ws: Workspace) -> Path:
    """The store's file.

    Raises:
        CallqError: The store is on a server.
    """
    store = sqlite_path(ws.settings.db)
    if store is None:
        raise CallqError(
            "Your store is on a database server, so callq can't back it up.",
            hint="Use pg_dump.",
            code=Exit.STORE,
            name="store-on-a-server",
        )
    return store.absolute()


def _target(ws: Workspace, store: Path, to: str) -> Path:
    own = backups.name_for(store, ws.now)
    if not to:
        return own
    target = Path(to).expanduser().absolute()
    if target.is_dir():
        return backups.name_for(store, ws.now, folder=target)
    if target.exists():
        raise CallqError(
            f"{target} already exists.",
            hint="Choose a new file name, or an existing folder.",
            name="file-exists",
        )
    return target


def _rotate(store: Path, folder: Path, reason: str, keep: int) -> tuple[Path, ...]:
    mine = [
        path for path in backups.made_by(store, folder) if backups.reason_of(store, path) == reason
    ]
    gone = mine[:-keep]
    for path in gone:
        backups.remove(path)
    return tuple(gone)
