"""What is said of a standing, word for word: a rep reads it, and decides by it."""

import pytest
from strategies import BOOK, NUMBERS, call, person, shown, standing_of

from callq.core.model import Call

AT, NOON = "2026-03-03 10:00", "2026-03-03 12:00"
MAILED_NO = call(AT, "soft-no", reason="price", channel="email")
SENT = call(NOON, "emailed", channel="email")
OWED = "Soft no (price) by e-mail on Tue 3 Mar 2026, 10:00: rule soft-no-by-email, reply at once."


@pytest.mark.parametrize(
    ("calls", "due", "why", "because"),
    [
        ((MAILED_NO,), AT, "soft no (price) by e-mail, reply at once", [OWED]),
        ((MAILED_NO, SENT), "2026-03-06 12:00", "emailed, rest 3 days", [
            OWED, "Emailed on Tue 3 Mar 2026, 12:00: rule soft-no-by-email, rest 3 days, "
            "until Fri 6 Mar 2026, 12:00.",
        ]),
        ((MAILED_NO._replace(given_at=call("2026-04-01 10:00", "na").at), SENT), "2026-04-01 10:00",
         "emailed, the time they named", [
            OWED, "Emailed on Tue 3 Mar 2026, 12:00: rule soft-no-by-email, the time they named, "
            "until Wed 1 Apr 2026, 10:00.",
        ]),
        # The second at which the mail went out is not before it.
        ((MAILED_NO._replace(given_at=SENT.at), SENT), NOON, "emailed, the time they named", [
            OWED, "Emailed on Tue 3 Mar 2026, 12:00: rule soft-no-by-email, the time they named.",
        ]),
        ((SENT,), "2026-03-06 12:00", "emailed, rest 3 days", [
            "Emailed on Tue 3 Mar 2026, 12:00: rule emailed, rest 3 days, "
            "until Fri 6 Mar 2026, 12:00.",
        ]),
        ((call(AT, "soft-no", reason="timing", given_at="2026-05-01 10:00"),), "2026-05-01 10:00",
         "soft no (timing), the time they named", [
            "Soft no (timing) on Tue 3 Mar 2026, 10:00: rule soft-no, the time they named, "
            "until Fri 1 May 2026, 10:00.",
        ]),
        ((call(AT, "soft-no", reason="timing", given_at=AT),), "2026-03-03 10:20",
         "soft no (timing), the time they named", [
            "Soft no (timing) on Tue 3 Mar 2026, 10:00: rule soft-no, the time they named.",
            "At least 20 minutes between two calls.",
        ]),
        ((call(AT, "callback", given_at=AT),), AT, "promised for Tue 3 Mar 2026, 10:00",
         ["Callback on Tue 3 Mar 2026, 10:00: rule callback, the time they named."]),
        ((call(AT, "callback"),), "2026-03-03 10:20", "callback, at once", [
            "Callback on Tue 3 Mar 2026, 10:00: rule callback, at once.",
            "At least 20 minutes between two calls.",
        ]),
        ((call(AT, "meeting", given_at=AT),), "2026-03-03 11:00", "meeting, the time they named", [
            "Meeting on Tue 3 Mar 2026, 10:00: rule meeting, the time they named, "
            "until Tue 3 Mar 2026, 11:00.",
        ]),
        ((call(AT, "a word of old"),), "2026-04-02 10:00",
         '"a word of old", a word the rulebook does not know, rest 30 days', [
            '"a word of old", a word the rulebook does not know on Tue 3 Mar 2026, 10:00: '
            "rule unknown, rest 30 days, until Thu 2 Apr 2026, 10:00.",
        ]),
    ],
)  # fmt: skip
def test_what_is_said(calls: tuple[Call, ...], due: str, why: str, because: list[str]) -> None:
    found = standing_of(*calls)
    assert (shown(found.due_at), found.why) == (due, why)
    assert [each.text for each in found.because] == because


def test_a_wrong_number_that_nobody_named_is_the_one_that_was_dialed_first() -> None:
    wrong = call(AT, "wrong-number", number="")
    both = person(numbers=NUMBERS)
    assert standing_of(wrong, who=both).dead == {NUMBERS[0].e164}
    assert standing_of(wrong, wrong, who=both).dead == {number.e164 for number in NUMBERS}
    assert standing_of(wrong, wrong, wrong, who=both).dead == {number.e164 for number in NUMBERS}
    assert standing_of(wrong, who=person(numbers=())).dead == frozenset()
    assert standing_of(wrong, who=both).why == "wrong number, the next number at once"


def test_a_try_never_puts_off_a_mail_and_a_mail_ends_what_it_answers() -> None:
    tried = call("2026-03-03 11:00", "busy")
    owed = standing_of(MAILED_NO, tried)
    assert (shown(owed.due_at), owed.rule) == (AT, "soft-no-by-email")
    sent = standing_of(MAILED_NO, tried, SENT)
    assert (shown(sent.due_at), sent.state.value) == ("2026-03-06 12:00", "recall")
    assert sent.rests_until == sent.due_at
    # A second mail is one of its own.
    again = standing_of(MAILED_NO, SENT, call("2026-03-04 12:00", "emailed", channel="email"))
    assert (shown(again.due_at), again.rule) == ("2026-03-07 12:00", "emailed")
    assert BOOK.outcome("emailed").clears_mail
