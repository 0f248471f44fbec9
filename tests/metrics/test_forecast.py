"""`callq forecast`: what falls due on each day to come, against what the team can do."""

from pathlib import Path

import pytest

from helpers import Callq, Office, copy_store, new_york


@pytest.fixture(scope="module")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve never called, five resting till April, one callback, one mail, one held, one closed."""
    office = Office(tmp_path_factory.mktemp("forecast"))
    copy_store(template, office.home)
    before = "2026-03-10T11:00:00-04:00"
    for i in range(20):
        office.add(f"Person {i}", new_york(i), now=before, list_name="fair", owner="ann")
    for who in range(1, 6):
        office.log(who, "soft-no", at="april 15", now=before)
    office.log(6, "callback", at="friday 3pm", now=before)
    office.log(7, "soft-no", channel="email", now=before)
    office.log(8, "won", now=before, agent="bob")
    office.add("Nowhere", "+1 800 555 0199", now=before, list_name="web")
    return office.path


@pytest.fixture
def run(filled: Path, tmp_path: Path) -> Callq:
    copy_store(filled, tmp_path / "home")
    return Callq(tmp_path / "home", columns=80)


def test_every_day_has_what_falls_due_on_it(run: Callq) -> None:
    found = run.ok("forecast", "--days", "40", "--capacity", "5", "--json").json
    due = {day["day"]: day["due"]["calls"] for day in found["days"] if day["due"]["calls"]}
    assert due == {"2026-03-11": 12, "2026-03-13": 1, "2026-04-15": 5}
    assert found["due_now"] == {"calls": 12, "callbacks": 0, "fresh": 12, "emails": 1}
    assert found["waits"] == [{"tier": "fresh", "due": 12, "share": 0.2, "days": 3}]
    assert (found["on_hold"], found["later"]) == (1, 0)
    waiting = [(day["day"][-2:], day["waiting"]) for day in found["days"][:7]]
    assert waiting == [
        ("11", 7), ("12", 2), ("13", 0), ("14", 0), ("15", 0), ("16", 0), ("17", 0)
    ]  # fmt: skip
    assert found["clear_on"] == "2026-03-13"
    assert len(found["days"]) == 40
    assert run.ok("forecast", "--days", "20", "--json").json["later"] == 5


def test_capacity_is_the_limit_of_each_rep_who_called_lately(run: Callq) -> None:
    found = run.ok("forecast", "--json").json
    assert found["capacity"] == {"calls": 50, "each": 25, "reps": ["ann", "bob"]}
    mine = run.ok("forecast", "--mine", "--json", env={"CALLQ_LIMIT": "3"}).json
    assert mine["capacity"] == {"calls": 3, "each": 3, "reps": ["ann"]}
    later = run.ok("forecast", "--json", now="2026-08-11T10:00:00-04:00").json
    assert later["capacity"]["reps"] == ["ann"], "nobody called lately but the one who asks"


def test_what_was_called_today_is_off_the_capacity(run: Callq) -> None:
    run.ok("log", "9", "no-answer")
    found = run.ok("forecast", "--capacity", "5", "--json").json
    assert (found["days"][0]["capacity"], found["days"][1]["capacity"]) == (4, 5)


def test_later_days_are_grouped_in_weeks(run: Callq) -> None:
    weeks = run.ok("forecast", "--days", "40", "--capacity", "5").out
    assert weeks.count("week of") == 4
    every = run.ok("forecast", "--days", "40", "--all").out.splitlines()
    assert len(every) - 8 == 28, "as many business days as there are in forty days"


def test_holidays_of_the_rulebook_are_no_business_days(run: Callq) -> None:
    book = run.ok("rules", "show").out.replace("holidays = []", 'holidays = ["2026-03-12"]')
    (run.home / "rulebook.toml").write_text(book)
    run.ok("rules", "apply")
    days = run.ok("forecast", "--json").json["days"]
    assert [day["day"] for day in days if not day["business"]][:2] == ["2026-03-12", "2026-03-14"]


@pytest.mark.parametrize(
    "arguments", [("--days", "0"), ("--capacity", "0"), ("--list", "none"), ("--days", "many")]
)
def test_nonsense_is_refused(run: Callq, arguments: tuple[str, ...]) -> None:
    ended = run("forecast", *arguments)
    assert ended.code in (2, 3)
    assert ended.out == ""
