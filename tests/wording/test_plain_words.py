"""The words we don't write: pages, and the comments, docstrings and messages of the code."""

import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
FORBIDDEN = {
    **{
        re.compile(
            rf"(?<![\w-]){re.escape(word)}(?![\w-])".replace(r"\ ", r"\s+"), re.IGNORECASE
        ): better
        for word, better in LISTS["words"].items()
    },
    **{re.compile(pattern): better for pattern, better in LISTS["patterns"].items()},
}
_SHORT = 3
_SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|JOIN)\b")


def _files() -> list[str]:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    code = (ROOT / "src").rglob("*.py")
    names = [path.relative_to(ROOT).as_posix() for path in (*pages, *code)]
    return sorted(name for name in names if name != "CHANGELOG.md")


def _prose(name: str) -> Iterator[str]:
    """What people read in a file: of code, comments and strings of several words."""
    text = (ROOT / name).read_text("utf-8")
    if name.endswith(".md"):
        yield re.sub(r"(?s)```.*?```|`[^`\n]+`", "", text)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_prose = " " in token.string and not _SQL.search(token.string)
        if token.type in (tokenize.COMMENT, tokenize.STRING) and is_prose:
            yield re.sub(r"`[^`\n]+`", "", token.string)


@pytest.mark.parametrize("name", _files())
def test_no_page_or_message_has_a_word_from_the_list(name: str) -> None:
    allowed = LISTS["exceptions"].get(name, [])
    found = [
        (match[0], better)
        for text in _prose(name)
        for word, better in FORBIDDEN.items()
        for match in word.finditer(text)
        if not any(match[0].lower().startswith(each) for each in allowed)
    ]
    assert found == []


def test_tests_are_named_and_explained_in_plain_words() -> None:
    """Their names, comments and short docstrings; longer texts may be what people type."""
    wrong = re.compile("|".join(LISTS["tests"]), re.IGNORECASE)
    found = [
        (path.relative_to(ROOT).as_posix(), token.string)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
        if token.type == tokenize.COMMENT
        or token.string.startswith("test_")
        or (token.string.startswith('"""') and token.string.count("\n") <= _SHORT)
        if wrong.search(token.string)
    ]
    assert found == []


def test_the_lists_name_files_that_exist() -> None:
    for name in LISTS["exceptions"]:
        assert (ROOT / name).exists(), name
