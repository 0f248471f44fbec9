"""A rep's own note that asks for no calls: asked about on a terminal, else held for a decision."""

import os

import pytest

from helpers import Callq, on_a_terminal

NOTE = "please stop calling me and remove me from your list"
MUCH_LATER = "2026-09-09T10:15:00-04:00"


@pytest.fixture
def ron(run_callq: Callq) -> Callq:
    run_callq.ok("add", "Ron Smith", "-p", "212 555 0134")
    return run_callq


def _hold(callq: Callq) -> str | None:
    return str(callq.ok("list", "--json").json["items"][0]["hold"] or "") or None


@pytest.mark.parametrize("outcome", [["soft-no"], ["callback", "--in", "2 days"], ["busy"]])
def test_a_note_that_asks_it_holds_them(ron: Callq, outcome: list[str]) -> None:
    logged = ron.ok("log", "ron", *outcome, "--note", NOTE, "--json").json
    assert len(logged["warnings"]) == 1
    assert _hold(ron) == "opt-out-request"
    assert ron("next", now=MUCH_LATER).code == 3


def test_undo_ends_the_hold(ron: Callq) -> None:
    ron.ok("log", "ron", "soft-no", "--note", NOTE)
    ron.ok("undo")
    assert _hold(ron) is None
    ron.ok("next")


def test_research_that_says_it_holds_them_too(ron: Callq) -> None:
    assert ron.ok("note", "ron", NOTE, "--json").json["warnings"]
    assert _hold(ron) == "opt-out-request"
    ron.ok("edit", "ron", "--may-be-called")
    ron.ok("next")


def test_other_notes_hold_no_one(ron: Callq) -> None:
    logged = ron.ok("log", "ron", "busy", "--note", "don't call before 9", "--json").json
    assert logged["warnings"] == []
    assert _hold(ron) is None


@pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal")
@pytest.mark.parametrize(("key", "state"), [("y", "do-not-call"), ("n", "recall")])
def test_on_a_terminal_it_is_asked_at_once(ron: Callq, key: str, state: str) -> None:
    words = ["log", "ron", "soft-no", "--note", NOTE]
    screen = on_a_terminal(ron, *words, answers=[("do-not-call?", f"{key}\n")])
    assert screen.code == 0
    (one,) = ron.ok("list", "--json").json["items"]
    assert (one["state"], one["hold"]) == (state, None)


@pytest.mark.parametrize(
    "words", ["do not call at work", "don't call the office", "dnc until june"]
)
def test_what_is_about_one_number_or_a_while_is_no_outcome(ron: Callq, words: str) -> None:
    assert ron("log", "ron", words).code == 2
    assert ron.ok("dnc", "list", "--json").json["entries"] == []
    ron.ok("next")
