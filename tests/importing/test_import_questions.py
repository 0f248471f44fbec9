"""What a file leaves open is asked for once on a terminal; elsewhere an option says it."""

import json
import os
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from helpers import Callq, Office, on_a_terminal

on_terminals = pytest.mark.skipif(os.name == "nt", reason="there is no pty")
TORONTO = ZoneInfo("America/Toronto")
DATES = (
    "Name,Phone,Outcome,Last Contacted\n"
    "Ann,+1 416 555 0123,busy,02/01/2026\nBo,+1 416 555 0124,busy,01/02/2026\n"
)
"""Canadians, called on January 2 and February 1, in one order or the other."""
MONTHS = {"mdy": ["02-01", "01-02"], "dmy": ["01-02", "02-01"]}


def days(office: Office) -> list[str]:
    """The months and days of the dated calls."""
    found = office.rows(
        "SELECT c.at FROM call c JOIN prospect p ON p.id = c.prospect_id "
        "WHERE c.imported = 0 AND p.removed_at IS NULL ORDER BY p.id"
    )
    return [f"{datetime.fromtimestamp(at, TORONTO):%m-%d}" for (at,) in found]


@on_terminals
@pytest.mark.parametrize(("key", "said"), [("1", "mdy"), ("2", "dmy")])
def test_day_or_month_first_is_asked_once(
    office: Office, run_callq: Callq, key: str, said: str
) -> None:
    office.file(DATES)
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=[("Press a number", key)])
    assert screen.code == 0, screen
    assert "Last Contacted: 02/01/2026" in screen.plain
    assert "February 1 or January 2?" in screen.plain
    assert screen.plain.count("Press a number") == 1
    assert days(office) == MONTHS[said]


@on_terminals
def test_without_an_answer_the_dates_stay_unread(office: Office, run_callq: Callq) -> None:
    office.file(DATES)
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=[("Press a number", "\r")])
    assert screen.code == 0, screen
    assert days(office) == []


@on_terminals
def test_no_input_asks_nothing(office: Office, run_callq: Callq) -> None:
    office.file(DATES)
    screen = on_a_terminal(run_callq, "--no-input", "import", "people.csv", answers=[])
    assert screen.code == 0, screen
    assert "Press a number" not in screen.plain


@on_terminals
def test_an_answer_is_kept_with_a_saved_map(office: Office, run_callq: Callq) -> None:
    office.file(DATES)
    on_a_terminal(
        run_callq, "import", "people.csv", "--save-map", "crm", answers=[("Press a number", "2")]
    )
    run_callq.ok("undo")
    run_callq.ok("import", "people.csv", "--map", "crm")
    assert days(office) == MONTHS["dmy"]


@pytest.mark.parametrize("said", ["mdy", "dmy"])
def test_an_option_says_it_and_is_kept_with_a_map(
    office: Office, run_callq: Callq, said: str
) -> None:
    office.file(DATES)
    run_callq.ok("import", "people.csv", "--preview", "--dates", said, "--save-map", "crm")
    run_callq.ok("import", "people.csv", "--map", "crm")
    assert days(office) == MONTHS[said]


def test_the_report_counts_what_stayed_unread_and_says_what_to_type(
    office: Office, run_callq: Callq
) -> None:
    office.file(DATES)
    report = json.loads(run_callq.ok("import", "people.csv", "--json").out)
    (problem,) = report["problems"]
    assert (problem["count"], problem["column"]) == (2, "Last Contacted")
    assert "--dates mdy" in problem["hint"]
    assert days(office) == []


def test_american_dates_are_read_and_said(office: Office, run_callq: Callq) -> None:
    office.file(DATES.replace("416", "212"))
    report = json.loads(run_callq.ok("import", "people.csv", "--json").out)
    assert report["problems"] == []
    assert any("--dates dmy" in remark for remark in report["remarks"])
    assert days(office) == MONTHS["mdy"]
