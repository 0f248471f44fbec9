"""Readers of days by name: tomorrow, next tuesday, last week, the end of the month."""

from datetime import date, time, timedelta

from callq.engine.times import almanac, words
from callq.engine.times.dates import (
    coming,
    read_day_of_month,
    read_figures,
    read_month,
    read_quarter,
    read_quarter_start,
    read_year,
)
from callq.engine.times.pieces import (
    Cursor,
    Day,
    PhraseContext,
    Piece,
    Reader,
    Week,
    Weekday,
    make_date,
    two_days,
)
from callq.engine.times.words import Unit
from callq.engine.words import MONTH_NAMES, WEEKDAY_NAMES


def read_name(c: Cursor) -> Piece | None:
    """`tomorrow`, `tonight`, `friday`, `easter`."""
    today = c.context.today
    if c.these("tonight"):
        return Day(today, words.EVENING, named="day")
    if c.these("easter"):
        return Day(almanac.coming_easter(today))
    days = c.look(words.RELATIVE_DAYS)
    if days is not None:
        return Day(today + timedelta(days=days), named="day")
    weekday = c.look(words.WEEKDAYS)
    return None if weekday is None else Weekday(weekday)


def read_next(c: Cursor) -> Piece | None:
    """`next week`, `next tuesday`, `next month`, `next business day`."""
    if not c.one_of(words.NEXT):
        return None
    today = c.context.today
    if c.one_of(words.WEEK):
        return week_away(c.context, 1)
    if c.these("day"):
        return Day(today + timedelta(days=1), named="day")
    if c.these("quarter"):
        start = almanac.edge_of("start", "quarter", 1, today)
        return Day(almanac.first_business_day(start, c.context.holidays), whole=True)
    return c.first_of((_next_weekday, _next_month, lambda c: _one_unit(c, 1)))


def _next_weekday(c: Cursor) -> Day | None:
    weekday = c.look(words.WEEKDAYS)
    if weekday is None:
        return None
    found = almanac.coming_weekday(c.context.today, weekday)
    if almanac.monday_of(found) == almanac.monday_of(c.context.today):
        name = WEEKDAY_NAMES[weekday].lower()
        days = (found, found + timedelta(weeks=1))
        raise two_days(c.context, "next", days, f"this {name}", f"{name} next week")
    return Day(found, named="weekday")


def _next_month(c: Cursor) -> Day | None:
    month, context = c.look(words.MONTHS), c.context
    if month is None:
        return None
    if month > context.today.month:
        name, year = MONTH_NAMES[month - 1], context.today.year
        raise context.refuse(
            f'"next {name.lower()}" may be in {year} or in {year + 1}',
            f"{name.lower()} {year}",
            f"{name.lower()} {year + 1}",
        )
    start = date(context.today.year + 1, month, 1)
    return Day(almanac.first_business_day(start, context.holidays), whole=True)


def _one_unit(c: Cursor, sign: int) -> Day | None:
    """The day one month, year or business day away."""
    if read_business_day(c):
        today, holidays = c.context.today, c.context.holidays
        return Day(almanac.add_business_days(today, sign, holidays), named="day")
    unit = c.look({word: words.LONE_UNITS[word] for word in ("month", "year")})
    if unit is None:
        return None
    return Day(almanac.add_months(c.context.today, sign * unit.factor), named="month")


def read_business_day(c: Cursor) -> bool:
    """`business day`, `workday`: one of them."""
    return c.these("workday") or (bool(c.one_of(words.BUSINESS)) and c.these("day"))


def read_unit(c: Cursor) -> Unit | None:
    """`days`, `business day`, `mo`."""
    if c.one_of(words.BUSINESS):
        return words.BUSINESS_DAY if c.one_of({"day", "days"}) else None
    return c.look(words.UNITS)


def read_this(c: Cursor) -> Piece | None:
    """`this friday`, `this afternoon`, `this week`."""
    if c.these("coming") or c.these("this", "coming"):
        weekday = c.look(words.WEEKDAYS)
        return None if weekday is None else Weekday(weekday)
    if not c.these("this"):
        return None
    if c.one_of(words.WEEK):
        return Week(almanac.monday_of(c.context.today), None)
    part = c.look(words.PARTS)
    if part is not None:
        return Day(c.context.today, part, named="day")
    return _this_weekday(c)


def _this_weekday(c: Cursor) -> Day | None:
    weekday, today = c.look(words.WEEKDAYS), c.context.today
    if weekday is None:
        return None
    found = almanac.monday_of(today) + timedelta(days=weekday)
    if found < today:
        name = WEEKDAY_NAMES[weekday].lower()
        days = (found, found + timedelta(weeks=1))
        raise two_days(c.context, "this", days, f"{name} this week", name)
    return Day(found, named="weekday")


def read_last(c: Cursor) -> Piece | None:
    """`last week`, `last friday`, `last night`, `last day of the month`."""
    if not c.one_of({"last", "past", "previous"}):
        return None
    if c.one_of(words.WEEK):
        return week_away(c.context, -1)
    if c.these("night"):
        return Day(c.context.today - timedelta(days=1), words.EVENING, named="day")
    if c.these("day", "of"):
        return _edge_of_unit(c, "end")
    return c.first_of((_last_weekday, lambda c: _one_unit(c, -1)))


def _last_weekday(c: Cursor) -> Day | None:
    weekday, today = c.look(words.WEEKDAYS), c.context.today
    if weekday is None:
        return None
    found = almanac.coming_weekday(today, weekday) - timedelta(weeks=1)
    if found == today:
        found -= timedelta(weeks=1)
    elif almanac.monday_of(found) == almanac.monday_of(today):
        name = WEEKDAY_NAMES[weekday].lower()
        days = (found, found - timedelta(weeks=1))
        raise two_days(c.context, "last", days, f"{name} this week", f"{name} last week")
    return Day(found, named="weekday")


def week_away(context: PhraseContext, weeks: int) -> Week:
    """The week so many weeks from this one, and in it the day that is this weekday."""
    ahead = timedelta(weeks=weeks)
    return Week(almanac.monday_of(context.today) + ahead, context.today + ahead)


def read_edge(c: Cursor) -> Piece | None:
    """`eom`, `end of next week`, `mid april`, `start of q3`."""
    short = c.look(words.SHORT_EDGES)
    if short is not None:
        return _edge_day(c.context, *short)
    if c.these("first", "thing"):
        return words.PARTS["morning"]
    if c.these("close", "of", "business"):
        return words.END_OF_DAY
    edge = c.look(words.EDGES)
    if edge is None:
        _refuse_part_of_month(c)
        return None
    c.these("of")
    return _edge_of_unit(c, edge)


def _refuse_part_of_month(c: Cursor) -> None:
    said, month = c.peek().text, words.MONTHS.get(c.peek(1).text)
    if said in ("early", "late") and month:
        name, is_early = MONTH_NAMES[month - 1].lower(), said == "early"
        edge, week = ("start", f"{name} 8") if is_early else ("end", f"{name} 24")
        raise c.context.refuse(f'"{said} {name}" is several days', f"{edge} of {name}", week)


def _edge_of_unit(c: Cursor, edge: str) -> Piece | None:
    c.these("the")
    if edge == "end" and (c.these("business", "day") or c.these("business") or c.these("day")):
        return words.END_OF_DAY
    ahead = bool(c.one_of(words.NEXT))
    this = not ahead and c.these("this")
    unit = c.look(words.EDGE_UNITS)
    if unit is not None:
        # The start of this week is past; without a named week, the next start is meant.
        return _edge_day(c.context, edge, unit, int(ahead or (edge == "start" and not this)))
    return None if ahead or this else _edge_of_named(c, edge)


def _edge_of_named(c: Cursor, edge: str) -> Day | None:
    context = c.context
    month = c.look(words.MONTHS)
    if month is not None:
        year = c.attempt(read_year)
        if year is not None:
            return Day(almanac.edge_of_months(edge, make_date(context, year, month, 1), 1))
        if edge != "end":
            return Day(coming(context, month, 15 if edge == "middle" else 1))
        this_year = context.today.replace(month=month, day=1)
        start = this_year if month >= context.today.month else almanac.add_months(this_year, 12)
        return Day(almanac.edge_of_months("end", start, 1))
    quarter = read_quarter_start(c) if edge != "middle" else None
    return None if quarter is None else Day(almanac.edge_of_months(edge, quarter, 3))


def _edge_day(context: PhraseContext, edge: str, unit: str, shift: int) -> Day:
    if edge == "middle" and unit in ("quarter", "year"):
        raise context.refuse(f"the middle of a {unit} isn't one day", "mid may", "1 july")
    found = almanac.edge_of(edge, unit, shift, context.today)
    if edge == "middle" and not shift and found < context.today:
        found = almanac.edge_of(edge, unit, 1, context.today)
    if edge != "end" or unit != "week":
        return Day(found)
    if not shift and (found, time(17)) < (context.today, context.now.time()):
        raise context.refuse("this working week is over", "friday", "end of next week")
    return Day(found, words.END_OF_WEEK)


DAY_READERS: tuple[Reader, ...] = (
    read_figures,
    read_day_of_month,
    read_month,
    read_quarter,
    read_name,
    read_next,
    read_this,
    read_last,
    read_edge,
)
