"""Every command explains itself."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from callq.cli import COMMANDS, app
from helpers import Callq


def commands() -> Iterator[tuple[str, Any]]:
    """Every command and subcommand with its words."""
    group: Any = typer.main.get_command(app)
    for name in COMMANDS:
        command = group.get_command(None, name)
        yield name, command
        for inner in getattr(command, "commands", {}):
            yield f"{name} {inner}", command.commands[inner]


ALL = dict(commands())


@pytest.mark.parametrize("words", ["", *ALL])
def test_help_is_an_answer_not_an_error(bare_callq: Callq, words: str) -> None:
    ended = bare_callq(*words.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"callq {words}".strip() in ended.out
    assert max(len(line) for line in ended.out.splitlines()) <= 100


def test_the_short_flag_does_the_same(bare_callq: Callq) -> None:
    for words in ([], ["log"], ["rules", "apply"]):
        assert bare_callq(*words, "-h").out == bare_callq(*words, "--help").out


def test_help_lists_every_command_in_its_panel(bare_callq: Callq) -> None:
    said = bare_callq("--help").out
    for name, entry in COMMANDS.items():
        assert name in said
        assert entry.panel in said


@pytest.mark.parametrize("words", ALL)
def test_every_command_says_what_it_does(words: str) -> None:
    said = ALL[words].help or ""
    assert said.strip()
    assert said.strip()[0].isupper()


@pytest.mark.parametrize(
    ("words", "option"),
    [(words, option.name) for words, command in ALL.items() for option in command.params],
)
def test_every_option_says_what_it_is(words: str, option: str) -> None:
    (found,) = [each for each in ALL[words].params if each.name == option]
    assert (getattr(found, "help", None) or "").strip()


def test_a_flag_takes_the_same_kind_of_thing_everywhere() -> None:
    meanings: dict[str, set[str]] = {}
    for command in ALL.values():
        for option in command.params:
            for flag in getattr(option, "opts", ()):
                if flag.startswith("--"):
                    meanings.setdefault(flag, set()).add(option.type.name)
    assert {flag: kinds for flag, kinds in meanings.items() if len(kinds) > 1} == {}
