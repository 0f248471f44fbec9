"""Where a rep stands in the day, and whether the routine holds."""

from datetime import date, datetime, timedelta

import pytest

from callq.errors import CallqError
from callq.planning.goals import Kept, keep
from callq.planning.progress import progress
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply
from helpers import IN_NEW_YORK, NEW_YORK, Callq, Office

ROUTINE = {
    "CALLQ_GOALS_MORNING": "2 calls 08:00-12:00",
    "CALLQ_GOALS_AFTERNOON": "1 call 13:00-17:00",
}


def kept(office: Office, *, now: str = "", agent: str = "ann") -> Kept:
    with office.workspace(now=now, agent=agent, **ROUTINE) as ws:  # type: ignore[arg-type]
        return keep(ws)


def at(day: date, clock: str) -> str:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=NEW_YORK).isoformat()


def day_kept(office: Office, day: date, *, agent: str = "") -> None:
    for clock in ("09:00", "12:30", "15:00"):
        office.log("ron", "hu", now=at(day, clock), agent=agent)


@pytest.fixture
def ron(office: Office) -> int:
    return office.add("Ron Smith", IN_NEW_YORK, now="2026-01-02T10:00:00-05:00")


def test_a_block_counts_what_this_rep_dialed(office: Office, ron: int) -> None:
    """Not mail, not visits, not what was voided or came from a list, and no one else's."""
    office.log(ron, "hu")
    office.log(ron, "hu", agent="bob")
    office.log(ron, "ni", channel="email")
    office.log(ron, "emailed")
    office.log(ron, "hu", channel="visit")
    office.log(ron, "hu")
    office.undo()
    with office.workspace(**ROUTINE) as ws:  # type: ignore[arg-type]
        assert progress(ws) == ("morning", 1, 2)
    with office.workspace(now="2026-03-11T14:00:00-04:00", **ROUTINE) as ws:  # type: ignore[arg-type]
        assert progress(ws) == ("afternoon", 0, 1)
    with office.workspace(now="2026-03-11T07:00:00-04:00", **ROUTINE) as ws:  # type: ignore[arg-type]
        assert progress(ws) is None
    with office.workspace() as ws:
        assert progress(ws) is None


def test_it_stands_in_today_next_and_log(office: Office, run_callq: Callq, ron: int) -> None:
    office.add("Bea", "+1 212 555 0177")
    for run in (run_callq.wide(80), run_callq.wide(120)):
        assert "ann  0 of 2 this morning" in run.ok("today", env=ROUTINE).out.splitlines()[0]
    assert run_callq.ok("next", env=ROUTINE).out.endswith("\n0 of 2 this morning.\n")
    assert "\n  1 of 2 this morning.\n" in run_callq.ok("log", "ron", "hu", env=ROUTINE).out
    assert (
        "\n  2 of 2 this morning. Goal reached.\n"
        in run_callq.ok("log", "ron", "hu", env=ROUTINE).out
    )
    told = run_callq.ok("today", "--json", env=ROUTINE).json["call_block"]
    assert told == {"name": "morning", "done": 2, "goal": 2}
    assert run_callq.ok("today", "--json").json["call_block"] is None
    assert "this morning" not in run_callq.ok("log", "ron", "hu").out


def test_days_in_a_row_pass_over_weekends_holidays_and_time_off(office: Office, ron: int) -> None:
    """Friday, Monday, Tuesday kept; Thursday away; today is open."""
    for day in (date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10)):
        day_kept(office, day)
    found = kept(office)
    assert (found.streak, found.longest) == (3, 3)
    assert [day.what for week in found.weeks for day in week] == [
        "met", "off", "off", "met", "met", "open",
    ]  # fmt: skip
    day_kept(office, date(2026, 3, 13))
    assert kept(office, now="2026-03-13T16:00:00-04:00").streak == 1
    office.rows(
        "INSERT INTO time_off (id, agent, first_day, last_day) VALUES (1, 'ann', '2026-03-11', '2026-03-12')"
    )
    found = kept(office, now="2026-03-13T16:00:00-04:00")
    assert (found.streak, found.longest) == (4, 4)


def test_a_row_passes_over_days_on_which_no_one_may_be_called(office: Office, ron: int) -> None:
    """An own date of the calling rules, and Easter where the rep's country keeps it."""
    for day in (date(2026, 4, 2), date(2026, 4, 7)):
        day_kept(office, day)
    now = "2026-04-08T09:00:00-04:00"
    assert kept(office, now=now).streak == 1
    with office.workspace(now=now, CALLQ_REGION="GB", **ROUTINE) as ws:  # type: ignore[arg-type]
        assert keep(ws).streak == 2
    book = office.home / "book.toml"
    book.write_text(f'{shipped_text()}\n[calling]\nclosed = ["2026-04-03", "2026-04-06"]\n')
    with office.workspace() as ws:
        apply(ws, book)
    assert kept(office, now=now).streak == 2


def test_a_rep_has_missed_nothing_before_their_first_call(office: Office, ron: int) -> None:
    found = kept(office)
    assert (found.streak, [day.what for week in found.weeks for day in week]) == (0, ["open"])
    day_kept(office, date(2026, 3, 10), agent="bob")
    assert kept(office).streak == 0
    assert kept(office, agent="bob").streak == 1


def test_a_late_call_is_of_its_own_day(office: Office, ron: int) -> None:
    """Half past eleven in the evening is no call of the next day, whatever UTC says."""
    office.log(ron, "hu", now="2026-03-09T23:30:00-04:00")
    (week,) = kept(office, now="2026-03-10T09:00:00-04:00").weeks
    assert [(day.day, day.done) for day in week] == [(date(2026, 3, 9), 1), (date(2026, 3, 10), 0)]


def test_without_a_goals_it_says_how_to_set_one(office: Office, run_callq: Callq) -> None:
    refused = run_callq("goals")
    assert refused.code == 3
    assert "callq config goals.morning" in refused.err


def test_it_is_set_with_a_dot(office: Office, run_callq: Callq) -> None:
    run_callq.ok("config", "goals.morning", "20 calls 8:00-12:00")
    assert run_callq.ok("config", "goals.morning").out == "20 calls 8:00-12:00\n"
    (run_callq.home / "config.toml").write_text('goals.afternoon = "5 calls 13:00-17:00"\n')
    assert run_callq.ok("goals", "--json").json["blocks"][0]["goal"] == 5
    (run_callq.home / "config.toml").write_text('goals.noon = "x"\n')
    assert 'Unknown setting "goals_noon"' in run_callq("today").err


@pytest.mark.parametrize("value", ["many", "20 12:00-8:00", "0 8:00-12:00"])
def test_what_isnt_a_block_is_refused(run_callq: Callq, value: str) -> None:
    refused = run_callq("config", "goals.morning", value)
    assert refused.code == 2
    assert "20 calls 08:00-12:00" in refused.err


def test_blocks_that_overlap_are_refused(office: Office) -> None:
    wrong = {**ROUTINE, "CALLQ_GOALS_AFTERNOON": "1 call 11:00-17:00"}
    with office.workspace(**wrong) as ws, pytest.raises(CallqError, match="Your morning block"):  # type: ignore[arg-type]
        progress(ws)


@pytest.mark.parametrize("columns", [30, 80, 120])
def test_the_page_fits(office: Office, run_callq: Callq, ron: int, columns: int) -> None:
    for ahead in range(30):
        day_kept(office, date(2026, 2, 9) + timedelta(days=ahead))
    shown = run_callq.wide(columns).ok("goals", env=ROUTINE).out
    assert max(map(len, shown.splitlines())) <= columns
    assert "  Feb 9  ■ ■ ■ ■ ■ ■ ■\n" in shown
    assert shown.startswith("30 days in a row")
