"""Dispositions in the words of other systems."""

import tomllib
from importlib.resources import files

import pytest

from callq.engine.outcomes import BY_WORD, REASONS
from callq.importing import dispositions
from callq.importing.dispositions import (
    Read,
    disposition,
    is_untouched,
    read_outcome,
    reason_of,
    tells_of_calls,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # VICIdial
        ("A", ("voicemail", "")),
        ("B", ("busy", "")),
        ("N", ("no-answer", "")),
        ("NA", ("no-answer", "")),
        ("DC", ("disconnected", "")),
        ("ADC", ("disconnected", "")),
        ("DAIR", ("no-answer", "")),
        ("CALLBK", ("callback", "")),
        ("CBHOLD", ("callback", "")),
        ("NI", ("soft-no", "unknown")),
        ("NP", ("hung-up", "")),
        ("DEC", ("soft-no", "unknown")),
        ("DNC", ("do-not-call", "")),
        ("DNCL", ("do-not-call", "")),
        ("SALE", ("won", "")),
        ("XFER", ("interested", "")),
        ("DROP", ("no-answer", "")),
        # HubSpot
        ("Busy", ("busy", "")),
        ("Connected", ("unknown", "")),
        ("Left live message", ("gatekeeper", "")),
        ("Left voicemail", ("voicemail", "")),
        ("No answer", ("no-answer", "")),
        ("Wrong number", ("wrong-number", "")),
        # Close
        ("answered", ("unknown", "")),
        ("no-answer", ("no-answer", "")),
        ("vm-answer", ("voicemail", "")),
        ("vm-left", ("voicemail", "")),
        ("blocked", ("no-answer", "")),
        ("error", ("no-answer", "")),
        ("abandoned", ("no-answer", "")),
        # SmartReach
        ("Demo set", ("meeting", "")),
        ("Meeting set", ("meeting", "")),
        ("Send info", ("interested", "")),
        ("Callback requested", ("callback", "")),
        ("Referred to someone else", ("referred", "")),
        ("Gatekeeper - information passed", ("gatekeeper", "")),
        ("Gatekeeper - access denied", ("gatekeeper", "")),
        ("Voicemail left", ("voicemail", "")),
        ("Not interested - general objection", ("soft-no", "unknown")),
        ("Not interested (no budget)", ("soft-no", "price")),
        ("Not interested: no need", ("soft-no", "no-need")),
        ("Not interested - not decision maker", ("soft-no", "authority")),
        ("Not interested - timing", ("soft-no", "timing")),
        ("Not interested - using competitor", ("soft-no", "competitor")),
        ("Hung up", ("hung-up", "")),
        ("Do not call request", ("do-not-call", "")),
        # plain words
        ("Not Interested", ("soft-no", "unknown")),
        ("not now", ("soft-no", "timing")),
        ("No Budget", ("soft-no", "price")),
        ("Call back", ("callback", "")),
        ("Meeting booked", ("meeting", "")),
        ("Bad number", ("wrong-number", "")),
        ("Closed won", ("won", "")),
        ("didn\u2019t answer", ("no-answer", "")),
        ("kein Interesse", ("soft-no", "unknown")),
        ("Nicht erreicht", ("no-answer", "")),
        ("Pas intéressé", ("soft-no", "unknown")),
        ("No contesta", ("no-answer", "")),
        ("Não atende", ("no-answer", "")),
        ("Non interessato", ("soft-no", "unknown")),
        ("Geen gehoor", ("no-answer", "")),
        ("Нет ответа", ("no-answer", "")),
        # callq's own
        ("soft-no", ("soft-no", "unknown")),
        ("hurried", ("hurried", "")),
        ("hup", ("hung-up", "")),
    ],
)
def test_words(written: str, expected: tuple[str, str]) -> None:
    assert disposition(written) == expected


@pytest.mark.parametrize(
    "written", ["", "On Hold", "Re-engagement", "In Progress", "n", "a", "Cold"]
)
def test_what_isnt_a_disposition(written: str) -> None:
    assert disposition(written) is None


def test_every_word_of_callq_reads_as_itself() -> None:
    for word in BY_WORD:
        found = disposition(word)
        assert found is not None
        assert found[0] == word


def test_every_word_leads_to_an_outcome_and_a_reason_that_exist() -> None:
    tables = dispositions._tables()
    assert set(tables.outcomes.values()) <= {*BY_WORD, "unknown"}
    codes = [tables.codes, *tables.codes_of.values()]
    assert {outcome for listed in codes for outcome in listed.values()} <= set(BY_WORD)
    assert set(tables.reasons.values()) == set(REASONS)


def test_no_word_has_two_outcomes() -> None:
    data = tomllib.loads(files("callq").joinpath("data/dispositions.toml").read_text("utf-8"))
    for table in ("outcomes", "reasons"):
        seen: dict[str, str] = {}
        for name, listed in data[table].items():
            for word in map(dispositions._plain, listed):
                assert seen.setdefault(word, name) == name, word


def test_a_word_of_a_stage_or_of_no_call_isnt_an_outcome() -> None:
    tables = dispositions._tables()
    assert not (tables.stages | tables.untouched) & set(tables.outcomes)


@pytest.mark.parametrize(
    ("written", "outcome", "reason", "note"),
    [
        # The general part gives way to the one that says how the call ended.
        ("Closed - Not Interested", "soft-no", "unknown", ""),
        ("Closed-Not Interested", "soft-no", "unknown", ""),
        ("Dead > Wrong number", "wrong-number", "", ""),
        ("Connected - Interested", "interested", "", ""),
        ("Connected: too expensive", "soft-no", "price", ""),
        ("Closed - Not Interested - Timing", "soft-no", "timing", ""),
        ("No answer - left voicemail", "voicemail", "", ""),
        ("Voicemail / no answer", "voicemail", "", ""),
        ("Not interested / do not call", "do-not-call", "", ""),
        ("NI - has vendor", "soft-no", "competitor", ""),
        ("Working - Contacted", "unknown", "", ""),
        ("Interested but not now", "soft-no", "timing", ""),
        # What else the cell says is a note.
        ("Not interested, ask for Bo in May", "soft-no", "unknown", "ask for Bo in May"),
        ("Call back on Monday", "callback", "", "on Monday"),
        ("Left voicemail with new extension", "voicemail", "", "with new extension"),
        # Counts and filler.
        ("No answer x3", "no-answer", "", ""),
        ("LVM #2", "voicemail", "", ""),
        ("2nd call: no answer", "no-answer", "", ""),
        ("The customer is not interested at this time", "soft-no", "unknown", ""),
        ("the number is busy", "busy", "", ""),
        # Around the world.
        ("RNR", "no-answer", "", ""),
        ("Switched off", "no-answer", "", ""),
        ("Out of coverage area", "no-answer", "", ""),
        ("Not home", "no-answer", "", ""),
        ("Left message with gatekeeper", "gatekeeper", "", ""),
        ("NRP", "no-answer", "", ""),
        ("Nie odbiera", "no-answer", "", ""),
        ("Ej intresserad", "soft-no", "unknown", ""),
        ("Ikke interesseret", "soft-no", "unknown", ""),
        ("Ring tilbage", "callback", "", ""),
        ("不在", "no-answer", "", ""),
        ("空号", "disconnected", "", ""),
    ],
)
def test_composites_and_other_words(written: str, outcome: str, reason: str, note: str) -> None:
    assert read_outcome(written) == Read(outcome, reason, note)


@pytest.mark.parametrize(
    "written",
    ["not sure if interested", "no call", "Call", "Closed", "spoke with Ann, no", "Parked"],
)
def test_what_may_mean_anything_is_asked_for(written: str) -> None:
    assert read_outcome(written) is None


def test_a_code_can_differ_by_language() -> None:
    assert disposition("AB") == ("busy", "")
    assert disposition("AB", "de") == ("voicemail", "")
    assert disposition("KI") is None
    assert disposition("KI", "de") == ("soft-no", "unknown")


@pytest.mark.parametrize("written", ["Open - Not Contacted", "New / not called", "Yet to call"])
def test_composites_of_no_call(written: str) -> None:
    assert is_untouched(written)
    assert read_outcome(written) is None


@pytest.mark.parametrize(
    ("written", "telling"),
    [
        ("No answer", True),
        ("Closed - Not Interested", True),
        ("Contacted", True),
        ("Won", False),
        ("Completed", False),
        ("Failed", False),
        ("A", False),
        ("Parked", False),
    ],
)
def test_which_words_prove_that_a_column_is_about_calls(written: str, telling: bool) -> None:
    assert tells_of_calls(written) is telling


def test_reasons() -> None:
    assert reason_of("Too expensive") == "price"
    assert reason_of("no-project") == "no-project"
    assert reason_of("the weather") == ""


def test_untouched() -> None:
    assert is_untouched("NEW")
    assert is_untouched("not called")
    assert not is_untouched("busy")
