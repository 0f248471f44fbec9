"""What a file leaves open is asked for once on a terminal; elsewhere an option says it."""

import json
import os
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from callq.errors import Exit
from helpers import Callq, Office, on_a_terminal

on_terminals = pytest.mark.skipif(os.name == "nt", reason="there is no pty")
TORONTO = ZoneInfo("America/Toronto")
DATES = (
    "Name,Phone,Outcome,Last Contacted\n"
    "Ann,+1 416 555 0123,busy,02/01/2026\nBo,+1 416 555 0124,busy,01/02/2026\n"
)
"""Canadians, called on January 2 and February 1, in one order or the other."""
MONTHS = {"mdy": ["02-01", "01-02"], "dmy": ["01-02", "02-01"]}


def days(office: Office) -> list[str]:
    """The months and days of the dated calls."""
    found = office.rows(
        "SELECT c.at FROM call c JOIN prospect p ON p.id = c.prospect_id "
        "WHERE c.imported = 0 AND p.removed_at IS NULL ORDER BY p.id"
    )
    return [f"{datetime.fromtimestamp(at, TORONTO):%m-%d}" for (at,) in found]


@on_terminals
@pytest.mark.parametrize(("key", "said"), [("1", "mdy"), ("2", "dmy")])
def test_day_or_month_first_is_asked_once(
    office: Office, run_callq: Callq, key: str, said: str
) -> None:
    office.file(DATES)
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=[("Press a number", key)])
    assert screen.code == 0, screen
    assert "Last Contacted: 02/01/2026" in screen.plain
    assert "February 1 or January 2?" in screen.plain
    assert screen.plain.count("Press a number") == 1
    assert days(office) == MONTHS[said]


@on_terminals
def test_without_an_answer_the_dates_stay_unread(office: Office, run_callq: Callq) -> None:
    office.file(DATES)
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=[("Press a number", "\r")])
    assert screen.code == 0, screen
    assert days(office) == []


@on_terminals
def test_no_input_asks_nothing(office: Office, run_callq: Callq) -> None:
    office.file(DATES)
    screen = on_a_terminal(run_callq, "--no-input", "import", "people.csv", answers=[])
    assert screen.code == 0, screen
    assert "Press a number" not in screen.plain


@on_terminals
def test_an_answer_is_kept_with_a_saved_map(office: Office, run_callq: Callq) -> None:
    office.file(DATES)
    on_a_terminal(
        run_callq, "import", "people.csv", "--save-map", "crm", answers=[("Press a number", "2")]
    )
    run_callq.ok("undo")
    run_callq.ok("import", "people.csv", "--map", "crm")
    assert days(office) == MONTHS["dmy"]


@pytest.mark.parametrize("said", ["mdy", "dmy"])
def test_an_option_says_it_and_is_kept_with_a_map(
    office: Office, run_callq: Callq, said: str
) -> None:
    office.file(DATES)
    run_callq.ok("import", "people.csv", "--preview", "--dates", said, "--save-map", "crm")
    run_callq.ok("import", "people.csv", "--map", "crm")
    assert days(office) == MONTHS[said]


def test_the_report_counts_what_stayed_unread_and_says_what_to_type(
    office: Office, run_callq: Callq
) -> None:
    office.file(DATES)
    report = json.loads(run_callq.ok("import", "people.csv", "--json").out)
    (problem,) = report["problems"]
    assert (problem["count"], problem["column"]) == (2, "Last Contacted")
    assert "--dates mdy" in problem["hint"]
    assert days(office) == []


def test_american_dates_are_read_and_said(office: Office, run_callq: Callq) -> None:
    office.file(DATES.replace("416", "212"))
    report = json.loads(run_callq.ok("import", "people.csv", "--json").out)
    assert report["problems"] == []
    assert any("--dates dmy" in remark for remark in report["remarks"])
    assert days(office) == MONTHS["mdy"]


RUSSIAN = "Name;Phone\nДуб;212-555-0101\n".encode("cp1251")


@on_terminals
def test_an_unsure_encoding_is_asked_with_names(office: Office, run_callq: Callq) -> None:
    (office.home / "people.csv").write_bytes(RUSSIAN)
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=[("[y/n]", "y\n")])
    assert screen.code == 0, screen
    assert '"Дуб"' in screen.plain
    assert office.rows("SELECT name FROM prospect") == [("Дуб",)]


@on_terminals
def test_a_wrong_encoding_imports_nothing(office: Office, run_callq: Callq) -> None:
    (office.home / "people.csv").write_bytes(RUSSIAN)
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=[("[y/n]", "n\n")])
    assert screen.code == Exit.BAD_FILE
    assert "--encoding" in screen.plain
    assert office.rows("SELECT name FROM prospect") == []


@on_terminals
def test_an_unsure_encoding_is_refused_with_no_input(office: Office, run_callq: Callq) -> None:
    (office.home / "people.csv").write_bytes(RUSSIAN)
    screen = on_a_terminal(run_callq, "--no-input", "import", "people.csv", answers=[])
    assert screen.code == Exit.BAD_FILE
    run_callq.ok("import", "people.csv", "--encoding", "cp1251")
    assert office.rows("SELECT name FROM prospect") == [("Дуб",)]


GERMANS = (
    "Vorname;Nachname;Telefon;E-Mail\n"
    "Jonas;Roe;0511 9201134;jonas@beispiel.example\nUte;Fox;030 90182044;ute@beispiel.example\n"
)
"""Nothing but the headers' language says where they are."""
ASKED = "Which country are these numbers from?"


@on_terminals
@pytest.mark.parametrize(
    ("typed", "country"), [("\n", "+49"), ("Germany\n", "+49"), ("at\n", "+43"), ("us\n", "")]
)
def test_the_region_is_asked_once(
    office: Office, run_callq: Callq, typed: str, country: str
) -> None:
    office.file(GERMANS)
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=[(ASKED, typed)])
    assert screen.code == 0, screen
    assert screen.plain.count(ASKED) == 1
    ((number,), *_) = office.rows("SELECT e164 FROM phone ORDER BY id")
    assert number[:3] == country


@on_terminals
def test_a_region_that_addresses_show_is_said_not_asked(office: Office, run_callq: Callq) -> None:
    office.file(GERMANS.replace(".example", ".de"))
    (said,) = run_callq.ok("import", "people.csv", "--preview", "--json").json["remarks"]
    assert "DE" in said
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=[])
    assert screen.code == 0, screen
    assert ASKED not in screen.plain
    report = json.loads(run_callq.ok("import", "people.csv", "--dry-run", "--json").out)
    assert (report["region"], report["counts"]["unchanged"]) == ("DE", 2)
    assert office.rows("SELECT count(*) FROM phone WHERE e164 LIKE '+49%'") == [(2,)]


@on_terminals
def test_what_is_no_country_is_asked_again(office: Office, run_callq: Callq) -> None:
    office.file(GERMANS)
    answers = [(ASKED, "Narnia\n"), (ASKED, "DE\n")]
    screen = on_a_terminal(run_callq, "import", "people.csv", answers=answers)
    assert screen.code == 0, screen
    assert office.rows("SELECT count(*) FROM phone WHERE e164 LIKE '+49%'") == [(2,)]


@pytest.mark.parametrize("verb", ["import", "purge-check"])
def test_without_a_terminal_the_region_is_refused_in_a_sentence(
    office: Office, run_callq: Callq, verb: str
) -> None:
    office.file(GERMANS)
    found = run_callq(verb, "people.csv")
    assert found.code != 0
    assert "--region DE" in found.err
    assert office.rows("SELECT name FROM prospect") == []
    assert run_callq(verb, "people.csv", "--region", "Germany").code == 0


@on_terminals
def test_a_file_is_checked_with_the_same_questions(office: Office, run_callq: Callq) -> None:
    office.file(GERMANS)
    screen = on_a_terminal(run_callq, "purge-check", "people.csv", answers=[(ASKED, "\n")])
    assert screen.code == 0, screen
    assert office.rows("SELECT name FROM prospect") == []


@pytest.mark.parametrize(("text", "country"), [
    ("氏名,会社名,電話番号\n山田太郎,山田商店,03-1234-5678\n", "JP"), ("이름,회사,전화번호\n김철수,가나,02-312-3456\n", "KR"),
    ("Όνομα,Εταιρεία,Τηλέφωνο\nΜαρία,Άλφα,21 2345 6789\n", "GR"), ("Име,Фирма,Телефон\nИван,Алфа,02 987 6543\n", "BG"),
])  # fmt: skip
def test_the_headers_script_asks_for_its_country(run_callq: Callq, text: str, country: str) -> None:
    (run_callq.home / "list.csv").write_text(text)
    refused = run_callq("import", "list.csv", "--no-input")
    assert refused.code != Exit.DONE
    assert f"--region {country}" in refused.err
    run_callq.ok("import", "list.csv", "--region", country)
    assert run_callq.ok("list", "--all", "--json").json["items"][0]["phone"].startswith("+")
