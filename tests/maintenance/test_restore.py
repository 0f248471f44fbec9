"""A restore replaces the whole store; the old one is backed up and every opt-out stays."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from callq.errors import CallqError, Exit
from callq.maintenance import restore as restoring
from callq.maintenance.restore import look
from callq.maintenance.restore_erased import erase_again
from callq.storage.opening import VERSION
from callq.workspace import Workspace
from helpers import IN_CHICAGO, IN_NEW_YORK, TABLES, Callq, Office, on_a_terminal

RELEASED = Path(__file__).parents[1] / "storage" / "released"


@pytest.fixture
def backup(office: Office, run_callq: Callq) -> Path:
    """Of a store with one person and one call."""
    ann = office.add("Ann Lee", IN_NEW_YORK)
    office.log(ann, "no-answer")
    return Path(run_callq.ok("store", "backup", "--json").json["path"])


def restore(run: Callq, path: Path | str) -> dict[str, object]:
    found: dict[str, object] = run.ok("store", "restore", str(path), "--yes", "--json").json
    return found


def test_everything_is_as_it_was(office: Office, run_callq: Callq, backup: Path) -> None:
    before = office.content()
    bob = office.add("Bob Ray", IN_CHICAGO)
    office.log(bob, "won")
    office.undo()
    restore(run_callq, backup)
    assert office.content() == before
    assert run_callq("store", "check").code == 0


def test_what_is_replaced_is_kept_and_comes_back(
    office: Office, run_callq: Callq, backup: Path
) -> None:
    office.log("ann", "won", note="at last")
    now = office.content()
    done = restore(run_callq, backup)
    assert done["kept"] == str(backup.parent / "callq-20260311T141500Z-before-restore.db")
    assert office.content() != now
    restore(run_callq, str(done["kept"]))
    assert office.content() == now


def test_lists_that_came_since_stay_in_force(
    office: Office, run_callq: Callq, backup: Path
) -> None:
    office.list_numbers("212,5550100\n")
    office.list_numbers("3125550100\n", "ours")
    restore(run_callq, backup)
    assert office.row(1)["hold"] == "on-a-registry"
    assert office.row(office.add("Bob", IN_CHICAGO))["state"] == "do-not-call"
    assert run_callq("store", "check").code == 0


def test_lists_of_the_backup_come_back_once(office: Office, run_callq: Callq) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    office.list_numbers("212,5550100\n")
    path = run_callq.ok("store", "backup", "--json").json["path"]
    restore(run_callq, path)
    assert office.rows("SELECT COUNT(*) FROM number_list") == [(1,)]
    assert office.row(1)["hold"] == "on-a-registry"


def test_who_opted_out_since_stays_opted_out(
    office: Office, run_callq: Callq, backup: Path
) -> None:
    office.log("ann", "do-not-call")
    done = restore(run_callq, backup)
    assert done["blocked"] == 1
    assert office.queue() == []
    assert office.row(1)["state"] == "do-not-call"
    assert office.rows("SELECT number, source, call_id FROM dnc") == [
        ("+12125550100", "call", None)
    ]
    assert run_callq("store", "check").code == 0
    assert restore(run_callq, backup)["blocked"] == 1, "again and again"
    assert len(office.rows("SELECT id FROM dnc")) == 1


def test_an_opt_out_that_was_lifted_comes_back_with_the_backup_only(
    office: Office, run_callq: Callq, backup: Path
) -> None:
    office.log("ann", "do-not-call")
    office.undo()
    assert restore(run_callq, backup)["blocked"] == 0
    assert office.row(1)["state"] == "retry"


def test_an_older_backup_is_upgraded_on_its_way(office: Office, run_callq: Callq) -> None:
    old = office.home / "old.db"
    shutil.copy(RELEASED / "schema-1.db", old)
    bytes_before = old.read_bytes()
    assert restore(run_callq, old)["people"] == 9
    assert office.rows("SELECT value FROM meta WHERE key = 'schema'") == [(str(VERSION),)]
    assert old.read_bytes() == bytes_before
    assert sorted(path.name for path in office.home.iterdir() if path.name.startswith(".")) == []
    assert run_callq("store", "check").code == 0


def test_a_backup_makes_a_store_where_there_is_none(
    office: Office, run_callq: Callq, bare_callq: Callq, backup: Path
) -> None:
    done = restore(bare_callq, backup)
    assert done["kept"] is None
    there = Office(bare_callq.home)
    assert {t: there.dump(t) for t in TABLES} == {t: office.dump(t) for t in TABLES}
    assert there.rows("PRAGMA journal_mode") == [("wal",)]
    assert bare_callq("store", "check").code == 0


def test_a_damaged_store_is_replaced_and_kept(
    office: Office, run_callq: Callq, backup: Path
) -> None:
    office.log("ann", "do-not-call")
    office.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    size = office.path.stat().st_size
    with office.path.open("r+b") as file:
        # The page of the table of commands; the opt-outs can still be read.
        root = office.rows("SELECT rootpage FROM sqlite_master WHERE name = 'command'")[0][0]
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 2000)
    assert run_callq("store", "check").code == 1
    done = restore(run_callq, backup)
    kept = Path(str(done["kept"]))
    assert (done["damaged"], done["blocked"]) == (True, 1)
    assert kept.stat().st_size == size
    assert office.row(1)["state"] == "do-not-call"
    assert run_callq("store", "check").code == 0


def test_a_file_that_isnt_a_store_replaces_nothing(office: Office, run_callq: Callq) -> None:
    letter = office.home / "letter.txt"
    letter.write_text("Dear Ann,\n" * 500)
    torn = office.home / "torn.db"
    torn.write_bytes(office.path.read_bytes()[:20_000])
    newer = office.home / "newer.db"
    shutil.copy(office.path, newer)
    Office(office.home)
    import sqlite3

    connection = sqlite3.connect(newer)
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    connection.commit()
    connection.close()
    before = office.dump()
    for path, code in ((letter, 7), (torn, 7), (newer, 7), ("nothing", 3), (office.path, 2)):
        ended = run_callq("store", "restore", str(path), "--yes")
        assert (ended.code, "Traceback" in ended.err) == (code, False), ended
    assert office.dump() == before


def test_it_asks_first(office: Office, run_callq: Callq, backup: Path) -> None:
    office.log("ann", "won")
    before = office.dump()
    refused = run_callq("store", "restore", str(backup))
    assert refused.code == 2
    screen = on_a_terminal(run_callq, "store", "restore", str(backup), answers=[("[y/N]", "n\n")])
    assert screen.code == 2
    assert office.dump() == before
    screen = on_a_terminal(run_callq, "store", "restore", str(backup), answers=[("[y/N]", "y\n")])
    assert screen.code == 0


LOGGER = """
import subprocess, sys
for i in range(12):
    done = subprocess.run([sys.argv[1], "log", "ann", "na", "--note", str(i)], capture_output=True)
    assert done.returncode == 0, done
    print(i, flush=True)
"""


def test_what_is_logged_meanwhile_is_in_the_store_or_in_what_is_kept(
    office: Office, run_callq: Callq, backup: Path
) -> None:
    from helpers import command

    logger = subprocess.Popen(
        [sys.executable, "-c", LOGGER, command()[0]], stdout=subprocess.PIPE,
        env=run_callq.environment(),
    )  # fmt: skip
    kept = [restore(run_callq, backup)["kept"] for _ in range(3)]
    out, _ = logger.communicate(timeout=60)
    notes = {row[0] for row in office.rows("SELECT note FROM call")}
    import sqlite3

    for path in kept:
        connection = sqlite3.connect(str(path))
        notes |= {row[0] for row in connection.execute("SELECT note FROM call")}
        connection.close()
    assert {line.decode() for line in out.split()} <= notes
    assert run_callq("store", "check").code == 0


# Erased people -----------------------------------------------------------------------------------


def test_who_was_erased_since_does_not_come_back(
    office: Office, run_callq: Callq, backup: Path
) -> None:
    office.add("Zed Gone", IN_CHICAGO, emails=("zed@example.com",))
    office.log("zed", "soft-no", note="Zed was in a hurry")
    older = run_callq.ok("store", "backup", "--json").json["path"]
    run_callq.ok("people", "erase", "zed", "--yes")
    known = office.dump("suppression")
    done = restore(run_callq, older)
    assert done["erased"] == 1
    assert office.dump("suppression") == known
    there = {table: rows for table, rows in office.dump().items() if "Zed" in repr(rows)}
    assert there == {}
    assert run_callq("add", "Zed Again", "--phone", IN_CHICAGO).code == 8
    assert run_callq("store", "check").code == 0
    assert b"Zed" not in office.path.read_bytes()


def test_who_is_erased_while_a_restore_prepares_does_not_come_back(
    office: Office, run_callq: Callq, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy is made without the lock; a store that knows more than it by then starts it anew."""
    office.add("Zed Gone", IN_CHICAGO)
    older = run_callq.ok("store", "backup", "--json").json["path"]
    prepared: list[int] = []

    def erase_meanwhile(ws: Workspace, store: Path) -> int:
        found = erase_again(ws, store)
        if not prepared:
            run_callq.ok("people", "erase", "zed", "--yes")
        prepared.append(found)
        return found

    monkeypatch.setattr(restoring, "erase_again", erase_meanwhile)
    with office.workspace() as ws:
        settings = ws.settings
    done = restoring.restore(settings, look(settings, older))
    assert (prepared, done.erased) == ([0, 1], 1)
    assert office.rows("SELECT name FROM prospect") == [("Ann Lee",)]
    assert len(office.rows("SELECT mac FROM suppression")) == 1
    assert run_callq("store", "check").code == 0


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_log_of_a_store_that_is_gone_does_not_flow_into_the_backup(
    office: Office, run_callq: Callq, backup: Path, ending: str
) -> None:
    before = office.content()
    log = office.path.with_name(f"callq.db{ending}")
    with office.workspace() as ws:
        if ending == "-journal":
            ws.db.one("PRAGMA journal_mode=DELETE")
            ws.db.run("PRAGMA cache_size=1")
        with ws.db.write():
            ws.db.run("UPDATE prospect SET name = 'Stale'")
            ws.db.run("CREATE TABLE large AS SELECT zeroblob(100000) AS filler")
            stale = log.read_bytes() if ending == "-journal" else b""
        stale = stale or log.read_bytes()
    assert len(stale) > 512
    for path in office.home.glob("callq.db*"):
        path.unlink()
    log.write_bytes(stale)
    restore(run_callq, backup)
    assert office.content() == before
    assert run_callq("store", "check").code == 0


def test_a_list_of_our_own_in_a_backup_keeps_no_number_of_theirs(
    office: Office, run_callq: Callq, backup: Path
) -> None:
    """Whether they were in the backup themselves, or came after it."""
    office.add("Zed Gone", IN_CHICAGO)
    office.list_numbers("3125550100\n2125550166\n2125550177\n", "shop")
    older = run_callq.ok("store", "backup", "--json").json["path"]
    run_callq.ok("people", "erase", "zed", "--yes")
    run_callq.ok("people", "erase", "--number", "212 555 0166", "--yes")
    assert restore(run_callq, older)["erased"] == 1
    assert office.rows("SELECT number FROM listed_number") == [(12125550177,)]
    for number in (13125550100, 12125550166):
        assert number.to_bytes(6, "big") not in office.path.read_bytes()


def test_who_shares_a_number_with_them_comes_back(office: Office, run_callq: Callq) -> None:
    office.add("Zed Gone", IN_CHICAGO)
    office.add("Bob Stays", IN_CHICAGO)
    older = run_callq.ok("store", "backup", "--json").json["path"]
    run_callq.ok("people", "erase", "zed", "--yes")
    assert restore(run_callq, older)["erased"] == 1
    assert [name for (name,) in office.rows("SELECT name FROM prospect")] == ["Bob Stays"]


def test_the_key_comes_with_a_backup_to_a_new_place(
    office: Office, run_callq: Callq, bare_callq: Callq
) -> None:
    office.add("Zed Gone", IN_CHICAGO)
    run_callq.ok("people", "erase", "zed", "--yes")
    made = run_callq.ok("store", "backup", "--json").json
    restore(bare_callq, made["path"])
    assert bare_callq("add", "Zed Again", "--phone", IN_CHICAGO).code == 8
    assert bare_callq("store", "check").code == 0


def test_a_backup_of_another_store_with_another_key_is_refused(
    office: Office, run_callq: Callq, bare_callq: Callq
) -> None:
    for run in (run_callq, bare_callq):
        run.ok("add", "Zed Gone", "--phone", IN_CHICAGO)
        run.ok("people", "erase", "zed", "--yes")
    other = bare_callq.ok("store", "backup", "--json").json["path"]
    before = office.dump()
    with office.workspace() as ws, pytest.raises(CallqError) as caught:
        look(ws.settings, other)
    assert (caught.value.code, caught.value.name) == (Exit.STORE, "other-store")
    assert office.dump() == before
