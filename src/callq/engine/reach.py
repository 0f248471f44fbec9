"""A person's own hours, as they say them: "weekdays after 5pm", "tue 9-12, thu after 2pm".

Read into a week, written back as text that reads the same. Pure. docs/times.md has the table.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NoReturn

from callq.engine.hours import ANY_TIME, NEVER, Day, Week, common
from callq.engine.words import SHORT_DAYS, time_of_day
from callq.errors import CallqError

_MIDNIGHT = 24 * 60
_EVERY = frozenset(range(7))
_WEEKDAYS, _WEEKEND = frozenset(range(5)), frozenset({5, 6})
_NAMES = {
    name: number
    for number, names in enumerate((
        "mon monday mondays", "tue tues tuesday tuesdays", "wed weds wednesday wednesdays",
        "thu thur thurs thursday thursdays", "fri friday fridays", "sat saturday saturdays",
        "sun sunday sundays",
    ))
    for name in names.split()
}  # fmt: skip
_SETS = {
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays"), _WEEKDAYS),
    **dict.fromkeys(("weekend", "weekends"), _WEEKEND),
    **dict.fromkeys(("daily", "everyday"), _EVERY),
}
_PARTS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("morning", "mornings"), (0, 12 * 60)),
    **dict.fromkeys(("afternoon", "afternoons"), (12 * 60, 17 * 60)),
    **dict.fromkeys(("evening", "evenings", "night", "nights"), (17 * 60, _MIDNIGHT)),
    **dict.fromkeys(("lunch", "lunchtime"), (12 * 60, 14 * 60)),
    "anytime": (0, _MIDNIGHT),
}
_PHRASES = (
    (r"\b(?:business|office|work(?:ing)?) (?:hours|times?)\b", " 9:00-17:00 "),
    (r"\bafter (?:work|hours)\b", " after 17:00 "),
    (r"\bbefore work\b", " before 9:00 "),
    (
        r"\b(?:all day|any ?time|whole day|always)(?= (?:after|before|from|until|till|between)\b)",
        " ",
    ),
    (r"\b(?:all day|any time|whole day|always)\b", " anytime "),
    (r"\b(?:every|each|any) ?day\b", " daily "),
    (r"\bworking days\b", " weekdays "),
    (r"\bnoon\b|\bmidday\b", " 12:00 "),
    (r"\bmidnight\b", " 24:00 "),
    (r"\bo'?clock\b", " "),
    (r"\bthrough\b|\bthru\b", "-"),
    (r"[\u2010-\u2015]", "-"),
    (r"\b(?:or|and) (?:later|onwards?|after)\b|\bonwards?\b", "+"),
    (r"\b(?:or|and) (?:earlier|before)\b", " earlier "),
    (r"\ba\.m\.?", "am"),
    (r"\bp\.m\.?", "pm"),
    (r"(?<=\d)\s?a\.m\.?", "am"),
    (r"(?<=\d)\s?p\.m\.?", "pm"),
)  # fmt: skip
_IDLE = frozenset({
    "only", "best", "call", "calls", "please", "me", "them", "prefers", "prefer", "preferred",
    "preferably", "usually", "the", "in", "on", "during", "at", "every", "each",
})  # fmt: skip
"""Words that change nothing: `best in the mornings`."""
_NOT = frozenset({"not", "never", "no", "except", "but"})
_TOKEN = re.compile(
    r"(?P<time>\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm|a(?![a-z])|p(?![a-z])|h(?![a-z])|uhr)?)(?![\w:])"
    r"|(?P<word>[^\W\d_]+)|(?P<mark>[-,;/&+])|(?P<other>\S)"
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s?(am|pm|a|p|h|uhr)?")
_FROM, _TO = frozenset({"after", "from", "since"}), frozenset({"before", "until", "till", "til"})
_JOIN = frozenset({",", "/", "&", "and", "or", "nor", "plus", "+"})
_LONGEST = 400
_EXAMPLES = '"weekdays after 5pm", "mornings", "tue 9-12, thu after 2pm", "not mondays"'


class _Time:
    """A clock as typed: minutes after midnight, and whether its half of the day was said."""

    def __init__(self, minutes: int, *, bare: bool) -> None:
        self.minutes, self.bare = minutes, bare


@lru_cache(maxsize=512)
def read_reach(text: str) -> Week:
    """The week in which a person asks for calls, on their own clock.

    Args:
        text: As they said it, or as `reach_text` wrote it.

    Raises:
        CallqError: A part of it can't be read, may mean two things, or leaves no time.
    """
    week = _Reader(text).week()
    if week == NEVER:
        raise CallqError(
            f'"{text}" leaves no time to call them.', hint=f"Write it like {_EXAMPLES}.",
            name="reach-never",
        )  # fmt: skip
    return week


def reach_text(week: Week) -> str:
    """A week as stored: `mon-fri 17:00-24:00; sat 9:00-12:00`; empty for any time."""
    return "" if week == ANY_TIME else "; ".join(_clauses(week, _days_text, _stored))


def reach_words(text: str) -> str:
    """Stored hours as a rep says them: `weekdays after 5:00 PM; Sat 9:00 AM to 12:00 PM`."""
    return "; ".join(_clauses(read_reach(text), _days_words, _said)) if text else "any time"


class _Reader:
    """Reads one text; used only within `read_reach`."""

    def __init__(self, text: str) -> None:
        self.text = text
        plain = text.lower()
        for pattern, instead in _PHRASES:
            plain = re.sub(pattern, instead, plain)
        self.tokens = [
            (str(match.lastgroup), match.group().strip())
            for match in _TOKEN.finditer(plain)
            if match.group() not in _IDLE
        ]
        self.place = 0
        if len(text) > _LONGEST or not self.tokens:
            self.refuse("it names no days or times")

    def refuse(self, why: str, *instead: str) -> NoReturn:
        proposed = " or ".join(f'"{one}"' for one in instead) or _EXAMPLES
        raise CallqError(
            f'Can\'t read their hours "{self.text[:_LONGEST]}": {why}.',
            hint=f"Write it like {proposed}.",
            name="unknown-reach",
        )

    def week(self) -> Week:
        plus: list[Week] = []
        minus: list[Week] = []
        while self.place < len(self.tokens):
            if self.take(_JOIN | {";"}):
                continue
            negated = False
            while self.take(_NOT):
                negated = True
            (minus if negated else plus).append(self.clause(negated=negated))
        found = _union(plus) if plus else ANY_TIME
        return _without(found, _union(minus)) if minus else found

    def clause(self, *, negated: bool) -> Week:
        joins = frozenset({"and", "or", "nor", "&", "/"}) if negated else _JOIN
        days, mixed = self.days(joins)
        start = self.place
        if days is not None:
            self.skip(joins)
        windows = self.windows()
        if windows is None:
            self.place = start
        elif days is not None and mixed:
            self.refuse("it isn't clear which days the time is for", "sat-sun; mon after 5pm")
        elif days is None:
            days = self.days_after(joins)
        if days is None and windows is None:
            self.unknown()
        day = windows if windows is not None else ((0, _MIDNIGHT),)
        return tuple(day if i in (days or _EVERY) else () for i in range(7))

    def unknown(self) -> NoReturn:
        _, text = self.tokens[self.place]
        self.refuse(f'"{text}" isn\'t a day or a time')

    def days_after(self, joins: frozenset[str]) -> frozenset[int] | None:
        """The days after a time, unless they begin the next part: `after 5pm on weekdays`."""
        start = self.place
        self.skip(joins)
        days, _ = self.days(joins)
        after = self.place
        self.skip(joins)
        if days is not None and self.windows() is None:
            self.place = after
            return days
        self.place = start
        return None

    # Days -----------------------------------------------------------------------------------------

    def days(self, joins: frozenset[str]) -> tuple[frozenset[int] | None, bool]:
        """A list of days, and whether it mixes sets with names; None if there are none."""
        found: frozenset[int] = frozenset()
        kinds = set()
        while True:
            start = self.place
            if found:
                self.skip(joins)
            kind = self.peek()[1] in _SETS
            one = self.one_day()
            if one is None:
                self.place = start
                break
            found |= one
            kinds.add(kind)
        return (found or None), len(kinds) > 1

    def one_day(self) -> frozenset[int] | None:
        kind, word = self.peek()
        if kind != "word":
            return None
        if word in _SETS:
            self.place += 1
            return _SETS[word]
        first = _NAMES.get(word)
        if first is None:
            return None
        self.place += 1
        start = self.place
        if self.take({"-", "to", "until"}):
            last = _NAMES.get(self.peek()[1])
            if last is not None:
                self.place += 1
                return frozenset((first + i) % 7 for i in range((last - first) % 7 + 1))
        self.place = start
        return frozenset({first})

    # Times ----------------------------------------------------------------------------------------

    def windows(self) -> Day | None:
        """A list of windows of the day; None if there are none."""
        found: list[tuple[int, int]] = []
        while True:
            start = self.place
            if found:
                self.skip(_JOIN)
            one = self.window()
            if one is None:
                self.place = start
                break
            found.append(one)
        return _merged(found) if found else None

    def window(self) -> tuple[int, int] | None:
        kind, word = self.peek()
        if word in _PARTS:
            self.place += 1
            return _PARTS[word]
        if kind == "word" and word == "between":
            self.place += 1
            return self.span(self.clock(), {"and", "-", "to"})
        if word in _FROM:
            self.place += 1
            return self.after(self.clock())
        if word in _TO:
            self.place += 1
            return 0, _as_end(self.clock())
        if kind == "time":
            return self.from_clock()
        return None

    def after(self, start: _Time) -> tuple[int, int]:
        if self.peek()[1] in ("-", "to", "until", "till", "and") and self.is_time(self.place + 1):
            return self.span(start, {"-", "to", "until", "till", "and"})
        hour = start.minutes // 60
        if start.bare and hour in (7, 8):
            self.refuse(f"{hour} may be morning or evening", f"after {hour}pm", f"after {hour}am")
        return _as_start(start), _MIDNIGHT

    def from_clock(self) -> tuple[int, int]:
        start = self.clock()
        if self.take({"+"}):
            return self.after(start)
        if self.take({"earlier"}):
            return 0, _as_end(start)
        if self.peek()[1] not in ("-", "to", "until", "till"):
            shown = time_of_day(_as_start(start)).replace(":00 ", "").lower()
            why = "it's one moment, and calls need a window"
            self.refuse(why, f"after {shown}", f"before {shown}")
        return self.span(start, {"-", "to", "until", "till"})

    def span(self, start: _Time, between: set[str]) -> tuple[int, int]:
        if not self.take(between):
            self.refuse("a time is missing", "9-12", "between 9am and noon")
        end = self.clock()
        first, last = start.minutes, end.minutes
        if start.bare and not end.bare:
            # "2-5pm" is all afternoon; "10-2pm" begins in the morning.
            first += 720 if first < 720 <= last and first + 720 < last else 0
        elif start.bare and end.bare:
            if first // 60 in (7, 8) and first < last <= 11 * 60:
                shown = f"{first // 60}", f"{last // 60}"
                both = (f"{shown[0]}{half}-{shown[1]}{half}" for half in ("am", "pm"))
                self.refuse("it may be morning or evening", *both)
            first = _as_start(start)
            last += 720 if last < first or (last == first < 720) else 0
        elif end.bare and last <= first and last + 720 > first:
            last += 720
        if not first < last <= _MIDNIGHT:
            self.refuse("it ends before it begins", "9am-5pm", "after 8pm")
        return first, last

    def clock(self) -> _Time:
        kind, text = self.peek()
        match = _CLOCK.fullmatch(text) if kind == "time" else None
        if match is None:
            self.refuse("a time is missing", "after 5pm", "9-12")
        self.place += 1
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
        if half in ("a", "p"):
            valid = 1 <= hour <= 12
            hour = hour % 12 + (12 if half == "p" else 0)
        else:
            valid = hour <= 23 or (hour, minute) == (24, 0)
        if not valid or minute > 59:
            self.refuse(f'"{text}" isn\'t a time of day')
        bare = not half and match[2] is None and 1 <= hour <= 12
        return _Time(hour * 60 + minute, bare=bare)

    # Tokens ---------------------------------------------------------------------------------------

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("", "")

    def is_time(self, place: int) -> bool:
        return place < len(self.tokens) and self.tokens[place][0] == "time"

    def take(self, words: frozenset[str] | set[str]) -> bool:
        found = self.peek()[1] in words
        self.place += found
        return found

    def skip(self, words: frozenset[str]) -> None:
        while self.take(words):
            pass


def _as_start(time: _Time) -> int:
    # No one asks for calls at 5 in the morning: "after 5" is after work.
    return time.minutes + 720 if time.bare and 1 <= time.minutes // 60 <= 6 else time.minutes


def _as_end(time: _Time) -> int:
    return time.minutes + 720 if time.bare and 1 <= time.minutes // 60 <= 7 else time.minutes


def _merged(windows: list[tuple[int, int]]) -> Day:
    found: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def _union(weeks: list[Week]) -> Week:
    return tuple(_merged([window for week in weeks for window in week[i]]) for i in range(7))


def _without(week: Week, other: Week) -> Week:
    return common(week, tuple(map(_rest, other)))


def _rest(day: Day) -> Day:
    """The hours of a day that aren't in its windows."""
    edges = [0, *(edge for window in day for edge in window), _MIDNIGHT]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((start, end) for start, end in pairs if start < end)


# Writing ------------------------------------------------------------------------------------------


def _clauses(
    week: Week,
    days_of: Callable[[list[int]], str],
    window_of: Callable[[tuple[int, int]], str],
) -> list[str]:
    by_windows: dict[Day, list[int]] = {}
    for number, day in enumerate(week):
        if day:
            by_windows.setdefault(day, []).append(number)
    return [
        f"{days_of(days)} {' and '.join(map(window_of, day))}".strip()
        if day != ((0, _MIDNIGHT),) else days_of(days)
        for day, days in by_windows.items()
    ]  # fmt: skip


def _runs(days: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for day in days:
        if found and found[-1][1] == day - 1:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def _days_text(days: list[int]) -> str:
    if len(days) == len(_EVERY):
        return ""
    runs = ((SHORT_DAYS[first].lower(), SHORT_DAYS[last].lower()) for first, last in _runs(days))
    return " and ".join(one if one == other else f"{one}-{other}" for one, other in runs)


def _days_words(days: list[int]) -> str:
    named = {_WEEKDAYS: "weekdays", _WEEKEND: "weekends", _EVERY: ""}.get(frozenset(days))
    if named is not None:
        return named
    runs = [(SHORT_DAYS[first], SHORT_DAYS[last]) for first, last in _runs(days)]
    return ", ".join(one if one == other else f"{one}-{other}" for one, other in runs)


def _stored(window: tuple[int, int]) -> str:
    return "-".join(f"{edge // 60}:{edge % 60:02}" for edge in window)


def _said(window: tuple[int, int]) -> str:
    start, end = window
    if start == 0:
        return f"before {time_of_day(end)}"
    if end == _MIDNIGHT:
        return f"after {time_of_day(start)}"
    return f"{time_of_day(start)} to {time_of_day(end)}"
