"""Caps, rests and the gap, call by call, without the rest of a status."""

from datetime import datetime, timedelta
from typing import Any

from strategies import BOOK, NUMBERS, ONE, call, moment, person

from callq.engine.checks import Violation
from callq.engine.frequency import Frequency, Release
from callq.engine.model import Cap, Limits
from callq.engine.rulebook import ZERO
from callq.engine.spans import Span

DAY, WEEK = Span(24, "h"), Span(7, "d")


def frequency(*caps: Cap, gap: Span = ZERO, **facts: Any) -> Frequency:
    return Frequency(person(**facts), BOOK._replace(caps=caps, gap=gap))


def broken(found: Frequency, *times: str, number: str = ONE) -> list[tuple[str, str]]:
    """The times of the calls that broke something, with what is said of it."""
    dialed = [(time, call(f"2026-{time}", "busy", number=number)) for time in times]
    return [
        (time, violation.text) for time, one in dialed for violation in found.dial(one, None, None)
    ]


def limited(*caps: Cap, **facts: Any) -> Frequency:
    number = NUMBERS[0]._replace(limits=Limits(("AA",), caps, None, None), **facts)
    return frequency(numbers=(number,), limited=True)


def test_only_as_many_calls_as_the_cap_allows_are_looked_back() -> None:
    found = frequency(Cap("number", 2, DAY))
    times = ("03-01 10:00", "03-02 12:00", "03-09 10:00", "03-09 11:00", "03-09 12:00")
    assert broken(found, *times) == [("03-09 12:00", "3 calls within 24 hours, 2 allowed")]


def test_each_cap_counts_for_itself() -> None:
    found = frequency(Cap("person", 1, Span(1, "h")), Cap("person", 2, DAY))
    assert broken(found, "03-09 10:00", "03-09 10:30", "03-09 12:00", "03-09 12:30") == [
        ("03-09 10:30", "2 calls within 1 hour, 1 allowed"),
        ("03-09 12:00", "3 calls within 24 hours, 2 allowed"),
        ("03-09 12:30", "2 calls within 1 hour, 1 allowed"),
        ("03-09 12:30", "3 calls within 24 hours, 2 allowed"),
    ]


def test_a_call_on_a_number_no_one_wrote_down_counts_for_the_person_alone() -> None:
    for per, count in (("person", 1), ("number", 0)):
        found = frequency(Cap(per, 1, DAY))
        assert len(broken(found, "03-09 10:00", "03-09 11:00", number="")) == count


def test_days_are_those_of_the_calendar_where_they_live() -> None:
    """In Berlin the night to 29 March has an hour less."""
    before, after = "03-28 12:00", "03-29 12:00"
    daily = Cap("number", 1, Span(1, "d"))
    for found in (frequency(daily), limited(daily)):
        assert broken(found, before, after) == []
    for found in (frequency(daily), limited(daily)):
        assert broken(found, before) == []
        released = [one.at for one in found.of_number(found.prospect.numbers[0], None)]
        assert max(released) == moment(f"2026-{after}")
        assert len(broken(found, "03-29 11:59")) == 1
    gap = frequency(gap=Span(1, "d"))
    broken(gap, before)
    assert gap.of_person() == Release(moment(f"2026-{after}"), "At least 1 day between two calls.")


def test_the_gap_of_a_company_is_counted_whatever_their_own_calls_allow() -> None:
    called = moment("2026-03-09 10:00")
    book = BOOK._replace(caps=(), gap=Span(20, "min"), company_gap=Span(1, "h"))
    found = Frequency(person(company_called_at=called), book)
    broken(found, "03-09 09:50")
    assert found.of_person() == Release(
        moment("2026-03-09 11:00"), "At least 1 hour between two calls to one company."
    )
    later = Frequency(person(company_called_at=called), book._replace(gap=DAY))
    broken(later, "03-09 09:50")
    assert later.of_person().at == moment("2026-03-10 09:50")
    assert Frequency(person(), book).of_person() == Release()
    unset = book._replace(company_gap=ZERO)
    assert Frequency(person(company_called_at=called), unset).of_person() == Release()


def test_of_what_ends_at_one_moment_the_first_is_reported() -> None:
    found = frequency(Cap("person", 1, DAY), Cap("person", 1, Span(1440, "min")), gap=DAY)
    broken(found, "03-09 10:00")
    assert found.of_person().words == "Called 1 time within 24 hours: no more per person."
    placed = limited(Cap("number", 1, DAY), Cap("person", 1, Span(1440, "min")))
    broken(placed, "03-09 10:00")
    _, of_place = placed.of_number(placed.prospect.numbers[0], None)
    assert of_place.words == "Called 1 time within 24 hours: no more (AA)."


def test_a_call_for_another_in_the_same_minute_counts() -> None:
    at: datetime = moment("2026-03-09 10:00")
    for other, count in ((at, 1), (at + timedelta(minutes=1), 0)):
        found = limited(Cap("number", 1, DAY), dialed_for_others=(other,))
        assert len(broken(found, "03-09 10:00")) == count


def test_nothing_called_holds_nothing_back() -> None:
    found = limited(Cap("number", 1, DAY))
    assert list(found.of_number(found.prospect.numbers[0], None)) == [Release(), Release()]
    assert found.of_person() == Release()


def test_a_violation_names_its_call() -> None:
    found = frequency(Cap("person", 1, WEEK))
    calls = [call(f"2026-03-09 1{n}:00", "busy", id=n) for n in (1, 2)]
    (violation,) = [each for one in calls for each in found.dial(one, None, None)]
    assert violation == Violation(2, "cap", "2 calls within 7 days, 1 allowed")
