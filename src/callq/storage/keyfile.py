"""The secret key of the hashes by which forgotten numbers are known: a file of its own."""

import os
from pathlib import Path

from callq.errors import CallqError, Exit

_HEAD = "callq erasure key: keep it secret, and in every backup; without it no queue is printed"
_BYTES = 32


def id_in(path: Path) -> str:
    """The id of the key in a file, as written there; empty when there is none to be read."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return next((line[3:] for line in lines if line.startswith("id ")), "")


def read(path: Path, key_id: str) -> bytes:
    """The key of that id.

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
    """The refusal where the key is not there: what is wrong, and the way to restore it."""
    found = id_in(path)
    what = f"holds another one ({found})" if found and found != key_id else "is not there"
    if found == key_id:
        what = "is damaged"
    return CallqError(
        f"People were forgotten in this store, and the key that tells their numbers, {key_id}, "
        f"is needed for every queue and every new number: {path} {what}.",
        hint=f"Put the file back from a backup of the same time or later (its second line reads "
        f'"id {key_id}"), readable by you alone: chmod 600 {path}',
        code=Exit.STORE,
    )


def make(path: Path) -> tuple[str, bytes]:
    """The key in a file, made when there is none: its id, and the key.

    Raises:
        CallqError: The file can't be written, or is damaged.
    """
    if not path.exists():
        _write(path, os.urandom(_BYTES))
    key_id = id_in(path)
    return key_id, read(path, key_id)


def id_of(key: bytes) -> str:
    """What a key is told by, without telling the key."""
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
        fresh.replace(path)
        _settle(path.parent)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise CallqError(
            f"The key file {path} can't be written: {error.strerror}; nobody was forgotten.",
            hint="Make room, or check who owns the folder.",
            code=Exit.STORE,
        ) from error


def _settle(folder: Path) -> None:
    """Sees to it that the name of a new file survives a power cut; a no-op where none can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
