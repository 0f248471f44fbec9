"""Tables, declared once: on a terminal the least important columns go first; CSV has them all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from callq.named_tuple import NamedTuple
from callq.terminal.terminal import console

if TYPE_CHECKING:
    from rich.table import Table as Drawn
    from rich.text import Text

    Words = str | Text

_GAP = 2


class Shown(NamedTuple):
    """A value that people read as words: a share, a moment."""

    words: "Words"
    value: "str | float | None"
    """What CSV has."""


Cell: TypeAlias = "str | int | Text | Shown | None"
"""Text is safe already; a number gets its thousands separated; none is an empty cell."""


class Column(NamedTuple):
    """A column: its heading, the width it needs, how much it matters, and how it looks."""

    name: str
    least: int
    matters: int
    """Columns of low rank go first when there is little room; 0 never goes."""
    most: int = 60
    style: str = ""
    right: bool = False
    picture: bool = False
    """A bar or the like, which CSV leaves out."""
    wraps: bool = False
    """Whether long cells take several lines, rather than being cut."""


class Table(NamedTuple):
    """What a view shows: all columns there might be, and a cell for each in every row."""

    columns: Sequence[Column]
    rows: "Sequence[Sequence[Cell]]"
    styles: Sequence[str] = ()
    """One for each row; none by default."""


def fitting(columns: Sequence[Column], longest: Sequence[int], width: int) -> list[Column]:
    """The columns that fit into a width, in their order.

    Args:
        columns: All there might be.
        longest: How long the longest cell of each is; short cells need less than `least`.
        width: Of the output, in characters.
    """
    kept = [
        (column, min(column.least, max(n, len(column.name))))
        for column, n in zip(columns, longest, strict=True)
    ]
    while sum(needed for _, needed in kept) + _GAP * (len(kept) - 1) > width:
        droppable = [pair for pair in kept if pair[0].matters]
        if not droppable:
            break
        kept.remove(min(droppable, key=lambda pair: pair[0].matters))
    return [column for column, _ in kept]


def longest_cells(rows: "Sequence[Sequence[Words]]") -> list[int]:
    """How wide the widest cell of each column is, in columns of the terminal."""
    from rich.cells import cell_len

    return [max(cell_len(str(cell)) for cell in cells) for cells in zip(*rows, strict=True)]


def in_words(cell: Cell) -> "Words":
    """A cell as a terminal shows it."""
    if isinstance(cell, Shown):
        return cell.words
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else cell


def widths(columns: Sequence[Column], longest: Sequence[int], width: int) -> list[int]:
    """How wide each column is: what its cells need, shared out where there is too little.

    No column gets more than its `most` before every other has what it needs.
    """
    needed = [max(n, len(c.name)) for c, n in zip(columns, longest, strict=True)]
    room = width - _GAP * (len(columns) - 1)
    given = [min(n, c.least) for n, c in zip(needed, columns, strict=True)]
    for wanted in ([min(n, c.most) for n, c in zip(needed, columns, strict=True)], needed):
        while hungry := [i for i, w in enumerate(wanted) if given[i] < w and sum(given) < room]:
            share = max(1, (room - sum(given)) // len(hungry))
            for i in hungry:
                given[i] += min(share, wanted[i] - given[i], max(0, room - sum(given)))
    return given


def print_table(table: Table) -> None:
    """Prints rows with the columns that fit the output; only the headings when there are none."""
    from rich.text import Text

    out = console()
    columns, rows = table.columns, [[in_words(cell) for cell in row] for row in table.rows]
    styles = table.styles or [""] * len(rows)
    longest = longest_cells(rows) if rows else [0] * len(columns)
    kept = fitting(columns, longest, out.width)
    places = [columns.index(column) for column in kept]
    drawn = new_table(kept, [longest[place] for place in places], out.width)
    for row, style in zip(rows, styles, strict=True):
        cells = (row[place] for place in places)
        drawn.add_row(*(Text(c) if isinstance(c, str) else c for c in cells), style=style)
    out.print(drawn)


def new_table(columns: Sequence[Column], longest: Sequence[int], width: int) -> "Drawn":
    """An empty table with a heading line and no frame."""
    from rich.box import Box
    from rich.table import Table as Drawn

    box = Box("    \n    \n ── \n    \n ── \n ── \n    \n    \n")
    # The divider between two columns is a blank of its own, so the padding is one less.
    table = Drawn(
        box=box, show_edge=False, pad_edge=False, padding=(0, _GAP - 1, 0, 0), header_style="bold"
    )
    for column, wide in zip(columns, widths(columns, longest, width), strict=True):
        table.add_column(
            column.name,
            width=wide,
            style=column.style,
            no_wrap=not column.wraps,
            overflow="fold" if column.wraps else "ellipsis",
            justify="right" if column.right else "left",
        )
    return table
