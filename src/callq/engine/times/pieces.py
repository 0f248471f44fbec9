"""The pieces of a typed time, and the cursor that readers move over its tokens."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal, TypeVar

from callq.engine.times import almanac, words
from callq.engine.times.abroad import in_english
from callq.engine.times.words import Part, Token, Unit
from callq.engine.words import MONTH_NAMES, WEEKDAY_NAMES
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple

T = TypeVar("T")

HORIZON_DAYS = 18_263
"""Fifty years: a typed time beyond that is a typo."""
_SHOWN_TEXT = 60


class PhraseError(CallqError):
    """A typed time that isn't one moment: the message says why, the hint what to write."""


class PhraseContext(NamedTuple):
    """What a phrase is read against.

    Attributes:
        text: The phrase as typed.
        now: In the zone the phrase is read in.
        zone: That zone.
        day_first: Whether 4/1 is January 4.
        holidays: Dates that aren't business days, besides Saturdays and Sundays.
    """

    text: str
    now: datetime
    zone: tzinfo
    day_first: bool
    holidays: frozenset[date]

    @property
    def today(self) -> date:
        """The local date."""
        return self.now.date()

    def refuse(self, why: str, *instead: str) -> PhraseError:
        """The refusal of the phrase: a clause that says why, and what to write instead."""
        quoted = [f'"{phrase}"' for phrase in instead or ("tomorrow 3pm", "next tuesday", "in 2w")]
        either = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)
        return PhraseError(
            f'Can\'t tell when "{shown(self.text)}" is: {why}.',
            hint=f"Write {either}.",
            code=Exit.USAGE,
            name="unclear-time",
        )

    def near(self, day: date) -> date:
        """The day itself, unless it is too far away to be meant."""
        if abs((day - self.today).days) > HORIZON_DAYS:
            raise self.too_far()
        return day

    def too_far(self) -> PhraseError:
        """The refusal of what lies beyond the horizon."""
        return self.refuse("it is more than 50 years away", "in 1 year")


class Instant(NamedTuple):
    """A moment given whole: "now", or a date and time with an offset."""

    at: datetime


class Day(NamedTuple):
    """A date.

    Attributes:
        on: The date.
        part: A part of the day that came with it ("tonight").
        named: What sort of name it had ("tomorrow", "next monday", "next month"), if it had one:
            a bare number beside a day or weekday is an hour, beside all else it may be anything.
        whole: It means a month or quarter, so a clock beside it has no day.
    """

    on: date
    part: Part | None = None
    named: Literal["", "day", "weekday", "month"] = ""
    whole: bool = False


class Weekday(NamedTuple):
    """A weekday by itself, Monday 0."""

    number: int


class Week(NamedTuple):
    """A week by its Monday, and the day meant when no weekday is given, if there is one."""

    monday: date
    plain: date | None


class Span(NamedTuple):
    """A distance from now.

    Attributes:
        months: Calendar months.
        days: Calendar days.
        business: Business days.
        minutes: Elapsed minutes.
        elapsed: Minutes or hours were named, be it none of them.
        ahead: Said with "in".
        unit: The shortest unit named.
    """

    months: int = 0
    days: int = 0
    business: int = 0
    minutes: int = 0
    elapsed: bool = False
    ahead: bool = False
    unit: Unit = words.UNITS["m"]

    def __neg__(self) -> "Span":
        months, days, business, minutes, elapsed, *_ = self
        return Span(-months, -days, -business, -minutes, elapsed)


class Clock(NamedTuple):
    """A time of day.

    Attributes:
        at: Local time; an hour from 1 to 7 without am or pm is in the afternoon.
        loose: Neither am, pm nor a 24-hour clock was said, so a part of the day may turn it.
        bare: A number and nothing else: an hour only beside a weekday or named day.
        number: A number that may be something else, a day of the month or a year; or 0.
        midnight: The word "midnight".
    """

    at: time
    loose: bool = False
    bare: bool = False
    number: int = 0
    midnight: bool = False


class Hours(NamedTuple):
    """`15h` or `1h30`: a clock or a span; the rest of the phrase tells."""

    hours: int
    minutes: int | None


class Dotted(NamedTuple):
    """`15.30` or `31.3`: a clock or a date; the rest of the phrase tells."""

    left: str
    right: str


Piece = Instant | Day | Weekday | Week | Span | Clock | Hours | Dotted | Part


class Cursor:
    """A place in the tokens of a phrase."""

    def __init__(self, context: PhraseContext) -> None:
        self.context = context
        self.at = 0
        self._tokens = list(words.tokens(in_english(context.text)))
        self.length = len(self._tokens)

    def peek(self, ahead: int = 0) -> Token:
        """The token here or some tokens ahead, without taking it."""
        place = self.at + ahead
        return self._tokens[place] if place < len(self._tokens) else words.END

    def take(self, kind: str) -> Token | None:
        """Takes the token when it is of that kind."""
        token = self.peek()
        if token.kind != kind:
            return None
        self.at += 1
        return token

    def one_of(self, known: Collection[str]) -> str:
        """Takes the token when it is one of these words; empty when not."""
        token = self.peek()
        if token.kind not in ("word", "sign") or token.text not in known:
            return ""
        self.at += 1
        return token.text

    def look(self, table: Mapping[str, T]) -> T | None:
        """Takes the token when it is a word of the table, and returns what the table says."""
        token = self.peek()
        if token.kind != "word" or token.text not in table:
            return None
        self.at += 1
        return table[token.text]

    def these(self, *sequence: str) -> bool:
        """Takes all of these words, or none."""
        found = all(self.peek(ahead).text == word for ahead, word in enumerate(sequence))
        self.at += len(sequence) if found else 0
        return found

    def attempt(self, reader: Callable[["Cursor"], T | None]) -> T | None:
        """What the reader reads; when that is nothing, the cursor stays."""
        start = self.at
        found = reader(self)
        if found is None:
            self.at = start
        return found

    def first_of(self, readers: tuple[Callable[["Cursor"], T | None], ...]) -> T | None:
        """What the first reader reads that reads anything."""
        for reader in readers:
            found = self.attempt(reader)
            if found is not None:
                return found
        return None

    def piece(self, readers: "tuple[Reader, ...]") -> Piece | None:
        """The piece that the first reader reads that reads anything."""
        start = self.at
        for reader in readers:
            found = reader(self)
            if found is not None:
                return found
            self.at = start
        return None

    def not_understood(self) -> PhraseError:
        """The refusal at this place, in the words for the first part that can't be used."""
        rest = self._tokens[self.at :]
        for token in rest:
            if token.text in words.REFUSALS:
                why, *instead = words.REFUSALS[token.text]
                return self.context.refuse(f'"{token.text}" {why}', *instead)
        if not rest:
            return self.context.refuse(
                f'something is missing after "{shown(self._tokens[-1].raw)}"'
            )
        unknown = next((token for token in rest if _is_strange(token)), rest[0])
        why = f'the part "{shown(unknown.raw)}" is not understood'
        return self.context.refuse(why, *self._corrected(rest))

    def _corrected(self, rest: list[Token]) -> list[str]:
        """The phrase with every misspelled word fixed; empty if that isn't enough."""
        typed = corrected = self.context.text
        for token in filter(_is_strange, rest):
            close = _close(token.text)
            if not close:
                return []
            corrected = corrected.replace(token.raw, close[0])
        return [shown(corrected)] if corrected.lower() != typed.lower() else []


Reader = Callable[[Cursor], Piece | None]
"""Reads a piece at the cursor and moves behind it, or returns None."""


def make_date(context: PhraseContext, year: int, month: int, day: int) -> date:
    """A date.

    Raises:
        PhraseError: There is no such day, or it is too far away to be meant.
    """
    if not 1 <= month <= 12:
        raise context.refuse(f"there is no month {month}", "2026-04-01", "1 april")
    try:
        found = date(year, month, day)
    except ValueError:
        name = MONTH_NAMES[month - 1]
        raise context.refuse(
            f"{name} {year} has no {ordinal(day)}", f"end of {name.lower()}"
        ) from None
    return context.near(found)


def make_time(context: PhraseContext, hour: int, minute: int, second: int = 0) -> time:
    """A time of day on the 24-hour clock.

    Raises:
        PhraseError: There is no such time.
    """
    if hour > 23 or minute > 59 or second > 59:
        shown = f"{hour}:{minute:02}" + (f":{second:02}" if second else "")
        raise context.refuse(f"{shown} isn't a time of day", "15:00", "3pm")
    return time(hour, minute, second)


def move(context: PhraseContext, day: date, span: Span) -> date:
    """The date a span of days, months or business days away from `day`.

    Raises:
        PhraseError: It is too far away to be meant.
    """
    days = abs(span.months) * 30 + abs(span.days) + abs(span.business)
    if days > HORIZON_DAYS:
        raise context.too_far()
    moved = almanac.add_months(day, span.months) if span.months else day
    moved += timedelta(days=span.days)
    if span.business:
        moved = almanac.add_business_days(moved, span.business, context.holidays)
    return context.near(moved)


def sized(unit: Unit, count: int) -> Span:
    """A span of so many minutes, days, months or business days."""
    if unit.kind == "minutes":
        return Span(minutes=count, elapsed=True, unit=unit)
    if unit.kind == "days":
        return Span(days=count, unit=unit)
    if unit.kind == "months":
        return Span(months=count, unit=unit)
    return Span(business=count, unit=unit)


def two_days(
    context: PhraseContext, said: str, days: tuple[date, date], *instead: str
) -> PhraseError:
    """The refusal of a weekday that may be either of two days."""
    weekday = WEEKDAY_NAMES[days[0].weekday()]
    either = " or ".join(day_words(day) for day in days)
    return context.refuse(f'"{said} {weekday.lower()}" may be {weekday} {either}', *instead)


def ordinal(number: int) -> str:
    """`1st`, `22nd`, `13th`."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def day_words(day: date) -> str:
    """A date in words: `17 March 2026`."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def shown(text: str) -> str:
    """Typed text, safe and short enough for a message."""
    safe = "".join(sign if sign.isprintable() else "?" for sign in text[: _SHOWN_TEXT + 1])
    return safe if len(safe) <= _SHOWN_TEXT else f"{safe[:_SHOWN_TEXT]}..."


def _is_strange(token: Token) -> bool:
    return token.kind == "strange" or (token.kind == "word" and token.text not in words.KNOWN)


def _close(word: str) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word, words.SUGGESTED, n=1, cutoff=0.75)
