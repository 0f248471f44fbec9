"""Rulebook files: the shipped one and a team's own, read, checked and put into a store."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callq.core.words import plural
from callq.errors import CallqError, Exit
from callq.store import meta
from callq.store.db import Db

if TYPE_CHECKING:
    from callq.core.toml_lines import Mistake

TABLE_VERSION = "2026.11"
"""The version of the shipped table of jurisdictions, told without reading it."""
_MOST_SHOWN = 40


def shipped_text() -> str:
    """The rulebook that comes with callq."""
    from importlib.resources import files

    return (files("callq") / "data" / "rulebook.toml").read_text(encoding="utf-8")


def shipped_table() -> dict[str, Any]:
    """The table of jurisdictions that comes with callq.

    Raises:
        CallqError: It has mistakes: somebody changed the installed file.
    """
    from importlib.resources import files

    from callq.core.calling_check import check

    file = files("callq") / "data" / "jurisdictions.toml"
    data, mistakes = check(file.read_text(encoding="utf-8"))
    if data is None:
        raise _with_mistakes(str(file), mistakes)
    return data


def own_rulebook(path: Path) -> Path | None:
    """A team's own file, if there is one with anything in it.

    An empty one is what a shell makes before `callq rules show > rulebook.toml` runs.

    Raises:
        CallqError: It can't be read.
    """
    try:
        return path if path.read_bytes().strip() else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CallqError(
            f"The rulebook {path} can't be read: {error.strerror}.", code=Exit.BAD_RULEBOOK
        ) from error


def starting_text(own: Path) -> tuple[str, dict[str, Any]]:
    """The rulebook a new store starts with: the team's own file, else the shipped one.

    Raises:
        CallqError: It has mistakes.
    """
    return read_rulebook(own_rulebook(own))


def read_rulebook(path: Path | None) -> tuple[str, dict[str, Any]]:
    """Reads and checks a rulebook: its text and its data.

    Args:
        path: A TOML file; None for the shipped one.

    Raises:
        CallqError: It can't be read, or has mistakes; the message names every one with its line.
    """
    text, data, mistakes = look_over(path)
    if data is None:
        raise _with_mistakes(str(path), mistakes)
    return text, data


def _with_mistakes(name: str, mistakes: "Sequence[Mistake]") -> CallqError:
    lines = [f"  {m}" for m in mistakes[:_MOST_SHOWN]]
    if len(mistakes) > _MOST_SHOWN:
        lines.append(f"  and {len(mistakes) - _MOST_SHOWN} more")
    return CallqError(
        f"{name} has {plural(len(mistakes), 'mistake')}:\n" + "\n".join(lines),
        hint="Mend them, then: callq rules apply. No queue is printed until then.",
        code=Exit.BAD_RULEBOOK,
    )


def look_over(path: Path | None) -> "tuple[str, dict[str, Any] | None, Sequence[Mistake]]":
    """Reads a rulebook: its text, its data, and its mistakes; no data when there are any.

    Args:
        path: A TOML file; None for the shipped one.

    Raises:
        CallqError: It can't be read.
    """
    from callq.core.rulebook_check import check

    try:
        # Bytes as they are: the hash by which an edit is noticed is taken of them.
        text = shipped_text() if path is None else file_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CallqError(
            f"{path} is not UTF-8 text (byte {error.start}).", code=Exit.BAD_RULEBOOK
        ) from error
    except OSError as error:
        raise CallqError(
            f"The rulebook {path} can't be read: {error.strerror}.",
            hint="callq rules show > rulebook.toml makes one to edit.",
            code=Exit.BAD_RULEBOOK,
        ) from error
    return text, *check(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def file_bytes(path: Path) -> bytes:
    """What is in a file, or on standard input for `-`."""
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()


def digest(text: bytes) -> str:
    """The hash by which an edited file is told from the one in force."""
    from hashlib import sha256

    return sha256(text).hexdigest()


def install(db: Db, text: str, data: dict[str, Any]) -> dict[str, str]:
    """Makes a checked rulebook the store's, inside a write transaction; the facts it set."""
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
