"""Reads TOML with the line of every key, for messages that name the line."""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from callq.named_tuple import NamedTuple

Path = tuple[str | int, ...]


class Mistake(NamedTuple):
    """Something to fix in a file.

    Printed like `line 14, rules.soft-no.wait: "4 dyas" isn't a time span. Write it like "4h"`.
    """

    line: int
    """From 1."""
    key: str
    """Where it is, like `weights.overdue`; rules go by their ids. Empty for broken TOML."""
    name: str
    """The kind of mistake, like `unknown-key`."""
    message: str

    def __str__(self) -> str:
        """The mistake in one line."""
        where = f"line {self.line}, {self.key}" if self.key else f"line {self.line}"
        return f"{where}: {self.message}"


def read_toml(text: str) -> tuple[dict[str, Any], "Lines"] | Mistake:
    """The data of a TOML text and the lines of its keys; the mistake if it isn't TOML."""
    import tomllib

    text = plain(text)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return _broken(error, text)
    return data, Lines(text)


def plain(text: str) -> str:
    """The text without a byte order mark and with Unix line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _broken(error: Exception, text: str) -> Mistake:
    message = str(error) if isinstance(error, ValueError) else "too deeply nested"
    found = re.search(r" \(at line (\d+), column \d+\)$", message)
    line = int(found[1]) if found else max(1, len(text.splitlines()))
    said = re.sub(r" \(at [^()]*\)$", "", message)
    return Mistake(line, "", "not-toml", f"this isn't valid TOML: {said[:1].lower()}{said[1:]}")


_TOKEN = re.compile(
    r"""
      (?P<string>
          \"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}
        | '''(?:[^']|'{1,2}(?!'))*'{3,5}
        | "(?:[^"\\\n]|\\.)*"
        | '[^'\n]*'
      )
    | \#[^\n]*
    | (?P<mark>[\[\]{}=.\n])
    | (?P<bare>[A-Za-z0-9_-]+)
    | .
    """,
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    text: str
    line: int
    is_key: bool
    """Whether it can be part of a key."""


def _tokens(text: str) -> Iterator[_Token]:
    line, position = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        if match.lastgroup:
            yield _Token(match[0], line, match.lastgroup != "mark")


class Lines:
    """The line of every key in a TOML text that is known to be valid."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._tokens = list(_tokens(text))
        self._at = 0
        table: Path = ()
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.text == "\n":
                self._at += 1
            elif token.text == "[":
                table = self._header(token.line)
            else:
                self._note((*table, *self._key("=")), token.line)
                self._skip_value()

    def of(self, path: Path) -> int:
        """The line of a key, or of the closest table around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _header(self, line: int) -> Path:
        is_array = self._tokens[self._at + 1].text == "["
        self._at += 1
        parts = self._key("]")
        self._at += 1 if is_array else 0
        path: Path = ()
        for part in parts[:-1]:
            path = self._last((*path, part))
        path = (*path, parts[-1])
        if is_array:
            self._counts[path] = self._counts.get(path, 0) + 1
            self._lines.setdefault(path, line)
        path = self._last(path)
        self._note(path, line)
        return path

    def _last(self, path: Path) -> Path:
        """The table a name refers to: the latest one in an array of tables."""
        count = self._counts.get(path, 0)
        return (*path, count - 1) if count else path

    def _key(self, end: str) -> tuple[str, ...]:
        """Reads a key, including the mark that ends it."""
        parts = []
        while (token := self._tokens[self._at]).text != end:
            self._at += 1
            if token.is_key:
                parts.append(_unquoted(token.text))
        self._at += 1
        return tuple(parts)

    def _skip_value(self) -> None:
        depth = 0
        while self._at < len(self._tokens):
            mark = self._tokens[self._at].text
            if mark == "\n" and depth == 0:
                return
            depth += (mark in ("[", "{")) - (mark in ("]", "}"))
            self._at += 1

    def _note(self, path: Path, line: int) -> None:
        for end in range(1, len(path) + 1):
            self._lines.setdefault(path[:end], line)


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    import tomllib

    return next(iter(tomllib.loads(f"{key} = 0")))


def nearest(word: str, known: Collection[str]) -> str:
    """A sentence with the closest known word; empty if none is close."""
    close = get_close_matches(word.lower(), known, n=1)
    return f'. Did you mean "{close[0]}"?' if close else ""
