"""Each format is what its own programs expect, and gives away no one who must not be called."""

import csv
import io
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from callq.engine.filters import Filter
from callq.exporting.export import FORMATS, Format, export, format_of
from callq.exporting.vcards import folded
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office, copy_store, new_york, on_a_terminal

NASTY = ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "'", "''", "'t Hooft", "plain", "")


@pytest.fixture
def folder(office: Office) -> Office:
    office.add(
        "=HYPERLINK(1)", new_york(1), "555-0142", emails=("a@b.example", "c@d.example"),
        company="+Acme; Ltd, \\ Co", note='-first\nsecond, with "quotes" and ünïcode 王' * 3,
        tags=("vip", "@work"), custom=(("=field", "-4"), ("Name", "another")), value=12.5,
        list_name="fair", zone="America/Denver", external_id="@7", country="US",
    )  # fmt: skip
    office.add("Due Now", new_york(2), company="Acme")
    office.add("Promised Person", IN_CHICAGO)
    office.add("Never Again", IN_NEW_YORK)
    office.add("Shares One", IN_NEW_YORK, new_york(5))
    office.add("Held Person", "+1 800 555 0199")
    office.add("Won Already", new_york(6))
    office.add("Wrote Back", new_york(7))
    office.log(1, "soft-no", reason="price", note="=later")
    office.log(3, "callback", at="friday 3pm", note="asked for Zoë")
    office.log(4, "do-not-call")
    office.log(7, "won")
    office.log(8, "soft-no", channel="email")
    return office


def written(office: Office, name: str, **wanted: Any) -> bytes:
    out = io.BytesIO()
    with office.workspace() as ws:
        export(ws, Filter(**wanted), format_of(name, ""), out)
    return out.getvalue()


def parsed(data: bytes) -> Any:
    """A calendar, as a parser that no one here wrote reads it."""
    return Calendar.from_ical(data)


def back(office: Office, template: Path, data: bytes, name: str) -> Office:
    home = office.home.parent / f"back-{name}"
    copy_store(template, home)
    other = Office(home)
    path = home / f"people.{name}"
    path.write_bytes(data)
    other.import_(path, rejects=False)
    return other


# Spreadsheets -------------------------------------------------------------------------------------


def test_no_cell_of_a_csv_is_run(folder: Office) -> None:
    text = written(folder, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 9
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_spreadsheet_comes_back_without_being_told(
    folder: Office, template: Path, name: str
) -> None:
    other = back(folder, template, written(folder, name), name)
    for id_ in range(1, 9):
        ours, theirs = folder.row(id_), other.row(id_)
        for column in ("name", "company", "owner", "zone", "country", "value", "note", "tags"):
            assert theirs[column] == ours[column], (id_, column)
        for column in ("last_outcome", "conversation_reason", "callback_at"):
            assert theirs[column] == ours[column] or id_ == 8, (id_, column)
    assert other.row(1)["list_name"] == "fair"
    assert other.row(1)["external_id"] == "@7"
    assert json.loads(other.row(1)["custom"]) == {"=field": "-4", "Name (field)": "another"}
    assert other.row(4)["state"] == "do-not-call"
    # A number that someone else opted out of is not given to the person who dials from a sheet.
    assert other.rows("SELECT e164 FROM phone WHERE prospect_id = 5") == [("+12125560005",)]
    assert other.portray("555-0142").details.id == 1
    assert other.portray("c@d.example").details.id == 1


def test_a_workbook_has_the_calls_and_runs_nothing(folder: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(folder, "xlsx")))
    assert book.sheetnames == ["People", "Calls"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert all(cell.quotePrefix for cell in cells if str(cell.value or "").startswith(("=", "@")))
    calls = [[cell.value for cell in row] for row in book["Calls"].iter_rows(min_row=2)]
    assert len(calls) == 5
    assert calls[0][:2] == ["=HYPERLINK(1)", "+12125560001"]
    assert calls[0][5:] == ["soft-no", "price", None, "=later"]


# Address books ------------------------------------------------------------------------------------


@given(st.text())
def test_a_folded_line_is_itself_again(line: str) -> None:
    pieces = folded(line).split("\r\n ")
    assert all(len(piece.encode(errors="replace")) <= 75 for piece in pieces)
    if "\r\n " not in line:
        assert "".join(pieces) == line


def test_cards_come_back(folder: Office, template: Path) -> None:
    data = written(folder, "vcf")
    assert data.count(b"BEGIN:VCARD\r\nVERSION:4.0\r\n") == 8
    assert data == written(folder, "vcf")
    assert b"TEL;VALUE=uri;X-CALLQ-DO-NOT-CALL=yes:tel:+12125550100" in data
    assert b"X-CALLQ-DO-NOT-CALL:yes" in data
    other = back(folder, template, data, "vcf")
    row = other.row(1)
    assert (row["name"], row["company"]) == ("=HYPERLINK(1)", "+Acme; Ltd, \\ Co")
    assert row["note"] == folder.row(1)["note"]
    assert row["tags"].split("\n") == ["vip", "@work"]
    emails = other.rows("SELECT address FROM email WHERE prospect_id = 1 ORDER BY position")
    assert emails == [("a@b.example",), ("c@d.example",)]
    assert other.portray("+12125560001").details.id == 1


# Calendars and tasks ------------------------------------------------------------------------------


def test_a_calendar_as_its_parser_reads_it(folder: Office) -> None:
    calendar = parsed(written(folder, "ics"))
    assert calendar.errors == []
    events = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {
        "Call =HYPERLINK(1) (+Acme; Ltd, \\ Co)", "Call Due Now (Acme)", "Call Promised Person",
        "Call Shares One", "Reply to Wrote Back",
    }  # fmt: skip
    promise = events["Call Promised Person"]
    start = promise.decoded("DTSTART")
    assert start == datetime(2026, 3, 13, 20, 0, tzinfo=UTC)
    assert promise["DTSTART"].to_ical() == b"20260313T150000"
    assert promise["DTSTART"].params["TZID"] == "America/Chicago"
    told = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    assert told == {"America/Chicago", "America/Denver", "America/New_York"}
    assert promise.decoded("DTEND") - promise.decoded("DTSTART") == timedelta(minutes=15)
    assert "3:00 PM (America/Chicago, CDT)" in promise["DESCRIPTION"]
    assert "asked for Zoë" in promise["DESCRIPTION"]
    (alarm,) = promise.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-10)
    assert all(event.errors == [] and len(event.walk("VALARM")) == 1 for event in events.values())
    assert len({str(event["UID"]) for event in events.values()}) == 5
    # Someone who shares a number with a person no one may call is called on the other one.
    assert "(212) 556-0005" in events["Call Shares One"]["DESCRIPTION"]


def test_an_event_keeps_its_name_when_it_moves(folder: Office) -> None:
    before = parsed(written(folder, "ics", text="promised"))
    folder.log(3, "callback", at="monday 10am")
    after = parsed(written(folder, "ics", text="promised"))
    (one,), (other,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert one["UID"] == other["UID"]
    assert one["DTSTART"].dt < other["DTSTART"].dt


def test_tasks_as_taskwarrior_takes_them(folder: Office) -> None:
    tasks = json.loads(written(folder, "task"))
    assert len(tasks) == 5
    promise = next(task for task in tasks if "Promised" in task["description"])
    assert promise["due"] == "20260313T200000Z"
    assert promise["priority"] == "H"
    assert promise["tags"] == ["call", "callback"]
    assert promise["description"] == "Call Promised Person (312) 555-0100"
    for task in tasks:
        assert "\n" not in task["description"]
        entries = [note["entry"] for note in task["annotations"]]
        assert len(set(entries)) == len(entries)
    assert json.loads(written(folder, "task", text="never")) == []


# The command --------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
def test_by_the_ending_of_the_file(folder: Office, run_callq: Callq, format_: Format) -> None:
    for ending in format_.endings:
        path = run_callq.home / f"out{ending}"
        said = run_callq.ok("export", path.name, "--json").json
        assert said["format"] == format_.name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(run_callq.home.glob(".*.new"))


def test_a_file_that_is_there_is_not_replaced_unless_forced(
    folder: Office, run_callq: Callq
) -> None:
    path = run_callq.home / "out.csv"
    path.write_text("mine")
    refused = run_callq("export", "out.csv")
    assert refused.code == 8
    assert path.read_text() == "mine"
    run_callq.ok("export", "out.csv", "--force")
    assert path.read_text(encoding="utf-8-sig").startswith("Name,")
    link = run_callq.home / "link.csv"
    link.symlink_to(run_callq.home / "nowhere.csv")
    assert run_callq("export", "link.csv").code == 8


def test_what_can_not_be_is_refused(folder: Office, run_callq: Callq) -> None:
    for words, code in (
        (("out.doc",), 2), (("out",), 2), ((), 2), (("-",), 2), (("out.csv", "-f", "pdf"), 2),
        (("-", "-f", "csv", "--json"), 2), (("out.csv", "--list", "nope"), 3),
        (("out.csv", "--state", "nope"), 2), (("nowhere/out.csv",), 2),
    ):  # fmt: skip
        found = run_callq("export", *words)
        assert found.code == code, found
        assert "Traceback" not in found.err
    assert not [path for path in run_callq.home.iterdir() if path.name.startswith(".out")]


def test_scopes(folder: Office, run_callq: Callq) -> None:
    def names(*words: str) -> list[str]:
        out = run_callq.ok("export", "-", "--format", "csv", *words).out
        return [
            row["Name"] for row in csv.DictReader(io.StringIO(out.lstrip("\ufeff"), newline=""))
        ]

    folder.edit(2, owner="ann")
    assert len(names()) == 8
    assert names("--mine") == ["Due Now"]
    assert names("--owner", "ann") == ["Due Now"]
    assert names("--list", "fair") == ["'=HYPERLINK(1)"]
    assert names("--held") == ["Held Person"]
    assert names("--state", "do-not-call") == ["Never Again"]
    assert names("won") == ["Won Already"]
    assert "Due Now" in names("--due")


def test_a_workbook_is_not_shown_on_a_terminal(folder: Office, run_callq: Callq) -> None:
    assert on_a_terminal(run_callq, "export", "-", "--format", "xlsx").code == 2
    assert run_callq.ok("export", "-", "--format", "vcf").out.startswith("BEGIN:VCARD")


def test_what_is_said(folder: Office, run_callq: Callq) -> None:
    assert run_callq.ok("export", "out.ics").err.splitlines()[-2:] == [
        "Exported 5 events to out.ics.",
        "Skipped 3 people: on hold, closed, or opted out.",
    ]
