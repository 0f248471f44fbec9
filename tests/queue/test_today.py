"""Today's queue: what its header counts, what the limit cuts, and who waits for which moment."""

from datetime import UTC, datetime
from typing import Any

import pytest

from callq.calls.note import note
from callq.engine.model import Tier
from callq.engine.parts import part_of
from callq.engine.ranking import pace
from callq.queue.today import Item, Reader, Today, look
from callq.records import leases, queue
from callq.records.queue import Scope
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, NEW_YORK, Office, moment, new_york

DAY_BEFORE = "2026-03-10T10:00:00-04:00"
NOW = "2026-03-11T10:15:00-04:00"
EARLY = "2026-03-11T08:30:00-04:00"
IN_RHODE_ISLAND = "+1 401 555 0134"


def names(items: tuple[Item, ...]) -> list[str]:
    return [item.entry.name for item in items]


@pytest.fixture
def coasts(office: Office) -> Office:
    """Two in New York, one in Chicago, one in Los Angeles, all due since yesterday."""
    for name, phone in (
        ("Ann", IN_NEW_YORK), ("Ben", new_york(2)), ("Cyd", IN_CHICAGO), ("Dan", IN_LOS_ANGELES),
    ):  # fmt: skip
        office.add(name, phone, now=DAY_BEFORE, owner="ann" if name < "C" else "bob")
    return office


def test_whose_hours_are_open_is_due_and_others_wait_for_theirs(coasts: Office) -> None:
    seen = coasts.look(now=EARLY)
    assert names(seen.items) == ["Ann", "Ben"]
    assert {item.entry.name: item.opens_at for item in seen.waiting} == {
        "Cyd": moment("2026-03-11 09:00"), "Dan": moment("2026-03-11 11:00"),
    }  # fmt: skip
    assert all(item.opens_at is None for item in seen.items)
    counts = seen.counts
    assert (counts.due, counts.waiting, counts.held, counts.callbacks) == (2, 2, {}, 0)
    assert counts.opens_at == moment("2026-03-11 09:00")
    assert seen.now == moment(EARLY)
    assert (seen.rest, seen.held, seen.later) == (0, (), ())


def test_when_all_are_open_no_one_waits_for_a_moment(coasts: Office) -> None:
    seen = coasts.look(now="2026-03-11T12:00:00-04:00")
    assert len(seen.items) == 4
    assert (seen.counts.waiting, seen.counts.opens_at, seen.waiting) == (0, None, ())


def test_at_night_the_first_who_opens_is_reported_who_ranks_first(coasts: Office) -> None:
    counts = coasts.look(now="2026-03-11T23:59:00-04:00").counts
    assert (counts.due, counts.waiting) == (0, 4)
    assert counts.opens_at == moment("2026-03-12 08:00")


@pytest.mark.parametrize(
    ("limit", "items", "waiting", "rest"),
    [(0, 0, 0, 2), (1, 1, 0, 1), (2, 2, 0, 0), (3, 2, 1, 0), (4, 2, 2, 0), (9, 2, 2, 0)],
)
def test_the_limit_is_for_the_due_first_and_the_waiting_have_what_is_left(
    coasts: Office, limit: int, items: int, waiting: int, rest: int
) -> None:
    seen = coasts.look(limit, now=EARLY)
    assert (len(seen.items), len(seen.waiting), seen.rest) == (items, waiting, rest)
    assert (seen.counts.due, seen.counts.waiting) == (2, 2)


def test_everything_is_without_a_limit_and_with_the_held(coasts: Office) -> None:
    coasts.add("Eve", "+33 1 99 00 12 34", now=DAY_BEFORE)
    seen = coasts.look(0, now=EARLY, everything=True)
    assert (len(seen.items), len(seen.waiting), names(seen.held)) == (2, 2, ["Eve"])
    assert seen.counts.held == {"needs-consent": 1}
    assert coasts.look(now=EARLY).held == ()


def test_callbacks_show_whatever_the_limit_says_and_take_their_room(office: Office) -> None:
    for number in range(4):
        office.add(f"P{number}", new_york(number), now=DAY_BEFORE)
    for number in (1, 2):
        office.log(number, "cb", at="today 10:00", now="2026-03-11T09:00:00-04:00")
    for limit, expected in ((0, 2), (1, 2), (2, 2), (3, 3), (4, 4)):
        seen = office.look(limit, now=NOW)
        assert len(seen.items) == expected
        assert [item.tier for item in seen.items[:2]] == [Tier.CALLBACK, Tier.CALLBACK]
        assert seen.counts.callbacks == 2
        assert seen.rest == 4 - expected


def test_a_callback_is_for_later_until_its_second_and_only_on_the_reps_day(office: Office) -> None:
    for number, at in enumerate(("today 11:00", "today 19:00", "tomorrow 09:00")):
        office.add(f"P{number}", new_york(number), now=DAY_BEFORE)
        office.log(number + 1, "cb", at=at, now="2026-03-11T10:00:00-04:00")
    seen = office.look(now=NOW)
    assert names(seen.later) == ["P0", "P1"]
    assert [item.tier for item in seen.later] == [Tier.CALLBACK] * 2
    assert (seen.items, seen.counts.callbacks, seen.counts.due) == ((), 2, 0)
    seen = office.look(now="2026-03-11T11:00:00-04:00")
    assert (names(seen.items), names(seen.later)) == (["P0"], ["P1"])
    assert (seen.counts.callbacks, seen.counts.due) == (2, 1)


def test_the_day_ends_at_the_reps_midnight(office: Office) -> None:
    """In New York it is still Wednesday, in Tokyo it is Thursday already."""
    office.add("Ken", "+81 3 1234 5678", zone="Asia/Tokyo", now=DAY_BEFORE)
    night = "2026-03-11T20:00:00-04:00"
    office.log(1, "cb", at="2026-03-12 13:00", now=night)
    due = moment("2026-03-12 00:00")
    office.rows("UPDATE prospect SET transition_at = :at WHERE id = 1", at=int(due.timestamp()) - 1)
    assert names(office.look(now=night).later) == ["Ken"]
    office.rows("UPDATE prospect SET transition_at = :at WHERE id = 1", at=int(due.timestamp()))
    assert office.look(now=night).later == ()


def test_calls_of_the_day_are_counted_from_the_reps_midnight_on(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=DAY_BEFORE)
    for at in ("2026-03-10T23:59:59-04:00", "2026-03-11T00:00:00-04:00", EARLY):
        office.log(1, "na", now=at)
    assert office.look(now=NOW).counts.done_today == 2
    assert office.look(now=NOW, owner="ann").counts.done_today == 2
    assert office.look(now=NOW, owner="bob").counts.done_today == 0


def test_those_of_one_owner_are_counted_by_themselves(coasts: Office) -> None:
    seen = coasts.look(now=EARLY, owner="bob")
    assert (seen.counts.due, seen.counts.waiting, names(seen.waiting)) == (0, 2, ["Cyd", "Dan"])


def test_a_group_that_is_held_is_counted_and_shown_as_held(office: Office) -> None:
    """Its calendar ran out: no one in it is due, waits or is offered, whatever the hour."""
    office.add("Pru", IN_RHODE_ISLAND, now=DAY_BEFORE)
    office.add("Ned", IN_NEW_YORK, now=DAY_BEFORE)
    late = "2028-06-14T11:00:00-04:00"
    for at in (late, "2028-06-14T23:00:00-04:00"):
        with office.workspace(now=at) as ws:
            seen: Today = look(ws, Scope(), 9, everything=True)
            reader = Reader(ws, Scope())
            pru, ned = (queue.entry_of(ws.db, who, ws.now) for who in (1, 2))
            assert pru is not None
            assert ned is not None
            offered = reader.offered(pru), reader.offered(ned)
            held = reader.held_groups()
        assert offered == (False, at == late)
        assert names(seen.items) + names(seen.waiting) == ["Ned"]
        assert [(item.entry.name, item.entry.hold) for item in seen.held] == [
            ("Pru", "calendar-ran-out")
        ]
        assert seen.counts.held == {"calendar-ran-out": 1}
        assert seen.counts.due + seen.counts.waiting == 1
        assert held == (pru.hours_id,)


def test_a_registry_that_is_too_old_holds_those_it_covers(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=DAY_BEFORE)
    office.add("Cyd", IN_CHICAGO, now=DAY_BEFORE)
    office.list_numbers("212,5550199\n")
    ends = int(moment(NOW).timestamp()) - 4 * 3600  # In New York, as a clock shows it.
    office.rows("UPDATE number_list SET expires_at = :ends", ends=ends + 1)
    assert names(office.look(now=NOW).items) == ["Ann", "Cyd"]
    office.rows("UPDATE number_list SET expires_at = :ends", ends=ends)
    seen = office.look(now=NOW)
    assert (names(seen.items), seen.counts.held) == (["Cyd"], {"list-too-old": 1})


def test_someone_is_offered_from_their_second_on_in_their_hours(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=NOW)
    due = moment(NOW)

    def offered(**changes: Any) -> bool:
        with office.workspace(now=NOW) as ws:
            entry = queue.entry_of(ws.db, 1, ws.now)
            assert entry is not None
            changed = entry._replace(**{"due_at": due, **changes})
            return Reader(ws, Scope()).offered(changed)

    assert offered()
    assert offered(tier=1)
    assert not offered(tier=0)
    assert not offered(due_at=None)
    assert not offered(due_at=datetime.fromtimestamp(due.timestamp() + 1, UTC))
    assert not offered(hold="no-zone")
    with office.workspace(now="2026-03-11T23:00:00-04:00") as ws:
        entry = queue.entry_of(ws.db, 1, ws.now)
        assert entry is not None
        assert not Reader(ws, Scope()).offered(entry)
        assert Reader(ws, Scope()).item(entry).opens_at == moment("2026-03-12 08:00")


def test_who_is_written_to_is_open_at_any_hour(office: Office) -> None:
    office.add("Ron", IN_NEW_YORK, now=DAY_BEFORE)
    office.log(1, "ni", channel="email", now=EARLY)
    seen = office.look(now="2026-03-11T23:00:00-04:00")
    (item,) = seen.items
    assert (item.opens_at, item.entry.hours_id, item.tier) == (None, 0, Tier(item.entry.tier))


def test_a_line_has_the_zone_they_are_in(coasts: Office) -> None:
    seen = coasts.look(now=NOW)
    assert {i.entry.name: str(i.zone) for i in seen.items} == {
        "Ann": str(NEW_YORK), "Ben": str(NEW_YORK), "Cyd": "America/Chicago",
    }  # fmt: skip


def test_an_untried_part_of_the_day_is_worth_its_points(coasts: Office) -> None:
    """Someone who was missed in the morning comes after their equals in the morning alone."""
    with coasts.workspace(now=NOW) as ws:
        points = ws.rulebook.weights["part-of-day"]
        reader = Reader(ws, Scope())
        entry = queue.entry_of(ws.db, 1, ws.now)
        assert entry is not None
        part = part_of(ws.now, NEW_YORK, ws.rulebook.parts)
        rank = entry.rank + pace(ws.rulebook) * ws.now.timestamp()
        untried, tried = (
            reader.item(entry._replace(part_mask=mask)).score for mask in (0, 1 << part)
        )
        others = reader.item(entry._replace(part_mask=~(1 << part) & 0xFF)).score
        written = reader.item(entry._replace(hours_id=0)).score
    assert points > 0
    assert part > 0
    assert tried == round(rank, 6) != round(rank)
    assert untried == round(rank + points, 6)
    assert others == untried
    assert written == tried


def test_who_stands_on_do_not_call_is_in_no_line_whatever_the_tally_says(coasts: Office) -> None:
    coasts.rows(
        "INSERT INTO dnc (covers, because_of, number, since, source, reason, by_agent, lifted_reason, "
        "lifted_by, "
        "consent_by, consent_how) SELECT 'number', '', e164, 0, 'x', '', '', '', '', '', '' FROM phone "
        "WHERE prospect_id IN (1, 4)"
    )
    seen = coasts.look(now=EARLY)
    assert (names(seen.items), names(seen.waiting)) == (["Ben"], ["Cyd"])


def test_the_first_calls_without_research_are_reported(office: Office) -> None:
    for number in range(3):
        office.add(f"P{number}", new_york(number), now=DAY_BEFORE)
    office.log(3, "int", now="2026-03-10T11:00:00-04:00")
    with office.workspace(now=NOW) as ws:
        note(ws, ("1", "they moved to a new hall"))
    seen = office.look(now=NOW)
    fresh = {item.entry.id for item in seen.items if item.tier is Tier.FRESH}
    assert fresh == {1, 2}
    assert seen.without_research == {2}


def test_a_lease_of_a_colleague_stands_on_the_line(coasts: Office) -> None:
    with coasts.workspace(now=NOW) as ws:
        with ws.db.write():
            leases.take(ws.db, 2, "cyd", ws.now, moment("2026-03-11 10:20"))
        seen = look(ws, Scope(), 9)
    assert {i.entry.name: i.entry.leased_to for i in seen.items} == {
        "Ann": "", "Ben": "cyd", "Cyd": "",
    }  # fmt: skip
