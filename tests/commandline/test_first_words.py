"""What a rep types first works: time words after an outcome, a typo in a name, one flag for a rep."""

import os

import pytest

from helpers import Callq, on_a_terminal


@pytest.fixture
def run(run_callq: Callq) -> Callq:
    run_callq.here("add", "John Smith", "--phone", "212 555 0100")
    run_callq.here("add", "Ron Weber", "--phone", "212 555 0101")
    run_callq.here("add", "Ron Miller", "--phone", "212 555 0102")
    return run_callq


@pytest.mark.parametrize(
    "words",
    ["john cb thu 4pm", "john smith cb thu 4pm", "john callback thu 4pm", "john cb thu 4"],
)
def test_the_words_after_an_outcome_are_its_time(run: Callq, words: str) -> None:
    said = run.here("log", *words.split(), "--json")
    other = run.here("log", "john", "cb", "--at", "thu 4pm", "--json")
    assert (said.code, other.code) == (0, 0)
    assert "4:00 PM" in said.out
    assert said.json["due_at"] == other.json["due_at"]


@pytest.mark.parametrize(
    "words", ["john na left a message", "a b c d", "john cb thu 4pm --at friday"]
)
def test_words_left_over_are_refused(run: Callq, words: str) -> None:
    assert run.here("log", *words.split()).code == 2
    assert run.here("show", "john", "--json").json["calls"] == []


@pytest.mark.parametrize("typo", ["jonh", "jon", "jhon smith", "john smiht"])
def test_a_typo_finds_the_person_and_guesses_none(run: Callq, typo: str) -> None:
    ended = run.here("show", typo)
    assert ended.code == 3
    assert "John Smith (1)" in ended.err


@pytest.mark.parametrize("stranger", ["xavier", "9999", "x@y.z", "@7"])
def test_a_stranger_isnt_a_typo(run: Callq, stranger: str) -> None:
    ended = run.here("show", stranger)
    assert ended.code == 3
    assert "Did you mean" not in ended.err


def test_one_key_picks_among_several(run: Callq) -> None:
    assert run.here("show", "ron").code == 4
    said = on_a_terminal(run, "show", "ron", answers=[("Press a number", "2")])
    assert said.code == 0
    assert on_a_terminal(run, "show", "ron", answers=[("Press a number", "x")]).code not in (0, 4)


@pytest.mark.parametrize("flag", ["--rep", "--owner"])
def test_every_spelling_of_a_rep_works(run: Callq, flag: str) -> None:
    run.here("add", "Zoe", "--phone", "212 555 0103", flag, "zed")
    items = run.here("list", flag, "zed", "--json").json["items"]
    assert [item["name"] for item in items] == ["Zoe"]
    assert run.here("today", "--rep", "zed").code == 0


def test_the_flags_of_every_command_write_no_variable(run: Callq) -> None:
    before = dict(os.environ)
    assert run.here("--no-input", "today", "--no-color").code == 0
    assert dict(os.environ) == before
    flagged = on_a_terminal(run, "--no-color", "today").text
    assert flagged == on_a_terminal(run, "today", env={"NO_COLOR": "1"}).text
    assert on_a_terminal(run, "log", "--no-input").code == 2
