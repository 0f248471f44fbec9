"""The report of an export."""

from pathlib import Path
from typing import Any

from callq.engine.words import plural
from callq.exporting.export import Exported, Format
from callq.terminal.safe import safe

SCHEMA = "callq.export/1"
_THINGS = {"ics": ("event", "events"), "task": ("task", "tasks")}


def lines(done: Exported, format_: Format, path: Path | None) -> list[str]:
    """The report as lines of text."""
    where = f" to {safe(str(path))}" if path else ""
    things = plural(done.people, *_THINGS.get(format_.name, ("person", "people")))
    found = [f"Exported {things}{where}."]
    if done.left_out:
        people = plural(done.left_out, "person", "people")
        found.append(f"Skipped {people}: on hold, closed, or opted out.")
    return found


def as_json(done: Exported, path: Path | None) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "file": str(path) if path else None,
        "format": done.format,
        "written": done.people,
        "left_out": done.left_out,
    }
