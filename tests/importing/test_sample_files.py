"""Files that other people's programs wrote."""

import csv
import time
from pathlib import Path

import pytest

from callq.importing.headers import Mapping, map_headers
from callq.importing.people import Person, Reject, read_people
from callq.importing.readers.open import Table, open_table
from callq.places.phones import read_phone

DATA = Path(__file__).parents[2].parent / "shared" / "data"
BROKEN = DATA / "encodings" / "broken_csv"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared sample data is not here")


def read(path: Path, region: str = "US") -> tuple[Table, Mapping, list[Person], list[Reject]]:
    with open_table(path) as table:
        mapping = map_headers(table.headers, table.sample())
        found = list(read_people(table, mapping, region))
    return (
        table,
        mapping,
        [each for each in found if isinstance(each, Person)],
        [each for each in found if isinstance(each, Reject)],
    )


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("chicago_early_childhood_messy.csv", 3337),
        ("datablist_leads_10000.csv", 10_000),
        ("google_old_headers.csv", 2),
        ("hubspot_contacts.csv", 950),
        ("leads_ru_mixed_dates.csv", 2),
        ("linkedin_with_preamble.csv", 2),
        ("outlook_style.csv", 3),
    ],
)
def test_every_row_of_a_contact_file_is_a_person(name: str, people: int) -> None:
    _, _, found, rejects = read(DATA / "contacts" / name)
    assert (len(found), rejects) == (people, [])
    assert not any(person.opted_out for person in found)
    # A lead status is read cell by cell; the stage of a deal says nothing of calls.
    assert sum(bool(person.past) for person in found) == (156 if name.startswith("hubspot") else 0)


def test_every_cell_of_a_contact_file_is_as_the_csv_module_reads_it() -> None:
    for name in ("chicago_early_childhood_messy.csv", "datablist_leads_10000.csv"):
        path = DATA / "contacts" / name
        with path.open(encoding="utf-8", newline="") as file, open_table(path) as table:
            theirs = csv.reader(file)
            assert tuple(next(theirs)) == table.headers
            assert [row.cells for row in table.rows] == [tuple(row) for row in theirs]


def test_leads() -> None:
    _, mapping, found, _ = read(DATA / "contacts" / "datablist_leads_10000.csv")
    assert [use.label for use in mapping.of("phone")] == ["phone", "phone 2"]
    assert found[3].name == "Manuel Lowery"
    assert found[3].phones == (
        ("phone", "001-307-937-7505x54026"),
        ("phone 2", "754.386.8611x687"),
    )
    assert ("Deal Stage", "Re-engagement") in found[3].custom
    assert found[3].owner == "Darlene Henderson" or found[3].owner.startswith("Darlene")


def test_numbers_without_an_area_code_are_reported() -> None:
    _, _, found, _ = read(DATA / "contacts" / "chicago_early_childhood_messy.csv")
    whats = [problem.what for person in found for problem in person.problems]
    assert whats.count("can't dial: no area code") > 3000


def test_rows_that_are_cut_short() -> None:
    _, _, found, _ = read(DATA / "contacts" / "outlook_style.csv")
    assert found[1].problems[0].what == "11 cells fewer than the header"
    assert [label for label, _ in found[0].phones][:2] == ["mobile", "home"]


def test_russian_leads() -> None:
    _, _, found, _ = read(DATA / "contacts" / "leads_ru_mixed_dates.csv", "RU")
    assert found[0].name == "Иван Иванович Иванов"
    assert found[0].phones == (("phone", "+79999999999"),)


def test_prose_before_the_header() -> None:
    table, _, found, _ = read(DATA / "contacts" / "linkedin_with_preamble.csv")
    assert table.dialect.header_line == 3
    assert found[0].title == "Founder"


@pytest.mark.parametrize(
    "name",
    [
        "bom-and-whitespace-headers",
        "broken-encoding-latin1",
        "broken-encoding-windows-1252",
        "duplicate-headers",
        "missing-closing-quote",
        "mixed-delimiters",
        "mixed-line-endings",
        "newline-inside-unquoted-field",
        "ragged-rows-extra-columns",
        "ragged-rows-missing-columns",
        "unescaped-quotes",
        "wrong-delimiter-semicolon",
    ],
)
def test_broken_files_are_read_as_they_were_meant(name: str) -> None:
    fixed = BROKEN / "expected-fixed" / f"{name}.csv"
    with fixed.open(encoding="utf-8", newline="") as file:
        headers, *expected = csv.reader(file)
    with open_table(BROKEN / f"{name}.csv") as table:
        rows = list(table.rows)
    if name == "duplicate-headers":  # they rename both, callq the second
        headers = ["id", "name", "Email", "Email 2"]
    assert table.headers == tuple(headers)
    assert [list(row.cells[: len(headers)]) for row in rows] == expected
    mended = name.startswith(("missing", "mixed-d", "newline", "ragged", "unescaped"))
    assert any(row.problems for row in rows) == mended


@pytest.mark.parametrize("mark", ["UTF8", "UTF16BE", "UTF16LE", "UTF32LE"])
def test_byte_order_marks_right_and_wrong(mark: str) -> None:
    with open_table(DATA / "encodings" / f"sfdc_csvtext_BOM_{mark}.csv") as table:
        assert table.headers == ("column1", "column2", "column3")
        assert [row.cells for row in table.rows] == [
            ("row1-1", "row1-2", "row1-3"),
            ("row2-1", "row2-2", "row2-3"),
        ]


def test_doubled_quotes() -> None:
    with open_table(DATA / "encodings" / "sfdc_csvEscapedQuotes.csv") as table:
        assert [row.cells[0] for row in table.rows] == ['"The Best" Account', 'The "Best" Account']


@pytest.mark.parametrize(
    "name", ["sfdc_dateWithTimeZone.csv", "sfdc_timeZoneFormatTestingWithErrors.csv"]
)
def test_odd_dates_stay_as_they_are(name: str) -> None:
    _, _, found, rejects = read(DATA / "encodings" / name)
    assert found
    assert not rejects
    assert all("DATE" in {header.upper() for header, _ in person.custom} for person in found)


def test_ten_thousand_rows_are_read_soon() -> None:
    start = time.perf_counter()
    _, _, found, _ = read(DATA / "contacts" / "datablist_leads_10000.csv")
    for person in found:
        for _, text in person.phones:
            read_phone(text, "US")
    assert time.perf_counter() - start < 10, "the goal is 2.5 s on a quiet machine"
