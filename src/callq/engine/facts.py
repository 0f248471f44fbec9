"""Turns what is known of a person before a call into facts for `callq.engine.chance`.

Numbers become their magnitude and, inside it, themselves; ages become tens. What says *when* or
*who* rather than what someone is like stays out: dates, months, weekdays, addresses, long texts.
"""

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from callq.engine.chance import HISTORY, Fact, Facts

NEVER = "never"
"""The history of people who haven't been spoken to."""
_TRIES = (1, 2, 3, 5, 10)
_SINCE = (("hour", 3600), ("day", 86_400), ("week", 7 * 86_400), ("month", 31 * 86_400),
          ("quarter", 92 * 86_400), ("year", 366 * 86_400))  # fmt: skip
_LONGEST = 60
_AGE = re.compile(r"(?i)(?<![^\W_])(?:age|alter|edad|âge)(?![^\W_])")
_NUMBER = re.compile(r"[^\w\s.,-]?\s?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)\s?[^\w\s]?")
_ABOUT_WHEN = re.compile(
    r"(?i)(?<![^\W_])(?:date|month|weekday|day.of.week|day|year|quarter|time|timestamp|created|"
    r"updated|modified|datum|monat|wochentag|fecha|mes)(?![^\W_])"
)
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_IS_WHEN = re.compile(
    rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}.*|\d{{1,2}}:\d\d.*|"
    rf"{_MONTH}\.?(?:\s+\d{{1,4}}.*)?|\d{{1,2}}\.?\s+{_MONTH}\b.*|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?"
)
_IS_WHO = re.compile(r"@|://|^www\.")
_AFTERWARDS = re.compile(
    r"(?i)(?<![^\W_])(?:duration|call.(?:length|seconds|notes?)|talk.?time|stage|"
    r"(?:lead|deal|call|contact).status|won|outcome|disposition|result)(?![^\W_])"
)
_BEFORE = re.compile(r"(?i)p|(?:prev|previous|prior|past|earlier|former|last)(?:[ _.-]*campaign)?")
_ENDED = re.compile(r"(?i)[ _.-]*(?:outcome|result|disposition|response)$")
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
    return Fact("tries", (str(max((n for n in _TRIES if n <= misses), default=0)),))


def since_of(seconds: float) -> Fact:
    """How long ago the last call was."""
    return Fact("since", (next((word for word, most in _SINCE if seconds <= most), "longer"),))


@lru_cache(maxsize=_MOST_CACHED)
def fact_of(column: str, cell: str) -> Fact | None:
    """A cell of any column as a fact; None if it says nothing, or when or who instead of what."""
    text = " ".join(cell.split()).casefold()
    if not text or len(text) > _LONGEST or _IS_WHO.search(text) or _IS_WHEN.fullmatch(text):
        return None
    number = _NUMBER.fullmatch(text)
    if number is None:
        return Fact(column, (text,))
    value = float(number[1].replace(",", ""))
    if _AGE.search(column):
        return Fact(column, (f"{value // 10:.0f}0s",))
    if not value:
        return Fact(column, ("0",))
    magnitude = math.floor(math.log2(abs(value)))
    return Fact(column, (f"{'-' if value < 0 else ''}2^{magnitude}", f"{value:.4g}"))


@lru_cache(maxsize=_MOST_CACHED)
def is_telling(column: str) -> bool:
    """Whether a column can say what someone is like: not when, and nothing known only later."""
    return not (_ABOUT_WHEN.search(column) or _AFTERWARDS.search(column))


@lru_cache(maxsize=_MOST_CACHED)
def is_earlier_outcome(column: str) -> bool:
    """Whether a file calls the column an earlier outcome, like "Previous result" or "poutcome"."""
    ended = _ENDED.search(column)
    return bool(ended and _BEFORE.fullmatch(column[: ended.start()].strip()))


def kind_in(cell: str) -> str:
    """The kind of number that a cell names, in callq's words; empty for none."""
    return _KINDS.get(cell.strip().casefold(), "")


def earlier_in(cell: str) -> str:
    """The earlier outcome that a cell names; empty for none."""
    text = " ".join(cell.split()).casefold()[:_LONGEST]
    return "" if text in _NOTHING_BEFORE else text


def of_person(
    columns: Iterable[tuple[str, str]], tags: Iterable[str], kind: str
) -> tuple[Facts, str, str]:
    """What a person's record says, apart from our own calls.

    Args:
        columns: Names and cells: list, zone, title and all custom fields.
        tags: Their tags.
        kind: The kind of their number, empty when unknown.

    Returns:
        The facts, the kind of number and an outcome before our own calls, each empty if unknown.
    """
    facts, earlier = [], ""
    for column, cell in columns:
        if is_earlier_outcome(column):
            earlier = earlier or earlier_in(cell)
        elif named := kind_in(cell):
            kind = kind or named
        elif is_telling(column) and (fact := fact_of(column, cell)):
            facts.append(fact)
    facts += [Fact(f"tag {tag}", ("yes",)) for tag in tags]
    if kind:
        facts.append(Fact("kind", (kind,)))
    return tuple(facts), kind, earlier
