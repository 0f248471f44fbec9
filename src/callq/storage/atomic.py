"""Write a file completely or not at all, readable only by its owner."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from callq.errors import CallqError, Exit


@contextmanager
def placed(path: Path, *, over: bool = False) -> Iterator[BinaryIO]:
    """Open a file for writing that gets its name when the block ends without an error.

    Args:
        path: Its name.
        over: Whether a file of that name may be replaced.

    Raises:
        CallqError: A file of that name is there, none can be made there, or the disk is full.
    """
    if not over and os.path.lexists(path):
        raise _there(path)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        file = os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb")
    except OSError as error:
        raise CallqError(
            f"Can't write {path}: {error.strerror}.", hint="Name another place."
        ) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not over:
            _claim(path, fresh)
        fresh.replace(path)
    except FileExistsError:
        raise _there(path) from None
    except IsADirectoryError as error:
        raise CallqError(f"{path} is a folder.", hint="Name a file in it.") from error
    except OSError as error:
        raise CallqError(
            f"Can't write {path}: {error.strerror}.",
            hint="Nothing was written. Check the folder and the disk.",
            code=Exit.OUTPUT,
        ) from error
    finally:
        fresh.unlink(missing_ok=True)


def write_whole(path: Path, text: str, *, over: bool = False) -> None:
    """Write a text as UTF-8; see `placed`."""
    with placed(path, over=over) as file:
        file.write(text.encode())


def _claim(path: Path, fresh: Path) -> None:
    """Give a file a name that's free, in one step, so another process can't take it in between.

    Raises:
        FileExistsError: The name is taken.
    """
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems, like FAT on USB sticks, don't have links.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _there(path: Path) -> CallqError:
    return CallqError(
        f"{path} already exists.",
        hint="Choose another name, or add --force to replace it.",
        code=Exit.REFUSED,
    )
