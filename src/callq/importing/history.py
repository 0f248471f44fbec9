"""Reads calls that a file tells of: in columns of their own, or several in one cell."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from callq.engine.model import Channel
from callq.importing.dates import Order, read_date
from callq.importing.dispositions import read_outcome
from callq.named_tuple import NamedTuple

_GAP = re.compile(r"\s*(?:[\n\r;|]+|:::)\s*")
_TIME = (
    r"(?:[T,\s]+(?:at\s+)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s*[AaPp]\.?[Mm]\.?)?"
    r"(?:\s*(?:Z|[+-]\d\d:?\d\d))?)?"
)
_DATE = re.compile(
    rf"(?:\d{{4}}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:\d{{4}}|\d\d)|"
    rf"\d\d?-[^\W\d_]{{3,9}}-(?:\d{{4}}|\d\d)|\d\d?\.?\s+[^\W\d_]{{3,9}}\.?,?\s+\d{{4}}|"
    rf"[^\W\d_]{{3,9}}\.?\s+\d\d?(?:st|nd|rd|th)?,?\s+\d{{4}})"
    rf"(?!\d){_TIME}"
)
_DRESS = " \t,.:-\u2013\u2014()[]#"
_NUMBERED = re.compile(
    r"^(?:#?\d{1,2}[.):]|(?:call|attempt)\s+#?\d{1,2}\s*[:.)-])\s+", re.IGNORECASE
)
_ON = re.compile(r"\s+(?:on|at|am|le|el|il|op)\s*$", re.IGNORECASE)
_CUT = re.compile(r"\s*(?:\s[-\u2013\u2014]\s|[:,(/])\s*")
_DURATION = re.compile(r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)")
_SECONDS = re.compile(r"(\d{1,6})(?:\.0+)?\s*(?:s|sec|secs|seconds?|sek)?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|mins|minutes?|minuten)", re.IGNORECASE)
_LONGEST = 2000
_LONGEST_CALL_SECONDS = 86_400


class Past(NamedTuple):
    """A call that a file tells of."""

    outcome: str
    """A canonical outcome."""
    as_written: str
    reason: str
    at: datetime | None
    """Aware when the file names an offset, else the time on the wall; None when it tells none."""
    note: str = ""
    duration: int | None = None
    """Seconds."""
    agent: str = ""
    by: datetime | None = None
    """For a call without a date: when it was at the latest, where the file shows that."""
    channel: str = Channel.CALL


def dates_in(cells: Iterable[str]) -> Iterator[str]:
    """Yields the dates within cells, as written."""
    return (date[0] for cell in cells for date in _DATE.finditer(cell[:_LONGEST]))


def calls_in(cell: str, order: Order, language: str = "") -> list[Past] | None:
    """Reads a cell that holds one or several calls, such as "3/4/26 no answer; 3/9/26 busy".

    Args:
        cell: The cell.
        order: Which number of a date is the day.
        language: Of the file, as ISO code.

    Returns:
        The calls in the order of the cell; None when any part of it is not understood.
    """
    if len(cell) > _LONGEST:
        return None
    calls = []
    for part in filter(None, _GAP.split(cell)):
        call = _call(part, order, language)
        if call is None:
            return None
        calls.append(call)
    return calls or None


def seconds_of(cell: str) -> int | None:
    """Returns the length of a call in seconds, from "205", "3:25", "0:03:25" or "4 min"."""
    text = cell.strip()
    if match := _DURATION.fullmatch(text):
        found = int(match["hours"] or 0) * 3600 + int(match["minutes"]) * 60 + int(match["seconds"])
    elif match := _SECONDS.fullmatch(text):
        found = int(match[1])
    elif match := _MINUTES.fullmatch(text):
        found = int(match[1]) * 60
    else:
        return None
    return found if found <= _LONGEST_CALL_SECONDS else None


def _call(part: str, order: Order, language: str) -> Past | None:
    text = _NUMBERED.sub("", part.strip())
    date, at = _DATE.search(text), None
    if date:
        at = read_date(date[0], order)
        if at is None:
            return None
        text = f"{_ON.sub('', text[: date.start()])} {text[date.end() :]}"
    text = text.strip(_DRESS)
    for words, note in _readings(text):
        if found := read_outcome(words, language):
            left = ", ".join(filter(None, (found.note, note)))
            return Past(found.outcome, words, found.reason, at, left)
    return None


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Yields what may be the disposition, and what is left as a note."""
    yield text, ""
    for cut in _CUT.finditer(text):
        yield text[: cut.start()].strip(_DRESS), text[cut.end() :].strip(_DRESS)
