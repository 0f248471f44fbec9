"""The gap between two calls to a company: the queue, `next`, `why` and `log`, as typed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from callq.records.rulebooks import shipped_text
from helpers import NOW, Callq, new_york

START = datetime.fromisoformat(NOW)


class Team:
    """Three people of two companies, under a gap of an hour."""

    def __init__(self, callq: Callq) -> None:
        self.callq = callq
        book = callq.home / "gap.toml"
        book.write_text(shipped_text().replace('company = "0min"', 'company = "1h"'))
        self("rules", "apply", str(book))
        for i, company in enumerate(("Acme, Inc.", "ACME Inc", "Lee Foods")):
            self("add", f"Person {i + 1}", "-p", new_york(i), "-c", company)

    def __call__(self, *words: str, after: int = 0, by: str = "ann") -> Any:
        now = (START + timedelta(minutes=after)).isoformat()
        return self.callq.here(*words, now=now, agent=by)

    def offered(self, after: int = 0, by: str = "ann") -> list[int]:
        """Ids in the queue some minutes after the start; the header counts the same ones."""
        shown = self("today", "--json", after=after, by=by).json
        found = sorted(item["id"] for item in shown["items"])
        assert shown["counts"]["due"] == len(found)
        return found


@pytest.fixture
def team(run_callq: Callq) -> Team:
    return Team(run_callq)


def test_the_others_of_a_company_wait_an_hour(team: Team) -> None:
    assert team.offered() == [1, 2, 3]
    team("log", "1", "voicemail")
    assert team.offered(1) == [3]
    assert team.offered(59) == [3]
    assert team.offered(60) == [2, 3]


def test_why_and_log_say_so(team: Team) -> None:
    team("log", "1", "voicemail")
    found = team("why", "2", "--json", after=10).json
    assert found["callable_at"] == "2026-03-11T15:15:00Z"
    assert team("log", "3", "voicemail", "--json", after=10).json["warnings"] == []
    assert len(team("log", "2", "voicemail", "--json", after=10).json["warnings"]) == 1


def test_a_callback_does_not_wait(team: Team) -> None:
    team("log", "2", "callback", "--in", "90min")
    team("log", "1", "voicemail", after=85)
    assert team.offered(91) == [2, 3]
    assert team("log", "2", "voicemail", "--json", after=91).json["warnings"] == []


def test_a_wrong_number_rang_another_company(team: Team) -> None:
    team("log", "1", "wrong-number")
    assert 2 in team.offered(1)


def test_two_reps_never_call_a_company_at_once(team: Team) -> None:
    first = team("next", "--json").json["items"][0]["id"]
    second = team("next", "--json", by="bob").json["items"][0]["id"]
    assert {first, second} in ({1, 3}, {2, 3})
    assert team("next", by="cat").code == 3
    assert team("next", "--json").json["items"][0]["id"] == first


def test_a_call_by_another_rep_ends_the_lease(team: Team) -> None:
    held = team("next", "--json").json["items"][0]["id"]
    other = {1: "2", 2: "1"}[held]
    team("log", other, "voicemail", after=1, by="bob")
    assert team("next", "--json", after=2).json["items"][0]["id"] == 3


def test_undo_and_another_company_end_the_wait(team: Team) -> None:
    team("log", "1", "voicemail")
    team("edit", "2", "-c", "Other")
    assert team.offered(1) == [2, 3]
    team("undo")
    assert team.offered(1) == [3]
    team("undo")
    assert team.offered(1) == [1, 2, 3]
