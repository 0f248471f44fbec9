"""What the places of a number allow: caps and rests of the law, as they hold and as they are broken."""

from collections.abc import Sequence

import pytest
from strategies import BOOK, NUMBERS, ONE, TWO, call, edited, moment, person, read_book, shown

from callq.engine.model import Call, Cap, Limits, Prospect
from callq.engine.spans import Span
from callq.engine.status import Status, assess

FREE = read_book(
    edited(('person = "20min"', 'person = "0min"'), ("max = 3\n", "max = 99\n"))
)  # fmt: skip
"""Caps of a team that hold back no one in a day."""
DAY, WEEK = Span(24, "h"), Span(7, "d")


def limited(limits: Limits | None, *more: Limits | None) -> Prospect:
    """Someone with a number under these limits, and others under further ones."""
    both = zip(NUMBERS, (limits, *more), strict=False)
    numbers = tuple(number._replace(limits=each) for number, each in both)
    return person(numbers=numbers, limited=True)


def capped(per: str, most: int, within: Span = DAY, rows: tuple[str, ...] = ("US-FL",)) -> Limits:
    return Limits(rows, (Cap(per, most, within),), None, None)


def status(
    who: Prospect, *calls: Call, in_words: bool = True, now: str = "2026-03-20 12:00"
) -> Status:
    numbered = [each._replace(id=i) for i, each in enumerate(calls, 1)]
    return assess(who, numbered, FREE, moment(now), in_words=in_words)


def tries(*times: str, outcome: str = "busy", number: str = ONE) -> Sequence[Call]:
    return [call(f"2026-03-{time}", outcome, number=number) for time in times]


def violations(who: Prospect, *calls: Call) -> list[tuple[int, str, str]]:
    return [(b.call_id, b.code, b.text) for b in status(who, *calls).violations]


def test_a_number_waits_until_its_place_allows_another_call() -> None:
    """The oldest of the calls allowed has to be as old as the window; the end itself is free."""
    who = limited(capped("number", 3))
    found = status(who, *tries("03 08:00", "03 09:00", "03 10:00"))
    assert shown(found.due_at) == "2026-03-04 12:00", "the ladder asks for as much"
    found = status(who, *tries("02 23:00", "03 09:00"), call("2026-03-03 10:00", "busy"))
    assert shown(found.due_at) == "2026-03-04 12:00"
    found = status(
        who, *tries("03 12:30", "03 13:00", "03 13:30"), *tries("03 14:00", outcome="no-answer")
    )
    assert shown(found.due_at) == "2026-03-04 13:00"
    assert (found.explanation[-1].text, found.explanation[-1].rule) == (
        "Called 3 times within 24 hours: no more (US-FL).", "caps",
    )  # fmt: skip
    assert found.wait == "called 3 times within 24 hours: no more (US-FL)"


def test_under_several_limits_the_latest_end_counts() -> None:
    day, week = Cap("number", 2, DAY), Cap("person", 3, WEEK)
    calls = tries("03 09:00", "04 09:00", "05 09:00")
    for caps in ((day, week), (week, day)):
        found = status(limited(Limits(("AA", "BB"), caps, None, None)), *calls)
        assert shown(found.due_at) == "2026-03-10 09:00"
        assert found.explanation[-1].text == "Called 3 times within 7 days: no more (AA, BB)."


def test_a_cap_of_a_person_counts_all_their_numbers_and_one_of_a_number_only_its_own() -> None:
    calls = (*tries("03 09:00", "03 10:00"), *tries("03 11:00", number=TWO))
    both = limited(capped("person", 3, WEEK), capped("person", 3, WEEK))
    assert shown(status(both, *calls).due_at) == "2026-03-10 09:00"
    each = limited(capped("number", 2, WEEK), capped("number", 2, WEEK))
    found = status(each, *calls)
    assert found.number
    assert found.number.e164 == TWO
    assert shown(found.due_at) == "2026-03-04 12:00"


def test_calls_to_others_on_the_number_count_against_its_cap() -> None:
    who = limited(capped("number", 3))
    others = (moment("2026-03-03 10:30"), moment("2026-03-03 11:30"))
    (number,) = who.numbers
    shared = who._replace(numbers=(number._replace(dialed_for_others=others),))
    for hour, due in (
        ("10:00", "2026-03-04 10:00"),
        ("11:00", "2026-03-04 10:30"),
        ("12:00", "2026-03-04 10:30"),
    ):
        found = status(shared, call(f"2026-03-03 {hour}", "no-answer"))
        assert shown(found.due_at) == due, hour
    # What came later counts for what comes, and doesn't violate what was.
    assert violations(shared, *tries("03 10:00", "03 11:00")) == []
    assert violations(shared, *tries("03 10:00", "03 11:00", "03 12:00")) == [
        (3, "cap", "4 calls within 24 hours, 3 allowed (US-FL)")
    ]
    per_person = who._replace(
        numbers=(number._replace(limits=capped("person", 1), dialed_for_others=others),)
    )
    assert violations(per_person, *tries("03 12:00")) == []


def test_one_call_more_than_a_place_allows_is_a_violation() -> None:
    who = limited(capped("number", 2, rows=("AA", "BB")))
    assert violations(who, *tries("03 09:00", "03 10:00", "03 11:00", "04 10:00")) == [
        (3, "cap", "3 calls within 24 hours, 2 allowed (AA, BB)")
    ]
    assert violations(who, *tries("03 09:00", "03 10:00", "04 09:00")) == [], "half open"
    assert violations(limited(None), *tries("03 09:00", "03 10:00", "03 11:00")) == []


def test_a_call_against_two_caps_is_one_violation_and_the_rests_are_reported_as_well() -> None:
    caps = (Cap("number", 1, DAY), Cap("person", 1, WEEK))
    who = limited(Limits(("AA",), caps, WEEK, None))
    assert violations(who, *tries("03 09:00", outcome="interested"), *tries("03 10:00")) == [
        (2, "cap", "2 calls within 24 hours, 1 allowed (AA)"),
        (2, "rest", "called within 7 days after a conversation (AA)"),
    ]


def test_only_the_limits_of_the_number_called_are_broken() -> None:
    who = limited(capped("number", 1), None)
    calls = tries("03 09:00", "03 10:00", number=TWO)
    assert violations(who, *calls) == []
    assert violations(who, *tries("03 09:00", "03 10:00")) == [
        (2, "cap", "2 calls within 24 hours, 1 allowed (US-FL)")
    ]
    assert violations(who, *tries("03 09:00", "03 10:00", number="+4930999")) == []


@pytest.mark.parametrize(
    ("outcome", "after_conversation", "after_refusal", "due", "why"),
    [
        ("hurried", Span(30, "d"), None, "2026-04-02 11:00",
         "No calls for 30 days after a conversation (FR)."),
        ("soft-no", None, Span(60, "d"), "2026-05-02 11:00", "No calls for 60 days after a refusal (FR)."),
        ("soft-no", Span(60, "d"), Span(60, "d"), "2026-05-02 11:00",
         "No calls for 60 days after a conversation (FR)."),
        ("soft-no", Span(3, "mo"), Span(60, "d"), "2026-06-03 11:00",
         "No calls for 3 months after a conversation (FR)."),
        ("soft-no", Span(7, "d"), Span(60, "d"), "2026-05-02 11:00",
         "No calls for 60 days after a refusal (FR)."),
    ],
)  # fmt: skip
def test_after_a_word_their_place_asks_for_a_rest(
    outcome: str, after_conversation: Span | None, after_refusal: Span | None, due: str, why: str
) -> None:
    who = limited(Limits(("FR",), (), after_conversation, after_refusal))
    word = call("2026-03-03 11:00", outcome)
    found = status(who, word)
    assert shown(found.due_at) == due
    assert (found.explanation[-1].text, found.explanation[-1].rule) == (why, "caps")
    assert found.explanation[-1].until == found.due_at
    # A try that comes to nothing shortens no rest.
    assert shown(status(who, word, call("2026-03-03 15:00", "busy")).due_at) == due


def test_a_refusal_rests_only_after_a_no() -> None:
    who = limited(Limits(("FR",), (), None, Span(60, "d")))
    assert shown(status(who, call("2026-03-03 11:00", "interested")).due_at) == "2026-03-05 11:00"
    mailed = call("2026-03-03 11:00", "hurried", channel="email")
    silent = limited(Limits(("FR",), (), Span(60, "d"), None))
    assert status(silent, mailed).due_at == status(limited(None), mailed).due_at, "nobody spoke"


def test_a_call_within_a_rest_is_a_violation_and_at_its_end_none() -> None:
    who = limited(Limits(("FR", "XX"), (), Span(7, "d"), Span(60, "d")))
    no = call("2026-03-03 11:00", "soft-no")
    rests = [(2, "rest", "called within 60 days after a refusal (FR, XX)")]
    silence = (2, "rest", "called within 7 days after a conversation (FR, XX)")

    def broken(at: str) -> list[tuple[int, str, str]]:
        return [each for each in violations(who, no, call(at, "busy")) if each[1] == "rest"]

    assert broken("2026-03-10 10:59") == [silence, *rests]
    assert broken("2026-03-10 11:00") == rests
    assert broken("2026-05-02 10:59") == rests
    assert broken("2026-05-02 11:00") == []


def test_a_callback_that_is_kept_breaks_no_rest() -> None:
    """They asked to be called then; before it the rest holds."""
    who = limited(Limits(("FR",), (), Span(30, "d"), None))
    promise = call("2026-03-03 11:00", "callback", given_at="2026-03-05 15:00")
    for at, broken in (
        ("2026-03-05 14:59", True),
        ("2026-03-05 15:00", False),
        ("2026-03-05 16:00", False),
    ):
        assert bool(violations(who, promise, call(at, "busy"))) is broken, at
    assert shown(status(who, promise).due_at) == "2026-03-05 15:00"


def test_where_the_first_number_must_rest_the_second_is_dialed() -> None:
    who = limited(capped("number", 1, WEEK), None)
    found = status(who, call("2026-03-03 11:00", "no-answer"))
    assert found.number
    assert found.number.e164 == TWO


def test_a_matter_that_was_closed_is_reported_with_the_call() -> None:
    won = call("2026-03-03 10:00", "won")
    assert violations(person(), won, call("2026-03-04 10:00", "busy")) == [
        (2, "closed", "called though the matter was closed")
    ]


def test_without_words_a_violation_is_noted_all_the_same() -> None:
    no = call("2026-03-03 10:00", "soft-no", reason="price")
    for in_words, text in (
        (
            True,
            "called on Wed, Mar 4, 2026, 10:00 AM though cooling down until Thu, Apr 2, 2026, 10:00 AM",
        ),
        (False, ""),
    ):
        (violation,) = status(
            person(), no, call("2026-03-04 10:00", "busy"), in_words=in_words
        ).violations
        assert (violation.call_id, violation.code, violation.text) == (2, "cooldown", text)


def test_caps_of_a_team_count_each_number_for_itself_and_a_person_as_a_whole() -> None:
    both = person(numbers=NUMBERS)
    turns = [
        call(f"2026-03-03 1{hour}:00", "busy", number=(ONE, TWO)[hour % 2]) for hour in range(6)
    ]
    numbered = [each._replace(id=i) for i, each in enumerate(turns, 1)]
    assert assess(both, numbered, BOOK, moment("2026-03-03 18:00")).violations == ()
    fourth = call("2026-03-03 16:00", "busy", number=ONE)._replace(id=7)
    (violation,) = assess(both, [*numbered, fourth], BOOK, moment("2026-03-03 18:00")).violations
    assert (violation.call_id, violation.code) == (7, "cap")
    days = [
        call(f"2026-03-{day:02} 10:00", "gatekeeper", number=(ONE, TWO)[day % 2])
        for day in range(1, 12)
    ]
    numbered = [each._replace(id=i) for i, each in enumerate(days, 1)]
    (violation,) = assess(both, numbered, BOOK, moment("2026-03-20 18:00")).violations
    assert (violation.call_id, violation.text) == (11, "11 calls within 30 days, 10 allowed")
