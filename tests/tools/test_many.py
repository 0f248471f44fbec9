"""Reps who work at once lose nothing and are never given the same person."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).parents[2] / "tools" / "faults" / "many.py"


@pytest.mark.skipif(os.name == "nt", reason="processes are forked")
def test_reps_at_once_lose_nothing() -> None:
    ended = subprocess.run(
        [sys.executable, str(HARNESS), "--reps", "4", "--calls", "10", "--rounds", "0"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "40 `log`" in ended.stdout
