"""A person's own hours: the queue, next, why and log obey them; a callback they named wins."""

import pytest

from callq.errors import CallqError
from helpers import IN_NEW_YORK, Callq, Office, moment

EVENING = "2026-03-11T18:00:00-04:00"


@pytest.fixture
def ron(office: Office) -> int:
    return office.add("Ron Smith", IN_NEW_YORK)


def test_they_are_offered_only_then(office: Office, ron: int) -> None:
    office.edit(ron, reach="weekdays after 5pm")
    assert office.queue() == []
    assert office.queue(now=EVENING) == [ron]
    assert office.queue(now="2026-03-14T18:00:00-04:00") == []
    with pytest.raises(CallqError) as refused:
        office.take()
    assert refused.value.name == "no-one-to-call"
    assert office.take(now=EVENING).item.entry.id == ron
    portrait = office.portray(ron)
    assert portrait.first_moment == moment("2026-03-11 17:00")
    assert "reach" in [reason.rule for reason in portrait.reasons]


def test_log_keeps_them_and_answers_by_them(office: Office, ron: int) -> None:
    before = office.dump("prospect")
    logged = office.log(ron, "hurried", at="tomorrow 9am", reach="after 2pm")
    assert logged.callable_at == moment("2026-03-12 14:00")
    assert office.row(ron)["reach"] == "14:00-24:00"
    office.undo()
    assert office.dump("prospect") == before


def test_a_callback_they_named_wins(office: Office, ron: int) -> None:
    office.edit(ron, reach="after 5pm")
    office.log(ron, "callback", at="tomorrow 10am")
    assert office.queue(now="2026-03-12T10:00:00-04:00") == [ron]


def test_hours_that_never_meet_the_laws_hold_them(office: Office, ron: int) -> None:
    office.edit(ron, reach="after 11pm")
    assert office.row(ron)["hold"] == "no-hours"
    office.edit(ron, reach="")
    assert office.row(ron)["hold"] == ""
    assert office.queue() == [ron]


def test_rules_apply_changes_nothing(office: Office, ron: int) -> None:
    office.edit(ron, reach="mornings")
    before = office.row(ron)
    with office.workspace() as ws, ws.db.write():
        ws.projector().rebuild()
    assert office.row(ron) == before


def test_hours_that_cannot_be_read_change_nothing(office: Office, ron: int) -> None:
    before = office.dump("prospect", "call")
    for refuse in (
        lambda: office.edit(ron, reach="blue"),
        lambda: office.log(ron, "busy", reach="blue"),
    ):
        with pytest.raises(CallqError) as refused:
            refuse()
        assert refused.value.name == "unknown-reach"
    assert office.dump("prospect", "call") == before


def test_a_merge_keeps_them(office: Office, ron: int) -> None:
    other = office.add("Bob Smith", "+1 212 555 0177")
    office.edit(other, reach="mornings")
    office.merge(ron, other)
    assert office.row(ron)["reach"] == "0:00-12:00"


def test_the_commands(office: Office, ron: int, run_callq: Callq) -> None:
    run_callq.ok("edit", "ron", "--reach", "not mondays")
    assert run_callq.ok("show", "ron", "--json").json["reach"] == "tue-sun"
    assert "Tue-Sun" in run_callq.ok("show", "ron").out
