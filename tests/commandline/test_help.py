"""Every command explains itself; first guesses point the right way, never to something destructive."""

import pytest

from callq.cli import TREE, Callq, app
from callq.commandline.group import built, commands_of
from helpers import Callq as Runner

ALL = {" ".join(words): command for words, command in built(app)}
DESTRUCTIVE = ("undo", "dnc", "erase", "restore", "merge", "remove", "drop")


def test_help_fits_a_small_terminal(bare_callq: Runner) -> None:
    lines = bare_callq.ok("--help").out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert set(TREE) <= {word.strip(",") for line in lines for word in line.split()}


@pytest.mark.parametrize("words", ALL)
def test_help_is_an_answer_not_an_error(bare_callq: Runner, words: str) -> None:
    ended = bare_callq.here(*words.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"callq {words}".strip() in ended.out
    assert max(len(line) for line in ended.out.splitlines()) <= 80


def test_the_short_flag_does_the_same(bare_callq: Runner) -> None:
    for words in ([], ["log"], ["rules", "apply"], ["people"]):
        assert bare_callq.here(*words, "-h").out == bare_callq.here(*words, "--help").out


@pytest.mark.parametrize("words", commands_of(TREE))
def test_the_tree_and_the_command_say_the_same(words: str) -> None:
    """A group of its own module is described in the tree alone."""
    command = ALL[words]
    if not hasattr(command, "list_commands"):
        assert (command.help or "").splitlines()[0] == commands_of(TREE)[words].help


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


def test_every_guess_leads_to_a_command() -> None:
    for guess, meant in Callq.guesses.items():
        assert guess not in TREE
        name, *inner = meant.split()
        assert name.startswith("--") or name in TREE
        assert all(word in (TREE[name].commands or ALL[name].commands) for word in inner)


@pytest.mark.parametrize(
    ("guess", "meant"),
    [("call", "callq next"), ("delete", "people erase"), ("remove", "people erase"), ("rm", "people erase"),
     ("check", "store check"), ("vacation", "goals time-off"), ("done", "callq log"), ("tody", "callq today")],
)  # fmt: skip
def test_a_first_guess_is_pointed_the_right_way(run_callq: Runner, guess: str, meant: str) -> None:
    ended = run_callq.here(guess, "ron", "--yes")
    assert ended.code == 2
    assert meant in ended.err
    assert ended.out == ""


@pytest.mark.parametrize(
    ("guess", "command"),
    [(("find", "ron"), ("list", "ron")), (("search", "ron"), ("list", "ron")), (("queue",), ("today",)),
     (("status", "--json"), ("today", "--json")), (("history", "ron"), ("show", "ron"))],
)  # fmt: skip
def test_a_guess_that_only_looks_runs(
    run_callq: Runner, guess: tuple[str, ...], command: tuple[str, ...]
) -> None:
    run_callq.here("add", "Ron", "--phone", "212 555 0100")
    assert run_callq.here(*guess).out == run_callq.here(*command).out != ""


@pytest.mark.parametrize(
    "typo",
    ["fund", "done", "dn", "dncc", "und", "undoo", "unod", "restor", "stroe", "ereas", "mrege", "peopel", "x"],
)  # fmt: skip
def test_a_typo_never_suggests_anything_destructive(bare_callq: Runner, typo: str) -> None:
    for words in ((typo,), ("people", typo), ("store", typo), ("dnc", typo)):
        if words[0] in TREE and words[1:] == ():
            continue
        said = bare_callq.here(*words).err.replace(f'"{typo}"', "").replace("callq dnc --help", "")
        assert not [word for word in DESTRUCTIVE if f" {word}" in said], (words, said)
