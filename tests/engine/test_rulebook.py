"""A rulebook is what its text says, and nothing more; a rule fits where all it names is so."""

from datetime import date
from typing import Any

import pytest
from strategies import edited, read_book

from callq.engine.model import Action, Cap
from callq.engine.outcomes import BY_WORD, CANONICAL, UNKNOWN
from callq.engine.parts import Part
from callq.engine.rulebook import (
    DAYS,
    TERMS,
    Chance,
    Policy,
    Rule,
    Rulebook,
    Situation,
    as_set,
    build,
    read_day,
    read_window,
)
from callq.engine.spans import Span

LEAST: dict[str, Any] = {
    "version": "7",
    "rules": [{"id": "one", "outcome": "busy"}],
    "reasons": {},
    "hours": {},
    "parts": {},
    "weights": {},
    "queue": {"callback_grace": "15min", "half_value": 1000},
}
CANONICAL_WORDS = {word: o for o in CANONICAL for word in (o.word, *o.aliases)}


def test_a_rulebook_that_says_as_little_as_it_may() -> None:
    assert build(LEAST) == Rulebook(
        version="7", outcomes=CANONICAL_WORDS, rules=(Rule("one", frozenset({"busy"})),), reasons={},
        caps=(), gap=Span(0, "min"), company_gap=Span(0, "min"), hours=((),) * 7, parts=(), holidays=frozenset(),
        weights=dict.fromkeys(TERMS, 0.0), callback_grace=Span(15, "min"),
        callback_owner=Span(0, "min"), half_value=1000.0, shares={},
        explore=0.0, explored_parts=(), chance=Chance(), stages={}, list_weights={},
        inquiry_lists=frozenset(),
        registries="unanswered", registries_reason="", unknown_places="hold", policy=Policy(), found={},
    )  # fmt: skip
    assert type(build(LEAST).half_value) is float


@pytest.mark.parametrize("typed", ["no-answer", "No Answer", " no_answer ", "NA"])
def test_an_outcome_is_known_however_it_is_typed(typed: str) -> None:
    assert build(LEAST).named(typed) is BY_WORD["no-answer"]
    assert build(LEAST).named("answer") is None


def test_a_rulebook_that_says_everything() -> None:
    said = LEAST | {
        "reasons": {"price": "30d", "unknown": "3 business days"},
        "caps": [{"per": "number", "max": 3, "within": "24h"}],
        "gap": {"person": "20min", "company": "1h"},
        "hours": {"mon": "08:00-20:00", "sun": "10:00-13:00, 14:00-20:00", "sat": "none"},
        "parts": {"morning": "08:00-12:00", "never": "none"},
        "weights": {term: weight for weight, term in enumerate(TERMS, 1)},
        "chance": {"wins": ["won"], "after": {"won": 2}, "tries": {"1": 0.9, "10": 0.5}},
        "business": {"holidays": ["2026-12-25"]},
        "calling": {"closed": ["2026-12-24"], "open": ["2026-01-06"]},
        "lists": {"fair": {"stages": {"cold": {}}}},
        "outcomes": {"sample-sent": {"like": "interested"}},
        "policy": {
            "text": "ours",
            "training": {"2026-04-01": ["cy"], "2026-03-02": ["ann", "bob"]},
        },
    }
    book = build(said)
    assert book.policy == Policy("ours", (("2026-03-02", ("ann", "bob")), ("2026-04-01", ("cy",))))
    assert book.reasons == {"price": Span(30, "d"), "unknown": Span(3, "bd")}
    assert book.caps == (Cap("number", 3, Span(24, "h")),)
    assert (book.gap, book.company_gap) == (Span(20, "min"), Span(1, "h"))
    assert book.hours == (((480, 1200),), (), (), (), (), (), ((600, 780), (840, 1200)))
    assert book.parts == (Part("morning", 480, 720), Part("never", 0, 0))
    assert book.weights == {term: float(weight) for weight, term in enumerate(TERMS, 1)}
    assert book.chance == Chance(frozenset({"won"}), {"won": 2.0}, {1: 0.9, 10: 0.5})
    assert book.holidays == {date(2026, 12, 25), date(2026, 12, 24)}
    assert book.stages == {"fair": {"cold": {}}}
    assert book.outcome("sample-sent").canonical == "interested"
    assert book.outcome("never heard of") is UNKNOWN


def test_a_win_is_what_the_team_names_else_any_yes() -> None:
    own = {"sample-sent": {"like": "interested"}}
    any_yes = build(LEAST | {"outcomes": own})
    words = ("interested", "sample-sent", "meeting", "won", "callback", "soft-no", "who knows")
    assert [any_yes.is_win(word) for word in words] == [True] * 4 + [False] * 3
    like_interested = build(LEAST | {"outcomes": own, "chance": {"wins": ["interested"]}})
    assert [like_interested.is_win(word) for word in words] == [True] * 2 + [False] * 5
    narrow = build(LEAST | {"outcomes": own, "chance": {"wins": ["sample-sent"]}})
    assert [narrow.is_win(word) for word in words] == [False, True] + [False] * 5


def test_a_word_of_a_team_is_like_another_and_called_as_it_says() -> None:
    parent = BY_WORD["soft-no"]
    own = {
        "too-dear-now": {"like": "soft-no"},
        "price-no": {"like": "soft-no", "label": "too dear", "aliases": ["pn"], "meaning": "money"},
    }
    book = build(LEAST | {"outcomes": own})
    assert book.outcome("too-dear-now") == parent._replace(
        word="too-dear-now", aliases=(), key="", label="too dear now",
        meaning=f"like {parent.label}", like="soft-no",
    )  # fmt: skip
    priced = parent._replace(
        word="price-no", aliases=("pn",), key="", label="too dear", meaning="money", like="soft-no"
    )
    assert (book.outcome("price-no"), book.outcome("pn")) == (priced, priced)
    assert book.outcome("ni") == parent


def test_a_rule_is_read_with_everything_it_says() -> None:
    entry = {
        "id": "all", "outcome": ["busy", "na"], "reason": "price", "channel": ["email", "text"],
        "permission": "yes", "list": "fair", "stage": ["cold"], "after": "lost", "from_attempt": 2,
        "wait": "by reason", "ladder": ["4h", "1d"], "rest": "90d", "climb": [1, 3], "top": "1 year",
        "then_as": "no-answer", "counted_from": "given time", "part": "other", "action": "check-in",
        "after_email": "3 days",
    }  # fmt: skip
    (rule,) = build(LEAST | {"rules": [entry]}).rules
    assert rule == Rule(
        id="all", outcomes=frozenset({"busy", "na"}), reasons=frozenset({"price"}),
        channels=frozenset({"email", "text"}), permission=True, lists=frozenset({"fair"}),
        stages=frozenset({"cold"}), after=frozenset({"lost"}), from_attempt=2, wait=Span(0, "min"),
        by_reason=True, ladder=(Span(4, "h"), Span(1, "d")), rest=Span(90, "d"), climb=(1, 3),
        top=Span(1, "y"), then_as="no-answer", from_given_time=True, other_part=True,
        action=Action.CHECK_IN, after_email=Span(3, "d"),
    )  # fmt: skip
    plain = {"id": "x", "outcome": "na", "wait": "2h", "permission": "no", "part": "any",
             "counted_from": "call"}  # fmt: skip
    (rule,) = build(LEAST | {"rules": [plain]}).rules
    assert rule == Rule("x", frozenset({"na"}), wait=Span(2, "h"), permission=False)


SITUATION = Situation("busy", "price", "call", None, "fair", "lost", 2, "cold")


@pytest.mark.parametrize(
    ("says", "others"),
    [
        ({"reason": ["price", "trust"]}, {"reason": "timing"}),
        ({"channel": "call"}, {"channel": "email"}),
        ({"permission": "no"}, {"permission": True}),
        ({"list": "fair"}, {"list_name": "other"}),
        ({"stage": "cold"}, {"stage": "warm"}),
        ({"after": "lost"}, {"after": "won"}),
        ({"after": "lost"}, {"after": ""}),
        ({"from_attempt": 2}, {"attempt": 1}),
        ({"outcome": "busy"}, {"outcome": "voicemail"}),
    ],
)
def test_a_rule_fits_where_all_it_names_is_so(says: dict[str, Any], others: dict[str, Any]) -> None:
    one = {"id": "one", "outcome": "busy"} | says
    book = build(LEAST | {"rules": [one, {"id": "rest", "outcome": ["busy", "voicemail"]}]})
    for _ in range(2):
        assert book.rule_for(SITUATION).id == "one"
        assert book.rule_for(SITUATION._replace(**others)).id == "rest"


def test_permission_that_was_not_asked_is_none_given() -> None:
    yes = {"id": "yes", "outcome": "busy", "permission": "yes"}
    book = build(LEAST | {"rules": [yes]})
    assert book.rule_for(SITUATION._replace(permission=True)).id == "yes"
    for asked in (None, False):
        assert book.rule_for(SITUATION._replace(permission=asked)).id == "busy"


def test_a_word_of_a_team_follows_the_rules_of_what_it_is_like() -> None:
    own = {"engaged": {"like": "busy"}, "gone": {"like": "lost"}}
    rules = [
        {"id": "own", "outcome": "engaged", "after": "gone"},
        {"id": "like", "outcome": "busy"},
    ]
    book = build(LEAST | {"outcomes": own, "rules": rules})
    engaged = SITUATION._replace(outcome="engaged")
    assert book.rule_for(engaged).id == "like"
    assert book.rule_for(engaged._replace(after="gone")).id == "own"
    assert book.rule_for(SITUATION._replace(after="gone")).id == "like"
    by_parent = build(LEAST | {"outcomes": own, "rules": [{**rules[1], "after": "lost"}]})
    assert by_parent.rule_for(engaged._replace(after="gone")).id == "like"


def test_where_no_rule_fits_there_is_one_of_no_wait() -> None:
    book = build(LEAST | {"outcomes": {"engaged": {"like": "voicemail"}}})
    assert book.rule_for(SITUATION._replace(outcome="engaged")) == Rule(
        "engaged", frozenset({"engaged", "voicemail"})
    )


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("none", ()),
        (" none ", ()),
        ("00:00-24:00", ((0, 1440),)),
        ("08:05-20:59", ((485, 1259),)),
        (" 8:05 - 20:59 ", ((485, 1259),)),
        ("10:00-13:00,13:00-20:00", ((600, 780), (780, 1200))),
        ("10:00-11:00, 12:00-13:00, 14:00-15:00", ((600, 660), (720, 780), (840, 900))),
    ],
)
def test_the_windows_of_a_day(text: str, windows: tuple[tuple[int, int], ...]) -> None:
    assert read_day(text) == windows


@pytest.mark.parametrize(
    "text",
    [
        "none, 10:00-11:00", "10:00-11:00, none", "10:00-13:00, 12:59-14:00",
        "14:00-15:00, 10:00-11:00", "10:00-12:00, 11:00-11:30", "10:00-10:00", "10:01-10:00",
        "10:00", "1000-11:00", "10:0-11:00", "10:000-11:00", "ab:00-11:00", "10:ab-11:00",
        "10:60-11:00", "10:00-24:01", "10:00-25:00", "10:00:00-11:00", "10:00-11:00-12:00",
    ],
)  # fmt: skip
def test_what_isnt_a_window(text: str) -> None:
    with pytest.raises(ValueError, match='"'):
        read_day(text)


def test_a_window_alone() -> None:
    assert read_window("none") is None
    assert read_window("23:59-24:00") == (1439, 1440)


def test_one_word_or_several() -> None:
    assert as_set("ab") == {"ab"}
    assert as_set(["ab", "cd"]) == {"ab", "cd"}


def test_days_without_hours_are_days_without_calls() -> None:
    book = read_book(edited(('sat = "', '# sat = "')))
    assert book.hours[DAYS.index("sat")] == ()
