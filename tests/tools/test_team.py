"""A team on a real server loses nothing, however many are killed and however often it's restarted."""

import subprocess
import sys
from pathlib import Path

import pytest
from servers import programs

HARNESS = Path(__file__).parents[2] / "tools" / "faults" / "team.py"


def test_reps_on_a_server_lose_nothing() -> None:
    pytest.importorskip("psycopg", reason="no driver for PostgreSQL: psycopg is not installed")
    if programs() is None:
        pytest.skip("PostgreSQL isn't installed here")
    some = ("--reps", "4", "--calls", "8", "--kills", "8", "--restarts", "2")
    ended = subprocess.run(
        [sys.executable, str(HARNESS), *some],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "32 `log`" in ended.stdout
