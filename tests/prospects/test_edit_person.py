"""Details can change, calls can't, and the queue follows at once."""

import contextlib
from typing import Any

import pytest

from callq.errors import CallqError, Exit
from callq.prospects.add import add, person_from
from callq.prospects.who import find_one
from helpers import IN_CHICAGO, IN_NEW_YORK, Office

BEFORE = "2026-03-10T10:00:00-04:00"


@pytest.fixture
def ron(office: Office) -> Office:
    office.add(
        "Ron Smith", IN_NEW_YORK, "+1 212 555 0199", now=BEFORE, emails=("ron@example.com",),
        company="Acme", tags=("vip",), custom=(("Budget", "3000"),), list_name="fair",
    )  # fmt: skip
    return office


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "Rita Jones"), ("company", "Other"), ("title", "CEO"), ("owner", "bob"),
        ("list_name", "web"), ("zone", "Asia/Tokyo"), ("country", "JP"), ("note", "new"),
        ("value", 12.5), ("company", ""), ("list_name", ""), ("value", 0.0),
    ],
)  # fmt: skip
def test_a_field_is_changed_and_named(ron: Office, column: str, value: object) -> None:
    if column == "value" and value == 0.0:
        ron.edit("ron", value=5.0)
    said: dict[str, Any] = {column: value}
    edited = ron.edit("ron", **said)
    assert ron.row(1)[column] == value
    assert edited.changed == (column.replace("list_name", "list"),)


def test_tags_and_fields_are_added_changed_and_removed(ron: Office) -> None:
    edited = ron.edit("ron", tags=("big", "vip"), fields=("Budget=", "Size = 40 people"))
    assert set(edited.changed) == {"tags", "custom"}
    portrait = ron.portray("ron")
    assert portrait.details.tags == ("vip", "big")
    assert portrait.details.custom == {"Size": "40 people"}


def test_a_changed_name_is_found_and_the_former_is_not(ron: Office) -> None:
    ron.edit("ron", name="Rita Jones")
    assert ron.portray("jones").details.id == 1
    with pytest.raises(CallqError):
        ron.portray("smith")
    assert ron.portray("acme").details.id == 1


def test_numbers_and_addresses_come_and_go(ron: Office) -> None:
    edited = ron.edit(
        "ron", add_phone=(IN_CHICAGO,), drop_phone=("(212) 555-0100",),
        add_email=("R.Smith@Example.com",), drop_email=("RON@example.com",),
    )  # fmt: skip
    assert len(edited.changed) == 4
    details = ron.portray("ron").details
    assert [phone.e164 for phone in details.phones] == ["+12125550199", "+13125550100"]
    assert details.emails == ("r.smith@example.com",)


def test_the_queue_follows_the_numbers(ron: Office) -> None:
    """The next number is dialed; with none left they need one; a new one brings them back."""

    def dialed() -> str:
        (item,) = ron.look().items
        return item.entry.e164

    assert dialed() == "+12125550100"
    ron.edit("ron", drop_phone=(IN_NEW_YORK,))
    assert dialed() == "+12125550199"
    ron.edit("ron", drop_phone=("0199",))
    assert ron.row(1)["state"] == "needs-number"
    assert ron.queue() == []
    ron.edit("ron", add_phone=(IN_CHICAGO,))
    assert dialed() == "+13125550100"


def test_a_number_is_shown_in_lists_after_the_first_was_dropped(ron: Office) -> None:
    ron.edit("ron", drop_phone=(IN_NEW_YORK,))
    with ron.workspace() as ws:
        assert find_one(ws, "ron").shown == "(212) 555-0199"


def test_numbers_keep_different_places(ron: Office) -> None:
    ron.edit("ron", drop_phone=(IN_NEW_YORK,))
    ron.edit("ron", add_phone=(IN_CHICAGO,))
    places = [place for (place,) in ron.rows("SELECT position FROM phone")]
    assert len(set(places)) == len(places) == 2


def test_the_queue_follows_the_zone(ron: Office) -> None:
    assert ron.queue() == [1]
    ron.edit("ron", zone="Asia/Tokyo")
    assert ron.queue() == []
    assert [item.entry.id for item in ron.look().waiting] == [1]
    ron.edit("ron", zone="")
    assert ron.queue() == [1]


def test_a_state_lifts_the_hold_of_a_toll_free_number(office: Office) -> None:
    """A zone alone doesn't: the number may be in a state that asks for consent."""
    office.add("Toll Free", "+1 800 555 0199", now=BEFORE)
    assert office.look().counts.held == {"no-zone": 1}
    office.edit("toll", zone="America/New_York")
    assert office.look().counts.held == {"needs-consent": 1}
    office.edit("toll", region="NY")
    assert office.look().counts.held == {}
    assert office.queue() == [1]


def test_counts_follow_list_and_owner(ron: Office) -> None:
    ron.edit("ron", list_name="web", owner="bob")
    assert ron.look(list_name="fair").counts.due == 0
    assert ron.look(list_name="web").counts.due == 1
    assert ron.look(owner="bob").counts.due == 1


def test_the_calls_stay_as_they_are(ron: Office) -> None:
    ron.log("ron", "ni")
    before = ron.dump("call", "dnc")
    ron.edit("ron", name="Rita", drop_phone=("0100",), list_name="x")
    assert ron.dump("call", "dnc") == before
    assert ron.row(1)["conversation_outcome"] == "soft-no"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "nothing-to-change"),
        ({"company": "Acme"}, "nothing-to-change"),
        pytest.param({"tags": ("vip",)}, "nothing-to-change"),
        pytest.param({"fields": ("Budget=3000",)}, "nothing-to-change"),
        ({"may_be_called": True}, "nothing-to-change"),
        ({"name": ""}, "missing-name"),
        ({"zone": "Mars/Base"}, "unknown-zone"),
        ({"fields": ("Budget",)}, "bad-field"),
        ({"fields": ("=3",)}, "bad-field"),
        ({"drop_phone": ("999",)}, "unknown-phone"),
        ({"drop_phone": ("212",)}, "unknown-phone"),
        ({"drop_phone": ("",)}, "unknown-phone"),
        ({"drop_email": ("x@y.z",)}, "unknown-email"),
        ({"add_email": ("nonsense",)}, "bad-email"),
        ({"company": "New", "drop_phone": ("999",)}, "unknown-phone"),
    ],
)  # fmt: skip
def test_a_refused_change_changes_nothing(ron: Office, changes: dict[str, Any], name: str) -> None:
    before = ron.dump()
    with pytest.raises(CallqError) as caught:
        ron.edit("ron", **changes)
    assert caught.value.name == name
    assert caught.value.code is Exit.USAGE
    assert ron.dump() == before


def test_a_blank_name_is_refused(ron: Office) -> None:
    with pytest.raises(CallqError):
        ron.edit("ron", name="   ")


# Added by hand ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "   "])
def test_adding_needs_a_name(office: Office, name: str) -> None:
    with pytest.raises(CallqError) as caught:
        office.add(name, IN_NEW_YORK)
    assert caught.value.name == "missing-name"
    assert office.counts()["prospect"] == 0


def test_the_same_name_with_the_same_number_is_not_added_twice(ron: Office) -> None:
    before = ron.dump()
    with pytest.raises(CallqError) as caught:
        ron.add("RON  smith", "(212) 555-0100")
    assert caught.value.code is Exit.REFUSED
    assert caught.value.name == "already-added"
    assert ron.dump() == before


def test_another_name_with_the_same_number_is_another_person(ron: Office) -> None:
    assert ron.add("Rita Smith", IN_NEW_YORK) == 2


def test_a_number_that_can_not_be_dialed_is_kept_as_written(office: Office) -> None:
    with office.workspace() as ws:
        added = add(ws, person_from(ws, name="Ron", phones=("ask Ann", "555-0100")))
    assert added.warnings
    assert office.rows("SELECT written, e164 FROM phone ORDER BY position") == [
        ("ask Ann", ""), ("555-0100", ""),
    ]  # fmt: skip
    assert office.row(1)["state"] == "needs-number"


@pytest.mark.parametrize(
    ("changes", "table"),
    [
        ({"add_phone": ("",)}, "phone"),
        ({"add_phone": ("  ",)}, "phone"),
        ({"add_phone": (IN_NEW_YORK,)}, "phone"),
        ({"add_phone": ("(212) 555-0100",)}, "phone"),
        ({"add_phone": (IN_CHICAGO, "312-555-0100")}, "phone"),
        ({"add_email": ("RON@example.com",)}, "email"),
        ({"add_email": ("@",)}, "email"),
        ({"add_email": ("new@example.com", "new@example.com")}, "email"),
    ],
    ids=str,
)
def test_blank_and_known_numbers_and_emails_are_not_added(
    ron: Office, changes: dict[str, Any], table: str
) -> None:
    """Refused or skipped, but never stored twice or blank."""
    with contextlib.suppress(CallqError):
        ron.edit("ron", **changes)
    column = {"phone": "e164", "email": "address"}[table]
    kept = [value for (value,) in ron.rows(f"SELECT {column} FROM {table}")]
    assert "" not in kept
    assert "@" not in kept
    assert len(set(kept)) == len(kept)


def test_drop_and_add_the_same_in_one_command(ron: Office) -> None:
    ron.edit(
        "ron", drop_phone=(IN_NEW_YORK,), add_phone=(IN_NEW_YORK,),
        drop_email=("ron@example.com",), add_email=(" Ron@Example.com ",),
    )  # fmt: skip
    assert len(ron.rows("SELECT 1 FROM phone WHERE e164 = '+12125550100'")) == 1
    assert ron.rows("SELECT address FROM email") == [("ron@example.com",)]


@pytest.mark.parametrize("address", ["x", "@", "a@", "@b.cd", "a b@c.de"])
def test_add_and_edit_refuse_the_same_addresses(office: Office, address: str) -> None:
    with pytest.raises(CallqError) as refused:
        office.add("Bob", emails=(address,))
    assert refused.value.name == "bad-email"
    bob = office.add("Bob")
    with pytest.raises(CallqError) as refused:
        office.edit(bob, add_email=(address,))
    assert refused.value.name == "bad-email"
