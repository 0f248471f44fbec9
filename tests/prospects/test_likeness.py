"""It takes a number and a name. Order and spelling don't decide, and every score has reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.prospects.likeness import Corpus, Record, compare
from callq.prospects.names import tokens
from callq.prospects.pairing import LEAST, Groups, pairs

HOME, WORK = "+12125550100", "+12125550101"


def record(id_: int, name: str, *numbers: str, company: str = "", emails: str = "") -> Record:
    ways = frozenset((n.partition("x")[0], n.partition("x")[2]) for n in numbers)
    return Record(id_, name, company, ways, frozenset(emails.split()))


def certainty(one: Record, other: Record, *others: Record) -> float:
    return compare(one, other, Corpus([one, other, *others])).certainty


# A list of people with other names to score against.
OTHERS = tuple(record(100 + i, f"{a} {b}") for i, (a, b) in enumerate(
    (a, b) for a in ("Mary", "Tom", "Jane", "Carl") for b in ("Brown", "Jones", "Gray", "Fox", "Hall")
))  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robert Smith", "Bob Smith"),
        ("Robert Smith", "SMITH, Robert"),
        ("Robert Smith", "Robert J. Smith"),
        ("Robert Smith", "Mr. Robert Smith Jr."),
        ("José Núñez", "Jose Nunez"),
        ("Catherine Middleton", "Kate Middleton"),
        ("Christopher Hansen", "Christofer Hansen"),
        ("Acme Roofing Inc.", "ACME Roofing, LLC"),
        ("Lakeview Child Dev. Ctr", "Lakeview Child Development Center"),
        ("Müller GmbH & Co. KG", "Muller"),
        ("Ольга Иванова", "ИВАНОВА Ольга"),
    ],
)
def test_two_spellings_with_one_number_are_one(one: str, other: str) -> None:
    assert certainty(record(1, one, HOME), record(2, other, HOME), *OTHERS) >= 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Lee", "Bob Lee"),
        ("Robert Smith", "Alice Brown"),
        ("Smith Dental", "Jones Dental"),
        ("Praxis Dr. Maier", "Praxis Dr. Schmidt"),
        ("Store 12", "Store 13"),
        ("Mary Crane East", "Mary Crane West"),
        ("John Smith Jr.", "John Smith Sr."),
        ("King Henry II", "King Henry III"),
    ],
)
def test_two_names_with_one_number_are_two(one: str, other: str) -> None:
    assert certainty(record(1, one, HOME), record(2, other, HOME), *OTHERS) < LEAST


def test_a_name_alone_is_a_namesake() -> None:
    one, other = record(1, "Robert Smith", HOME), record(2, "Robert Smith", WORK)
    assert certainty(one, other, *OTHERS) <= LEAST
    assert pairs([one, other], Corpus([one, other]), 0.01) == []


def test_the_same_name_at_the_same_company_is_asked_not_assumed() -> None:
    one = record(1, "Robert Smith", HOME, company="Acme Inc.")
    other = record(2, "Robert Smith", WORK, company="ACME")
    assert LEAST < certainty(one, other, *OTHERS) < 0.9


def test_another_extension_of_a_switchboard_isnt_a_number_in_common() -> None:
    one, other = record(1, "R. Smith", f"{HOME}x12"), record(2, "Rob Smith", f"{HOME}x13")
    assert certainty(one, other, *OTHERS) < LEAST
    assert certainty(one, record(2, "Rob Smith", HOME), *OTHERS) > LEAST


def test_an_address_of_their_own_says_more_than_that_of_an_office() -> None:
    own = [record(i, "Rob Smith", emails="rob@acme.example") for i in (1, 2)]
    office = [record(i, "Rob Smith", emails="info@acme.example") for i in (1, 2)]
    assert certainty(*own, *OTHERS) > 0.9 > certainty(*office, *OTHERS)


def test_fifty_practices_at_one_switchboard_stay_fifty() -> None:
    names = """
        Abel Adler Arnold Bach Bauer Beck Berger Binder Braun Busch Conrad Decker Dietz Ebert Engel
        Ernst Falk Fink Frank Fuchs Geiger Graf Gross Haas Hahn Hartmann Heinz Herzog Huber Jung
        Kaiser Keller Koch Kraus Kuhn Lang Lehmann Lorenz Maier Metzger Neumann Otto Peters Pohl
        Richter Roth Sauer Schmid Vogel Winter
    """
    people = [
        record(i, f"Praxis Dr. {name}", HOME, company="Ärztehaus Mitte")
        for i, name in enumerate(names.split())
    ]
    assert len(people) == 50
    corpus = Corpus(people)
    assert pairs(people, corpus, LEAST) == []
    duplicate = record(99, "Praxis Dr. med. Vogel", HOME, company="Ärztehaus Mitte")
    found = pairs([*people, duplicate], Corpus([*people, duplicate]), LEAST)
    assert [(pair.one, pair.other) for pair in found] == [(48, 99)]


names = st.text(st.sampled_from("abcdeé 12.-"), max_size=20)
records = st.builds(
    lambda id_, name, company, number, mail: Record(
        id_, name, company, frozenset({(number, "")}) if number else frozenset(),
        frozenset({mail}) if mail else frozenset(),
    ),
    st.integers(1, 10**6), names, names, st.sampled_from(("", HOME, WORK)),
    st.sampled_from(("", "a@b.cd", "info@b.cd")),
)  # fmt: skip


@given(records, records, st.lists(records, max_size=5))
def test_the_order_of_two_does_not_matter(one: Record, other: Record, more: list[Record]) -> None:
    corpus = Corpus([one, other, *more])
    there, back = compare(one, other, corpus), compare(other, one, corpus)
    assert there.certainty == pytest.approx(back.certainty)
    assert 0 <= there.certainty <= 1
    assert there.reasons


@given(st.lists(records, max_size=30, unique_by=lambda r: r.id))
def test_pairs_are_found_once_and_only_above_the_bar(people: list[Record]) -> None:
    corpus = Corpus(people)
    found = pairs(people, corpus, 0.7)
    assert all(pair.certainty >= 0.7 and pair.one < pair.other for pair in found)
    assert len({(pair.one, pair.other) for pair in found}) == len(found)
    by_id = {person.id: person for person in people}
    # Everyone who shares a number is compared.
    for one in people:
        for other in people:
            alike = one.id < other.id and one.numbers & other.numbers
            if alike and compare(one, other, corpus).certainty >= 0.7:
                assert (one.id, other.id) in {(pair.one, pair.other) for pair in found}
    groups = Groups(by_id, corpus)
    for pair in found:
        if proposal := groups.propose(pair):
            groups.join(proposal.kept.id, proposal.gone.id)
    # Every record is in exactly one group.
    roots = {groups.root(person.id) for person in people}
    assert sorted(i for root in roots for i in groups.members(root)) == sorted(by_id)


def test_words_of_a_name() -> None:
    assert tokens("The O'Hara & Sons Co., Ltd.") == ("ohara", "sons")
    assert tokens("Inc.") == ("inc",)
    assert tokens("!!!") == ()


ACME, STREET = "Acme Dental", frozenset({"1 main st"})


def near(
    id_: int,
    name: str,
    company: str = ACME,
    mail: str = "",
    addresses: frozenset[str] = frozenset(),
) -> Record:
    return record(id_, name, company=company, emails=mail)._replace(addresses=addresses)


@pytest.mark.parametrize(("one", "other"), [
    ("Ann Lee", "Anne Lee"), ("Jon Lee", "John Lee"), ("Marc Roe", "Mark Roe"), ("Bob Lee", "Robert Lee"),
    ("Sara Roe", "Sarah Roe"), ("Ann Lee", "Ann Lee"),
])  # fmt: skip
def test_a_similar_name_at_one_company_and_address_is_proposed_and_never_sure(
    one: str, other: str
) -> None:
    for here, there in (
        (near(1, one, addresses=STREET), near(2, other, addresses=STREET)),
        (near(1, one, mail="a@acme.com"), near(2, other, mail="b@acme.com")),
        (
            near(1, one, mail="a@acme.com", addresses=STREET),
            near(2, other, "ACME Dental Inc.", "b@acme.com", addresses=STREET),
        ),
    ):
        corpus = Corpus([here, there, *OTHERS])
        (pair,) = pairs([here, there, *OTHERS], corpus)
        assert LEAST <= pair.certainty < 0.9


@pytest.mark.parametrize(("here", "there"), [
    (near(1, "Ann Lee"), near(2, "Anne Lee")),
    (near(1, "Ann Lee", mail="a@gmail.com"), near(2, "Anne Lee", mail="b@gmail.com")),
    (near(1, "Ann Lee", "", addresses=STREET), near(2, "Anne Lee", "", addresses=STREET)),
    (near(1, "Ann Lee", addresses=STREET), near(2, "Dan Lee", addresses=STREET)),
    (near(1, "Ann Lee", addresses=STREET), near(2, "Ann Fox", addresses=STREET)),
    (near(1, "Ann Lee", addresses=STREET), near(2, "Anne Lee", "Other Inc", addresses=STREET)),
])  # fmt: skip
def test_a_colleague_or_a_relative_isnt(here: Record, there: Record) -> None:
    assert pairs([here, there], Corpus([here, there, *OTHERS])) == []
