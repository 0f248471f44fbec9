"""What killed commands leave behind goes with the next command, and nothing else does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from callq.storage.backups import folder_of
from helpers import Office


@pytest.fixture
def gone() -> int:
    """The id of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_files_of_ended_processes_are_deleted(office: Office, gone: int) -> None:
    backups = folder_of(office.path)
    (office.home / f".callq.{gone}-backups").mkdir()
    left = (
        *(f".callq.{gone}.restore{ending}" for ending in ("", "-wal", "-shm", "-journal", ".key")),
        f"..callq.{gone}.restore.{gone}.new", f".callq.db.{gone}.new", f".callq.db.key.{gone}.new",
        f".callq.{gone}-backups/callq.{gone}-20260311T141500Z-schema-1.db",
    )  # fmt: skip
    backups.mkdir()
    for place in (*(office.home / name for name in left), backups / f".callq-x.db.{gone}.new"):
        place.touch()
    with office.workspace():
        pass
    assert not [name for name in names(office.home) if name.startswith(".")]
    assert names(backups) == set()


def test_files_of_running_processes_and_of_others_stay(office: Office, gone: int) -> None:
    mine = {
        f".callq.db.{os.getpid()}.new", f".callq.{os.getppid()}.restore", f".other.db.{gone}.new",
        f"callq.db.{gone}.new", ".callq.db.new", f".callq.{gone}.notes", f".callq.{'9' * 12}.txt",
    }  # fmt: skip
    for name in mine:
        (office.home / name).touch()
    with office.workspace():
        pass
    assert mine <= names(office.home)
