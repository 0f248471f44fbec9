"""The times a rep types: "next tuesday 3pm", "in 2 weeks", "yesterday 4pm".

callq understands a whole phrase or refuses it and says why. docs/times.md explains what phrases
mean, and why callq differs from other programs where it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from callq.engine.times import almanac, words
from callq.engine.times.clocks import YEARS, clock_of_dotted, clock_of_hours, other_half
from callq.engine.times.dates import coming
from callq.engine.times.grammar import read_pieces
from callq.engine.times.pieces import (
    HORIZON_DAYS,
    Clock,
    Day,
    Dotted,
    Hours,
    Instant,
    PhraseContext,
    PhraseError,
    Piece,
    Span,
    Week,
    Weekday,
    day_words,
    move,
    ordinal,
)
from callq.engine.times.words import Part
from callq.engine.words import WEEKDAY_NAMES, in_words
from callq.named_tuple import NamedTuple

T = TypeVar("T")

__all__ = ["PhraseError", "Reading", "in_words", "read_time"]

_DAY_START = time(9)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase means.

    Attributes:
        at: The moment; aware, in the zone it was read in.
        exact: Whether the phrase gave a clock time, a span of minutes or hours, or "now". When
            not, it gave a day or a part of one, and callq chose the hour.
    """

    at: datetime
    exact: bool


def read_time(
    text: str,
    *,
    now: datetime,
    zone: tzinfo,
    day_first: bool = False,
    holidays: frozenset[date] = frozenset(),
) -> Reading:
    """Reads a time as a rep types it.

    Days, weeks and months are added on the wall clock of `zone`; hours and minutes are elapsed
    time. A wall time that the clocks skip moves forward by the gap; of one that they show twice,
    the first is meant.

    Args:
        text: The phrase.
        now: The moment to count from; aware, in any zone.
        zone: The zone of the clock times in the phrase.
        day_first: Whether 4/1 is January 4 instead of April 1.
        holidays: Local dates that aren't business days, besides Saturdays and Sundays.

    Returns:
        The moment, which may lie before `now` ("yesterday 4pm").

    Raises:
        PhraseError: A part of the phrase is unknown, impossible, or could mean two things.
        ValueError: `now` is naive.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    context = PhraseContext(text, now.astimezone(zone), zone, day_first, holidays)
    return _settle(context, read_pieces(context))


class _Slots(NamedTuple):
    """The pieces of a phrase, at most one of each kind."""

    day: Day | None = None
    weekday: Weekday | None = None
    week: Week | None = None
    span: Span | None = None
    clock: Clock | None = None
    part: Part | None = None


def _settle(context: PhraseContext, pieces: Sequence[Piece]) -> Reading:
    if isinstance(pieces[0], Instant) and len(pieces) == 1:
        return Reading(pieces[0].at, exact=True)
    slots = _sorted(context, _decided(context, pieces))
    if slots.span is not None and slots.span.elapsed:
        return Reading(_elapsed(context, slots, slots.span), exact=True)
    day = _day(context, slots)
    _check_clock(context, slots, day)
    at = _time_of_day(context, slots)
    if day is None:
        return _coming_time(context, slots, at)
    if at is not None:
        return Reading(almanac.at_wall(day, at, context.zone), exact=True)
    return Reading(_inexact(context, slots, day), exact=False)


def _decided(context: PhraseContext, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with `15h` and `15.30` decided by what's beside them."""
    dated = any(isinstance(piece, Day | Weekday | Week | Span) for piece in pieces)
    clocked = any(isinstance(piece, Clock | Hours) for piece in pieces)
    decided = []
    for piece in pieces:
        if isinstance(piece, Hours):
            decided.append(_hours(context, piece, dated=dated))
        elif isinstance(piece, Dotted):
            decided.append(_dotted(context, piece, dated=dated, clocked=clocked))
        else:
            decided.append(piece)
    return decided


def _hours(context: PhraseContext, said: Hours, *, dated: bool) -> Piece:
    # From 13h to 23h it's a clock: a call in 15 hours would wake them up.
    if 13 <= said.hours <= 23 or (dated and said.hours > 7):
        return clock_of_hours(context, said)
    if dated or (said.minutes is not None and said.hours > 7):
        shown = f"{said.hours}h" + ("" if said.minutes is None else f"{said.minutes:02}")
        raise context.refuse(
            f'"{shown}" may be a time or a length of time', f"at {shown}", f"in {shown}"
        )
    return Span(minutes=said.hours * 60 + (said.minutes or 0), elapsed=True)


def _dotted(context: PhraseContext, said: Dotted, *, dated: bool, clocked: bool) -> Piece:
    left, right = int(said.left), int(said.right)
    clock = left <= 23 and right <= 59 and len(said.right) == 2 and not clocked
    is_date = 1 <= left <= 31 and 1 <= right <= 12 and not dated
    if clock and is_date:
        shown = f"{said.left}.{said.right}"
        raise context.refuse(
            f"{shown} may be a time or a date", f"{said.left}:{said.right}", f"{shown}."
        )
    if is_date:
        return Day(coming(context, right, left))
    return clock_of_dotted(context, said)


def _sorted(context: PhraseContext, pieces: Sequence[Piece]) -> _Slots:
    if any(isinstance(piece, Instant) for piece in pieces):
        raise context.refuse("it has a full date and time, and another time", "now", "tomorrow 3pm")
    parts = list(dict.fromkeys(piece for piece in pieces if isinstance(piece, Part)))
    return _Slots(
        _only(context, pieces, Day),
        _only(context, pieces, Weekday),
        _only(context, pieces, Week),
        _only(context, pieces, Span),
        _only(context, pieces, Clock),
        _only(context, parts, Part),
    )


def _only(context: PhraseContext, pieces: Sequence[Piece], kind: type[T]) -> T | None:
    found = [piece for piece in pieces if isinstance(piece, kind)]
    if len(found) > 1:
        raise context.refuse("it names two times", "tomorrow 3pm", "in 2 weeks at 10am")
    return found[0] if found else None


def _day(context: PhraseContext, slots: _Slots) -> date | None:
    day, weekday, week = slots.day, slots.weekday, slots.week
    if slots.span is not None:
        return _span_day(context, slots, slots.span)
    if day is not None and week is not None:
        raise context.refuse("it names two days", "tuesday next week", "17 march")
    if day is not None:
        if weekday is not None and (day.whole or day.named == "month"):
            raise context.refuse("it does not say which week of the month", "first of next month")
        if weekday is not None and day.on.weekday() != weekday.number:
            is_a, said = (WEEKDAY_NAMES[i] for i in (day.on.weekday(), weekday.number))
            named = day_words(day.on)
            raise context.refuse(f"{named} is a {is_a}, not a {said}", said.lower(), named.lower())
        return day.on
    if weekday is not None:
        if week is not None:
            return week.monday + timedelta(days=weekday.number)
        return almanac.coming_weekday(context.today, weekday.number)
    if week is not None and week.plain is None:
        raise context.refuse("it does not say which day of the week", "friday", "tomorrow")
    return week.plain if week is not None else None


def _span_day(context: PhraseContext, slots: _Slots, span: Span) -> date:
    if slots.day is not None or slots.week is not None:
        raise context.refuse("it names both a day and a distance from now", "2 weeks from friday")
    moved = move(context, context.today, span)
    if slots.weekday is None:
        return moved
    weeks, days = divmod(span.days, 7)
    if span.months or span.business or days:
        raise context.refuse(
            "it names both a weekday and a distance from now", "2 days from friday"
        )
    # "2 weeks on tuesday" may be counted from Tuesday; with "in" it is the Tuesday of that week.
    if not span.ahead:
        name = WEEKDAY_NAMES[slots.weekday.number].lower()
        raise context.refuse(
            "it may count from now or from that weekday",
            f"in {weeks} weeks on {name}",
            f"{weeks} weeks from {name}",
        )
    return almanac.monday_of(moved) + timedelta(days=slots.weekday.number)


def _check_clock(context: PhraseContext, slots: _Slots, day: date | None) -> None:
    """Refuse a clock that's ambiguous with the rest of the phrase."""
    clock = slots.clock
    if slots.day is not None and slots.day.whole and (clock or slots.part):
        raise context.refuse("it gives an hour but no day", "1 april 3pm")
    if clock is None:
        return
    if clock.midnight and (day is not None or slots.part is not None):
        raise context.refuse(
            "midnight both begins and ends a day", "tomorrow 12am", "tonight 23:45"
        )
    number = clock.number
    named = slots.day.named if slots.day is not None else "weekday" if slots.weekday else ""
    beside = named in ("day", "weekday") or slots.part is not None
    clock_shown = f"{clock.at.hour}:{clock.at.minute:02}"
    if number in YEARS and named != "day" and slots.part is None:
        raise context.refuse(f"{number} may be a year or an hour", clock_shown, f"1 april {number}")
    if not clock.bare:
        return
    if not beside:
        instead = [f"the {ordinal(number)}"] if number else []
        raise context.refuse("it may be a day or an hour", f"at {clock_shown}", *instead)
    if named == "weekday" and day is not None and number == day.day:
        name = WEEKDAY_NAMES[day.weekday()].lower()
        raise context.refuse(
            f"{number} may be the hour or the day of the month",
            f"{name} at {number}",
            f"{name} {day_words(day).lower()}",
        )


def _time_of_day(context: PhraseContext, slots: _Slots) -> time | None:
    """The clock that was said, in the half of the day that was said; None without a clock."""
    clock, part = slots.clock, _part(context, slots)
    if clock is None or part is None:
        return clock.at if clock is not None else None
    for at in [clock.at, other_half(clock)] if clock.loose else [clock.at]:
        if part.first <= at.hour < part.end:
            return at
    shown = f"{clock.at.hour}:{clock.at.minute:02}"
    raise context.refuse(f"{shown} is not in the {part.name}", f"tomorrow {shown}")


def _part(context: PhraseContext, slots: _Slots) -> Part | None:
    with_day = slots.day.part if slots.day is not None else None
    if with_day is not None and slots.part not in (None, with_day):
        raise context.refuse("it names two parts of the day", "tomorrow morning", "tonight")
    return slots.part or with_day


def _coming_time(context: PhraseContext, slots: _Slots, at: time | None) -> Reading:
    """A time without a day: today when it is still ahead, else tomorrow."""
    part, now = slots.part, context.now
    hour = at if at is not None else time(part.hour if part is not None else _DAY_START.hour)
    found = almanac.at_wall(context.today, hour, context.zone)
    if _before(found, now):
        if at is None and part == words.END_OF_DAY:
            raise context.refuse("the working day is over", "tomorrow eod", "tonight")
        if (hour.hour, hour.minute) == (now.hour, now.minute):
            found = now
        else:
            found = almanac.at_wall(context.today + timedelta(days=1), hour, context.zone)
    return Reading(found, exact=at is not None)


def _inexact(context: PhraseContext, slots: _Slots, day: date) -> datetime:
    """The hour for a day without a clock; now, when that day or part is already under way."""
    part = _part(context, slots)
    if slots.span is not None and slots.weekday is None and part is None:
        return _moved(context, slots.span)
    at = almanac.at_wall(day, time(part.hour) if part else _DAY_START, context.zone)
    under_way = day == context.today and (part is None or context.now.hour < part.end)
    return context.now if under_way and _before(at, context.now) else at


def _elapsed(context: PhraseContext, slots: _Slots, span: Span) -> datetime:
    if slots != _Slots(span=span):
        raise context.refuse("hours from now need no day or clock beside them", "in 2h", "at 3pm")
    if abs(span.minutes) > HORIZON_DAYS * 1440:
        raise context.too_far()
    at = _moved(context, span).astimezone(UTC) + timedelta(minutes=span.minutes)
    local = at.astimezone(context.zone)
    context.near(local.date())
    return local


def _moved(context: PhraseContext, span: Span) -> datetime:
    """The same clock on another day; now itself for no distance, even in a repeated hour."""
    if not (span.months or span.days or span.business):
        return context.now
    clock = context.now.time().replace(fold=0)
    return almanac.at_wall(move(context, context.today, span), clock, context.zone)


def _before(one: datetime, other: datetime) -> bool:
    # Two times in one zone compare by their clocks, which is wrong in a repeated hour.
    return one.astimezone(UTC) < other.astimezone(UTC)
