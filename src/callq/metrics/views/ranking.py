"""Shows how well the queue ranked: the learned order, the fixed rule, chance, and week by week."""

from datetime import tzinfo
from typing import Any

from callq.engine.words import date_in_words, iso, plural
from callq.metrics.ordering import LEAST_DAYS, LEAST_WINS, Estimate, Order
from callq.metrics.ranking import Ranking, Week
from callq.metrics.views.figures import TOO_LITTLE, between, percent
from callq.terminal.safe import safe
from callq.terminal.tables import Cell, Column, Shown, Table, print_table
from callq.terminal.terminal import console

SCHEMA = "callq.stats-ranking/1"
_DIGITS = 4
_SHOWN_WEEKS = 12
_VERDICTS = {
    "better": "better than the fixed rule",
    "worse": "worse than the fixed rule",
    "no-difference": "not clearly different from the fixed rule",
}
_BY_CHANCE = {
    "better": "better than chance",
    "worse": "worse than chance",
    "no-difference": "not clearly better than chance",
}


def show(ranking: Ranking, home: tzinfo) -> None:
    """Prints the verdict, both orders with their ranges, and the last weeks."""
    from rich.text import Text

    out, found = console(), ranking.found
    out.print(Text(summary(ranking), style="bold"))
    scope = ranking.scope
    whose = [f"list {safe(scope.list_name)}"] if scope.list_name else []
    whose += [f"people of {safe(scope.owner)}"] if scope.owner else []
    out.print(
        f"{ranking.period.in_words(home)} · {', '.join(whose) or 'everyone'} · "
        f"{plural(found.calls, 'call')} from the queue, {found.wins:,} said yes",
        style="dim",
    )
    if not found.orders:
        return
    out.print("")
    names = ("learned", "fixed rule")
    rows: list[tuple[Cell, ...]] = [
        (name, _share(order.won_first), _share(order.in_top_half))
        for name, order in zip(names, found.orders, strict=True)
    ]
    rows.append(("by chance", "50%", "50%"))
    columns = (
        Column("Order", 10, 0, style="bold"),
        Column("Yes before no yes", 20, 0),
        Column("Yes in the first half", 20, 0),
    )
    print_table(Table(columns, rows))
    out.print("")
    print_table(table(ranking, _SHOWN_WEEKS))


def summary(ranking: Ranking) -> str:
    """The verdict in one line."""
    found = ranking.found
    if not found.orders:
        have = f"{found.wins:,} said yes, on {plural(found.days, 'day')}"
        return f"Ranking: {TOO_LITTLE} ({have}; it takes {LEAST_WINS} on {LEAST_DAYS} days)."
    top = found.orders[0].in_top_half
    return (
        f"Ranking: {percent(top.value)} of those who said yes were in the first half of their day "
        f"({between(top.low, top.high)}); {_BY_CHANCE[ranking.by_chance]}, "
        f"{_VERDICTS[ranking.verdict]}."
    )


def table(ranking: Ranking, weeks: int = 0) -> Table:
    """The weeks, the last ones if a number is given."""
    columns = (
        Column("Week from", 12, 0, style="bold"),
        Column("Calls", 5, 0, right=True),
        Column("Yes", 3, 0, right=True),
        Column("First half, learned", 10, 0, right=True),
        Column("First half, fixed rule", 10, 0, right=True),
    )
    return Table(columns, [_week(week) for week in ranking.weeks[-weeks:]])


def _week(week: Week) -> tuple[Cell, ...]:
    monday = Shown(date_in_words(week.monday), week.monday.isoformat())
    return monday, week.calls, week.wins, _percent(week.learned), _percent(week.rule)


def _percent(share: float | None) -> Cell:
    return None if share is None else Shown(percent(share), round(share, _DIGITS))


def _share(found: Estimate) -> str:
    return f"{percent(found.value)} ({between(found.low, found.high)})"


def as_json(ranking: Ranking) -> dict[str, Any]:
    """The documented object."""
    found = ranking.found
    learned, rule = found.orders or (None, None)
    return {
        "schema": SCHEMA,
        "now": iso(ranking.now),
        "from": iso(ranking.period.start),
        "to": iso(ranking.period.end),
        "list": ranking.scope.list_name or None,
        "owner": ranking.scope.owner or None,
        "calls": found.calls,
        "said_yes": found.wins,
        "days": found.days,
        "verdict": ranking.verdict,
        "by_chance": ranking.by_chance,
        "learned": _order(learned),
        "rule": _order(rule),
        "gain": _order(found.gain),
        "weeks": [
            {
                "from": week.monday.isoformat(),
                "calls": week.calls,
                "said_yes": week.wins,
                "learned": _rounded(week.learned),
                "rule": _rounded(week.rule),
            }
            for week in ranking.weeks
        ],
    }


def _order(order: Order | None) -> dict[str, Any] | None:
    if order is None:
        return None
    return {name: _estimate(one) for name, one in order._asdict().items()}


def _estimate(one: Estimate) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in one._asdict().items()}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _DIGITS)
