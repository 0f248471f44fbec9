"""A write transaction that a dry run rolls back at its end."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from callq.storage.db import Db


class _RolledBack(Exception):  # noqa: N818 - not an error
    """Rolls back a dry run."""


@contextmanager
def written(db: Db, *, dry_run: bool) -> Iterator[None]:
    """A write transaction; with `dry_run` it's rolled back at its end."""
    with suppress(_RolledBack), db.write():
        yield
        if dry_run:
            raise _RolledBack
