"""Lists that are paused or closed, and the hold of everyone on them."""

from collections import Counter
from datetime import datetime

from callq.engine.model import Hold, State
from callq.records.transitions import TallyKey, add_to_tally, scopes
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import integer

COMMANDS = ("list pause", "list resume", "list close")
"""How the journal names the commands that change them."""
_OF_LISTS = f"('{Hold.LIST_PAUSED}', '{Hold.LIST_CLOSED}')"
_NEVER = f"('{State.CLOSED}', '{State.DO_NOT_CALL}', '{State.NEEDS_NUMBER}')"
_PROMISED = f"('{State.CALLBACK}', '{State.REPLY}')"
_AFTER = f"CASE WHEN :hold = '{Hold.LIST_PAUSED}' AND state IN {_PROMISED} THEN '' ELSE :hold END"
"""What `engine.status.list_hold` says, for people without a hold of their own."""
_WHO = (
    f"list_name = :list_name AND removed_at IS NULL AND state NOT IN {_NEVER} "
    f"AND (hold = '' OR hold IN {_OF_LISTS}) AND hold <> {_AFTER}"
)


def in_force(db: Db) -> dict[str, Hold]:
    """The hold of every list that has one."""
    return {name: Hold(hold) for name, hold in db.rows("SELECT list_name, hold FROM list_hold")}


def of_list(db: Db, list_name: str) -> tuple[int, Hold]:
    """The row and the hold of a list; 0 and none where it's open."""
    sql = "SELECT id, hold FROM list_hold WHERE list_name = :list_name"
    row = db.one(sql, {"list_name": list_name})
    return (0, Hold.NONE) if row is None else (int(row[0]), Hold(row[1]))


def add(db: Db, list_name: str, hold: Hold, agent: str, now: datetime) -> int:
    """Stores the hold of a list without one; the row's id."""
    return integer(
        db,
        "INSERT INTO list_hold (list_name, hold, agent, at) VALUES (:list_name, :hold, :agent, "
        ":at) RETURNING id",
        {"list_name": list_name, "hold": hold.value, "agent": agent, "at": seconds(now)},
    )


def end(db: Db, row_id: int) -> None:
    """Removes the hold of a list."""
    db.run("DELETE FROM list_hold WHERE id = :id", {"id": row_id})


def apply(db: Db) -> None:
    """Gives everyone the hold of their list as it is now, and counts them by it."""
    held = db.rows(f"SELECT DISTINCT list_name FROM prospect WHERE hold IN {_OF_LISTS}")
    now = in_force(db)
    for name in sorted({*now, *(name for (name,) in held)}):
        _apply(db, name, now.get(name, Hold.NONE))


def _apply(db: Db, list_name: str, hold: Hold) -> None:
    params = {"list_name": list_name, "hold": hold.value}
    key = f"tier, hours_id, part_mask, owner, hold, {_AFTER}"
    groups = db.rows(
        f"SELECT {key}, COUNT(*) FROM prospect WHERE ready = 1 AND {_WHO} "
        "GROUP BY 1, 2, 3, 4, 5, 6",
        params,
    )
    tally: Counter[TallyKey] = Counter()
    for tier, hours, mask, owner, before, after, n in groups:
        for scope in scopes(list_name, owner):
            tally[scope, tier, hours, mask, before] -= n
            tally[scope, tier, hours, mask, after] += n
    db.run(f"UPDATE prospect SET hold = {_AFTER} WHERE {_WHO}", params)
    add_to_tally(db, tally)


def count(db: Db, list_name: str) -> tuple[int, int]:
    """How many people on a list its hold keeps back, and how many on it wait for a callback."""
    row = db.one(
        f"SELECT SUM(CASE WHEN hold IN {_OF_LISTS} THEN 1 ELSE 0 END), "
        f"SUM(CASE WHEN state = '{State.CALLBACK}' THEN 1 ELSE 0 END) "
        "FROM prospect WHERE list_name = :list_name AND removed_at IS NULL",
        {"list_name": list_name},
    )
    return (int(row[0] or 0), int(row[1] or 0)) if row else (0, 0)
