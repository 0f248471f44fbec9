"""Move everything to another store: a file to a server, or back. What was there before is kept."""

from callq.config import Settings
from callq.errors import CallqError, Exit
from callq.maintenance import health
from callq.maintenance.check import examine
from callq.named_tuple import NamedTuple
from callq.storage import copying, keyfile, meta
from callq.storage.copying import Advance
from callq.storage.db import Db, SqliteDb
from callq.storage.naming import has_password, shown
from callq.storage.opening import open_store, sqlite_path
from callq.workspace import Workspace, open_workspace

_MUST_MATCH = ("rules", "statuses", "counts", "do-not-call", "names", "key")
"""The checks of a store that must find nothing in it after a move."""


class Moved(NamedTuple):
    """What a move did."""

    source: str
    target: str
    rows: dict[str, int]
    """How many rows each table has, on both sides."""
    copied: tuple[str, ...]
    """The tables that were copied; others are empty, or came with a move that was interrupted."""
    key_file: str
    """The erasure key's file of the new store; empty if no one was erased."""


def move(settings: Settings, target: str, on_progress: Advance = lambda _done, _of: None) -> Moved:
    """Move everything in the store to another one, and verify it row by row and by status.

    The same command continues a move that was interrupted. Others can read the store meanwhile;
    who logs a call waits.

    Args:
        settings: Resolved; their store is the one to move.
        target: A file's path or a URL.
        on_progress: Called with the rows written so far and the total.

    Raises:
        CallqError: The target holds something else, a store can't be read or written, or the two
            differ in the end. The store that is moved stays as it was.
    """
    _refuse_password(target)
    source_name, target_name = _named(settings.db), _named(target)
    if source_name == target_name:
        raise CallqError(
            f"{target_name} is the store you use now.", hint="Name another one.", name="same-store"
        )
    ws = open_workspace(settings)
    try:
        _refuse_dangling(ws)
        there = open_store(target, create=True, folder=settings.data_folder)
        try:
            _claim(there, source_name, target_name)
            with ws.db.write():
                _take_your_time(ws.db)
                done = _carry_over(ws, there, on_progress)
                key_file = _copy_key(ws, there)
                _finish(there, ws.known_as)
                meta.write(ws.db, meta.MOVED, target_name)
        finally:
            there.close()
    finally:
        ws.db.close()
    _check_statuses(settings.with_db(target))
    rows, copied = done
    return Moved(source_name, target_name, rows, copied, key_file)


def _carry_over(
    ws: Workspace, there: Db, on_progress: Advance
) -> tuple[dict[str, int], tuple[str, ...]]:
    wanted = copying.sums(ws.db)
    copied = copying.copy(ws.db, there, wanted, on_progress)
    with there.write():
        copying.continue_numbering(ws.db, there)
    found = copying.sums(there)
    differing = sorted(name for name, each in wanted.items() if found[name] != each)
    if differing:
        raise CallqError(
            f"The copy differs in {', '.join(differing)}.",
            hint="Nothing was lost: your data is where it was. Run the same command again.",
            code=Exit.STORE,
            name="move-not-verified",
        )
    return {name: each.rows for name, each in wanted.items()}, copied


def _take_your_time(db: Db) -> None:
    """Keep a server from ending the transaction while the other store is read."""
    if not isinstance(db, SqliteDb):
        db.run("SET LOCAL idle_in_transaction_session_timeout = 0")


def _claim(there: Db, source: str, target: str) -> None:
    """Mark the target as being filled from this source, unless it holds something else."""
    with there.write():
        filled_from = meta.read(there, meta.MOVING)
        found = copying.holds_something(there)
        if filled_from == source or (filled_from is None and not found):
            meta.write(there, meta.MOVING, source)
            return
    what = f"a part of {filled_from}" if filled_from else f"rows in {found}"
    raise CallqError(
        f"{target} already has {what}.",
        hint="Move to a new file or an empty database. Nothing was changed.",
        code=Exit.REFUSED,
        name="target-not-empty",
    )


def _finish(there: Db, known_as: str) -> None:
    with there.write():
        meta.write(there, meta.KNOWN_AS, known_as)
        meta.remove(there, meta.MOVING)


def _copy_key(ws: Workspace, there: Db) -> str:
    """Copy the erasure key beside the new store, so the erased stay recognized there."""
    key_id = ws.facts.get(meta.ERASURE_KEY)
    if not key_id:
        return ""
    keyfile.read(ws.db.key_file, key_id)
    if there.key_file.exists() and keyfile.id_in(there.key_file) != key_id:
        raise CallqError(
            f"{there.key_file} is the erasure key of another store.",
            hint="Put it into that store's folder, then run the same command again.",
            code=Exit.STORE,
            name="other-key",
        )
    keyfile.copy(ws.db.key_file, there.key_file)
    return str(there.key_file)


def _check_statuses(settings: Settings) -> None:
    """Work out every status afresh from the calls that arrived."""
    report = examine(settings)
    wrong = [c for c in report.checks if c.name in _MUST_MATCH and c.state == "found"]
    if wrong:
        raise CallqError(
            f"Every row arrived, but {wrong[0].message}.",
            hint=wrong[0].hint or "callq store check --fix",
            code=Exit.STORE,
            name="move-not-verified",
        )


def _refuse_dangling(ws: Workspace) -> None:
    """A server takes no row that refers to one that isn't there."""
    dangling = health.dangling_references(ws.db) if isinstance(ws.db, SqliteDb) else []
    if dangling:
        raise CallqError(
            f"Some rows refer to rows that aren't there: {dangling[0]}.",
            hint="List them: callq store check. Nothing was moved.",
            code=Exit.STORE,
            name="dangling-references",
        )


def _refuse_password(target: str) -> None:
    if has_password(target):
        raise CallqError(
            "Don't type a password on a command line: others could read it there.",
            hint="Write it into ~/.pgpass, and leave it out of the URL.",
            name="secret-on-command-line",
        )


def _named(target: str) -> str:
    """A store as messages name it, without a password."""
    path = sqlite_path(target)
    return shown(target) if path is None else str(path.resolve())
