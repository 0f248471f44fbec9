"""Single keys typed at a terminal."""

import os
import sys

import typer


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
