"""A team's own TOML file, rulebook or playbook: whether there is one, its text, its mistakes."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from callq.errors import CallqError, Exit

if TYPE_CHECKING:
    from callq.engine.toml_lines import Mistake
    from callq.storage.db import Db
    from callq.storage.journal import Command

_MOST_SHOWN = 40


class Kind(NamedTuple):
    """One of the two, and what is said of it."""

    name: str
    commands: str
    """What stands before `show`, `check` and `apply`."""
    meanwhile: str
    """What holds until its mistakes are mended."""
    code: Exit


RULEBOOK = Kind("rulebook", "rules", "No queue is printed until then.", Exit.BAD_RULEBOOK)
PLAYBOOK = Kind("playbook", "playbook", "The playbook in force stays until then.", Exit.BAD_FILE)


def present(kind: Kind, path: Path) -> Path | None:
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
        raise _unreadable(kind, path, error) from error


def read_text(kind: Kind, path: Path) -> str:
    """The text of a file, or of standard input for `-`; byte for byte, as `digest` takes it.

    Raises:
        CallqError: It can't be read, or is no UTF-8 text.
    """
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CallqError(
            f"{path} is not UTF-8 text (byte {error.start}).",
            hint="Save it as UTF-8 in your editor.",
            code=kind.code,
        ) from error
    except OSError as error:
        raise _unreadable(kind, path, error) from error


def _unreadable(kind: Kind, path: Path, error: OSError) -> CallqError:
    return CallqError(
        f"The {kind.name} {path} can't be read: {error.strerror}.",
        hint=f"callq {kind.commands} show > {kind.name}.toml makes one to edit.",
        code=kind.code,
    )


def mistaken(kind: Kind, name: str, mistakes: "Sequence[Mistake]") -> CallqError:
    """The error that names every mistake of a file with its line."""
    from callq.engine.words import plural

    lines = [f"  {mistake}" for mistake in mistakes[:_MOST_SHOWN]]
    if len(mistakes) > _MOST_SHOWN:
        lines.append(f"  and {len(mistakes) - _MOST_SHOWN} more")
    return CallqError(
        f"{name} has {plural(len(mistakes), 'mistake')}:\n" + "\n".join(lines),
        hint=f"Mend them, then: callq {kind.commands} apply. {kind.meanwhile}",
        code=kind.code,
    )


def digest(text: bytes) -> str:
    """The hash by which an edited file is told from the one in force."""
    from hashlib import sha256

    return sha256(text).hexdigest()


def refuse_if_replaced(db: "Db", kind: Kind, command: "Command") -> None:
    """Refuses to take an apply back when another one came after it.

    Raises:
        CallqError: Another file of this kind was put in force since.
    """
    from callq.storage import journal

    later = journal.later_of_kind(db, command)
    if later is not None:
        raise CallqError(
            f"{later.agent} has applied another {kind.name} since ({later.summary}).",
            hint=f"callq {kind.commands} apply FILE puts any {kind.name} in force.",
            code=Exit.REFUSED,
        )
