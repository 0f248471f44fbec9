"""Move one prospect's rows to another, and journal where they were so undo can split them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from callq.named_tuple import NamedTuple
from callq.records.change_people import PeopleWriter
from callq.storage import journal
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import Columns


class _Call(NamedTuple):
    """What tells a call from others, as stored; two records of one call share it."""

    at: int
    outcome: str
    channel: str
    agent: str
    number: str
    reason: str
    note: str
    given_at: int | None
    duration: int | None
    permission: int | None
    imported: int
    voided: int

    @property
    def identity(self) -> tuple[object, ...]:
        """The key. An imported outcome has no time of its own."""
        if self.imported:
            return self.imported, self.outcome, self.reason, self.voided
        return self


_CALL = Columns(_Call, voided="CASE WHEN voided_at IS NULL THEN 0 ELSE 1 END")
_CALLS = f"SELECT id, {_CALL.sql} FROM call WHERE prospect_id = :id ORDER BY id"


class Moved(NamedTuple):
    """How many rows moved."""

    phones: int
    emails: int
    calls: int
    consents: int
    research: int


def move(
    db: Db, writer: PeopleWriter, command_id: int, kept: int, gone: int, now: datetime
) -> Moved:
    """Move numbers, emails, calls, consents and research. What both have counts once."""
    phones, emails = _other_phones(db, kept, gone), _other_emails(db, kept, gone)
    writer.move_phones(phones, kept)
    writer.move_emails(emails, kept)
    return Moved(
        len(phones),
        len(emails),
        _move_calls(db, command_id, kept, gone, now),
        _move_rows(db, command_id, "consent", kept, gone),
        _move_rows(db, command_id, "research", kept, gone),
    )


def move_leases(db: Db, kept: int, gone: int, now: datetime) -> None:
    """Copy leases and skips to the record you keep."""
    db.run("DELETE FROM lease WHERE prospect_id = :kept AND until <= :now",
           {"kept": kept, "now": seconds(now)})  # fmt: skip
    db.run(
        "INSERT INTO lease (prospect_id, agent, until, taken_at, dialed_at, dialed_numbers) "
        "SELECT :kept, g.agent, g.until, g.taken_at, g.dialed_at, g.dialed_numbers FROM lease g "
        "WHERE g.prospect_id = :gone ON CONFLICT (prospect_id) DO NOTHING",
        {"kept": kept, "gone": gone},
    )
    db.run(
        "INSERT INTO skip (prospect_id, agent, at, until, reason) SELECT :kept, s.agent, s.at, "
        "s.until, s.reason FROM skip s WHERE s.prospect_id = :gone AND s.until > :now "
        "ON CONFLICT (prospect_id, agent) DO NOTHING",
        {"kept": kept, "gone": gone, "now": seconds(now)},
    )


def split_leases(db: Db, split: Mapping[int, int]) -> None:
    """Give a lease back to the record it was on when an undo splits a merge."""
    for gone, kept in split.items():
        db.run(
            "DELETE FROM lease WHERE prospect_id = :kept AND EXISTS (SELECT 1 FROM lease g "
            "WHERE g.prospect_id = :gone AND g.agent = lease.agent "
            "AND g.taken_at = lease.taken_at)",
            {"kept": kept, "gone": gone},
        )


def own_opt_out(db: Db, kept: int, gone: int) -> bool:
    """Whether either has a number on do-not-call, not counting calls with other people."""
    row = db.one(
        "SELECT 1 FROM phone p JOIN dnc d ON d.number = p.e164 AND d.lifted_at IS NULL "
        "LEFT JOIN call c ON c.id = d.call_id WHERE p.prospect_id IN (:kept, :gone) "
        "AND p.e164 <> '' AND (c.prospect_id IN (:kept, :gone) OR c.id IS NULL "
        "AND (d.covers = 'person' OR d.because_of <> '')) LIMIT 1",
        {"kept": kept, "gone": gone},
    )
    return row is not None


def open_numbers(db: Db, prospect_id: int) -> tuple[str, ...]:
    """List a prospect's numbers that aren't on do-not-call, E.164."""
    rows = db.rows(
        "SELECT p.e164 FROM phone p WHERE p.prospect_id = :id AND p.e164 <> '' AND NOT EXISTS "
        "(SELECT 1 FROM dnc d WHERE d.number = p.e164 AND d.lifted_at IS NULL) "
        "ORDER BY p.position, p.id",
        {"id": prospect_id},
    )
    return tuple(dict.fromkeys(number for (number,) in rows))


def joined_among(db: Db, command_id: int) -> set[int]:
    """Prospects a command added that absorbed a record from another command since."""
    rows = db.rows(
        "SELECT DISTINCT p.id FROM prospect p JOIN prospect g ON g.merged_into = p.id "
        "WHERE p.command_id = :id AND COALESCE(g.command_id, 0) <> :id",
        {"id": command_id},
    )
    return {row[0] for row in rows}


def hidden_among(db: Db, ids: Iterable[int]) -> dict[int, int]:
    """Map each merged-away prospect among `ids` to the one it was merged into."""
    rows = db.rows("SELECT id, merged_into FROM prospect WHERE merged_into IS NOT NULL")
    among = set(ids)
    return {gone: kept for gone, kept in rows if gone in among}


def left_meanwhile(db: Db, ids: Iterable[int]) -> set[int]:
    """Prospects whose own import was undone while they were merged, and who have no calls."""
    found = set()
    for prospect_id in ids:
        row = db.one(
            "SELECT 1 FROM prospect p JOIN command c ON c.id = p.command_id "
            "WHERE p.id = :id AND c.undone_at IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM call l WHERE l.prospect_id = p.id AND l.voided_at IS NULL)",
            {"id": prospect_id},
        )
        found |= {prospect_id} if row else set()
    return found


def _other_phones(db: Db, kept: int, gone: int) -> list[int]:
    """Phone rows only the other has, compared by dialed number, else as written."""
    sql = (
        "SELECT id, CASE WHEN e164 <> '' THEN e164 ELSE written END, extension FROM phone "
        "WHERE prospect_id = :id ORDER BY position, id"
    )
    known: set[tuple[str, str]] = set()
    for _, number, extension in db.rows(sql, {"id": kept}):
        known |= {(number, extension), (number, "")}
    found = []
    for row_id, number, extension in db.rows(sql, {"id": gone}):
        if (number, extension) not in known:
            known |= {(number, extension), (number, "")}
            found.append(row_id)
    return found


def _other_emails(db: Db, kept: int, gone: int) -> list[int]:
    sql = "SELECT id, address FROM email WHERE prospect_id = :id ORDER BY position, id"
    known = {address for _, address in db.rows(sql, {"id": kept})}
    found = []
    for row_id, address in db.rows(sql, {"id": gone}):
        if address not in known:
            known.add(address)
            found.append(row_id)
    return found


def _move_calls(db: Db, command_id: int, kept: int, gone: int, now: datetime) -> int:
    known = {_Call(*columns).identity for _, *columns in db.rows(_CALLS, {"id": kept})}
    moved = 0
    for row_id, *columns in db.rows(_CALLS, {"id": gone}):
        values: dict[str, Any] = {"prospect_id": kept}
        if _Call(*columns).identity in known:
            # The same call from another list must not count twice.
            values |= {"voided_at": seconds(now), "voided_by": "merge"}
        else:
            moved += 1
        journal.remember(db, command_id, "call", row_id, values)
        sets = ", ".join(f"{column} = :{column}" for column in values)
        db.run(f"UPDATE call SET {sets} WHERE id = :id", {**values, "id": row_id})
    named = db.rows("SELECT id FROM call WHERE referred_to = :gone", {"gone": gone})
    for (row_id,) in named:
        journal.remember(db, command_id, "call", row_id, ("referred_to",))
        db.run("UPDATE call SET referred_to = :kept WHERE id = :id", {"kept": kept, "id": row_id})
    return moved


def _move_rows(db: Db, command_id: int, table: str, kept: int, gone: int) -> int:
    known = {"consent": "consent", "research": "research"}[table]
    rows = db.rows(f"SELECT id FROM {known} WHERE prospect_id = :gone ORDER BY id", {"gone": gone})
    for (row_id,) in rows:
        journal.remember(db, command_id, known, row_id, ("prospect_id",))
    db.run(f"UPDATE {known} SET prospect_id = :kept WHERE prospect_id = :gone",
           {"kept": kept, "gone": gone})  # fmt: skip
    return len(rows)
