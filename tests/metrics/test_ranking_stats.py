"""`callq stats ranking`: whether the order works, from what each call was offered with."""

import csv
import io
import random

import pytest
from jsonschema import Draft202012Validator

from callq.metrics.ranking import Ranking, rank
from callq.metrics.statements import Scope
from callq.metrics.stats import period_asked_for
from callq.metrics.views.ranking import as_json
from callq.terminal.schemas import schema_of
from helpers import Callq, Office

DAY, FIRST_DAY = 86_400, 1_767_618_000
"""Monday, January 5, 2026, 8 AM in New York."""


def log_offers(office: Office, days: int, better: float, **values: object) -> None:
    """Calls that were offered, written past our own code: what counts is what was recorded."""
    rng = random.Random(7)  # noqa: S311
    office.add("Ron Smith", "+12125550134", owner="bob", now="2025-12-01T10:00-05:00")
    columns = {"tier": "retry", "channel": "call", "agent": "ann", **values}
    rows = []
    for day in range(days):
        for n in range(8):
            won = rng.random() < 0.25
            given = {
                "prospect_id": 1, "at": FIRST_DAY + day * DAY + n * 900, "logged_at": 0,
                "number": "", "outcome": "interested" if won else "no-answer", "written": "",
                "reason": "", "note": "", "imported": 0, "voided_by": "", "violations": "",
                "checked": "", "number_mac": "", "explored": "",
                "chance": better * won + rng.gauss(0, 1), "rule_chance": rng.gauss(0, 1), **columns,
            }  # fmt: skip
            rows.append(given)
    names = ", ".join(rows[0])
    marks = ", ".join(f":{name}" for name in rows[0])
    for row in rows:
        office.rows(f"INSERT INTO call ({names}) VALUES ({marks})", **row)


def ranking(office: Office, scope: Scope = Scope()) -> Ranking:  # noqa: B008
    with office.workspace() as ws:
        return rank(ws, period_asked_for(ws, "all", "", ""), scope)


@pytest.mark.parametrize(
    ("days", "better", "verdict", "by_chance"),
    [
        (50, 1.5, "better", "better"),
        (50, -1.5, "worse", "worse"),
        (50, 0.0, "no-difference", "no-difference"),
        (5, 1.5, "too-few", "too-few"),
    ],
)
def test_the_verdict(
    office: Office, days: int, better: float, verdict: str, by_chance: str
) -> None:
    log_offers(office, days, better)
    found = ranking(office)
    assert (found.verdict, found.by_chance) == (verdict, by_chance)
    schema = schema_of("stats ranking")
    assert schema
    assert list(Draft202012Validator(schema).iter_errors(as_json(found))) == []


@pytest.mark.parametrize(
    "values",
    [
        {"tier": ""}, {"tier": "callback"}, {"tier": "hot"}, {"voided_at": 1}, {"chance": None},
        {"channel": "email"},
    ],
    ids=str,
)  # fmt: skip
def test_only_calls_that_the_chance_ranked_count(office: Office, values: dict[str, object]) -> None:
    log_offers(office, 3, 1.0, **values)
    assert ranking(office).found.calls == 0


def test_whose_people_count_is_the_scopes(office: Office) -> None:
    log_offers(office, 3, 1.0)
    assert ranking(office, Scope(owner="bob")).found.calls == 24
    assert ranking(office, Scope(owner="ann")).found.calls == 0


def test_weeks_add_up_and_days_are_the_teams_own(office: Office) -> None:
    log_offers(office, 15, 1.0)
    weeks = ranking(office).weeks
    assert [(week.monday.isoformat(), week.calls) for week in weeks] == [
        ("2026-01-05", 56), ("2026-01-12", 56), ("2026-01-19", 8),
    ]  # fmt: skip
    assert sum(week.wins for week in weeks) == ranking(office).found.wins


def test_a_logged_call_is_in_it(run_callq: Callq) -> None:
    run_callq.ok("add", "Ron Smith", "--phone", "212 555 0134")
    run_callq.ok("log", "ron", "interested")
    found = run_callq.ok("stats", "ranking", "--json").json
    assert (found["calls"], found["said_yes"], found["verdict"]) == (1, 1, "too-few")
    assert (found["learned"], found["weeks"][0]["said_yes"]) == (None, 1)
    rows = list(csv.reader(io.StringIO(run_callq.ok("stats", "ranking", "--csv").out)))
    assert rows[1][1:3] == ["1", "1"]


def test_a_period_is_read_after_the_word(run_callq: Callq) -> None:
    run_callq.ok("add", "Ron Smith", "--phone", "212 555 0134")
    assert run_callq.ok("stats", "ranking", "week", "--json").json["calls"] == 0
    assert run_callq("stats", "ranking", "xyzzy").code != 0
    assert run_callq("stats", "ranking", "--by", "rep").code != 0
