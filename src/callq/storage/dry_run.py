"""A write transaction that may be a rehearsal: all of it is done, and nothing stays."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from callq.storage.db import Db


class _RolledBack(Exception):  # noqa: N818 - it is no error
    """Ends a rehearsal without a trace."""


@contextmanager
def written(db: Db, *, dry_run: bool) -> Iterator[None]:
    """A write transaction; with `dry_run` it is taken back at its end."""
    with suppress(_RolledBack), db.write():
        yield
        if dry_run:
            raise _RolledBack
