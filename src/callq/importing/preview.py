"""Finds what the columns of a file would become, without importing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal

from callq.config import Settings
from callq.importing import maps
from callq.importing.date_orders import Orders, ambiguous, in_words, orders_in
from callq.importing.dispositions import MEANINGS
from callq.importing.headers import ColumnUse, beside_in_words, map_headers, parse_map
from callq.importing.headers import Mapping as ColumnMap
from callq.importing.readers.open import open_table
from callq.importing.readers.table import Row, Table
from callq.importing.records import as_of
from callq.importing.regions import Unclear, find_region, remark_on

_SAMPLES = 3
_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The --map options: pairs, and saved maps."""

    pairs: Mapping[str, str]
    kept: Mapping[str, Mapping[str, str]]
    """Fields by header, by the name of the saved map."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What words of the outcome columns mean."""
    dates: str = ""
    """How the dates are written: mdy, dmy, ymd, or empty."""

    def of(self, table: Table) -> ColumnMap:
        """What every column of a table becomes.

        Raises:
            CallqError: Unknown header or field, or a saved map fits none of the headers.
        """
        return map_headers(table.headers, table.sample(), self.fields(table.headers))

    def fields(self, headers: tuple[str, ...]) -> dict[str, str]:
        """The fields from --map, by header.

        Raises:
            CallqError: A saved map fits none of the headers.
        """
        said: dict[str, str] = {}
        for name, kept in self.kept.items():
            said |= maps.fitting(kept, headers, name)
        return said | dict(self.pairs)


def choose(settings: Settings, said: Sequence[str], dates: str = "") -> Chosen:
    """What --map and --dates say: pairs of column and field or of word and meaning, and saved maps.

    Raises:
        CallqError: A pair isn't one, or no saved map has that name.
    """
    kept = {text: maps.load(settings, text) for text in said if "=" not in text}
    pairs = parse_map(", ".join(text for text in said if "=" in text))
    words = {
        word: means for name in kept for word, means in maps.load_words(settings, name).items()
    }
    words |= {word: means for word, means in pairs.items() if means in MEANINGS}
    columns = {header: field for header, field in pairs.items() if field not in MEANINGS}
    saved = (maps.load_dates(settings, name) for name in kept)
    return Chosen(columns, kept, words, dates or next(filter(None, saved), ""))


@dataclass(frozen=True, slots=True)
class Shown:
    """A column, what it becomes, and samples of it."""

    use: ColumnUse
    samples: tuple[str, ...]
    filled: int
    """How many of the sampled rows have a value in it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the columns of a file would become."""

    source: str
    encoding: str
    delimiter: str
    """Empty if there is none."""
    rows: int
    """How many rows were sampled."""
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
    region: str = "US",
    region_given: bool = True,
    now: datetime | None = None,
) -> Preview:
    """Samples the first rows of a file.

    Args:
        path: The file, or "-" for standard input.
        chosen: What the maps and --dates say.
        stdin: The stream that "-" means.
        encoding: As in `open_table`.
        sheet: As in `open_table`.
        region: The country of numbers without one, which may tell how dates are written.
        region_given: Whether a person named it for this file; else the file may show another.
        now: The time, where it's fixed.

    Raises:
        CallqError: The file can't be read, or the maps don't fit it.
    """
    mapped = {*chosen.pairs, *(header for kept in chosen.kept.values() for header in kept)}
    with open_table(path, stdin=stdin, encoding=encoding, sheet=sheet, mapped=mapped) as table:
        mapping = chosen.of(table)
        rows = table.sample(_LOOKED_AT + 1)
        seen = rows[:_LOOKED_AT]
        near = as_of(path, now or datetime.now(UTC)).date()
        found = region if region_given else find_region(table, mapping, region)
        there = region if isinstance(found, Unclear) else found
        orders = orders_in(seen, mapping, region=there, near=near, said=chosen.dates)
        abroad = filter(None, (remark_on(found, region),))
        beside = filter(None, (beside_in_words(mapping),))
        columns = tuple(_shown(at, use, seen) for at, use in enumerate(mapping.columns))
        return Preview(
            source=table.name,
            encoding=table.dialect.encoding,
            delimiter=table.dialect.delimiter,
            rows=len(seen),
            more=len(rows) > _LOOKED_AT,
            columns=columns,
            remarks=(*table.remarks, *abroad, *beside, *_on_dates(seen, mapping, orders)),
        )


def _shown(at: int, use: ColumnUse, rows: tuple[Row, ...]) -> Shown:
    cells = [cell for row in rows if at < len(row.cells) and (cell := row.cells[at].strip())]
    return Shown(use, tuple(dict.fromkeys(cells))[:_SAMPLES], len(cells))


def _on_dates(rows: Sequence[Row], mapping: ColumnMap, orders: Orders) -> Iterator[str]:
    """How dates that can be read in two ways are read, if there are any."""
    if remark := in_words(orders):
        yield remark
    if open_ := ambiguous(rows, mapping, orders):
        yield (
            f"dates such as {open_.text} ({open_.column}) can be read in two ways; "
            "add --dates mdy or --dates dmy"
        )
