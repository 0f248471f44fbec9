"""Reads the call logs of phone systems: who was on the other end, which way, and how it ended.

A phone system's log has a row for each call, with our own line at one end. Here every
row becomes one of the other person, with the columns of any list of calls.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from callq.errors import CallqError, Exit
from callq.importing.readers.table import Row, Rows, Table
from callq.named_tuple import NamedTuple

OUT, IN, INTERNAL, WRITTEN = "outgoing", "incoming", "internal", "written"
HEADERS = (
    *("Name", "Phone", "Direction", "Call Date", "Outcome", "Call Duration", "Call Notes"),
    "Agent Name",
)  # fmt: skip
"""The columns every log comes to; those it doesn't need follow under their own headers."""
_MISSED = re.compile(
    r"miss|unanswer|no.?answer|abandon|reject|declin|blocked|hang.?up|not answered", re.IGNORECASE
)
_SPOKEN = re.compile(
    r"(?:call )?(?:completed|answered|connected|accepted|success(?:ful)?|answer|picked up|ok|"
    r"normal.?clearing|yes|true|talked)", re.IGNORECASE
)  # fmt: skip
_SILENT = re.compile(
    r"no.?answer|cancell?ed|failed|congestion|unanswered|not answered|no|false|ringing|"
    r"hang ?up|abandoned|chanunavail|stopped|call failed|rejected|declined|queued|missed",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:(?:tele)?fax(?:es)?|sms|mms|text(?: message)?|messages?|chat|email)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\+?[\d\s().\-/]{2,24}\d")
_NAMED = re.compile(
    r'"?(?P<name>[^"<(]*[^\W\d_][^"<(]*?)"?\s*[(<]\s*(?P<number>\+?[\d\s.\-/]{2,20})\s*[)>]'
)
_SPELLED = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?")
_WEEKDAY = re.compile(
    r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+(\d\d?)/(\d\d?)/(\d{4})", re.IGNORECASE
)
_LONGEST_EXTENSION = 6
_SAMPLE, _MOST = 400, 0.6


class Entry(NamedTuple):
    """One call of a log."""

    line: int
    direction: str
    """`OUT`, `IN`, `INTERNAL`, or `WRITTEN` for a fax or text message."""
    number: str
    """The other end's, as written; empty when the log hides it."""
    at: str
    """When it began, as written, or ISO."""
    seconds: int | None
    """How long they spoke."""
    outcome: str
    """How it ended: the system's own words, or "Connected", "No answer" and the like."""
    answered: bool
    name: str
    agent: str
    note: str
    company: str
    row: Row


@dataclass(frozen=True, slots=True)
class CallLog:
    """How a table tells of calls."""

    table: Table
    at: Mapping[str, int]
    """The column of each part."""
    own: frozenset[str]
    """Our own numbers: the digits that most calls have on one end."""
    kinds: frozenset[str]
    """The words of the direction column."""
    media: tuple[int, ...] = ()
    """The columns that tell a call from a fax or text message."""

    def entries(self) -> Iterator[Entry]:
        """Yields the calls of the table's rows, which are used up."""
        return map(self._entry, self.table.rows)

    def _entry(self, row: Row) -> Entry:
        direction, number, name = self._ends(row)
        name = "" if _is_nameless(name) else name
        if any(_WRITTEN.search(row.cells[place]) for place in self.media):
            direction, number = WRITTEN, ""
        seconds, answered, outcome = self._end(row, direction)
        return Entry(
            row.line, direction, number, self._moment(row), seconds, outcome, answered, name,
            self._cell(row, "agent"), self._cell(row, "note"), self._cell(row, "company"), row,
        )  # fmt: skip

    def _cell(self, row: Row, part: str) -> str:
        at = self.at.get(part)
        return row.cells[at].strip() if at is not None else ""

    def _ends(self, row: Row) -> tuple[str, str, str]:
        """Returns direction, number and name of the other end."""
        said = self._direction(row)
        name = self._cell(row, "name")
        if "other" in self.at and not {"from", "to"} <= set(self.at):
            number, inner = _number(self._cell(row, "other"))
            return said or (IN if "own" in self.at else OUT), number, name or inner
        (one, caller), (two, called) = (_number(self._cell(row, end)) for end in ("from", "to"))
        ours, theirs = (self._is_ours(each) for each in (one, two))
        if not said:
            said = INTERNAL if ours and theirs else IN if theirs and not ours else OUT
        if said == IN:
            name = (
                self._cell(row, "from_name")
                or name
                or caller
                or _number(self._cell(row, "clid"))[1]
            )
            return IN, "" if ours else one, name
        if said == OUT:
            return (
                OUT,
                "" if theirs and not ours else two,
                self._cell(row, "to_name") or name or called,
            )
        return INTERNAL, "", ""

    def _is_ours(self, number: str) -> bool:
        digits = _digits(number)
        return digits in self.own or 0 < len(digits) <= _LONGEST_EXTENSION

    def _direction(self, row: Row) -> str:
        cell = self._cell(row, "direction").casefold().replace(" ", "-")
        if cell in {"1", "2", "3", "4", "5", "6", "10"}:
            return _numbered(cell, self.kinds, fritz="own" in self.at)
        ways = _vocabulary().directions
        return ways.get(cell) or next(filter(None, map(ways.get, cell.split("-"))), "")

    def _end(self, row: Row, direction: str) -> tuple[int | None, bool, str]:
        """Returns how long they spoke, whether they did, and how it ended."""
        # FRITZ!Box counts hours and minutes; its directions are numbers, beside our own line.
        hours = "own" in self.at and bool(self.kinds & {"1", "2", "4"})
        seconds = _seconds(self._cell(row, "duration"), hours=hours)
        result, kind = self._cell(row, "result"), self._cell(row, "direction").casefold()
        kind = "missed" if kind in {"2", "3", "5", "10"} and direction == IN else kind
        if direction == IN and (_MISSED.search(kind) or _MISSED.search(result)):
            return seconds, False, "No answer"
        if kind in {"cancelled", "canceled"} or _SILENT.fullmatch(result):
            return None, False, "No answer"
        if _SPOKEN.fullmatch(result):
            spoke = seconds is None or seconds > 0
            return seconds, spoke, "Connected" if spoke else "No answer"
        if result and not result.isdigit():
            return seconds, True, result
        spoke = bool(seconds)
        return seconds, spoke, "Connected" if spoke else "No answer"

    def _moment(self, row: Row) -> str:
        """Returns when a call began: ISO where the log has seconds since 1970."""
        text = self._cell(row, "time")
        clock = self._cell(row, "clock")
        if clock and ":" not in text:
            text = f"{text} {clock}"
        if match := _WEEKDAY.match(text):
            text = _by_weekday(*match.groups()) + text[match.end() :]
        if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
            return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
        if (
            text
            and "utc" in self.table.headers[self.at["time"]].casefold()
            and re.search(r":\d\d$", text)
        ):
            text += "Z"
        return text


def recognized(table: Table) -> CallLog | None:
    """Returns how a table tells of calls, or None if it isn't the call log of a phone system."""
    headers: Sequence[str] = table.headers
    sample = table.sample(_SAMPLE)
    if headers[:1] == ("column 1",) and _is_master(sample):
        headers = _vocabulary().asterisk[: len(headers)]
    at = _columns(headers)
    ends = {"from", "to"} <= set(at)
    directed = "direction" in at and _tells_directions(sample, at["direction"])
    lone = "other" in at and ((directed and "duration" in at) or ("own" in at and "result" in at))
    ends = (
        ends and ("time" in at or directed) and bool({"duration", "result", "direction"} & set(at))
    )
    if not (ends or (lone and "time" in at)):
        return None
    if not directed:
        at.pop("direction", None)
    if not (ends and _holds_numbers(sample, at["from"]) and _holds_numbers(sample, at["to"])):
        if not lone:
            return None
        at = {part: place for part, place in at.items() if part not in {"from", "to"}}
    kinds = {row.cells[at["direction"]].strip() for row in sample} if directed else ()
    return CallLog(table, at, _own(sample, at), frozenset(kinds), tuple(_media(headers)))


def _refuse_numberless(table: Table) -> None:
    """Refuses a log that says when calls were and how they ended, but not with which numbers."""
    from callq.importing.headers import names_anyone

    at = _columns(table.headers)
    if not {"direction", "time"} <= set(at) or not {"duration", "result"} & set(at):
        return
    directed = _tells_directions(table.sample(_SAMPLE), at["direction"])
    ends = {"from", "to", "other", "clid"} & set(at)
    if directed and not ends and not names_anyone(table.headers):
        raise CallqError(
            f"{table.name} is a call log without phone numbers: it has only "
            f"{', '.join(table.headers[:6])}.",
            hint="Export it with the numbers on both ends.",
            code=Exit.BAD_FILE,
            name="log-without-numbers",
        )


def unfold(table: Table, mapped: Collection[str] = ()) -> Table:
    """Returns a phone system's log as a list of the people called; any other table as it is.

    Args:
        table: The opened table.
        mapped: Headers that the user gave a field; those of the log leave it as it is.
    """
    log = recognized(table)
    if log is None and not mapped:
        _refuse_numberless(table)
    if log is None or (set(mapped) & set(table.headers)) - set(HEADERS):
        return table
    from callq.importing.headers import simplified

    used, left_out = set(log.at.values()), _vocabulary().left_out
    rest = [
        place
        for place, header in enumerate(table.headers)
        if place not in used and simplified(header) not in left_out
    ]
    headers = (*HEADERS, *(_free(table.headers[place]) for place in rest))
    numbers = f"; ours: {', '.join(sorted(log.own))}" if log.own else ""
    remark = f"read as the call log of a phone system{numbers}"
    if log.at.get("company") is not None:
        headers = (*headers, "Company")

    def rows() -> Iterator[Row]:
        for entry in log.entries():
            cells = _cells(entry) + tuple(entry.row.cells[place].strip() for place in rest)
            if "company" in log.at:
                cells += (entry.company,)
            why = () if entry.number else (_unheard(entry),)
            yield Row(entry.line, cells, (*entry.row.problems, *why), entry.row.raw)

    return replace(
        table, headers=headers, rows=Rows(rows()), remarks=(*table.remarks, remark), of_calls=True
    )


def _cells(entry: Entry) -> tuple[str, ...]:
    if not entry.number:
        return ("",) * len(HEADERS)
    seconds = "" if entry.seconds is None else str(entry.seconds)
    return (
        entry.name, entry.number, entry.direction, entry.at, entry.outcome, seconds, entry.note,
        entry.agent,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _is_nameless(name: str) -> bool:
    from callq.importing.headers import simplified

    return simplified(name) in _vocabulary().nameless


def _unheard(entry: Entry) -> str:
    """Returns why an entry is a call with no one."""
    reasons = {INTERNAL: "internal call", WRITTEN: "fax or text message, not a call"}
    return reasons.get(entry.direction, "call without a number")


def _free(header: str) -> str:
    """Returns a header of the rest: those of a call get a mark, for they are read already."""
    from callq.importing.headers import simplified

    parts = {name for names in _vocabulary().columns.values() for name in names}
    return f"{header} (log)" if simplified(header) in parts else header


def _columns(headers: Sequence[str]) -> dict[str, int]:
    """Returns the column of each part of a log."""
    from callq.importing.headers import simplified

    words = [simplified(header) for header in headers]
    at: dict[str, int] = {}
    taken: set[int] = set()
    for part, names in _vocabulary().columns.items():
        for name in names:
            places = [
                place for place, word in enumerate(words) if word == name and place not in taken
            ]
            if places:
                at[part] = places[0]
                taken.add(places[0])
                break
    return at


def _media(headers: Sequence[str]) -> Iterator[int]:
    """Yields the columns that tell a call from a fax or text message."""
    from callq.importing.headers import simplified

    media = _vocabulary().media
    yield from (place for place, header in enumerate(headers) if simplified(header) in media)


class _Vocabulary(NamedTuple):
    """The words of `data/call_logs.toml`."""

    columns: dict[str, list[str]]
    """Simplified headers of each part of a log."""
    directions: dict[str, str]
    """`OUT`, `IN` or `INTERNAL` by word."""
    asterisk: list[str]
    """The columns of its Master.csv, which has no header."""
    left_out: frozenset[str]
    """Simplified headers of columns that tell a rep nothing."""
    media: frozenset[str]
    """Simplified headers of columns that tell a call from a fax or text message."""
    nameless: frozenset[str]
    """What logs write instead of a name."""


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    import tomllib
    from importlib.resources import files

    from callq.importing.headers import simplified

    data = tomllib.loads(files("callq").joinpath("data/call_logs.toml").read_text("utf-8"))
    columns = {part: [*map(simplified, names)] for part, names in data["columns"].items()}
    ways = {word: way for way, words in data["directions"].items() for word in words}
    left_out = frozenset(data["left_out"]["headers"])
    media = frozenset(map(simplified, data["media"]["headers"]))
    nameless = frozenset(map(simplified, data["nameless"]["names"])) - {""}
    return _Vocabulary(columns, ways, data["headers"]["asterisk"], left_out, media, nameless)


def _tells_directions(sample: Sequence[Row], place: int) -> bool:
    """Tells whether the cells of a column say which way calls went."""
    cells = [
        cell.casefold().replace(" ", "-") for row in sample if (cell := row.cells[place].strip())
    ]
    numbered = {"1", "2", "3", "4", "5", "6", "10"}
    ways = _vocabulary().directions
    fits = sum(
        cell in numbered or cell in ways or bool(set(cell.split("-")) & set(ways)) for cell in cells
    )
    return bool(cells) and fits >= _MOST * len(cells)


def _holds_numbers(sample: Sequence[Row], place: int) -> bool:
    cells = [cell for row in sample if (cell := row.cells[place].strip())]
    return bool(cells) and sum(bool(_number(cell)[0]) for cell in cells) >= len(cells) / 2


def _is_master(sample: Sequence[Row]) -> bool:
    fits = {"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"}
    return bool(sample) and all(len(row.cells) >= 16 and row.cells[14] in fits for row in sample)


def _own(sample: Sequence[Row], at: Mapping[str, int]) -> frozenset[str]:
    """Returns the digits of the numbers that are ours: on one end of most calls, or called ours."""
    ends: Counter[str] = Counter()
    for row in sample:
        if "from" in at:
            found = {_digits(_number(row.cells[at[end]])[0]) for end in ("from", "to")}
            ends.update(found - {""})
    others = len(ends) > 2 or len(sample) == 1
    most = {
        digits for digits, count in ends.most_common(1) if count >= _MOST * len(sample) and others
    }
    if len(sample) < 2 or (len(most) == 1 and ends.most_common(1)[0][1] < 2):
        most = set()
    named = (
        {_digits(row.cells[at["own"]]) for row in sample if row.cells[at["own"]].strip()}
        if "own" in at
        else set()
    )
    return frozenset((most | named) - {""})


def _number(cell: str) -> tuple[str, str]:
    """Returns the number in a cell and the name beside it."""
    if match := _NAMED.search(cell[:200]):
        return match["number"].strip(), match["name"].strip().removeprefix("Ext.").strip()
    text = cell.strip().removeprefix("tel:").removeprefix("sip:").partition("@")[0]
    return (text, "") if _NUMBER.fullmatch(text) else ("", "")


def _by_weekday(weekday: str, first: str, second: str, year: str) -> str:
    """Returns a date in numbers as ISO, in the order that its weekday proves; else as written."""
    for month, day in ((first, second), (second, first)):
        with suppress(ValueError):
            at = datetime(int(year), int(month), int(day), tzinfo=UTC)
            if at.strftime("%a") == weekday.title():
                return at.date().isoformat()
    return f"{first}/{second}/{year}"


def _digits(number: str) -> str:
    """Returns the last ten digits, which are alike with and without a country code."""
    return "".join(char for char in number if char.isdecimal())[-10:]


def _numbered(cell: str, kinds: frozenset[str], *, fritz: bool) -> str:
    """Reads the directions of Android (2 is outgoing) and of FRITZ!Box (3 or 4 is)."""
    if not fritz:
        return OUT if cell == "2" else IN
    outgoing = {"4"} if "4" in kinds else {"3"}
    return OUT if cell in outgoing else IN


def _seconds(text: str, *, hours: bool = False) -> int | None:
    """Returns a length in seconds; "0:03" is three minutes where a log counts hours and minutes."""
    from callq.importing.history import seconds_of

    if hours and (match := re.fullmatch(r"(\d{1,2}):([0-5]\d)", text)):
        return int(match[1]) * 3600 + int(match[2]) * 60
    if (match := _SPELLED.fullmatch(text)) and any(match.groups()):
        parts = [int(part or 0) for part in match.groups()]
        return parts[0] * 3600 + parts[1] * 60 + parts[2]
    return seconds_of(text)
