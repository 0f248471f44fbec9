"""Which script fits a status, and how a team's texts lie over the shipped ones."""

import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from strategies import QUICK, books, histories, prospects

from callq.engine.model import Call, Prospect, State
from callq.engine.outcomes import BY_WORD
from callq.engine.playbook import (
    ANY,
    KINDS,
    MAIL,
    MAILS,
    Script,
    ScriptContext,
    best,
    compiled,
    is_long_ago,
    mail_for,
    pick,
    script_context,
    script_from,
)
from callq.engine.rulebook import Rulebook
from callq.engine.status import assess
from callq.records.playbooks import shipped_text
from callq.scripts.playbook_check import check

SHIPPED = tomllib.loads(shipped_text())
YEAR = timedelta(days=365)
NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
SILENT = (State.DO_NOT_CALL, State.CLOSED, State.NEEDS_NUMBER)


def spot(
    state: str = "recall", word: str = "soft-no", reason: str = "", **more: Any
) -> ScriptContext:
    return ScriptContext(state, more.pop("action", "call"), word=word, reason=reason, **more)


def test_the_shipped_playbook_has_no_mistake_and_lacks_nothing() -> None:
    data, mistakes = check(shipped_text(), whole=True)
    assert mistakes == ()
    assert data == SHIPPED


@pytest.mark.parametrize(
    ("given_", "kind"),
    [
        (spot("fresh", ""), "first-call"),
        (spot("fresh", "interested"), "first-call"),
        (spot("callback", "interested"), "callback"),
        (spot("retry", "", last="no-answer"), "after-no-answer"),
        (spot("retry", "", last="busy"), "after-no-answer"),
        (spot("retry", "", last="voicemail"), "after-voicemail"),
        (spot("retry", "", last="gatekeeper"), "gatekeeper"),
        (spot("retry", "", last="wrong-number"), "first-call"),
        (spot("recall", "hurried"), "hurried"),
        (spot("callback", "callback"), "callback"),
        (spot("recall", "callback"), "callback"),
        (spot("hot", "interested"), "interested"),
        (spot("hot", "meeting"), "meeting"),
        (spot("recall", "referred"), "referred"),
        (spot("recall", "hung-up"), "hung-up"),
        (spot(reason="price"), "price"),
        (spot(reason="mishandled"), "mishandled"),
        (spot(reason=""), "unknown"),
        (spot(reason="price", refusals=3), "improve"),
        (spot(reason="price", rested=timedelta(days=329), sent=YEAR), "price"),
        (spot(reason="price", rested=timedelta(days=330)), "long-ago"),
        (spot(reason="price", rested=YEAR, sent=timedelta(days=180)), "long-ago"),
        (spot(reason="price", rested=YEAR, sent=YEAR), "year-later"),
        (spot(word="hung-up", rested=YEAR), "long-ago"),
        (spot(word="hung-up", rested=YEAR, sent=YEAR), "year-later"),
        (spot(word="hard-no", rested=YEAR), "year-later"),
        (spot(word="interested", rested=YEAR), "interested"),
        (spot(word="hard-no"), "year-later"),
        (spot("check-in", "hard-no"), "check-in"),
        (spot("reply", "lost", action="propose"), "lost"),
        (spot("reply", "soft-no", "price", action="reply"), "price"),
        (spot("recall", "lost"), "after-lost"),
        (spot("recall", "something-else"), "first-call"),
    ],
)
def test_each_status_has_its_script(given_: ScriptContext, kind: str) -> None:
    assert pick(given_)[0] == kind


@pytest.mark.parametrize(
    ("given_", "mail"),
    [
        (spot("reply", "lost", action="propose"), "proposal"),
        (spot("reply", "interested", action="reply"), "answer"),
        (spot("fresh", ""), "warm-up"),
        (spot("retry", "soft-no"), "warm-up"),
        (spot(word="soft-no"), "thank-you"),
        (spot(word="hard-no"), "thank-you"),
        (spot(word="hung-up"), "thank-you"),
        (spot(word="lost"), "thank-you"),
        (spot("hot", "interested"), "three-options"),
        (spot("callback", "callback"), "three-options"),
    ],
)
def test_each_status_has_its_email(given_: ScriptContext, mail: str) -> None:
    assert mail_for(given_) == mail
    assert mail in MAILS


@pytest.mark.parametrize(
    ("words", "refusals", "word", "last"),
    [
        ([], 0, "", ""),
        (["no-answer"], 0, "", "no-answer"),
        (["no-answer", "soft-no"], 1, "soft-no", "no-answer"),
        (["soft-no", "busy", "hard-no", "interested", "soft-no"], 2, "soft-no", "soft-no"),
        (["soft-no", "callback", "soft-no"], 2, "soft-no", "soft-no"),
        (["do-not-call", "soft-no"], 2, "do-not-call", "do-not-call"),
        (["soft-no", "gibberish", "soft-no"], 2, "soft-no", "soft-no"),
        (["gibberish", "soft-no"], 1, "unknown", "unknown"),
        (["interested", "soft-no"], 0, "interested", "interested"),
    ],
)
def test_where_someone_stands_is_read_from_their_calls(
    words: list[str], refusals: int, word: str, last: str
) -> None:
    """The newest first; refusals in a row are counted over misses, and only a yes ends the row."""
    now = NOW + timedelta(days=1)
    calls = [
        Call(i, NOW - timedelta(days=i), each, reason=f"reason {i}") for i, each in enumerate(words)
    ]
    found = script_context("recall", "call", calls, BY_WORD, now)
    assert (found.refusals, found.word, found.last) == (refusals, word, last)
    spoken = [call for call in calls if call.outcome not in ("no-answer", "busy")]
    if spoken:
        assert (found.reason, found.rested) == (spoken[0].reason, now - spoken[0].at)
    assert (found.state, found.action) == ("recall", "call")


@pytest.mark.parametrize(
    ("word", "days", "is_long"),
    [
        ("soft-no", 329, False),
        ("soft-no", 330, True),
        ("hung-up", 330, True),
        ("hard-no", 999, False),
    ],
)
def test_a_no_is_long_ago_after_about_a_year(word: str, days: int, is_long: bool) -> None:
    assert is_long_ago(spot(word=word, rested=timedelta(days=days))) is is_long


def test_a_script_is_what_its_text_says_and_is_named_by_its_kind() -> None:
    assert script_from("price", {}) == Script("price", "price", "", "", (), "", "")
    body = {"title": "t", "open": "o", "answer": "a", "then": ["1", "2"], "ask": "q", "tip": "i"}
    assert script_from("price", body) == Script("price", "t", "o", "a", ("1", "2"), "q", "i")


@pytest.mark.parametrize("state", SILENT)
def test_nothing_is_said_to_those_who_are_not_called(state: str) -> None:
    assert pick(spot(state)) == ()


def test_a_reason_of_ones_own_falls_back_to_asking_why() -> None:
    assert pick(spot(reason="moon")) == ("moon", "unknown")


@QUICK
@given(prospects(), histories(), books)
def test_everyone_who_may_be_called_has_something_said_to_them(
    person: Prospect, calls: list[Call], book: Rulebook
) -> None:
    now = max([call.at for call in calls], default=person.created_at)
    status = assess(person, calls, book, now)
    newest = sorted(calls, key=lambda c: (c.at, c.id), reverse=True)
    at = script_context(status.state, status.action, newest, book.outcomes, now)
    kinds = pick(at)
    assert (kinds == ()) is (status.state in SILENT)
    found = best(compiled(SHIPPED, {}), ("", ""), kinds)
    assert (found is None) is (kinds == ())
    if found:
        script = script_from(*found)
        assert script.kind in KINDS
        assert script.open or script.answer


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_script_says_something(kind: str) -> None:
    script = script_from(kind, SHIPPED["scripts"][kind])
    assert script.open or script.answer
    assert script.title
    assert len(script.open) < 300, "an opening is said in one breath"


def test_what_a_team_leaves_out_stays_as_shipped() -> None:
    own = {"scripts": {"price": {"open": "Mine."}}}
    found = compiled(SHIPPED, own)["", "", "price"]
    assert found == {**SHIPPED["scripts"]["price"], "open": "Mine."}


def test_a_part_is_taken_away_by_an_empty_text() -> None:
    found = compiled(SHIPPED, {"scripts": {"price": {"ask": "", "then": []}}})
    script = script_from("price", found["", "", "price"])
    assert (script.ask, script.then) == ("", ())


def test_the_most_specific_place_wins() -> None:
    own: dict[str, Any] = {
        "scripts": {"hurried": {"open": "all"}},
        "lists": {
            "fair": {
                "scripts": {"hurried": {"open": "list"}},
                "stages": {"demo": {"open": "stage", "scripts": {"hurried": {"open": "both"}}}},
            }
        },
    }
    found = compiled(SHIPPED, own)
    said = {
        place: best(found, place, ("hurried",))
        for place in (("", ""), ("fair", ""), ("fair", "demo"), ("fair", "other"), ("x", "demo"))
    }
    assert [script_from(*each).open for each in said.values() if each] == [
        "all", "list", "both", "list", "all",
    ]  # fmt: skip
    assert best(found, ("fair", "demo"), ("price",)) == (ANY, {"title": "demo", "open": "stage"})
    # What the narrower ones leave out comes from the wider ones.
    assert found["fair", "demo", "hurried"]["tip"] == SHIPPED["scripts"]["hurried"]["tip"]


def test_no_one_to_be_called_has_a_script_in_a_stage_either() -> None:
    own = {"lists": {"fair": {"stages": {"demo": {"open": "stage"}}}}}
    assert best(compiled(SHIPPED, own), ("fair", "demo"), ()) is None


def test_emails_lie_over_each_other_too() -> None:
    own = {"lists": {"fair": {"emails": {"thank-you": {"subject": "Hi"}}}}}
    found = compiled(SHIPPED, own)["fair", "", f"{MAIL}thank-you"]
    assert found == {**SHIPPED["emails"]["thank-you"], "subject": "Hi"}


def test_references_are_added_to_each_other() -> None:
    own = {"about": {"offer": "x", "references": {"any": "Hill"}}}
    found = compiled({"about": {"references": {"dental": "Troy"}}}, own)["", "", "about"]
    assert found == {"offer": "x", "references": {"dental": "Troy", "any": "Hill"}}
