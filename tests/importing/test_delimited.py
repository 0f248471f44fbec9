"""Delimited text, well written or not."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from callq.errors import CallqError
from callq.importing.headers import map_headers
from callq.importing.people import read_people
from callq.importing.readers import quoting
from callq.importing.readers.layout import name_columns
from callq.importing.readers.open import Table, open_table
from callq.importing.readers.table import Row
from callq.importing.rejects import Rejects


def opened(data: bytes | str) -> Table:
    return open_table("-", stdin=io.BytesIO(data.encode() if isinstance(data, str) else data))


def rows(data: bytes | str) -> list[Row]:
    with opened(data) as table:
        return list(table.rows)


def cells(data: bytes | str) -> list[tuple[str, ...]]:
    return [row.cells for row in rows(data)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_endings(delimiter: str, ending: str) -> None:
    lines = ["Name", "Phone"], ["Ann, the first", "212"], ["Bob", "213"]
    text = ending.join(
        delimiter.join(f'"{cell}"' if "," in cell else cell for cell in line) for line in lines
    )
    with opened(text) as table:
        assert table.headers == ("Name", "Phone")
        assert table.dialect.delimiter == delimiter
        assert [row.cells for row in table.rows] == [("Ann, the first", "212"), ("Bob", "213")]


def test_one_column_needs_no_delimiter() -> None:
    assert cells("Name\nAnn\nBob\n") == [("Ann",), ("Bob",)]


def test_decimal_commas_do_not_hide_semicolons() -> None:
    with opened("Menge;Preis\n1,5;2,5\n2,5;3,5\n3,0;1,0\n") as table:
        assert table.dialect.delimiter == ";"


def test_bars_in_a_column_of_tags_are_no_delimiter() -> None:
    text = "Name,Phone,Tags\nAnn,2125550100,a|b\nBob,2125550101,c|d\n"
    with opened(text) as table:
        assert table.headers == ("Name", "Phone", "Tags")


def test_a_hint_for_spreadsheets_names_the_delimiter() -> None:
    with opened("sep=|\nName|Phone\nAnn, B|212\n") as table:
        assert table.headers == ("Name", "Phone")
        assert [(row.line, row.cells) for row in table.rows] == [(3, ("Ann, B", "212"))]


def test_line_breaks_and_quotes_in_quoted_cells() -> None:
    text = 'Name,Notes,Phone\r\n"Ann","one\ntwo, ""three""\r\n\r\nfour",212\r\nBob,,213\r\n'
    assert rows(text) == [
        Row(2, ("Ann", 'one\ntwo, "three"\r\n\r\nfour', "212")),
        Row(6, ("Bob", "", "213")),
    ]


def test_blank_lines_are_left_out_and_lines_still_counted() -> None:
    assert [(row.line, row.cells[0]) for row in rows("Name,Phone\n\nAnn,1\n ,\n,,\n\nBob,2\n")] == [
        (3, "Ann"),
        (7, "Bob"),
    ]


def test_short_and_long_rows() -> None:
    short, long, trailing = rows("Name,Phone,City\nAnn\nBob,1,Rome,x,y\nCid,2,Bonn,,\n")
    assert short == Row(2, ("Ann", "", ""), ("2 cells fewer than the header",))
    assert long == Row(3, ("Bob", "1", "Rome", "x", "y"), ("2 cells more than the header",))
    assert trailing == Row(4, ("Cid", "2", "Bonn"))


def test_spaces_before_a_quote() -> None:
    assert cells('Name, Phone, City\nAnn, "212, 213" , Rome\n') == [("Ann", "212, 213", " Rome")]


def test_quotes_within_an_unquoted_cell() -> None:
    assert cells('Name,Size,City\nAnn,27" screen,Rome\n') == [("Ann", '27" screen', "Rome")]


def test_a_quoted_word_at_the_start_of_a_cell() -> None:
    text = 'Name,Note,Phone\nAnn,"Ann" (owner),1\nBo,"a, b",2\nCy,"x",3\n'
    assert cells(text) == [("Ann", "Ann (owner)", "1"), ("Bo", "a, b", "2"), ("Cy", "x", "3")]


def test_quotes_that_are_not_doubled() -> None:
    row = rows('id,company,notes\n1,Acme,"He said "clean it" yesterday"\n2,"A "B"",x\n')
    assert [each.cells[1:] for each in row] == [
        ("Acme", 'He said "clean it" yesterday'),
        ('A "B"', "x"),
    ]
    assert {each.problems for each in row} == {("quotes inside a cell aren't doubled",)}


def test_an_unclosed_quote_does_not_swallow_the_file() -> None:
    text = 'id,name,notes\n1,Ann,"began\n2,Bob,fine\n3,Cid,fine\n'
    assert rows(text) == [
        Row(2, ("1", "Ann", "began"), ("the quote in column 3 is never closed",)),
        Row(3, ("2", "Bob", "fine")),
        Row(4, ("3", "Cid", "fine")),
    ]


def test_an_unclosed_quote_before_quoted_rows() -> None:
    text = '"id","name","notes"\n"1","Ann","began\n"2","Bob","fine"\n"3","Cid","fine"\n'
    assert [(row.cells, len(row.problems)) for row in rows(text)] == [
        (("1", "Ann", "began"), 1),
        (("2", "Bob", "fine"), 0),
        (("3", "Cid", "fine"), 0),
    ]


def test_an_unclosed_quote_early_in_a_row_loses_no_cell() -> None:
    text = 'id,name,notes\n1,"Ann,hello\n2,Bob,fine\n'
    assert cells(text) == [("1", "Ann", "hello"), ("2", "Bob", "fine")]


def test_quoted_rows_that_look_like_rows_inside_a_cell_stay_a_cell() -> None:
    text = 'a,b,c\nx,y,"one\n1,2,3\ntwo"\nz,z,z\n'
    assert cells(text) == [("x", "y", "one\n1,2,3\ntwo"), ("z", "z", "z")]


def test_many_unclosed_quotes_take_no_longer_than_their_lines() -> None:
    text = "name,phone,notes\n" + 'A,212,"x\n' * 20_000 + 'z,1,"a"\n'
    assert len(rows(text)) == 20_001


def test_another_delimiter_in_some_rows() -> None:
    one, two, three = rows("id,name,email\n1,Ann,a@x.com\n2;Bob;b@x.com\n3\tCid\tc@x.com\n")
    assert one.problems == ()
    assert (two.cells, two.problems) == (
        ("2", "Bob", "b@x.com"),
        ("cells separated by semicolons instead",),
    )
    assert three.cells == ("3", "Cid", "c@x.com")


def test_a_torn_note_is_put_together() -> None:
    first, second = rows("id,name,notes\n1,Ann,one\ntwo\nthree\n2,Bob,fine\n")
    assert first.cells == ("1", "Ann", "one\ntwo\nthree")
    assert "2 more read as part of it" in first.problems[0]
    assert second == Row(5, ("2", "Bob", "fine"))


def test_a_lone_name_isnt_a_torn_note() -> None:
    assert cells("name,phone,email\nAnn,1,a@x.com\nBob\n")[1] == ("Bob", "", "")


def test_zero_bytes_are_left_out() -> None:
    (row,) = rows(b"Name,Phone\nAn\0n,2\0" + b"12\n")
    assert row.cells == ("Ann", "212")
    assert row.problems == ("zero bytes removed",)


def test_a_cell_of_any_size() -> None:
    long = "x" * 300_000
    assert cells(f'Name,Notes\nAnn,{long}\nBob,"{long}"\nCid,"{long}\n{long}"\n') == [
        ("Ann", long),
        ("Bob", long),
        ("Cid", f"{long}\n{long}"),
    ]


def test_headers_are_trimmed_and_made_unique() -> None:
    with opened("\ufeff Name ,\u200bE-Mail,E-Mail,,email,E-Mail\nAnn,1,2,3,4,5\n") as table:
        assert table.headers == ("Name", "E-Mail", "E-Mail 2", "column 4", "email", "E-Mail 3")


def test_a_made_up_header_never_meets_a_real_one() -> None:
    names = name_columns(["Email", "Email", "Email 2", "", "column 4"])
    assert names == ("Email", "Email 3", "Email 2", "column 4", "column 4 2")


def test_prose_before_the_header() -> None:
    text = (
        'Notes:\n"When exporting, you may notice that some addresses are missing."\n\n'
        "First Name,Last Name,Company\nAnn,Ash,Acme\n"
    )
    with opened(text) as table:
        assert table.headers == ("First Name", "Last Name", "Company")
        assert table.dialect.header_line == 4
        assert table.remarks == ("2 lines before the header left out, from 'Notes:'",)
        assert [row.line for row in table.rows] == [5]


def test_a_title_padded_by_a_spreadsheet() -> None:
    text = "Leads for March,,,\n,,,\nWer,Wo,Nummer,Was\nAnn,Bonn,0228 123456,x\n"
    with opened(text) as table:
        assert table.headers == ("Wer", "Wo", "Nummer", "Was")


def test_a_file_without_a_header() -> None:
    with opened("Ann,2125550100,a@x.com\nBob,2125550101,b@x.com\n") as table:
        assert table.headers == ("column 1", "column 2", "column 3")
        assert table.dialect.header_line == 0
        assert [row.line for row in table.rows] == [1, 2]
        assert "no header line" in table.remarks[0]


def test_a_bare_list_of_numbers() -> None:
    assert cells("2125550100\n2125550101\n") == [("2125550100",), ("2125550101",)]


def test_a_header_alone() -> None:
    with opened("Name,Phone\n") as table:
        assert table.headers == ("Name", "Phone")
        assert list(table.rows) == []


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be"]
)
def test_unicode_encodings(encoding: str) -> None:
    text = "Name,City\nZoë Müller,Zürich\nИван,Москва\n"
    assert cells(text.encode(encoding)) == [("Zoë Müller", "Zürich"), ("Иван", "Москва")]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1252",
            "Name,City,Notes\nJosé Núñez,Málaga,“fine” – 5 €\nMüller,Köln,12 m² 3 m³ 4 m³\n",
        ),
        ("latin-1", "Name,City\nFrançois,Orléans\nÅse Sørbø,Tromsø\n"),
        ("cp1250", "Name,City\nMichał Wałęsa,Łódź\nPaweł Żak,Białystok\nStanisław,Zamość\n"),
        ("cp1251", "Имя,Телефон,Город\nИван Петров,+79991234567,Москва\nОльга,+79991234568,Тула\n"),
        (
            "shift_jis",
            "名前,会社,電話\n田中さくら,株式会社山田商店,03-1234-5678\n鈴木一郎,東京電力,03-1234-5679\n",
        ),
    ],
)
def test_older_encodings(encoding: str, text: str) -> None:
    with opened(text.encode(encoding)) as table:
        found = [",".join(row.cells) for row in table.rows]
        assert found == text.splitlines()[1:]
        assert "not UTF-8" in table.remarks[0]


def test_a_few_wrong_bytes_do_not_spoil_the_rest() -> None:
    good = "Name,City\n" + "Zoë Müller,Zürich\n" * 20
    with opened(good.encode() + "André,Orléans\n".encode("cp1252")) as table:
        found = list(table.rows)
        assert "mostly UTF-8" in table.remarks[0]
    assert found[0].cells == ("Zoë Müller", "Zürich")
    assert found[-1].cells == ("André", "Orléans")


def test_a_wrong_byte_far_behind_the_head() -> None:
    data = b"Name,City\n" + b"Ann,Rome\n" * 300_000 + "André,Orléans\n".encode("cp1252")
    with opened(data) as table:
        for row in table.rows:
            last = row
    assert last.cells == ("André", "Orléans")


def test_an_encoding_that_the_user_names() -> None:
    data = "Name,City\nЖук,Тула\n".encode("koi8-r")
    with open_table("-", stdin=io.BytesIO(data), encoding="KOI8-R") as table:
        assert [row.cells for row in table.rows] == [("Жук", "Тула")]
    with open_table("-", stdin=io.BytesIO(b'\xef\xbb\xbf"Name"\n'), encoding="utf-8") as table:
        assert table.headers == ("Name",)


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", "a\0b", "undefined"])
def test_an_encoding_that_there_is_not(encoding: str) -> None:
    with pytest.raises(CallqError) as caught:
        open_table("-", stdin=io.BytesIO(b"Name\n"), encoding=encoding)
    assert caught.value.name == "unknown-encoding"


def test_prose_of_any_length_in_any_column_takes_no_long_time() -> None:
    for filler in ("x", " ", "@", "take ", "1", "a.", ", "):
        long = "x" + filler * 50_000 + "x"
        header = "Name,Phone,Email,Status,Last Called,Value,Time Zone,Do Not Call,Notes,Other"
        line = ",".join(f'"{long}"' for _ in header.split(","))
        with opened(f"{header}\n{line}\n") as table:
            mapping = map_headers(table.headers, table.sample())
            assert len(list(read_people(table, mapping, "US"))) == 1


@pytest.mark.parametrize("lines", [100, 200])
def test_broken_quotes_line_after_line_are_not_read_again_and_again(
    lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b'a", {"x": [1, "y z"],\n "b": 9 0"}],\n' * lines
    cut = []
    real = quoting.Records._cut

    def counted(self: quoting.Records, text: str) -> Any:
        cut.append(len(text))
        return real(self, text)

    monkeypatch.setattr(quoting.Records, "_cut", counted)
    with open_table("-", stdin=io.BytesIO(data)) as table:
        list(table.rows)
    assert sum(cut) < 1000 * len(data)


@pytest.mark.parametrize("delimiter", ["^", "~", ":", "\xa6", "#"])
def test_a_delimiter_that_nearly_no_one_uses(delimiter: str) -> None:
    lines = [["Name", "Phone", "City"], ["Ann", "212-555-0100", "Rome"], ["Bob", "1", ""]]
    with opened("\n".join(map(delimiter.join, lines)).encode()) as table:
        assert table.headers == ("Name", "Phone", "City")
        assert table.dialect.delimiter == delimiter
        assert [row.cells for row in table.rows] == [tuple(line) for line in lines[1:]]


@pytest.mark.parametrize(
    "text",
    ["Name\n10:30 Ann\n11:45 Bob\n", "Note\nAnn: 1\nBob: 2\n", "Name,Phone\nA:B,1\nC:D,2\n"],
)
def test_a_colon_in_a_cell_isnt_a_delimiter(text: str) -> None:
    with opened(text.encode()) as table:
        assert table.dialect.delimiter == ","


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_single_quotes_around_every_cell(delimiter: str, tmp_path: Path) -> None:
    lines = [
        ["Name", "Phone", "Note"],
        ["Lee, Ann; B", "212", 'said "no"'],
        ["O'Hara", "1", "a\nb"],
    ]
    path = tmp_path / "people.csv"
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=delimiter, quotechar="'", quoting=csv.QUOTE_ALL).writerows(lines)
    with open_table(path) as table, Rejects.beside(path, table) as rejects:
        assert table.headers == ("Name", "Phone", "Note")
        rows = [row.cells for row in table.rows]
        assert rows == [tuple(line) for line in lines[1:]]
        for cells in rows:
            rejects.add(2, "because", cells)
    with open_table(rejects.path) as again:
        assert again.headers == ("Name", "Phone", "Note")
        assert [row.cells for row in again.rows] == rows


def test_single_quotes_in_names_are_no_quoting() -> None:
    with opened(b"Name,Phone\n'Ann',1\nO'Hara,2\n") as table:
        assert [row.cells[0] for row in table.rows] == ["'Ann'", "O'Hara"]
