"""Workbooks, as Excel and other programs write them."""

import contextlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callq.errors import CallqError, Exit
from callq.importing.headers import map_headers
from callq.importing.people import Person, Reject, read_people
from callq.importing.readers.open import Table, open_table
from callq.importing.rejects import Rejects

SAMPLE = Path(__file__).parents[2].parent / "shared/data/contacts/leads_salesforce_style.xlsx"
HEADER = ["Name", "Phone", "Zip", "Notes"]
Sheets = dict[str, list[list[Any]]]


def workbook(sheets: Sheets, change: Callable[[Any], object] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rebuilt(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Returns a workbook with its parts changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            part = change(info.filename, old.read(info))
            if part is not None:
                new.writestr(info.filename, part)
    return buffer.getvalue()


def opened(data: bytes, sheet: str = "") -> Table:
    return open_table("-", stdin=io.BytesIO(data), sheet=sheet)


def cells(data: bytes, sheet: str = "") -> list[tuple[str, ...]]:
    with opened(data, sheet) as table:
        return [row.cells for row in table.rows]


def test_a_plain_sheet() -> None:
    with opened(workbook({"Leads": [HEADER, ["Ann", "212", "1", "x"], ["Bo"]]})) as table:
        assert table.headers == ("Name", "Phone", "Zip", "Notes")
        assert table.remarks == ()
        assert table.dialect.header_line == 1
        rows = list(table.rows)
        assert [(row.line, row.cells, row.problems) for row in rows] == [
            (2, ("Ann", "212", "1", "x"), ()),
            (3, ("Bo", "", "", ""), ()),
        ]
        assert table.position() == table.dialect.size


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(workbook({"S": [HEADER, ["Ann", 1, 2, 3]]}))
    with open_table(path) as table:
        assert table.headers == tuple(HEADER)


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (2125550100, "General", "2125550100"),
        (2125550100.0, "General", "2125550100"),
        (1e15, "0.00E+00", "1000000000000000"),
        (2134, "00000", "02134"),
        (21341234, "00000\\-0000", "02134-1234"),
        (2134, "General", "2134"),
        (0.1, "General", "0.1"),
        (1e-7, "General", "0.0000001"),
        (-5, "General", "-5"),
        (True, "General", "yes"),
        (False, "General", "no"),
        (date(2026, 3, 4), "dd/mm/yyyy", "2026-03-04"),
        (datetime(2026, 3, 4, 15, 30), "yyyy-mm-dd hh:mm", "2026-03-04 15:30:00"),  # noqa: DTZ001
        (time(9, 5), "hh:mm", "09:05:00"),
        (timedelta(hours=30), "[h]:mm", "1 day, 6:00:00"),
        ("#N/A", "General", ""),
        ("#DIV/0!", "General", ""),
        (" Ann\nLee ", "General", " Ann\nLee "),
    ],
)
def test_cells(value: object, shown: str, text: str) -> None:
    def formatted(book: Any) -> None:
        book["S"]["B2"].number_format = shown

    sheets: Sheets = {"S": [["Name", "Custom"], ["Ann", value], ["Bo", "x"]]}
    data = workbook(sheets, formatted)
    assert cells(data)[0] == ("Ann", text)


def test_a_formula_gives_the_value_last_shown() -> None:
    data = workbook({"S": [["Name", "Phone"], ["Ann", "=1+1"], ["Bo", "=1/0"]]})

    def shown(name: str, part: bytes) -> bytes:
        if "worksheets" not in name:
            return part
        return part.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2125550100</v>").replace(
            b'<c r="B3"><f>1/0</f><v />', b'<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v>'
        )

    assert cells(rebuilt(data, shown)) == [("Ann", "2125550100"), ("Bo", "")]
    assert cells(data) == [("Ann", ""), ("Bo", "")]


def test_prose_before_the_header() -> None:
    rows: list[list[Any]] = [
        ["Leads of March"],
        [],
        ["made by", "Bo"],
        HEADER,
        ["Ann", 2125550100, 2134, ""],
    ]
    with opened(workbook({"S": rows})) as table:
        assert table.headers == tuple(HEADER)
        assert table.remarks == ("2 lines before the header left out, from 'Leads of March'",)
        assert [(row.line, row.cells[0]) for row in table.rows] == [(5, "Ann")]


def test_no_header() -> None:
    with opened(workbook({"S": [["Ann", "+1 212 555 0100"], ["Bo", "+1 212 555 0101"]]})) as table:
        assert table.headers == ("column 1", "column 2")
        assert len(list(table.rows)) == 2


def test_more_cells_than_headers_are_kept() -> None:
    with opened(workbook({"S": [["Name", "Phone"], ["Ann", "1", "x", "y"]]})) as table:
        row = next(table.rows)
        assert (row.cells, row.problems) == (
            ("Ann", "1", "x", "y"),
            ("2 cells more than the header",),
        )


def test_hidden_rows_are_read() -> None:
    def hide(book: Any) -> None:
        book["S"].row_dimensions[2].hidden = True

    assert cells(workbook({"S": [["Name", "Phone"], ["Ann", 1], ["Bo", 2]]}, hide)) == [
        ("Ann", "1"),
        ("Bo", "2"),
    ]


def test_wrong_dimensions_do_not_matter() -> None:
    def wrong(name: str, part: bytes) -> bytes:
        return part.replace(b'<dimension ref="A1:B2" />', b'<dimension ref="A1" />')

    assert cells(rebuilt(workbook({"S": [["Name", "Phone"], ["Ann", 1]]}), wrong)) == [("Ann", "1")]


@pytest.mark.parametrize("number", [b"0", b"7"])
def test_broken_styles_print_nothing(number: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    def without_styles(name: str, part: bytes) -> bytes:
        if name != "xl/styles.xml":
            return part
        emptied = re.sub(
            rb"<cellStyleXfs.*</cellStyleXfs>", b"<cellStyleXfs/>", part, flags=re.DOTALL
        )
        return emptied.replace(b'<cellStyle name="Normal" xfId="0"',
                               b'<cellStyle name="Normal" xfId="' + number + b'"')  # fmt: skip

    data = rebuilt(workbook({"S": [HEADER, ["Ann", 1, 2, 3]]}), without_styles)
    with contextlib.suppress(CallqError):
        cells(data)
    assert capfd.readouterr() == ("", "")


def test_the_library_is_loaded_only_for_a_workbook() -> None:
    code = (
        "import io, sys; from callq.importing.readers.open import open_table;"
        "open_table('-', stdin=io.BytesIO(b'Name,Phone')).close();"
        "sys.exit('openpyxl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Sheets

SEVERAL: Sheets = {
    "Read me": [["These are our leads."], ["Call them."]],
    "Empty": [],
    "Leads": [["Name", "Phone"], ["Ann", 1]],
    "Old": [["Name", "Phone"], ["Bo", 2]],
}


def test_the_first_sheet_with_a_table_is_read_and_the_others_are_named() -> None:
    with opened(workbook(SEVERAL)) as table:
        assert [row.cells for row in table.rows] == [("Ann", "1")]
        assert table.remarks == (
            "only the sheet 'Leads' was read; 'Read me', 'Old' hold rows as well",
        )


@pytest.mark.parametrize("sheet", ["Old", "old", " OLD ", "4"])
def test_a_sheet_by_name_or_number(sheet: str) -> None:
    assert cells(workbook(SEVERAL), sheet) == [("Bo", "2")]


def test_a_name_goes_before_a_number() -> None:
    data = workbook({"2": [["Name", "Phone"], ["Ann", 1]], "x": [["Name", "Phone"], ["Bo", 2]]})
    assert cells(data, "2") == [("Ann", "1")]


def test_an_unknown_sheet_and_an_empty_one() -> None:
    refusals = [
        (workbook(SEVERAL), "March", "unknown-sheet"),
        (workbook(SEVERAL), "Empty", "empty-sheet"),
        (b"Name,Phone\nAnn,1\n", "Leads", "no-sheets"),
    ]
    for data, sheet, name in refusals:
        with pytest.raises(CallqError) as caught:
            opened(data, sheet)
        assert caught.value.name == name


def test_hidden_sheets_come_last() -> None:
    def hide(book: Any) -> None:
        book["Leads"].sheet_state = "hidden"

    assert cells(workbook(SEVERAL, hide)) == [("Bo", "2")]


# Refusals


def refused(data: bytes) -> CallqError:
    with pytest.raises(CallqError) as caught, opened(data) as table:
        list(table.rows)
    assert caught.value.code is Exit.BAD_FILE
    return caught.value


@pytest.mark.parametrize("kind", ["sheet.binary.macroEnabled.main", "sheet.macroEnabled.main+xml"])
def test_a_type_of_workbooks_with_macros_isnt_a_reason(kind: str) -> None:
    """SheetJS declares one that it doesn't use."""
    data = workbook({"S": [["Name", "Phone"], ["Ann", "212-555-0101"]]})
    default = f'<Default Extension="bin" ContentType="application/vnd.ms-excel.{kind}"/>'.encode()

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"<Override", default + b"<Override", 1) if "Types" in name else part

    with opened(rebuilt(data, change)) as table:
        assert [row.cells for row in table.rows] == [("Ann", "212-555-0101")]


def test_what_isnt_a_readable_workbook() -> None:
    data = workbook({"S": [["Name", "Phone"], ["Ann", 1]]})
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    locked = ole + b"\0" * (1 << 20) + "EncryptedPackage".encode("utf-16-le") + b"\0" * 999
    word = rebuilt(data, lambda _, part: part.replace(b"spreadsheetml", b"wordprocessingml"))
    assert refused(ole + b"\0" * 999).name == "unsupported-file"
    assert refused(locked).name == "locked-file"
    assert refused(word).name == "unsupported-file"
    assert refused(data[:-100]).name == "damaged-file"
    assert refused(workbook({"S": [], "T": []})).name == "empty-file"
    assert refused(rebuilt(data, lambda _, part: part[:-9])).name == "damaged-file"
    strict = rebuilt(
        data,
        lambda _, part: part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    assert refused(strict).name == "unsupported-file"


def test_entities_are_not_followed() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

    def evil(name: str, part: bytes) -> bytes:
        if "worksheets" not in name:
            return part
        return b"<?xml version='1.0'?>" + bomb + part[part.index(b"<worksheet") :]

    data = rebuilt(workbook({"S": [["Name", "Phone"], ["Ann", 1]]}), evil)
    assert refused(data).name == "unsupported-file"


def test_bombs_are_not_unpacked() -> None:
    def blown(name: str, part: bytes) -> bytes:
        return part + b" " * (70 << 20) if "worksheets" in name else part

    data = rebuilt(workbook({"S": [["Name", "Phone"], ["Ann", 1]]}), blown)
    assert len(data) < 1 << 20
    assert refused(data).name == "archive-too-large"


def test_a_row_far_below_does_not_hang() -> None:
    def far(name: str, part: bytes) -> bytes:
        return part.replace(b'<row r="3">', b'<row r="99999999999">').replace(b'"A3"', b'"A9"')

    data = rebuilt(workbook({"S": [["Name", "Phone"], ["Ann", 1], ["Bo", 2]]}), far)
    assert cells(data) == [("Ann", "1")]


# Rejects


def test_rejects_are_a_workbook_that_is_read_again(tmp_path: Path) -> None:
    source = tmp_path / "people.xlsx"

    def plain(book: Any) -> None:
        book["S"]["A2"].data_type = "s"

    source.write_bytes(workbook({"S": [["Name", "Città"], ["=Ann", "Forlì; x,y"]]}, plain))
    with open_table(source) as table, Rejects(tmp_path / "rejects.xlsx", table) as rejects:
        for row in table.rows:
            rejects.add(row.line, "because", row.cells)
    with open_table(tmp_path / "rejects.xlsx") as again:
        assert again.headers == ("Name", "Città")
        assert [row.cells for row in again.rows] == [("=Ann", "Forlì; x,y")]


def test_a_rejects_file_saved_as_a_workbook() -> None:
    rows = [["callq row", "callq reason", "Name", "Phone"], ["4", "because", "'-Ann", "1"]]
    with opened(workbook({"S": rows})) as table:
        assert table.headers == ("Name", "Phone")
        assert [row.cells for row in table.rows] == [("-Ann", "1")]


# Anything


def everything(data: bytes) -> None:
    with contextlib.suppress(CallqError), opened(data) as table:
        mapping = map_headers(table.headers, table.sample())
        for found in read_people(table, mapping, "US"):
            assert found.line >= 1
        assert 0 <= table.position() <= len(data)


VALID = workbook(SEVERAL)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_damaged_workbook_is_refused_or_read(data: st.DataObject) -> None:
    bad = bytearray(VALID)
    for _ in range(data.draw(st.integers(1, 6))):
        bad[data.draw(st.integers(0, len(bad) - 1))] = data.draw(st.integers(0, 255))
    everything(bytes(bad[: data.draw(st.integers(4, len(bad)))]))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_workbook_with_damaged_parts_is_refused_or_read(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(VALID)) as archive:
        names = archive.namelist()
    chosen = data.draw(st.sampled_from(names))
    cut = data.draw(st.integers(0, 400))
    put = data.draw(
        st.sampled_from([b"", b"<", b"9" * 20, b'"', b"&#0;", b"\xff", b"NaN", b"-1", b"<a/>"])
    )

    def damaged(name: str, part: bytes) -> bytes | None:
        if name != chosen:
            return part
        at = cut % (len(part) + 1)
        return part[:at] + put + part[at + len(put) :]

    everything(rebuilt(VALID, damaged))


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_behind_the_mark(data: bytes) -> None:
    everything(b"PK\x03\x04" + data)
    everything(b"\xd0\xcf\x11\xe0" + data)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared sample data is not here")
def test_leads_of_another_program() -> None:
    with open_table(SAMPLE) as table:
        mapping = map_headers(table.headers, table.sample())
        found = list(read_people(table, mapping, "US"))
    assert table.remarks == ()
    assert not [each for each in found if isinstance(each, Reject)]
    people = [each for each in found if isinstance(each, Person)]
    assert len(people) == 44
    first = people[0]
    assert (first.name, first.company, first.owner) == (
        "Adrian Benavides",
        "123 Warehousing",
        "Anna Bressan",
    )
    assert first.phones == (("phone", "(415) 835-1656"),)
    assert dict(first.custom)["Postal Code"] == "94106"
    assert people[2].phones == (("phone", "(415) 242-9230"),)
    assert all("." not in dict(each.custom)["Postal Code"] for each in people)
