"""Which people: the words of a filter as a rep types them, and what its amounts and times mean."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from callq.engine.spans import Span, SpanError, local_time, read_span
from callq.errors import CallqError
from callq.named_tuple import NamedTuple


class Filter(NamedTuple):
    """Which people; empty words leave everyone in. What is relative stays as it was typed."""

    text: str = ""
    """Part of a name, number or email."""
    list_name: str = ""
    owner: str = ""
    """Their owner; `none`: people without one."""
    mine: bool = False
    """Whether the owner is the rep who asks, not one by name."""
    state: str = ""
    """A state, or a verdict of the audit."""
    tags: tuple[str, ...] = ()
    """They have all of these."""
    fields: tuple[str, ...] = ()
    """Custom fields as `NAME=VALUE`; all fit."""
    value: str = ""
    reason: str = ""
    """Why they refused last."""
    last_talk: str = ""
    due: str = ""
    held: bool = False

    @property
    def typed(self) -> dict[str, Any]:
        """What isn't empty, by name."""
        return {name: value for name, value in self._asdict().items() if value}


UNOWNED = "none"
NOW = "now"
NEVER = "never"
_SIGNS = {">": ">", ">=": ">=", "<": "<", "<=": "<=", "=": "=", "": "="}
_AMOUNT = re.compile(r"(>=|<=|>|<|=|)\s*(\d[\d_,]*(?:\.\d+)?)")
_WEEKS = {"this week": 0, "next week": 1}
_DAYS = {"today": 0, "tomorrow": 1}


class Amount(NamedTuple):
    """A comparison with a number."""

    sign: str
    number: float


class Between(NamedTuple):
    """From a moment until just before another, in UTC; None: open on that side."""

    start: datetime | None
    end: datetime | None


def stored(one: Filter) -> dict[str, Any]:
    """A filter as a saved view keeps it."""
    return {name: list(v) if isinstance(v, tuple) else v for name, v in one.typed.items()}


def of_stored(record: Mapping[str, Any]) -> Filter:
    """The filter of a saved view; words of a later callq are left out."""
    known = {name: record[name] for name in Filter._fields if name in record}
    lists = {name: tuple(words) for name, words in known.items() if isinstance(words, list)}
    return Filter()._replace(**known | lists)


def narrowed(view: Filter, typed: Filter) -> Filter:
    """A view with what was typed beside it: tags and fields add up, other words replace its."""
    words = typed.typed
    if typed.owner:
        words["mine"] = False
    if typed.mine:
        words["owner"] = ""
    both = {name: (*getattr(view, name), *words.get(name, ())) for name in ("tags", "fields")}
    return view._replace(**{**words, **both})


def in_words(one: Filter) -> str:
    """The filter as it's typed: `--tag vip --due "this week"`."""
    flags = []
    for name, value in one.typed.items():
        flag = f"--{_FLAGS.get(name, name.replace('_', '-'))}"
        values = value if isinstance(value, tuple) else (value,)
        flags += [flag if each is True else f"{flag} {_quoted(str(each))}" for each in values]
    return " ".join(flags)


_FLAGS = {"list_name": "list", "tags": "tag", "fields": "field"}


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w.=@+-]+", text) else "'" + text.replace("'", "'\\''") + "'"


def read_amount(text: str) -> Amount:
    """Reads `>1000`, `<=50`, `1,000`.

    Raises:
        CallqError: `bad-amount`.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise CallqError(
            f'Can\'t read the value "{text}".', hint="Write it like '>1000', '<500' or 1000.",
            name="bad-amount",
        )  # fmt: skip
    return Amount(_SIGNS[match[1]], float(re.sub("[_,]", "", match[2])))


def read_last_talk(text: str, now: datetime, zone: tzinfo) -> Between | None:
    """Reads `>30 days` (longer ago) and `<2 weeks` (since then); None for `never`.

    Raises:
        CallqError: `bad-age`.
    """
    if text.strip().lower() == NEVER:
        return None
    sign, span = text.strip()[:1], text.strip()[1:]
    try:
        back = _before(now, read_span(span if sign in ("<", ">") else ""), zone)
    except (SpanError, OverflowError, ValueError) as error:
        raise CallqError(
            f'Can\'t read how long ago "{text}" is.',
            hint="Write it like '>30 days', '<2 weeks' or never.", name="bad-age",
        ) from error  # fmt: skip
    return Between(None, back) if sign == ">" else Between(back, None)


def read_due(text: str, now: datetime, zone: tzinfo) -> Between:
    """Reads `today`, `tomorrow`, `this week`, `next week` and spans such as `7 days`.

    What begins today has no start: who is overdue is due then, too. Weeks begin on Monday.

    Raises:
        CallqError: `bad-due`.
    """
    words = " ".join(text.lower().split())
    today = local_time(now, zone).date()
    if words in _DAYS:
        first, days = _DAYS[words], 1
    elif words in _WEEKS:
        first, days = 7 * _WEEKS[words] - today.weekday(), 7
    else:
        first, days = 0, _days(text)
    start = _midnight(today, first, zone) if words in ("tomorrow", "next week") else None
    return Between(start, _midnight(today, first + days, zone))


def _days(text: str) -> int:
    try:
        span = read_span(text)
    except SpanError:
        span = Span(0, "")
    if span.unit not in ("d", "w"):
        raise CallqError(
            f"Can't read when they're due: \"{text}\".",
            hint="Write now, today, tomorrow, 'this week', 'next week' or '7 days'.",
            name="bad-due",
        )
    return span.amount * (7 if span.unit == "w" else 1) + 1


def _midnight(today: date, days: int, zone: tzinfo) -> datetime:
    return datetime.combine(today + timedelta(days=days), time(), zone).astimezone(UTC)


def _before(now: datetime, span: Span, zone: tzinfo) -> datetime:
    if span.unit in ("min", "h"):
        return now - timedelta(minutes=span.amount * (60 if span.unit == "h" else 1))
    from dateutil.relativedelta import relativedelta

    names = {"d": "days", "w": "weeks", "mo": "months", "y": "years", "bd": "days"}
    back: datetime = local_time(now, zone) - relativedelta(**{names[span.unit]: span.amount})  # type: ignore[arg-type]
    return back.astimezone(UTC)
