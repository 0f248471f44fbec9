"""A call against a gate is logged and marked; the log proves what was checked for every call."""

import csv
import io
import json
from typing import Any

import pytest

from callq.engine.checks import CHECKS
from callq.errors import Exit
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office, new_york

EARLY, NIGHT = "2026-03-11T07:59:59-04:00", "2026-03-10T23:30:00-04:00"


def marks(office: Office) -> list[str]:
    return [row[0] for row in office.rows("SELECT violations FROM call ORDER BY id")]


def checked(office: Office) -> dict[str, Any]:
    ((text,),) = office.rows("SELECT checked FROM call ORDER BY id DESC LIMIT 1")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (EARLY, "hours"), ("2026-03-11T08:00:00-04:00", ""), ("2026-03-11T19:59:59-04:00", ""),
        ("2026-03-11T20:00:00-04:00", "hours"), ("2026-03-15T12:00:00-04:00", "hours"),
        ("2026-03-14T17:00:00-04:00", "hours"), ("2026-03-14T16:59:59-04:00", ""),
    ],
)  # fmt: skip
def test_a_call_outside_their_hours_is_marked(office: Office, moment: str, expected: str) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    logged = office.log("ann", "na", now=moment)
    assert marks(office) == [expected]
    assert ",".join(logged.call.violations) == expected
    assert bool(logged.warnings) is bool(expected)


def test_the_clock_is_theirs(office: Office) -> None:
    office.add("Lou Fox", IN_LOS_ANGELES)
    logged = office.log("lou", "na", now="2026-03-11T10:59:00-04:00")
    assert marks(office) == ["hours"]
    assert logged.warnings == (
        "Outside their calling hours (8:00 AM-8:00 PM their time). Logged as a violation.",
    )
    office.log("lou", "na", now="2026-03-11T11:00:00-04:00")
    assert marks(office) == ["hours", ""]


def test_a_call_told_of_later_is_judged_at_its_own_moment(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    office.log("ann", "na", when="2026-03-09 9pm")
    office.log("ann", "dnc")
    office.log("ann", "na", when="today 9am", now="2026-03-11T15:00:00-04:00")
    office.log("ann", "na", when="today 11am", now="2026-03-11T15:00:00-04:00")
    assert marks(office) == ["hours", "", "", "do-not-call"]


def test_an_entry_lifted_since_stood_then(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    office.log("ann", "dnc")
    office.undo(now="2026-03-11T12:00:00-04:00")
    office.log("ann", "na", when="today 11am", now="2026-03-11T15:00:00-04:00")
    office.log("ann", "na", when="today 1pm", now="2026-03-11T15:00:00-04:00")
    assert marks(office) == ["", "do-not-call", ""]


def test_every_gate_marks_and_is_reported(office: Office, run_callq: Callq) -> None:
    for i, name in enumerate(("Amy", "Ben", "Cyd", "Dan", "Eve")):
        office.add(name, new_york(i))
    office.add("Fay", "+44 20 7946 0001", zone="America/New_York")
    office.add("Gil", IN_CHICAGO, zone="America/New_York")
    office.list_numbers("312,5550100\n")
    office.list_numbers("02079460002\n", "gb-tps", "2026-01-01")
    office.log("fay", "na")
    office.log("gil", "na")
    office.log("amy", "dnc", now="2026-03-10T12:00:00-04:00")
    office.log("amy", "na")
    office.log("ben", "na", now=NIGHT)
    for hour in (12, 13, 14, 15):
        office.log("cyd", "na", now=f"2026-03-10T{hour}:00:00-04:00")
    office.log("dan", "won", now="2026-03-10T12:00:00-04:00")
    office.log("dan", "na")
    office.log("eve", "na")
    office.add("Hal", "+33 1 99 00 12 34")
    office.log("hal", "ni", now="2026-03-10T10:15:00-04:00")
    office.log("hal", "na")
    run_callq.ok("rules", "registries", "required")
    office.add("Ida", "+1 617 555 0100")
    office.log("ida", "na")
    for name, last, series in (("Jan", "0171", "us-rnd"), ("Kit", "0172", "litigators")):
        office.add(name, f"+1 617 555 {last}")
        office.list_numbers(f"617555{last}\n", series)
        office.log(name.lower(), "na")
    found = run_callq.ok("people", "record", "--violations", "--json").json["calls"]
    assert {call["name"]: call["violations"] for call in found} == {
        "Amy": ["do-not-call"], "Ben": ["hours"], "Cyd": ["cap"], "Dan": ["closed"],
        "Fay": ["list-too-old"], "Gil": ["on-a-registry"],
        "Hal": ["needs-consent", "rest"], "Ida": ["no-list"],
        "Jan": ["reassigned-number", "no-list"], "Kit": ["litigator", "no-list"],
    }  # fmt: skip
    assert {gate for call in found for gate in call["violations"]} == {
        check.code for check in CHECKS if check.marks
    }
    shown = run_callq.ok("show", "amy", "--json").json["calls"]
    assert [call["violations"] for call in shown] == [["do-not-call"], []]
    assert "in violation: cap" in run_callq.ok("show", "cyd").out


@pytest.mark.parametrize("channel", ["email", "visit"])
def test_what_does_not_ring_is_against_no_gate(office: Office, channel: str) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    office.log("ann", "dnc")
    office.log("ann", "soft-no", channel=channel, now=NIGHT)
    assert marks(office) == ["", ""]


def test_a_cooldown_isnt_a_gate(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    office.log("ann", "ni", now="2026-03-10T11:00:00-04:00")
    assert "though cooling down" in office.log("ann", "na").warnings[0]
    assert marks(office) == ["", ""]


def test_no_one_knows_their_hours_isnt_a_violation_and_says_no_window(office: Office) -> None:
    office.add("Tom", "+1 800 555 0199")
    office.log("tom", "na", now=NIGHT)
    assert marks(office) == [""]
    assert "window" not in checked(office)


def test_the_only_number_of_someone_blocked_is_the_one_that_was_called(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    office.log("ann", "dnc", now="2026-03-10T11:00:00-04:00")
    office.log("ann", "na")
    assert office.rows("SELECT DISTINCT number FROM call") == [("+12125550100",)]


def test_the_mark_outlives_other_rules_and_a_void_stays_in_sight(
    office: Office, run_callq: Callq
) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    office.log("ann", "ni", now=EARLY)
    assert "called-in-violation" in run_callq("purge-check", "--strict", "--json").out
    assert run_callq("purge-check", "--strict").code == Exit.FOUND
    office.undo()
    (call,) = run_callq.ok("people", "record", "--violations", "--json").json["calls"]
    assert call["violations"] == ["hours"]
    assert call["voided_by"] == "ann"
    assert run_callq("purge-check", "--strict").code == Exit.DONE


def test_a_callback_warns_once(office: Office) -> None:
    """It was said again with every later call."""
    office.add("Lou Fox", IN_LOS_ANGELES)
    noon = "2026-03-11T13:00:00-04:00"
    (warning,) = office.log("lou", "cb", at="tomorrow 3am", now=noon).warnings
    assert "You can call from" in warning
    assert office.log("lou", "na", now="2026-03-11T14:00:00-04:00").warnings == ()
    assert office.log("lou", "vm", now="2026-03-12T12:00:00-04:00").warnings == ()


def test_what_was_checked_and_set_is_kept_with_the_call(office: Office, run_callq: Callq) -> None:
    office.add("Ann Lee", IN_NEW_YORK, IN_CHICAGO)
    said = {
        "SELLER": "Acme",
        "PRODUCT": "paper",
        "CALLING_NUMBER": "+1 212 555 0000",
        "CALLER_ID": "ACME",
    }
    env = {f"CALLQ_{name}": value for name, value in said.items()}
    run_callq.ok("log", "ann", "na", "--duration", "12s", env=env)
    run_callq.ok("log", "ann", "na", "--number", "312 555 0100")
    first, second = run_callq.ok("people", "record", "ann", "--json").json["calls"]
    assert {k: first[k] for k in ("rep", "seller", "product", "calling_number", "caller_id")} == {
        "rep": "ann", "seller": "Acme", "product": "paper", "calling_number": "+1 212 555 0000",
        "caller_id": "ACME",
    }  # fmt: skip
    assert first["called_number"] == "+12125550100"
    assert first["local_time"] == "2026-03-11T10:15:00-04:00"
    assert first["window"] == "08:00-20:00 America/New_York"
    assert first["rules"].startswith("2026.1 ")
    assert first["lists"][0] == "own"
    assert second["seller"] is None
    assert second["local_time"] == "2026-03-11T09:15:00-05:00"
    assert second["window"] == "08:00-20:00 America/Chicago"


def test_the_days_are_those_of_the_rep(office: Office, run_callq: Callq) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    for moment in ("2026-03-08T23:59:59-04:00", "2026-03-09T00:00:00-04:00", "2026-03-10T23:59:59-04:00",
                   "2026-03-11T00:00:00-04:00"):  # fmt: skip
        office.log("ann", "na", now=moment)
    found = run_callq.ok(
        "people", "record", "--from", "2026-03-09", "--to", "2026-03-10", "--json"
    ).json
    assert [call["at"] for call in found["calls"]] == [
        "2026-03-09T04:00:00Z",
        "2026-03-11T03:59:59Z",
    ]


def test_csv_is_whole_and_runs_in_no_spreadsheet(office: Office, run_callq: Callq) -> None:
    office.add('=cmd|"x"', IN_NEW_YORK, company='Lee, "Sons"')
    office.log(1, "na", now=NIGHT)
    office.log(1, "ni", reason="price")
    text = run_callq.ok("people", "record", "1", "--csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["violations"] for row in rows] == ["hours", ""]
    assert rows[0]["name"] == '\'=cmd|"x"'
    assert rows[0]["company"] == 'Lee, "Sons"'
    assert rows[0]["called_number"] == "'+12125550100"


def test_the_compliance_record_of_someone_erased(office: Office, run_callq: Callq) -> None:
    office.add("Zoe Quimby", new_york(1), emails=("zoe@quimby.example",))
    office.log("zoe", "ni", reason="price", note="wants a harp", now=NIGHT)
    kept = run_callq.ok("people", "erase", "zoe", "--keep-calls", "--yes", "--json").json[
        "pseudonym"
    ]
    for who in (kept, new_york(1)):
        found = run_callq.ok("people", "record", who, "--json").json
        (call,) = found["calls"]
        assert (call["outcome"], call["reason"], call["violations"]) == (
            "soft-no",
            "price",
            ["hours"],
        )
        assert call["called_number"] is None
        assert len(call["called_number_hash"]) == 64
        assert call["window"] == "08:00-20:00 America/New_York"
    assert found["suppressed"][0]["hash"] == call["called_number_hash"]
    by_mail = run_callq.ok("people", "record", "zoe@quimby.example", "--json").json
    assert by_mail["suppressed"]
    assert run_callq("people", "record", new_york(9)).code == Exit.NOT_FOUND


def test_without_who_or_days_it_asks(run_callq: Callq) -> None:
    refused = run_callq("people", "record")
    assert refused.code == Exit.USAGE
    assert "--from" in refused.err
    assert run_callq("people", "record", "--violations", "--json", "--csv").code == Exit.USAGE


def test_a_call_that_nothing_was_checked_for_is_on_their_clock_too(
    office: Office, run_callq: Callq
) -> None:
    """One that a list told of: midnight in Los Angeles is its day there, not three in New York."""
    office.file(f"Name,Phone,Last Outcome,Last Called\nLou,{IN_LOS_ANGELES},No answer,2026-02-03\n")
    run_callq.ok("import", "people.csv")
    (row,) = csv.DictReader(io.StringIO(run_callq.ok("people", "record", "lou", "--csv").out))
    assert "2026-02-03T00:00:00-08:00" in row.values()
    assert "2026-02-03 12:00 AM" in run_callq.ok("people", "record", "lou").out


def test_a_consent_is_in_the_record_with_its_form_number_and_seller(run_callq: Callq) -> None:
    run_callq.ok("add", "Ann Lee", "-p", IN_NEW_YORK)
    run_callq.ok("add", "Bob Fox", "-p", IN_CHICAGO)
    consent = ("people", "consent", "ann", "--source")
    run_callq.ok(*consent, "signed form", "--written", "--number", IN_NEW_YORK[-4:])
    run_callq.ok(*consent, "on the phone", "--seller", "Acme")
    run_callq.ok("people", "consent", "ann", "--withdraw", "--note", "by letter")
    run_callq.ok("people", "consent", "bob", "--source", "on the phone")
    found = run_callq.ok("people", "record", "ann", "--json").json["consents"]
    given = [one["consent"] for one in found]
    assert {(one["prospect_id"], one["name"]) for one in found} == {(1, "Ann Lee")}
    assert [(one["written"], one["number"], one["seller"]) for one in given] == [
        (True, "+12125550100", None), (False, None, "Acme"),
    ]  # fmt: skip
    assert all(one["withdrawn_at"] and one["withdrawn_reason"] == "by letter" for one in given)
    shown = run_callq.ok("people", "record", "ann").out
    assert "written" in shown
    assert "Acme" in shown
    everyone = run_callq.ok("people", "record", "--from", "2026-03-01", "--json").json["consents"]
    assert [one["name"] for one in everyone] == ["Ann Lee", "Ann Lee", "Bob Fox"]
    of_violations = run_callq.ok("people", "record", "--violations", "--json").json
    assert of_violations["consents"] == []
    run_callq.ok("people", "erase", "ann", "--reason", "requested", "--yes")
    assert run_callq.ok("people", "record", IN_NEW_YORK, "--json").json["consents"] == []
