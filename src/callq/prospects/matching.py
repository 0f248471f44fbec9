"""Read what identifies people, and the pairs a rep kept apart."""

import json
from collections.abc import Iterator
from datetime import datetime

from callq.prospects.likeness import Record
from callq.prospects.names import tokens
from callq.storage import journal
from callq.storage.db import Db
from callq.storage.moments import seconds

_STREETS = ("street", "addr", "straße", "strasse", "adres", "rue", "calle")
"""What is in the name of a field with a street."""
_SHORTEST = 7
"""Shorter digit strings are ignored: too many people share them by chance."""
_CALLS = "SELECT prospect_id, COUNT(*) FROM call WHERE voided_at IS NULL GROUP BY prospect_id"
_FILLED = (
    "title <> ''", "owner <> ''", "zone <> ''", "note <> ''", "external_id <> ''", "custom <> '{}'"
)  # fmt: skip
_PEOPLE = (
    f"SELECT id, name, company, {' + '.join(f'CASE WHEN {f} THEN 1 ELSE 0 END' for f in _FILLED)}, "
    "postal, custom FROM prospect WHERE removed_at IS NULL AND (:list = '' OR list_name = :list) "
    "ORDER BY id"
)


def records(db: Db, list_name: str = "") -> Iterator[Record]:
    """Yield every visible prospect, or those on one list, by id."""
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
    for id_, name, company, filled, postal, custom in db.stream(_PEOPLE, {"list": list_name}):
        yield Record(
            id_, name, company, frozenset(numbers.get(id_, ())), frozenset(emails.get(id_, ())),
            10 * calls.get(id_, 0) + filled, frozenset(_addresses(postal, custom)),
        )  # fmt: skip


def _addresses(postal: str, custom: str) -> Iterator[str]:
    """Their postal code, and the street if a field has one."""
    if postal:
        yield "".join(postal.casefold().split())
    if custom != "{}":
        for name, text in json.loads(custom).items():
            if any(word in name.casefold() for word in _STREETS) and text:
                yield " ".join(tokens(text))


def not_duplicates(db: Db) -> list[tuple[int, int]]:
    """List the pairs a rep kept apart, by the ids they have after later merges."""
    rows = db.rows(
        "SELECT COALESCE(p.merged_into, p.id), COALESCE(q.merged_into, q.id) FROM not_duplicates a "
        "JOIN prospect p ON p.id = a.one_id JOIN prospect q ON q.id = a.other_id ORDER BY a.id"
    )
    return [(one, other) for one, other in rows]


def keep_apart(db: Db, command_id: int, one: int, other: int, agent: str, now: datetime) -> None:
    """Record that a pair is two people, inside a write transaction."""
    low, high = sorted((one, other))
    row = db.one(
        "INSERT INTO not_duplicates (one_id, other_id, agent, at) VALUES (:low, :high, :agent, "
        ":at) "
        "ON CONFLICT (one_id, other_id) DO NOTHING RETURNING id",
        {"low": low, "high": high, "agent": agent, "at": seconds(now)},
    )
    if row is not None:
        journal.remember_new(db, command_id, "not_duplicates", row[0])
