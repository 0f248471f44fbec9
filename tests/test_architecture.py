"""What import-linter can't say: verbs and statements know nothing of commands and views."""

import ast
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
