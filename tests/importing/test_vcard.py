"""Address books, as telephones and mail programs write them."""

import base64
import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callq.errors import CallqError, Exit
from callq.importing.headers import map_headers
from callq.importing.people import Person, Reject, read_people
from callq.importing.readers.open import Table, open_table
from callq.importing.rejects import Rejects

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "vcard"


def book(*lines: str, version: str = "3.0", encoding: str = "utf-8") -> bytes:
    whole = ["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]
    return "\r\n".join(whole).encode(encoding)


def opened(data: bytes, encoding: str = "") -> Table:
    return open_table("-", stdin=io.BytesIO(data), encoding=encoding)


def read(data: bytes, encoding: str = "") -> list[Person]:
    with opened(data, encoding) as table:
        mapping = map_headers(table.headers, table.sample())
        found = list(read_people(table, mapping, "US"))
    assert not [each for each in found if isinstance(each, Reject)]
    return [each for each in found if isinstance(each, Person)]


def one(*lines: str, version: str = "3.0", encoding: str = "utf-8") -> Person:
    (person,) = read(book(*lines, version=version, encoding=encoding))
    return person


# What a card says


def test_a_card_becomes_a_person() -> None:
    person = one(
        "N:Lee;Ann;Marie;Dr.;Jr.",
        "FN:Dr. Ann Marie Lee Jr.",
        "ORG:Acme\\, Inc.;Sales;West",
        "TITLE:Buyer",
        "TEL;TYPE=CELL:+1 212 555 0100",
        "EMAIL;TYPE=INTERNET:ann@acme.com",
        "ADR;TYPE=WORK:;Floor 2;1 Main St;Springfield;IL;62701;USA",
        "NOTE:call\\nin May\\; not before",
        "CATEGORIES:Leads,Hot\\, very",
        "UID:42",
        "URL:https://acme.com",
        "TZ:America/Chicago",
        "BDAY:1980-02-03",
    )
    assert (person.name, person.company, person.title) == (
        "Dr. Ann Marie Lee Jr.",
        "Acme, Inc.",
        "Buyer",
    )
    assert person.phones == (("mobile", "+1 212 555 0100"),)
    assert person.emails == ("ann@acme.com",)
    assert person.note == "call\nin May; not before"
    assert person.tags == ("Leads", "Hot", "very")
    assert (person.external_id, person.zone) == ("42", "America/Chicago")
    assert (person.country, person.region_state) == ("USA", "IL")
    assert dict(person.custom) == {
        "Department": "Sales, West",
        "Address": "Floor 2, 1 Main St",
        "City": "Springfield",
        "Postal Code": "62701",
        "Website": "https://acme.com",
        "Birthday": "1980-02-03",
    }
    assert person.problems == ()


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:Lee;Ann;Mae,Joy;Dr.;Jr."], "Dr. Ann Mae, Joy Lee Jr."),
        (["N:Lee;Ann"], "Ann Lee"),
        (["N:;;;;", "FN:  Ann   Lee "], "Ann Lee"),
        (["FN:", "N:Lee;Ann;;;"], "Ann Lee"),
        (["NICKNAME:Annie", "N:;;;;"], "Annie"),
        (["ORG:Acme"], "Acme"),
        (["fn;language=de:Ann"], "Ann"),
        (["item1.FN:Ann"], "Ann"),
    ],
)
def test_names(lines: list[str], name: str) -> None:
    assert one(*lines).name == name


@pytest.mark.parametrize(
    ("lines", "phones"),
    [
        (["TEL;WORK;VOICE:1"], [("work", "1")]),
        (["TEL;TYPE=WORK,VOICE:1"], [("work", "1")]),
        (["TEL;TYPE=work;TYPE=cell;TYPE=pref:1"], [("work mobile", "1")]),
        (['TEL;VALUE=uri;TYPE="voice,home":tel:+1-212-555-0100;ext=9'],
         [("home", "+1-212-555-0100 x9")]),
        (["TEL:1"], [("phone", "1")]),
        (["TEL;X-Mobile:1"], [("mobile", "1")]),
        (["TEL;TYPE=home:1", "TEL;TYPE=cell;PREF=1:2"], [("mobile", "2"), ("home", "1")]),
        (["TEL;CELL:1", "TEL;HOME:1"], [("mobile", "1")]),
        (["item1.TEL:1", "item1.X-ABLabel:_$!<Mobile>!$_"], [("mobile", "1")]),
        (["item1.TEL:1", "item1.X-ABLabel:Ski hut"], [("ski hut", "1")]),
        (["TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=C3=89t=C3=A9):1"],
         [("été", "1")]),
        (["X-MS-TEL;VOICE;CALLBACK:1"], [("callback", "1")]),
        (["TEL;TYPE=MAIN:", "TEL: "], []),
    ],
)  # fmt: skip
def test_phones(lines: list[str], phones: list[tuple[str, str]]) -> None:
    assert list(one("FN:Ann", *lines).phones) == phones


def test_faxes_and_pagers_are_kept_but_never_called() -> None:
    person = one(
        "FN:Ann",
        "TEL;TYPE=WORK,FAX:1",
        "TEL;HOME;FAX:2",
        "TEL;PAGER:3",
        "item1.TEL:4",
        "item1.X-ABLabel:_$!<HomeFAX>!$_",
        "TEL;CELL:2125550100",
    )
    assert person.phones == (("mobile", "2125550100"),)
    assert dict(person.custom) == {"Fax (work)": "1", "Fax (home)": "2, 4", "Pager": "3"}


def test_what_has_no_field_is_kept_and_never_taken_for_a_way_to_reach_someone() -> None:
    person = one(
        "FN:Ann",
        "X-MS-IMADDRESS:ann@chat.com",
        "X-SKYPE-USERNAME:212-555-0199",
        "IMPP;X-SERVICE-TYPE=Jabber:xmpp:ann",
        "item1.X-ABDATE:2020-01-01",
        "item1.X-ABLabel:_$!<Anniversary>!$_",
        "item2.X-ABRELATEDNAMES:Bo",
        "item2.X-ABLabel:_$!<Spouse>!$_",
        "X-LONG:" + "x" * 600,
        "REV:20200101",
    )
    assert (person.phones, person.emails) == ((), ())
    assert dict(person.custom) == {
        "X-MS-IMADDRESS (vCard)": "ann@chat.com",
        "X-SKYPE-USERNAME (vCard)": "212-555-0199",
        "Jabber (vCard)": "xmpp:ann",
        "Anniversary (vCard)": "2020-01-01",
        "Spouse (vCard)": "Bo",
    }


def test_the_address_at_work_goes_first_unless_another_is_preferred() -> None:
    home, work = "ADR;TYPE=HOME:;;1 A;Bonn;;1;DE", "ADR;TYPE=WORK:;;2 B;Cork;;2;IE"
    assert one("FN:A", home, work).country == "IE"
    assert one("FN:A", home.replace("HOME", "HOME,pref"), work).country == "DE"
    assert ("Address home (vCard)", "1 A, Bonn, 1, DE") in one("FN:A", home, work).custom


def test_a_zone_that_is_only_an_offset_is_kept_without_a_remark() -> None:
    person = one("FN:Ann", "TZ:-0500")
    assert (person.zone, person.custom, person.problems) == ("", (("TZ (vCard)", "-0500"),), ())


def test_words_that_ask_not_to_be_called_are_found() -> None:
    assert one("FN:Ann", "NOTE:do not call").asks_no_calls


# How it is written


def test_folded_lines_even_within_a_letter() -> None:
    data = book("FN:Zoë Müller").replace("ë".encode(), b"\xc3\r\n \xab")
    assert read(data)[0].name == "Zoë Müller"
    assert one("NOTE:one", "  two", "\tthree", "FN:Ann").note == "one twothree"


def test_quoted_printable_with_soft_line_breaks() -> None:
    person = one(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=",
        "ller;Zo=C3=AB=3B;;;",
        "NOTE;QUOTED-PRINTABLE:one=0D=0Atwo=",
        "",
        "=20three=",
        "TEL;CELL:2125550100",
        version="2.1",
    )
    assert person.name == "Zoë; Müller"
    assert person.note == "one\ntwo three"
    assert person.phones == (("mobile", "2125550100"),)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("FN;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:M=FCller", "Müller"),
        ("FN;CHARSET=windows-1251;QUOTED-PRINTABLE:=CA=E8=BF=E2", "Київ"),
        ("FN;CHARSET=klingon:Müller", "Müller"),
        ("FN;CHARSET=us-ascii:Müller", "Müller"),
        ("FN;CHARSET=hex:Müller", "Müller"),
        ("FN;CHARSET=unicode_escape:M\\üller", "M\\üller"),
        ("FN;ENCODING=B:TcO8bGxlcg==", "Müller"),
        ("FN;ENCODING=B:not base64!", "2125550100"),
    ],
)
def test_charsets(line: str, name: str) -> None:
    assert one(line, "TEL:2125550100", version="2.1").name == name


def test_windows_1252_without_a_word() -> None:
    data = book("FN:Jürgen Groß", "ORG:Bäckerei", version="2.1", encoding="cp1252")
    with opened(data) as table:
        assert table.remarks == ("not UTF-8; read as Windows-1252",)
        assert next(table.rows).cells == ("Jürgen Groß", "Bäckerei")
    assert read(book("FN:Иван", encoding="cp1251"), "cp1251")[0].name == "Иван"
    for unknown in ("klingon", "hex"):
        with pytest.raises(CallqError) as caught:
            opened(data, unknown)
        assert caught.value.name == "unknown-encoding"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\r\r\n"])
def test_encodings_and_line_ends(encoding: str, ending: str) -> None:
    text = "BEGIN:VCARD\nFN:Zoë\n Groß\nNOTE:a\\nb\nEND:VCARD\n".replace("\n", ending)
    person = read(text.encode(encoding))[0]
    assert (person.name, person.note) == ("ZoëGroß", "a\nb")


def test_pictures_are_skipped_folded_or_not() -> None:
    picture = base64.b64encode(bytes(range(256)) * 30).decode()
    lines = [picture[at : at + 70] for at in range(0, len(picture), 70)]
    folded = ["PHOTO;ENCODING=b;TYPE=JPEG:" + lines[0], *[" " + line for line in lines[1:]], ""]
    plain = ["PHOTO;BASE64:", *lines, ""]
    for written in (folded, plain, ["PHOTO:data:image/png;base64," + picture]):
        person = one("FN:Ann", *written, "TEL:2125550100")
        assert person.phones == (("phone", "2125550100"),)
        assert (person.custom, person.problems) == ((), ())


def test_a_line_that_goes_on_without_being_folded() -> None:
    person = one("FN:Ann", "NOTE:one", "two", "TEL:2125550100")
    assert person.note == "one\ntwo"
    assert [problem.what for problem in person.problems] == [
        "a line without a name was read as part of NOTE"
    ]


# One bad card never gives up the file


def test_cards_that_are_not_ended() -> None:
    data = b"BEGIN:VCARD\nFN:Ann\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\nBEGIN:VCARD\nFN:Cy\nNOTE:x="
    people = read(data)
    assert [(each.line, each.name, len(each.problems)) for each in people] == [
        (1, "Ann", 1),
        (3, "Bo", 0),
        (6, "Cy", 1),
    ]
    assert people[0].problems[0].what == "the card has no end"


@pytest.mark.parametrize("begin", ["AGENT:\nBEGIN:VCARD", "AGENT:BEGIN:VCARD"])
def test_a_card_within_a_card(begin: str) -> None:
    text = f"BEGIN:VCARD\nFN:Ann\n{begin}\nFN:Bo\nTEL:5\nEND:VCARD\nTEL:2125550100\nEND:VCARD\n"
    (person,) = read(text.encode())
    assert (person.name, person.phones) == ("Ann", (("phone", "2125550100"),))
    assert person.custom == (("Agent (vCard)", "Bo 5"),)


def test_groups_and_lines_outside_are_left_out() -> None:
    data = (
        book("FN:Friends", "X-ADDRESSBOOKSERVER-KIND:group")
        + b"hello: there\r\nEND:VCARD\r\n"
        + book("FN:Ann")
        + book("KIND:Group", "FN:Foes", version="4.0")
    )
    with opened(data) as table:
        assert [row.cells for row in table.rows] == [("Ann",)]
        assert table.remarks == (
            "2 cards of groups, not of people, left out",
            "2 lines outside the cards left out",
        )


def test_a_card_of_no_one_is_rejected_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "people.vcf"
    path.write_bytes(book("FN:Ann") + book("NOTE:=1+1, who?") + book("FN:Zoë"))
    with open_table(path) as table, Rejects(tmp_path / "rejects.vcf", table) as rejects:
        mapping = map_headers(table.headers, table.sample())
        found = list(read_people(table, mapping, "US"))
        assert isinstance(found[1], Reject)
        assert (found[1].line, found[1].reason) == (5, "no name, company, phone or email")
        rejects.add(*found[1])
    with open_table(tmp_path / "rejects.vcf") as again:
        assert again.headers == ("Notes",)
        assert [row.cells for row in again.rows] == [("=1+1, who?",)]


@pytest.mark.parametrize("data", [b"BEGIN:VCARD\n", b"begin:vcard\nend:vcard\n", book("PHOTO:x")])
def test_a_book_of_no_one(data: bytes) -> None:
    with pytest.raises(CallqError) as caught:
        opened(data)
    assert (caught.value.name, caught.value.code) == ("no-people-in-file", Exit.BAD_FILE)


def test_more_columns_than_anyone_has() -> None:
    person = one("FN:Ann", *(f"X-A{number}:{number}" for number in range(300)))
    assert len(person.custom) == 200
    assert "X-A299 (vCard): 299" in dict(person.custom)["More (vCard)"]


def test_a_very_long_line_and_very_many() -> None:
    person = one("FN:Ann", "NOTE:" + "x" * (3 << 20), "TEL:2125550100")
    assert person.phones == (("phone", "2125550100"),)
    data = book("FN:Ann", *["TEL:2125550100"] * 20_000)
    assert "more than 5,000 lines" in read(data)[0].problems[0].what


def test_progress_ends_at_the_end() -> None:
    with opened(book("FN:Ann") * 5000) as table:
        assert len(list(table.rows)) == 5000
        assert table.position() == table.dialect.size


# Files that other people's programs wrote

EXPECTED: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {
    "John_Doe_ANDROID.vcf": [
        ("john.doe", []),
        ("jane.doe", []),
        ("Ñ Ñ Ñ Ñ Ñ", [("mobile", "123456789")]),
        (
            "Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ",
            [
                ("mobile", "123456"),
                ("home", "234567"),
                ("mobile", "3456789"),
                ("home", "45678901"),
            ],
        ),
        ("Ñ Ñ Ñ Ñ", [("mobile", "123456")]),
        ("ÑÑÑÑ", [("mobile", "55556666")]),
    ],
    "John_Doe_GMAIL.vcf": [
        (
            "Mr. John Richter, James Doe Sr.",
            [("mobile", "905-555-1234"), ("home", "905-666-1234")],
        )
    ],
    "John_Doe_IPHONE.vcf": [
        (
            "Mr. John Richter James Doe Sr.",
            [
                ("mobile", "905-555-1234"),
                ("home", "905-666-1234"),
                ("work", "905-777-1234"),
                ("assistant", "905-222-1234"),
            ],
        )
    ],
    "John_Doe_MS_OUTLOOK.vcf": [
        (
            "Mr. John Richter James Doe Sr.",
            [("work", "(905) 555-1234"), ("home", "(905) 666-1234")],
        )
    ],
    "empty-lines.vcf": [
        ("Dr. Erika Mustermann", [("work", "+49 221 9999123"), ("home", "+49 221 1234567")])
    ],
    "folker_AnsiIssue.vcf": [("Ralf Rastral", [])],
    "folker_AnsiIssueNoEncoding.vcf": [("Ralf Rastral", [])],
    "folker_Cropped_2_1.vcf": [("Maxl", [])],
    "folker_LabelTest1.vcf": [
        ("Rudi Wimmel", [("work", "0987 /6543"), ("home", "9876 /11223344")])
    ],
    "folker_MultiAnsiFilterTests_German.vcf": [("Sören Täve Nüßlebaum", [])],
    "folker_Utf-8_Ukrainian.vcf": [("Віталій Володи́мирович Кличко́", [])],
    "folker_WhatsAppIssue.vcf": [("zzMad Perla 45", [("home", "7yy-zzz-xxx")])],
    "fullcontact.vcf": [
        (
            "Prefix FirstName MiddleName LastName Suffix",
            [
                ("home", "555-555-1111"),
                ("work", "555-555-1112"),
                ("mobile", "555-555-1113"),
                ("mobile", "555-555-1114"),
                ("phone", "555-555-1115"),
                ("phone", "555-555-1118"),
                ("phone", "555-555-1119"),
            ],
        )
    ],
    "gmail-single2.vcf": [
        (
            "VCard Test",
            [
                ("phone", "5555551111"),
                ("home", "5555551112"),
                ("work", "5555551113"),
                ("phone", "5555551114"),
                ("mobile", "5555551115"),
                ("main", "5555551116"),
                ("grand_central", "5555551119"),
                ("customephonecategory", "5555551121"),
            ],
        )
    ],
    "issue114.vcf": [("Dummy, Dummy", [("mobile", "+49 1234 56789"), ("work", "+49 9876 54321")])],
    "outlook-2007.vcf": [
        (
            "Mr. Michael Angstadt Jr.",
            [("work", "(111) 555-1111"), ("home", "(111) 555-2222"), ("mobile", "(111) 555-4444")],
        )
    ],
    "rfc6350-example.vcf": [
        (
            "Simon Perreault",
            [("work", "+1-418-656-9254 x102"), ("work mobile", "+1-418-262-6501")],
        )
    ],
    "xing.vcf": [("Hans-Peter Mustermann", [])],
}
shared = pytest.mark.skipif(not DATA.is_dir(), reason="the shared sample data is not here")


@shared
def test_every_shared_file_is_looked_at() -> None:
    assert {path.name for path in DATA.glob("*.vcf")} == set(EXPECTED)


@shared
@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_of_another_program(name: str) -> None:
    people = read((DATA / name).read_bytes())
    assert [(each.name, list(each.phones)) for each in people] == EXPECTED[name]


@shared
def test_what_else_they_say() -> None:
    def only(name: str) -> Person:
        return read((DATA / name).read_bytes())[0]

    iphone = only("John_Doe_IPHONE.vcf")
    assert (iphone.company, iphone.title, iphone.emails) == (
        "IBM",
        "Money Counter",
        ("john.doe@ibm.com",),
    )
    assert {"Fax (home)", "Fax (work)", "Pager"} <= dict(iphone.custom).keys()
    assert dict(only("folker_AnsiIssue.vcf").custom)["Address"] == "Lämmerweg 12"
    assert only("folker_Cropped_2_1.vcf").note.startswith("Kommentar ÄÄÄÄÄÄ ääääää ÖÖÖÖÖÖ öööööö")
    assert only("outlook-2007.vcf").note.splitlines()[1].startswith("I assume it encodes")
    assert only("rfc6350-example.vcf").country == "Canada"
    assert only("xing.vcf").external_id == "XING-UID-XXXXXXXX"
    android = read((DATA / "John_Doe_ANDROID.vcf").read_bytes())
    assert android[4].company == "Ñ" * 12


# Anything

PIECES = st.sampled_from(
    [
        *("BEGIN:VCARD\n", "END:VCARD\n", "begin:vcard\r\n", "AGENT:\n", "AGENT:BEGIN:VCARD\n"),
        *("FN:Ann\n", "N:Lee;Ann;;;\n", "TEL;CELL:2125550100\n", "TEL;TYPE=", "item1.TEL:5\n"),
        *("item1.X-ABLabel:_$!<Mobile>!$_\n", "PHOTO;ENCODING=b:", "QUJD\n", " QUJD\n", "\n"),
        *("NOTE;ENCODING=QUOTED-PRINTABLE:", "=C3=", "=\n", ";CHARSET=", "utf-7", "idna", ":"),
        *(";", '"', "\\", "\\;", "=", "\t", "\0", "é", "X-CUSTOM(", ")", "PREF=9", "tel:%", "ORG:"),
        *("PREF=\u00b2;", "ADR:;;;;;;;;;;\n", "CATEGORIES:a,b\n", "KIND:group\n", "\ufeff"),
    ]
)


def everything(data: bytes) -> None:
    with contextlib.suppress(CallqError), opened(data) as table:
        assert len(set(table.headers)) == len(table.headers)
        mapping = map_headers(table.headers, table.sample())
        for found in read_people(table, mapping, "US"):
            assert found.line >= 1
        assert 0 <= table.position() <= len(data)


@settings(deadline=None, max_examples=200)
@given(st.lists(PIECES, max_size=50).map("".join), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_anything_like_a_card(text: str, encoding: str) -> None:
    everything(("BEGIN:VCARD\n" + text).encode(encoding, "replace"))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_behind_the_mark(data: bytes) -> None:
    everything(b"BEGIN:VCARD\n" + data)


@shared
@settings(deadline=None, max_examples=100)
@given(st.sampled_from(sorted(EXPECTED)), st.data())
def test_a_damaged_file_is_refused_or_read(name: str, data: st.DataObject) -> None:
    bad = bytearray((DATA / name).read_bytes()[:4000])
    for _ in range(data.draw(st.integers(1, 8))):
        bad[data.draw(st.integers(0, len(bad) - 1))] = data.draw(st.integers(0, 255))
    everything(bytes(bad))


@pytest.mark.parametrize("before", ["Exported today\n", "\n\n# 1 card\n", "X-NOTE:a\r\n"])
def test_a_line_before_the_first_card_is_left_out(before: str) -> None:
    text = before + "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nTEL:1\nEND:VCARD\n"
    with opened(text.encode()) as table:
        assert table.form == "vcard"
        assert len(list(table.rows)) == 1
