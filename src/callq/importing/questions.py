"""Finds what a file leaves open, to ask for it once before anything is imported."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice

from callq.importing.date_orders import Ambiguous, ambiguous, orders_in
from callq.importing.dispositions import Unknown, Words
from callq.importing.headers import Mapping
from callq.importing.own_export import open_own
from callq.importing.people import BLANKS
from callq.importing.preview import Chosen
from callq.importing.readers.open import open_table
from callq.importing.readers.table import Table
from callq.importing.records import as_of
from callq.importing.run import Request

_NAMES = ("name", "first_name", "last_name", "company")
_LOOKED_AT = 5000
_MOST, _LONGEST = 8, 60
"""How many words are asked for; longer cells are prose."""


@contextmanager
def looked_at(request: Request) -> Iterator[Table | None]:
    """Opens a file to look at its first rows; None for what leaves nothing open: our own export.

    Raises:
        CallqError: The file can't be read.
    """
    own, _ = open_own(request.path, None)
    if own is not None:
        own.stream.close()
        yield None
        return
    with open_table(
        request.path, encoding=request.encoding, sheet=request.sheet, mapped=request.mapped
    ) as table:
        yield table


def mapping_of(request: Request, table: Table) -> Mapping:
    """What the columns of a file become.

    Raises:
        CallqError: The maps don't fit it.
    """
    return Chosen(request.mapping, request.kept_maps).of(table)


def strange_names(table: Table, mapping: Mapping) -> tuple[str, ...]:
    """The first three names with a letter that encodings write differently."""
    columns = [at for at, use in enumerate(mapping.columns) if use.field in _NAMES]
    rows = table.sample()
    cells = (row.cells[at].strip() for row in rows for at in columns if at < len(row.cells))
    return tuple(islice(dict.fromkeys(cell for cell in cells if not cell.isascii()), 3))


def ambiguous_dates(request: Request, table: Table, mapping: Mapping) -> Ambiguous | None:
    """The first date whose day and month nothing in the file tells apart."""
    near = as_of(request.path, request.now or datetime.now(UTC)).date()
    rows = table.sample()
    orders = orders_in(rows, mapping, region=request.region, near=near, said=request.dates)
    return ambiguous(rows, mapping, orders)


def unknown_words(request: Request, table: Table, mapping: Mapping) -> list[Unknown]:
    """The most frequent unknown words in the outcome columns of a file's first rows."""
    words = Words(mapping.language, request.words)
    found: Counter[tuple[str, str]] = Counter()
    for at, use in enumerate(mapping.columns):
        if use.field != "last_outcome":
            continue
        for row in table.sample(_LOOKED_AT):
            cell = row.cells[at].strip() if at < len(row.cells) else ""
            if cell and cell not in BLANKS and len(cell) <= _LONGEST:
                found[use.header, cell] += not (words.read(cell) or words.says(cell))
    return [Unknown(*key, count) for key, count in found.most_common(_MOST) if count]
