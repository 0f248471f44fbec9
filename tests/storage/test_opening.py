"""A store is found, created completely, or refused with an error that says why."""

import os
import shutil
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from callq.errors import CallqError, Exit
from callq.storage.db import SqliteDb
from callq.storage.opening import VERSION, OlderStoreError, open_store, sqlite_path
from helpers import Callq, Office

POSIX = pytest.mark.skipif(os.name == "nt", reason="file modes are a matter of POSIX")


def refusal(target: str | Path, *, create: bool = False) -> CallqError:
    with pytest.raises(CallqError) as caught:
        open_store(str(target), create=create)
    assert caught.value.code is Exit.STORE
    assert caught.value.hint
    return caught.value


def test_a_missing_store_is_not_made_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "callq.db"
    refused = refusal(path)
    assert refused.name == "no-store"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_isnt_a_store_yet(tmp_path: Path) -> None:
    path = tmp_path / "callq.db"
    path.touch()
    assert refusal(path).name == "no-store"
    open_store(str(path), create=True).close()
    assert path.stat().st_size > 0
    open_store(str(path)).close()


def test_a_folder_isnt_a_store(tmp_path: Path) -> None:
    for create in (False, True):
        assert refusal(tmp_path, create=create).name == "store-is-a-folder"


def test_a_file_that_isnt_a_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ann,\n" * 500)
    refusal(path, create=True)
    assert path.read_text() == "Dear Ann,\n" * 500


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE song (title TEXT)",
        "CREATE TABLE meta (key TEXT, value TEXT); INSERT INTO meta VALUES ('version', '9')",
        pytest.param(
            "CREATE TABLE meta (name TEXT, content TEXT)",
        ),
        pytest.param(
            "CREATE TABLE meta (key TEXT, value TEXT); INSERT INTO meta VALUES ('schema', 'v2')",
        ),
    ],
    ids=["no meta", "a meta of its own", "a meta of other columns", "a version in words"],
)
def test_the_database_of_another_program_isnt_a_store(tmp_path: Path, made: str) -> None:
    path = tmp_path / "music.db"
    connection = sqlite3.connect(path)
    connection.executescript(made)
    connection.close()
    assert refusal(path).name == "not-a-store"


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE meta SET value = '99' WHERE key = 'schema'",
        "UPDATE meta SET value = '1' WHERE key = 'schema'",
        "DROP TABLE meta",
    ],
)
def test_a_store_that_is_refused_is_let_go_of(office: Office, spoil: str) -> None:
    """Its log beside it goes with the last who has it open; the error still holds its frames."""
    log = office.path.with_name("callq.db-wal")
    with office.workspace():
        assert log.exists()
    office.rows(spoil)
    with pytest.raises(CallqError) as caught:
        open_store(str(office.path))
    assert not log.exists()
    assert caught.value.code is Exit.STORE


def test_a_store_whose_rules_can_not_be_read_is_let_go_of(office: Office) -> None:
    """The file that the rules of a new store come from has a mistake."""
    office.rows("DELETE FROM meta WHERE key = 'rulebook'")
    (office.home / "rulebook.toml").write_text("no rulebook")
    with pytest.raises(CallqError) as caught, office.workspace():
        pass
    assert not office.path.with_name("callq.db-wal").exists()
    assert "rulebook.toml" in caught.value.message


def test_a_newer_store_is_refused_with_the_version_it_needs(office: Office) -> None:
    office.rows("UPDATE meta SET value = :v WHERE key = 'schema'", v=str(VERSION + 1))
    office.rows("UPDATE meta SET value = '9.1.0' WHERE key = 'needs'")
    before = office.dump()
    refused = refusal(office.path, create=True)
    assert refused.name == "newer-store"
    assert "callq 9.1.0" in refused.message
    assert office.dump() == before


def test_an_older_store_is_not_touched_by_opening_it(office: Office) -> None:
    office.rows("UPDATE meta SET value = :v WHERE key = 'schema'", v=str(VERSION - 1))
    before = office.dump()
    refused = refusal(office.path, create=True)
    assert isinstance(refused, OlderStoreError)
    assert office.dump() == before


@POSIX
def test_a_new_store_is_the_owners_alone(tmp_path: Path) -> None:
    """Other users of the computer can't read who was called."""
    before = os.umask(0)
    try:
        path = tmp_path / "deep" / "callq.db"
        open_store(str(path), create=True).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@POSIX
def test_what_sqlite_puts_beside_the_store_is_the_owners_alone(office: Office) -> None:
    with office.workspace() as ws, ws.db.write():
        ws.db.run(
            "INSERT INTO hours (key, zones, places, kind, coverage, windows, legal, closed, first_day, last_day) VALUES ('UTC', 'UTC', '', '', '', '', '', '', '', '')"
        )
        beside = [path for path in office.home.iterdir() if path != office.path]
        assert beside
        assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}


def test_nothing_half_made_is_left_where_a_store_can_not_be_made(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    refused = refusal(blocked / "callq.db", create=True)
    assert refused.name == "store-not-writable"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    refusal(tmp_path / ("x" * 5000))


def test_a_new_store_lives_through_a_power_cut(office: Office) -> None:
    """Readers never wait for a writer, and what was acknowledged is on the disk."""
    db = open_store(str(office.path))
    names = ("journal_mode", "synchronous", "foreign_keys")
    pragmas = {name: (db.one(f"PRAGMA {name}") or [None])[0] for name in names}
    db.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("people.db", Path("people.db")),
        ("~/people.db", Path.home() / "people.db"),
        ("sqlite:///people.db", Path("people.db")),
        ("sqlite:////var/people.db", Path("/var/people.db")),
        ("postgresql+psycopg://ann@host/people", None),
    ],
)
def test_a_store_is_named_by_a_path_or_a_url(target: str, path: Path | None) -> None:
    assert sqlite_path(target) == path


@pytest.mark.parametrize("url", ["mysql://host/name", "nosuch://host/name"])
def test_a_server_that_callq_does_not_speak_with_is_refused(url: str) -> None:
    assert refusal(url).name == "unsupported-database"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://ann:secret@127.0.0.1:1/people",
        "postgresql+psycopg://ann:se%40secret@127.0.0.1:1/people",
        "postgresql+psycopg://ann:s@secret@127.0.0.1:1/people",
        "postgresql+psycopg://127.0.0.1:1/people?user=ann&password=secret",
        "postgresql+psycopg://127.0.0.1:1/people?password=secret&nosuchoption=1",
        "nosuch://ann:secret@127.0.0.1/people",
        "nosuch://127.0.0.1/people?password=secret",
    ],
)
def test_a_password_is_never_printed(url: str) -> None:
    """Neither by a server that does not answer, nor by one that callq does not speak with."""
    pytest.importorskip("psycopg")
    refused = refusal(url)
    assert "secret" not in refused.message + refused.hint


def test_those_who_make_the_store_at_once_share_one(bare_callq: Callq) -> None:
    """The loser of the race uses the winner's store: no prospect is lost."""
    names = [f"Person {i}" for i in range(3)]
    started = [bare_callq.starting("add", name) for name in names]
    ended = [(process.communicate(timeout=60), process.returncode) for process in started]
    assert [code for _, code in ended] == [0] * len(names), ended
    found = bare_callq.ok("list", "--json").json["items"]
    assert sorted(item["name"] for item in found) == names
    assert sorted(item["id"] for item in found) == [1, 2, 3]
    assert [p.name for p in bare_callq.home.iterdir() if p.name.endswith(".new")] == []


def test_a_store_made_at_the_last_moment_is_not_overwritten(
    tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the new file is put in its place, another process may be a moment faster."""
    path = tmp_path / "callq.db"

    def faster(real: Any) -> Any:
        def put(*arguments: Any, **more: Any) -> Any:
            if not path.exists() and path in [Path(a) for a in arguments if a]:
                shutil.copy(template, path)
                other = SqliteDb(path)
                other.run(
                    "INSERT INTO hours (key, zones, places, kind, coverage, windows, legal, closed, first_day, last_day) VALUES ('theirs', 'theirs', '', '', '', '', '', '', '', '')"
                )
                other.close()
            return real(*arguments, **more)

        return put

    for where, name in (
        (os, "link"), (os, "rename"), (os, "replace"), (Path, "replace"), (Path, "rename"),
        (Path, "hardlink_to"),
    ):  # fmt: skip
        monkeypatch.setattr(where, name, faster(getattr(where, name)))
    db = open_store(str(path), create=True)
    assert db.rows("SELECT zones FROM hours") == [("theirs",)]
    db.close()
