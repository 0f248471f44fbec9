"""The column made for opt-out requests."""

import pytest

from callq.engine.opt_out_column import is_opted_out, is_refused


@pytest.mark.parametrize("cell", ["yes", "Y", "TRUE", "1", "x", "ja", "Oui", "sí", "да", "DNC"])
def test_yes(cell: str) -> None:
    assert is_opted_out(cell) == (True, True)


@pytest.mark.parametrize("cell", ["no", "N", "False", "0", "nein", "não", "нет", "", "ok to call"])
def test_no(cell: str) -> None:
    assert is_opted_out(cell) == (False, True)


@pytest.mark.parametrize(
    "cell", ["no", " N ", "FALSE", "0", "Não", "Opted out", "do not call", "widerrufen", "refusé"]
)
def test_a_consent_refused(cell: str) -> None:
    assert is_refused(cell) == (True, True)


@pytest.mark.parametrize(
    "cell", ["yes", "Given", " granted", "erteilt", "opted in", "sí", "", "ok"]
)
def test_a_consent_given_or_not_asked_for(cell: str) -> None:
    assert is_refused(cell) == (False, True)


@pytest.mark.parametrize("cell", ["2026-03-01", "Bob said so", "maybe"])
def test_only_a_no_refuses(cell: str) -> None:
    assert is_refused(cell) == (False, False)


@pytest.mark.parametrize("cell", ["2026-03-01", "Bob said so", "maybe"])
def test_what_no_one_foresaw_counts_as_an_opt_out(cell: str) -> None:
    assert is_opted_out(cell) == (True, False)
