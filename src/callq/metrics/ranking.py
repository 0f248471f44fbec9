"""Whether the learned order is better than the fixed rule, from the calls that were offered."""

from datetime import UTC, date, datetime, timedelta

from callq.engine.period import Period
from callq.engine.shares import POOL
from callq.engine.spans import local_time
from callq.metrics import statements
from callq.metrics.ordering import Compared, Estimate, Offered, Sums, compare
from callq.metrics.statements import Scope
from callq.named_tuple import NamedTuple
from callq.storage.moments import seconds
from callq.workspace import Workspace

_EPOCH = date(1970, 1, 1)
_CHANCE = 0.5


class Week(NamedTuple):
    """How both orders did in a week."""

    monday: date
    calls: int
    wins: int
    learned: float | None
    """The share of the wins in the first half of their day; None without a win."""
    rule: float | None


class Ranking(NamedTuple):
    """How well the queue ranked the calls of a period."""

    period: Period
    scope: Scope
    now: datetime
    found: Compared
    """The learned order and the fixed rule's, in this order."""
    weeks: tuple[Week, ...]

    @property
    def verdict(self) -> str:
        """`too-few`, `better`, `worse` or `no-difference`: the learned order by the fixed rule."""
        return _verdict(self.found.gain.won_first if self.found.gain else None, 0.0)

    @property
    def by_chance(self) -> str:
        """The same, by an order at random."""
        orders = self.found.orders
        return _verdict(orders[0].won_first if orders else None, _CHANCE)


def rank(ws: Workspace, period: Period, scope: Scope) -> Ranking:
    """Compares the learned order, the fixed rule's and chance; read-only.

    Only recalls, fresh ones and retries count: the chance doesn't decide about the others.

    Args:
        ws: An open workspace.
        period: The calls to look at.
        scope: Whose.
    """
    calls = [
        Offered(_day(ws, at), ws.rulebook.outcome(outcome).yes, (chance, rule_chance))
        for at, outcome, chance, rule_chance in statements.offered(
            ws.db, scope, period.start, period.end, [tier.word for tier in POOL]
        )
    ]
    found = compare(calls, 2)
    weeks = [
        Week(_EPOCH + timedelta(days=day), n, sums[0].wins, *map(_top, sums))
        for day, (n, sums) in sorted(found.by_week.items())
    ]
    if seconds(period.start) == 0:
        first = weeks[0].monday if weeks else local_time(ws.now, ws.home).date()
        period = Period(datetime(first.year, first.month, first.day, tzinfo=ws.home), period.end)
    return Ranking(period, scope, ws.now, found, tuple(weeks))


def _top(sums: Sums) -> float | None:
    return sums.in_top_half


def _verdict(gain: Estimate | None, even: float) -> str:
    if gain is None:
        return "too-few"
    if gain.low > even:
        return "better"
    return "worse" if gain.high < even else "no-difference"


def _day(ws: Workspace, at: int) -> int:
    return (local_time(datetime.fromtimestamp(at, UTC), ws.home).date() - _EPOCH).days
