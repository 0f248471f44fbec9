"""Research stands on the card, apart from the notes of calls, and is taken back whole."""

from typing import Any

import pytest

from callq.calls.note import Noted, note
from callq.errors import CallqError
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office


def keep(office: Office, *words: str, **more: Any) -> Noted:
    with office.workspace(**more) as ws:
        return note(ws, words)


def words_of(office: Office, who: int) -> list[str]:
    return [one.text for one in office.portray(who).research]


@pytest.fixture
def ron(office: Office) -> int:
    return office.add("Ron Smith", IN_NEW_YORK)


def test_it_is_kept_newest_first_and_changes_no_status(office: Office, ron: int) -> None:
    before = office.row(ron)
    keep(office, "ron", "reads", "on", "Fridays")
    assert keep(office, "ron", "opens in May", agent="bob").notes == 2
    assert words_of(office, ron) == ["opens in May", "reads on Fridays"]
    assert office.row(ron) == before


def test_without_who_it_is_for_the_one_held(office: Office, ron: int) -> None:
    office.take()
    assert keep(office, "reads on Fridays").who.id == ron
    assert [one.text for one in office.take().research] == ["reads on Fridays"]


def test_it_is_taken_back(office: Office, ron: int) -> None:
    keep(office, "ron", "one")
    before = office.dump("research", "prospect", "call")
    keep(office, "ron", "two")
    assert "research on Ron Smith" in office.undo().command.summary
    assert office.dump("research", "prospect", "call") == before


def test_a_call_note_isnt_research(office: Office, ron: int) -> None:
    office.log(ron, "ni", note="too dear")
    assert words_of(office, ron) == []


@pytest.mark.parametrize("words", [("ron", "  "), ("",), ("ron", "x" * 4001)])
def test_no_text_is_refused(office: Office, ron: int, words: tuple[str, ...]) -> None:
    before = office.dump()
    with pytest.raises(CallqError):
        keep(office, *words)
    assert office.dump() == before


def test_a_first_call_says_when_there_is_none(office: Office, run_callq: Callq, ron: int) -> None:
    assert "Research    none yet: callq note 1 TEXT\n" in run_callq.ok("show", "ron").out
    run_callq.ok("note", "ron", "opens in May")
    assert "Research    opens in May (ann)\n" in run_callq.ok("next").out
    office.log(ron, "ni")
    office.undo()
    called = office.add("Bea", IN_CHICAGO)
    office.log(called, "ni")
    assert "none yet" not in run_callq.ok("show", "bea").out


def test_the_queue_says_so_once_anyone_does_research(office: Office, run_callq: Callq) -> None:
    one, two, three = (office.add(f"P{i}", f"+1 212 555 010{i}") for i in range(3))
    office.log(three, "na", now="2026-03-01T10:00:00-05:00")
    assert office.look().without_research == frozenset()
    keep(office, str(one), "reads on Fridays")
    assert office.look().without_research == {two}
    shown = run_callq.ok("today").out
    assert shown.count("never called, no research yet") == 1


def test_text_steers_nothing(office: Office, run_callq: Callq, ron: int) -> None:
    run_callq.ok("note", "ron", "\x1b[31mred\nnew")
    assert "\x1b" not in run_callq.ok("show", "ron").out


def test_it_goes_along_when_two_are_merged(office: Office, ron: int) -> None:
    twin = office.add("R. Smith", "+1 212 555 0177")
    keep(office, str(twin), "opens in May")
    office.merge(ron, twin)
    assert words_of(office, ron) == ["opens in May"]
    office.undo()
    assert (words_of(office, ron), words_of(office, twin)) == ([], ["opens in May"])
