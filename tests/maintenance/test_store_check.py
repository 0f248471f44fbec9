"""Every problem is found, and fixed where that loses nothing."""

import os
import time
from pathlib import Path

import pytest

from callq.privacy.erase import Request, erase, look
from callq.records import dnc
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office


@pytest.fixture
def run(office: Office, run_callq: Callq) -> Callq:
    ann = office.add("Ann Lee", IN_NEW_YORK, "+1 212 555 0199")
    office.add("Bob Ray", IN_CHICAGO, company="Ray & Sons")
    office.log(ann, "soft-no", reason="price")
    return run_callq


def states(run: Callq, *arguments: str) -> dict[str, str]:
    """What is not in order, by check."""
    ended = run("store", "check", "--json", *arguments)
    found = {check["check"]: check["state"] for check in ended.json["checks"]}
    bad = {name: state for name, state in found.items() if state not in ("ok", "does-not-apply")}
    assert ended.code == ("found" in bad.values())
    assert ended.json["ok"] is (ended.code == 0)
    return bad


def test_a_store_in_use_is_in_order(run: Callq, office: Office) -> None:
    before = office.dump()
    run.ok("store", "check")
    assert states(run) == {}
    assert office.dump() == before


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("UPDATE prospect SET state = 'closed', ready = 0, tier = 0 WHERE id = 2", "statuses"),
        ("UPDATE prospect SET rank = rank + 1 WHERE id = 1", "statuses"),
        ("UPDATE prospect SET hours_id = 77 WHERE id = 2", "statuses"),
        ("UPDATE tally SET people = people + 1 WHERE scope = 'all'", "counts"),
        ("DELETE FROM tally", "counts"),
        ("DELETE FROM name_word WHERE prospect_id = 2", "names"),
        ("INSERT INTO name_word (word, prospect_id) VALUES ('zoe', 1)", "names"),
        ("DROP INDEX on_hold", "tables"),
        ("DROP INDEX phone_by_number", "tables"),
        ("PRAGMA journal_mode=DELETE", "journal"),
    ],
)
def test_what_follows_from_the_log_is_fixed(
    run: Callq, office: Office, damage: str, check: str
) -> None:
    whole = office.content()
    office.rows(damage)
    assert states(run).get(check) == "found"
    assert states(run, "--fix").get(check) == "fixed"
    assert states(run) == {}
    assert office.content() == whole


def test_a_do_not_call_number_in_the_queue_is_found(run: Callq, office: Office) -> None:
    with office.workspace() as ws, ws.db.write():
        dnc.block(ws.db, ["+13125550100"], source="call", agent="ann", now=ws.now)
    assert states(run) == {"statuses": "found", "do-not-call": "found"}
    states(run, "--fix")
    assert states(run) == {}
    assert office.row(2)["state"] == "do-not-call"


def test_fixing_keeps_the_store_as_it_was(run: Callq, office: Office) -> None:
    office.rows("UPDATE prospect SET state = 'closed', ready = 0, tier = 0 WHERE id = 2")
    states(run, "--fix")
    (kept,) = run.ok("store", "backup", "--show", "--json").json["items"]
    assert kept["reason"] == "auto"


def test_rows_that_refer_to_nothing_are_found_and_left(run: Callq, office: Office) -> None:
    office.rows("UPDATE phone SET prospect_id = 99 WHERE prospect_id = 2")
    assert states(run, "--fix")["references"] == "found"


@pytest.mark.skipif(os.name == "nt", reason="file modes are a matter of POSIX")
def test_files_that_others_can_open_are_found_and_closed(run: Callq, office: Office) -> None:
    office.path.chmod(0o644)
    config = office.home / "config.toml"
    config.write_text("limit = 5\n")
    config.chmod(0o604)
    assert states(run) == {"permissions": "found"}
    assert states(run, "--fix") == {"permissions": "fixed"}
    assert [path.stat().st_mode & 0o777 for path in (office.path, config)] == [0o640, 0o600]


def test_what_a_crash_left_behind_is_removed(run: Callq, office: Office) -> None:
    me = os.getpid()
    left = [office.home / name for name in (f".callq.db.{me}.new", f".callq.{me}.restore")]
    for path in left:
        path.write_text("half made")
        assert states(run) == {}, "it may be another process's, at work"
        os.utime(path, (time.time() - 7200, time.time() - 7200))
        assert states(run) == {"leftovers": "found"}
        assert states(run, "--fix") == {"leftovers": "fixed"}
        assert not path.exists()


def test_a_rulebook_that_is_not_in_force_is_found(run: Callq, office: Office) -> None:
    rulebook = office.home / "rulebook.toml"
    rulebook.write_text(run.ok("rules", "show").out + "\n# more\n")
    assert states(run) == {"rulebook": "found"}
    run.ok("rules", "apply")
    assert states(run) == {}
    rulebook.write_text("nonsense = 1\n")
    assert states(run) == {"rulebook": "found"}


def test_a_backup_that_can_not_be_read_is_found(run: Callq) -> None:
    path = Path(run.ok("store", "backup", "--json").json["path"])
    path.write_bytes(path.read_bytes()[:20_000])
    assert states(run) == {"backups": "found"}


def test_a_damaged_file_is_found_and_not_written(run: Callq, office: Office) -> None:
    office.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    with office.path.open("r+b") as file:
        file.seek(4096 * 6)
        file.write(b"\xff" * 4096)
    before = office.path.read_bytes()
    assert states(run, "--fix") == {"file": "found"}
    assert office.path.read_bytes() == before


def test_no_store_isnt_a_finding(bare_callq: Callq) -> None:
    ended = bare_callq("store", "check")
    assert (ended.code, ended.out) == (7, "")


@pytest.mark.skipif(os.name == "nt", reason="file modes are a matter of POSIX")
def test_what_callq_writes_itself_is_closed_to_others(run: Callq, office: Office) -> None:
    """The config may hold the password of a server."""
    before = os.umask(0)
    try:
        run.ok("config", "limit", "7")
        run.ok("store", "backup")
    finally:
        os.umask(before)
    assert states(run) == {}


def test_a_merged_person_is_found_by_both_names(run: Callq) -> None:
    run.ok("people", "merge", "1", "2")
    assert states(run) == {}


def test_a_missing_key_is_found(run: Callq, office: Office) -> None:
    run.ok("people", "erase", "bob", "--yes")
    assert states(run) == {}
    (office.home / "callq.db.key").unlink()
    assert states(run) == {"key": "found"}


def test_another_key_is_found(run: Callq, office: Office) -> None:
    run.ok("people", "erase", "bob", "--yes")
    path = office.home / "callq.db.key"
    path.write_text("id 0123456789abcdef\nkey 00\n")
    path.chmod(0o600)
    assert states(run) == {"key": "found"}
    assert states(run, "--fix") == {"key": "found"}, "only a backup has it"


def test_an_erasure_that_had_to_wait_is_found_and_finished(run: Callq, office: Office) -> None:
    with office.workspace() as reader:
        rows = reader.db.stream("SELECT name FROM prospect")
        next(rows)
        with office.workspace() as ws:
            ws.db.run("PRAGMA busy_timeout=50")
            assert not erase(ws, look(ws, "bob"), Request()).wiped
        assert states(run) == {"erasures": "found"}
        del rows
    # Fixing something else makes a backup, which must not keep erased data.
    office.rows("DELETE FROM name_word WHERE prospect_id = 1")
    assert states(run, "--fix") == {"names": "fixed", "erasures": "fixed"}
    assert states(run) == {}
    files = [path for path in office.home.rglob("*") if ".db" in path.name and path.is_file()]
    assert any("auto" in path.name for path in files)
    assert not [path for path in files if b"Bob Ray" in path.read_bytes()]


def test_a_store_of_a_later_callq_is_found(run: Callq, office: Office) -> None:
    office.rows("UPDATE meta SET value = '99' WHERE key = 'schema'")
    assert states(run) == {"opening": "found"}
