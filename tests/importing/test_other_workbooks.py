"""Spreadsheets of LibreOffice (.ods) and workbooks of old Excel (.xls)."""

import zipfile
from pathlib import Path

import pytest

from callq.errors import CallqError
from callq.importing.readers.open import open_table
from helpers import Office
from samples import ODS_NAMESPACES, OLD_WORKBOOK, ods_content


def text(*lines: str) -> str:
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def number(value: str, shown: str) -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def date(iso: str) -> str:
    return f'<table:table-cell office:value-type="date" office:date-value="{iso}"/>'


def row(*cells: str, repeated: str = "") -> str:
    return f"<table:table-row {repeated}>{''.join(cells)}</table:table-row>"


def spreadsheet(path: Path, *sheets: tuple[str, str], before: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ods_content(*sheets, before=before))
    return path


def cells(path: Path, sheet: str = "") -> list[tuple[str, ...]]:
    with open_table(path, sheet=sheet) as table:
        return [table.headers, *(each.cells for each in table.rows)]


HEADER = row(text("Name"), text("Phone"), text("Zip"))
ANN = row(text("Ann Roe"), number("2125560101", "2,125,560,101"), number("501", "00501"))


def test_a_spreadsheet_is_read_as_it_shows(tmp_path: Path) -> None:
    path = spreadsheet(tmp_path / "a.ods", ("Leads", HEADER + ANN))
    assert cells(path) == [("Name", "Phone", "Zip"), ("Ann Roe", "2125560101", "00501")]


def test_the_first_sheet_with_a_table_is_read_or_the_one_named(tmp_path: Path) -> None:
    cover = row(text("Fair leads"))
    other = HEADER + row(text("Bob"), text("+13125560102"), text("60601"))
    path = spreadsheet(tmp_path / "a.ods", ("Cover", cover), ("A", HEADER + ANN), ("B", other))
    assert cells(path)[1][0] == "Ann Roe"
    assert cells(path, "B")[1][0] == "Bob"
    assert cells(path, "3")[1][0] == "Bob"


def test_repeated_cells_and_rows_count(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    twice = '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    wide = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = (
        HEADER
        + row(text("Ann"), twice, wide)
        + row(text("Bob"), text("1"), text("2"), repeated='table:number-rows-repeated="2"')
    )
    path = spreadsheet(tmp_path / "a.ods", ("Leads", rows + blank))
    assert cells(path)[1:] == [("Ann", "x", "x"), ("Bob", "1", "2"), ("Bob", "1", "2")]


def test_dates_lines_and_spaces_in_cells(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>a comment</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p>A<text:s text:c="2"/>B</text:p><text:p>C</text:p></table:table-cell>'
    rows = row(text("Name"), text("Date"), text("Notes")) + row(
        text("Ann"), date("2026-03-04T10:15:00"), cell
    )
    path = spreadsheet(tmp_path / "a.ods", ("Leads", rows))
    assert cells(path)[1] == ("Ann", "2026-03-04 10:15:00", "A  B\nC")


def test_a_spreadsheet_with_entities_is_refused(tmp_path: Path) -> None:
    path = spreadsheet(
        tmp_path / "a.ods", ("A", HEADER), before='<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    )
    with pytest.raises(CallqError) as refused:
        cells(path)
    assert refused.value.name == "unsupported-file"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_damaged_spreadsheet_is_refused(tmp_path: Path, cut: float) -> None:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f"<office:document-content {ODS_NAMESPACES}><table:table>{HEADER}{ANN}"
        archive.writestr("content.xml", body[: int(len(body) * cut)])
    with pytest.raises(CallqError) as refused:
        cells(path)
    assert refused.value.name == "damaged-file"


def old_workbook(path: Path) -> Path:
    path.write_bytes(OLD_WORKBOOK)
    return path


def test_an_old_workbook_is_read_as_it_shows(tmp_path: Path) -> None:
    assert cells(old_workbook(tmp_path / "a.xls")) == [
        ("Name", "Phone", "Zip", "Date called", "Outcome", "Do not call"),
        ("Ann Ro\xe9", "2125560101", "00501", "2026-03-04", "No answer", "no"),
        ("Bob Fox", "+1 312 556 0102", "60601", "2026-03-05 10:15:00", "Not interested", "yes"),
    ]


def test_the_calls_and_opt_outs_of_an_old_workbook_count(office: Office) -> None:
    report = office.import_(old_workbook(office.home / "a.xls"))
    assert (report.added, report.opted_out) == (2, 1)
    assert report.outcomes["no-answer"] == 1


def test_a_damaged_old_workbook_is_refused(tmp_path: Path) -> None:
    path = old_workbook(tmp_path / "a.xls")
    data = path.read_bytes()
    path.write_bytes(data[:600] + bytes(len(data) - 600))
    with pytest.raises(CallqError) as refused:
        cells(path)
    assert refused.value.name == "unsupported-file"


def test_rejected_rows_of_a_spreadsheet_come_back_as_a_workbook(office: Office) -> None:
    rows = HEADER + ANN + row(text(""), text(""), text("60601"))
    report = office.import_(spreadsheet(office.home / "a.ods", ("Leads", rows)), rejects=True)
    assert report.rejected == 1
    assert report.rejects_file is not None
    assert report.rejects_file.suffix == ".xlsx"
