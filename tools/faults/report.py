"""Writes figures into docs/reliability.md, between the marks of the run they come from."""

import os
import platform
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"


def write(name: str, lines: list[str]) -> None:
    """Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->`.

    Raises:
        SystemExit: The page has no such place.
    """
    text = PAGE.read_text(encoding="utf-8")
    place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not place.search(text):
        raise SystemExit(f"{PAGE} has no place for {name}.")
    body = "\n".join([f"{_today()}, {machine()}:", "", *lines, ""])
    PAGE.write_text(place.sub(lambda found: found[1] + body + found[2], text), encoding="utf-8")


def table(heading: tuple[str, ...], rows: list[tuple[object, ...]]) -> list[str]:
    """A table in Markdown."""
    lines = [heading, ("---",) * len(heading), *rows]
    return [f"| {' | '.join(map(_cell, line))} |" for line in lines]


def machine() -> str:
    """What it ran on."""
    return (
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores"
    )


def _today() -> str:
    return datetime.now(UTC).strftime("%-d %B %Y")


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
