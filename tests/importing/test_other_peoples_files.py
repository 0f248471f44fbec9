"""What files of other systems say comes in as said, in every format it can occur in."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from callq.errors import Exit
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office, on_a_terminal

FORMATS = ["csv", "txt", "xlsx", "json"]


def written(office: Office, form: str, text: str, name: str = "people") -> Path:
    """Writes a table, given as CSV with bars, in some format."""
    rows = [line.split("|") for line in text.strip().splitlines()]
    path = office.home / f"{name}.{form}"
    if form == "json":
        head, *rest = rows
        path.write_text(json.dumps([dict(zip(head, row, strict=True)) for row in rest]), "utf-8")
    elif form == "xlsx":
        from openpyxl import Workbook  # type: ignore[import-untyped]

        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        out = io.StringIO()
        csv.writer(out, delimiter="\t" if form == "txt" else ",").writerows(rows)
        path.write_text(out.getvalue(), "utf-8")
    return path


def history(office: Office) -> list[tuple[Any, ...]]:
    """Outcome and local day of each call, "" without a date."""
    return office.rows(
        "SELECT outcome, CASE WHEN imported = 1 THEN '' ELSE date(at, 'unixepoch', '-5 hours') END "
        "FROM call ORDER BY imported, at, id"
    )


def numbers(office: Office) -> list[str]:
    return [row[0] for row in office.rows("SELECT e164 FROM phone WHERE e164 <> '' ORDER BY id")]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        ("Date called|Outcome", "2026-03-04|No answer"),
        ("Date|Result", "2026-03-04|No answer"),
        ("Date|Action Result", "03/04/2026|No Answer"),
        ("Activity Date|Call Outcome", "2026-03-04 10:15|No answer"),
        ("Timestamp|Disposition", "Wed, 04 Mar 2026 09:52:10|No answer"),
        ("Date|Lead Status", "4 Mar 26|No answer"),
        ("Call Date|Lead Status", "04-Mar-26|No answer"),
        ("Last Called|Outcome", "Mar-4|No answer"),
        ("Fecha de llamada|Resultado", "2026-03-04|No contesta"),
        ("Anrufdatum|Ergebnis", "04.03.2026|nicht erreicht"),
    ],
)
def test_the_date_beside_an_outcome_is_that_of_the_call(
    office: Office, form: str, headers: str, cells: str
) -> None:
    # A second row shows that the month comes first.
    other = cells.replace("03/04/2026", "02/25/2026")
    text = f"Name|Phone|{headers}\nAnn|{IN_NEW_YORK}|{cells}\nBob|{IN_CHICAGO}|{other}"
    office.import_(written(office, form, text))
    assert ("no-answer", "2026-03-04") in history(office)


@pytest.mark.parametrize("form", FORMATS)
def test_a_bare_date_without_outcomes_isnt_a_call(office: Office, form: str) -> None:
    office.import_(written(office, form, f"Name|Phone|Date\nAnn|{IN_NEW_YORK}|2026-03-04"))
    assert history(office) == []
    assert office.rows("SELECT custom FROM prospect") == [('{"Date": "2026-03-04"}',)]


@pytest.mark.parametrize("form", FORMATS)
def test_numbered_dates_and_outcomes_are_calls_of_their_own(office: Office, form: str) -> None:
    text = (
        "Name|Phone|Date 1|Outcome 1|Date 2|Outcome 2\n"
        f"Ann|{IN_NEW_YORK}|2026-03-04|No answer|2026-03-06|Voicemail"
    )
    office.import_(written(office, form, text))
    assert history(office) == [("no-answer", "2026-03-04"), ("voicemail", "2026-03-06")]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Do not allow Phone Calls", "Do Not Allow", "Allow"),
        ("Do not disturb", "true", "false"),
        ("Blacklisted", "Yes", "No"),
        ("DNC", "1", "0"),
        ("OK to call", "No", "Yes"),
        ("Phone consent", "refused", "given"),
        ("Anruf erlaubt", "nein", "ja"),
        ("Bel me niet", "ja", "nee"),
        ("Result", "Do Not Call", "Left Message"),
        ("Lead Status", "DNC", "No answer"),
    ],
)
def test_a_column_that_forbids_calls_blocks_the_number(
    office: Office, form: str, header: str, yes: str, no: str
) -> None:
    text = f"Name|Phone|{header}\nAnn|{IN_NEW_YORK}|{no}\nBob|{IN_CHICAGO}|{yes}"
    office.import_(written(office, form, text))
    blocked = office.rows("SELECT number FROM dnc")
    assert blocked == office.rows("SELECT e164 FROM phone WHERE prospect_id = 2")
    assert office.row(1)["state"] != "do-not-call"


@pytest.mark.parametrize("form", FORMATS)
def test_an_opt_out_of_email_forbids_no_calls(office: Office, form: str) -> None:
    text = f"Name|Phone|EMAIL_BLACKLISTED|Email Opt Out\nAnn|{IN_NEW_YORK}|Yes|Yes"
    office.import_(written(office, form, text))
    assert office.rows("SELECT number FROM dnc") == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "header",
    [
        "Preferred Phone",
        "Mob. No.",
        "WhatsApp",
        "SMS",
        "Work",
        "Ph No",
        "Contact No.",
        "Tlf",
        "Puhelin",
    ]
    + ["Numer telefonu", "Telefonszám", "Telefonní číslo", "電話番号", "手机", "טלפון"],
)
def test_columns_of_numbers(office: Office, form: str, header: str) -> None:
    office.import_(written(office, form, f"Name|{header}\nAnn|+1 212-555-0100"))
    assert numbers(office) == ["+12125550100"]


@pytest.mark.parametrize(
    "header", ["Télécopie (bureau)", "Telefaks", "Assistant's Phone", "Emergency Phone"]
)
def test_columns_of_numbers_that_are_not_theirs(office: Office, header: str) -> None:
    office.import_(office.file(f"Name,{header}\nAnn,+1 212-555-0100\n"))
    assert numbers(office) == []
    assert "212-555-0100" in office.rows("SELECT custom FROM prospect")[0][0]


def test_home_and_work_are_phones_only_if_they_look_so(office: Office) -> None:
    office.import_(office.file(f"First,Middle,Last,Home,Work\nAnn,J,Lee,12 Oak St,{IN_NEW_YORK}\n"))
    assert office.rows("SELECT name, custom FROM prospect") == [
        ("Ann J Lee", '{"Home": "12 Oak St"}')
    ]
    assert numbers(office) == ["+12125550100"]


@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        ("Navn;Firma;E-post;Telefon", "Ola Vik;Fjell AS;ola@fjell.example;+47 22 00 00 01"),
        ("Namn;Företag;E-post;Telefon", "Ola Vik;Fjell AS;ola@fjell.example;+47 22 00 00 01"),
        ("Imię;Nazwisko;Firma;Telefon", "Ola;Vik;Fjell AS;+47 22 00 00 01"),
        ("Etunimi;Sukunimi;Yritys;Puhelin", "Ola;Vik;Fjell AS;+47 22 00 00 01"),
        ("Adı;Soyadı;Şirket;Telefon", "Ola;Vik;Fjell AS;+47 22 00 00 01"),
        ("Jméno;Příjmení;Společnost;Telefon", "Ola;Vik;Fjell AS;+47 22 00 00 01"),
        ("Keresztnév;Vezetéknév;Cég;Telefon", "Ola;Vik;Fjell AS;+47 22 00 00 01"),
        ("Prenume;Nume;Companie;Telefon", "Ola;Vik;Fjell AS;+47 22 00 00 01"),
        ("Прізвище;Ім'я;Компанія;Телефон", "Vik;Ola;Fjell AS;+47 22 00 00 01"),
    ],
)
def test_headers_in_other_languages(office: Office, headers: str, cells: str) -> None:
    office.import_(office.file(f"{headers}\n{cells}\n"))
    assert office.rows("SELECT name, company FROM prospect") == [("Ola Vik", "Fjell AS")]
    assert numbers(office) == ["+4722000001"]


@pytest.mark.parametrize("form", FORMATS)
def test_who_called_is_not_who_was_called(office: Office, form: str) -> None:
    text = f"Name|Phone|Email|Caller\nAnn|{IN_NEW_YORK}|ann@example.com|rob@example.com"
    office.import_(written(office, form, text))
    assert office.rows("SELECT address FROM email") == [("ann@example.com",)]
    assert office.rows("SELECT custom FROM prospect") == [('{"Caller": "rob@example.com"}',)]


@pytest.mark.parametrize("form", FORMATS)
def test_the_agent_of_a_dialer_is_not_the_lead(office: Office, form: str) -> None:
    text = (
        "call_date|phone_number_dialed|status|user|full_name|first_name|last_name\n"
        "2026-03-04 09:52:10|2125550100|NI|6666|Rob Hill|Ann|Lee\n"
        "2026-03-04 09:57:10|3125550199|A|6666|Rob Hill|Bob|Fox"
    )
    office.import_(written(office, form, text))
    assert [row[0] for row in office.rows("SELECT name FROM prospect")] == ["Ann Lee", "Bob Fox"]
    assert office.rows("SELECT outcome, agent FROM call ORDER BY id") == [
        ("soft-no", "Rob Hill"),
        ("voicemail", "Rob Hill"),
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_with_its_address(office: Office, form: str) -> None:
    text = (
        "Record ID|Call outcome|Activity date|To number|Associated Contact|Associated Company\n"
        "9001|No answer|2026-03-04 10:15|+12125550100|Ann Lee (ann@example.com)|Acme"
    )
    office.import_(written(office, form, text))
    assert office.rows("SELECT name, company FROM prospect") == [("Ann Lee", "Acme")]
    assert office.rows("SELECT address FROM email") == [("ann@example.com",)]
    assert history(office) == [("no-answer", "2026-03-04")]


STATUS = (
    "Name|Phone|Lead Status\n"
    f"Ann|{IN_NEW_YORK}|Closed - Not Interested\nBob|{IN_CHICAGO}|Parked\nCyd|{IN_LOS_ANGELES}|New\n"
    "Dan|+1 212-555-0101|Parked\nEve|+1 212-555-0102|DNC\nFay|+1 212-555-0103|Not interested"
)


@pytest.mark.parametrize("form", FORMATS)
def test_the_report_counts_what_the_cells_say(office: Office, form: str) -> None:
    report = office.import_(written(office, form, STATUS))
    assert dict(report.outcomes) == {"soft-no": 2, "open": 1, "do-not-call": 1}
    (unknown,) = (key for key in report.problems if key[0] == "Lead Status")
    assert "Parked" in unknown[1]
    assert report.problems[unknown].count == 2


def test_a_word_can_be_given_a_meaning_and_is_kept_with_the_map(
    office: Office, run_callq: Callq
) -> None:
    written(office, "csv", STATUS)
    run_callq.ok("import", "people.csv", "--map", "Parked=no-answer", "--save-map", "crm")
    assert len(office.rows("SELECT id FROM call WHERE outcome = 'no-answer'")) == 2
    again = json.loads(run_callq.ok("import", "people.csv", "--map", "crm", "--json").out)
    assert again["outcomes"]["no-answer"] == 2
    assert again["problems"] == []


@pytest.mark.parametrize(
    ("answer", "calls", "open_"), [("vm", 2, 1), ("open", 0, 3), ("", 0, 1), ("stage", 0, 1)]
)
def test_an_unknown_word_is_asked_for_once_on_a_terminal(
    office: Office, run_callq: Callq, answer: str, calls: int, open_: int
) -> None:
    written(office, "csv", STATUS)
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=[("stage]", f"{answer}\n")])
    assert screen.code == 0
    assert "2 cells" in screen.plain
    assert len(office.rows("SELECT id FROM call WHERE outcome = 'voicemail'")) == calls
    assert f"{open_} open" in screen.plain


def test_rejected_rows_alone_are_an_error(office: Office, run_callq: Callq) -> None:
    office.file("Name,Phone,Notes\n,,one\n,,two\n", "none.csv")
    found = run_callq("import", "none.csv", "--json")
    assert found.code == Exit.BAD_FILE
    assert json.loads(found.out)["counts"]["rejected"] == 2
    assert not run_callq("import", "none.csv").out.startswith("Imported")


def test_what_undo_leaves_is_said(office: Office, run_callq: Callq) -> None:
    written(office, "csv", STATUS)
    last = run_callq.ok("import", "people.csv").out.splitlines()[-1]
    assert "do-not-call" in last
    run_callq.ok("undo")
    assert office.rows("SELECT COUNT(*) FROM dnc WHERE lifted_at IS NULL") == [(1,)]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("headers", "cells"),
    [
        ("latitude|longitude", "33.780285|-118.2622816"),
        ("Lat|Lng", "33.780285|-118.2622816"),
        ("X|Y", "33.780285|118.2622816"),
        ("Ref|Item", "2125550177.5|1234567890.25"),
        ("SIRET|VAT", "732 829 320|123-456-7890"),
    ],
)
def test_what_only_looks_like_a_number_is_not_dialed(
    office: Office, form: str, headers: str, cells: str
) -> None:
    text = f"Name|Phone|{headers}\nAnn||{cells}\nBob|{IN_CHICAGO}|{cells}"
    office.import_(written(office, form, text))
    assert len(numbers(office)) == 1
    assert cells.split("|")[1] in office.rows("SELECT custom FROM prospect")[0][0]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "cell",
    [
        "2125550100 3125550199",
        "212-555-0100 (home) 312-555-0199 (cell)",
        "(212) 555-0100 (312) 555-0199",
        "+1 212 555 0100 +1 312 555 0199",
        "1 212 555 0100  1 312 555 0199",
    ],
)
def test_two_numbers_in_a_cell_without_a_sign_between(office: Office, form: str, cell: str) -> None:
    office.import_(written(office, form, f"Name|Phone\nAnn|{cell}"))
    assert numbers(office) == ["+12125550100", "+13125550199"]


@pytest.mark.parametrize("number", ["0511 555010", "1115550100", "055 155 5020"])
def test_an_area_code_never_begins_with_0_or_1(office: Office, number: str) -> None:
    office.import_(office.file(f"Name,Phone\nAnn,{number}\n"))
    assert numbers(office) == []
    assert office.rows("SELECT written FROM phone") == [(number,)]


def test_numbers_without_their_plus(office: Office) -> None:
    office.import_(office.file("Name,WhatsApp\nAnn,33199000111\nBob,258845550101\n"))
    assert numbers(office) == ["+33199000111", "+258845550101"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Vorname;Nachname;Telefon\nAnn;Lee;0511 555010\nBo;Ray;0551 555020\n", "DE"),
        ("Name,Phone,Email\nAnn,0511 555010,ann@example.de\nBo,0551 555020,bo@example.at\n", "DE"),
        (
            "Name,Phone\nA,0511 555010\nB,0551 555020\nC,0551 555021\nD,0551 555022\nE,+49 551 555020\n",
            "DE",
        ),
        ("Nom;Prénom;Téléphone\nLee;Ann;01 99 00 01 10\n", "FR"),
    ],
)
def test_numbers_of_another_country_ask_for_the_region_first(
    office: Office, run_callq: Callq, text: str, country: str
) -> None:
    office.file(text)
    found = run_callq("import", "people.csv")
    assert (found.code, f"--region {country}" in found.err) == (Exit.USAGE, True)
    assert office.rows("SELECT COUNT(*) FROM prospect") == [(0,)]
    run_callq.ok("import", "people.csv", "--region", country)
    assert office.rows("SELECT COUNT(*) FROM phone WHERE e164 = ''") == [(0,)]


def test_the_region_is_asked_for_only_with_a_reason(office: Office, run_callq: Callq) -> None:
    office.file("Vorname;Nachname;Telefon\nAnn;Lee;547-956-7711\nBo;Ray;(158) 555-0100\n", "us.csv")
    run_callq.ok("import", "us.csv")
    office.file("Name,Phone\nPark Surgery,01632 960351\nMill Surgery,01632 960352\n")
    run_callq.ok("import", "people.csv")
    office.file("Vorname;Nachname;Telefon\nAnn;Lee;0511 555010\n", "de.csv")
    run_callq.ok("import", "de.csv", "--region", "US")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "row",
    ["Total||2", "Grand Total:||", "Page 1 of 3||", "Copyright (c) 2026 Acme, Inc.||", "-----||"],
)
def test_rows_that_are_no_one_are_rejected(office: Office, form: str, row: str) -> None:
    text = f"Name|Phone|Orders\nAnn|{IN_NEW_YORK}|1\n{row}"
    report = office.import_(written(office, form, text))
    assert (report.added, report.rejected) == (1, 1)


def test_a_footer_with_its_title_isnt_an_one(office: Office) -> None:
    text = (
        f'First Name,Last Name,Phone\n"Ann","Lee","{IN_NEW_YORK}"\n\n"Leads by status"\n'
        '"Confidential Information - Do Not Distribute"\n"Generated By: Rob Hill 3/11/2026"\n'
    )
    report = office.import_(office.file(text))
    assert (report.added, report.rejected) == (1, 3)


def test_a_lone_name_is_a_person(office: Office) -> None:
    assert office.import_(office.file("Name,Phone,City\nAnn\nBob\nTotal Fitness,,\n")).added == 3


@pytest.mark.parametrize("form", FORMATS)
def test_two_people_in_one_row_are_two(office: Office, form: str) -> None:
    head = "Company|Contact1 First Name|Contact1 Last Name|Contact1 Phone"
    text = (
        f"{head}|Contact2 First Name|Contact2 Last Name|Contact2 Phone|Outcome\n"
        f"Acme|Ann|Lee|{IN_NEW_YORK}|Bob|Ray|{IN_CHICAGO}|No answer\n"
        f"Zoo|Cyd|Fox|{IN_LOS_ANGELES}||||"
    )
    office.import_(written(office, form, text))
    assert office.rows(
        "SELECT p.name, p.company, f.e164 FROM prospect p JOIN phone f ON f.prospect_id = p.id "
        "ORDER BY p.id"
    ) == [
        ("Ann Lee", "Acme", "+12125550100"),
        ("Bob Ray", "Acme", numbers(office)[1]),
        ("Cyd Fox", "Zoo", numbers(office)[2]),
    ]
    assert office.rows("SELECT prospect_id FROM call") == [(1,)]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "head",
    [
        "Name|Phone|Spouse|Spouse Phone", "Name|Phone|Husband's Name|Husband's Cell",
        "Name|Telefon|Ehepartner|Telefon Ehepartner", "Nom|Portable|Conjoint|Portable conjoint",
        "Contact 1|Phone 1|Contact 2|Phone 2", "Contact|Phone|Contact 2|Phone 2",
        "Ansprechpartner 1|Telefon 1|Ansprechpartner 2|Telefon 2",
    ],
)  # fmt: skip
def test_a_partner_with_a_number_is_a_person(office: Office, form: str, head: str) -> None:
    text = f"{head}\nAnn Lee|{IN_NEW_YORK}|Bob Ray|{IN_CHICAGO}\nCyd Fox|{IN_LOS_ANGELES}||"
    office.import_(written(office, form, text))
    assert office.rows(
        "SELECT p.name, f.e164 FROM prospect p JOIN phone f ON f.prospect_id = p.id ORDER BY p.id"
    ) == list(zip(("Ann Lee", "Bob Ray", "Cyd Fox"), numbers(office), strict=True))


@pytest.mark.parametrize(
    ("head", "remarks"),
    [("Name|Phone|Spouse|City", 1), ("Name|Phone|Partner First Name|City", 1),
     ("Name|Phone|Spouse Phone|City", 0), ("Name|Phone|Contact 2|City", 0)],
)  # fmt: skip
def test_a_partner_without_name_or_number_is_a_custom_field(
    office: Office, head: str, remarks: int
) -> None:
    cell = IN_CHICAGO if "Spouse Phone" in head else "Bob"
    report = office.import_(written(office, "csv", f"{head}\nAnn Lee|{IN_NEW_YORK}|{cell}|Rome"))
    assert (report.added, len(report.remarks)) == (1, remarks)
    assert office.rows("SELECT COUNT(*) FROM phone") == [(1,)]
    assert cell in str(office.portray("1").details.custom)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "heads",
    ["Do Not Call|DNC Status", "Do Not Contact Phone|Nicht anrufen", "No llamar|Lista negra",
     "Liste rouge|Liste noire"],
)  # fmt: skip
def test_every_column_that_forbids_calls_counts(office: Office, form: str, heads: str) -> None:
    text = (
        f"Name|Phone|{heads}\nAnn|{IN_NEW_YORK}|yes|\nBob|{IN_CHICAGO}||x\n"
        f"Cyd|{IN_LOS_ANGELES}|no|no"
    )
    office.import_(written(office, form, text))
    states = dict(office.rows("SELECT name, state FROM prospect"))
    assert states == {"Ann": "do-not-call", "Bob": "do-not-call", "Cyd": "fresh"}


@pytest.mark.parametrize(
    "line", ["Pagina 2 di 7", "Strona 2 z 7", "Sida 2 av 7", "Fine del rapporto", "Fin du rapport"]
)
def test_page_lines_of_other_languages_are_rejected(office: Office, line: str) -> None:
    report = office.import_(office.file(f"Nome;Telefono\nAnn Lee;{IN_NEW_YORK}\n{line};\n"))
    assert (report.added, report.rejected) == (1, 1)
