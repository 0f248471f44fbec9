"""Typed rows: a NamedTuple declares what is read, and the SELECT is made from its fields."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Generic, TypeVar

from callq.storage.db import Db, Params, Row
from callq.storage.moments import maybe_moment, moment

_T = TypeVar("_T")


def parts(text: str | None, gap: str = ",") -> tuple[str, ...]:
    """The texts in a comma-separated column."""
    return tuple(text.split(gap)) if text else ()


_FROM_STORED: Mapping[Any, Callable[[Any], Any]] = {
    datetime: moment,
    datetime | None: maybe_moment,
    date: date.fromisoformat,
    bool: bool,
    bool | None: lambda stored: None if stored is None else bool(stored),
    tuple[str, ...]: parts,
}


def _conversion(kind: Any) -> Callable[[Any], Any] | None:
    """The function that converts a stored value to a field's type."""
    own: Callable[[Any], Any]
    for own in getattr(kind, "__metadata__", ()):
        return own
    return _FROM_STORED.get(kind)


class Columns(Generic[_T]):
    """A NamedTuple, and the columns its fields are read from.

    Moments, days, bools and tuples of texts are converted from stored values;
    `Annotated[type, function]` names another conversion.
    """

    def __init__(
        self, type_: type[_T], table: str = "", *, but: Sequence[str] = (), **expressions: str
    ) -> None:
        """See `Columns`.

        Args:
            type_: The NamedTuple of a row.
            table: The alias of the table that fields without an expression are in, or nothing.
            but: Fields at the end that aren't read; they need defaults.
            expressions: SQL by field, for fields that aren't columns of the same name.
        """
        prefix = f"{table}." if table else ""
        self._type = type_
        fields: Any = type_.__annotations__
        read = {name: kind for name, kind in fields.items() if name not in but}
        self.sql = ", ".join(expressions.get(name, prefix + name) for name in read)
        """The column list of a SELECT."""
        found = ((at, _conversion(kind)) for at, kind in enumerate(read.values()))
        self._convert = [(at, convert) for at, convert in found if convert]

    def read(self, row: Row) -> _T:
        """One row as a value."""
        values = list(row)
        for at, convert in self._convert:
            values[at] = convert(values[at])
        return self._type(*values)

    def read_all(self, rows: Iterable[Row]) -> Iterator[_T]:
        """Rows as values, one at a time."""
        return map(self.read, rows)

    def first(self, row: Row | None) -> _T | None:
        """The row that `Db.one` found as a value, or None."""
        return None if row is None else self.read(row)


def by_first(rows: Iterable[Row]) -> defaultdict[Any, list[Row]]:
    """Rows by their first column."""
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found


class Grouped:
    """Rows sorted by their first column, read by its value in rising order; constant memory."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next: tuple[int, Iterable[Row]] | None = next(self._groups, None)

    def take(self, key: int) -> list[Row]:
        """The rows with this value, which must be higher than in the last call."""
        while self._next is not None and self._next[0] < key:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != key:
            return []
        taken = list(self._next[1])
        self._next = next(self._groups, None)
        return taken


def integer(db: Db, sql: str, params: Params | None = None) -> int:
    """The first column of the first row, a count or an id; 0 without rows."""
    row = db.one(sql, params or {})
    return int(row[0] or 0) if row else 0
