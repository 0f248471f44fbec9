"""Reps who work at once, each command in a process of its own, and what they were told."""

import json
import multiprocessing
import os
import random
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import victim

from callq.config import read_settings
from callq.maintenance.check import examine

NOW = "2026-03-11T10:15:00-04:00"
BARE = "--version"
"""A command that touches no store: what the rest of the machine does slows it as well."""
_PEOPLE = 4000
_SAMPLE = 1.0


class Done(NamedTuple):
    """One command of one rep."""

    rep: int
    name: str
    began: float
    ended: float
    code: int
    said: str
    who: int
    """Who `next` gave, or who `log` was for; 0 otherwise."""
    token: str
    work: float
    """Seconds of processor time."""
    peak: float
    """The memory of the process at its largest, in MiB."""


class Crew:
    """A store with some thousand people, and reps."""

    def __init__(self, folder: Path, reps: int) -> None:
        self.home = folder / "many"
        self.home.mkdir(mode=0o700)
        self.reps = reps
        self.done: list[Done] = []
        self.logs: list[tuple[float, float]] = []
        """How long the write-ahead log was, in KiB, and when."""
        lines = "".join(f"Prior{i} Person{i},+1 212 {556 + i // 9000} {i % 9000 + 1000}\n"
                        for i in range(_PEOPLE))  # fmt: skip
        (self.home / "people.csv").write_text(f"Name,Phone\n{lines}")
        ended = victim.fork(("import", str(self.home / "people.csv")), environment(self.home, 0))
        if ended.code:
            raise SystemExit(str(ended))

    def work(self, *, calls: int = 0, seconds: float = 0) -> None:
        """All of them at once, until each has logged so many calls or the time is over."""
        context = multiprocessing.get_context("fork")
        with context.Pool(self.reps) as pool:
            until = time.monotonic() + seconds if seconds else 0.0
            jobs = [
                pool.apply_async(_work, (self.home, rep, self.reps, calls, until))
                for rep in range(self.reps)
            ]
            while not all(job.ready() for job in jobs):
                self._look_at_log()
                jobs[0].wait(_SAMPLE)
            self.done = sorted(
                (one for job in jobs for one in job.get()), key=lambda one: one.ended
            )

    def counts(self) -> Counter[str]:
        """How many of each command."""
        return Counter(one.name for one in self.done)

    def wrong(self) -> list[str]:
        """What must not be."""
        return [
            *(f"{one.name} ended with {one.code}: {one.said}" for one in self.done
              if one.code not in (0, 3)),
            *(f"shown: {one.said}" for one in self.done if "locked" in one.said),
            *self._lost(), *self._given_twice(),
            *(f"doctor: {check.name}: {check.message}" for check in examine(
                read_settings(environment(self.home, 0))).checks if check.state == "found"),
        ]  # fmt: skip

    def growth(self) -> Iterator[tuple[str, str, float, float]]:
        """Medians of the first and of the last fifth; the plain time is shown, the rest judged."""
        bare = _ends([o.ended - o.began for o in self.done if o.name == BARE])
        for name in ("log", "today", "next"):
            mine = [one for one in self.done if one.name == name]
            early, late = _ends([one.ended - one.began for one in mine])
            yield f"`{name}`, time", "ms", early * 1000, late * 1000
            yield f"`{name}`, time against `{BARE}`", "times", early / bare[0], late / bare[1]
            yield f"`{name}`, processor time", "ms", *_ends([o.work * 1000 for o in mine])
            yield f"`{name}`, memory", "MiB", *_ends([o.peak for o in mine])
        yield "write-ahead log", "KiB", *_ends([size for _, size in self.logs])

    def _look_at_log(self) -> None:
        wal = self.home / "callq.db-wal"
        self.logs.append((time.monotonic(), wal.stat().st_size / 1024 if wal.exists() else 0.0))

    def _lost(self) -> list[str]:
        with closing(sqlite3.connect(self.home / "callq.db")) as connection:
            notes = connection.execute("SELECT note FROM call WHERE voided_at IS NULL").fetchall()
        there = Counter(note for (note,) in notes)
        undone = {one.token for one in self.done if one.name == "undo"}
        told = {one.token for one in self.done if one.name == "log" and one.code == 0}
        return [
            *(f"lost: {token}" for token in told - undone if there[token] != 1),
            *(f"undone, and there: {token}" for token in undone if there[token]),
        ]

    def _given_twice(self) -> list[str]:
        """Who someone surely held while another one was given them."""
        held: dict[int, list[tuple[float, float, int]]] = {}
        mine: dict[int, Done] = {}
        for one in self.done:
            if one.name == "next" and one.who:
                mine[one.rep] = one
            elif one.name == "log" and one.rep in mine and mine[one.rep].who == one.who:
                taken = mine.pop(one.rep)
                held.setdefault(one.who, []).append((taken.ended, one.began, one.rep))
        return [
            f"{who} was held by two"
            for who, spans in held.items()
            for (_, first_end, rep), (second_start, _, other) in zip(
                sorted(spans), sorted(spans)[1:], strict=False
            )
            if second_start < first_end and rep != other
        ]


def environment(home: Path, rep: int) -> dict[str, str]:
    """What the commands of a rep find."""
    return {
        "PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "CALLQ_HOME": str(home),
        "CALLQ_NOW": NOW, "CALLQ_AGENT": f"rep{rep}", "CALLQ_ZONE": "America/New_York",
        **{name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ},
    }  # fmt: skip


def _work(home: Path, rep: int, reps: int, calls: int, until: float) -> list[Done]:
    """What one rep does; runs in a process of its own."""
    chance = random.Random(rep)
    done: list[Done] = []
    logged = 0

    def say(*words: str, who: int = 0, token: str = "") -> Done:
        began = time.monotonic()
        ended = victim.fork(words, environment(home, rep))
        if words[0] == "next" and ended.code == 0:
            who = int(json.loads(ended.out)["items"][0]["id"])
        told = Done(rep, words[0], began, time.monotonic(), ended.code, ended.err[-300:], who,
                    token, ended.work, ended.peak)  # fmt: skip
        done.append(told)
        return told

    while logged < calls or time.monotonic() < until:
        logged += 1
        token = f"note-{rep}-{logged}"
        who = 1 + rep + reps * chance.randrange(_PEOPLE // reps)
        if logged % 5 == 0:
            say("today", "--json")
            say(BARE)
        if logged % 4 == 0:
            who = say("next", "--json").who or who
        how = chance.choice(("na", "ni", "vm", "hurried"))
        say("log", str(who), how, "--note", token, who=who, token=token)
        if logged % 10 == 0:
            say("undo", token=token)
        if logged % 50 == 0:
            path = home / f"rep{rep}-{logged}.csv"
            number = f"+1 213 {556 + rep} {logged % 9999:04}"
            path.write_text(f"Name,Phone\nNew {rep} {logged},{number}\n")
            say("import", str(path), "--no-rejects")
        if logged % 100 == 50:
            say("store", "backup", str(home / f"backup-{rep}-{logged}.db"))
            (home / f"backup-{rep}-{logged}.db").unlink(missing_ok=True)
    return done


def _ends(values: list[float]) -> tuple[float, float]:
    fifth = max(1, len(values) // 5)
    return statistics.median(values[:fifth]), statistics.median(values[-fifth:])
