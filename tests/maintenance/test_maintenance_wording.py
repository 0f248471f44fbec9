"""Every view and refusal of backup, restore, check and config; `make snapshots` rewrites it."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from callq.storage.opening import VERSION
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office


class Book:
    """Runs commands and collects what they print, with the home folder as HOME."""

    def __init__(self, run: Callq) -> None:
        self.run = run
        self.texts: list[str] = []

    def show(self, *arguments: str, **environment: str) -> None:
        found = self.run(*arguments, env=environment)
        said = f"{found.out}{found.err}".replace(str(self.run.home), "HOME")
        asked = " ".join(arguments).replace(str(self.run.home), "HOME")
        self.texts.append(f"$ callq {asked}\n{said}[{found.code}]\n")

    def __str__(self) -> str:
        return "\n".join(self.texts)


def test_wording_of_backup_and_restore(
    office: Office, run_callq: Callq, snapshot: SnapshotAssertion
) -> None:
    book = Book(run_callq)
    for command in ("store backup", "store restore", "store check", "config"):
        book.show(*command.split(), "--help")
    book.show("store", "backup", "--show")
    ann = office.add("Ann Lee", IN_NEW_YORK)
    office.add("Bob Ray", IN_CHICAGO)
    book.show("store", "backup")
    office.log(ann, "do-not-call")
    run_callq.ok("people", "erase", "bob", "--yes")
    backup = next((office.home / "callq-backups").glob("*.db"))
    book.show("store", "restore", str(backup))
    book.show("store", "restore", str(backup), "--yes")
    book.show("store", "backup", "--keep", "1")
    book.show("store", "backup", "--show")
    newer = office.home / "newer.db"
    shutil.copy(office.path, newer)
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    (office.home / "letter.txt").write_text("Dear Ann,\n" * 500)
    for refused in (
        ("store", "backup", "--show", "--keep", "1"), ("store", "backup", "letter.txt"),
        ("store", "restore", "none.db"), ("store", "restore", str(office.path)),
        ("store", "restore", str(newer)),
        ("store", "restore", "letter.txt"), ("store", "backup", str(office.home / "letter.txt" / "x.db")),
    ):  # fmt: skip
        book.show(*refused)
    assert str(book) == snapshot


@pytest.mark.skipif(os.name == "nt", reason="file modes are a matter of POSIX")
def test_wording_of_moving(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    book = Book(run_callq)
    office.log(office.add("Ann Lee", IN_NEW_YORK), "no-answer")
    office.add("Bob Ray", IN_CHICAGO)
    run_callq.ok("people", "erase", "bob", "--yes")
    target = str(office.home / "new.db")
    book.show("store", "move", target)
    book.show("list")
    book.show("store", "move", target)
    book.show("store", "move", str(office.path))
    book.show("store", "move", "postgresql+psycopg://ann:secret@db.example/sales")
    assert str(book) == snapshot


def test_wording_of_store_check(
    office: Office, run_callq: Callq, snapshot: SnapshotAssertion
) -> None:
    book = Book(run_callq)
    office.add("Ann Lee", IN_NEW_YORK)
    office.add("Bob Ray", IN_CHICAGO)
    book.show("store", "check")
    office.rows("UPDATE prospect SET state = 'closed', ready = 0, tier = 0 WHERE id = 2")
    office.rows("DELETE FROM tally")
    office.rows("DELETE FROM name_word WHERE prospect_id = 2")
    office.rows("DROP INDEX on_hold")
    office.rows("PRAGMA journal_mode=DELETE")
    office.path.chmod(0o644)
    (office.home / "rulebook.toml").write_text(run_callq.ok("rules", "show").out + "\n# more\n")
    for _ in range(2):
        book.show("store", "check")
        book.show("store", "check", "--fix")
    office.rows("UPDATE phone SET prospect_id = 99 WHERE prospect_id = 2")
    book.show("store", "check", "--fix")
    assert str(book) == snapshot


def test_wording_of_stores(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    book = Book(run_callq)
    book.show("today", CALLQ_DB=str(office.home / "none.db"))
    book.show("today", CALLQ_DB=str(office.home))
    book.show("today", CALLQ_DB="nosuch://host/name")
    office.rows("UPDATE meta SET value = '99' WHERE key = 'schema'")
    office.rows("UPDATE meta SET value = '9.1.0' WHERE key = 'needs'")
    book.show("store", "check")
    book.show("today")
    office.rows("UPDATE meta SET value = 'x' WHERE key = 'schema'")
    book.show("today")
    old = office.home / "old"
    old.mkdir()
    released = Path(__file__).parents[1] / "storage" / "released" / f"schema-{VERSION - 1}.db"
    shutil.copy(released, old / "callq.db")
    book.show("today", "--limit", "1", CALLQ_DB=str(old / "callq.db"))
    assert str(book) == snapshot


def test_wording_of_config(run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    book = Book(run_callq)
    book.show("config", CALLQ_DB="calls.db")
    for arguments in (
        ("limit", "40"), ("limit",), ("limit", "none"), ("limt", "40"), ("nonsense",),
        ("--unset",), ("region", "Ohio"), ("zone", "Mars/Base"), ("clock", "13h"),
        ("day_first", "maybe"), ("goals_morning", "lots"), ("limit", "--unset"),
    ):  # fmt: skip
        book.show("config", *arguments)
    book.show("config", "limit", "40", CALLQ_LIMIT="7")
    for now in ("soon", "1200-01-01"):
        book.show("today", CALLQ_NOW=now)
    config = run_callq.home / "config.toml"
    for text in ("limt = 3\n", "limit =\n"):
        config.write_text(text)
        book.show("today")
    assert str(book) == snapshot
