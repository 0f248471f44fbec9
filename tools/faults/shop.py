"""The store under fire: made anew now and then, read past callq's own code."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import victim

from callq.config import read_settings
from callq.maintenance.check import examine
from callq.records.projection import COLUMNS

_START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
_DERIVED = {"tally", "hours", "name_word"}
PEOPLE = 60
_SOME_MINUTES = 10

Snapshot = dict[str, list[tuple[Any, ...]]]


class Shop:
    """A folder with a store, a clock that goes on by a minute for each command, and a memory."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.minutes = 0
        self.tokens = 0
        self.home = folder / "home"
        self.acknowledged: set[str] = set()
        """The notes of calls that a rep was told are logged, and that nothing took back."""

    @property
    def store(self) -> Path:
        """The file."""
        return self.home / "callq.db"

    def environment(self, home: Path | None = None) -> dict[str, str]:
        """What every command finds; the clock has gone on."""
        self.minutes += 1
        now = _START + timedelta(minutes=self.minutes)
        return {
            "PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8",
            "CALLQ_HOME": str(home or self.home), "CALLQ_NOW": now.isoformat(),
            "CALLQ_AGENT": "ann", "CALLQ_ZONE": "America/New_York", "COLUMNS": "100",
            **{name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ},
        }  # fmt: skip

    def token(self) -> str:
        """A word that stands nowhere else."""
        self.tokens += 1
        return f"token{self.tokens:06}x"

    def open_anew(self) -> None:
        """A store with some people and calls, the same each time."""
        template = self.folder / "template"
        self.acknowledged.clear()
        if not template.exists():
            self._make(template)
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(template, self.home)
        # The same morning each time: at night no one may be called.
        self.minutes = _SOME_MINUTES

    def _make(self, template: Path) -> None:
        template.mkdir(mode=0o700)
        lines = "".join(f"Prior{i} Person{i},+1 212 556 {i:04}\n" for i in range(PEOPLE))
        (self.folder / "first.csv").write_text(f"Name,Phone\n{lines}")
        for arguments in (
            ("import", str(self.folder / "first.csv"), "--list", "first"),
            *(("log", str(i), word) for i, word in enumerate(("na", "hurried", "dnc", "won"), 1)),
        ):
            ended = victim.fork(arguments, self.environment(template))
            if ended.code:
                raise SystemExit(f"The store can't be made: {ended}")

    def must(self, *arguments: str) -> victim.Ended:
        """A command that no one kills."""
        ended = victim.fork(arguments, self.environment())
        if ended.code:
            raise SystemExit(f"{arguments} ended with {ended}")
        return ended

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Asks the database itself."""
        with closing(sqlite3.connect(self.store)) as connection:
            return connection.execute(sql, values).fetchall()

    def somebody(self) -> int:
        """An id of those who are there and have a number of their own."""
        found = self.rows(
            "SELECT p.id FROM prospect p JOIN phone h ON h.prospect_id = p.id "
            "WHERE p.removed_at IS NULL AND p.state NOT IN ('do-not-call', 'closed')"
        )
        return int(self.chance.choice(found)[0])

    def truth(self) -> Snapshot:
        """Everything that is not computed from the rest."""
        with closing(sqlite3.connect(self.store)) as connection:
            return snapshot(connection)

    def findings(self, home: Path | None = None) -> list[str]:
        """What `callq store check` has to say.

        A killed `erase` leaves free pages to wipe: doctor has to tell it, and to mend it.
        """
        settings = read_settings(self.environment(home))
        report = examine(settings)
        if any(c.name == "erasures" and c.state == "found" for c in report.checks):
            report = examine(settings, fix=True)
        return [f"{c.name}: {c.message}" for c in report.checks if c.state == "found"]

    def left_over(self, home: Path | None = None) -> list[str]:
        """Temporary files that are still there after the next command."""
        home = home or self.home
        victim.fork(("today",), self.environment(home))
        return [f"left behind: {path}" for path in sorted(home.rglob(".*"))]


def snapshot(connection: sqlite3.Connection) -> Snapshot:
    """All rows of all tables, without what is computed from them."""
    found: Snapshot = {}
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in names:
        if table not in _DERIVED and not table.startswith("sqlite_"):
            found[table] = sorted(_own_rows(connection, table), key=repr)
    return found


def _own_rows(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    if table == "prospect":
        names = [name for name in names if name not in COLUMNS]
    which = "WHERE key NOT IN ('turned_to')" if table == "meta" else ""
    return connection.execute(f"SELECT {', '.join(names)} FROM {table} {which}").fetchall()
