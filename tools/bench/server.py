"""Measures daily commands and an import on a PostgreSQL server against the same on a file.

    python tools/bench/server.py [--runs N] [--rows N] [--delay MILLISECONDS]

Starts an installed PostgreSQL of its own; the distance to it is a proxy's. A row shows both times,
the round trips that the proxy counted (with those of connecting), and the ratio of what's left
once the round trips are taken off.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "storage"))

from measure import Program, Run, environment, run
from proxy import Proxy
from servers import Installed

_COMMANDS = (("today",), ("log", "7", "na"), ("next", "--json"), ("show", "7"), ("why", "7"))
_NOW = "2026-03-11T10:15:00-04:00"
_CALLQ = str(Path(sys.executable).with_name("callq"))


class Line(NamedTuple):
    """A command on both, in seconds."""

    name: str
    file: float
    server: float
    trips: float
    work: float
    """The ratio of processor time here, which a busy machine disturbs less."""

    def in_words(self, delay: float) -> str:
        """A row of the table."""
        left = (self.server - self.trips * delay) / self.file
        return (
            f"| {self.name} | {self.file * 1000:.0f} ms | {self.server * 1000:.0f} ms | "
            f"{self.trips:.0f} | {left:.2f} | {self.work:.2f} |"
        )


def main() -> int:
    """Measures and prints; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--rows", type=int, default=100_000, help="of the import; 0 for none")
    parser.add_argument("--delay", type=float, default=20, help="of the far server, there and back")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "pg").mkdir()
        server = Installed(folder / "pg")
        server.extra = ""
        server.restart("fast")
        try:
            _measure(server, folder, arguments)
        finally:
            server.stop()
    return 0


def _measure(server: Installed, folder: Path, arguments: argparse.Namespace) -> None:
    stores = (str(folder / "callq.db"), server.url(query="schema=bench"))
    _write(folder / "people.csv", 538)
    for store in stores:
        run(_program(folder, store, "import", str(folder / "people.csv")))
    print("| what | file | server | round trips | ratio without them | work |")
    print("|---|---|---|---|---|---|")
    for delay in (0.0, arguments.delay / 1000):
        with Proxy(server.port, delay) as proxy:
            far = server.url(port=proxy.port, query="schema=bench")
            for words in _COMMANDS:
                line = _line(folder, (stores[0], far), words, arguments.runs, proxy)
                print(line.in_words(delay), flush=True)
    if arguments.rows:
        _import(server, folder, arguments.rows)


def _line(
    folder: Path, stores: tuple[str, str], words: Sequence[str], runs: int, proxy: Proxy
) -> Line:
    name = f"{words[0]}, {proxy.delay * 1000:.0f} ms away" if proxy.delay else words[0]
    runs_of: tuple[list[Run], list[Run]] = [], []
    before = 0
    for turn in range(runs + 1):
        if turn == 1:
            before = proxy.turns
        for store, found in zip(stores, runs_of, strict=True):
            found.append(run(_program(folder, store, *words)))
    file, server = (statistics.median(one.seconds for one in found[1:]) for found in runs_of)
    pairs = zip(*runs_of, strict=True)
    work = statistics.median(there.work_seconds / here.work_seconds for here, there in pairs)
    return Line(name, file, server, (proxy.turns - before) / runs, work)


def _import(server: Installed, folder: Path, rows: int) -> None:
    _write(folder / "many.csv", rows)
    stores = str(folder / "import.db"), server.url(query="schema=import")
    file, there = (
        run(_program(folder, store, "import", str(folder / "many.csv"))).seconds for store in stores
    )
    print(f"| import of {rows:,} rows | {file:.1f} s | {there:.1f} s | | {there / file:.2f} | |")


def _write(path: Path, rows: int) -> None:
    lines = "".join(
        f"Person {i},Company {i % 5000},+1 {212 + i // 9000000} {556 + i // 9000 % 400} "
        f"{i % 9000 + 1000},p{i}@example.com\n"
        for i in range(rows)
    )
    path.write_text(f"Name,Company,Phone,Email\n{lines}")


def _program(folder: Path, store: str, *words: str) -> Program:
    values = environment(
        CALLQ_HOME=str(folder), CALLQ_NOW=_NOW, CALLQ_ZONE="America/New_York",
        CALLQ_AGENT="bench", CALLQ_DB=store,
    )  # fmt: skip
    return Program([_CALLQ, *words], values)


if __name__ == "__main__":
    sys.exit(main())
