"""What a rep saw last, and why each is next, in the words of the queue."""

from datetime import UTC, datetime
from typing import Any

import pytest

from callq.engine.model import Tier
from callq.queue.shown import last_shown, remember
from callq.queue.views.reason import why_now
from callq.queue.views.today import fitted
from helpers import IN_LOS_ANGELES, IN_NEW_YORK, NEW_YORK, Callq, Office, new_york, on_a_terminal

NOW = "2026-03-11T10:15:00-04:00"
BEFORE = "2026-03-09T11:00:00-04:00"


def test_today_remembers_what_it_showed_each_rep(office: Office, run_callq: Callq) -> None:
    for i in range(3):
        office.add(f"P{i}", new_york(i), now=BEFORE)
    run_callq.ok("today", "--limit", "2")
    with office.workspace() as ws:
        assert last_shown(ws.settings, "ann") == (1, 2)
        assert last_shown(ws.settings, "bob") == ()
        remember(ws.settings, "bob", [3])
        assert last_shown(ws.settings, "bob") == (3,)
        assert last_shown(ws.settings.with_db("other.db"), "bob") == ()


LOGGED: list[tuple[list[tuple[str, dict[str, Any]]], tuple[str, str | None, str | None, str]]] = [
    ([], ("never-called", None, None, "never called")),
    ([("na", {})], ("not-reached", "no-answer", None, "no answer")),
    ([("ni", {"reason": "price"})], ("said", "soft-no", "price", "price")),
    ([("ni", {}), ("na", {})], ("said", "soft-no", "unknown", "not interested")),
    ([("hn", {"permission": True})], ("said", "hard-no", None, "hard no, we may call")),
    ([("ni", {"channel": "email"})], ("email-owed", "soft-no", "unknown", "not interested")),
    ([("cb", {"within": "2 days"})], ("callback", "callback", None, "callback")),
    ([("wn", {})], ("no-number", "wrong-number", None, "no number left")),
    ([("dnc", {})], ("do-not-call", "do-not-call", None, "opted out")),
]


@pytest.mark.parametrize(("calls", "expected"), LOGGED, ids=str)
def test_an_explanation_is_values_and_says_no_rules(
    calls: list[tuple[str, dict[str, Any]]], expected: tuple[str, ...],
    office: Office, run_callq: Callq,
) -> None:  # fmt: skip
    """The list's stored values and the card's fresh ones agree."""
    office.add("Ron", IN_NEW_YORK, now=BEFORE)
    for hour, (outcome, said) in enumerate(calls, 11):
        office.log(1, outcome, now=f"2026-03-10T{hour}:00:00-04:00", **said)
    (item,) = run_callq.ok("list", "--json").json["items"]
    found = item["explanation"]
    assert tuple(found[key] for key in ("code", "outcome", "reason", "text")) == expected
    assert found["may_check_in"] is (item["state"] == "check-in")
    assert run_callq.ok("show", "1", "--json").json["explanation"] == found


def shown(office: Office) -> str:
    (item,) = office.look(now=NOW).items
    return why_now(item, datetime.fromisoformat(NOW).astimezone(UTC))


def test_a_late_callback_says_when_it_was_and_how_late(office: Office) -> None:
    office.add("Ron", IN_NEW_YORK, now=BEFORE)
    assert shown(office) == "never called"
    office.log(1, "cb", at="tomorrow 3pm", note="ring once the new hire is in", now=BEFORE)
    assert shown(office) == 'callback yesterday 3:00 PM (19 h late): "ring once the new hire is in"'


def test_a_miss_counts_its_tries(office: Office) -> None:
    office.add("Ron", IN_NEW_YORK, now="2026-03-01T10:00:00-05:00")
    office.log(1, "na", now="2026-03-02T10:00:00-05:00")
    assert shown(office) == "no answer, 8 days ago"
    office.log(1, "na", now="2026-03-06T15:00:00-05:00")
    assert shown(office) == "no answer, 2 tries, last 4 days ago"


def test_a_terminal_cuts_others_but_no_callback(office: Office) -> None:
    for i in range(20):
        office.add(f"P{i}", new_york(i), now=BEFORE)
        if i < 12:
            office.log(i + 1, "cb", within="23 hours", now="2026-03-10T10:30:00-04:00")
    whole = office.look(now=NOW)
    for lines, most in ((10, 12), (24, 14), (60, 20)):
        cut = fitted(whole, lines, NEW_YORK, "ann")
        assert len(cut.items) <= most
        assert len(cut.items) + cut.rest == len(whole.items) + whole.rest
        calls = [item for item in cut.items if item.tier in (Tier.CALLBACK, Tier.OVERDUE_CALLBACK)]
        assert len(calls) == 12


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (100, 30), (120, 40)])
def test_it_fits_the_terminal_with_a_line_for_the_prompt(
    office: Office, run_callq: Callq, columns: int, lines: int
) -> None:
    for i in range(60):
        office.add(f"Person {i}", new_york(i), now=BEFORE, company="Smith & Daughters Hardware")
    office.log(1, "cb", at="tomorrow 10am", now="2026-03-10T09:00:00-04:00")
    office.log(2, "cb", at="tomorrow 4pm", now="2026-03-10T09:00:00-04:00")
    office.add("Nan", "+1 800 555 0199", now=BEFORE)
    screen = on_a_terminal(
        run_callq, "today", env={"COLUMNS": str(columns), "LINES": str(lines)}
    ).plain
    assert screen.count("\n") < lines
    assert screen.count("callback") >= 2


def test_a_number_to_dial_is_never_cut(office: Office, run_callq: Callq) -> None:
    office.add("Bartholomew Featherstonehaugh", "+1 212 555 0101 x12345", now=BEFORE)
    assert "ext. 12345" in run_callq.wide(80).ok("today").out


def test_a_later_callback_says_whose_clock_it_is_on(office: Office, run_callq: Callq) -> None:
    office.add("Ron", IN_LOS_ANGELES, now=BEFORE)
    office.log(1, "cb", at="tomorrow 11am", now="2026-03-10T13:00:00-04:00")
    shown_today = run_callq.wide(120).ok("today").out
    assert "(your time)" in shown_today
    assert "11:00 AM their time" in shown_today


def test_a_place_in_the_last_list_names_a_person(office: Office, run_callq: Callq) -> None:
    for i in range(3):
        office.add(f"P{i}", new_york(i), now=BEFORE)
    assert run_callq("show", "@1").code == 3
    run_callq.ok("today")
    assert run_callq.ok("show", "@2", "--json").json["id"] == 2
    assert run_callq("show", "@0").code == run_callq("show", "@9").code == 3
