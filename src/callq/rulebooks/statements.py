"""Reads every stored status, to compare it with another."""

from collections.abc import Iterator
from datetime import datetime

from callq.named_tuple import NamedTuple
from callq.storage.db import Db
from callq.storage.rows import Columns


class Stored(NamedTuple):
    """A status as it is stored."""

    id: int
    name: str
    company: str
    state: str
    action: str
    due_at: datetime | None
    hold: str
    rule: str
    conversation_outcome: str
    conversation_reason: str
    last_outcome: str


_STORED = Columns(Stored)


def of_everyone(db: Db) -> Iterator[Stored]:
    """Everyone's status by id, a few at a time."""
    sql = f"SELECT {_STORED.sql} FROM prospect WHERE removed_at IS NULL ORDER BY id"
    return _STORED.read_all(db.stream(sql))
