"""Reads dates, never guessing which number of one is the day."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

_TIME = (
    r"(?:[T,\s]\s*(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<offset>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
_ISO = re.compile(rf"(?P<year>\d{{4}})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?){_TIME}", re.ASCII)
_NUMBERS = re.compile(
    rf"(?P<first>\d\d?)(?P<mark>[-/.])(?P<second_number>\d\d?)(?P=mark)(?P<year>\d{{4}}|\d\d){_TIME}",
    re.ASCII,
)
_WORDS = re.compile(
    rf"(?:\w+,\s*)?(?:(?P<day>\d\d?)(?:st|nd|rd|th|\.)?[\s-]*(?:de\s+)?(?P<word>[^\W\d_]{{3,}})|"
    rf"(?P<word2>[^\W\d_]{{3,}})\.?\s*(?P<day2>\d\d?)(?:st|nd|rd|th)?)"
    rf"[.,]?[\s-]*(?:de\s+)?(?P<year>\d{{4}}|\d\d){_TIME}",
)
_NO_YEAR = re.compile(
    rf"(?:(?P<first>\d\d?)(?P<mark>[-/])(?P<second_number>\d\d?)|"
    rf"(?:[^\W\d_]{{2,}},\s*)?(?P<day>\d\d?)(?:st|nd|rd|th|\.)?[\s-]*"
    rf"(?P<word>[^\W\d_]{{3,}})\.?|"
    rf"(?:[^\W\d_]{{2,}},\s*)?(?P<word2>[^\W\d_]{{3,}})\.?[\s-]*(?P<day2>\d\d?)(?:st|nd|rd|th)?)"
    rf"{_TIME}"
)
_MONTHS = (
    "jan january januar janvier enero janeiro gennaio januari января ene genn janv",
    "feb february februar février fevrier febrero fevereiro febbraio februari февраля",
    "mar march märz maerz mrz mars marzo março maart марта",
    "apr april avril abril aprile апреля",
    "may mai mayo maio maggio mei мая",
    "jun june juni juin junio junho giugno июня",
    "jul july juli juillet julio julho luglio июля",
    "aug august août aout agosto augustus августа",
    "sep sept september septembre septiembre setembro settembre сентября",
    "oct october oktober okt octobre octubre outubro ottobre октября",
    "nov november novembre noviembre novembro ноября",
    "dec december dezember dez décembre decembre diciembre dezembro dicembre декабря",
)
_LONGEST = 60
_HALF_A_YEAR = 183
_LEAP = 9
"""Years within which every day of a calendar comes at least once."""
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


class Order(StrEnum):
    """Which number of 03/04/2026 is the day, as the other dates of its column show."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNDECIDED = "undecided"
    """No date of the column has a number over 12."""
    CONTRADICTED = "contradicted"
    """Some dates have the day first, some the month."""
    YEAR_FIRST = "year first"
    """As 26/03/04; only when a person says so."""


class Spelled(StrEnum):
    """How a person says which number comes first."""

    MDY = "mdy"
    DMY = "dmy"
    YMD = "ymd"

    @property
    def order(self) -> Order:
        """The order that it names."""
        return {"mdy": Order.MONTH_FIRST, "dmy": Order.DAY_FIRST, "ymd": Order.YEAR_FIRST}[self]


def order_of(cells: Iterable[str]) -> Order:
    """Returns the order that the dates of a column prove."""
    day_first = month_first = False
    for cell in cells:
        text = cell.strip()[:_LONGEST]
        match = _NUMBERS.fullmatch(text) or _NO_YEAR.fullmatch(text)
        if match and match["first"] and match["mark"] != ".":
            day_first = day_first or int(match["first"]) > 12
            month_first = month_first or int(match["second_number"]) > 12
    if day_first and month_first:
        return Order.CONTRADICTED
    if day_first or month_first:
        return Order.DAY_FIRST if day_first else Order.MONTH_FIRST
    return Order.UNDECIDED


def read_date(
    text: str, order: Order, near: date | None = None, *, ahead: bool = False
) -> datetime | None:
    """Reads a date.

    Args:
        text: The cell.
        order: What the dates of its column prove.
        near: The day by which a date without a year gets its year, usually the file's; None leaves
            such dates unread.
        ahead: Whether such a date may be after that day: then it's within half a year of it.

    Returns:
        The moment: with a zone when the text has one, else as the clock on the wall showed it, at
        midnight when no time is given. None when the text isn't a date or is ambiguous.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if match := _ISO.fullmatch(text):
        return _moment(match, int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _NUMBERS.fullmatch(text):
        return _in_numbers(match, order)
    if match := _WORDS.fullmatch(text):
        month = _MONTH.get((match["word"] or match["word2"]).casefold())
        day = int(match["day"] or match["day2"])
        return _moment(match, _year(match), month, day) if month else None
    if near and (match := _NO_YEAR.fullmatch(text)):
        return _without_year(match, order, near, ahead=ahead)
    return None


def has_bare_time(at: datetime) -> bool:
    """Tells whether a moment is a time on the wall, and more than a bare date."""
    return at.tzinfo is None and at.time() != time.min


def _in_numbers(match: re.Match[str], order: Order) -> datetime | None:
    if order is Order.YEAR_FIRST and len(match["year"]) == 2 and match["mark"] != ".":
        year, month = int(match["first"]) + 2000, int(match["second_number"])
        return _moment(match, year, month, int(match["year"]))
    both = _day_and_month(match, order)
    return _moment(match, _year(match), *both) if both else None


def _without_year(
    match: re.Match[str], order: Order, near: date, *, ahead: bool
) -> datetime | None:
    """Returns the last such day up to a day, or the nearest one."""
    if match["mark"]:
        both = _day_and_month(match, order)
    else:
        month = _MONTH.get((match["word"] or match["word2"]).casefold())
        both = (month, int(match["day"] or match["day2"])) if month else None
    if both is None:
        return None
    last = near + timedelta(days=_HALF_A_YEAR if ahead else 0)
    years = (_moment(match, last.year - back, *both) for back in range(_LEAP))
    return next((at for at in years if at and at.date() <= last), None)


def latest_reading(text: str) -> datetime | None:
    """Returns the later of the two dates that an ambiguous one can be; None for other texts."""
    both = (read_date(text, order) for order in (Order.DAY_FIRST, Order.MONTH_FIRST))
    return max(filter(None, both), default=None)


def _day_and_month(match: re.Match[str], order: Order) -> tuple[int, int] | None:
    """Returns month and day of a date in numbers, or None when it's ambiguous."""
    first, second = int(match["first"]), int(match["second_number"])
    if match["mark"] == "." or first == second:
        return second, first
    # A number over twelve can't be a month, whatever the rest of the column has.
    if first > 12 or (order is Order.DAY_FIRST and second <= 12):
        return second, first
    no_year = "year" not in match.re.groupindex
    if second > 12 or order is Order.MONTH_FIRST or (order is Order.YEAR_FIRST and no_year):
        return first, second
    return None


def _year(match: re.Match[str]) -> int:
    return int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)


def _moment(match: re.Match[str], year: int, month: int, day: int) -> datetime | None:
    """Returns the moment of a match, or None if the day or hour doesn't exist."""
    hour, half = int(match["hour"] or 0), (match["half"] or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + 12 * (half == "p")
    try:
        return datetime(
            year,
            month,
            day,
            hour,
            int(match["minute"] or 0),
            int(match["second"] or 0),
            tzinfo=_zone(match["offset"]),
        )
    except ValueError:
        return None


def _zone(offset: str | None) -> timezone | None:
    """Returns the zone of an offset such as +0530, or None when there is none."""
    if not offset:
        return None
    if offset in {"Z", "UTC", "GMT"}:
        return UTC
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:])))
