"""Measures the learned ranking on real calls, through `callq import` and `callq today --json`.

The first two thirds of a data set come in as history. Then, block by block: the people without
their outcome, the queue, and how well its order foresaw the outcomes, which come in after.

    python tools/bench/ranking.py ../shared/data/ranking/bank-additional-full.csv.gz
"""

import argparse
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

BLOCK = 500
_LATER = ("y", "duration")
"""Columns known only after the call."""
_NOW = "2026-03-11T15:00:00Z"
_WON, _LOST = "interested", "not interested"


class Case(NamedTuple):
    """A person of the data set, and how their call ended."""

    name: str
    phone: str
    cells: dict[str, str]
    won: bool


class Figures(NamedTuple):
    """How well the order of the queues foresaw the outcomes."""

    auc: float
    """How often a win came before a loss of the same queue, by pairs."""
    top_half: float
    """The share of the wins in the first half of each queue."""
    blocks: int


class Callq:
    """Runs the program on a store of its own."""

    def __init__(self, folder: Path) -> None:
        """See `Callq`."""
        self.folder = folder
        self._files = 0
        self._env = {
            **os.environ, "CALLQ_DB": str(folder / "ranking.db"), "CALLQ_NOW": _NOW,
            "CALLQ_CONFIG": str(folder / "config.toml"), "CALLQ_AGENT": "bench",
        }  # fmt: skip

    def run(self, *arguments: str) -> str:
        """What a command prints."""
        command = [sys.executable, "-m", "callq", *arguments]
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"callq {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def take(self, cases: Sequence[Case], *, ended: bool) -> None:
        """Imports people, with their outcomes or without."""
        self._files += 1
        path = self.folder / f"list{self._files}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            columns = list(cases[0].cells)
            out.writerow(["Name", "Phone", *columns, *(["Last outcome"] if ended else [])])
            for case in cases:
                ending = [_WON if case.won else _LOST] if ended else []
                out.writerow([case.name, case.phone, *case.cells.values(), *ending])
        self.run("import", str(path), "--no-input", "--list", "bench")

    def order(self) -> list[str]:
        """The names in the queue, best first."""
        found = json.loads(self.run("today", "--json", "--limit", "100000"))
        return [item["name"] for item in found["items"]]


def read(path: Path, copies: str) -> list[Case]:
    """The cases of a data set in their order.

    Args:
        path: A file with `;` between cells and an outcome `y`.
        copies: A column to give five times; empty for none.
    """
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [_case(at, row, copies) for at, row in enumerate(rows)]


def _case(at: int, row: dict[str, str], copies: str) -> Case:
    cells = {column: cell for column, cell in row.items() if column not in _LATER}
    if copies:
        cells |= {f"{copies} copy {n}": row[copies] for n in range(1, 5)}
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{at:05d}")
    phone = f"+1212{200 + at // 10_000:03d}{at % 10_000:04d}"
    return Case(f"{letters.title()} Person", phone, cells, row["y"] == "yes")


def measure(program: Callq, cases: Sequence[Case]) -> Figures:
    """Plays the last third of the cases, queue by queue."""
    start = len(cases) * 2 // 3
    program.take(cases[:start], ended=True)
    pairs = right = wins = top = 0.0
    blocks = 0
    for block in _blocks(cases[start:]):
        program.take(block, ended=False)
        won = {case.name: case.won for case in block}
        queue = [won[name] for name in program.order() if name in won]
        if len(queue) != len(block):
            raise SystemExit(f"{len(block) - len(queue)} people aren't in the queue")
        good, all_ = _pairs(queue)
        right, pairs = right + good, pairs + all_
        wins, top = wins + sum(queue), top + sum(queue[: len(queue) // 2])
        program.take(block, ended=True)
        blocks += 1
    return Figures(right / pairs, top / wins, blocks)


def _blocks(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    return (cases[at : at + BLOCK] for at in range(0, len(cases), BLOCK))


def _pairs(queue: Sequence[bool]) -> tuple[int, int]:
    """Pairs of a win and a loss in the right order, and all such pairs."""
    right = before = 0
    for won in queue:
        before += won
        right += 0 if won else before
    return right, before * (len(queue) - before)


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("--copies", default="", help="a column to give five times")
    chosen = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Callq(Path(folder)), read(chosen.file, chosen.copies))
    took = time.monotonic() - began
    print(
        f"queue AUC {found.auc:.4f}, top half {found.top_half:.1%} of wins, "
        f"{found.blocks} queues, {took:.0f} s"
    )


if __name__ == "__main__":
    main()
