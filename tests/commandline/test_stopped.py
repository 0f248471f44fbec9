"""A process that is stopped for a moment while it writes, as Ctrl-Z does, loses nothing.

Python's standard output has no buffer under PYTHONUNBUFFERED, as in many containers; what a pipe
takes only a part of is then for the program to write again.
"""

import fcntl
import io
import json
import os
import pickle
import signal
import sys
import time
from pathlib import Path
from subprocess import PIPE, Popen
from typing import IO

import pytest

from callq.importing.bulk_reader import Reading
from helpers import Callq, Office, command

ROWS = 3000
_F_GETPIPE_SZ, _UNREAD = 1032, 0x541B
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into a pipe as Linux can")


def read_late(process: "Popen[bytes]") -> bytes:
    """What a process says to someone who stops it once the pipe is full, and only then reads."""
    said: IO[bytes] | None = process.stdout
    assert said
    size = fcntl.fcntl(said, _F_GETPIPE_SZ)
    until = time.monotonic() + 60
    while int.from_bytes(fcntl.ioctl(said, _UNREAD, bytes(4)), sys.byteorder) < size - 4096:
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED)
    process.send_signal(signal.SIGCONT)
    time.sleep(0.1)
    return said.read()


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_long_answer_is_whole(office: Office, run_callq: Callq, unbuffered: str) -> None:
    lines = [f"Person {i},212 55{i // 1000} {i % 1000:04}" for i in range(ROWS)]
    office.import_(office.file("\n".join(["Name,Phone", *lines])))
    environment = run_callq.environment(now="", agent="", env={"PYTHONUNBUFFERED": unbuffered})
    words = [*command(), "list", "--json", "--limit", str(ROWS)]
    with Popen(words, stdout=PIPE, env=environment) as process:
        found = json.loads(read_late(process))
    assert process.returncode == 0
    assert len(found["items"]) == ROWS


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_the_rows_of_a_file_are_handed_over_whole(tmp_path: Path, unbuffered: str) -> None:
    path = tmp_path / "people.csv"
    lines = [f"Person {i},212 55{i // 1000} {i % 1000:04},{i:060}" for i in range(ROWS)]
    path.write_text("\n".join(["Name,Phone,Code", *lines]), encoding="utf-8")
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    words = [sys.executable, "-P", "-m", "callq.importing.bulk_reader"]
    with Popen(words, stdin=PIPE, stdout=PIPE, env=environment) as process:
        assert process.stdin
        pickle.dump((path, Reading()), process.stdin)
        process.stdin.close()
        said = io.BytesIO(read_late(process))
    assert pickle.load(said) == "started"  # noqa: S301 - our own
    chunks = list(iter(lambda: pickle.load(said), None))  # noqa: S301
    assert sum(len(people) for _, people in chunks) == ROWS
    assert not said.read()
