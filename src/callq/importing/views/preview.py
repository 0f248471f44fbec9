"""What the columns of a file would become."""

from typing import Any

from callq.engine.words import plural
from callq.importing.preview import Preview, Shown
from callq.terminal.safe import safe
from callq.terminal.tables import Column, Table, print_table
from callq.terminal.terminal import say

SCHEMA = "callq.preview/1"
_COLUMNS = (
    Column("Column", 12, 0, most=26, style="bold"),
    Column("Becomes", 8, 0, most=22),
    Column("For example", 20, 1, most=60),
    Column("Filled", 6, 2, right=True, style="dim"),
    Column("Why", 16, 0, most=44, style="dim", wraps=True),
)
_FIELDS = ("header", "field", "label", "recognized_by", "filled", "samples")
_LONGEST_SAMPLE = 28


def show(found: Preview) -> None:
    """Prints it as a table."""
    say(f"{safe(found.source)}: {_size(found)}. Nothing was imported.")
    for remark in found.remarks:
        say(f"Note: {safe(remark)}.")
    say("")
    rows = [_cells(column, found.rows) for column in found.columns]
    if rows:
        print_table(Table(_COLUMNS, rows))
        say("")
    left = [safe(column.use.header) for column in found.columns if column.use.field == "custom"]
    if left:
        say(f"Custom fields: {', '.join(left)}.")
    say("Wrong field? Add --map 'Header=field', and --save-map NAME to reuse it.")


def write_csv(found: Preview) -> None:
    """Prints a line for each column as CSV."""
    from callq.terminal.csv_out import write_items

    columns = as_json(found)["columns"]
    write_items(_FIELDS, ({**one, "samples": "; ".join(one["samples"])} for one in columns))


def as_json(found: Preview) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "source": found.source,
        "encoding": found.encoding,
        "delimiter": found.delimiter or None,
        "rows": found.rows,
        "more": found.more,
        "columns": [
            {
                "header": column.use.header,
                "field": column.use.field,
                "label": column.use.label or None,
                "recognized_by": column.use.why,
                "filled": column.filled,
                "samples": list(column.samples),
            }
            for column in found.columns
        ],
        "remarks": list(found.remarks),
    }


def _size(found: Preview) -> str:
    rows = plural(found.rows, "row")
    return f"{plural(len(found.columns), 'column')}, {'the first ' if found.more else ''}{rows}"


def _cells(column: Shown, rows: int) -> tuple[str, ...]:
    use = column.use
    becomes = use.field.replace("_", " ") if use.field != "custom" else "custom field"
    if use.field == "phone" and use.label and use.label != "phone":
        becomes += f" ({safe(use.label)})"
    samples = " · ".join(safe(" ".join(text.split()))[:_LONGEST_SAMPLE] for text in column.samples)
    share = f"{100 * column.filled // rows}%" if rows else ""
    return safe(use.header), becomes, samples or "(empty)", share, safe(use.why)
