"""Finds, makes and opens the store that `CALLQ_DB` names."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from callq import __version__
from callq.errors import CallqError, Exit
from callq.storage import meta
from callq.storage.db import Db, ServerDb, SqliteDb

if TYPE_CHECKING:
    from callq.storage.upgrading import Upgrade, Upgraded

VERSION = 2
"""The schema this callq reads and writes; the same as `schema.VERSION`, without its imports."""


class OlderStoreError(CallqError):
    """The store is of an older schema: whoever may write can upgrade it."""


_MISSING = (
    "Make one with `callq import FILE` or `callq add NAME --phone NUMBER`, or try `callq demo`."
)


def open_store(target: str, *, create: bool = False, folder: Path | None = None) -> Db:
    """Opens the store at a path or a SQLAlchemy URL.

    Args:
        target: A file's path, or a URL such as `postgresql+psycopg://...`.
        create: Make it when it isn't there.
        folder: The data folder, where the key of a server's store lies; else the current one.

    Raises:
        OlderStoreError: `upgrade_store` can bring it up to date.
        CallqError: It is missing, of a newer version, damaged, or can't be reached.
    """
    path = sqlite_path(target)
    if path is None:
        return _open_server(target, (folder or Path()) / "callq.key", create=create)
    if _is_missing(path):
        if not create:
            raise CallqError(f"There is no store at {path} yet.", hint=_MISSING, code=Exit.STORE)
        _make_file(path)
    if path.is_dir():
        raise CallqError(
            f"{path} is a folder, not a store.", hint="Let CALLQ_DB name a file.", code=Exit.STORE
        )
    db = SqliteDb(path)
    try:
        _check_version(db, str(path))
    except BaseException:
        db.close()
        raise
    return db


def upgrade_store(target: str, how: "Upgrade") -> "Upgraded | None":
    """Brings an older store up to date; None when another process did it meanwhile.

    Raises:
        CallqError: It can't be backed up or written; it is as it was then.
    """
    from callq.storage import upgrading

    path = sqlite_path(target)
    if path is not None:
        return upgrading.upgrade_file(path, VERSION, how)
    from sqlalchemy import create_engine

    db = ServerDb(create_engine(target))
    try:
        return upgrading.upgrade_server(db, VERSION, how)
    finally:
        db.close()


def sqlite_path(target: str) -> Path | None:
    """The file of an embedded store; None when the target is a server's URL."""
    if target.startswith("sqlite:"):
        _, _, rest = target.partition("://")
        return Path(rest.removeprefix("/"))
    return None if "://" in target else Path(target).expanduser()


def _open_server(url: str, key_file: Path, *, create: bool) -> Db:
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

    try:
        engine = create_engine(url)
        if engine.dialect.name != "postgresql":
            raise NoSuchModuleError(f"{engine.dialect.name} is not supported")  # noqa: TRY301
        made = inspect(engine).has_table("meta")
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise CallqError(
            f'CALLQ_DB="{url.rsplit("@", maxsplit=1)[-1]}" names no store callq can open: {error}.',
            hint="Use a file's path, or postgresql+psycopg://user@host/name "
            "(with the extra callq[postgres]).",
            code=Exit.STORE,
        ) from error
    except SQLAlchemyError as error:
        raise CallqError(
            f"The store {url.rsplit('@', maxsplit=1)[-1]} does not answer: "
            f"{str(getattr(error, 'orig', error)).strip().splitlines()[0]}.",
            hint="Check CALLQ_DB, and that the server runs and lets you in.",
            code=Exit.STORE,
        ) from error
    if not made:
        if not create:
            raise CallqError(
                "There is no store on that server yet.", hint=_MISSING, code=Exit.STORE
            )
        from callq.storage import schema

        schema.Base.metadata.create_all(engine)
        db = ServerDb(engine, key_file)
        with db.write():
            _stamp(db)
        return db
    db = ServerDb(engine, key_file)
    _check_version(db, url.rsplit("@", maxsplit=1)[-1])
    return db


def _make_file(path: Path) -> None:
    """Makes a new store beside its place and moves it there whole, so that none is half made."""
    from sqlalchemy import create_engine

    from callq.storage import schema

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise CallqError(
            f"The store {path} can't be made: {error.strerror}.",
            hint="Check the folder, or name another place with CALLQ_DB.",
            code=Exit.STORE,
        ) from error
    try:
        engine = create_engine(f"sqlite:///{fresh}")
        with engine.begin() as connection:
            # Or each table and index would be brought to the disk by itself.
            connection.exec_driver_sql("BEGIN")
            schema.Base.metadata.create_all(connection)
        engine.dispose()
        db = SqliteDb(fresh)
        with db.write():
            _stamp(db)
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
            f"The store {str(path)[:80]} can't be opened: {error.strerror}.",
            hint="Let CALLQ_DB name a file.",
            code=Exit.STORE,
        ) from error


def _put_in_place(fresh: Path, path: Path) -> None:
    """Gives a new store its name; one that another process made meanwhile stays."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        if path.stat().st_size == 0:
            fresh.replace(path)
    except OSError:
        # A file system without links: the moment between look and move stays open.
        if _is_missing(path):
            fresh.replace(path)


def _stamp(db: Db) -> None:
    meta.write(db, meta.SCHEMA, str(VERSION))
    meta.write(db, meta.NEEDS, __version__)


def _check_version(db: Db, place: str) -> None:
    try:
        row = db.one("SELECT value FROM meta WHERE key = 'schema'")
    except CallqError:
        raise
    except Exception as error:
        if not any(sign in str(error) for sign in ("no such table", "no such column")):
            raise
        row = None
    if row is None or not str(row[0]).isdecimal():
        raise CallqError(
            f"{place} is no callq store.",
            hint="Check CALLQ_DB. If it was a store, callq doctor tells what is left of it.",
            code=Exit.STORE,
        )
    found = int(row[0])
    if found < VERSION:
        raise OlderStoreError(
            f"{place} has schema {found}, this callq works with {VERSION}.",
            hint="callq today upgrades it, and keeps it as it was.",
            code=Exit.STORE,
        )
    if found > VERSION:
        needed = meta.read(db, meta.NEEDS) or "a later one"
        raise CallqError(
            f"{place} has schema {found}, which needs callq {needed}; "
            f"this is callq {__version__}, which knows schema {VERSION}.",
            hint=f"Update callq to {needed} or later. Nothing was changed.",
            code=Exit.STORE,
        )
