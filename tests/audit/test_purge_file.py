"""A file is audited against the store and not imported."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_dnc_import import ftc

from callq.audit.purge_check import Finding, findings
from callq.audit.purge_file import FileCheck, check_file
from callq.engine.audit import Flag, Verdict
from callq.importing.run import Request
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, NOW, Callq, Office, new_york

Cells = tuple[str, str, str, str, str, str]
HEAD = "Name,Phone,Last Outcome,Last Called,Notes,Do Not Call\n"


def check(office: Office, text: str, **mapping: str) -> FileCheck:
    path = office.file(HEAD + text, "pile.csv")
    before = office.dump()
    with office.workspace() as ws:
        found = check_file(ws, Request(path, mapping=mapping, dry_run=True, rejects=False))
    assert office.dump() == before
    return found


def audit(office: Office, text: str, **mapping: str) -> dict[str, Finding]:
    return {finding.name: finding for finding in check(office, text, **mapping).findings}


def test_an_erased_person_is_counted_and_not_shown(office: Office, run_callq: Callq) -> None:
    office.add("Ron", IN_NEW_YORK, emails=("ron@example.com",))
    run_callq.ok("people", "erase", "ron", "--yes")
    found = check(office, f"Ron,{IN_NEW_YORK},,,,\nEve,{IN_CHICAGO},,,,\n")
    assert (found.findings, found.erased, found.others) == ([], 1, {"fresh": 1})


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
        ("Not interested,2025-03-03,,", Verdict.CALL_AGAIN),
        ("Not interested,2026-03-09,,", Verdict.COOLING),
        ("Not interested,,,", Verdict.COOLING),
        ("Do not call,2025-03-03,,", Verdict.DO_NOT_CALL),
        (",,,yes", Verdict.DO_NOT_CALL),
        ("Wrong number,2025-03-03,,", Verdict.DEAD),
    ],
)
def test_a_row_is_judged_by_what_the_file_says(
    office: Office, cells: str, verdict: Verdict
) -> None:
    finding = audit(office, f"Ron,{IN_NEW_YORK},{cells}\n")["Ron"]
    assert finding.verdict is verdict
    assert (Flag.UNCONFIRMED in finding.flags) is (cells == "Not interested,,,")
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
    assert found["Eve"].verdict is Verdict.DO_NOT_CALL


def test_a_number_on_do_not_call_is_never_callable(office: Office) -> None:
    office.add("Eve", IN_NEW_YORK)
    office.log("eve", "dnc")
    found = audit(office, f"Ron,{IN_NEW_YORK},Not interested,2025-03-03,,\n")
    assert found["Ron"].verdict is Verdict.DO_NOT_CALL


def test_a_cell_that_says_not_to_call_is_flagged(office: Office) -> None:
    found = audit(office, f"Ron,{IN_NEW_YORK},Not interested,2025-03-03,please stop calling,\n")
    assert Flag.OPT_OUT_REQUEST in found["Ron"].flags


def test_each_person_appears_once_and_others_are_counted(office: Office) -> None:
    text = (
        f"Ron,{IN_NEW_YORK},Not interested,2025-03-03,,\n,,,,,\n"
        f"Ann,{IN_CHICAGO},Not interested,2025-03-03,,\nCyd,{IN_LOS_ANGELES},,,,\n"
        f"Ron,{IN_NEW_YORK},Not interested,2025-03-03,,\n"
    )
    found = check(office, text)
    assert [(one.name, one.line) for one in found.findings] == [("Ron", 2), ("Ann", 4)]
    assert found.others == {"fresh": 1}


CELLS = st.tuples(
    st.sampled_from(("Ann", "Bob", "Cyd", "Dee")),
    st.sampled_from((IN_NEW_YORK, IN_CHICAGO, IN_LOS_ANGELES, "+1 800 555 0199", "", "12")),
    st.sampled_from(("", "Not interested", "Wrong number", "Do not call", "No answer", "Won")),
    st.sampled_from(("", "2025-03-03", "2026-03-09", "2027-01-01")),
    st.sampled_from(("", "maybe next year", "please stop calling")),
    st.sampled_from(("", "yes", "no")),
)


@settings(max_examples=40, deadline=None)
@given(stored=st.lists(CELLS, max_size=3), rows=st.lists(CELLS, max_size=8))
def test_a_file_says_the_same_before_and_after_its_import(
    template: Path, tmp_path_factory: pytest.TempPathFactory,
    stored: list[Cells], rows: list[Cells],
) -> None:  # fmt: skip
    """People who are already in the store, whatever the file says."""
    home = tmp_path_factory.mktemp("office")
    shutil.copy(template, home / "callq.db")
    office = Office(home, now=NOW)
    office.import_(office.file(HEAD + _lines(stored), "old.csv"))
    path = office.file(HEAD + _lines(rows), "pile.csv")
    with office.workspace() as ws:
        ahead = check_file(ws, Request(path, dry_run=True, rejects=False))
    office.import_(path)
    with office.workspace() as ws:
        after = [finding._replace(id=0) for finding in findings(ws)]
    for finding in ahead.findings:
        assert finding._replace(id=0, line=0) in after
    if not stored:
        assert len(ahead.findings) == len(after)


def _lines(rows: list[Cells]) -> str:
    return "".join(f"{','.join(row)}\n" for row in rows)


def test_a_file_that_is_not_there_is_refused(office: Office, tmp_path: Path) -> None:
    from callq.errors import CallqError, Exit

    with office.workspace() as ws, pytest.raises(CallqError) as caught:
        check_file(ws, Request(tmp_path / "none.csv", dry_run=True, rejects=False))
    assert caught.value.code is Exit.BAD_FILE


def test_decisions_on_a_file_come_after_its_import(office: Office, run_callq: Callq) -> None:
    office.file(
        HEAD + f"Ann,{IN_NEW_YORK},Not interested,2026-03-02,please stop calling me,\n", "pile.csv"
    )
    last = run_callq.ok("purge-check", "pile.csv").out.splitlines()[-1]
    assert "import" in last
    assert "--decide" in last
