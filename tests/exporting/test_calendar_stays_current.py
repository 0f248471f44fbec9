"""A calendar written again and again: the same events, moved or cancelled."""

import io
from typing import Any

import pytest

from callq.engine.filters import Filter
from callq.exporting.export import export, format_of
from helpers import Office, new_york

BEFORE = "2026-03-10T10:00:00-04:00"


@pytest.fixture
def folder(office: Office) -> Office:
    office.add("Ann Lee", new_york(0), now=BEFORE)
    office.add("Bob Ray", new_york(1), now=BEFORE)
    office.log("ann", "cb", now=BEFORE, at="friday 3pm")
    office.log("bob", "cb", now=BEFORE, at="friday 4pm")
    return office


def events(office: Office, now: str = "", **wanted: Any) -> dict[str, dict[str, str]]:
    """The events of a calendar by the name in their summary."""
    out = io.BytesIO()
    with office.workspace(now=now) as ws:
        export(ws, Filter(**wanted), format_of("ics", ""), out)
    found = {}
    for text in out.getvalue().decode().split("BEGIN:VEVENT\r\n")[1:]:
        lines = text.partition("END:VEVENT")[0].partition("BEGIN:VALARM")[0].splitlines()
        event = dict(line.partition(":")[::2] for line in lines if line[:1] != " ")
        found[" ".join(event["SUMMARY"].split()[-2:])] = event
    return found


def test_a_moved_callback_is_the_same_event_in_a_later_version(folder: Office) -> None:
    first = events(folder, state="callback")["Ann Lee"]
    folder.log("ann", "cb", at="friday 5pm")
    moved = events(folder, state="callback")["Ann Lee"]
    assert moved["UID"] == first["UID"]
    assert int(moved["SEQUENCE"]) > int(first["SEQUENCE"])
    assert moved["STATUS"] == first["STATUS"] == "CONFIRMED"
    assert moved["DTSTART;TZID=America/New_York"].endswith("T170000")


@pytest.mark.parametrize("outcome", ["dnc", "lost", "ni"])
@pytest.mark.parametrize("state", ["", "callback"])
def test_a_callback_that_fell_is_cancelled_for_a_while(
    folder: Office, outcome: str, state: str
) -> None:
    before = events(folder, state="callback")["Ann Lee"]
    folder.log("ann", outcome)
    after = events(folder, state=state)
    assert after["Bob Ray"]["STATUS"] == "CONFIRMED"
    gone = after["Ann Lee"]
    assert gone["UID"] == before["UID"]
    assert int(gone["SEQUENCE"]) > int(before["SEQUENCE"])
    if state or outcome == "dnc":
        assert gone["STATUS"] == "CANCELLED"
        # Without a number to dial no clock is known, so it's the same moment in UTC.
        assert {"DTSTART;TZID=America/New_York", "DTSTART"} & gone.keys()
    assert "Ann Lee" not in events(folder, now="2026-04-10T10:00:00-04:00", state="callback")


def test_an_undone_callback_is_cancelled_too(folder: Office) -> None:
    folder.undo(now=BEFORE)
    found = events(folder, state="callback")
    assert found["Bob Ray"]["STATUS"] == "CANCELLED"
    assert found["Ann Lee"]["STATUS"] == "CONFIRMED"


def test_written_twice_it_is_the_same(folder: Office) -> None:
    assert events(folder) == events(folder)
