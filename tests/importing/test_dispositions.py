"""Dispositions in the words of other systems."""

import pytest

from callq.engine.outcomes import BY_WORD, REASONS
from callq.importing import dispositions
from callq.importing.dispositions import disposition, is_untouched, reason_of


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
    "written", ["", "On Hold", "Re-engagement", "Closed Lost", "In Progress", "n", "a", "Cold"]
)
def test_what_is_no_disposition(written: str) -> None:
    assert disposition(written) is None


def test_every_word_of_callq_reads_as_itself() -> None:
    for word in BY_WORD:
        found = disposition(word)
        assert found is not None
        assert found[0] == word


def test_every_word_leads_to_an_outcome_and_a_reason_that_exist() -> None:
    outcomes, reasons = dispositions._tables()
    assert set(outcomes.values()) <= {*BY_WORD, "unknown"}
    assert set(dispositions._CODES.values()) <= set(BY_WORD)
    assert set(reasons.values()) == set(REASONS)


def test_no_word_stands_under_two_outcomes() -> None:
    seen: dict[str, str] = {}
    for outcome, listed in dispositions._OUTCOMES.items():
        for word in map(dispositions._plain, listed.split("|")):
            assert seen.setdefault(word, outcome) == outcome, word


def test_reasons() -> None:
    assert reason_of("Too expensive") == "price"
    assert reason_of("no-project") == "no-project"
    assert reason_of("the weather") == ""


def test_untouched() -> None:
    assert is_untouched("NEW")
    assert is_untouched("not called")
    assert not is_untouched("busy")
