"""Reads the audited prospects: a stream over the projection, in flat memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from callq.named_tuple import NamedTuple
from callq.records import coverage, groups
from callq.records.number_lists import BLOCKS, hit
from callq.records.queue import EVERYONE, Condition
from callq.storage.db import Db, among, batched
from callq.storage.rows import Columns


class Audited(NamedTuple):
    """A prospect who refused, has no number left, or is on hold for a decision."""

    id: int
    name: str
    company: str
    owner: str
    list_name: str
    state: str
    action: str
    due_at: datetime | None
    rule: str
    flags: tuple[str, ...]
    conversation_outcome: str
    conversation_reason: str
    conversation_at: datetime | None
    conversation_agent: str
    last_outcome: str
    last_note: str
    hold: str
    opt_out_text: str
    """The imported cell that says not to call."""
    audited: bool
    """Whether the audit covers them."""
    shown: str
    e164: str


_COLUMNS = Columns(Audited, "p", shown="COALESCE(f.shown, '')", e164="COALESCE(f.e164, '')")
_ALL = (
    f"SELECT {_COLUMNS.sql} FROM prospect p LEFT JOIN phone f "
    "ON f.id = (SELECT n.id FROM phone n WHERE n.prospect_id = p.id ORDER BY n.position, n.id "
    "LIMIT 1) WHERE p.removed_at IS NULL"
)
_AUDITED = f"{_ALL} AND p.audited = 1"


def audited(db: Db, only: Condition = EVERYONE) -> Iterator[Audited]:
    """All audited prospects, in order of id."""
    return _COLUMNS.read_all(db.stream(f"{_AUDITED}{only.sql} ORDER BY p.id", only.params))


def by_ids(db: Db, ids: Sequence[int]) -> Iterator[Audited]:
    """Some prospects as the audit sees them, audited or not."""
    for some in batched(ids):
        yield from _COLUMNS.read_all(among(db, f"{_ALL} AND p.id IN (:these)", some))


def opted_out_elsewhere(db: Db) -> frozenset[int]:
    """Ids of prospects whose number is on do-not-call, though not from a call to them."""
    rows = db.rows(
        "SELECT DISTINCT f.prospect_id FROM dnc d JOIN phone f ON f.e164 = d.number "
        "JOIN prospect p ON p.id = f.prospect_id WHERE d.lifted_at IS NULL AND d.number <> '' "
        "AND p.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM call c JOIN dnc e "
        "ON e.call_id = c.id AND e.lifted_at IS NULL "
        "WHERE c.prospect_id = p.id AND c.voided_at IS NULL)"
    )
    return frozenset(row[0] for row in rows) | _on_lists_of_our_own(db)


class CalledInViolation(NamedTuple):
    """A prospect who was called in violation of a compliance check."""

    id: int
    calls: int
    """How many calls, without voided ones."""
    audited: bool
    """Whether the audit covers them."""


_VIOLATION = Columns(CalledInViolation, "p", calls="COUNT(*)")


def called_in_violation(db: Db, only: Condition = EVERYONE) -> list[CalledInViolation]:
    """Prospects who were called in violation of a compliance check."""
    rows = db.rows(
        f"SELECT {_VIOLATION.sql} FROM call c "
        "JOIN prospect p ON p.id = c.prospect_id WHERE c.violations <> '' AND c.voided_at IS NULL "
        f"AND p.removed_at IS NULL{only.sql} GROUP BY p.id, p.audited",
        only.params,
    )
    return list(_VIOLATION.read_all(rows))


def held_by_lists(db: Db, doubts: coverage.Doubts) -> frozenset[int]:
    """Ids of prospects held back because the list for their number is out of date or missing."""
    closed = [group.id for group in groups.read_all(db).values() if doubts.of_group(group)]
    sql = "SELECT id FROM prospect WHERE removed_at IS NULL AND hours_id IN (:these)"
    return frozenset(row[0] for some in batched(closed) for row in among(db, sql, some))


def _on_lists_of_our_own(db: Db) -> frozenset[int]:
    barring = "kind IN ('own', 'barred') AND ended_by IS NULL"
    if db.one(f"SELECT 1 FROM number_list WHERE {barring} LIMIT 1") is None:
        return frozenset()
    rows = db.rows(
        "SELECT DISTINCT f.prospect_id FROM phone f JOIN prospect p ON p.id = f.prospect_id "
        f"WHERE p.removed_at IS NULL AND f.e164 <> '' AND {hit('f.e164')} IN {BLOCKS}"
    )
    return frozenset(row[0] for row in rows)
