"""docs/commands.md lists every command, option, exit code and setting, and nothing else."""

import re

import pytest
from docs_cli import HELP, Command, commands
from docs_page import DOCS, ROOT, Page, code_in, read_page

from callq.config import OPTIONS
from callq.errors import Exit
from callq.importing.headers import FIELDS

PAGE = read_page(DOCS / "commands.md")
EVERYWHERE = "Everywhere"


def _rows_of(command: Command) -> list[dict[str, str]]:
    section = PAGE.section(command.name or EVERYWHERE)
    if not command.options and not command.arguments:
        return []
    # Only down to the next heading: `rules` has those of its commands below it.
    own = section.text.split("\n#")[0]
    return Page(section.path, own).table("option", "meaning")


@pytest.mark.parametrize("name", commands())
def test_command_has_its_heading(name: str) -> None:
    assert (name or EVERYWHERE) in PAGE.headings()


def test_no_heading_names_a_command_that_is_gone() -> None:
    level_two = [line[3:] for line in PAGE.lines if line.startswith("## ")]
    others = {EVERYWHERE, "Exit codes", "Settings", "Environment"}
    assert {name for name in level_two if name not in others} == {
        name for name in commands() if name and " " not in name
    }


@pytest.mark.parametrize("command", commands().values(), ids=lambda command: command.name)
def test_every_option_is_listed_and_none_that_does_not_exist(command: Command) -> None:
    listed = {
        code.split()[0]
        for row in _rows_of(command)
        for code in code_in(row["option"])
        if code.startswith("-")
    }
    own = command.spellings | (set(HELP) if not command.name else set())
    assert listed == own


@pytest.mark.parametrize("command", commands().values(), ids=lambda command: command.name)
def test_every_argument_is_listed(command: Command) -> None:
    codes = [code for row in _rows_of(command) for code in code_in(row["option"])]
    assert [code for code in codes if not code.startswith("-")] == list(command.arguments)


@pytest.mark.parametrize("command", commands().values(), ids=lambda command: command.name)
def test_defaults_are_told(command: Command) -> None:
    for row in _rows_of(command):
        first = code_in(row["option"])[0].split()[0]
        default = command.defaults.get(first)
        if isinstance(default, str | int) and not isinstance(default, bool) and default:
            assert re.search(rf"\b{default}\b", row["meaning"]), (first, default)


def test_options_that_take_a_value_are_listed_with_one() -> None:
    for command in commands().values():
        for row in _rows_of(command):
            code = code_in(row["option"])[0]
            if code.startswith("-"):
                takes = code.split()[0] in command.valued
                assert (" " in code) is takes, (command.name, code)


def test_exit_codes_are_those_of_the_program() -> None:
    rows = PAGE.table("code", "name", "when")
    assert [(int(row["code"]), row["name"]) for row in rows] == [
        (int(code), code.name.lower().replace("_", "-")) for code in Exit
    ]


def test_settings_are_those_of_the_program() -> None:
    told = [
        (code_in(row["setting"])[0], code_in(row["variable"])[0], row["default"].strip("`"))
        for row in PAGE.table("setting", "variable", "default")
    ]
    shown = {False: "no", True: "yes", "": "–"}
    assert told == [
        (option.name, option.variable, shown.get(option.default, str(option.default)))
        for option in OPTIONS
    ]


def test_settings_mean_what_config_says_they_mean() -> None:
    for row, option in zip(PAGE.table("setting", "meaning"), OPTIONS, strict=True):
        first = re.split(r"[;,]", option.meaning.replace("`", ""))[0]
        assert first in row["meaning"].replace("`", ""), option.name


def test_every_variable_that_is_read_is_told() -> None:
    sources = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    told = {code_in(row["variable"])[0] for row in PAGE.table("variable", "meaning")}
    read = set(re.findall(r"\bCALLQ_[A-Z_]+\b", sources)) | {option.variable for option in OPTIONS}
    assert {name for name in told if name.startswith("CALLQ_")} == read
    others = set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", sources)) - read
    prose = PAGE.prose()
    # HOME is said in words.
    assert {name for name in others if name not in prose} <= {"HOME"}


def test_fields_of_map_are_those_of_the_program() -> None:
    rows = PAGE.table("field", "what it holds")
    assert {code_in(row["field"])[0]: row["what it holds"] for row in rows} == FIELDS


def test_every_command_has_an_example() -> None:
    shown = "\n".join(example.command for example in PAGE.examples())
    for name in commands():
        if name not in ("", "rules", "playbook"):
            assert re.search(rf"callq {name}\b", shown), name


def test_every_json_option_links_to_its_object() -> None:
    for command in commands().values():
        for row in _rows_of(command):
            if code_in(row["option"]) == ["--json"]:
                assert f"json.md#{command.name.replace(' ', '-')})" in row["meaning"]
