"""People go to other reps, with what was promised to them."""

from typing import Any

import pytest

from callq.engine.filters import Filter
from callq.errors import CallqError
from callq.prospects.assign import Handover, among, assign
from callq.queue.today import look
from callq.records.queue import Scope, buckets
from callq.workspace import Workspace
from helpers import Callq, Office, new_york

BEFORE = "2026-03-10T10:00:00-04:00"


@pytest.fixture
def folder(office: Office) -> Office:
    """Ann's six people, two of them waiting for something; one of Bob's, and one without an owner."""
    for i in range(6):
        office.add(f"Ann's {i}", new_york(i), now=BEFORE, owner="ann", list_name="fair")
    office.add("Bob's", new_york(7), now=BEFORE, owner="bob")
    office.add("Promised", new_york(8), now=BEFORE)
    office.add("Free", new_york(9), now=BEFORE)
    office.log("ann's 0", "cb", now=BEFORE, at="tomorrow 3pm")
    office.log("ann's 1", "int", now=BEFORE, note="send the offer")
    office.log("promised", "cb", now=BEFORE, at="tomorrow 4pm", agent="ann")
    return office


def owners(office: Office) -> dict[str, str]:
    return dict(office.rows("SELECT name, owner FROM prospect ORDER BY id"))


def go(
    office: Office, *to: str, rep: str = "", ids: tuple[int, ...] = (), agent: str = "",
    share: str = "", dry_run: bool = False, **wanted: Any,
) -> Handover:  # fmt: skip
    with office.workspace(agent=agent) as ws:
        who = among(ws, Filter(**wanted), ids, rep)
        return assign(ws, who, to, share=share, rep=rep, dry_run=dry_run)


def check_counts(ws: Workspace) -> None:
    """The tally is what a rebuild would count."""
    scopes = [Scope(), Scope("fair"), *(Scope("", name) for name in ("ann", "bob", "cyd"))]
    before = [buckets(ws.db, scope) for scope in scopes]
    with ws.db.write():
        assert ws.projector().rebuild() == 0
    assert [buckets(ws.db, scope) for scope in scopes] == before


def test_a_rep_who_leaves_leaves_nothing_behind(folder: Office) -> None:
    done = go(folder, "bob", rep="ann")
    assert (done.people, done.callbacks) == (7, 2)
    assert done.came_from == {"ann": 6, "": 1}
    assert done.goes_to == {"bob": 7}
    assert owners(folder)["Free"] == ""
    assert {name for name, owner in owners(folder).items() if owner == "bob"} == {
        "Bob's", "Promised", *(f"Ann's {i}" for i in range(6)),
    }  # fmt: skip
    with folder.workspace() as ws:
        check_counts(ws)
        mine = look(ws, Scope("", "bob"), 100)
        assert {item.entry.name for item in mine.later} == {"Ann's 0", "Promised"}
        assert look(ws, Scope("", "ann"), 100).counts.due == 0


def test_undo_takes_a_handover_back_whole(folder: Office) -> None:
    before = folder.content()
    go(folder, "bob", rep="ann", agent="eve")
    undone = folder.undo(agent="eve")
    assert undone.command.name == "assign"
    after = folder.content()
    assert {k: v for k, v in after.items() if k not in ("command", "change")} == {
        k: v for k, v in before.items() if k not in ("command", "change")
    }
    with folder.workspace() as ws:
        check_counts(ws)


def test_a_list_is_dealt_out_evenly_by_kind(folder: Office) -> None:
    """The only callback goes to the first, the others alternate."""
    done = go(folder, "cyd", "dan", list_name="fair")
    assert done.goes_to == {"cyd": 3, "dan": 3}
    assert owners(folder)["Ann's 0"] == "cyd"


@pytest.mark.parametrize(("share", "people"), [("2", 2), ("50%", 3), ("1%", 1), ("99", 6)])
def test_a_share_of_them_goes(folder: Office, share: str, people: int) -> None:
    assert go(folder, "bob", share=share, owner="ann").people == people


def test_who_is_there_already_stays(folder: Office) -> None:
    assert go(folder, "bob", ids=(1, 7)).people == 1
    with pytest.raises(CallqError) as refused:
        go(folder, "bob", ids=(7,))
    assert refused.value.name == "no-one-to-assign"


@pytest.mark.parametrize("share", ["0", "half", "-2", "101%", "%", "1.5"])
def test_a_share_that_can_not_be_read_is_refused(folder: Office, share: str) -> None:
    with pytest.raises(CallqError) as refused:
        go(folder, "bob", rep="ann", share=share)
    assert refused.value.name == "bad-share"


def test_a_dry_run_changes_nothing(folder: Office) -> None:
    before = folder.content()
    assert go(folder, "bob", rep="ann", dry_run=True).people == 7
    assert folder.content() == before


def test_the_call_in_hand_is_put_back(folder: Office) -> None:
    taken = folder.take(agent="ann")
    go(folder, "bob", rep="ann")
    assert folder.take(agent="bob").item.entry.id == taken.item.entry.id


def test_the_command_counts_first_and_needs_a_yes(folder: Office, run_callq: Callq) -> None:
    refused = run_callq("assign", "--from", "ann", "--to", "bob")
    assert refused.code == 8
    assert "7 people" in refused.out
    assert owners(folder)["Ann's 0"] == "ann"
    looked = run_callq.ok("assign", "--from", "ann", "--to", "bob", "--dry-run", "--json").json
    assert (looked["people"], looked["callbacks"], looked["dry_run"]) == (7, 2, True)
    run_callq.ok("list", "--list", "fair", "--save-view", "fair")
    done = run_callq.ok("assign", "--view", "fair", "--to", "bob", "--yes", "--json").json
    assert (done["people"], done["to"]) == (6, [{"rep": "bob", "people": 6}])
    run_callq.ok("assign", "9", "--to", "cyd")
    assert owners(folder)["Free"] == "cyd"


@pytest.mark.parametrize("words", [("--to", "bob"), ("9",), ("9", "--to", " ")])
def test_what_is_missing_is_asked_for(
    folder: Office, run_callq: Callq, words: tuple[str, ...]
) -> None:
    assert folder.path.exists()
    assert run_callq("assign", *words).code == 2


def test_people_of_a_rep_who_is_gone_are_found(folder: Office, run_callq: Callq) -> None:
    """Bob never did anything: his name came with a file. Dan works on."""
    june = "2026-06-10T10:00:00-04:00"

    def owned() -> list[str]:
        checks = run_callq("store", "check", "--json", now=june).json["checks"]
        return [one["state"] for one in checks if one["check"] == "owners"]

    assert owned() == ["ok"]
    folder.log("free", "na", now=june, agent="dan")
    assert owned() == ["found"]
    run_callq.ok("assign", "--from", "ann", "--to", "dan", "--yes", now=june, agent="dan")
    assert owned() == ["ok"]
