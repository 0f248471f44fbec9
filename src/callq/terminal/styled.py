"""Styled text, wrapped and printed without rich, whose import takes a sixth of a card's time."""

import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from callq.terminal.terminal import columns, plain

if TYPE_CHECKING:
    from rich.text import Text as RichText

_CODES = {
    "bold": "1", "dim": "2", "italic": "3", "strike": "9",
    "red": "31", "green": "32", "yellow": "33", "cyan": "36",
}  # fmt: skip
_LINK = "link "
_WORD = re.compile(r"\s*\S+\s*")
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027]*")
"""What takes one column a sign in every terminal."""


class Text:
    """Pieces of text, each in a style as rich writes it: `bold green`, `link tel:+12125550100`."""

    def __init__(self, words: str = "", style: str = "") -> None:
        self.pieces = [(words, style)] if words else []

    def append(self, words: str, style: str = "") -> None:
        """Adds words in a style."""
        self.pieces.append((words, style))

    def append_text(self, more: "Text") -> None:
        """Adds all the pieces of another text."""
        self.pieces += more.pieces

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(words for words, _ in self.pieces)

    def wrapped(self, width: int) -> "list[Text]":
        """Its lines, none wider than so many columns."""
        lines, start = [], 0
        for paragraph in self.plain.split("\n"):
            for begin, end in pairwise([0, *_breaks(paragraph, width), len(paragraph)]):
                line = paragraph[begin:end]
                shown = line if end == len(paragraph) else line.rstrip()
                lines.append(self._between(start + begin, start + begin + len(shown)))
            start += len(paragraph) + 1
        return lines

    def _between(self, begin: int, end: int) -> "Text":
        cut, at = Text(), 0
        for words, style in self.pieces:
            part = words[max(0, begin - at) : max(0, end - at)]
            at += len(words)
            if part:
                cut.append(part, style)
        return cut

    def escaped(self) -> str:
        """With the codes that style it in a terminal."""
        return "".join(_escaped(words, style) for words, style in self.pieces)

    def __rich__(self) -> "RichText":
        """The same for rich and Textual."""
        from rich.text import Text as RichText

        return RichText.assemble(*self.pieces)


def show_text(*texts: Text) -> None:
    """Prints texts, each from a new line; without codes where there are no colors."""
    width, bare = columns(sys.stdout), plain(sys.stdout)
    for text in texts:
        for line in text.wrapped(width):
            sys.stdout.write(f"{line.plain if bare else line.escaped()}\n")


def hanging(label: Text | str, words: Text, indent: int, width: int | None = None) -> Text:
    """Words that wrap under themselves, beside a label of a fixed width.

    Args:
        label: The label; cut at nothing, so keep it shorter than the indent.
        words: The words.
        indent: Where they begin, in columns.
        width: Of the whole, in columns; the terminal's when None.
    """
    whole, head = Text(), Text(label) if isinstance(label, str) else label
    whole.append_text(head)
    whole.append(" " * (indent - cells(head.plain)))
    for i, line in enumerate(words.wrapped(max(20, (width or columns(sys.stdout)) - indent))):
        whole.append("\n" + " " * indent if i else "")
        whole.append_text(line)
    return whole


def cells(text: str) -> int:
    """How many columns a terminal shows a text in."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _breaks(text: str, width: int) -> Iterator[int]:
    """Where a paragraph's lines begin, but the first: at words, or inside one that's too long."""
    used = 0
    for found in _WORD.finditer(text):
        word, start = found[0], found.start()
        needed = cells(word.rstrip())
        if used + needed <= width:
            used += cells(word)
        elif needed > width:
            for part in _chopped(word, width):
                if start:
                    yield start
                start += len(part)
                used = cells(part)
        else:
            yield start
            used = cells(word)


def _chopped(word: str, width: int) -> list[str]:
    if _NARROW.fullmatch(word):
        return [word[i : i + width] for i in range(0, len(word), width)]
    from rich.cells import chop_cells

    return chop_cells(word, width)


def _escaped(words: str, style: str) -> str:
    names, _, link = style.partition(_LINK)
    codes = ";".join(_CODES[name] for name in names.split())
    shown = f"\x1b[{codes}m{words}\x1b[0m" if codes and words else words
    return f"\x1b]8;;{link}\x1b\\{shown}\x1b]8;;\x1b\\" if link else shown
