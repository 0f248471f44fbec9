"""Draws a part of the day at random for some retries, so only chance decides who is tried when.

Those who are free at noon are called at noon: from calls placed by choice, an hour that makes no
difference looks as if it did in nearly every log; from drawn ones it rarely does. The draw is a
function of the person and the call, by splitmix64 (Steele, Lea and Flood 2014, OOPSLA), so a
rebuild and the other database draw the same.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from callq.engine.hours import Week
from callq.engine.parts import Part, at_minute
from callq.engine.spans import local_time

_BITS = (1 << 64) - 1
_LAST_YEAR = 9000


def drawn_part(person: int, missed_at: datetime, share: float, parts: Sequence[int]) -> int:
    """The part of the day drawn for the retry after a miss.

    Args:
        person: Their id.
        missed_at: When the missed call was made.
        share: The share of retries with a draw, from 0 to 1.
        parts: Those to draw from, each as likely.

    Returns:
        One of `parts`; 0 for a retry without a draw.
    """
    seed = _mixed(_mixed(person) ^ int(missed_at.timestamp()) & _BITS)
    if len(parts) < 2 or seed >= share * (_BITS + 1):
        return 0
    return parts[_mixed(seed) % len(parts)]


def open_parts(parts: Sequence[Part], week: Week) -> tuple[int, ...]:
    """The parts of the day, from 1, in which a team calls on some day of the week."""
    return tuple(
        place
        for place, part in enumerate(parts, 1)
        if any(start < part.end and part.start < end for day in week for start, end in day)
    )


def first_in_part(earliest: datetime, zone: tzinfo, part: Part, week: Week) -> datetime:
    """The first moment from `earliest` on in a part of the day and the team's hours, in UTC.

    Returns:
        `earliest` itself where there's none, or in the last years of the calendar.
    """
    local = local_time(earliest, zone)
    if local.year > _LAST_YEAR:
        return earliest
    minute = local.hour * 60 + local.minute
    for days in range(8):
        day = local + timedelta(days=days)
        for start, end in week[day.weekday()]:
            first, last = max(start, part.start), min(end, part.end)
            if days == 0 and first <= minute < last:
                return earliest
            if first < last and (days or minute < first):
                return max(earliest, at_minute(day, first))
    return earliest


def _mixed(number: int) -> int:
    number = (number + 0x9E3779B97F4A7C15) & _BITS
    number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & _BITS
    number = ((number ^ number >> 27) * 0x94D049BB133111EB) & _BITS
    return number ^ number >> 31
