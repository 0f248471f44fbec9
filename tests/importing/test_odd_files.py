"""Kinds of files that real folders have: what's odd about them, and what must come of them."""

import pytest

from callq.errors import CallqError
from callq.places.phones import read_between, read_phone
from helpers import Office

IN_NEW_YORK, IN_CHICAGO = "+12125550100", "+13125550100"


def names(office: Office) -> list[str]:
    return [row[0] for row in office.rows("SELECT name FROM prospect ORDER BY id")]


def numbers(office: Office) -> list[str]:
    return [row[0] for row in office.rows("SELECT e164 FROM phone WHERE e164 <> '' ORDER BY id")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["id,name,address,phone", "'id','name','address','phone'"])
def test_single_quotes_around_cells_are_no_part_of_them(
    office: Office, header: str, delimiter: str
) -> None:
    rows = [header.replace(",", delimiter)]
    for id_, name, phone in (("1", "Ann\\'s Deli", IN_NEW_YORK), ("2", "Bob''s Bar", IN_CHICAGO)):
        rows.append(delimiter.join([f"'{id_}'", f"'{name}'", "'1 Main St, rear'", f"'{phone}'"]))
    office.import_(office.file("\n".join(rows) + "\n", "list.csv"))
    assert names(office) == ["Ann's Deli", "Bob's Bar"]
    assert numbers(office) == [IN_NEW_YORK, IN_CHICAGO]


def test_an_apostrophe_is_no_quote(office: Office) -> None:
    text = f"name,nick,phone\nAnn O'Hara,'Tis,{IN_NEW_YORK}\nBob D'Arcy,,{IN_CHICAGO}\n"
    office.import_(office.file(text, "list.csv"))
    assert names(office) == ["Ann O'Hara", "Bob D'Arcy"]


def test_names_of_fields_below_the_header_are_no_person(office: Office) -> None:
    text = (
        "First Name,Last Name,Home Phone,City\n"
        "CRM__FIRSTNAME__C,CRM__LASTNAME__C,CRM__HOME_PHONE__C,crm_city\n"
        f"Ann,Roe,{IN_NEW_YORK},Albany\n"
    )
    report = office.import_(office.file(text, "list.csv"))
    assert (names(office), report.rejected) == (["Ann Roe"], 1)


def test_a_row_with_more_cells_than_the_header_keeps_its_number(office: Office) -> None:
    text = (
        "name,phone,website\n"
        f"Ann,{IN_NEW_YORK},ann.example\n"
        f"Bob,Dentist,,,x,{IN_CHICAGO}\n"
        f"Cy,{IN_NEW_YORK},,,x,{IN_CHICAGO}\n"
    )
    office.import_(office.file(text, "list.csv"))
    assert numbers(office) == [IN_NEW_YORK, IN_CHICAGO, IN_NEW_YORK]


@pytest.mark.parametrize("header", ["Kontaktinfo", "Contact info", "Coordonnées"])
def test_contact_details_are_numbers_if_they_look_like_it(office: Office, header: str) -> None:
    text = f"Navn,{header}\nAnn,22 34 56 78\nBob,22345679\n"
    office.import_(office.file(text, "list.csv"), region="NO", region_given=True)
    assert numbers(office) == ["+4722345678", "+4722345679"]


def test_contact_details_in_prose_arent(office: Office) -> None:
    office.import_(office.file("Name,Contact info\nAnn,see the website\n", "list.csv"))
    assert office.rows("SELECT count(*) FROM phone") == [(0,)]


def test_numbers_that_exist_nowhere_near_ask_for_the_region(office: Office) -> None:
    text = "name,phone\nAnn,010 123 456\nBob,015 234 567\nCy,012 345 678\n"
    with pytest.raises(CallqError) as refused:
        office.import_(office.file(text, "list.csv"), region="US", region_given=False)
    assert refused.value.name == "region-unclear"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Firma,Telefon,E-Mail\nRoe,089-112233,a@roe.de\nFox,(040) 445566,b@fox.de\n", "DE"),
        ("Firma,Telefon,E-Mail\nRoe,0732 112233,a@roe.at\nFox,01 5134455,b@fox.at\n", "AT"),
        ("name,phone,email\nAnn,01 42 68 53 00,ann@roe.fr\n", "FR"),
        ("name,phone\nAnn,020 7946 0018\nBob,+44 20 7946 0019\nCy,020 7946 0020\n", "GB"),
        ("name,phone,email\nAnn,020 7946 0018,ann@roe.co.uk\n", "GB"),
    ],
)
def test_addresses_and_other_numbers_tell_the_region(
    office: Office, text: str, country: str
) -> None:
    report = office.import_(office.file(text, "list.csv"), region="US", region_given=False)
    assert report.region == country
    dialed = numbers(office)
    assert len(dialed) == report.added
    assert all(read_phone(number, "").region == country for number in dialed)


@pytest.mark.parametrize(
    "text",
    [
        # Nothing but the language, or only the numbers.
        "Firma,Telefon\nRoe,089-112233\nFox,(040) 445566\nLow,030 901820\n",
        # Addresses of two countries.
        "Firma,Telefon,E-Mail\nRoe,089-112233,a@roe.de\nFox,(040) 445566,b@fox.pl\n",
        # Headers in one country's language, addresses of another.
        "Vorname,Nachname,Firma,Telefon,E-Mail\nAnn,Roe,x,01 42 68 53 00,a@roe.fr\n",
        # One address among many.
        "name,phone,email\nAnn,01 42 68 53 00,ann@roe.fr\n"
        + "".join(f"Bob {n},01 42 68 53 0{n},bob@fox.com\n" for n in range(1, 5)),
    ],
)
def test_what_only_hints_at_the_region_asks_for_it(office: Office, text: str) -> None:
    with pytest.raises(CallqError) as refused:
        office.import_(office.file(text, "list.csv"), region="US", region_given=False)
    assert refused.value.name == "region-unclear"
    assert names(office) == []


def test_one_number_that_could_be_ours_asks_for_the_region(office: Office) -> None:
    text = "name,phone,email\nAnn,98765 43210,ann@roe.in\nBob,98765 43211,bob@fox.in\n"
    with pytest.raises(CallqError) as refused:
        office.import_(office.file(text, "list.csv"), region="US", region_given=False)
    assert refused.value.name == "region-unclear"


def test_a_named_region_is_the_region(office: Office) -> None:
    text = "Firma,Telefon,E-Mail\nRoe,089-112233,a@roe.de\n"
    report = office.import_(office.file(text, "list.csv"), region="US", region_given=True)
    assert (report.region, numbers(office)) == ("US", [])


def test_a_file_whose_region_was_found_changes_no_one_when_it_comes_again(office: Office) -> None:
    text = "Firma,Telefon,E-Mail\nRoe,089-112233,a@roe.de\nFox,(040) 445566,b@fox.de\n"
    for _ in range(2):
        report = office.import_(office.file(text, "list.csv"), region="US", region_given=False)
    assert (report.added, report.enriched, report.unchanged) == (0, 0, 2)
    assert len(numbers(office)) == 2


def test_numbers_without_an_area_code_dont(office: Office) -> None:
    text = "name,phone\nAnn,556-0101\nBob,556-0102\nCy,556-0103\n"
    report = office.import_(office.file(text, "list.csv"), region="US", region_given=False)
    assert report.added == 3


def test_a_status_is_of_calls_where_the_file_counts_calls(office: Office) -> None:
    text = (
        "name,phone,status,last_contact,call_count\n"
        f"Ann,{IN_NEW_YORK},Missed,2026-03-05,1\nBob,{IN_CHICAGO},Completed,2026-03-04,1\n"
    )
    office.import_(office.file(text, "list.csv"))
    assert office.rows("SELECT outcome, imported FROM call ORDER BY at DESC") == [
        ("no-answer", 0),
        ("completed", 0),
    ]


@pytest.mark.parametrize("word", ["On leave", "on vacation", "im Urlaub"])
def test_on_leave_is_until_the_follow_up_else_no_answer(office: Office, word: str) -> None:
    text = (
        "name,phone,outcome,last called,next follow up\n"
        f"Ann,{IN_NEW_YORK},{word},2026-03-05,2026-05-04\nBob,{IN_CHICAGO},{word},2026-03-05,\n"
    )
    office.import_(office.file(text, "list.csv"))
    found = office.rows("SELECT outcome, given_at IS NULL FROM call ORDER BY prospect_id")
    assert found == [("on-leave", 0), ("no-answer", 1)]


def test_a_row_with_other_delimiters_and_blank_cells_is_a_row(office: Office) -> None:
    text = "Ann\tx\ty\tann@a.example\nBob\tx\ty\tbob@b.example\nCy,x,y,cy@c.example,,,\n"
    report = office.import_(office.file(text, "list.csv"))
    assert (report.added, report.rejected) == (3, 0)


@pytest.mark.parametrize("status", ["Completed", "Missed"])
def test_a_call_log_without_numbers_is_refused_by_name(office: Office, status: str) -> None:
    text = f"CallID,Time,Duration,Direction,Status\n1,2026-03-04 09:01,180,Inbound,{status}\n"
    with pytest.raises(CallqError) as refused:
        office.import_(office.file(text, "log.csv"))
    assert refused.value.name == "log-without-numbers"


@pytest.mark.parametrize("medium", ["Fax", "SMS", "Text message"])
def test_faxes_and_texts_in_a_call_log_are_no_calls(office: Office, medium: str) -> None:
    text = (
        "Direction,Type,Phone Number,Name,Date,Time,Action,Action Result,Duration\n"
        f"Outgoing,Voice,{IN_NEW_YORK},Ann,03/04/2026,10:15 AM,Phone Call,Call connected,0:03:12\n"
        f"Outgoing,{medium},{IN_CHICAGO},Bob,03/14/2026,10:20 AM,Sent,Sent,0:00:30\n"
    )
    report = office.import_(office.file(text, "log.csv"))
    assert (names(office), report.rejected) == (["Ann"], 1)


def test_the_first_line_is_the_header_where_later_ones_hold_numbers(office: Office) -> None:
    text = "area\tkind\tnumber to dial\nNY\tMOBILE\t+12125560101\nNY\tPHONE\t+12125560102\n"
    report = office.import_(office.file(text, "list.tsv"))
    assert report.added == 2


@pytest.mark.parametrize("country", ["", "AU", "DE", "GB"])
def test_a_country_code_behind_001_is_american_beside_any_country(country: str) -> None:
    assert read_between("001-653-228-8397x562", country, "US").e164 == "+16532288397"


def test_addresses_of_groupware_have_company_and_country(office: Office) -> None:
    text = (
        '"org_name","n_given","n_family","adr_one_countryname","tel_work"\n'
        '"Roe GmbH","Ann","Roe","DE","0221 9999123"\n'
    )
    office.import_(office.file(text, "list.csv"))
    assert office.rows("SELECT name, company FROM prospect") == [("Ann Roe", "Roe GmbH")]
    assert numbers(office) == ["+492219999123"]


@pytest.mark.parametrize("line", [
    "Total: 3 people", "Totals (3)", "Total contacts: 12", "Summe: 12", "Northeast region", "West Territory",
    "Hot leads:", "A", "March 2026", "Q1 2026", "Week 12", "Page 2 of 3",
])  # fmt: skip
def test_a_line_alone_that_names_or_counts_those_around_it_is_no_person(
    office: Office, line: str
) -> None:
    text = f"Name,Phone\nAnn,{IN_NEW_YORK}\n{line},\nBob,{IN_CHICAGO}\n"
    report = office.import_(office.file(text, "list.csv"))
    assert office.rows("SELECT name FROM prospect ORDER BY id") == [("Ann",), ("Bob",)]
    assert report.rejected == 1


@pytest.mark.parametrize(
    "name", ["April", "The Lee Group", "Total Fitness", "Summer Roe", "Region One Bank"]
)
def test_a_name_alone_is_a_person(office: Office, name: str) -> None:
    office.import_(office.file(f"Name,Phone\nAnn,{IN_NEW_YORK}\n{name},\n", "list.csv"))
    assert office.rows("SELECT name FROM prospect ORDER BY id") == [("Ann",), (name,)]
