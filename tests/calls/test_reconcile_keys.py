"""`callq reconcile` on a terminal: one key for each call that isn't logged, and one undo."""

import os

import pytest

from helpers import Callq, Office, on_a_terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no pty")
NUMBERS = ("+12125560101", "+13125560102", "+14155560103")
HEAD = "Direction,Phone Number,Name,Date,Time,Action Result,Duration\n"
LIST_END = "[.] stop"


@pytest.fixture
def log(office: Office) -> Office:
    """Three calls that the phone system knows and callq doesn't."""
    for name, number in zip(("Ann", "Bob", "Cy"), NUMBERS, strict=True):
        office.add(name, number)
    rows = (f"Outgoing,{n},,2026-03-11,09:{i}5:00,No Answer,0" for i, n in enumerate(NUMBERS))
    office.file(HEAD + "\n".join(rows), "log.csv")
    return office


def test_each_call_takes_one_key_and_one_undo_takes_all_back(log: Office, run_callq: Callq) -> None:
    answers = [(LIST_END, "\r"), (LIST_END, "v"), (LIST_END, "-")]
    screen = on_a_terminal(run_callq, "reconcile", "log.csv", answers=answers)
    assert screen.code == 0, screen
    logged = log.rows("SELECT prospect_id, outcome FROM call ORDER BY prospect_id")
    assert logged == [(1, "no-answer"), (2, "voicemail")]
    run_callq.ok("undo")
    assert log.rows("SELECT count(*) FROM call WHERE voided_at IS NULL") == [(0,)]


def test_a_period_stops_and_keeps_what_was_answered(log: Office, run_callq: Callq) -> None:
    answers = [(LIST_END, "\r"), (LIST_END, ".")]
    screen = on_a_terminal(run_callq, "reconcile", "log.csv", answers=answers)
    assert screen.code == 0, screen
    assert screen.plain.count(LIST_END) == 2
    assert log.rows("SELECT prospect_id FROM call") == [(1,)]
