"""Tells for many people at once whether the store already has all a file says."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from callq.records.contacts import ProspectRow, Ready
from callq.storage.db import Db, among

_ADDED = frozenset({
    "company", "title", "owner", "zone", "country", "region", "postal", "note", "tags",
    "external_id", "value", "opt_out_text", "reach",
})  # fmt: skip
"""Columns that an import may fill or replace, but never empty."""
_CHECKED = [column for column in ProspectRow._fields if column in _ADDED]
_said = attrgetter(*_CHECKED)
_COLUMNS = ", ".join((*_CHECKED, "custom"))
_NUMBERS = (
    "SELECT prospect_id, CASE WHEN e164 <> '' THEN e164 ELSE written END FROM phone "
    "WHERE prospect_id IN (:these)"
)
_ADDRESSES = "SELECT prospect_id, address FROM email WHERE prospect_id IN (:these)"


class StoredPeople:
    """The stored columns, numbers and addresses of some people, read once."""

    def __init__(self, db: Db, ids: Iterable[int]) -> None:
        """Reads it.

        Args:
            db: The store.
            ids: Their ids.
        """
        wanted = list(dict.fromkeys(ids))
        self._own: dict[int, tuple[Any, ...]] = {}
        self._ways: dict[int, set[str]] = {}
        select = f"SELECT id, {_COLUMNS} FROM prospect WHERE id IN (:these)"
        for id_, *own in among(db, select, wanted):
            self._own[id_] = tuple(own)
            self._ways[id_] = set()
        for sql in (_NUMBERS, _ADDRESSES):
            for id_, way in among(db, sql, wanted):
                if id_ in self._ways:
                    self._ways[id_].add(way)

    def drop(self, prospect_id: int) -> None:
        """Drops a person whose row has changed since."""
        self._own.pop(prospect_id, None)

    def has_all(self, prospect_id: int, said: Ready) -> bool:
        """Whether the store has exactly these values; False is not certain."""
        stored = self._own.get(prospect_id)
        if stored is None:
            return False
        *fields, custom = stored
        if any(
            given not in ("", None, held)
            for given, held in zip(_said(said.own), fields, strict=True)
        ):
            return False
        ways = self._ways[prospect_id]
        return (
            said.own.custom in ("{}", custom)
            and all((phone.e164 or phone.written) in ways for phone in said.phones)
            and ways.issuperset(said.emails)
        )
