"""Calls coming due each day, against what the team can make. Read-only."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from callq.engine.model import Tier
from callq.engine.period import start_of
from callq.engine.shares import Wait, longest_waits
from callq.engine.spans import local_time
from callq.metrics import load_statements as store
from callq.metrics.statements import Scope, reps
from callq.planning.days_off import days_off
from callq.planning.load import Day, Due, clear_on, forecast
from callq.workspace import Workspace

ACTIVE_DAYS = 28
"""A rep who called within this many days counts as part of the team."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many calls the team can make on a business day, and where the number comes from."""

    calls: int
    each: int
    """Calls per rep; 0 if the total was given."""
    reps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What comes due, day by day."""

    now: datetime
    scope: Scope
    capacity: Capacity
    days: tuple[Day, ...]
    due_now: Due
    """What is due now: the backlog."""
    waits: tuple[Wait, ...]
    """How long each class of the backlog waits at most."""
    held: int
    """How many would be due but wait for a decision."""
    later: int
    """How many come due after the last day."""

    @property
    def clear_on(self) -> date | None:
        """The first business day that ends without a backlog, or None."""
        return clear_on(self.days)


def look_ahead(ws: Workspace, scope: Scope, days: int, capacity: int = 0) -> Forecast:
    """What comes due on each of the coming days, and what waits.

    Only people in the queue now count, not those future calls will bring back.

    Args:
        ws: An open workspace.
        scope: Whose calls.
        days: How many days, starting today.
        capacity: Calls per business day; 0 for the setting `limit` times the active reps.
    """
    with ws.db.read():
        return _look_ahead(ws, scope, days, capacity)


def _look_ahead(ws: Workspace, scope: Scope, days: int, capacity: int) -> Forecast:
    today = local_time(ws.now, ws.home).date()
    end = start_of(today + timedelta(days=days), ws.home)
    due: defaultdict[date, Due] = defaultdict(Due)
    due_now, by_tier = Due(), Counter[Tier]()
    for some in store.falling_due(ws.db, scope, end):
        at = datetime.fromtimestamp(some.at, ws.home)
        more = _due(some)
        due[at.date()] = due[at.date()].plus(more)
        if at <= ws.now:
            due_now = due_now.plus(more)
            by_tier[some.tier] += more.calls
    can = capacity_of(ws, scope, capacity)
    done = store.dials(ws.db, scope, start_of(today, ws.home), ws.now + timedelta(seconds=1))
    off = days_off(ws, today, today + timedelta(days=days))
    found = forecast(due, today, days, can.calls, done_today=done, holidays=off)
    return Forecast(
        now=ws.now,
        scope=scope,
        capacity=can,
        days=found,
        due_now=due_now,
        waits=longest_waits(by_tier, ws.rulebook.shares, can.calls),
        held=store.held(ws.db, scope),
        later=store.later(ws.db, scope, end),
    )


def _due(some: store.Falling) -> Due:
    if some.mail:
        return Due(emails=some.people)
    return Due(some.people, some.people * some.callbacks, some.people * some.fresh)


def capacity_of(ws: Workspace, scope: Scope, given: int = 0) -> Capacity:
    """Calls per business day: as given, or `limit` for each active rep."""
    if given:
        return Capacity(given, 0, ())
    since = ws.now - timedelta(days=ACTIVE_DAYS)
    team = reps(ws.db, scope, since, ws.now + timedelta(seconds=1))
    if scope.owner or not team:
        team = [scope.owner or ws.agent]
    each = int(ws.settings["limit"])
    return Capacity(each * len(team), each, tuple(team))
