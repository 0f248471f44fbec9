"""A consent or a relationship lifts a registry's entry for one person while it lasts, no more."""

import pytest
from test_dnc_import import checked, ftc, import_
from test_hours_and_consent import agree, held, offered

from callq.compliance import consent, hours
from callq.compliance.do_not_call import add
from callq.records.queue import entry_of
from helpers import IN_NEW_YORK, Callq, Office

NOW = "2026-03-11T10:15:00-04:00"
IN_LONDON = "+44 20 7946 0001"
OF_NEW_YORK = "212,5550100\n"


@pytest.fixture
def folder(office: Office) -> Office:
    """Ann and Bob share a number of New York."""
    office.add("Ann", IN_NEW_YORK, now="2026-03-10T10:00:00-04:00")
    office.add("Bob", IN_NEW_YORK, now="2026-03-10T10:00:00-04:00")
    return office


def test_it_lifts_the_entry_for_that_person_alone(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    assert held(folder) == {"on-a-registry": 2}
    assert agree(folder, "ann").hold == ""
    assert (offered(folder), held(folder)) == (["Ann"], {"on-a-registry": 1})
    assert folder.take(now=NOW).item.entry.name == "Ann"


def test_a_list_imported_after_the_consent_finds_it(folder: Office) -> None:
    agree(folder, "ann")
    ftc(folder, OF_NEW_YORK)
    assert (offered(folder), held(folder)) == (["Ann"], {"on-a-registry": 1})


@pytest.mark.parametrize(
    ("scope", "lifts"), [("all", True), ("calls", True), ("emails", False), ("texts", False)]
)
def test_it_is_a_consent_to_calls(folder: Office, scope: str, lifts: bool) -> None:
    ftc(folder, OF_NEW_YORK)
    assert (agree(folder, "ann", scope=scope).hold == "") is lifts


@pytest.mark.parametrize(
    ("kind", "on", "last", "first_not"),
    [
        ("purchase", "2025-01-08", "2026-07-07T19:59:00-04:00", "2026-07-08T10:00:00-04:00"),
        ("inquiry", "2026-03-02", "2026-06-01T19:59:00-04:00", "2026-06-02T10:00:00-04:00"),
    ],
)
def test_a_relationship_ends_by_itself_and_comes_back_with_the_clock(
    folder: Office, kind: str, on: str, last: str, first_not: str
) -> None:
    ftc(folder, OF_NEW_YORK, max_age=3000)
    agree(folder, "ann", relationship=kind, on=on, until="2030-01-01")
    for _ in range(2):
        assert offered(folder, last) == ["Ann"]
        assert (offered(folder, first_not), held(folder, first_not)) == ([], {"on-a-registry": 2})


def test_what_the_queue_reads_knows_the_end_before_anyone_is_judged_again(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    agree(folder, "ann", until="2026-03-13")
    for now, blocked in (("2026-03-12T23:59:59-04:00", False), ("2026-03-13T00:00:00-04:00", True)):
        with folder.workspace(now=now) as ws:
            entry = entry_of(ws.db, 1, ws.now)
            assert entry is not None
            assert entry.blocked is blocked


def test_a_relationship_lifts_nothing_where_no_law_knows_it(folder: Office) -> None:
    folder.add("Pam", IN_LONDON, zone="Europe/London", now=NOW)
    import_(folder, "02079460001", series="gb-tps", as_of="2026-03-09")
    assert agree(folder, "pam", relationship="purchase").hold == "on-a-registry"
    # Nor does an American zone, or word of living there, make it an American number.
    with folder.workspace(now=NOW) as ws:
        hours.confirm_location(ws, "pam", "NY")
    assert held(folder) == {"on-a-registry": 1}
    assert agree(folder, "pam").hold == ""


def test_nothing_lifts_what_they_asked_of_us(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    agree(folder, "ann")
    agree(folder, "ann", relationship="purchase")
    import_(folder, "2125550100\n", name="own.txt", series="asked")
    assert offered(folder) == []
    folder.undo()
    assert offered(folder) == ["Ann"]
    with folder.workspace() as ws:
        add(ws, [IN_NEW_YORK], "by letter")
    assert offered(folder) == []
    assert checked(folder, IN_NEW_YORK).blocked


def test_withdrawn_or_undone_it_lifts_nothing(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    agree(folder, "ann")
    with folder.workspace() as ws:
        assert consent.withdraw(ws, "ann", "by phone").hold == "on-a-registry"
    folder.undo()
    assert offered(folder) == ["Ann"]
    folder.undo()
    assert offered(folder) == []


def test_a_call_on_its_strength_isnt_a_violation_and_says_what_it_rests_on(
    folder: Office, run_callq: Callq
) -> None:
    ftc(folder, OF_NEW_YORK)
    agree(folder, "ann", relationship="inquiry")
    folder.log("ann", "na")
    folder.log("bob", "na")
    calls = run_callq.ok("people", "record", "--from", "2026-01-01", "--json").json["calls"]
    assert [(c["name"], c["exemption"], c["violations"]) for c in calls] == [
        ("Ann", "inquiry", []), ("Bob", None, ["on-a-registry"]),
    ]  # fmt: skip


def test_it_is_reported_wherever_someone_asks(folder: Office, run_callq: Callq) -> None:
    ftc(folder, OF_NEW_YORK)
    agree(folder, "ann", relationship="purchase")
    told = "a purchase overrides that until Sat, Sep 11, 2027"
    for command in (["why", "ann"], ["hours", "ann"], ["dnc", "check", IN_NEW_YORK]):
        said = " ".join(run_callq(*command).out.split())
        assert told in said, command
    assert run_callq.ok("hours", "ann", "--json").json["exemption"]["kind"] == "purchase"
    assert "callq people consent 2 --source SOURCE" in " ".join(
        run_callq.ok("why", "bob").out.split()
    )
    (one,) = run_callq("dnc", "check", IN_NEW_YORK, "--json").json["items"]
    assert (one["blocked"], [(e["id"], e["kind"]) for e in one["exempt"]]) == (
        True, [(1, "purchase")],
    )  # fmt: skip
    agree(folder, "bob")
    (one,) = run_callq.ok("dnc", "check", IN_NEW_YORK, "--json").json["items"]
    assert (one["blocked"], one["exempt"][1]["until"], one["lifted_by"][1:]) == (False, None, [])


def test_the_check_up_and_a_rebuild_find_nothing_to_mend(folder: Office, run_callq: Callq) -> None:
    ftc(folder, OF_NEW_YORK)
    agree(folder, "ann")
    before = folder.rows("SELECT * FROM prospect ORDER BY id")
    run_callq.ok("store", "check")
    with folder.workspace(now=NOW) as ws, ws.db.write():
        assert ws.projector().rebuild() == 0
    assert folder.rows("SELECT * FROM prospect ORDER BY id") == before
