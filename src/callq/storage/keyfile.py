"""The secret key for the hashes of erased numbers, in a file of its own."""

import os
from pathlib import Path

from callq.errors import CallqError, Exit
from callq.storage.sharing import mode_for

_HEAD = "callq erasure key: keep it secret and in every backup; callq shows no queue without it"
_BYTES = 32


def id_in(path: Path) -> str:
    """The id of the key in a file; empty when it can't be read."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return next((line[3:] for line in lines if line.startswith("id ")), "")


def read(path: Path, key_id: str) -> bytes:
    """The key with an id.

    Raises:
        CallqError: The file is missing, damaged, or holds another key.
    """
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        key = bytes.fromhex(next(line[4:] for line in lines if line.startswith("key ")))
    except (OSError, ValueError, StopIteration):
        key = b""
    if not key or id_of(key) != key_id:
        raise missing(path, key_id)
    return key


def missing(path: Path, key_id: str) -> CallqError:
    """The error for a key that isn't there: what's wrong, and how to restore it."""
    found = id_in(path)
    what = f"has another key ({found})" if found and found != key_id else "is missing"
    if found == key_id:
        what = "is damaged"
    return CallqError(
        f"You've erased people, and without their key {key_id} callq can't tell which numbers "
        f"must never be called: {path} {what}.",
        hint=f"Copy the file from a backup of the same time or later (its second line is "
        f'"id {key_id}"), and make it private: chmod 600 {path}',
        code=Exit.STORE,
    )


def make(path: Path) -> tuple[str, bytes]:
    """The id of the key in a file, and the key; makes the file if there's none.

    Raises:
        CallqError: The file can't be written, or is damaged.
    """
    if not path.exists():
        _write(path, os.urandom(_BYTES))
    key_id = id_in(path)
    return key_id, read(path, key_id)


def copy(path: Path, to: Path) -> None:
    """Copy a key's file for another store, unless it's there.

    Raises:
        CallqError: The file can't be written.
    """
    if id_in(to) != id_in(path):
        _write(to, read(path, id_in(path)))


def id_of(key: bytes) -> str:
    """An id for a key that doesn't reveal the key."""
    from hashlib import sha256

    return sha256(b"callq erasure key " + key).hexdigest()[:16]


def _write(path: Path, key: bytes) -> None:
    text = f"{_HEAD}\nid {id_of(key)}\nkey {key.hex()}\n"
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(mode_for(path.with_suffix("")))
        fresh.replace(path)
        _settle(path.parent)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise CallqError(
            f"Can't write the key file {path}: {error.strerror}. Nothing was changed.",
            hint="Check the folder and its free disk space.",
            code=Exit.STORE,
        ) from error


def _settle(folder: Path) -> None:
    """Make sure the name of a new file survives a power cut, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
