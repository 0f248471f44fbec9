"""Runs callq in a process that may be killed at any moment."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

_PATIENCE = 120


class Moment(NamedTuple):
    """When a process is killed: some seconds after its start, its first write, or its answer."""

    after: Literal["start", "write", "answer"]
    seconds: float
    store: Path
    """Whose write is waited for."""


class Ended(NamedTuple):
    """How it ended."""

    killed: bool
    code: int
    out: str
    err: str
    seconds: float
    work: float = 0
    """Seconds of processor time; of a fork."""
    peak: float = 0
    """Its memory at the largest, in MiB; of a fork, with what the fork began with."""

    @property
    def acknowledged(self) -> bool:
        """Whether the rep was told that it is done, killed or not."""
        return bool(self.out.strip()) or (not self.killed and self.code == 0)


def preload() -> None:
    """Imports what the commands import, so that a fork starts at once."""
    from importlib import import_module

    for module in (
        "sqlmodel", "alembic.migration", "alembic.operations", "alembic.script", "phonenumbers",
        "dateutil.rrule", "rich.console", "rich.text", "rich.table", "typer", "openpyxl",
        "hashlib", "hmac", "tomllib", "secrets", "uuid",
        "callq.storage.schema", "callq.places.phones",
    ):  # fmt: skip
        import_module(module)
    from callq.cli import TREE
    from callq.commandline.group import commands_of

    for entry in commands_of(TREE).values():
        import_module(f"callq.{entry.module}")


def fork(
    arguments: Sequence[str], environment: Mapping[str, str], kill_at: Moment | None = None
) -> Ended:
    """Runs a command in a fork of this process: all of callq, without waiting for its imports."""
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    started, size = time.monotonic(), _written(kill_at)
    pid = os.fork()
    if pid == 0:
        _become(arguments, environment, out_write, err_write)
    os.close(out_write)
    os.close(err_write)
    _wait(pid, out_read, kill_at, size)
    with suppress(ProcessLookupError):
        if kill_at is not None:
            os.kill(pid, signal.SIGKILL)
    out, err = _read_all(out_read, err_read)
    _, status, used = os.wait4(pid, 0)
    killed = os.WIFSIGNALED(status)
    code = -os.WTERMSIG(status) if killed else os.WEXITSTATUS(status)
    return Ended(
        killed, code, out, err, time.monotonic() - started,
        used.ru_utime + used.ru_stime, used.ru_maxrss / 1024,
    )  # fmt: skip


def execute(
    arguments: Sequence[str], environment: Mapping[str, str], kill_at: Moment | None = None
) -> Ended:
    """Runs the console script, as a shell does."""
    script = Path(sys.executable).with_name("callq")
    started, size = time.monotonic(), _written(kill_at)
    process = subprocess.Popen(
        [str(script), *arguments], env=dict(environment), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    if kill_at is not None and process.stdout is not None:
        _wait(process.pid, process.stdout.fileno(), kill_at, size)
        process.kill()
    out, err = process.communicate(timeout=_PATIENCE)
    code = process.returncode
    return Ended(code < 0, code, out.decode(), err.decode(), time.monotonic() - started)


def _become(arguments: Sequence[str], environment: Mapping[str, str], out: int, err: int) -> None:
    code = 70
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.environ.clear()
        os.environ.update(environment)
        sys.stdin, sys.stdout, sys.stderr = (open(i, "r" if i == 0 else "w", closefd=False)  # noqa: SIM115
                                             for i in range(3))  # fmt: skip
        from callq.cli import run

        run(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - what a process would print
        import traceback

        traceback.print_exc()
        code = 1
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _wait(pid: int, output: int, moment: Moment | None, size: int) -> None:
    """Until the moment has come, or the process has ended."""
    descriptor = os.pidfd_open(pid)
    try:
        if moment is None:
            select.select([descriptor], [], [], _PATIENCE)
            return
        if moment.after == "answer":
            select.select([descriptor, output], [], [], _PATIENCE)
        while moment.after == "write" and _written(moment) == size:
            if select.select([descriptor], [], [], 0.0001)[0]:
                return
        select.select([descriptor], [], [], moment.seconds)
    finally:
        os.close(descriptor)


def _written(moment: Moment | None) -> int:
    """How long the log is into which SQLite writes first."""
    if moment is None:
        return 0
    try:
        return moment.store.with_name(f"{moment.store.name}-wal").stat().st_size
    except OSError:
        return 0


def _read_all(*descriptors: int) -> tuple[str, str]:
    found = []
    for descriptor in descriptors:
        with open(descriptor, "rb") as pipe:  # noqa: PTH123
            found.append(pipe.read().decode(errors="replace"))
    return found[0], found[1]
