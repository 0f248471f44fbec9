"""Away: recorded, what falls due meanwhile spread by rank and capacity, promises left to the rep."""

from datetime import date
from typing import Any

import pytest

from callq.app.be_away import Away, be_away
from callq.errors import CallqError, Exit
from helpers import NEW_YORK, Callq, Office, moment, new_york

START = "2026-03-11T10:15:00-04:00"


def away(office: Office, first: str = "2026-03-16", last: str = "2026-03-20", **more: Any) -> Away:
    flags = {key: more.pop(key) for key in ("unowned", "dry_run") if key in more}
    with office.desk(**more) as desk:
        desk.turn()
        return be_away(desk, first, last, **flags)


def someone(office: Office, number: int, *said: str, **more: Any) -> int:
    """Somebody of Ann's, called now."""
    who = office.add(f"P{number}", new_york(number), owner=more.pop("owner", "ann"))
    if said:
        office.log(who, *said, **more)
    return who


def due(office: Office, who: int) -> Any:
    return office.portray(who).standing.due_at


@pytest.fixture
def some(office: Office) -> list[int]:
    """Four who fall due on Wednesday 18 March at 10:15."""
    return [someone(office, i, "ni", reason="authority") for i in range(4)]


def test_who_falls_due_comes_back_after_by_rank_and_capacity(
    office: Office, some: list[int]
) -> None:
    office.edit(some[2], value=90000.0)
    found = away(office, CALLQ_LIMIT="2")
    assert [one.entry.id for one in found.moved] == [some[2], some[0], some[1], some[3]]
    days = [one.until.astimezone(NEW_YORK) for one in found.moved]
    assert [f"{at:%a %d %H:%M}" for at in days] == [
        "Mon 23 10:15", "Mon 23 10:15", "Tue 24 10:15", "Tue 24 10:15",
    ]  # fmt: skip
    assert {one.entry.id: due(office, one.entry.id) for one in found.moved} == {
        one.entry.id: one.until for one in found.moved
    }
    assert found.workdays == 5


def test_days_that_are_full_are_passed_over(office: Office, some: list[int]) -> None:
    for number in (11, 12):
        who = someone(office, number)
        office.log(who, "ni", reason="price", at="monday 23 march 2026 11am")
    found = away(office, CALLQ_LIMIT="2")
    assert {one.until.astimezone(NEW_YORK).day for one in found.moved} == {24, 25}


def test_the_routine_is_the_capacity(office: Office, some: list[int]) -> None:
    found = away(office, CALLQ_ROUTINE_MORNING="3 calls 08:00-12:00", CALLQ_LIMIT="50")
    assert found.capacity == 3
    assert [one.until.astimezone(NEW_YORK).day for one in found.moved] == [23, 23, 23, 24]


def test_a_promise_is_never_moved_but_told(office: Office) -> None:
    who = someone(office, 1, "cb", at="tuesday 17 march 2026 3pm")
    before = office.row(who)
    found = away(office)
    assert [entry.id for entry in found.promises] == [who]
    assert found.moved == ()
    assert office.row(who) == before


def test_only_ones_own_and_who_falls_due_in_it(office: Office) -> None:
    mine = someone(office, 1, "ni", reason="authority")
    someone(office, 2, "ni", reason="authority", owner="bob")
    someone(office, 3, "ni", reason="price")
    someone(office, 4)
    someone(office, 5, "lost")
    nobodys = someone(office, 6, "ni", reason="authority", owner="")
    assert [one.entry.id for one in away(office, dry_run=True).moved] == [mine]
    assert {one.entry.id for one in away(office, unowned=True).moved} == {mine, nobodys}


def test_a_later_call_ends_it(office: Office, some: list[int]) -> None:
    away(office)
    later = "2026-03-12T10:00:00-04:00"
    assert due(office, some[0]) == moment("2026-03-23 10:15")
    office.log(some[0], "hu", now=later)
    assert due(office, some[0]) == moment("2026-03-14 12:00")
    office.log(some[1], "dnc", now=later)
    assert due(office, some[1]) is None


def test_it_never_brings_anybody_forward(office: Office) -> None:
    who = someone(office, 1, "ni", reason="price")
    before = due(office, who)
    away(office)
    assert due(office, who) == before


def test_it_is_taken_back_whole(office: Office, some: list[int]) -> None:
    tables = ("prospect", "away", "tally", "call")
    before = office.dump(*tables)
    away(office)
    assert office.dump(*tables) != before
    assert office.undo().command.name == "away"
    assert office.dump(*tables) == before


def test_the_log_gives_the_same_again(office: Office, some: list[int]) -> None:
    """Computing every standing anew keeps what was put off."""
    away(office)
    before = office.dump("prospect")
    with office.desk() as desk, desk.db.write():
        assert desk.projector().rebuild() == 0
    assert office.dump("prospect") == before


def test_a_rehearsal_changes_nothing(office: Office, some: list[int]) -> None:
    with office.desk() as desk:
        desk.turn()
    before = office.dump()
    assert len(away(office, dry_run=True).moved) == 4
    assert office.dump() == before


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        ("2026-03-20", "2026-03-16", "is before"), ("2026-03-10", "2026-03-12", "is past"),
        ("2026-03-16", "2027-04-01", "longer than a year"), ("sometime", "", "sometime"),
    ],
)  # fmt: skip
def test_days_that_make_no_sense_are_refused(
    office: Office, first: str, last: str, message: str
) -> None:
    before = office.dump()
    with pytest.raises(CallqError, match=message):
        away(office, first, last)
    assert office.dump() == before


def test_two_absences_of_one_rep_do_not_overlap(office: Office) -> None:
    away(office)
    with pytest.raises(CallqError, match="are away") as refused:
        away(office, "2026-03-20", "2026-03-21")
    assert refused.value.code is Exit.REFUSED
    assert away(office, "2026-03-20", "2026-03-21", agent="bob").agent == "bob"
    assert away(office, "2026-03-21", "").first == date(2026, 3, 21)


def test_days_of_another_absence_are_no_days_to_come_back(office: Office, some: list[int]) -> None:
    away(office, "2026-03-23", "2026-03-24")
    assert {one.until.astimezone(NEW_YORK).day for one in away(office).moved} == {25}


def test_it_says_what_it_did_and_how_to_take_it_back(
    office: Office, run_callq: Callq, some: list[int]
) -> None:
    office.edit(some[0], name="Ron\x1b[31m")
    someone(office, 9, "cb", at="tuesday 17 march 2026 3pm")
    shown = run_callq.wide(80).ok("away", "monday 16 march 2026", "20 march 2026", "--dry-run").out
    assert shown.startswith(
        "You would be away Mon 16 Mar 2026 to Fri 20 Mar 2026: 5 days of calling.\n"
    )
    assert "1 promise falls into it. Nobody moves these but you" in shown
    assert shown.endswith("Nothing was changed.\n")
    shown = run_callq.ok("away", "2026-03-16", "2026-03-20").out
    assert "    Mon 23 Mar 2026  4\n" in shown
    assert shown.endswith("Wrong? callq undo\n")
    assert "put off until Mon 23 Mar 2026, 10:15" in run_callq.ok("why", str(some[1])).out
