"""Shows what the columns of a file would become, and imports nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from callq.importing import maps
from callq.importing.headers import ColumnUse, map_headers
from callq.importing.headers import Mapping as ColumnMap
from callq.importing.readers.open import open_table
from callq.importing.readers.table import Row, Table

_SAMPLES = 3
_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person says of the columns: pairs, and maps kept under a name."""

    pairs: Mapping[str, str]
    kept: Mapping[str, Mapping[str, str]]
    """Fields by header, by the name of the map."""

    def of(self, table: Table) -> ColumnMap:
        """What every column of a table becomes.

        Raises:
            CallqError: A header or field isn't there, or a map knows none of the headers.
        """
        return map_headers(table.headers, table.sample(), self.fields(table.headers))

    def fields(self, headers: tuple[str, ...]) -> dict[str, str]:
        """The fields said, by header.

        Raises:
            CallqError: A map knows none of the headers.
        """
        said: dict[str, str] = {}
        for name, kept in self.kept.items():
            said |= maps.fitting(kept, headers, name)
        return said | dict(self.pairs)


@dataclass(frozen=True, slots=True)
class Shown:
    """A column, what it becomes, and some of what is in it."""

    use: ColumnUse
    samples: tuple[str, ...]
    filled: int
    """How many of the rows looked at have something in it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the columns of a file would become."""

    source: str
    encoding: str
    delimiter: str
    """Empty where there is none."""
    rows: int
    """How many were looked at."""
    more: bool
    """Whether the file has more."""
    columns: tuple[Shown, ...]
    remarks: tuple[str, ...]


def preview(
    path: Path | Literal["-"],
    chosen: Chosen,
    *,
    stdin: BinaryIO | None = None,
    encoding: str = "",
    sheet: str = "",
) -> Preview:
    """Looks at the first rows of a file.

    Raises:
        CallqError: The file can't be read, or what was said of its columns doesn't fit.
    """
    with open_table(path, stdin=stdin, encoding=encoding, sheet=sheet) as table:
        mapping = chosen.of(table)
        rows = table.sample(_LOOKED_AT + 1)
        seen = rows[:_LOOKED_AT]
        columns = tuple(_shown(at, use, seen) for at, use in enumerate(mapping.columns))
        return Preview(
            source=table.name,
            encoding=table.dialect.encoding,
            delimiter=table.dialect.delimiter,
            rows=len(seen),
            more=len(rows) > _LOOKED_AT,
            columns=columns,
            remarks=table.remarks,
        )


def _shown(at: int, use: ColumnUse, rows: tuple[Row, ...]) -> Shown:
    cells = [cell for row in rows if at < len(row.cells) and (cell := row.cells[at].strip())]
    return Shown(use, tuple(dict.fromkeys(cells))[:_SAMPLES], len(cells))
