"""What checks of TOML files share: every mistake at once, each with its line."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from callq.engine.hours import Day
from callq.engine.rulebook import read_day, read_window
from callq.engine.spans import Span, SpanError, read_span
from callq.engine.toml_lines import Lines, Mistake, Path, nearest

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_DAYS = 36_525


class Gatherer:
    """Gathers the mistakes of one file; lives no longer than its check."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.mistakes: list[Mistake] = []

    def say(self, path: Path, message: str, line: int = 0) -> None:
        """Notes a mistake, on the line of its key when no other is known."""
        self.mistakes.append(Mistake(line or self.lines.of(path), self._name(path), message))

    def _name(self, path: Path) -> str:
        name = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in path)
        return name.removeprefix(".")

    def keys(
        self, path: Path, table: Mapping[str, Any], known: Collection[str], what: str = "key"
    ) -> None:
        """Notes the keys of a table that nobody knows."""
        for key in table:
            if key not in known:
                self.say((*path, key), f"unknown {what}{nearest(key, known)}")


class Checker(Gatherer):
    """The same of a file with rules, which go by their ids."""

    def __init__(self, data: Mapping[str, Any], lines: Lines) -> None:
        super().__init__(lines)
        self.data = data

    def _name(self, path: Path) -> str:
        if path[:1] == ("rules",) and len(path) > 1:
            rules, index = self.data["rules"], path[1]
            entry = rules[index] if isinstance(rules, list) and isinstance(index, int) else None
            name = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(name, str) and name:
                path = ("rules", name, *path[2:])
        return super()._name(path)

    def dates(self, path: Path, value: object) -> None:
        """A list of dates as texts."""
        if not isinstance(value, list):
            self.say(path, 'must be a list of dates, e.g. ["2026-12-25"]')
            return
        for index, day in enumerate(value):
            if not is_iso_day(day):
                shown = f'"{day}"' if isinstance(day, str) else str(day)
                self.say((*path, index), f'{shown} is no date; write e.g. "2026-12-25", in quotes')

    def table(self, path: Path) -> Mapping[str, Any]:
        """The table at a top-level key; an empty one when it is missing or is none."""
        value = self.data.get(str(path[0]), {})
        if isinstance(value, dict):
            return value
        self.say(path, f"must be a table: [{path[0]}]")
        return {}

    def tables(self, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """The tables in the array at a top-level key, each with its path."""
        value = self.data.get(str(path[0]), [])
        if not isinstance(value, list):
            self.say(path, f"must be tables: [[{path[0]}]]")
            return
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                yield (*path, index), entry
            else:
                self.say((*path, index), f"must be a table: [[{path[0]}]]")

    def need(self, path: Path, table: Mapping[str, Any], *keys: str) -> None:
        """Notes the keys that a table lacks."""
        for key in keys:
            if key not in table:
                self.say((*path, key), "is missing")

    def text(self, path: Path, value: object) -> str | None:
        """A text that is not empty."""
        if isinstance(value, str) and value.strip():
            return value
        self.say(path, "must be a text in quotes")
        return None

    def one_of(self, path: Path, value: object, known: Collection[str]) -> str | None:
        """One of the known words."""
        word = self.text(path, value)
        if word is None or word in known:
            return word
        self.say(path, f'"{word}" is not known{nearest(word, known)}')
        return None

    def count(self, path: Path, value: object, most: int | None = None) -> int | None:
        """A whole number from 1."""
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.say(path, "must be a whole number, 1 or more")
        elif most is not None and value > most:
            self.say(path, f"must be {most} or less")
        else:
            return value
        return None

    def number(self, path: Path, value: object, most: float) -> float | None:
        """A number, 0 or more."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.say(path, "must be a number")
        elif not 0 <= value <= most:
            self.say(path, f"must be from 0 to {most:.0f}")
        else:
            return value
        return None

    def span(self, path: Path, value: object, *, some: bool = False) -> Span | None:
        """A span of time; with `some`, longer than none."""
        if (text := self.text(path, value)) is None:
            return None
        try:
            span = read_span(text)
        except SpanError as error:
            self.say(path, str(error))
            return None
        if some and not span.amount:
            self.say(path, f'"{text}" is no time at all')
        elif span.rough_days > _LONGEST_DAYS:
            self.say(path, f'"{text}" is longer than a hundred years')
        else:
            return span
        return None

    def window(self, path: Path, value: object) -> tuple[int, int] | None:
        """A window of the day; None for `none` and for a mistake."""
        if (text := self.text(path, value)) is None:
            return None
        try:
            return read_window(text)
        except ValueError as error:
            self.say(path, str(error))
            return None

    def day(self, path: Path, value: object) -> Day:
        """The windows of a day; empty for `none` and for a mistake."""
        if (text := self.text(path, value)) is None:
            return ()
        try:
            return read_day(text)
        except ValueError as error:
            self.say(path, str(error))
            return ()


def words_in(value: object) -> list[str]:
    """One word or several, as a list."""
    if isinstance(value, str):
        return [value]
    # As text, so that a list of anything can be looked up.
    return [str(word) for word in value] if isinstance(value, list) else []


def is_iso_day(value: object) -> bool:
    """Whether a value is a date as text, `2026-12-25`."""
    from datetime import date

    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
