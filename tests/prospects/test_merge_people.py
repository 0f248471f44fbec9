"""Merging two records of one person loses nothing, and undo splits them."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from callq.errors import CallqError, Exit
from callq.records import leases
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office, new_york

BEFORE = "2026-03-09T10:00:00-04:00"
LATER = "2026-03-13T11:00:00-04:00"
SEEN = ("prospect", "phone", "email", "name_word", "call", "dnc", "tally")


@pytest.fixture
def two(office: Office) -> Office:
    office.add("Robert Smith", IN_NEW_YORK, now=BEFORE, emails=("rob@example.com",), list_name="a")
    office.add(
        "Bob Smith", IN_CHICAGO, IN_NEW_YORK, now=BEFORE, emails=("bob@example.com",),
        company="Acme", title="CEO", owner="bob", list_name="b", zone="America/Chicago",
        note="Prefers mornings.", tags=("vip",), custom=(("Budget", "3000"),), external_id="x7",
        value=900.0,
    )  # fmt: skip
    return office


def seen(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """What callq shows and enforces. Lifted do-not-call entries don't count."""
    found = office.dump(*SEEN)
    found["dnc"] = office.rows("SELECT number FROM dnc WHERE lifted_at IS NULL ORDER BY id")
    found["tally"] = sorted(office.rows("SELECT * FROM tally WHERE people <> 0"))
    return found


def test_blanks_are_filled_and_the_rest_goes_to_custom_fields(two: Office) -> None:
    merged = two.merge(1, 2)
    assert merged.joined.moved == (1, 1, 0, 0, 0)
    row = two.row(1)
    kept = {c: row[c] for c in ("name", "company", "title", "owner", "list_name", "zone", "value")}
    assert kept == {
        "name": "Robert Smith", "company": "Acme", "title": "CEO", "owner": "bob",
        "list_name": "a", "zone": "America/Chicago", "value": 900.0,
    }  # fmt: skip
    assert row["note"] == "Prefers mornings."
    assert row["external_id"] == "x7"
    assert json.loads(row["custom"]) == {
        "Budget": "3000", "name (from 2)": "Bob Smith", "list (from 2)": "b",
    }  # fmt: skip
    phones = two.rows("SELECT e164 FROM phone WHERE prospect_id = 1 ORDER BY position")
    assert phones == [("+12125550100",), ("+13125550100",)]


def test_values_that_differ_are_not_lost(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK, note="one", value=1.0, custom=(("Size", "4"), ("A", "b")))
    office.add("ann  LEE", IN_CHICAGO, note="two", value=2.5, custom=(("Size", "5"), ("A", "b")))
    office.merge(1, 2)
    row = office.row(1)
    assert row["note"] == "one\ntwo"
    assert json.loads(row["custom"]) == {
        "Size": "4", "A": "b", "Size (from 2)": "5", "value (from 2)": "2.5"
    }  # fmt: skip


def test_a_callback_of_the_duplicate_is_kept(two: Office) -> None:
    two.log(2, "callback", at="friday 3pm")
    promised = two.row(2)["callback_at"]
    merged = two.merge(1, 2)
    assert merged.joined.moved.calls == 1
    assert two.row(1)["callback_at"] == promised
    assert two.row(1)["state"] == "callback"


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def test_the_history_of_both_counts(two: Office) -> None:
    two.log(1, "soft-no", now=BEFORE)
    two.log(2, "soft-no", now="2026-03-10T10:00:00-04:00")
    two.merge(1, 2)
    # The second refusal cools down three times as long.
    assert two.row(1)["due_at"] == _seconds("2026-06-08T10:00:00-04:00")


def test_the_same_imported_outcome_from_two_lists_counts_once(office: Office) -> None:
    for name in ("one.csv", "two.csv"):
        text = f"Name,Phone,Last Outcome\nAnn {name[:3]},{IN_NEW_YORK},Not interested\n"
        office.import_(office.file(text, name))
    due = office.row(1)["due_at"]
    office.merge(1, 2)
    assert office.row(1)["due_at"] == due


@pytest.mark.parametrize("asked", [1, 2])
def test_an_opt_out_covers_all_numbers_of_both(two: Office, asked: int) -> None:
    two.edit(1, add_phone=(IN_LOS_ANGELES,))
    two.log(asked, "do-not-call")
    merged = two.merge(1, 2)
    blocked = {n for (n,) in two.rows("SELECT number FROM dnc WHERE lifted_at IS NULL")}
    assert blocked == {"+12125550100", "+13125550100", "+12135550100"}
    assert merged.joined.blocked
    assert two.row(1)["state"] == "do-not-call"
    assert two.queue() == []


def test_an_opt_out_covers_others_who_share_a_moved_number(two: Office) -> None:
    two.edit(1, add_phone=(new_york(1),))
    two.add("Cyd", new_york(1))
    two.log(2, "do-not-call")
    assert two.queue() == [1, 3]
    two.merge(1, 2)
    assert two.queue() == []


def test_a_strangers_opt_out_on_a_shared_number_binds_that_number_alone(office: Office) -> None:
    office.add("Ann Lee", IN_NEW_YORK)
    office.add("Ann M. Lee", IN_CHICAGO)
    office.add("Eve", IN_NEW_YORK)
    office.log("eve", "do-not-call")
    assert office.merge(1, 2).joined.blocked == ()
    assert office.queue() == [1]
    assert office.portray(1).entry.e164 == "+13125550100"


@pytest.mark.parametrize("outcome", ["do-not-call", "callback", "soft-no", "won", "wrong-number"])
def test_undo_gives_back_both_as_they_were(two: Office, outcome: str) -> None:
    two.log(2, outcome, at="friday 3pm" if outcome == "callback" else "")
    two.log(1, "no-answer")
    two.add("Shares", IN_CHICAGO)
    before = seen(two)
    two.merge(1, 2)
    assert seen(two) != before
    two.undo()
    assert seen(two) == before


def test_parted_on_another_day_only_who_asked_stays_blocked(two: Office) -> None:
    two.add("Cyd Moe", IN_LOS_ANGELES)
    two.log(2, "do-not-call")
    two.merge(3, 2)
    assert two.row(3)["state"] == "do-not-call"
    two.undo(now=LATER)
    assert [two.row(id_)["state"] for id_ in (2, 3)] == ["do-not-call", "fresh"]


def test_what_was_opted_out_meanwhile_stays_so(two: Office) -> None:
    two.merge(1, 2)
    two.log(1, "do-not-call", agent="bob")
    two.undo()
    blocked = {n for (n,) in two.rows("SELECT number FROM dnc WHERE lifted_at IS NULL")}
    assert blocked == {"+12125550100", "+13125550100"}
    assert two.row(2)["state"] == "do-not-call"
    assert two.queue() == []


def test_they_are_found_by_either_name_number_address_and_id(two: Office) -> None:
    two.merge(1, 2)
    for who in ("2", "bob smith", "312 555 0100", "bob@example.com", "1", "robert"):
        assert two.portray(who).details.id == 1
    two.edit(1, name="Rob Smith")
    assert two.portray("bob smith").details.id == 1
    two.undo()
    two.undo()
    assert two.portray("2").details.id == 2
    assert two.portray("bob@example.com").details.id == 2


def test_the_list_they_came_with_adds_no_one_again(office: Office) -> None:
    text = (
        "Id,Name,Phone,Company,Notes,Last Outcome,Last Called\n"
        f"7,Robert Smith,{IN_NEW_YORK},Acme,likes tea,No answer,2026-03-02\n"
        f"8,Bob Smith,{IN_NEW_YORK},Acme Inc,likes coffee,No answer,2026-03-02\n"
        f"9,Bobby Smith,{IN_CHICAGO},,,,\n"
    )
    path = office.file(text)
    office.import_(path)
    office.merge(1, 2)
    office.merge(1, 3)
    before = seen(office)
    again = office.import_(path)
    assert (again.added, again.enriched, again.unchanged) == (0, 0, 3)
    assert seen(office) == before


def test_a_newer_list_replaces_nothing_of_someone_merged(office: Office) -> None:
    text = f"Name,Phone,Company,Title\nBob Ray,{IN_NEW_YORK},Acme,\nBob Ray,{IN_CHICAGO},Zebra,\n"
    office.import_(office.file(text))
    office.merge(1, 2)
    newer = text.replace("Acme,", "Acme Inc,CEO").replace("Zebra,", "Zebra Inc,CTO")
    report = office.import_(office.file(newer))
    assert (report.changed, report.enriched) == (0, 1)
    details = office.portray("1").details
    assert (details.company, details.title) == ("Acme", "CEO")


def test_someone_merged_twice_is_found_under_the_last(two: Office) -> None:
    two.add("R. Smith", IN_LOS_ANGELES)
    two.merge(1, 2)
    two.merge(3, 1)
    assert two.portray("2").details.id == 3
    with pytest.raises(CallqError) as caught:
        two.merge(2, 1)
    assert caught.value.name == "same-person"
    two.undo()
    assert two.portray("2").details.id == 1


def test_a_merge_that_a_later_merge_builds_on_is_not_undone(two: Office) -> None:
    two.add("R. Smith", new_york(1))
    two.merge(1, 2)
    two.merge(3, 1, agent="bob")
    with pytest.raises(CallqError) as refused:
        two.undo()
    assert refused.value.code == Exit.REFUSED
    two.undo(agent="bob")
    two.undo()
    assert {1, 2, 3} == set(two.queue())


def test_undoing_a_merge_keeps_an_undone_import_out(office: Office) -> None:
    office.add("Robert Smith", IN_NEW_YORK)
    office.import_(office.file(f"Name,Phone\nBob Smith,{IN_CHICAGO}\n"), agent="bob")
    office.merge(1, 2)
    office.undo(agent="bob")
    office.undo()
    assert office.queue() == [1]


def test_a_record_that_absorbed_another_survives_undoing_its_import(office: Office) -> None:
    office.import_(office.file(f"Name,Phone\nBob Smith,{IN_CHICAGO}\n"))
    office.add("Robert Smith", IN_NEW_YORK, agent="bob")
    office.merge(1, 2, agent="bob")
    assert office.undo().kept == 1
    assert office.queue() == [1]


def test_the_lease_moves_along(two: Office) -> None:
    taken = two.take(agent="bob")
    other = {1: 2, 2: 1}[taken.item.entry.id]
    two.merge(other, taken.item.entry.id)
    two.log(None, "no-answer", agent="bob")
    assert two.row(other)["last_outcome"] == "no-answer"


def test_undoing_a_merge_gives_the_lease_back(two: Office) -> None:
    """Bob is on the phone, so no one else gets the one he called."""
    who = two.take(agent="bob", list_name="b").item.entry.id
    other = {1: 2, 2: 1}[who]
    two.merge(other, who)
    two.undo()
    assert two.rows("SELECT prospect_id, agent FROM lease") == [(who, "bob")]
    with pytest.raises(CallqError):
        two.take(agent="cyd")  # They share the number that rings.
    two.log(None, "no-answer", agent="bob")
    assert two.row(who)["last_outcome"] == "no-answer"


def test_a_pair_on_the_phone_with_two_reps_is_not_merged(two: Office) -> None:
    other = 3 - two.take(agent="bob").item.entry.id
    with two.workspace() as ws, ws.db.write():
        leases.take(ws.db, other, "cyd", ws.now, ws.now + timedelta(minutes=15))
    with pytest.raises(CallqError) as refused:
        two.merge(1, 2)
    assert refused.value.code == Exit.REFUSED


def test_a_dry_run_changes_nothing_and_reports_the_same(two: Office, run_callq: Callq) -> None:
    two.log(2, "do-not-call")
    two.edit(1, add_phone=(IN_LOS_ANGELES,))
    before = two.dump()
    said = run_callq.ok("people", "merge", "1", "2", "--dry-run", "--json").json
    assert two.dump() == before
    done = run_callq.ok("people", "merge", "1", "2", "--json").json
    assert {**said, "dry_run": False} == done


def test_a_person_is_not_merged_with_themselves(two: Office) -> None:
    with pytest.raises(CallqError) as caught:
        two.merge(1, "robert")
    assert caught.value.name == "same-person"
