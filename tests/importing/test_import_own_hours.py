"""Columns such as "best time to call" become a person's own hours; what can't be read is kept."""

import json

from helpers import Office


def test_hours_are_read_and_what_cannot_be_read_stays_a_field(office: Office) -> None:
    lines = [
        "Name,Phone,Best time to call",
        "Ann Lee,(212) 555-0101,weekdays after 5pm",
        "Bob Ray,(212) 555-0102,whenever Jo is in",
        "Cyd Fox,(212) 555-0103,anytime",
    ]
    path = office.file("\n".join(lines))
    office.import_(path)
    rows = office.rows("SELECT reach, custom FROM prospect ORDER BY id")
    assert [row[0] for row in rows] == ["mon-fri 17:00-24:00", "", ""]
    assert json.loads(rows[1][1]) == {"Best time to call": "whenever Jo is in"}
    assert office.queue() == [2, 3]
    assert 1 in office.queue(now="2026-03-11T18:00:00-04:00")
    before = office.dump("prospect", "change")
    office.import_(path)
    assert office.dump("prospect", "change") == before
