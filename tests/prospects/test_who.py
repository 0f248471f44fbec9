"""WHO is an id, a number in any style, an email or a part of a name; several are never guessed."""

from collections.abc import Sequence

import pytest

from callq.errors import CallqError, Exit
from callq.prospects.who import find_all, find_one, leased_or_named
from helpers import Office


@pytest.fixture
def people(office: Office) -> Office:
    office.add("Ron Smith", "+1 212 555 0100", emails=("Ron.Smith@Example.com",), company="Acme")
    office.add("José Müller-Lüdenscheidt", "+49 30 1234567", company="Ärzte & Co")
    office.add("Ann Lee", "+1 312 555 0199")
    office.add("Ann Leeds", "+1 312 555 0198", company="Acme")
    office.add("Sam 212 Ltd", "12")
    return office


def find(office: Office, who: str) -> str:
    with office.workspace() as ws:
        return find_one(ws, who).name


def refused(office: Office, who: str) -> CallqError:
    with office.workspace() as ws, pytest.raises(CallqError) as caught:
        find_one(ws, who)
    return caught.value


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("1", "Ron Smith"),
        (" 1 ", "Ron Smith"),
        ("01", "Ron Smith"),
        ("+1 (212) 555-0100", "Ron Smith"),
        ("+12125550100", "Ron Smith"),
        ("12125550100", "Ron Smith"),
        ("(212) 555-0100", "Ron Smith"),
        ("212.555.0100", "Ron Smith"),
        ("001 212 555 0100", "Ron Smith"),
        ("555-0100", "Ron Smith"),
        ("555 0100", "Ron Smith"),
        ("5550100", "Ron Smith"),
        ("0100", "Ron Smith"),
        ("+49 (0) 30 1234567", "José Müller-Lüdenscheidt"),
        ("ron.smith@example.com", "Ron Smith"),
        ("RON.SMITH@EXAMPLE.COM", "Ron Smith"),
        ("ron", "Ron Smith"),
        ("RON SM", "Ron Smith"),
        ("smith ron", "Ron Smith"),
        ("acme ron", "Ron Smith"),
        ("jose muller", "José Müller-Lüdenscheidt"),
        ("JOSÉ", "José Müller-Lüdenscheidt"),
        ("ludenscheidt", "José Müller-Lüdenscheidt"),
        ("Jose\u0301", "José Müller-Lüdenscheidt"),
        ("arzte", "José Müller-Lüdenscheidt"),
        ("mit", "Ron Smith"),
        ("Leeds", "Ann Leeds"),
        ("Ann Lee", "Ann Lee"),
        ("ann lee", "Ann Lee"),
        ("Sam 212 Ltd", "Sam 212 Ltd"),
        ("sam 212", "Sam 212 Ltd"),
    ],
)
def test_who_is_found_as_people_say_it(people: Office, who: str, name: str) -> None:
    assert find(people, who) == name


def test_a_number_is_read_as_at_home(people: Office) -> None:
    with people.workspace(CALLQ_REGION="DE") as ws:
        assert find_one(ws, "030 1234567").name == "José Müller-Lüdenscheidt"


@pytest.mark.parametrize(
    "who", ["nobody", "6", "999999999", "0" * 40, "555-0177", "x@example.com", "", "  ", "@", "%",
            "_", "%%", "!", "'", '"', "ron xx"],
)  # fmt: skip
def test_no_one_isnt_an_one(people: Office, who: str) -> None:
    """And the signs of a search in SQL are letters like any other."""
    error = refused(people, who)
    assert (error.code, error.name) == (Exit.NOT_FOUND, "unknown-person")


def test_a_part_with_a_sign_of_sql_is_taken_as_it_is(people: Office) -> None:
    people.add("100% Organic_Food!")
    assert find(people, "0% organic_food!") == "100% Organic_Food!"
    assert refused(people, "1_7%").code is Exit.NOT_FOUND


def test_a_part_in_the_middle_of_a_word_is_found_in_any_case(people: Office) -> None:
    people.add("GRÜßE ÖDÖN")
    assert find(people, "dön") == "GRÜßE ÖDÖN"


def test_several_are_listed_and_none_is_guessed(people: Office) -> None:
    error = refused(people, "ann")
    assert (error.code, error.name) == (Exit.AMBIGUOUS, "several-people")
    assert error.message.splitlines()[1:] == [
        "        3  Ann Lee · (312) 555-0199",
        "        4  Ann Leeds · Acme · (312) 555-0198",
    ]


def test_a_long_list_is_cut_and_says_so(office: Office) -> None:
    for i in range(14):
        office.add(f"Ann {i:02}")
    lines = refused(office, "ann").message.splitlines()
    assert len(lines) == 11
    assert lines[-1] == "  … and more"


def test_those_who_share_a_number_are_several(people: Office) -> None:
    people.add("Rita Smith", "+1 212 555 0100")
    assert refused(people, "555-0100").code is Exit.AMBIGUOUS
    assert refused(people, "+1 212 555 0100").code is Exit.AMBIGUOUS


def test_two_of_one_name_are_several(people: Office) -> None:
    people.add("Ann Lee", "+1 312 555 0177")
    assert refused(people, "Ann Lee").code is Exit.AMBIGUOUS


def test_of_several_with_the_very_name_only_those_are_listed(people: Office) -> None:
    """Not Ann Leeds, nor whose company has the other word."""
    people.add("Ann Lee", "+1 312 555 0177")
    people.add("Ann Moss", company="Lee & Sons")
    listed = refused(people, "ann lee").message.splitlines()[1:]
    assert [line.split(" · ")[0].split(maxsplit=1)[1] for line in listed] == ["Ann Lee"] * 2


def test_an_exact_name_wins_among_many(office: Office) -> None:
    for i in range(55):
        office.add(f"Sam Oak {i}")
    office.add("Sam Oak")
    assert find(office, "Sam Oak") == "Sam Oak"


def test_four_digits_are_the_end_of_a_number_and_never_quietly_an_id(office: Office) -> None:
    """Ids are what callq prints: where they're the end of another's number, the rep decides."""
    office.add("First", "+1 212 555 0002")
    office.add("Second", "+1 212 555 1003")
    assert find(office, "1") == "First"
    assert find(office, "0002") == "First"
    assert find(office, "1003") == "Second"
    assert refused(office, "0001").code is Exit.NOT_FOUND
    office.rows("UPDATE prospect SET id = 1003 WHERE id = 1")
    asked: list[str] = []

    def pick(question: str, lines: Sequence[str], more: bool) -> int:
        asked.extend(lines)
        return 1

    with office.workspace() as ws:
        ws.pick = pick
        assert find_one(ws, "1003").name == "Second"
    assert len(asked) == 2
    # A script can't be asked; what it has are ids.
    assert find(office, "1003") == "First"
    assert find(office, "#1003") == "First"


def test_who_was_removed_is_not_found(people: Office) -> None:
    people.undo()
    assert refused(people, "sam").code is Exit.NOT_FOUND
    assert refused(people, "5").code is Exit.NOT_FOUND


def test_no_one_on_the_line_is_said(people: Office) -> None:
    with people.workspace() as ws, pytest.raises(CallqError) as caught:
        leased_or_named(ws, None)
    assert caught.value.code is Exit.NOT_FOUND
    assert caught.value.name == "no-call-taken"


def test_without_a_name_it_is_the_one_on_the_line(people: Office) -> None:
    taken = people.take()
    with people.workspace() as ws:
        assert leased_or_named(ws, None).id == taken.item.entry.id


def test_who_was_removed_is_not_on_the_line(office: Office) -> None:
    office.add("Ron Smith", "+1 212 555 0100")
    office.take()
    office.undo()
    with office.workspace() as ws, pytest.raises(CallqError):
        leased_or_named(ws, None)


def test_a_search_finds_all_of_them(people: Office) -> None:
    with people.workspace() as ws:
        assert [found.name for found in find_all(ws, "acme")] == ["Ron Smith", "Ann Leeds"]
