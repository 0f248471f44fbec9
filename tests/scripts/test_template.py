"""A text is filled from a closed set of fields, and from nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.engine.playbook import ABSENT
from callq.scripts.template import Fault, faults_of, fields_of, fill

FIELDS = st.sampled_from(sorted(ABSENT))
PLAIN = st.text(st.characters(codec="utf-8", blacklist_characters="{}"))


def test_a_known_value_is_put_in_and_an_unknown_one_is_said() -> None:
    filled = fill("Hello {first_name} of {company}.", {"first_name": "Ann"}, ABSENT)
    assert filled.text == "Hello Ann of [company not known]."
    assert filled.missing == ("company",)


def test_an_empty_value_is_an_unknown_one() -> None:
    assert fill("{company}", {"company": ""}, ABSENT).missing == ("company",)


def test_doubled_braces_are_said() -> None:
    assert fill("{{a}} {{{name}}}", {"name": "Ann"}, ABSENT).text == "{a} {Ann}"
    assert list(faults_of("{{a}}", ABSENT)) == []


@pytest.mark.parametrize(
    "text",
    [
        "{name.__class__}",
        "{name[0]}",
        "{name!r}",
        "{name:>9999999999}",
        "{0}",
        "{}",
        "{ name }",
        "{Name}",
    ],
)
def test_nothing_but_a_field_is_a_field(text: str) -> None:
    assert [fault.field for fault in faults_of(text, ABSENT)] == [text[1:-1]]
    assert fill(text, {"name": "Ann"}, ABSENT).text == f"[{text[1:-1]} not known]"


@pytest.mark.parametrize("text", ["{", "}", "a { b", "a } b", "{na\nme}", "{{{", "}}}"])
def test_a_brace_that_stands_alone_is_a_fault(text: str) -> None:
    assert Fault("") in list(faults_of(text, ABSENT))


@given(st.dictionaries(FIELDS, st.text()), st.lists(FIELDS))
def test_values_are_put_in_as_they_are(values: dict[str, str], fields: list[str]) -> None:
    """Braces in a value are text: nothing is filled twice."""
    text = "|".join(f"{{{field}}}" for field in fields)
    wanted = "|".join(values.get(field) or f"[{ABSENT[field]}]" for field in fields)
    assert fill(text, values, ABSENT).text == wanted


@pytest.mark.parametrize(
    ("text", "note", "wanted"),
    [
        ("You noted: {last_note}. Go on.", "Nice about it.", "You noted: Nice about it. Go on."),
        ("You noted: {last_note}.", "nice", "You noted: nice."),
        ("You noted: {last_note}.", "when?", "You noted: when?"),
        ("You noted: {last_note}.", 'said "no."', 'You noted: said "no."'),
        ("You noted: {last_note}.", "hm...", "You noted: hm..."),
        ("You noted: {last_note}...", "hm.", "You noted: hm...."),
        ("Is it {last_note}?", "Hill Inc.", "Is it Hill Inc.?"),
        ("Is it {last_note}?", "so?", "Is it so?"),
        ("It is {last_note}, yes.", "Hill Inc.", "It is Hill Inc., yes."),
        ("You noted: {last_note}.", "", f"You noted: [{ABSENT['last_note']}]."),
        ("You noted: {last_note}.", "no!", "You noted: no!"),
        ("You noted: {last_note}.", "well…", "You noted: well…"),
        ("You noted: {last_note}.", "Later. ", "You noted: Later. "),
        ("You noted: {last_note}.", " later", "You noted:  later."),
        ("Is it {last_note}?", "so!", "Is it so!?"),
        ("You noted: {last_note}. {{}}.", "a}.", "You noted: a}. {}."),
    ],
)
def test_a_sentence_ends_once(text: str, note: str, wanted: str) -> None:
    assert fill(text, {"last_note": note}, ABSENT).text == wanted


@given(PLAIN)
def test_a_text_without_braces_stays_as_it_is(text: str) -> None:
    assert fill(text, {}, ABSENT) == (text, ())


@given(st.text("{}a .[]!:_"))
def test_any_text_is_either_faulty_or_filled_without_a_hole(text: str) -> None:
    faults = list(faults_of(text, ABSENT))
    filled = fill(text, {}, ABSENT)
    if not faults:
        assert set(fields_of(text)) == set(filled.missing)


@given(st.lists(FIELDS, unique=True))
def test_fields_are_reported_once_in_their_order(fields: list[str]) -> None:
    text = " ".join(f"{{{field}}} {{{field}}}" for field in fields)
    assert fields_of(text) == tuple(fields)
    assert fill(text, {}, ABSENT).missing == tuple(fields)
