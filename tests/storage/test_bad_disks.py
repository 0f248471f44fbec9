"""Disks fill up, go read-only and lose bytes: a sentence, an exit code, and nothing made worse."""

import os
import random
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import Callq, Office, command, new_york

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits and mounts are matters of POSIX")

WORDS = (
    ("today",), ("next",), ("show", "1"), ("why", "1"), ("list", "per"), ("purge-check",),
    ("log", "1", "na"), ("log", "2", "ni", "--reason", "price"), ("undo",),
    ("add", "Zed"), ("edit", "1", "--company", "Else"), ("import", "people.csv"),
    ("rules", "apply"), ("people", "merge", "1", "2"), ("store", "backup",), ("store", "check",), ("store", "check", "--fix"),
)  # fmt: skip
WRITES = (
    ("log", "2", "na", "--note", "x" * 50_000), ("import", "people.csv"), ("add", "Zed " * 9000),
    ("rules", "apply"), ("store", "backup",),
)  # fmt: skip


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    for i in range(1, 6):
        office.add(f"Person {i}", new_york(i), company=f"Firm {i}", now="2026-03-10T10:00:00-04:00")
    office.log(1, "soft-no", reason="price", note="too dear")
    office.log(2, "no-answer")
    lines = "".join(f"New {i},{new_york(100 + i)},{'n' * 100}\n" for i in range(400))
    (office.home / "people.csv").write_text(f"Name,Phone,Notes\n{lines}")
    return run_callq


def closed(office: Office) -> bytes:
    """The store's file once no one has it open."""
    office.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return office.path.read_bytes()


# Full -----------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(place)],
        capture_output=True, check=False,
    ) if shutil.which("mount") and os.geteuid() == 0 else None  # fmt: skip
    if made is None or made.returncode:
        pytest.skip("only the super-user may mount a disk to be filled")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


@pytest.mark.parametrize("room", [0, 40_960], ids=["no room", "little room"])
@pytest.mark.parametrize("words", WRITES, ids=lambda words: words[0])
def test_a_full_disk_changes_nothing(
    run: Callq, office: Office, small_disk: Path, words: tuple[str, ...], room: int
) -> None:
    closed(office)
    shutil.copy(office.path, small_disk / "callq.db")
    there = Office(small_disk)
    before = there.dump()
    env = {"CALLQ_DB": str(there.path)}
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - room))
    ended = run(*words, env=env)
    assert (ended.code, "Traceback" in ended.err) == (7, False), ended
    assert "full" in ended.err or "No space left" in ended.err
    filler.unlink()
    assert there.dump() == before
    assert [path.name for path in small_disk.rglob("*") if path.is_file()] == ["callq.db"]
    assert run.ok(*words, env=env)


TWO_PAGES = 8192
"""Less than any of the commands writes."""


@pytest.mark.parametrize("words", WRITES, ids=lambda words: words[0])
def test_a_file_that_may_not_grow_is_not_half_written(
    run: Callq, office: Office, words: tuple[str, ...]
) -> None:
    """A quota, which needs no super-user to be tried."""
    closed(office)
    before = office.dump()
    ended = subprocess.run(
        [*command(), *words], env=run.environment(), cwd=run.home, capture_output=True, text=True,
        check=False, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (TWO_PAGES, TWO_PAGES)
        ),
    )  # fmt: skip
    assert (ended.returncode, "Traceback" in ended.stderr) == (7, False), ended
    assert "can't be" in ended.stderr or "full" in ended.stderr
    assert office.dump() == before
    assert run("store", "check").code == 0


# Read-only and not there ----------------------------------------------------------------------------


def test_a_disk_that_is_read_only_can_be_told(run: Callq, office: Office, small_disk: Path) -> None:
    closed(office)
    office.rows("PRAGMA journal_mode=DELETE")
    shutil.copy(office.path, small_disk / "callq.db")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for words in (("log", "2", "na"), ("import", "people.csv"), ("add", "Zed")):
        ended = run(*words, env={"CALLQ_DB": str(small_disk / "callq.db")})
        assert (ended.code, "Traceback" in ended.err) == (7, False), ended
        assert "can't be opened for writing" in ended.err or "Read-only file system" in ended.err
    new = run("add", "Zed", env={"CALLQ_DB": str(small_disk / "deep" / "new.db")})
    assert (new.code, "Read-only file system" in new.err) == (7, True), new


@pytest.mark.skipif(
    os.geteuid() == 0, reason="the super-user may write all; a read-only disk is tried"
)
def test_a_file_that_is_read_only_can_be_told(run: Callq, office: Office) -> None:
    before = closed(office)
    office.path.chmod(0o400)
    ended = run("log", "2", "na")
    office.path.chmod(0o600)
    assert (ended.code, "can't be opened for writing" in ended.err) == (7, True), ended
    assert office.path.read_bytes() == before


def test_a_folder_that_is_not_there_is_said(run: Callq, tmp_path: Path) -> None:
    env = {"CALLQ_DB": str(tmp_path / "no" / "where.db")}
    for words in (
        ("today",),
        ("log", "1", "na"),
        (
            "store",
            "check",
        ),
        (
            "store",
            "backup",
        ),
    ):
        ended = run(*words, env=env)
        assert (ended.code, ended.out) == (7, "")
    assert not (tmp_path / "no").exists()


def test_a_store_that_another_program_holds_is_reported_and_read(
    run: Callq, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callq.storage.db._WAIT_SECONDS", 0.1)
    holder = sqlite3.connect(office.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert run.here("list", "per").code == 0, "readers never wait"
        for words in (("log", "2", "na"), ("undo",), ("add", "Zed"), ("import", "people.csv")):
            ended = run.here(*words)
            assert (ended.code, "locked by another program" in ended.err) == (7, True), ended
            assert "database is locked" not in ended.err
    finally:
        holder.rollback()
        holder.close()


# No store any more ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"Dear Ann,\n" * 1000, bytes(range(256)) * 64, b"SQLite format 3\x00" + b"\x00" * 9000],
    ids=["a letter", "any bytes", "a head and nothing"],
)
def test_a_file_that_isnt_a_database_is_left_alone(
    run: Callq, office: Office, content: bytes
) -> None:
    closed(office)
    office.path.write_bytes(content)
    for words in WORDS:
        ended = run.here(*words)
        assert ended.code == (1 if words[:2] == ("store", "check") else 7), ended
        assert "Traceback" not in ended.err
        assert office.path.read_bytes() == content


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.98])
def test_a_store_that_was_cut_off_is_reported(run: Callq, office: Office, share: float) -> None:
    whole = closed(office)
    cut = whole[: int(len(whole) * share)]
    for words in WORDS:
        office.path.write_bytes(cut)
        ended = run.here(*words)
        assert ended.code in ((1,) if words[:2] == ("store", "check") else (0, 7)), ended
        assert "Traceback" not in ended.err
        if ended.code:
            assert office.path.read_bytes() == cut


@pytest.mark.parametrize("seed", range(4))
def test_a_flipped_bit_ends_in_no_traceback(run: Callq, office: Office, seed: int) -> None:
    """What SQLite can tell is told; a bit inside someone's note no one can tell."""
    whole = closed(office)
    used = [i for i, byte in enumerate(whole) if byte]
    chance = random.Random(seed)  # noqa: S311
    for _ in range(12):
        page = chance.randrange(len(whole) // 4096) * 4096
        at = chance.choice(
            (chance.choice(used), chance.randrange(100), page + chance.randrange(12))
        )
        broken = bytearray(whole)
        broken[at] ^= 1 << chance.randrange(8)
        for words in (
            ("today",),
            ("log", "2", "na"),
            ("why", "1"),
            (
                "store",
                "check",
            ),
        ):
            for beside in office.home.glob("callq.db-*"):
                beside.unlink()
            office.path.write_bytes(broken)
            ended = run.here(*words)
            assert "Traceback" not in ended.err, (at, words, ended.err)
            assert ended.code in (0, 1, 3, 7), (at, words, ended)


def test_rules_that_can_not_be_read_are_read_anew_from_their_text(
    run: Callq, office: Office
) -> None:
    before = run.ok("why", "1").out
    office.rows("UPDATE meta SET value = '{broken' WHERE key = 'rulebook'")
    ended = run("today")
    assert (ended.code, "damaged" in ended.err) == (7, True)
    assert run("store", "check").code == 1
    assert run.ok("store", "check", "--fix", "--json").json["ok"]
    assert run.ok("why", "1").out == before
    office.rows("UPDATE meta SET value = 'broken' WHERE key IN ('rulebook', 'rulebook_text')")
    assert run("store", "check", "--fix").code == 1


def test_a_bit_of_a_number_is_put_right_by_a_backup(run: Callq, office: Office) -> None:
    """The whole way: told, restored, in order."""
    path = run.ok("store", "backup", "--json").json["path"]
    whole = office.content()
    closed(office)
    with office.path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\x00" * 4096 * 4)
    assert run("store", "check").code == 1
    run.ok("store", "restore", path, "--yes")
    assert run("store", "check").code == 0
    assert office.content() == whole
