"""Turns what is known of a person before a call into facts for `callq.engine.chance`.

Numbers become their magnitude and, inside it, themselves; ages become tens. What says *when* or
*who* rather than what someone is like stays out: dates, months, weekdays, addresses, long texts.
"""

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from callq.engine.chance import HISTORY, Fact, Facts
from callq.engine.rulebook import TRIES
from callq.named_tuple import NamedTuple

KIND = "kind"
"""The column of the kind of number."""
NEVER = "never"
"""The history of people who haven't been spoken to."""
_SINCE = (("hour", 3600), ("day", 86_400), ("week", 7 * 86_400), ("month", 31 * 86_400),
          ("quarter", 92 * 86_400), ("year", 366 * 86_400))  # fmt: skip
_LONGEST = 60
# Text, compiled at first use: a command that ranks one person needs few of them.
_NUMBER = r"[^\w\s.,-]?\s?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s?[^\w\s]?"
_DATE_OR_TIME = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}:\d\d"
_DAY_OF_MONTH = r"(?:\d{1,2}\.?\s+)?([^\W\d_]+)"
_BETWEEN_WORDS = r"[\W_]+"
_AGE = frozenset(("age", "alter", "edad", "âge"))
_ABOUT_WHEN = frozenset((
    "date", "month", "weekday", "day", "year", "quarter", "time", "timestamp", "created",
    "updated", "modified", "datum", "monat", "wochentag", "fecha", "mes",
))  # fmt: skip
_MONTHS = frozenset((
    "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june",
    "jul", "july", "aug", "august", "sep", "sept", "september", "oct", "october", "nov",
    "november", "dec", "december",
))  # fmt: skip
_WEEKDAYS = frozenset((
    "mon", "monday", "tue", "tues", "tuesday", "wed", "wednesday", "thu", "thurs", "thursday",
    "fri", "friday", "sat", "saturday", "sun", "sunday",
))  # fmt: skip
_AFTERWARDS = frozenset((
    "duration", "stage", "won", "outcome", "disposition", "result", "talktime", "talk time",
    "call length", "call seconds", "call note", "call notes", "lead status", "deal status",
    "call status", "contact status",
))  # fmt: skip
_BEFORE = frozenset(["p", "prev", "previous", "prior", "past", "earlier", "former", "last"])
_ENDED = ("outcome", "result", "disposition", "response")
_SEPARATORS = " _.-"
_KINDS = {
    **dict.fromkeys(("mobile", "cell", "cellular", "cell phone", "mobile phone"), "mobile"),
    **dict.fromkeys(("landline", "telephone", "fixed", "fixed line", "land line"), "landline"),
    "voip": "voip",
}
_NOTHING_BEFORE = {"nonexistent", "none", "never", "no", "n/a", "na", "-", "null", "new"}
_MOST_CACHED = 8192


def history_of(words: Iterable[str], kind: str) -> Fact:
    """How the last conversation ended, then the same with the kind of number.

    Args:
        words: Names of the outcome, the widest first; empty for no conversation so far.
        kind: `mobile`, `landline` or `voip`; empty when unknown.
    """
    nested = tuple(dict.fromkeys(words)) or (NEVER,)
    return Fact(HISTORY, (*nested, f"{nested[-1]}, {kind}") if kind else nested)


def tries_of(misses: int) -> Fact:
    """How many calls in a row came to nothing."""
    return Fact("tries", (str(max((n for n in TRIES if n <= misses), default=0)),))


def since_of(seconds: float) -> Fact:
    """How long ago the last call was."""
    return Fact("since", (next((word for word, most in _SINCE if seconds <= most), "longer"),))


@lru_cache(maxsize=_MOST_CACHED)
def fact_of(column: str, cell: str) -> Fact | None:
    """A cell of any column as a fact; None if it says nothing, or when or who instead of what."""
    text = " ".join(cell.split()).casefold()
    if not text or len(text) > _LONGEST or _is_who(text) or _is_when(text):
        return None
    number = re.fullmatch(_NUMBER, text)
    if number is None:
        return Fact(column, (text,))
    value = float(number[1].replace(",", ""))
    if _AGE.intersection(_words(column)):
        return Fact(column, (f"{value // 10:.0f}0s",))
    if not value:
        return Fact(column, ("0",))
    magnitude = math.floor(math.log2(abs(value)))
    return Fact(column, (f"{'-' if value < 0 else ''}2^{magnitude}", f"{value:.4g}"))


@lru_cache(maxsize=_MOST_CACHED)
def is_telling(column: str) -> bool:
    """Whether a column can say what someone is like: not when, and nothing known only later."""
    words = _words(column)
    pairs = (" ".join(pair) for pair in pairwise(words))
    return _ABOUT_WHEN.isdisjoint(words) and _AFTERWARDS.isdisjoint((*words, *pairs))


@lru_cache(maxsize=_MOST_CACHED)
def is_earlier_outcome(column: str) -> bool:
    """Whether a file calls the column an earlier outcome, like "Previous result" or "poutcome"."""
    name = column.casefold()
    end = next((end for end in _ENDED if name.endswith(end)), "")
    before = name.removesuffix(end).strip(_SEPARATORS).removesuffix("campaign")
    return bool(end) and before.strip(_SEPARATORS) in _BEFORE


def _words(column: str) -> list[str]:
    return re.split(_BETWEEN_WORDS, column.casefold())


def _is_who(text: str) -> bool:
    return "@" in text or "://" in text or text.startswith("www.")


def _is_when(text: str) -> bool:
    """Whether a cell is a date, a time, a month or a weekday."""
    if text in _WEEKDAYS or re.match(_DATE_OR_TIME, text):
        return True
    named = re.match(_DAY_OF_MONTH, text)
    if named is None or named[1] not in _MONTHS:
        return False
    after = text[named.end() :].removeprefix(".")
    return text[0].isdigit() or not after or (after[0] == " " and after.lstrip()[:1].isdigit())


def kind_in(cell: str) -> str:
    """The kind of number that a cell names, in callq's words; empty for none."""
    return _KINDS.get(cell.strip().casefold(), "")


def earlier_in(cell: str) -> str:
    """The earlier outcome that a cell names; empty for none."""
    text = " ".join(cell.split()).casefold()[:_LONGEST]
    return "" if text in _NOTHING_BEFORE else text


@lru_cache(maxsize=_MOST_CACHED)
def read_cell(column: str, cell: str) -> Fact | None:
    """What one cell of a record says: an earlier outcome, the kind of number, or any other fact."""
    if is_earlier_outcome(column):
        earlier = earlier_in(cell)
        return Fact(HISTORY, (earlier,)) if earlier else None
    if named := kind_in(cell):
        return Fact(KIND, (named,))
    return fact_of(column, cell) if is_telling(column) else None


class OfRecord(NamedTuple):
    """What a person's record says before any call of ours."""

    facts: Facts
    kind: str
    """Of their number; empty when unknown."""
    earlier: str
    """An outcome from before our own calls; empty if there's none."""


def of_record(columns: Iterable[tuple[str, str]], tags: Iterable[str], kind: str) -> OfRecord:
    """What a person's record says, apart from our own calls.

    Args:
        columns: Names and cells: list, zone, title and all custom fields.
        tags: Their tags.
        kind: The kind of their number, empty when unknown.
    """
    facts, earlier = [], ""
    for column, cell in columns:
        fact = read_cell(column, cell)
        if fact is None:
            continue
        if fact.column == HISTORY:
            earlier = earlier or fact.values[0]
        elif fact.column == KIND:
            kind = kind or fact.values[0]
        else:
            facts.append(fact)
    facts += [Fact(f"tag {tag}", ("yes",)) for tag in tags]
    if kind:
        facts.append(Fact(KIND, (kind,)))
    return OfRecord(tuple(facts), kind, earlier)


class Before(NamedTuple):
    """Our own calls with someone, as far as they matter before the next one."""

    words: tuple[str, ...] = ()
    """Names of how the last conversation ended, the widest first; empty for none so far."""
    reason: str = ""
    misses: int = 0
    """Calls in a row that came to nothing since."""
    since: int | None = None
    """Seconds from the last call to the next one, at the earliest; None before the first."""


def known_before(record: OfRecord, before: Before) -> Facts:
    """All facts on someone before a call."""
    words = before.words or ((record.earlier,) if record.earlier else ())
    facts = [history_of(words, record.kind), tries_of(before.misses)]
    if before.reason:
        facts.append(Fact("reason", (before.reason,)))
    if before.since is not None:
        facts.append(since_of(before.since))
    return (*facts, *record.facts)
