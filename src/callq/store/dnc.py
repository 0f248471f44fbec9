"""Do-not-call entries: against numbers, across all lists, lifted only on record."""

from collections.abc import Iterable
from datetime import datetime

from callq.store.db import Db
from callq.store.moments import seconds


def block(
    db: Db,
    numbers: Iterable[str],
    *,
    source: str,
    agent: str,
    now: datetime,
    reason: str = "",
    call_id: int | None = None,
    command_id: int | None = None,
) -> None:
    """Adds an entry for each number (E.164), inside a write transaction.

    Also where one stands already: each wish stands by itself, so that taking back one of them
    leaves the other.
    """
    for number in dict.fromkeys(filter(None, numbers)):
        db.run(
            "INSERT INTO dnc (number, since, source, reason, by_agent, call_id, command_id, "
            "lifted_why) VALUES (:number, :since, :source, :reason, :agent, :call, :command, '')",
            {
                "number": number,
                "since": seconds(now),
                "source": source,
                "reason": reason,
                "agent": agent,
                "call": call_id,
                "command": command_id,
            },
        )


def is_blocked(db: Db, number: str) -> bool:
    """Whether an entry stands against the number."""
    sql = "SELECT 1 FROM dnc WHERE number = :number AND lifted_at IS NULL"
    return db.one(sql, {"number": number}) is not None


def numbers_of_call(db: Db, call_id: int) -> frozenset[str]:
    """The numbers against which an entry stands that follows from a wish, logged as a call."""
    sql = "SELECT number FROM dnc WHERE call_id = :id AND lifted_at IS NULL"
    rows = db.rows(sql, {"id": call_id})
    return frozenset(row[0] for row in rows)


def wishes_of(db: Db, command_id: int) -> tuple[str, ...]:
    """The numbers whose standing entries are what a command was given for."""
    rows = db.rows(
        "SELECT number FROM dnc d WHERE command_id = :id AND lifted_at IS NULL "
        "AND (call_id IS NULL OR EXISTS (SELECT 1 FROM call c WHERE c.id = d.call_id "
        "AND c.command_id = :id)) "
        "ORDER BY id",
        {"id": command_id},
    )
    return tuple(row[0] for row in rows)


def lift(db: Db, command_id: int, why: str, now: datetime) -> tuple[str, ...]:
    """Ends the entries a command made, and those that follow from a wish it logged.

    They stay in the history.

    Returns:
        Their numbers.
    """
    rows = db.rows(
        "UPDATE dnc SET lifted_at = :at, lifted_why = :why WHERE lifted_at IS NULL "
        "AND (command_id = :id OR call_id IN (SELECT id FROM call WHERE command_id = :id)) "
        "RETURNING number",
        {"at": seconds(now), "why": why, "id": command_id},
    )
    return tuple(row[0] for row in rows)


def owners(db: Db, numbers: Iterable[str]) -> set[int]:
    """Everybody who has one of the numbers."""
    found: set[int] = set()
    for number in filter(None, numbers):
        rows = db.rows("SELECT prospect_id FROM phone WHERE e164 = :number", {"number": number})
        found |= {prospect_id for (prospect_id,) in rows}
    return found
