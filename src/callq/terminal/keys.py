"""Single keys typed at a terminal."""

import os
import sys
from collections.abc import Sequence

import typer

from callq.terminal.safe import safe
from callq.terminal.terminal import note


def one_key() -> str:
    """The next key of the terminal, without Enter."""
    try:
        import termios
        import tty
    except ImportError:
        return str(typer.prompt("Key", err=True))[:1]
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        # Draining, not flushing, and past Python's buffer: what is typed ahead is not lost.
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        return os.read(descriptor, 1).decode(errors="replace")
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def pick(question: str, lines: Sequence[str], more: bool) -> int | None:
    """Lists up to nine choices; one key picks.

    Args:
        question: The line above them.
        lines: One for each choice.
        more: Whether there are more than these.

    Returns:
        The place of the one picked, from 0; None for any other key.
    """
    note(question)
    for place, line in enumerate(lines, 1):
        note(f"  [{place}] {safe(line)}")
    note("Press a number; any other key does nothing." + (" There are more." if more else ""))
    key = one_key()
    return int(key) - 1 if key and key in "123456789"[: len(lines)] else None
