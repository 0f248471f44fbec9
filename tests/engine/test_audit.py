"""The audit of the not-interested list."""

import time
from typing import Any

import pytest
from hypothesis import given
from strategies import (
    BOOK,
    NUMBERS,
    ONE,
    QUICK,
    TEAM,
    TWO,
    books,
    call,
    histories,
    moment,
    person,
    prospects,
    status_of,
    whenever,
)

from callq.engine.audit import _LATER, Flag, Verdict, concerns, flags_of_history, verdict
from callq.engine.model import Action, Call, Hold, Limits, Prospect, State
from callq.engine.opt_out import asks_no_calls
from callq.engine.rulebook import Rulebook
from callq.engine.spans import Span
from callq.engine.status import assess

TUESDAY = "2026-03-03 10:00"


def flags(*calls: Call, who: Prospect | None = None, book: Rulebook = BOOK) -> frozenset[Flag]:
    who = who or person()
    return flags_of_history(who, calls, status_of(*calls, who=who, book=book), book)


def no(at: str = "2026-03-06 14:00", **said: Any) -> Call:
    """A refusal without flags of its own: a long call after others, with a reason."""
    return call(at, "soft-no", **({"reason": "price", "duration": 95} | said))


BEFORE = (call("2026-03-03 10:00", "voicemail"), call("2026-03-04 17:00", "voicemail"))
"""Two tries at two times of day: they raise no flag."""


def test_a_refusal_after_real_tries_has_no_flag() -> None:
    assert flags(*BEFORE, no()) == frozenset()


@pytest.mark.parametrize(
    ("duration", "flagged"), [(19, True), (0, True), (20, False), (None, False)]
)
def test_a_call_of_less_than_20_seconds_was_no_conversation(
    duration: int | None, flagged: bool
) -> None:
    assert (Flag.SHORT_CALL in flags(*BEFORE, no(duration=duration))) is flagged


def test_one_call_is_not_enough() -> None:
    """Emails, visits and what a list says of them aren't calls; the misses that a file counts are."""
    assert flags(no()) == {Flag.SINGLE_TRY}
    mail = call(TUESDAY, "emailed", channel="email")
    imported = call("2025-03-04 10:00", "soft-no", imported=True)
    assert flags(mail, imported, no()) == {Flag.SINGLE_TRY}
    counted = call(TUESDAY, "no-answer", imported=True)
    assert flags(mail, counted, no()) == frozenset()
    dead = call("2026-03-04 17:00", "disconnected")
    assert Flag.NUMBER_GIVEN_UP not in flags(counted, dead)
    assert Flag.SINGLE_TRY not in flags(BEFORE[0], no())


def test_only_a_gatekeeper_ever_answered() -> None:
    """The refusal is only imported, or the number is dead."""
    imported = call("2026-03-01 10:00", "soft-no", imported=True)
    asked = call(TUESDAY, "gatekeeper")
    assert Flag.ONLY_GATEKEEPER in flags(imported, asked, BEFORE[1])
    assert Flag.ONLY_GATEKEEPER in flags(asked, call("2026-03-04 17:00", "wrong-number"))
    assert Flag.ONLY_GATEKEEPER not in flags(imported, *BEFORE)
    assert Flag.ONLY_GATEKEEPER not in flags(asked, no())


def test_a_number_was_given_up_after_one_failure() -> None:
    dead = call("2026-03-04 17:00", "disconnected")
    assert Flag.NUMBER_GIVEN_UP in flags(dead)
    assert Flag.NUMBER_GIVEN_UP in flags(dead._replace(number="")), "it was not said which"
    assert Flag.NUMBER_GIVEN_UP not in flags(BEFORE[0], dead)
    assert Flag.NUMBER_GIVEN_UP not in flags(BEFORE[0]._replace(number=""), dead)


def test_a_dead_number_among_two_was_given_up_too() -> None:
    both = person(numbers=NUMBERS)
    calls = (
        call("2026-03-03 10:00", "voicemail", number=TWO),
        call("2026-03-04 17:00", "wrong-number", number=ONE),
        no(number=TWO),
    )
    assert flags(*calls, who=both) == {Flag.NUMBER_GIVEN_UP}


def test_always_called_at_the_same_part_of_the_day() -> None:
    mornings = [call(f"2026-03-0{day} 09:30", "voicemail") for day in (3, 4)]
    assert Flag.SAME_PART in flags(*mornings, no("2026-03-05 11:59"))
    assert Flag.SAME_PART not in flags(*mornings, no("2026-03-05 12:00"))
    assert Flag.SAME_PART not in flags(mornings[0], no("2026-03-05 11:59")), "two say nothing yet"


@pytest.mark.parametrize("reason", ["timing", "no-project"])
def test_bad_timing_is_flagged(reason: str) -> None:
    assert flags(*BEFORE, no(reason=reason)) == {Flag.TIMING}


def test_the_note_of_the_refusal_says_later() -> None:
    assert flags(*BEFORE, no(note="maybe after the summer")) == {Flag.NOTE_SAYS_LATER}
    noted = BEFORE[0]._replace(note="try again later")
    assert flags(noted, BEFORE[1], no()) == frozenset(), "an older note is answered by the no"


def test_words_that_ask_not_to_be_called_are_a_warning_until_decided() -> None:
    """A note's words are on the person's record; `callq log` puts them there."""
    noted = BEFORE[0]._replace(note="said: never call here again!")
    assert flags(noted, BEFORE[1], no()) == frozenset()
    assert flags(*BEFORE, no(), who=person(opt_out_text="x")) == {Flag.OPT_OUT_REQUEST}


def test_called_while_cooling() -> None:
    early = no("2026-03-08 16:00")
    assert flags(*BEFORE, no(), early) == {Flag.CALLED_WHILE_COOLING}


def test_a_call_in_violation_or_in_the_cooldown_of_a_company() -> None:
    won, again = call("2026-03-08 10:00", "won"), call("2026-04-20 16:00", "busy")
    assert flags(*BEFORE, won, again, no("2026-06-21 10:00")) == {Flag.VIOLATION}
    silence = Limits(("FR",), (), Span(30, "d"), None)
    resting = person(numbers=(NUMBERS[0]._replace(limits=silence),), limited=True)
    spoken = call("2026-03-05 12:00", "hurried", duration=95)
    assert flags(*BEFORE, spoken, no("2026-03-09 17:00"), who=resting) == {
        Flag.CALLED_WHILE_COOLING
    }
    assert flags(*BEFORE, spoken, no("2026-03-09 17:00")) == frozenset()


def test_every_number_is_on_a_registry() -> None:
    listed = person(numbers=(NUMBERS[0]._replace(listed=Hold.LISTED),))
    assert flags(*BEFORE, no(), who=listed) == {Flag.ON_A_REGISTRY}


def test_an_email_logged_as_a_call_is_not_a_try() -> None:
    assert flags(call(TUESDAY, "emailed"), no()) == {Flag.SINGLE_TRY}


def test_called_more_often_than_a_cap_allows() -> None:
    tries = [call(f"2026-03-03 1{hour}:00", "voicemail") for hour in (0, 2, 4)]
    assert Flag.CAP_EXCEEDED in flags(*tries, no("2026-03-03 17:00"))
    assert Flag.CAP_EXCEEDED not in flags(*tries, no("2026-03-04 17:00"))


def test_an_unknown_location_is_flagged() -> None:
    nowhere = person(numbers=(NUMBERS[0]._replace(zones=()),))
    assert flags(*BEFORE, no(), who=nowhere) == {Flag.NO_ZONE}


def test_only_violations_are_kept_after_an_opt_out() -> None:
    """They're never called, so how they were called before doesn't matter."""
    stop = call("2026-03-06 14:00", "do-not-call", duration=3, note="maybe later")
    assert flags(stop) == frozenset()
    again = call("2026-03-09 10:00", "no-answer", note="do not call")
    assert flags(stop, again) == {Flag.VIOLATION}


@pytest.mark.parametrize(
    ("outcomes", "concerned"),
    [
        ([], False),
        (["voicemail"], False),
        (["soft-no"], True),
        (["hung-up"], True),
        (["hard-no", "no-answer"], True),
        (["lost"], True),
        (["soft-no", "interested"], False),
        (["soft-no", "won"], False),
        (["do-not-call"], True),
        (["wrong-number"], True),
        (["price-no"], True),
    ],
    ids=str,
)
def test_the_audit_covers_refusals_and_dead_numbers(outcomes: list[str], concerned: bool) -> None:
    calls = [call(f"2026-03-0{day} 10:00", word) for day, word in enumerate(outcomes, 3)]
    status = status_of(*calls, book=TEAM)
    assert concerns(status) is concerned
    if not concerned:
        short = [each._replace(duration=1, note="maybe later") for each in calls]
        assert flags(*short, book=TEAM) == frozenset()


def test_a_prospect_who_never_had_a_number_is_not_audited() -> None:
    """They weren't given up; they need a number."""
    assert not concerns(status_of(who=person(numbers=())))
    assert not concerns(status_of(call(TUESDAY, "voicemail"), who=person(numbers=())))


def verdict_of(*calls: Call, now: str) -> Verdict:
    status = status_of(*calls, now=now)
    return verdict(status.state, status.action, status.due_at, status.hold, moment(now))


@pytest.mark.parametrize(
    ("outcome", "said", "now", "expected"),
    [
        ("soft-no", {}, "2026-04-02 09:59", Verdict.COOLING),
        ("soft-no", {}, "2026-04-02 10:00", Verdict.CALL_AGAIN),
        ("hard-no", {}, "2026-12-02 10:00", Verdict.COOLING),
        ("hard-no", {}, "2027-12-02 10:00", Verdict.CALL_AGAIN),
        ("hard-no", {"permission": True}, "2026-07-03 09:00", Verdict.COOLING),
        ("hard-no", {"permission": True}, "2026-07-03 10:00", Verdict.CALL_AGAIN),
        ("soft-no", {"channel": "email"}, TUESDAY, Verdict.WRITE_NOW),
        ("lost", {}, TUESDAY, Verdict.WRITE_NOW),
        ("do-not-call", {}, "2036-03-03 10:00", Verdict.DO_NOT_CALL),
        ("do-not-call", {"imported": True}, TUESDAY, Verdict.DO_NOT_CALL),
        ("wrong-number", {}, TUESDAY, Verdict.DEAD),
        ("wrong-number", {"imported": True}, TUESDAY, Verdict.DEAD),
        ("soft-no", {"imported": True}, TUESDAY, Verdict.COOLING),
        ("soft-no", {"imported": True}, "2036-03-03 10:00", Verdict.CALL_AGAIN),
    ],
    ids=str,
)
def test_each_verdict(outcome: str, said: dict[str, Any], now: str, expected: Verdict) -> None:
    assert verdict_of(call(TUESDAY, outcome, **said), now=now) is expected


def test_without_a_due_time_they_are_cooling_down() -> None:
    now = moment(TUESDAY)
    assert verdict(State.RECALL, Action.CALL, None, Hold.NONE, now) is Verdict.COOLING


def test_every_flag_has_a_meaning_and_a_kind() -> None:
    assert all(flag.meaning and flag.short for flag in Flag)
    assert {flag for flag in Flag if flag.warns} == {
        Flag.OPTED_OUT_ELSEWHERE,
        Flag.OPT_OUT_REQUEST,
        Flag.CALLED_WHILE_COOLING,
        Flag.CAP_EXCEEDED,
        Flag.VIOLATION,
        Flag.ON_A_REGISTRY,
        Flag.LIST_TOO_OLD,
        Flag.NO_ZONE,
        Flag.LIST_TOO_OLD,
    }


@QUICK
@given(prospects(whenever), histories(whenever), books)
def test_every_history_can_be_audited(who: Prospect, history: list[Call], book: Rulebook) -> None:
    now = moment(TUESDAY)
    status = assess(who, history, book, now)
    found = flags_of_history(who, history, status, book)
    assert found == flags_of_history(who, history[::-1], status, book)
    result = verdict(status.state, status.action, status.due_at, status.hold, now)
    if status.state is State.DO_NOT_CALL:
        assert result is Verdict.DO_NOT_CALL
        assert all(flag.warns for flag in found)


# The words of a note ------------------------------------------------------------------------------

NEVER_CALL = """
Do not call
do-not-call!
Don't call again
DON\N{RIGHT SINGLE QUOTATION MARK}T CALL
dont ever phone
please do not contact them in any way
do not call this number
never call this number again
do not call at all
do not call on this line
asked not to be called
asked never to be called
never call back
stop calling
told us not to ring
doesn't want to be called
does not wish to be contacted again
did not like us to call
does not want any more calls
doesn't want to hear from us
take me off your list
remove from the calling list
remove her number from the call list
no more calls
no further calls please
on the list as DNC
opted out
opt-out
opts out of everything
unsubscribe
nicht mehr anrufen
bitte nie wieder anrufen
will nicht angerufen werden
rufen Sie uns bitte nie wieder an
keine Anrufe
ne plus m'appeler
ne pas rappeler
no llamar
no me llamen
no volver a llamar
non chiamare
non mi chiamate
""".strip().splitlines()

NOT_NEVER = """
do not call before 5
asked me not to call again this year
asked not to be called before noon
don't call me after 6
do not call in the morning
please do not call on Mondays
not to call again until June
do not call them back in March
don't call at lunch
don't call now
does not want to be called during the fair
do not ring again after Easter
no calls before 9
we never called
they never called back
call again next year
can't call it
take 10% off the list price
take 10 off the list price
wants no contract
donut calls
adopt outdoors
not interested
adncx
""".strip().splitlines()


@pytest.mark.parametrize("note", NEVER_CALL)
def test_a_note_that_asks_never_to_call(note: str) -> None:
    """Missing one costs a complaint."""
    assert asks_no_calls(note)
    assert asks_no_calls(f"Tue: {note.upper()}\nregards")


@pytest.mark.parametrize("note", NOT_NEVER)
def test_a_note_that_asks_for_another_time_is_not_an_opt_out(note: str) -> None:
    assert not asks_no_calls(note)


@pytest.mark.parametrize(
    ("note", "later"),
    [
        ("call later", True),
        ("next quarter", True),
        ("not yet", True),
        ("in a month", True),
        ("in 6 weeks", True),
        ("after the summer", True),
        ("until January", True),
        ("try again", True),
        ("bitte sp\N{LATIN SMALL LETTER A WITH DIAERESIS}ter", True),
        ("plus tard", True),
        ("n\N{LATIN SMALL LETTER A WITH DIAERESIS}chstes Jahr", True),
        ("too dear", False),
        ("collaterals", False),
        ("in the office", False),
        ("has a supplier", False),
        ("", False),
    ],
)
def test_a_note_that_says_later(note: str, later: bool) -> None:
    assert bool(_LATER.search(note)) is later


@pytest.mark.parametrize(
    "piece",
    [
        "do", "do not", "do-", " ", "never to ", "not to be ", "do not call", "do not call me ",
        "don't want to ", "remove ", "remove the ", "take me off the ", "no ", "no more ", "ruf ",
        "stop ", "ne plus ", "no volver a ", "in ", "nicht ", "niet meer ", "не хочет, чтобы ", "non mi ",
        "не больше ", "call me 9 after ", "after the ", "\t\n",
    ],
)  # fmt: skip
def test_a_long_note_is_read_fast(piece: str) -> None:
    """Twice the length takes about twice the time."""

    def seconds(length: int) -> float:
        note = (piece * length)[:length]
        start = time.perf_counter()
        for read in (asks_no_calls, _LATER.search):
            read(f"x {note}")
            read(f"do not call {' ' * length}{note}")
            read(f"call ruf appel llam lig chiam bel звон {note} not nicht pas no não non niet не")
        return time.perf_counter() - start

    assert min(seconds(40_000) for _ in range(2)) < 1.0


@pytest.mark.parametrize("hold", [hold for hold in Hold if hold])
def test_a_hold_comes_before_a_call(hold: Hold) -> None:
    """A person on hold isn't in the queue, so the audit doesn't call them worth a call."""
    now = moment("2026-03-03 10:00")
    expected = Verdict.DECIDE if hold is Hold.OPT_OUT_REQUEST else Verdict.ON_HOLD
    for due in (None, now):
        assert verdict(State.RECALL, Action.CALL, due, hold, now) is expected


def test_a_refusal_without_a_call_is_unconfirmed() -> None:
    listed = call(TUESDAY, "soft-no", imported=True)
    assert Flag.UNCONFIRMED in flags(listed)
    assert Flag.UNCONFIRMED not in flags(listed, call("2026-03-04 10:00", "no-answer"))
