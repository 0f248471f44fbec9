"""A moment that comes makes someone ready, and the count of the ready follows them."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callq.engine.model import Tier
from callq.records import queue
from callq.records.queue import Scope
from callq.records.transitions import add_to_tally, both, scopes, turn, turned_consents
from helpers import Office, new_york

DUE = datetime(2026, 3, 11, 14, tzinfo=UTC)
GRACE, SECOND = 600, timedelta(seconds=1)
OVERDUE = DUE + timedelta(seconds=GRACE)


@pytest.fixture
def one(office: Office) -> Office:
    """Someone of Ann's on a list, promised a call."""
    office.add("Ann Lee", new_york(1), list_name="fair", owner="ann")
    place(office, 1, tier=Tier.CALLBACK, due=DUE, turns=DUE)
    return office


def place(office: Office, who: int, *, tier: Tier, due: datetime, turns: datetime | None) -> None:
    """Puts someone into the queue, not ready, and counts no one."""
    office.rows("DELETE FROM tally")
    office.rows(
        "UPDATE prospect SET ready = 0, tier = :tier, due_at = :due, transition_at = :turns, "
        "hours_id = 3, part_mask = 5, hold = '' WHERE id = :id",
        tier=int(tier), due=int(due.timestamp()), id=who,
        turns=None if turns is None else int(turns.timestamp()),
    )  # fmt: skip


def turned(office: Office, now: datetime) -> tuple[Any, ...]:
    """Ready, tier and the moment of the next turn, after a turn at a moment."""
    with office.workspace() as ws:
        turn(ws.db, now, GRACE)
    ((ready, tier, at),) = office.rows(
        "SELECT ready, tier, transition_at FROM prospect WHERE id = 1"
    )
    return ready, Tier(tier), None if at is None else datetime.fromtimestamp(at, UTC)


def counted(office: Office) -> dict[str, tuple[int, int]]:
    """Scope to the tier and how many are ready, where anyone is."""
    rows = office.rows(
        "SELECT scope, tier, people FROM tally WHERE people <> 0 AND hours_id = 3 AND part_mask = 5 "
        "AND hold = ''"
    )
    assert len(rows) == len(office.rows("SELECT 1 FROM tally WHERE people <> 0"))
    return {scope: (tier, n) for scope, tier, n in rows}


def everywhere(tier: Tier) -> dict[str, tuple[int, int]]:
    """One of that tier, in each count they belong to."""
    return dict.fromkeys(("all", "list:fair", "owner:ann", "both:fair\x1fann"), (int(tier), 1))


def test_a_callback_is_ready_at_its_second_and_overdue_at_the_end_of_its_grace(one: Office) -> None:
    assert turned(one, DUE - SECOND) == (0, Tier.CALLBACK, DUE)
    assert counted(one) == {}
    for at in (DUE, OVERDUE - SECOND):
        assert turned(one, at) == (1, Tier.CALLBACK, OVERDUE)
        assert counted(one) == everywhere(Tier.CALLBACK)
    for at in (OVERDUE, OVERDUE + SECOND):
        assert turned(one, at) == (1, Tier.OVERDUE_CALLBACK, None)
        assert counted(one) == everywhere(Tier.OVERDUE_CALLBACK)


def test_a_clock_that_is_put_back_finds_everything_as_it_was(one: Office) -> None:
    assert turned(one, OVERDUE)[1] is Tier.OVERDUE_CALLBACK
    assert turned(one, OVERDUE - SECOND) == (1, Tier.CALLBACK, OVERDUE)
    assert counted(one) == everywhere(Tier.CALLBACK)
    assert turned(one, OVERDUE)[1] is Tier.OVERDUE_CALLBACK
    assert turned(one, DUE - SECOND) == (0, Tier.CALLBACK, DUE)
    assert counted(one) == {}
    assert turned(one, DUE) == (1, Tier.CALLBACK, OVERDUE)
    assert counted(one) == everywhere(Tier.CALLBACK)


@pytest.mark.parametrize("tier", [Tier.HOT, Tier.RECALL, Tier.FRESH, Tier.RETRY])
def test_others_become_ready_and_stay_what_they_are(one: Office, tier: Tier) -> None:
    place(one, 1, tier=tier, due=DUE, turns=DUE)
    assert turned(one, DUE) == (1, tier, None)
    assert counted(one) == everywhere(tier)
    assert turned(one, DUE - SECOND) == (0, tier, DUE)
    assert counted(one) == {}


def test_who_is_in_no_tier_is_never_ready(one: Office) -> None:
    place(one, 1, tier=Tier.NONE, due=DUE, turns=DUE)
    assert turned(one, DUE)[0] == 0


def test_those_whose_moment_comes_together_are_counted_together(one: Office) -> None:
    for number, (list_name, owner) in enumerate((("fair", "ann"), ("fair", "bob"), ("", ""))):
        office_id = one.add(f"P{number}", new_york(10 + number), list_name=list_name, owner=owner)
        place(one, office_id, tier=Tier.CALLBACK, due=DUE, turns=DUE)
    turned(one, DUE)
    assert counted(one) == {
        "all": (1, 4), "list:fair": (1, 3), "owner:ann": (1, 2), both("fair", "ann"): (1, 2),
        "owner:bob": (1, 1), both("fair", "bob"): (1, 1),
        "list:": (1, 1), "owner:": (1, 1), both("", ""): (1, 1),
    }  # fmt: skip


def test_what_did_not_change_is_not_written(one: Office) -> None:
    turned(one, DUE)
    with one.workspace() as ws:
        before = ws.db.one("PRAGMA data_version")
        with one.workspace() as other:
            turn(other.db, DUE, GRACE)
        assert ws.db.one("PRAGMA data_version") == before
        with one.workspace() as other:
            turn(other.db, OVERDUE, GRACE)
        assert ws.db.one("PRAGMA data_version") != before


def test_a_queue_is_looked_up_under_the_name_it_is_counted_under() -> None:
    keys = [Scope().key, Scope("fair").key, Scope("", "ann").key, Scope("fair", "ann").key]
    assert tuple(keys) == scopes("fair", "ann")
    assert len(set(keys)) == 4


def test_counts_are_added_and_nothing_isnt_a_row(office: Office) -> None:
    key = ("list:fair", 3, 7, 5, "no-zone")
    with office.workspace() as ws, ws.db.write():
        for n in (2, 3):
            add_to_tally(ws.db, Counter({key: n, ("all", 1, 1, 1, ""): 0}))
        assert ws.db.rows("SELECT scope, tier, hours_id, part_mask, hold, people FROM tally") == [
            (*key, 5)
        ]
        (found,) = queue.buckets(ws.db, Scope("fair"))
    assert found == queue.Bucket(*key[1:], n=5)


def test_a_consent_turns_at_its_second_and_back_with_the_clock(office: Office) -> None:
    for number in range(5):
        office.add(f"P{number}", new_york(number))
    at = int(DUE.timestamp())
    office.rows("UPDATE prospect SET consent_ends_at = :at WHERE id IN (1, 4)", at=at)
    office.rows("UPDATE prospect SET consent_ended_at = :at WHERE id IN (2, 5)", at=at)
    office.rows("UPDATE prospect SET removed_at = 0 WHERE id IN (4, 5)")
    with office.workspace() as ws:
        assert turned_consents(ws.db, DUE - SECOND) == {2}
        assert turned_consents(ws.db, DUE) == {1}
        assert turned_consents(ws.db, DUE + SECOND) == {1}
