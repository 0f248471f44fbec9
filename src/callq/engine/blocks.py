"""A rep's goals: call blocks with numbers of calls, and the days on which they were met."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from callq.named_tuple import NamedTuple

_BLOCK = re.compile(r"(\d{1,4})(?: calls?)?,? (\d{1,2}):(\d\d) ?- ?(\d{1,2}):(\d\d)")
_DAY = 24 * 60
_SATURDAY = 5


class Block(NamedTuple):
    """A call block: a part of the day with a number of calls, e.g. twenty from 8 to 12."""

    name: str
    calls: int
    start: int
    """Local minutes after midnight."""
    end: int


class Progress(NamedTuple):
    """A rep's progress in a block."""

    name: str
    done: int
    calls: int


class DayKept(NamedTuple):
    """A day, and whether its goals were met."""

    day: date
    what: str
    """`met`, `missed`, `off` (weekend or holiday), `time-off`, or `open` while it's today."""
    done: int
    calls: int


def read_block(name: str, text: str) -> Block:
    """Reads `20 calls 08:00-12:00`.

    Raises:
        ValueError: The text is anything else, or the block ends before it begins.
    """
    match = _BLOCK.fullmatch(" ".join(text.split()))
    if match is None:
        raise ValueError('write e.g. "20 calls 08:00-12:00"')
    calls, *clock = (int(group) for group in match.groups())
    start, end = clock[0] * 60 + clock[1], clock[2] * 60 + clock[3]
    if clock[1] > 59 or clock[3] > 59 or end > _DAY or start >= end or not calls:
        raise ValueError('that isn\'t a call block; write e.g. "20 calls 08:00-12:00"')
    return Block(name, calls, start, end)


def spans(blocks: Sequence[Block]) -> tuple[tuple[Block, int, int], ...]:
    """Each block with the minutes of the day whose calls count for it.

    Calls before or after its hours count too, until the next block begins: no one stops dialing
    at noon sharp.
    """
    starts = [0, *(block.start for block in blocks[1:]), _DAY]
    return tuple(zip(blocks, starts[:-1], starts[1:], strict=True))


def block_at(blocks: Sequence[Block], minute: int) -> tuple[Block, int, int] | None:
    """The block that a minute of the day belongs to; None before the first block."""
    found = next(one for one in spans(blocks) if one[1] <= minute < one[2])
    return found if minute >= found[0].start else None


def counted(blocks: Sequence[Block], minutes: Iterable[int]) -> tuple[Progress, ...]:
    """The progress in each block, from the minutes of a day at which calls were made."""
    made = list(minutes)
    return tuple(
        Progress(block.name, sum(start <= minute < end for minute in made), block.calls)
        for block, start, end in spans(blocks)
    )


def is_kept(progress: Iterable[Progress]) -> bool:
    """Whether every block has its number of calls."""
    return all(one.done >= one.calls for one in progress)


def days_kept(
    blocks: Sequence[Block],
    made: Mapping[date, Sequence[int]],
    first: date,
    today: date,
    holidays: AbstractSet[date],
    away: AbstractSet[date],
) -> tuple[DayKept, ...]:
    """How each day went, oldest first.

    A day off on which the goals were met counts as met: working never breaks a streak.

    Args:
        blocks: The goals as they are now; earlier goals aren't kept.
        made: The minutes of each local day at which calls were made.
        first: The first day.
        today: The last day; it's open until its goals are met.
        holidays: Local dates that aren't business days, besides Saturdays and Sundays.
        away: The rep's own days off.
    """
    found = []
    for ahead in range((today - first).days + 1):
        day = first + timedelta(days=ahead)
        progress = counted(blocks, made.get(day, ()))
        if is_kept(progress):
            what = "met"
        elif day in away:
            what = "time-off"
        elif day.weekday() >= _SATURDAY or day in holidays:
            what = "off"
        else:
            what = "open" if day == today else "missed"
        done = sum(one.done for one in progress)
        found.append(DayKept(day, what, done, sum(block.calls for block in blocks)))
    return tuple(found)


def streaks(days: Sequence[DayKept]) -> tuple[int, int]:
    """The current streak of days and the longest one; days off don't break a streak."""
    row = longest = 0
    for day in days:
        if day.what == "met":
            row += 1
        elif day.what == "missed":
            row = 0
        longest = max(longest, row)
    return row, longest
