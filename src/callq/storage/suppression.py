"""Who was forgotten, by keyed hashes, and the one door that every new number passes."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from callq.errors import CallqError, Exit
from callq.storage import keyfile, meta
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer


class Suppressed(NamedTuple):
    """A number or address that is never taken in or called again."""

    mac: str
    key_id: str
    reason: str
    requested_at: datetime
    source: str


_SUPPRESSED = Columns(Suppressed)


class SuppressionCheck:
    """Tells whether a number or an address belongs to somebody who was forgotten."""

    def __init__(self, db: Db) -> None:
        """Reads the key, when anybody was forgotten.

        Raises:
            CallqError: The key is missing.
        """
        self._db = db
        key_id = meta.read(db, meta.ERASURE_KEY)
        self._key = keyfile.read(db.key_file, key_id) if key_id else b""

    @property
    def is_empty(self) -> bool:
        """Whether nobody was forgotten."""
        return not self._key

    def entry(self, text: str) -> Suppressed | None:
        """What stands against a number (E.164) or an address; None when nothing does."""
        if not (self._key and text):
            return None
        row = self._db.one(
            f"SELECT {_SUPPRESSED.sql} FROM suppression WHERE mac = :mac",
            {"mac": mac(self._key, text)},
        )
        return _SUPPRESSED.first(row)

    def first(self, texts: Iterable[str]) -> tuple[str, Suppressed] | None:
        """The first of them that something stands against."""
        if not self._key:
            return None
        found = ((text, self.entry(text)) for text in texts)
        return next(((text, entry) for text, entry in found if entry), None)

    def mac_of(self, text: str) -> str:
        """The hash by which a number or an address would be known; empty without a key."""
        return mac(self._key, text) if self._key else ""


def mac(key: bytes, text: str) -> str:
    """The keyed hash of a number (E.164) or an address."""
    import hmac

    return hmac.digest(key, text.strip().lower().encode(), "sha256").hex()


def refuse_erased(db: Db, texts: Iterable[str]) -> None:
    """The one door: nothing of somebody forgotten is taken in again. Inside a transaction.

    Args:
        db: Inside a write transaction, so that somebody forgotten a moment ago counts.
        texts: Numbers (E.164) and addresses about to be stored.

    Raises:
        CallqError: One of them belongs to somebody forgotten, or the key is missing.
    """
    found = SuppressionCheck(db).first(texts)
    if found is None:
        return
    text, entry = found
    raise CallqError(
        f"{text} is never taken in again: whose it was asked to be forgotten, on "
        f"{entry.requested_at:%Y-%m-%d}.",
        hint="Leave it out. Nothing else was changed.",
        code=Exit.REFUSED,
    )


def suppress(
    db: Db, texts: Iterable[str], *, reason: str, source: str, now: datetime
) -> dict[str, str]:
    """Keeps the hashes of numbers and addresses; the hash of each. Makes the key when needed.

    Raises:
        CallqError: The key is missing, or can't be made.
    """
    key_id = meta.read(db, meta.ERASURE_KEY)
    if key_id is None:
        key_id, key = keyfile.make(db.key_file)
        meta.write(db, meta.ERASURE_KEY, key_id)
    else:
        key = keyfile.read(db.key_file, key_id)
    macs = {text: mac(key, text) for text in dict.fromkeys(filter(None, texts))}
    for each in dict.fromkeys(macs.values()):
        db.run(
            "INSERT INTO suppression (mac, key_id, reason, requested_at, source) "
            "VALUES (:mac, :key_id, :reason, :at, :source) ON CONFLICT (mac) DO NOTHING",
            {"mac": each, "key_id": key_id, "reason": reason, "at": seconds(now),
             "source": source},
        )  # fmt: skip
    return macs


def count(db: Db) -> int:
    """How many numbers and addresses are known by their hashes alone."""
    return integer(db, "SELECT COUNT(*) FROM suppression")
