"""Takes an older store to the schema of today: backed up, in one transaction, by one process.

Imported only when a store is older: Alembic takes longer to load than a day's command to run.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from callq import __version__
from callq.errors import CallqError, Exit
from callq.storage import backups, meta
from callq.storage.db import Db, ServerDb, SqliteDb

if TYPE_CHECKING:
    from sqlalchemy import Connection

_WAIT_MILLISECONDS = 600_000
"""How long one process waits for another that is upgrading a large store."""


class Upgrade(NamedTuple):
    """How an older store is brought up to date."""

    now: datetime
    finish: Callable[[Db], None]
    """Runs on the upgraded store in the same transaction, e.g. to compute every status again."""


class Upgraded(NamedTuple):
    """What was done to a store."""

    before: int
    after: int
    backup: Path | None
    """The store as it was; None on a server, which has backups of its own."""

    def in_words(self) -> str:
        """A sentence for the rep."""
        kept = f"as it was: {self.backup}" if self.backup else "the server's own backups hold it"
        return f"The store was upgraded from schema {self.before} to {self.after} ({kept})."


def upgrade_file(path: Path, wanted: int, how: Upgrade) -> Upgraded | None:
    """Upgrades an embedded store; None when another process did it meanwhile.

    Raises:
        CallqError: It can't be backed up or written; it is as it was then.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    db = SqliteDb(path)
    # A store that was carried here as one file may have lost it on the way.
    db.one("PRAGMA journal_mode=WAL")
    # Off while tables are made anew; every reference is checked before the end.
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
            _climb(connection, db, found, wanted)
            how.finish(db)
            if db.one("PRAGMA foreign_key_check") is not None:
                raise CallqError(
                    f"The store {path} can't be upgraded: rows refer to rows that are not there.",
                    hint="callq doctor names them. Nothing was changed.",
                    code=Exit.STORE,
                )
    finally:
        engine.dispose()
    return Upgraded(found, wanted, backup)


def upgrade_server(db: ServerDb, wanted: int, how: Upgrade) -> Upgraded | None:
    """Upgrades a store on a server; None when another process did it meanwhile."""
    with db.write():
        found = version_of(db)
        if found == wanted:
            return None
        _climb(db.connection, db, found, wanted)
        how.finish(db)
    return Upgraded(found, wanted, None)


def version_of(db: Db) -> int:
    """The schema of an open store."""
    return int(meta.read(db, meta.SCHEMA) or 0)


def stamp(db: Db, version: int) -> None:
    """Writes which schema a store has, and which callq that needs."""
    meta.write(db, meta.SCHEMA, str(version))
    meta.write(db, meta.NEEDS, __version__)


def _climb(connection: "Connection", db: Db, found: int, wanted: int) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    folder = str(Path(__file__).with_name("migrations"))
    steps = ScriptDirectory(folder, version_locations=[folder])
    with Operations.context(MigrationContext.configure(connection)), _sentences(found):
        for step in reversed(list(steps.iterate_revisions(str(wanted), str(found)))):
            step.module.upgrade()
    stamp(db, wanted)
    meta.write(db, meta.STALE, "1")


@contextmanager
def _sentences(found: int) -> Iterator[None]:
    """A step that the database refuses is a refusal in words: the store may have been changed."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise CallqError(
            f"The store can't be upgraded from schema {found}: {reason}.",
            hint="Nothing was changed. callq doctor may tell why.",
            code=Exit.STORE,
        ) from error
