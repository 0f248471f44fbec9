"""A CRM's list of activities: calls that are done are calls, calls to do are callbacks."""

import pytest

from helpers import IN_CHICAGO, IN_NEW_YORK, Office

ENGLISH = """\
Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,Activity - Done,Activity - Note,Person - Name,Person - Phone
Intro,Call,2026-03-04,10:15,Done,asked for a quote,Ann Roe,{ann}
Lunch,Meeting,2026-03-05,12:00,Done,liked it,Ann Roe,{ann}
Follow-up,Call,2026-12-01,09:00,To do,,Bob Fox,{bob}
"""
GERMAN = """\
Betreff;Aktivität - Typ;Aktivität - Fälligkeitsdatum;Aktivität - Erledigt;Aktivität - Notiz;Name;Telefon
Erstgespräch;Anruf;2026-03-04;Erledigt;asked for a quote;Ann Roe;{ann}
Essen;Mittagessen;2026-03-05;Erledigt;liked it;Ann Roe;{ann}
Nachfassen;Anruf;2026-12-01;Offen;;Bob Fox;{bob}
"""
SALESFORCE = """\
Subject,Type,Status,Due Date,Comments,Name,Phone
Intro,Call,Completed,2026-03-04,asked for a quote,Ann Roe,{ann}
Lunch,Meeting,Completed,2026-03-05,liked it,Ann Roe,{ann}
Follow-up,Call,Not Started,2026-12-01,,Bob Fox,{bob}
"""


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, SALESFORCE])
def test_done_calls_are_calls_and_the_others_callbacks(office: Office, text: str) -> None:
    office.import_(office.file(text.format(ann=IN_NEW_YORK, bob=IN_CHICAGO), "activities.csv"))
    found = office.rows(
        "SELECT name, outcome, imported, call.note FROM call "
        "JOIN prospect ON prospect.id = prospect_id ORDER BY name"
    )
    assert found == [
        ("Ann Roe", "completed", 0, "asked for a quote"),
        ("Bob Fox", "callback", 1, ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Phone,Type,Status,Due Date\nAnn,{ann},Invoice,Done,2026-03-04\n",
        "Name,Phone,Type,Status,Date\nAnn,{ann},Call,Done,2026-03-04\n",
        "Name,Phone,Type,Status,Due Date\nAnn,{ann},Call,Left voicemail,2026-03-04\n",
    ],
)
def test_other_lists_stay_as_they_are(office: Office, text: str) -> None:
    report = office.import_(office.file(text.format(ann=IN_NEW_YORK), "list.csv"))
    assert not any("activities" in remark for remark in report.remarks)


def test_a_map_of_its_columns_leaves_it_as_it_is(office: Office) -> None:
    path = office.file(ENGLISH.format(ann=IN_NEW_YORK, bob=IN_CHICAGO), "activities.csv")
    office.import_(path, mapping={"Activity - Note": "note"})
    assert office.rows("SELECT count(*) FROM call") == [(0,)]
