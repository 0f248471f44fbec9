"""Backs the store up: by a rep's word, and by itself before a bulk change."""

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
"""The reason in the name of a backup that callq made by itself before a bulk change."""
_EVERY = timedelta(days=1)
_KEPT = 7


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made, and those that had to go for it."""

    copy: Copy
    removed: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that is there."""

    path: Path
    made_at: datetime
    reason: str
    """Why callq made it; empty when a rep asked for it."""


def back_up(
    ws: Workspace,
    to: str = "",
    keep: int = 0,
    on_progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> BackedUp:
    """Copies the store as it stands, while others go on working, and looks the copy through.

    Args:
        ws: An open workspace.
        to: A file that is not there yet, or a folder; the store's own folder of backups when empty.
        keep: How many backups that reps asked for stay in the folder; all when 0.
        on_progress: Called with what is done and the whole.

    Raises:
        CallqError: The store is on a server, or the copy can't be written or is not sound.
    """
    store = store_file(ws)
    target = _target(ws, store, to)
    copy = backups.copy(store, target, on_progress)
    removed = _rotate(store, target.parent, "", keep) if keep else ()
    return BackedUp(copy, removed)


def before_bulk(ws: Workspace) -> None:
    """Keeps the store as it was before a bulk change, once a day; the newest seven stay.

    A bulk change can be undone without it, so one that can't be made is told and stops nothing.
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
        ws.notices.append(f"No backup was made before this: {error.message}")


def known(ws: Workspace) -> list[Kept]:
    """The backups in the store's own folder, newest first."""
    store = store_file(ws)
    found = []
    for path in backups.made_by(store):
        at = backups.made_at(store, path)
        if at is not None:
            reason = backups.reason_of(store, path)
            found.append(Kept(path, at, reason))
    return sorted(found, key=lambda kept: (kept.made_at, kept.path), reverse=True)


def store_file(ws: Workspace) -> Path:
    """The file of the store.

    Raises:
        CallqError: The store is on a server.
    """
    store = sqlite_path(ws.settings.db)
    if store is None:
        raise CallqError(
            "The store is on a server, which has backups of its own.",
            hint="Use pg_dump and pg_restore.",
            code=Exit.STORE,
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
            f"{target} is there already.", hint="Name another file, or a folder.", code=Exit.USAGE
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
