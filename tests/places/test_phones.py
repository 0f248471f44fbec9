"""Phone numbers, as people write them."""

import csv
import random
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callq.places import phones
from callq.places.phones import (
    Quality,
    digits_of,
    read_any,
    read_phone,
    read_usual,
    split_cell,
)

DATA = Path(__file__).parents[2].parent / "shared" / "data"
EXAMPLES = DATA / "phones" / "libphonenumber_examples.tsv"
LEADS = DATA / "contacts" / "datablist_leads_10000.csv"


@pytest.mark.parametrize(
    "written",
    [
        "2125550100",
        "(212) 555-0100",
        "(212)555-0100",
        "212.555.0100",
        "212 555 0100",
        "1-212-555-0100",
        "+1 212 555 0100",
        "+12125550100",
        "001-212-555-0100",
        "0012125550100",
        "011 1 212 555 0100",
        "+001 212 555 0100",
        "+1 (212) 555\u20110100",
        "\u202a+1 (212) 555-0100\u202c",
        "\u0662\u0661\u0662\u0665\u0665\u0665\u0660\u0661\u0660\u0660",
        "2125550100.0",
        "2,125,550,100",
        '="2125550100"',
        "'+12125550100",
        "tel:+1-212-555-0100",
        "p:+12125550100",
        "Mobile: 212-555-0100",
        "212-555-0100 (mobile)",
        "Ask for Bob at 212-555-0100 after 5",
        "212-555-0100 / 0101",
        "  212-555-0100\n",
    ],
)
def test_one_number_in_many_styles(written: str) -> None:
    phone = read_phone(written, "US")
    assert (phone.e164, phone.quality, phone.region) == ("+12125550100", Quality.VALID, "US")
    assert phone.written == written
    assert phone.shown == "(212) 555-0100"
    assert phone.extension == ""


@pytest.mark.parametrize(
    "written",
    [
        "212-555-0100x12",
        "(212)555-0100 x 12",
        "212-555-0100 ext. 12",
        "212-555-0100 ext 12",
        "212-555-0100 extension 12",
        "212-555-0100;ext=12",
        "212-555-0100, ext 12",
        "212-555-0100 #12",
        "tel:+1-212-555-0100;ext=12",
        "001-212-555-0100x12",
        "212-555-0100 Durchwahl 12",
        "212-555-0100 poste 12",
    ],
)
def test_extensions(written: str) -> None:
    phone = read_phone(written, "US")
    assert (phone.e164, phone.extension) == ("+12125550100", "12")
    assert phone.shown == "(212) 555-0100 ext. 12"


def test_the_number_of_the_brief() -> None:
    assert read_phone("001-307-937-7505", "US").e164 == "+13079377505"
    assert read_phone("001-307-937-7505x54026", "US").extension == "54026"


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("1-800-FLOWERS", "+18003569377"),
        ("1-800-flowers", "+18003569377"),
        ("1-800-GOT-JUNK", "+18004685865"),
        ("1-800-MATTRESS", "+18006288737"),
        ("+1 800 FLOWERS", "+18003569377"),
    ],
)
def test_letters_as_keys(written: str, e164: str) -> None:
    assert read_phone(written, "US").e164 == e164


@pytest.mark.parametrize(
    ("written", "home", "e164"),
    [
        ("0800 REIFENX", "DE", "+498007343369"),
        ("+44 800 FLOWERS", "US", "+448003569377"),
        ("1800 CALLUS", "AU", "+611800225587"),
        ("+49 MOBIL", "US", ""),
        ("+49 PRIVAT", "DE", ""),
        ("0800 REIFEN", "DE", ""),
        ("+49 30 ZENTRALE", "DE", ""),
        ("030 ZENTRALE", "DE", ""),
        ("+1 BUSINESSES", "US", ""),
        ("+52 OFICINAXYZ", "MX", ""),
    ],
)
def test_letters_are_keys_behind_the_prefix_of_a_service(
    written: str, home: str, e164: str
) -> None:
    assert read_phone(written, home).e164 == e164


@pytest.mark.parametrize(
    "written",
    [
        "",
        "nan",
        "None",
        "N/A",
        "-",
        "unknown",
        "2262649",
        "226-2649 Bob",
        "2125550 Bob",
        "42 hellothere",
        "call my office",
        "2.12555E+09",
        "+1 555 3227 8544",
        "12345",
        "x" * 500,
        "9" * 500,
        "+",
        "()",
    ],
)
def test_what_cannot_be_dialed_keeps_its_text(written: str) -> None:
    phone = read_phone(written, "US")
    assert phone.quality is Quality.IMPOSSIBLE
    assert (phone.e164, phone.extension, phone.zones, phone.region) == ("", "", (), "")
    assert phone.written == written
    assert phone.shown == written.strip()


def test_possible_but_not_in_use() -> None:
    phone = read_phone("555-555-0123", "US")
    assert (phone.quality, phone.e164, phone.region) == (Quality.POSSIBLE, "+15555550123", "")
    assert phone.shown == "(555) 555-0123"
    assert phone.zones == ()


@pytest.mark.parametrize(
    ("written", "region", "e164", "shown"),
    [
        ("030 123456", "DE", "+4930123456", "030 123456"),
        ("030/123456", "DE", "+4930123456", "030 123456"),
        ("+49 (0)30 123456", "US", "+4930123456", "+49 30 123456"),
        ("0049 30 123456", "US", "+4930123456", "+49 30 123456"),
        ("011 49 30 123456", "US", "+4930123456", "+49 30 123456"),
        ("0011 49 30 123456", "AU", "+4930123456", "+49 30 123456"),
        ("00 49 30 123456", "BR", "+4930123456", "+49 30 123456"),
        ("020 7946 0958", "GB", "+442079460958", "020 7946 0958"),
        ("442079460958", "US", "+442079460958", "+44 20 7946 0958"),
        ("8 (495) 123-45-67", "RU", "+74951234567", "8 (495) 123-45-67"),
        ("06 12 34 56 78", "FR", "+33612345678", "06 12 34 56 78"),
        ("416-810-9897", "US", "+14168109897", "+1 416-810-9897"),
        ("416-810-9897", "ca", "+14168109897", "(416) 810-9897"),
        ("+800 1234 5678", "US", "+80012345678", "+800 1234 5678"),
    ],
)
def test_regions(written: str, region: str, e164: str, shown: str) -> None:
    phone = read_phone(written, region)
    assert (phone.e164, phone.shown, phone.quality) == (e164, shown, Quality.VALID)


def test_without_a_home_region_only_international_numbers_are_read() -> None:
    assert read_phone("+49 30 123456", "").e164 == "+4930123456"
    assert read_phone("030 123456", "").quality is Quality.IMPOSSIBLE
    assert read_phone("030 123456", "ZZ").quality is Quality.IMPOSSIBLE


@pytest.mark.parametrize(
    ("written", "zones"),
    [
        ("+1 850 434 0123", ("America/Chicago", "America/New_York")),
        ("+1 850 999 0123", ("America/New_York", "America/Chicago")),
        ("+1 364 200 0123", ("America/New_York", "America/Chicago")),
        ("+1 448 200 0123", ("America/New_York", "America/Chicago")),
        ("+1 423 999 0123", ("America/Chicago", "America/New_York")),
        ("+1 212 555 0100", ("America/New_York",)),
        ("+1 800 225 5288", ()),
        ("+1 888 225 5288", ()),
        ("+1 900 225 5288", ()),
        ("+1 555 555 0123", ()),
        ("+800 1234 5678", ()),
        ("+44 800 123 4567", ()),
        ("+34 612 345 678", ("Europe/Madrid", "Atlantic/Canary")),
        ("+49 30 123456", ("Europe/Berlin",)),
    ],
)
def test_zones(written: str, zones: tuple[str, ...]) -> None:
    assert read_phone(written, "US").zones == zones


def test_a_mobile_abroad_may_be_in_any_zone_of_its_country() -> None:
    assert len(read_phone("+61 412 345 678", "US").zones) == 7
    assert read_phone("+44 7400 123456", "US").zones == ("Europe/London",)


SPLIT = """
    208 219 250 270 308 418 423 541 574 605 620 701 775 785 807 812 850 867 906 907 928
    364 448 930 458 986 778
"""


@pytest.mark.parametrize("area_code", SPLIT.split())
def test_split_area_codes_have_all_their_zones(area_code: str) -> None:
    assert len(read_phone(f"+1 {area_code} 555 0123", "US").zones) > 1


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("", []),
        (" , ", []),
        ("212-555-0100", ["212-555-0100"]),
        ("212-555-0100, 212-555-0101", ["212-555-0100", "212-555-0101"]),
        ("212-555-0100;212-555-0101", ["212-555-0100", "212-555-0101"]),
        ("212-555-0100 / 212-555-0101", ["212-555-0100", "212-555-0101"]),
        ("212-555-0100 | 212-555-0101", ["212-555-0100", "212-555-0101"]),
        ("212-555-0100 or 212-555-0101", ["212-555-0100", "212-555-0101"]),
        ("212-555-0100\r\n212-555-0101\n", ["212-555-0100", "212-555-0101"]),
        ("212-555-0100 ::: 212-555-0101", ["212-555-0100", "212-555-0101"]),
        ("212-555-0100;ext=12", ["212-555-0100;ext=12"]),
        ("212-555-0100, ext 12", ["212-555-0100, ext 12"]),
        ("212-555-0100 x12; 212-555-0101 x13", ["212-555-0100 x12", "212-555-0101 x13"]),
        ("212-555-0100 / 0101", ["212-555-0100 / 0101"]),
        ("030/1234567", ["030/1234567"]),
        ("030/1234567, 030/7654321", ["030/1234567", "030/7654321"]),
        ("2262649/5339011", ["2262649", "5339011"]),
        ("ask Bob, 212-555-0100", ["ask Bob, 212-555-0100"]),
        ("home 212-555-0100, work 212-555-0101", ["home 212-555-0100", "work 212-555-0101"]),
        ("212-555-0100, fax 212-555-0101", ["212-555-0100", "fax 212-555-0101"]),
    ],
)
def test_several_numbers_in_a_cell(cell: str, numbers: list[str]) -> None:
    assert split_cell(cell) == numbers


def test_digits() -> None:
    assert digits_of("(212) 555-0100 x7") == "21255501007"
    assert digits_of("\u0662\u0661\u0662 \u00b2") == "212"
    assert digits_of("none") == ""


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(st.text(max_size=80), st.text("0123456789+()-. x#;,/exta", max_size=40)),
    st.sampled_from(["US", "DE", "GB", "BR", "", "ZZ", "us", "001"]),
)
def test_any_text_is_read_without_an_error(text: str, region: str) -> None:
    phone = read_phone(text, region)
    assert phone.written == text
    assert (phone.quality is Quality.IMPOSSIBLE) == (phone.e164 == "")
    assert phone.extension == "" or phone.extension.isdecimal()
    assert all(part.strip() == part and part for part in split_cell(text))


@settings(deadline=None, max_examples=200)
@given(st.text("0123456789+()-. x#;,/|&ort\n", max_size=60))
def test_splitting_loses_no_digit(text: str) -> None:
    assert digits_of("".join(split_cell(text))) == digits_of(text)


def test_north_american_numbers_read_as_the_library_reads_them() -> None:
    chance = random.Random(7)  # noqa: S311 - a sample, no secret
    areas = [f"{area}" for area in range(200, 1000)]
    for area in areas:
        for _ in range(4):
            digits = f"{area}{chance.randrange(10**7):07}"
            theirs = phonenumbers.parse("+1" + digits, "US")
            ours = read_phone("+1" + digits, "US")
            valid = phonenumbers.is_valid_number(theirs)
            assert (ours.quality is Quality.VALID) == valid, digits
            if valid:
                assert ours.region == phonenumbers.region_code_for_number(theirs), digits
                assert ours.e164 == "+1" + digits


def test_every_example_reads_alike_in_each_of_its_formats() -> None:
    if not EXAMPLES.is_file():
        pytest.skip("the shared sample data is not here")
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 489
    for row in rows:
        for style in ("e164", "national", "international", "rfc3966"):
            phone = read_phone(row[style], row["region"])
            assert (phone.e164, phone.quality) == (row["e164"], Quality.VALID), (row, style)


def test_real_leads_read_as_the_library_reads_them() -> None:
    if not LEADS.is_file():
        pytest.skip("the shared sample data is not here")
    with LEADS.open(encoding="utf-8", newline="") as file:
        cells = [row[name] for row in csv.DictReader(file) for name in ("Phone 1", "Phone 2")]
    for cell in cells[::7]:
        written = "+1" + cell[3:] if cell.startswith("001") else cell
        theirs = phonenumbers.parse(written, "US")
        ours = read_phone(cell, "US")
        assert ours.e164 == phonenumbers.format_number(theirs, 0)
        assert ours.extension == (theirs.extension or "")
        assert (ours.quality is Quality.VALID) == phonenumbers.is_valid_number(theirs)


_STYLES = (
    "{a}{b}{c}", "{a}-{b}-{c}", "({a}) {b}-{c}", "({a}){b}-{c}", "{a}.{b}.{c}", "1 {a} {b} {c}",
    "+1-{a}-{b}-{c}", "+1{a}{b}{c}", "001-{a}-{b}-{c}", "{a}-{b}-{c}x{x}", "001-{a}-{b}-{c}x{x}",
    " ({a}) {b}.{c} x {x} ", "{a}{b}.{c}",
)  # fmt: skip


@given(
    area=st.one_of(
        st.integers(200, 999),
        st.sampled_from((523, 524, 800, 242, 246, 658, 876, 809, 829, 787, 600, 700, 900, 983)),
    ),
    exchange=st.integers(0, 999),
    line=st.one_of(st.integers(0, 9999), st.just(0)),
    extension=st.integers(1, 99999),
    style=st.sampled_from(_STYLES),
    home=st.sampled_from(("US", "CA", "PR", "JM", "BS", "DO", "DE", "ZZ", "")),
)
@settings(max_examples=1000)
def test_the_short_way_to_a_usual_number_gives_what_the_library_gives(
    area: int, exchange: int, line: int, extension: int, style: str, home: str
) -> None:
    text = style.format(a=area, b=f"{exchange:03}", c=f"{line:04}", x=extension)
    usual = read_usual(text, home)
    assert usual is None or usual == read_any(text, home)


def test_every_exchange_is_judged_as_the_library_judges_it() -> None:
    for first in range(2000, 10_000):
        number = f"{first}{first * 7919 % 1_000_000:06}"
        assert read_usual(number, "US") == read_any(number, "US")


def test_what_six_digits_tell_holds_for_every_number_that_begins_so() -> None:
    rng = random.Random(6)  # noqa: S311 - no secret
    areas = ("246", "876", "268", "787", "212", "600", "500", "528", "345", "416", "684")
    for home in ("US", "CA", "BB", "JM", "PR", "DE"):
        for _ in range(400):
            digits = rng.choice(areas) + f"{rng.randrange(200, 1000)}"
            told = phones._of_exchange(digits, home)
            lines = (f"{digits}{rng.randrange(10_000):04}" for _ in range(5))
            assert told is None or {phones._lying(line, home) for line in lines} == {told}


def test_a_pattern_that_looks_at_the_last_four_digits_is_known() -> None:
    assert phones._leaves_the_line_free(r"(?:2(?:0[1-35]|12)|[45]00)[2-9]\d{6}|3[1(|]\d{4}")
    assert not phones._leaves_the_line_free(r"2[1-9]\d{4}|8766060\d{3}")
    assert [used and used.by_exchange for used in map(phones._in_use, ("US", "JM"))] == [
        True,
        False,
    ]
