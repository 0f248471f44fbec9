"""Every mistake in a playbook is found at once, with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.engine.playbook import KINDS, MAILS, compiled
from callq.engine.toml_lines import Mistake, read_toml
from callq.scripts.playbook_check import check
from callq.scripts.playbooks import shipped_text


def found(text: str) -> list[str]:
    data, mistakes = check(text)
    assert (data is None) is bool(mistakes)
    return [str(mistake) for mistake in mistakes]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[scripts.prise]\nopen = 'x'", 'line 1, scripts.prise: is none that callq knows; did you mean "price"? One of your own needs a title'),
        ("[scripts.zzz]\nopen = 'x'", "line 1, scripts.zzz: is none that callq knows; one of your own needs a title"),
        ("[scripts.price]\nopne = 'x'", 'line 2, scripts.price.opne: unknown key; did you mean "open"?'),
        ("[scripts.price]\nopen = 3", "line 2, scripts.price.open: must be a text in quotes"),
        ("[scripts.price]\ntitle = ''", "line 2, scripts.price.title: must be a text in quotes"),
        ("[scripts.price]\nthen = 'x'", 'line 2, scripts.price.then: must be a list of texts, e.g. ["one", "two"]'),
        ("[scripts.price]\nopen = '{ofer}'", 'line 2, scripts.price.open: {ofer} is no field; did you mean "offer"?'),
        ("[scripts.price]\nthen = [\n'a',\n'{x}',\n]", "line 4, scripts.price.then[2]: {x} is no field"),
        ("[scripts.price]\nopen = 'a }'", "line 2, scripts.price.open: a brace stands alone; write {{ or }} for a brace that is said"),
        ('[mails.answer]\nbody = """\none\n{last_note}\n"""', "line 4, mails.answer.body: {last_note} is what you noted for yourself: never in a mail"),
        ("[mails.mine]\nbody = 'x'", "line 1, mails.mine: is none that callq knows; one of your own needs title, subject and body"),
        ('[mails.answer]\nsubject = """a\nb"""', "line 2, mails.answer.subject: must be one line"),
        ("[about]\nofer = 'x'", 'line 2, about.ofer: unknown key; did you mean "offer"?'),
        ("[about]\nbenefits = 'x'", 'line 2, about.benefits: must be a list of texts, e.g. ["one", "two"]'),
        ("[about.references]\nany = 3", "line 2, about.references.any: must be a text in quotes"),
        ("[script.price]", 'line 1, script: unknown section; did you mean "scripts"?'),
        ("[lists.fair]\nstage = 1", 'line 2, lists.fair.stage: unknown key; did you mean "stages"?'),
        ("[lists.fair.stages.'Big Day']\nopen = 'x'", 'line 1, lists.fair.stages.Big Day: "Big Day" must be of a-z, 0-9 and "-"'),
        ("scripts = 3", "line 1, scripts: must be a table: [scripts]"),
        ("a = [", "line 1: this is not TOML: invalid value"),
        ("about = 3", "line 1, about: must be a table: [about]"),
        ("lists = 3", "line 1, lists: must be a table: [lists]"),
        ("mails = 3", "line 1, mails: must be a table: [mails]"),
        ("[lists]\nfair = 3", "line 2, lists.fair: must be a table: [lists.fair]"),
        ("[lists.fair]\nstages = 3", "line 2, lists.fair.stages: must be a table: [lists.fair.stages]"),
        ("[lists.fair]\nscripts = 3", "line 2, lists.fair.scripts: must be a table: [lists.fair.scripts]"),
        ("[lists.fair.stages]\ndemo = 3", "line 2, lists.fair.stages.demo: must be a table: [lists.fair.stages.demo]"),
        ("[lists.fair.stages.demo]\nmails = 3", "line 2, lists.fair.stages.demo.mails: must be a table: [lists.fair.stages.demo.mails]"),
        ("[scripts]\nprice = 3", "line 2, scripts.price: must be a table: [scripts.price]"),
        ("[mails]\nanswer = 3", "line 2, mails.answer: must be a table: [mails.answer]"),
        ("[about]\noffer = 3", "line 2, about.offer: must be a text in quotes"),
        ("[about]\nbenefit = ' '", "line 2, about.benefit: must be a text in quotes"),
        ("[about]\naddress = 3", "line 2, about.address: must be a text in quotes"),
        ("[about]\nbenefits = ['a', 3]", "line 2, about.benefits[2]: must be a text in quotes"),
        ("[about]\nreferences = 3", "line 2, about.references: must be a table: [about.references]"),
        ("[lists.fair.scripts.prise]\nopen = 'x'", 'line 1, lists.fair.scripts.prise: is none that callq knows; did you mean "price"? One of your own needs a title'),
        ("[lists.fair.mails.answr]\nbody = 'x'", 'line 1, lists.fair.mails.answr: is none that callq knows; did you mean "answer"? One of your own needs title, subject and body'),
        ("[lists.fair.stages.demo.scripts.prise]\nopen = 'x'", 'line 1, lists.fair.stages.demo.scripts.prise: is none that callq knows; did you mean "price"? One of your own needs a title'),
        ("[lists.fair.stages.demo]\nopne = 'x'", 'line 2, lists.fair.stages.demo.opne: unknown key; did you mean "open"?'),
        ("[lists.fair.stages.demo]\nthen = ['a', '{y}']", "line 2, lists.fair.stages.demo.then[2]: {y} is no field"),
        ("[scripts.Mine]\ntitle = 'x'", 'line 1, scripts.Mine: "Mine" must be of a-z, 0-9 and "-"'),
        ("[mails.mine]\ntitle = 'x'\nsubject = 'x'", "line 1, mails.mine: is none that callq knows; one of your own needs title, subject and body"),
        ("[mails.answer]\nbodi = 'x'", 'line 2, mails.answer.bodi: unknown key; did you mean "body"?'),
        ("[mails.answer]\ntitle = '{x}'", "line 2, mails.answer.title: {x} is no field"),
        ("[mails.answer]\nsubject = '{last_note}'", "line 2, mails.answer.subject: {last_note} is what you noted for yourself: never in a mail"),
        ("[mails.answer]\nbody = ' '", "line 2, mails.answer.body: must be a text in quotes"),
        ("[mails.answer]\nsubject = 3", "line 2, mails.answer.subject: must be a text in quotes"),
        ("[scripts.price]\nthen = ['']", "line 2, scripts.price.then[1]: must be a text in quotes"),
        (f"[scripts.price]\nopen = '{20_001 * 'x'}'", "line 2, scripts.price.open: is longer than 20,000 characters"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_line(text: str, message: str) -> None:
    assert found(text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "[scripts.mine]\ntitle = 'x'",
        "[scripts.price]\nopen = ''\nask = ' '\nthen = []\ntip = '{last_note}'",
        f"[scripts.price]\nopen = '{20_000 * 'x'}'",
        "[mails.mine]\ntitle = 'x'\nsubject = 'x'\nbody = 'x'",
        '[mails.answer]\nsubject = """\na\n"""',
        "[about]\noffer = 'x'\nbenefit = 'x'\naddress = 'x'\nbenefits = ['x']",
        "[about.references]\nany = 'x'",
        "[lists.'My Fair'.scripts.price]\nopen = 'x'",
        "[lists.fair.stages.demo]\ntitle = 'x'\nopen = '{name}'",
    ],
)
def test_what_a_playbook_may_say(text: str) -> None:
    assert found(text) == []


def test_each_fault_of_a_long_text_has_its_line() -> None:
    text = '[scripts.price]\nask = "{x"\nopen = """\na\n{x}\n}\n{y}"""\nanswer = "{x}"'
    assert [line.split(",")[0] for line in found(text)] == [
        f"line {number}" for number in (2, 5, 6, 7, 8)
    ]


def test_all_are_said_at_once() -> None:
    assert len(found("[about]\nx=1\ny=2\n[scripts.price]\nopen=1\nask=2\n")) == 4


def test_an_empty_file_is_in_order() -> None:
    assert check("") == ({}, ())
    assert check("# nothing yet\n") == ({}, ())


def test_the_shipped_one_is_whole_and_an_own_one_need_not_be() -> None:
    assert [str(mistake) for mistake in check("", whole=True)[1]] == sorted(
        f"line 1, {section}.{kind}: is missing"
        for section, kinds in (("scripts", KINDS), ("mails", MAILS))
        for kind in kinds
    )


@given(st.text(), st.sampled_from(["open", "then", "title", "nope"]))
def test_whatever_is_written_is_judged_not_crashed_on(text: str, part: str) -> None:
    check(text)
    check(f"[scripts.price]\n{part} = {text}")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("{}a_", max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(
        st.sampled_from(["scripts", "mails", "lists", "about", "stages", "price", "answer", "open", "then", "body", "references"]), inner, max_size=3
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["scripts", "mails", "lists", "about"]), VALUES, max_size=3))
def test_what_is_accepted_can_be_compiled(data: dict[str, object]) -> None:
    text = "\n".join(f"{key} = {_toml(value)}" for key, value in data.items())
    accepted, mistakes = check(text)
    if not mistakes:
        shipped = read_toml(shipped_text())
        assert not isinstance(shipped, Mistake)
        assert accepted is not None
        compiled(shipped[0], accepted)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f"'{value or ''}'"
