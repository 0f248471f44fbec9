"""A phone system's log against ours: what is missing in either, and what follows."""

import pytest

from callq.calls.reconcile import Choose, Kind, Reconciled, reconcile
from callq.errors import CallqError
from helpers import Callq, Office

ANN, BOB, CY, EVE = "+12125560101", "+13125560102", "+14155560103", "+12125560109"
HEAD = "Direction,Phone Number,Name,Date,Time,Action Result,Duration\n"
NOW = "2026-03-11T16:00-04:00"


def _reconciled(office: Office, rows: tuple[str, ...], choose: Choose | None) -> Reconciled:
    path = office.file(HEAD + "\n".join(rows), "log.csv")
    with office.workspace(now=NOW) as ws:
        return reconcile(ws, path, choose)


def log_of(office: Office, *rows: str) -> Reconciled:
    """Compares a log of that day, without logging anything."""
    return _reconciled(office, rows, None)


def logged_from(office: Office, *rows: str) -> Reconciled:
    """Logs the calls as the file has them."""
    return _reconciled(office, rows, lambda call: call.outcome)


@pytest.fixture
def three(office: Office) -> Office:
    for name, number in (("Ann Roe", ANN), ("Bob Fox", BOB), ("Cy Lee", CY)):
        office.add(name, number)
    return office


def kinds(found: Reconciled) -> list[tuple[Kind, str]]:
    return [(one.kind, one.name) for one in found.findings]


def test_a_call_that_was_made_but_not_logged_is_found_and_logged(three: Office) -> None:
    row = f"Outgoing,{ANN},,2026-03-11,10:15:00,No Answer,0"
    assert kinds(log_of(three, row)) == [(Kind.NOT_LOGGED, "Ann Roe")]
    assert three.rows("SELECT * FROM call") == []
    assert logged_from(three, row).logged == 1
    assert three.rows("SELECT prospect_id, number, outcome, at, channel FROM call") == [
        (1, ANN, "no-answer", 1773238500, "call")
    ]
    again = logged_from(three, row)
    assert (again.matched, again.logged, kinds(again)) == (1, 0, [])


def test_a_call_logged_within_minutes_is_the_same_and_gets_its_length(three: Office) -> None:
    three.log("1", "voicemail", now="2026-03-11T10:19:00-04:00")
    found = logged_from(three, f"Outgoing,{ANN},,2026-03-11,10:15:00,Call connected,192")
    assert (found.matched, found.lengths, kinds(found)) == (1, 1, [])
    assert three.rows("SELECT duration FROM call") == [(192,)]
    three.undo(now=NOW)
    assert three.rows("SELECT duration FROM call") == [(None,)]


def test_a_logged_call_that_never_rang_is_found(three: Office) -> None:
    three.log("2", "no-answer", now="2026-03-11T11:00:00-04:00")
    found = log_of(
        three,
        f"Outgoing,{ANN},,2026-03-11,10:15:00,No Answer,0",
        f"Outgoing,{CY},,2026-03-11,12:15:00,No Answer,0",
    )
    assert (Kind.NEVER_RUNG, "Bob Fox") in kinds(found)


def test_a_missed_call_is_to_return_until_they_were_called(three: Office) -> None:
    missed = f"Incoming,{CY},,2026-03-11,09:00:00,Missed,0"
    assert kinds(log_of(three, missed)) == [(Kind.MISSED, "Cy Lee")]
    back = f"Outgoing,{CY},,2026-03-11,10:00:00,No Answer,0"
    assert kinds(log_of(three, missed, back)) == [(Kind.NOT_LOGGED, "Cy Lee")]
    three.log("3", "interested", now="2026-03-11T11:00:00-04:00")
    assert kinds(log_of(three, missed)) == []


def test_an_answered_call_of_theirs_is_logged_as_incoming(three: Office) -> None:
    assert logged_from(three, f"Incoming,{CY},,2026-03-11,09:00:00,Accepted,60").logged == 1
    assert three.rows("SELECT channel, duration, violations FROM call") == [("incoming", 60, "")]


def test_a_call_against_do_not_call_is_in_violation(three: Office) -> None:
    three.log("1", "do-not-call", now="2026-03-10T10:00:00-04:00")
    found = log_of(three, f"Outgoing,{ANN},,2026-03-11,10:15:00,No Answer,0")
    (finding,) = found.findings
    assert "do-not-call" in finding.violations


def test_a_call_outside_calling_hours_is_in_violation(three: Office) -> None:
    found = log_of(three, f"Outgoing,{ANN},,2026-03-11,05:15:00,No Answer,0")
    assert any("hours" in code for one in found.findings for code in one.violations)


def test_nothing_is_kept_of_numbers_that_are_not_in_the_store(three: Office) -> None:
    before = three.content()
    found = logged_from(three, f"Outgoing,{EVE},Eve,2026-03-11,10:15:00,No Answer,0")
    assert (found.strangers, found.findings) == (1, ())
    assert three.content() == before


def test_a_call_to_a_do_not_call_number_outside_the_store_is_reported(
    three: Office, run_callq: Callq
) -> None:
    run_callq.ok("dnc", "add", EVE)
    found = log_of(three, f"Outgoing,{EVE},Eve,2026-03-11,10:15:00,No Answer,0")
    assert [(one.kind, one.number, one.name) for one in found.findings] == [
        (Kind.ON_DO_NOT_CALL, EVE, "")
    ]


def test_one_undo_takes_all_of_it_back(three: Office) -> None:
    rows = [f"Outgoing,{each},,2026-03-11,10:15:00,No Answer,0" for each in (ANN, BOB)]
    before = three.rows("SELECT id, state, due_at FROM prospect")
    assert logged_from(three, *rows).logged == 2
    three.undo(now=NOW)
    assert three.rows("SELECT id FROM call WHERE voided_at IS NULL") == []
    assert three.rows("SELECT id, state, due_at FROM prospect") == before


def test_a_list_of_people_is_refused(three: Office) -> None:
    path = three.file("Name,Phone\nAnn,1\n")
    with pytest.raises(CallqError) as caught, three.workspace(now=NOW) as ws:
        reconcile(ws, path)
    assert caught.value.name == "not-a-call-log"


def test_the_command_lists_without_changing_and_logs_with_yes(
    three: Office, run_callq: Callq
) -> None:
    path = three.file(HEAD + f"Outgoing,{ANN},,2026-03-11,10:15:00,No Answer,0\n", "log.csv")
    listed = run_callq.ok("reconcile", str(path), "--json", env={"CALLQ_NOW": NOW}).json
    assert (listed["dry_run"], len(listed["findings"]), listed["logged"]) == (True, 1, 0)
    done = run_callq.ok("reconcile", str(path), "--yes", "--json", env={"CALLQ_NOW": NOW}).json
    assert (done["logged"], done["findings"][0]["call_id"]) == (1, 1)


def test_an_imported_log_matches_itself_in_every_zone(office: Office) -> None:
    """A phone system writes our own clock: the zone of the other end doesn't count."""
    rows = (f"Outgoing,{CY},Cy Lee,2026-03-11,10:15:00,No Answer,0",
            "Outgoing,+442079460101,Dee Day,2026-03-11,14:00,Call connected,60")  # fmt: skip
    path = office.file(HEAD + "\n".join(rows), "log.csv")
    office.import_(path, now=NOW)
    with office.workspace(now=NOW) as ws:
        found = reconcile(ws, path)
    assert (found.matched, kinds(found), len(found.remarks)) == (2, [], 1)
    assert office.rows("SELECT at FROM call ORDER BY at") == [(1773238500,), (1773252000,)]


@pytest.mark.parametrize(
    "time", ["2026-03-11T10:15:00-04:00", "2026-03-11 14:15:00Z", "1773238500"]
)
def test_a_time_with_a_zone_is_that_moment(three: Office, time: str) -> None:
    head = "Direction,Phone Number,Name,Date,Action Result,Duration\n"
    path = three.file(f"{head}Outgoing,{CY},,{time},No Answer,0\n", "log.csv")
    with three.workspace(now=NOW) as ws:
        found = reconcile(ws, path)
    assert [one.at.isoformat() for one in found.findings] == ["2026-03-11T14:15:00+00:00"]
    assert found.remarks == ()


GERMAN = "+493012345601"


@pytest.mark.parametrize(
    ("number", "said", "day"),
    [(ANN, "", "2026-03-11"), (GERMAN, "", "2026-11-03"), (GERMAN, "mdy", "2026-03-11")],
)
def test_the_order_of_a_date_is_that_of_an_import(
    three: Office, number: str, said: str, day: str
) -> None:
    three.add("Uwe Roth", GERMAN)
    path = three.file(f"{HEAD}Outgoing,{number},,03/11/2026,10:15,No Answer,0\n", "log.csv")
    with three.workspace(now="2026-12-01T16:00-05:00") as ws:
        found = reconcile(ws, path, dates=said)
    assert [one.at.date().isoformat() for one in found.findings] == [day]


def test_dates_with_two_readings_are_refused(three: Office, run_callq: Callq) -> None:
    rows = f"Outgoing,{ANN},,02/03/2026,10:15,No Answer,0\nOutgoing,{GERMAN},,01/02/2026,10:15,,0"
    three.file(HEAD + rows, "log.csv")
    with pytest.raises(CallqError) as refused:
        _reconciled(three, tuple(rows.split("\n")), None)
    assert refused.value.name == "unclear-dates"
    assert run_callq.ok("reconcile", "log.csv", "--dates", "mdy", "--json").json["calls"] == 2
