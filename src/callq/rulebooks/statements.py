"""Reads every stored status, to compare it with another."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from callq.storage.db import Db
from callq.storage.moments import maybe_moment

_ALL = (
    "SELECT id, name, company, state, action, due_at, hold, rule, why FROM prospect "
    "WHERE removed_at IS NULL ORDER BY id"
)


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
    why: str


def of_everyone(db: Db) -> Iterator[Stored]:
    """Everyone's status by id, a few at a time."""
    for row in db.stream(_ALL):
        yield Stored._make((*row[:5], maybe_moment(row[5]), *row[6:]))
