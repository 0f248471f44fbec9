"""What import-linter can't say: verbs and statements know nothing of commands and views."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import callq

SRC = Path(callq.__file__).parent
EDGE = ("commands", "views")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield f"{node.module}."
            yield from (f"{node.module}.{name.name}." for name in node.names)


def test_verbs_and_statements_import_neither_commands_nor_views() -> None:
    inner = [
        path
        for path in SRC.glob("*/**/*.py")
        if not set(path.relative_to(SRC).parts) & {*EDGE, "demo", "terminal"}
    ]
    assert len(inner) > 100
    for path in inner:
        wrong = [name for name in _imports(path) if any(f".{edge}." in name for edge in EDGE)]
        assert wrong == [], path


WRITERS = {
    "records/change_people.py",
    # The columns that follow from the calls, the hours group among them.
    "records/projection.py",
    "records/transitions.py",
    "records/learning.py",
    "records/list_holds.py",
    "records/coverage.py",
    # What an upgrade fills in.
    "records/location.py",
}
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (?:prospect|phone|email|name_word)\b")


def test_one_module_writes_people() -> None:
    found = {
        path.relative_to(SRC).as_posix()
        for path in SRC.rglob("*.py")
        if "migrations" not in path.parts and WRITES.search(path.read_text(encoding="utf-8"))
    }
    assert found == WRITERS
