"""Who asked to be called is hot at once, until someone talks with them or tried often enough."""

from datetime import timedelta
from typing import Any

import pytest
from strategies import BOOK, CREATED, call, moment, person, shown, status_of

from callq.engine.model import Call, Channel, Hold, Prospect, State
from callq.engine.ranking import tier_now
from callq.engine.rulebook import Rulebook
from callq.engine.status import Status

ASKED = "2026-03-03 10:00"
ASKED_LATE = "2026-03-03 11:00"
NOON = "2026-03-03 12:00"


def asked(*calls: Call, book: Rulebook = BOOK, **facts: Any) -> Status:
    who: Prospect = person(asked_at=moment(ASKED), **facts)
    return status_of(*calls, who=who, book=book)


def test_an_inquiry_is_hot_from_its_moment() -> None:
    status = asked()
    assert (status.state, status.rule, shown(status.due_at)) == (State.HOT, "inquiry", ASKED)
    assert shown(status.asked_at) == ASKED
    assert tier_now(status, BOOK).word == "hot"


@pytest.mark.parametrize(
    ("misses", "due"),
    [
        (["2026-03-03 10:05"], "2026-03-03 11:05"),
        (["2026-03-03 10:05", "2026-03-03 11:10"], "2026-03-03 14:10"),
        (["2026-03-03 10:05", "2026-03-03 11:10", "2026-03-03 14:15"], "2026-03-04 14:15"),
    ],
)
@pytest.mark.parametrize("outcome", ["no-answer", "busy", "voicemail", "gatekeeper"])
def test_a_miss_is_tried_again_the_same_day_but_not_within_the_hour(
    misses: list[str], due: str, outcome: str
) -> None:
    status = asked(*(call(at, outcome) for at in misses))
    assert (status.state, status.rule, shown(status.due_at)) == (State.HOT, "inquiry", due)
    for made in misses:
        assert status.due_at
        assert status.due_at - moment(made) >= timedelta(hours=1)


def test_after_the_ladder_they_are_like_anyone_missed() -> None:
    days = [f"2026-03-{day:02} 10:05" for day in range(4, 10)]
    fifth, sixth = (asked(*(call(day, "no-answer") for day in days[:n])) for n in (5, 6))
    assert (fifth.state, fifth.rule) == (State.HOT, "inquiry")
    assert (sixth.state, sixth.rule, sixth.asked_at) == (State.RETRY, "no-answer", None)


@pytest.mark.parametrize("outcome", ["soft-no", "interested", "hurried"])
def test_the_first_conversation_ends_it(outcome: str) -> None:
    status = asked(call("2026-03-03 10:05", outcome))
    assert status.asked_at is None
    assert status.rule == outcome


def test_calls_before_it_do_not_end_it() -> None:
    status = asked(call("2026-03-02 10:00", "hard-no"))
    assert (status.state, shown(status.due_at)) == (State.HOT, ASKED)


def test_asking_again_starts_it_again() -> None:
    status = asked(call("2026-03-03 10:05", "soft-no"))
    again = status_of(
        call("2026-03-03 10:05", "soft-no"), who=person(asked_at=moment("2026-03-03 11:00"))
    )
    assert (status.state, again.state) == (State.RECALL, State.HOT)


@pytest.mark.parametrize("before", [[], ["no-answer"], ["hard-no"], ["hung-up"]], ids=str)
def test_a_call_of_theirs_that_no_one_picked_up_is_one(before: list[str]) -> None:
    calls = [call("2026-03-02 10:00", word) for word in before]
    missed = call("2026-03-03 11:00", "no-answer", channel=Channel.INCOMING)
    status = status_of(*calls, missed)
    assert (status.state, shown(status.due_at)) == (State.HOT, "2026-03-03 11:00")
    assert shown(status.asked_at) == "2026-03-03 11:00"


SPAN = timedelta(hours=4, days=5)
"""Of the whole ladder of the shipped rule."""


@pytest.mark.parametrize(
    ("after", "state"), [(SPAN, State.HOT), (SPAN + timedelta(minutes=1), State.RECALL)]
)
@pytest.mark.parametrize("before", [[], ["no-answer"], ["soft-no"]], ids=str)
def test_one_that_was_logged_after_the_whole_ladder_is_a_recall(
    before: list[str], after: timedelta, state: State
) -> None:
    missed = call(
        "2026-03-03 11:00", "no-answer", channel=Channel.INCOMING,
        told_after=int(after.total_seconds()),
    )  # fmt: skip
    status = status_of(*(call("2026-03-02 10:00", word) for word in before), missed)
    assert (status.state, status.rule, shown(status.due_at)) == (state, "inquiry", ASKED_LATE)
    assert tier_now(status, BOOK).word == state.value


def test_a_late_one_is_over_with_the_first_try_and_lowers_no_one() -> None:
    missed = call("2020-03-03 11:00", "no-answer", channel=Channel.INCOMING, told_after=10**8)
    tried = status_of(missed, call("2026-03-03 11:05", "no-answer"))
    assert (tried.state, tried.rule) == (State.RETRY, "no-answer")
    assert status_of(call("2020-03-02 11:00", "interested"), missed).state is State.HOT


def test_calling_them_back_violates_no_cooldown() -> None:
    missed = call("2026-03-03 11:00", "no-answer", channel=Channel.INCOMING)
    refused, back = call("2026-03-02 10:00", "hard-no"), call("2026-03-03 11:05", "no-answer")
    assert status_of(refused, missed, back).violations == ()
    assert [v.code for v in status_of(refused, back).violations] == ["cooldown"]


def test_an_email_that_says_yes_is_one() -> None:
    status = status_of(call(ASKED, "interested", channel=Channel.EMAIL))
    assert (status.state, shown(status.due_at), shown(status.asked_at)) == (State.HOT, ASKED, ASKED)
    later = call(ASKED, "interested", channel=Channel.EMAIL, given_at="2026-03-05 10:00")
    assert shown(status_of(later).due_at) == "2026-03-05 10:00"


def test_a_list_of_inquiries_makes_everyone_on_it_one_from_the_day_they_came() -> None:
    book = BOOK._replace(inquiry_lists=frozenset({"web"}), found={})
    status = status_of(who=person(list_name="web"), book=book)
    assert (status.state, status.asked_at) == (State.HOT, CREATED)
    assert status_of(who=person(list_name="fair"), book=book).state is State.FRESH
    spoke = call("2026-03-02 10:00", "soft-no")
    assert status_of(spoke, who=person(list_name="web"), book=book).state is State.RECALL


def test_what_outranks_it() -> None:
    assert asked(call("2026-03-01 10:00", "do-not-call")).state is State.DO_NOT_CALL
    assert asked(call("2026-03-01 10:00", "won")).state is State.CLOSED
    later = call("2026-03-01 10:00", "callback", given_at="2026-03-04 10:00")
    assert asked(later).state is State.CALLBACK
    assert asked(list_hold=Hold.LIST_PAUSED).hold is Hold.LIST_PAUSED


def test_without_a_rule_for_inquiries_the_first_miss_ends_it() -> None:
    rules = tuple(rule for rule in BOOK.rules if not rule.inquiry)
    status = asked(call("2026-03-03 10:05", "busy"), book=BOOK._replace(rules=rules, found={}))
    assert (status.state, status.rule) == (State.RETRY, "busy")
