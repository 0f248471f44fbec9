"""Rejected rows of every format are fixed where they are and imported again, without duplicates."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from callq.errors import CallqError
from helpers import Callq, Office

Change = Callable[[Path], None]


def _book() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Leads"
    for row in (["Name", "Phone", "City"], ["Ann Lee", 2125550100, "Rome"], [None, None, "Oslo"]):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _mend_book(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Leads"]
    assert [cell.value for cell in sheet[2]] == [
        3, "no name, company, phone or email", None, None, "Oslo",
    ]  # fmt: skip
    sheet["C2"], sheet["D2"] = "Bob Ray", 3125550101.0
    book.save(path)


def _in_text(old: bytes, new: bytes) -> Change:
    def mend(path: Path) -> None:
        data = path.read_bytes()
        assert data.count(old) == 1, data
        path.write_bytes(data.replace(old, new))

    return mend


def _zipped(name: str, data: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr(name, data)
        packed.writestr("readme.txt", "hello")
    return kept.getvalue()


_CSV = "Name;Phone;City\r\nAnn Lee;212-555-0100;Köln\r\n;;Oslo\r\n".encode("cp1252")
_MEND_CSV = _in_text(b";;Oslo", b"Bob Ray;312-555-0101;Oslo")
_CARDS = (
    b"BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nTEL:212-555-0100\nEND:VCARD\n"
    b"BEGIN:VCARD\nVERSION:3.0\nNOTE:met in Oslo\nEND:VCARD\n"
)
_MEND_CARDS = _in_text(b"NOTE:", b"FN:Bob Ray\r\nTEL:312-555-0101\r\nNOTE:")
_LINES = (
    b'{"name": "Ann Lee", "phone": "212-555-0100"}\n{"name": "Bob Ray" "phone": "312-555-0101"}\n'
)
_ARRAY = b'[{"name": "Ann Lee", "phone": "212-555-0100"}, {"city": "Oslo"}]'
_MEND_ARRAY = _in_text(b'"city"', b'"name": "Bob Ray", "phone": "312-555-0101", "city"')


@pytest.mark.parametrize(
    ("name", "data", "rejects", "mend"),
    [
        ("may.csv", _CSV, "may.rejects.csv", _MEND_CSV),
        ("may.csv.gz", gzip.compress(_CSV), "may.rejects.csv", _MEND_CSV),
        ("may.tsv", _CSV.replace(b";", b"\t"), "may.rejects.tsv", _in_text(b"\t\tOslo", b"Bob Ray\t312-555-0101\tOslo")),
        ("may.xlsx", _book(), "may.rejects.xlsx", _mend_book),
        ("may.zip", _zipped("in/leads.xlsx", _book()), "may.rejects.xlsx", _mend_book),
        ("may.txt", _CARDS, "may.rejects.vcf", _MEND_CARDS),
        ("may.zip", _zipped("a.vcf", _CARDS), "may.rejects.vcf", _MEND_CARDS),
        ("may.jsonl", _LINES, "may.rejects.jsonl", _in_text(b'"Bob Ray" "', b'"Bob Ray", "')),
        ("may.json", _ARRAY, "may.rejects.jsonl", _MEND_ARRAY),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_fixed_rejects_come_in_and_no_one_twice(
    office: Office, name: str, data: bytes, rejects: str, mend: Change
) -> None:
    source = office.home / name
    source.write_bytes(data)
    report = office.import_(source)
    assert (report.added, report.rejected) == (1, 1)
    assert report.rejects_file == office.home / rejects

    # Unmended it brings no one, and fixed it brings exactly who it names, into the same list.
    with suppress(CallqError):
        assert office.import_(report.rejects_file, rejects=False).added == 0
    mend(report.rejects_file)
    again = office.import_(report.rejects_file)
    assert (again.added, again.rejected, again.rejects_file) == (1, 0, None)
    assert office.import_(source, rejects=False).added == 0
    assert office.import_(report.rejects_file).added == 0
    people = (
        "SELECT p.name, p.list_name, f.e164 FROM prospect p JOIN phone f ON f.prospect_id = p.id"
    )
    assert office.rows(f"{people} ORDER BY 1") == [
        ("Ann Lee", "may", "+12125550100"),
        ("Bob Ray", "may", "+13125550101"),
    ]
    custom = "".join(row[0] for row in office.rows("SELECT custom FROM prospect"))
    assert "callq" not in custom.casefold()


def test_where_it_was_odd_is_named_in_every_format(office: Office, run_callq: Callq) -> None:
    files = {
        "may.csv": (b"Name,Phone\nAnn,12345\n", '"12345" in line 2'),
        "may.vcf": (b"BEGIN:VCARD\nFN:Ann\nTEL:12345\nEND:VCARD\n", '"12345" in card on line 1'),
        "may.jsonl": (b'{"name": "Bo"}\n{"name": "Ann", "phone": "12345"}\n', '"12345" in line 2'),
        "may.json": (b'[{"name": "Bo"}, {"name": "Ann", "phone": "12345"}]', '"12345" in object 2'),
    }
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Leads")
    for row in (["Name", "Phone"], ["Ann", "12345"]):
        sheet.append(row)
    book.save(office.home / "may.xlsx")
    files["may.xlsx"] = (
        (office.home / "may.xlsx").read_bytes(),
        '"12345" in row 2 of the sheet "Leads"',
    )
    for name, (data, place) in files.items():
        (office.home / name).write_bytes(data)
        told = run_callq.here("import", name, "--dry-run").out
        assert f"{place}\n" in told
        packed = _zipped(f"in/{name}", data)
        (office.home / "packed.zip").write_bytes(packed)
        said = json.loads(run_callq.here("import", "packed.zip", "--dry-run", "--json").out)
        assert said["source"] == f"packed.zip (in/{name})"
        assert said["sheet"] == ("Leads" if name == "may.xlsx" else None)
        (problem,) = said["problems"]
        (example,) = problem["examples"]
        assert place == f'"{example["value"]}" in {example["place"]}'
        assert problem["column"]
        assert problem["hint"]


def test_the_command_that_takes_fixed_rows_names_their_list(
    office: Office, run_callq: Callq
) -> None:
    office.file("Name,Phone,City\nAnn,212-555-0100,Rome\n,,Oslo\n", "may june.csv")
    told = run_callq.here("import", "may june.csv", "--list", "Spring leads").out
    assert "callq import 'may june.rejects.csv' --list 'Spring leads'\n" in told
    told = run_callq.here("import", "may june.csv").out
    assert "callq import 'may june.rejects-2.csv'\n" in told


def test_rejected_rows_of_standard_input_go_where_one_says(
    office: Office, run_callq: Callq
) -> None:
    told = run_callq.here("import", "-", "--list", "may", stdin=_CSV).out
    assert "--rejects FILE" in told
    words = ("import", "-", "--list", "may", "--rejects", "bad.csv")
    told = run_callq.here(*words, stdin=_CSV).out
    assert "callq import bad.csv --list may\n" in told
    _MEND_CSV(office.home / "bad.csv")
    assert office.import_(office.home / "bad.csv", list_name="may").added == 1

    again = run_callq.here(*words, stdin=_CSV + b"Eva;212-555-0107;Rome\r\n")
    assert (again.code, again.out) == (2, "")
    assert office.rows("SELECT name FROM prospect ORDER BY 1") == [("Ann Lee",), ("Bob Ray",)]
    assert run_callq.here(*words, "--no-rejects", stdin=_CSV).code == 2
