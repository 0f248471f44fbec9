"""A rep's last command is taken back whole; nothing of it stays, nothing else goes."""

from datetime import timedelta
from typing import Any

import pytest

from callq.errors import CallqError, Exit
from callq.records import leases
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply, text_in_force
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office

PEOPLE = ("prospect", "phone", "email", "name_word", "tally")
BEFORE = "2026-03-10T10:00:00-04:00"


@pytest.fixture
def ron(office: Office) -> Office:
    """Ron, as someone else added him, and a look at the queue, so that it is turned."""
    office.add(
        "Ron Smith", IN_NEW_YORK, "+1 212 555 0199", now=BEFORE, agent="boss",
        emails=("ron@example.com",), company="Acme", owner="ann", list_name="fair",
    )  # fmt: skip
    office.look()
    return office


def kept(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """All that a rep sees of people: their rows in any order, and the counts that are not 0."""
    office.look()
    found = office.dump(*PEOPLE)
    found["tally"] = [row for row in found["tally"] if row[-1]]
    return found


def refused(office: Office, **how: str) -> CallqError:
    before = office.dump()
    with pytest.raises(CallqError) as caught:
        office.undo(**how)
    assert office.dump() == before
    return caught.value


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("na", {}),
        ("ni", {"reason": "price"}),
        ("cb", {"at": "3pm"}),
        ("wn", {}),
        ("won", {}),
        ("hn", {"permission": True}),
        ("dnc", {}),
        ("int", {"number": "+1 212 555 0177"}),
    ],
)
def test_a_log_is_taken_back(ron: Office, outcome: str, said: dict[str, Any]) -> None:
    before = kept(ron)
    ron.log("ron", outcome, **said)
    assert kept(ron) != before
    undone = ron.undo()
    assert kept(ron) == before
    assert undone.people == ((1, "Ron Smith"),)


def test_a_call_is_voided_never_deleted(ron: Office) -> None:
    logged = ron.log("ron", "ni")
    ron.undo(now="2026-03-11T10:20:00-04:00")
    assert ron.rows("SELECT id, outcome, voided_at, voided_by FROM call") == [
        (logged.call_id, "soft-no", 1_773_238_800, "ann")
    ]


def test_a_referral_goes_with_the_call(ron: Office) -> None:
    before = kept(ron)
    ron.log("ron", "referred", to=f"Ann Lee {IN_CHICAGO}")
    undone = ron.undo()
    assert undone.removed == 1
    assert [name for _, name in undone.people] == ["Ron Smith", "Ann Lee"]
    after = kept(ron)
    assert after["tally"] == before["tally"]
    assert ron.queue() == [1]


def test_a_referral_that_was_called_since_stays(ron: Office) -> None:
    ron.log("ron", "referred", to=f"Ann Lee {IN_CHICAGO}")
    ron.log("ann lee", "int", agent="bob")
    undone = ron.undo()
    assert (undone.removed, undone.kept) == (0, 1)
    assert ron.row(2)["state"] == "hot"


def test_an_addition_is_taken_back(ron: Office) -> None:
    ron.add("Ann Lee", IN_CHICAGO)
    undone = ron.undo()
    assert undone.removed == 1
    assert ron.queue() == [1]
    assert ron.row(2)["removed_at"] is not None
    for who in ("2", "ann lee", "312 555 0100"):
        with pytest.raises(CallqError, match="No match for"):
            ron.log(who, "na")


EDITS: dict[str, dict[str, Any]] = {
    "list": {"list_name": "web"},
    "owner": {"owner": "bob"},
    "list and owner": {"list_name": "web", "owner": "bob"},
    "zone": {"zone": "Asia/Tokyo"},
    "value": {"value": 9000.0},
    "note": {"note": "rang twice"},
    "tags": {"tags": ("vip", "big")},
    "fields": {"fields": ("Budget=3000",)},
    "a number more": {"add_phone": (IN_CHICAGO,)},
    "the first number less": {"drop_phone": (IN_NEW_YORK,)},
    "another number": {"add_phone": (IN_CHICAGO,), "drop_phone": (IN_NEW_YORK,)},
    "both numbers less": {"drop_phone": (IN_NEW_YORK, "+1 212 555 0199")},
    "an address more": {"add_email": ("r@example.com",)},
    "an address less": {"drop_email": ("ron@example.com",)},
    "all at once": {
        "title": "CEO", "country": "US", "list_name": "x", "owner": "y", "value": 1.0,
        "add_phone": (IN_LOS_ANGELES,), "drop_phone": ("0199",), "add_email": ("a@b.cd",),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_taken_back(ron: Office, name: str) -> None:
    before = kept(ron)
    ron.edit("ron", **EDITS[name])
    assert kept(ron) != before
    ron.undo()
    assert kept(ron) == before


@pytest.mark.parametrize("changes", [{"name": "Rita Jones"}, {"company": "Other"}])
def test_a_change_of_name_is_taken_back(ron: Office, changes: dict[str, str]) -> None:
    before = kept(ron)
    ron.edit("ron", **changes)
    ron.undo()
    assert kept(ron) == before


def test_no_one_is_found_by_a_name_that_was_taken_back(ron: Office) -> None:
    ron.edit("ron", name="Rita Jones")
    ron.undo()
    with pytest.raises(CallqError, match="No match for"):
        ron.log("rita", "na")


def test_an_edit_that_lifted_a_hold_is_taken_back(office: Office) -> None:
    office.add("Zed", IN_NEW_YORK, opt_out_text="do not call", now=BEFORE)
    office.edit("zed", may_be_called=True)
    assert office.queue() == [1]
    office.undo()
    assert office.queue() == []
    assert office.row(1)["opt_out_text"] == "do not call"


def test_a_dropped_number_comes_back_after_others_were_added(ron: Office) -> None:
    """SQLite gives the highest id again once its row is gone."""
    ron.edit("ron", drop_phone=("0199",))
    ron.add("Ann Lee", IN_CHICAGO, agent="bob")
    ron.undo()
    assert ron.rows("SELECT e164 FROM phone WHERE prospect_id = 1 ORDER BY position") == [
        ("+12125550100",), ("+12125550199",),
    ]  # fmt: skip
    assert ron.rows("SELECT e164 FROM phone WHERE prospect_id = 2") == [("+13125550100",)]


def test_a_first_number_comes_back_beside_a_new_first_number(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK, now=BEFORE)
    office.add("Ann Lee", IN_CHICAGO, now=BEFORE)
    office.edit("ron", drop_phone=(IN_NEW_YORK,))
    office.edit("ron", add_phone=(IN_LOS_ANGELES,), agent="bob")
    office.undo()
    assert office.log("ron", "na").who.name == "Ron Smith"


# Imports ------------------------------------------------------------------------------------------

CSV = (
    "Name,Phone,Email,Company,Owner,Notes,Tags,Last Outcome,Last Called,Do Not Call\n"
    "Ron Smith,+1 212 555 0100,ron2@example.com,Acme,bob,knows Ann,vip,No answer,2026-03-09,\n"
    "Ann Lee,+1 312 555 0100,,,,,,Not interested,,\n"
    "Cyd Fox,+1 213 555 0100,,,,,,,,\n"
    "Eve Poe,+1 213 555 0101,,,,,,,,yes\n"
)


def test_an_import_is_taken_back_whole(ron: Office) -> None:
    before = kept(ron)
    report = ron.import_(ron.file(CSV), list_name="web")
    assert (report.added, report.enriched, report.calls) == (3, 1, 3)
    undone = ron.undo()
    assert (undone.removed, undone.kept) == (3, 0)
    after = kept(ron)
    for table in ("phone", "email"):
        own = [row for row in after[table] if row[1] == 1]
        assert own == before[table]
    assert after["tally"] == before["tally"]
    assert [row for row in after["prospect"] if row[0] == 1] == before["prospect"]
    assert ron.queue() == [1]


def test_who_was_called_since_stays(ron: Office) -> None:
    ron.import_(ron.file(CSV), list_name="web")
    ron.log("cyd", "ni", agent="bob")
    undone = ron.undo()
    assert (undone.removed, undone.kept) == (2, 1)
    assert ron.row(3)["conversation_outcome"] == "soft-no"
    assert sorted(ron.queue(now="2026-12-01T12:00:00-05:00")) == [1, 3]


def test_who_was_called_and_taken_back_since_goes(ron: Office) -> None:
    ron.import_(ron.file(CSV), list_name="web")
    ron.log("cyd", "ni")
    ron.undo()
    assert ron.undo().removed == 3


def test_a_list_can_be_imported_again_after_it_was_taken_back(ron: Office) -> None:
    path = ron.file(CSV)
    ron.import_(path, list_name="web")
    ron.undo()
    report = ron.import_(path, list_name="web")
    assert (report.added, report.enriched) == (3, 1)
    assert [ron.row(who)["name"] for who in (5, 6, 7)] == ["Ann Lee", "Cyd Fox", "Eve Poe"]
    assert ron.queue(now="2026-03-11T13:00:00-04:00") == [6, 1]
    assert ron.row(7)["state"] == "do-not-call"


def test_an_import_that_filled_in_a_company_is_taken_back(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK, now=BEFORE, agent="boss")
    before = kept(office)
    office.import_(office.file(CSV.splitlines()[0] + "\n" + CSV.splitlines()[1] + "\n"))
    office.undo()
    after = kept(office)
    assert {table: after[table] for table in PEOPLE if table != "name_word"} == {
        table: before[table] for table in PEOPLE if table != "name_word"
    }


def test_no_one_is_found_by_a_company_that_was_taken_back(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK, now=BEFORE, agent="boss")
    office.import_(office.file(f"Name,Phone,Company\nRon Smith,{IN_NEW_YORK},Zebra Works\n"))
    office.undo()
    with pytest.raises(CallqError, match="No match for"):
        office.log("zebra", "na")


# Rules --------------------------------------------------------------------------------------------


def apply_rules(office: Office, old: str, new: str, agent: str = "ann") -> None:
    book = office.home / "book.toml"
    book.write_text(shipped_text().replace(old, new))
    with office.workspace(agent=agent) as ws:
        apply(ws, book)


def test_a_rulebook_is_taken_back_with_all_its_statuses(ron: Office) -> None:
    ron.log("ron", "ni", reason="price")
    before = kept(ron)
    with ron.workspace() as ws:
        text = text_in_force(ws)
    apply_rules(ron, 'price = "30 days"', 'price = "1 day"')
    assert kept(ron) != before
    ron.undo()
    assert kept(ron) == before
    with ron.workspace() as ws:
        assert text_in_force(ws) == text
        assert str(ws.rulebook.reasons["price"]) == "30 days"


def test_rules_that_another_rep_applied_since_stay(ron: Office) -> None:
    apply_rules(ron, 'price = "30 days"', 'price = "1 day"', agent="ann")
    apply_rules(ron, 'price = "30 days"', 'price = "2 days"', agent="boss")
    try:
        ron.undo(agent="ann")
    except CallqError as error:
        assert error.code is Exit.REFUSED
    with ron.workspace() as ws:
        assert str(ws.rulebook.reasons["price"]) == "2 days"


# Whose, and how far -------------------------------------------------------------------------------


def test_each_rep_takes_back_their_own(ron: Office) -> None:
    ron.log("ron", "ni", agent="ann")
    ron.log("ron", "int", agent="bob")
    assert ron.undo(agent="ann").command.summary == "soft-no for Ron Smith"
    assert ron.rows("SELECT outcome FROM call WHERE voided_at IS NULL") == [("interested",)]
    error = refused(ron, agent="ann")
    assert (error.name, error.code) == ("nothing-to-undo", Exit.NOT_FOUND)


def test_saying_it_again_goes_further_back(ron: Office) -> None:
    ron.log("ron", "na")
    ron.edit("ron", title="CEO")
    ron.add("Ann Lee", IN_CHICAGO)
    before = ron.dump("prospect")
    assert before
    names = [ron.undo().command.name for _ in range(3)]
    assert names == ["add", "edit", "log"]
    assert refused(ron).code is Exit.NOT_FOUND


def test_what_is_taken_back_is_not_taken_back_twice(ron: Office) -> None:
    ron.log("ron", "na")
    ron.log("ron", "ni")
    ron.undo()
    ron.log("ron", "vm")
    assert ron.undo().command.summary == "voicemail for Ron Smith"
    assert ron.undo().command.summary == "no-answer for Ron Smith"


def test_a_look_or_a_refusal_isnt_a_command(ron: Office) -> None:
    ron.log("ron", "na")
    ron.look()
    ron.portray("ron")
    with pytest.raises(CallqError):
        ron.log("ron", "nonsense")
    assert ron.undo().command.summary == "no-answer for Ron Smith"


def test_others_with_the_number_are_freed_as_well(ron: Office) -> None:
    """Caps per number are counted again for everyone who has it."""
    ron.add("Rita Smith", IN_NEW_YORK, now=BEFORE)
    for hour in ("10:30", "11:30", "12:30"):
        ron.log("ron", "na", now=f"2026-03-10T{hour}:00-04:00")
    assert ron.queue() == []
    ron.undo()
    assert ron.queue() == [2]


def test_others_are_freed_of_a_call_on_a_number_that_goes_with_it(office: Office) -> None:
    """Ann was reached on Bob's number, its third call that day; taken back, Bob is free again."""
    office.add("Ann Lee", IN_NEW_YORK, now=BEFORE)
    office.add("Bob Ray", IN_CHICAGO, now=BEFORE)
    for hour in ("09:15", "09:45"):
        office.log("bob", "busy", now=f"2026-03-11T{hour}:00-04:00")
    office.look()
    before = office.row(2)
    office.log("ann", "na", number=IN_CHICAGO)
    assert office.row(2)["due_at"] - before["due_at"] > 19 * 3600
    office.undo()
    assert office.row(2) == before


def test_what_concerns_no_one_is_taken_back_without_a_word_of_people(
    office: Office, run_callq: Callq
) -> None:
    """A number no one has, a playbook, days away on which no one falls due."""
    office.add("Ron", IN_NEW_YORK)
    book = office.file('[scripts.first-call]\nopen = "Hello."\n', "ours.toml")
    for command in (("dnc", "add", "212 555 0177"), ("playbook", "apply", str(book)),
                    ("goals", "time-off", "friday")):  # fmt: skip
        run_callq.ok(*command)
        assert "Nothing was left" not in run_callq.ok("undo").out, command


# The lease ----------------------------------------------------------------------------------------


def leased(office: Office) -> list[tuple[Any, ...]]:
    return office.rows("SELECT prospect_id, agent, until FROM lease ORDER BY prospect_id")


def test_undoing_a_call_gives_the_person_back(ron: Office) -> None:
    ron.take()
    before = leased(ron)
    ron.log(None, "na")
    assert leased(ron) == []
    undone = ron.undo(now="2026-03-11T10:20:00-04:00")
    assert undone.lease is not None
    assert undone.lease.prospect_id == 1
    assert leased(ron) == before
    ron.log(None, "busy", now="2026-03-11T10:21:00-04:00")
    assert ron.row(1)["last_outcome"] == "busy"


def test_a_call_taken_back_comes_before_the_next_one_taken(ron: Office) -> None:
    ron.add("Lia Valley", IN_CHICAGO)
    first = ron.take().item.entry.id
    ron.log(None, "na")
    second = ron.take().item.entry.id
    ron.undo(now="2026-03-11T10:20:00-04:00")
    assert ron.take(now="2026-03-11T10:20:00-04:00").item.entry.id == first
    ron.log(None, "busy", now="2026-03-11T10:21:00-04:00")
    assert ron.take(now="2026-03-11T10:21:00-04:00").item.entry.id == second


def test_a_lease_whose_time_is_up_stays_ended(ron: Office) -> None:
    ron.take()
    ron.log(None, "na")
    assert ron.undo(now="2026-03-11T10:30:00-04:00").lease is None
    assert leased(ron) == []


def test_a_person_another_rep_took_meanwhile_stays_theirs(ron: Office) -> None:
    ron.take()
    ron.log(None, "na")
    with ron.workspace(agent="bob") as ws, ws.db.write():
        leases.take(ws.db, 1, "bob", ws.now, ws.now + timedelta(minutes=5))
    before = leased(ron)
    assert ron.undo().lease is None
    assert leased(ron) == before


def test_a_person_whose_number_another_rep_took_meanwhile_is_not_given_back(ron: Office) -> None:
    ron.add("Lia Valley", IN_NEW_YORK)
    ron.take()
    first = leased(ron)[0][0]
    ron.log(None, "na")
    with ron.workspace(agent="bob") as ws, ws.db.write():
        leases.take(ws.db, 3 - first, "bob", ws.now, ws.now + timedelta(minutes=5))
    assert ron.undo().lease is None


def test_what_was_dialed_comes_back_with_the_lease(ron: Office) -> None:
    with ron.workspace() as ws, ws.db.write():
        dialed = leases.Lease(
            1, "ann", ws.now + timedelta(hours=1), ws.now, ws.now, ("+12125550199",)
        )
        leases.put(ws.db, dialed)
    ron.log(None, "na", now="2026-03-11T10:16:00-04:00")
    undone = ron.undo(now="2026-03-11T10:17:00-04:00")
    assert undone.lease is not None
    assert undone.lease._replace(taken_at=dialed.taken_at) == dialed


def test_a_person_erased_meanwhile_leaves_no_lease_in_the_journal(
    ron: Office, run_callq: Callq
) -> None:
    ron.take()
    ron.log(None, "na")
    assert ron.rows("SELECT 1 FROM change WHERE table_name = 'lease'")
    run_callq.ok("people", "erase", "1", "--yes")
    assert not ron.rows("SELECT 1 FROM change WHERE table_name = 'lease'")
