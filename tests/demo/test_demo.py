"""`callq demo` and the story it tells, typed as a newcomer types it; and the example files."""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callq.errors import Exit
from callq.records.rulebooks import read_rulebook
from helpers import NOW, Callq, Office, Result

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def callq(tmp_path_factory: pytest.TempPathFactory) -> Callq:
    """Where the sample is made once; its store is in the folder's own place."""
    runner = Callq(tmp_path_factory.mktemp("tour"))
    runner.ok("demo", "--quiet")
    return runner


@pytest.fixture(scope="module")
def at_the_sample(callq: Callq) -> Callable[..., Result]:
    """Commands with CALLQ_DB set, as the tour says."""

    def run(*arguments: str, **more: Any) -> Result:
        return callq.ok(*arguments, env={"CALLQ_DB": str(callq.home / "demo.db")}, **more)

    return run


def test_quiet_is_the_path_alone(callq: Callq) -> None:
    found = callq.ok("demo", "-q")
    assert found.out == f"{callq.home / 'demo.db'}\n"
    assert found.err == ""


def test_json_is_one_object(callq: Callq) -> None:
    found = callq.ok("demo", "--json").json
    assert found.pop("people") > 600
    assert found.pop("calls") > 3_500
    assert found == {
        "schema": "callq.demo/1",
        "db": str(callq.home / "demo.db"),
        "agents": ["ann", "dana", "marcus"],
        "lists": ["autumn", "expo", "spring"],
    }


def test_json_and_quiet_exclude_each_other(callq: Callq) -> None:
    assert callq("demo", "--json", "--quiet").code == Exit.USAGE


def test_the_tour_shows_real_output(callq: Callq, at_the_sample: Callable[..., Result]) -> None:
    """What the tour prints is what the commands print, and each is named with its line."""
    tour = callq.ok("demo")
    for command in ("today --limit 12", "purge-check --list spring --limit 5", "why ron"):
        assert f"$ callq {command}\n" in tour.out
        assert at_the_sample(*command.split()).out.strip() in tour.out
    assert "538 people to check" in " ".join(tour.out.split())
    assert f"export CALLQ_DB={callq.home / 'demo.db'}\n" in tour.out
    assert tour.err == ""


def test_the_tour_knows_that_the_shell_points_at_it(callq: Callq) -> None:
    found = callq.ok("demo", env={"CALLQ_DB": str(callq.home / "demo.db")})
    assert "export" not in found.out


def test_at_night_the_tour_says_how_to_see_a_working_day(callq: Callq) -> None:
    night = "2026-03-14T23:30:00-04:00"
    tour = callq.ok("demo", now=night)
    assert "CALLQ_NOW=2026-03-16T10:15 callq today" in tour.out
    assert "CALLQ_NOW=" not in callq.ok("demo", now=NOW).out


def test_a_sample_of_former_days_says_so(callq: Callq) -> None:
    assert "gone stale" in callq.ok("demo", now="2026-03-19T10:15-04:00").out
    assert "gone stale" not in callq.ok("demo").out


def copied(callq: Callq, folder: Path) -> Callq:
    """Where the sample may be changed."""
    shutil.copy(callq.home / "demo.db", folder / "sample.db")
    return Callq(folder)


def test_the_whole_story(callq: Callq, tmp_path: Path) -> None:
    """What the README tells, in its order, on a sample of its own."""
    callq = copied(callq, tmp_path)
    db = callq.ok("demo", "--quiet", "--into", "sample.db").out.strip()
    env = {"CALLQ_DB": db}
    assert db == str(tmp_path / "sample.db")

    def say(*words: str) -> str:
        found: str = callq.ok(*words, env=env).out
        return found

    first = callq.ok("today", "--json", env=env).json["items"][0]
    assert first["tier"] == "callback"
    assert first["name"] in say("next")
    assert f"{first['name']}: hurried" in say("log", "hurried")
    assert "no permission" in say("log", "Ron Smith", "hard-no", "--no-permission", "--note", "No.")
    assert "callback Tue, Mar 17, 3:00 PM" in say(
        "log", "555-0100", "callback", "--at", "next tuesday 3pm"
    )
    assert "reply" in say("log", "ron@example.com", "soft-no", "--channel", "email")
    assert "Last note   No." in say("show", "ron")
    assert "by email" in say("why", "ron")
    assert "Undone: log (soft-no for Ron Smith)" in say("undo")
    assert "people to check" in say("purge-check")
    assert "done" in say("today", "--mine")


def test_your_own_store_is_neither_opened_nor_changed(office: Office, run_callq: Callq) -> None:
    office.add("Me", "+1 212 555 0177")
    before = office.path.read_bytes(), office.path.stat().st_mtime_ns
    made = run_callq.ok("demo", "--json").json
    assert made["db"] == str(office.home / "demo.db")
    assert (office.path.read_bytes(), office.path.stat().st_mtime_ns) == before
    assert run_callq.ok("list", "--json").json["items"][0]["name"] == "Me"


def test_the_example_leads_come_in_without_a_reject(bare_callq: Callq) -> None:
    found = bare_callq.ok("import", str(EXAMPLES / "leads.csv"), "--list", "spring", "--json").json
    counts = found["counts"]
    assert (counts["rows"], counts["added"], counts["rejected"]) == (40, 40, 0)
    assert counts["opted_out"] == 1
    assert counts["calls"] == 21
    assert not [column for column in found["columns"] if column["field"] in ("custom", "ignore")]
    assert not list(EXAMPLES.glob("*reject*"))
    marta = bare_callq.ok("show", "marta", "--json").json
    assert [(p["phone"], p["extension"]) for p in marta["phones"]] == [
        ("+13125550105", "204"),
        ("+13125550106", None),
    ]
    assert bare_callq.ok("show", "edith", "--json").json["state"] == "do-not-call"
    assert bare_callq.ok("show", "ron", "--json").json["state"] == "fresh"
    again = bare_callq.ok("import", str(EXAMPLES / "leads.csv"), "--list", "spring", "--json").json
    assert again["counts"]["unchanged"] == 40


def test_the_teams_rulebook_is_the_shipped_one_with_its_changes(bare_callq: Callq) -> None:
    path = EXAMPLES / "rulebook-team.toml"
    bare_callq.ok("rules", "check", str(path))
    own = tomllib.loads(path.read_text(encoding="utf-8"))
    shipped = read_rulebook(None)[1]
    assert own.pop("outcomes")["sample-sent"]["like"] == "interested"
    assert own.pop("policy")["training"]
    assert own.pop("version") != shipped["version"]
    assert (own["reasons"].pop("price"), shipped["reasons"]["price"]) == ("90 days", "30 days")
    own["reasons"]["price"] = "30 days"
    changed = [rule["id"] for rule in own["rules"] if rule not in shipped["rules"]]
    assert changed == ["no-answer-expo", "sample-sent"]
    own["rules"] = [rule for rule in own["rules"] if rule["id"] not in changed]
    assert own == {key: value for key, value in shipped.items() if key != "version"}
    text = path.read_text(encoding="utf-8")
    assert text.count("# CHANGED") == 6


def test_the_teams_rulebook_works_on_the_sample(callq: Callq, tmp_path: Path) -> None:
    callq = copied(callq, tmp_path)
    env = {"CALLQ_DB": str(tmp_path / "sample.db")}
    applied = callq.ok("rules", "apply", str(EXAMPLES / "rulebook-team.toml"), "--json", env=env)
    assert applied.json["changed"] > 0
    assert callq.ok("log", "ron", "smp", "--json", env=env).json["rule"] == "sample-sent"
