"""A file comes again under another region, or our own export does: no one is doubled or changed."""

import json
import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.places.phones import Quality, anywhere, read_phone
from helpers import Callq, Office

LIST = """\
Name,Phone,Outcome,Last Called
Ann Lee,2125550101,busy,2026-03-04 10:00
Bo Ray,(030) 901820,no answer,2026-03-03
Cy Fox,020 7946 0018 x22,busy,2026-03-03
Di Low,+44 20 7946 0019,busy,2026-03-03
"""
PEOPLE = "SELECT id, name, region, zone, due_at, state FROM prospect ORDER BY id"
NUMBERS = "SELECT prospect_id, e164 FROM phone ORDER BY id"
CALLS = "SELECT prospect_id, at, outcome FROM call ORDER BY id"


def whole(office: Office) -> list[Any]:
    return [office.rows(sql) for sql in (PEOPLE, NUMBERS, CALLS)]


@pytest.mark.parametrize("second", ["US", "GB", "DE", "IN"])
def test_the_default_region_of_a_second_import_changes_no_one(office: Office, second: str) -> None:
    path = office.file(LIST)
    office.import_(path, region="GB", region_given=False)
    before = whole(office)
    office.import_(path, region=second, region_given=False)
    assert whole(office) == before


@pytest.mark.parametrize("second", ["US", "GB", "DE", "IN"])
def test_a_named_region_doubles_no_one_and_dials_what_could_not_be(
    office: Office, second: str
) -> None:
    path = office.file(LIST)
    office.import_(path, region="US")
    people, numbers, calls = whole(office)
    report = office.import_(path, region=second)
    again = whole(office)
    assert [row[:2] for row in again[0]] == [row[:2] for row in people]
    assert again[2] == calls
    assert again[1][: len(numbers)] == numbers
    gained = {row[0] for row in again[1][len(numbers) :]}
    undialable = {row[0] for row in numbers if not row[1]}
    assert gained <= undialable
    if second == "GB":
        assert gained == undialable
        assert any(what.startswith("read as +12125550101") for _, what in report.problems)


def test_other_people_with_that_number_or_name_are_new(office: Office) -> None:
    office.import_(office.file("Name,Phone\nAnn Lee,2125550101\n"), region="US")
    other = office.file("Name,Phone\nAnn Low,2125550101\nAnn Lee,2125550102\n", "other.csv")
    office.import_(other, region="GB")
    assert office.rows("SELECT count(*) FROM prospect") == [(3,)]


@pytest.mark.parametrize("form", ["csv", "xlsx", "vcf", "jsonl"])
@pytest.mark.parametrize("region", ["DE", "GB"])
def test_an_export_comes_back_the_same_in_any_country(
    office: Office, run_callq: Callq, form: str, region: str
) -> None:
    office.import_(office.file(LIST), region="US")
    run_callq.ok("export", f"out.{form}")
    before = whole(office)
    again = ("import", f"out.{form}", "--json")
    report = json.loads(run_callq.ok(*again, env={"CALLQ_REGION": region}).out)
    assert report["counts"]["added"] == 0
    assert whole(office) == before
    fresh = {"CALLQ_DB": str(office.home / "fresh.db"), "CALLQ_REGION": region}
    run_callq.ok(*again, env=fresh)
    with sqlite3.connect(office.home / "fresh.db") as store:
        found = store.execute(
            "SELECT name, e164 FROM prospect p JOIN phone f ON f.prospect_id = p.id"
        )
        numbers = dict(found.fetchall())
    assert numbers["Ann Lee"] == "+12125550101"
    assert numbers["Di Low"] == "+442079460019"


@given(
    st.sampled_from(["US", "DE", "GB", "IT", "FR", "IN"]),
    st.from_regex(r"[0-9]{7,11}", fullmatch=True),
)
def test_a_number_leaves_in_a_form_that_every_country_reads(home: str, digits: str) -> None:
    phone = read_phone(digits, home)
    if phone.quality is Quality.VALID:
        for other in ("US", "DE", "IT", "JP"):
            assert read_phone(anywhere(phone.e164), other).e164 == phone.e164
