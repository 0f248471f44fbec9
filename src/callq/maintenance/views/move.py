"""A move to another store, as text and as JSON."""

from typing import Any

from callq.engine.words import plural
from callq.maintenance.move import Moved
from callq.terminal.safe import safe


def sentences(moved: Moved) -> list[str]:
    """What was moved, and how to use it."""
    rows = moved.rows
    kept = sum(1 for name, count in rows.items() if count and name not in moved.copied)
    people, calls = plural(rows["prospect"], "person", "people"), plural(rows["call"], "call")
    tables = f"{plural(sum(rows.values()), 'row')} in {plural(len(rows), 'table')}"
    lines = [f"Moved {people} and {calls} to {safe(moved.target)}."]
    lines.append(f"Compared {tables}, and every status: the same on both sides.")
    if kept:
        lines.append(f"{plural(kept, 'table')} had arrived before.")
    if moved.key_file:
        lines.append(f"The erasure key is here: {safe(moved.key_file)}. No queue without it.")
    lines.append(f"{safe(moved.source)} is as it was. Don't log calls there any more.")
    return [*lines, "Use the new one: set CALLQ_DB, or callq config db TARGET, for each rep."]


def as_json(moved: Moved) -> dict[str, Any]:
    """The same as a JSON object."""
    return {
        "schema": "callq.store-move/1",
        "from": moved.source,
        "to": moved.target,
        "people": moved.rows["prospect"],
        "calls": moved.rows["call"],
        "tables": [
            {"table": name, "rows": rows, "copied": name in moved.copied}
            for name, rows in moved.rows.items()
        ],
        "key_file": moved.key_file or None,
    }
