"""`people record --policy` shows what 16 CFR 310.4(b)(3) asks for, and says what's missing."""

import csv
import io
from typing import Any

import pytest

from callq.engine.rulebook_check import check
from callq.errors import Exit
from callq.records.rulebooks import shipped_text
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office

LATER = "2026-03-11T12:15:00-04:00"
POLICY = '''
[policy]
text = """
We call no one on do-not-call.
Ask Ann."""
training = { 2026-03-02 = ["ann", "bob"], 2026-04-01 = ["cy"] }
'''


def shown(run: Callq, *options: str, now: str = LATER) -> dict[str, Any]:
    found: dict[str, Any] = run.ok("people", "record", "--policy", "--json", *options, now=now).json
    return found


def test_a_new_store_has_nothing_to_show_and_says_so(run_callq: Callq) -> None:
    found = shown(run_callq)
    assert found["missing"] == ["no-policy", "no-training", "no-registry"]
    assert (found["policy"], found["training"], found["copies"]) == (None, [], [])
    assert found["opt_outs"] == {
        "requests": 0, "median_seconds": None, "slowest_seconds": None, "undated": 0
    }  # fmt: skip


def test_the_policy_and_the_training_come_from_the_rulebook(
    run_callq: Callq, office: Office
) -> None:
    (office.home / "own.toml").write_text(shipped_text() + POLICY)
    run_callq.ok("rules", "apply", str(office.home / "own.toml"))
    office.add("Ann Lee", IN_NEW_YORK)
    for rep in ("ann", "cy", "dan"):
        office.log("ann", "na", agent=rep)
    found = shown(run_callq)
    assert "Ask Ann." in found["policy"]
    assert found["training"] == [
        {"date": "2026-03-02", "reps": ["ann", "bob"]},
        {"date": "2026-04-01", "reps": ["cy"]},
    ]
    # Cy was trained after the period.
    assert (found["untrained"], found["missing"]) == (["cy", "dan"], ["untrained", "no-registry"])


def test_how_fast_opt_outs_were_blocked(run_callq: Callq, office: Office) -> None:
    for name, number in (("Ann", IN_NEW_YORK), ("Bob", IN_CHICAGO), ("Lou", IN_LOS_ANGELES)):
        office.add(name, number, now="2026-03-10T12:00:00-04:00")
    office.log("ann", "dnc", now=LATER)
    office.log("bob", "dnc", now=LATER, when="today 11:15am")
    office.log("lou", "dnc", now=LATER, when="today 9:15am")
    run_callq.ok("dnc", "add", "+1 646 555 0177", "--reason", "letter", now=LATER)
    # Undone: she never asked.
    office.add("Mia", "+1 646 555 0188")
    office.log("mia", "dnc", now=LATER)
    office.undo(now=LATER)
    assert shown(run_callq)["opt_outs"] == {
        "requests": 3, "median_seconds": 3600, "slowest_seconds": 10800, "undated": 1
    }  # fmt: skip
    assert shown(run_callq, "--to", "2026-03-10")["opt_outs"]["requests"] == 0


def test_which_copies_of_registries_were_in_use(run_callq: Callq, office: Office) -> None:
    office.list_numbers("212,5550100\n312,5550100\n")
    office.list_numbers("2125550100\n", "our-own", "2026-03-09")
    (copy,) = shown(run_callq)["copies"]
    assert {key: copy[key] for key in ("list", "first_date", "last_date", "numbers", "by")} == {
        "list": "us-ftc", "first_date": "2026-03-09", "last_date": "2026-03-09", "numbers": 2,
        "by": "ann",
    }  # fmt: skip
    assert "no-registry" not in shown(run_callq)["missing"]
    # In use by then, though imported before the period; and not before it was.
    assert len(shown(run_callq, "--from", "2026-03-12", now="2026-03-13T10:00:00-04:00")["copies"])
    assert shown(run_callq, "--to", "2026-03-10")["copies"] == []


def test_a_team_that_needs_no_registry_says_why(run_callq: Callq) -> None:
    run_callq.ok("rules", "registries", "not-needed", "--reason", "customers only")
    found = shown(run_callq)
    assert (found["registries"], found["registries_reason"]) == ("not needed", "customers only")
    assert "no-registry" not in found["missing"]


def test_violations_are_explained_and_voided_calls_are_none(
    run_callq: Callq, office: Office
) -> None:
    office.add("Ann", IN_NEW_YORK)
    office.log("ann", "na", now=LATER, when="today 6:30am")
    office.log("ann", "na", now=LATER, when="today 6:45am")
    office.undo(now=LATER)
    (one,) = shown(run_callq)["violations"]
    assert (one["codes"], one["meanings"]) == (
        ["hours"],
        ["it was outside their calling hours"],
    )


def test_the_csv_has_a_line_for_each_fact(run_callq: Callq, office: Office) -> None:
    office.add("Ann", IN_NEW_YORK)
    office.log("ann", "dnc")
    text = run_callq.ok("people", "record", "--policy", "--csv", now=LATER).out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["section"], row["what"]) for row in rows] == [
        ("untrained", ""), ("opt-out", "blocked"), ("missing", "no-policy"),
        ("missing", "no-training"), ("missing", "no-registry"),
    ]  # fmt: skip


@pytest.mark.parametrize("more", [["ann"], ["--violations"]])
def test_it_is_about_the_whole_team(run_callq: Callq, more: list[str]) -> None:
    refused = run_callq("people", "record", "--policy", *more)
    assert refused.code == Exit.USAGE


@pytest.mark.parametrize(
    "policy", ["training = { tomorrow = ['ann'] }", "training = { 2026-03-02 = [] }", "words = ''"]
)
def test_a_rulebook_with_a_wrong_policy_is_refused(policy: str) -> None:
    data, mistakes = check(f"{shipped_text()}\n[policy]\n{policy}\n")
    assert data is None
    assert len(mistakes) == 1
