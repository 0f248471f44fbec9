"""Kills callq at random moments and looks after each whether anything is lost or half done.

    python tools/faults/kills.py [--kills 1000] [--minutes 60] [--seed N] [--only log,undo]
                                  [--write]

The exit code is 1 when anything was. `--write` puts the figures into docs/reliability.md.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import report
import victim
from acts import ACTS, Act
from shop import Shop

_ANEW = 40
"""After how many kills the store is made anew."""
_TRIES = 3
_REAL = 0.1
"""How many of the commands are the console script in a process of its own; the others are forks."""


class Tally(NamedTuple):
    """What was counted of one act."""

    kills: int
    done: int
    """The kill came after the commit."""
    told: int
    """And after the rep was told."""


def main() -> int:
    """Kills, looks, counts; the exit code."""
    arguments = _arguments()
    victim.preload()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        butcher = _Butcher(Path(folder), random.Random(arguments.seed), arguments.only)
        wrong = butcher.work(arguments.kills, started + arguments.minutes * 60)
    seconds = time.monotonic() - started
    lines = _lines(butcher, wrong, seconds, arguments.seed)
    print("\n".join(lines))
    for line in wrong:
        print(line, file=sys.stderr)
    if arguments.write:
        report.write("kills", lines)
    return int(bool(wrong))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=1000, help="how many")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long")
    parser.add_argument("--seed", type=int, default=1, help="which random moments")
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(ACTS))
    parser.add_argument("--write", action="store_true", help="into docs/reliability.md")
    return parser.parse_args()


class _Butcher:
    def __init__(self, folder: Path, chance: random.Random, names: list[str]) -> None:
        self.shop = Shop(folder, chance)
        self.chance = chance
        self.names = names
        self.kills: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.told: Counter[str] = Counter()
        self.lasts: dict[tuple[str, bool], float] = {}

    def work(self, kills: int, end: float) -> list[str]:
        """Goes on until so many commands were killed, or until the end; what was wrong."""
        wrong: list[str] = []
        weights = [ACTS[name][1] for name in self.names]
        while self.kills.total() < kills and len(wrong) < 20 and time.monotonic() < end:
            if sum(self.kills.values()) % _ANEW == 0:
                self.shop.open_anew()
            (name,) = self.chance.choices(self.names, weights)
            wrong += [f"{name}: {line}" for line in self._one(name)]
            if sys.stderr.isatty():
                print(f"\r{sum(self.kills.values())} kills", end="", file=sys.stderr, flush=True)
        return wrong

    def _one(self, name: str) -> list[str]:
        make, _ = ACTS[name]
        is_real = self.chance.random() < _REAL
        lasts = self._lasts(name, is_real=is_real)
        act = make(self.shop)
        before = self.shop.truth()
        run = victim.execute if is_real else victim.fork
        ended = run(act.arguments, self.shop.environment(act.home), self._moment(act, lasts))
        if not ended.killed and ended.code:
            return [f"{act.arguments} ended with {ended.code}: {ended.err}"]
        done, wrong = act.judge(before, ended.acknowledged)
        if ended.acknowledged and not done:
            wrong.append(f"acknowledged and not there: {act.arguments}")
        wrong += self.shop.findings(act.home) + self.shop.left_over(act.home) + self._lost()
        if ended.killed:
            self.kills[name] += 1
            self.done[name] += done
            self.told[name] += ended.acknowledged
        return wrong

    def _moment(self, act: Act, lasts: float) -> victim.Moment:
        """Somewhere in its time; or while it writes; or as soon as it has answered."""
        store = (act.home or self.shop.home) / "callq.db"
        (after,) = self.chance.choices(("start", "write", "answer"), (40, 45, 15))
        if after == "start":
            return victim.Moment("start", self.chance.uniform(0, lasts), store)
        if after == "answer":
            return victim.Moment("answer", 0, store)
        # Most often at once, sometimes a good while later.
        return victim.Moment("write", lasts * self.chance.random() ** 4 / 2, store)

    def _lasts(self, name: str, *, is_real: bool) -> float:
        """How long the act takes when no one kills it, in seconds."""
        if (name, is_real) not in self.lasts:
            seconds = []
            for _ in range(_TRIES):
                act = ACTS[name][0](self.shop)
                before = self.shop.truth()
                run = victim.execute if is_real else victim.fork
                ended = run(act.arguments, self.shop.environment(act.home))
                if ended.code:
                    raise SystemExit(f"{act.arguments} ended with {ended}")
                act.judge(before, True)
                seconds.append(ended.seconds)
            self.lasts[name, is_real] = statistics.median(seconds)
        return self.lasts[name, is_real]

    def _lost(self) -> list[str]:
        there = {row[0] for row in self.shop.rows("SELECT note FROM call WHERE voided_at IS NULL")}
        return [f"acknowledged and lost: {token}" for token in self.shop.acknowledged - there]


def _lines(butcher: _Butcher, wrong: list[str], seconds: float, seed: int) -> list[str]:
    rows: list[tuple[object, ...]] = [
        (f"`{name}`", kills, butcher.done[name], butcher.told[name], kills - butcher.done[name])
        for name, kills in butcher.kills.items()
    ]
    rows.sort(key=lambda row: -int(str(row[1])))
    total = ("**in all**", *(sum(int(str(row[i])) for row in rows) for i in range(1, 5)))
    verdict = (
        f"Lost, half done, or not clean by `callq store check`: **{len(wrong)}**. "
        f"Seed {seed}, {seconds / 60:.0f} minutes."
    )
    heading = ("command", "killed", "after its commit", "after it had answered", "before: no trace")
    return [
        *report.table(heading, [*rows, total]),
        "",
        verdict,
    ]


if __name__ == "__main__":
    sys.exit(main())
