"""What is measured: each callback with its floor, its stores and its limit."""

import csv
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

import leads
import registry
import stores
import synthetic
from measure import Comparison, Program, compare, environment, output, run

_HERE = Path(__file__).parent
_CALLABLE = "state IN ('fresh', 'retry', 'recall', 'check-in')"
_IDS_APART = 101
_DAILY, _PURGE, _MEMORY_MIB, _MICROSECONDS_A_CALL = 1.3, 3.0, 150.0, 20.0
_PASSES = 3.0
_FIGURES = (("stats", "year", "--json"), ("forecast", "--json"), ("report", "-"))
_IMPORT, _IMPORT_MIB = 1.0, 200.0
_LEADS, _QUICK_LEADS = (100_000, 1_000_000), (20_000,)
_NUMBERS, _QUICK_NUMBERS, _LIST_MIB = 10_000_000, 200_000, 200.0
_CARD = "10"
"""Lines of a card."""
_COMPLETED = (
    ("an outcome", "callq log 12 so", "words"),
    ("the first word", "callq log ha", "names"),
    ("a name", "callq show ashf", "names"),
    ("a name, 2 letters typed", "callq show ma", "names"),
)
"""What is completed, the line as typed, and the floor."""


class Measured(NamedTuple):
    """A program against its floor."""

    name: str
    store: str
    comparison: Comparison
    limit: float | None
    """The highest ratio that keeps the callback; None where none is made."""

    @property
    def kept(self) -> bool | None:
        """Whether the callback is kept; None where none is made."""
        return None if self.limit is None else self.comparison.ratio <= self.limit


class Figure(NamedTuple):
    """Something counted."""

    name: str
    store: str
    value: float
    unit: str
    limit: float | None = None
    """The highest value that keeps the callback; None where none is made."""

    @property
    def kept(self) -> bool | None:
        """Whether the callback is kept; None where none is made."""
        return None if self.limit is None else self.value <= self.limit


Result = Measured | Figure


class Bench:
    """Stores, copies and programs of one session."""

    def __init__(
        self, work: Path, runs: int, script: Path | None, given: Path | None, *, quick: bool
    ) -> None:
        """See `Bench`.

        Args:
            work: A folder; finished stores in it are used again.
            runs: How many pairs of a short program; long ones get a fifth of it, at least 3.
            script: The installed callq; the one beside Python by default.
            given: A CSV file to import.
            quick: Small stores instead of large ones.
        """
        self.work = work
        self.runs = runs
        self.long_runs = max(3, runs // 5)
        self.script = str(script or Path(sys.executable).with_name("callq"))
        self.leads = given
        self.quick = quick
        self.sizes = ("small", "quick-large" if quick else "large")
        self.pile = "quick-pile" if quick else "pile"
        self.home = work / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        self.copies: list[Path] = []

    def callq(self, store: Path, *words: str, **more: str) -> Program:
        """A callq command on a store, with the clock fixed."""
        values = environment(
            CALLQ_DB=str(store), CALLQ_HOME=str(self.home), CALLQ_ZONE="UTC", COLUMNS="100",
            CALLQ_NOW=synthetic.NOW.isoformat(), **more,
        )  # fmt: skip
        return Program((self.script, *words), values)

    def floor(self, name: str, *words: str, **more: str) -> Program:
        """A floor program."""
        line = (sys.executable, str(_HERE / "floor.py"), name, *words)
        return Program(line, environment(COLUMNS="100", **more))

    def store(self, shape: str) -> Path:
        """A store as it is after the first look of the day; made when it isn't there."""
        path, facts = self.work / f"{shape}.db", self.work / f"{shape}.json"
        known = json.loads(facts.read_text("utf-8")) if path.exists() and facts.exists() else {}
        if known.get("fingerprint") != stores.fingerprint():
            print(f"making the store {shape} ...", file=sys.stderr, flush=True)
            line = (sys.executable, str(_HERE / "stores.py"), shape, str(path))
            run(Program(line, environment()))
            known = json.loads(facts.read_text("utf-8"))
        if "first_look_seconds" not in known:
            known["first_look_seconds"] = run(self.callq(path, "today")).seconds
            run(self.callq(path, "today"))
            facts.write_text(json.dumps(known), "utf-8")
        return path

    def first_look(self, shape: str) -> float:
        """How long the first `today` of the day took: it turns all who fell due overnight."""
        self.store(shape)
        facts = json.loads((self.work / f"{shape}.json").read_text("utf-8"))
        return float(facts["first_look_seconds"])

    def copy(self, shape: str, purpose: str) -> Path:
        """A copy of a store that may be written to."""
        path = self.work / f"{shape}-for-{purpose}.db"
        shutil.copyfile(self.store(shape), path)
        # What is still to be written must not slow down the person who is measured next.
        os.sync()
        self.copies.append(path)
        return path

    def fresh(self, purpose: str) -> Path:
        """A place for a store that is not there yet."""
        path = self.work / f"{purpose}.db"
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()
        self.copies.append(path)
        return path

    def drop_copies(self) -> None:
        """Removes them."""
        for path in self.copies:
            for each in path.parent.glob(f"{path.name}*"):
                each.unlink()
        self.copies.clear()

    def held_by(self, shape: str) -> str:
        """What a store holds, in words."""
        path = self.store(shape)
        people = f"{_one(path, 'SELECT COUNT(*) FROM prospect'):,} people"
        if stores.SHAPES[shape].calls_each:
            return f"{people}, {_one(path, 'SELECT COUNT(*) FROM call'):,} calls"
        return people


def today(bench: Bench) -> Iterator[Result]:
    """`today` against a table of 25 rows."""
    for shape in bench.sizes:
        store = bench.store(shape)
        ours, floor = bench.callq(store, "today"), bench.floor("table", str(store))
        yield _against(bench, "today", shape, ours, floor)


def log(bench: Bench) -> Iterator[Result]:
    """`log` against one select, update and insert."""
    for shape in bench.sizes:
        yield _writing(bench, "log", shape, lambda who, _: ("log", str(who), "no-answer"))


def next_one(bench: Bench) -> Iterator[Result]:
    """`next` against the same, and against one that prints a card too; another rep each time."""

    def words(_: int, turn: int) -> tuple[str, ...]:
        return ("next", "--agent", f"rep {turn}")

    for shape in bench.sizes:
        yield _writing(bench, "next", shape, words)
        yield _writing(bench, "next, its card in the floor", shape, words, card=True)


def show(bench: Bench) -> Iterator[Result]:
    """`show` against as many lines."""
    yield from _printing(bench, "show")


def why(bench: Bench) -> Iterator[Result]:
    """`why` against as many lines."""
    yield from _printing(bench, "why")


def complete(bench: Bench) -> Iterator[Result]:
    """Completion of outcomes and names."""
    for shape in bench.sizes:
        store = bench.store(shape)
        for name, line, kind in _COMPLETED:
            ours = bench.callq(store, **_completing("CALLQ", line))
            typed = f"floor {line.rpartition(' ')[2]}"
            floor = bench.floor(kind, FLOOR_DB=str(store), **_completing("FLOOR", typed))
            yield _against(bench, f"complete {name}", shape, ours, floor)


def purge_check(bench: Bench) -> Iterator[Result]:
    """`purge-check --json` against reading every call once."""
    store = bench.store(bench.pile)
    ours, floor = bench.callq(store, "purge-check", "--json"), bench.floor("calls", str(store))
    found = compare(_always(ours), _always(floor), bench.long_runs)
    held = bench.held_by(bench.pile)
    yield Measured("purge-check --json", held, found, _PURGE)
    peak = max(one.peak_mib for one in found.program)
    yield Figure("purge-check, memory", held, peak, "MiB", _MEMORY_MIB)


def rules(bench: Bench) -> Iterator[Result]:
    """`rules apply` against the same."""
    store = bench.copy(bench.pile, "rules")
    apply = bench.callq(store, "rules", "apply", "--json")
    changed = json.loads(output(apply))["changed"]
    floor = bench.floor("calls", str(store))
    found = compare(_always(apply), _always(floor), bench.long_runs)
    held = bench.held_by(bench.pile)
    calls = _one(store, "SELECT COUNT(*) FROM call")
    each = median(one.seconds for one in found.program) / calls * 1e6
    yield Measured("rules apply", held, found, None)
    yield Figure("rules apply, a call", held, each, "µs", _MICROSECONDS_A_CALL)
    yield Figure("rules apply, rows that were wrong", held, changed, "rows", 0)


def numbers(bench: Bench) -> Iterator[Result]:
    """`stats`, `forecast` and `report` against reading every call once; `rules diff` by itself."""
    store, held = bench.store(bench.pile), bench.held_by(bench.pile)
    floor = bench.floor("calls", str(store))
    for words in _FIGURES:
        found = compare(_always(bench.callq(store, *words)), _always(floor), bench.long_runs)
        yield Measured(words[0], held, found, _PASSES)
        yield Figure(f"{words[0]}, memory", held, max(one.peak_mib for one in found.program), "MiB")
    edited = bench.work / "edited.toml"
    text = output(bench.callq(store, "rules", "show"))
    edited.write_text(text.replace('price = "30 days"', 'price = "14 days"'), "utf-8")
    runs = [run(bench.callq(store, "rules", "diff", str(edited), "--json"))]
    calls = _one(store, "SELECT COUNT(*) FROM call")
    yield Figure("rules diff, a call", held, runs[0].work_seconds / calls * 1e6, "µs")


def import_file(bench: Bench) -> Iterator[Result]:
    """`import` of a file of leads, against sqlite-utils loading the same file."""
    for rows in _QUICK_LEADS if bench.quick else _LEADS:
        path = bench.leads or bench.work / f"leads-{rows}.csv"
        if not path.exists():
            leads.write(path, rows)
        with path.open(encoding="utf-8", newline="") as lines:
            held = f"{sum(1 for _ in csv.reader(lines)) - 1:,} rows"
        found = compare(
            partial(_importing, bench, path),
            partial(_loading, bench, path),
            bench.long_runs if rows < max(_LEADS) else 1,
            # What is read for the first time does not count among minutes.
            warm_up=rows < max(_LEADS),
        )
        yield Measured("import", held, found, _IMPORT)
        peak = max(one.peak_mib for one in found.program)
        yield Figure("import, memory", held, peak, "MiB", _IMPORT_MIB)
        bench.drop_copies()
        if bench.leads:
            return


def _importing(bench: Bench, path: Path, turn: int) -> Program:
    return bench.callq(bench.fresh(f"import-{turn}"), "import", "--no-rejects", str(path))


def _loading(bench: Bench, path: Path, turn: int) -> Program:
    return bench.floor("load", str(bench.fresh(f"load-{turn}")), str(path))


def dnc(bench: Bench) -> Iterator[Result]:
    """Importing a registry's list, and the day's commands with it in the store."""
    count = _QUICK_NUMBERS if bench.quick else _NUMBERS
    path = bench.work / f"numbers-{count}.txt"
    if not path.exists():
        registry.write(path, count)
    shape = bench.sizes[-1]
    store = bench.copy(shape, "listed")
    done = run(bench.callq(store, "dnc", "import", str(path), "--as-of", registry.DATED))
    held = f"{count:,} numbers, {bench.held_by(shape)}"
    yield Figure("dnc import", held, done.seconds, "s")
    yield Figure("dnc import, numbers a second", held, count / done.seconds, "")
    yield Figure("dnc import, memory", held, done.peak_mib, "MiB", _LIST_MIB)
    run(bench.callq(store, "today"))
    ours, floor = bench.callq(store, "today"), bench.floor("table", str(store))
    found = compare(_always(ours), _always(floor), bench.runs)
    yield Measured("today, with the list", held, found, _DAILY)
    now = str(int(synthetic.NOW.timestamp()))
    ids = _somebody(store, bench.runs + 1)
    found = compare(
        lambda turn: bench.callq(store, "next", "--agent", f"rep {turn}"),
        lambda turn: bench.floor("card", str(store), str(ids[turn]), now, _CARD),
        bench.runs,
    )
    yield Measured("next, with the list", held, found, _DAILY)
    found = compare(
        lambda turn: bench.callq(store, "log", str(ids[turn]), "no-answer"),
        lambda turn: bench.floor("write", str(store), str(ids[turn]), now),
        bench.runs,
    )
    yield Measured("log, with the list", held, found, _DAILY)
    bench.drop_copies()


def first_look(bench: Bench) -> Iterator[Result]:
    """The first `today` of a day, once."""
    for shape in bench.sizes:
        yield Figure("first today of the day", bench.held_by(shape), bench.first_look(shape), "s")


def noise(bench: Bench) -> Iterator[Result]:
    """The floor of `today` against itself: what a ratio is worth on this machine."""
    store = bench.store("small")
    floor = bench.floor("table", str(store))
    found = compare(_always(floor), _always(floor), bench.runs)
    yield Measured("noise: a floor against itself", bench.held_by("small"), found, None)


ROWS: dict[str, Callable[[Bench], Iterator[Result]]] = {
    "noise": noise,
    "today": today,
    "log": log,
    "next": next_one,
    "show": show,
    "why": why,
    "complete": complete,
    "first-look": first_look,
    "purge-check": purge_check,
    "rules": rules,
    "numbers": numbers,
    "import": import_file,
    "dnc": dnc,
}


def _against(bench: Bench, name: str, shape: str, ours: Program, floor: Program) -> Measured:
    found = compare(_always(ours), _always(floor), bench.runs)
    return Measured(name, bench.held_by(shape), found, _DAILY)


def _always(program: Program) -> Callable[[int], Program]:
    return lambda _: program


def _completing(program: str, line: str) -> dict[str, str]:
    """What the shell tells a program that is to complete the last word of a line."""
    return {
        f"_{program}_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
    }


def _writing(
    bench: Bench,
    name: str,
    shape: str,
    words: Callable[[int, int], tuple[str, ...]],
    *,
    card: bool = False,
) -> Measured:
    """Each on a copy of its own, with another person every time."""
    ours, theirs = (bench.copy(shape, whose) for whose in ("callq", "floor"))
    ids = _somebody(ours, bench.runs + 1)
    now = str(int(synthetic.NOW.timestamp()))
    found = compare(
        lambda turn: bench.callq(ours, *words(ids[turn], turn)),
        lambda turn: bench.floor(
            "card" if card else "write", str(theirs), str(ids[turn]), now, *([_CARD] * card)
        ),
        bench.runs,
    )
    bench.drop_copies()
    return Measured(name, bench.held_by(shape), found, _DAILY)


def _printing(bench: Bench, command: str) -> Iterator[Measured]:
    for shape in bench.sizes:
        store = bench.store(shape)
        who = _one(store, "SELECT prospect_id FROM call GROUP BY prospect_id HAVING COUNT(*) = 5")
        ours = bench.callq(store, command, str(who))
        lines = output(ours).count("\n")
        floor = bench.floor("lines", str(store), str(who), str(lines))
        yield _against(bench, command, shape, ours, floor)


def _somebody(store: Path, count: int) -> list[int]:
    """People who can be called, far apart, so that none is in a page just read."""
    db = sqlite3.connect(store)
    people = _one(store, "SELECT MAX(id) FROM prospect")
    step = max(1, people // (count * 2))
    sql = f"SELECT id FROM prospect WHERE id >= ? AND {_CALLABLE} ORDER BY id LIMIT 1"
    found = [db.execute(sql, (1 + step * place,)).fetchone() for place in range(count)]
    db.close()
    return [row[0] for row in found]


def _one(store: Path, sql: str) -> int:
    db = sqlite3.connect(store)
    row = db.execute(sql).fetchone()
    db.close()
    return int(row[0])
