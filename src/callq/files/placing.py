"""Puts a file in its place whole or not at all, readable by nobody else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from callq.errors import CallqError, Exit


@contextmanager
def placed(path: Path, *, over: bool = False) -> Iterator[BinaryIO]:
    """A file to be written, that gets its name when the block ends well.

    Args:
        path: Its name.
        over: Whether a file of that name may be replaced.

    Raises:
        CallqError: A file of that name is there, or it can't be written.
    """
    if not over and os.path.lexists(path):
        raise _there(path)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        file = os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb")
        try:
            with file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _name(fresh, path, over=over)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise CallqError(
            f"{path} can't be written: {error.strerror}.",
            hint="Nothing of it is left. Check the folder and the disk.",
            code=Exit.OUTPUT,
        ) from error


def _name(fresh: Path, path: Path, *, over: bool) -> None:
    if over:
        fresh.replace(path)
        return
    try:
        # A link, unlike a renaming, never takes the place of a file that came meanwhile.
        path.hardlink_to(fresh)
    except FileExistsError:
        raise _there(path) from None
    except OSError:
        if os.path.lexists(path):
            raise _there(path) from None
        fresh.replace(path)


def _there(path: Path) -> CallqError:
    return CallqError(
        f"{path} is there already.",
        hint="Give another name, or say --force to replace it.",
        code=Exit.REFUSED,
    )
