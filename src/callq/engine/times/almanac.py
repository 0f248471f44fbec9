"""Days and wall clocks for the grammar of typed times; knows dates, no words."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

_SATURDAY = 5
_FEW_YEARS = 9
"""The longest wait for a February 29 is eight years, e.g. from 2096 to 2104."""


def at_wall(day: date, clock: time, zone: tzinfo) -> datetime:
    """The moment a wall clock of `zone` shows `clock` on `day`.

    A time that the clocks skip moves forward by the gap; of a time shown twice, the first.
    """
    shown = datetime.combine(day, clock, tzinfo=zone)
    # Through UTC and back: a skipped time has the offset from before the gap and comes out later.
    return shown.astimezone(UTC).astimezone(zone)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=months)


def is_business_day(day: date, holidays: frozenset[date]) -> bool:
    """Whether it is neither Saturday, Sunday nor one of `holidays`."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_business_days(day: date, count: int, holidays: frozenset[date]) -> date:
    """The business day `count` business days after `day`, or before it when negative.

    Raises:
        OverflowError: The calendar ends first.
    """
    step, left = timedelta(days=1 if count > 0 else -1), abs(count)
    while left:
        day += step
        left -= is_business_day(day, holidays)
    return day


def first_business_day(day: date, holidays: frozenset[date]) -> date:
    """The first business day from `day` on."""
    return day if is_business_day(day, holidays) else add_business_days(day, 1, holidays)


def monday_of(day: date) -> date:
    """The Monday of its ISO week."""
    return day - timedelta(days=day.weekday())


def coming_weekday(today: date, weekday: int) -> date:
    """The first such weekday after today; Monday is 0."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def coming_date(today: date, month: int, day: int) -> date | None:
    """The first such date from today on; None when no year has it."""
    for year in range(today.year, today.year + _FEW_YEARS):
        first = date(year, month, 1)
        found = first + timedelta(days=day - 1)
        if found.month == month and found >= today:
            return found
    return None


def quarter_start(day: date) -> date:
    """The first day of its calendar quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def edge_of(edge: str, unit: str, shift: int, today: date) -> date:
    """The `start`, `middle` or `end` of this week, month, quarter or year, or of a later one.

    A week starts on Monday, has its middle on Wednesday and ends with its work, on Friday. The
    middle of a month is the 15th; quarters and years have none here.
    """
    if unit == "week":
        days = {"start": 0, "middle": 2, "end": 4}[edge]
        return monday_of(today) + timedelta(weeks=shift, days=days)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = {
        "month": today.replace(day=1),
        "quarter": quarter_start(today),
        "year": today.replace(month=1, day=1),
    }[unit]
    start = add_months(first, shift * months)
    return edge_of_months(edge, start, months)


def edge_of_months(edge: str, start: date, months: int) -> date:
    """The first, 15th or last day of the months that begin with `start`."""
    if edge == "start":
        return start
    if edge == "middle":
        return start.replace(day=15)
    return add_months(start, months) - timedelta(days=1)


def coming_easter(today: date) -> date:
    """Western Easter Sunday, the first from today on."""
    from dateutil.easter import easter

    this_year = easter(today.year)
    return this_year if this_year >= today else easter(today.year + 1)
