"""Reads what people are recognised by, and who was said to be two."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from callq.storage import journal
from callq.storage.db import Db
from callq.storage.moments import seconds


class Known(NamedTuple):
    """A prospect, with what they are recognised by."""

    id: int
    name: str
    company: str
    numbers: frozenset[tuple[str, str]]
    """Number and extension; E.164, or the digits as written where they can't be dialed."""
    emails: frozenset[str]
    calls: int
    filled: int
    """How many of the other fields are known."""


_SHORTEST = 7
"""Fewer digits are no number that two could share."""
_CALLS = "SELECT prospect_id, COUNT(*) FROM call WHERE voided_at IS NULL GROUP BY prospect_id"
_FILLED = (
    "title <> ''", "owner <> ''", "zone <> ''", "note <> ''", "external_id <> ''", "custom <> '{}'"
)  # fmt: skip
_PEOPLE = (
    f"SELECT id, name, company, {' + '.join(f'CASE WHEN {f} THEN 1 ELSE 0 END' for f in _FILLED)} "
    "FROM prospect WHERE removed_at IS NULL AND (:list = '' OR list_name = :list) ORDER BY id"
)


def everybody(db: Db, list_name: str = "") -> Iterator[Known]:
    """Everybody who can be seen, or is on a list, by id."""
    numbers: dict[int, set[tuple[str, str]]] = {}
    for id_, e164, written, extension in db.stream(
        "SELECT prospect_id, e164, written, extension FROM phone"
    ):
        number = e164 or "".join(filter(str.isdecimal, written))
        if len(number) >= _SHORTEST:
            numbers.setdefault(id_, set()).add((number, extension))
    emails: dict[int, set[str]] = {}
    for id_, address in db.stream("SELECT prospect_id, address FROM email"):
        emails.setdefault(id_, set()).add(address)
    calls = {int(row[0]): int(row[1]) for row in db.rows(_CALLS)}
    for id_, name, company, filled in db.stream(_PEOPLE, {"list": list_name}):
        yield Known(
            id_, name, company, frozenset(numbers.get(id_, ())), frozenset(emails.get(id_, ())),
            calls.get(id_, 0), filled,
        )  # fmt: skip


def apart(db: Db) -> list[tuple[int, int]]:
    """The pairs of which somebody said that they are two, by those they became since."""
    rows = db.rows(
        "SELECT COALESCE(p.merged_into, p.id), COALESCE(q.merged_into, q.id) FROM apart a "
        "JOIN prospect p ON p.id = a.one_id JOIN prospect q ON q.id = a.other_id ORDER BY a.id"
    )
    return [(one, other) for one, other in rows]


def keep_apart(db: Db, command_id: int, one: int, other: int, agent: str, now: datetime) -> None:
    """Notes that two are two, inside a write transaction."""
    low, high = sorted((one, other))
    row = db.one(
        "INSERT INTO apart (one_id, other_id, agent, at) VALUES (:low, :high, :agent, :at) "
        "ON CONFLICT (one_id, other_id) DO NOTHING RETURNING id",
        {"low": low, "high": high, "agent": agent, "at": seconds(now)},
    )
    if row is not None:
        journal.remember_new(db, command_id, "apart", row[0])
