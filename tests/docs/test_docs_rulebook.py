"""docs/rulebook.md lists every key that is accepted, and the shipped rules as they are shipped."""

import re
import tomllib
from typing import Any

import pytest
from docs_page import DOCS, Page, code_in, read_page

from callq.engine.calling import build as build_calling
from callq.engine.outcomes import CANONICAL, REASONS
from callq.engine.rulebook import TERMS, as_set, build
from callq.engine.rulebook_check import check
from callq.records.rulebooks import shipped_text

PAGE = read_page(DOCS / "rulebook.md")
SHIPPED: dict[str, Any] = tomllib.loads(shipped_text())
_OWN_OUTCOME = '\n[outcomes.sample-sent]\nlike = "interested"\n'


_CALLING = """
[calling]
preset = "consumer"
stop_early = "5min"
[policy]
text = "We call no one on do-not-call."
[jurisdictions]
"""


def _section(start: str) -> Page:
    (heading,) = [heading for heading in PAGE.headings() if heading.startswith(start)]
    return PAGE.section(heading)


def _keys(section: str, *headings: str) -> list[str]:
    return [code_in(row[headings[0]])[0] for row in _section(section).table(*headings)]


class _Read(dict[str, Any]):
    """A table that notes which keys are asked for."""

    def __init__(self, section: str, table: dict[str, Any], asked: dict[str, set[str]]) -> None:
        super().__init__(
            {key: _noting(value, section or key, asked) for key, value in table.items()}
        )
        self.asked = asked.setdefault(section, set())

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)


def _noting(value: Any, section: str, asked: dict[str, set[str]]) -> Any:
    if isinstance(value, list):
        return [_noting(each, section, asked) for each in value]
    return _Read(section, value, asked) if isinstance(value, dict) else value


@pytest.fixture(scope="module")
def read() -> dict[str, set[str]]:
    """The keys that are read in each section when a rulebook is built."""
    data, mistakes = check(shipped_text() + _OWN_OUTCOME + _CALLING)
    assert mistakes == ()
    assert data is not None
    asked: dict[str, set[str]] = {}
    noting = _Read("", data, asked)
    build_calling({"version": "", "rows": {}}, noting, build(noting).hours)
    return asked


def test_sections_are_those_that_are_read(read: dict[str, set[str]]) -> None:
    rows = _section("The file").table("section", "must be there")
    assert {code_in(row["section"])[0] for row in rows} == read[""]


def test_sections_that_must_be_there_are_reported() -> None:
    for row in _section("The file").table("section", "must be there"):
        name = code_in(row["section"])[0]
        _, mistakes = check(_without(name))
        is_missed = any(m.key == name and m.name == "missing" for m in mistakes)
        assert is_missed is (row["must be there"] == "yes"), name


def _without(section: str) -> str:
    """The shipped rulebook without a section."""
    kept = [
        part
        for part in re.split(r"(?m)^(?=\[)", shipped_text())
        if not re.match(rf"\[+{section}\b", part)
    ]
    return re.sub(rf"(?m)^{section} = .*$", "", "".join(kept))


_SECTIONS = {
    "hours": ("key", "shipped"),
    "business": ("key", "shipped"),
    "chance": ("key", "shipped"),
    "calling": ("key", "default"),
    "caps": ("key", "example"),
    "gap": ("key", "shipped"),
    "queue": ("key", "shipped"),
    "outcomes": ("key", "must be there"),
    "policy": ("key", "default"),
    "rules": ("key", "default"),
}


@pytest.mark.parametrize("section", _SECTIONS)
def test_keys_are_those_that_are_read(read: dict[str, set[str]], section: str) -> None:
    start = f"[[{section}]]" if section in ("caps", "rules") else f"[{section}]"
    keys = _keys(start, *_SECTIONS[section])
    # An outcome's own name is a key above it.
    assert set(keys) == read[section] - {"sample-sent"}
    assert len(keys) == len(set(keys))


def test_every_section_with_keys_of_its_own_is_tested_here(read: dict[str, set[str]]) -> None:
    with_other_tables = {"", "weights", "reasons", "parts", "jurisdictions"}
    assert {name for name in read if name not in with_other_tables} == set(_SECTIONS)


@pytest.mark.parametrize("section", ["hours", "parts", "business", "gap", "queue", "chance"])
def test_shipped_values_are_those_of_the_shipped_rulebook(section: str) -> None:
    rows = _section(f"[{section}]").table("key", "shipped")
    told = {
        code_in(r["key"])[0]: tomllib.loads(f"x = {code_in(r['shipped'])[0]}")["x"] for r in rows
    }
    assert told == SHIPPED[section]


def test_shipped_caps_are_reported() -> None:
    told = re.findall(r"(\d+) within `([^`]+)` for each (\w+)", _section("[[caps]]").prose())
    assert [(per, int(most), within) for most, within, per in told] == [
        (cap["per"], cap["max"], cap["within"]) for cap in SHIPPED["caps"]
    ]


def test_outcomes_are_those_of_the_program() -> None:
    rows = PAGE.table("outcome", "aliases", "key", "they spoke", "meaning")
    told = [
        (
            code_in(row["outcome"])[0], tuple(code_in(row["aliases"])), code_in(row["key"])[0],
            row["they spoke"], row["meaning"],
        )
        for row in rows
    ]  # fmt: skip
    assert told == [
        (outcome.word, outcome.aliases, outcome.key, "yes" if outcome.human else "no",
         outcome.meaning)
        for outcome in CANONICAL
    ]  # fmt: skip


def test_outcomes_name_their_shipped_rules() -> None:
    for row in PAGE.table("outcome", "shipped rules"):
        word = code_in(row["outcome"])[0]
        rules = [rule["id"] for rule in SHIPPED["rules"] if word in as_set(rule["outcome"])]
        assert code_in(row["shipped rules"]) == rules, word


def test_reasons_are_those_of_the_program_with_their_cooldowns() -> None:
    rows = PAGE.table("reason", "meaning", "wait")
    assert {code_in(row["reason"])[0]: row["meaning"] for row in rows} == REASONS
    told = {code_in(row["reason"])[0]: code_in(row["wait"])[0] for row in rows}
    assert told == SHIPPED["reasons"]


def test_shipped_rules_stand_in_their_order() -> None:
    told = [code_in(row["rule"])[0] for row in PAGE.table("rule", "fits", "what follows")]
    assert told == [rule["id"] for rule in SHIPPED["rules"]]


@pytest.mark.parametrize("rule", SHIPPED["rules"], ids=lambda rule: rule["id"])
def test_shipped_rule_is_reported_as_it_is(rule: dict[str, Any]) -> None:
    rows = {code_in(r["rule"])[0]: r for r in PAGE.table("rule", "fits", "what follows")}
    row = rows[rule["id"]]
    follows = row["what follows"]
    wait = rule.get("wait", "by reason")
    spans = [
        *rule.get("ladder", []), *([] if wait == "by reason" else [wait]),
        *(rule[key] for key in ("rest", "top", "then_as", "after_email") if key in rule),
    ]  # fmt: skip
    assert code_in(follows) == spans
    assert [int(factor) for factor in re.findall(r"×(\d+)", follows)] == rule.get("climb", [])
    assert ("by reason" in follows) is (rule.get("wait") == "by reason")
    assert ("another part of the day" in follows) is ("part" in rule)
    assert ("then as" in follows) is ("then_as" in rule)
    assert ("the time they named" in follows) is ("counted_from" in rule)
    actions = {"reply": "reply at once", "propose": "propose at once", "check-in": "check in"}
    assert [action for action, words in actions.items() if words in follows] == [
        action for action in (rule.get("action"),) if action
    ]


@pytest.mark.parametrize("rule", SHIPPED["rules"], ids=lambda rule: rule["id"])
def test_shipped_rule_fits_what_the_table_says(rule: dict[str, Any]) -> None:
    rows = {code_in(r["rule"])[0]: r["fits"] for r in PAGE.table("rule", "fits", "what follows")}
    named = set(code_in(rows[rule["id"]]))
    if rule["id"] != "unknown":
        assert named == as_set(rule["outcome"]) | as_set(rule.get("after", ()))
    assert ("by e-mail" in rows[rule["id"]]) is (rule.get("channel") == "email")
    assert ("allowed" in rows[rule["id"]]) is ("permission" in rule)


def test_terms_of_the_score_are_those_of_the_program() -> None:
    rows = PAGE.table("term", "shipped weight")
    told = {code_in(row["term"])[0]: float(code_in(row["shipped weight"])[0]) for row in rows}
    assert tuple(told) == TERMS
    assert told == SHIPPED["weights"]


def _snippets() -> list[tuple[str, str]]:
    """Each TOML example, and the rule before which it belongs."""
    found = []
    for block in PAGE.blocks():
        if block.kind == "toml" and not block.title:
            before = "\n".join(PAGE.lines[: block.start - 1])
            place = re.findall(r"before\s+the\s+rule\s+`([\w-]+)`", before)[-1]
            found.append((place, "\n".join(block.lines)))
    return found


@pytest.mark.parametrize(("place", "snippet"), _snippets(), ids=lambda text: str(text)[:20])
def test_examples_are_accepted_where_they_belong(place: str, snippet: str) -> None:
    head = f'[[rules]]\nid = "{place}"\n'
    assert shipped_text().count(head) == 1
    _, mistakes = check(shipped_text().replace(head, f"{snippet}\n\n{head}"))
    assert mistakes == ()
