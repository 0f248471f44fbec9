"""Days of the calendar behind typed times."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from callq.engine.times.almanac import add_business_days, is_business_day, quarter_start

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_a_quarter_begins_in_january_april_july_and_october() -> None:
    starts = [quarter_start(date(2026, month, 28)) for month in range(1, 13)]
    assert starts == [date(2026, month, 1) for month in (1, 4, 7, 10) for _ in range(3)]


@given(DAYS, st.integers(1, 30), st.frozensets(DAYS, max_size=5))
def test_business_days_are_counted_one_by_one(
    day: date, count: int, holidays: frozenset[date]
) -> None:
    """So many lie between; forth and back."""
    for sign in (1, -1):
        found = add_business_days(day, sign * count, holidays)
        between = (day + timedelta(days=sign * i) for i in range(1, abs((found - day).days) + 1))
        assert sum(is_business_day(each, holidays) for each in between) == count
        assert is_business_day(found, holidays)
    assert add_business_days(day, 0, holidays) == day
