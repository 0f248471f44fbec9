"""A rulebook is in force for everyone at once or not at all; a broken one stops the queue."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from callq.errors import CallqError, Exit
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply, text_in_force
from callq.workspace import stop_on_broken_rulebook
from helpers import IN_NEW_YORK, Callq, Office, new_york

BROKEN = "4 dyas"
KILLED = """
import json, os, signal, sys
from pathlib import Path
from callq.workspace import open_workspace
from callq.rulebooks.rules import apply
from callq.config import read_settings

seen = 0
def halfway(calls):
    global seen
    seen += 1
    if seen == 30:
        os.kill(os.getpid(), signal.SIGKILL)

apply(open_workspace(read_settings(json.loads(sys.argv[1]))), Path(sys.argv[2]), halfway)
"""


@pytest.fixture
def ron(office: Office) -> Office:
    office.add("Ron Smith", IN_NEW_YORK, now="2026-03-10T10:00:00-04:00")
    office.log("ron", "ni", reason="price", now="2026-03-10T11:00:00-04:00")
    return office


def own(office: Office, old: str = "", new: str = "", **how: str) -> Path:
    """The team's own rulebook beside the config."""
    path = office.home / "rulebook.toml"
    path.write_text(shipped_text().replace(old, new) if old else shipped_text(), **how)
    return path


def broken(office: Office) -> Path:
    return own(office, 'price = "30 days"', f'price = "{BROKEN}"')


def apply_(office: Office, path: Path | None = None) -> int:
    with office.workspace() as ws:
        return apply(ws, path).changed


# A broken one -------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["today"], ["next"], ["purge-check"]])
def test_a_broken_rulebook_stops_the_queue(
    run_callq: Callq, ron: Office, command: list[str]
) -> None:
    path = broken(ron)
    line = 1 + path.read_text().partition(BROKEN)[0].count("\n")
    ended = run_callq(*command)
    assert ended.code == Exit.BAD_RULEBOOK
    assert ended.out == ""
    assert f"\n  line {line}, reasons.price: " in ended.err
    assert ron.rows("SELECT * FROM lease") == []


def test_every_mistake_is_named_with_its_line(run_callq: Callq, ron: Office) -> None:
    text = shipped_text().replace('price = "30 days"', 'price = "x"')
    text = text.replace('wait = "4 months"', "wait = 4").replace("max = 10", "max = -1")
    (ron.home / "rulebook.toml").write_text(text)
    ended = run_callq("rules", "check")
    assert ended.code == Exit.BAD_RULEBOOK
    lines = [line.split(",")[0] for line in ended.err.splitlines() if line.startswith("  line ")]
    expected = [
        f"  line {number}"
        for number, line in enumerate(text.splitlines(), 1)
        if line in ('price = "x"', "wait = 4", "max = -1")
    ]
    assert lines == expected


def test_a_call_is_logged_all_the_same(run_callq: Callq, ron: Office) -> None:
    """The log goes by the rulebook in force, and no call may be lost over a slip of the pen."""
    broken(ron)
    logged = run_callq.ok("log", "ron", "ni", "--reason", "price", "--json").json
    assert logged["rule"] == "soft-no"
    assert ron.rows("SELECT COUNT(*) FROM call") == [(2,)]
    for command in (["show", "ron"], ["why", "ron"], ["list"], ["undo"]):
        run_callq.ok(*command)


def test_a_broken_rulebook_is_not_applied(ron: Office) -> None:
    path = broken(ron)
    before = ron.dump()
    for source in (None, path):
        with pytest.raises(CallqError) as caught:
            apply_(ron, source)
        assert caught.value.code is Exit.BAD_RULEBOOK
    assert ron.dump() == before


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 1000, b"[[rules]]", b"= = ="])
def test_a_file_that_isnt_a_rulebook_is_refused_in_words(ron: Office, content: bytes) -> None:
    (ron.home / "rulebook.toml").write_bytes(content)
    with pytest.raises(CallqError) as caught:
        apply_(ron)
    assert caught.value.code is Exit.BAD_RULEBOOK


def test_an_empty_file_isnt_a_rulebook_of_ones_own(ron: Office) -> None:
    """A shell makes it before `callq rules show > rulebook.toml` runs."""
    (ron.home / "rulebook.toml").write_bytes(b" \n")
    with ron.workspace() as ws:
        assert stop_on_broken_rulebook(ws) == ""


def test_a_rulebook_that_can_not_be_read_is_refused_in_words(ron: Office) -> None:
    (ron.home / "rulebook.toml").mkdir()
    with ron.workspace() as ws, pytest.raises(CallqError) as caught:
        stop_on_broken_rulebook(ws)
    assert caught.value.code is Exit.BAD_RULEBOOK


def test_a_new_store_does_not_start_with_a_broken_rulebook(bare_callq: Callq) -> None:
    broken(Office(bare_callq.home))
    ended = bare_callq("add", "Ron")
    assert ended.code == Exit.BAD_RULEBOOK
    own(Office(bare_callq.home))
    bare_callq.ok("add", "Ron")


def test_a_new_store_starts_with_the_teams_own(bare_callq: Callq) -> None:
    own(Office(bare_callq.home), 'price = "30 days"', 'price = "33 days"')
    bare_callq.ok("add", "Ron", "-p", IN_NEW_YORK)
    logged = bare_callq.ok("log", "ron", "ni", "-r", "price", "--json").json
    assert logged["due_at"] == "2026-04-13T14:15:00Z"


# An edited one ------------------------------------------------------------------------------------


def test_a_rulebook_that_is_edited_but_not_applied_is_reported(
    run_callq: Callq, ron: Office
) -> None:
    path = own(ron, 'price = "30 days"', 'price = "1 day"')
    for command in (["today"], ["purge-check"], ["today", "--json"]):
        assert f"{path} has changes" in run_callq.ok(*command).err
    assert ron.row(1)["due_at"] == 1_775_746_800
    run_callq.ok("rules", "apply")
    for command in (["today"], ["purge-check"]):
        assert "rulebook.toml" not in run_callq.ok(*command).err


def test_the_shipped_one_in_the_teams_place_is_the_one_in_force(ron: Office) -> None:
    own(ron)
    with ron.workspace() as ws:
        assert stop_on_broken_rulebook(ws) == ""


def test_a_rulebook_with_the_line_ends_of_windows_is_in_force_once_applied(ron: Office) -> None:
    own(ron, 'price = "30 days"', 'price = "1 day"', newline="\r\n")
    apply_(ron)
    with ron.workspace() as ws:
        assert stop_on_broken_rulebook(ws) == ""


# All or nothing -----------------------------------------------------------------------------------


def test_a_rulebook_counts_for_calls_of_the_past(ron: Office) -> None:
    before = ron.row(1)["due_at"]
    assert apply_(ron, own(ron, 'price = "30 days"', 'price = "1 day"')) == 1
    assert before - ron.row(1)["due_at"] == 29 * 86_400
    assert ron.queue(now="2026-03-11T11:00:00-04:00") == [1]


def test_the_text_in_force_is_kept_as_it_is(ron: Office) -> None:
    path = own(ron, 'version = "2026.1"', 'version = "ours"  # Grüße')
    apply_(ron, path)
    with ron.workspace() as ws:
        assert text_in_force(ws) == path.read_text()
        assert ws.rulebook.version == "ours"


def test_a_rulebook_that_breaks_halfway_leaves_the_former_in_force(
    ron: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own(ron, 'price = "30 days"', 'price = "1 day"')
    before = ron.dump()
    monkeypatch.setattr("callq.storage.journal.describe", _breaks)
    with pytest.raises(RuntimeError):
        apply_(ron, path)
    assert ron.dump() == before


def _breaks(*_: object) -> None:
    raise RuntimeError


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_a_process_killed_halfway_leaves_the_former_in_force(office: Office) -> None:
    rows = "".join(f"P{i},{new_york(i)},Not interested,2026-03-02\n" for i in range(60))
    office.import_(office.file(f"Name,Phone,Last Outcome,Last Called\n{rows}"))
    path = own(office, 'unknown = "30 days"', 'unknown = "1 day"')
    before = office.dump()
    environ = {"CALLQ_HOME": str(office.home), "CALLQ_NOW": office.now, "CALLQ_AGENT": "ann",
               "CALLQ_ZONE": "UTC"}  # fmt: skip
    arguments = [sys.executable, "-c", KILLED, json.dumps(environ), str(path)]
    ended = subprocess.run(arguments, capture_output=True, check=False, timeout=60)
    assert ended.returncode == -9, ended.stderr.decode()
    assert office.dump() == before
    assert apply_(office, path) == 60


def test_it_reports_every_call_it_replays(ron: Office) -> None:
    seen: list[int] = []
    with ron.workspace() as ws:
        apply(ws, None, seen.append)
    assert sum(seen) == 1


# On the command line ------------------------------------------------------------------------------


def test_what_is_shown_can_be_checked_and_applied(run_callq: Callq, ron: Office) -> None:
    shown = run_callq.ok("rules", "show").out
    assert shown == shipped_text() == run_callq.ok("rules", "show", "--shipped").out
    (ron.home / "mine.toml").write_text(shown)
    checked = run_callq.ok("rules", "check", "mine.toml", "--json").json
    assert (checked["rules"], checked["mistakes"]) == (shown.count("[[rules]]"), [])
    applied = run_callq.ok("rules", "apply", "mine.toml", "--json").json
    expected = {"version": "2026.1", "source": "mine.toml", "people": 1, "changed": 0, "calls": 1}
    assert expected.items() <= applied.items()


def test_rules_can_be_shown_before_there_is_a_store(bare_callq: Callq) -> None:
    assert bare_callq.ok("rules", "show").out == shipped_text()
    own(Office(bare_callq.home), 'price = "30 days"', 'price = "1 day"')
    assert 'price = "1 day"' in bare_callq.ok("rules", "show").out
    assert not (bare_callq.home / "callq.db").exists()
