"""They called us: what they said counts, and nothing else does; a new caller is one line."""

from typing import Any

import pytest

from callq.errors import CallqError, Exit
from callq.storage.db import Db
from helpers import Callq, Office, moment

RON, NEW = "+12125550134", "+12125550135"
NIGHT = "2026-03-11T23:00:00-04:00"


@pytest.fixture
def ron(office: Office) -> Office:
    """A person of Ann's, due now."""
    office.add("Ron Smith", RON, owner="ann")
    return office


def refusal(office: Office, who: str | None, outcome: str, **said: Any) -> CallqError:
    before = office.dump()
    with pytest.raises(CallqError) as caught:
        office.log(who, outcome, **said)
    assert office.dump() == before
    return caught.value


def test_a_call_from_a_known_number_is_theirs(ron: Office) -> None:
    found = ron.log("(212) 555-0134", "interested", channel="incoming")
    assert (found.who.id, found.call.number, found.added) == (1, RON, False)
    assert ron.row(1)["conversation_outcome"] == "interested"
    assert ron.rows("SELECT COUNT(*) FROM prospect") == [(1,)]


def test_what_they_say_by_name_has_no_number(ron: Office) -> None:
    assert ron.log("ron", "interested", channel="incoming").call.number == ""


def test_their_call_at_night_is_no_violation_and_needs_no_gap(ron: Office) -> None:
    found = ron.log(RON, "callback", at="tomorrow 3pm", channel="incoming", now=NIGHT)
    assert found.call.violations == ()
    assert found.warnings == ()
    assert found.status.callback_at == moment("2026-03-12 15:00")


def test_their_calls_fill_no_cap(ron: Office) -> None:
    for hour in (9, 10, 11, 12):
        ron.log(RON, "interested", channel="incoming", now=f"2026-03-11T{hour:02}:00:00-04:00")
    assert ron.log("ron", "busy", now="2026-03-11T15:00:00-04:00").call.violations == ()


def test_a_call_of_theirs_that_we_missed_is_no_miss_of_ours(ron: Office) -> None:
    before = ron.row(1)
    ron.log(RON, "no-answer", channel="incoming")
    after = ron.row(1)
    assert (after["misses"], after["due_at"]) == (before["misses"], before["due_at"])


def test_what_they_opt_out_of_counts(ron: Office) -> None:
    assert ron.log(RON, "do-not-call", channel="incoming").blocked == (RON,)


def test_an_unknown_caller_is_added_with_the_call(office: Office) -> None:
    found = office.log("+1 212 555 0135", "interested", channel="incoming", name="Ann Lee")
    assert (found.who.name, found.added, found.call.number) == ("Ann Lee", True, NEW)
    row = office.row(found.who.id)
    assert (row["owner"], row["conversation_outcome"], row["state"]) == ("ann", "interested", "hot")
    assert office.rows("SELECT name, summary FROM command") == [("log", "interested for Ann Lee")]


def test_without_a_name_the_number_is_the_name(office: Office) -> None:
    assert office.log(NEW, "hurried", channel="incoming").who.name == "(212) 555-0135"


def test_undo_takes_the_call_and_the_person_back(office: Office) -> None:
    office.look()
    before = office.dump("prospect", "phone", "name_word")
    office.log(NEW, "interested", channel="incoming", name="Ann Lee")
    assert office.undo().removed == 1
    assert office.queue() == []
    assert office.rows("SELECT COUNT(*) FROM prospect WHERE removed_at IS NULL") == [(0,)]
    assert before["prospect"] == []


def test_an_unknown_caller_who_opts_out_is_blocked(office: Office) -> None:
    found = office.log(NEW, "do-not-call", channel="incoming", name="Ann Lee")
    assert found.blocked == (NEW,)
    assert office.queue(now="2026-06-11T10:15:00-04:00") == []


def test_a_caller_with_a_number_on_do_not_call_is_not_offered(
    office: Office, run_callq: Callq
) -> None:
    run_callq.ok("dnc", "add", NEW)
    found = office.log(NEW, "interested", channel="incoming", name="Ann Lee")
    assert (str(found.status.state), found.call.violations) == ("do-not-call", ())


@pytest.mark.parametrize(
    ("who", "said", "name"),
    [
        (NEW, {"channel": "call", "name": "Ann Lee"}, "name-not-allowed"),
        (RON, {"channel": "incoming", "name": "Ann Lee"}, "name-not-allowed"),
        ("ron", {"channel": "incoming", "name": "Ann Lee"}, "name-not-allowed"),
        (None, {"channel": "incoming", "name": "Ann Lee"}, "name-not-allowed"),
        (NEW, {"channel": "call"}, "unknown-person"),
        ("zoe", {"channel": "incoming"}, "unknown-person"),
    ],
)
def test_only_an_unknown_number_that_calls_is_added(
    ron: Office, who: str | None, said: dict[str, str], name: str
) -> None:
    assert refusal(ron, who, "interested", **said).name == name


def test_one_who_was_erased_is_not_added_by_their_call(office: Office, run_callq: Callq) -> None:
    office.add("Ann Lee", NEW)
    run_callq.ok("people", "erase", "1", "--yes")
    with pytest.raises(CallqError):
        office.log(NEW, "interested", channel="incoming", name="Ann Lee")
    assert office.rows("SELECT COUNT(*) FROM prospect WHERE removed_at IS NULL") == [(0,)]


def test_a_call_that_fails_adds_no_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(db: Db, *rest: object, **more: object) -> None:
        raise RuntimeError

    before = office.dump()
    monkeypatch.setattr("callq.records.leases.end_by", breaks)
    with pytest.raises(RuntimeError):
        office.log(NEW, "interested", channel="incoming", name="Ann Lee")
    assert office.dump() == before


def test_in_one_line(run_callq: Callq) -> None:
    found = run_callq.ok(
        "log", "+1 212 555 0135", "interested", "--inbound", "--name", "Ann Lee", "--json"
    ).json
    assert (found["name"], found["added"], found["outcome"]) == ("Ann Lee", True, "interested")
    again = run_callq.ok(
        "log", "+1 212 555 0135", "callback", "tomorrow", "3pm", "--inbound", "--json"
    ).json
    assert (again["prospect_id"], again["added"]) == (found["prospect_id"], False)
    assert run_callq("log", "1", "busy", "--inbound", "--channel", "text").code == Exit.USAGE
