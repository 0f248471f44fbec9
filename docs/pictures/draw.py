"""Draws the pictures of the README: runs callq in a terminal and saves what it printed as SVG.

    python docs/pictures/draw.py

Runs on the demo store with a fixed clock, so the same program draws the same pictures.
"""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
NOW = "2026-03-11T10:15:00-04:00"
PICTURES = {
    "today": (["today", "--limit", "14"], 118),
    "purge-check": (["purge-check", "--list", "spring", "--limit", "6"], 124),
}


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
            # The default style loads fonts from a server; a picture must be whole by itself.
            start, end = svg.find("@font-face"), svg.rfind("@font-face")
            if start >= 0:
                end = svg.index("}", end) + 1
                svg = svg[:start] + svg[end:].lstrip()
            (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
