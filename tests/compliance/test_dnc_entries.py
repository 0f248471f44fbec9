"""Numbers on do-not-call by hand: on at once and for ever, off only by a recorded consent."""

from typing import Any

import pytest

from callq.compliance import do_not_call
from callq.compliance.do_not_call import Checked, check
from callq.errors import CallqError, Exit
from helpers import IN_CHICAGO, IN_NEW_YORK, Office

HOME_NUMBER = "+1 212 555 0199"
LATER = "2026-03-12T10:15:00-04:00"
CONSENT = "Eve Poe/today/signed form"


@pytest.fixture
def eve(office: Office) -> Office:
    """Eve with two numbers; Bob has one of them."""
    office.add("Eve", IN_NEW_YORK, HOME_NUMBER)
    office.add("Bob", IN_NEW_YORK)
    return office


def add(office: Office, *numbers: str, now: str = "") -> do_not_call.Added:
    with office.workspace(now=now) as ws:
        return do_not_call.add(ws, numbers, "by letter")


def remove(
    office: Office, *numbers: str, consent: str = CONSENT, now: str = ""
) -> do_not_call.Removed:
    with office.workspace(now=now) as ws:
        return do_not_call.remove(ws, numbers, consent)


def checked(office: Office, number: str, now: str = "") -> Checked:
    with office.workspace(now=now) as ws:
        return check(ws, [number])[0]


def states(office: Office) -> list[str]:
    return [row[0] for row in office.rows("SELECT state FROM prospect ORDER BY id")]


def test_a_number_is_on_at_once_for_everyone_who_has_it(eve: Office) -> None:
    added = add(eve, IN_NEW_YORK)
    assert [one.people for one in added.numbers] == [((1, "Eve"), (2, "Bob"))]
    assert [one.number for one in added.also] == ["+12125550199"]
    assert states(eve) == ["do-not-call", "do-not-call"]


def test_a_number_that_no_one_has_counts_for_who_gets_it(eve: Office) -> None:
    add(eve, IN_CHICAGO)
    eve.add("Cyd", IN_CHICAGO)
    assert states(eve) == ["fresh", "fresh", "do-not-call"]


def test_all_of_them_or_none(eve: Office) -> None:
    with pytest.raises(CallqError) as caught:
        add(eve, IN_NEW_YORK, "nobody")
    assert caught.value.name == "bad-number"
    assert eve.rows("SELECT * FROM dnc") == []


def test_a_consent_lifts_it_and_stays_on_record(eve: Office) -> None:
    add(eve, IN_NEW_YORK)
    removed = remove(eve, IN_NEW_YORK)
    assert removed.still == ()
    assert states(eve) == ["fresh", "fresh"]
    (entry,) = checked(eve, IN_NEW_YORK).entries
    assert (entry.consent_by, entry.consent_how, entry.lifted_by) == (
        "Eve Poe", "signed form", "ann",
    )  # fmt: skip
    assert not checked(eve, IN_NEW_YORK).blocked


def test_an_opt_out_from_a_call_is_lifted_by_a_consent_for_every_number(eve: Office) -> None:
    eve.log("eve", "dnc")
    first = remove(eve, IN_NEW_YORK)
    assert first.still == ((1, "Eve"),)
    assert states(eve) == ["do-not-call", "fresh"]
    remove(eve, HOME_NUMBER)
    assert states(eve) == ["recall", "fresh"]
    assert any("A recorded consent" in b.text or "consent" in b.text
               for b in eve.portray("eve").reasons)  # fmt: skip


def test_a_number_learned_after_the_consent_is_free(eve: Office) -> None:
    eve.log("eve", "dnc")
    remove(eve, IN_NEW_YORK, HOME_NUMBER)
    eve.edit("eve", add_phone=(IN_CHICAGO,))
    assert not checked(eve, IN_CHICAGO).blocked


def test_a_new_opt_out_after_a_consent_holds(eve: Office) -> None:
    eve.log("eve", "dnc")
    remove(eve, IN_NEW_YORK, HOME_NUMBER)
    eve.log("eve", "dnc", now=LATER)
    assert states(eve) == ["do-not-call", "do-not-call"]


def test_one_consent_lifts_every_opt_out_about_the_number(eve: Office) -> None:
    add(eve, IN_NEW_YORK)
    add(eve, IN_NEW_YORK)
    remove(eve, IN_NEW_YORK)
    assert not checked(eve, IN_NEW_YORK).blocked
    assert len(checked(eve, IN_NEW_YORK).entries) == 2


@pytest.mark.parametrize(
    ("consent", "name"),
    [
        ("", "incomplete-consent"),
        ("Eve", "incomplete-consent"),
        ("Eve/today", "incomplete-consent"),
        ("Eve//signed form", "incomplete-consent"),
        ("/today/signed form", "incomplete-consent"),
        ("Eve/today/ ", "incomplete-consent"),
        ("Eve/tomorrow/signed form", "time-in-the-future"),
        ("Eve/2026-03-10/signed form", "consent-too-old"),
        ("Eve/9:00 am today/signed form", "consent-too-old"),
    ],
)
def test_what_isnt_a_consent_lifts_nothing(eve: Office, consent: str, name: str) -> None:
    add(eve, IN_NEW_YORK)
    with pytest.raises(CallqError) as caught:
        remove(eve, IN_NEW_YORK, consent=consent)
    assert caught.value.name == name
    assert checked(eve, IN_NEW_YORK).blocked


def test_a_date_with_slashes_may_stand_in_the_consent(eve: Office) -> None:
    add(eve, IN_NEW_YORK, now="2026-03-02T10:00:00-05:00")
    assert remove(eve, IN_NEW_YORK, consent="Eve/3/10/2026/letter").consent.how == "letter"


def test_a_number_without_an_entry_has_none_to_lift(eve: Office) -> None:
    with pytest.raises(CallqError) as caught:
        remove(eve, IN_NEW_YORK)
    assert caught.value.code is Exit.NOT_FOUND


def test_undo_of_a_removal_puts_it_back_on_any_day(eve: Office) -> None:
    eve.log("eve", "dnc")
    remove(eve, IN_NEW_YORK, HOME_NUMBER)
    undone = eve.undo(now=LATER)
    assert undone.restored == 2
    assert states(eve) == ["do-not-call", "do-not-call"]
    found = checked(eve, IN_NEW_YORK)
    assert [entry.lifted_at is None for entry in found.entries] == [False, True]


def test_undo_of_an_addition_is_for_its_own_day(eve: Office) -> None:
    add(eve, IN_NEW_YORK)
    with pytest.raises(CallqError) as caught:
        eve.undo(now=LATER)
    assert caught.value.name == "undo-too-late"
    assert eve.undo().lifted == 2
    assert states(eve) == ["fresh", "fresh"]


def test_undo_of_one_opt_out_leaves_the_other(eve: Office) -> None:
    eve.log("bob", "dnc")
    add(eve, IN_NEW_YORK)
    eve.undo()
    assert checked(eve, IN_NEW_YORK).blocked


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "dnc", "channel": "email"},
        {"outcome": "dnc", "channel": "text"},
        {"answer": "c"},
    ],
)
def test_an_opt_out_on_any_channel_is_an_entry_at_once(eve: Office, said: dict[str, Any]) -> None:
    outcome = said.pop("outcome", None)
    eve.log("eve", outcome, **said)
    assert checked(eve, IN_NEW_YORK).blocked
    assert checked(eve, HOME_NUMBER).blocked


def test_a_check_says_what_stands_and_what_lifts_it(eve: Office) -> None:
    eve.log("eve", "dnc")
    found = checked(eve, IN_NEW_YORK)
    assert [(entry.source, entry.reason) for entry in found.active] == [
        ("call", "asked by Eve (call)")
    ]
    (fix,) = found.lifted_by
    assert "callq dnc remove +12125550100 --consent" in fix
