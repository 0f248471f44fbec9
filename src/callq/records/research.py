"""Notes of reps' research on prospects before calling them."""

from collections.abc import Iterable
from datetime import datetime

from callq.named_tuple import NamedTuple
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer


class Research(NamedTuple):
    """One research note."""

    at: datetime
    agent: str
    text: str


_COLUMNS = Columns(Research)


def add(db: Db, prospect_id: int, agent: str, now: datetime, text: str) -> int:
    """Store a research note; its id. Inside a write transaction."""
    return integer(
        db,
        "INSERT INTO research (id, prospect_id, agent, at, text) VALUES "
        "((SELECT COALESCE(MAX(id), 0) + 1 FROM research), :who, :agent, :at, :text) "
        "RETURNING id",
        {"who": prospect_id, "agent": agent, "at": seconds(now), "text": text},
    )


def of(db: Db, prospect_id: int) -> tuple[Research, ...]:
    """The research on a prospect, newest first."""
    rows = db.rows(
        f"SELECT {_COLUMNS.sql} FROM research WHERE prospect_id = :id ORDER BY at DESC, id DESC",
        {"id": prospect_id},
    )
    return tuple(_COLUMNS.read_all(rows))


def lacking(db: Db, ids: Iterable[int]) -> frozenset[int]:
    """Prospects without research; empty if no rep in this store does research."""
    wanted = list(ids)
    if not wanted or db.one("SELECT 1 FROM research LIMIT 1") is None:
        return frozenset()
    # Our own whole numbers, which some databases couldn't take as that many parameters.
    marks = ", ".join(str(int(id_)) for id_ in wanted)
    rows = db.rows(f"SELECT DISTINCT prospect_id FROM research WHERE prospect_id IN ({marks})")
    return frozenset(wanted) - {row[0] for row in rows}
