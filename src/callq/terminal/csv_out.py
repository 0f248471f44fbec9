"""CSV on standard output, from a table or from the items of a JSON list; safe in a spreadsheet."""

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from callq.terminal.safe import defused, safe
from callq.terminal.tables import Shown, Table


def write_table(table: Table) -> None:
    """Writes a table with all its columns, named in lower case: `calls_per_win`."""
    kept = [i for i, column in enumerate(table.columns) if not column.picture]
    names = [table.columns[i].name.lower().replace(" ", "_").replace("-", "_") for i in kept]
    _write(names, ([_value(row[i]) for i in kept] for row in table.rows))


def write_items(fields: Sequence[str], items: Iterable[Mapping[str, Any]]) -> None:
    """Writes a line for each item of a JSON list, under the names of its fields."""
    _write(fields, ([item[field] for field in fields] for item in items))


def flat(item: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """An item without objects inside: `{"share": {"low": 1}}` becomes `{"share_low": 1}`."""
    found: dict[str, Any] = {}
    for name, value in item.items():
        inner = isinstance(value, Mapping)
        found |= flat(value, f"{before}{name}_") if inner else {f"{before}{name}": value}
    return found


def _value(cell: Any) -> Any:
    return cell.value if isinstance(cell, Shown) else cell


def _write(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_text(value) for value in row])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        value = " ".join(map(str, value))
    return defused(safe(str(value)))
