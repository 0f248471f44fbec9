"""Our styled text breaks lines as rich does, and shows the styles it was given."""

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text as RichText

from callq.terminal.styled import Text, cells, hanging, show_text

WORDS = st.lists(
    st.one_of(
        st.text(st.sampled_from("abc é…·-"), max_size=12),
        st.sampled_from(["漢字漢字漢字", "🦊🦊", "e\u0301", "\n", "  ", "a" * 40]),
    ),
    max_size=12,
).map(" ".join)
WIDTHS = st.integers(4, 30)


@given(WORDS, WIDTHS)
def test_lines_break_where_rich_breaks_them(words: str, width: int) -> None:
    theirs = RichText(words).wrap(Console(file=io.StringIO(), width=width), width)
    ours = Text(words).wrapped(width)
    assert [line.plain.rstrip() for line in ours] == [line.plain.rstrip() for line in theirs]


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", "bold", "dim red"]))), WIDTHS)
def test_pieces_keep_words_and_styles(pieces: list[tuple[str, str]], width: int) -> None:
    text = Text()
    for words, style in pieces:
        text.append(words, style)
    signs = [(c, style) for words, style in pieces for c in words if not c.isspace()]
    kept = [
        (c, style)
        for line in text.wrapped(width)
        for words, style in line.pieces
        for c in words
        if not c.isspace()
    ]
    assert kept == signs


@given(WORDS, st.integers(30, 60))
def test_words_hang_under_themselves(words: str, width: int) -> None:
    lines = hanging("label", Text(words), 8, width).plain.split("\n")
    assert lines[0].startswith("label   ")
    assert all(line.startswith(" " * 8) for line in lines[1:])
    assert all(cells(line.rstrip()) <= width for line in lines)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_styles_are_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    text = Text("a", "bold green link tel:+1")
    text.append(" b")
    for out, shown in (
        (_Terminal(), "\x1b]8;;tel:+1\x1b\\\x1b[1;32ma\x1b[0m\x1b]8;;\x1b\\ b\n"),
        (io.StringIO(), "a b\n"),
    ):
        monkeypatch.setattr(sys, "stdout", out)
        show_text(text)
        assert out.getvalue() == shown
        assert text.__rich__().plain == "a b"
