"""A period that metrics cover: today, this week, the last 90 days."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from callq.engine.spans import Span, SpanError, local_time, read_span
from callq.engine.words import day
from callq.named_tuple import NamedTuple

WORDS: dict[str, Span] = {
    "today": Span(1, "d"),
    "week": Span(7, "d"),
    "month": Span(1, "mo"),
    "quarter": Span(3, "mo"),
    "year": Span(1, "y"),
}
"""Each ends today; a month starts the day after the same day of last month."""
ALL = "all"


class Period(NamedTuple):
    """From a moment until just before another; both aware, in UTC."""

    start: datetime
    end: datetime

    def in_words(self, zone: tzinfo) -> str:
        """`Wed 11 Mar 2026`, or `Thu 12 Feb 2026 to Wed 11 Mar 2026`."""
        first, last = day(self.start, zone), day(self.end - timedelta(seconds=1), zone)
        return first if first == last else f"{first} to {last}"


class PeriodError(ValueError):
    """The text isn't a period; the message says what one looks like."""


def read_period(text: str, now: datetime, zone: tzinfo) -> Period:
    """Reads `today`, `week`, `month`, `quarter`, `year`, `all`, or a span such as `90 days`.

    Args:
        text: As typed.
        now: Aware; the period includes its second.
        zone: The zone whose midnights count.

    Raises:
        PeriodError: The text is none of these.
    """
    word = text.strip().lower()
    end = now.astimezone(UTC) + timedelta(seconds=1)
    if word == ALL:
        return Period(datetime.fromtimestamp(0, UTC), end)
    try:
        span = WORDS.get(word) or read_span(word)
    except SpanError as error:
        raise PeriodError(_WANTED.format(text)) from error
    if span.unit in ("min", "h", "bd") or span.amount == 0:
        raise PeriodError(_WANTED.format(text))
    try:
        return Period(start_of(_days_before(local_time(now, zone).date(), span), zone), end)
    except (OverflowError, ValueError) as error:
        raise PeriodError(f'"{text}" goes back too far.') from error


_WANTED = '"{}" isn\'t a period; write ' + f"{', '.join(WORDS)}, {ALL}, or e.g. 90 days"


def start_of(when: date, zone: tzinfo) -> datetime:
    """The first moment of a local day, in UTC."""
    return datetime.combine(when, time(), zone).astimezone(UTC)


def _days_before(today: date, span: Span) -> date:
    from dateutil.relativedelta import relativedelta

    names = {"d": "days", "w": "weeks", "mo": "months", "y": "years"}
    back: date = today - relativedelta(**{names[span.unit]: span.amount})  # type: ignore[arg-type]
    return back + timedelta(days=1)
