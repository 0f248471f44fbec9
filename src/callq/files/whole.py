"""Writes a file whole or not at all, for its owner's eyes only."""

import os
from pathlib import Path

from callq.errors import CallqError, Exit


def write_whole(path: Path, text: str, *, over: bool = False) -> None:
    """Writes a text as UTF-8, readable by its owner alone; half a file is never seen.

    Args:
        path: Where to.
        text: What.
        over: Write over a file that is there.

    Raises:
        CallqError: There is a file already, or none can be written there.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(
            os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if not over:
            _claim(path, fresh)
        fresh.replace(path)
    except FileExistsError as error:
        raise CallqError(
            f"{path} is there already.", hint="--force writes over it.", code=Exit.REFUSED
        ) from error
    except OSError as error:
        raise CallqError(
            f"{path} can't be written: {error.strerror}.", hint="Name another place."
        ) from error
    finally:
        fresh.unlink(missing_ok=True)


def _claim(path: Path, fresh: Path) -> None:
    """Takes a name that is free; a look beforehand could be overtaken.

    Raises:
        FileExistsError: It is not.
    """
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:
        # Some disks, such as those of cameras and sticks, know no links.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
