"""Who was erased, as keyed hashes, and the check that every new number passes."""

from collections.abc import Iterable
from datetime import datetime

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.storage import keyfile, meta
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer


class Suppressed(NamedTuple):
    """A number or address that is never stored or called again."""

    mac: str
    key_id: str
    reason: str
    requested_at: datetime
    source: str


_SUPPRESSED = Columns(Suppressed)


class SuppressionCheck:
    """Knows whether a number or an address belongs to a person who was erased."""

    def __init__(self, db: Db) -> None:
        """Read the key, if anyone was erased.

        Raises:
            CallqError: The key is missing.
        """
        self._db = db
        key_id = meta.read(db, meta.ERASURE_KEY)
        self._key = keyfile.read(db.key_file, key_id) if key_id else b""

    @property
    def is_empty(self) -> bool:
        """Whether no one was erased."""
        return not self._key

    def entry(self, text: str) -> Suppressed | None:
        """The erasure of a number's (E.164) or an address's owner, or None."""
        if not (self._key and text):
            return None
        row = self._db.one(
            f"SELECT {_SUPPRESSED.sql} FROM suppression WHERE mac = :mac",
            {"mac": mac(self._key, text)},
        )
        return _SUPPRESSED.first(row)

    def first(self, texts: Iterable[str]) -> tuple[str, Suppressed] | None:
        """The first of them whose owner was erased, or None."""
        if not self._key:
            return None
        found = ((text, self.entry(text)) for text in texts)
        return next(((text, entry) for text, entry in found if entry), None)


def mac(key: bytes, text: str) -> str:
    """The keyed hash of a number (E.164) or an address."""
    import hmac

    return hmac.digest(key, text.strip().lower().encode(), "sha256").hex()


def refuse_erased(db: Db, texts: Iterable[str]) -> None:
    """Refuse numbers and addresses of people who were erased. Inside a write transaction.

    Args:
        db: Inside a write transaction, so a person erased a moment ago counts.
        texts: Numbers (E.164) and addresses about to be stored.

    Raises:
        CallqError: One of them belongs to a person who was erased, or the key is missing.
    """
    found = SuppressionCheck(db).first(texts)
    if found is None:
        return
    text, entry = found
    raise CallqError(
        f"{text} can't be added: its owner asked to be erased on {entry.requested_at:%Y-%m-%d}.",
        hint="Leave it out. Nothing was changed.",
        code=Exit.REFUSED,
    )


def suppress(
    db: Db, texts: Iterable[str], *, reason: str, source: str, now: datetime
) -> dict[str, str]:
    """Store the hashes of numbers and addresses; the hash of each. Makes the key if needed.

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
    """How many numbers and addresses are kept only as hashes."""
    return integer(db, "SELECT COUNT(*) FROM suppression")
