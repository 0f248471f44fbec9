"""A list is paused, resumed and closed: everyone on it is held, and undo takes it back."""

import json
from typing import Any

import pytest

from callq.engine.model import Hold
from callq.errors import CallqError
from callq.prospects.lists import set_list
from callq.queue.today import look
from callq.records.queue import Scope
from callq.storage.db import Db
from helpers import Callq, Office, new_york

NOW = "2026-03-11T10:15:00-04:00"
TOMORROW = "2026-03-12T15:30:00-04:00"
BEFORE = "2026-03-10T10:00:00-04:00"


@pytest.fixture
def folder(office: Office) -> Office:
    """Two fresh ones, a recall, a callback tomorrow and an email owed on a list; one elsewhere."""
    for number, name in enumerate(("Ann", "Bob", "Cyd", "Dan", "Eve", "Fay"), 1):
        office.add(name, new_york(number), now=BEFORE, list_name="web" if number < 6 else "fair",
                   emails=(f"{name}@example.com",))  # fmt: skip
    office.log("cyd", "hu", now="2026-03-01T10:00:00-05:00")
    office.log("dan", "cb", at="thursday 3pm", now=BEFORE)
    office.log("eve", "ni", channel="email", now=BEFORE)
    return office


def act(office: Office, what: str, name: str = "web", agent: str = "ann") -> Any:
    with office.workspace(agent=agent) as ws:
        return set_list(ws, what, name)


def offered(office: Office, now: str = NOW) -> list[str]:
    with office.workspace(now=now) as ws:
        return sorted(item.entry.name for item in look(ws, Scope(), 50).items)


def is_consistent(office: Office) -> None:
    """Every stored status and count is what follows from the log."""
    with office.workspace() as ws:
        ws.turn()
        counted = counts(ws.db)
        with ws.db.write():
            assert ws.projector().rebuild() == 0
        assert counts(ws.db) == counted


def counts(db: Db) -> list[Any]:
    return sorted(map(tuple, db.rows("SELECT * FROM tally WHERE people <> 0")))


def test_a_paused_list_keeps_what_was_promised(folder: Office) -> None:
    assert offered(folder) == ["Ann", "Bob", "Cyd", "Eve", "Fay"]
    paused = act(folder, "pause")
    assert (paused.hold, paused.held, paused.callbacks) == (Hold.LIST_PAUSED, 3, 1)
    assert offered(folder) == ["Eve", "Fay"]
    assert offered(folder, TOMORROW) == ["Dan", "Eve", "Fay"]
    is_consistent(folder)


def test_a_closed_list_offers_no_one(folder: Office) -> None:
    closed = act(folder, "close")
    assert (closed.hold, closed.held, closed.callbacks) == (Hold.LIST_CLOSED, 5, 1)
    assert offered(folder, TOMORROW) == ["Fay"]
    with folder.workspace(now="2026-03-12T10:00:00-04:00") as ws:
        assert look(ws, Scope(), 50).later == ()
    is_consistent(folder)


@pytest.mark.parametrize("what", ["pause", "close"])
def test_resume_brings_everyone_back(folder: Office, what: str) -> None:
    act(folder, what)
    assert act(folder, "resume").held == 0
    assert offered(folder, TOMORROW) == ["Ann", "Bob", "Cyd", "Dan", "Eve", "Fay"]
    is_consistent(folder)


def test_undo_takes_each_step_back(folder: Office) -> None:
    before = offered(folder)
    act(folder, "pause")
    paused = offered(folder)
    act(folder, "close")
    folder.undo()
    assert offered(folder) == paused
    is_consistent(folder)
    folder.undo()
    assert offered(folder) == before
    act(folder, "pause")
    act(folder, "resume")
    folder.undo()
    assert offered(folder) == paused
    is_consistent(folder)


def test_newcomers_and_movers_are_held_too(folder: Office) -> None:
    act(folder, "pause")
    folder.add("Gil", new_york(7), now=NOW, list_name="web")
    folder.edit("fay", list_name="web")
    path = folder.file("name,phone\nHal,+1 212 556 0009\n")
    folder.import_(path, list_name="web")
    assert offered(folder) == ["Eve"]
    folder.edit("gil", list_name="fair")
    assert offered(folder) == ["Eve", "Gil"]
    is_consistent(folder)


def test_a_callback_that_was_made_is_held_then(folder: Office) -> None:
    act(folder, "pause")
    folder.log("dan", "na", now=TOMORROW)
    assert folder.row(4)["hold"] == "list-paused"
    is_consistent(folder)


def test_a_hold_of_their_own_comes_first(folder: Office) -> None:
    folder.add("Nowhere", "+1 800 555 0199", now=NOW, list_name="web")
    act(folder, "pause")
    assert folder.row(7)["hold"] == "no-zone"
    act(folder, "resume")
    assert folder.row(7)["hold"] == "no-zone"
    is_consistent(folder)


@pytest.mark.parametrize(
    ("first", "then"), [("", "resume"), ("pause", "pause"), ("close", "close")], ids=str
)
def test_what_is_so_already_is_refused(folder: Office, first: str, then: str) -> None:
    if first:
        act(folder, first)
    with pytest.raises(CallqError) as refused:
        act(folder, then)
    assert refused.value.name == "list-unchanged"


def test_the_command(run_callq: Callq) -> None:
    run = run_callq.here
    run("add", "Ann Lee", "-p", new_york(1), "--list", "web fair")
    found = json.loads(run("list", "pause", "web fair", "--json").out)
    assert (found["hold"], found["people_on_hold"], found["callbacks"]) == ("list-paused", 1, 0)
    assert json.loads(run("list", "--lists", "--json").out)["items"] == [
        {"list": "web fair", "people": 1, "hold": "list-paused"}
    ]
    why = json.loads(run("why", "ann", "--json").out)
    assert why["hold"] == "list-paused"
    assert 'callq list resume "web fair"' in why["explanation"][-1]["text"]
    today = json.loads(run("today", "--json").out)
    assert today["counts"]["on_hold"] == {"list-paused": 1}
    assert run("next").code == 3
    assert run("list", "resume", "web fair").code == 0
    assert run("next").code == 0


def test_words_that_only_look_like_it_find_people(run_callq: Callq) -> None:
    run = run_callq.here
    run("add", "Glenn Close", "-p", new_york(1))
    assert [p["name"] for p in json.loads(run("list", "close", "--json").out)["items"]] == [
        "Glenn Close"
    ]
    assert run("list", "glenn", "close").code == 3
    assert run("list", "pause", "none").code == 3
