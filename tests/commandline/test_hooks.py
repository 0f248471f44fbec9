"""A program of the rep's own is told what happened; it can't change or hold up anything."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from callq.config import option_named, read_settings, save_setting
from callq.errors import CallqError
from declared import mistakes
from helpers import Callq, Office, new_york


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    office.add("Ann Lee", new_york(0), list_name="fair")
    office.add("Bob Ray", new_york(1))
    return run_callq


def hook(run: Callq, program: str, event: str = "all") -> None:
    """A Python program as the hook of an event."""
    path = run.home / f"{event}.py"
    path.write_text(f"import sys, time\nfrom pathlib import Path\n{program}\n")
    line = f"{event} = {json.dumps([sys.executable, str(path)])}\n"
    config = run.home / "config.toml"
    known = config.read_text() if config.exists() else "[hooks]\n"
    config.write_text(known + line)


def told(run: Callq) -> list[dict[str, Any]]:
    path = run.home / "told"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def listen(run: Callq, event: str = "all") -> None:
    path = run.home / "told"
    hook(run, f"open({str(path)!r}, 'a').write(sys.stdin.read())", event)


def test_every_event_is_told_as_one_object(run: Callq, tmp_path: Path) -> None:
    listen(run)
    people = tmp_path / "more.csv"
    people.write_text("Name,Phone\nCyd,+1 646 555 0133\n")
    run.ok("next")
    run.ok("log", "1", "ni", "--reason", "price")
    run.ok("snooze", "2", "3d")
    run.ok("import", str(people), "--list", "more")
    run.ok("assign", "1", "2", "--to", "bob", "--yes")
    run.ok("log", "2", "dnc")
    run.ok("dnc", "add", "+1 646 555 0133")
    found = told(run)
    assert sorted(one["event"] for one in found) == sorted(
        ["next", "log", "snooze", "import", "assign", "log", "opt-out", "opt-out"]
    )
    assert [mistake for one in found for mistake in mistakes(one)] == []
    first = next(one for one in found if one["event"] == "log")
    assert first["schema"] == "callq.hook/1"
    assert (first["rep"], first["id"], first["name"]) == ("ann", 1, "Ann Lee")
    assert (first["outcome"], first["number"]) == ("soft-no", "+12125560000")
    assert first["at"] == "2026-03-11T14:15:00Z"
    assert first["due_at"] > first["at"]
    handed = next(one for one in found if one["event"] == "assign")
    assert (handed["people"], handed["detail"]) == (2, "bob")


def test_only_the_events_named_are_told(run: Callq) -> None:
    listen(run, "snooze")
    run.ok("log", "1", "na")
    run.ok("snooze", "2", "3d")
    assert [one["event"] for one in told(run)] == ["snooze"]


def test_a_refusal_and_a_dry_run_tell_nothing(run: Callq) -> None:
    listen(run)
    assert run("log", "1", "cheerful").code == 2
    assert run("log", "no one", "na").code == 3
    run.ok("assign", "1", "--to", "bob", "--dry-run")
    assert told(run) == []


def test_it_is_told_after_the_call_is_stored(run: Callq, office: Office) -> None:
    """Nothing is told before: the program finds the call in the data."""
    program = (
        "import sqlite3\n"
        f"n = sqlite3.connect({str(office.path)!r}).execute('SELECT COUNT(*) FROM call').fetchone()\n"
        f"Path({str(run.home / 'seen')!r}).write_text(str(n[0]))"
    )
    hook(run, program)
    run.ok("log", "1", "na")
    assert (run.home / "seen").read_text() == "1"


def test_a_hook_that_fails_is_a_warning(run: Callq, office: Office) -> None:
    hook(run, "sys.stderr.write('no \\x1b[31mserver\\nmore'); sys.exit(7)")
    ended = run.ok("log", "1", "na", "--json")
    assert ended.json["schema"] == "callq.log/1"
    assert "exit code 7: no" in ended.err
    assert "\x1b" not in ended.err
    assert office.counts()["call"] == 1


def test_a_hook_that_can_not_be_started_is_a_warning(run: Callq) -> None:
    (run.home / "config.toml").write_text('[hooks]\nlog = ["/no/such/program"]\n')
    assert "hook can't be started" in run.ok("log", "1", "na").err


def test_a_slow_hook_is_stopped_after_two_seconds(run: Callq, office: Office) -> None:
    hook(run, "time.sleep(60)")
    began = time.monotonic()
    ended = run.ok("log", "1", "na")
    assert time.monotonic() - began < 20
    assert "more than 2 seconds" in ended.err
    assert office.counts()["call"] == 1


def test_what_it_prints_is_not_shown(run: Callq) -> None:
    hook(run, "print('x' * 100_000)")
    assert "xxx" not in run.ok("log", "1", "na").out


@pytest.mark.parametrize(
    "table",
    [
        '[hooks]\nlog = "rm -rf /"', "[hooks]\nlog = []", "[hooks]\nlog = [1]",
        '[hooks]\nlogs = ["x"]', "hooks = 3",
    ],
)  # fmt: skip
def test_what_is_no_hook_is_refused(run: Callq, table: str) -> None:
    (run.home / "config.toml").write_text(f"{table}\n")
    with pytest.raises(CallqError) as refused:
        read_settings({"CALLQ_HOME": str(run.home)})
    assert refused.value.name == "bad-hook"


def test_changing_a_setting_keeps_the_hooks(run: Callq) -> None:
    listen(run, "opt-out")
    environ = {"CALLQ_HOME": str(run.home)}
    before = read_settings(environ)
    save_setting(before, option_named("limit"), "40")
    after = read_settings(environ)
    assert (after["limit"], after.hooks) == (40, before.hooks)


def test_without_a_hook_nothing_of_them_is_loaded(run: Callq) -> None:
    (run.home / "config.toml").write_text("limit = 9\n")
    spy = run.home / "spy"
    spy.mkdir()
    (spy / "sitecustomize.py").write_text(
        "import atexit, sys\n"
        f"atexit.register(lambda: open({str(run.home / 'mods')!r}, 'w')"
        ".write(' '.join(sys.modules)))"
    )
    run.ok("log", "1", "na", env={"PYTHONPATH": str(spy)})
    loaded = set((run.home / "mods").read_text().split())
    assert "callq.calls.log" in loaded
    assert loaded & {"callq.hooks", "tempfile"} == set()
