"""Rows that are asked for before they are needed, so several queries share a round trip."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn

from callq.errors import CallqError

if TYPE_CHECKING:
    from callq.storage.db import Db

_FRESH_SECONDS = 2
_FEW, _MOST = 50, 200
"""Of how many rows a result is kept without being planned, and of how many queries."""
_WRITTEN = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")
_Key = tuple[str, str]


def _key(sql: str, params: Mapping[str, Any]) -> _Key:
    return sql, repr(params)


class _Written(Exception):  # noqa: N818 - ends a dry run
    """A reader wanted to write."""


class _Pretender:
    """A store without rows that notes what it's asked for."""

    far = True

    def __init__(self, db: "Db") -> None:
        self.key_file = db.key_file
        self.asked: dict[_Key, Mapping[str, Any]] = {}

    def rows(self, sql: str, params: Mapping[str, Any] | None = None) -> list[Any]:
        self.asked[_key(sql, params or {})] = params or {}
        return []

    def one(self, sql: str, params: Mapping[str, Any] | None = None) -> None:
        self.rows(sql, params)

    @contextmanager
    def read(self) -> Iterator[None]:
        yield

    def __getattr__(self, name: str) -> NoReturn:
        raise _Written(name)


class Ahead:
    """What is asked for ahead, and what came of it."""

    def __init__(self) -> None:
        self._planned: dict[_Key, Mapping[str, Any]] = {}
        self._sent: list[_Key] = []
        self._found: dict[_Key, tuple[float, list[Any]]] = {}

    def plan(self, db: Any, readers: Sequence[Callable[[Any], object]]) -> None:
        """Note what readers ask for first; one that can't go on without rows ends there."""
        pretender = _Pretender(db)
        for reader in readers:
            try:
                reader(pretender)
            except (_Written, CallqError, LookupError, TypeError, AttributeError, ValueError):
                continue
        self._planned = pretender.asked

    def plans(self, sql: str, params: Mapping[str, Any]) -> bool:
        """Whether a query is planned and not sent yet."""
        return bool(self._planned) and _key(sql, params) in self._planned

    def queries(self, make: Callable[[str, Mapping[str, Any]], Any]) -> list[Any]:
        """The planned queries, to be sent now."""
        self._sent = list(self._planned)
        made = [make(sql, params) for (sql, _), params in self._planned.items()]
        self._planned = {}
        return made

    def keep(self, results: Sequence[list[Any]]) -> None:
        """Keep the rows of what was sent."""
        if results:
            now = monotonic()
            fresh = {k: v for k, v in self._found.items() if now - v[0] < _FRESH_SECONDS}
            sent = zip(self._sent, results, strict=True)
            self._found = fresh | {key: (now, rows) for key, rows in sent}

    def take(self, sql: str, params: Mapping[str, Any]) -> list[Any] | None:
        """The rows of a query that was asked ahead; None when it wasn't."""
        found = self._found.get(_key(sql, params)) if self._found else None
        return found[1] if found and monotonic() - found[0] < _FRESH_SECONDS else None

    def remember(self, sql: str, params: Mapping[str, Any], rows: list[Any]) -> None:
        """Keep the rows of a query in a transaction: asked again, they're the same."""
        if len(rows) <= _FEW and len(self._found) < _MOST and sql.startswith("SELECT"):
            self._found[_key(sql, params)] = monotonic(), rows

    def forget(self, sql: str) -> None:
        """Forget what a statement may have changed."""
        written = _WRITTEN.match(sql)
        if written and self._found:
            table = re.compile(rf"\b{written[1]}\b")
            self._found = {k: rows for k, rows in self._found.items() if not table.search(k[0])}

    def clear(self) -> None:
        """Forget everything."""
        self._planned, self._found = {}, {}
