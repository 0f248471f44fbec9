"""Who is calling, in one line for a script."""

import pytest

from callq.dialing.caller import Caller, look_up
from callq.errors import CallqError, Exit
from helpers import Callq, Office

RON = "+12125550134"


def looked_up(office: Office, number: str) -> Caller:
    with office.workspace() as ws:
        return look_up(ws, number)


@pytest.fixture
def ron(office: Office) -> Office:
    """A person with a call."""
    office.add("Ron Smith", RON, company="Acme", owner="bob")
    office.log("ron", "interested")
    return office


@pytest.mark.parametrize(
    "number", [RON, "(212) 555-0134", "12125550134", "212.555.0134", "tel:+12125550134"]
)
def test_a_number_in_any_style_is_found(ron: Office, number: str) -> None:
    if number.startswith("tel"):
        number = number[4:]
    found = looked_up(ron, number)
    assert (found.number, found.entry.id, found.others) == (RON, 1, 0)


def test_of_several_people_it_is_the_one_called_last(ron: Office) -> None:
    ron.add("Lia Valley", RON)
    assert looked_up(ron, RON)[1:] == (looked_up(ron, RON).entry, 1)
    assert looked_up(ron, RON).entry.name == "Ron Smith"
    ron.log("lia", "busy", now="2026-03-11T15:00:00-04:00")
    assert looked_up(ron, RON).entry.name == "Lia Valley"


@pytest.mark.parametrize("number", ["+12125550199", "(312) 555-0134"])
def test_an_unknown_number_is_not_found(ron: Office, number: str) -> None:
    with pytest.raises(CallqError) as caught:
        looked_up(ron, number)
    assert (caught.value.name, caught.value.code) == ("unknown-caller", Exit.NOT_FOUND)


@pytest.mark.parametrize("number", ["", "ron", "12", "Anonymous"])
def test_what_is_not_a_number_is_refused(ron: Office, number: str) -> None:
    with pytest.raises(CallqError) as caught:
        looked_up(ron, number)
    assert (caught.value.name, caught.value.code) == ("bad-number", Exit.USAGE)


def test_the_answer_is_one_line_and_changes_nothing(ron: Office, run_callq: Callq) -> None:
    ron.edit(1, name="Ron\nSmith\x1b[31m")
    before = ron.content()
    said = run_callq.ok("caller", RON).out
    assert said.count("\n") == 1
    assert "\x1b" not in said
    for word in ("Ron", "Acme", "interested", "bob"):
        assert word in said
    assert run_callq.ok("caller", RON, "--json").json["last_outcome"] == "interested"
    assert ron.content() == before


def test_a_stranger_has_an_exit_code_of_their_own(ron: Office, run_callq: Callq) -> None:
    ended = run_callq("caller", "+1 212 555 0199")
    assert (ended.code, ended.out) == (Exit.NOT_FOUND, "")
