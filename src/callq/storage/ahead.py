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
_WRITTEN = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")
_Key = tuple[str, tuple[tuple[str, Any], ...]]


def _key(sql: str, params: Mapping[str, Any]) -> _Key:
    return sql, tuple(params.items())


class _Written(Exception):  # noqa: N818 - ends a dry run
    """A reader wanted to write."""


class _Pretender:
    """A store without rows that notes what it's asked for."""

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
        self._found: dict[_Key, list[Any]] = {}
        self._at = 0.0

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
            self._found = dict(zip(self._sent, results, strict=True))
            self._at = monotonic()

    def take(self, sql: str, params: Mapping[str, Any]) -> list[Any] | None:
        """The rows of a query that was asked ahead; None when it wasn't."""
        if not self._found or monotonic() - self._at > _FRESH_SECONDS:
            return None
        return self._found.get(_key(sql, params))

    def forget(self, sql: str) -> None:
        """Forget what a statement may have changed."""
        written = _WRITTEN.match(sql)
        if written and self._found:
            table = re.compile(rf"\b{written[1]}\b")
            self._found = {k: rows for k, rows in self._found.items() if not table.search(k[0])}

    def clear(self) -> None:
        """Forget everything."""
        self._planned, self._found = {}, {}
