"""A call folder comes in whole or not at all; twice is the same as once; nothing known is lost."""

import json
import os
import shutil
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callq.compliance import hours
from callq.engine.model import Tier
from callq.errors import CallqError, Exit
from callq.importing import bulk_reader as intake
from callq.importing import run as import_people
from callq.importing.readers.open import open_table
from callq.importing.run import Imported
from callq.records import people
from callq.records.change_people import PeopleWriter
from callq.records.contacts import words_of
from helpers import (
    IN_CHICAGO,
    IN_LOS_ANGELES,
    IN_NEW_YORK,
    NOW,
    SHARED,
    Office,
    copy_store,
    moment,
    new_york,
)

BEFORE = "2026-03-10T10:00:00-04:00"
FACTS = (
    "prospect",
    "phone",
    "email",
    "name_word",
    "call",
    "dnc",
    "hours",
    "tally",
    "command",
    "change",
)
CONTACTS = SHARED / "contacts"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared sample data is not here")


def import_opened(office: Office, text: str, **request: Any) -> Imported:
    return office.import_(office.file(text), **request)


def names(office: Office) -> list[str]:
    return [row[0] for row in office.rows("SELECT name FROM prospect ORDER BY id")]


def figures(report: Imported) -> tuple[int, int, int, int]:
    return report.added, report.enriched, report.unchanged, report.duplicates


# Who is who ---------------------------------------------------------------------------------------


def test_those_who_share_a_switchboard_stay_several(office: Office) -> None:
    report = import_opened(
        office,
        f"Name,Phone\nAnn Lee,{IN_NEW_YORK}\nBob Ray,{IN_NEW_YORK}\nAnn Leeds,{IN_NEW_YORK}\n",
    )
    assert figures(report) == (3, 0, 0, 0)
    assert names(office) == ["Ann Lee", "Bob Ray", "Ann Leeds"]


def test_two_of_one_name_with_other_numbers_stay_two(office: Office) -> None:
    report = import_opened(office, f"Name,Phone\nAnn Lee,{IN_NEW_YORK}\nAnn Lee,{IN_CHICAGO}\n")
    assert figures(report) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    "again",
    [
        "ann  LEE,(212) 555-0100,,",
        "Änn Lee,212-555-0100,,",
        "Ann Lee,,ANN@example.com,",
        "Ann Lee,,,X-1",
        "Ann Lee,+1 312 555 0199,ann@example.com,",
    ],
)
def test_the_same_person_is_known_again(office: Office, again: str) -> None:
    """By name and number, name and address, or name and foreign id, in whatever style."""
    head = "Name,Phone,Email,Contact ID\n"
    import_opened(office, f"{head}Ann Lee,{IN_NEW_YORK},ann@example.com,X-1\n")
    assert import_opened(office, f"{head}{again}\n").added == 0
    assert names(office) == ["Ann Lee"]


def test_the_same_number_written_twice_is_one_number(office: Office) -> None:
    import_opened(office, f"Name,Phone,Mobile\nAnn Lee,{IN_NEW_YORK},(212) 555-0100\n")
    assert office.rows("SELECT e164 FROM phone") == [("+12125550100",)]


def test_a_bare_name_is_known_by_name_and_company(office: Office) -> None:
    text = "Name,Company,City\nAnn Lee,Acme,Rome\nAnn Lee,Zoo,Rome\nAnn Lee,Acme,Rome\n"
    assert figures(import_opened(office, text)) == (2, 0, 1, 1)


@pytest.mark.parametrize(
    ("headers", "one", "other"),
    [
        ("City", "Boston", "Dallas"),
        ("City", "Boston", ""),
        ("State", "OH", "TX"),
        ("ZIP", "43004", "75001"),
        ("Date of Birth", "1950-01-02", "1988-07-09"),
        ("Title", "Owner", "Clerk"),
        ("Phone", "01632 960351", "01632 960352"),
        ("Phone,City", "dentist,Boston", "dentist,Dallas"),
        ("Company", "Acme", ""),
        ("External ID", "A1", "A2"),
        ("Phone", IN_NEW_YORK, ""),
    ],
)
def test_a_name_alone_makes_no_two_rows_one(
    office: Office, headers: str, one: str, other: str
) -> None:
    """And the same file again adds no one and changes nothing."""
    text = f"Name,{headers}\nAnn Lee,{one}\nAnn Lee,{other}\nAnn Lee,{one}\n"
    assert figures(import_opened(office, text)) == (2, 0, 1, 1)
    before = office.rows("SELECT * FROM prospect ORDER BY id")
    again = import_opened(office, text)
    assert (again.added, again.enriched, again.changed) == (0, 0, 0)
    assert office.rows("SELECT * FROM prospect ORDER BY id") == before


def test_namesakes_on_two_lists_stay_two(office: Office) -> None:
    office.import_(office.file("Name\nAnn Lee\n"), list_name="a")
    assert office.import_(office.file("Name\nAnn Lee\n"), list_name="b").added == 1
    assert office.import_(office.file("Name\nAnn Lee\n"), list_name="b").added == 0


def test_a_number_found_since_makes_no_one_new(office: Office) -> None:
    text = "Name,City\nAnn Lee,Boston\nAnn Lee,Dallas\n"
    import_opened(office, text)
    office.edit(1, add_phone=(IN_NEW_YORK,))
    assert import_opened(office, text).added == 0


def test_several_rows_of_a_person_are_several_notes_and_values(office: Office) -> None:
    """None of them is dropped, and the same file again changes nothing."""
    rows = [
        f"Ann Lee,{IN_NEW_YORK},Acme,first note,Call,Ovens",
        f"Ann Lee,{IN_NEW_YORK},Acme,second note,Visit,Ovens",
        f"Ann Lee,{IN_NEW_YORK},Zoo,third note,Call,Pans",
    ]
    text = "Name,Phone,Company,Notes,Activity,Deal\n" + "\n".join(rows) + "\n"
    report = import_opened(office, text)
    assert figures(report) == (1, 2, 0, 2)
    ((company, note, custom),) = office.rows("SELECT company, note, custom FROM prospect")
    assert (company, note) == ("Acme", "first note\nsecond note\nthird note")
    assert json.loads(custom) == {
        "Activity": "Call; Visit", "Deal": "Ovens; Pans", "Company 2": "Zoo",
    }  # fmt: skip
    again = import_opened(office, text)
    assert (again.added, again.enriched, again.changed) == (0, 0, 0)


def test_a_note_of_another_list_is_kept_beside(office: Office) -> None:
    office.import_(office.file(f"Name,Phone,Notes\nAnn Lee,{IN_NEW_YORK},one\n"), list_name="a")
    for text in ("two", "three", "two"):
        path = office.file(f"Name,Phone,Notes\nAnn Lee,{IN_NEW_YORK},{text}\n")
        office.import_(path, list_name="b")
    ((note, custom),) = office.rows("SELECT note, custom FROM prospect")
    assert (note, json.loads(custom)) == ("one", {"Note (b)": "two\nthree"})


def test_duplicates_in_one_file_become_one(office: Office) -> None:
    report = import_opened(
        office,
        f"Name,Phone,Email,Company\nAnn Lee,{IN_NEW_YORK},,\nAnn Lee,{IN_NEW_YORK},a@b.cd,Acme\n"
        f"Ann Lee,{IN_NEW_YORK},a@b.cd,Acme\n",
    )
    assert figures(report) == (1, 1, 1, 2)
    assert office.rows("SELECT name, company FROM prospect") == [("Ann Lee", "Acme")]
    assert office.rows("SELECT address FROM email") == [("a@b.cd",)]


def test_duplicates_are_found_across_batches(office: Office) -> None:
    rows = [f"P{i},{new_york(i)}" for i in range(600)]
    report = import_opened(office, "Name,Phone\n" + "\n".join([*rows, *rows[::7]]) + "\n")
    assert figures(report) == (600, 0, 86, 86)


def test_sixty_who_share_a_switchboard_are_sixty_again(office: Office) -> None:
    text = "Name,Phone\n" + "".join(f"P{i},{IN_NEW_YORK}\n" for i in range(60))
    assert import_opened(office, text).added == 60
    assert import_opened(office, text).added == 0


def test_a_bare_name_is_known_among_many_alike(office: Office) -> None:
    text = "Name\n" + "".join(f"Ann Lee {i}\n" for i in range(55)) + "Ann Lee\n"
    assert import_opened(office, text).added == 56
    assert import_opened(office, text).added == 0


# Twice --------------------------------------------------------------------------------------------

RICH = (
    "Name,Phone,Mobile,Email,Company,Title,Owner,Notes,Tags,Value,Last Outcome,Last Called,"
    "Do Not Call,City,Attempts,Time Zone\n"
    "Ann Lee,(212) 555-0100,312-555-0101,ann@x.com,Acme,CEO,bob,a note,vip;big,3000,"
    "No answer,2026-03-02,,Rome,3,America/New_York\n"
    "Bob Ray,(212) 555-0101,,,,,,please do not call,,,Not interested,,,,,\n"
    "Cyd Fox,(212) 555-0102,,,,,,,,,,,yes,,,\n"
    "Dan Poe,nonsense,,,,,,,,,Weird word,31.13.2026,maybe,,,Mars\n"
    "Eve,,,,,,,,,,,,,,,\n"
    "Joy,,,,,,,,,,Callback,2026-03-02,,,,\n"
)


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    import_opened(office, RICH)
    office.look()
    before = office.dump(*FACTS)
    report = import_opened(office, RICH)
    assert figures(report) == (0, 0, 6, 0)
    assert report.calls == 0
    office.look()
    assert office.dump(*FACTS) == before


def test_a_day_later_it_still_changes_nothing(office: Office) -> None:
    import_opened(office, RICH, now=BEFORE)
    office.look()
    before = office.dump(*FACTS)
    assert import_opened(office, RICH, now=NOW).enriched == 0
    assert office.dump(*FACTS) == before


def test_what_was_taken_back_is_not_there_for_a_second_import(office: Office) -> None:
    import_opened(office, RICH)
    office.undo()
    with pytest.raises(CallqError) as caught:
        office.undo()
    assert caught.value.name == "nothing-to-undo"
    assert import_opened(office, RICH).added == 6


def test_a_second_import_is_nothing_that_could_be_taken_back(office: Office) -> None:
    import_opened(office, RICH)
    import_opened(office, RICH)
    assert office.undo().removed == 6


# Rehearsed ----------------------------------------------------------------------------------------


def test_a_dry_run_changes_nothing_and_counts_the_same(office: Office) -> None:
    path = office.file(RICH)
    office.add("Ann Lee", IN_NEW_YORK, now=BEFORE)
    before = office.dump()
    rehearsed = office.import_(path, dry_run=True)
    assert office.dump() == before
    done = office.import_(path)
    for field in ("rows", "added", "enriched", "unchanged", "calls", "opted_out", "asked"):
        assert getattr(rehearsed, field) == getattr(done, field), field
    assert (rehearsed.dry_run, done.dry_run) == (True, False)
    assert rehearsed.rejects_file is None


# Enriched -----------------------------------------------------------------------------------------


def test_what_a_person_lacks_is_added(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK, now=BEFORE)
    report = import_opened(office, RICH, list_name="web")
    assert report.enriched == 1
    columns = "company, title, owner, list_name, note, tags, value, zone"
    assert office.rows(f"SELECT {columns} FROM prospect WHERE id = 1") == [
        ("Acme", "CEO", "bob", "", "a note", "vip\nbig", 3000.0, "America/New_York")
    ]
    assert office.rows("SELECT e164 FROM phone WHERE prospect_id = 1 ORDER BY position") == [
        ("+12125550100",), ("+13125550101",),
    ]  # fmt: skip
    assert office.portray("ann@x.com").details.id == 1
    assert office.portray("acme").details.custom["City"] == "Rome"


def test_nothing_that_is_known_is_overwritten(office: Office) -> None:
    office.add(
        "Ann Lee", IN_NEW_YORK, now=BEFORE, company="Own", title="CTO", owner="ann", note="mine",
        value=1.0, tags=("own",), custom=(("City", "Oslo"),), zone="Asia/Tokyo",
    )  # fmt: skip
    import_opened(office, RICH, list_name="web")
    details = office.portray("ann").details
    assert (details.company, details.title, details.owner) == ("Own", "CTO", "ann")
    assert (details.note, details.value, details.zone) == ("mine", 1.0, "Asia/Tokyo")
    assert details.tags == ("own", "vip", "big")
    assert details.custom == {"City": "Oslo", "Note (web)": "a note"}


def test_a_zero_that_was_entered_is_not_overwritten(office: Office) -> None:
    """No one expects anything of them: that is known, not missing."""
    office.add("Ann Lee", IN_NEW_YORK, now=BEFORE, value=0.0)
    import_opened(office, RICH)
    assert office.portray("ann").details.value == 0.0


# History ------------------------------------------------------------------------------------------


def test_a_dated_outcome_is_a_call_of_that_day(office: Office) -> None:
    import_opened(
        office, f"Name,Phone,Last Outcome,Last Called\nAnn,{IN_NEW_YORK},No answer,2026-03-02\n"
    )
    assert office.rows("SELECT at, outcome, written, imported, number FROM call") == [
        (int(moment("2026-03-02 00:00").timestamp()), "no-answer", "No answer", 0, "+12125550100")
    ]


def test_an_outcome_without_a_date_is_a_claim(office: Office) -> None:
    """A no that a list claims, with no call behind it, rests from now and is to be looked at."""
    import_opened(office, f"Name,Phone,Last Outcome\nAnn,{IN_NEW_YORK},Not interested\n")
    assert office.rows("SELECT at, outcome, reason, imported FROM call") == [
        (int(moment("2026-03-11 10:15").timestamp()), "soft-no", "unknown", 1)
    ]
    assert "unconfirmed" in office.row(1)["flags"]
    assert office.queue() == []


def test_what_has_no_date_is_at_least_as_old_as_the_file(office: Office) -> None:
    """Never of the import's date, and never the importer's own work."""
    path = office.file(
        "Name,Phone,Lead Status,Last Contacted,Number of Calls\n"
        f"Ann,+1 416 555 0100,Not Interested,01/02/2026,3\nBob,{IN_CHICAGO},Closed - Not Interested,,\n"
    )
    written = int(moment("2026-03-02 08:00").timestamp())
    os.utime(path, (written, written))
    office.import_(path, agent="ann", owner="ann")
    by = int(moment("2026-02-01 00:00").timestamp())
    assert by < written, "January 2 or February 1"
    sql = "SELECT outcome, at, imported, agent FROM call WHERE prospect_id = :id ORDER BY id"
    assert office.rows(sql, id=1) == [
        *[("no-answer", by, 1, "")] * 2,
        ("soft-no", by, 1, ""),
    ]
    assert office.rows(sql, id=2) == [("soft-no", written, 1, "")]


@pytest.mark.parametrize("day", ["2026-07-01", "2026-03-01"])
@pytest.mark.parametrize("status", ["New", "Contacted", ""])
def test_a_follow_up_is_a_callback_without_an_outcome(
    office: Office, day: str, status: str
) -> None:
    import_opened(office, f"Name,Phone,Status,Next Follow Up\nAnn,{IN_NEW_YORK},{status},{day}\n")
    row = office.row(1)
    at = int(moment(f"{day} 09:00").timestamp())
    assert (row["state"], row["due_at"]) == ("callback", at)
    (called,) = office.rows("SELECT at, imported FROM call")
    assert called[0] <= at
    late = day < "2026-03-11"
    assert row["tier"] == (Tier.OVERDUE_CALLBACK if late else Tier.CALLBACK)


@pytest.mark.parametrize("header", ["Next activity", "Next follow-up"])
@pytest.mark.parametrize("last", ["", "2026-02-02"])
@pytest.mark.parametrize("day", ["2026-07-01", "2026-03-01"])
def test_a_follow_up_after_a_no_is_a_callback_too(
    office: Office, header: str, last: str, day: str
) -> None:
    text = (
        f"Name,Phone,Lead Status,Number of Calls,Last called,{header}\n"
        f"Ann,{IN_NEW_YORK},Not Interested,3,{last},{day}\nBob,{IN_CHICAGO},Not Interested,1,{last},\n"
    )
    import_opened(office, text)
    row = office.row(1)
    at = int(moment(f"{day} 09:00").timestamp())
    assert (row["state"], row["due_at"]) == ("callback", at)
    assert row["tier"] == (Tier.OVERDUE_CALLBACK if day < "2026-03-11" else Tier.CALLBACK)
    assert office.row(2)["state"] == "recall"
    sql = "SELECT outcome, given_at, imported FROM call WHERE prospect_id = 1 ORDER BY at, id"
    said = [("soft-no", None, int(not last)), ("callback", at, 1)]
    assert office.rows(sql) == [("no-answer", None, 1)] * 2 + said
    import_opened(office, text)
    assert len(office.rows(sql)) == 4


def test_a_follow_up_before_the_last_call_was_kept(office: Office) -> None:
    import_opened(
        office,
        "Name,Phone,Status,Last called,Next follow-up\n"
        f"Ann,{IN_NEW_YORK},Not interested,2026-02-02,2026-01-15\n",
    )
    assert office.row(1)["state"] == "recall"
    assert len(office.rows("SELECT 1 FROM call")) == 1


@pytest.mark.parametrize("more", ["", "Bob,212-555-0177,NEW\n"])
@pytest.mark.parametrize("word", ["UNQUALIFIED", "Unqualified", "Junk Lead", "Not Qualified"])
def test_a_leads_status_alone_can_say_that_they_never_fit(
    office: Office, word: str, more: str
) -> None:
    import_opened(office, f"Name,Phone,Lead Status\nAnn,{IN_NEW_YORK},{word}\n{more}")
    assert office.row(1)["state"] == "closed"
    assert office.rows("SELECT outcome FROM call") == [("disqualified",)]


def test_of_a_deal_it_is_a_stage(office: Office) -> None:
    import_opened(office, f"Name,Phone,Deal Stage\nAnn,{IN_NEW_YORK},Unqualified\n")
    assert office.row(1)["state"] == "fresh"


@pytest.mark.parametrize("rows", [1, 2])
def test_a_status_of_unknown_words_alone_is_asked_about(office: Office, rows: int) -> None:
    people = "".join(f"P{i},212-555-01{i}0,Parked\n" for i in range(rows))
    report = import_opened(office, f"Name,Phone,Status\n{people}")
    ((key, found),) = report.problems.items()
    assert "Parked" in str(key)
    assert found.count == rows
    assert office.row(1)["state"] == "fresh"
    assert "Parked" in office.row(1)["custom"]


def test_a_known_stage_alone_asks_nothing(office: Office) -> None:
    report = import_opened(office, f"Name,Phone,Status\nAnn,{IN_NEW_YORK},Nurture\n")
    assert report.problems == {}


@pytest.mark.parametrize(("cell", "day"), [
    ("Callback 12/15/2026", "2026-12-15"), ("Call back on 2026-12-15", "2026-12-15"),
    ("CB Tuesday", ""), ("Callback 03/04/2026", ""), ("Wiedervorlage 15.12.2026", "2026-12-15"),
])  # fmt: skip
def test_a_callback_is_on_the_day_its_cell_names(office: Office, cell: str, day: str) -> None:
    import_opened(office, f"Name,Phone,Status\nAnn,{IN_NEW_YORK},{cell}\nBob,{IN_CHICAGO},Busy\n")
    assert office.rows("SELECT outcome FROM call WHERE prospect_id = 1") == [("callback",)]
    row = office.row(1)
    if day:
        due = int(moment(f"{day} 09:00").timestamp())
        assert (row["state"], row["due_at"]) == ("callback", due)
    else:
        assert row["state"] == "recall"


def test_a_call_in_the_future_is_a_claim_and_odd(office: Office) -> None:
    report = import_opened(
        office, f"Name,Phone,Last Outcome,Last Called\nAnn,{IN_NEW_YORK},No answer,2027-03-02\n"
    )
    assert office.rows("SELECT imported FROM call") == [(1,)]
    assert [problem.what for problem in report.problems.values()] == [
        "the last call is in the future"
    ]


def test_a_call_of_today_isnt_a_later_than_now(office: Office) -> None:
    """A bare date means the first moment of the day: no one wrote down an hour."""
    import_opened(
        office, f"Name,Phone,Last Outcome,Last Called\nAnn,{IN_NEW_YORK},No answer,2026-03-11\n"
    )
    assert office.rows("SELECT at, imported FROM call") == [
        (int(moment("2026-03-11 00:00").timestamp()), 0)
    ]


def test_the_same_file_twice_on_the_day_of_its_calls_changes_nothing(office: Office) -> None:
    text = f"Name,Phone,Last Outcome,Last Called\nAnn,{IN_NEW_YORK},No answer,2026-03-11\n"
    import_opened(office, text, now="2026-03-11T10:15:00-04:00")
    assert import_opened(office, text, now="2026-03-11T11:15:00-04:00").calls == 0


def test_a_callback_that_was_agreed_is_a_callback(office: Office) -> None:
    import_opened(
        office,
        "Name,Phone,Last Outcome,Last Called,Call Back At\n"
        f"Ann,{IN_NEW_YORK},Callback,2026-03-02,2026-03-11 15:00\n",
    )
    assert office.row(1)["state"] == "callback"
    assert office.queue(now="2026-03-11T15:00:00-04:00") == [1]


def test_a_later_list_adds_its_call(office: Office) -> None:
    head = "Name,Phone,Last Outcome,Last Called\n"
    import_opened(office, f"{head}Ann,{IN_NEW_YORK},No answer,2026-03-02\n")
    report = import_opened(office, f"{head}Ann,{IN_NEW_YORK},Not interested,2026-03-05\n")
    assert (report.enriched, report.calls) == (1, 1)
    assert office.row(1)["conversation_outcome"] == "soft-no"


# What can't be used -------------------------------------------------------------------------------


def test_rows_that_name_no_one_are_kept_for_mending(office: Office) -> None:
    path = office.file(f'Name,Phone,City\nAnn,{IN_NEW_YORK},Rome\n,,Oslo\n"",," =1+1"\n')
    report = office.import_(path)
    assert (report.rows, report.added, report.rejected) == (3, 1, 2)
    assert report.rejects_file == path.with_name("people.rejects.csv")
    lines = report.rejects_file.read_text().splitlines()
    assert lines[0].endswith("Name,Phone,City")
    assert [line.split(",")[0] for line in lines[1:]] == ["3", "4"]


def test_a_fixed_rejects_file_can_be_imported(office: Office) -> None:
    path = office.file(f"Name,Phone,City\n,,Oslo\nAnn,{IN_NEW_YORK},Rome\n")
    rejects = office.import_(path).rejects_file
    assert rejects is not None
    mended = rejects.read_text().replace(",,,Oslo", ",,Zoë,Oslo").replace(",,Oslo", ",Zoë,,Oslo", 1)
    rejects.write_text(mended)
    assert office.import_(rejects, list_name="people").added == 1
    assert "Zoë" in names(office)


def test_no_rejects_file_when_none_is_wanted(office: Office) -> None:
    path = office.file("Name,Phone\n,\nAnn,\n,,\n")
    assert office.import_(path, rejects=False).rejects_file is None
    assert [one.name for one in office.home.glob("*reject*")] == []


def test_a_number_that_can_not_be_dialed_is_kept_as_written(office: Office) -> None:
    report = import_opened(office, "Name,Phone\nAnn,ask Bob\n")
    assert report.unreachable == 1
    assert office.rows("SELECT written, e164, quality FROM phone") == [
        ("ask Bob", "", "impossible")
    ]


@pytest.mark.parametrize("content", ["", "\n\n\n", "\x00\x01\x02\x03" * 50])
def test_a_file_that_isnt_a_table_is_refused(office: Office, content: str) -> None:
    path = office.file(content)
    before = office.dump()
    with pytest.raises(CallqError) as caught:
        office.import_(path)
    assert caught.value.code is Exit.BAD_FILE
    assert office.dump() == before


def test_a_mapping_that_names_what_is_not_there_is_refused(office: Office) -> None:
    before = office.dump()
    with pytest.raises(CallqError):
        import_opened(office, "Name,Phone\nAnn,1\n", mapping={"Mobile": "phone"})
    with pytest.raises(CallqError):
        import_opened(office, "Name,Phone\nAnn,1\n", mapping={"Phone": "telephone"})
    assert office.dump() == before


def test_an_import_that_breaks_halfway_leaves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"P{i},{new_york(i)}\n" for i in range(5000))
    path = office.file("Name,Phone\n" + rows)
    before = office.dump()
    calls = []

    def breaks(*given: Any) -> Any:
        calls.append(given)
        if len(calls) > 2:
            raise RuntimeError
        return real(*given)

    real = PeopleWriter.add
    monkeypatch.setattr(PeopleWriter, "add", breaks)
    with pytest.raises(RuntimeError):
        office.import_(path)
    assert len(calls) == 3
    assert office.dump() == before


# A newer export -----------------------------------------------------------------------------------

EXPORT = (
    "Name,Phone,Title,Company,Owner,Notes,Shoe size\n"
    f"Ann Lee,{IN_NEW_YORK},CTO,Acme,ann,likes dogs,41\n"
    f"Bob Ray,{IN_CHICAGO},,Zebra,ann,,\n"
)
NEWER = (
    "Name,Phone,Title,Company,Owner,Notes,Shoe size\n"
    f"Ann Lee,{IN_NEW_YORK},CEO,Acme Inc,bob,likes dogs and cats,42\n"
    f"Bob Ray,{IN_CHICAGO},Clerk,Zebra,ann,,\n"
)


def _changes(report: Imported) -> list[tuple[str, str, str, str]]:
    return [change[2:] for change in report.changes]


def test_a_newer_export_replaces_what_the_list_brought_and_shows_it_first(office: Office) -> None:
    import_opened(office, EXPORT)
    before = office.dump()
    shown = import_opened(office, NEWER, dry_run=True)
    assert office.dump() == before
    assert _changes(shown) == [
        ("Ann Lee", "company", "Acme", "Acme Inc"),
        ("Ann Lee", "title", "CTO", "CEO"),
        ("Ann Lee", "owner", "ann", "bob"),
        ("Ann Lee", "note", "likes dogs", "likes dogs and cats"),
        ("Ann Lee", "Shoe size", "41", "42"),
        ("Bob Ray", "title", "", "Clerk"),
    ]
    report = import_opened(office, NEWER)
    assert (report.changes, report.changed) == (shown.changes, 5)
    details = office.portray("ann").details
    assert (details.title, details.company, details.owner) == ("CEO", "Acme Inc", "bob")
    again = office.dump()
    assert import_opened(office, NEWER).unchanged == 2
    assert office.dump() == again
    with office.workspace() as ws, ws.db.write():
        assert ws.projector().rebuild() == 0
    office.undo()
    after = office.dump(
        *[
            table
            for table in FACTS
            if table not in ("command", "change", "name_word", "hours", "tally")
        ]
    )
    assert after == {table: before[table] for table in after}


def test_what_a_rep_set_by_hand_stays(office: Office) -> None:
    import_opened(office, EXPORT)
    office.edit("ann", title="Chief")
    import_opened(office, NEWER)
    details = office.portray("ann").details
    assert (details.title, details.company) == ("Chief", "Acme Inc")


def test_another_list_replaces_nothing(office: Office) -> None:
    import_opened(office, EXPORT)
    assert import_opened(office, NEWER, list_name="fair").changed == 0
    assert office.portray("ann").details.title == "CTO"


def test_a_newer_export_never_weakens_an_opt_out_or_a_callback(office: Office) -> None:
    import_opened(office, "Name,Phone,Do Not Call,Outcome,Callback Date\n"
            f"Ann,{IN_NEW_YORK},yes,,\nBob,{IN_CHICAGO},,Callback,2026-05-01 10:00\n")  # fmt: skip
    promised = office.portray("bob").status.callback_at
    import_opened(
        office, f"Name,Phone,Do Not Call,Outcome\nAnn,{IN_NEW_YORK},no,\nBob,{IN_CHICAGO},,\n"
    )
    assert office.portray("ann").status.state == "do-not-call"
    assert office.portray("bob").status.callback_at == promised is not None


def test_two_rows_that_differ_do_not_change_someone_to_and_fro(office: Office) -> None:
    text = f"Name,Phone,Title\nAnn,{IN_NEW_YORK},CTO\nAnn,{IN_NEW_YORK},CEO\n"
    import_opened(office, text)
    before = office.dump()
    assert import_opened(office, text).changed == 0
    assert office.dump() == before


# Where they are ------------------------------------------------------------------------------------

WHERE = "Name,Phone,State,Zip,Country,Timezone\n"
ADDRESSES = (
    "FL,,,", "TX,,,", ",60601,,", "IL,60601,US,", "NY,60601,,", "ON,,Canada,", ",,Germany,",
    ",,,America/Denver", "FL,,,America/Chicago", "CA,94105,US,America/Los_Angeles", "Oz,,Atlantis,",
)  # fmt: skip


def _place(office: Office) -> list[tuple[Any, ...]]:
    return office.rows(
        "SELECT p.zone, p.country, p.region, p.postal, p.places, p.place_zones, p.hold, h.key "
        "FROM prospect p LEFT JOIN hours h ON h.id = p.hours_id ORDER BY p.id"
    )


@pytest.mark.parametrize("number", [IN_NEW_YORK, "+49 30 901820", "1234567890123456789"])
@pytest.mark.parametrize("before", [",,,", "NY,60601,,", ",,,America/Denver"])
def test_an_address_that_changes_is_what_it_is_for_a_newcomer(
    office: Office, before: str, number: str
) -> None:
    import_opened(office, f"{WHERE}Ann,{number},{before}\n")
    for after in ADDRESSES:
        newer = f"{WHERE}Ann,{number},{after}\n"
        now = dict(zip(("region", "postal", "country", "zone"), after.split(","), strict=True))
        _edited(office, now, lambda text=newer: import_opened(office, text))
        with office.workspace() as ws, ws.db.write():
            assert ws.projector().rebuild() == 0


def _edited(office: Office, now: dict[str, str], bring: Any) -> None:
    """An import changes what `edit` changes, and undo takes it back."""
    before = _place(office)
    bring()
    brought = _place(office)
    if brought != before:
        office.undo()
        assert _place(office) == before
        office.edit("ann", **{column: text for column, text in now.items() if text})
        assert _place(office) == brought
        office.undo()
        bring()
    again = office.dump()
    bring()
    assert office.dump() == again


def test_an_address_is_shown_part_by_part(office: Office) -> None:
    import_opened(office, f"{WHERE}Ann,{IN_NEW_YORK},FL,33101,,\n")
    report = import_opened(office, f"{WHERE}Ann,{IN_NEW_YORK},IL,60601,US,\n")
    assert _changes(report) == [
        ("Ann", "Zip", "33101", "60601"),
        ("Ann", "country", "", "US"), ("Ann", "state", "FL", "IL"), ("Ann", "postal", "33101", "60601"),
    ]  # fmt: skip


def test_what_they_told_and_what_a_rep_set_of_where_they_are_stays(office: Office) -> None:
    import_opened(office, f"{WHERE}Ann,{IN_NEW_YORK},FL,,,\nBob,{IN_CHICAGO},FL,,,\n")
    with office.workspace() as ws:
        hours.confirm_location(ws, "ann", "Texas")
    office.edit("bob", postal="60601", region="IL")
    before = _place(office)
    import_opened(
        office, f"{WHERE}Ann,{IN_NEW_YORK},NY,10001,,America/New_York\nBob,{IN_CHICAGO},NY,,,\n"
    )
    assert _place(office) == before


def test_another_list_fills_an_address_it_agrees_with_and_changes_none(office: Office) -> None:
    import_opened(office, f"{WHERE}Ann,{IN_NEW_YORK},FL,,,\nBob,{IN_CHICAGO},,,,\n")
    other = f"{WHERE}Ann,{IN_NEW_YORK},FL,33101,,\nBob,{IN_CHICAGO},IL,,,\n"
    import_opened(office, other, list_name="other")
    found = [("", "", "FL", "33101", "US-FL"), ("", "", "IL", "", "US-IL")]
    assert [row[:5] for row in _place(office)] == found
    import_opened(office, other.replace("FL,33101", "NY,10001"), list_name="other")
    assert [row[:5] for row in _place(office)] == found


# What the file says of calls ----------------------------------------------------------------------


def _log(office: Office, who: str = "ann") -> list[tuple[Any, ...]]:
    return office.rows(
        "SELECT c.outcome, c.imported, c.at, c.note, c.duration, c.agent FROM call c JOIN prospect p "
        "ON p.id = c.prospect_id WHERE lower(p.name) LIKE :who || '%' ORDER BY c.at, c.id", who=who,
    )  # fmt: skip


HISTORY = (
    "Name,Phone,Owner,Attempts,Last Called,Outcome,Call Notes,Call Duration,Called By\n"
    f"Ann Lee,{IN_NEW_YORK},ann,4,2026-03-09 10:00,Not interested,busy season,0:45,rob\n"
    f"Bob Ray,{IN_CHICAGO},ann,3,,,,,\n"
    f"Cyd Moe,{IN_LOS_ANGELES},ann,0,,New,,,\n"
)


def test_attempts_notes_and_lengths_become_calls(office: Office) -> None:
    assert import_opened(office, HISTORY).calls == 7
    at = int(moment("2026-03-09 10:00").timestamp())
    assert _log(office) == [
        *[("no-answer", 1, at, "", None, "")] * 3,
        ("soft-no", 0, at, "busy season", 45, "rob"),
    ]
    assert [row[:2] for row in _log(office, "bob")] == [("no-answer", 1)] * 3
    assert _log(office, "cyd") == []
    assert office.portray("bob").status.misses == 3
    assert office.portray("ann").status.state == "recall"


def test_the_same_history_again_adds_no_call(office: Office) -> None:
    import_opened(office, HISTORY)
    before = office.dump()
    report = import_opened(office, HISTORY)
    assert (report.calls, report.unchanged) == (0, 3)
    assert office.dump() == before


def test_a_newer_export_adds_the_calls_since(office: Office) -> None:
    import_opened(office, HISTORY)
    newer = HISTORY.replace("4,2026-03-09 10:00,Not interested", "6,2026-03-10 16:00,No answer")
    assert import_opened(office, newer).calls == 2
    assert [row[:2] for row in _log(office)] == [
        *[("no-answer", 1)] * 3, ("soft-no", 0), ("no-answer", 1), ("no-answer", 0),
    ]  # fmt: skip


def test_numbered_calls_and_histories_are_logged_with_their_dates(office: Office) -> None:
    report = import_opened(
        office,
        "Name,Phone,Call 1 Date,Call 1 Result,Call 2 Date,Call 2 Result,Call Log\n"
        f"Ann Lee,{IN_NEW_YORK},2026-03-01,No answer,2026-03-05,Voicemail,2026-03-02 busy\n",
    )
    assert report.calls == 3
    assert [row[0] for row in _log(office)] == ["no-answer", "busy", "voicemail"]
    assert not any(row[1] for row in _log(office))


def test_an_opt_out_among_earlier_calls_is_the_last_word(office: Office) -> None:
    report = import_opened(
        office,
        f"Name,Phone,Call 1 Result,Call 2 Result\nAnn,{IN_NEW_YORK},DNC,Interested\n",
    )
    assert report.opted_out == 1
    assert office.portray("ann").status.state == "do-not-call"


# Long files ---------------------------------------------------------------------------------------

_NAMES = ("Ann Lee", "Bob Ray", "Cyd Moe", "José Núñez", "ann lee")
_CELLS = {
    "Name": st.sampled_from(_NAMES),
    "Company": st.sampled_from(("", "Acme", "Zebra & Sons")),
    "Phone": st.sampled_from(
        ("", "(212) 555-0100", "+44 20 7946 0958", "312-555-0101x7", "555-0100")
    ),
    "Mobile": st.sampled_from(("", "213.555.0177", "800 555 0199", "2125550100")),
    "Email": st.sampled_from(("", "ann@acme.example", "BOB@acme.example", "no")),
    "Contact ID": st.sampled_from(("", "7", "8")),
    "Notes": st.sampled_from(("", "please do not call", "nice", "likes dogs")),
    "Amount": st.sampled_from(("", "100", "3000.50")),
    "Last Outcome": st.sampled_from(("", "", "No answer", "Not interested", "DNC", "Callback")),
    "Last Called": st.sampled_from(("", "2026-03-01", "2026-03-10 09:00", "2027-01-01")),
}


def _written(rows: list[dict[str, str]]) -> str:
    lines = [",".join(_CELLS), *(",".join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


@given(st.lists(st.fixed_dictionaries(_CELLS), min_size=1, max_size=25), st.integers(0, 24))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_people_stored_together_are_what_they_are_one_by_one(
    template: Path, rows: list[dict[str, str]], cut: int
) -> None:
    found = []
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for one_by_one in (False, True):
            copy_store(template, home)
            found.append(_taken_in(Office(home), rows, cut, one_by_one=one_by_one))
            shutil.rmtree(home)
    assert found[0] == found[1]


def _taken_in(
    office: Office, rows: list[dict[str, str]], cut: int, *, one_by_one: bool
) -> dict[str, list[Any]]:
    with pytest.MonkeyPatch.context() as patch:
        if one_by_one:
            patch.setattr(import_people, "_BATCH", 1)
            patch.setattr(intake._Seen, "before", lambda *_: True)
        for part in filter(None, (rows[:cut], rows)):
            office.import_(office.file(_written(part)))
    with office.workspace() as ws, ws.db.write():
        assert ws.projector().rebuild() == 0
    return office.dump(*(table for table in FACTS if table != "command"))


def _sure(item: intake.Item) -> intake.Item:
    """An item without what each process may mistake in its own way."""
    return item._replace(maybe_duplicate=False)


@shared
def test_another_process_reads_what_this_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    path = CONTACTS / "datablist_leads_10000.csv"
    how = intake.Reading(list_name="leads", owner="ann")
    with open_table(path) as table:
        here = [_sure(item) for item in intake.read_here(table, how)]
    monkeypatch.setattr(intake, "_WORTH_ANOTHER_CORE", 0)
    with open_table(path) as table, intake.read(table, how, path) as items:
        assert [_sure(item) for item in items] == here


def test_what_another_process_refuses_is_refused_here(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_WORTH_ANOTHER_CORE", 0)
    path = office.file("Name,Phone\nAnn,1\n")
    gone = tmp_path / "gone.csv"
    with open_table(path) as table:
        with (
            intake.read(table, intake.Reading(), gone) as items,
            pytest.raises(CallqError, match=r"gone\.csv") as caught,
        ):
            list(items)
        assert (caught.value.name, caught.value.code) == ("missing-file", Exit.BAD_FILE)
        with intake.read(table, intake.Reading(), path) as items:
            assert [item.line for item in items] == [2]


@shared
def test_who_stops_half_way_leaves_no_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    path = CONTACTS / "datablist_leads_10000.csv"
    monkeypatch.setattr(intake, "_WORTH_ANOTHER_CORE", 0)
    children: list[Any] = []
    start = intake._started

    def started(*how: Any) -> Any:
        children.append(start(*how))
        return children[-1]

    monkeypatch.setattr(intake, "_started", started)
    with open_table(path) as table:
        with intake.read(table, intake.Reading(), path) as items:
            next(items)
        with intake.read(table, intake.Reading(), path):
            pass
    assert [child.returncode is None for child in children] == [False, False]


def test_who_was_in_the_file_is_never_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_FEWEST", 4)
    chance = Random(5)  # noqa: S311 - no secret
    marks = [chance.getrandbits(63) - (1 << 62) for _ in range(60)]
    seen, strangers = intake._Seen(0), 0
    for at in range(0, 60, 3):
        strangers += seen.before(marks[at : at + 3])
    # Four tables of sixteen marks hold some forty; from then on nothing is certain.
    assert 0 < strangers < 10
    assert all(seen.before([mark]) for mark in marks)


def test_a_long_file_puts_indexes_off_and_has_them_all_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_people, "_MANY_BYTES", 0)
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    before = office.rows(indexes)
    text = "".join(f"Ann {n},+1 212 555 0{n},{'x' * 200}\n" for n in range(100, 200))
    import_opened(office, f"Name,Phone,Note\n{text}")
    assert office.rows(indexes) == before
    # Known again, by number, in the same file and in the store; with someone who opted out.
    more = text + text.replace("Ann", "Bob") + f"Ann 100,+1 212 555 0100,{'y' * 900}\n" * 2
    done = import_opened(office, f"Name,Phone,Note,DNC\n{more}Cyd,+1 212 555 0100,,yes\n")
    assert (done.added, done.opted_out) == (101, 1)
    assert office.rows(indexes) == before
    assert office.rows("PRAGMA integrity_check") == [("ok",)]
    with office.workspace() as ws, ws.db.write():
        assert ws.projector().rebuild() == 0


def test_who_comes_in_by_a_long_file_is_found_by_their_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_people, "_MANY_BYTES", 0)
    monkeypatch.setattr(import_people, "_BATCH", 3)
    monkeypatch.setattr("callq.storage.db._GATHERED_ROWS", 7)
    people_of = [f"Ann {n},Acme {n},+1 212 555 0{n}" for n in range(100, 120)]
    people_of.insert(9, "Ann 103,,+1 212 555 0103")
    people_of.append("Ann 115,Beta,+1 212 555 0115")
    import_opened(office, "\n".join(["Name,Company,Phone", *people_of, "Cyd,,+1 212 555 0199"]))
    found = office.rows("SELECT prospect_id, word FROM name_word ORDER BY prospect_id, word")
    rows = office.rows("SELECT id, name, company FROM prospect ORDER BY id")
    words = [(i, w) for i, name, company in rows for w in words_of(f"{name} {company}")]
    assert found == sorted(words)
    assert len(rows) == 21


def test_who_is_on_record_is_not_looked_up_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "Name,Phone,Email,Company,Notes,Extra\n"
    text = f"Ann,{IN_NEW_YORK},a@x.example,Acme,nice,1\nBob,{IN_CHICAGO},,,,\n"
    import_opened(office, header + text)
    looked: list[int] = []
    details = people.details

    def look(db: Any, id_: int) -> Any:
        looked.append(id_)
        return details(db, id_)

    monkeypatch.setattr(people, "details", look)
    assert import_opened(office, header + text).unchanged == 2
    assert import_opened(office, f"Name,Phone\nann,{IN_NEW_YORK}\n").unchanged == 1
    assert not looked
    again = text.replace("nice", "kind") + f"Ann,{IN_NEW_YORK},,,nice,\n"
    done = import_opened(office, header + again)
    assert (done.unchanged, done.enriched, looked) == (1, 2, [1, 1])
    assert office.rows("SELECT note, custom FROM prospect WHERE id = 1") == [
        ("kind\nnice", '{"Extra": "1"}')
    ]


def test_an_import_that_fails_leaves_the_indexes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_people, "_MANY_BYTES", 0)
    monkeypatch.setattr(import_people._Importer, "finish", lambda _: 1 / 0)
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY rowid"
    before = office.rows(indexes)
    with pytest.raises(ZeroDivisionError):
        import_opened(office, f"Name,Phone\nAnn,{IN_NEW_YORK}\n")
    assert office.rows(indexes) == before


def test_without_another_process_a_long_file_is_read_here(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_WORTH_ANOTHER_CORE", 0)
    monkeypatch.setattr("sys.executable", "/bin/false")
    assert import_opened(office, f"Name,Phone\nAnn,{IN_NEW_YORK}\n").added == 1


# Where they belong --------------------------------------------------------------------------------


def test_the_list_is_the_files_name_or_as_said_or_as_written(office: Office) -> None:
    import_opened(office, f"Name,Phone\nAnn,{IN_NEW_YORK}\n")
    import_opened(office, f"Name,Phone\nBob,{IN_NEW_YORK}\n", list_name="fair")
    import_opened(office, f"Name,Phone,List\nCyd,{IN_NEW_YORK},own\n", list_name="fair")
    assert office.rows("SELECT name, list_name FROM prospect ORDER BY id") == [
        ("Ann", "people"), ("Bob", "fair"), ("Cyd", "own"),
    ]  # fmt: skip


def test_owner_zone_and_region_are_said_once_for_all(office: Office) -> None:
    import_opened(
        office, "Name,Phone,Owner\nAnn,030 1234567,\nBob,030 1234568,cyd\n",
        owner="ann", zone="Europe/Berlin", region="DE",
    )  # fmt: skip
    assert office.rows(
        "SELECT p.owner, p.zone, f.e164 FROM prospect p JOIN phone f ON f.prospect_id = p.id"
    ) == [("ann", "Europe/Berlin", "+49301234567"), ("cyd", "Europe/Berlin", "+49301234568")]


def test_caps_of_others_with_the_number_hold_for_who_comes_in(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    for hour in (11, 13, 15):
        office.log("ann", "na", now=f"2026-03-10T{hour}:00:00-04:00")
    import_opened(office, f"Name,Phone\nBob,{IN_NEW_YORK}\n")
    assert 2 not in office.queue()
    assert 2 in office.queue(now="2026-03-11T11:00:00-04:00")


def test_calls_in_a_list_count_for_the_caps_of_others(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    rows = "".join(
        f"{name},{IN_NEW_YORK},No answer,2026-03-10 {hour}:00\n"
        for name, hour in (("Bob", 11), ("Cyd", 13), ("Dan", 15))
    )
    import_opened(office, "Name,Phone,Last Outcome,Last Called\n" + rows)
    assert 1 not in office.queue()
    assert 1 in office.queue(now="2026-03-11T11:00:00-04:00")


# Files that others wrote --------------------------------------------------------------------------


@shared
def test_ten_thousand_leads_come_in(office: Office) -> None:
    path = CONTACTS / "datablist_leads_10000.csv"
    report = office.import_(path, rejects=False)
    assert (report.rows, report.rejected) == (10_000, 0)
    assert report.added + report.enriched + report.unchanged == 10_000
    assert report.added > 9_900
    stored = office.rows("SELECT COUNT(*) FROM prospect")
    assert stored == [(report.added,)]
    assert office.look(25).counts.due > 1000


@shared
@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("google_old_headers.csv", 2),
        ("hubspot_contacts.csv", 950),
        ("leads_ru_mixed_dates.csv", 2),
        ("leads_salesforce_style.xlsx", 44),
        ("linkedin_with_preamble.csv", 2),
        ("outlook_style.csv", 3),
    ],
)
def test_contact_files_of_other_programs_come_in(office: Office, name: str, people: int) -> None:
    path = CONTACTS / name
    if not path.exists():
        pytest.skip("this file is not here")
    report = office.import_(path, rejects=False)
    assert (report.rows, report.added) == (people, people)
    before = office.dump("prospect", "phone", "email")
    assert office.import_(path, rejects=False).added == 0
    assert office.dump("prospect", "phone", "email") == before
    assert office.undo().removed == people


@shared
def test_a_file_of_near_duplicates_comes_in(office: Office) -> None:
    path = CONTACTS / "chicago_early_childhood_messy.csv"
    assert office.import_(path, rejects=False).added == 3337
    office.undo()
    report = office.import_(path, rejects=False, mapping={"Id": "ignore"})
    assert report.rows == 3337
    assert report.duplicates > 500
    assert report.added + report.duplicates == 3337


ODD_FILES = sorted(p for p in (SHARED / "encodings").rglob("*.csv")) if SHARED.is_dir() else []


@shared
@pytest.mark.parametrize("path", ODD_FILES, ids=lambda p: p.name)
def test_odd_files_come_in_or_are_refused_in_words(office: Office, path: Path) -> None:
    before = office.dump()
    try:
        report = office.import_(path, rejects=False)
    except CallqError as error:
        assert error.code in (Exit.BAD_FILE, Exit.USAGE)
        assert office.dump() == before
    else:
        assert report.rows == report.added + report.enriched + report.unchanged + report.rejected


# A bare date --------------------------------------------------------------------------------------


def test_a_bare_date_is_that_day_where_they_are(office: Office) -> None:
    path = office.file(
        f"Name,Phone,Last Outcome,Last Called\nAnn,{IN_LOS_ANGELES},Not interested,2026-03-02\n"
    )
    office.import_(path)
    (call,) = office.portray("ann").history
    assert call.at.astimezone(ZoneInfo("America/Los_Angeles")).date() == date(2026, 3, 2)
    assert "Mon, Mar 2, 2026" in office.portray("ann").reasons[0].text


def test_a_callback_for_a_day_is_not_late_that_morning(office: Office) -> None:
    """No one wrote down an hour: nine in the morning is meant, as when it is typed."""
    path = office.file(
        "Name,Phone,Last Outcome,Last Called,Call Back At\n"
        f"Ann,{IN_NEW_YORK},Callback,2026-03-02,2026-03-11\n"
    )
    office.import_(path, now=BEFORE)
    (item,) = office.look(now="2026-03-11T09:30:00-04:00").items
    assert item.tier is Tier.CALLBACK
