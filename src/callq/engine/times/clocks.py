"""Readers of clocks: 3pm, 15:30, half past four, 3-4pm, 15h30."""

from datetime import time

from callq.engine.times import words
from callq.engine.times.pieces import (
    Clock,
    Cursor,
    Dotted,
    Hours,
    PhraseContext,
    make_time,
    ordinal,
)
from callq.named_tuple import NamedTuple

YEARS = range(2020, 2060)
"""Four digits that may be a year or a time from 20:20 to 20:59."""
_MINUTES_TO = frozenset({5, 10, 20, 25})
"""Minutes that are said before an hour: "10 to 4"."""


class Spoken(NamedTuple):
    """A clock as it was said, before am or pm is settled."""

    hour: int
    minute: int = 0
    second: int = 0
    half: str = ""
    fixed: bool = False
    bare: bool = False
    number: int = 0


def read_hours(c: Cursor) -> Hours | None:
    """`15h`, `15h30`, `2h`, when nothing behind them makes them a span."""
    token = c.take("number")
    if token is None or len(token.text) > 2 or not c.peek().glued or not c.these("h"):
        return None
    minutes: int | None = None
    number, after = c.peek(), c.peek(1)
    if number.kind == "number" and number.glued and not (after.glued and after.kind == "word"):
        if len(number.text) != 2:
            return None
        c.at += 1
        minutes = int(number.text)
    more = c.peek().kind == "number" and c.peek(1).text in words.UNITS
    if more or c.peek().text in {"ago", "from", "before", "and"}:
        return None
    return Hours(int(token.text), minutes)


def clock_of_hours(context: PhraseContext, said: Hours) -> Clock:
    """`15h30` as a time of day."""
    return _clock_of(context, Spoken(said.hours, said.minutes or 0))


def clock_of_dotted(context: PhraseContext, said: Dotted) -> Clock:
    """`15.30` as a time of day.

    Raises:
        PhraseError: It isn't one.
    """
    if len(said.right) != 2:
        raise context.refuse(f"{said.left}.{said.right} isn't a time of day", "3:30pm")
    return _clock_of(context, Spoken(int(said.left), int(said.right), fixed=said.left[0] == "0"))


def read_clock(c: Cursor) -> Clock | None:
    """`3pm`, `15:30`, `noon`, and `3-4pm`, of which the start counts."""
    if c.these("noon") or c.these("midday"):
        return Clock(time(12))
    if c.these("midnight"):
        return Clock(time(0), midnight=True)
    before_the_hour = c.attempt(_quarter_to)
    if before_the_hour is not None:
        return before_the_hour
    first = c.attempt(read_spoken)
    if first is None:
        return None
    start = c.at
    to = c.these("to")
    last = c.attempt(read_spoken) if to or c.these("-") else None
    if last is None:
        c.at = start
        return _clock_of(c.context, first)
    if to and first.bare and first.hour in _MINUTES_TO:
        raise c.context.refuse(
            f'"{first.hour} to {last.hour}" may be a time or a range',
            f"between {first.hour} and {last.hour}",
        )
    return range_start(c.context, first, last)


def read_spoken(c: Cursor) -> Spoken | None:
    """One clock as it is said; a range has two."""
    past = c.attempt(_past_hour)
    if past is not None:
        return past
    said = c.first_of((_clock_sign, _clock_number, _clock_dotted))
    if said is None:
        return None
    half = c.one_of(words.MERIDIEMS)
    if half and (len(half) == 2 or c.peek(-1).glued):
        said = said._replace(half=f"{half[0]}m", bare=False, number=0)
    elif half:
        c.at -= 1
    while c.one_of(words.CLOCK_SUFFIXES):
        said = said._replace(bare=False, number=0)
    if c.peek().kind == "word" and c.peek().glued:
        return None
    return said


def _clock_sign(c: Cursor) -> Spoken | None:
    token = c.take("clock")
    if token is None:
        return None
    hour, minute, *second = (int(part) for part in token.text.split(":"))
    return Spoken(hour, minute, second[0] if second else 0, fixed=token.text[0] == "0")


def _clock_dotted(c: Cursor) -> Spoken | None:
    token = c.take("either")
    if token is None or len(token.text.split(".")[1]) != 2:
        return None
    hour, minute = (int(part) for part in token.text.split("."))
    return Spoken(hour, minute, fixed=token.text[0] == "0")


def _clock_number(c: Cursor) -> Spoken | None:
    token = c.take("number")
    if token is None or len(token.text) > 4:
        word = c.look(words.COUNTS) if token is None else None
        return None if word is None else Spoken(word, bare=True, number=word)
    number, digits = int(token.text), len(token.text)
    if digits <= 2:
        return Spoken(number, fixed=token.text[0] == "0", bare=True, number=number)
    hour, minute = divmod(number, 100)
    return Spoken(hour, minute, fixed=digits == 4, number=number if number in YEARS else 0)


def _past_hour(c: Cursor) -> Spoken | None:
    """`half past 4`, `20 past 3`."""
    minutes = c.look(words.MINUTES_PAST)
    if minutes is None:
        token = c.take("number")
        minutes = int(token.text) if token is not None and len(token.text) <= 2 else None
    if minutes is None or not 0 < minutes < 60:
        return None
    if not c.these("past"):
        return None
    said = read_spoken(c)
    return said._replace(minute=minutes, bare=False) if said and not said.minute else None


def _quarter_to(c: Cursor) -> Clock | None:
    said = c.attempt(read_spoken) if c.these("quarter", "to") else None
    if said is None or said.minute:
        return None
    clock = _clock_of(c.context, said._replace(bare=False))
    if not clock.at.hour:
        raise c.context.refuse("it does not say of which day", "23:45")
    return clock._replace(at=clock.at.replace(hour=clock.at.hour - 1, minute=45))


def _clock_of(context: PhraseContext, said: Spoken) -> Clock:
    if said.half:
        if not 1 <= said.hour <= 12:
            raise context.refuse(f"{said.hour} {said.half} isn't a time of day", "15:00", "3pm")
        hour = said.hour % 12 + (12 if said.half == "pm" else 0)
        return Clock(make_time(context, hour, said.minute, said.second))
    if said.bare and said.hour > 23:
        instead = [f"the {ordinal(said.hour)}"] if said.hour < 32 else []
        raise context.refuse(f"{said.hour} isn't an hour", "at 3pm", *instead)
    loose = 1 <= said.hour <= 12 and not said.fixed
    hour = said.hour + 12 if loose and said.hour <= 7 else said.hour
    at = make_time(context, hour, said.minute, said.second)
    return Clock(at, loose, said.bare, said.number)


def other_half(clock: Clock) -> time:
    """The same clock twelve hours away."""
    return clock.at.replace(hour=(clock.at.hour + 12) % 24)


def range_start(context: PhraseContext, first: Spoken, last: Spoken) -> Clock:
    """The start of a range of hours.

    Raises:
        PhraseError: It does not start before it ends.
    """
    # In "3-4pm" the pm is meant for both; "11-1pm" shows that it need not be.
    starts = [first._replace(half=last.half)] if last.half and not _is_fixed(first) else []
    begin = [_clock_of(context, said) for said in [*starts, first]]
    options = [at for clock in begin for at in _options(clock)]
    ends = _options(_clock_of(context, last))
    loose = not (_is_fixed(first) or last.half)
    for start in options:
        if any(start < end for end in ends):
            both_bare = first.bare and last.bare
            return Clock(start, loose=loose, bare=both_bare)
    raise context.refuse("the range ends before it starts", "2pm-4pm", "between 2 and 4")


def _is_fixed(said: Spoken) -> bool:
    return bool(said.half) or said.fixed or not 1 <= said.hour <= 12


def _options(clock: Clock) -> list[time]:
    return [clock.at, other_half(clock)] if clock.loose else [clock.at]
