"""Compares an edited rulebook: who could be called, who would wait. Only reads."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from callq.engine.model import Action, State
from callq.engine.rulebook import Rulebook, build
from callq.engine.spans import local_time
from callq.engine.status import Status, assess
from callq.metrics.forecast import Capacity, capacity_of
from callq.metrics.ordering import Compared, Offered
from callq.metrics.ordering import compare as rank_anew
from callq.metrics.statements import Scope
from callq.named_tuple import NamedTuple
from callq.planning.days_off import days_off
from callq.planning.load import Day, Due, forecast
from callq.records import evaluation
from callq.records.evaluation import EvaluationContext, EvaluationInput
from callq.records.rulebooks import read_rulebook
from callq.records.status_reason import StatusReason, assessed_reason, stored_reason
from callq.rulebooks import statements as statuses
from callq.rulebooks import weighing
from callq.rulebooks.statements import Stored
from callq.storage import meta
from callq.workspace import Workspace

_MAIL = frozenset(action for action in Action if action.is_email)
_AT_REST = frozenset({State.CLOSED, State.DO_NOT_CALL, State.NEEDS_NUMBER})


class Change(StrEnum):
    """What an edited rulebook changes for a person."""

    CALLABLE = "callable"
    """You couldn't call them now, and then you can."""
    COOLING_DOWN = "cooling-down"
    """You could call them now, and then you can't."""
    SOONER = "sooner"
    LATER = "later"
    SAME = "same"


class Look(NamedTuple):
    """A status, as far as the comparison shows it."""

    state: str
    due_at: datetime | None
    rule: str
    explanation: StatusReason
    hold: str
    callable: bool
    """Whether you can call them now, calling hours aside."""


class Case(NamedTuple):
    """A person whose status changes."""

    id: int
    name: str
    company: str
    change: Change
    before: Look
    after: Look
    waits: tuple[str, str]
    """How long they wait before and after; empty if nothing changes."""


class Decides(NamedTuple):
    """What decides a status."""

    explanation: StatusReason
    wait: str
    """How long they wait after it, e.g. `wait 30 days`; empty if no rule or cap sets that."""

    @property
    def words(self) -> str:
        """Both, in a few words."""
        return ", ".join(filter(None, (self.explanation.words, self.wait)))


class Reason(NamedTuple):
    """Why a status changes: what decides it before and after."""

    change: Change
    before: Decides
    after: Decides


@dataclass(slots=True)
class Difference:
    """What an edited rulebook would change."""

    before: str
    """The current version."""
    after: str
    sections: tuple[str, ...]
    """The parts of the file that differ."""
    now: datetime
    scope: Scope
    capacity: Capacity
    people: int = 0
    callable_before: int = 0
    callable_after: int = 0
    changes: Counter[Change] = field(default_factory=Counter)
    reasons: Counter[Reason] = field(default_factory=Counter)
    cases: dict[Change, list[Case]] = field(default_factory=dict)
    """The first few of each change, by id."""
    load_before: tuple[Day, ...] = ()
    load_after: tuple[Day, ...] = ()
    ranking: Compared | None = None
    """The order of the calls lately offered, by the edited weights and today's; None where the
    weights are the same."""


def compare(
    ws: Workspace,
    path: Path,
    scope: Scope,
    days: int,
    examples: int,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Difference:
    """Works out every status by an edited rulebook, and compares it with the current one.

    Args:
        ws: An open workspace.
        path: The edited file; `-` for standard input.
        scope: Whose people; everyone if empty.
        days: For how many days the load is compared.
        examples: How many people to name for each change.
        on_progress: Called with the number of calls replayed since the last time.

    Raises:
        CallqError: The rulebook has mistakes.
    """
    _, edited = read_rulebook(path)
    in_force = json.loads(ws.facts[meta.RULEBOOK])
    rulebook = build(edited)
    found = Difference(
        in_force["version"], edited["version"], _sections(in_force, edited), ws.now, scope,
        capacity_of(ws, scope),
    )  # fmt: skip
    due: tuple[defaultdict[date, Due], ...] = defaultdict(Due), defaultdict(Due)
    calling = ws.calling_by(edited, rulebook.hours)
    context = ws.context._replace(calling=calling)
    anew = rulebook.weights != ws.rulebook.weights
    anew = anew or rulebook.list_weights != ws.rulebook.list_weights
    offered = weighing.offers(ws) if anew else {}
    weighed: list[Offered] = []
    with ws.db.read():
        for known, case in _judged(ws, rulebook, context, scope, on_progress):
            weighed += weighing.weighed(ws, known, rulebook, offered) if offered else ()
            _count(found, case, examples)
            for look, by_day in zip((case.before, case.after), due, strict=True):
                _add(by_day, look, ws)
    found.ranking = rank_anew(weighed, 2) if anew else None
    today = local_time(ws.now, ws.home).date()
    # Both on the calendar of the edited one, so the days match.
    last = today + timedelta(days=days)
    off = days_off(ws, today, last, rulebook=rulebook, calling=calling)
    found.load_before, found.load_after = (
        forecast(by_day, today, days, found.capacity.calls, holidays=off) for by_day in due
    )
    return found


def _count(found: Difference, case: Case, examples: int) -> None:
    found.people += 1
    found.callable_before += case.before.callable
    found.callable_after += case.after.callable
    found.changes[case.change] += 1
    if case.change is Change.SAME:
        return
    found.reasons[_reason(case)] += 1
    named = found.cases.setdefault(case.change, [])
    if len(named) < examples:
        named.append(case)


def _sections(one: dict[str, object], other: dict[str, object]) -> tuple[str, ...]:
    names = dict.fromkeys((*one, *other))
    return tuple(name for name in names if name != "version" and one.get(name) != other.get(name))


def _judged(
    ws: Workspace,
    rulebook: Rulebook,
    context: EvaluationContext,
    scope: Scope,
    on_progress: Callable[[int], None],
) -> Iterator[tuple[EvaluationInput, Case]]:
    people = evaluation.of_everyone(ws.db, context)
    for stored, known in zip(statuses.of_everyone(ws.db), people, strict=True):
        on_progress(len(known.calls))
        if scope.list_name and known.prospect.list_name != scope.list_name:
            continue
        if scope.owner and known.owner != scope.owner:
            continue
        before = _stored_look(stored, ws.now)
        status = assess(known.prospect, known.calls, rulebook, ws.now, in_words=False)
        after = _look(status)
        change = _change(before, after, ws.now)
        waits = "", ""
        if change is not Change.SAME:
            now = assess(known.prospect, known.calls, ws.rulebook, ws.now, in_words=False)
            waits = now.wait, status.wait
        case = Case(stored.id, stored.name, stored.company, change, before, after, waits)
        yield known, case


def _stored_look(stored: Stored, now: datetime) -> Look:
    due = stored.due_at
    may = (
        due is not None and due <= now and not stored.hold
        and State(stored.state) not in _AT_REST and Action(stored.action) not in _MAIL
    )  # fmt: skip
    return Look(stored.state, due, stored.rule, stored_reason(stored), stored.hold, may)


def _look(status: Status) -> Look:
    may = (
        status.is_due and not status.hold
        and status.state not in _AT_REST and status.action not in _MAIL
    )  # fmt: skip
    explanation = assessed_reason(status)
    return Look(status.state, status.due_at, status.rule, explanation, status.hold, may)


def _change(before: Look, after: Look, now: datetime) -> Change:
    if before.callable != after.callable:
        return Change.CALLABLE if after.callable else Change.COOLING_DOWN
    one, other = before.due_at, after.due_at
    if one == other or (one and other and max(one, other) <= now):
        return Change.SAME
    if one is None or (other is not None and other < one):
        return Change.SOONER
    return Change.LATER


def _reason(case: Case) -> Reason:
    sides = zip((case.before, case.after), case.waits, strict=True)
    before, after = (Decides(look.explanation, wait) for look, wait in sides)
    return Reason(case.change, before, after)


def _add(by_day: defaultdict[date, Due], look: Look, ws: Workspace) -> None:
    if look.due_at is None or look.hold or State(look.state) in (*_AT_REST, State.REPLY):
        return
    day = local_time(look.due_at, ws.home).date()
    by_day[day] = by_day[day].plus(Due(1, look.state == State.CALLBACK, look.state == State.FRESH))
