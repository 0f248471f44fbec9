"""Possible opt-outs are decided one at a time or all of a kind, and undone as one."""

from typing import Any

import pytest

from callq.audit.decide import Answer, Decisions, decide, waiting
from callq.audit.purge_check import findings
from callq.engine.audit import Verdict
from callq.engine.filters import Filter
from callq.prospects.find import find
from callq.queue.narrowing import condition_of
from helpers import IN_CHICAGO, Callq, Office, new_york

LAST_YEAR = "2025-03-04T10:00:00-05:00"


@pytest.fixture
def asked(office: Office) -> Office:
    """Three people with the same words, one with others, and one who may be called."""
    for place, words in enumerate(("DND", "dnd", "DND ", "no calls please", "")):
        name = "ABCDE"[place]
        office.add(name, new_york(place), now=LAST_YEAR, opt_out_text=words, list_name="fair")
    return office


def verdicts(office: Office) -> dict[str, str]:
    with office.workspace() as ws:
        return {finding.name: finding.verdict for finding in findings(ws)}


def test_those_with_the_same_words_are_one_kind(asked: Office) -> None:
    with asked.workspace() as ws:
        assert [[one.name for one in kind] for kind in waiting(ws)] == [["A", "B", "C"], ["D"]]
        assert [len(kind) for kind in waiting(ws, words="dnd")] == [3]
        assert waiting(ws, condition_of(ws, Filter(list_name="other"))) == []
        assert waiting(ws, condition_of(ws, Filter(owner="bob"))) == []


def test_one_undo_takes_all_decisions_back(asked: Office) -> None:
    before = verdicts(asked)
    with asked.workspace() as ws:
        same, (other,) = waiting(ws)
        sofar = Decisions()
        decide(ws, sofar, same, Answer.DO_NOT_CALL)
        decide(ws, sofar, [other], Answer.MAY_BE_CALLED)
        assert (sofar.do_not_call, sofar.may_be_called) == (3, 1)
        assert waiting(ws) == []
    assert verdicts(asked) == dict.fromkeys("ABC", "do-not-call")
    assert asked.rows("SELECT DISTINCT imported, violations FROM call") == [(1, "")]
    asked.undo()
    assert verdicts(asked) == before == dict.fromkeys("ABCD", "decide")


def test_a_decision_blocks_others_with_the_number(asked: Office) -> None:
    twin = asked.add("Twin", new_york(0))
    with asked.workspace() as ws:
        decide(ws, Decisions(), waiting(ws)[0], Answer.DO_NOT_CALL)
    assert asked.row(twin)["state"] == "do-not-call"


def test_all_of_a_kind_are_decided_without_a_terminal(asked: Office, run_callq: Callq) -> None:
    run_callq.ok("purge-check", "--decide", "--as", "may-be-called", "--words", "dnd")
    assert verdicts(asked) == {"D": "decide"}
    run_callq.ok("purge-check", "--decide", "--as", "do-not-call")
    assert verdicts(asked) == {"D": "do-not-call"}
    run_callq.ok("undo")
    run_callq.ok("undo")
    assert verdicts(asked) == dict.fromkeys("ABCD", "decide")


def test_a_note_that_says_not_to_call_holds_until_it_is_decided(
    office: Office, run_callq: Callq
) -> None:
    office.add("Ron", new_york(1), now=LAST_YEAR)
    office.log("ron", "ni", now=LAST_YEAR, note="asked us not to call again")
    assert verdicts(office) == {"Ron": "decide"}
    assert office.queue() == []
    office.undo()
    assert office.row(1)["hold"] == ""
    office.log("ron", "ni", now=LAST_YEAR, note="asked us not to call again")
    run_callq.ok("edit", "ron", "--may-be-called")
    assert verdicts(office) == {"Ron": "call-again"}
    assert len(office.queue()) == 1


MAY = """\
Name,Phone,Last Outcome,Note
Ida,{0},Not interested,please do not call again
Jon,{1},Do not call,please do not call again
Kim,{1},Not interested,take me off your list
Lou,,Not interested,take me off your list
Max,{2},Wrong number,asked not to be called
Ned,{3},Won,asked not to be called
Ann,{4},No answer,asked not to be called
"""


def test_everyone_an_import_holds_can_be_decided(office: Office, run_callq: Callq) -> None:
    """Also who has no number left: they can't be deleted while it's open what they asked for."""
    office.add("Ann", new_york(4), now=LAST_YEAR)
    report = office.import_(office.file(MAY.format(*map(new_york, range(5)))))
    held = {"Ida": "decide", "Lou": "decide", "Max": "decide", "Ann": "decide"}
    assert verdicts(office) == {**held, "Jon": "do-not-call", "Kim": "do-not-call"}
    assert report.asked == len(held)
    assert office.queue() == []
    run_callq.ok("purge-check", "--decide", "--as", "may-be-called")
    after = {"Ida": "cooling-down", "Lou": "dead", "Max": "dead"}
    assert verdicts(office) == {**after, "Jon": "do-not-call", "Kim": "do-not-call"}
    run_callq.ok("undo")
    run_callq.ok("purge-check", "--decide", "--as", "do-not-call")
    assert set(verdicts(office).values()) == {"do-not-call"}


def test_without_a_terminal_and_an_answer_it_decides_nothing(
    asked: Office, run_callq: Callq
) -> None:
    assert run_callq("purge-check", "--decide").code == 2
    assert run_callq("purge-check", "--as", "do-not-call").code == 2
    assert run_callq("purge-check", "--decide", "--json").code == 2
    assert len(verdicts(asked)) == 4


def test_list_knows_every_verdict_and_finds_the_same_people(office: Office) -> None:
    logged: list[tuple[str, dict[str, Any]]] = [
        ("ni", {}), ("hn", {}), ("hn", {"permission": True}), ("ni", {"channel": "email"}),
        ("dnc", {}), ("wn", {}), ("int", {}), ("na", {}), ("won", {}),
    ]  # fmt: skip
    for i, (outcome, said) in enumerate(logged):
        office.add(f"P{i}", new_york(i), now=LAST_YEAR)
        office.log(f"P{i}", outcome, now=LAST_YEAR, **said)
    office.add("Hal", IN_CHICAGO, now=LAST_YEAR, opt_out_text="no calls please")
    office.add("Far", "+1 800 555 0199", now=LAST_YEAR)
    office.log("far", "ni", now=LAST_YEAR)
    office.import_(office.file(f"Name,Phone,Last Outcome\nIda,{new_york(20)},Not interested\n"))
    with office.workspace() as ws:
        found = list(findings(ws))
        assert {finding.verdict for finding in found} == set(Verdict)
        for verdict in Verdict:
            listed = {item.entry.name for item in find(ws, Filter(state=verdict), 99)}
            assert listed == {one.name for one in found if one.verdict is verdict}
