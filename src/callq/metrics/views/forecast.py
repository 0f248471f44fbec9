"""Shows the forecast: what is due now, when you catch up, and a bar per day, then per week."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from callq.engine.shares import Wait
from callq.engine.words import date_in_words, iso, month_and_day, plural
from callq.metrics.forecast import Capacity, Forecast
from callq.metrics.views.figures import bar
from callq.named_tuple import NamedTuple
from callq.planning.load import Day, Due
from callq.terminal.safe import safe
from callq.terminal.tables import (
    Column,
    Shown,
    Table,
    fitting,
    in_words,
    longest_cells,
    new_table,
    widths,
)
from callq.terminal.terminal import console

SCHEMA = "callq.forecast/1"
_MOST_REPS = 4
_COLUMNS = (
    Column("Day", 14, 0, most=16, style="bold"),
    Column("Due", 5, 0, right=True),
    Column("Callbacks", 9, 1, right=True),
    Column("Room", 5, 2, right=True),
    Column("Backlog", 7, 0, right=True),
    Column("█ call, ░ wait", 25, 3, most=40, picture=True),
)


class Line(NamedTuple):
    """A day or a week of the chart."""

    name: str
    start: date
    due: Due
    capacity: int
    done: int
    waiting: int


def show(found: Forecast, *, every_day: bool) -> None:
    """Print the forecast; `every_day` doesn't group days in weeks."""
    from rich.text import Text

    out = console()
    first, last = found.days[0].day, found.days[-1].day
    whose = [f"list {safe(found.scope.list_name)}"] if found.scope.list_name else []
    whose += [f"people of {safe(found.scope.owner)}"] if found.scope.owner else []
    head = Text("Calls coming due", style="bold")
    words = f"  {day_words(first)} to {date_in_words(last)}"
    head.append(f"{words} · {', '.join(whose) or 'everyone'}", "dim")
    out.print(head, no_wrap=True, overflow="ellipsis")
    out.print(f"  {due_words(found)}")
    out.print(f"  {capacity_words(found.capacity)}")
    out.print(f"  {verdict(found)}")
    if found.waits:
        out.print(f"  {waits_words(found.waits)}")
    _print_lines(lines_of(found.days, weeks=not every_day))


def due_words(found: Forecast) -> str:
    """What is due now."""
    due = found.due_now
    parts = [f"{plural(due.calls, 'call')} due now"]
    kinds = [(due.callbacks, "callback"), (due.fresh, "new prospect")]
    kinds_due = ", ".join(plural(n, words) for n, words in kinds if n)
    if kinds_due:
        parts[0] += f" ({kinds_due})"
    parts += [f"{plural(due.emails, 'email')} to write"] if due.emails else []
    parts += [f"{found.held:,} on hold"] if found.held else []
    return ", ".join(parts) + "."


def capacity_words(capacity: Capacity) -> str:
    """How many calls a day, and why."""
    words = f"You can make {plural(capacity.calls, 'call')} a business day"
    if not capacity.each:
        return f"{words}."
    names = ", ".join(safe(rep) for rep in capacity.reps[:_MOST_REPS])
    if len(capacity.reps) > _MOST_REPS:
        names += f" and {len(capacity.reps) - _MOST_REPS} more"
    return f"{words}: {capacity.each} per rep ({names})."


def verdict(found: Forecast) -> str:
    """When the team catches up, if at all."""
    clear = found.clear_on
    if clear == next((day.day for day in found.days if day.business), None):
        words = "You can make all of them on the first business day"
    elif clear:
        words = f"You catch up on {day_words(clear)}"
    else:
        left = f"{found.days[-1].waiting:,} still wait after {len(found.days)} days"
        words = f"You won't catch up: {left}"
    over = sum(day.waiting > 0 for day in found.days if day.business and clear and day.day > clear)
    more = f"; {plural(over, 'later day is', 'later days are')} too full" if over else ""
    return f"{words}{more}."


def waits_words(waits: Sequence[Wait]) -> str:
    """How long those who are due now wait at most, class by class."""
    known = [f"{one.tier.word} {plural(one.days, 'day')}" for one in waits if one.days]
    words = f"Of those due now the last is called within: {', '.join(known)}." if known else ""
    without = " or ".join(one.tier.word for one in waits if one.days is None)
    more = f"Nothing is set aside in queue.shares for {without}." if without else ""
    return " ".join(filter(None, (words, more)))


def lines_of(days: Sequence[Day], *, weeks: bool) -> list[Line]:
    """One line per business day of this week and the next, then one per week.

    What comes due on a day off counts for the next business day.
    """
    lines, due = [], Due()
    business = []
    for day in days:
        due = due.plus(day.due)
        if day.business:
            business.append(day._replace(due=due))
            due = Due()
    last_single = _monday(days[0].day) + timedelta(days=13) if weeks else date.max
    single = [day for day in business if day.day <= last_single]
    lines = [Line(day_words(d.day), d.day, d.due, d.capacity, d.done, d.waiting) for d in single]
    for monday, group in groupby(business[len(single) :], key=lambda d: _monday(d.day)):
        some = list(group)
        due_in_week = Due()
        for one in some:
            due_in_week = due_in_week.plus(one.due)
        name = f"week of {month_and_day(monday)}"
        lines.append(Line(name, monday, due_in_week, sum(d.capacity for d in some),
                          sum(d.done for d in some), some[-1].waiting))  # fmt: skip
    return lines


def _print_lines(lines: Sequence[Line]) -> None:
    from rich.text import Text

    out = console()
    columns = _COLUMNS
    rows = [[in_words(cell) for cell in row] for row in table(lines).rows]
    longest = [*(longest_cells(rows)[:5] if rows else [0] * 5), 40]
    kept = fitting(columns, longest, out.width)
    places = [columns.index(column) for column in kept]
    fitted = [longest[place] for place in places]
    room = widths(kept, fitted, out.width)[-1] if kept[-1] is columns[-1] else 0
    most = max((line.done + line.waiting for line in lines), default=0)
    drawn = new_table(kept, fitted, out.width)
    for line, row in zip(lines, rows, strict=True):
        cells = (*row[:5], bar(line.done, most, room, line.done + line.waiting))
        drawn.add_row(*(Text(str(cells[place])) for place in places))
    out.print()
    out.print(drawn)


def table(lines: Sequence[Line]) -> Table:
    """The lines, without their bars."""
    rows = [
        (
            Shown(line.name, line.start.isoformat()), line.due.calls,
            Shown(f"{line.due.callbacks:,}" if line.due.callbacks else "", line.due.callbacks),
            line.capacity, Shown(f"{line.waiting:,}" if line.waiting else "", line.waiting), "",
        )
        for line in lines
    ]  # fmt: skip
    return Table(_COLUMNS, rows)


def as_json(found: Forecast) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "now": iso(found.now),
        "list": found.scope.list_name or None,
        "owner": found.scope.owner or None,
        "capacity": {
            "calls": found.capacity.calls,
            "each": found.capacity.each or None,
            "reps": list(found.capacity.reps),
        },
        "due_now": _due_json(found.due_now),
        "waits": [
            {"tier": one.tier.word, "due": one.people, "share": one.share, "days": one.days}
            for one in found.waits
        ],
        "on_hold": found.held,
        "later": found.later,
        "clear_on": found.clear_on.isoformat() if found.clear_on else None,
        "days": [
            {
                "day": day.day.isoformat(),
                "business": day.business,
                "due": _due_json(day.due),
                "capacity": day.capacity,
                "done": day.done,
                "waiting": day.waiting,
            }
            for day in found.days
        ],
    }


def _due_json(due: Due) -> dict[str, int]:
    return {
        "calls": due.calls,
        "callbacks": due.callbacks,
        "fresh": due.fresh,
        "emails": due.emails,
    }


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def day_words(day: date) -> str:
    """`Wed, Mar 11`."""
    return date_in_words(day, year=False)
