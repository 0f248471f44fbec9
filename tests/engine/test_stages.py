"""The stages of a list: where everyone begins, what leads on, and what a rule may say of one."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    CREATED,
    QUICK,
    SHIPPED_TEXT,
    call,
    histories,
    person,
    prospects,
    read_book,
)  # fmt: skip

from callq.engine.model import Call, Prospect
from callq.engine.outcomes import BY_WORD, CANONICAL
from callq.engine.rulebook_check import check
from callq.engine.stages import after, first, stage_of
from callq.engine.status import assess

STAGES = """
[lists.fair.stages.intro]
interested = "demo"
no-answer = "second"
[lists.fair.stages.second]
interested = "demo"
[lists.fair.stages.demo]
meeting = "offer"
soft-no = "second"
[lists.fair.stages.offer]
[outcomes.keen]
like = "interested"
"""
RULE = """[[rules]]
id = "no-in-demo"
outcome = "soft-no"
stage = "demo"
wait = "7 days"

"""
BOOK = read_book(
    SHIPPED_TEXT.replace('[[rules]]\nid = "soft-no"\n', f'{RULE}[[rules]]\nid = "soft-no"\n')
    + STAGES
)
PLAIN = read_book(SHIPPED_TEXT)
FAIR = BOOK.stages["fair"]


def stage_after(*outcomes: str, list_name: str = "fair") -> str:
    calls = [
        call(CREATED + timedelta(days=day), word)._replace(id=day)
        for day, word in enumerate(outcomes, 1)
    ]
    now = CREATED + timedelta(days=99)
    status = assess(person(list_name=list_name), calls, BOOK, now)
    assert status.stage == (stage_of(FAIR, outcomes, BOOK.outcomes) if list_name == "fair" else "")
    return status.stage


@pytest.mark.parametrize(
    ("outcomes", "stage"),
    [
        ((), "intro"), (("busy",), "intro"), (("na",), "second"), (("interested",), "demo"),
        (("keen",), "demo"), (("int", "mtg"), "offer"), (("int", "ni"), "second"),
        (("int", "ni", "int", "mtg", "ni"), "offer"), (("strange word",), "intro"),
    ],
)  # fmt: skip
def test_an_outcome_leads_on(outcomes: tuple[str, ...], stage: str) -> None:
    assert stage_after(*outcomes) == stage


def test_a_list_without_stages_has_none() -> None:
    assert stage_after("interested", list_name="") == ""
    assert stage_after("interested", list_name="spring") == ""


def test_a_rule_for_a_stage_decides_calls_made_in_it() -> None:
    """In the second stage a no rests by its reason; in the demonstration for a week."""
    start, now = CREATED, CREATED + timedelta(days=200)
    intro = [call(start, "soft-no", reason="price")]
    demo = [call(start, "interested"), call(start + timedelta(days=1), "soft-no", reason="price")]
    calls = [one._replace(id=i) for i, one in enumerate(demo, 1)]
    who = person(list_name="fair")
    assert assess(who, intro, BOOK, now).rule == "soft-no"
    status = assess(who, calls, BOOK, now)
    assert (status.rule, status.stage) == ("no-in-demo", "second")
    assert status.due_at == calls[1].at + timedelta(days=7)


def test_a_miss_is_judged_in_the_stage_in_which_it_was_made() -> None:
    rule = '[[rules]]\nid = "miss-in-intro"\noutcome = "no-answer"\nstage = "intro"\nwait = "2 days"\n\n'
    head = '[[rules]]\nid = "no-answer"\n'
    book = read_book(SHIPPED_TEXT.replace(head, rule + head) + STAGES)
    status = assess(person(list_name="fair"), [call(CREATED, "no-answer")], book, CREATED)
    assert (status.rule, status.stage) == ("miss-in-intro", "second")


@QUICK
@given(prospects(), histories())
def test_stages_alone_change_nothing_but_the_stage(who: Prospect, calls: list[Call]) -> None:
    now = who.created_at + timedelta(days=500)
    staged = read_book(SHIPPED_TEXT + STAGES)
    found, plain = assess(who, calls, staged, now), assess(who, calls, PLAIN, now)
    if not any(each.outcome == "keen" for each in calls):
        assert found._replace(stage="") == plain


@given(st.lists(st.sampled_from([outcome.word for outcome in CANONICAL])))
def test_the_stage_is_the_fold_of_its_steps(words: list[str]) -> None:
    stage = first(FAIR)
    for word in words:
        stage = after(FAIR, stage, BY_WORD[word])
        assert stage in FAIR
    assert stage_of(FAIR, words, BY_WORD) == stage


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("[lists.fair]", "lists.fair: empty"),
        ("[lists.fair]\nx = 1", "lists.fair.x: unknown-key"),
        ("[lists.fair.stages]", "lists.fair.stages: empty"),
        ("[lists.fair.stages.Intro]", "lists.fair.stages.Intro: bad-name"),
        ("[lists.fair.stages.a]\nint = 'a'", "lists.fair.stages.a.int: outcome-alias"),
        ("[lists.fair.stages.a]\ninterestd = 'a'", "lists.fair.stages.a.interestd: unknown-outcome"),
        ("[lists.fair.stages.a]\nwon = 'a'", "lists.fair.stages.a.won: outcome-ends"),
        ("[lists.fair.stages.a]\ninterested = 3", "lists.fair.stages.a.interested: not-text"),
        ("[lists.fair.stages.intro]\ninterested = 'itnro'", "lists.fair.stages.intro.interested: unknown-stage"),
        ("[lists.fair.stages.a]\n[lists.fair.stages.b]\nhurried = 'b'", "lists.fair.stages.b: unreachable"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_stage_is_said(text: str, mistake: str) -> None:
    mistakes = check(f"{SHIPPED_TEXT}\n{text}\n")[1]
    assert mistake in [f"{each.key}: {each.name}" for each in mistakes]


def test_a_rule_for_a_stage_that_is_none_is_a_mistake() -> None:
    text = SHIPPED_TEXT.replace('[[rules]]\nid = "soft-no"\n', f'{RULE}[[rules]]\nid = "soft-no"\n')
    (mistake,) = check(text)[1]
    assert mistake.name == "unknown-stage"


def test_where_there_are_no_stages_no_one_is_in_one() -> None:
    busy = BY_WORD["busy"]
    assert first({}) == ""
    assert after({}, "", busy) == ""
    assert after({"intro": {"busy": "second"}}, "gone from the rulebook", busy) == (
        "gone from the rulebook"
    )
    assert stage_of({}, ["busy"], BY_WORD) == ""


def test_an_own_outcome_goes_its_own_way_before_that_of_its_like() -> None:
    keen = BY_WORD["interested"]._replace(word="keen", like="interested")
    ways = {"intro": {"interested": "demo", "keen": "offer"}, "demo": {"interested": "offer"}}
    assert after(ways, "intro", keen) == "offer"
    assert after(ways, "intro", BY_WORD["interested"]) == "demo"
    assert after(ways, "demo", keen) == "offer"
    assert after(ways, "offer", keen) == "offer"
