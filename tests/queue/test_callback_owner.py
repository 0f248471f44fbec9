"""A callback belongs to the rep who agreed to it for a while after its time, then to anyone."""

import json

import pytest

from callq.calls.next import release
from callq.errors import CallqError
from callq.records.queue import Scope
from callq.session.head import head
from helpers import Callq, Office, new_york

BEFORE = "2026-03-10T10:00:00-04:00"
DUE = "2026-03-11T10:05:00-04:00"
LATER = "2026-03-11T12:00:00-04:00"


@pytest.fixture
def folder(office: Office) -> Office:
    """Ann agreed to a callback at ten; Bob works here, too. Fay is anyone's."""
    office.add("Dan", new_york(1), now=BEFORE, owner="bob")
    office.add("Fay", new_york(2), now=BEFORE, agent="bob")
    office.log("dan", "cb", at="wednesday 10am", now=BEFORE, agent="ann")
    return office


def taken(office: Office, agent: str, now: str) -> str:
    return office.take(agent=agent, now=now).item.entry.name


def test_next_of_another_rep_passes_it_over_until_its_time_is_up(folder: Office) -> None:
    assert taken(folder, "bob", DUE) == "Fay"
    assert taken(folder, "ann", DUE) == "Dan"


def test_two_hours_later_it_is_anyones(folder: Office) -> None:
    assert taken(folder, "bob", LATER) == "Dan"


def test_today_says_whose_it_is(run_callq: Callq, folder: Office) -> None:
    run = run_callq.here
    (dan, _) = json.loads(run("today", "--json", agent="bob", now=DUE).out)["items"]
    assert (dan["agreed_by"], dan["agreed_until"]) == ("ann", "2026-03-11T16:00:00Z")
    assert "kept for ann until 12:00 PM" in run("today", agent="bob", now=DUE).out
    (mine, _) = json.loads(run("today", "--json", agent="ann", now=DUE).out)["items"]
    assert (mine["agreed_by"], mine["agreed_until"]) == (None, None)


def test_the_session_announces_only_ones_own(folder: Office) -> None:
    for agent, name in (("ann", "Dan"), ("bob", None)):
        with folder.workspace(agent=agent, now=DUE) as ws:
            ws.turn()
            found = head(ws, Scope(), 0).callback
        assert (found.entry.name if found else None) == name


def test_an_imported_rep_keeps_nothing_from_anyone(folder: Office) -> None:
    folder.rows("UPDATE prospect SET conversation_agent = 'crm user' WHERE id = 1")
    assert taken(folder, "bob", DUE) == "Dan"


def test_who_was_handed_over_takes_the_callback_along(folder: Office) -> None:
    folder.edit("dan", owner="cyd", agent="ann", now=BEFORE)
    assert taken(folder, "cyd", DUE) == "Dan"


def test_an_assigned_callback_is_kept_for_its_new_owner(run_callq: Callq, folder: Office) -> None:
    """Also from the rep who agreed to it."""
    run_callq.ok("assign", "dan", "--to", "cyd", "--yes", agent="bob", now=BEFORE)
    assert taken(folder, "bob", DUE) == "Fay"
    with folder.workspace(agent="bob", now=DUE) as ws:
        release(ws)
    found = json.loads(run_callq.here("today", "--json", agent="ann", now=DUE).out)["items"]
    assert (found[0]["agreed_by"], found[0]["agreed_until"]) == ("cyd", "2026-03-11T16:00:00Z")
    assert taken(folder, "ann", DUE) == "Fay"
    assert taken(folder, "cyd", DUE) == "Dan"


def test_after_its_time_an_assigned_callback_is_anyones(run_callq: Callq, folder: Office) -> None:
    run_callq.ok("assign", "dan", "--to", "cyd", "--yes", agent="bob", now=BEFORE)
    assert taken(folder, "bob", LATER) == "Dan"


def test_when_no_one_else_is_due_there_is_no_one_to_call(folder: Office) -> None:
    folder.take(agent="cyd", now=DUE)
    with pytest.raises(CallqError) as refused:
        folder.take(agent="bob", now=DUE)
    assert refused.value.name == "no-one-to-call"
