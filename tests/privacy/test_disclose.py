"""A person sees all that is held of them, from tables made tomorrow as well, and nothing of others."""

import json
import stat
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, Table, Text
from test_erase import MAIL, NAME, lived

from callq.errors import Exit
from callq.privacy import erase as erasing
from callq.privacy.disclose import gather
from callq.privacy.erase import Request
from callq.storage import personal, schema
from helpers import Callq, Office, new_york


def held(office: Office, who: int | str) -> dict[str, list[dict[str, Any]]]:
    with office.workspace() as ws:
        return gather(ws, str(who)).held


def test_every_row_of_theirs_is_reported(office: Office) -> None:
    zoe = lived(office)
    found = held(office, zoe)
    for table, column in personal.references("prospect"):
        count = office.rows(f"SELECT COUNT(*) FROM {table.name} WHERE {column.name} = {zoe}")[0][0]
        told = [row for row in found.get(table.name, []) if row[column.name] == zoe]
        assert len(told) == count, table.name
    assert [row["name"] for row in found["prospect"]] == ["Zoë Quimbleton"]
    assert MAIL in {row["address"] for row in found["email"]}
    assert len(found["call"]) == 5
    assert sum(row["voided_at"] is not None for row in found["call"]) == 1
    assert {row["number"] for row in found["dnc"]} >= {"+12125560001"}
    assert NAME in json.dumps(found["change"])
    assert any(NAME in str(row["summary"]) for row in found["command"])


def test_nothing_of_others_is_reported(office: Office) -> None:
    lived(office)
    told = json.dumps(held(office, "Al Fox"))
    assert "harpsichord" not in told
    assert "theremin" not in told
    assert "+12125560001" not in told
    assert "knows" not in json.dumps(held(office, "quimbleton"))


@pytest.fixture
def table_of_tomorrow(office: Office) -> Iterator[Table]:
    """Someone adds a table and thinks neither of the data report nor of erasing."""
    table = Table(
        "sonnet", schema.Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("prospect_id", Integer, ForeignKey("prospect.id"), nullable=False),
        Column("verse", Text, nullable=False),
    )  # fmt: skip
    office.rows(
        "CREATE TABLE sonnet (id INTEGER PRIMARY KEY, prospect_id INTEGER NOT NULL "
        "REFERENCES prospect (id), verse TEXT NOT NULL)"
    )
    yield table
    schema.Base.metadata.remove(table)


def test_a_table_made_tomorrow_is_reported_and_erased(
    office: Office, table_of_tomorrow: Table
) -> None:
    zoe, bob = office.add(NAME, new_york(1)), office.add("Bob Ray", new_york(2))
    office.rows(
        "INSERT INTO sonnet VALUES (1, :zoe, 'to a lute'), (2, :bob, 'to a dog')", zoe=zoe, bob=bob
    )
    assert held(office, zoe)["sonnet"] == [{"id": 1, "prospect_id": zoe, "verse": "to a lute"}]
    with office.workspace() as ws:
        erasing.erase(ws, erasing.look(ws, str(zoe)), Request())
    assert office.rows("SELECT verse FROM sonnet") == [("to a dog",)]
    assert b"to a lute" not in office.path.read_bytes()


def test_text_says_what_json_says(office: Office, run_callq: Callq) -> None:
    zoe = lived(office)
    text = run_callq.ok("people", "disclose", str(zoe)).out
    found = run_callq.ok("people", "disclose", str(zoe), "--json").json
    assert [one["table"] for one in found["data"]][:2] == ["prospect", "phone"]
    for one in found["data"]:
        assert f"{one['meaning']} ({len(one['rows'])})" in text
    for word in ("Zoë Quimbleton", "ocarina", "axolotl", "harpsichord", "theremin", MAIL):
        assert word in text
    assert "\x1b" not in text


def test_a_file_is_theirs_alone_and_never_written_over(office: Office, run_callq: Callq) -> None:
    zoe = lived(office)
    for name, is_json in (("zoe.json", True), ("zoe.txt", False)):
        path = office.home / name
        run_callq.ok("people", "disclose", str(zoe), "--out", str(path))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.read_text().startswith("{") is is_json
        assert run_callq("people", "disclose", str(zoe), "--out", str(path)).code == Exit.REFUSED
    assert (
        run_callq("people", "disclose", str(zoe), "--out", str(office.home / "no" / "x")).code
        == Exit.USAGE
    )


def test_of_two_records_made_one_both_are_reported_and_erased(
    office: Office, run_callq: Callq
) -> None:
    zoe = office.add(NAME, new_york(1), emails=(MAIL,), note="plays the lute")
    twin = office.add("Z. Quimby", new_york(2), note="plays the harp")
    office.log(twin, "ni", note="wants a oboe")
    run_callq.ok("people", "merge", str(zoe), str(twin))
    found = run_callq.ok("people", "disclose", str(twin), "--json").json
    assert found["ids"] == [zoe, twin]
    told = json.dumps(found)
    assert all(word in told for word in ("lute", "harp", "oboe", "Z. Quimby"))
    run_callq.ok("people", "erase", str(twin), "--yes")
    data = b"".join(p.read_bytes() for p in office.home.glob("callq.db*"))
    for word in ("Quimby", "lute", "harp", "oboe", "2125560001", "2125560002", MAIL):
        assert word.encode() not in data, word
    # The one before erasing was the merge: nothing of it is left, and nothing breaks.
    assert run_callq("undo").code == Exit.REFUSED
    run_callq.ok("undo")
    assert office.rows("SELECT COUNT(*) FROM prospect") == [(0,)]


def test_someone_taken_out_is_reported(office: Office, run_callq: Callq) -> None:
    office.add(NAME, new_york(1), emails=(MAIL,))
    office.undo()
    assert run_callq.ok("people", "disclose", MAIL, "--json").json["name"] == NAME
    assert run_callq("people", "disclose", "nobody").code == Exit.NOT_FOUND
