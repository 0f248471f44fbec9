"""Changes the engine bit by bit with mutmut and counts what the tests notice; `make mutants`."""

import argparse
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path

import report

ROOT = Path(__file__).parents[2]
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
FIRST = "callq.engine.stages*"
"""A small module: trying it makes the mutants of all."""
NOTICED = ("killed", "timeout")
LIVED = ("survived", "no tests")


def main() -> int:
    """Tries mutants and shows how many of each module a test noticed."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--only", nargs="*", default=[], help="e.g. 'callq.engine.hours*'")
    reader.add_argument("--sample", type=int, default=0, help="at most so many of each module")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--again", action="store_true", help="only those no test noticed so far")
    reader.add_argument("--tell", action="store_true", help="only tell what came out so far")
    reader.add_argument("--write", action="store_true", help="the figures into docs/reliability.md")
    asked = reader.parse_args()
    if asked.again:
        _run(_lived(_results()) or [FIRST])
    elif not asked.tell:
        _run(_sample(asked.only, asked.sample, asked.seed) if asked.sample else asked.only)
    results = _results()
    lines = _lines(results)
    sys.stdout.write("\n".join([*lines, "", *_lived(results)]) + "\n")
    if asked.write:
        report.write("mutants", lines)
    return 0


def _sample(only: list[str], size: int, seed: int) -> list[str]:
    """So many mutants of each module, drawn at random."""
    _run([FIRST])
    of_module = defaultdict(list)
    for name, _ in _results():
        if not only or any(fnmatch(name, each) for each in only):
            of_module[_module(name)].append(name)
    chance = random.Random(seed)
    return [
        name for names in of_module.values() for name in chance.sample(names, min(size, len(names)))
    ]


def _run(names: Iterable[str]) -> None:
    subprocess.run([MUTMUT, "run", "--max-children", "1", *names], cwd=ROOT, check=True)


def _results() -> list[tuple[str, str]]:
    """The name and the status of every mutant there is."""
    told = subprocess.run(
        [MUTMUT, "results", "--all", "true"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    found = (line.strip().partition(": ") for line in told.splitlines())
    return [(name, status) for name, _, status in found]


def _module(name: str) -> str:
    return name.rpartition(".")[0].removeprefix("callq.")


def _lived(results: list[tuple[str, str]]) -> list[str]:
    return [name for name, status in results if status in LIVED]


def _lines(results: list[tuple[str, str]]) -> list[str]:
    """A table by module."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for name, status in results:
        counted[_module(name)][status] += 1
    rows = [_row(f"`{module}`", counts) for module, counts in counted.items()]
    total = _row("**in all**", sum(counted.values(), Counter()))
    heading = ("module", "mutants", "tried", "noticed", "share")
    return [
        f"mutmut {version('mutmut')}:",
        "",
        *report.table(heading, [*(row for row in rows if row[2]), total]),
    ]


def _row(name: str, counts: Counter[str]) -> tuple[object, ...]:
    noticed = sum(counts[status] for status in NOTICED)
    tried = noticed + sum(counts[status] for status in LIVED)
    return name, counts.total(), tried, noticed, f"{noticed / max(tried, 1):.1%}"


if __name__ == "__main__":
    sys.exit(main())
