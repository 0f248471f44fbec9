"""The team's own numbers: what its calls came to, and who said yes after a no. A pure read."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from callq.engine.period import Period, PeriodError, read_period, start_of
from callq.engine.spans import local_time
from callq.errors import CallqError
from callq.metrics import statements as store
from callq.metrics.counting import Counting, Figures
from callq.metrics.recovery import Kind, Recovered
from callq.metrics.statements import Scope
from callq.metrics.weekclock import WeekClock
from callq.workspace import Workspace

GROUPS = ("rep", "list", "reason", "hour", "weekday", "outcome")
_EPOCH = date(1970, 1, 1)
_REPORT_EVERY = 2_000


class Kinds(NamedTuple):
    """What became of those whose first no was of one kind."""

    kind: Kind
    recovered: Recovered


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures of a period."""

    period: Period
    """As asked for; `all` begins with the first call."""
    scope: Scope
    now: datetime
    people: int
    """Who was dialed."""
    total: Figures
    claimed: int
    """Outcomes that an imported list only claims; counted nowhere else."""
    touches: Counter[str]
    """Mails, texts and visits; counted nowhere else but for wins."""
    outcomes: Counter[str]
    reasons: Counter[Kind]
    by_rep: dict[str, Figures]
    by_list: dict[str, Figures]
    by_hour_of_week: dict[int, Figures]
    by_day: dict[date, Figures]
    noes_since: datetime
    recovered: Recovered
    recovered_by_kind: tuple[Kinds, ...]

    def by_hour(self) -> dict[int, Figures]:
        """By the prospects' local hour."""
        return _merged(self.by_hour_of_week, lambda hour: hour % 24)

    def by_weekday(self) -> dict[int, Figures]:
        """By the prospects' local weekday, Monday 0."""
        return _merged(self.by_hour_of_week, lambda hour: hour // 24)


def _merged(found: dict[int, Figures], key: Callable[[int], int]) -> dict[int, Figures]:
    merged: dict[int, Figures] = {}
    for hour, figures in found.items():
        merged[key(hour)] = merged.get(key(hour), Figures()).plus(figures)
    return dict(sorted(merged.items()))


def period_asked_for(ws: Workspace, span: str, start: str, end: str) -> Period:
    """The period that a rep means.

    Args:
        ws: Whose clock counts.
        span: A word or a span of days, see `engine.period`; used when neither day is given.
        start: The first day, as a rep types a time; empty for the first call.
        end: The last day; empty for today.

    Raises:
        CallqError: They can't be understood, contradict each other, or lie ahead.
    """
    if span and (start or end):
        raise CallqError("A span and --from or --to exclude each other.", hint="Give one.")
    if not start and not end:
        try:
            return read_period(span or "month", ws.now, ws.home)
        except PeriodError as error:
            raise CallqError(f"{error}.") from error
    first = _day(ws, start, "--from") if start else datetime.fromtimestamp(0, UTC)
    last = _day(ws, end, "--to") if end else None
    until = ws.now + timedelta(seconds=1)
    if last is not None:
        next_day = local_time(last, ws.home).date() + timedelta(days=1)
        until = min(until, start_of(next_day, ws.home))
    if until <= first:
        raise CallqError("--from is after --to.", hint="Give the earlier day first.")
    return Period(first, until)


def _day(ws: Workspace, text: str, option: str) -> datetime:
    """The start of the day that was named."""
    from callq.engine.typed_times import PhraseError
    from callq.engine.words import day
    from callq.planning.typed_times import read_day

    try:
        start = start_of(read_day(ws, text), ws.home)
    except PhraseError as error:
        raise CallqError(
            f'{option}: can\'t tell when "{text}" is: {error}', hint="Write e.g. 2026-01-31."
        ) from error
    if start > ws.now:
        raise CallqError(
            f"{option} {text} is {day(start, ws.home)}: that is still to come.",
            hint="Write the year, too: 2026-01-31.",
        )
    return start


def count(
    ws: Workspace,
    period: Period,
    scope: Scope,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Stats:
    """Counts the calls of a period, and follows those who said no up to now, in one pass.

    Those who said no are looked at over at least a year back from the period's end: the noes of a
    week tell nothing of what comes of noes.

    Args:
        ws: An open workspace.
        period: Which calls count.
        scope: Whose.
        on_progress: Called with the number of calls read, now and then.
    """
    a_year_back = read_period("year", period.end - timedelta(seconds=1), ws.home).start
    noes_since = min(period.start, a_year_back)
    home = WeekClock(ws.home)
    counting = Counting(ws.rulebook, period, noes_since, home, ws.now)
    clocks: dict[str, WeekClock] = {"": home}
    read = told = 0
    until = ws.now + timedelta(seconds=1)
    with ws.db.read():
        for person in store.called(ws.db, scope, noes_since, until):
            clock = clocks.get(person.zones) or _clock(clocks, person.zones)
            counting.take(person.list_name, clock, person.calls)
            read += len(person.calls)
            if read - told >= _REPORT_EVERY:
                told = read
                on_progress(read)
    return _result(ws, period, scope, noes_since, counting)


def _clock(clocks: dict[str, WeekClock], zones: str) -> WeekClock:
    clocks[zones] = WeekClock(ZoneInfo(zones.partition(",")[0]))
    return clocks[zones]


def _result(
    ws: Workspace, period: Period, scope: Scope, noes_since: datetime, counting: Counting
) -> Stats:
    by_day = {_EPOCH + timedelta(days=day): one for day, one in counting.by_day().items()}
    if period.start.timestamp() == 0:
        first = min(by_day, default=local_time(ws.now, ws.home).date())
        period = Period(start_of(first, ws.home), period.end)
    kinds = counting.noes.kinds
    return Stats(
        period=period,
        scope=scope,
        now=ws.now,
        people=counting.people,
        total=counting.total,
        claimed=counting.claimed,
        touches=counting.touches,
        outcomes=counting.by_outcome(),
        reasons=counting.reasons,
        by_rep=counting.by_rep(),
        by_list=counting.by_list(),
        by_hour_of_week=counting.by_hour_of_week(),
        by_day=by_day,
        noes_since=noes_since,
        recovered=counting.noes.of(kinds),
        recovered_by_kind=tuple(Kinds(kind, counting.noes.of([kind])) for kind in kinds),
    )
