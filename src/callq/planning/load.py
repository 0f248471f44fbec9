"""How much falls due on each day, and what waits when a team can make only so many calls a day."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from callq.named_tuple import NamedTuple

_SATURDAY = 5


class Due(NamedTuple):
    """What falls due on a day."""

    calls: int = 0
    callbacks: int = 0
    """How many of the calls are callbacks."""
    fresh: int = 0
    """How many of the calls are to people not called yet."""
    emails: int = 0

    def plus(self, other: "Due") -> "Due":
        """Both together."""
        return Due(*(a + b for a, b in zip(self, other, strict=True)))


class Day(NamedTuple):
    """A day of the forecast."""

    day: date
    business: bool
    due: Due
    """What falls due on it; on the first day what was due before is in it."""
    capacity: int
    """How many calls can be made on it."""
    done: int
    waiting: int
    """How many calls are left for the days after."""


def is_business(day: date, holidays: AbstractSet[date]) -> bool:
    """Whether calls are made on a day: no Saturday, no Sunday, no holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def forecast(
    due: Mapping[date, Due],
    first: date,
    days: int,
    capacity: int,
    *,
    done_today: int = 0,
    holidays: AbstractSet[date] = frozenset(),
) -> tuple[Day, ...]:
    """What there is to do on each day, and what is left of it.

    Args:
        due: What falls due by local day; all before `first` counts on `first`.
        first: The first day of the forecast, today.
        days: How many days.
        capacity: Calls on a business day; none are made on others.
        done_today: How many of the first day's were made already.
        holidays: Local dates that aren't business days, besides Saturdays and Sundays.
    """
    backlog = Due()
    for day, some in due.items():
        backlog = backlog.plus(some) if day < first else backlog
    found, waiting = [], 0
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        falls = due.get(day, Due())
        if not ahead:
            falls = falls.plus(backlog)
        business = is_business(day, holidays)
        can = capacity if business else 0
        if not ahead:
            can = max(0, can - done_today)
        done = min(can, waiting + falls.calls)
        waiting += falls.calls - done
        found.append(Day(day, business, falls, can, done, waiting))
    return tuple(found)


def clear_on(days: tuple[Day, ...]) -> date | None:
    """The first business day without a backlog; None when there is none."""
    return next((day.day for day in days if day.business and not day.waiting), None)
