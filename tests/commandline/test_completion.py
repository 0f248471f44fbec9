"""Completion offers outcomes, reasons, names and commands; a mistake offers nothing and is silent."""

import shlex

import pytest

from callq.cli import TREE
from callq.engine.outcomes import CANONICAL, REASONS
from helpers import IN_NEW_YORK, Callq, Office, Result


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    office.add("Ron Smith", IN_NEW_YORK, company="Acme")
    office.add("Rónald Weiß", "+1 212 555 0101")
    office.add("Voss", "+1 212 555 0102")
    return run_callq


def ask(run: Callq, line: str, **env: str) -> Result:
    """What bash asks when Tab is pressed at the end of a line."""
    words = line.split(" ")
    return run(
        env={"_CALLQ_COMPLETE": "complete_bash", "COMP_WORDS": "\n".join(words),
             "COMP_CWORD": str(len(words) - 1), **env},
    )  # fmt: skip


def offered(run: Callq, line: str) -> list[str]:
    ended = ask(run, line)
    assert ended.err == ""
    return [line for line in ended.out.splitlines() if line]


def test_commands_are_offered(run: Callq) -> None:
    assert set(TREE) <= set(offered(run, "callq "))
    assert offered(run, "callq pu") == ["purge-check"]


def test_outcomes_are_offered_for_the_first_and_for_the_second_word(run: Callq) -> None:
    for line in ("callq log vo", "callq log ron vo"):
        assert "voicemail" in offered(run, line)
    words = {outcome.word for outcome in CANONICAL}
    assert words <= set(offered(run, "callq log "))
    assert set(offered(run, "callq log ron ")) == words


def test_names_are_offered_for_the_first_word_only(run: Callq) -> None:
    assert offered(run, "callq log Vo") == ["Voss"]
    assert offered(run, "callq log ron Vo") == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [("vos", "voss"), ("smi", "smith.ron"), ("acm", "acme.ron.smith"), ("ronald", "ronald.weiss")],
)
def test_names_are_offered_in_any_case_and_by_any_word(run: Callq, typed: str, name: str) -> None:
    """As the index of words finds them; the word that was begun comes first."""
    assert name in offered(run, f"callq show {typed}")


def test_a_name_of_two_words_is_offered_as_one_word(run: Callq) -> None:
    """Bash inserts a candidate as it is: unquoted, its second word would be the outcome."""
    for name in offered(run, "callq log Ron"):
        assert len(shlex.split(f"callq log {name} na")) == 4


@pytest.mark.parametrize("command", ["show", "why", "edit"])
def test_names_are_offered_where_someone_is_named(run: Callq, command: str) -> None:
    assert offered(run, f"callq {command} Vos") == ["Voss"]
    assert offered(run, f"callq {command} V") == []


def test_reasons_are_offered(run: Callq) -> None:
    assert offered(run, "callq log ron ni --reason pr") == ["price"]
    assert set(offered(run, "callq log ron ni -r ")) == set(REASONS)


def test_flags_are_offered(run: Callq) -> None:
    assert "--permission" in offered(run, "callq log --perm")


@pytest.mark.parametrize("shell", ["complete_zsh", "complete_fish"])
def test_other_shells_get_words_with_their_meanings(run: Callq, shell: str) -> None:
    env = {"_CALLQ_COMPLETE": shell, "_TYPER_COMPLETE_ARGS": "callq log voice"}
    env |= {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    ended = run(env=env)
    assert ended.err == ""
    assert "voicemail" in ended.out
    assert "a machine answered" in ended.out


@pytest.mark.parametrize(
    "env",
    [
        {"CALLQ_DB": "nowhere.db"}, {"CALLQ_DB": "/"}, {"CALLQ_DB": "people.csv"},
        {"CALLQ_LIMIT": "many"}, {"CALLQ_NOW": "never"}, {"CALLQ_ZONE": "Mars"},
        {"CALLQ_DB": "nosuch://x"}, {"CALLQ_DB": "x" * 5000},
    ],
    ids=str,
)  # fmt: skip
def test_a_mistake_is_silent(run: Callq, env: dict[str, str]) -> None:
    """A traceback in the middle of a line being typed helps no one."""
    (run.home / "people.csv").write_text("Name\nAnn\n" * 500)
    ended = ask(run, "callq show ro", **env)
    assert ended.err == ""
    assert all("Traceback" not in line for line in ended.out.splitlines())


def test_a_name_can_not_control_the_terminal(run: Callq, office: Office) -> None:
    office.add("Eve \x1b[31m", "+1 212 555 0103", company="\x07")
    (name,) = offered(run, "callq show Ev")
    assert "\x1b" not in name


def test_no_store_is_made_by_asking(bare_callq: Callq) -> None:
    assert ask(bare_callq, "callq show ro").out.strip() == ""
    assert list(bare_callq.home.iterdir()) == []
