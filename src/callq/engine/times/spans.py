"""Readers of distances: in 2 weeks, 1h30m, 3 days ago, a week from friday."""

from datetime import date

from callq.engine.times import almanac, words
from callq.engine.times.names import DAY_READERS, read_business_day, read_unit, week_away
from callq.engine.times.pieces import Cursor, Day, PhraseContext, Piece, Span, Weekday, move, sized


def read_span(c: Cursor) -> Piece | None:
    """A distance, or the day it leads to: `2w`, `-1d`, `3 days ago`, `day after tomorrow`."""
    sign = c.one_of({"+", "-"})
    span = c.attempt(read_amounts)
    if span is None:
        return None if sign else _lone_unit(c)
    if sign:
        return -span if sign == "-" else span
    if c.these("ago"):
        return -span
    if c.these("time") or c.these("from", "now"):
        return span
    return _anchored(c, span)


def read_amounts(c: Cursor) -> Span | None:
    """`2 weeks`, `1h30m`, `an hour and 30 minutes`."""
    total = _amount_of_unit(c, after_hours=False)
    while total is not None:
        start = c.at
        c.these("and")
        one = _amount_of_unit(c, after_hours=total.elapsed)
        if one is None:
            c.at = start
            return total
        total = _sum(c.context, total, one)
    return None


def _sum(context: PhraseContext, total: Span, one: Span) -> Span:
    if total.business or one.business:
        raise context.refuse("business days can't be mixed with other units", "in 6 business days")
    if one.unit >= total.unit:
        raise context.refuse("the units do not go from long to short", "in 1 hour 30 minutes")
    return Span(
        total.months + one.months,
        total.days + one.days,
        0,
        total.minutes + one.minutes,
        total.elapsed or one.elapsed,
        unit=one.unit,
    )


def _amount_of_unit(c: Cursor, *, after_hours: bool) -> Span | None:
    hundredths, start = _amount(c), c.at
    if hundredths is None:
        return None
    unit = read_unit(c)
    if unit is None:
        return None
    if c.peek(start - c.at).raw == "M" and not after_hours:
        raise c.context.refuse("M may be minutes or months", "30min", "6mo")
    if c.these("and", "a", "half"):
        hundredths += 50
    count, rest = divmod(hundredths * unit.factor, 100)
    if rest:
        raise c.context.refuse("only hours and years are split", "in 36 hours", "in 10 days")
    if unit == words.UNITS["h"] and c.peek().kind == "number" and c.peek().glued:
        return _hours_and_minutes(c, count)
    return sized(unit, count)


def _hours_and_minutes(c: Cursor, hours: int) -> Span | None:
    """`1h30`, where the minutes have no unit; with one they are an amount of their own."""
    if c.peek(1).kind == "word" and c.peek(1).glued:
        return sized(words.UNITS["h"], hours)
    token = c.take("number")
    if token is None or len(token.text) != 2 or int(token.text) > 59:
        return None
    return Span(minutes=hours + int(token.text), elapsed=True)


def _amount(c: Cursor) -> int | None:
    """How many, in hundredths."""
    token = c.take("number")
    if token is not None:
        clocklike = len(token.text) == 4 and c.peek().text in words.CLOCK_SUFFIXES
        if clocklike or (len(token.text) > 2 and token.text[0] == "0"):
            return None
        if len(token.text) > 8:
            raise c.context.too_far()
        return int(token.text) * 100 + (50 if c.these("and", "a", "half") else 0)
    token = c.take("either")
    if token is not None:
        whole, part = token.text.split(".")
        return int(whole) * 100 + int(part.ljust(2, "0"))
    return _amount_in_words(c)


def _amount_in_words(c: Cursor) -> int | None:
    if c.these("half"):
        c.one_of({"a", "an"})
        return 50
    one = bool(c.one_of({"a", "an"}))
    if c.these("couple"):
        c.these("of")
        return 200
    if c.these("quarter", "of", "an") or (c.peek(1).text == "hour" and c.these("quarter")):
        return 25
    if one:
        return 50 if c.these("half") else 100
    return _count_in_words(c)


def _count_in_words(c: Cursor) -> int | None:
    ten, count = c.peek().text in words.TENS, c.look(words.COUNTS)
    if count is None:
        return None
    unit = words.COUNTS.get(c.peek().text, 0) if ten else 0
    if 0 < unit < 10:
        c.at += 1
        count += unit
    return count * 100


def _lone_unit(c: Cursor) -> Piece | None:
    """A unit without a number: "fortnight", "week from friday", "day after tomorrow"."""
    return c.piece((_after_next, _unit_from_day, _next_one))


def _after_next(c: Cursor) -> Piece | None:
    if c.these("week", "after", "next") or c.these("wk", "after", "next"):
        return week_away(c.context, 2)
    if c.these("month", "after", "next"):
        return Day(almanac.add_months(c.context.today, 2), named="month")
    return None


def _unit_from_day(c: Cursor) -> Piece | None:
    unit = c.look(words.LONE_UNITS)
    if unit is None:
        return None
    span = sized(unit, unit.factor)
    if c.these("ago"):
        return -span
    if c.these("from", "now"):
        return span
    anchored = _anchored(c, span)
    return anchored if isinstance(anchored, Day) else None


def _next_one(c: Cursor) -> Piece | None:
    if c.these("fortnight"):
        return Span(days=14)
    if read_business_day(c):
        moved = almanac.add_business_days(c.context.today, 1, c.context.holidays)
        return Day(moved, named="day")
    return None


def _anchored(c: Cursor, span: Span) -> Piece:
    """The span itself, or the day it leads to when "from friday" and the like follow."""
    start = c.at
    word = c.one_of({"from", "after", "before"})
    c.these("the")
    anchor = c.piece(DAY_READERS) if word else None
    day = _plain_day(c.context, anchor) if anchor is not None else None
    if day is None:
        c.at = start
        return span
    if span.elapsed:
        raise c.context.refuse("hours can't be counted from a day", "in 2h", "tomorrow 11am")
    return Day(move(c.context, day, -span if word == "before" else span), named="day")


def _plain_day(context: PhraseContext, piece: Piece) -> date | None:
    if isinstance(piece, Weekday):
        return almanac.coming_weekday(context.today, piece.number)
    if isinstance(piece, Day) and piece.part is None and not piece.whole:
        return piece.on
    return None
