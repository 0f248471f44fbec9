"""`callq log` without an outcome asks on a terminal: one key, then only what belongs to it."""

import os
from typing import Any

import pytest

from callq.engine.outcomes import CANONICAL
from helpers import IN_NEW_YORK, Callq, Office, command, on_a_terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no pty")
FIRST = "[!] do not call"
"""The end of the list of keys."""


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    """Ron is on the line."""
    office.add("Ron Smith", IN_NEW_YORK, now="2026-03-10T10:00:00-04:00")
    office.take()
    return run_callq


def logged(office: Office) -> list[tuple[Any, ...]]:
    return office.rows("SELECT outcome, reason, permission, note FROM call")


def test_every_outcome_has_a_key_of_its_own(run: Callq) -> None:
    keys = [outcome.key for outcome in CANONICAL]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 for key in keys)
    said = on_a_terminal(run, "log", answers=[(FIRST, "\x1b")]).plain
    assert "How did the call with Ron Smith end?" in said
    for outcome in CANONICAL:
        assert f"[{outcome.key}] {outcome.label}" in said


EXTRA: dict[str, list[tuple[str, str]]] = {
    "callback": [("When (their local time)", "3pm\n")],
    "on-leave": [("When (their local time)", "june 1\n")],
    "meeting": [("When (their local time)", "friday 10am\n")],
    "soft-no": [("no reason", "p")],
    "hard-no": [("Can we call two or three times a year?", "y\n")],
    "referred": [("Who did they refer you to", "Ann Lee +1 312 555 0100\n")],
}


@pytest.mark.parametrize("outcome", CANONICAL, ids=lambda outcome: outcome.word)
def test_one_key_logs_one_outcome(run: Callq, office: Office, outcome: Any) -> None:
    # A miss says all there is to say: there's no note to type.
    talked = outcome.human or outcome.word == "gatekeeper"
    note = [("Note", "a note\n")] if talked else []
    said = on_a_terminal(
        run, "log", answers=[(FIRST, outcome.key), *EXTRA.get(outcome.word, []), *note]
    )
    assert said.code == 0, said
    reason = {"soft-no": "price"}.get(outcome.word, "")
    permission = {"hard-no": 1}.get(outcome.word)
    assert logged(office) == [(outcome.word, reason, permission, "a note" if talked else "")]
    assert f"Ron Smith: {outcome.word}" in said.plain


def test_a_time_that_is_not_understood_is_asked_again(run: Callq, office: Office) -> None:
    said = on_a_terminal(
        run, "log",
        answers=[(FIRST, "c"), ("When (their local time)", "someday\n"), ("Write", "3pm\n"), ("Note", "\n")],
    )  # fmt: skip
    assert "does not say when" in said.plain
    assert [row[0] for row in logged(office)] == ["callback"]


def test_a_name_alone_asks_how_it_ended_with_them(run: Callq, office: Office) -> None:
    """On a terminal; elsewhere it says so, and a slip in an outcome is told as ever."""
    office.add("Eve Stone", "+1 212 555 0177")
    said = on_a_terminal(run, "log", "eve", answers=[(FIRST, "n")])
    assert "How did the call with Eve Stone end?" in said.plain
    assert office.rows("SELECT prospect_id, outcome FROM call") == [(2, "no-answer")]
    assert run("log", "eve").err.splitlines()[-2:] == [
        'callq: How did the call with "eve" end?',
        'callq log "eve" OUTCOME (callq log --help lists the outcomes)',
    ]
    assert 'callq: Unknown outcome "voicmail".' in run("log", "voicmail").err


def test_a_note_is_not_needed(run: Callq, office: Office) -> None:
    assert on_a_terminal(run, "log", answers=[(FIRST, "u"), ("Note", "\n")]).code == 0
    assert logged(office) == [("hung-up", "", None, "")]


def test_what_was_said_already_is_not_asked(run: Callq, office: Office) -> None:
    said = on_a_terminal(run, "log", "--reason", "trust", "--note", "said", answers=[(FIRST, "s")])
    assert said.code == 0
    assert "Reason" not in said.plain
    assert logged(office) == [("soft-no", "trust", None, "said")]


def test_a_reason_is_unknown_when_no_one_knows(run: Callq, office: Office) -> None:
    on_a_terminal(run, "log", answers=[(FIRST, "s"), ("no reason", "\n"), ("Note", "\n")])
    assert logged(office) == [("soft-no", "unknown", None, "")]


@pytest.mark.parametrize("key", ["\x1b", "\r", "\n"])
def test_leaving_logs_nothing(run: Callq, office: Office, key: str) -> None:
    said = on_a_terminal(run, "log", answers=[(FIRST, key)])
    assert said.code == 130
    assert "Nothing was logged." in said.plain
    assert logged(office) == []


@pytest.mark.parametrize(
    "at",
    [
        "the key",
        pytest.param(
            "the note",
        ),
    ],
)
def test_ctrl_c_logs_nothing_and_is_code_130(run: Callq, office: Office, at: str) -> None:
    answers = [(FIRST, "\x03")] if at == "the key" else [(FIRST, "u"), ("Note", "\x03")]
    said = on_a_terminal(run, "log", answers=answers)
    assert logged(office) == []
    assert "Traceback" not in said.plain
    assert said.code == 130


def test_a_key_without_a_meaning_logs_nothing(run: Callq, office: Office) -> None:
    said = on_a_terminal(run, "log", answers=[(FIRST, "y")])
    assert said.code == 2
    assert 'No outcome has the key "y". Nothing was logged.' in said.plain
    assert logged(office) == []


def test_a_time_that_is_not_understood_logs_nothing(run: Callq, office: Office) -> None:
    """It is asked again; leaving then logs nothing."""
    said = on_a_terminal(
        run, "log", answers=[(FIRST, "c"), ("When", "soonish\n"), ("Write", "\x03")]
    )
    assert said.code == 130
    assert "Can't tell when" in said.plain
    assert logged(office) == []


def test_what_is_typed_ahead_is_not_lost(run: Callq, office: Office) -> None:
    """A rep who knows the keys types them in one go."""
    on_a_terminal(run, "log", answers=[(FIRST, "spsaid no\n")], patience=2)
    assert logged(office) == [("soft-no", "price", None, "said no")]


def test_the_terminal_is_left_as_it_was(run: Callq) -> None:
    """Else the shell shows nothing of what is typed next."""
    line = 'stty -a | grep -o " -\\?echo "; stty -a | grep -o " -\\?icanon "'
    before = shell(run, line)
    after = shell(run, f'"$0" log; {line}', answers=[(FIRST, "\x1b")])
    assert after.endswith(before)


def shell(run: Callq, line: str, answers: list[tuple[str, str]] | None = None) -> str:
    """Runs a line in a shell that knows the command as `$0`."""
    program = ("bash", "-c", line, *command())
    return on_a_terminal(run, answers=answers or [], program=program).plain


def test_no_one_on_the_line_is_reported(run: Callq, office: Office) -> None:
    office.rows("DELETE FROM lease")
    said = on_a_terminal(run, "log")
    assert said.code == 3
