"""The terminal: results to stdout, messages to stderr, color and width."""

import errno
import os
import sys
from contextvars import ContextVar
from typing import IO, TYPE_CHECKING, Any

from callq.errors import CallqError
from callq.named_tuple import NamedTuple
from callq.terminal.safe import safe, steers

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

NARROW = 80
"""Width of output that is not on a terminal, in columns."""


class Manners(NamedTuple):
    """What the flags that work on every command say about the terminal."""

    color: bool = True
    """False with `--no-color`."""
    ask: bool = True
    """False with `--no-input`."""


_POLITE = Manners()
_MANNERS: ContextVar[Manners] = ContextVar("manners", default=_POLITE)
_LINE_ENDS = "\u2028\u2029"


def set_manners(manners: Manners) -> None:
    """Keeps what the flags say for the rest of this command."""
    _MANNERS.set(manners)


def console(file: IO[str] | None = None) -> "Console":
    """A console on stdout (or another stream) that neither highlights nor reads markup."""
    from rich.console import Console

    stream = sys.stdout if file is None else file
    out = Console(
        file=stream,
        width=columns(stream),
        no_color=True if plain(stream) else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )
    # rich would end the program with code 1 when the reader of our output leaves.
    out.on_broken_pipe = _reader_left  # type: ignore[method-assign]
    return out


def _reader_left() -> None:
    raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def columns(stream: IO[str]) -> int:
    """How wide the output is: `COLUMNS`, else the terminal, else 80 for a file or pipe."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) > 0:
        return max(20, int(given))
    try:
        return max(20, os.get_terminal_size(stream.fileno()).columns)
    except (OSError, ValueError, AttributeError):
        return NARROW


def rows(stream: IO[str]) -> int:
    """How high the terminal is: `LINES`, else what it says, else 24."""
    given = os.environ.get("LINES", "")
    if given.isdecimal() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(stream.fileno()).lines or 24
    except (OSError, ValueError, AttributeError):
        return 24


def plain(stream: IO[str]) -> bool:
    """Whether to leave colors out: no terminal, `--no-color`, `NO_COLOR`, `TERM=dumb`."""
    terminal = hasattr(stream, "isatty") and stream.isatty()
    if not terminal or not _MANNERS.get().color:
        return True
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def may_ask() -> bool:
    """Whether a prompt is allowed: both ends are a terminal, and no `--no-input`."""
    if not _MANNERS.get().ask or os.environ.get("CALLQ_NO_INPUT"):
        return False
    return sys.stdin.isatty() and sys.stderr.isatty()


def show(*renderables: "RenderableType") -> None:
    """Prints results."""
    out = console()
    for renderable in renderables:
        out.print(renderable)


def say(text: str) -> None:
    """Prints a line of the result, made safe."""
    sys.stdout.write(f"{text}\n")


def warn(text: str) -> None:
    """Prints a message to stderr."""
    _to_stderr("warning: ", "33", text)


def note(text: str) -> None:
    """Prints a remark to stderr."""
    _to_stderr("", "2", text)


def refuse(error: CallqError) -> None:
    """Prints what was wrong and what to do about it to stderr."""
    _to_stderr("callq: ", "31", error.message)
    if error.hint:
        _to_stderr("", "2", error.hint)


def write_json(value: Any) -> None:
    """Prints one JSON object."""
    sys.stdout.write(as_json(value, indent=2) + "\n")


def as_json(value: Any, indent: int | None = None) -> str:
    """A value as JSON whose text can't steer a terminal it is printed on."""
    import json

    # A terminal that can't show every sign must not lose any: then they are escaped.
    whole = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=not whole, indent=indent)
    if text.isascii():
        return text
    return "".join(
        f"\\u{ord(c):04x}" if c != "\n" and (steers(c) or c in _LINE_ENDS) else c for c in text
    )


def _to_stderr(head: str, color: str, text: str) -> None:
    lines = [safe(line) for line in text.split("\n")]
    body = "\n".join(lines)
    if plain(sys.stderr):
        sys.stderr.write(f"{head}{body}\n")
    elif head:
        sys.stderr.write(f"\x1b[{color}m{head}\x1b[0m{body}\n")
    else:
        sys.stderr.write(f"\x1b[{color}m{body}\x1b[0m\n")
