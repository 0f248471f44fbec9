"""The shipped rulebook, row by row, and how one call weighs against another."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from strategies import (
    BERLIN,
    BOOK,
    CREATED,
    FIRST_RULE,
    NEW_YORK,
    NUMBERS,
    ONE,
    SHIPPED_TEXT,
    TEAM,
    TEAM_OUTCOMES,
    TWO,
    call,
    edited,
    moment,
    person,
    read_book,
    shown,
    status_of,
)

from callq.engine.model import Action, Call, Cap, Channel, Hold, Number, State
from callq.engine.outcomes import CANONICAL, REASONS
from callq.engine.spans import Span
from callq.engine.status import Status, assess

TUESDAY = "2026-03-03 10:00"
"""A morning in Berlin; the clocks change on 29 March."""
NEXT_WEEK = "2026-03-10 15:30"


# One call -----------------------------------------------------------------------------------------

OUTCOMES: list[tuple[str, dict[str, Any], State, Action, str | None, str]] = [
    ("no-answer", {}, State.RETRY, Action.CALL, "2026-03-03 14:00", "no-answer"),
    ("busy", {}, State.RETRY, Action.CALL, "2026-03-03 12:00", "busy"),
    ("voicemail", {}, State.RETRY, Action.CALL, "2026-03-04 12:00", "voicemail"),
    ("gatekeeper", {}, State.RETRY, Action.CALL, "2026-03-04 12:00", "gatekeeper"),
    ("gatekeeper", {"given_at": NEXT_WEEK}, State.RETRY, Action.CALL, NEXT_WEEK, "gatekeeper"),
    ("on-leave", {"given_at": NEXT_WEEK}, State.RETRY, Action.CALL, NEXT_WEEK, "on-leave"),
    ("wrong-number", {}, State.NEEDS_NUMBER, Action.FIND_NUMBER, None, "needs-number"),
    ("disconnected", {}, State.NEEDS_NUMBER, Action.FIND_NUMBER, None, "needs-number"),
    ("hurried", {}, State.RECALL, Action.CALL, "2026-03-05 12:00", "hurried"),
    ("callback", {"given_at": NEXT_WEEK}, State.CALLBACK, Action.CALL, NEXT_WEEK, "callback"),
    ("interested", {}, State.HOT, Action.CALL, "2026-03-05 10:00", "interested"),
    ("interested", {"given_at": NEXT_WEEK}, State.HOT, Action.CALL, NEXT_WEEK, "interested"),
    ("meeting", {"given_at": NEXT_WEEK}, State.HOT, Action.CALL, "2026-03-10 16:30", "meeting"),
    ("soft-no", {}, State.RECALL, Action.CALL, "2026-04-02 10:00", "soft-no"),
    ("soft-no", {"channel": "email"}, State.REPLY, Action.REPLY, TUESDAY, "soft-no-by-email"),
    ("hung-up", {}, State.RECALL, Action.CALL, "2026-04-02 10:00", "hung-up"),
    ("hard-no", {}, State.RECALL, Action.CALL, "2027-03-03 10:00", "hard-no"),
    ("hard-no", {"permission": False}, State.RECALL, Action.CALL, "2027-03-03 10:00", "hard-no"),
    (
        "hard-no", {"permission": True}, State.CHECK_IN, Action.CHECK_IN, "2026-07-03 10:00",
        "hard-no-with-permission",
    ),
    ("hard-no", {"channel": "email"}, State.REPLY, Action.REPLY, TUESDAY, "hard-no-by-email"),
    ("lost", {}, State.REPLY, Action.PROPOSE, TUESDAY, "lost"),
    ("emailed", {"channel": "email"}, State.RETRY, Action.CALL, "2026-03-06 10:00", "emailed"),
    ("referred", {}, State.RECALL, Action.CALL, "2027-03-03 10:00", "referred"),
    ("won", {}, State.CLOSED, Action.NONE, None, "won"),
    ("disqualified", {}, State.CLOSED, Action.NONE, None, "disqualified"),
    ("deceased", {}, State.CLOSED, Action.NONE, None, "deceased"),
    ("do-not-call", {}, State.DO_NOT_CALL, Action.NONE, None, "do-not-call"),
    ("litigator", {}, State.DO_NOT_CALL, Action.NONE, None, "do-not-call"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "said", "state", "action", "due", "rule"),
    OUTCOMES,
    ids=["-".join([row[0], *map(str, row[1])]) for row in OUTCOMES],
)
def test_each_outcome_has_its_effect(
    outcome: str, said: dict[str, Any], state: State, action: Action, due: str | None, rule: str
) -> None:
    """The table of outcomes, for a first call on a Tuesday morning."""
    status = status_of(call(TUESDAY, outcome, **said))
    assert (status.state, status.action, shown(status.due_at)) == (state, action, due)
    assert status.rule == rule


def test_the_table_covers_every_outcome() -> None:
    assert {row[0] for row in OUTCOMES} == {outcome.word for outcome in CANONICAL}


@pytest.mark.parametrize(
    ("alias", "word"), [(a, o.word) for o in CANONICAL for a in o.aliases], ids=str
)
def test_an_alias_means_its_word(alias: str, word: str) -> None:
    by_alias = status_of(call(TUESDAY, alias, given_at=NEXT_WEEK))
    by_word = status_of(call(TUESDAY, word, given_at=NEXT_WEEK))
    assert (by_alias.state, by_alias.due_at) == (by_word.state, by_word.due_at)
    assert (by_alias.rule, by_alias.explanation) == (by_word.rule, by_word.explanation)


REASON_DUE = {
    "unclear-offer": "2026-03-17 10:00",
    "trust": "2026-03-24 10:00",
    "price": "2026-04-02 10:00",
    "sales-call": "2026-04-02 10:00",
    "mishandled": "2026-03-17 10:00",
    "bad-day": "2026-03-17 10:00",
    "timing": "2026-06-01 10:00",
    "no-project": "2026-06-01 10:00",
    "authority": "2026-03-10 10:00",
    "competitor": "2026-09-03 10:00",
    "no-need": "2026-06-01 10:00",
    "unknown": "2026-04-02 10:00",
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_soft_no_rests_by_its_reason(reason: str) -> None:
    """The same hour of the day, although the clocks change in between."""
    status = status_of(call(TUESDAY, "soft-no", reason=reason))
    assert shown(status.due_at) == REASON_DUE[reason]


@pytest.mark.parametrize("reason", ["", "weather"])
def test_a_reason_no_one_knows_rests_like_unknown(reason: str) -> None:
    status = status_of(call(TUESDAY, "soft-no", reason=reason))
    assert shown(status.due_at) == REASON_DUE["unknown"]


@pytest.mark.parametrize("reason", ["timing", "no-project"])
def test_a_time_they_named_replaces_the_wait(reason: str) -> None:
    """They said "after the summer": that is when they are called, not 90 days later."""
    said = call(TUESDAY, "soft-no", reason=reason, given_at="2026-09-07 09:00")
    assert shown(status_of(said).due_at) == "2026-09-07 09:00"


def test_a_named_time_that_was_over_already_does_not_count() -> None:
    said = call(TUESDAY, "soft-no", given_at="2026-03-02 09:00")
    assert shown(status_of(said).due_at) == REASON_DUE["unknown"]


# In a row -----------------------------------------------------------------------------------------


def follow(
    outcome: str, start: str = TUESDAY, count: int = 4, **said: Any
) -> list[tuple[str | None, str]]:
    """Calls at each due time in turn: the due times that follow, and the deciding rules."""
    calls: list[Call] = []
    when: datetime | None = moment(start)
    steps = []
    for _ in range(count):
        assert when is not None
        calls.append(call(when, outcome, **said))
        status = status_of(*calls)
        when = status.due_at
        steps.append((shown(when), status.rule))
    return steps


def test_no_answer_goes_up_its_ladder_through_the_parts_of_the_day() -> None:
    """4h, 1d, 3d, 7d, 14d, 30d, then 90d; each at a part of the day not tried yet.

    When all were tried, at another than the last. The fifth wait crosses the change of clocks.
    """
    assert [due for due, _ in follow("no-answer", count=8)] == [
        "2026-03-03 14:00",  # 4h: afternoon
        "2026-03-04 16:00",  # 1d: not the afternoon again, on to the evening
        "2026-03-08 08:00",  # 3d would be an evening: the next morning
        "2026-03-15 12:00",  # 7d: not another morning
        "2026-03-29 16:00",  # 14d
        "2026-04-29 08:00",  # 30d
        "2026-07-28 12:00",  # 90d
        "2026-10-26 16:00",  # and 90d for good
    ]


def test_busy_goes_on_as_no_answer() -> None:
    """2h, 4h, 1d, then no-answer's ladder from its first step."""
    assert follow("busy", count=6) == [
        ("2026-03-03 12:00", "busy"),
        ("2026-03-03 16:00", "busy"),
        ("2026-03-05 08:00", "busy"),  # the evening of the 4th was tried
        ("2026-03-05 12:00", "no-answer"),
        ("2026-03-06 16:00", "no-answer"),
        ("2026-03-10 08:00", "no-answer"),  # 3d would be an evening again
    ]


def test_no_answers_before_count_where_busy_goes_on() -> None:
    """Three no-answers and a fourth busy: the fourth step of no-answer's ladder."""
    missed = [call(f"2026-03-0{day} 10:00", "no-answer") for day in (2, 3, 4)]
    busy = [call(f"2026-03-0{day} 10:00", "busy") for day in (5, 6, 7, 8)]
    status = status_of(*missed, *busy)
    assert (shown(status.due_at), status.rule) == ("2026-03-15 12:00", "no-answer")


def test_voicemail_goes_up_its_ladder() -> None:
    assert [due for due, _ in follow("voicemail", count=6)] == [
        "2026-03-04 12:00",
        "2026-03-07 16:00",
        "2026-03-15 08:00",
        "2026-03-29 12:00",
        "2026-06-27 16:00",
        "2026-09-26 08:00",
    ]


def test_gatekeeper_goes_up_its_ladder() -> None:
    assert [due for due, _ in follow("gatekeeper", count=5)] == [
        "2026-03-04 12:00",
        "2026-03-07 16:00",
        "2026-03-15 08:00",
        "2026-05-14 12:00",
        "2026-07-13 16:00",
    ]


def test_hung_up_rests_longer_each_time() -> None:
    assert [due for due, _ in follow("hung-up", count=4)] == [
        "2026-04-02 10:00",
        "2026-07-01 10:00",
        "2027-07-01 10:00",
        "2028-07-01 10:00",
    ]


def test_a_ladder_counts_its_own_misses_only() -> None:
    """Two no-answers do not take voicemail up its ladder."""
    calls = [
        call("2026-03-03 09:00", "no-answer"),
        call("2026-03-03 13:00", "no-answer"),
        call("2026-03-04 17:00", "voicemail"),
    ]
    status = status_of(*calls)
    assert (shown(status.due_at), status.misses) == ("2026-03-06 08:00", 3)


def test_a_conversation_starts_the_ladders_again() -> None:
    missed = [call(f"2026-03-0{day} 10:00", "voicemail") for day in (1, 2, 3)]
    spoke = call("2026-03-04 10:00", "hurried")
    status = status_of(*missed, spoke, call("2026-03-06 10:00", "voicemail"))
    assert (shown(status.due_at), status.misses) == ("2026-03-07 12:00", 1)


@pytest.mark.parametrize(
    ("reason", "dues"),
    [
        ("unknown", ["2026-04-02 10:00", "2026-07-01 10:00", "2026-12-28 10:00"]),
        ("authority", ["2026-03-10 10:00", "2026-03-31 10:00", "2026-05-12 10:00"]),
        # Three times 90 days and six times 90 days: the second is more than a year.
        ("timing", ["2026-06-01 10:00", "2027-02-26 10:00", "2028-02-26 10:00"]),
        # Never more than a year at once.
        ("competitor", ["2026-09-03 10:00", "2027-09-03 10:00", "2028-09-03 10:00"]),
    ],
    ids=str,
)
def test_a_repeated_soft_no_rests_1_3_6_times_as_long_then_a_year(
    reason: str, dues: list[str]
) -> None:
    after = [due for due, _ in follow("soft-no", count=5, reason=reason)]
    assert after[:3] == dues
    fourth = moment(str(after[2])).astimezone(BERLIN)
    assert after[3] == fourth.replace(year=fourth.year + 1, tzinfo=None).isoformat(" ")[:16]
    assert after[4] == fourth.replace(year=fourth.year + 2, tzinfo=None).isoformat(" ")[:16]


def test_a_yes_ends_the_row_of_refusals() -> None:
    """After an interest in between, a soft no rests its first time again."""
    calls = [
        call("2025-06-02 10:00", "soft-no"),
        call("2025-09-02 10:00", "soft-no"),
        call("2025-12-02 10:00", "interested"),
    ]
    assert shown(status_of(*calls, call(TUESDAY, "soft-no")).due_at) == "2026-04-02 10:00"
    calls[2] = call("2025-12-02 10:00", "hurried")
    assert shown(status_of(*calls, call(TUESDAY, "soft-no")).due_at) == "2026-08-30 10:00"


def test_after_a_hard_no_the_misses_are_few_and_far_between() -> None:
    """7 days, 30 days, then every 4 months, whatever kind of miss it is."""
    said = call("2025-03-03 10:00", "hard-no")
    tries = [call(TUESDAY, "no-answer"), call("2026-03-11 13:00", "busy")]
    first = status_of(said, *tries[:1])
    assert (shown(first.due_at), first.rule) == ("2026-03-10 12:00", "no-answer-after-hard-no")
    busy = status_of(said, *tries)
    assert (shown(busy.due_at), busy.rule) == ("2026-03-18 16:00", "no-answer-after-hard-no")
    third = [call("2026-03-18 17:00", "no-answer"), call("2026-04-20 17:00", "no-answer")]
    assert shown(status_of(said, *tries, *third).due_at) == "2026-08-21 08:00"


def test_permission_holds_for_the_check_in_after_a_miss() -> None:
    said = call("2025-10-03 10:00", "hard-no", permission=True)
    missed = status_of(said, call(TUESDAY, "no-answer"))
    assert (missed.state, missed.action) == (State.CHECK_IN, Action.CHECK_IN)


# The part of the day ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-03 09:00", "2026-03-05 12:00"),
        ("2026-03-03 13:00", "2026-03-05 16:00"),
        ("2026-03-03 18:00", "2026-03-06 08:00"),
        ("2026-03-03 07:00", "2026-03-05 08:00"),  # in no part: any will do, and the first is next
        ("2026-03-03 21:00", "2026-03-06 08:00"),
    ],
    ids=["morning", "afternoon", "evening", "before", "after"],
)
def test_hurried_comes_back_in_two_days_in_another_part_of_the_day(at: str, due: str) -> None:
    assert shown(status_of(call(at, "hurried")).due_at) == due


def test_another_part_of_the_day_is_none_in_which_they_were_missed() -> None:
    """Four hours after the morning it is afternoon, and that was tried the day before."""
    calls = [call("2026-03-02 12:30", "voicemail"), call("2026-03-03 09:00", "no-answer")]
    assert shown(status_of(*calls).due_at) == "2026-03-03 16:00"


def test_parts_in_which_they_were_missed_are_kept_until_they_speak() -> None:
    calls = [
        call("2026-03-03 09:00", "no-answer"),
        call("2026-03-03 13:00", "voicemail"),
        call("2026-03-04 22:00", "no-answer"),
        call("2026-03-05 17:00", "no-answer", channel=Channel.TEXT),
    ]
    assert status_of(*calls).tried_parts == {1, 2}
    assert status_of(*calls, call("2026-03-06 13:00", "soft-no")).tried_parts == frozenset()
    assert status_of(*calls, call("2026-03-06 18:00", "hurried")).tried_parts == {3}


# Callbacks -----------------------------------------------------------------------------------------

PROMISE = call(TUESDAY, "callback", given_at="2026-03-04 15:00")


def test_a_miss_before_the_agreed_time_leaves_the_callback() -> None:
    status = status_of(PROMISE, call("2026-03-04 14:00", "no-answer"))
    assert (status.state, shown(status.due_at)) == (State.CALLBACK, "2026-03-04 15:00")
    assert shown(status.callback_at) == "2026-03-04 15:00"
    assert (status.rule, status.wait) == ("callback", "")


@pytest.mark.parametrize("at", ["2026-03-04 15:00", "2026-03-04 15:10"])
def test_a_miss_at_the_agreed_time_goes_up_the_ladder(at: str) -> None:
    """They were called as promised and did not answer: it is a miss like any other."""
    status = status_of(PROMISE, call(at, "no-answer"))
    assert (status.state, status.callback_at) == (State.RECALL, None)
    assert (shown(status.due_at), status.rule) == (
        at.replace("15:", "19:"),
        "no-answer",
    )


def test_what_is_said_before_the_agreed_time_replaces_the_callback() -> None:
    status = status_of(PROMISE, call("2026-03-04 14:00", "soft-no", reason="price"))
    assert (status.state, shown(status.due_at)) == (State.RECALL, "2026-04-03 14:00")
    assert status.callback_at is None


def test_a_callback_is_kept_in_spite_of_caps_and_gap() -> None:
    """Three calls today and the last one five minutes ago: they wait for us at 15:00."""
    tries = [call(f"2026-03-04 14:{minute}", "no-answer") for minute in (10, 30, 50, 55)]
    assert shown(status_of(PROMISE, *tries).due_at) == "2026-03-04 15:00"


@pytest.mark.parametrize("given", [None, "2026-03-02 15:00"], ids=["none", "past"])
def test_a_callback_without_a_time_to_come_is_due_at_once(given: str | None) -> None:
    """An imported callback may lack its time: no one may forget it, no one is told a wrong one."""
    status = status_of(call(TUESDAY, "callback", given_at=given))
    assert (status.state, shown(status.due_at)) == (State.RECALL, "2026-03-03 10:20")
    assert status.callback_at is None


# Cooldowns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("miss", ["no-answer", "busy", "voicemail", "gatekeeper"])
@pytest.mark.parametrize("word", ["soft-no", "hard-no", "hung-up", "referred", "interested"])
def test_a_miss_during_a_cooldown_never_shortens_it(word: str, miss: str) -> None:
    said = call(TUESDAY, word)
    status = status_of(said, call("2026-03-03 11:00", miss))
    alone = status_of(said)
    assert (status.due_at, status.rule) == (alone.due_at, alone.rule)
    assert "A later attempt never shortens a cooldown." in [
        because.text for because in status.explanation
    ]


def test_a_miss_after_the_cooldown_goes_up_the_ladder() -> None:
    status = status_of(call(TUESDAY, "soft-no"), call("2026-04-02 10:00", "no-answer"))
    assert (shown(status.due_at), status.rule) == ("2026-04-02 14:00", "no-answer")
    assert status.state is State.RECALL


def test_a_call_during_a_cooldown_is_remembered_as_a_violation() -> None:
    calls = [call(TUESDAY, "soft-no"), call("2026-03-10 10:00", "no-answer")]
    (violation,) = status_of(*calls).violations
    assert (violation.code, violation.call_id) == ("cooldown", 2)
    assert violation.text == (
        "called on Tue, Mar 10, 2026, 10:00 AM though cooling down until Thu, Apr 2, 2026, 10:00 AM"
    )


@pytest.mark.parametrize(
    "said",
    [
        {"at": "2026-04-02 10:00"},
        {"channel": Channel.EMAIL},
        {"imported": True},
        {"outcome": "emailed"},
    ],
    ids=str,
)
def test_what_does_not_ring_or_comes_in_time_isnt_a_violation(said: dict[str, Any]) -> None:
    facts = {"at": "2026-03-10 10:00", "outcome": "no-answer"} | said
    assert status_of(call(TUESDAY, "soft-no"), call(**facts)).violations == ()


def test_a_call_after_a_do_not_call_is_a_violation() -> None:
    (violation,) = status_of(
        call(TUESDAY, "do-not-call"), call("2028-03-10 10:00", "interested")
    ).violations
    assert (violation.code, violation.call_id) == ("do-not-call", 2)
    assert "asked on Tue, Mar 3, 2026, 10:00 AM never to be called" in violation.text


# Mail ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "channel", "action", "due", "rule"),
    [
        ("soft-no", "email", Action.REPLY, "2026-03-07 09:00", "soft-no-by-email"),
        ("hard-no", "email", Action.REPLY, "2027-03-04 09:00", "hard-no-by-email"),
        ("lost", "call", Action.PROPOSE, "2026-09-04 09:00", "lost"),
        ("lost", "email", Action.PROPOSE, "2026-09-04 09:00", "lost"),
    ],
)
def test_an_email_is_due_at_once_and_once_sent_they_rest(
    outcome: str, channel: str, action: Action, due: str, rule: str
) -> None:
    """A no by email was read and answered: reply now. A lost one gets a last proposal."""
    said = call(TUESDAY, outcome, channel=channel)
    owed = status_of(said)
    assert (owed.state, owed.action, shown(owed.due_at)) == (State.REPLY, action, TUESDAY)
    sent = status_of(said, call("2026-03-04 09:00", "emailed", channel="email"))
    assert (sent.state, sent.action) == (State.RECALL, Action.CALL)
    assert (shown(sent.due_at), sent.rule) == (due, rule)


def test_an_email_is_owed_at_once_even_if_they_named_a_time() -> None:
    """They wrote "call in May": the answer goes out now, the call is in May."""
    said = call(TUESDAY, "soft-no", channel="email", given_at="2026-05-04 09:00")
    assert shown(status_of(said).due_at) == TUESDAY
    sent = status_of(said, call("2026-03-04 09:00", "emailed", channel="email"))
    assert (shown(sent.due_at), sent.state) == ("2026-05-04 09:00", State.RECALL)


def test_trying_to_call_does_not_put_off_an_email() -> None:
    status = status_of(call(TUESDAY, "lost"), call("2026-03-03 11:00", "no-answer"))
    assert (status.action, shown(status.due_at)) == (Action.PROPOSE, TUESDAY)
    assert (status.rule, status.wait) == ("lost", "propose at once")


def test_a_miss_after_the_email_never_shortens_the_rest() -> None:
    calls = [
        call(TUESDAY, "lost"),
        call("2026-03-04 09:00", "emailed", channel="email"),
        call("2026-03-05 09:00", "no-answer"),
    ]
    status = status_of(*calls)
    assert (shown(status.due_at), status.rule) == ("2026-09-04 09:00", "lost")
    assert moment("2026-09-04 09:00") in [because.until for because in status.explanation]


def test_an_email_that_no_one_waited_for_is_followed_up_in_three_days() -> None:
    """It takes nothing from a cooldown that lasts longer."""
    after_no = status_of(
        call(TUESDAY, "soft-no"), call("2026-03-04 09:00", "emailed", channel="email")
    )
    assert shown(after_no.due_at) == "2026-04-02 10:00"
    after_miss = status_of(
        call(TUESDAY, "voicemail"), call("2026-03-04 09:00", "emailed", channel="email")
    )
    assert (shown(after_miss.due_at), after_miss.rule) == ("2026-03-07 09:00", "emailed")


def test_an_email_sent_isnt_a_call() -> None:
    """It counts for no cap and no gap, even if the channel was not said."""
    status = status_of(call(TUESDAY, "lost"), call("2026-03-03 10:05", "emailed"))
    assert shown(status.due_at) == "2026-09-03 10:05"
    assert status.violations == ()


def test_a_conversation_replaces_the_email_that_was_due() -> None:
    status = status_of(call(TUESDAY, "lost"), call("2026-03-03 11:00", "interested"))
    assert (status.state, status.action) == (State.HOT, Action.CALL)


def test_a_reply_needs_no_number() -> None:
    status = status_of(call(TUESDAY, "soft-no", channel="email"), who=person(numbers=()))
    assert (status.state, status.hold) == (State.REPLY, Hold.NONE)


# Numbers ------------------------------------------------------------------------------------------

BOTH = person(numbers=NUMBERS)


@pytest.mark.parametrize("dead", ["wrong-number", "disconnected"])
def test_after_a_dead_number_the_next_one_is_tried_at_once(dead: str) -> None:
    status = status_of(call(TUESDAY, dead), who=BOTH)
    assert status.number
    assert (status.number.e164, status.dead) == (TWO, frozenset({ONE}))
    assert (status.state, shown(status.due_at)) == (State.RETRY, TUESDAY)


def test_a_wrong_number_rang_someone_else() -> None:
    """It makes no gap; the call before it does."""
    busy = call("2026-03-03 09:50", "busy", number=TWO)
    status = status_of(busy, call(TUESDAY, "wrong-number"), who=BOTH)
    assert shown(status.due_at) == "2026-03-03 10:10"
    assert status.explanation[-1].text == "At least 20 minutes between two calls."


def test_a_number_whose_hours_are_known_comes_first() -> None:
    """No one may dial one whose zone is not known, even while the other rests."""
    nowhere = NUMBERS[0]._replace(zones=())
    status = status_of(who=person(numbers=(nowhere, NUMBERS[1])))
    assert status.number
    assert (status.number.e164, status.hold) == (TWO, Hold.NONE)
    tries = [call(f"2026-03-03 1{hour}:00", "busy", number=TWO) for hour in range(3)]
    capped = status_of(*tries[:2], tries[2]._replace(outcome="interested"), who=BOTH)
    assert capped.number
    assert capped.number.e164 == ONE
    resting = status_of(*tries, who=person(numbers=(nowhere, NUMBERS[1])))
    assert resting.number
    assert resting.number.e164 == TWO
    somewhere = person(numbers=(nowhere, NUMBERS[1]), zones=("Europe/Berlin",))
    assert status_of(who=somewhere).number == nowhere


@pytest.mark.parametrize("number", [ONE, ""], ids=["said", "not-said"])
def test_when_every_number_is_dead_they_need_one(number: str) -> None:
    """Without a word which, the first that was alive is meant."""
    calls = [
        call(TUESDAY, "wrong-number", number=number),
        call("2026-03-03 11:00", "disconnected", number=number and TWO),
    ]
    status = status_of(*calls, who=BOTH)
    assert (status.state, status.action) == (State.NEEDS_NUMBER, Action.FIND_NUMBER)
    assert (status.due_at, status.number) == (None, None)
    assert status.dead == {ONE, TWO}
    assert "needs-number" in [because.rule for because in status.explanation]


def test_no_one_to_dial_is_due_without_a_number() -> None:
    status = status_of(who=person(numbers=()))
    assert (status.state, status.rule) == (State.NEEDS_NUMBER, "needs-number")
    undialable = person(numbers=(Number(1, "", "extension 12"),))
    assert status_of(who=undialable).state is State.NEEDS_NUMBER


def test_a_dead_number_leaves_a_cooldown_as_it_is() -> None:
    status = status_of(call(TUESDAY, "soft-no"), call("2026-03-04 10:00", "wrong-number"), who=BOTH)
    assert shown(status.due_at) == "2026-04-02 10:00"


def test_a_conversation_on_a_dead_number_revives_it() -> None:
    calls = [call(TUESDAY, "wrong-number"), call("2026-03-03 15:00", "hurried")]
    status = status_of(*calls)
    assert (status.state, status.dead) == (State.RECALL, frozenset())
    voicemail = status_of(calls[0], call("2026-03-03 15:00", "voicemail"))
    assert voicemail.state is State.NEEDS_NUMBER, "a machine is no proof"


# Never --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [o.word for o in CANONICAL])
def test_nothing_outranks_a_do_not_call(later: str) -> None:
    calls = [
        call("2026-03-02 10:00", "callback", given_at="2026-03-05 10:00"),
        call(TUESDAY, "do-not-call"),
        call("2026-03-03 11:00", later, given_at="2026-03-04 10:00"),
    ]
    status = status_of(*calls, who=BOTH, now="2027-03-04 10:00")
    assert (status.state, status.action, status.due_at) == (State.DO_NOT_CALL, Action.NONE, None)
    assert (status.number, status.is_due) == (None, False)
    assert status.wait == ""
    assert status.explanation[0].text == ("They opted out on Tue, Mar 3, 2026, 10:00 AM.")


def test_numbers_on_do_not_call_are_passed_over() -> None:
    blocked = tuple(number._replace(blocked=True) for number in NUMBERS)
    one = status_of(who=person(numbers=(blocked[0], NUMBERS[1])))
    assert one.number
    assert (one.state, one.number.e164) == (State.FRESH, TWO)
    all_of_them = status_of(PROMISE, who=person(numbers=blocked))
    assert (all_of_them.state, all_of_them.due_at) == (State.DO_NOT_CALL, None)
    assert (all_of_them.rule, all_of_them.wait) == ("do-not-call", "")


def test_a_reply_to_someone_on_do_not_call_is_not_offered() -> None:
    blocked = person(numbers=(NUMBERS[0]._replace(blocked=True),))
    status = status_of(call(TUESDAY, "soft-no", channel="email"), who=blocked)
    assert (status.state, status.action) == (State.DO_NOT_CALL, Action.NONE)


# Closed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["won", "disqualified"])
def test_the_closed_stay_closed_through_misses(word: str) -> None:
    status = status_of(call(TUESDAY, word), call("2026-03-04 10:00", "no-answer"))
    assert (status.state, status.due_at, status.rule) == (State.CLOSED, None, word)
    assert status.wait == ""


def test_a_conversation_opens_what_was_closed() -> None:
    status = status_of(call(TUESDAY, "won"), call("2026-06-04 10:00", "interested"))
    assert status.state is State.HOT


# Caps ---------------------------------------------------------------------------------------------


def test_at_most_three_calls_a_day_on_a_number() -> None:
    """The fourth waits until the first of the last three is 24 hours old."""
    busy = [call(f"2026-03-03 1{hour}:00", "busy") for hour in range(3)]
    capped = status_of(*busy[:2], busy[2]._replace(outcome="no-answer"))
    assert shown(capped.due_at) == "2026-03-04 10:00"
    assert capped.explanation[-1].text == "Called 3 times within 24 hours: no more per number."
    assert capped.explanation[-1].rule == "caps"


def test_only_the_last_calls_count_for_a_cap() -> None:
    old = [call(f"2026-02-0{day} 10:00", "voicemail") for day in range(1, 6)]
    tries = [call(f"2026-03-03 1{hour}:00", "hurried") for hour in (0, 1)]
    assert shown(status_of(*old, *tries).due_at) == "2026-03-05 12:00"
    third = call("2026-03-03 12:00", "busy")
    assert shown(status_of(*old, *tries[:1], third, third).due_at) == "2026-03-05 12:00"
    capped = status_of(*old, third, third, third._replace(outcome="no-answer"))
    assert shown(capped.due_at) == "2026-03-04 12:00"


def test_a_number_rests_while_another_may_be_dialed() -> None:
    """The number that is free first is the one to dial."""
    tries = [call(f"2026-03-03 1{hour}:00", "busy") for hour in range(3)]
    status = status_of(*tries, who=BOTH)
    assert status.number
    assert status.number.e164 == TWO
    assert shown(status.due_at) == "2026-03-04 16:00", "the ladder decides, not the cap"


def test_calls_to_others_on_the_same_number_count() -> None:
    """A household's number is called three times a day, not three times each."""
    others = tuple(moment(f"2026-03-03 0{hour}:00") for hour in (7, 8, 9))
    shared = person(numbers=(NUMBERS[0]._replace(dialed_for_others=others),))
    fresh = status_of(who=shared)
    assert (fresh.state, shown(fresh.due_at)) == (State.FRESH, "2026-03-04 07:00")
    two = person(numbers=(NUMBERS[0]._replace(dialed_for_others=others[1:]),))
    assert shown(status_of(who=two).due_at) == "2026-03-03 09:20"  # 20 minutes after the last.
    mixed = status_of(call("2026-03-03 09:30", "busy"), who=two)
    assert shown(mixed.due_at) == "2026-03-04 08:00"


def test_at_most_ten_calls_a_month_to_a_person() -> None:
    days = [f"2026-03-{day:02} 10:00" for day in range(1, 11)]
    tries = [call(day, "gatekeeper", number=(ONE, TWO)[i % 2]) for i, day in enumerate(days)]
    spoke = call("2026-03-10 10:00", "interested", number=TWO)
    status = status_of(*tries[:9], spoke, who=BOTH)
    assert shown(status.due_at) == "2026-03-31 10:00"
    assert status.explanation[-1].text == "Called 10 times within 30 days: no more per person."
    nine = status_of(*tries[:8], spoke, who=BOTH)
    assert shown(nine.due_at) == "2026-03-12 10:00"


def test_between_two_calls_to_a_person_there_is_a_gap() -> None:
    book = read_book(edited(('person = "20min"', 'person = "5h"')))
    status = status_of(call(TUESDAY, "busy"), book=book)
    assert shown(status.due_at) == "2026-03-03 15:00"
    assert status.explanation[-1].text == "At least 5 hours between two calls."


@pytest.mark.parametrize("said", [{"channel": "text"}, {"channel": "visit"}, {"imported": True}])
def test_only_calls_count_for_caps(said: dict[str, Any]) -> None:
    tries = [call(f"2026-03-03 1{hour}:00", "busy", **said) for hour in range(3)]
    status = status_of(*tries, call("2026-03-03 13:00", "hurried", **said))
    assert shown(status.due_at) == "2026-03-05 16:00"
    assert "caps" not in [because.rule for because in status.explanation]


def test_an_email_is_due_in_spite_of_caps() -> None:
    tries = [call(f"2026-03-03 1{hour}:00", "busy") for hour in range(3)]
    status = status_of(*tries, call("2026-03-03 13:00", "lost"))
    assert shown(status.due_at) == "2026-03-03 13:00"


def test_a_fourth_call_in_a_day_is_remembered_as_a_violation() -> None:
    tries = [call(f"2026-03-03 1{hour}:00", "busy") for hour in range(4)]
    (violation,) = status_of(*tries).violations
    assert (violation.code, violation.call_id) == ("cap", 4)
    assert violation.text == "4 calls within 24 hours, 3 allowed"
    unsaid = [each._replace(number="") for each in tries]
    assert status_of(*unsaid).violations == (), "it was not said which number was called"
    on_time = [*tries[:3], call("2026-03-04 10:00", "busy")]
    assert status_of(*on_time).violations == (), "the end of the window is free again"


# Holds --------------------------------------------------------------------------------------------


def test_no_one_is_offered_whose_zone_is_not_known() -> None:
    nowhere = (NUMBERS[0]._replace(zones=()),)
    assert status_of(who=person(numbers=nowhere)).hold is Hold.NO_ZONE
    assert status_of(who=person(numbers=nowhere, zones=("Asia/Tokyo",))).hold is Hold.NONE
    assert status_of(who=person()).hold is Hold.NONE


def test_an_imported_cell_that_asks_not_to_be_called_holds_them() -> None:
    """A person has to decide; until then not even a callback is offered."""
    assert (
        status_of(PROMISE, who=person(opt_out_text="please no calls")).hold is Hold.OPT_OUT_REQUEST
    )


def test_an_open_request_holds_also_without_a_number_left() -> None:
    status = status_of(call(TUESDAY, "wrong-number"), who=person(opt_out_text="dnc"))
    assert (status.state, status.hold) == (State.NEEDS_NUMBER, Hold.OPT_OUT_REQUEST)


@pytest.mark.parametrize("word", ["won", "do-not-call"])
def test_who_is_not_in_the_queue_is_not_held(word: str) -> None:
    assert status_of(call(TUESDAY, word), who=person(opt_out_text="dnc")).hold is Hold.NONE


# The calendar -------------------------------------------------------------------------------------


def test_a_year_after_29_february_is_28_february() -> None:
    status = status_of(call("2028-02-29 10:00", "hard-no"))
    assert shown(status.due_at) == "2029-02-28 10:00"


def test_four_months_after_31_october_is_the_last_of_february() -> None:
    status = status_of(call("2026-10-31 10:00", "hard-no", permission=True))
    assert shown(status.due_at) == "2027-02-28 10:00"


@pytest.mark.parametrize(
    ("at", "zone", "due"),
    [
        ("2026-02-27 02:30", BERLIN, "2026-03-29 03:30"),
        ("2026-09-25 02:30", BERLIN, "2026-10-25 02:30"),
        ("2026-02-06 02:30", NEW_YORK, "2026-03-08 03:30"),
        ("2026-10-02 01:30", NEW_YORK, "2026-11-01 01:30"),
    ],
    ids=["berlin-skips", "berlin-repeats", "new-york-skips", "new-york-repeats"],
)
def test_a_change_of_clocks_does_not_move_the_hour(at: str, zone: Any, due: str) -> None:
    """A time that the clocks skip comes an hour later; of one that comes twice, the first."""
    said = call(moment(at, zone), "soft-no")
    status = status_of(said, who=person(zone=zone))
    assert shown(status.due_at, zone) == due
    assert status.due_at
    assert status.due_at.astimezone(zone).fold == 0


NO_ANSWER_REST = '"14 days", "30 days"]\nrest = "90 days"\n'


def test_hours_are_elapsed_time() -> None:
    """Four hours over the change of clocks are four hours."""
    at = moment("2026-03-29 00:30")
    book = read_book(edited((f'{NO_ANSWER_REST}part = "other"\n', NO_ANSWER_REST)))
    plain = status_of(call(at, "no-answer"), book=book)
    assert plain.due_at == at + timedelta(hours=4)
    assert shown(plain.due_at) == "2026-03-29 05:30"


def test_business_days_leave_out_weekends_and_holidays() -> None:
    """Christmas Eve, a Thursday: the 25th is a holiday, then a weekend."""
    fair = person(list_name="fair")
    first = status_of(call("2026-12-24 10:00", "no-answer"), who=fair, book=TEAM)
    assert (shown(first.due_at), first.rule) == ("2026-12-28 10:00", "demo-list")


# The clock on the log -----------------------------------------------------------------------------


def test_no_one_has_called_them_yet() -> None:
    status = status_of()
    assert (status.state, status.action, status.due_at) == (
        State.FRESH, Action.CALL, CREATED,
    )  # fmt: skip
    assert (status.rule, status.wait, status.last) == ("fresh", "", None)
    assert status.is_due


def test_due_has_come_at_the_very_moment() -> None:
    said = call(TUESDAY, "soft-no")
    assert not status_of(said, now="2026-04-02 09:59").is_due
    assert status_of(said, now="2026-04-02 10:00").is_due


def test_a_call_in_the_future_counts() -> None:
    """A clock that went wrong: the history says what it says."""
    status = status_of(call("2030-03-03 10:00", "soft-no"), now=TUESDAY)
    assert (shown(status.due_at), status.is_due) == ("2030-04-02 10:00", False)


def test_of_two_calls_in_one_second_the_one_logged_later_is_the_last() -> None:
    """As a rep who corrects a slip expects; in whatever order they are read."""
    slip, meant = call(TUESDAY, "soft-no", id=1), call(TUESDAY, "interested", id=2)
    for calls in ([slip, meant], [meant, slip]):
        status = assess(person(), calls, BOOK, CREATED)
        assert (status.state, status.last) == (State.HOT, meant)
    other = assess(person(), [slip._replace(id=3), meant], BOOK, CREATED)
    assert other.state is State.RECALL


def test_a_claimed_no_counts_but_is_reported_apart() -> None:
    """Taken from an imported list: it rests, and no one was rung for it."""
    status = status_of(call(TUESDAY, "soft-no", imported=True, number=""))
    assert shown(status.due_at) == "2026-04-02 10:00"
    assert status.last_conversation
    assert (status.last_was_refusal, status.last_conversation.imported) == (True, True)
    assert "at the latest" in status.explanation[0].text


def test_calls_may_be_of_any_zone() -> None:
    """Times compare as moments, and are given back in UTC."""
    at = datetime(2026, 3, 3, 4, tzinfo=NEW_YORK)
    status = status_of(call(at, "busy"))
    assert shown(status.due_at) == "2026-03-03 12:00"
    assert status.due_at
    assert status.due_at.tzinfo is UTC


# Words and rules of a team ------------------------------------------------------------------------


def test_a_word_no_one_knows_rests_and_says_so() -> None:
    status = status_of(call(TUESDAY, "xyzzy"))
    assert (status.state, shown(status.due_at)) == (State.RECALL, "2026-04-02 10:00")
    assert status.rule == "unknown"
    assert 'Unknown outcome "xyzzy"' in status.explanation[0].text


@pytest.mark.parametrize(
    ("word", "state", "due"),
    [
        ("sample-sent", State.HOT, "2026-03-06 10:00"),
        ("smp", State.HOT, "2026-03-06 10:00"),
        ("gdpr-erase", State.DO_NOT_CALL, None),
        ("ring-later", State.CALLBACK, NEXT_WEEK),
        ("engaged", State.RETRY, "2026-03-03 12:00"),
        ("price-no", State.RECALL, "2026-04-02 10:00"),
    ],
)
def test_an_outcome_of_the_team_is_like_the_one_it_names(
    word: str, state: State, due: str | None
) -> None:
    """It has that one's flags and, unless it has rules of its own, that one's rules."""
    given = NEXT_WEEK if word == "ring-later" else None
    status = status_of(call(TUESDAY, word, given_at=given), book=TEAM)
    assert (status.state, shown(status.due_at)) == (state, due)


def test_an_outcome_of_the_team_counts_in_the_row_of_the_one_it_is_like() -> None:
    calls = [call("2026-03-03 10:00", "soft-no"), call("2026-04-03 10:00", "price-no")]
    assert shown(status_of(*calls, book=TEAM).due_at) == "2026-07-02 10:00"


def test_a_word_taken_out_of_the_rulebook_still_has_a_status() -> None:
    """The log keeps it; other rules read it as a word no one knows."""
    said = call(TUESDAY, "sample-sent")
    assert status_of(said).rule == "unknown"
    assert status_of(said, book=TEAM).rule == "sample"


def test_a_rule_may_hold_for_a_list() -> None:
    missed = call(TUESDAY, "no-answer")
    assert status_of(missed, who=person(list_name="fair"), book=TEAM).rule == "demo-list"
    assert status_of(missed, who=person(list_name="other"), book=TEAM).rule == "no-answer"


@pytest.mark.parametrize("word", ["interested", "sample-sent", "price-no"])
def test_a_rule_may_look_at_the_last_conversation(word: str) -> None:
    """By its own word, or by the one it is like."""
    calls = [call("2026-01-06 10:00", word), call("2026-03-06 18:00", "voicemail")]
    status = status_of(*calls, book=TEAM)
    assert (shown(status.due_at), status.rule) == (
        "2026-03-06 20:00",
        "voicemail-after-interest",
    )
    third = status_of(*calls, call("2026-03-07 18:00", "voicemail"), book=TEAM)
    assert third.rule == "no-answer", "after its ladder it goes on as no-answer"
    for other in ("hurried", "soft-no"):
        before = call("2026-01-06 10:00", other)
        assert status_of(before, calls[1], book=TEAM).rule == "voicemail"


def test_a_rule_may_begin_at_an_attempt() -> None:
    once = call(TUESDAY, "hurried")
    twice = call("2026-03-05 12:00", "hurried")
    assert status_of(once, book=TEAM).rule == "hurried"
    status = status_of(once, twice, book=TEAM)
    assert (status.rule, shown(status.due_at)) == ("hurried-twice", "2026-04-05 12:00")


DEAR = """
[[rules]]
id = "dear"
outcome = "soft-no"
reason = ["price", "trust"]
wait = "5 days"

"""


REFUSED = """[[rules]]
id = "refused"
outcome = "hard-no"
permission = "no"
wait = "2 years"

"""


@pytest.mark.parametrize(
    ("permission", "rule"),
    [(None, "refused"), (False, "refused"), (True, "hard-no-with-permission")],
)
def test_permission_that_was_not_asked_for_was_not_given(
    permission: bool | None, rule: str
) -> None:
    book = read_book(edited((FIRST_RULE, REFUSED + FIRST_RULE)))
    said = call(TUESDAY, "hard-no", permission=permission)
    assert status_of(said, book=book).rule == rule


def test_at_once_is_at_once_in_any_part_of_the_day() -> None:
    hurried = 'id = "hurried"\noutcome = "hurried"\nwait = '
    book = read_book(edited((hurried + '"2 days"', hurried + '"0 days"')))
    assert shown(status_of(call("2026-03-03 21:00", "hurried"), book=book).due_at) == (
        "2026-03-03 21:20"
    )


def test_the_first_rule_that_fits_decides() -> None:
    text = edited(
        (
            '[[rules]]\nid = "soft-no"',
            DEAR + '[[rules]]\nid = "soft-no"',
        )
    )
    book = read_book(text)
    assert status_of(call(TUESDAY, "soft-no", reason="price"), book=book).rule == "dear"
    assert status_of(call(TUESDAY, "soft-no", reason="timing"), book=book).rule == "soft-no"


def test_other_rules_give_the_same_history_another_status() -> None:
    other = read_book(SHIPPED_TEXT.replace('price = "30 days"', 'price = "2 weeks"'))
    said = call(TUESDAY, "soft-no", reason="price")
    assert shown(status_of(said, book=other).due_at) == "2026-03-17 10:00"
    assert shown(status_of(said).due_at) == "2026-04-02 10:00"


def test_outcomes_of_a_team_leave_the_known_ones_as_they_were() -> None:
    book = read_book(SHIPPED_TEXT + TEAM_OUTCOMES)
    for outcome in CANONICAL:
        assert book.outcome(outcome.word) == BOOK.outcome(outcome.word)


# Explanation ----------------------------------------------------------------------------------------


def texts(status: Status) -> list[str]:
    return [because.text for because in status.explanation]


def test_because_tells_the_rule_the_call_and_the_moment() -> None:
    status = status_of(call(TUESDAY, "soft-no", reason="price"))
    (because,) = status.explanation
    assert because.text == (
        "Soft no (price) on Tue, Mar 3, 2026, 10:00 AM: wait 30 days, "
        "until Thu, Apr 2, 2026, 10:00 AM."
    )
    assert (because.rule, because.call_id) == ("soft-no", 1)
    assert (shown(because.counted_from), shown(because.until)) == (TUESDAY, "2026-04-02 10:00")
    assert status.wait == "wait 30 days"


def test_because_counts_the_misses() -> None:
    calls = [call("2026-03-03 10:00", "no-answer"), call("2026-03-03 15:00", "no-answer")]
    (text,) = texts(status_of(*calls))
    assert text == (
        "No answer (2 misses in a row) on Tue, Mar 3, 2026, 3:00 PM: wait 1 day, "
        "until Wed, Mar 4, 2026, 4:00 PM."
    )


def test_because_names_the_channel_and_the_permission() -> None:
    by_mail = status_of(call(TUESDAY, "soft-no", channel="email"))
    assert texts(by_mail) == ["Soft no by email on Tue, Mar 3, 2026, 10:00 AM: reply at once."]
    allowed = status_of(call(TUESDAY, "hard-no", permission=True))
    assert "Hard no, we may call on Tue" in allowed.explanation[0].text


def test_because_tells_which_number_is_dead_and_since_when() -> None:
    status = status_of(call(TUESDAY, "wrong-number"), who=BOTH)
    assert texts(status) == [
        "Wrong number on Tue, Mar 3, 2026, 10:00 AM: the next number at once.",
        f"{ONE} hasn't worked since Tue, Mar 3, 2026, 10:00 AM.",
    ]


def test_because_tells_that_every_number_is_on_do_not_call() -> None:
    blocked = person(numbers=(NUMBERS[0]._replace(blocked=True),))
    assert texts(status_of(who=blocked))[0] == "Every number they have is on do-not-call."


def test_voided_calls_are_not_passed_in_and_leave_nothing() -> None:
    """An undone do-not-call that was typed by mistake is gone for good."""
    calls = [call("2026-03-02 10:00", "voicemail"), call(TUESDAY, "do-not-call")]
    assert status_of(*calls).state is State.DO_NOT_CALL
    assert status_of(calls[0]).state is State.RETRY


def test_assess_takes_calls_from_any_iterable() -> None:
    history = (call(TUESDAY, "soft-no", id=i) for i in range(2))
    assert assess(person(), history, BOOK, CREATED).last_was_refusal


# Mails, numbers and words at the edges ------------------------------------------------------------


def test_who_was_never_called_is_due_since_they_were_added() -> None:
    (because,) = status_of().explanation
    assert (because.until, status_of().due_at) == (CREATED, CREATED)


def test_an_email_whose_rule_asks_for_no_wait_rests_as_its_own_rule_says() -> None:
    """That rule is asked as for a first one, however many mails went before."""
    text = edited(
        ('action = "propose"\nafter_email = "6 months"', 'action = "propose"'),
        ('id = "emailed"\noutcome = "emailed"\nwait = "3 days"',
         'id = "emailed-again"\noutcome = "emailed"\nfrom_attempt = 2\nwait = "9 days"\n\n'
         '[[rules]]\nid = "emailed"\noutcome = "emailed"\nladder = ["3 days", "5 days"]\n'
         'rest = "7 days"'),
    )  # fmt: skip
    mails = [call(f"2026-03-0{day} 10:00", "emailed", channel="email") for day in (4, 5)]
    found = status_of(call(TUESDAY, "lost"), *mails, book=read_book(text))
    assert (found.rule, shown(found.due_at)) == ("emailed", "2026-03-08 10:00")


def test_of_two_caps_that_end_together_that_of_the_number_is_reported() -> None:
    caps = (Cap("person", 1, Span(9, "d")), Cap("number", 1, Span(9, "d")))
    found = status_of(call(TUESDAY, "busy"), book=BOOK._replace(caps=caps))
    assert found.explanation[-1].text == "Called 1 time within 9 days: no more per number."


def test_what_is_owed_in_writing_is_held_by_no_number() -> None:
    for numbers in ((), (NUMBERS[0]._replace(listed=Hold.LISTED),)):
        found = status_of(call(TUESDAY, "lost"), who=person(numbers=numbers))
        assert (found.state, found.hold) == (State.REPLY, Hold.NONE)


def test_a_call_after_an_opt_out_is_reported_with_both_days() -> None:
    later = call("2026-03-04 11:30", "busy")
    (violation,) = status_of(call(TUESDAY, "do-not-call"), later).violations
    assert (violation.call_id, violation.code, violation.text) == (
        2, "do-not-call",
        "called on Wed, Mar 4, 2026, 11:30 AM though they asked on Tue, Mar 3, 2026, 10:00 AM never to be called",
    )  # fmt: skip
