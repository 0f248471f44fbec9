"""Every mistake in a playbook is found at once, with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.engine.playbook import KINDS, MAILS, compiled
from callq.engine.toml_lines import Mistake, read_toml
from callq.records.playbooks import shipped_text
from callq.scripts.playbook_check import check


def found(text: str) -> list[str]:
    data, mistakes = check(text)
    assert (data is None) is bool(mistakes)
    return [f"{mistake.line} {mistake.key}: {mistake.name}" for mistake in mistakes]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("[scripts.prise]\nopen = 'x'", "1 scripts.prise: unknown-kind"),
        ("[scripts.zzz]\nopen = 'x'", "1 scripts.zzz: unknown-kind"),
        ("[scripts.price]\nopne = 'x'", "2 scripts.price.opne: unknown-key"),
        ("[scripts.price]\nopen = 3", "2 scripts.price.open: not-text"),
        ("[scripts.price]\ntitle = ''", "2 scripts.price.title: not-text"),
        ("[scripts.price]\nthen = 'x'", "2 scripts.price.then: not-a-list"),
        ("[scripts.price]\nopen = '{ofer}'", "2 scripts.price.open: unknown-field"),
        ("[scripts.price]\nthen = [\n'a',\n'{x}',\n]", "4 scripts.price.then[2]: unknown-field"),
        ("[scripts.price]\nopen = 'a }'", "2 scripts.price.open: single-brace"),
        ('[emails.answer]\nbody = """\none\n{last_note}\n"""', "4 emails.answer.body: private-field"),
        ("[emails.mine]\nbody = 'x'", "1 emails.mine: unknown-kind"),
        ('[emails.answer]\nsubject = """a\nb"""', "2 emails.answer.subject: several-lines"),
        ("[about]\nofer = 'x'", "2 about.ofer: unknown-key"),
        ("[about]\nbenefits = 'x'", "2 about.benefits: not-a-list"),
        ("[about.references]\nany = 3", "2 about.references.any: not-text"),
        ("[script.price]", "1 script: unknown-key"),
        ("[lists.fair]\nstage = 1", "2 lists.fair.stage: unknown-key"),
        ("[lists.fair.stages.'Big Day']\nopen = 'x'", "1 lists.fair.stages.Big Day: bad-name"),
        ("scripts = 3", "1 scripts: not-a-table"),
        ("a = [", "1 : not-toml"),
        ("about = 3", "1 about: not-a-table"),
        ("lists = 3", "1 lists: not-a-table"),
        ("emails = 3", "1 emails: not-a-table"),
        ("[lists]\nfair = 3", "2 lists.fair: not-a-table"),
        ("[lists.fair]\nstages = 3", "2 lists.fair.stages: not-a-table"),
        ("[lists.fair]\nscripts = 3", "2 lists.fair.scripts: not-a-table"),
        ("[lists.fair.stages]\ndemo = 3", "2 lists.fair.stages.demo: not-a-table"),
        ("[lists.fair.stages.demo]\nemails = 3", "2 lists.fair.stages.demo.emails: not-a-table"),
        ("[scripts]\nprice = 3", "2 scripts.price: not-a-table"),
        ("[emails]\nanswer = 3", "2 emails.answer: not-a-table"),
        ("[about]\noffer = 3", "2 about.offer: not-text"),
        ("[about]\nbenefit = ' '", "2 about.benefit: not-text"),
        ("[about]\naddress = 3", "2 about.address: not-text"),
        ("[about]\nbenefits = ['a', 3]", "2 about.benefits[2]: not-text"),
        ("[about]\nreferences = 3", "2 about.references: not-a-table"),
        ("[lists.fair.scripts.prise]\nopen = 'x'", "1 lists.fair.scripts.prise: unknown-kind"),
        ("[lists.fair.emails.answr]\nbody = 'x'", "1 lists.fair.emails.answr: unknown-kind"),
        ("[lists.fair.stages.demo.scripts.prise]\nopen = 'x'", "1 lists.fair.stages.demo.scripts.prise: unknown-kind"),
        ("[lists.fair.stages.demo]\nopne = 'x'", "2 lists.fair.stages.demo.opne: unknown-key"),
        ("[lists.fair.stages.demo]\nthen = ['a', '{y}']", "2 lists.fair.stages.demo.then[2]: unknown-field"),
        ("[scripts.Mine]\ntitle = 'x'", "1 scripts.Mine: bad-name"),
        ("[emails.mine]\ntitle = 'x'\nsubject = 'x'", "1 emails.mine: unknown-kind"),
        ("[emails.answer]\nbodi = 'x'", "2 emails.answer.bodi: unknown-key"),
        ("[emails.answer]\ntitle = '{x}'", "2 emails.answer.title: unknown-field"),
        ("[emails.answer]\nsubject = '{last_note}'", "2 emails.answer.subject: private-field"),
        ("[emails.answer]\nbody = ' '", "2 emails.answer.body: not-text"),
        ("[emails.answer]\nsubject = 3", "2 emails.answer.subject: not-text"),
        ("[scripts.price]\nthen = ['']", "2 scripts.price.then[1]: not-text"),
        (f"[scripts.price]\nopen = '{20_001 * 'x'}'", "2 scripts.price.open: text-too-long"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_line(text: str, mistake: str) -> None:
    assert found(text) == [mistake]


@pytest.mark.parametrize(
    "text",
    [
        "[scripts.mine]\ntitle = 'x'",
        "[scripts.price]\nopen = ''\nask = ' '\nthen = []\ntip = '{last_note}'",
        f"[scripts.price]\nopen = '{20_000 * 'x'}'",
        "[emails.mine]\ntitle = 'x'\nsubject = 'x'\nbody = 'x'",
        '[emails.answer]\nsubject = """\na\n"""',
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
    assert [line.split()[0] for line in found(text)] == ["2", "5", "6", "7", "8"]


def test_all_are_said_at_once() -> None:
    assert len(found("[about]\nx=1\ny=2\n[scripts.price]\nopen=1\nask=2\n")) == 4


def test_an_empty_file_is_in_order() -> None:
    assert check("") == ({}, ())
    assert check("# nothing yet\n") == ({}, ())


def test_the_shipped_one_is_whole_and_an_own_one_need_not_be() -> None:
    assert [f"{m.key}: {m.name}" for m in check("", whole=True)[1]] == sorted(
        f"{section}.{kind}: missing"
        for section, kinds in (("scripts", KINDS), ("emails", MAILS))
        for kind in kinds
    )


@given(st.text(), st.sampled_from(["open", "then", "title", "nope"]))
def test_whatever_is_written_is_judged_not_crashed_on(text: str, part: str) -> None:
    check(text)
    check(f"[scripts.price]\n{part} = {text}")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("{}a_", max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(
        st.sampled_from(["scripts", "emails", "lists", "about", "stages", "price", "answer", "open", "then", "body", "references"]), inner, max_size=3
    ),
    max_leaves=12,
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(["scripts", "emails", "lists", "about"]), VALUES, max_size=3)
)
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
