"""Saved views: the same words for every command that shows or takes people."""

import json
from pathlib import Path

import pytest

from callq.cli import app
from callq.commandline.group import built
from callq.commandline.options import PeopleCommand
from helpers import Callq, Office, new_york

COMMANDS = ("list", "today", "next", "session", "export", "purge-check", "stats")
BEFORE = "2026-03-10T10:00:00-04:00"


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    office.add("Ann Lee", new_york(0), now=BEFORE, owner="ann", tags=("vip",))
    office.add("Bob Ray", new_york(1), now=BEFORE, owner="bob", tags=("vip",))
    office.add("Cyd Fox", new_york(2), now=BEFORE, owner="ann")
    return run_callq


def names(run: Callq, *words: str, agent: str = "") -> list[str]:
    found = run.ok(*words, "--json", agent=agent).json["items"]
    return [one["name"] for one in found]


@pytest.mark.parametrize("words", COMMANDS)
def test_every_one_of_them_takes_the_same_words(words: str) -> None:
    command = {" ".join(name): found for name, found in built(app)}[words]
    assert isinstance(command, PeopleCommand)
    command.complete()
    flags = {flag for param in command.params for flag in param.opts}
    assert flags >= {
        "--list", "--mine", "--owner", "--state", "--tag", "--field", "--value", "--reason",
        "--last-talk", "--due", "--held", "--view", "--save-view",
    }  # fmt: skip
    assert "--text" in flags or "text" in {param.name for param in command.params}


def test_a_view_is_saved_used_narrowed_and_removed(run: Callq) -> None:
    saved = run.ok("list", "--tag", "vip", "--save-view", "vips")
    assert "vips" in saved.err
    assert names(run, "list", "--view", "vips") == ["Ann Lee", "Bob Ray"]
    assert names(run, "today", "--view", "vips") == ["Ann Lee", "Bob Ray"]
    assert names(run, "today", "--view", "vips", "--owner", "bob") == ["Bob Ray"]
    assert names(run, "next", "--view", "vips", "--owner", "bob") == ["Bob Ray"]
    run.ok("list", "--drop-view", "vips")
    refused = run("today", "--view", "vips")
    assert refused.code == 3
    run.ok("undo", "--yes")
    assert names(run, "list", "--view", "vips") == ["Ann Lee", "Bob Ray"]


def test_a_view_of_ones_own_people_is_everyones(run: Callq) -> None:
    run.ok("list", "--mine", "--save-view", "mine")
    assert names(run, "today", "--view", "mine", agent="ann") == ["Ann Lee", "Cyd Fox"]
    assert names(run, "today", "--view", "mine", agent="bob") == ["Bob Ray"]


def test_saving_again_replaces_and_undo_brings_the_first_back(run: Callq) -> None:
    run.ok("list", "--tag", "vip", "--save-view", "v")
    run.ok("list", "--owner", "ann", "--save-view", "v")
    assert names(run, "list", "--view", "v") == ["Ann Lee", "Cyd Fox"]
    run.ok("undo", "--yes")
    assert names(run, "list", "--view", "v") == ["Ann Lee", "Bob Ray"]
    items = run.ok("list", "--views", "--json").json["items"]
    assert items == [{"view": "v", "words": "--tag vip"}]


@pytest.mark.parametrize(
    "words",
    [
        ("--save-view", "v"),
        ("--tag", "vip", "--save-view", " "),
        ("--tag", "vip", "--save-view", "-x"),
        ("--value", "much", "--save-view", "v"),
        ("--due", "yesterday", "--save-view", "v"),
        ("--reason", "prise", "--save-view", "v"),
        ("--view", "none"),
        ("--list", "none"),
    ],
)
def test_what_can_not_be_read_is_refused_and_not_saved(run: Callq, words: tuple[str, ...]) -> None:
    assert run("list", *words).code in (2, 3)
    assert run.ok("list", "--views", "--json").json["items"] == []


def test_due_alone_is_due_now(run: Callq) -> None:
    for words in (("--due",), ("--due", "--mine"), ("--mine", "--due"), ("--due=now", "--mine")):
        assert "Cyd Fox" in names(run, "list", *words)
    assert names(run, "list", "cyd", "--due") == ["Cyd Fox"]


def test_figures_and_files_are_of_a_view(run: Callq, office: Office, tmp_path: Path) -> None:
    office.log(2, "ni", agent="bob")
    office.log(3, "ni", agent="bob")
    run.ok("list", "--tag", "vip", "--save-view", "vips")
    stats = run.ok("stats", "--view", "vips", "--json").json
    assert (stats["total"]["dials"], stats["filter"]) == (1, "--tag vip")
    assert names(run, "purge-check", "--view", "vips") == ["Bob Ray"]
    out = tmp_path / "v.jsonl"
    run.ok("export", str(out), "--view", "vips")
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [line["name"] for line in lines if line.get("kind") == "person"] == [
        "Ann Lee", "Bob Ray",
    ]  # fmt: skip


def test_names_and_words_are_completed(run: Callq) -> None:
    run.ok("list", "--tag", "vip", "--save-view", "vips")

    def completed(*words: str) -> str:
        line = "\n".join(("callq", *words))
        env = {"_CALLQ_COMPLETE": "complete_bash", "COMP_WORDS": line,
               "COMP_CWORD": str(len(words))}  # fmt: skip
        return run("--", env=env).out

    for command in ("today", "list", "stats"):
        assert completed(command, "--view", "vi").split() == ["vips"]
    assert completed("today", "--tag", "v").split() == ["vip"]
    assert completed("today", "--owner", "b").split() == ["bob"]
    assert completed("today", "--state", "rec").split() == ["recall"]
    assert "--last-talk" in completed("today", "--la")


def test_without_a_word_nothing_of_views_is_loaded(run: Callq) -> None:
    script = (
        "import sys, callq.cli\n"
        "try: callq.cli.run(['today', '--list', ''])\n"
        "except SystemExit: pass\n"
        "bad = {'callq.engine.filters', 'callq.records.choosing', 'callq.commandline.people'}\n"
        "sys.stderr.write('loaded: ' + ' '.join(sorted(bad & set(sys.modules))))"
    )
    import subprocess
    import sys

    env = run.environment()
    ended = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True,
                           text=True, check=False)  # fmt: skip
    assert ended.stderr.rpartition("loaded: ")[2] == ""
