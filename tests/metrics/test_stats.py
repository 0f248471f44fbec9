"""`callq stats` as a manager types it."""

from pathlib import Path

import pytest

from callq.errors import CallqError, Exit
from callq.metrics.stats import period_asked_for
from helpers import IN_CHICAGO, IN_LOS_ANGELES, Callq, Office, copy_store, new_york


@pytest.fixture(scope="module")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty people on two lists, each called on a day of their own: most said no, some later yes."""
    office = Office(tmp_path_factory.mktemp("stats"))
    copy_store(template, office.home)
    for i in range(40):
        list_name = "fair" if i % 4 else "web"
        office.add(f"Person {i}", new_york(i), now="2025-10-01T09:00:00-04:00", list_name=list_name,
                   owner="ann" if i % 2 else "bob")  # fmt: skip
        day = f"2025-11-{1 + i % 28:02}"
        office.log(i + 1, "no-answer", now=f"{day}T10:30:00-05:00", agent="ann")
        office.log(i + 1, "soft-no", reason="price", now=f"{day}T15:30:00-05:00", agent="ann")
        if i % 5 == 0:
            office.log(i + 1, "no-answer", now="2026-01-12T10:30:00-05:00", agent="bob")
            office.log(i + 1, "won", now=f"2026-02-{1 + i % 20:02}T11:30:00-05:00", agent="bob")
    return office.path


@pytest.fixture
def run(filled: Path, tmp_path: Path) -> Callq:
    copy_store(filled, tmp_path / "home")
    return Callq(tmp_path / "home", columns=80)


def test_the_totals(run: Callq) -> None:
    """Eight of forty were won, each with a call to spare: worked out by hand."""
    found = run.ok("stats", "year", "--json").json
    total = found["total"]
    assert [total[key] for key in ("wins", "dials", "conversations", "refusals")] == [8, 96, 48, 40]
    assert total["to_next_win"]["calls"]["expected"] == 12
    assert total["to_next_win"]["refusals"]["expected"] == 5
    assert (found["recovery"]["said_yes"], found["recovery"]["won"]) == (8, 8)


def test_json_has_every_group_whatever_by_says(run: Callq) -> None:
    found = run.ok("stats", "year", "--json").json
    assert found == run.ok("stats", "year", "--json", "--by", "rep").json
    assert [(one["rep"], one["dials"], one["wins"]) for one in found["by_rep"]] == [
        ("ann", 80, 0), ("bob", 16, 8)
    ]  # fmt: skip
    assert [(one["list"], one["wins"]) for one in found["by_list"]] == [("fair", 6), ("web", 2)]
    hours = {one["hour"] for one in found["by_hour_of_week"]}
    assert hours == {10, 11, 15, 16}, "November 1 was summer time"
    assert found["recovery"]["people"] == 40
    (step,) = found["recovery"]["by_calls"]["points"]
    assert (step["at"], step["watched"], step["happened"], step["share"]) == (2, 8, 8, 1)


def test_a_list_and_mine_count_only_those_people(run: Callq) -> None:
    assert run.ok("stats", "year", "--list", "web", "--json").json["people"] == 10
    mine = run.ok("stats", "year", "--mine", "--json", agent="bob").json
    assert mine["people"] == 20
    assert mine["owner"] == "bob"


def test_a_period_counts_its_own_calls_but_the_refusals_of_a_year(run: Callq) -> None:
    found = run.ok("stats", "--from", "2026-02-01", "--to", "2026-02-05", "--json").json
    assert found["from"] == "2026-02-01T05:00:00Z"
    assert found["to"] == "2026-02-06T05:00:00Z"
    assert found["total"]["wins"] == found["total"]["dials"] > 0
    assert found["recovery"]["people"] == 40


def test_a_voided_call_counts_nowhere(run: Callq) -> None:
    before = run.ok("stats", "year", "--json").out
    run.ok("log", "1", "won")
    assert run.ok("stats", "year", "--json").out != before
    run.ok("undo")
    assert run.ok("stats", "year", "--json").out == before


def test_hours_are_those_of_the_prospect(run_callq: Callq, office: Office) -> None:
    office.add("West", IN_LOS_ANGELES)
    office.add("Middle", IN_CHICAGO)
    office.add("Recorded", IN_CHICAGO, zone="Asia/Tokyo")
    for who in (1, 2, 3):
        office.log(who, "no-answer", now="2026-03-11T12:30:00-04:00")
    found = run_callq.ok("stats", "--json", now="2026-03-11T13:00:00-04:00").json
    assert [(one["weekday"], one["hour"]) for one in found["by_hour_of_week"]] == [
        (3, 9), (3, 11), (4, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("soon", "", ""), "unknown-period"),
        (("3h", "", ""), "unknown-period"),
        (("week", "monday", ""), "options-conflict"),
        (("", "2026-03-01", "2026-02-01"), "period-reversed"),
        (("", "2026-12-01", ""), "day-in-the-future"),
        (("", "blue moon", ""), "unknown-day"),
    ],
)
def test_a_bad_period_is_refused(
    office: Office, arguments: tuple[str, str, str], name: str
) -> None:
    with office.workspace() as ws, pytest.raises(CallqError) as caught:
        period_asked_for(ws, *arguments)
    assert (caught.value.name, caught.value.code) == (name, Exit.USAGE)


@pytest.mark.parametrize("arguments", [("--by", "moon"), ("--list", "none")])
def test_an_unknown_group_or_list_is_refused(run: Callq, arguments: tuple[str, ...]) -> None:
    ended = run("stats", *arguments)
    assert ended.code in (2, 3)
    assert ended.out == ""


def test_it_changes_nothing(run: Callq) -> None:
    before = (run.home / "callq.db").read_bytes()
    for by in ("rep", "list", "reason", "hour", "weekday", "outcome"):
        run.ok("stats", "all", "--by", by)
    assert (run.home / "callq.db").read_bytes() == before
