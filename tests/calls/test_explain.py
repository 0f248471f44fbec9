"""Every decision is explained, and the first moment named is the first moment there is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callq.compliance.hours_now import group_of
from callq.engine.hours import Schedule, is_open
from callq.engine.model import Tier
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Office, moment

BEFORE = "2026-03-10T10:00:00-04:00"
MINUTE = timedelta(minutes=1)
CASES: dict[str, tuple[tuple[str, ...], dict[str, Any], list[tuple[str, dict[str, Any]]]]] = {
    "fresh": ((IN_NEW_YORK,), {}, []),
    "in another zone": ((IN_LOS_ANGELES,), {}, []),
    "in two zones": (("+1 850 555 0100",), {}, []),
    "far away": ((IN_NEW_YORK,), {"zone": "Asia/Tokyo"}, []),
    "half an hour off": ((IN_NEW_YORK,), {"zone": "Asia/Kolkata"}, []),
    "missed": ((IN_CHICAGO,), {}, [("na", {})]),
    "missed three times": ((IN_NEW_YORK,), {}, [("na", {}), ("busy", {}), ("na", {})]),
    "no for thirty days": ((IN_NEW_YORK,), {}, [("ni", {"reason": "price"})]),
    "over a change of clocks": ((IN_NEW_YORK,), {"zone": "Europe/Berlin"}, [("hu", {})]),
    "promised": ((IN_NEW_YORK,), {}, [("cb", {"at": "tomorrow 3pm"})]),
    "promised for a Sunday": ((IN_NEW_YORK,), {}, [("cb", {"at": "sunday 3pm"})]),
    "promised for the night": ((IN_NEW_YORK,), {}, [("cb", {"at": "tomorrow 11pm"})]),
    "owed a reply": ((IN_NEW_YORK,), {}, [("ni", {"channel": "email"})]),
}
NOWS = [
    "2026-03-11T10:15:00-04:00", "2026-03-11T07:59:30-04:00", "2026-03-14T16:59:00-04:00",
    "2026-03-28T12:00:00-04:00",
]  # fmt: skip


def brute_force(office: Office, now: str) -> datetime | None:
    """The first minute at which someone is due and everyone's clock says they may be called."""
    portrait = office.portray(1, now=now)
    status, entry = portrait.status, portrait.entry
    assert status.due_at is not None
    at = max(datetime.fromisoformat(now).astimezone(UTC), status.due_at)
    if status.action.is_email:
        return at
    with office.workspace(now=now) as ws:
        group = group_of(ws.db, ws.context, entry.list_name, status.number)
    schedule = group.schedule() if group else Schedule()
    if is_open(at, schedule):
        return at
    at = at.replace(second=0)
    for _ in range(15 * 1440):
        at += MINUTE
        if is_open(at, schedule):
            return at
    return None


@pytest.mark.parametrize("now", NOWS)
@pytest.mark.parametrize("case", CASES)
def test_the_first_moment_is_the_first_there_is(office: Office, case: str, now: str) -> None:
    phones, fields, calls = CASES[case]
    office.add("Ron", *phones, now=BEFORE, **fields)
    for i, (outcome, said) in enumerate(calls):
        office.log("ron", outcome, now=f"2026-03-10T1{1 + i}:00:00-04:00", **said)
    expected = brute_force(office, now)
    assert office.portray(1, now=now).first_moment == expected
    assert expected is not None
    if expected.second == 0:
        assert office.queue(now=expected.isoformat()) == [1]
        earlier = (expected - MINUTE).isoformat()
        still_in = office.queue(now=earlier) == [1]
        assert still_in == (expected == datetime.fromisoformat(now).astimezone(UTC)
                            and brute_force(office, earlier) == expected - MINUTE)  # fmt: skip


@pytest.mark.parametrize("outcome", ["won", "dq", "dnc", "wn"])
def test_there_isnt_a_moment_for_who_left_the_queue(office: Office, outcome: str) -> None:
    office.add("Ron", IN_NEW_YORK, now=BEFORE)
    office.log("ron", outcome)
    portrait = office.portray("ron")
    assert portrait.first_moment is None
    assert portrait.tier is Tier.NONE


def reasons(office: Office, who: str = "ron", **when: str) -> list[str]:
    return [because.text for because in office.portray(who, **when).reasons]


def test_who_is_held_is_reported_how_to_be_freed(office: Office) -> None:
    office.add("Ron", now=BEFORE, emails=("r@example.com",))
    office.add("Zed", IN_NEW_YORK, now=BEFORE, opt_out_text="do not call")
    office.edit("ron", add_phone=("+1 800 555 0199",))
    assert "callq hours 1 --location PLACE" in reasons(office)[-1]
    assert reasons(office, "zed")[-1] == (
        'A note or a list says not to call them ("do not call"). You decide: '
        "callq log 2 do-not-call, or callq edit 2 --may-be-called"
    )
    assert office.portray("ron").first_moment is None
    assert office.portray("zed").first_moment is None


def test_hours_leases_and_numbers_are_reasons(office: Office) -> None:
    office.add("Ron", IN_NEW_YORK, now=BEFORE)
    office.take(agent="bob")
    assert reasons(office)[-1] == "bob is working on them right now."
    assert office.portray("ron").leased_to == "bob"
    assert reasons(office, now="2026-03-11T21:00:00-04:00")[-1] == (
        "It's outside their calling hours."
    )
    office.log("ron", "wn")
    assert reasons(office)[-1] == "No working number. Add one: callq edit 1 --add-phone NUMBER"
    office.add("Eve", IN_CHICAGO)
    office.add("Twin", IN_CHICAGO)
    office.log("eve", "dnc")
    assert reasons(office, "twin")[-1] == "On do-not-call: (312) 555-0100."


def test_the_score_is_the_sum_that_is_printed_and_the_one_in_the_queue(office: Office) -> None:
    """Whatever `why` adds up is what ranks them."""
    office.add("Ron", IN_NEW_YORK, now="2026-01-10T10:00:00-05:00", value=3000.0)
    office.log("ron", "na", now="2026-03-01T17:00:00-05:00")
    office.log("ron", "int", now="2026-03-02T09:00:00-05:00")
    for now in ("2026-03-11T10:15:00-04:00", "2026-03-11T17:00:00-04:00"):
        portrait = office.portray("ron", now=now)
        (item,) = office.look(now=now).items
        assert portrait.tier is item.tier is Tier.HOT
        assert item.score == pytest.approx(portrait.score, abs=2e-6)
        assert portrait.score == pytest.approx(sum(term.points for term in portrait.terms))
        assert [term.name for term in portrait.terms] == [
            "callback", "overdue", "value", "part-of-day", "likelihood", "age",
        ]  # fmt: skip


def test_history_is_whole_with_what_was_voided(office: Office) -> None:
    office.add("Ron", IN_NEW_YORK, now=BEFORE)
    office.log("ron", "na", now="2026-03-10T11:00:00-04:00")
    office.log("ron", "ni", now="2026-03-10T16:00:00-04:00")
    office.undo()
    history = office.portray("ron").history
    assert [(call.outcome, call.voided_by) for call in history] == [
        ("soft-no", "ann"), ("no-answer", ""),
    ]  # fmt: skip


def test_looking_changes_nothing(office: Office) -> None:
    office.add("Ron", IN_NEW_YORK, now=BEFORE)
    before = office.dump()
    office.portray("ron")
    assert office.dump() == before


def test_their_clock_is_shown_where_it_is_known(office: Office) -> None:
    office.add("Ron", IN_LOS_ANGELES)
    office.add("Nowhere")
    assert str(office.portray("ron").zone) == "America/Los_Angeles"
    assert office.portray("ron").zone_known
    assert not office.portray("nowhere").zone_known
    assert moment("2026-03-11 10:15") == office.portray("ron").now


def test_where_only_cells_need_consent_it_says_how_to_name_a_landline(office: Office) -> None:
    office.add("Jo Ray", "+1 201 555 0101", now="2026-03-11T09:00:00-04:00")
    office.add("Gil Orr", "+49 30 23125 123", now="2026-03-11T09:00:00-04:00")
    assert any("--line landline" in reason.text for reason in office.portray("jo ray").reasons)
    assert not any("--line" in reason.text for reason in office.portray("gil").reasons)
