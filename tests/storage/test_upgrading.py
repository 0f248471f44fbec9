"""An older store is backed up, taken to today's schema in one go, and opens; or stays as it was."""

import json
import shutil
import sqlite3
import warnings
from pathlib import Path

import pytest
import shapes
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine

from callq import workspace as workspace_module
from callq.errors import CallqError, Exit
from callq.records.projection import COLUMNS
from callq.storage import opening, schema
from callq.storage.migrations import schema_1
from helpers import Callq, Office

RELEASED = sorted((Path(__file__).parent / "released").glob("schema-*.db"))
OLD_TABLES = ("command", "change", "phone", "email", "name_word", "call", "dnc", "lease", "skip")
V1 = (*OLD_TABLES, "meta", "prospect", "hours", "tally")
NOW = "2026-03-17T15:30:00-04:00"


def released(version: int) -> Path:
    return Path(__file__).parent / "released" / f"schema-{version}.db"


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return sorted(connection.execute(sql).fetchall(), key=repr)
    finally:
        connection.close()


def columns(path: Path, table: str) -> list[str]:
    return [str(row[0]) for row in rows(path, f"SELECT name FROM pragma_table_info('{table}')")]


@pytest.fixture
def old(tmp_path: Path) -> Office:
    """A store of the first schema, with people, calls and a do-not-call entry in it."""
    home = tmp_path / "old"
    home.mkdir()
    shutil.copy(released(1), home / "callq.db")
    return Office(home, now=NOW)


def backups(office: Office) -> list[Path]:
    return sorted((office.home / "callq-backups").glob("*"))


def test_every_released_schema_is_kept() -> None:
    """The stores of all schemas before today's; `released/make.py` writes one."""
    assert [path.stem for path in RELEASED][: schema.VERSION - 1] == [
        f"schema-{version}" for version in range(1, schema.VERSION)
    ]


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_an_older_store_opens_with_all_that_was_in_it(tmp_path: Path, path: Path) -> None:
    run = Callq(tmp_path, now=NOW)
    store = tmp_path / "callq.db"
    shutil.copy(path, store)
    version = path.stem.removeprefix("schema-")
    first = run.ok("today", "--json")
    kept = tmp_path / "callq-backups" / f"callq-20260317T193000Z-schema-{version}.db"
    assert first.err.splitlines() == [
        f"Upgraded your data from schema {version} to {schema.VERSION}. Backup: {kept}"
    ]
    assert rows(store, "SELECT value FROM meta WHERE key = 'schema'") == [(str(schema.VERSION),)]
    assert rows(store, "SELECT * FROM meta WHERE key = 'stale'") == []
    for table in OLD_TABLES:
        names = ", ".join(columns(path, table))
        assert rows(store, f"SELECT {names} FROM {table}") == rows(
            path, f"SELECT {names} FROM {table}"
        )
    own = ", ".join(name for name in columns(path, "prospect") if name not in {*COLUMNS, "why"})
    assert rows(store, f"SELECT {own} FROM prospect") == rows(path, f"SELECT {own} FROM prospect")
    assert rows(kept, "SELECT * FROM prospect") == rows(path, "SELECT * FROM prospect")
    assert rows(kept, "PRAGMA journal_mode") == [("delete",)]
    assert rows(store, "PRAGMA journal_mode") == [("wal",)]
    again = run.ok("today", "--json")
    assert (again.err, again.out) == ("", first.out)


def test_what_was_true_before_is_true_after(old: Office) -> None:
    """Who is due, who never, who is promised: as the callq of that time had it."""
    run = Callq(old.home, now=NOW)
    found = {item["name"]: item for item in run.ok("list", "--json").json["items"]}
    assert {name: item["state"] for name, item in found.items()} == {
        "Maria Lopez": "recall", "Ron Smith": "callback", "Eve Stone": "do-not-call",
        "Lee Wong": "check-in", "Toll Free": "fresh", "Ann O'Neil": "fresh", "Zoe Quick": "do-not-call",
        "Max Lopez": "fresh", "Una Fresh": "fresh",
    }  # fmt: skip
    assert run.ok("today", "--json").json["items"][0]["name"] == "Ron Smith"
    assert "Undone: log (referred for Maria Lopez)" in run.ok("undo", agent="ann").out
    assert run.ok("why", "maria", "--json").json["rule"] == "soft-no"


def test_an_upgraded_store_is_like_a_new_one(old: Office, office: Office) -> None:
    """The person who adds to `schema.py` adds the same to the newest module in `store/migrations/`."""
    with old.workspace():
        pass
    found = shapes.differences(shapes.of_file(old.path), shapes.of_file(office.path))
    assert not found, "\n".join([*found, "", "Perhaps:", _suggestion(old.path)])


def _suggestion(path: Path) -> str:
    """What Alembic would write; a column that may not be empty goes through `add_column`."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = MigrationContext.configure(connection)
        steps = produce_migrations(context, schema.Base.metadata)
        return str(render_python_code(steps.upgrade_ops)) if steps.upgrade_ops else ""


def test_the_first_revision_makes_the_first_schema(tmp_path: Path) -> None:
    path = tmp_path / "callq.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        schema_1.upgrade()
    engine.dispose()
    assert shapes.differences(shapes.of_file(path), shapes.of_file(released(1))) == []


def test_processes_at_once_upgrade_once(old: Office) -> None:
    run = Callq(old.home, now=NOW)
    started = [run.starting("log", "una", "na", agent=f"rep{i}") for i in range(4)]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in started]
    assert [code for *_, code in ended] == [0] * 4, ended
    told = [err for _, err, _ in ended if "Upgraded your data" in err]
    assert (len(told), len(backups(old))) == (1, 1)
    assert len(old.rows("SELECT id FROM call WHERE prospect_id = 9")) == 4


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    old: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.dump(*V1)

    def broken(_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(workspace_module, "judge_again", broken)
    with pytest.raises(RuntimeError), old.workspace():
        pass
    assert old.dump(*V1) == before
    monkeypatch.undo()
    with old.workspace() as ws:
        assert ws.facts["schema"] == str(schema.VERSION)


def test_a_store_that_can_not_be_backed_up_is_not_upgraded(old: Office) -> None:
    before = old.dump(*V1)
    (old.home / "callq-backups").write_text("in the way")
    with pytest.raises(CallqError) as caught, old.workspace():
        pass
    assert (caught.value.code, caught.value.name) == (Exit.STORE, "backup-not-writable")
    assert old.dump(*V1) == before


def test_rows_that_refer_to_nothing_are_reported_not_carried_over(old: Office) -> None:
    old.rows("PRAGMA foreign_keys=OFF")
    old.rows("UPDATE call SET prospect_id = 99 WHERE id = 1")
    before = old.dump(*V1)
    with pytest.raises(CallqError) as caught, old.workspace():
        pass
    assert caught.value.name == "dangling-references"
    assert old.dump(*V1) == before


def test_a_look_upgrades_nothing(old: Office) -> None:
    """Opening alone refuses; completion of a name in a shell must not rewrite a store."""
    before = old.dump(*V1)
    with pytest.raises(opening.OlderStoreError) as caught:
        opening.open_store(str(old.path))
    assert caught.value.name == "older-store"
    assert old.dump(*V1) == before


def test_a_store_marked_stale_is_judged_again(office: Office) -> None:
    ann = office.add("Ann Lee", "+1 212 555 0100")
    office.rows("UPDATE prospect SET state = 'closed', tier = 0, ready = 0")
    office.rows("DELETE FROM tally")
    office.rows("INSERT INTO meta (key, value) VALUES ('stale', '1')")
    assert office.queue() == [ann]
    assert office.rows("SELECT * FROM meta WHERE key = 'stale'") == []
    assert office.rows("SELECT people FROM tally WHERE scope = 'all'") == [(1,)]


def test_the_rulebook_in_force_stays_in_force(old: Office) -> None:
    """But for the weight of a term that is gone."""
    ((before,),) = old.rows("SELECT value FROM meta WHERE key = 'rulebook_text'")
    with old.workspace() as ws:
        assert json.loads(ws.facts["rulebook"])
    kept = "".join(line for line in before.splitlines(True) if not line.startswith("freshness"))
    assert old.rows("SELECT value FROM meta WHERE key = 'rulebook_text'") == [(kept,)]
