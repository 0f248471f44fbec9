"""What is said of a status, word for word: a rep reads it, and decides by it."""

import pytest
from strategies import (
    BOOK,
    CREATED,
    NUMBERS,
    call,
    edited,
    moment,
    person,
    read_book,
    shown,
    status_of,
)

from callq.engine.explanation import Explanation
from callq.engine.model import Call, Prospect
from callq.engine.status import assess

AT, NOON = "2026-03-03 10:00", "2026-03-03 12:00"
MAILED_NO = call(AT, "soft-no", reason="price", channel="email")
SENT = call(NOON, "emailed", channel="email")
OWED = "Soft no (price) by email on Tue, Mar 3, 2026, 10:00 AM: reply at once."


@pytest.mark.parametrize(
    ("calls", "due", "wait", "because"),
    [
        ((MAILED_NO,), AT, "reply at once", [OWED]),
        ((MAILED_NO, SENT), "2026-03-06 12:00", "wait 3 days", [
            OWED, "Emailed on Tue, Mar 3, 2026, 12:00 PM: wait 3 days, "
            "until Fri, Mar 6, 2026, 12:00 PM.",
        ]),
        ((MAILED_NO._replace(given_at=call("2026-04-01 10:00", "na").at), SENT), "2026-04-01 10:00",
         "the time they named", [
            OWED, "Emailed on Tue, Mar 3, 2026, 12:00 PM: the time they named, "
            "until Wed, Apr 1, 2026, 10:00 AM.",
        ]),
        # The second at which the mail went out is not before it.
        ((MAILED_NO._replace(given_at=SENT.at), SENT), NOON, "the time they named", [
            OWED, "Emailed on Tue, Mar 3, 2026, 12:00 PM: the time they named.",
        ]),
        ((SENT,), "2026-03-06 12:00", "wait 3 days", [
            "Emailed on Tue, Mar 3, 2026, 12:00 PM: wait 3 days, "
            "until Fri, Mar 6, 2026, 12:00 PM.",
        ]),
        ((call(AT, "soft-no", reason="timing", given_at="2026-05-01 10:00"),), "2026-05-01 10:00",
         "the time they named", [
            "Soft no (timing) on Tue, Mar 3, 2026, 10:00 AM: the time they named, "
            "until Fri, May 1, 2026, 10:00 AM.",
        ]),
        ((call(AT, "soft-no", reason="timing", given_at=AT),), "2026-03-03 10:20",
         "the time they named", [
            "Soft no (timing) on Tue, Mar 3, 2026, 10:00 AM: the time they named.",
            "At least 20 minutes between two calls.",
        ]),
        ((call(AT, "callback", given_at=AT),), AT, "",
         ["Callback on Tue, Mar 3, 2026, 10:00 AM: the time they named."]),
        ((call(AT, "callback"),), "2026-03-03 10:20", "at once", [
            "Callback on Tue, Mar 3, 2026, 10:00 AM: at once.",
            "At least 20 minutes between two calls.",
        ]),
        ((call(AT, "meeting", given_at=AT),), "2026-03-03 11:00", "the time they named", [
            "Meeting on Tue, Mar 3, 2026, 10:00 AM: the time they named, "
            "until Tue, Mar 3, 2026, 11:00 AM.",
        ]),
        ((call(AT, "a word of old"),), "2026-04-02 10:00",
         "wait 30 days", [
            'Unknown outcome "a word of old" on Tue, Mar 3, 2026, 10:00 AM: '
            "wait 30 days, until Thu, Apr 2, 2026, 10:00 AM.",
        ]),
    ],
)  # fmt: skip
def test_what_is_said(calls: tuple[Call, ...], due: str, wait: str, because: list[str]) -> None:
    found = status_of(*calls)
    assert (shown(found.due_at), found.wait) == (due, wait)
    assert [each.text for each in found.explanation] == because


def test_a_wrong_number_that_no_one_named_is_the_one_that_was_dialed_first() -> None:
    wrong = call(AT, "wrong-number", number="")
    both = person(numbers=NUMBERS)
    assert status_of(wrong, who=both).dead == {NUMBERS[0].e164}
    assert status_of(wrong, wrong, who=both).dead == {number.e164 for number in NUMBERS}
    assert status_of(wrong, wrong, wrong, who=both).dead == {number.e164 for number in NUMBERS}
    assert status_of(wrong, who=person(numbers=())).dead == frozenset()
    assert status_of(wrong, who=both).wait == "the next number at once"


def test_a_try_never_puts_off_an_email_and_an_email_ends_what_it_answers() -> None:
    tried = call("2026-03-03 11:00", "busy")
    owed = status_of(MAILED_NO, tried)
    assert (shown(owed.due_at), owed.rule) == (AT, "soft-no-by-email")
    sent = status_of(MAILED_NO, tried, SENT)
    assert (shown(sent.due_at), sent.state.value) == ("2026-03-06 12:00", "recall")
    assert sent.cooldown_until == sent.due_at
    # A second mail is one of its own.
    again = status_of(MAILED_NO, SENT, call("2026-03-04 12:00", "emailed", channel="email"))
    assert (shown(again.due_at), again.rule) == ("2026-03-07 12:00", "emailed")
    assert BOOK.outcome("emailed").clears_email


# Time off -----------------------------------------------------------------------------------------

BACK, SETTLED = moment("2026-03-20 09:00"), moment("2026-03-10 08:00")
AWAY = person(postponed_until=BACK, postponed_at=SETTLED)


def test_time_off_postpones_what_becomes_due_during_it() -> None:
    """The explanation says so; no one becomes due earlier."""
    hurried = call("2026-03-08 10:00", "hurried")
    found = status_of(hurried, who=AWAY)
    assert shown(found.due_at) == "2026-03-20 09:00"
    last = found.explanation[-1]
    text = "Their rep has time off: postponed until Fri, Mar 20, 2026, 9:00 AM."
    assert (last.text, last.rule, last.until) == (text, "time-off", BACK)
    assert found.cooldown_until == status_of(hurried).due_at
    later = status_of(call("2026-03-08 10:00", "soft-no", reason="price"), who=AWAY)
    assert shown(later.due_at) == "2026-04-07 10:00"
    on_the_day = AWAY._replace(postponed_until=status_of(hurried).due_at)
    assert "time-off" not in [each.rule for each in status_of(hurried, who=on_the_day).explanation]


@pytest.mark.parametrize(
    ("calls", "due"),
    [
        ((call("2026-03-08 10:00", "callback", given_at="2026-03-12 10:00"),), "2026-03-12 10:00"),
        ((call("2026-03-08 10:00", "lost"),), "2026-03-08 10:00"),
        ((call("2026-03-10 08:00", "busy"),), "2026-03-20 09:00"),
        ((call("2026-03-10 08:01", "busy"),), "2026-03-10 12:00"),
        ((), "2026-03-20 09:00"),
    ],
    ids=["a promise", "a mail", "as it was settled", "a call since", "fresh"],
)
def test_who_an_time_off_moves(calls: tuple[Call, ...], due: str) -> None:
    """Never a callback or a mail, nor anyone who was called after it was settled."""
    assert shown(status_of(*calls, who=AWAY).due_at) == due
    assert status_of(*calls, who=AWAY._replace(postponed_at=None)) == status_of(*calls)


def test_no_one_who_is_not_called_is_put_off() -> None:
    assert status_of(call("2026-03-08 10:00", "won"), who=AWAY).due_at is None


# Caps in the queue --------------------------------------------------------------------------------


def test_a_cap_is_named_where_it_costs_more_than_minutes() -> None:
    tries = [call(f"2026-03-03 1{hour}:00", "busy") for hour in (0, 1)]
    capped = status_of(*tries, call(NOON, "no-answer"))
    assert capped.wait == "called 3 times within 24 hours: no more per number"
    gap = status_of(call(AT, "callback"))
    assert gap.wait == "at once"
    assert gap.explanation[-1].until == gap.due_at


def test_a_cap_that_ends_when_they_are_due_is_not_told() -> None:
    book = read_book(edited(('person = "20min"', 'person = "2h"')))
    busy = status_of(call(AT, "busy"), book=book)
    assert shown(busy.due_at) == "2026-03-03 12:00"
    assert [each.rule for each in busy.explanation] == ["busy"]


@pytest.mark.parametrize(("gap", "is_told"), [("59min", False), ("60min", True), ("61min", True)])
def test_an_hour_is_worth_the_words(gap: str, is_told: bool) -> None:
    book = read_book(edited(('person = "20min"', f'person = "{gap}"')))
    found = status_of(call(AT, "callback"), book=book)
    assert ("between two calls" in found.wait) is is_told


def test_without_words_the_status_is_the_same() -> None:
    calls = [call(AT, "soft-no", reason="price"), call(NOON, "busy")]
    numbered = [each._replace(id=i) for i, each in enumerate(calls, 1)]
    told = status_of(*calls)
    silent = assess(person(), numbered, BOOK, told.now, in_words=False)
    assert silent.explanation == ()
    assert [(b.call_id, b.code, b.text) for b in silent.violations] == [(2, "cooldown", "")]
    assert silent == told._replace(explanation=(), violations=silent.violations)


# Reasons, whole ------------------------------------------------------------------------------------

TEN, TWELVE = moment(AT), moment(NOON)
BUSY = call(NOON, "busy")
SAID_BUSY = Explanation(
    "Busy on Tue, Mar 3, 2026, 12:00 PM: wait 2 hours, until Tue, Mar 3, 2026, 4:00 PM.",
    "busy", 2, TWELVE, moment("2026-03-03 16:00"),
)  # fmt: skip
FRESH = Explanation("No calls yet.", "fresh", until=CREATED)


@pytest.mark.parametrize(
    ("who", "calls", "wait", "because"),
    [
        (person(), (), "", [FRESH]),
        (person(numbers=()), (), "", [
            Explanation("They have no working number you can call.", "needs-number"), FRESH,
        ]),
        (person(numbers=(NUMBERS[0]._replace(blocked=True),)), (), "", [
            Explanation("Every number they have is on do-not-call.", "do-not-call"), FRESH,
        ]),
        (person(numbers=(NUMBERS[0]._replace(opted_out_at=TEN),)), (), "", [
            Explanation(f"They opted out by {NUMBERS[0].shown}: none of their numbers may be called.",
                    "do-not-call"), FRESH,
        ]),
        (person(), (call(AT, "dnc"),), "", [
            Explanation("They opted out on Tue, Mar 3, 2026, 10:00 AM.",
                    "do-not-call", 1, TEN),
            Explanation("Do not call on Tue, Mar 3, 2026, 10:00 AM.", "do-not-call", 1, TEN, TEN),
        ]),
        (person(), (call(AT, "wrong-number"),), "", [
            Explanation("They have no working number you can call.", "needs-number"),
            Explanation("Wrong number on Tue, Mar 3, 2026, 10:00 AM: the next number at "
                    "once.", "wrong-number", 1, TEN, TEN),
            Explanation("+493012345601 hasn't worked since Tue, Mar 3, 2026, 10:00 AM.", "dead-number", 1, TEN),
        ]),
        (person(), (call(AT, "callback", given_at="2026-03-05 15:00"), BUSY),
         "", [
            Explanation("Callback on Tue, Mar 3, 2026, 10:00 AM: the time they named, until "
                    "Thu, Mar 5, 2026, 3:00 PM.", "callback", 1, TEN, moment("2026-03-05 15:00")),
            SAID_BUSY,
            Explanation("Calls before the callback time don't change the callback."),
        ]),
        (person(), (call(AT, "soft-no", reason="price"), BUSY), "wait 30 days", [
            Explanation("Soft no (price) on Tue, Mar 3, 2026, 10:00 AM: wait 30 days, until "
                    "Thu, Apr 2, 2026, 10:00 AM.", "soft-no", 1, TEN, moment("2026-04-02 10:00")),
            SAID_BUSY,
            Explanation("A later attempt never shortens a cooldown."),
        ]),
        (person(), (call(AT, "lost"), BUSY), "propose at once", [
            Explanation("Lost on Tue, Mar 3, 2026, 10:00 AM: propose at once.", "lost", 1, TEN, TEN),
            SAID_BUSY,
            Explanation("A later attempt doesn't replace the email you owe them."),
        ]),
        (person(), (call(AT, "hard-no", permission=True),), "wait 4 months", [
            Explanation("Hard no, we may call on Tue, Mar 3, 2026, 10:00 AM: "
                    "wait 4 months, until Fri, Jul 3, 2026, 10:00 AM.", "hard-no-with-permission", 1, TEN,
                    moment("2026-07-03 10:00")),
        ]),
        (person(), (call(AT, "hard-no", permission=False, imported=True),),
         "wait 1 year", [
            Explanation("Hard no, no permission to call, imported without a date, Tue, Mar 3, 2026, 10:00 AM at the latest: "
                    "wait 1 year, until Wed, Mar 3, 2027, "
                    "10:00 AM.", "hard-no", 1, TEN, moment("2027-03-03 10:00")),
        ]),
        (person(), (call(AT, "dnc", consented=True),),
         "at once", [
            Explanation("Do not call, lifted by a recorded consent on Tue, Mar 3, 2026, 10:00 AM.",
                    "do-not-call", 1, TEN, TEN),
            Explanation("At least 20 minutes between two calls.", "caps",
                    until=moment("2026-03-03 10:20")),
        ]),
        (person(), (call(AT, "interested", channel="text", reason="unknown"),),
         "wait 2 days", [
            Explanation("Interested by text on Tue, Mar 3, 2026, 10:00 AM: wait 2 days, until "
                    "Thu, Mar 5, 2026, 10:00 AM.", "interested", 1, TEN, moment("2026-03-05 10:00")),
        ]),
    ],
)  # fmt: skip
def test_reasons_whole(
    who: Prospect, calls: tuple[Call, ...], wait: str, because: list[Explanation]
) -> None:
    """Text, rule, call, its moment and the moment it leads to."""
    found = status_of(*calls, who=who)
    assert found.wait == wait
    assert list(found.explanation) == because


def test_only_a_miss_tells_how_many_there_were_in_a_row() -> None:
    calls = [call("2026-03-03 10:00", "busy"), call("2026-03-03 11:00", "busy")]
    found = status_of(*calls, call("2026-03-03 12:00", "emailed", channel="email"))
    assert found.misses == 2
    assert not any("in a row" in because.text for because in found.explanation)


def test_a_try_that_shortens_nothing_and_leaves_nothing_is_reported_without_more() -> None:
    """Both ask for the same moment: the try decides, and puts off nothing."""
    found = status_of(call("2026-03-03 13:00", "interested"), call("2026-03-05 11:00", "busy"))
    assert (shown(found.due_at), found.rule) == ("2026-03-05 13:00", "busy")
    assert not any("never shortens" in because.text for because in found.explanation)
