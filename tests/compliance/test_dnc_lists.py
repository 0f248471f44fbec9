"""Lists of do-not-call numbers are read whole, in every form they come in, or refused whole."""

import gzip
import io
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.compliance.lists.dialing import dialing
from callq.compliance.lists.layouts import Change, Form, read_moment
from callq.compliance.lists.ledger import Ledger
from callq.compliance.lists.naming import Named, read_name
from callq.compliance.lists.opened import NumberFile, open_list
from callq.compliance.lists.sorting import Sorter
from callq.compliance.lists.unread import ONE_IN
from callq.errors import CallqError, Exit

AREAS = st.integers(200, 999)
LOCALS = st.integers(0, 9_999_999)
NANP = st.builds(lambda area, local: 10_000_000_000 + area * 10**7 + local, AREAS, LOCALS)
SOME = st.lists(NANP, min_size=1, max_size=40)


def read(data: bytes | str, region: str = "US") -> tuple[Form, list[int]]:
    """What a list on standard input holds."""
    raw = data.encode() if isinstance(data, str) else data
    with open_list("-", region=region, stdin=io.BytesIO(raw)) as file:
        return file.form, flat(file)


def flat(file: NumberFile) -> list[int]:
    return [number for block in file.numbers() for number in block]


def changes(text: str, region: str = "US") -> tuple[Form, list[Change]]:
    with open_list("-", region=region, stdin=io.BytesIO(text.encode())) as file:
        assert file.has_changes
        return file.form, [change for block in file.changes() for change in block]


def refused(data: bytes | str, region: str = "US") -> CallqError:
    with pytest.raises(CallqError) as caught:
        read(data, region)
    assert caught.value.code is Exit.BAD_FILE
    return caught.value


def lines(numbers: Iterable[int], style: str, end: str = "\n") -> str:
    styles = {
        "ftc": "{n[1]}{n[2]}{n[3]},{n[4]}{n[5]}{n[6]}{n[7]}{n[8]}{n[9]}{n[10]}",
        "ten": "{0}",
        "eleven": "1{0}",
        "e164": "+1{0}",
        "spaced": "({n[1]}{n[2]}{n[3]}) {n[4]}{n[5]}{n[6]}-{n[7]}{n[8]}{n[9]}{n[10]}",
        "dialer": "Spring,{0},note",
    }
    return "".join(styles[style].format(str(n)[1:], n=str(n)) + end for n in numbers)


# Every form comes back as it went -----------------------------------------------------------------


@given(
    numbers=SOME,
    style=st.sampled_from(["ftc", "ten", "eleven", "e164", "spaced", "dialer"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    header=st.booleans(),
    last_end=st.booleans(),
)
def test_numbers_come_back_whatever_the_dress(
    numbers: list[int], style: str, end: str, mark: bytes, *, header: bool, last_end: bool
) -> None:
    names = {"ftc": "area,phone", "dialer": "list,phone,note"}
    text = names.get(style, "phone") + end if header else ""
    text += lines(numbers, style, end)
    data = mark + (text if last_end else text.removesuffix(end)).encode()
    assert read(data)[1] == numbers


@given(numbers=SOME, encoding=st.sampled_from(["utf-16", "utf-8-sig", "utf-8", "cp1252"]))
def test_numbers_come_back_from_any_encoding_with_a_mark(numbers: list[int], encoding: str) -> None:
    assert read(lines(numbers, "ftc").encode(encoding))[1] == numbers


@given(numbers=SOME)
def test_xml_comes_back(numbers: list[int]) -> None:
    inner = "".join(f"<ac val='{str(n)[1:4]}'>\n<ph val='{str(n)[4:]}'/></ac>" for n in numbers)
    assert read(f"<?xml version='1.0'?><list date='x'>{inner}</list>") == (Form.XML, numbers)


@given(
    numbers=st.lists(st.integers(20_0000_0000, 20_9999_9999), min_size=1, max_size=20),
    trunk=st.sampled_from(["", "0"]),
    at=st.sampled_from([0, 3]),
)
def test_fixed_width_comes_back(numbers: list[int], trunk: str, at: int) -> None:
    """12 characters, with or without a blank inside, padded with blanks."""
    cells = [f"{trunk}{n}" for n in numbers]
    cells = [f"{c[:at]} {c[at:]}" if at and len(c) < 12 else c for c in cells]
    data = "".join(f"{cell:<12}\r\n" for cell in cells)
    assert read(data, "GB") == (Form.FIXED, [int(f"44{n}") for n in numbers])


def test_hong_kong_has_a_date_beside_the_number_or_not() -> None:
    assert read("21234567,20260901\n31234568,20260902\n", "HK") == (
        Form.DATED,
        [85221234567, 85231234568],
    )
    assert read("21234567\n31234568\n", "HK") == (Form.NUMBERS, [85221234567, 85231234568])


def test_changes_come_in_the_order_of_the_file() -> None:
    text = "8185550103,2026-08-29T08:00:00,A\n8185550103,2026-08-30T08:00:00,D\n"
    assert changes(text) == (
        Form.FTC_CHANGES,
        [
            Change(18185550103, "2026-08-29T08:00:00", added=True),
            Change(18185550103, "2026-08-30T08:00:00", added=False),
        ],
    )


def test_a_dialers_list_has_its_columns_in_any_order() -> None:
    text = (
        "when;what;campaign;tel\n2026-01-02;add;X;(212) 555-0100\n2026-01-03;delete;Y;2125550101\n"
    )
    assert changes(text) == (
        Form.DIALER,
        [
            Change(12125550100, "2026-01-02T00:00:00", added=True),
            Change(12125550101, "2026-01-03T00:00:00", added=False),
        ],
    )


def test_a_list_that_callq_wrote_is_read_again() -> None:
    text = (
        "number,since,source,reason,by,lifted_at,lifted_reason,consent_by,consent_at,consent_how\n"
        "+16465550191,2026-09-15T14:15:00Z,manual,asked by letter,ann,,,,,\n"
    )
    assert read(text)[1] == [16465550191]


@pytest.mark.parametrize("packed", ["zip", "gz"])
def test_packed_lists_are_unpacked(tmp_path: Path, packed: str) -> None:
    path = tmp_path / f"2026-9-9_818_0a1b.txt.{packed}"
    if packed == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("inner.txt", "818,5550101\n")
    else:
        path.write_bytes(gzip.compress(b"818,5550101\n"))
    with open_list(path, region="US") as file:
        assert file.named == Named(date(2026, 9, 9), "818")
        assert flat(file) == [18185550101]


def test_the_name_inside_tells_where_the_name_outside_does_not(tmp_path: Path) -> None:
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2026-9-9_818_0a1b.txt", "818,5550101\n")
    with open_list(path, region="US") as file:
        assert file.named == Named(date(2026, 9, 9), "818")


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("2026-9-9_818_0a1b.txt.zip", Named(date(2026, 9, 9), "818")),
        ("/x/y/2026-12-31_212_f.txt", Named(date(2026, 12, 31), "212")),
        ("tps-2026-09-01.txt", Named(date(2026, 9, 1))),
        ("TPS_20260901.txt", Named(date(2026, 9, 1))),
        ("2026-13-01_818_x.txt", Named(None, "818")),
        ("list 20269999.txt", Named()),
        ("120260901234.txt", Named()),
        ("numbers.txt", Named()),
    ],
)
def test_a_name_tells_date_and_area(name: str, named: Named) -> None:
    assert read_name(name) == named


# Numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "text", "number"),
    [
        ("US", "2125550100", 12125550100),
        ("US", "1-212-555-0100", 12125550100),
        ("US", "011442079460001", 442079460001),
        ("US", "+442079460001", 442079460001),
        ("US", "1125550100", None),
        ("US", "5550100", None),
        ("US", "21255501001", None),
        ("US", "+11125550100", None),
        ("US", "2125550100x5", None),
        ("US", "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669\u0660", None),
        ("GB", "020 7946 0001", 442079460001),
        ("GB", "2079460001", 442079460001),
        ("GB", "00442079460001", 442079460001),
        ("GB", "442079460001", 442079460001),
        ("GB", "02079460", None),
        ("AU", "0412345678", 61412345678),
        ("IT", "06 1234 5678", 390612345678),
        ("US", "", None),
        ("US", "+", None),
        ("US", "9" * 400, None),
    ],
)
def test_numbers_are_read_as_the_country_writes_them(
    region: str, text: str, number: int | None
) -> None:
    assert dialing(region).read(text) == number


def test_what_no_country_has_is_refused() -> None:
    with pytest.raises(CallqError) as caught:
        dialing("ZZ")
    assert caught.value.name == "unknown-country"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-08-29", "2026-08-29T00:00:00"),
        ("20260829", "2026-08-29T00:00:00"),
        ("2026-08-29T08:00:00Z", "2026-08-29T08:00:00"),
        ("2026-08-29 08:00:00+02:00", "2026-08-29T06:00:00"),
        ("8/29/2026", None),
        ("", None),
    ],
)
def test_a_moment_of_a_change_is_iso_or_none(text: str, moment: str | None) -> None:
    assert read_moment(text) == moment


# Refused ------------------------------------------------------------------------------------------


@given(numbers=SOME, bad=st.sampled_from(["hello", "12", "818;5550101", "+", "n/a 818"]))
def test_one_bad_line_refuses_a_short_list(numbers: list[int], bad: str) -> None:
    text = lines(numbers, "ftc") + "818,5550100\n" * 9 + f"{bad}\n"
    error = refused(text)
    assert f"line {len(numbers) + 10}: {bad}" in error.message
    assert f"1 of {len(numbers) + 10:,} lines" in error.message


def test_a_long_list_may_have_one_bad_line_in_ten_thousand() -> None:
    good = "818,5550101\n" * (ONE_IN - 1)
    with open_list("-", region="US", stdin=io.BytesIO(f"{good}torn\n".encode())) as file:
        assert len(flat(file)) == ONE_IN - 1
        assert (file.bad, file.bad_lines) == (1, ((ONE_IN, "torn"),))
    refused("818,5550101\n" * (ONE_IN - 2) + "torn\n")
    refused(good + "torn\n" * 2)


def test_a_list_of_nothing_but_rubbish_is_given_up_early() -> None:
    text = "818,5550101\n" * 500 + "rubbish that is no number\n" * 100_000
    error = refused(text)
    assert "more than " in error.message
    assert "line 501: rubbish that is no number" in error.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "hello world\n",
        "phone\n",
        "%PDF-1.7 818,5550101\n",
        "\0\0\0\0",
        "a,b,c\nd,e,f\n",
    ],
)
def test_what_isnt_a_list_is_refused(text: str) -> None:
    refused(text)


def test_a_line_without_end_is_refused_in_flat_memory() -> None:
    assert "a line longer than" in refused("818,5550101\n" + "8" * 3_000_000).message


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE l [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><list>&b;</list>',
        "<!DOCTYPE list SYSTEM 'file:///etc/passwd'><list/>",
        "<list><ac val='818'><ph val='5550101'/></ac>",
        "<list><number>8185550101</number></list>",
        "<list><ac val='818'>5550101</ac></list>",
        "<list><ac val='81'><ph val='5550101'/></ac></list>",
        "<list><ac val='818'><ph val='555010'/></ac></list>",
        "<list><ac val='818'><ph/></ac></list>",
        "<list></list>",
        "<html><body>818,5550101</body></html>",
    ],
)
def test_xml_that_isnt_an_ftc_list_is_refused(text: str) -> None:
    refused(text)


def test_an_endless_tag_is_refused() -> None:
    assert "longer than 1 MiB" in refused("<list><ac val='" + "8" * 3_000_000).message


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("list.txt", b"0" * (100 << 20))
    with (
        pytest.raises(CallqError) as caught,
        open_list(path, region="US"),
    ):
        pass
    assert caught.value.name == "archive-too-large"


# Order --------------------------------------------------------------------------------------------


@given(
    blocks=st.lists(st.lists(st.integers(0, 10**15), max_size=30), max_size=20),
    run=st.integers(1, 40),
)
def test_numbers_are_put_in_order_each_once(blocks: list[list[int]], run: int) -> None:
    with Sorter(run) as sorter:
        for block in blocks:
            sorter.add(block)
        assert list(sorter) == sorted({number for block in blocks for number in block})


@given(
    st.lists(
        st.builds(
            Change,
            st.integers(1, 4),
            st.sampled_from(["", "2026-01-01", "2026-01-02"]),
            st.booleans(),
        )
    )
)
def test_the_last_change_of_a_number_counts(given_changes: list[Change]) -> None:
    last: dict[int, bool] = {}
    for change in sorted(given_changes, key=lambda change: (change.number, change.at)):
        last[change.number] = change.added
    with Ledger() as ledger:
        ledger.take(given_changes)
        assert list(ledger.last()) == sorted(last.items())
