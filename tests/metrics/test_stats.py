"""`callq stats` as a manager types it."""

from pathlib import Path

import pytest

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


def test_the_whole_picture(run: Callq) -> None:
    """Eight of forty were won, each with a call to spare: worked out by hand."""
    said = run.ok("stats", "year").out
    assert said.startswith("8 wins  Wed, Mar 12, 2025 to Wed, Mar 11, 2026 · everybody\n")
    assert "      96  dials         to 40 people\n" in said
    assert "      48  conversations 50% (40 to 60%) of dials\n" in said
    assert "      40  noes\n" in said
    assert "    12 (6.6 to 25)           calls\n" in said
    assert "    5.0 (2.4 to 11)          noes\n" in said
    recovered = "40 people said no since Wed, Mar 12, 2025: 8 said yes later, 8 of them were won."
    assert recovered in " ".join(said.split())
    assert "  within 90 days " in said
    assert "and 2 more calls." in said
    assert "  Sat" in said


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


def test_a_period_counts_its_own_calls_but_the_noes_of_a_year(run: Callq) -> None:
    found = run.ok("stats", "--from", "2026-02-01", "--to", "2026-02-05", "--json").json
    assert found["from"] == "2026-02-01T05:00:00Z"
    assert found["to"] == "2026-02-06T05:00:00Z"
    assert found["total"]["wins"] == found["total"]["dials"] > 0
    assert found["recovery"]["people"] == 40
    nothing = run.ok("stats", "today").out
    assert nothing.startswith("0 wins  Wed, Mar 11, 2026 · everybody\n       0  dials\n")


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


def test_an_empty_store_has_nothing_to_tell(run_callq: Callq) -> None:
    said = run_callq.ok("stats", "all").out
    assert said == (
        "0 wins  Wed, Mar 11, 2026 · everybody\n       0  dials\n       0  conversations\n"
        "       0  noes\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("stats", "soon"), '"soon" is no span of days'),
        (("stats", "3h"), '"3h" is no span of days'),
        (("stats", "week", "--from", "monday"), "exclude each other"),
        (("stats", "--from", "2026-03-01", "--to", "2026-02-01"), "--from is after --to"),
        (("stats", "--from", "2026-12-01"), "still to come"),
        (("stats", "--from", "blue moon"), "can't tell when"),
        (("stats", "--by", "moon"), "is no group"),
        (("stats", "--list", "none"), 'no list "none"'),
    ],
)
def test_what_is_not_understood_is_refused(
    run: Callq, arguments: tuple[str, ...], message: str
) -> None:
    ended = run(*arguments)
    assert ended.code in (2, 3)
    assert ended.out == ""
    assert message in ended.err


def test_it_changes_nothing(run: Callq) -> None:
    before = (run.home / "callq.db").read_bytes()
    for by in ("rep", "list", "reason", "hour", "weekday", "outcome"):
        run.ok("stats", "all", "--by", by)
    assert (run.home / "callq.db").read_bytes() == before
