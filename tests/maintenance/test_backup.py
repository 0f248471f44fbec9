"""A backup is complete, made while others work, and there when you need it."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from callq import backup as app_backup
from callq.errors import CallqError, Exit
from callq.storage import backups
from helpers import IN_NEW_YORK, Callq, Office, new_york

WRITER = """
import sys
from pathlib import Path
from callq.storage.db import SqliteDb

db = SqliteDb(Path(sys.argv[1]))
n = 0
while not Path(sys.argv[2]).exists():
    with db.write():
        n += 1
        for key in ("left", "right"):
            db.run("INSERT INTO meta (key, value) VALUES (:k, :n) ON CONFLICT (key) "
                   "DO UPDATE SET value = excluded.value", {"k": key, "n": str(n)})
        db.many("INSERT INTO hours (key, zones, places, kind, coverage, windows, legal, closed, "
                "first_day, last_day) VALUES (:z, '', '', '', '', '', '', '', '', '')",
                [{"z": f"{n}-{i}" + "x" * 500} for i in range(20)])
print(n)
"""


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def folder(office: Office) -> Path:
    return office.home / "callq-backups"


def names(office: Office) -> list[str]:
    return sorted(path.name for path in folder(office).iterdir())


def test_a_backup_is_one_file_with_everything_for_its_owner_alone(
    office: Office, run_callq: Callq
) -> None:
    ann = office.add("Ann Lee", IN_NEW_YORK)
    office.log(ann, "soft-no", note="printer on fire")
    before = office.dump()
    made = run_callq.ok("store", "backup", "--json").json
    path = Path(made["path"])
    assert path == folder(office) / "callq-20260311T141500Z.db"
    assert (made["people"], made["calls"]) == (1, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert names(office) == [path.name]
    for table, there in before.items():
        assert sorted(rows(path, f"SELECT * FROM {table}"), key=repr) == there
    assert office.dump() == before


def test_a_backup_is_of_one_moment_while_others_write(office: Office) -> None:
    """However often others commit meanwhile, both halves of each write are in it or neither."""
    stop = office.home / "stop"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(office.path), str(stop)], stdout=subprocess.PIPE
    )
    found = []
    try:
        for i in range(12):
            copy = backups.copy(office.path, office.home / f"copy{i}.db")
            pairs = rows(copy.path, "SELECT value FROM meta WHERE key IN ('left', 'right')")
            found.append(pairs)
            count = rows(copy.path, "SELECT COUNT(*) FROM hours WHERE key LIKE '%x'")[0][0]
            assert count == 20 * int(str(pairs[0][0])) if pairs else not count
    finally:
        stop.touch()
        out, _ = writer.communicate(timeout=60)
    assert all(len(set(pairs)) <= 1 for pairs in found)
    assert int(out) > len(found)


def test_the_newest_stay(office: Office, run_callq: Callq) -> None:
    for hour in range(10, 15):
        run_callq.ok("store", "backup", now=f"2026-03-11T{hour}:00:00-04:00")
    auto = folder(office) / "callq-20260301T000000Z-auto.db"
    auto.touch()
    made = run_callq.ok(
        "store", "backup", "--keep", "2", "--json", now="2026-03-11T15:00:00-04:00"
    ).json
    assert len(made["removed"]) == 4
    assert names(office) == [auto.name, "callq-20260311T180000Z.db", "callq-20260311T190000Z.db"]


def test_two_in_one_second_are_two(office: Office, run_callq: Callq) -> None:
    first, second = (run_callq.ok("store", "backup", "--json").json["path"] for _ in range(2))
    assert first != second
    listed = run_callq.ok("store", "backup", "--show", "--json").json["items"]
    assert [(item["path"], item["reason"]) for item in listed] == [(second, ""), (first, "")]


def test_nothing_is_overwritten(office: Office) -> None:
    letter = office.home / "letter.txt"
    letter.write_text("Dear Ann")
    for there in (letter, office.path):
        with office.workspace() as ws, pytest.raises(CallqError) as caught:
            app_backup.back_up(ws, str(there))
        assert (caught.value.code, caught.value.name) == (Exit.USAGE, "file-exists")
    assert letter.read_text() == "Dear Ann"


def test_a_backup_goes_into_a_folder(office: Office, run_callq: Callq) -> None:
    elsewhere = office.home / "stick"
    elsewhere.mkdir()
    run_callq.ok("store", "backup", str(elsewhere), "--keep", "1")
    run_callq.ok("store", "backup", str(elsewhere), "--keep", "1", now="2026-03-12T10:00:00-04:00")
    assert [path.name for path in elsewhere.iterdir()] == ["callq-20260312T140000Z.db"]


def test_the_key_of_the_erasures_goes_with_it(office: Office, run_callq: Callq) -> None:
    key = office.home / "callq.db.key"
    key.write_text("secret")
    made = run_callq.ok("store", "backup", "--json").json
    copied = Path(made["key"])
    assert copied == Path(made["path"] + ".key")
    assert copied.read_text() == "secret"
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    run_callq.ok("store", "backup", "--keep", "1", now="2026-03-12T10:00:00-04:00")
    assert names(office) == ["callq-20260312T140000Z.db", "callq-20260312T140000Z.db.key"]


def test_a_store_that_is_damaged_is_not_backed_up(office: Office) -> None:
    for i in range(50):
        office.rows("INSERT INTO command (agent, at, name, summary) VALUES ('a', 0, :s, '')",
                    s=f"{i}" + "x" * 2000)  # fmt: skip
    with office.path.open("r+b") as file:
        file.seek(office.path.stat().st_size - 3 * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises(backups.DamagedError):
        backups.copy(office.path, office.home / "copy.db")
    assert not [path for path in office.home.iterdir() if "copy" in path.name]


def test_a_server_has_backups_of_its_own() -> None:
    class OnServer:
        settings = type("S", (), {"db": "postgresql+psycopg://ann@host/people"})()

    with pytest.raises(CallqError) as caught:
        app_backup.store_file(OnServer())  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.name) == (Exit.STORE, "store-on-a-server")


# By itself ----------------------------------------------------------------------------------------


def people_file(office: Office, name: str, first: int) -> Path:
    lines = "".join(f"P{first + i},{new_york(first + i)}\n" for i in range(3))
    return office.file(f"Name,Phone\n{lines}", name)


def test_a_bulk_change_keeps_the_store_as_it_was_once_a_day(office: Office) -> None:
    office.import_(people_file(office, "a.csv", 0))
    assert not folder(office).exists(), "there was nobody to keep"
    office.import_(people_file(office, "b.csv", 10), dry_run=True)
    assert not folder(office).exists(), "nothing was changed"
    office.import_(people_file(office, "b.csv", 10))
    assert names(office) == ["callq-20260311T141500Z-auto.db"]
    assert rows(folder(office) / names(office)[0], "SELECT COUNT(*) FROM prospect") == [(3,)]
    office.import_(people_file(office, "c.csv", 20))
    assert len(names(office)) == 1, "one a day"
    run = Callq(office.home, now="2026-03-12T10:15:01-04:00")
    run.ok("rules", "apply")
    assert names(office)[1:] == ["callq-20260312T141501Z-auto.db"]


def test_a_list_of_numbers_is_a_bulk_change(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    path = office.file("2125550100\n", "ours.txt")
    run = Callq(office.home, now=office.now)
    run.ok("dnc", "import", str(path), "--dry-run")
    assert not folder(office).exists(), "nothing was changed"
    run.ok("dnc", "import", str(path))
    assert names(office) == ["callq-20260311T141500Z-auto.db"]
    assert rows(folder(office) / names(office)[0], "SELECT COUNT(*) FROM listed_number") == [(0,)]


def test_merging_what_is_sure_is_a_bulk_change(office: Office) -> None:
    office.add("Robert Smith", IN_NEW_YORK)
    run = Callq(office.home, now=office.now)
    run.ok("people", "dedupe", "--auto")
    assert not folder(office).exists(), "there was nothing to merge"
    office.add("Bob Smith", IN_NEW_YORK)
    run.ok("people", "dedupe", "--auto", "--dry-run")
    assert not folder(office).exists(), "nothing was changed"
    run.ok("people", "dedupe", "--auto")
    assert names(office) == ["callq-20260311T141500Z-auto.db"]
    backup = folder(office) / names(office)[0]
    there = "SELECT COUNT(*) FROM prospect WHERE removed_at IS NULL"
    assert (rows(backup, there), rows(office.path, there)) == ([(2,)], [(1,)])


def test_a_week_of_its_own_backups_stays(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    for day in range(1, 11):
        office.import_(people_file(office, "a.csv", day * 10), now=f"2026-03-{day:02}T12:00:00Z")
    assert names(office) == [f"callq-202603{day:02}T120000Z-auto.db" for day in range(4, 11)]


@pytest.mark.skipif(os.name == "nt", reason="no room is made to be missing there")
def test_a_backup_that_can_not_be_made_stops_no_import(office: Office, run_callq: Callq) -> None:
    """An import can be undone without it."""
    office.add("Ann Lee", IN_NEW_YORK)
    folder(office).write_text("in the way")
    run_callq.ok("import", str(people_file(office, "a.csv", 0)))
    assert len(office.queue()) == 4
