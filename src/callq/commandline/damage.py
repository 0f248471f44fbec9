"""Tell a damaged store from a bug after a command fails."""

import errno
import os

from callq.errors import CallqError, Exit

_WRITTEN_OR_NOT = "The command itself is done; callq undo takes it back."


def output_ended(error: OSError) -> Exit:
    """The exit code when nothing more can be printed; says so unless the reader left.

    Raises:
        OSError: The error itself: any other kind is a bug.
    """
    if error.errno not in (errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF):
        raise error
    # Python flushes once more at its end, into nowhere.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if error.errno == errno.EPIPE:
        # The reader left, e.g. `callq today | head`: that's no failure.
        return Exit.DONE
    from callq.terminal.terminal import refuse

    refuse(
        CallqError(
            f"The answer can't be written: {error.strerror}.",
            hint=_WRITTEN_OR_NOT,
            name="cannot-write-output",
        )
    )
    return Exit.OUTPUT


def as_damage(error: Exception) -> CallqError:
    """The error to show when the store is damaged.

    Raises:
        Exception: The original error; the store is fine, so it's a bug.
    """
    from callq.config import read_settings
    from callq.storage.damage import is_damaged
    from callq.storage.opening import sqlite_path

    path = sqlite_path(read_settings().db)
    if path is None or not path.exists() or not is_damaged(path):
        raise error
    return CallqError(
        f"The store {path} is damaged.",
        hint="Find out more: callq store check. Restore a backup: callq store restore FROM",
        code=Exit.STORE,
        name="damaged-store",
    )
