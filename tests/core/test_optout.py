"""Wishes not to be called."""

import pytest

from callq.core.optout import asks_no_calls, is_opted_out, wish_in


@pytest.mark.parametrize(
    "text",
    [
        "Please do not call",
        "DON'T CALL ME AGAIN",
        "don\u2019t call back",
        "dont call",
        "never call again!",
        "asked me not to call",
        "Do  not\ncontact",
        "remove from list",
        "remove me from your calling list",
        "take us off the list",
        "said: no more calls",
        "no calls please",
        "stop calling",
        "bitte nicht anrufen",
        "nicht mehr anrufen",
        "keine Anrufe",
        "ne pas appeler",
        "ne plus me contacter",
        "no llamar",
        "no me llame",
        "não ligar",
        "non chiamare",
        "niet meer bellen",
        "не звонить",
    ],
)
def test_wishes(text: str) -> None:
    found = asks_no_calls(f"Met in May. {text} Has two kids.")
    assert found
    assert found.casefold() in " ".join(text.casefold().split())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "call back in May",
        "never called back",
        "do not call before 9",
        "don't call me before noon",
        "don't call after 5",
        "do not call until September",
        "no calls yet",
        "recall them",
        "wants to be called",
        "Ringo Starr, no phone",
    ],
)
def test_no_wishes(text: str) -> None:
    assert asks_no_calls(text) == ""


@pytest.mark.parametrize("cell", ["yes", "Y", "TRUE", "1", "x", "ja", "Oui", "sí", "да", "DNC"])
def test_yes(cell: str) -> None:
    assert is_opted_out(cell) == (True, True)


@pytest.mark.parametrize("cell", ["no", "N", "False", "0", "nein", "não", "нет", "", "ok to call"])
def test_no(cell: str) -> None:
    assert is_opted_out(cell) == (False, True)


@pytest.mark.parametrize("cell", ["2026-03-01", "Bob said so", "maybe"])
def test_what_nobody_foresaw_counts_as_a_wish(cell: str) -> None:
    assert is_opted_out(cell) == (True, False)


def test_a_wish_stands_in_one_cell() -> None:
    assert wish_in(("Ann", "Cold Call", "please do not call")) == "do not call"
    assert wish_in(("they said no", "more calls came in")) == ""
