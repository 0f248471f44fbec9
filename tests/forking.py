"""Runs commands in processes forked from one that has loaded callq: no test waits for its imports."""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

LONGEST = 100_000
"""Bytes that a request may have; the kernel takes no more than twice as much at once."""


class Parent:
    """A process that runs nothing itself and forks for each command."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket = ours
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())], pass_fds=[theirs.fileno()],
                env=plain(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )  # fmt: skip

    def run(
        self, arguments: Sequence[str], stdin: bytes, env: Mapping[str, str], folder: Path
    ) -> tuple[int, bytes, bytes]:
        """Runs callq as `subprocess.run` would; the exit code and what it wrote."""
        request = json.dumps([arguments, dict(env), str(folder)]).encode()
        reading, writing = os.pipe()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            socket.send_fds(self.socket, [request], [reading, out.fileno(), err.fileno()])
            os.close(reading)
            with suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
                pipe.write(stdin)
            self.socket.settimeout(60)
            code = int(self.socket.recv(100))
            out.seek(0)
            err.seek(0)
            return code, out.read(), err.read()

    def end(self) -> None:
        """Closes the socket, which ends it."""
        self.socket.close()
        self.process.communicate()


def plain(env: Mapping[str, str]) -> dict[str, str]:
    """What a command's environment has in every test."""
    return {"PATH": env["PATH"], "LANG": "C.UTF-8"}


def fits(arguments: Sequence[str], env: Mapping[str, str]) -> bool:
    """Whether nothing is asked for that Python reads where it starts."""
    read = ("PYTHON", "LC_", "LANGUAGE")
    return (
        env.get("LANG") == "C.UTF-8"
        and not any(name.startswith(read) for name in env)
        and sum(map(len, (*arguments, *env.values()))) < LONGEST // 6
    )


_parents: dict[int, Parent] = {}


def parent() -> Parent:
    """The one of this process."""
    if os.getpid() not in _parents:
        _parents.clear()
        _parents[os.getpid()] = Parent()
        atexit.register(_parents[os.getpid()].end)
    return _parents[os.getpid()]


def _serve(asked: socket.socket) -> None:
    """Forks for each request; returns only in the child, which is then as if just started."""
    while True:
        request, fds, _, _ = socket.recv_fds(asked, LONGEST, 3)
        if not request:
            os._exit(0)
        if not (child := os.fork()):
            arguments, env, folder = json.loads(request)
            asked.close()
            for number, fd in enumerate(fds):
                os.dup2(fd, number)
                os.close(fd)
            os.environ.clear()
            os.environ.update(env)
            os.chdir(folder)
            time.tzset()
            sys.argv = ["callq", *arguments]
            return
        for fd in fds:
            os.close(fd)
        _, status = os.waitpid(child, 0)
        asked.send(str(os.waitstatus_to_exitcode(status)).encode())


def _main() -> None:
    import callq

    for module in pkgutil.walk_packages(callq.__path__, "callq."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        _serve(asked)
    from callq.cli import run

    signal.signal(signal.SIGINT, signal.default_int_handler)
    os._exit(_code(run))


def _code(run: Callable[[], None]) -> int:
    """What the process ends with; taking down all that is loaded would take longer than the run."""
    code: int | str | None = 0
    try:
        run()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - Python would print it
        traceback.print_exc()
        code = 1
    try:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = 120
    return code if isinstance(code, int) else int(code is not None)


if __name__ == "__main__":
    _main()
