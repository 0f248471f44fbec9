"""A team's own TOML file, rulebook or playbook: is there one, its text and its mistakes."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple

if TYPE_CHECKING:
    from callq.engine.toml_lines import Mistake
    from callq.storage.db import Db
    from callq.storage.journal import Command

_MOST_SHOWN = 40


class Kind(NamedTuple):
    """The rulebook or the playbook, with words for messages."""

    name: str
    commands: str
    """The command before `show`, `check` and `apply`."""
    meanwhile: str
    """What happens until its mistakes are fixed."""
    code: Exit


RULEBOOK = Kind("rulebook", "rules", "callq shows no queue until then.", Exit.BAD_RULEBOOK)
PLAYBOOK = Kind(
    "playbook", "playbook", "The current playbook stays in use until then.", Exit.BAD_FILE
)


def present(kind: Kind, path: Path) -> Path | None:
    """A team's own file, if there is one and it isn't empty.

    A shell makes an empty one before `callq rules show > rulebook.toml` runs.

    Raises:
        CallqError: It can't be read.
    """
    try:
        return path if path.read_bytes().strip() else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _unreadable(kind, path, error) from error


def read_text(kind: Kind, path: Path) -> str:
    """The text of a file, or of standard input for `-`, with its line ends as they are.

    Raises:
        CallqError: It can't be read, or isn't UTF-8 text.
    """
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CallqError(
            f"{path} isn't UTF-8 text (byte {error.start}).",
            hint="Save it as UTF-8 in your editor.",
            code=kind.code,
            name="not-utf8",
        ) from error
    except OSError as error:
        raise _unreadable(kind, path, error) from error


def _unreadable(kind: Kind, path: Path, error: OSError) -> CallqError:
    return CallqError(
        f"Can't read the {kind.name} {path}: {error.strerror}.",
        hint=f"To make one: callq {kind.commands} show > {kind.name}.toml",
        code=kind.code,
        name="unreadable-file",
    )


def mistaken(kind: Kind, name: str, mistakes: "Sequence[Mistake]") -> CallqError:
    """The error that shows every mistake of a file with its line."""
    from callq.engine.words import plural

    lines = [f"  {mistake}" for mistake in mistakes[:_MOST_SHOWN]]
    if len(mistakes) > _MOST_SHOWN:
        lines.append(f"  and {len(mistakes) - _MOST_SHOWN} more")
    return CallqError(
        f"{name} has {plural(len(mistakes), 'mistake')}:\n" + "\n".join(lines),
        hint=f"Fix the file, then run callq {kind.commands} apply. {kind.meanwhile}",
        code=kind.code,
        name=f"bad-{kind.name}",
    )


def with_values(text: str, table: str, values: Mapping[str, str]) -> str:
    """A TOML text with values in one of its tables; comments and layout stay.

    Args:
        text: TOML without mistakes.
        table: The name of a table; made at the end where there's none.
        values: By key; an empty one removes the key.
    """
    import tomlkit

    document = tomlkit.parse(text)
    section = document.setdefault(table, tomlkit.table())
    for key, value in values.items():
        if value:
            section[key] = value
        else:
            section.pop(key, None)
    return tomlkit.dumps(document)


def digest(text: bytes) -> str:
    """A hash to tell an edited file from the one in use."""
    from hashlib import sha256

    return sha256(text).hexdigest()


def refuse_if_replaced(db: "Db", kind: Kind, command: "Command") -> None:
    """Refuses to undo an apply that was followed by another one.

    Raises:
        CallqError: Another file of this kind was applied later.
    """
    from callq.storage import journal

    later = journal.later_of_kind(db, command)
    if later is not None:
        raise CallqError(
            f"{later.agent} applied another {kind.name} after that ({later.summary}).",
            hint=f"To switch to any {kind.name}: callq {kind.commands} apply FILE",
            code=Exit.REFUSED,
            name="applied-later",
        )
