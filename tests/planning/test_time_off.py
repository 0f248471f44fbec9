"""TimeOff: recorded, what falls due meanwhile spread by rank and capacity, callbacks left to the rep."""

from datetime import date
from typing import Any

import pytest

from callq.errors import CallqError, Exit
from callq.planning.end_time_off import Back, end_time_off
from callq.planning.goals import keep
from callq.planning.time_off import TimeOff, start_time_off
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply
from callq.scripts.filling import with_times
from helpers import NEW_YORK, Callq, Office, moment, new_york

ROUTINE = {"CALLQ_GOALS_MORNING": "2 calls 08:00-12:00"}
START = "2026-03-11T10:15:00-04:00"


def away(
    office: Office, first: str = "2026-03-16", last: str = "2026-03-20", **more: Any
) -> TimeOff:
    flags = {key: more.pop(key) for key in ("unowned", "dry_run") if key in more}
    with office.workspace(**more) as ws:
        ws.turn()
        return start_time_off(ws, first, last, **flags)


def someone(office: Office, number: int, *said: str, **more: Any) -> int:
    """Someone of Ann's, called now."""
    who = office.add(f"P{number}", new_york(number), owner=more.pop("owner", "ann"))
    if said:
        office.log(who, *said, **more)
    return who


def put_in_force(office: Office, rulebook: str) -> None:
    """Applies a rulebook by its text."""
    book = office.home / "book.toml"
    book.write_text(rulebook)
    with office.workspace() as ws:
        apply(ws, book)


def due(office: Office, who: int) -> Any:
    return office.portray(who).status.due_at


@pytest.fixture
def some(office: Office) -> list[int]:
    """Four who fall due on Wednesday 18 March at 10:15."""
    return [someone(office, i, "ni", reason="authority") for i in range(4)]


def test_who_falls_due_comes_back_after_by_rank_and_capacity(
    office: Office, some: list[int]
) -> None:
    office.edit(some[2], value=90000.0)
    put_in_force(office, shipped_text().replace("\nvalue = 0.0", "\nvalue = 2.0"))
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


def test_the_goals_is_the_capacity(office: Office, some: list[int]) -> None:
    found = away(office, CALLQ_GOALS_MORNING="3 calls 08:00-12:00", CALLQ_LIMIT="50")
    assert found.capacity == 3
    assert [one.until.astimezone(NEW_YORK).day for one in found.moved] == [23, 23, 23, 24]


def test_a_callback_is_never_moved_but_told(office: Office) -> None:
    who = someone(office, 1, "cb", at="tuesday 17 march 2026 3pm")
    before = office.row(who)
    found = away(office)
    assert [entry.id for entry in found.callbacks] == [who]
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


def test_it_never_brings_anyone_forward(office: Office) -> None:
    who = someone(office, 1, "ni", reason="price")
    before = due(office, who)
    away(office)
    assert due(office, who) == before


def test_it_is_taken_back_whole(office: Office, some: list[int]) -> None:
    tables = ("prospect", "time_off", "tally", "call")
    before = office.dump(*tables)
    away(office)
    assert office.dump(*tables) != before
    assert office.undo().command.name == "goals time-off"
    assert office.dump(*tables) == before


def test_the_log_gives_the_same_again(office: Office, some: list[int]) -> None:
    """Computing every status anew keeps what was put off."""
    away(office)
    before = office.dump("prospect")
    with office.workspace() as ws, ws.db.write():
        assert ws.projector().rebuild() == 0
    assert office.dump("prospect") == before


def test_a_dry_run_changes_nothing(office: Office, some: list[int]) -> None:
    with office.workspace() as ws:
        ws.turn()
    before = office.dump()
    assert len(away(office, dry_run=True).moved) == 4
    assert office.dump() == before


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2026-03-20", "2026-03-16", "days-in-reverse"), ("2026-03-10", "2026-03-12", "day-in-the-past"),
        ("2026-03-16", "2027-04-01", "time-off-too-long"), ("sometime", "", "unclear-time"),
    ],
)  # fmt: skip
def test_days_that_make_no_sense_are_refused(
    office: Office, first: str, last: str, name: str
) -> None:
    before = office.dump()
    with pytest.raises(CallqError) as refused:
        away(office, first, last)
    assert refused.value.name == name
    assert office.dump() == before


def test_two_time_off_of_one_rep_do_not_overlap(office: Office) -> None:
    away(office)
    with pytest.raises(CallqError, match="2026-03-16 to 2026-03-20") as refused:
        away(office, "2026-03-20", "2026-03-21")
    assert refused.value.code is Exit.REFUSED
    assert away(office, "2026-03-20", "2026-03-21", agent="bob").agent == "bob"
    assert away(office, "2026-03-21", "").first == date(2026, 3, 21)


def test_days_of_another_time_off_are_no_days_to_come_back(office: Office, some: list[int]) -> None:
    away(office, "2026-03-23", "2026-03-24")
    assert {one.until.astimezone(NEW_YORK).day for one in away(office).moved} == {25}


def test_it_says_what_it_did_and_how_to_take_it_back(
    office: Office, run_callq: Callq, some: list[int]
) -> None:
    office.edit(some[0], name="Ron\x1b[31m")
    someone(office, 9, "cb", at="tuesday 17 march 2026 3pm")
    shown = (
        run_callq.wide(80)
        .ok("goals", "time-off", "monday 16 march 2026", "20 march 2026", "--dry-run")
        .out
    )
    assert "1 callback stays with you" in shown
    assert shown.endswith("nothing changed.\n")
    shown = run_callq.ok("goals", "time-off", "2026-03-16", "2026-03-20").out
    assert "    Mon, Mar 23, 2026  4\n" in shown
    assert shown.endswith("Wrong? callq undo\n")
    assert "postponed until Mon, Mar 23, 2026, 10:15 AM" in run_callq.ok("why", str(some[1])).out


# Back early ---------------------------------------------------------------------------------------

TUESDAY, THURSDAY = "2026-03-17T09:00:00-04:00", "2026-03-19T09:00:00-04:00"


def back(office: Office, day: str = "", **more: Any) -> Back:
    dry_run = more.pop("dry_run", False)
    with office.workspace(**more) as ws:
        ws.turn()
        return end_time_off(ws, day, dry_run=dry_run)


def test_who_falls_due_after_the_return_is_due_as_ever(office: Office, some: list[int]) -> None:
    natural = due(office, some[0])
    away(office, CALLQ_LIMIT="2")
    found = back(office, now=TUESDAY, CALLQ_LIMIT="2")
    assert (found.first, found.last) == (date(2026, 3, 16), date(2026, 3, 16))
    assert {one.entry.id for one in found.sooner} == set(some)
    assert {due(office, who) for who in some} == {natural}
    with office.workspace(now=TUESDAY, **ROUTINE) as ws:  # type: ignore[arg-type]
        assert keep(ws).all_days_off == ()


def test_who_fell_due_meanwhile_is_spread_from_the_return_on(
    office: Office, some: list[int]
) -> None:
    away(office)
    found = back(office, now=THURSDAY, CALLQ_LIMIT="3")
    days = sorted(one.due.astimezone(NEW_YORK) for one in found.sooner)
    assert [f"{at:%a %d}" for at in days] == ["Thu 19", "Thu 19", "Thu 19", "Fri 20"]
    assert {one.entry.id: one.due for one in found.sooner} == {i: due(office, i) for i in some}


def test_a_day_to_come_and_a_day_gone_by(office: Office, some: list[int]) -> None:
    away(office)
    with pytest.raises(CallqError, match="2026-03-11") as refused:
        back(office)
    assert refused.value.name == "not-off"
    assert "2026-03-16 to 2026-03-20" in (refused.value.hint or "")
    assert back(office, "friday 20 march 2026").last == date(2026, 3, 19)
    assert back(office, "2026-03-19", now="2026-03-19T18:00:00-04:00").last == date(2026, 3, 18)
    with pytest.raises(CallqError) as refused:
        back(office, "2026-03-20")
    assert refused.value.name == "not-off"


def test_on_its_first_day_it_is_called_off(office: Office, some: list[int]) -> None:
    natural = due(office, some[0])
    away(office)
    assert back(office, "2026-03-16").last is None
    assert {due(office, who) for who in some} == {natural}
    assert office.rows("SELECT * FROM time_off") == []
    assert len(away(office).moved) == 4


def test_a_return_is_taken_back_whole(office: Office, some: list[int]) -> None:
    tables = ("prospect", "time_off", "tally", "call")
    for day in ("2026-03-16", "2026-03-19"):
        away(office)
        before = office.dump(*tables)
        back(office, day)
        assert office.dump(*tables) != before
        assert office.undo().command.name == "goals time-off"
        assert office.dump(*tables) == before
        office.undo()


def test_a_dry_run_return_changes_nothing(office: Office, some: list[int]) -> None:
    away(office)
    before = office.dump()
    assert len(back(office, "2026-03-19", dry_run=True).sooner) == 4
    assert office.dump() == before


def test_a_return_moves_no_callback_and_no_later_word(office: Office, some: list[int]) -> None:
    """Nor anyone of another rep, nor who another time off puts off."""
    promised = someone(office, 9, "cb", at="wednesday 18 march 2026 3pm")
    away(office)
    office.log(some[0], "ni", reason="price", now="2026-03-16T10:00:00-04:00")
    office.log(some[1], "cb", at="friday 2pm", now="2026-03-16T10:00:00-04:00")
    before = {who: due(office, who) for who in (promised, some[0], some[1])}
    found = back(office, now=THURSDAY)
    assert {one.entry.id for one in found.sooner} == set(some[2:])
    assert {who: due(office, who) for who in before} == before


def test_two_returns_from_one_time_off(office: Office, some: list[int]) -> None:
    natural = due(office, some[0])
    away(office)
    back(office, "2026-03-20")
    assert {due(office, who).astimezone(NEW_YORK).day for who in some} == {20}
    back(office, "2026-03-17")
    assert {due(office, who) for who in some} == {natural}


def test_a_return_says_what_it_did(office: Office, run_callq: Callq, some: list[int]) -> None:
    run_callq.ok("goals", "time-off", "2026-03-16", "2026-03-20")
    tried = run_callq.ok("goals", "time-off", "--back", "2026-03-19", "--dry-run").out
    assert "    Thu, Mar 19, 2026  4\n" in tried
    assert tried.endswith("nothing changed.\n")
    assert (
        "4 calls come back sooner" in run_callq.ok("goals", "time-off", "--back", "2026-03-16").out
    )
    for wrong in (
        (
            "goals",
            "time-off",
        ),
        ("goals", "time-off", "--back", "monday", "friday"),
        ("goals", "time-off", "--back", "--unowned"),
    ):
        assert run_callq(*wrong).code == Exit.USAGE


# Days off -----------------------------------------------------------------------------------------


def close(office: Office, *days: str) -> None:
    """Puts a rulebook in force that calls no one on these days."""
    listed = ", ".join(f'"{day}"' for day in days)
    put_in_force(office, f"{shipped_text()}\n[calling]\nclosed = [{listed}]\n")


def test_own_dates_and_kept_holidays_are_no_days_to_come_back(
    office: Office, some: list[int]
) -> None:
    """Monday, closed in the calling rules; Good Friday and Easter Monday, kept in Great Britain."""
    close(office, "2026-03-23")
    assert {one.until.astimezone(NEW_YORK).day for one in away(office).moved} == {24}
    office.undo()
    found = away(office, "2026-03-16", "2026-04-02", CALLQ_REGION="GB")
    assert {f"{one.until.astimezone(NEW_YORK):%d %b}" for one in found.moved} == {"07 Apr"}
    assert found.workdays == 13


def test_emails_propose_no_time_that_is_agreed_to_others(office: Office) -> None:
    """Ten on Thursday is promised to one of Ann's; what Bob promised to his leaves Ann's time free."""
    ron = office.add("Ron", new_york(50), emails=("ron@example.com",))
    known = {"times": ""}

    def first() -> str:
        with office.workspace() as ws:
            return with_times(ws, known, ron)["times"].splitlines()[0]

    free = first()
    assert "Thursday, March 12, 10:00 AM" in free
    someone(office, 8, "cb", at="thursday 10am", owner="bob", agent="bob")
    office.log(ron, "cb", at="thursday 10am")
    assert first() == free
    someone(office, 7, "cb", at="thursday 10am")
    assert "Thursday, March 12, 2:30 PM" in first()


def test_emails_propose_no_day_off_of_the_team(office: Office) -> None:
    ron = office.add("Ron", new_york(50))
    close(office, "2026-03-12")
    with office.workspace() as ws:
        assert "Friday, March 13" in with_times(ws, {}, ron)["times"].splitlines()[0]
