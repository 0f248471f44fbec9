"""People who just asked to be called come before everyone but a due callback, newest first."""

import json

from callq.prospects.add import add, person_from
from callq.queue.today import look
from callq.records.queue import Scope
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply
from helpers import IN_LOS_ANGELES, Callq, Office, new_york

MORNING = "2026-03-11T10:15:00-04:00"


def ask(office: Office, name: str, phone: str, now: str) -> None:
    with office.workspace(now=now) as ws:
        person = person_from(ws, name=name, phones=(phone,))
        add(ws, person._replace(owner="ann", value=1.0), inquiry=True)


def order(office: Office, now: str, limit: int = 20) -> list[str]:
    with office.workspace(now=now) as ws:
        return [item.entry.name for item in look(ws, Scope(), limit).items]


def at(minute: int) -> str:
    return f"2026-03-11T10:{minute:02}:00-04:00"


def test_the_newest_comes_first_for_an_hour(office: Office) -> None:
    office.add("Hot", new_york(9), now="2026-03-01T10:00:00-05:00", value=9000.0)
    office.log("hot", "int", now="2026-03-02T10:00:00-05:00")
    office.add("Cal", new_york(8), now="2026-03-01T10:00:00-05:00")
    office.log("cal", "cb", at="today 10am", now="2026-03-11T09:00:00-04:00")
    for minute, name in ((5, "First"), (10, "Second"), (20, "Third")):
        ask(office, name, new_york(minute), at(minute))
    ask(office, "West", IN_LOS_ANGELES, at(21))
    assert order(office, at(25)) == ["Cal", "Third", "Second", "First", "Hot"]
    assert order(office, at(25), limit=3) == ["Cal", "Third", "Second"]
    # After an hour the oldest are ranked like other hot ones.
    assert order(office, "2026-03-11T11:12:00-04:00") == [
        "Cal",
        "West",
        "Third",
        "Hot",
        "First",
        "Second",
    ]


def test_it_goes_back_with_the_clock(office: Office) -> None:
    office.add("Hot", new_york(9), now="2026-03-01T10:00:00-05:00", value=9000.0)
    office.log("hot", "int", now="2026-03-02T10:00:00-05:00")
    ask(office, "New", new_york(1), at(5))
    assert order(office, "2026-03-11T12:00:00-04:00") == ["Hot", "New"]
    assert order(office, at(30)) == ["New", "Hot"]


def test_pages_of_inquiries_join(office: Office) -> None:
    for number in range(60):
        ask(office, f"P{number:02}", new_york(number), at(number // 2))
    names = order(office, at(45), limit=100)
    assert sorted(names) == [f"P{number:02}" for number in range(60)]
    assert names[:4] == ["P58", "P59", "P56", "P57"]


def test_the_command_keeps_it_as_a_relationship_with_a_clock(run_callq: Callq) -> None:
    run = run_callq.here
    run("add", "Ann Lee", "-p", new_york(1), "--inquiry", now=at(5))
    (item,) = json.loads(run("today", "--json", now=at(9)).out)["items"]
    assert (item["tier"], item["state"], item["rule"]) == ("hot", "hot", "inquiry")
    assert item["asked_at"] == "2026-03-11T14:05:00Z"
    assert "asked 4 min ago" in run("today", now=at(9)).out
    (kept,) = json.loads(run("people", "consent", "ann", "--json").out)["consents"]
    assert kept["kind"] == "inquiry"
    run("undo", now=at(9))
    assert json.loads(run("today", "--json", now=at(9)).out)["items"] == []


def test_a_missed_call_of_theirs_brings_them_up(office: Office) -> None:
    office.add("Ann", new_york(1), now="2026-03-01T10:00:00-05:00")
    office.add("Bob", new_york(2), now="2026-03-01T10:00:00-05:00")
    office.log("bob", "hn", now="2026-03-02T10:00:00-05:00")
    office.log("bob", "na", channel="incoming", now=at(5))
    assert order(office, at(9)) == ["Bob", "Ann"]
    office.log("bob", "na", now=at(10))
    assert order(office, at(12)) == ["Ann"]
    assert order(office, "2026-03-11T11:10:00-04:00") == ["Bob", "Ann"]


def test_a_list_marked_in_the_rulebook(office: Office) -> None:
    office.add("Ann", new_york(1), now=at(1), list_name="web")
    office.add("Bob", new_york(2), now=at(2))
    own = office.file(shipped_text() + "\n[lists.web]\ninquiry = true\n", "rules.toml")
    with office.workspace(now=at(3)) as ws:
        apply(ws, own)
    office.add("Cyd", new_york(3), now=at(4), list_name="web")
    path = office.file("name,phone\nDan,+1 212 556 0004\n")
    office.import_(path, list_name="web", now=at(5))
    assert order(office, at(6)) == ["Dan", "Cyd", "Ann", "Bob"]
    with office.workspace(now=at(6)) as ws, ws.db.write():
        assert ws.projector().rebuild() == 0
