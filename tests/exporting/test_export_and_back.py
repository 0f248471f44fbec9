"""What goes out as JSON lines comes in as it was: people, numbers, calls, statuses, opt-outs."""

import gzip
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_undo_properties import STEPS, Step

from callq.compliance import do_not_call
from callq.engine.filters import Filter
from callq.errors import CallqError, Exit
from callq.exporting.export import export, format_of
from callq.importing.run import Imported, Request
from callq.importing.run import run as import_run
from callq.privacy import erase
from callq.prospects.dedupe import keep_apart, search
from helpers import IN_CHICAGO, IN_NEW_YORK, Office, copy_store, new_york

LATER = "2026-03-20T11:00:00-04:00"
_OF_THE_STORE = ("command_id", "hours_id", "phone_id", "id")


def exported(office: Office, now: str = "", **wanted: Any) -> bytes:
    out = io.BytesIO()
    with office.workspace(now=now) as ws:
        export(ws, Filter(**wanted), format_of("jsonl", ""), out)
    return out.getvalue()


def imported(office: Office, data: bytes, now: str = "", **request: Any) -> Imported:
    path = office.home / "all.jsonl"
    path.write_bytes(data)
    with office.workspace(now=now) as ws:
        return import_run(ws, Request(path, **request))


def another(office: Office, template: Path, name: str = "other") -> Office:
    home = office.home.parent / name
    copy_store(template, home)
    return Office(home)


def everything(office: Office) -> dict[str, Any]:
    """All that a rep could see, without what every store numbers for itself."""
    import sqlite3

    connection = sqlite3.connect(office.path)
    connection.row_factory = sqlite3.Row
    live = "prospect_id IN (SELECT id FROM prospect WHERE removed_at IS NULL)"
    wheres = {
        "prospect": "removed_at IS NULL",
        "dnc": "1",
        "tally": "people <> 0",
        "not_duplicates": "1",
    }
    found: dict[str, Any] = {}
    for table in (
        "prospect",
        "phone",
        "email",
        "name_word",
        "call",
        "consent",
        "dnc",
        "not_duplicates",
    ):
        rows = connection.execute(f"SELECT * FROM {table} WHERE {wheres.get(table, live)}")
        kept = ("id",) if table in ("prospect", "call") else ()
        found[table] = sorted(
            (
                {k: row[k] for k in row.keys() if k in kept or k not in _OF_THE_STORE}  # noqa: SIM118
                for row in rows
            ),
            key=lambda row: json.dumps(row, sort_keys=True),
        )
    tally = connection.execute("SELECT scope, tier, hold, SUM(people) FROM tally GROUP BY 1, 2, 3")
    found["tally"] = sorted(tuple(row) for row in tally if row[3])
    connection.close()
    return found


def same_ids(found: dict[str, Any]) -> dict[str, Any]:
    """References to calls that are no longer anyone's can't be restored."""
    calls = {row["id"] for row in found["call"]}
    for row in found["dnc"]:
        row["call_id"] = row["call_id"] if row["call_id"] in calls else None
    for row in found["call"]:
        people = {row["id"] for row in found["prospect"]}
        row["referred_to"] = row["referred_to"] if row["referred_to"] in people else None
    for table in ("phone", "email"):
        # Their order is theirs; the gaps that a dropped number left are not.
        places: dict[int, list[int]] = {}
        for row in found[table]:
            places.setdefault(row["prospect_id"], []).append(row["position"])
        for row in found[table]:
            row["position"] = sorted(places[row["prospect_id"]]).index(row["position"])
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_an_empty_store_gets_everything_as_it_was(
    template: Path, steps: list[tuple[str, Step]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name) / "one", Path(name) / "two"
        for folder in (first, second):
            copy_store(template, folder)
        with Office(first).workspace() as ws:
            for agent, step in steps:
                ws.agent = agent
                if step.words == "rules":
                    # The rules are the store's own: they stay where they are.
                    continue
                try:
                    step.do(ws, first)
                except CallqError:
                    continue
        data = exported(Office(first))
        imported(Office(second), data)
        assert same_ids(everything(Office(second))) == same_ids(everything(Office(first)))
        again = imported(Office(second), data)
        assert (again.added, again.enriched) == (0, 0)


@pytest.fixture
def folder(office: Office) -> Office:
    office.add(
        "Robert Smith", new_york(1), "nonsense", emails=("rob@acme.example",), company="Acme",
        note="=1+1\ntwo lines", tags=("vip", "a;b"), custom=(("Size", "-4"), ("=x", "@y")),
        value=12.5, list_name="fair", zone="America/Denver", external_id="x1",
    )  # fmt: skip
    office.add("Bob Smith", new_york(1), IN_CHICAGO)
    office.add("Eve Stone", IN_NEW_YORK)
    office.add("Tom Fox", new_york(3), company="Fox")
    office.add("Tom Fox", new_york(4), company="Fox Ltd")
    office.log(1, "callback", at="friday 3pm", note="knows Eve")
    office.log(2, "soft-no", reason="price")
    office.log(3, "do-not-call")
    office.log(4, "referred", to=f"Zoë Hale {new_york(5)}")
    return office


def test_names_of_those_who_were_merged_lead_on(folder: Office, template: Path) -> None:
    folder.merge(1, 2)
    with folder.workspace() as ws:
        found = search(ws, 0.5)
        keep_apart(ws, found, next(found.proposals()))
    other = another(folder, template)
    report = imported(other, exported(folder))
    assert (report.added, report.calls, report.opted_out) == (5, 4, 1)
    assert other.portray("bob smith").details.id == 1
    with other.workspace() as ws:
        assert list(search(ws, 0.5).proposals()) == []
    assert other.rows("SELECT outcome FROM call WHERE referred_to = 6") == [("referred",)]
    assert other.queue(now=LATER) == folder.queue(now=LATER)


def test_undo_takes_all_of_it_back_but_the_opt_outs(folder: Office, template: Path) -> None:
    other = another(folder, template)
    imported(other, exported(folder))
    other.undo()
    assert other.queue() == []
    assert other.rows("SELECT 1 FROM prospect WHERE removed_at IS NULL") == []
    assert other.rows("SELECT number FROM dnc WHERE lifted_at IS NULL") == [("+12125550100",)]


def test_those_who_are_there_are_completed_not_overwritten(folder: Office, template: Path) -> None:
    other = another(folder, template)
    other.add("Somebody Else", new_york(9))
    other.add("Robert Smith", new_york(1), company="Acme Inc.", note="ours")
    other.add("Una", IN_NEW_YORK)
    report = imported(other, exported(folder))
    assert (report.added, report.enriched) == (5, 1)
    row = other.row(2)
    assert (row["company"], row["note"], row["list_name"]) == ("Acme Inc.", "ours", "fair")
    assert row["state"] == "callback"
    # The wish of someone in the file binds who was here with that number.
    assert other.row(3)["state"] == "do-not-call"
    before = everything(other)
    again = imported(other, exported(folder))
    assert (again.added, again.enriched, again.unchanged) == (0, 0, 6)
    assert everything(other) == before
    other.undo()
    assert other.row(2)["state"] == "fresh"
    assert other.row(2)["list_name"] == ""


@pytest.mark.parametrize("by", ["number", "email"])
def test_who_was_erased_does_not_come_back(office: Office, template: Path, by: str) -> None:
    """Neither the person, by number or by address, nor a do-not-call entry for the number."""
    emails = ("zoe@quimby.example",)
    zoe = office.add("Zoe", *([IN_NEW_YORK] if by == "number" else []), emails=emails)
    office.add("Bob", IN_CHICAGO)
    with office.workspace() as ws:
        do_not_call.add(ws, [IN_NEW_YORK], number_only=True)
    data, other = exported(office), another(office, template)
    assert b"Zoe" in data
    for here in (office, other):
        with here.workspace() as ws:
            for held in (
                erase.look(ws, str(zoe)) if here is office else None,
                erase.look_at_number(ws, IN_NEW_YORK),
                erase.look_at_number(ws, email=emails[0]) if by == "email" else None,
            ):
                if held is not None:
                    erase.erase(ws, held, erase.Request())
        imported(here, data)
        assert here.rows("SELECT name FROM prospect") == [("Bob",)]
        assert here.rows("SELECT number FROM dnc") == []


def test_an_opt_out_that_was_undone_comes_back_undone(office: Office, template: Path) -> None:
    ann = office.add("Ann", IN_NEW_YORK, IN_CHICAGO)
    office.log(ann, "dnc")
    office.undo()
    bob = office.add("Bob", new_york(2))
    office.log(bob, "dnc")
    other = another(office, template)
    other.add("Cy", IN_CHICAGO)
    assert imported(other, exported(office)).opted_out == 1
    voided = "SELECT voided_at IS NOT NULL FROM call WHERE outcome = 'do-not-call' ORDER BY id"
    assert other.rows(voided) == [(1,), (0,)]
    assert other.rows("SELECT number FROM dnc WHERE lifted_at IS NULL") == [("+12125560002",)]
    states = "SELECT name, state FROM prospect ORDER BY name"
    assert other.rows(states) == [("Ann", "fresh"), ("Bob", "do-not-call"), ("Cy", "fresh")]


def test_an_opt_out_that_comes_back_covers_every_number_they_have_here(
    office: Office, template: Path
) -> None:
    ann = office.add("Ann Lee", IN_NEW_YORK, emails=("ann@lee.example",))
    office.log(ann, "dnc")
    other = another(office, template)
    numbers = (IN_NEW_YORK, IN_CHICAGO, new_york(3), new_york(4))
    other.add("Ann Lee", *numbers, emails=("ann@lee.example",))
    assert imported(other, exported(office)).added == 0
    blocked = {number for (number,) in other.rows("SELECT number FROM dnc WHERE lifted_at IS NULL")}
    assert blocked == {number.replace(" ", "") for number in numbers}


def test_a_part_of_a_store(folder: Office, template: Path) -> None:
    data = exported(folder, list_name="fair")
    kinds = [json.loads(line)["kind"] for line in data.splitlines()]
    assert kinds == ["callq", "person"]
    assert b"do-not-call" in exported(folder, text="eve")
    other = another(folder, template)
    imported(other, data)
    assert [row["name"] for row in everything(other)["prospect"]] == ["Robert Smith"]


def test_packed_from_standard_input_and_dry_run(folder: Office, template: Path) -> None:
    data, other = exported(folder), another(folder, template)
    assert imported(other, data, dry_run=True).added == 6
    assert other.rows("SELECT 1 FROM prospect") == []
    with other.workspace() as ws:
        packed = io.BytesIO(gzip.compress(data))
        assert import_run(ws, Request("-"), packed).added == 6
    assert everything(other)["call"] == everything(folder)["call"]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (b'"zone": "America/Denver"', b'"zone": "Mars/Base"', "bad-time-zone"),
        (b'"e164": "+12125560001"', b'"e164": "12125560001"', "bad-number"),
        (b'"channel": "call"', b'"channel": "fax"', "bad-channel"),
        (b'"value": 12.5', b'"value": "much"', "bad-export-line"),
        (b'"value": 12.5', b'"value": NaN', "bad-export-line"),
        (b'"id": 2,', b'"id": 1,', "duplicate-id"),
        (b'"id": 2,', b'"id": -2,', "bad-export-line"),
        (b'"id": 2,', b'"id": true,', "duplicate-id"),
        (b'"name": "Bob Smith"', b'"name": " "', "bad-export-line"),
        (b'"name": "Bob Smith"', b'"name": ["Bob"]', "bad-export-line"),
        (b'"name": "Bob Smith"', b'"name": "\\ud800"', "bad-export-line"),
        (b'"calls": [{', b'"calls": {"a": [{', "bad-export-line"),
        (b'"imported": 0', b'"imported": 7', "bad-call"),
        (b"\n{", b"\n[]\n{", "bad-export-line"),
        (b"\n{", b"\n{", ""),
        (b'"at": "2026', b'"at": "0001', "bad-export-line"),
        (b'"at": "2026-03-11T14:15:00Z"', b'"at": "2026-03-11T14:15:00"', "bad-export-line"),
        (b"Eve Stone", b"Eve \xff Stone", "export-not-utf-8"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_and_nothing_is_stored(
    folder: Office, template: Path, old: bytes, new: bytes, name: str
) -> None:
    data = exported(folder)
    assert old in data
    head, rest = data.split(b"\n", 1)
    other = another(folder, template)
    broken = head + (b"\n" + rest).replace(old, new)
    if not name:
        imported(other, broken)
        return
    with pytest.raises(CallqError, match=r"^Line ") as refused:
        imported(other, broken)
    assert (refused.value.name, refused.value.code) == (name, Exit.BAD_FILE)
    assert other.rows("SELECT 1 FROM prospect") == []


def test_it_says_by_itself_what_everything_is(folder: Office, template: Path) -> None:
    for more in ({"list_name": "x"}, {"mapping": {"name": "name"}}, {"zone": "Asia/Tokyo"}):
        with pytest.raises(CallqError) as refused:
            imported(another(folder, template, str(more)[2:5]), exported(folder), **more)
        assert refused.value.name == "options-for-own-export"
