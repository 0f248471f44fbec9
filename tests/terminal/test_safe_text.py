"""Text from outside can't steer a terminal, a spreadsheet or the markup."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.engine.csv_injection import defused
from callq.terminal.safe import safe

STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text())
def test_safe_text_is_one_line_that_steers_nothing(text: str) -> None:
    for char in safe(text):
        assert unicodedata.category(char) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(char) not in STEERING


@given(st.text())
def test_making_safe_twice_is_making_safe_once(text: str) -> None:
    assert safe(safe(text)) == safe(text)
    assert len(safe(text)) == len(text)


def test_every_sign_there_is_stays_or_becomes_harmless() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        shown = safe(char)
        kept = unicodedata.category(char) not in ("Cc", "Cs") and (
            unicodedata.bidirectional(char) not in STEERING
        )
        if not kept:
            assert shown in (" ", "\N{REPLACEMENT CHARACTER}"), hex(code)


@pytest.mark.parametrize(
    "text",
    ["Zoë Müller", "王小明", "👩‍👩‍👧‍👦", "שלום", "محمد", "a'b\"c", "[red]x[/red]", "100%", "é"],
)
def test_words_of_any_language_stay_as_they_are(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\rc\td\ve\ff", "a b c d e f"),
        ("\x1b[31m", "�[31m"),
        ("\x9b31m", "�31m"),
        ("\x00\x07\x08\x7f", "����"),
        ("\u202eabc\u202c", "�abc�"),
        ("\u2066x\u2069", "�x�"),
        ("\udcfc", "�"),
        ("\x85", "�"),
    ],
)
def test_what_steers_is_shown_as_harmless(text: str, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize("sign", ["\u2028", "\u2029"])
def test_no_sign_ends_a_line(sign: str) -> None:
    assert len(safe(f"a{sign}b").splitlines()) == 1


@given(st.text())
def test_a_cell_never_begins_like_a_formula(text: str) -> None:
    cell = defused(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell in (text, f"'{text}")
