"""Reads every stored status, to compare it with another."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from callq.named_tuple import NamedTuple
from callq.storage.db import Db
from callq.storage.moments import seconds
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


def offered(db: Db, since: datetime, tiers: Sequence[str]) -> dict[int, float]:
    """Calls by phone since a moment that were offered in some classes: id and chance."""
    named = {f"tier{place}": tier for place, tier in enumerate(tiers)}
    rows = db.rows(
        "SELECT id, chance FROM call WHERE at >= :since AND voided_at IS NULL AND channel = 'call' "
        f"AND chance IS NOT NULL AND tier IN ({', '.join(f':{name}' for name in named)})",
        {"since": seconds(since), **named},
    )
    return {int(id_): float(chance) for id_, chance in rows}
