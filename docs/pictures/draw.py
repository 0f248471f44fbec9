"""Draws the pictures of the README: runs callq in a terminal and saves what it printed as SVG.

    python docs/pictures/draw.py

Runs on the demo store with a fixed clock, so the same program draws the same pictures.
"""

import asyncio
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from callq.config import read_settings
from callq.engine.words import use_clock
from callq.records.queue import Scope
from callq.session.commands.background import Background
from callq.session.commands.screen import SessionApp
from callq.session.keys import keymap
from callq.session.session import Session
from callq.workspace import open_workspace

HERE = Path(__file__).parent
NOW = "2026-03-11T10:15:00-04:00"
PICTURES = {
    "today": (["today", "--limit", "14"], 118),
    "purge-check": (["purge-check", "--list", "spring", "--limit", "6"], 124),
}
STEPS = {
    "session-card": [],
    "session-call": ["enter"],
    "session-reason": ["s"],
    "session-note": ["p", *"600 a month is too much"],
    "session-next": ["enter"],
    "session-time": ["enter", "c", *"thu 4"],
    "session-undo": ["escape", "n", "ctrl+z"],
    "session-find": ["n", "slash", *"smi"],
}
"""Each picture of the session, and the keys that lead to it from the one before."""
SESSION_SIZE = (100, 30)


def run_in_terminal(arguments: list[str], width: int, environ: dict[str, str]) -> str:
    """What a command prints on a terminal of that width, with its colours."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    command = [sys.executable, "-m", "callq", *arguments]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=follower, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=environ
    ) as process:
        os.close(follower)
        chunks = []
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:
                break
            if not chunk:
                break
            chunks.append(chunk)
        if process.wait() != 0:
            raise SystemExit(f"callq {' '.join(arguments)} failed")
    os.close(leader)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def without_fonts(svg: str) -> str:
    """A picture that is whole by itself: the default style loads fonts from a server."""
    start, end = svg.find("@font-face"), svg.rfind("@font-face")
    if start < 0:
        return svg
    end = svg.index("}", end) + 1
    return svg[:start] + svg[end:].lstrip()


def _kept_spaces(text: re.Match[str]) -> str:
    return f">{text[1].replace(' ', '&#160;')}</text>"


async def draw_session(environ: dict[str, str]) -> None:
    """Draws the session, step by step."""
    settings = read_settings(environ)
    use_clock(settings.clock)
    now = settings.now or datetime.now(UTC)
    background = Background(lambda: Session(open_workspace(settings), Scope(), lambda: now))
    app = SessionApp(background, keymap(""))
    async with app.run_test(size=SESSION_SIZE) as pilot:
        for name, keys in STEPS.items():
            await pilot.press(*("space" if key == " " else key for key in keys))
            await pilot.pause()
            svg = app.export_screenshot(title="callq session")
            svg = re.sub(r"terminal-\d+", name, svg)
            # Else a viewer drops the spaces at the ends of a piece of text.
            svg = re.sub(r">([^<>]*)</text>", _kept_spaces, svg)
            (HERE / f"{name}.svg").write_text(without_fonts(svg), encoding="utf-8")
    background.close()


def main() -> None:
    """Draws every picture."""
    with tempfile.TemporaryDirectory() as home:
        environ = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith("CALLQ_") and key not in ("NO_COLOR", "COLUMNS")
        } | {
            "CALLQ_HOME": home,
            "CALLQ_NOW": NOW,
            "CALLQ_ZONE": "America/New_York",
            "CALLQ_AGENT": "maria",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }  # fmt: skip
        store = str(Path(home) / "demo.db")
        run_in_terminal(["demo", "--quiet"], 100, environ)
        for name, (arguments, width) in PICTURES.items():
            printed = run_in_terminal(arguments, width, environ | {"CALLQ_DB": store})
            with Path(os.devnull).open("w") as nowhere:
                console = Console(record=True, width=width, file=nowhere, force_terminal=True)
                prompt = Text(f"$ callq {' '.join(arguments)}", style="bold")
                console.print(prompt)
                console.print(Text.from_ansi(printed.rstrip("\n")), soft_wrap=True)
                svg = console.export_svg(title="callq", unique_id=name)
            (HERE / f"{name}.svg").write_text(without_fonts(svg), encoding="utf-8")
        asyncio.run(draw_session(environ | {"CALLQ_DB": store}))


if __name__ == "__main__":
    main()
