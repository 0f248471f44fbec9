"""Everything a store holds goes to a server and back, and nothing of it is changed on the way."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_engines import Script, Server

from callq.compliance import do_not_call
from callq.config import Settings, read_settings
from callq.errors import CallqError
from callq.maintenance.move import move
from callq.storage import copying, keyfile, meta, schema
from callq.storage.db import SqliteDb
from callq.storage.opening import open_store
from callq.workspace import open_workspace
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office, new_york

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

READ = (
    ("today", "--all"), ("list", "--all"), ("show", "1"), ("why", "1"), ("dnc", "list"), ("stats",),
    ("goals", "show"), ("rules", "show"),
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("pg"))
    yield started
    started.stop()


@pytest.fixture
def lived(office: Office, run_callq: Callq) -> Callq:
    """A store with rows in every table."""
    script = Script(7, office.home)
    for line, now, agent in script.commands(40):
        run_callq.here(*line, now=now, agent=agent)
    for words in (
        ("add", "Zed Gone", "-p", new_york(77), "--note", "plays the bassoon"),
        ("people", "erase", "zed", "--yes"),
        ("people", "consent", "1", "--source", "web form"),
        ("note", "1", "They moved."),
        ("goals", "time-off", "2026-04-01", "2026-04-03"),
        ("hours", "close", "US-NY", "--from", "2026-04-01", "--why", "a storm"),
        ("list", "pause", "b"), ("list", "--tag", "hot", "--save-view", "hot"), ("next",), ("next", "--skip", "in a meeting"), ("next",),
        ("add", "Mail Only", "--email", "mail@only.example"),
        ("add", "Ann Lee", "-p", new_york(71)), ("add", "Ann Lee", "-p", new_york(72)),
    ):  # fmt: skip
        run_callq.here(*words)
    office.list_numbers("2125550100\n")
    with office.workspace() as ws:
        do_not_call.add(ws, [IN_CHICAGO])
    office.rows("INSERT INTO not_duplicates (one_id, other_id, agent, at) VALUES (1, 2, 'ann', 1)")
    return run_callq


def settings(callq: Callq, db: str = "") -> Settings:
    return read_settings(callq.environment(env={"CALLQ_DB": db}))


def read(callq: Callq, db: str) -> list[str]:
    """What a rep sees of a store, without its name."""
    told = []
    for words in READ:
        done = callq.here(*words, "--json", env={"CALLQ_DB": db})
        told.append(f"{words} {done.code} {done.out}".replace(db, "STORE"))
    exports = (("export", "-", "--format", form) for form in ("csv", "jsonl", "vcf"))
    return [*told, *(callq.here(*words, env={"CALLQ_DB": db}).out for words in exports)]


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    connection = sqlite3.connect(path)
    tables = [table.name for table in schema.Base.metadata.sorted_tables]
    found = {
        name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
        for name in (*tables, "sqlite_sequence")
    }
    connection.close()
    return found


def test_there_and_back_is_byte_for_byte_the_same(lived: Callq, server: Server) -> None:
    """On what every command prints, in every row, and in the ids of the next rows."""
    here, there, back = lived.home / "callq.db", server.database(), lived.home / "back.db"
    empty = [name for name, rows in content(here).items() if not rows]
    assert empty == []
    before, seen = content(here), read(lived, str(here))
    moved = lived.ok("store", "move", there, "--json").json
    assert moved["tables"][0].keys() == {"table", "rows", "copied"}
    assert {t["table"] for t in moved["tables"]} == set(schema.Base.metadata.tables)
    assert read(lived, there) == seen
    assert lived.ok("store", "move", str(back), "--json", env={"CALLQ_DB": there})
    came_back = content(back)
    assert dict(came_back["meta"]).pop(meta.KNOWN_AS)
    came_back["meta"] = [row for row in came_back["meta"] if row[0] != meta.KNOWN_AS]
    assert came_back == before
    assert read(lived, str(back)) == seen
    for db in (there, str(back)):
        assert lived.here("store", "check", env={"CALLQ_DB": db}).code == 0
    kept = content(here)
    assert dict(kept.pop("meta")).pop(meta.MOVED)
    assert kept == {name: rows for name, rows in before.items() if name != "meta"}
    for words in (
        ("add", "New One", "-p", new_york(90)),
        ("log", "1", "na"),
        ("edit", "2", "--add-phone", new_york(91)),
    ):
        told = {lived.here(*words, "--json", env={"CALLQ_DB": db}).out for db in (there, str(back))}
        assert len(told) == 1, words


def test_a_move_that_was_interrupted_goes_on(
    lived: Callq,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And until then no one works on the part that has arrived."""
    there, values = server.database(), settings(lived)
    rows = copying._rows
    done: list[str] = []

    def failing(db: object, table: object) -> Iterator[object]:
        if isinstance(db, SqliteDb) and str(table) == "call" and len(done) > 30:
            raise KeyboardInterrupt
        done.append(str(table))
        return rows(db, table)  # type: ignore[arg-type]

    monkeypatch.setattr(copying, "_rows", failing)
    with pytest.raises(KeyboardInterrupt):
        move(values, there)
    monkeypatch.undo()
    half = lived.here("today", env={"CALLQ_DB": there})
    assert half.code == 7
    with pytest.raises(CallqError) as refused:
        open_workspace(settings(lived, there))
    assert refused.value.name == "half-moved"
    with pytest.raises(CallqError) as other:
        copy = lived.home / "copy.db"
        copy.write_bytes((lived.home / "callq.db").read_bytes())
        move(settings(lived, str(copy)), there)
    assert other.value.name == "target-not-empty"
    # Others go on until the move is done.
    lived.ok("add", "Late Comer", "-p", new_york(95))
    moved = move(values, there)
    assert 0 < len(moved.copied) < len(moved.rows)
    assert read(lived, there)[1:5] == read(lived, str(lived.home / "callq.db"))[1:5]


KILLED = """
import os, signal, sys
from callq.config import read_settings
from callq.maintenance.move import move
from callq.storage import copying

left, rows = int(sys.argv[2]), copying._rows

def dying(db, table):
    global left
    for row in rows(db, table):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        yield row

copying._rows = dying
move(read_settings(), sys.argv[1])
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
@pytest.mark.parametrize("engine", ["server", "file"])
def test_a_move_that_is_killed_anywhere_goes_on(lived: Callq, server: Server, engine: str) -> None:
    here = lived.home / "callq.db"
    there = server.database() if engine == "server" else str(lived.home / "new.db")
    total = sum(len(rows) for rows in content(here).values())
    for after in (1, total // 2, total + 5, total * 3 // 2, total * 2):
        script = [sys.executable, "-c", KILLED, there, str(after)]
        done = subprocess.run(script, env=lived.environment(), capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done
    moved = move(settings(lived), there)
    assert sum(moved.rows.values()) > 100
    assert read(lived, there) == read(lived, str(here))


def test_a_target_that_holds_something_else_is_refused(
    lived: Callq,
    server: Server,
    tmp_path: Path,
) -> None:
    other = Callq(tmp_path / "other")
    other.home.mkdir()
    other.ok("add", "Someone Else", "-p", IN_NEW_YORK)
    before = content(other.home / "callq.db")
    assert lived("store", "move", str(other.home / "callq.db"), "--json").code == 8
    there = server.database()
    other.ok("add", "Someone Else", "-p", IN_NEW_YORK, env={"CALLQ_DB": there})
    for target in (str(other.home / "callq.db"), there):
        with pytest.raises(CallqError) as caught:
            move(settings(lived), target)
        assert caught.value.name == "target-not-empty"
    assert content(other.home / "callq.db") == before


def test_a_new_store_without_anyone_may_be_the_target(lived: Callq, server: Server) -> None:
    there = server.database()
    open_workspace(settings(lived, there), create=True).db.close()
    assert "prospect" in move(settings(lived), there).copied


def test_a_store_is_not_moved_onto_itself(lived: Callq) -> None:
    for target in (str(lived.home / "callq.db"), f"sqlite:///{lived.home / 'callq.db'}"):
        with pytest.raises(CallqError) as caught:
            move(settings(lived), target)
        assert caught.value.name == "same-store"


def test_a_password_is_not_typed_into_it(lived: Callq) -> None:
    target = "postgresql+psycopg://ann:secret@db.example/x"
    refused = lived("store", "move", target)
    assert (refused.code, "secret" in refused.out + refused.err) == (2, False)
    with pytest.raises(CallqError) as caught:
        move(settings(lived), target)
    assert caught.value.name == "secret-on-command-line"


def test_who_was_erased_stays_erased(lived: Callq, server: Server) -> None:
    there = server.database()
    moved = move(settings(lived), there)
    key = Path(moved.key_file)
    assert keyfile.id_in(key) == keyfile.id_in(lived.home / "callq.db.key")
    assert key.stat().st_mode & 0o77 == 0
    again = lived("add", "Zed Again", "-p", new_york(77), env={"CALLQ_DB": there})
    assert again.code == 8


def test_the_key_of_another_store_is_not_overwritten(lived: Callq, server: Server) -> None:
    there = server.database()
    key_id, _ = keyfile.make(lived.home / "callq.key")
    with pytest.raises(CallqError) as caught:
        move(settings(lived), there)
    assert (caught.value.name, keyfile.id_in(lived.home / "callq.key")) == ("other-key", key_id)


def test_a_row_that_was_changed_on_the_way_is_noticed(
    lived: Callq,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there, numbering = server.database(), copying.continue_numbering

    def changing(source: SqliteDb, target: SqliteDb) -> None:
        numbering(source, target)
        target.run("UPDATE call SET note = note || ' ' WHERE id = 1")

    monkeypatch.setattr(copying, "continue_numbering", changing)
    with pytest.raises(CallqError) as caught:
        move(settings(lived), there)
    assert caught.value.name == "move-not-verified"
    monkeypatch.undo()
    assert "call" in move(settings(lived), there).copied


def test_the_store_that_was_moved_says_so(lived: Callq) -> None:
    target = lived.home / "new.db"
    move(settings(lived), str(target))
    said = lived.ok("today", "--json")
    assert str(target) in said.err
    assert said.json["schema"].startswith("callq.today/")


@pytest.mark.parametrize("table", sorted(schema.Base.metadata.tables))
def test_a_change_in_any_table_changes_its_sum(office: Office, table: str) -> None:
    db = open_store(str(office.path))
    before = copying.sums(db)[table]
    db.run("PRAGMA foreign_keys=OFF")
    columns = schema.Base.metadata.tables[table].columns
    values = [_any_value(column.name, str(column.type)) for column in columns]
    db.run("PRAGMA ignore_check_constraints=ON")
    db.insert(table, [column.name for column in columns], [values])
    after = copying.sums(db)[table]
    assert (after.rows, after.checksum != before.checksum) == (before.rows + 1, True)
    db.close()


def _any_value(name: str, kind: str) -> object:
    return f"some {name}" if "CHAR" in kind.upper() or "TEXT" in kind.upper() else 77
