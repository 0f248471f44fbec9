"""What the tests of the outer rings share: the real command, and a workspace in this process."""

import io
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

import forking
from callq import workspace as workspace_module
from callq.calls.explain import Portrait, portray
from callq.calls.log import LogResult, log
from callq.calls.next import Taken, take
from callq.calls.request import LogRequest
from callq.calls.undo import Undone, undo
from callq.cli import run
from callq.compliance import registry_lists
from callq.config import read_settings
from callq.importing.run import Imported, Request
from callq.importing.run import run as import_run
from callq.prospects.add import add, person_from
from callq.prospects.edit import Changes, Edited, edit
from callq.prospects.merge import Merged, merge
from callq.queue.today import Today, look
from callq.records.queue import Scope
from callq.storage.db import Db, SqliteDb
from callq.storage.opening import open_store
from callq.workspace import Workspace, open_workspace

NEW_YORK = ZoneInfo("America/New_York")
NOW = "2026-03-11T10:15:00-04:00"
"""A Wednesday morning in New York, three days after the clocks went forward."""
SHARED = Path(__file__).parents[1].parent / "shared" / "data"
TABLES = (
    "meta", "command", "change", "prospect", "phone", "email", "name_word", "call", "dnc", "lease",
    "skip", "hours", "tally", "consent", "not_duplicates", "list_hold", "number_list", "listed_number", "script", "research", "time_off",
    "suppression",
)  # fmt: skip

# Made-up numbers in area codes that lie in one zone each.
IN_NEW_YORK = "+1 212 555 0100"
IN_CHICAGO = "+1 312 555 0100"
IN_LOS_ANGELES = "+1 213 555 0100"


def new_york(number: int) -> str:
    """A made-up number in New York, one of ten thousand."""
    return f"+1 212 556 {number:04}"


def moment(text: str, zone: tzinfo = NEW_YORK) -> datetime:
    """The moment, in UTC, of a local `2026-03-11 10:15`."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


class Result(NamedTuple):
    """How a process ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on stdout, read as strictly as any other program would."""
        assert self.out.endswith("}\n"), self.out[-200:]
        return json.loads(self.out, parse_constant=_no_constant)


def _no_constant(name: str) -> Any:
    raise AssertionError(f"{name} is no JSON")


@dataclass(frozen=True)
class Callq:
    """The real command in a process of its own, with an environment of its own."""

    home: Path
    now: str = NOW
    agent: str = "ann"
    zone: str = "America/New_York"
    columns: int = 100

    def __call__(
        self,
        *arguments: str,
        stdin: str | bytes = "",
        now: str = "",
        agent: str = "",
        env: Mapping[str, str] | None = None,
        program: tuple[str, ...] | None = None,
    ) -> Result:
        """Runs `callq` with these arguments; `env` comes on top, an empty value unsets."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        values = self.environment(now=now, agent=agent, env=env)
        if not program and os.name != "nt" and forking.fits(arguments, values):
            code, out, err = forking.parent().run(arguments, given, values, self.home)
            return Result(code, out.decode(), err.decode())
        found = subprocess.run(
            [*(program or command()), *arguments],
            input=given,
            capture_output=True,
            env=values,
            cwd=self.home,
            timeout=60,
            check=False,
        )
        return Result(found.returncode, found.stdout.decode(), found.stderr.decode())

    def here(
        self,
        *arguments: str,
        stdin: str | bytes = "",
        now: str = "",
        agent: str = "",
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """The same in this process: ten times as fast, for what is tried in many ways."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "environ", self.environment(now=now, agent=agent, env=env))
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.chdir(self.home)
            opened: list[Db] = []
            patch.setattr(workspace_module, "open_store", _remembering(opened))
            code = _ended(arguments)
            for db in opened:
                db.close()
        return Result(code, _written(out), _written(err))

    def ok(self, *arguments: str, **more: Any) -> Result:
        """Runs it and expects it to be done."""
        found = self(*arguments, **more)
        assert found.code == 0, found
        return found

    def environment(
        self, *, now: str = "", agent: str = "", env: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """All that the process is told; nothing of ours but where programs are."""
        values = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "CALLQ_HOME": str(self.home),
            "CALLQ_NOW": now or self.now,
            "CALLQ_AGENT": agent or self.agent,
            "CALLQ_ZONE": self.zone,
            "COLUMNS": str(self.columns),
            "NO_COLOR": "1",
            **(env or {}),
        }
        return {name: value for name, value in values.items() if value}

    def starting(
        self,
        *arguments: str,
        now: str = "",
        agent: str = "",
        env: Mapping[str, str] | None = None,
    ) -> "subprocess.Popen[str]":
        """Starts it without waiting for its end."""
        return subprocess.Popen(
            [*command(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment(now=now, agent=agent, env=env),
            cwd=self.home,
            text=True,
            encoding="utf-8",
        )

    def wide(self, columns: int) -> "Callq":
        """The same in another width."""
        return replace(self, columns=columns)


def _remembering(opened: list[Db]) -> Callable[..., Db]:
    """Opens stores as ever, and keeps them: a process closes what it opened when it ends."""

    def open_(*arguments: Any, **more: Any) -> Db:
        opened.append(open_store(*arguments, **more))
        _hasten(opened[-1])
        return opened[-1]

    return open_


def _hasten(db: Db) -> None:
    """A test's store has no power cut to live through."""
    if isinstance(db, SqliteDb):
        db.run("PRAGMA synchronous=OFF")


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return bytes(stream.buffer.read()).decode()


def _ended(arguments: tuple[str, ...]) -> int:
    try:
        run(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - whatever it is, a process would print it
        traceback.print_exc()
        return 1
    return 0


def transcript(callq: Callq, *lines: str, env: Mapping[str, str] | None = None) -> str:
    """What each command prints and ends with, for a snapshot."""
    shown = []
    for line in lines:
        # Typer reads the width of help once a process: each help has a process of its own.
        run_line = callq if "--help" in line else callq.here
        done = run_line(*shlex.split(line), env=env)
        code = f"[exit {done.code}]\n" if done.code else ""
        text = f"$ callq {line}\n{done.out}{done.err}{code}".replace(str(callq.home), "HOME")
        shown.append(re.sub(r"(?m)^Clock fixed by .*\n", "", text))
    return "\n".join(shown)


def command() -> tuple[str, ...]:
    """The console script beside this interpreter, or the module where there is none."""
    script = Path(sys.executable).with_name("callq")
    return (str(script),) if script.exists() else (sys.executable, "-m", "callq")


@dataclass
class Office:
    """A real store in a file, and what reps do with it, in this process."""

    home: Path
    now: str = NOW
    agent: str = "ann"
    zone: str = "America/New_York"

    @property
    def path(self) -> Path:
        """The store."""
        return self.home / "callq.db"

    @contextmanager
    def workspace(
        self, *, now: str = "", agent: str = "", create: bool = False, **variables: str
    ) -> Iterator[Workspace]:
        """A rep's workspace; further settings by their variables, e.g. `CALLQ_LEASE="5"`."""
        environ = {
            "CALLQ_HOME": str(self.home),
            "CALLQ_NOW": now or self.now,
            "CALLQ_AGENT": agent or self.agent,
            "CALLQ_ZONE": self.zone,
            **variables,
        }
        ws = open_workspace(read_settings(environ), create=create)
        _hasten(ws.db)
        try:
            yield ws
        finally:
            ws.db.close()

    def add(
        self, name: str, *phones: str, now: str = "", agent: str = "",
        emails: tuple[str, ...] = (), **fields: Any,
    ) -> int:  # fmt: skip
        """Adds someone; their id."""
        with self.workspace(now=now, agent=agent) as ws:
            person = person_from(ws, name=name, phones=phones, emails=emails)
            return add(ws, person._replace(**fields)).who.id

    def log(
        self, who: int | str | None, outcome: str | None = None, *,
        now: str = "", agent: str = "", **said: Any,
    ) -> LogResult:  # fmt: skip
        """Logs a call."""
        with self.workspace(now=now, agent=agent) as ws:
            named = None if who is None else str(who)
            return log(ws, LogRequest(who=named, outcome=outcome, **said))

    def edit(self, who: int | str, *, now: str = "", agent: str = "", **changes: Any) -> Edited:
        """Changes someone."""
        with self.workspace(now=now, agent=agent) as ws:
            return edit(ws, str(who), Changes(**changes))

    def merge(self, kept: int | str, gone: int | str, *, now: str = "", agent: str = "") -> Merged:
        """Makes one of two."""
        with self.workspace(now=now, agent=agent) as ws:
            return merge(ws, str(kept), str(gone))

    def undo(self, *, now: str = "", agent: str = "") -> Undone:
        """Takes back the last command."""
        with self.workspace(now=now, agent=agent) as ws:
            return undo(ws)

    def take(self, *, now: str = "", agent: str = "", **scope: Any) -> Taken:
        """Takes the next one."""
        with self.workspace(now=now, agent=agent) as ws:
            return take(ws, Scope()._replace(**scope))

    def look(
        self, limit: int = 1000, *, now: str = "", everything: bool = False,
        list_name: str = "", owner: str = "",
    ) -> Today:  # fmt: skip
        """Reads today's queue."""
        with self.workspace(now=now) as ws:
            return look(ws, Scope(list_name, owner), limit, everything=everything)

    def queue(self, *, now: str = "", list_name: str = "", owner: str = "") -> list[int]:
        """Whose turn it is now, by id."""
        seen = self.look(now=now, list_name=list_name, owner=owner)
        return [item.entry.id for item in seen.items]

    def portray(self, who: int | str, *, now: str = "") -> Portrait:
        """Explains someone."""
        with self.workspace(now=now) as ws:
            return portray(ws, str(who))

    def import_(self, path: Path, *, now: str = "", agent: str = "", **request: Any) -> Imported:
        """Imports a file."""
        with self.workspace(now=now, agent=agent) as ws:
            return import_run(ws, Request(path, **request))

    def list_numbers(self, text: str, series: str = "us-ftc", day: str = "2026-03-09") -> None:
        """Imports a do-not-call list."""
        with self.workspace() as ws:
            path = self.file(text, "numbers.txt")
            registry_lists.run(ws, registry_lists.Request(path, series=series, as_of=day))

    def file(self, text: str, name: str = "people.csv") -> Path:
        """Writes a file to import."""
        path = self.home / name
        path.write_text(text, encoding="utf-8")
        return path

    def rows(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        """Asks the database itself, past our own code."""
        connection = sqlite3.connect(self.path)
        try:
            found = connection.execute(sql, params).fetchall()
            connection.commit()
        finally:
            connection.close()
        return found

    def row(self, prospect_id: int) -> dict[str, Any]:
        """A prospect's row by its columns."""
        connection = sqlite3.connect(self.path)
        connection.row_factory = sqlite3.Row
        try:
            found = connection.execute("SELECT * FROM prospect WHERE id = ?", [prospect_id])
            return dict(found.fetchone())
        finally:
            connection.close()

    def dump(self, *tables: str) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in some tables, or in all."""
        return {t: sorted(self.rows(f"SELECT * FROM {t}"), key=repr) for t in tables or TABLES}

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that means something; a count of no one is no count."""
        return {**self.dump(), "tally": sorted(self.rows("SELECT * FROM tally WHERE people <> 0"))}

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table: len(rows) for table, rows in self.dump().items()}


ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b\x07]*(?:\x07|\x1b\\)")


class Screen(NamedTuple):
    """What a command wrote to a terminal, and its exit code."""

    code: int
    text: str

    @property
    def plain(self) -> str:
        """Without colours."""
        return ESCAPE.sub("", self.text)


def on_a_terminal(
    run: Callq,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    answers: Sequence[tuple[str, str]] = (),
    patience: float = 10,
    program: tuple[str, ...] = (),
) -> Screen:
    """Runs a command with a terminal at both ends.

    Args:
        run: Whose environment.
        arguments: The words of the command.
        env: On top of it.
        answers: What to wait for, and what to type then, one after the other.
        patience: After how many seconds the command is killed.
        program: What to run instead of callq.
    """
    import pty
    import select

    master, slave = pty.openpty()
    environment = run.environment(env={"NO_COLOR": "", "TERM": "xterm-256color", **(env or {})})
    process = subprocess.Popen(
        [*(program or command()), *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment,
        cwd=run.home, preexec_fn=lambda: _take_terminal(slave),
    )  # fmt: skip
    os.close(slave)
    seen, waiting, start, end = b"", list(answers), 0, time.monotonic() + patience
    while time.monotonic() < end:
        ready, _, _ = select.select([master], [], [], 0.1)
        try:
            more = os.read(master, 65536) if ready else b""
        except OSError:
            break
        if ready and not more:
            break
        seen += more
        if waiting and waiting[0][0].encode() in seen[start:]:
            start = len(seen)
            # What is typed before the command listens is another test's matter.
            time.sleep(0.1)
            os.write(master, waiting.pop(0)[1].encode())
    if process.poll() is None and time.monotonic() >= end:
        process.kill()
    process.wait(timeout=10)
    os.close(master)
    assert not waiting, (waiting, seen)
    return Screen(process.returncode, seen.decode().replace("\r\n", "\n"))


def _take_terminal(slave: int) -> None:
    """Makes it the controlling one, so that Ctrl-C reaches the command."""
    import fcntl
    import signal
    import termios

    # Tests that were started in the background have it ignored, and so would the command.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)


def copy_store(template: Path, home: Path) -> Path:
    """Puts a copy of a store where the commands of `home` look for it."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Path(shutil.copy(template, home / "callq.db"))
