"""Changes the rules of the trade one by one and looks whether a test notices; `make mutants`."""

import argparse
import fnmatch
import hashlib
import json
import random
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

import mutating
import noticing
import report
import survivors
from mutating import Mutant

ROOT = mutating.SRC.parent
KEPT = ROOT / "mutants"
"""Results and what is known of the tests; nothing of it belongs to the sources."""


class Part(NamedTuple):
    """Modules that are tried with the same tests."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    enough: float
    """How many seconds of tests, in processor time, a change has to outlive."""


_TRADE = (
    "engine.calling",
    "engine.status",
    "engine.frequency",
    "engine.explanation",
    "engine.ranking",
    "engine.audit",
    "engine.rulebook",
    "engine.outcomes",
    "engine.opt_out_column",
    "engine.opt_out",
    "engine.hours",
    "engine.spans",
    "engine.parts",
    "engine.registries",
    "engine.stages",
)
_FIRST = (
    "planning.spreading",
    "metrics.weekclock",
    "planning.load",
    "engine.period",
    "metrics.recovery",
    "metrics.survival",
    "metrics.intervals",
    "metrics.beta",
    "metrics.counting",
    "engine.blocks",
    "engine.words",
    "metrics.persistence",
    "engine.model",
    "scripts.proposals",
    "engine.csv_injection",
)


_GATE = (
    "engine.new_call",
    "compliance.check",
    "compliance.hours_now",
    "queue.today",
    "calls.next",
    "records.queue",
    "records.transitions",
    "records.leases",
)
_GATE_TESTS = (
    "engine/test_new_call",
    "compliance/test_do_not_call",
    "compliance/test_dnc_entries",
    "privacy/test_evidence",
    "compliance/test_hours_and_consent",
    "compliance/test_hours_checked",
    "compliance/test_registry_lifted",
    "calls/test_take_next",
    "calls/test_log_call",
    "queue/test_today",
    "queue/test_leases",
    "queue/test_queue",
    "records/test_turning",
)
"""Those whose subject is who is offered and that take a moment.

`store/test_queue_order`, which judges the order by ten weeks of calls, takes seconds: beside it no
other would get its turn.
"""


def parts() -> list[Part]:
    """Every module of the core, those of the trade first, and the gate."""
    paths = sorted((mutating.SRC / "callq" / "engine").rglob("*.py"))
    found = [".".join(path.relative_to(mutating.SRC).with_suffix("").parts) for path in paths]
    trade = [f"callq.{name}" for name in _TRADE]
    first = [f"callq.{name}" for name in _FIRST]
    rest = [
        name for name in {*found, *first} if name not in trade and not name.endswith("__init__")
    ]
    rest.sort(key=lambda name: first.index(name) if name in first else len(first))
    gate = tuple(f"callq.{name}" for name in _GATE)
    return [
        Part(
            "core",
            (*trade, *rest),
            ("tests/engine", "tests/metrics", "tests/planning", "tests/scripts"),
            1.0,
        ),
        # These open a store each, and take a hundred times as long.
        Part("gate", gate, tuple(f"tests/{test}.py" for test in _GATE_TESTS), 9.0),
    ]


def main() -> int:
    """Tries them and keeps what came out."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument(
        "--only", nargs="*", default=["*"], help="modules or functions, e.g. 'callq.engine.hours*'"
    )
    reader.add_argument("--sample", type=int, default=0, help="at most so many of each module")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--more", action="store_true", help="only those that were not tried yet")
    reader.add_argument("--tests", nargs="*", help="only these, instead of all of the part")
    reader.add_argument("--write", action="store_true", help="the figures into docs/reliability.md")
    reader.add_argument("--tell", action="store_true", help="only tell what came out so far")
    reader.add_argument(
        "--again", action="store_true", help="only those that no test noticed so far"
    )
    asked = reader.parse_args()
    KEPT.mkdir(exist_ok=True)
    known: dict[str, str] = {}
    for part in parts():
        kept = KEPT / f"{part.name}.json"
        results: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
        wanted = [] if asked.tell else _wanted(part, asked.only, asked.sample, asked.seed)
        if asked.again:
            wanted = [each for each in wanted if results.get(each.name) != noticing.NOTICED]
        if asked.more:
            wanted = [each for each in wanted if each.name not in results]
        if wanted:
            reach = KEPT / f"{part.name}-reach.json"
            tests = asked.tests or part.tests
            noticing.run(wanted, part.modules, tests, reach, results, kept, part.enough)
        known |= results
    lines = _lines(known)
    sys.stdout.write("\n".join(lines) + "\n")
    if asked.write:
        report.write("mutants", lines)
    return 0


class _Row(NamedTuple):
    module: str
    mutants: int
    tried: int
    noticed: int
    reasoned: int

    @property
    def cells(self) -> tuple[object, ...]:
        share = f"{self.noticed / self.tried:.1%}" if self.tried else ""
        lived = self.tried - self.noticed
        return (self.module, self.mutants, self.tried, self.noticed, share, self.reasoned,
                lived - self.reasoned)  # fmt: skip


def _lines(known: dict[str, str]) -> list[str]:
    """What came out, module by module; those that lived and are not listed go to a file."""
    rows, unknown, untried = [], [], []
    for module in [module for part in parts() for module in part.modules]:
        names = {each.name for each in _all(module)}
        tried = {name: result for name, result in known.items() if name in names}
        lived = [name for name, result in tried.items() if result != noticing.NOTICED]
        reasoned = survivors.reasons(lived)
        unknown += [f"{tried[name]:9} {name}" for name in lived if name not in reasoned]
        if not tried:
            untried.append(f"`{module.removeprefix('callq.')}`")
        else:
            noticed = len(tried) - len(lived)
            rows.append(_Row(f"`{module.removeprefix('callq.')}`", len(names), len(tried), noticed,
                             len(reasoned)))  # fmt: skip
    (KEPT / "not-looked-at.txt").write_text("\n".join(unknown) + "\n", encoding="utf-8")
    sums = [sum(row[i] for row in rows) for i in range(1, 5)]  # type: ignore[misc]
    heading = (
        "module",
        "mutants",
        "tried",
        "noticed",
        "share",
        "lived, for a reason",
        "lived, not looked at",
    )
    total = _Row("**in all**", *sums)
    rest = ["", f"Not tried so far: {', '.join(untried)}."] if untried else []
    return [
        f"Operators of mutmut {version('mutmut')}; the tests of {_tests(untried)}.",
        "",
        *report.table(heading, [*(row.cells for row in rows), total.cells]),
        *rest,
    ]


def _tests(untried: Sequence[str]) -> str:
    """The tests of the parts of which something was tried."""
    tried = [
        part for part in parts()
        if any(f"`{each.removeprefix('callq.')}`" not in untried for each in part.modules)
    ]  # fmt: skip
    return ", ".join(f"`{test}`" for part in tried for test in part.tests)


def _wanted(part: Part, only: Sequence[str], sample: int, seed: int) -> list[Mutant]:
    found: list[Mutant] = []
    for module in part.modules:
        these = [each for each in _all(module) if _is_meant(each, only)]
        if sample and len(these) > sample:
            these = random.Random(f"{seed} {module}").sample(these, sample)
        found += these
    return found


@cache
def _all(module: str) -> list[Mutant]:
    """Every mutant of a module; they are kept, as making them takes longer than reading them."""
    source = mutating.path_of(module).read_bytes()
    mark = hashlib.sha256(source + version("mutmut").encode()).hexdigest()
    kept = KEPT / f"{module}.json"
    if kept.exists():
        known = json.loads(kept.read_text(encoding="utf-8"))
        if known["of"] == mark:
            return [Mutant(*each) for each in known["mutants"]]
    made = mutating.mutants(module)
    kept.write_text(json.dumps({"of": mark, "mutants": made}), encoding="utf-8")
    return made


def _is_meant(mutant: Mutant, only: Sequence[str]) -> bool:
    names = (mutant.module, f"{mutant.module}.{mutant.function}")
    return any(fnmatch.fnmatchcase(name, each) for name in names for each in only)


if __name__ == "__main__":
    sys.exit(main())
