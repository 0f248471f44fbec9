"""A rep's routine: blocks of a day with numbers of calls, and the days on which it was kept."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import NamedTuple

_BLOCK = re.compile(r"(\d{1,4})(?: calls?)?,? (\d{1,2}):(\d\d) ?- ?(\d{1,2}):(\d\d)")
_DAY = 24 * 60
_SATURDAY = 5


class Block(NamedTuple):
    """A part of a rep's day with a number of calls, such as twenty from eight to twelve."""

    name: str
    calls: int
    start: int
    """Local minutes after midnight."""
    end: int


class Progress(NamedTuple):
    """Where a rep stands in a block."""

    name: str
    done: int
    calls: int


class DayKept(NamedTuple):
    """A day of a rep's routine."""

    day: date
    what: str
    """`met`, `missed`, `off` (weekend or holiday), `time-off`, or `open` while it is today."""
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
        raise ValueError('that is no block of a day; write e.g. "20 calls 08:00-12:00"')
    return Block(name, calls, start, end)


def spans(blocks: Sequence[Block]) -> tuple[tuple[Block, int, int], ...]:
    """Each block with the minutes of the day whose calls count for it.

    What is called before or after its hours counts too, until the next block begins: nobody stops
    dialing at noon sharp.
    """
    starts = [0, *(block.start for block in blocks[1:]), _DAY]
    return tuple(zip(blocks, starts[:-1], starts[1:], strict=True))


def block_at(blocks: Sequence[Block], minute: int) -> tuple[Block, int, int] | None:
    """The block that a minute of the day belongs to, once it has begun; None before the first."""
    found = next(one for one in spans(blocks) if one[1] <= minute < one[2])
    return found if minute >= found[0].start else None


def counted(blocks: Sequence[Block], minutes: Iterable[int]) -> tuple[Progress, ...]:
    """What was done of each block, from the minutes of a day at which calls were made."""
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
    """How each day went, the oldest first.

    A day off on which the routine was kept all the same counts as kept: nobody loses by working.

    Args:
        blocks: The routine as it is now; what it was before is not known.
        made: The minutes of each local day at which calls were made.
        first: The first day.
        today: The last day; it is open until it is kept.
        holidays: Local dates that are no business days, besides Saturdays and Sundays.
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
    """How many days in a row were kept up to now, and the longest such row; days off break none."""
    row = longest = 0
    for day in days:
        if day.what == "met":
            row += 1
        elif day.what == "missed":
            row = 0
        longest = max(longest, row)
    return row, longest
