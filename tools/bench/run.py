"""Measures callq against its floors; docs/speed.md says what is promised.

    python tools/bench/run.py [--quick] [--only today,log] [--runs N] [--work DIR]
                        [--program FILE] [--leads FILE] [--json]

The figures are no test: the exit code is 0 unless something broke.
"""

import argparse
import compileall
import json
import os
import platform
import sqlite3
import statistics
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from measure import BrokenProgramError
from rows import ROWS, Bench, Figure, Measured, Result

_RUNS, _QUICK_RUNS = 15, 5
_WIDTHS = (39, 34, 15, 8, 5, 10, 5, 5, 4)
_HEADINGS = ("what", "of", "callq", "floor", "ratio", "min-max", "work", "limit", "")
SCHEMA = "callq.bench/1"


def main() -> int:
    """Measures, prints, tidies up; the exit code."""
    arguments = _arguments()
    _compile()
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.work or Path(temporary)
        runs = arguments.runs or (_QUICK_RUNS if arguments.quick else _RUNS)
        bench = Bench(work, runs, arguments.program, arguments.leads, quick=arguments.quick)
        found: list[Result] = []
        if not arguments.json:
            print(f"{_machine()}; {runs} pairs after one that is thrown away")
            print(_line(_HEADINGS))
        try:
            for name in arguments.only:
                for result in ROWS[name](bench):
                    found.append(result)
                    if not arguments.json:
                        print(_line(_cells(result)), flush=True)
        except BrokenProgramError as error:
            print(error, file=sys.stderr)
            return 1
        finally:
            bench.drop_copies()
    if arguments.json:
        print(json.dumps(_object(found), ensure_ascii=False, indent=2))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Raw)
    parser.add_argument("--quick", action="store_true", help="small stores, few runs")
    parser.add_argument("--only", type=_names, default=list(ROWS), help=", ".join(ROWS))
    parser.add_argument("--runs", type=int, help=f"pairs of runs, {_RUNS} by default")
    parser.add_argument("--work", type=Path, help="keep the stores in this folder for next time")
    parser.add_argument("--program", type=Path, help="the callq to measure")
    parser.add_argument("--leads", type=Path, help="a CSV file to import")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    return parser.parse_args()


class _Raw(argparse.RawDescriptionHelpFormatter):
    """Leaves the lines of the description as they are."""


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(ROWS)}")
    return names


def _compile() -> None:
    """Writes the bytecode of everything that starts, as an installation does."""
    found = find_spec("callq")
    package = Path(found.origin).parent if found and found.origin else None
    for folder in (package, Path(__file__).parent, Path(sysconfig.get_path("purelib"))):
        if folder is not None:
            compileall.compile_dir(folder, quiet=2, workers=0)


def _machine() -> str:
    return (
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores"
    )


def _line(cells: Sequence[str]) -> str:
    """The first two columns on the left, the others on the right."""
    pairs = zip(cells, _WIDTHS, strict=True)
    aligned = [f"{c:<{w}}" if i < 2 else f"{c:>{w}}" for i, (c, w) in enumerate(pairs)]
    return " ".join(aligned).rstrip()


def _cells(result: Result) -> tuple[str, ...]:
    limit = "" if result.limit is None else f"{result.limit:g}"
    verdict = {True: "ok", False: "OVER", None: ""}[result.kept]
    if isinstance(result, Figure):
        value = f"{result.value:,.1f} {result.unit}"
        return result.name, result.store, value, "", "", "", "", limit, verdict
    found = result.comparison
    return (
        result.name,
        result.store,
        _time(run.seconds for run in found.program),
        _time(run.seconds for run in found.floor),
        f"{found.ratio:.2f}",
        f"{min(found.ratios):.2f}-{max(found.ratios):.2f}",
        f"{found.work_ratio:.2f}",
        limit,
        verdict,
    )


def _time(seconds: Iterable[float]) -> str:
    middle = statistics.median(seconds)
    return f"{middle * 1000:.0f} ms" if middle < 10 else f"{middle:.1f} s"


def _object(found: list[Result]) -> dict[str, Any]:
    return {"schema": SCHEMA, "machine": _machine(), "rows": [_row(result) for result in found]}


def _row(result: Result) -> dict[str, Any]:
    shared = {"name": result.name, "of": result.store, "limit": result.limit, "ok": result.kept}
    if isinstance(result, Measured):
        found = result.comparison
        return {
            **shared,
            "ratio": found.ratio,
            "ratios": found.ratios,
            "work_ratio": found.work_ratio,
            "callq_seconds": [run.seconds for run in found.program],
            "floor_seconds": [run.seconds for run in found.floor],
            "peak_mib": max(run.peak_mib for run in found.program),
        }
    return {**shared, "value": result.value, "unit": result.unit}


if __name__ == "__main__":
    sys.exit(main())
