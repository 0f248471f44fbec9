"""A number that must not be called is never offered: nothing outranks it, nothing forgets it."""

from typing import Any

import pytest

from callq.audit.purge_check import findings
from callq.calls.explain import portray
from callq.engine.filters import Filter
from callq.engine.outcomes import CANONICAL
from callq.errors import CallqError, Exit
from callq.prospects.find import find
from helpers import IN_CHICAGO, IN_NEW_YORK, Office

HOME_NUMBER = "+1 212 555 0199"
LATER = "2026-03-12T10:15:00-04:00"
NEXT_YEAR = "2027-03-11T10:15:00-05:00"


def blocked(office: Office) -> list[str]:
    return [row[0] for row in office.rows("SELECT number FROM dnc WHERE lifted_at IS NULL")]


def offered(office: Office, **when: Any) -> list[int]:
    """An opted-out person is never shown: not as due, with a callback, waiting or on hold."""
    seen = office.look(everything=True, **when)
    items = (*seen.items, *seen.later, *seen.waiting, *seen.held)
    return sorted(item.entry.id for item in items)


@pytest.fixture
def shared(office: Office) -> Office:
    """Eve with two numbers; Bob and Cyd have one of them each; Dan has none."""
    office.add("Eve", IN_NEW_YORK, HOME_NUMBER)
    office.add("Bob", IN_NEW_YORK, list_name="other")
    office.add("Cyd", HOME_NUMBER, owner="somebody else")
    office.add("Dan", IN_CHICAGO)
    return office


def test_it_holds_for_all_their_numbers_on_all_lists_at_once(shared: Office) -> None:
    logged = shared.log("eve", "dnc", note="never again")
    assert logged.blocked == ("+12125550100", "+12125550199")
    assert blocked(shared) == ["+12125550100", "+12125550199"]
    assert [shared.row(who)["state"] for who in (1, 2, 3, 4)] == ["do-not-call"] * 3 + ["fresh"]
    assert offered(shared) == [4]


def test_an_entry_says_who_asked_when_and_by_what_call(shared: Office) -> None:
    logged = shared.log("eve", "dnc", agent="bob")
    columns = "source, reason, by_agent, call_id, command_id, since"
    assert shared.rows(f"SELECT DISTINCT {columns} FROM dnc") == [
        ("call", "asked by Eve (call)", "bob", logged.call_id, logged.command_id, 1_773_238_500)
    ]


def test_someone_with_a_number_left_is_called_on_that(shared: Office) -> None:
    shared.log("bob", "dnc")
    assert blocked(shared) == ["+12125550100"]
    eve = next(i for i in shared.look().items if i.entry.id == 1)
    assert eve.entry.e164 == "+12125550199"


def test_it_holds_without_any_number(office: Office) -> None:
    office.add("Eve", emails=("eve@example.com",), zone="UTC")
    office.log("eve", "dnc", channel="email")
    assert office.row(1)["state"] == "do-not-call"
    office.edit("eve", add_phone=(IN_NEW_YORK,))
    assert office.row(1)["state"] == "do-not-call"
    assert offered(office) == []


@pytest.mark.parametrize(
    "outcome", [o for o in CANONICAL if not o.opts_out], ids=lambda outcome: outcome.word
)
def test_no_later_outcome_brings_them_back(shared: Office, outcome: Any) -> None:
    shared.log("eve", "dnc")
    shared.log("eve", outcome.word, **({"at": "friday 3pm"} if outcome.needs_time else {}))
    for who in (1, 2, 3):
        assert shared.row(who)["state"] == "do-not-call"
    assert offered(shared, now=NEXT_YEAR) == [4]


def test_a_call_that_was_agreed_before_is_not_offered(shared: Office) -> None:
    shared.log("bob", "cb", at="3pm")
    shared.log("cyd", "ni", channel="email")
    shared.log("eve", "dnc")
    assert offered(shared, now="2026-03-11T15:30:00-04:00") == [4]


def test_a_call_on_such_a_number_is_a_violation_on_record(shared: Office) -> None:
    shared.log("eve", "dnc")
    (of_number,) = shared.log("bob", "na", number=IN_NEW_YORK).warnings
    assert of_number == "+12125550100 is on do-not-call. Logged as a violation."
    of_number, of_person = shared.log("eve", "na", number=IN_NEW_YORK, now=LATER).warnings
    assert "is on do-not-call" in of_number
    assert of_person == (
        "Called on Thu, Mar 12, 2026, 10:15 AM though they asked on Wed, Mar 11, 2026, 10:15 AM never to be "
        "called."
    )


def test_who_gets_such_a_number_later_is_not_offered(shared: Office) -> None:
    shared.log("eve", "dnc")
    new = shared.add("Fay", IN_NEW_YORK)
    assert shared.row(new)["state"] == "do-not-call"
    shared.edit("dan", add_phone=(IN_NEW_YORK,), drop_phone=(IN_CHICAGO,))
    assert shared.row(4)["state"] == "do-not-call"
    assert offered(shared) == []


@pytest.mark.parametrize("how", ["edit", "log", "import"])
def test_a_number_learned_of_them_later_is_theirs_as_well(shared: Office, how: str) -> None:
    """All their numbers: another record of the same person must not be called either."""
    shared.edit("eve", add_email=("eve@example.com",))
    shared.log("eve", "dnc")
    if how == "edit":
        shared.edit("eve", add_phone=(IN_CHICAGO,))
    elif how == "log":
        shared.log("eve", "na", number=IN_CHICAGO)
    else:
        shared.import_(shared.file(f"Name,Phone,Email\nEve,{IN_CHICAGO},eve@example.com\n"))
    assert shared.row(4)["name"] == "Dan"
    assert offered(shared) == []


def test_a_number_put_back_by_undo_is_theirs_as_well(shared: Office) -> None:
    """Dropped before the wish, brought back after it by another rep's undo."""
    shared.edit("eve", add_phone=(IN_CHICAGO,))
    shared.edit("eve", drop_phone=(IN_CHICAGO,), agent="bob")
    shared.log("eve", "dnc")
    assert offered(shared) == [4]
    shared.undo(agent="bob")
    assert offered(shared) == []


def test_a_learned_number_is_free_again_when_its_edit_is_taken_back_on_its_day(
    shared: Office,
) -> None:
    shared.log("eve", "dnc")
    shared.edit("eve", add_phone=(IN_CHICAGO,))
    assert shared.undo().lifted == 1
    assert offered(shared) == [4]
    shared.edit("eve", add_phone=(IN_CHICAGO,))
    assert offered(shared) == []


def test_a_learned_number_stays_blocked_when_its_edit_is_taken_back_later(shared: Office) -> None:
    shared.log("eve", "dnc")
    shared.edit("eve", add_phone=(IN_CHICAGO,))
    undone = shared.undo(now=LATER)
    assert undone.lifted == 0
    assert [row[0] for row in shared.rows("SELECT e164 FROM phone WHERE prospect_id = 1")] == [
        "+12125550100",
        "+12125550199",
    ]
    assert offered(shared) == []


def test_a_slip_taken_back_frees_the_numbers_learned_meanwhile(shared: Office) -> None:
    shared.log("eve", "dnc", agent="ann")
    shared.edit("eve", add_phone=(IN_CHICAGO,), agent="bob")
    assert shared.undo(agent="ann").lifted == 3
    assert offered(shared) == [1, 2, 3, 4]


def test_each_opt_out_covers_the_numbers_learned_later_by_itself(shared: Office) -> None:
    shared.log("eve", "dnc", agent="ann")
    shared.log("eve", "dnc", agent="bob")
    shared.edit("eve", add_phone=(IN_CHICAGO,), agent="cyd")
    shared.undo(agent="ann")
    assert offered(shared) == []


def test_a_number_of_one_blocked_by_others_alone_isnt_an_opt_out_of_theirs(shared: Office) -> None:
    """Bob's only number was Eve's: a second one of his is free for him and for Dan."""
    shared.log("eve", "dnc")
    shared.edit("bob", add_phone=(IN_CHICAGO,))
    assert offered(shared) == [2, 4]


def test_dropping_the_number_erases_nothing(shared: Office) -> None:
    shared.log("eve", "dnc")
    shared.edit("eve", drop_phone=(IN_NEW_YORK,))
    shared.edit("eve", drop_phone=(HOME_NUMBER,))
    assert shared.row(1)["state"] == "do-not-call"
    shared.add("Fay", HOME_NUMBER)
    assert offered(shared) == [4]


def test_no_edit_lifts_it(shared: Office) -> None:
    shared.log("eve", "dnc")
    shared.edit("eve", zone="Asia/Tokyo", list_name="new", owner="bob", value=1e6)
    shared.edit("bob", list_name="third")
    with pytest.raises(CallqError, match="changes nothing"):
        shared.edit("bob", may_be_called=True)
    assert offered(shared, now=LATER) == [4]


def test_no_import_lifts_it(shared: Office) -> None:
    shared.log("eve", "dnc")
    path = shared.file(
        "Name,Phone,Do Not Call,Last Outcome,Last Called\n"
        f"Eve,{IN_NEW_YORK},no,Interested,2026-03-10\n"
        f"Grace,{HOME_NUMBER},no,Callback,2026-03-10\n"
    )
    shared.import_(path, zone="America/New_York")
    assert shared.row(5)["name"] == "Grace"
    assert shared.row(5)["state"] == "do-not-call"
    assert offered(shared) == [4]


def test_no_rule_lifts_it(shared: Office) -> None:
    from callq.records.rulebooks import shipped_text
    from callq.rulebooks.rules import apply

    shared.log("eve", "dnc")
    own = '[outcomes.never-mind]\nlike = "do-not-call"\n'
    book = shared.home / "book.toml"
    book.write_text(shipped_text().replace('"1 year"', '"1 day"') + own)
    with shared.workspace() as ws:
        apply(ws, book)
    assert offered(shared, now=NEXT_YEAR) == [4]


def test_an_outcome_of_the_team_that_is_like_it_is_like_it(shared: Office) -> None:
    from callq.records.rulebooks import shipped_text
    from callq.rulebooks.rules import apply

    own = '[outcomes.gdpr-erase]\nlike = "do-not-call"\n'
    book = shared.home / "book.toml"
    book.write_text(shipped_text() + own)
    with shared.workspace() as ws:
        apply(ws, book)
    assert shared.log("eve", "gdpr-erase").blocked == ("+12125550100", "+12125550199")
    assert offered(shared) == [4]


def test_time_does_not_lift_it(shared: Office) -> None:
    shared.log("eve", "dnc")
    assert offered(shared, now="2046-03-12T10:15:00-04:00") == [4]


def test_a_second_opt_out_has_entries_of_its_own(shared: Office) -> None:
    """So that taking back one wish leaves the other."""
    shared.log("eve", "dnc")
    assert shared.log("eve", "dnc").blocked == ("+12125550100", "+12125550199")
    assert sorted(blocked(shared)) == sorted(2 * ["+12125550100", "+12125550199"])


# Taken back ---------------------------------------------------------------------------------------


def test_a_slip_can_be_taken_back_on_its_day(shared: Office) -> None:
    shared.log("bob", "cb", at="3pm")
    before = shared.dump("prospect", "tally")
    shared.log("eve", "dnc")
    undone = shared.undo(now="2026-03-11T23:59:00-04:00")
    assert undone.lifted == 2
    shared.look()
    assert shared.dump("prospect") == {"prospect": before["prospect"]}
    assert offered(shared) == [1, 2, 3, 4]
    assert shared.rows("SELECT lifted_at, lifted_reason FROM dnc LIMIT 1") == [
        (1_773_287_940, "undone by ann on the same day")
    ]


def test_a_day_later_it_can_not(shared: Office) -> None:
    shared.log("eve", "dnc")
    before = shared.dump()
    with pytest.raises(CallqError) as caught:
        shared.undo(now="2026-03-12T00:00:00-04:00")
    assert (caught.value.name, caught.value.code) == ("undo-too-late", Exit.REFUSED)
    assert shared.dump() == before


def test_another_entry_for_the_number_stands(shared: Office) -> None:
    """Cyd had asked before Eve did: taking Eve's back leaves Cyd's."""
    shared.log("cyd", "dnc")
    shared.log("eve", "dnc")
    shared.undo()
    assert blocked(shared) == ["+12125550199"]
    assert offered(shared) == [1, 2, 4]


def test_an_opt_out_stands_when_an_earlier_one_for_the_same_number_is_taken_back(
    shared: Office,
) -> None:
    """Ann logs Eve by a slip, Bob's rep logs Bob rightly; ann's undo must not free Bob's number."""
    shared.log("eve", "dnc", agent="ann")
    shared.log("bob", "dnc", agent="rep2")
    shared.undo(agent="ann")
    assert shared.row(2)["state"] == "do-not-call"
    assert "+12125550100" in blocked(shared)
    new = shared.add("Fay", IN_NEW_YORK)
    assert shared.row(new)["state"] == "do-not-call"


def test_a_slip_about_yesterdays_call_can_be_taken_back_at_once(shared: Office) -> None:
    shared.log("eve", "dnc", when="yesterday 4pm")
    shared.undo()
    assert blocked(shared) == []


# Brought in by a list -----------------------------------------------------------------------------


def test_an_opt_out_in_a_list_holds_for_everyone_with_the_number(shared: Office) -> None:
    report = shared.import_(shared.file(f"Name,Phone,Do Not Call\nZed,{IN_NEW_YORK},yes\n"))
    assert (report.added, report.opted_out) == (1, 1)
    assert blocked(shared) == ["+12125550100"]
    assert shared.row(5)["state"] == "do-not-call"
    assert shared.row(2)["state"] == "do-not-call"
    assert offered(shared) == [1, 3, 4]
    assert shared.look().items[0].entry.e164 == "+12125550199"


def test_an_opt_out_in_a_list_stays_when_the_list_goes(shared: Office) -> None:
    shared.import_(shared.file(f"Name,Phone,Do Not Call\nZed,{IN_NEW_YORK},yes\n"))
    shared.undo()
    assert shared.rows("SELECT name FROM prospect WHERE removed_at IS NULL AND id > 4") == []
    assert blocked(shared) == ["+12125550100"]
    assert offered(shared) == [1, 3, 4]


@pytest.mark.parametrize("row", [f"Eve,{IN_NEW_YORK},", "Eve,,eve@example.com"])
def test_an_opt_out_in_a_list_holds_for_all_numbers_known_of_them(shared: Office, row: str) -> None:
    """As it does when a rep logs it: another record of the same person must not be called."""
    shared.edit("eve", add_email=("eve@example.com",))
    shared.import_(shared.file(f"Name,Phone,Email,Do Not Call\n{row},yes\n"))
    assert shared.row(1)["state"] == "do-not-call"
    assert blocked(shared) == ["+12125550100", "+12125550199"]


def test_a_cell_that_asks_holds_them_until_a_person_decides(office: Office) -> None:
    path = office.file(f"Name,Phone,Notes\nZed,{IN_NEW_YORK},please do not call again\n")
    assert office.import_(path).asked == 1
    assert office.row(1)["hold"] == "opt-out-request"
    assert office.queue() == []
    office.edit("zed", may_be_called=True)
    assert office.queue() == [1]
    assert office.import_(path).unchanged == 1
    assert office.queue() == [1]


def test_a_cell_that_asks_can_become_an_opt_out(office: Office) -> None:
    office.import_(office.file(f"Name,Phone,Notes\nZed,{IN_NEW_YORK},do not call\n"))
    office.log("zed", "dnc")
    assert offered(office) == []


def test_an_opt_out_after_a_slip_that_was_taken_back_holds(shared: Office) -> None:
    """A lifted entry is history: it neither blocks nor stands in the way of a new one."""
    shared.log("eve", "dnc")
    shared.undo()
    assert shared.log("bob", "na").warnings == ()
    shared.undo()
    assert shared.log("eve", "dnc").blocked == ("+12125550100", "+12125550199")
    assert blocked(shared) == ["+12125550100", "+12125550199"]
    assert offered(shared) == [4]


def test_two_opt_outs_for_a_number_show_no_one_twice(shared: Office) -> None:
    shared.log("eve", "dnc")
    shared.log("bob", "dnc")
    shared.log("cyd", "dnc")
    with shared.workspace() as ws:
        assert [item.entry.id for item in find(ws, Filter(), 50)] == [1, 2, 3, 4]
        assert [finding.id for finding in findings(ws)] == [1, 2, 3]
        assert portray(ws, "eve").details.name == "Eve"
    shared.edit("dan", add_phone=(HOME_NUMBER,))
    assert [item.entry.id for item in shared.look().items] == [4]
