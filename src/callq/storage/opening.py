"""Find, create and open the store that `CALLQ_DB` names."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from callq import __version__
from callq.errors import CallqError, Exit
from callq.storage import leftovers, meta
from callq.storage.db import Db, SqliteDb

if TYPE_CHECKING:
    from callq.storage.server import ServerDb
    from callq.storage.upgrading import Upgrade, Upgraded

VERSION = 2
"""The schema this callq reads and writes; same as `schema.VERSION`, without its imports."""


class OlderStoreError(CallqError):
    """The store has an older schema and can be upgraded."""


_MISSING = (
    "Create one with `callq import FILE` or `callq add NAME --phone NUMBER`, or try `callq demo`."
)


def open_store(target: str, *, create: bool = False, folder: Path | None = None) -> Db:
    """Open the store at a path or a URL of PostgreSQL.

    Args:
        target: A file's path, or a URL such as `postgresql://user@host/name`.
        create: Create the store when it doesn't exist.
        folder: The data folder, for the erasure key of a server's store (default: current folder).

    Raises:
        OlderStoreError: `upgrade_store` can bring it up to date.
        CallqError: The store is missing, newer than this callq, damaged, or unreachable.
    """
    path = sqlite_path(target)
    if path is None:
        return _open_server(target, (folder or Path()) / "callq.key", create=create)
    if _is_missing(path):
        if not create:
            raise CallqError(
                f"There's no data at {path} yet.",
                hint=_MISSING,
                code=Exit.STORE,
                name="no-store",
            )
        _create_file(path)
    if path.is_dir():
        raise CallqError(
            f"{path} is a folder, not a store.",
            hint="Set CALLQ_DB to a file.",
            code=Exit.STORE,
            name="store-is-a-folder",
        )
    leftovers.sweep(path)
    db = SqliteDb(path)
    try:
        _check_version(db, str(path))
    except BaseException:
        db.close()
        raise
    return db


def upgrade_store(target: str, how: "Upgrade") -> "Upgraded | None":
    """Upgrade an older store; None when another process already did.

    Raises:
        CallqError: The store can't be backed up or written; it is unchanged.
    """
    from callq.storage import upgrading

    path = sqlite_path(target)
    if path is not None:
        return upgrading.upgrade_file(path, VERSION, how)
    db = _connected(target, Path("callq.key"))
    try:
        return upgrading.upgrade_server(db, VERSION, how)
    finally:
        db.close()


def sqlite_path(target: str) -> Path | None:
    """The store's file; None when the target is a server's URL."""
    if target.startswith("sqlite:"):
        _, _, rest = target.partition("://")
        return Path(rest.removeprefix("/"))
    return None if "://" in target else Path(target).expanduser()


def _open_server(url: str, key_file: Path, *, create: bool) -> Db:
    db = _connected(url, key_file)
    try:
        db.expect(meta.schema, meta.read_all, meta.acting)
        try:
            _check_version(db, db.target.shown)
        except CallqError as error:
            if error.name != meta.NO_TABLES:
                raise
            _create_on_server(db, allowed=create)
    except BaseException:
        db.close()
        raise
    return db


def _connected(url: str, key_file: Path) -> "ServerDb":
    from callq.storage import server_url
    from callq.storage.naming import shown

    if not server_url.is_server(url):
        raise CallqError(
            f'Can\'t open CALLQ_DB="{shown(url)}": callq doesn\'t know "{url.partition("://")[0]}".',
            hint="Use a file's path, or postgresql://user@host/name.",
            code=Exit.STORE,
            name="unsupported-database",
        )
    try:
        from callq.storage.server import ServerDb

        return ServerDb(server_url.read(url), key_file)
    except ImportError as error:
        raise CallqError(
            "The program that talks to PostgreSQL isn't installed.",
            hint="Install it: pip install 'callq[postgres]'",
            code=Exit.STORE,
            name="no-driver",
        ) from error
    except ValueError as error:
        raise CallqError(
            "CALLQ_DB isn't a URL of PostgreSQL.",
            hint="Write it like postgresql://user@host:5432/name?schema=sales. Better keep the "
            "password in ~/.pgpass; in a URL its special characters are written like %40 for @.",
            code=Exit.STORE,
            name="bad-database-url",
        ) from error


def _has_tables(db: Db) -> bool:
    return db.one("SELECT to_regclass('meta')") != (None,)


def _create_on_server(db: "ServerDb", *, allowed: bool) -> None:
    if not allowed:
        raise CallqError(
            "There's no data on that server yet.", hint=_MISSING, code=Exit.STORE, name="no-store"
        )
    with db.write():
        if db.target.schema:
            db.run(f'CREATE SCHEMA IF NOT EXISTS "{db.target.schema}"')
        # Unless another process has made them while this one waited for the lock.
        if not _has_tables(db):
            _make_tables(db, "postgresql")


def _create_file(path: Path) -> None:
    """Create a store in a temporary file and move it into place, so it's never incomplete."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise CallqError(
            f"Can't create the store {path}: {error.strerror}.",
            hint="Check the folder, or set CALLQ_DB to another place.",
            code=Exit.STORE,
            name="store-not-writable",
        ) from error
    try:
        db = SqliteDb(fresh)
        with db.write():
            _make_tables(db, "sqlite")
        db.one("PRAGMA journal_mode=WAL")
        db.close()
        _put_in_place(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _is_missing(path: Path) -> bool:
    try:
        return not path.exists() or path.stat().st_size == 0
    except OSError as error:
        raise CallqError(
            f"Can't open the store {str(path)[:80]}: {error.strerror}.",
            hint="Set CALLQ_DB to a file.",
            code=Exit.STORE,
            name="store-not-readable",
        ) from error


def _put_in_place(fresh: Path, path: Path) -> None:
    """Give a new store its name, unless another process has created one meanwhile."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        if path.stat().st_size == 0:
            fresh.replace(path)
    except OSError:
        # A file system without hard links: a race between check and move remains.
        if _is_missing(path):
            fresh.replace(path)


def _make_tables(db: Db, dialect: str) -> None:
    from callq.storage import shipped_schema

    for statement in shipped_schema.statements(dialect):
        db.run(statement)
    meta.write(db, meta.SCHEMA, str(VERSION))
    meta.write(db, meta.NEEDS, __version__)


def _check_version(db: Db, place: str) -> None:
    try:
        row = meta.schema(db)
    except CallqError:
        raise
    except Exception as error:
        if not any(sign in str(error) for sign in ("no such table", "no such column")):
            raise
        row = None
    if row is None or not str(row[0]).isdecimal():
        raise CallqError(
            f"{place} isn't a callq store.",
            hint="Check CALLQ_DB. If this was your store, run callq store check.",
            code=Exit.STORE,
            name="not-a-store",
        )
    found = int(row[0])
    if found < VERSION:
        raise OlderStoreError(
            f"{place} was made by an older callq (schema {found}; yours uses {VERSION}).",
            hint="Run callq today to back it up and upgrade it.",
            code=Exit.STORE,
            name="older-store",
        )
    if found > VERSION:
        needed = meta.read(db, meta.NEEDS) or "a newer version"
        raise CallqError(
            f"{place} needs callq {needed} (schema {found}); "
            f"you have {__version__} (schema {VERSION}).",
            hint=f"Update callq to {needed} or later. Nothing was changed.",
            code=Exit.STORE,
            name="newer-store",
        )
