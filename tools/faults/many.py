"""Many reps on one store: nothing lost, no one given twice, and how fast it is.

    python tools/faults/many.py [--reps 8] [--calls 200] [--rounds 5] [--write]
    python tools/faults/many.py --minutes 60 [--write]

The first holds callq's rate against the same statements run by the standard library alone. The
second works on and on, and looks whether the log, the memory or the time of a command grows. The
exit code is 1 when something was lost, given twice, shown as locked, or grew.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import report
import victim
from crew import Crew
from rate import compare

_SHOWN_GROWTH = 1.5


def main() -> int:
    """Works, looks, counts; the exit code."""
    arguments = _arguments()
    victim.preload()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.minutes:
            lines, wrong = _long(Path(folder), arguments)
        else:
            lines, wrong = _short(Path(folder), arguments)
    print("\n".join(lines))
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    if arguments.write:
        report.write("long" if arguments.minutes else "many", lines)
    return int(bool(wrong))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--reps", type=int, default=8)
    parser.add_argument("--calls", type=int, default=200, help="that each of them logs")
    parser.add_argument("--rounds", type=int, default=5, help="of the comparison; 0 for none")
    parser.add_argument("--minutes", type=float, default=0, help="the long profile")
    parser.add_argument("--write", action="store_true", help="into docs/reliability.md")
    return parser.parse_args()


def _short(folder: Path, arguments: argparse.Namespace) -> tuple[list[str], list[str]]:
    crew = Crew(folder, arguments.reps)
    started = time.monotonic()
    crew.work(calls=arguments.calls)
    seconds = time.monotonic() - started
    wrong = crew.wrong()
    counts = ", ".join(f"{n:,} `{name}`" for name, n in crew.counts().items())
    verdict = "Lost, given to two, shown as locked, or not clean by `callq store check`"
    head = f"{arguments.reps} reps at once, each command a process: {counts}"
    lines = [
        f"{head}, in {seconds:.0f} seconds.",
        f"{verdict}: **{len(wrong)}**.",
    ]
    if arguments.rounds:
        found = compare(folder, arguments.reps, arguments.rounds)
        lines += ["", found.in_words()]
    return lines, wrong


def _long(folder: Path, arguments: argparse.Namespace) -> tuple[list[str], list[str]]:
    crew = Crew(folder, arguments.reps)
    crew.work(seconds=arguments.minutes * 60)
    wrong = crew.wrong()
    rows: list[tuple[object, ...]] = []
    for what, unit, early, late in crew.growth():
        rows.append((what, f"{early:,.1f} {unit}", f"{late:,.1f} {unit}", f"{late / early:.2f}"))
        if not what.endswith(", time") and late / early > _SHOWN_GROWTH:
            wrong.append(f"{what} grew from {early:.1f} to {late:.1f} {unit}")
    counts = ", ".join(f"{n:,} `{name}`" for name, n in crew.counts().items())
    head = f"{arguments.reps} reps for {arguments.minutes:g} minutes: {counts}."
    heading = ("median", "first fifth", "last fifth", "ratio")
    lines = [f"{head} Wrong or grown: **{len(wrong)}**.", "", *report.table(heading, rows)]
    return lines, wrong


if __name__ == "__main__":
    sys.exit(main())
