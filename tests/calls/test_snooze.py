"""A snooze moves when someone is due, pretends no call, and ends with the next one."""

import pytest

from callq.calls.snooze import Snoozed, snooze
from callq.errors import CallqError
from helpers import IN_NEW_YORK, Callq, Office, moment, new_york

JUNE = moment("2026-06-01 09:00")


def put_off(
    office: Office, who: int | str | None, text: str, *, now: str = "", agent: str = "",
    note: str = "", callback: bool = False,
) -> Snoozed:  # fmt: skip
    with office.workspace(now=now, agent=agent) as ws:
        named = None if who is None else str(who)
        return snooze(ws, named, text, note=note, callback=callback)


@pytest.fixture
def ron(office: Office) -> int:
    return office.add("Ron Smith", IN_NEW_YORK)


@pytest.mark.parametrize("text", ["june 1", "until june 1", "till june 1", "Until june 1 9am"])
def test_they_are_due_when_you_say_and_no_call_is_logged(
    office: Office, ron: int, text: str
) -> None:
    found = put_off(office, ron, text)
    assert found.until == JUNE
    assert office.queue() == []
    assert office.queue(now="2026-06-01T09:00:00-04:00") == [ron]
    status = office.portray(ron).status
    assert (status.due_at, status.state.value, status.last) == (JUNE, "fresh", None)
    last = status.explanation[-1]
    assert (last.rule, last.until) == ("snooze", JUNE)
    assert not office.rows("SELECT 1 FROM call")


def test_undo_gives_everything_back(office: Office, ron: int) -> None:
    before = office.dump("prospect", "research", "tally")
    put_off(office, ron, "june 1", note="rebuilding the kitchen")
    assert [one.text for one in office.portray(ron).research] == ["rebuilding the kitchen"]
    office.undo()
    assert office.dump("prospect", "research", "tally") == before


def test_a_later_call_ends_it(office: Office, ron: int) -> None:
    put_off(office, ron, "june 1")
    office.log(ron, "busy", now="2026-03-12T10:00:00-04:00")
    assert office.portray(ron).status.due_at == moment("2026-03-12 12:00")


def test_the_one_held_is_let_go(office: Office, ron: int) -> None:
    office.take()
    assert put_off(office, None, "3d").who.id == ron
    assert not office.rows("SELECT 1 FROM lease")


def test_a_note_that_asks_for_no_calls_holds_them(office: Office, ron: int) -> None:
    assert put_off(office, ron, "june 1", note="said stop calling me").warnings
    assert office.row(ron)["hold"] == "opt-out-request"


def test_a_callback_is_moved_only_when_named(office: Office, ron: int) -> None:
    office.log(ron, "callback", at="march 17 3pm")
    before = office.dump("prospect", "command")
    with pytest.raises(CallqError) as refused:
        put_off(office, ron, "june 1")
    assert refused.value.name == "callback-scheduled"
    assert "--callback" in refused.value.hint
    assert office.dump("prospect", "command") == before
    put_off(office, ron, "june 1", callback=True)
    status = office.portray(ron).status
    assert (status.state.value, status.due_at, status.callback_at) == ("callback", JUNE, JUNE)


def test_a_callback_of_later_is_not_moved(office: Office, ron: int) -> None:
    """One logged with a time in the past is still kept."""
    put_off(office, ron, "june 1")
    office.log(ron, "callback", at="march 17 3pm", when="march 11 9am")
    assert office.portray(ron).status.due_at == moment("2026-03-17 15:00")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("yesterday", "time-in-the-past"), ("blue", ""), ("march 12", "due-later-anyway"),
    ],
)  # fmt: skip
def test_what_is_refused(office: Office, ron: int, text: str, name: str) -> None:
    office.log(ron, "ni", reason="price")
    before = office.dump("prospect", "command")
    with pytest.raises(CallqError) as refused:
        put_off(office, ron, text)
    assert not name or refused.value.name == name
    assert office.dump("prospect", "command") == before


def test_who_is_never_due_is_not_snoozed(office: Office, ron: int) -> None:
    office.log(ron, "won")
    with pytest.raises(CallqError) as refused:
        put_off(office, ron, "june 1")
    assert refused.value.name == "never-due"


def test_a_snooze_is_shortened_and_ended(office: Office, ron: int) -> None:
    put_off(office, ron, "june 1")
    assert put_off(office, ron, "may 1").until == moment("2026-05-01 09:00")
    assert put_off(office, ron, "now").until is None
    assert office.queue() == [ron]
    with pytest.raises(CallqError) as refused:
        put_off(office, ron, "now")
    assert refused.value.name == "not-snoozed"


def test_a_merge_keeps_the_earlier_day_still_to_come(office: Office, ron: int) -> None:
    other = office.add("Bob Smith", new_york(2))
    put_off(office, other, "june 1")
    office.merge(ron, other)
    assert office.portray(ron).status.due_at == JUNE


def test_the_command(office: Office, ron: int, run_callq: Callq) -> None:
    found = run_callq.ok("snooze", "ron", "until", "june", "1", "--json").json
    assert (found["id"], found["until"]) == (ron, "2026-06-01T13:00:00Z")
    assert found["due_before"]
    assert run_callq.here("snooze", "ron", "yesterday").code
