"""The audit of the not-interested list: every verdict and flag, and never a change."""

from collections.abc import Callable
from typing import Any

import pytest
from test_dnc_import import ftc

from callq.audit.purge_check import (
    GROUPS,
    UNDATED,
    Finding,
    Summary,
    findings,
    group_of,
    violations_elsewhere,
)
from callq.engine.audit import Flag, Verdict
from callq.engine.filters import Filter
from callq.queue.narrowing import condition_of
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office, new_york

LAST_YEAR = "2025-03-03T10:00:00-05:00"
LAST_MONTH = "2026-02-03T10:00:00-05:00"
YESTERDAY = "2026-03-10T10:00:00-04:00"


def audit(office: Office, **which: Any) -> dict[str, Finding]:
    with office.workspace() as ws:
        return {
            finding.name: finding for finding in findings(ws, condition_of(ws, Filter(**which)))
        }


def of(office: Office, name: str = "Ron") -> Finding:
    return audit(office)[name]


def ron(office: Office, *calls: tuple[str, dict[str, Any]], **fields: Any) -> None:
    """Ron, called every two hours from half past ten a year ago."""
    office.add("Ron", *fields.pop("phones", (IN_NEW_YORK,)), now=LAST_YEAR, **fields)
    for i, (outcome, said) in enumerate(calls):
        now = said.pop("now", f"2025-03-03T{10 + 2 * i}:30:00-05:00")
        office.log("ron", outcome, now=now, **said)


CASES: dict[Verdict, Callable[[Office], object]] = {
    Verdict.DECIDE: lambda office: ron(office, opt_out_text="no calls please"),
    Verdict.CALL_AGAIN: lambda office: ron(office, ("ni", {"reason": "price"})),
    Verdict.COOLING: lambda office: ron(office, ("hn", {"now": YESTERDAY})),
    Verdict.ON_HOLD: lambda office: ron(office, ("ni", {}), phones=("+1 800 555 0199",)),
    Verdict.WRITE_NOW: lambda office: ron(office, ("ni", {"channel": "email"})),
    Verdict.DO_NOT_CALL: lambda office: ron(office, ("ni", {}), ("dnc", {})),
    Verdict.DEAD: lambda office: ron(office, ("ni", {}), ("wn", {})),
}


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_reached(office: Office, verdict: Verdict) -> None:
    CASES[verdict](office)
    assert of(office).verdict is verdict


def test_a_verdict_follows_the_clock(office: Office) -> None:
    ron(office, ("ni", {"reason": "price"}))
    for now, verdict in (
        ("2025-04-02T10:29:59-04:00", Verdict.COOLING), ("2025-04-02T10:30:00-04:00", Verdict.CALL_AGAIN),
    ):  # fmt: skip
        with office.workspace(now=now) as ws:
            assert [finding.verdict for finding in findings(ws)] == [verdict]


@pytest.mark.parametrize("outcome", ["na", "hu", "int", "won", "dq", "cb", "referred"])
def test_only_refusals_are_audited(office: Office, outcome: str) -> None:
    ron(office, ("ni", {}), (outcome, {"within": "2 years"} if outcome == "cb" else {}))
    expected = {"na": 1}.get(outcome, 0)
    assert len(audit(office)) == expected


TOO_EARLY: dict[Flag, Callable[[Office], object]] = {
    Flag.UNCONFIRMED: lambda office: office.import_(
        office.file(f"Name,Phone,Last Outcome\nRon,{IN_NEW_YORK},Not interested\n")
    ),
    Flag.SHORT_CALL: lambda office: ron(office, ("ni", {"duration": "19s"})),
    Flag.SINGLE_TRY: lambda office: ron(office, ("ni", {})),
    Flag.ONLY_GATEKEEPER: lambda office: ron(
        office, ("gk", {}), ("ni", {"channel": "email"}), ("emailed", {}),
    ),
    Flag.NUMBER_GIVEN_UP: lambda office: ron(
        office, ("wn", {"number": "0199"}), ("ni", {"number": "0100"}),
        phones=(IN_NEW_YORK, "+1 212 555 0199"),
    ),
    Flag.SAME_PART: lambda office: ron(
        office, *(("ni", {"now": f"2025-{d}T11:00:00-04:00"}) for d in ("03-04", "05-06", "08-12"))
    ),
    Flag.TIMING: lambda office: ron(office, ("ni", {"reason": "timing"})),
    Flag.NOTE_SAYS_LATER: lambda office: ron(office, ("ni", {"note": "try again after summer"})),
}  # fmt: skip
WARNINGS: dict[Flag, Callable[[Office], object]] = {
    Flag.OPTED_OUT_ELSEWHERE: lambda office: (
        ron(office, ("ni", {})),  # type: ignore[func-returns-value]
        office.add("Rita", IN_NEW_YORK),
        office.log("rita", "dnc"),
    ),
    Flag.OPT_OUT_REQUEST: lambda office: ron(office, ("ni", {"note": "don't call me again"})),
    Flag.CALLED_WHILE_COOLING: lambda office: ron(office, ("ni", {}), ("ni", {})),
    Flag.CAP_EXCEEDED: lambda office: ron(office, *[("na", {}) for _ in range(3)], ("ni", {})),
    Flag.VIOLATION: lambda office: ron(office, ("ni", {"now": "2025-03-04T06:59:00-05:00"})),
    Flag.NO_ZONE: lambda office: ron(office, ("ni", {}), phones=("+1 800 555 0199",)),
    Flag.ON_A_REGISTRY: lambda office: (
        ron(office, ("ni", {})),  # type: ignore[func-returns-value]
        office.list_numbers("212,5550100\n"),  # type: ignore[func-returns-value]
    ),
    Flag.LIST_TOO_OLD: lambda office: (
        ron(office, ("ni", {})),  # type: ignore[func-returns-value]
        ftc(office, "212,5550999\n", "2026-01-09"),
    ),
}


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_is_raised(office: Office, flag: Flag) -> None:
    (TOO_EARLY | WARNINGS)[flag](office)
    finding = of(office)
    assert flag in finding.flags
    assert finding.warns is (flag in WARNINGS)
    assert finding.too_early or flag in WARNINGS


def test_a_current_list_or_one_for_another_area_flags_no_one(office: Office) -> None:
    ron(office, ("ni", {}))
    ftc(office, "212,5550999\n", "2026-03-09")
    ftc(office, "312,5550999\n", "2026-01-09")
    assert not of(office).warns
    office.log("ron", "dnc")
    ftc(office, "212,5550999\n", "2026-03-09", max_age=1)
    assert Flag.LIST_TOO_OLD not in of(office).flags


def test_violations_outside_the_audit_are_counted(office: Office, run_callq: Callq) -> None:
    """Eve's count (she said yes); Ron's (audited) and voided ones don't."""
    ron(office, ("ni", {"now": "2025-03-04T06:59:00-05:00"}))
    office.add("Eve", new_york(5), now=LAST_YEAR, list_name="fair", owner="ann")
    for _ in range(3):
        office.log("eve", "int", now="2025-03-04T06:59:00-05:00")
    office.undo()
    with office.workspace() as ws:
        anns = condition_of(ws, Filter(list_name="fair", owner="ann"))
        assert violations_elsewhere(ws) == violations_elsewhere(ws, anns) == 2
        assert violations_elsewhere(ws, condition_of(ws, Filter(list_name="other"))) == 0
    assert run_callq.ok("purge-check", "--json").json["counts"]["violations_elsewhere"] == 2


def test_a_refusal_after_real_work_has_no_flag(office: Office) -> None:
    ron(
        office, ("na", {"now": "2025-03-03T09:30:00-05:00"}),
        ("ni", {"now": "2025-03-04T13:30:00-05:00", "duration": "3m", "reason": "price"}),
    )  # fmt: skip
    finding = of(office)
    assert (finding.verdict, finding.flags) == (Verdict.CALL_AGAIN, ())
    assert not finding.warns
    assert not finding.too_early


def test_a_call_of_twenty_seconds_is_not_short(office: Office) -> None:
    ron(office, ("ni", {"duration": "20s"}))
    assert Flag.SHORT_CALL not in of(office).flags


def test_their_own_opt_out_is_not_one_elsewhere(office: Office) -> None:
    ron(office, ("dnc", {}))
    assert Flag.OPTED_OUT_ELSEWHERE not in of(office).flags


def test_two_who_both_opted_out_are_not_flagged(office: Office) -> None:
    ron(office, ("dnc", {}))
    office.add("Rita", IN_NEW_YORK)
    office.log("rita", "dnc")
    assert Flag.OPTED_OUT_ELSEWHERE not in of(office, "Rita").flags


def test_a_finding_has_every_field(office: Office) -> None:
    ron(
        office, ("ni", {"reason": "price", "note": "too dear", "agent": "bob"}),
        company="Acme", owner="ann", list_name="fair",
    )  # fmt: skip
    finding = of(office)
    assert finding._replace(due_at=None, last_word_at=None) == Finding(
        id=1, name="Ron", company="Acme", owner="ann", list_name="fair", shown="(212) 555-0100",
        phone="+12125550100", verdict=Verdict.CALL_AGAIN, flags=(Flag.SINGLE_TRY,), due_at=None,
        explanation="price", rule="soft-no", last_conversation="soft-no",
        reason="price", last_word_at=None, agent="bob", note="too dear", line=0,
    )  # fmt: skip


def test_an_audit_can_be_limited_to_a_list_or_an_owner(office: Office) -> None:
    for i, (name, list_name, owner) in enumerate(
        (("A", "fair", "ann"), ("B", "web", "ann"), ("C", "web", "bob"))
    ):
        office.add(name, new_york(i), now=LAST_YEAR, list_name=list_name, owner=owner)
        office.log(str(i + 1), "ni", now=LAST_YEAR)
    assert set(audit(office)) == {"A", "B", "C"}
    assert set(audit(office, list_name="web")) == {"B", "C"}
    assert set(audit(office, owner="ann")) == {"A", "B"}
    assert set(audit(office, list_name="web", owner="ann")) == {"B"}


@pytest.mark.parametrize("by", GROUPS)
def test_it_is_counted_in_groups(office: Office, by: str) -> None:
    expected = {"rep": "bob", "list": "fair", "reason": "price", "age": "30-90 days"}
    office.add("Ron", IN_NEW_YORK, now=LAST_MONTH, list_name="fair", owner="ann")
    office.log("ron", "ni", reason="price", agent="bob", now="2026-02-03T11:00:00-05:00")
    summary = Summary()
    with office.workspace() as ws:
        for finding in findings(ws):
            summary.add(finding, group_of(finding, by, ws.now))
    assert list(summary.groups) == [expected[by]]
    assert summary.groups[expected[by]].total() == summary.people == 1


def test_groups_have_names_for_what_is_missing(office: Office) -> None:
    office.add("Ron", IN_NEW_YORK, now=LAST_MONTH)
    office.log("ron", "dc", now=LAST_MONTH)
    with office.workspace() as ws:
        (finding,) = findings(ws)
        names = [group_of(finding, by, ws.now) for by in GROUPS]
    assert names == ["no rep", "no list", "no reason", "no date"]


def test_what_has_no_date_is_at_least_as_old_as_its_file(office: Office) -> None:
    office.import_(office.file(f"Name,Phone,Last Outcome\nRon,{IN_NEW_YORK},Not interested\n"))
    with office.workspace() as ws:
        (finding,) = findings(ws)
        assert group_of(finding, "age", ws.now) == UNDATED


def test_removed_prospects_are_not_audited(office: Office) -> None:
    office.import_(office.file(f"Name,Phone,Last Outcome\nRon,{IN_NEW_YORK},Not interested\n"))
    assert len(audit(office)) == 1
    office.undo()
    assert audit(office) == {}


def test_it_is_a_pure_read(office: Office) -> None:
    """Not one byte of the file changes."""
    ron(office, ("ni", {}))
    office.add("Rita", IN_CHICAGO)
    office.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    before = office.path.read_bytes(), office.dump()
    audit(office)
    assert (office.path.read_bytes(), office.dump()) == before
    assert not office.path.with_name("callq.db-wal").exists() or (
        office.path.with_name("callq.db-wal").stat().st_size == 0
    )


def test_a_large_audit_comes_in_order(office: Office) -> None:
    rows = "".join(f"P{i},{new_york(i)},Not interested\n" for i in range(300))
    office.import_(office.file(f"Name,Phone,Last Outcome\n{rows}"))
    with office.workspace() as ws:
        ids = [finding.id for finding in findings(ws)]
    assert ids == list(range(1, 301))
