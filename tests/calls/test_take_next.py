"""The best one who may be called goes to one rep, and to no one else meanwhile."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from sys import executable

import pytest

from callq.calls.next import put_back, release
from callq.errors import CallqError, Exit
from callq.records import leases, people
from callq.records.contacts import StoredProspect
from callq.records.leases import Lease
from callq.storage.db import Db
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office, moment, new_york

MORNING = "2026-03-11T08:30:00-04:00"
DAY_BEFORE = "2026-03-10T10:00:00-04:00"
NIGHT = "2026-03-11T22:00:00-04:00"
TAKE_ALL = """
import json, sys, time
from callq.workspace import open_workspace
from callq.config import read_settings
from callq.calls.next import take, release
from callq.errors import CallqError
from callq.records.queue import Scope

ws = open_workspace(read_settings(json.loads(sys.argv[1])))
print("ready", flush=True)
sys.stdin.readline()
taken = []
while True:
    time.sleep(0.002)
    try:
        taken.append(take(ws, Scope()).item.entry.id)
    except CallqError:
        break
    ws.db.run("UPDATE lease SET agent = :agent || ' done' WHERE agent = :agent",
                {"agent": ws.agent})
print(json.dumps(taken))
"""
"""Takes one after the other; a person who was taken stays leased under another name."""


@pytest.fixture
def three(office: Office) -> Office:
    """Three in New York, the first added the longest due."""
    for i, name in enumerate(("Ann Lee", "Bob Ray", "Cyd Fox")):
        office.add(name, new_york(i), now=f"2026-03-{9 + i:02}T09:00:00-04:00", list_name=name[:3])
    return office


def taken(office: Office, **how: str) -> int:
    return office.take(**how).item.entry.id


def nobody(office: Office, **how: str) -> CallqError:
    office.look(now=how.get("now", ""))
    before = office.dump()
    with pytest.raises(CallqError) as caught:
        office.take(**how)
    assert caught.value.code is Exit.NOT_FOUND
    # A lease that was worth nothing may end; nothing else changes.
    assert {**office.dump(), "lease": []} == {**before, "lease": []}
    return caught.value


def test_the_best_of_the_queue_is_taken(three: Office) -> None:
    queue = three.queue()
    card = three.take()
    assert card.item.entry.id == queue[0]
    assert not card.again
    assert card.until == moment("2026-03-11 10:30")
    assert card.details.name == card.item.entry.name
    assert card.history == ()


def test_the_one_still_held_is_shown_again(three: Office) -> None:
    first = three.take()
    again = three.take(now="2026-03-11T10:29:59-04:00")
    assert (again.item.entry.id, again.again) == (first.item.entry.id, True)
    assert again.until == first.until


def dial_by_hand(office: Office, who: int) -> None:
    with office.workspace() as ws, ws.db.write():
        at = ws.now - timedelta(minutes=1)
        leases.put(ws.db, Lease(who, "ann", ws.now + timedelta(hours=1), at, at, ("+12125560000",)))


def test_one_who_was_dialed_stays_though_not_due(three: Office) -> None:
    three.log(1, "ni", now=DAY_BEFORE)
    assert 1 not in three.queue()
    dial_by_hand(three, 1)
    card = three.take()
    assert (card.item.entry.id, card.again) == (1, True)
    assert taken(three, agent="bob") != 1


def test_one_who_was_dialed_and_opted_out_is_not_shown_again(three: Office) -> None:
    dial_by_hand(three, 1)
    three.log(1, "dnc", agent="bob")
    dial_by_hand(three, 1)
    assert taken(three) != 1


def test_no_one_else_gets_who_is_taken(three: Office) -> None:
    queue = three.queue()
    assert [taken(three, agent=agent) for agent in ("ann", "bob", "cyd")] == queue
    error = nobody(three, agent="dan")
    assert error.name == "no-one-to-call"
    assert "other reps" in error.hint


def test_a_lease_ends_by_itself(three: Office) -> None:
    first = taken(three, agent="ann")
    assert taken(three, agent="bob", now="2026-03-11T10:29:59-04:00") != first
    three.rows("DELETE FROM lease WHERE agent = 'bob'")
    assert taken(three, agent="bob", now="2026-03-11T10:30:00-04:00") == first


def test_the_length_of_a_lease_is_a_setting(three: Office) -> None:
    (three.home / "config.toml").write_text("lease = 3\n")
    assert three.take().until == moment("2026-03-11 10:18")


def test_a_call_frees_the_rep_for_the_next(three: Office) -> None:
    queue = three.queue()
    three.take()
    three.log(None, "ni")
    assert taken(three) == queue[1]


def test_releasing_gives_back(three: Office) -> None:
    first = taken(three, agent="ann")
    with three.workspace() as ws:
        assert release(ws) == 1
        assert release(ws) == 0
    assert taken(three, agent="bob") == first


def test_releasing_leaves_others_leases_alone(three: Office) -> None:
    three.take(agent="bob")
    with three.workspace(agent="ann") as ws:
        assert release(ws) == 0
    assert len(three.rows("SELECT * FROM lease")) == 1


def test_a_skipped_one_is_not_offered_to_that_rep_for_a_while(three: Office) -> None:
    first = taken(three)
    with three.workspace() as ws:
        assert put_back(ws, "lunch") == "Ann Lee"
    assert three.rows("SELECT prospect_id, agent, reason FROM skip") == [(first, "ann", "lunch")]
    assert taken(three) != first
    assert taken(three, agent="bob") == first
    three.rows("DELETE FROM lease")
    assert taken(three, now="2026-03-11T14:14:59-04:00") != first
    three.rows("DELETE FROM lease")
    assert taken(three, now="2026-03-11T14:15:00-04:00") == first


def test_for_the_day_the_card_says_who_skipped_them_and_why(three: Office) -> None:
    for agent, why in (("ann", "lunch"), ("bob", "")):
        three.take(agent=agent)
        with three.workspace(agent=agent) as ws:
            put_back(ws, why)
    skips = [(one.agent, one.reason) for one in three.take(agent="cyd").skips]
    assert skips == [("ann", "lunch"), ("bob", "")]
    three.rows("DELETE FROM lease")
    assert three.take(agent="cyd", now="2026-03-12T10:15:00-04:00").skips == ()


def test_skipping_needs_someone_on_the_line(three: Office) -> None:
    with three.workspace() as ws, pytest.raises(CallqError) as caught:
        put_back(ws, "lunch")
    assert caught.value.name == "no-lease"
    assert caught.value.code is Exit.NOT_FOUND


def test_no_one_is_left_to_a_rep_who_skips_everyone(three: Office) -> None:
    for _ in range(3):
        three.take()
        with three.workspace() as ws:
            put_back(ws, "no")
    assert "skipped" in nobody(three).hint
    assert three.take(agent="bob")


def test_an_empty_queue_is_said(office: Office) -> None:
    assert nobody(office).name == "no-one-to-call"


def test_outside_their_hours_no_one_is_taken(office: Office) -> None:
    """By the clock where they are, not where the rep is."""
    office.add("East", IN_NEW_YORK, now=DAY_BEFORE)
    office.add("West", IN_LOS_ANGELES, now=DAY_BEFORE)
    assert taken(office, now=MORNING) == 1
    hint = nobody(office, now=MORNING, agent="bob").hint
    assert "11:00 AM" in hint
    assert "tomorrow 8:00 AM" in nobody(office, now="2026-03-11T23:00:00-04:00").hint


def test_when_everyone_is_on_hold_it_says_so(office: Office) -> None:
    office.add("Toll Free", "+1 800 555 0100", now=DAY_BEFORE)
    assert "--held" in nobody(office).hint


def test_on_a_sunday_no_one_is_taken(three: Office) -> None:
    assert nobody(three, now="2026-03-15T12:00:00-04:00")
    assert taken(three, now="2026-03-16T08:00:00-04:00")


def test_a_number_that_may_be_in_two_zones_needs_both_open(office: Office) -> None:
    """Area code 850 is split between Eastern and Central time."""
    office.add("Panhandle", "+1 850 555 0100", now=DAY_BEFORE)
    assert nobody(office, now=MORNING)
    assert taken(office, now="2026-03-11T09:00:00-04:00") == 1


def test_who_is_written_to_is_taken_at_any_hour(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK)
    office.log("ron", "ni", channel="email")
    assert taken(office, now=NIGHT) == 1


def test_who_is_held_is_not_taken(office: Office) -> None:
    office.add("Nowhere", emails=("x@example.com",))
    office.add("Asked", IN_NEW_YORK, opt_out_text="do not call")
    assert nobody(office)


def test_an_opt_out_ends_the_lease(three: Office) -> None:
    """Someone with the same number opts out while the rep is about to dial."""
    first = taken(three, agent="ann")
    twin = three.add("Twin", new_york(first - 1))
    three.log(twin, "dnc", agent="bob")
    again = three.take(agent="ann")
    assert again.item.entry.id != first
    assert not again.again


def test_an_entry_that_no_projection_knows_of_is_seen_when_taking(three: Office) -> None:
    """The check runs once more at the last moment, whatever wrote the entry."""
    first = three.queue()[0]
    three.rows(
        "INSERT INTO dnc (covers, because_of, number, since, source, reason, by_agent, lifted_reason, "
        "lifted_by, "
        "consent_by, consent_how) SELECT 'number', '', e164, 0, 'elsewhere', '', '', '', '', '', '' FROM phone WHERE prospect_id = :id", id=first
    )  # fmt: skip
    assert first not in three.queue()
    assert taken(three, agent="ann") != first
    three.rows("DELETE FROM dnc")
    assert taken(three, agent="bob") == first
    three.rows(
        "INSERT INTO dnc (covers, because_of, number, since, source, reason, by_agent, lifted_reason, "
        "lifted_by, "
        "consent_by, consent_how) SELECT 'number', '', e164, 0, 'elsewhere', '', '', '', '', '', '' FROM phone WHERE prospect_id = :id", id=first
    )  # fmt: skip
    assert taken(three, agent="bob") != first


def test_a_worthless_lease_ends_even_when_no_one_else_is_left(office: Office) -> None:
    """Else `callq log no-answer` would go to someone who must not be called."""
    office.add("Eve", IN_NEW_YORK)
    office.add("Twin", IN_NEW_YORK)
    office.rows("DELETE FROM tally")
    with office.workspace() as ws, ws.db.write():
        ws.projector().rebuild()
    first = taken(office, agent="ann")
    office.log(3 - first, "dnc", agent="bob")
    with pytest.raises(CallqError) as refused:
        office.take(agent="ann")
    assert refused.value.name == "no-one-to-call"
    assert office.rows("SELECT * FROM lease") == []


def test_a_call_by_someone_else_ends_the_lease(three: Office) -> None:
    first = taken(three, agent="ann")
    three.log(first, "ni", agent="bob")
    assert taken(three, agent="ann") != first


def test_a_scope_is_a_list_or_an_owner(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK, list_name="fair", owner="ann")
    office.add("Bob Ray", IN_CHICAGO, list_name="web", owner="bob")
    assert taken(office, list_name="web", agent="x") == 2
    assert taken(office, owner="ann", agent="y") == 1
    assert nobody(office, list_name="fair", agent="z")


def test_what_was_voided_is_not_on_the_card(three: Office) -> None:
    three.log(1, "na", now="2026-03-10T09:30:00-04:00")
    three.log(1, "ni", now="2026-03-10T09:40:00-04:00")
    three.undo(now="2026-03-10T09:41:00-04:00")
    card = three.take(list_name="Ann")
    assert [call.outcome for call in card.history] == ["no-answer"]


def test_a_lease_outlives_a_change_of_the_person(three: Office) -> None:
    first = taken(three)
    three.edit(first, note="prefers mornings", agent="bob")
    assert three.take().again


def test_a_lease_is_gone_when_the_hours_end(three: Office) -> None:
    """Taken at 19:50 by a rep who comes back at 20:00: too late to dial."""
    three.take(now="2026-03-11T19:50:00-04:00")
    assert nobody(three, now="2026-03-11T20:00:00-04:00")


def test_someone_removed_while_their_card_is_read_is_said(
    three: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease is written; what the card tells is read after that."""
    details = people.details

    def removed_first(db: Db, who: int) -> StoredProspect | None:
        three.rows("UPDATE prospect SET removed_at = 0 WHERE id = :id", id=who)
        return details(db, who)

    monkeypatch.setattr(people, "details", removed_first)
    with pytest.raises(CallqError) as caught:
        three.take()
    assert (caught.value.name, caught.value.code) == ("person-removed", Exit.NOT_FOUND)


# Two at once --------------------------------------------------------------------------------------


def everybody_by_two_processes(office: Office) -> list[list[int]]:
    processes = []
    for agent in ("ann", "bob"):
        environ = json.dumps(
            {"CALLQ_HOME": str(office.home), "CALLQ_NOW": office.now, "CALLQ_AGENT": agent,
             "CALLQ_ZONE": office.zone}
        )  # fmt: skip
        processes.append(
            Popen(
                [executable, "-c", TAKE_ALL, environ],
                stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True,
            )
        )  # fmt: skip
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return [json.loads(process.communicate(timeout=60)[0]) for process in processes]


def test_two_reps_at_once_never_get_the_same_person(office: Office) -> None:
    for i in range(40):
        office.add(f"Person {i}", new_york(i))
    ann, bob = everybody_by_two_processes(office)
    assert Counter(ann + bob) == Counter(range(1, 41))
    assert min(len(ann), len(bob)) > 0


def test_the_command_itself_gives_two_reps_two_people(run_callq: Callq, office: Office) -> None:
    for i in range(3):
        office.add(f"Person {i}", new_york(i))
    started = [run_callq.starting("next", "--json", agent=agent) for agent in ("ann", "bob", "cyd")]
    cards = [json.loads(process.communicate(timeout=60)[0]) for process in started]
    assert {card["items"][0]["id"] for card in cards} == {1, 2, 3}


def test_a_rep_may_take_for_an_hour_what_no_one_else_wants(office: Office) -> None:
    """A lease that ran out is renewed by taking again."""
    office.add("Ann Lee", IN_NEW_YORK)
    now = moment("2026-03-11 10:15")
    for _ in range(4):
        card = office.take(now=now.isoformat())
        assert not card.again
        now += timedelta(minutes=15)
        assert card.until == now


def test_the_store_is_where_the_settings_say(tmp_path: Path, office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    other = tmp_path / "other.db"
    office.path.rename(other)
    with office.workspace(CALLQ_DB=str(other)) as ws:
        assert ws.db.one("SELECT COUNT(*) FROM prospect") == (1,)
