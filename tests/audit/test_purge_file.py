"""A file is audited against the store and not imported."""

from pathlib import Path

import pytest
from test_dnc_import import ftc

from callq.audit.purge_check import Finding
from callq.audit.purge_file import findings_in
from callq.engine.audit import Flag, Verdict
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office, new_york

HEAD = "Name,Phone,Last Outcome,Last Called,Notes,Do Not Call\n"


def audit(office: Office, text: str, **mapping: str) -> dict[str, Finding]:
    path = office.file(HEAD + text, "pile.csv")
    before = office.dump()
    with office.workspace() as ws:
        found = {finding.name: finding for finding in findings_in(ws, path, "US", mapping)}
    assert office.dump() == before
    return found


def test_an_erased_person_is_never_to_be_called(office: Office, run_callq: Callq) -> None:
    office.add("Ron", IN_NEW_YORK, emails=("ron@example.com",))
    run_callq.ok("people", "erase", "ron", "--yes")
    found = audit(office, f"Ron,{IN_NEW_YORK},,,,\nEve,{IN_CHICAGO},,,,\n")
    assert found["Ron"].verdict is Verdict.NEVER
    assert Flag.OPTED_OUT_ELSEWHERE in found["Ron"].flags
    assert found["Eve"].verdict is Verdict.UNEXPLAINED


def test_an_outdated_registry_list_is_flagged_as_in_the_queue(office: Office) -> None:
    """For known and unknown people, not for an area no list covers."""
    office.add("Ann", new_york(7))
    ftc(office, "212,5550999\n", "2026-01-09")
    cells = "Not interested,2025-03-03,,"
    rows = (("Ann", new_york(7)), ("Ron", IN_NEW_YORK), ("Bob", IN_CHICAGO))
    text = "".join(f"{name},{number},{cells}\n" for name, number in rows)
    found = audit(office, text)
    assert {name for name, one in found.items() if Flag.LIST_TOO_OLD in one.flags} == {"Ann", "Ron"}
    assert found["Ron"].warns
    ftc(office, "212,5550999\n", "2026-03-09")
    assert not any(one.warns for one in audit(office, text).values())


def test_calls_in_violation_are_flagged_for_known_people(office: Office) -> None:
    office.add("Ron", IN_NEW_YORK, now="2025-03-03T10:00:00-05:00")
    office.log("ron", "ni", now="2025-03-04T06:59:00-05:00")
    assert Flag.VIOLATION in audit(office, f"Ron,{IN_NEW_YORK},,,,\n")["Ron"].flags


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ("Not interested,2025-03-03,,", Verdict.RECALL_NOW),
        ("Not interested,2026-03-09,,", Verdict.COOLING),
        ("Not interested,,,", Verdict.UNEXPLAINED),
        (",,,", Verdict.UNEXPLAINED),
        ("Do not call,2025-03-03,,", Verdict.NEVER),
        (",,,yes", Verdict.NEVER),
        ("Wrong number,2025-03-03,,", Verdict.NO_NUMBER),
    ],
)
def test_a_row_is_judged_by_what_the_file_says(
    office: Office, cells: str, verdict: Verdict
) -> None:
    finding = audit(office, f"Ron,{IN_NEW_YORK},{cells}\n")["Ron"]
    assert finding.verdict is verdict
    assert (finding.id, finding.line, finding.phone) == (0, 2, "+12125550100")


def test_a_known_person_is_judged_by_the_store(office: Office) -> None:
    office.add("Ron", IN_NEW_YORK, now="2025-03-03T09:00:00-05:00")
    office.log("ron", "hn", now="2026-03-10T10:00:00-04:00", reason="competitor")
    finding = audit(office, f"Ron,{IN_NEW_YORK},Not interested,2025-03-03,,\n")["Ron"]
    assert (finding.id, finding.verdict, finding.reason) == (1, Verdict.COOLING, "competitor")
    assert finding.line == 2


def test_a_number_on_do_not_call_is_flagged_whatever_the_file_says(office: Office) -> None:
    office.add("Eve", IN_NEW_YORK)
    office.log("eve", "dnc")
    found = audit(
        office,
        f"Ron,{IN_NEW_YORK},Not interested,2025-03-03,,no\nEve,{IN_NEW_YORK},Not interested,,,\n",
    )
    assert Flag.OPTED_OUT_ELSEWHERE in found["Ron"].flags
    assert found["Ron"].warns
    assert found["Eve"].verdict is Verdict.NEVER


def test_a_number_on_do_not_call_is_never_callable(office: Office) -> None:
    office.add("Eve", IN_NEW_YORK)
    office.log("eve", "dnc")
    found = audit(office, f"Ron,{IN_NEW_YORK},Not interested,2025-03-03,,\n")
    assert found["Ron"].verdict is Verdict.NEVER


def test_a_cell_that_says_not_to_call_is_flagged(office: Office) -> None:
    found = audit(office, f"Ron,{IN_NEW_YORK},Not interested,2025-03-03,please stop calling,\n")
    assert Flag.OPT_OUT_REQUEST in found["Ron"].flags


def test_every_row_with_a_person_appears_once(office: Office) -> None:
    text = (
        f"Ron,{IN_NEW_YORK},Not interested,2025-03-03,,\n,,,,,\n"
        f"Ann,{IN_CHICAGO},Not interested,2025-03-03,,\nCyd,{IN_LOS_ANGELES},,,,\n"
    )
    assert {name: one.line for name, one in audit(office, text).items()} == {
        "Ron": 2, "Ann": 4, "Cyd": 5,
    }  # fmt: skip


def test_a_file_that_is_not_there_is_refused(office: Office, tmp_path: Path) -> None:
    from callq.errors import CallqError, Exit

    with office.workspace() as ws, pytest.raises(CallqError) as caught:
        list(findings_in(ws, tmp_path / "none.csv", "US", {}))
    assert caught.value.code is Exit.BAD_FILE
