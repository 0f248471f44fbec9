"""The harness that kills callq finds nothing wrong, and would find it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HARNESS = ROOT / "tools" / "faults" / "kills.py"
posix = pytest.mark.skipif(os.name == "nt", reason="processes are forked and killed")


def kills(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(HARNESS), *arguments], capture_output=True, text=True, check=False,
        timeout=300, env={**os.environ, **environment},
    )  # fmt: skip


@posix
def test_nothing_is_lost_when_callq_is_killed() -> None:
    ended = kills("--kills", "24", "--seed", "7")
    assert ended.returncode == 0, ended.stderr
    assert "| **in all** | 24 |" in ended.stdout


BROKEN = """
import sys
sys.path.insert(0, {source!r})
from contextlib import contextmanager
from callq.storage.db import SqliteDb

@contextmanager
def careless(self, **_):
    yield

SqliteDb.write = careless
"""


@posix
def test_the_harness_sees_what_a_store_without_transactions_loses(tmp_path: Path) -> None:
    """The guard itself: every statement its own transaction, and it says what is half done."""
    script = tmp_path / "careless.py"
    script.write_text(
        BROKEN.format(source=str(HARNESS.parent))
        + "import kills\nsys.argv[1:] = ['--kills', '60', '--seed', '7', "
        "'--only', 'log,import']\nsys.exit(kills.main())\n"
    )
    ended = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=300
    )
    assert ended.returncode == 1, ended.stdout
    assert re.search(r"^(log|import): ", ended.stderr, re.MULTILINE), ended.stderr
