"""Everything on the report page: the figures of a period, the order, and the calls to come."""

from collections.abc import Callable
from dataclasses import dataclass

from callq.engine.period import Period
from callq.metrics.forecast import Forecast, look_ahead
from callq.metrics.ranking import Ranking, rank
from callq.metrics.statements import Scope
from callq.metrics.stats import Stats, count
from callq.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Report:
    """The content of the page."""

    stats: Stats
    forecast: Forecast
    ranking: Ranking


def gather(
    ws: Workspace,
    period: Period,
    scope: Scope,
    days: int,
    on_progress: Callable[[int], None] = lambda _: None,
) -> Report:
    """The figures of a period and the forecast of the days to come; read-only.

    Args:
        ws: An open workspace.
        period: Which calls count.
        scope: Whose.
        days: How many days ahead.
        on_progress: Called with the number of calls read, now and then.
    """
    with ws.db.read():
        return Report(
            count(ws, period, scope, on_progress),
            look_ahead(ws, scope, days),
            rank(ws, period, scope),
        )
