"""What the queue reads of a person, statement by statement; its order is test_queue_order's."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from callq.prospects.add import add_in_transaction
from callq.records import leases, number_lists, queue
from callq.records.contacts import Contact
from callq.records.number_lists import NewList
from callq.records.queue import Bucket, Entry, Scope
from callq.storage import journal
from helpers import Office, copy_store, moment, new_york

NOW = moment("2026-03-11 10:15")
SECOND = timedelta(seconds=1)
EVERYBODY = Bucket(5, 3, 2, "", 0)
SCOPES = [Scope(), Scope("fair"), Scope("", "bob"), Scope("fair", "ann")]


def stored(at: datetime) -> int:
    return int(at.timestamp())


def put(office: Office, who: int, **columns: Any) -> None:
    """Writes columns of a person's row."""
    columns = {k: stored(v) if isinstance(v, datetime) else v for k, v in columns.items()}
    named = ", ".join(f"{name} = :{name}" for name in columns)
    office.rows(f"UPDATE prospect SET {named} WHERE id = :id", id=who, **columns)


@pytest.fixture(scope="module")
def folder(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four who are ready, in one bucket, on two lists of two owners; the third ranks first."""
    office = Office(tmp_path_factory.mktemp("four"))
    copy_store(template, office.home)
    for number, (list_name, owner) in enumerate(
        (("fair", "ann"), ("fair", "bob"), ("web", "ann"), ("", "")), start=1
    ):
        office.add(f"P{number}", new_york(number), list_name=list_name, owner=owner)
        put(office, number, ready=1, tier=5, hours_id=3, part_mask=2, rank=0.0, due_at=NOW)
    put(office, 3, rank=7.0)
    return office.path


@pytest.fixture
def four(folder: Path, tmp_path: Path) -> Office:
    """A copy of that folder."""
    return Office(copy_store(folder, tmp_path / "home").parent)


def entry(office: Office, who: int, now: datetime = NOW) -> Entry:
    with office.workspace() as ws:
        found = queue.entry_of(ws.db, who, now)
    assert found is not None
    return found


def test_each_column_goes_by_its_name(four: Office) -> None:
    put(
        four, 2, name="Ben Orr", company="Orr Ltd", state="resting", action="recall",
        due_at=NOW + SECOND, tier=4, hours_id=8, part_mask=6, hold="no-zone", rank=1.5, chance=0.7, ready=0,
        rule="rest", misses=9, callback_at=NOW + 2 * SECOND,
        last_at=NOW + 3 * SECOND, last_outcome="soft-no", last_note="in May", zone="Asia/Tokyo",
        conversation_outcome="hard-no", conversation_reason="price",
        conversation_at=NOW + 4 * SECOND, conversation_agent="dan", asked_at=NOW + 5 * SECOND,
    )  # fmt: skip
    with four.workspace() as ws, ws.db.write():
        leases.take(ws.db, 2, "cyd", NOW, NOW + SECOND)
    assert entry(four, 2) == Entry(
        id=2, name="Ben Orr", company="Orr Ltd", owner="bob", list_name="fair", state="resting",
        action="recall", due_at=NOW + SECOND, tier=4, hours_id=8, part_mask=6, hold="no-zone",
        rank=1.5, chance=0.7, rule="rest", misses=9, callback_at=NOW + 2 * SECOND,
        last_at=NOW + 3 * SECOND, last_outcome="soft-no", last_note="in May",
        conversation_outcome="hard-no", conversation_reason="price",
        conversation_at=NOW + 4 * SECOND, conversation_agent="dan", asked_at=NOW + 5 * SECOND,
        zones=("Asia/Tokyo",), shown="(212) 556-0002", e164="+12125560002", leased_to="cyd",
        blocked=False,
    )  # fmt: skip
    assert entry(four, 2, NOW + SECOND).leased_to == ""
    with four.workspace() as ws:
        assert queue.entry_of(ws.db, 99, NOW) is None


def test_what_is_not_there_is_empty(four: Office) -> None:
    put(four, 1, phone_id=None, zone="", hours_id=0)
    found = entry(four, 1)
    assert (found.shown, found.e164, found.leased_to, found.zones) == ("", "", "", ())
    assert (found.zone, found.callback_at, found.last_at) == (None, None, None)


def test_the_zones_are_those_of_the_hours_else_theirs_else_the_numbers(four: Office) -> None:
    """The zone of a person is empty where no one wrote one: then the number's count."""
    four.rows("UPDATE phone SET zones = 'America/Chicago,America/Denver'")
    found = entry(four, 1)
    assert found.zones == ("America/Chicago", "America/Denver")
    assert found.zone == ZoneInfo("America/Chicago")
    put(four, 1, zone="Asia/Tokyo")
    assert entry(four, 1).zones == ("Asia/Tokyo",)
    ((hours_id, zones),) = four.rows("SELECT id, zones FROM hours LIMIT 1")
    put(four, 1, hours_id=hours_id)
    assert entry(four, 1).zones == (zones,) == ("America/New_York",)


def block(office: Office, *, kind: str = "", who: int = 1) -> None:
    """Puts someone's number on do-not-call, or on a list of a kind."""
    if not kind:
        office.rows(
            "INSERT INTO dnc (covers, because_of, number, since, source, reason, by_agent, lifted_reason, "
            "lifted_by, "
            "consent_by, consent_how) SELECT 'number', '', e164, 0, 'x', '', '', '', '', '', '' FROM phone "
            "WHERE prospect_id = :id",
            id=who,
        )
        return
    with office.workspace() as ws, ws.db.write():
        new = NewList("x", kind, "1212", "", None, "")
        copy = number_lists.insert(ws.db, new, agent="ann", command_id=1, now=NOW)
        number_lists.add_numbers(ws.db, copy, [12125560000 + who])


def test_an_opt_out_blocks_calls_and_emails(four: Office) -> None:
    block(four)
    assert entry(four, 1).blocked
    assert not entry(four, 2).blocked
    put(four, 1, action="reply", exempt_until=NOW + SECOND)
    assert entry(four, 1).blocked
    four.rows("UPDATE dnc SET lifted_at = 0")
    assert not entry(four, 1).blocked


def test_a_list_of_our_own_is_an_opt_out(four: Office) -> None:
    block(four, kind="own")
    put(four, 1, action="reply", exempt_until=NOW + SECOND)
    assert entry(four, 1).blocked
    four.rows("UPDATE number_list SET ended_by = 1")
    assert not entry(four, 1).blocked


@pytest.mark.parametrize(("action", "blocked"), [("call", True), ("reply", False), ("propose", False)])  # fmt: skip
def test_a_registry_blocks_calls_and_no_emails(four: Office, action: str, blocked: bool) -> None:
    block(four, kind="full")
    put(four, 1, action=action)
    assert entry(four, 1).blocked is blocked
    assert not entry(four, 2).blocked


def test_who_is_excused_from_a_registry_is_so_until_a_second(four: Office) -> None:
    block(four, kind="full")
    put(four, 1, action="call", exempt_until=NOW)
    assert not entry(four, 1, NOW - SECOND).blocked
    assert entry(four, 1, NOW).blocked


WHOSE = list(zip(SCOPES, ([1, 2, 3, 4], [1, 2], [2], [1]), strict=True))


@pytest.mark.parametrize(("scope", "whose"), WHOSE)
def test_a_scope_is_all_a_list_an_owner_or_both(four: Office, scope: Scope, whose: list[int]) -> None:  # fmt: skip
    """In each statement that reads a queue."""
    best_first = sorted(whose, key=lambda who: (who != 3, who))
    with four.workspace() as ws:
        db = ws.db
        assert [e.id for e in queue.walk(db, scope, EVERYBODY, NOW)] == best_first
        assert queue.head(db, scope, EVERYBODY) == (7.0 if 3 in whose else 0.0, best_first[0])
        four.rows("UPDATE prospect SET hold = 'no-zone'")
        assert [e.id for e in queue.held(db, scope, NOW, 10)] == whose
        four.rows("UPDATE prospect SET ready = 0, tier = 1, transition_at = :at", at=stored(NOW))
        around = NOW - SECOND, NOW + SECOND
        assert [e.id for e in queue.callbacks_between(db, scope, *around)] == whose


@pytest.mark.parametrize(
    "other",
    [{"tier": 4}, {"hours_id": 4}, {"part_mask": 3}, {"hold": "no-zone"}, {"ready": 0}],
)
def test_a_bucket_is_one_tier_one_group_and_one_set_of_parts(four: Office, other: Any) -> None:
    put(four, 3, **other)
    with four.workspace() as ws:
        assert [e.id for e in queue.walk(ws.db, Scope(), EVERYBODY, NOW)] == [1, 2, 4]
        assert queue.head(ws.db, Scope(), EVERYBODY) == (0.0, 1)
        assert queue.head(ws.db, Scope(), EVERYBODY._replace(tier=6)) is None


def test_a_walk_tells_who_is_on_the_line_at_that_moment(four: Office) -> None:
    with four.workspace() as ws, ws.db.write():
        leases.take(ws.db, 2, "cyd", NOW, NOW + SECOND)
        for now, agent in ((NOW, "cyd"), (NOW + SECOND, "")):
            seen = {e.id: e.leased_to for e in queue.walk(ws.db, Scope(), EVERYBODY, now)}
            assert seen == {1: "", 2: agent, 3: "", 4: ""}


@pytest.mark.parametrize("people", [7, 8, 9, 40, 41])
def test_pages_join_in_the_order_of_rank_and_id(office: Office, people: int) -> None:
    with office.workspace() as ws, ws.db.write():
        same = [Contact(f"P{number}") for number in range(1, people + 1)]
        add_in_transaction(ws, same, journal.begin(ws.db, "add", "ann", ws.now))
    office.rows(
        "UPDATE prospect SET ready = 1, tier = 5, hours_id = 3, part_mask = 2, hold = '', "
        "due_at = 0, state = 'fresh', rank = id / 3"
    )
    expected = sorted(range(1, people + 1), key=lambda who: (-(who // 3), who))
    with office.workspace() as ws:
        assert [e.id for e in queue.walk(ws.db, Scope(), EVERYBODY, NOW)] == expected


def test_the_buckets_are_those_with_anyone_in_order(office: Office) -> None:
    for row in (
        ("all", 2, 1, 1, "", 4), ("all", 1, 2, 1, "", 3), ("all", 1, 1, 2, "", 2),
        ("all", 1, 1, 1, "no-zone", 1), ("all", 3, 1, 1, "", 0), ("owner:ann", 1, 1, 1, "", 9),
    ):  # fmt: skip
        office.rows(
            f"INSERT INTO tally (scope, tier, hours_id, part_mask, hold, people) VALUES {row}"
        )
    with office.workspace() as ws:
        assert queue.buckets(ws.db, Scope()) == [
            Bucket(1, 1, 1, "no-zone", 1), Bucket(1, 1, 2, "", 2), Bucket(1, 2, 1, "", 3),
            Bucket(2, 1, 1, "", 4),
        ]  # fmt: skip
        assert queue.buckets(ws.db, Scope("", "ann")) == [Bucket(1, 1, 1, "", 9)]
        assert queue.buckets(ws.db, Scope("fair")) == []


def test_callbacks_come_after_the_start_and_before_the_end_the_soonest_first(four: Office) -> None:
    for who, seconds in ((1, 3), (2, 1), (3, 1), (4, 0)):
        put(four, who, ready=0, tier=1, transition_at=NOW + seconds * SECOND)
    with four.workspace() as ws:

        def between(start: int, end: int) -> list[int]:
            ends = NOW + start * SECOND, NOW + end * SECOND
            return [e.id for e in queue.callbacks_between(ws.db, Scope(), *ends)]

        assert between(0, 4) == [2, 3, 1]
        assert between(0, 3) == [2, 3]
        assert between(-1, 1) == [4]
        four.rows("UPDATE prospect SET tier = 2 WHERE id = 2")
        four.rows("UPDATE prospect SET ready = 1 WHERE id = 3")
        four.rows("UPDATE prospect SET removed_at = 0 WHERE id = 4")
        assert between(-1, 4) == [1]


def test_those_who_are_held_come_by_reason_and_id_as_many_as_asked(four: Office) -> None:
    for who, hold in ((1, "no-zone"), (2, "needs-consent"), (4, "no-zone")):
        put(four, who, hold=hold)
    with four.workspace() as ws:
        assert [e.id for e in queue.held(ws.db, Scope(), NOW, 9)] == [2, 1, 4]
        assert [e.id for e in queue.held(ws.db, Scope(), NOW, 2)] == [2, 1]
        with ws.db.write():
            leases.take(ws.db, 1, "cyd", NOW, NOW + SECOND)
        for now, agent in ((NOW, "cyd"), (NOW + SECOND, "")):
            seen = queue.held(ws.db, Scope(), now, 9)
            assert [e.leased_to for e in seen] == ["", agent, ""]
        put(four, 1, ready=0)
        put(four, 2, removed_at=NOW)
        assert [e.id for e in queue.held(ws.db, Scope(), NOW, 9)] == [4]


def test_people_by_a_condition_are_those_who_were_not_removed(four: Office) -> None:
    put(four, 1, removed_at=NOW)
    with four.workspace() as ws:
        found = queue.entries_where(ws.db, NOW, "AND p.owner = :who", {"who": "ann"})
        assert [e.id for e in found] == [3]


def test_calls_made_are_counted_from_a_second_on_by_rep(office: Office) -> None:
    """Neither those that were taken back, nor those that a list told of."""
    office.add("Ann Lee", new_york(1))
    for number, agent in enumerate(("ann", "bob", "ann")):
        office.log(1, "na", now=(NOW + number * SECOND).isoformat(), agent=agent)

    def done(since: datetime, *agent: str) -> int:
        with office.workspace() as ws:
            return queue.done_since(ws.db, since, *agent)

    assert [done(NOW + n * SECOND) for n in (-1, 0, 1, 2, 3)] == [3, 3, 2, 1, 0]
    assert [done(NOW, agent) for agent in ("ann", "bob", "cyd")] == [2, 1, 0]
    office.rows("UPDATE call SET voided_at = 0 WHERE id = 1")
    office.rows("UPDATE call SET imported = 1 WHERE id = 2")
    assert done(datetime(2020, 1, 1, tzinfo=UTC)) == 1
