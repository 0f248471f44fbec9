"""Previews, duplicates and goals as CSV."""

import csv
import io

from helpers import IN_NEW_YORK, Callq, Office


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_preview_has_a_line_for_each_column(office: Office, run_callq: Callq) -> None:
    office.file(f"Name,Cell,Shoe size\nAnn,{IN_NEW_YORK},9\nBob,,8\n")
    found = rows(run_callq.ok("import", "people.csv", "--preview", "--csv").out)
    assert [(one["header"], one["field"], one["filled"]) for one in found] == [
        ("Name", "name", "2"), ("Cell", "phone", "1"), ("Shoe size", "custom", "2"),
    ]  # fmt: skip
    assert found[0]["samples"] == "Ann; Bob"
    assert run_callq("import", "people.csv", "--csv").code == 2


def test_duplicates_have_a_line_for_each_pair(office: Office, run_callq: Callq) -> None:
    for name in ("Robert Smith", "Bob Smith"):
        office.add(name, IN_NEW_YORK)
    (pair,) = rows(run_callq.ok("people", "dedupe", "--csv").out)
    assert {pair["kept_name"], pair["merged_name"]} == {"Robert Smith", "Bob Smith"}
    assert pair["kept_id"] == "1" or pair["merged_id"] == "1"
    assert pair["reasons"]


def test_goals_have_a_line_for_each_day(office: Office, run_callq: Callq) -> None:
    run_callq.ok("config", "goals.morning", "20 calls 08:00-12:00")
    office.add("Ann Lee", IN_NEW_YORK)
    office.log("1", "no-answer")
    found = rows(run_callq.ok("goals", "--csv").out)
    days = run_callq.ok("goals", "--json").json["days"]
    assert [one["day"] for one in found] == [one["day"] for one in days] != []
