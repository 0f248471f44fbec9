"""Whether numbers have to be checked against registries: unanswered, required, or not needed."""

import json

import pytest

from callq.errors import CallqError, Exit
from callq.records.rulebooks import shipped_text
from callq.rulebooks import rules
from helpers import IN_CHICAGO, Callq, Office

NOW = "2026-11-30T12:00:00-05:00"


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    office.add("Ann", IN_CHICAGO, now="2026-11-29T12:00:00-05:00")
    return run_callq


def today(run: Callq) -> dict[str, object]:
    found = run.ok("today", "--json", now=NOW).json
    return {"names": [item["name"] for item in found["items"]], "unchecked": found["unchecked"],
            "held": found["counts"]["on_hold"]}  # fmt: skip


def test_as_shipped_no_one_is_held_and_every_screen_says_so(run: Callq) -> None:
    assert today(run) == {"names": ["Ann"], "unchecked": ["us-ftc"], "held": {}}
    assert run.ok("next", "--json", now=NOW).json["unchecked"] == ["us-ftc"]
    for command in ("today", "next"):
        assert "callq rules registries" in run.ok(command, now=NOW).out


def test_the_record_of_a_call_says_it_was_unchecked(run: Callq, office: Office) -> None:
    run.ok("log", "ann", "na", now=NOW)
    ((kept,),) = office.rows("SELECT checked FROM call")
    assert json.loads(kept)["unchecked"] == ["us-ftc"]


def test_required_holds_who_no_copy_covers_until_there_is_one(run: Callq, office: Office) -> None:
    office.add("Pam", "+44 20 7946 0001", now="2026-11-29T12:00:00-05:00")
    run.ok("rules", "registries", "required", now=NOW)
    assert today(run) == {"names": [], "unchecked": [], "held": {"no-list": 2}}
    assert run("next", now=NOW).code == Exit.NOT_FOUND
    why = run.ok("why", "ann", "--json", now=NOW).json
    assert "no-list" in {reason["rule"] for reason in why["explanation"]}
    (office.home / "ftc.txt").write_text("312,5550999\n")
    run.ok("dnc", "import", str(office.home / "ftc.txt"), "--list", "us-ftc",
           "--as-of", "2026-11-29", now=NOW)  # fmt: skip
    assert today(run) == {"names": ["Ann"], "unchecked": [], "held": {"no-list": 1}}


def test_a_call_without_a_required_copy_is_a_violation(run: Callq, office: Office) -> None:
    run.ok("rules", "registries", "required", now=NOW)
    run.ok("log", "ann", "na", now=NOW)
    assert office.rows("SELECT violations FROM call") == [("no-list",)]


def test_not_needed_takes_a_reason_and_is_silent(run: Callq) -> None:
    refused = run("rules", "registries", "not-needed", now=NOW)
    assert refused.code == Exit.USAGE
    answered = run.ok("rules", "registries", "not-needed", "--reason", "customers only", "--json")
    assert answered.json["answer"] == "not needed"
    assert answered.json["reason"] == "customers only"
    assert today(run)["unchecked"] == []


def test_undo_takes_the_answer_back(run: Callq) -> None:
    run.ok("rules", "registries", "required")
    run.ok("undo")
    assert run.ok("rules", "registries", "--json").json["answer"] == "unanswered"


def test_an_own_rulebook_gets_the_answer_and_keeps_its_comments(run: Callq, office: Office) -> None:
    own = office.home / "rulebook.toml"
    own.write_text("# ours\n" + shipped_text())
    run.ok("rules", "registries", "required")
    assert own.read_text().startswith("# ours\n")
    run.ok("rules", "apply")
    assert run.ok("rules", "registries", "--json").json["answer"] == "required"


def test_businesses_are_not_checked_against_a_consumer_registry(run: Callq, office: Office) -> None:
    text = shipped_text() + '\n[calling]\npreset = "business"\nregistries = "required"\n'
    (office.home / "b2b.toml").write_text(text)
    run.ok("rules", "apply", str(office.home / "b2b.toml"))
    assert today(run) == {"names": ["Ann"], "unchecked": [], "held": {}}


@pytest.mark.parametrize(
    "calling",
    ['registries = "maybe"', 'registries = "not needed"'],
    ids=["unknown answer", "no reason"],
)
def test_a_rulebook_with_half_an_answer_is_refused(
    run: Callq, office: Office, calling: str
) -> None:
    (office.home / "bad.toml").write_text(f"{shipped_text()}\n[calling]\n{calling}\n")
    assert run("rules", "check", str(office.home / "bad.toml")).code == Exit.BAD_RULEBOOK


def test_an_import_says_that_numbers_are_unchecked(run: Callq, office: Office) -> None:
    (office.home / "people.csv").write_text("Name,Phone\nBob,212-555-0101\n")
    found = run.ok("import", str(office.home / "people.csv"), "--json", now=NOW).json
    assert found["unchecked"] == ["us-ftc"]


def test_setup_answers_for_a_store_that_it_makes(bare_callq: Callq) -> None:
    said = bare_callq.ok("setup", "--registries", "we only call customers", "--json").json
    assert said["registries"] == "we only call customers"
    assert bare_callq.ok("rules", "registries", "--json").json["answer"] == "not needed"
    assert (
        bare_callq.ok("setup", "--registries", "required", "--json").json["registries"]
        == "required"
    )


def test_an_own_rulebook_that_cannot_be_written_changes_nothing(
    run: Callq, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office.home / "rulebook.toml").write_text(shipped_text())

    def full(*_: object, **__: object) -> None:
        raise CallqError("The disk is full.", name="disk-full")

    monkeypatch.setattr(rules, "write_whole", full)
    with office.workspace() as ws, pytest.raises(CallqError):
        rules.answer_registries(ws, "required", "")
    assert run.ok("rules", "registries", "--json").json["answer"] == "unanswered"
