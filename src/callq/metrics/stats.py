"""The team's numbers: results of its calls, and who said yes after a refusal. Read-only."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from callq.engine.answering import Effect
from callq.engine.period import Period, PeriodError, read_period, start_of
from callq.engine.spans import local_time
from callq.errors import CallqError
from callq.metrics import statements as store
from callq.metrics.counting import Counting, Figures
from callq.metrics.recovery import Kind, Recovered
from callq.metrics.statements import Scope
from callq.metrics.weekclock import WeekClock
from callq.named_tuple import NamedTuple
from callq.records import answering, calls
from callq.workspace import Workspace

GROUPS = ("rep", "list", "reason", "hour", "weekday", "outcome")
_EPOCH = date(1970, 1, 1)
_REPORT_EVERY = 2_000


class Kinds(NamedTuple):
    """What became of people whose first refusal was of one kind."""

    kind: Kind
    recovered: Recovered


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures for a period."""

    period: Period
    """As requested; `all` starts with the first call."""
    scope: Scope
    now: datetime
    people: int
    """How many people were dialed."""
    total: Figures
    imported: int
    """Imported outcomes without a call; not counted anywhere else."""
    touches: Counter[str]
    """Emails, texts and visits; not counted anywhere else, except wins."""
    outcomes: Counter[str]
    reasons: Counter[Kind]
    by_rep: dict[str, Figures]
    by_list: dict[str, Figures]
    by_hour_of_week: dict[int, Figures]
    by_day: dict[date, Figures]
    refusals_since: datetime
    recovered: Recovered
    recovered_by_kind: tuple[Kinds, ...]
    drawn: tuple[Effect, ...]
    """How often people answer by part of the day, from retries at a time drawn at random: of the
    whole team, of all times."""

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
    """Read the period a rep typed.

    Args:
        ws: The workspace; its time zone counts.
        span: A word or a span of days, see `engine.period`; used when neither day is given.
        start: The first day, as a rep types a time; empty for the first call.
        end: The last day; empty for today.

    Raises:
        CallqError: They can't be read, contradict each other, or are in the future.
    """
    if span and (start or end):
        raise CallqError(
            "A period and --from or --to don't go together.", hint="Type one.",
            name="options-conflict",
        )  # fmt: skip
    if not start and not end:
        try:
            return read_period(span or "month", ws.now, ws.home)
        except PeriodError as error:
            raise CallqError(
                f'Can\'t read the period "{span}".',
                hint='Type today, week, month, quarter, year, all or a number of days: "90 days".',
                name="unknown-period",
            ) from error
    first = _day(ws, start, "--from") if start else datetime.fromtimestamp(0, UTC)
    last = _day(ws, end, "--to") if end else None
    until = ws.now + timedelta(seconds=1)
    if last is not None:
        next_day = local_time(last, ws.home).date() + timedelta(days=1)
        until = min(until, start_of(next_day, ws.home))
    if until <= first:
        raise CallqError(
            "--from is after --to.", hint="Type the earlier day first.", name="period-reversed"
        )
    return Period(first, until)


def _day(ws: Workspace, text: str, option: str) -> datetime:
    """The start of the named day."""
    from callq.engine.typed_times import PhraseError
    from callq.engine.words import day
    from callq.planning.typed_times import read_day

    try:
        start = start_of(read_day(ws, text), ws.home)
    except PhraseError as error:
        raise CallqError(
            f'Can\'t read the day "{text}" after {option}.',
            hint="Type it like 2026-01-31.",
            name="unknown-day",
        ) from error
    if start > ws.now:
        raise CallqError(
            f"{option} {text} is {day(start, ws.home)}, which is in the future.",
            hint="Add the year: 2026-01-31.",
            name="day-in-the-future",
        )
    return start


def count(
    ws: Workspace,
    period: Period,
    scope: Scope,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Stats:
    """Count the calls of a period, and follow people who refused until now, in one pass.

    Refusals are followed over at least a year before the end of the period: a week is too short
    to see who comes back.

    Args:
        ws: An open workspace.
        period: The calls to count.
        scope: Whose calls.
        on_progress: Called with the number of calls read so far.
    """
    a_year_back = read_period("year", period.end - timedelta(seconds=1), ws.home).start
    refusals_since = min(period.start, a_year_back)
    home = WeekClock(ws.home)
    counting = Counting(ws.rulebook, period, refusals_since, home, ws.now)
    clocks: dict[str, WeekClock] = {"": home}
    read = reported = 0
    until = ws.now + timedelta(seconds=1)
    with ws.db.read():
        for person in store.called(ws.db, scope, refusals_since, until):
            clock = clocks.get(person.zones) or _clock(clocks, person.zones)
            counting.take(person.list_name, clock, person.calls)
            read += len(person.calls)
            if read - reported >= _REPORT_EVERY:
                reported = read
                on_progress(read)
    return _result(ws, period, scope, refusals_since, counting)


def _clock(clocks: dict[str, WeekClock], zones: str) -> WeekClock:
    clocks[zones] = WeekClock(ZoneInfo(zones.partition(",")[0]))
    return clocks[zones]


def _result(
    ws: Workspace, period: Period, scope: Scope, refusals_since: datetime, counting: Counting
) -> Stats:
    by_day = {_EPOCH + timedelta(days=day): one for day, one in counting.by_day().items()}
    if period.start.timestamp() == 0:
        first = min(by_day, default=local_time(ws.now, ws.home).date())
        period = Period(start_of(first, ws.home), period.end)
    kinds = counting.refusals.kinds
    return Stats(
        period=period,
        scope=scope,
        now=ws.now,
        people=counting.people,
        total=counting.total,
        imported=counting.imported,
        touches=counting.touches,
        outcomes=counting.by_outcome(),
        reasons=counting.reasons,
        by_rep=counting.by_rep(),
        by_list=counting.by_list(),
        by_hour_of_week=counting.by_hour_of_week(),
        by_day=by_day,
        refusals_since=refusals_since,
        recovered=counting.refusals.of(kinds),
        recovered_by_kind=tuple(Kinds(kind, counting.refusals.of([kind])) for kind in kinds),
        drawn=answering.effects_until(ws.db, ws.rulebook, calls.next_id(ws.db) - 1),
    )
