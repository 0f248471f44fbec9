"""How fast reps log at once, against the same statements run by the standard library alone."""

import multiprocessing
import random
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, NamedTuple

from crew import environment

from callq.calls.log import log
from callq.calls.request import LogRequest
from callq.config import read_settings
from callq.storage.db import SqliteDb
from callq.workspace import open_workspace

_CALLS = 50
Job = tuple[Callable[..., None], tuple[Any, ...]]


class Rate(NamedTuple):
    """Calls a second, round by round."""

    reps: int
    ours: list[float]
    floor: list[float]

    def in_words(self) -> str:
        """A sentence."""
        ratios = [mine / raw for mine, raw in zip(self.ours, self.floor, strict=True)]
        return (
            f"{self.reps} reps log {_CALLS} calls each at once, {len(ratios)} rounds by turns: "
            f"**{statistics.median(self.ours):,.0f}** calls a second by callq, "
            f"{statistics.median(self.floor):,.0f} by `sqlite3` with the very same statements; "
            f"ratio **{statistics.median(ratios):.2f}** ({min(ratios):.2f}-{max(ratios):.2f})."
        )


def compare(folder: Path, reps: int, rounds: int) -> Rate:
    """Runs both by turns, each on a fresh copy of the store that `Crew` made."""
    original = folder / "many" / "callq.db"
    with closing(sqlite3.connect(original)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    scripts = [_record(original, folder, rep, reps) for rep in range(reps)]
    ours, floor = [], []
    for _ in range(rounds):
        ours.append(_rate(original, folder, [(_by_callq, (rep, reps)) for rep in range(reps)]))
        floor.append(_rate(original, folder, [(_by_hand, (script,)) for script in scripts]))
    return Rate(reps, ours, floor)


def _rate(original: Path, folder: Path, jobs: list[Job]) -> float:
    home = _copy(original, folder / "race")
    context = multiprocessing.get_context("fork")
    start = context.Barrier(len(jobs) + 1)
    processes = [
        context.Process(target=_run, args=(job, home, arguments, start)) for job, arguments in jobs
    ]
    for process in processes:
        process.start()
    start.wait()
    began = time.monotonic()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise SystemExit("a rep ended with an error")
    return len(jobs) * _CALLS / (time.monotonic() - began)


def _run(job: Callable[..., None], home: Path, arguments: tuple[Any, ...], start: Barrier) -> None:
    job(home, start, *arguments)


def _whom(rep: int, reps: int) -> list[tuple[int, str]]:
    """Who a rep calls, and how it ends: the same each time."""
    chance = random.Random(rep)
    words = ("na", "ni", "vm", "hurried")
    return [(1 + rep + reps * chance.randrange(400), chance.choice(words)) for _ in range(_CALLS)]


def _by_callq(home: Path, start: Barrier, rep: int, reps: int) -> None:
    ws = open_workspace(read_settings(environment(home, rep)))
    start.wait()
    for who, how in _whom(rep, reps):
        log(ws, LogRequest(who=str(who), outcome=how))
    ws.db.close()


def _by_hand(home: Path, start: Barrier, script: list[str]) -> None:
    connection = sqlite3.connect(home / "callq.db", timeout=30, isolation_level=None)
    connection.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
    start.wait()
    for statement in script:
        connection.execute(statement).fetchall()
    connection.close()


def _record(original: Path, folder: Path, rep: int, reps: int) -> list[str]:
    """Every statement of a rep's calls, with its values; no two reps' calls get the same ids."""
    home = _copy(original, folder / "take")
    with closing(sqlite3.connect(home / "callq.db")) as connection, connection:
        far = "UPDATE call SET id = ? WHERE id = (SELECT MAX(id) FROM call)"
        connection.execute(far, [(rep + 1) * 1_000_000])
    ws = open_workspace(read_settings(environment(home, rep)))
    script: list[str] = []
    if isinstance(ws.db, SqliteDb):
        ws.db.hand_over().set_trace_callback(script.append)
    for who, how in _whom(rep, reps):
        log(ws, LogRequest(who=str(who), outcome=how))
    ws.db.close()
    return [statement for statement in script if not statement.startswith("--")]


def _copy(original: Path, home: Path) -> Path:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(mode=0o700)
    shutil.copy(original, home / "callq.db")
    return home
