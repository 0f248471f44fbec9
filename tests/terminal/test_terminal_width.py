"""How wide the output is, and whether colour is wanted."""

import io

import pytest

from callq.terminal import terminal


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(
    ("given", "wide"),
    [("100", 100), ("20", 20), ("5", 20), ("0", 80), ("", 80), ("x", 80), ("-3", 80), ("1e3", 80)],
)
def test_the_width_is_that_of_columns_else_eighty(
    monkeypatch: pytest.MonkeyPatch, given: str, wide: int
) -> None:
    monkeypatch.setenv("COLUMNS", given)
    assert terminal.columns(io.StringIO()) == wide


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert terminal.plain(io.StringIO())
    assert not terminal.plain(Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert terminal.plain(Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.plain(Terminal())
    monkeypatch.setenv("NO_COLOR", "")
    assert not terminal.plain(Terminal())


def test_a_question_needs_a_terminal_at_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CALLQ_NO_INPUT", raising=False)
    for stdin, stderr, may in (
        (Terminal(), Terminal(), True), (io.StringIO(), Terminal(), False),
        (Terminal(), io.StringIO(), False),
    ):  # fmt: skip
        monkeypatch.setattr("sys.stdin", stdin)
        monkeypatch.setattr("sys.stderr", stderr)
        assert terminal.may_ask() is may
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("CALLQ_NO_INPUT", "1")
    assert not terminal.may_ask()
