"""Tells a damaged store from a bug of ours, once a command has stumbled."""

from callq.config import read_settings
from callq.errors import CallqError, Exit
from callq.storage.damage import is_damaged
from callq.storage.opening import sqlite_path


def as_damage(error: Exception) -> CallqError:
    """What went wrong as a sentence, when the store is damaged.

    Raises:
        Exception: The error itself: the store is sound, so it is a bug.
    """
    path = sqlite_path(read_settings().db)
    if path is None or not path.exists() or not is_damaged(path):
        raise error
    return CallqError(
        f"The store {path} is damaged: it holds what callq never wrote.",
        hint="callq doctor looks closer, callq restore puts a backup in place.",
        code=Exit.STORE,
    )
