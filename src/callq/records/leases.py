"""Leases: which rep is working which prospect, and who was skipped."""

from datetime import datetime

from callq.named_tuple import NamedTuple
from callq.storage import journal
from callq.storage.db import Db, Row
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer


class Lease(NamedTuple):
    """A lease on a prospect."""

    prospect_id: int
    agent: str
    until: datetime
    taken_at: datetime
    dialed_at: datetime | None = None
    """When callq last dialed one of their numbers; None if it didn't."""
    dialed_numbers: tuple[str, ...] = ()
    """The numbers it dialed, E.164, the latest last."""

    @property
    def dialed_number(self) -> str:
        """The number dialed last; empty if callq dialed none."""
        return self.dialed_numbers[-1] if self.dialed_numbers else ""


class Skip(NamedTuple):
    """A rep put a prospect back for the others."""

    agent: str
    at: datetime
    reason: str
    """Empty if the rep gave none."""


_LEASE = Columns(Lease, "l")
_SKIP = Columns(Skip)
_KEPT = Lease._fields


def of_agent(db: Db, agent: str, now: datetime) -> Lease | None:
    """A rep's lease; if several, the one dialed last, else the one taken last."""
    row = db.one(
        f"SELECT {_LEASE.sql} FROM lease l JOIN prospect p "
        "ON p.id = l.prospect_id AND p.removed_at IS NULL "
        "WHERE l.agent = :agent AND l.until > :now "
        "ORDER BY COALESCE(l.dialed_at, 0) DESC, l.taken_at DESC, l.prospect_id LIMIT 1",
        {"agent": agent, "now": seconds(now)},
    )
    return _LEASE.first(row)


def of_prospect(db: Db, prospect_id: int, now: datetime) -> Lease | None:
    """The lease on a prospect."""
    row = db.one(
        f"SELECT {_LEASE.sql} FROM lease l WHERE l.prospect_id = :id AND l.until > :now",
        {"id": prospect_id, "now": seconds(now)},
    )
    return _LEASE.first(row)


def lease_holder(db: Db, prospect_id: int, now: datetime) -> tuple[bool, str]:
    """Whether a prospect exists and isn't removed, and the rep with the lease; empty if it's free.

    One statement for both, because a rep waits for it.
    """
    row = db.one(
        "SELECT COALESCE(l.agent, '') FROM prospect p LEFT JOIN lease l "
        "ON l.prospect_id = p.id AND l.until > :now WHERE p.id = :id AND p.removed_at IS NULL",
        {"id": prospect_id, "now": seconds(now)},
    )
    return (False, "") if row is None else (True, str(row[0]))


def take(db: Db, prospect_id: int, agent: str, now: datetime, until: datetime) -> None:
    """Lease a prospect; inside the write transaction that found them free."""
    put(db, Lease(prospect_id, agent, until, now))


def put(db: Db, lease: Lease) -> None:
    """Write a lease as it is, over any on the same prospect; inside a write transaction."""
    db.run(
        "INSERT INTO lease (prospect_id, agent, until, taken_at, dialed_at, dialed_numbers) "
        "VALUES (:id, :agent, :until, :taken, :dialed, :numbers) "
        "ON CONFLICT (prospect_id) DO UPDATE SET agent = excluded.agent, until = excluded.until, "
        "taken_at = excluded.taken_at, dialed_at = excluded.dialed_at, "
        "dialed_numbers = excluded.dialed_numbers",
        {
            "id": lease.prospect_id,
            "agent": lease.agent,
            "until": seconds(lease.until),
            "taken": seconds(lease.taken_at),
            "dialed": seconds(lease.dialed_at),
            "numbers": ",".join(lease.dialed_numbers),
        },
    )


def renew(db: Db, prospect_id: int, until: datetime) -> None:
    """Make a lease last at least until a moment."""
    db.run(
        "UPDATE lease SET until = :until WHERE prospect_id = :id AND until < :until",
        {"id": prospect_id, "until": seconds(until)},
    )


def holder_among(db: Db, prospect_id: int, number: str, agent: str, now: datetime) -> str:
    """Another rep with a lease on a prospect, or on anyone with a number; empty if there's none."""
    row = db.one(
        "SELECT MIN(l.agent) FROM lease l WHERE l.agent <> :agent AND l.until > :now AND "
        "(l.prospect_id = :id OR l.prospect_id IN "
        "(SELECT f.prospect_id FROM phone f WHERE f.e164 = :number AND f.e164 <> ''))",
        {"id": prospect_id, "number": number, "agent": agent, "now": seconds(now)},
    )
    return str(row[0] or "") if row else ""


def release(db: Db, agent: str, but: int = 0) -> int:
    """End every lease of a rep but the one on a prospect; how many."""
    return db.changed(
        "DELETE FROM lease WHERE agent = :agent AND prospect_id <> :but",
        {"agent": agent, "but": but},
    )


def end(db: Db, prospect_id: int) -> None:
    """End the lease on a prospect, any rep's: the call is made."""
    db.run("DELETE FROM lease WHERE prospect_id = :id", {"id": prospect_id})


def end_by(db: Db, prospect_id: int, command_id: int) -> None:
    """End the lease on a prospect, any rep's; undoing the command may give it back."""
    row = stored(db, prospect_id)
    if row is not None:
        end(db, prospect_id)
        journal.remember_lease(db, command_id, dict(zip(_KEPT, row, strict=True)))


def stored(db: Db, prospect_id: int) -> Row | None:
    """The columns of the lease on a prospect, also of one that ran out."""
    sql = f"SELECT {', '.join(_KEPT)} FROM lease WHERE prospect_id = :id"
    return db.one(sql, {"id": prospect_id})


def ended_by(db: Db, command_id: int, now: datetime) -> Lease | None:
    """The lease that a command ended, if its time isn't up."""
    row = journal.lease_of(db, command_id)
    found = _LEASE.read([row[name] for name in _KEPT]) if row else None
    return found if found and found.until > now else None


def skip(db: Db, prospect_id: int, agent: str, now: datetime, until: datetime, why: str) -> None:
    """Record that a rep skipped a prospect, and until when that rep isn't offered them again."""
    db.run(
        "INSERT INTO skip (prospect_id, agent, at, until, reason) "
        "VALUES (:id, :agent, :now, :until, :reason) ON CONFLICT (prospect_id, agent) "
        "DO UPDATE SET at = excluded.at, until = excluded.until, reason = excluded.reason",
        {
            "id": prospect_id,
            "agent": agent,
            "now": seconds(now),
            "until": seconds(until),
            "reason": why,
        },
    )


def skipped(db: Db, agent: str, now: datetime) -> dict[int, str]:
    """The prospects a rep has skipped for now, and why."""
    rows = db.rows(
        "SELECT prospect_id, reason FROM skip WHERE agent = :agent AND until > :now AND at <= :now",
        {"agent": agent, "now": seconds(now)},
    )
    return {row[0]: row[1] for row in rows}


def skips_of(db: Db, prospect_id: int, since: datetime, now: datetime) -> tuple[Skip, ...]:
    """Who put a prospect back from one moment until another, and why; the latest first."""
    rows = db.rows(
        f"SELECT {_SKIP.sql} FROM skip WHERE prospect_id = :id AND at >= :since AND at <= :now "
        "ORDER BY at DESC, agent",
        {"id": prospect_id, "since": seconds(since), "now": seconds(now)},
    )
    return tuple(_SKIP.read_all(rows))


def active(db: Db, now: datetime, besides: str = "") -> int:
    """How many leases are in force, besides those of a rep."""
    return integer(
        db,
        "SELECT COUNT(*) FROM lease l JOIN prospect p ON p.id = l.prospect_id "
        "AND p.removed_at IS NULL WHERE l.until > :now AND l.agent <> :besides",
        {"now": seconds(now), "besides": besides},
    )
