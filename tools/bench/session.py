"""Measures the call session: from a key to the next card, its start, and its memory.

    python tools/bench/session.py [--work DIR] [--calls N] [--quick]

The key is timed in this process, on a real screen without a terminal, until the next person is
drawn; the start against a program of Textual's that shows one line.
"""

import argparse
import asyncio
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import stores
import synthetic
from measure import environment

from callq.config import read_settings
from callq.records.queue import Scope
from callq.session.commands.background import Background
from callq.session.commands.screen import SessionApp
from callq.session.keys import keymap
from callq.session.session import Session
from callq.workspace import open_workspace

_SIZE = (100, 30)
_BETWEEN = timedelta(seconds=45)
_WARM_UP = 10
_STARTS = 7
_HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello")
    def on_mount(self):
        self.set_timer(0.01, self.exit)
Hello().run(headless=True)
"""
_SESSION = """
import sys
from callq.session.commands.background import Background
from callq.session.commands.screen import SessionApp
from callq.session.keys import keymap
from callq.session.session import Session
from callq.config import read_settings
from callq.records.queue import Scope
from callq.workspace import open_workspace
settings = read_settings()
background = Background(lambda: Session(open_workspace(settings), Scope(), lambda: settings.now))
app = SessionApp(background, keymap(""))
screen = app.get_default_screen()
def drawn():
    if screen.view: app.exit()
    else: app.set_timer(0.01, drawn)
app.call_later(drawn)
app.run(headless=True)
background.close()
"""


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--work", type=Path, help="keep the stores in this folder for next time")
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--quick", action="store_true", help="a small store instead of a large one")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.work or Path(temporary)
        for name in ("small", "quick-large" if given.quick else "large"):
            path = folder / f"{name}.db"
            if not path.exists():
                stores.make(stores.SHAPES[name], path)
            copy = Path(temporary) / f"copy-{name}.db"
            shutil.copyfile(path, copy)
            calls = 250 if name == "small" else given.calls
            _keys(name, copy, calls)
            _starts(name, copy)


def _keys(name: str, path: Path, calls: int) -> None:
    took, memory = asyncio.run(_called(path, calls))
    took.sort()
    p95 = took[int(len(took) * 0.95)]
    print(
        f"{name}: {len(took)} calls, key to card median {statistics.median(took) * 1000:.1f} ms, "
        f"95% within {p95 * 1000:.1f} ms, longest {took[-1] * 1000:.1f} ms; "
        f"memory {memory[0]:.0f} MiB after {_WARM_UP} calls, {memory[1]:.0f} MiB at the end"
    )


async def _called(path: Path, calls: int) -> tuple[list[float], tuple[float, float]]:
    now = synthetic.NOW

    def clock() -> object:
        return now

    settings = read_settings(_environment(path))
    background = Background(
        lambda: Session(open_workspace(settings), Scope(), clock)  # type: ignore[arg-type]
    )
    app = SessionApp(background, keymap(""))
    took: list[float] = []
    warm = 0.0
    async with app.run_test(size=_SIZE):
        screen = app.call_screen
        for done in range(calls + _WARM_UP):
            if screen.view is None or screen.view.taken is None:
                break
            await screen._press("enter")  # noqa: SLF001
            now += _BETWEEN
            drawn = asyncio.Event()
            start = perf_counter()
            await screen._press("n")  # noqa: SLF001
            screen.call_after_refresh(drawn.set)
            await drawn.wait()
            if done >= _WARM_UP:
                took.append(perf_counter() - start)
            elif done == _WARM_UP - 1:
                warm = _memory()
    background.close()
    return took, (warm, _memory())


def _environment(path: Path) -> dict[str, str]:
    return environment(
        CALLQ_HOME=str(path.parent), CALLQ_DB=str(path), CALLQ_NOW=synthetic.NOW.isoformat(),
        CALLQ_AGENT="bench", CALLQ_ZONE="UTC",
    )  # fmt: skip


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _starts(name: str, path: Path) -> None:
    ratios = []
    for turn in range(_STARTS + 1):
        hello = _timed(("-c", _HELLO), path)
        session = _timed(("-c", _SESSION), path)
        if turn:
            ratios.append(session / hello)
    print(
        f"{name}: start {statistics.median(ratios):.2f} times a Textual program with one line "
        f"({min(ratios):.2f} to {max(ratios):.2f})"
    )


def _timed(arguments: Sequence[str], path: Path) -> float:
    start = perf_counter()
    subprocess.run(
        [sys.executable, *arguments], env=_environment(path), check=True, capture_output=True
    )
    return perf_counter() - start


if __name__ == "__main__":
    main()
