"""A write is whole or nothing, and no one's write is lost among others'."""

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from callq.errors import CallqError, Exit
from callq.storage.db import _WAIT_SECONDS as WAIT
from callq.storage.db import SqliteDb, trouble
from helpers import Office

ADD_ONE = """
import sys
from pathlib import Path
from callq.storage.db import SqliteDb

db = SqliteDb(Path(sys.argv[1]))
while not Path(sys.argv[3]).exists():
    pass
for _ in range(int(sys.argv[2])):
    with db.write():
        (found,) = db.one("SELECT value FROM meta WHERE key = 'count'")
        db.run("UPDATE meta SET value = :n WHERE key = 'count'", {"n": str(int(found) + 1)})
"""


@pytest.fixture
def db(office: Office) -> Iterator[SqliteDb]:
    db = SqliteDb(office.path)
    yield db
    db.close()


ADD = (
    "INSERT INTO hours (key, zones, places, kind, coverage, windows, legal, closed, first_day, "
    "last_day) VALUES (:z, :z, '', '', '', '', '', '', '', '')"
)


def zones(db: SqliteDb) -> list[str]:
    return [row[0] for row in db.rows("SELECT zones FROM hours ORDER BY id")]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_write_that_fails_leaves_nothing(db: SqliteDb, error: type[BaseException]) -> None:
    with pytest.raises(error), db.write():
        db.run(ADD, {"z": "UTC"})
        db.many(ADD, [{"z": "A"}, {"z": "B"}])
        assert zones(db) == ["UTC", "A", "B"]
        raise error
    assert zones(db) == []
    with db.write():
        db.run(ADD, {"z": "UTC"})
    assert zones(db) == ["UTC"]


def test_a_statement_that_the_database_refuses_undoes_those_before_it(db: SqliteDb) -> None:
    with pytest.raises(sqlite3.IntegrityError), db.write():
        db.run(ADD, {"z": "UTC"})
        db.run(ADD, {"z": "UTC"})
    assert zones(db) == []


def test_no_one_sees_a_write_before_its_end(db: SqliteDb, office: Office) -> None:
    other = SqliteDb(office.path)
    with db.write():
        db.run(ADD, {"z": "UTC"})
        assert zones(other) == []
    assert zones(other) == ["UTC"]
    other.close()


def test_writers_at_once_lose_nothing(db: SqliteDb, office: Office) -> None:
    """A read inside a write is of what stands, not of what stood when someone else began."""
    db.run("INSERT INTO meta (key, value) VALUES ('count', '0')")
    start = office.home / "start"
    arguments = [sys.executable, "-c", ADD_ONE, str(office.path), "50", str(start)]
    processes = [subprocess.Popen(arguments) for _ in range(4)]
    time.sleep(0.3)
    start.touch()
    assert [process.wait(timeout=60) for process in processes] == [0] * 4
    assert db.one("SELECT value FROM meta WHERE key = 'count'") == ("200",)


def test_a_number_of_changed_rows_is_reported(db: SqliteDb) -> None:
    db.many(ADD, [{"z": "A"}, {"z": "B"}])
    assert db.changed("UPDATE hours SET zones = zones || '!' WHERE id > 0") == 2
    assert db.changed("DELETE FROM hours WHERE id = 99") == 0
    assert db.one("SELECT zones FROM hours WHERE id = 99") is None
    assert sorted(tuple(row) for row in db.stream("SELECT zones FROM hours")) == [("A!",), ("B!",)]


@pytest.mark.parametrize(
    "reason",
    [
        "database is locked",
        "attempt to write a readonly database",
        "unable to open database file",
        "file is not a database",
        "database disk image is malformed",
        "database or disk is full",
        "disk I/O error",
    ],
)
def test_a_file_error_becomes_a_message(reason: str) -> None:
    said = trouble(Path("people.db"), sqlite3.OperationalError(reason))
    assert isinstance(said, CallqError)
    assert said.message.startswith("The store people.db ")
    assert said.hint
    assert said.code is Exit.STORE


def test_a_mistake_of_ours_isnt_a_trouble_with_the_file() -> None:
    error = sqlite3.OperationalError("no such column: nmae")
    assert trouble(Path("people.db"), error) is error


def test_a_store_that_another_program_holds_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callq.storage.db._WAIT_SECONDS", 0.05)
    holder = sqlite3.connect(office.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    before = office.dump()
    with pytest.raises(CallqError, match="has been locked by another program for too long"):
        office.add("Ann Lee")
    holder.rollback()
    holder.close()
    assert office.dump() == before
    assert office.add("Ann Lee") == 1


def test_a_rep_who_waits_is_shown_whose_command_it_is(
    db: SqliteDb, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And waits longer than for a program that isn't known; the note goes with the command."""
    monkeypatch.setattr("callq.storage.db._WAIT_SECONDS", 0.05)
    said: list[str] = []
    other = SqliteDb(office.path)
    other.tell = said.append
    ended = threading.Event()

    def write() -> None:
        mine = SqliteDb(office.path)
        with mine.write():
            mine.announce("bob", "import")
            started.set()
            ended.wait(0.5)
        mine.close()

    started = threading.Event()
    writer = threading.Thread(target=write)
    writer.start()
    started.wait()
    with other.write():
        pass
    writer.join()
    other.close()
    assert any("bob's import" in words for words in said)
    assert not list(office.home.glob(".*.new"))


def test_a_damaged_store_is_refused(office: Office) -> None:
    with office.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 200_000)
    with pytest.raises(CallqError), office.workspace():
        pass


def test_a_look_is_of_one_moment(office: Office) -> None:
    """What someone writes meanwhile is seen by the next look, and no one had to wait."""
    office.add("Ann")
    with office.workspace() as ws:
        with ws.db.read(), ws.db.read():
            before = ws.db.rows("SELECT COUNT(*) FROM prospect")
            office.add("Bob")
            assert ws.db.rows("SELECT COUNT(*) FROM prospect") == before == [(1,)]
        assert ws.db.rows("SELECT COUNT(*) FROM prospect") == [(2,)]
        with ws.db.write():
            ws.db.run("UPDATE prospect SET note = 'x'")


def test_a_large_write_does_not_take_its_room_twice(db: SqliteDb, office: Office) -> None:
    log = office.path.with_name("callq.db-wal")
    rows = [{"z": f"Zone/{i:060}"} for i in range(30_000)]
    with db.write():
        db.many(ADD, rows[:100])
    assert log.stat().st_size > 0
    with db.write():
        db.many(ADD, rows[100:])
    assert log.stat().st_size == 0
    assert len(zones(db)) == len(rows)


def test_a_large_write_waits_for_no_one_who_reads(db: SqliteDb, office: Office) -> None:
    """The person who exports people meanwhile has the store as it was; the writer goes home."""
    other = SqliteDb(office.path)
    with other.read():
        before = zones(other)
        started = time.monotonic()
        with db.write():
            db.many(ADD, [{"z": f"Zone/{i}"} for i in range(30_000)])
        assert time.monotonic() - started < WAIT / 2
        assert zones(other) == before
    with db.write():
        db.run(ADD, {"z": "Zone/last"})
    assert len(zones(other)) == len(before) + 30_001
    other.close()
