"""docs/commands.md has what the program says: its commands, fields, settings, exit codes."""

import re

import pytest
from commands_page import with_parts
from docs_page import DOCS, ROOT, code_in, read_page, said_of_callq
from typer.core import TyperGroup

from callq.cli import app
from callq.commandline.group import built
from callq.config import OPTIONS
from callq.errors import Exit

PAGE = read_page(DOCS / "commands.md")


@pytest.mark.parametrize("name", ["commands", "session"])
def test_the_parts_written_by_make_docs_are_current(name: str) -> None:
    """Fixed by: make docs."""
    page = read_page(DOCS / f"{name}.md")
    assert with_parts(page.text) == page.text


def test_every_command_has_its_heading_and_an_example() -> None:
    examples = said_of_callq(PAGE)
    for words, command in built(app):
        if words and not isinstance(command, TyperGroup):
            name = " ".join(words)
            assert name in PAGE.headings()
            named = name.removesuffix(" show") if words[0] == "goals" else name
            assert any(line.startswith(f"callq {named}") for line in examples), name


def test_every_option_means_something() -> None:
    for row in PAGE.table("option", "meaning"):
        assert code_in(row["option"])
        assert row["meaning"], row


def test_exit_codes_are_those_of_the_program() -> None:
    rows = PAGE.table("code", "name", "when")
    assert [(int(row["code"]), row["name"]) for row in rows] == [
        (int(code), code.name.lower().replace("_", "-")) for code in Exit
    ]


def test_every_variable_that_is_read_is_reported() -> None:
    sources = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    told = {code_in(row["variable"])[0] for row in PAGE.table("variable", "meaning")}
    read = set(re.findall(r"\bCALLQ_[A-Z_]+\b", sources)) | {option.variable for option in OPTIONS}
    assert {name for name in told if name.startswith("CALLQ_")} == read
    others = set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", sources)) - read
    prose = PAGE.prose()
    # HOME is said in words.
    assert {name for name in others if name not in prose} <= {"HOME"}
