"""Reads whom the audit looks at: a stream over the projection, in flat memory."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from callq.records import coverage, groups
from callq.records.number_lists import WISH, hit
from callq.storage.db import Db, Row, among, batched
from callq.storage.moments import maybe_moment

_EVERYBODY = (
    "SELECT p.id, p.name, p.company, p.owner, p.list_name, p.state, p.action, p.due_at, p.why, "
    "p.rule, p.flags, p.claimed, p.word_outcome, p.word_reason, p.word_at, p.word_agent, "
    "p.last_note, p.hold, p.asked, f.shown, f.e164 FROM prospect p LEFT JOIN phone f "
    "ON f.id = (SELECT n.id FROM phone n WHERE n.prospect_id = p.id ORDER BY n.position, n.id "
    "LIMIT 1) WHERE p.removed_at IS NULL"
)
_AUDITED = f"{_EVERYBODY} AND p.audited = 1"


class Audited(NamedTuple):
    """Somebody whose last word was a no, who has no number left, or who is held to be looked at."""

    id: int
    name: str
    company: str
    owner: str
    list_name: str
    state: str
    action: str
    due_at: datetime | None
    why: str
    rule: str
    flags: tuple[str, ...]
    claimed: bool
    word_outcome: str
    word_reason: str
    word_at: datetime | None
    word_agent: str
    last_note: str
    hold: str
    asked: str
    """The words of an imported cell that ask not to be called."""
    shown: str
    e164: str


def audited(db: Db, list_name: str = "", owner: str = "") -> Iterator[Audited]:
    """Everybody the audit looks at, by id."""
    sql = _AUDITED
    params: dict[str, object] = {}
    if list_name:
        sql, params = f"{sql} AND p.list_name = :list_name", {"list_name": list_name}
    if owner:
        sql, params = f"{sql} AND p.owner = :owner", {**params, "owner": owner}
    for row in db.stream(f"{sql} ORDER BY p.id", params):
        yield _audited(row)


def by_id(db: Db, prospect_id: int) -> Audited | None:
    """One prospect as the audit sees them, whatever their last word was."""
    row = db.one(f"{_EVERYBODY} AND p.id = :id", {"id": prospect_id})
    return None if row is None else _audited(row)


def opted_out_elsewhere(db: Db) -> frozenset[int]:
    """Who has a number on do-not-call without having asked for it themselves."""
    rows = db.rows(
        "SELECT DISTINCT f.prospect_id FROM dnc d JOIN phone f ON f.e164 = d.number "
        "JOIN prospect p ON p.id = f.prospect_id WHERE d.lifted_at IS NULL AND d.number <> '' "
        "AND p.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM call c JOIN dnc e "
        "ON e.call_id = c.id AND e.lifted_at IS NULL "
        "WHERE c.prospect_id = p.id AND c.voided_at IS NULL)"
    )
    return frozenset(row[0] for row in rows) | _on_lists_of_our_own(db)


class Breached(NamedTuple):
    """Somebody who was called against a gate."""

    id: int
    calls: int
    """How many calls; voided ones count for nothing."""
    audited: bool
    """Whether the audit looks at them."""
    list_name: str
    owner: str


def called_against_gates(db: Db) -> list[Breached]:
    """Who was called against a gate."""
    rows = db.rows(
        "SELECT p.id, COUNT(*), p.audited, p.list_name, p.owner FROM call c "
        "JOIN prospect p ON p.id = c.prospect_id WHERE c.breach <> '' AND c.voided_at IS NULL "
        "AND p.removed_at IS NULL GROUP BY p.id, p.audited, p.list_name, p.owner"
    )
    return [Breached(row[0], row[1], bool(row[2]), row[3], row[4]) for row in rows]


def held_by_old_lists(db: Db, now: datetime) -> frozenset[int]:
    """Who is not offered, as the copy of the registry that covers their number is too old."""
    stale = coverage.stale(db, now)
    if not stale:
        return frozenset()
    closed = [
        group.id
        for group in groups.read_all(db).values()
        if not stale.isdisjoint(group.coverage.split(","))
    ]
    sql = "SELECT id FROM prospect WHERE removed_at IS NULL AND hours_id IN (:these)"
    return frozenset(row[0] for some in batched(closed) for row in among(db, sql, some))


def _on_lists_of_our_own(db: Db) -> frozenset[int]:
    if db.one("SELECT 1 FROM number_list WHERE kind = 'own' AND ended_by IS NULL LIMIT 1") is None:
        return frozenset()
    rows = db.rows(
        "SELECT DISTINCT f.prospect_id FROM phone f JOIN prospect p ON p.id = f.prospect_id "
        f"WHERE p.removed_at IS NULL AND f.e164 <> '' AND {hit('f.e164')} = {WISH}"
    )
    return frozenset(row[0] for row in rows)


def _audited(row: Row) -> Audited:
    flags = tuple(row[10].split(",")) if row[10] else ()
    return Audited._make(
        (
            *row[:7], maybe_moment(row[7]), *row[8:10], flags, bool(row[11]), *row[12:14],
            maybe_moment(row[14]), *row[15:19], row[19] or "", row[20] or "",
        )
    )  # fmt: skip
