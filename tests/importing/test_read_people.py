"""Rows become people."""

# ruff: noqa: DTZ001 - a clock on the wall has no zone

import io
from datetime import datetime

import pytest

from callq.importing.headers import map_headers
from callq.importing.history import Past
from callq.importing.people import Person, Problem, Reject, amount_of, read_people
from callq.importing.readers.open import open_table
from callq.places.phones import read_phone
from callq.prospects.add import to_stored


def read(text: str, region: str = "US", **overrides: str) -> list[Person | Reject]:
    with open_table("-", stdin=io.BytesIO(text.encode())) as table:
        mapping = map_headers(table.headers, table.sample(), overrides)
        return list(read_people(table, mapping, region))


def people(text: str, region: str = "US") -> list[Person]:
    found = read(text, region)
    assert all(isinstance(each, Person) for each in found)
    return [each for each in found if isinstance(each, Person)]


def whats(person: Person) -> list[tuple[str, str]]:
    return [(problem.column, problem.what) for problem in person.problems]


def last(person: Person) -> Past:
    """The last call that a file tells of."""
    return person.past[-1]


def test_a_whole_person() -> None:
    (person,) = people(
        "First Name,Last Name,Company,Job Title,Mobile Phone,Work Phone,Email,Owner,Tags,Notes,"
        "Time Zone,Country,State,List,Id,Value,Colour\n"
        'Ann,Ash,Acme,CEO,212-555-0100,"212-555-0101; 212-555-0102",'
        '"Ann <a@x.com>; b@x.com; A@x.com",sam,"hot; vip",two kids,America/New_York,US,NY,March,'
        '7,"$1,250.50",red\n'
    )
    assert person == Person(
        line=2,
        name="Ann Ash",
        company="Acme",
        title="CEO",
        numbers=(
            to_stored("mobile", read_phone("212-555-0100", "US")),
            to_stored("work", read_phone("212-555-0101", "US")),
            to_stored("work", read_phone("212-555-0102", "US")),
        ),
        emails=("a@x.com", "b@x.com"),
        owner="sam",
        tags=("hot", "vip"),
        note="two kids",
        zone="America/New_York",
        country="US",
        external_id="7",
        value=1250.5,
        custom=(("Colour", "red"),),
        past=(),
        attempts=0,
        opted_out=False,
        asks_no_calls="",
        problems=(),
        callback_at=None,
        region_state="NY",
        list_name="March",
    )


def test_the_name_falls_back() -> None:
    names = [
        person.name
        for person in people(
            "Name,First Name,Last Name,Company,Email,Phone\n"
            "Ann Ash,A,B,C,,\n,Bob,Bay,C,,\n,,,Acme,,\n,,,,cid@x.com,\n,,,,,212-555-0100\n"
        )
    ]
    assert names == ["Ann Ash", "Bob Bay", "Acme", "cid", "212-555-0100"]


def test_a_row_that_names_no_one_is_rejected() -> None:
    first, second = read("Name,Phone,Notes\n,,hello\nAnn,,\n")
    assert first == Reject(2, "no name, company, phone or email", ("", "", "hello"))
    assert isinstance(second, Person)


def test_a_repeated_header_is_rejected() -> None:
    found = read("Name,Phone\nAnn,212-555-0100\nName,Phone\nBob,212-555-0101\n")
    assert found[1] == Reject(3, "the header again", ("Name", "Phone"))


@pytest.mark.parametrize("blank", ["nan", "NULL", "N/A", "-", "None", "null", "#N/A"])
def test_blanks_of_other_programs(blank: str) -> None:
    (person,) = people(f"Name,Company,Phone,Email,Colour\nAnn,{blank},{blank},{blank},{blank}\n")
    assert (person.company, person.phones, person.emails) == ("", (), ())
    assert person.custom == (("Colour", blank),)
    assert person.problems == ()


def test_null_is_a_name() -> None:
    (person,) = people("First Name,Last Name\nJennifer,Null\n")
    assert person.name == "Jennifer Null"


def test_numbers_that_cannot_be_dialed_are_kept_and_reported() -> None:
    (person,) = people("Name,Phone\nAnn,226-2649\n")
    assert person.phones == (("phone", "226-2649"),)
    assert person.problems == (Problem(2, "Phone", "226-2649", "can't dial: no area code"),)


def test_the_same_number_twice_is_one() -> None:
    (person,) = people("Name,Phone,Mobile\nAnn,212-555-0100,212-555-0100\n")
    assert person.phones == (("phone", "212-555-0100"),)


def test_labels_come_from_their_own_column() -> None:
    (person,) = people(
        "Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
        "Ann,* Mobile,212-555-0100 ::: 212-555-0101,Work Fax,212-555-0102\n"
    )
    assert person.phones == (("mobile", "212-555-0100"), ("mobile", "212-555-0101"))
    assert person.custom == (("Phone 2 - Value (work fax)", "212-555-0102"),)


def test_a_fax_in_a_cell_of_phones_is_not_dialed() -> None:
    (person,) = people('Name,Phone\nAnn,"212-555-0100, fax 212-555-0101"\n')
    assert person.phones == (("phone", "212-555-0100"),)
    assert person.custom == (("Phone", "fax 212-555-0101"),)


def test_a_dialling_code_in_its_own_column() -> None:
    found = people(
        "Name,Country Code,Phone\nAnn,44,020 7946 0958\nBob,1,2125550100\nCid,1,12125550100\n"
        "Dan,49,+44 20 7946 0958\nEve,99999,2125550100\n"
    )
    assert [person.phones[0][1] for person in found] == [
        "+44 020 7946 0958",
        "+1 2125550100",
        "12125550100",
        "+44 20 7946 0958",
        "2125550100",
    ]
    assert whats(found[4]) == [("Country Code", "not a country calling code")]


def test_what_isnt_an_email_address_is_kept() -> None:
    (person,) = people("Name,Email\nAnn,ask Bob\n")
    assert person.emails == ()
    assert person.custom == (("Email", "ask Bob"),)
    assert whats(person) == [("Email", "not an email address")]


def test_outcomes() -> None:
    found = people(
        "Name,Disposition,Reason\nAnn,Not interested,too expensive\nBob,NEW,\nCid,Blorp,\n"
        "Dan,Call back,\nEve,DNC,\nFay,Not interested - timing,the weather\n"
    )
    assert [call[:3] for person in found for call in person.past] == [
        ("soft-no", "Not interested", "price"),
        ("callback", "Call back", ""),
        ("do-not-call", "DNC", ""),
        ("soft-no", "Not interested - timing", "timing"),
    ]
    assert [person.opted_out for person in found] == [False, False, False, False, True, False]
    assert whats(found[2]) == [("Disposition", 'unknown outcome "Blorp"')]
    assert found[2].custom == (("Disposition", "Blorp"),)
    assert found[5].custom == (("Reason", "the weather"),)


def test_a_stage_stays_under_its_header() -> None:
    found = people("Name,Deal Stage\nAnn,On Hold\nBob,Closed Lost\n")
    assert [person.past for person in found] == [(), ()]
    assert found[1].custom == (("Deal Stage", "Closed Lost"),)


def test_a_status_is_read_cell_by_cell() -> None:
    found = people(
        "Name,Lead Status,Last Contacted\nAnn,Closed - Not Interested,2026-01-05\nBob,Parked,\n"
        "Cid,New,\nDan,Customer,\nEve,Do Not Call,\n"
    )
    assert [[call.outcome for call in person.past] for person in found] == [
        ["soft-no"], [], [], [], ["do-not-call"],
    ]  # fmt: skip
    assert last(found[0]).at == datetime(2026, 1, 5)
    assert [person.said for person in found] == ["soft-no", "", "open", "", "do-not-call"]
    assert [whats(person) for person in found] == [
        [], [("Lead Status", 'unknown outcome "Parked"')], [], [], [],
    ]  # fmt: skip
    assert found[1].custom == (("Lead Status", "Parked"),)
    assert found[3].custom == (("Lead Status", "Customer"),)


def test_a_status_beside_an_outcome_is_not_lost() -> None:
    """Someone who refused and then wasn't reached has refused."""
    ann, bob, cid = people(
        "Name,Lead Status,Last Outcome,Last Called\nAnn,Not Interested,No answer,2026-03-04\n"
        "Bob,Not Interested,Connected,2026-03-04\nCid,Do Not Call,No answer,2026-03-04\n"
    )
    date = datetime(2026, 3, 4)
    assert [(call.outcome, call.at, call.by) for call in ann.past] == [
        ("soft-no", None, date),
        ("no-answer", date, None),
    ]
    assert [(call.outcome, call.at) for call in bob.past] == [("soft-no", date)]
    assert cid.opted_out


def test_words_are_read_in_the_language_of_the_file() -> None:
    (ann,) = people("Name;Telefon;Ergebnis\nAnn;0511 555010;AB\n")
    assert last(ann).outcome == "voicemail"
    (bob,) = people("Name,Phone,Result\nBob,212-555-0100,AB\n")
    assert last(bob).outcome == "busy"


def test_what_a_cell_says_besides_is_a_note() -> None:
    (ann,) = people('Name,Result,Call Notes\nAnn,"Not interested, ask Bo","rude"\n')
    assert (last(ann).outcome, last(ann).note) == ("soft-no", "ask Bo, rude")


def test_an_ambiguous_date_bounds_a_call() -> None:
    """03/04/2026 is no later than April 3."""
    (ann,) = people("Name,Last Called,Outcome\nAnn,03/04/2026,busy\n")
    assert (last(ann).at, last(ann).by) == (None, datetime(2026, 4, 3))


def test_opting_out() -> None:
    found = people("Name,Do Not Call\nAnn,yes\nBob,no\nCid,\nDan,2026-03-01\n")
    assert [person.opted_out for person in found] == [True, False, False, True]
    assert whats(found[3]) == [("Do Not Call", "neither yes nor no: on do-not-call to be safe")]


def test_words_in_any_cell_ask_for_no_calls() -> None:
    ann, bob = people("Name,Colour\nAnn,Please do not call her\nBob,red\n")
    assert (ann.asks_no_calls, bob.asks_no_calls) == ("do not call", "")
    assert not ann.opted_out


def test_the_column_decides_the_order_of_its_dates() -> None:
    found = people("Name,Last Called,Outcome\nAnn,03/04/2026,busy\nBob,25/12/2025 14:30,busy\n")
    assert [last(person).at for person in found] == [
        datetime(2026, 4, 3),
        datetime(2025, 12, 25, 14, 30),
    ]


def test_a_date_that_could_be_two_is_never_guessed() -> None:
    ann, bob = people("Name,Last Called,Outcome\nAnn,03/04/2026,busy\nBob,04/04/2026,busy\n")
    assert last(ann).at is None
    assert ann.custom == (("Last Called", "03/04/2026"),)
    assert whats(ann) == [("Last Called", "ambiguous date: day or month first?")]
    assert last(bob).at == datetime(2026, 4, 4)


def test_a_column_that_contradicts_itself() -> None:
    """What can only be read in one way is read; the rest is refused."""
    ann, bob, cyd = people(
        "Name,Last Called,Outcome\nAnn,13/04/2026,busy\nBob,04/13/2026,busy\nCyd,03/04/2026,busy\n"
    )
    assert last(ann).at == last(bob).at == datetime(2026, 4, 13)
    assert last(cyd).at is None
    assert "mixes day first" in whats(cyd)[0][1]


def test_a_date_without_an_outcome_is_kept() -> None:
    (ann,) = people("Name,Last Called\nAnn,2026-04-03\n")
    assert ann.past == ()
    assert ann.custom == (("Last Called", "2026-04-03"),)


def test_numbered_columns_are_calls_of_their_own() -> None:
    (ann,) = people(
        "Name,Call 1 Date,Call 1 Result,Call 1 Notes,Call 2 Date,Call 2 Result,Call 2 Duration,"
        "Call 2 By,Call 3 Date,Call 3 Result\n"
        "Ann,2026-03-01,No answer,rang long,2026-03-05 10:00,Not interested,3:25,Rob,,\n"
    )
    assert ann.past == (
        Past("no-answer", "No answer", "", datetime(2026, 3, 1), "rang long"),
        Past("soft-no", "Not interested", "unknown", datetime(2026, 3, 5, 10), "", 205, "Rob"),
    )


@pytest.mark.parametrize("header", ["Call History", "Attempt 1", "1st call", "Anrufverlauf"])
def test_several_calls_in_a_cell(header: str) -> None:
    (ann,) = people(f'Name,{header}\nAnn,"3/14/2026: no answer - twice; 3/16/2026 10:30 am Busy"\n')
    assert ann.past == (
        Past("no-answer", "no answer - twice", "", datetime(2026, 3, 14), "twice"),
        Past("busy", "Busy", "", datetime(2026, 3, 16, 10, 30)),
    )


def test_a_history_that_is_not_understood_is_kept_as_written() -> None:
    (ann,) = people("Name,Call History\nAnn,spoke to the boss about it on Monday\n")
    assert ann.past == ()
    assert ann.custom == (("Call History", "spoke to the boss about it on Monday"),)
    assert whats(ann) == [("Call History", "can't read the calls")]


def test_the_last_call_is_not_told_twice() -> None:
    (ann,) = people(
        "Name,Last Outcome,Last Called,Call 1 Date,Call 1 Result\nAnn,Busy,2026-03-01,2026-03-01,Busy\n"
    )
    assert len(ann.past) == 1


def test_callbacks_and_attempts() -> None:
    (person,) = people(
        "Name,Callback Date,Call Attempts,Disposition\nAnn,2026-05-01 10:00,3.0,Callback\n"
    )
    assert person.callback_at == datetime(2026, 5, 1, 10, 0)
    assert person.attempts == 3
    assert last(person).outcome == "callback"


def test_odd_rows_say_so() -> None:
    ann, bob = people("Name,Phone,City\nAnn\nBob,212-555-0100,Rome,extra\n")
    assert whats(ann) == [("", "2 cells fewer than the header")]
    assert whats(bob) == [("", "1 cell more than the header")]
    assert bob.custom == (("City", "Rome"), ("column 4", "extra"))


def test_an_unknown_zone_is_kept() -> None:
    (person,) = people("Name,Time Zone\nAnn,lunar\n")
    assert person.zone == ""
    assert person.custom == (("Time Zone", "lunar"),)


def test_ignored_columns_are_left_out() -> None:
    (person,) = read("Name,Junk\nAnn,x\n", Junk="ignore")
    assert isinstance(person, Person)
    assert person.custom == ()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250", 1250),
        ("$1,250", 1250),
        ("1,250.50", 1250.5),
        ("1.250,50 €", 1250.5),
        ("1 250,50", 1250.5),
        ("1'250.50", 1250.5),
        ("1.250.000", 1250000),
        ("0.5", 0.5),
        ("12,5", 12.5),
        ("-3", -3),
        ("1.250", None),
        ("1,2,3", None),
        ("10-20", None),
        ("much", None),
        ("", None),
    ],
)
def test_amounts(text: str, amount: float | None) -> None:
    assert amount_of(text) == amount


def test_numbers_are_read_in_the_country_beside_them_if_they_are_in_use_there() -> None:
    found = people(
        "Name,Phone,Country\nAnn,030 901820,Germany\nBob,(212) 555-0100,Germany\nCyd,020 7946 0958,UK\n"
    )
    numbers = [phone.e164 for person in found for phone in person.numbers]
    assert numbers == ["+4930901820", "+12125550100", "+442079460958"]
