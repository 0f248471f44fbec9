"""What the program itself says of its commands: their names, options and arguments."""

import re
import shlex
from functools import cache
from typing import Any, NamedTuple

from callq.cli import TREE, app
from callq.commandline.group import built

HELP = ("--help", "-h")
ANYWHERE = ("--no-color", "--no-input", *HELP)


class Command(NamedTuple):
    """A command as it is built."""

    name: str
    """E.g. `rules apply`; empty for callq itself."""
    options: tuple[tuple[str, ...], ...]
    """The spellings of each option."""
    arguments: tuple[str, ...]
    """What help calls them."""
    valued: frozenset[str]
    """The spellings that take a value."""
    defaults: dict[str, Any]
    """What each option is when it is left out, by its first spelling."""

    @property
    def spellings(self) -> set[str]:
        """Every way to write an option of it."""
        return {spelling for option in self.options for spelling in option}


@cache
def commands() -> dict[str, Command]:
    """Every command by its words, groups and callq itself among them."""
    return {" ".join(words): _command(" ".join(words), each) for words, each in built(app)}


def _command(name: str, command: Any) -> Command:
    shown = [param for param in command.params if not getattr(param, "hidden", False)]
    options = [param for param in shown if param.param_type_name == "option"]
    return Command(
        name,
        tuple((*param.opts, *param.secondary_opts) for param in options),
        tuple(
            param.metavar or param.name.upper()
            for param in shown
            if param.param_type_name == "argument"
        ),
        frozenset(spelling for param in options if not param.is_flag for spelling in param.opts),
        {param.opts[0]: param.default for param in options},
    )


def complaint(line: str) -> str:
    """What is wrong with a command line of callq; empty when it would be parsed."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        return f"{error}"
    while words and words[0] != "callq":
        words = words[1:]
    words = [word for word in words[1:] if word not in ANYWHERE]
    known = commands()
    command = known[""]
    while words and (name := f"{command.name} {words[0]}".strip()) in known:
        command, words = known[name], words[1:]
    if command.name in TREE and TREE[command.name].default:
        command = known[f"{command.name} {TREE[command.name].default}"]
    if words and command.name == "" and re.fullmatch("[a-z-]+", words[0]) and words[0][0] != "-":
        return f"there is no command {words[0]!r}"
    return _complaint_on_options(command, words)


def _complaint_on_options(command: Command, words: list[str]) -> str:
    takes_value = False
    for word in words:
        if takes_value:
            takes_value = False
        elif word == "--":
            return ""
        elif re.fullmatch(r"--?[a-z][a-z-]*(=.*)?", word):
            option = word.partition("=")[0]
            if option not in command.spellings:
                return f"callq {command.name} has no option {option}"
            takes_value = option in command.valued and "=" not in word
    return ""
