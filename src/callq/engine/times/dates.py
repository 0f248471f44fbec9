"""Readers of dates: 2026-04-01, 4/1, 17 march, the 17th, april, q3."""

from datetime import date, datetime

from callq.engine.times import almanac, words
from callq.engine.times.pieces import (
    Cursor,
    Day,
    Dotted,
    Instant,
    PhraseContext,
    Piece,
    make_date,
    make_time,
    ordinal,
)
from callq.engine.words import MONTH_NAMES

_QUARTERS = frozenset("1234")


def read_moment(c: Cursor) -> Piece | None:
    """`now`, `2026-04-01`, `2026-04-01T15:00Z`."""
    if c.these("right", "now") or c.these("now"):
        return Instant(c.context.now)
    token = c.take("iso")
    if token is None:
        return None
    day, _, rest = token.text.replace("t", " ").partition(" ")
    found = make_date(c.context, *(int(number) for number in day.split("-")))
    return _iso_moment(c.context, found, rest) if rest else Day(found)


def _iso_moment(context: PhraseContext, day: date, rest: str) -> Instant:
    offset = rest.lstrip("0123456789:.")
    shown, _, fraction = rest.removesuffix(offset).partition(".")
    clock = make_time(context, *(int(number) for number in shown.split(":")))
    clock = clock.replace(microsecond=int(fraction.ljust(6, "0")))
    if not offset:
        return Instant(almanac.at_wall(day, clock, context.zone))
    try:
        given = datetime.fromisoformat(f"{day}T{clock.isoformat()}{offset.upper()}")
    except ValueError:
        raise context.refuse(
            f"{offset} isn't an offset from UTC", "2026-04-01T15:00+02:00"
        ) from None
    return Instant(given.astimezone(context.zone))


def read_figures(c: Cursor) -> Piece | None:
    """`4/1`, `1.4.2026`, `31.3.`, and `15.30`, which may be a clock."""
    context = c.context
    token = c.take("date") or c.take("dotted") or c.take("slashed")
    if token is not None:
        separator = next(sign for sign in token.text if not sign.isdigit())
        numbers = token.text.rstrip(".").split(separator)
        return Day(_date_of_numbers(context, [*numbers, *_year_behind(c, numbers)], separator))
    either = c.take("either")
    if either is None or c.peek().text in words.MERIDIEMS or _unit_here(c):
        return None
    left, right = either.text.split(".")
    year = _year_behind(c, [left, right])
    return (
        Day(_date_of_numbers(context, [left, right, *year], ".")) if year else Dotted(left, right)
    )


def _year_behind(c: Cursor, numbers: list[str]) -> list[str]:
    """The year of `31.3. 2026`, where the date itself has none."""
    year = c.attempt(read_year) if len(numbers) == 2 else None
    return [str(year)] if year else []


def _unit_here(c: Cursor) -> bool:
    return c.peek().kind == "word" and c.peek().text in words.UNITS


def _date_of_numbers(context: PhraseContext, texts: list[str], separator: str) -> date:
    numbers = [int(text) for text in texts]
    if len(texts[0]) == 4:
        return make_date(context, *numbers)
    if separator == "-" and len(texts[-1]) == 2:
        raise context.refuse("it does not say which number is the year", "2026-04-01", "1 april")
    left, right = numbers[:2]
    day_first = separator == "." or context.day_first
    # 13/4 can only be read one way, and with dots the day always comes first.
    if separator != "." and (left > 12) != (right > 12):
        day_first = left > 12
    day, month = (left, right) if day_first else (right, left)
    if len(numbers) == 2:
        return coming(context, month, day)
    year = numbers[2] + (2000 if len(texts[2]) == 2 else 0)
    return make_date(context, year, month, day)


def coming(context: PhraseContext, month: int, day: int) -> date:
    """The first such date from today on.

    Raises:
        PhraseError: No year has it.
    """
    if not 1 <= month <= 12:
        raise context.refuse(f"there is no month {month}", "2026-04-01", "1 april")
    found = almanac.coming_date(context.today, month, day) if day else None
    if found is None:
        name = MONTH_NAMES[month - 1]
        raise context.refuse(f"{name} has no {ordinal(day)}", f"end of {name.lower()}")
    return found


def read_day_of_month(c: Cursor) -> Day | None:
    """`17 march`, `the 17th of march 2027`, `the 17th`, `first of next month`."""
    word = c.look(words.ORDINALS)
    number, ordinal = (word, True) if word else _day_number(c)
    if not number:
        return None
    of = bool(c.one_of({"of"}))
    month = c.look(words.MONTHS)
    if month is not None:
        return _dated(c, month, number)
    if not ordinal or (word and not of):
        return None
    if c.peek().text in words.WEEKDAYS:
        raise c.context.refuse("it does not say of which month", "the 17th", "tuesday 17 march")
    return _numbered(c, number, of=of)


def _numbered(c: Cursor, number: int, *, of: bool) -> Day | None:
    context = c.context
    first = context.today.replace(day=1)
    if of:
        c.these("the")
        ahead = bool(c.one_of(words.NEXT))
        fixed = ahead or c.these("this")
        if not c.these("month"):
            return None
        if fixed:
            first = almanac.add_months(first, int(ahead))
            return Day(make_date(context, first.year, first.month, number))
    if number < context.today.day:
        first = almanac.add_months(first, 1)
    return Day(make_date(context, first.year, first.month, number))


def _day_number(c: Cursor) -> tuple[int, bool]:
    """The number of a day, and whether it has its st, nd, rd or th; 0 when it is something else."""
    token, after = c.take("number"), c.peek()
    if token is None or len(token.text) > 2:
        return 0, False
    if after.glued and after.kind == "word":
        ordinal = bool(c.one_of(words.SUFFIXES))
        return (int(token.text) if ordinal else 0), ordinal
    clocklike = after.text in words.MERIDIEMS or after.text in words.CLOCK_SUFFIXES
    return (0 if clocklike else int(token.text)), False


def read_month(c: Cursor) -> Day | None:
    """`april 1`, `april the 1st`, `april 1 2027`, `april`, `april 2027`."""
    month = c.look(words.MONTHS)
    if month is None:
        return None
    number = c.attempt(_number_after_month)
    return _dated(c, month, number) if number else _whole_month(c, month)


def _number_after_month(c: Cursor) -> int | None:
    c.these("the")
    return _day_number(c)[0] or None


def _dated(c: Cursor, month: int, day: int) -> Day:
    year = c.attempt(read_year)
    if year is None:
        return Day(coming(c.context, month, day))
    return Day(make_date(c.context, year, month, day))


def read_year(c: Cursor) -> int | None:
    """A year in four figures; other four figures are a clock."""
    c.these("-")
    token = c.take("number")
    if token is None or len(token.text) != 4 or (c.peek().glued and c.peek().kind == "word"):
        return None
    return int(token.text) if 1900 <= int(token.text) < 2200 else None


def _whole_month(c: Cursor, month: int) -> Day:
    today, context, name = c.context.today, c.context, MONTH_NAMES[month - 1]
    year = c.attempt(read_year)
    if month == today.month and year in (None, today.year):
        raise context.refuse(
            f"{name} has begun", f"end of {name.lower()}", f"{name.lower()} {today.year + 1}"
        )
    start = coming(context, month, 1) if year is None else make_date(context, year, month, 1)
    return Day(almanac.first_business_day(start, context.holidays), whole=True)


def read_quarter(c: Cursor) -> Day | None:
    """`q3`, `q3 2027`: its first business day."""
    start = read_quarter_start(c)
    if start is None:
        return None
    if almanac.quarter_start(c.context.today) == start:
        raise c.context.refuse("that quarter has begun", "eoq", "next quarter")
    return Day(almanac.first_business_day(start, c.context.holidays), whole=True)


def read_quarter_start(c: Cursor) -> date | None:
    """The first day of `q3`: of this quarter, or of the next such one."""
    token = c.peek(1)
    if not c.these("q") or not token.glued or token.text not in _QUARTERS:
        return None
    c.at += 1
    month = 3 * int(token.text) - 2
    year = c.attempt(read_year)
    if year is not None:
        return make_date(c.context, year, month, 1)
    today = c.context.today
    this = almanac.quarter_start(today)
    return this if this.month == month else coming(c.context, month, 1)
