"""`callq list` finds everyone who fits everything that is wanted, by id."""

from collections import Counter
from typing import Any

import pytest

from callq.engine.filters import Filter
from callq.engine.model import State
from callq.errors import CallqError
from callq.prospects.find import find
from helpers import IN_LOS_ANGELES, IN_NEW_YORK, Office, new_york

BEFORE = "2026-03-10T10:00:00-04:00"


@pytest.fixture
def folder(office: Office) -> Office:
    office.add("Ann Lee", IN_NEW_YORK, now=BEFORE, list_name="fair", owner="ann", company="Acme")
    office.add("Bob Ray", new_york(1), now=BEFORE, list_name="fair", owner="bob")
    office.add("Cyd Fox", IN_LOS_ANGELES, now=BEFORE, list_name="web", owner="ann")
    office.add("Nowhere", "+1 800 555 0199", now=BEFORE, emails=("n@example.com",))
    office.add("Dan Poe", new_york(2), now=BEFORE, company="Acme")
    office.log("dan", "ni", now=BEFORE)
    office.add("Eve", new_york(3), now=BEFORE)
    office.log("eve", "dnc", now=BEFORE)
    return office


def names(office: Office, limit: int = 50, now: str = "", **wanted: Any) -> list[str]:
    with office.workspace(now=now) as ws:
        return [item.entry.name for item in find(ws, Filter(**wanted), limit)]


EVERYBODY = ["Ann Lee", "Bob Ray", "Cyd Fox", "Nowhere", "Dan Poe", "Eve"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, EVERYBODY),
        ({"list_name": "fair"}, ["Ann Lee", "Bob Ray"]),
        ({"owner": "ann"}, ["Ann Lee", "Cyd Fox"]),
        ({"list_name": "fair", "owner": "ann"}, ["Ann Lee"]),
        ({"state": "fresh"}, ["Ann Lee", "Bob Ray", "Cyd Fox", "Nowhere"]),
        ({"state": "do-not-call"}, ["Eve"]),
        ({"state": "recall"}, ["Dan Poe"]),
        ({"due": "now"}, ["Ann Lee", "Bob Ray", "Cyd Fox"]),
        ({"held": True}, ["Nowhere"]),
        ({"text": "acme"}, ["Ann Lee", "Dan Poe"]),
        ({"text": "acme", "state": "recall"}, ["Dan Poe"]),
        ({"text": "n@example.com"}, ["Nowhere"]),
        ({"text": "556-0001"}, ["Bob Ray"]),
        ({"text": "3"}, ["Cyd Fox"]),
        ({"text": "nobody"}, []),
        ({"list_name": "none"}, []),
    ],
)
def test_filters_add_up(folder: Office, wanted: dict[str, Any], expected: list[str]) -> None:
    assert names(folder, **wanted) == expected


def test_due_follows_the_clock(folder: Office) -> None:
    assert "Dan Poe" in names(folder, now="2026-06-01T12:00:00-04:00", due="now")
    assert names(folder, now="2026-03-09T12:00:00-04:00", due="now") == []


def test_a_state_that_is_none_is_refused(folder: Office) -> None:
    with pytest.raises(CallqError) as caught:
        names(folder, state="sleepy")
    assert caught.value.name == "unknown-state"
    assert all(state in caught.value.hint for state in State)


def test_a_limit_cuts(folder: Office) -> None:
    assert names(folder, limit=2) == EVERYBODY[:2]


def test_who_was_removed_is_not_found(folder: Office) -> None:
    folder.add("Gone", IN_NEW_YORK)
    folder.undo()
    assert names(folder) == EVERYBODY
    assert names(folder, text="gone") == []


@pytest.mark.parametrize("text", ["smith", "mith", "555-0100"])
def test_everyone_is_found_however_many_they_are(office: Office, text: str) -> None:
    """By the beginning of a word, by a part of one, and by a number they share."""
    rows = "".join(f"Smith {i},{IN_NEW_YORK}\n" for i in range(120))
    office.import_(office.file("Name,Phone\n" + rows))
    assert len(names(office, limit=10, text=text)) == 10
    assert len(names(office, limit=10**6, text=text)) == 120


def test_who_the_header_counts_as_held_is_listed(office: Office) -> None:
    office.add("Old List", IN_NEW_YORK, now=BEFORE)
    office.add("Pru", "+1 401 555 0134", now=BEFORE)
    office.add("Nowhere", "+1 800 555 0199", now=BEFORE)
    office.add("Listed", "+1 312 555 0100", now=BEFORE)
    office.list_numbers("212,5550999\n")
    for now in ("", "2028-06-14T11:00:00-04:00"):
        counted = office.look(now=now).counts.held
        with office.workspace(now=now) as ws:
            found = Counter(i.entry.hold for i in find(ws, Filter(held=True), 50))
        assert found == counted
    assert {"no-zone", "list-too-old", "calendar-ran-out"} <= set(counted)
