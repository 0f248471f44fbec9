"""Upgrade an older store to the current schema: back it up, then one transaction, once.

Imported only for an older store, because Alembic is slow to load.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callq import __version__
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.storage import backups, meta
from callq.storage.db import Db, SqliteDb

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from callq.storage.server import ServerDb

_WAIT_MILLISECONDS = 600_000
"""How long a process waits while another one upgrades a large store."""


class Upgrade(NamedTuple):
    """How to upgrade an older store."""

    now: datetime
    finish: Callable[[Db], None]
    """Runs on the upgraded store in the same transaction, e.g. to recompute every status."""


class Upgraded(NamedTuple):
    """What an upgrade did."""

    before: int
    after: int
    backup: Path | None
    """The backup made first; None on a server, which has its own backups."""

    def in_words(self) -> str:
        """The upgrade as a sentence for the rep."""
        kept = f" Backup: {self.backup}" if self.backup else ""
        return f"Upgraded your data from schema {self.before} to {self.after}.{kept}"


def upgrade_file(path: Path, wanted: int, how: Upgrade) -> Upgraded | None:
    """Upgrade a store's file; None when another process already did.

    Raises:
        CallqError: The store can't be backed up or written; it is unchanged.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    db = SqliteDb(path)
    # A store copied here as a single file may have lost this mode.
    db.one("PRAGMA journal_mode=WAL")
    # Off while tables are rebuilt; every reference is checked at the end.
    db.run("PRAGMA foreign_keys=OFF")
    db.run(f"PRAGMA busy_timeout={_WAIT_MILLISECONDS}")
    engine = create_engine("sqlite://", creator=db.hand_over, poolclass=StaticPool)
    try:
        with engine.connect() as connection, db.write():
            found = version_of(db)
            if found == wanted:
                return None
            backup = backups.name_for(path, how.now, f"schema-{found}")
            backups.copy(path, backup)
            _migrate(connection, db, found, wanted)
            how.finish(db)
            if db.one("PRAGMA foreign_key_check") is not None:
                raise CallqError(
                    f"Can't upgrade {path}: some rows reference missing rows.",
                    hint="List them: callq store check. Nothing was changed.",
                    code=Exit.STORE,
                    name="dangling-references",
                )
    finally:
        engine.dispose()
    return Upgraded(found, wanted, backup)


def upgrade_server(db: "ServerDb", wanted: int, how: Upgrade) -> Upgraded | None:
    """Upgrade a store on a server; None when another process already did."""
    with db.write():
        found = version_of(db)
        if found == wanted:
            return None
        for step in _steps(found, wanted):
            db.script(_as_text(step))
            _change_rows(step, db)
        _note(db, wanted)
        how.finish(db)
    return Upgraded(found, wanted, None)


def version_of(db: Db) -> int:
    """The schema of an open store."""
    return int(meta.read(db, meta.SCHEMA) or 0)


def stamp(db: Db, version: int) -> None:
    """Record a store's schema and the callq version it needs."""
    meta.write(db, meta.SCHEMA, str(version))
    meta.write(db, meta.NEEDS, __version__)


def _migrate(connection: "Connection", db: Db, found: int, wanted: int) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    with _refusing(found), Operations.context(MigrationContext.configure(connection)):
        for step in _steps(found, wanted):
            step.upgrade()
            _change_rows(step, db)
    _note(db, wanted)


def _as_text(step: Any) -> str:
    """The statements of a step on a server, which Alembic writes instead of running them."""
    from io import StringIO

    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    text = StringIO()
    how = {"as_sql": True, "output_buffer": text}
    context = MigrationContext.configure(dialect_name="postgresql", opts=how)
    with Operations.context(context):
        step.upgrade()
    return text.getvalue()


def _steps(found: int, wanted: int) -> list[Any]:
    """The modules that bring one version to another, in order."""
    from alembic.script import ScriptDirectory

    folder = str(Path(__file__).with_name("migrations"))
    scripts = ScriptDirectory(folder, version_locations=[folder])
    newest_first = scripts.iterate_revisions(str(wanted), str(found))
    return [step.module for step in reversed(list(newest_first))]


def _change_rows(step: Any, db: Db) -> None:
    if hasattr(step, "change_rows"):
        step.change_rows(db)


def _note(db: Db, version: int) -> None:
    stamp(db, version)
    meta.write(db, meta.STALE, "1")


@contextmanager
def _refusing(found: int) -> Iterator[None]:
    """Turn a database error in a migration into a `CallqError`: the store may have been edited."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise CallqError(
            f"Can't upgrade your data from schema {found}: {reason}.",
            hint="Nothing was changed. Look for the cause: callq store check",
            code=Exit.STORE,
            name="upgrade-failed",
        ) from error
