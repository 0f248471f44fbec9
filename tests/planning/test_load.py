"""The forecast: nothing is lost, nothing is done twice, and no one calls on a Sunday."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from strategies import QUICK

from callq.planning.load import Due, clear_on, forecast, is_business

FIRST = date(2026, 3, 11)
"""A Wednesday."""
DUES = st.dictionaries(
    st.integers(-40, 60).map(lambda ahead: FIRST + timedelta(days=ahead)),
    st.builds(Due, st.integers(0, 50), st.just(0), st.just(0), st.integers(0, 5)),
    max_size=30,
)
DAYS, CAPACITY = st.integers(1, 70), st.integers(0, 60)
HOLIDAYS = st.sets(st.integers(0, 30).map(lambda ahead: FIRST + timedelta(days=ahead)), max_size=4)


@QUICK
@given(DUES, DAYS, CAPACITY, st.integers(0, 80), HOLIDAYS)
def test_what_falls_due_is_done_or_waits(
    due: dict[date, Due], days: int, capacity: int, done_today: int, holidays: set[date]
) -> None:
    found = forecast(due, FIRST, days, capacity, done_today=done_today, holidays=holidays)
    end = FIRST + timedelta(days=days)
    calls = sum(some.calls for day, some in due.items() if day < end)
    assert sum(day.due.calls for day in found) == calls
    assert sum(day.done for day in found) + found[-1].waiting == calls
    assert [day.day for day in found] == [FIRST + timedelta(days=n) for n in range(days)]
    for day in found:
        assert 0 <= day.done <= day.capacity <= capacity
        assert day.business == is_business(day.day, holidays)
        assert day.business or day.capacity == 0
        # No one waits while there is time left.
        assert day.done == day.capacity or day.waiting == 0


@QUICK
@given(DUES, DAYS, CAPACITY)
def test_more_capacity_never_makes_anyone_wait_longer(
    due: dict[date, Due], days: int, capacity: int
) -> None:
    few = forecast(due, FIRST, days, capacity)
    many = forecast(due, FIRST, days, capacity + 7)
    assert all(b.waiting <= a.waiting for a, b in zip(few, many, strict=True))


def test_a_week_by_hand() -> None:
    due = {
        FIRST - timedelta(days=9): Due(20),
        FIRST: Due(5, callbacks=2, emails=3),
        date(2026, 3, 14): Due(4),
    }
    found = forecast(due, FIRST, 7, 10, done_today=3, holidays={date(2026, 3, 12)})
    told = [(day.day.day, day.due.calls, day.capacity, day.done, day.waiting) for day in found]
    assert told == [
        (11, 25, 7, 7, 18),
        (12, 0, 0, 0, 18),
        (13, 0, 10, 10, 8),
        (14, 4, 0, 0, 12),
        (15, 0, 0, 0, 12),
        (16, 0, 10, 10, 2),
        (17, 0, 10, 2, 0),
    ]
    assert found[0].due == Due(25, callbacks=2, emails=3)
    assert clear_on(found) == date(2026, 3, 17)
    assert clear_on(found[:6]) is None


def test_two_days_are_added_field_by_field() -> None:
    assert Due(1, 2, 3, 4).plus(Due(10, 20, 30, 40)) == Due(11, 22, 33, 44)


def test_nothing_was_done_today_unless_it_is_said() -> None:
    due = {FIRST: Due(5)}
    assert forecast(due, FIRST, 1, 3) == forecast(due, FIRST, 1, 3, done_today=0)
