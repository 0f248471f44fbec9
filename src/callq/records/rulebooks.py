"""Rulebook files: reads, checks and stores the built-in one or a team's own."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callq.records.own_file import RULEBOOK, digest, mistaken, present, read_text
from callq.storage import meta
from callq.storage.db import Db

if TYPE_CHECKING:
    from callq.engine.toml_lines import Mistake


def shipped_text() -> str:
    """The rulebook that comes with callq."""
    from importlib.resources import files

    return (files("callq") / "data" / "rulebook.toml").read_text(encoding="utf-8")


def shipped_table() -> dict[str, Any]:
    """The table of jurisdictions that comes with callq.

    Raises:
        CallqError: It has mistakes, because the installed file was changed.
    """
    from importlib.resources import files

    from callq.engine.calling_check import check

    file = files("callq") / "data" / "jurisdictions.toml"
    data, mistakes = check(file.read_text(encoding="utf-8"))
    if data is None:
        raise mistaken(RULEBOOK, str(file), mistakes)
    return data


def starting_text(own: Path) -> tuple[str, dict[str, Any]]:
    """The rulebook a new store starts with: the team's own file, or the built-in one.

    Raises:
        CallqError: It has mistakes.
    """
    return read_rulebook(present(RULEBOOK, own))


def read_rulebook(path: Path | None) -> tuple[str, dict[str, Any]]:
    """Reads and checks a rulebook: its text and its data.

    Args:
        path: A TOML file; None for the shipped one.

    Raises:
        CallqError: It can't be read, or has mistakes; the message shows each with its line.
    """
    text, data, mistakes = look_over(path)
    if data is None:
        raise mistaken(RULEBOOK, str(path), mistakes)
    return text, data


def look_over(path: Path | None) -> "tuple[str, dict[str, Any] | None, Sequence[Mistake]]":
    """Reads a rulebook: its text, its data, and its mistakes; no data if there are any.

    Args:
        path: A TOML file; None for the shipped one.

    Raises:
        CallqError: It can't be read.
    """
    from callq.engine.rulebook_check import check

    text = shipped_text() if path is None else read_text(RULEBOOK, path)
    return text, *check(text)


def install(db: Db, text: str, data: dict[str, Any]) -> dict[str, str]:
    """Stores a checked rulebook, inside a write transaction; returns the meta values it set."""
    table = shipped_table()
    values = {
        meta.JURISDICTIONS: json.dumps(table, ensure_ascii=False),
        meta.TABLE_VERSION: table["version"],
        meta.RULEBOOK: json.dumps(data, default=str),
        meta.RULEBOOK_TEXT: text,
        meta.RULEBOOK_HASH: digest(text.encode()),
    }
    for key, value in values.items():
        meta.write(db, key, value)
    return values
