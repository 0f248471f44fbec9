"""A team on a real server: reps at once, clients killed, the server restarted under load.

    python tools/faults/team.py [--reps 8] [--calls 200] [--kills 200] [--restarts 20] [--write]

Each command is a process. What was acknowledged must be there exactly once, and no person may be
given to two reps. The exit code is 1 when something was lost, doubled or given twice.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "storage"))

import report
import victim
from servers import Installed

from callq.storage.opening import open_store

_NOW = "2026-03-11T10:15:00-04:00"
_PEOPLE = 2000
_STORE = 7
"""The exit code of a server that's away."""


class Done(NamedTuple):
    """A command of a rep, and what came of it."""

    rep: int
    name: str
    began: float
    ended: float
    killed: bool
    code: int
    who: int
    token: str
    said: str


def main() -> int:
    """Works, looks, counts; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    for name, number in (("reps", 8), ("calls", 200), ("kills", 200), ("restarts", 20)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--write", action="store_true", help="into docs/reliability.md")
    arguments = parser.parse_args()
    victim.preload()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pg").mkdir()
        folder.chmod(0o755)
        server = Installed(folder / "pg")
        try:
            lines, wrong = _team(server, folder, arguments)
        finally:
            server.stop()
    print("\n".join(lines))
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    if arguments.write:
        report.write("team", lines)
    return int(bool(wrong))


def _team(
    server: Installed, folder: Path, arguments: argparse.Namespace
) -> tuple[list[str], list[str]]:
    url = server.url(query="schema=team")
    rows = "".join(f"Person {i},+1 212 {556 + i // 9000} {i % 9000 + 1000}\n"
                   for i in range(_PEOPLE))  # fmt: skip
    (folder / "people.csv").write_text(f"Name,Phone\n{rows}")
    ended = victim.fork(("import", str(folder / "people.csv")), _environment(folder, url, 0))
    if ended.code:
        raise SystemExit(str(ended))
    started = time.monotonic()
    done = _worked(server, folder, url, arguments)
    seconds = time.monotonic() - started
    wrong = [*_lost(url, done), *_given_twice(done), *_unexpected(done, arguments.restarts)]
    counts = ", ".join(f"{n:,} `{name}`" for name, n in Counter(d.name for d in done).items())
    killed = sum(one.killed for one in done)
    line = (
        f"{arguments.reps} reps on one PostgreSQL server, each command a process: {counts} in "
        f"{seconds:,.0f} s, {killed} of them killed, the server crashed and started again "
        f"{arguments.restarts} times. Lost, doubled or given to two: **{len(wrong)}**."
    )
    return [line], wrong


def _worked(server: Installed, folder: Path, url: str, arguments: argparse.Namespace) -> list[Done]:
    share = arguments.kills / max(1, arguments.reps * arguments.calls)
    context = multiprocessing.get_context("fork")
    with context.Pool(arguments.reps) as pool:
        jobs = [
            pool.apply_async(_rep, (folder, url, rep, arguments.reps, arguments.calls, share))
            for rep in range(arguments.reps)
        ]
        over = threading.Event()
        breaker = threading.Thread(target=_break, args=(server, arguments.restarts, over))
        breaker.start()
        done = [one for job in jobs for one in job.get()]
        over.set()
        breaker.join()
    return done


def _break(server: Installed, restarts: int, over: threading.Event) -> None:
    for _ in range(restarts):
        over.wait(1.5)
        server.restart("immediate")


def _environment(folder: Path, url: str, rep: int) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "CALLQ_HOME": str(folder),
        "CALLQ_NOW": _NOW, "CALLQ_AGENT": f"rep{rep}", "CALLQ_ZONE": "America/New_York",
        "CALLQ_DB": url,
    }  # fmt: skip


def _rep(folder: Path, url: str, rep: int, reps: int, calls: int, share: float) -> list[Done]:
    chance = random.Random(rep)
    done: list[Done] = []

    def say(*words: str, who: int = 0, token: str = "", may_die: bool = False) -> Done:
        dies = may_die and chance.random() < share
        moment = victim.Moment("start", chance.random() * 0.25, folder) if dies else None
        began = time.monotonic()
        ended = victim.fork(words, _environment(folder, url, rep), moment)
        if words[0] == "next" and ended.code == 0 and not ended.killed:
            who = int(json.loads(ended.out)["items"][0]["id"])
        one = Done(rep, words[0], began, time.monotonic(), ended.killed, ended.code, who, token,
                   ended.err[-300:])  # fmt: skip
        done.append(one)
        return one

    for turn in range(calls):
        who = 1 + rep + reps * chance.randrange(_PEOPLE // reps)
        if turn % 5 == 0:
            say("today", "--json")
        if turn % 3 == 0:
            who = say("next", "--json").who or who
        token = f"note-{rep}-{turn}"
        how = chance.choice(("na", "ni", "vm", "hurried"))
        logged = say("log", str(who), how, "-n", token, who=who, token=token, may_die=True)
        if turn % 10 == 9 and logged.code == 0:
            say("undo", "--yes", token=token)
        if turn % 40 == 20:
            path = folder / f"rep{rep}-{turn}.csv"
            path.write_text(f"Name,Phone\nNew {rep} {turn},+1 213 {556 + rep} {turn:04}\n")
            say("import", str(path), "--no-rejects")
    return done


def _lost(url: str, done: list[Done]) -> Iterator[str]:
    db = open_store(url)
    there = Counter(note for (note,) in db.rows("SELECT note FROM call WHERE voided_at IS NULL"))
    db.close()
    undone = {one.token for one in done if one.name == "undo" and one.code == 0}
    unsure = {one.token for one in done if one.name == "undo" and one.code != 0}
    for one in done:
        if one.name != "log" or one.token in unsure:
            continue
        found, kept = there[one.token], one.code == 0 and not one.killed
        if one.token in undone:
            if found:
                yield f"undone, and there: {one.token}"
        elif kept and found != 1:
            yield f"acknowledged, and there {found} times: {one.token}"
        elif found > 1:
            yield f"there {found} times: {one.token}"
        elif found and not one.killed and not kept and "may be saved" not in one.said:
            yield f"refused, and there: {one.token}: {one.said}"


def _given_twice(done: list[Done]) -> Iterator[str]:
    held: dict[int, list[tuple[float, float, int]]] = {}
    mine: dict[int, Done] = {}
    for one in sorted(done, key=lambda one: one.ended):
        if one.name == "next" and one.who:
            mine[one.rep] = one
        elif one.name == "log" and one.rep in mine and mine[one.rep].who == one.who:
            held.setdefault(one.who, []).append((mine.pop(one.rep).ended, one.began, one.rep))
    for who, spans in held.items():
        for (_, end, rep), (start, _, other) in zip(sorted(spans), sorted(spans)[1:], strict=False):
            if start < end and rep != other:
                yield f"{who} was held by two"


def _unexpected(done: list[Done], restarts: int) -> Iterator[str]:
    # An undo may come too late for a call that was refused, and a queue may be empty.
    fine = (0, 3, 8, *((_STORE,) if restarts else ()))
    for one in done:
        if not one.killed and one.code not in fine:
            yield f"{one.name} ended with {one.code}: {one.said}"


if __name__ == "__main__":
    sys.exit(main())
