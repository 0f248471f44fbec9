"""State registries, reassigned numbers and litigators: each has an age and a meaning of its own."""

import json
import sqlite3
from contextlib import closing

import pytest
from test_dnc_import import checked, ftc, holds, import_
from test_hours_and_consent import agree, offered, told

from callq.compliance.registry_lists import drop
from callq.errors import CallqError, Exit
from helpers import IN_NEW_YORK, Callq, Office

NOW = "2026-03-11T12:00:00-04:00"
DATED = "2026-03-09"
LATER = "2026-03-13T12:00:00-04:00"
LAST_DAY, NEXT_DAY = "2026-06-09T12:00:00-04:00", "2026-06-10T12:00:00-04:00"
"""92 days after it, and the first day on which it's too old."""
IN_TEXAS, IN_INDIANA, IN_DENVER = "+1 512 555 0100", "+1 317 555 0100", "+1 303 555 0100"


def state_list(office: Office, text: str, series: str = "us-tx", day: str = DATED) -> None:
    import_(office, text, series=series, as_of=day, now=NOW)


def test_a_states_list_holds_who_is_on_it_and_grows_old_for_that_state(office: Office) -> None:
    office.add("Tex", IN_TEXAS)
    office.add("Tia", "+1 512 555 0177")
    office.add("Ann", IN_NEW_YORK)
    state_list(office, "5125550100\n")
    assert offered(office, NOW) == ["Tia", "Ann"]
    assert offered(office, LAST_DAY) == ["Tia", "Ann"]
    assert offered(office, NEXT_DAY) == ["Ann"]
    assert office.look(now=NEXT_DAY).counts.held == {"list-too-old": 1, "on-a-registry": 1}
    assert "too old" in " ".join(r.text for r in office.portray("tia", now=NEXT_DAY).reasons)


def test_an_address_in_the_state_counts_too(office: Office) -> None:
    office.add("Ned", IN_NEW_YORK, places=("US-TX",), place_zones=("America/Chicago",))
    state_list(office, "5125550100\n")
    assert offered(office, NOW) == ["Ned"]
    assert offered(office, NEXT_DAY) == []
    assert checked(office, IN_NEW_YORK, NEXT_DAY).blocked is False


def test_a_newer_copy_of_a_state_replaces_all_of_the_old_one(office: Office) -> None:
    office.add("Tex", IN_TEXAS)
    office.add("Ann", IN_NEW_YORK)
    # Ann moved here from Texas, and brought her number.
    state_list(office, "5125550100\n2125550100\n")
    assert offered(office, NOW) == []
    state_list(office, "7135550100\n", day="2026-03-10")
    assert offered(office, NOW) == ["Tex", "Ann"]


def test_required_asks_for_the_states_list_in_that_state_alone(run_callq: Callq) -> None:
    run_callq.ok("add", "Tex", "-p", IN_TEXAS, now=NOW)
    run_callq.ok("add", "Ann", "-p", IN_NEW_YORK, now=NOW)
    run_callq.ok("rules", "registries", "required", now=NOW)
    asked = run_callq.ok("rules", "registries", "--json", now=NOW).json
    assert asked["missing"] == ["us-ftc", "us-tx"]
    for name, series in (("ftc.txt", "us-ftc"), ("tx.txt", "us-tx")):
        held = run_callq.ok("today", "--json", now=NOW).json["counts"]["on_hold"]
        assert held == {"no-list": 2 if series == "us-ftc" else 1}
        (run_callq.home / name).write_text("5125550199\n2125550199\n")
        run_callq.ok("dnc", "import", str(run_callq.home / name), "--list", series,
                     "--as-of", DATED, now=NOW)  # fmt: skip
    assert run_callq.ok("today", "--json", now=NOW).json["counts"]["on_hold"] == {}


@pytest.mark.parametrize(("number", "place", "series"), [
    ("+1 416 234 5678", "Florida", ("ca-dncl", "us-fl", "us-ftc")),
    (IN_TEXAS, "Ontario", ("ca-dncl", "us-ftc", "us-tx")),
    (IN_TEXAS, "Florida", ("us-fl", "us-ftc", "us-tx")),
])  # fmt: skip
def test_a_move_takes_no_number_off_its_own_registry(
    run_callq: Callq, number: str, place: str, series: tuple[str, ...]
) -> None:
    """A registry is a list of numbers: that of the number counts, and that of where they are."""
    run_callq.ok("add", "Mo", "-p", number, now=NOW)
    run_callq.ok("hours", "mo", "--location", place, now=NOW)
    assert run_callq.ok("next", "--json", now=NOW).json["unchecked"] == list(series)
    run_callq.ok("log", "mo", "na", now=NOW)
    with closing(sqlite3.connect(run_callq.home / "callq.db")) as db:
        [(kept,)] = db.execute("SELECT checked FROM call")
    assert sorted(json.loads(kept)["unchecked"]) == list(series)
    run_callq.ok("rules", "registries", "required", now=NOW)
    for one in series:
        held = run_callq.ok("today", "--json", now=LATER).json["counts"]["on_hold"]
        assert held == {"no-list": 1}
        assert run_callq.ok("why", "mo", "--json", now=LATER).json["callable_at"] is None
        (run_callq.home / "copy.txt").write_text("+14165550199\n+15125550199\n")
        run_callq.ok("dnc", "import", "copy.txt", "--list", one, "--as-of", DATED,
                     now=LATER)  # fmt: skip
    assert run_callq.ok("today", "--json", now=LATER).json["counts"]["due"] == 1


def test_an_old_copy_of_the_numbers_own_state_holds_after_a_move(office: Office) -> None:
    office.add("Tex", IN_TEXAS)
    told(office, "tex", "Florida", NOW)
    state_list(office, "5125550177\n")
    assert offered(office, LAST_DAY) == ["Tex"]
    assert offered(office, NEXT_DAY) == []
    assert office.look(now=NEXT_DAY).counts.held == {"list-too-old": 1}


def test_which_relationship_counts_is_the_states_to_say(office: Office) -> None:
    people = {"Tex": IN_TEXAS, "Ina": IN_INDIANA, "Den": IN_DENVER}
    for name, number in people.items():
        office.add(name, number)
    for series, number in zip(("us-tx", "us-in", "us-co"), people.values(), strict=True):
        state_list(office, f"{number[3:]}\n", series)
    for name in people:
        agree(office, name, relationship="purchase", on="2025-02-03", until="2030-01-01")
    # 13 months ago: Texas counts 12, Colorado 18, Indiana none.
    assert offered(office, NOW) == ["Den"]
    for name in people:
        agree(office, name, relationship="inquiry", on="2026-02-02", until="2030-01-01")
    assert offered(office, NOW) == ["Tex", "Den"]
    agree(office, "Ina")
    assert offered(office, "2026-03-12T12:00:00-04:00") == ["Tex", "Ina", "Den"]


def test_on_two_lists_the_stricter_rule_counts(office: Office) -> None:
    office.add("Ina", IN_INDIANA)
    ftc(office, "317,5550100\n", now=NOW)
    agree(office, "ina", relationship="purchase", on="2026-02-02")
    assert offered(office, NOW) == ["Ina"]
    state_list(office, "3175550100\n", "us-in")
    assert offered(office, NOW) == []


def test_a_litigator_is_do_not_call_on_every_number_until_a_newer_list(office: Office) -> None:
    office.add("Lou", IN_NEW_YORK, IN_TEXAS)
    agree(office, "lou")
    state_list(office, "2125550100\n", "litigators")
    assert office.portray("lou", now=NOW).status.state == "do-not-call"
    seen = checked(office, IN_TEXAS, NOW)
    assert seen.blocked
    assert [one.name for one in seen.opted_out] == ["Lou"]
    assert checked(office, IN_NEW_YORK, NOW).blocked
    state_list(office, "7135550100\n", "litigators", "2026-03-10")
    assert office.portray("lou", now=NOW).status.state == "fresh"
    assert checked(office, IN_NEW_YORK, NOW).entries == ()


def test_calling_a_litigator_is_a_violation(office: Office) -> None:
    office.add("Lou", IN_NEW_YORK)
    state_list(office, "2125550100\n", "litigators")
    office.log("lou", "na", now=NOW)
    assert office.rows("SELECT violations FROM call") == [("litigator",)]


def test_a_litigator_who_also_asked_is_in_violation_by_both(office: Office) -> None:
    office.add("Lou", IN_NEW_YORK)
    state_list(office, "2125550100\n", "litigators")
    office.log("lou", "do-not-call", now=NOW)
    office.log("lou", "na", now=LATER)
    assert office.log("lou", "na", now=LATER).call.violations == ("do-not-call", "litigator")


def test_why_names_the_list_that_a_litigator_is_on(run_callq: Callq) -> None:
    run_callq.ok("add", "Lou", "-p", IN_NEW_YORK, now=NOW)
    (run_callq.home / "them.txt").write_text("2125550100\n")
    run_callq.ok("dnc", "import", "them.txt", "--list", "litigators", "--as-of", DATED, now=NOW)
    why = run_callq.ok("why", "lou", "--json", now=NOW).json
    assert [one["rule"] for one in why["explanation"]] == ["litigator", "fresh", "litigator"]
    assert "2026-03-09" in why["explanation"][-1]["text"]
    run_callq.ok("config", "dial", "tel", now=NOW)
    assert run_callq("dial", "lou", now=NOW).code == Exit.REFUSED


def test_calling_a_reassigned_number_is_a_violation_of_its_own(run_callq: Callq) -> None:
    """Also where a registry has it: the log names both, the hold the one that's harder to lift."""
    for name, number in (("Rob", IN_NEW_YORK), ("Bo", IN_DENVER)):
        run_callq.ok("add", name, "-p", number, now=NOW)
    (run_callq.home / "moved.txt").write_text("2125550100\n3035550100\n")
    (run_callq.home / "ftc.txt").write_text("303,5550100\n")
    for name, series in (("moved", "us-rnd"), ("ftc", "us-ftc")):
        run_callq.ok("dnc", "import", f"{name}.txt", "--list", series, "--as-of", DATED, now=NOW)
    today = run_callq.ok("today", "--json", now=NOW).json
    assert today["counts"]["on_hold"] == {"reassigned-number": 2}
    why = run_callq.ok("why", "rob", "--json", now=NOW).json
    assert why["explanation"][-1]["rule"] == "reassigned-number"
    run_callq.ok("log", "rob", "na", now=NOW)
    run_callq.ok("log", "bo", "na", now=NOW)
    calls = run_callq.ok("people", "record", "--violations", "--json", now=NOW).json["calls"]
    assert [one["violations"] for one in calls] == [
        ["reassigned-number"], ["on-a-registry", "reassigned-number"],
    ]  # fmt: skip


def test_a_reassigned_number_is_not_theirs_but_their_other_one_is(office: Office) -> None:
    office.add("Rob", IN_NEW_YORK, IN_TEXAS)
    office.add("Ann", IN_NEW_YORK)
    state_list(office, "2125550100\n", "us-rnd")
    assert offered(office, NOW) == ["Rob"]
    number = office.portray("rob", now=NOW).status.number
    assert number is not None
    assert number.e164 == "+15125550100"
    assert holds(office) == ["", "reassigned-number"]


def test_only_a_consent_newer_than_the_list_counts_for_a_reassigned_number(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK)
    office.add("Con", "+1 203 555 0100")
    for name in ("ann", "con"):
        agree(office, name, on="2026-03-01", written=True)
    assert offered(office, NOW) == ["Ann", "Con"]
    state_list(office, "2125550100\n2035550100\n", "us-rnd")
    assert offered(office, NOW) == []
    for name in ("ann", "con"):
        agree(office, name, on=DATED)
    assert offered(office, NOW) == []
    for name in ("ann", "con"):
        agree(office, name, on="2026-03-10", written=True)
    assert offered(office, NOW) == ["Ann", "Con"]


def test_an_old_list_that_no_call_needs_is_warned_of_and_holds_no_one(
    office: Office, run_callq: Callq
) -> None:
    office.add("Ann", IN_NEW_YORK)
    state_list(office, "7135550100\n", "litigators")
    state_list(office, "7135550100\n", "us-rnd")
    late = "2026-04-15T12:00:00-04:00"
    assert offered(office, late) == ["Ann"]
    checks = run_callq("store", "check", "--json", now=late).json["checks"]
    (found,) = (one for one in checks if one["check"] == "lists")
    assert (found["state"], found["message"].count("37 days")) == ("found", 2)
    office.log("ann", "na", now=late)
    assert office.rows("SELECT violations FROM call") == [("",)]


def test_the_record_of_a_call_says_which_of_them_it_was_checked_against(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK)
    state_list(office, "7135550100\n", "litigators")
    office.log("ann", "na", now=NOW)
    ((kept,),) = office.rows("SELECT checked FROM call")
    assert f"litigators {DATED}" in kept


def test_dropping_a_litigator_list_frees_who_was_on_it(office: Office) -> None:
    office.add("Lou", IN_NEW_YORK)
    state_list(office, "2125550100\n", "litigators")
    assert offered(office, NOW) == []
    with office.workspace(now=NOW) as ws:
        assert drop(ws, "litigators", "").people == 1
    assert offered(office, NOW) == ["Lou"]


def test_a_list_shows_its_age(run_callq: Callq) -> None:
    (run_callq.home / "tx.txt").write_text("5125550199\n")
    run_callq.ok("dnc", "import", str(run_callq.home / "tx.txt"), "--list", "us-tx",
                 "--as-of", DATED, now=NOW)  # fmt: skip
    (one,) = run_callq.ok("dnc", "list", "--json", now=LAST_DAY).json["lists"]
    assert (one["list"], one["age_days"], one["stale"]) == ("us-tx", 92, False)


@pytest.mark.parametrize(
    "text",
    [
        "TN,Date,Result\n2125550100,2025-05-01,Yes\n3175550100,2025-05-01,No\n7135550100,2025-05-01,No Data\n",
        "2125550100,2025-05-01,yes\n3175550100,2025-05-01,no\n7135550100,2025-05-01,no\n",
        "2125550100,Y\n3175550100,N\n",
    ],
)  # fmt: skip
def test_of_the_databases_own_result_only_a_yes_counts(office: Office, text: str) -> None:
    office.add("Ann", IN_NEW_YORK)
    office.add("Ina", IN_INDIANA)
    state_list(office, text, "us-rnd")
    assert offered(office, NOW) == ["Ina"]


def test_a_result_without_a_yes_is_refused_and_says_how_to_release_them(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK)
    state_list(office, "2125550100,2025-05-01,yes\n", "us-rnd")
    with pytest.raises(CallqError) as refused:
        state_list(office, "2125550100,2026-03-01,no\n", "us-rnd", "2026-03-10")
    assert refused.value.name == "no-yes"
    assert offered(office, NOW) == []


@pytest.mark.parametrize("series", ["our-own", "litigators", "us-in"])
def test_of_another_list_every_number_counts(office: Office, series: str) -> None:
    office.add("Ina", IN_INDIANA)
    state_list(office, "Phone,Flag\n3175550100,No\n3175550199,Yes\n", series)
    assert offered(office, NOW) == []
