"""Rejected rows, fixed and imported again."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import zip_longest
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

import fuzz
from callq.errors import CallqError
from callq.importing.headers import map_headers
from callq.importing.people import Reject, read_people
from callq.importing.readers.encodings import find_encoding
from callq.importing.readers.open import open_source, open_table
from callq.importing.readers.table import Row
from callq.importing.rejects import Rejects


def test_no_file_without_rejects(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("Name,Phone\nAnn,1\n")
    with open_table(source) as table, Rejects.beside(source, table) as rejects:
        assert rejects.path == tmp_path / "people.rejects.csv"
    assert not rejects.path.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_rejects_are_read_again_as_they_were(tmp_path: Path, encoding: str, delimiter: str) -> None:
    source = tmp_path / "people.csv"
    lines = [
        ["Name", "Phone", "Notes"],
        ["=cmd|' /C calc'!A0", "+1 212 555 0100", "-5"],
        ["@Zoë", "+1 (212) 555-0100 x7", "'tis fine"],
        ["-Ann-", "'=x", "-1+1"],
    ]
    source.write_text("\n".join(map(delimiter.join, lines)), encoding=encoding, newline="")
    with open_table(source) as table, Rejects.beside(source, table) as rejects:
        rows = list(table.rows)
        for row in rows:
            rejects.add(row.line, "because", row.cells)
    assert rejects.count == 3
    written = rejects.path.read_text(encoding).splitlines()
    assert written[0].split(delimiter)[:2] == ["callq row", "callq reason"]
    assert [line.split(delimiter)[2][:2] for line in written[1:]] == ["'=", "'@", "'-"]
    assert delimiter + "+1 212 555 0100" + delimiter + "-5" in written[1]
    with open_table(rejects.path) as again:
        assert again.headers == ("Name", "Phone", "Notes")
        assert [row.cells for row in again.rows] == [row.cells for row in rows]
        assert again.dialect.delimiter == delimiter


def test_extra_cells_survive(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("Name,Phone\nAnn,1,2,3\n")
    with open_table(source) as table, Rejects.beside(source, table) as rejects:
        for row in table.rows:
            rejects.add(row.line, "because", row.cells)
    with open_table(rejects.path) as again:
        assert [row.cells for row in again.rows] == [("Ann", "1", "2", "3")]


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("Name,Phone\nAnn,1\n")
    (tmp_path / "people.rejects.csv").write_text("mine")
    with open_table(source) as table:
        assert Rejects.beside(source, table).path.name == "people.rejects-2.csv"
        with pytest.raises(CallqError) as caught:
            Rejects(tmp_path / "people.rejects.csv", table).add(2, "because", ("Ann", "1"))
    assert caught.value.name == "rejects-not-written"
    assert (tmp_path / "people.rejects.csv").read_text() == "mine"


@pytest.mark.parametrize(
    ("source", "rejects"),
    [
        ("people.csv.gz", "people.rejects.csv"),
        ("people.TSV", "people.rejects.TSV"),
        ("people", "people.rejects.csv"),
        ("people.rejects.csv", "people.rejects.csv"),
        ("people.rejects-3.csv", "people.rejects.csv"),
    ],
)
def test_the_name_of_a_rejects_file(tmp_path: Path, source: str, rejects: str) -> None:
    data = tmp_path / "data"
    data.write_text("Name,Phone\nAnn,1\n")
    with open_table(data) as table:
        assert Rejects.beside(tmp_path / source, table).path.name == rejects


def test_no_file_is_left_by_what_ends_in_an_error(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("Name,Phone\nAnn,1\n")
    with (
        open_table(source) as table,
        pytest.raises(ZeroDivisionError),
        Rejects.beside(source, table) as rejects,
    ):
        rejects.add(2, "because", ("Ann", "1"))
        raise ZeroDivisionError
    assert not rejects.path.exists()


def _vcards(path: Path) -> None:
    path.write_bytes(
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nTEL:212-555-0100\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9=\r\n"
        b" more\r\nPHOTO;ENCODING=BASE64:\r\n /9j/4AAQ\r\n\r\nX-CITY:M\xfcnchen\r\nEND:VCARD\r\n"
        b"stray\r\nBEGIN:VCARD\r\nNOTE:never ended\r\n"
        b"BEGIN:VCARD\r\nFN:Bob Ray\r\nTEL:312-555-0101\r\nEND:VCARD\r\n"
    )


def test_a_rejected_card_stays_as_it_was(tmp_path: Path) -> None:
    source = tmp_path / "book.vcf"
    _vcards(source)
    rejects = _rejected(source)
    assert rejects.read_bytes() == (
        b"BEGIN:VCARD\r\nX-CALLQ-REJECTED:line 6: no name\\, company\\, phone or email\r\n"
        b"VERSION:2.1\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9=\r\n"
        b" more\r\nPHOTO;ENCODING=BASE64:\r\n /9j/4AAQ\r\nX-CITY:M\xfcnchen\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\n"
        b"X-CALLQ-REJECTED:line 16: no name\\, company\\, phone or email (the card has \r\n"
        b" no end)\r\nNOTE:never ended\r\nEND:VCARD\r\n"
    )
    with open_table(rejects) as again:
        assert again.headers == ("Notes", "X-CITY (vCard)")
        assert [row.cells for row in again.rows] == [
            ("Caf\xe9 more", "M\xfcnchen"),
            ("never ended", ""),
        ]


def test_a_rejected_object_stays_as_it_was_and_what_is_none_too(tmp_path: Path) -> None:
    source = tmp_path / "people.jsonl"
    source.write_text('{"name":"Ann"}\n{"city":"Oslo","n":1.50}\n{"name": "Bob" "phone": 5}\n')
    rejects = _rejected(source)
    reason = "no name, company, phone or email"
    assert rejects.read_text().splitlines() == [
        f'{{"callq row": 2, "callq reason": "{reason}", "city":"Oslo","n":1.50}}',
        f'{{"callq row": 3, "callq reason": "{reason} (not a JSON object)"}}',
        '{"name": "Bob" "phone": 5}',
    ]
    with open_table(rejects) as again:
        assert again.headers == ("city", "n")
        rows = list(again.rows)
    assert [(row.line, row.cells[0]) for row in rows] == [(1, "Oslo"), (3, "")]


def test_a_rejected_row_of_a_workbook_is_read_again_as_it_was(tmp_path: Path) -> None:
    source = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "May & June"
    odd = ["", "", "'=1+1", "=not a formula", date(2026, 3, 1), 12.5, "'tis", "beyond"]
    for row in (["Name", "Phone", "A", "B", "C", "D", "E"], ["Ann", 1], odd):
        book.active.append(row)
    book.active["D3"].data_type = "s"
    book.save(source)
    with open_table(source) as table:
        (want,) = [row.cells for row in list(table.rows)[1:]]
    rejects = _rejected(source)
    written = openpyxl.load_workbook(rejects)
    assert written.sheetnames == ["May & June"]
    assert {cell.data_type for row in written.active.rows for cell in row} <= {"s", "n"}
    with open_table(rejects) as again:
        assert again.headers == ("Name", "Phone", "A", "B", "C", "D", "E")
        assert [row.cells for row in again.rows] == [want]


@pytest.mark.parametrize("kind", ["csv", "vcard", "json", "xlsx"])
def test_what_was_read_of_any_damaged_file_is_read_of_its_rejects(
    kind: str, tmp_path: Path
) -> None:
    rng = random.Random(7)  # noqa: S311 - the same inputs each time
    for data, number in zip(fuzz.inputs(rng, kind), range(120), strict=False):
        source = tmp_path / str(number)
        source.write_bytes(data[1])
        with suppress(CallqError), open_table(source) as table:
            with Rejects.beside(source, table) as rejects:
                rows = list(table.rows)
                for row in rows:
                    rejects.add(row.line, "because", row.cells, row.raw)
            encoding = table.dialect.encoding if table.form == "delimited" else ""
            if (
                rows
                and any(map(_filled(table.headers), rows))
                # Cards are copied as bytes; what one says of the encoding, the rest may contradict.
                and (table.form != "vcard" or _guess(rejects.path) == _guess(source))
            ):
                with open_table(rejects.path, encoding=encoding) as again:
                    read = list(filter(None, map(_filled(again.headers), again.rows)))
                assert read == list(filter(None, map(_filled(table.headers), rows))), data


def _guess(path: Path) -> str:
    source = open_source(path)
    with source.stream:
        return find_encoding(source).name


def _filled(headers: tuple[str, ...]) -> Callable[[Row], list[tuple[str, str]]]:
    """What stands under which header; cells beyond the headers by themselves."""

    def cells(row: Row) -> list[tuple[str, str]]:
        pairs = zip_longest(headers, row.cells, fillvalue="")
        return sorted((header, cell) for header, cell in pairs if cell.strip())

    return cells


def _rejected(source: Path) -> Path:
    """The file of what names no one."""
    with open_table(source) as table, Rejects.beside(source, table) as rejects:
        mapping = map_headers(table.headers, table.sample(), {})
        for person in read_people(table, mapping, "US"):
            if isinstance(person, Reject):
                rejects.add(*person)
    return rejects.path
