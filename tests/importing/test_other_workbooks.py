"""Spreadsheets of LibreOffice (.ods) and workbooks of old Excel (.xls)."""

import base64
import zipfile
import zlib
from pathlib import Path

import pytest

from callq.errors import CallqError
from callq.importing.readers.open import open_table
from helpers import Office

NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [("office", "office"), ("table", "table"), ("text", "text")]
)
OLD = """\
c-rk)T}V_>5T0}Q?z+4Ft)_+s%SFh_A8-{T0$VjxgVxNKN}^ib3yJGqS-0PZvdqUI@TurUup$fldFY1<>aB-DDJT
dcEfAuopr8kJo0)re{b>sqN>J{%oVjP_oH;XlW_HfmJ3f{*F?6?J5*A?_SYS5l0NXs7z~+cCF2M0<l)AB}9b44Ii
h{$AfwWoSar(;?iXp{&5+t}IKSv7i3EKhafo3hFD$9sE_Q5a6hiV~X?n!V3TL$E_U)fAMn66=Zo98}ZTEmhHOsjG
3glK~?Z*%b$Bain<g*=vlRKNq)dCw9L<iZQe<1-h9KGzDh;ZA>W)epGkG#Ca<f<`r@hKYB=RUCwJf?LjnYv2Ufk0
|r`%IfRgaxPq_Ixr_vnwqxyd=rp^c{B_^q6)zGSiyLvnDXV73qbkLh4Pd?$n6;GL~;j4J(1jrp<gT?lw^QDh#nU7
s~UiGSZk#bD{R+}sbLay+jPM$)gS1chCxU}mKtVOgTFJZ1Ze=5Y4&%ksN8Y{>y8DWt+OW;pxz%*l@5O}s0J`kcOQ
*(Xx%EwH6^4)cm(COp^(z5eZiBeSyTL>-s5T*rFB}n(x9El1Ss(+m7WTvs%o=R?kTUxpm`CcGZaz7YHvghIO&+<v
gle+7Sp*{q#+GJCik<rWVmqirf+<E?Q3uG9%4x!ABFmXxt=x!qHvZpP&p$$qSIp5C}DbzS6#>b0;V~*SNJSy$u&9
+{XFM9j~1bwO2!-ShI##s*dO@1=b?Mxvv(8rM;j+k<&3`b4nZLXG=Tc_>4#ELDlT6lJo3h#!YHjDnCAahX6=&8@I
7kW3Nm4a!iUJxuMSc++^4BnhUc&xyJ~^hsw;I@Z3%akzOl~5c1PzV<ScQ{f}9-ZWaO-I&WfDPup<)K5p0KoV!^!>
YzO1F^Wd$IwNKG^I)1a^Z3_9DH!h(qU5l(xRIHMnPm(OdhLpgD#5Np;PkN-ux6=}FwEomR3)`plbKvI4$jGa{sTz
GYSxPl5No+~znFfh6&4dXPCQO(x@fQfbM(9^3nJ)_Z1uDgOuQP*f)_hH}YS9WBej@l!ZU=<$8HSTd<xd`1MQkmxM
4j0CLc(6O9)>PxXFs}<&R@J%i}~MY$%?Lj_Y+Fi{%kUS{%8BY00<>X%>
"""
"""An old workbook with a title on its first sheet and two people on the second."""


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
    tables = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {NAMESPACES}>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
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
        body = f"<office:document-content {NAMESPACES}><table:table>{HEADER}{ANN}"
        archive.writestr("content.xml", body[: int(len(body) * cut)])
    with pytest.raises(CallqError) as refused:
        cells(path)
    assert refused.value.name == "damaged-file"


def old_workbook(path: Path) -> Path:
    path.write_bytes(zlib.decompress(base64.b85decode(OLD.replace("\n", ""))))
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
