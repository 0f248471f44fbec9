"""Spans of time as people write them ("4h", "3 business days", "1 year"), added by the calendar."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from callq.named_tuple import NamedTuple

_UNITS = {
    "min": ("min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
    "w": ("w", "wk", "wks", "week", "weeks"),
    "mo": ("mo", "month", "months"),
    "y": ("y", "yr", "year", "years"),
    "bd": ("bd", "business day", "business days", "workday", "workdays"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_NAMES = {
    "min": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "mo": "month",
    "y": "year",
    "bd": "business day",
}
_ROUGH_DAYS = {"min": 1 / 1440, "h": 1 / 24, "d": 1, "w": 7, "mo": 30.44, "y": 365.25, "bd": 1.4}
_LONGEST_TO_MEAN, _SLACK_DAYS = 1.05, 5
_SPAN = re.compile(r"(\d{1,5})\s*([a-z]+(?: [a-z]+)?)")
_SATURDAY = 5


class SpanError(ValueError):
    """The text isn't a span; the message says what one looks like."""


class Span(NamedTuple):
    """A count of calendar units, e.g. 3 business days."""

    amount: int
    unit: str

    def __str__(self) -> str:
        """The span in words: `3 business days`."""
        return f"{self.amount} {_NAMES[self.unit]}{'' if self.amount == 1 else 's'}"

    def times(self, factor: int) -> "Span":
        """The span, `factor` times as long."""
        return Span(self.amount * factor, self.unit)

    @property
    def rough_days(self) -> float:
        """About how many days it lasts; to compare spans, not to add them."""
        return self.amount * _ROUGH_DAYS[self.unit]

    @property
    def most_days(self) -> float:
        """More days than it ever lasts, apart from holidays: anything further back is out."""
        return self.rough_days * _LONGEST_TO_MEAN + _SLACK_DAYS


def read_span(text: str) -> Span:
    """Reads a span such as `4h`, `90 days`, `3 business days`, `1 year`.

    Raises:
        SpanError: The text is anything else.
    """
    match = _SPAN.fullmatch(" ".join(text.lower().split()))
    unit = _UNIT_OF.get(match[2]) if match else None
    if match is None or unit is None:
        raise SpanError(
            f'"{text}" isn\'t a time span. Write it like "4h", "3 business days" or "1 year"'
        )
    return Span(int(match[1]), unit)


def add_span(
    at: datetime, span: Span, zone: tzinfo, holidays: frozenset[date] = frozenset()
) -> datetime:
    """The moment `span` after `at`, by the calendar of `zone`.

    Minutes and hours are elapsed time. Days and longer keep the local time of day: a clock change
    doesn't move them, a year after February 29 is February 28, and a time that the clocks skip
    moves forward by the gap.

    Args:
        at: Aware.
        span: What to add.
        zone: The prospect's zone.
        holidays: Local dates that aren't business days, besides Saturdays and Sundays.

    Returns:
        The moment in UTC; the last possible moment if the calendar ends first.
    """
    try:
        if span.unit == "min":
            return at.astimezone(UTC) + timedelta(minutes=span.amount)
        if span.unit == "h":
            return at.astimezone(UTC) + timedelta(hours=span.amount)
        moved = _add_days(local_time(at, zone), span, holidays).astimezone(UTC)
    except (OverflowError, ValueError):
        return datetime.max.replace(tzinfo=UTC)
    # Zero days, counted from the second pass of an hour that the clocks repeat.
    return max(moved, at.astimezone(UTC))


def local_time(at: datetime, zone: tzinfo) -> datetime:
    """`at` in `zone`; in UTC if the calendar of `zone` ends first."""
    try:
        return at.astimezone(zone)
    except OverflowError:
        return at.astimezone(UTC)


def _add_days(local: datetime, span: Span, holidays: frozenset[date]) -> datetime:
    if span.unit in ("d", "w"):
        moved = local + timedelta(days=span.amount * (7 if span.unit == "w" else 1))
    elif span.unit == "bd":
        moved = _add_business_days(local, span.amount, holidays)
    else:
        from dateutil.relativedelta import relativedelta

        months = span.amount * (12 if span.unit == "y" else 1)
        moved = local + relativedelta(months=months)
    return moved.replace(fold=0)


def _add_business_days(local: datetime, count: int, holidays: frozenset[date]) -> datetime:
    # Whole weeks at once would be wrong with holidays in them; spans in a rulebook are short.
    moved = local
    while count > 0:
        moved += timedelta(days=1)
        if moved.weekday() < _SATURDAY and moved.date() not in holidays:
            count -= 1
    return moved
