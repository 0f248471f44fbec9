"""Words that ask not to be called, by every way in, through the real command."""

import pytest

from helpers import Callq

ASKED = [
    "stop", "STOP", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe", "remove",
    "remove me", "take me off your list", "Take us off!", "stop calling", "never call me again",
    "leave me alone", "lose my number",
]  # fmt: skip


@pytest.fixture
def ron(run_callq: Callq) -> Callq:
    run_callq.ok("add", "Ron Smith", "-p", "212 555 0134")
    return run_callq


@pytest.mark.parametrize("words", ASKED)
def test_a_typed_outcome_that_asks_for_no_calls_is_do_not_call(ron: Callq, words: str) -> None:
    logged = ron.ok("log", "ron", words, "--json").json
    assert logged["outcome"] == "do-not-call"
    assert ron("next").code == 3


@pytest.mark.parametrize("words", ["remove me", "take me off your list", "please stop calling me"])
def test_the_words_need_no_quotes(ron: Callq, words: str) -> None:
    logged = ron.ok("log", "ron", "smith", *words.split(), "--json").json
    assert logged["outcome"] == "do-not-call"


@pytest.mark.parametrize("words", ["stop by friday", "endless", "removed the fence"])
def test_other_words_are_refused_still(ron: Callq, words: str) -> None:
    assert ron("log", "ron", words).code == 2
    assert ron.ok("list", "--json").json["items"][0]["state"] == "fresh"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("STOP", "do-not-call"), ("Remove", "do-not-call"), ("END", "do-not-call"), ("Cancel", "do-not-call"),
        ("Attorney", "do-not-call"), ("Litigator", "do-not-call"), ("Deceased", "closed"),
        ("RIP", "closed"), ("Dead", "closed"), ("Estate of", "closed"), ("TCPA", "do-not-call"),
        ("Litigation", "do-not-call"), ("Lawyer up", "do-not-call"), ("Legal", "do-not-call"),
        ("Suppressed", "do-not-call"), ("Consent Revoked", "do-not-call"),
        ("Threatened to sue", "do-not-call"), ("STOP please", "do-not-call"),
    ],
)  # fmt: skip
def test_an_imported_status_is_read_as_a_typed_one(
    run_callq: Callq, status: str, state: str
) -> None:
    (run_callq.home / "list.csv").write_text(
        f"Name,Phone,Status\nAnn Lee,212 555 0140,{status}\nBob Ray,212 555 0141,no answer\n"
    )
    run_callq.ok("import", "list.csv")
    people = run_callq.ok("list", "--json").json["items"]
    assert next(one["state"] for one in people if one["name"] == "Ann Lee") == state


@pytest.mark.parametrize("cell", ["STOP", "unsubscribe", "please remove me"])
def test_a_cell_that_says_so_holds(run_callq: Callq, cell: str) -> None:
    (run_callq.home / "list.csv").write_text(f"Name,Phone,Remarks\nAnn Lee,212 555 0140,{cell}\n")
    run_callq.ok("import", "list.csv")
    (ann,) = run_callq.ok("list", "--json").json["items"]
    assert ann["hold"] == "opt-out-request"
