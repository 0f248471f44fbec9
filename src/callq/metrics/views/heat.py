"""When people answer: a week by hour, each cell a share, marked if it stands out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from callq.engine.answering import ALL, Effect
from callq.engine.words import SHORT_DAYS, plural
from callq.metrics.counting import Figures
from callq.metrics.intervals import Rate, rate
from callq.metrics.views.figures import TOO_LITTLE, percent
from callq.named_tuple import NamedTuple

if TYPE_CHECKING:
    from rich.text import Text

_CELL, _NAME = 4, 4
_FEW_DRAWN = 60
_MARKS = {1: "+", -1: "-", 0: ""}
_STYLES = {1: "black on green", -1: "dim", 0: ""}


class Cell(NamedTuple):
    """An hour of a weekday."""

    rate: Rate
    stands_out: int
    """1 for clearly better than the average hour, -1 for clearly worse, 0 for neither."""


class Heat(NamedTuple):
    """A week by hours."""

    hours: tuple[int, ...]
    days: tuple[int, ...]
    cells: dict[tuple[int, int], Cell]
    """By weekday (Monday 0) and hour; hours without dials are missing."""
    whole: Rate


def heat_of(by_hour_of_week: dict[int, Figures]) -> Heat:
    """The week, with the hours that stand out from the average.

    An hour stands out if its own interval, widened for the number of hours compared, excludes the
    average.
    """
    dialed = {hour: one for hour, one in by_hour_of_week.items() if one.dials}
    talks = sum(one.conversations for one in dialed.values())
    whole = rate(talks, sum(one.dials for one in dialed.values()))
    cells = {}
    for hour, one in dialed.items():
        wide = rate(one.conversations, one.dials, compared=len(dialed))
        share = whole.share or 0.0
        stands_out = (wide.low > share) - (wide.high < share)
        cells[hour // 24, hour % 24] = Cell(one.contact, stands_out)
    hours = sorted({hour for _, hour in cells})
    span = tuple(range(hours[0], hours[-1] + 1)) if hours else ()
    return Heat(span, tuple(sorted({day for day, _ in cells})), cells, whole)


def heat_lines(by_hour_of_week: dict[int, Figures], width: int) -> list["Text"]:
    """The week as lines of text; if too wide, the hours with the fewest dials are dropped."""
    from rich.text import Text

    heat = heat_of(by_hour_of_week)
    if not heat.cells:
        return [Text("  No call has a time of day.", style="dim")]
    hours = _fitting(heat, (width - _NAME - 2) // _CELL)
    lines = [Text("  " + " " * _NAME + "".join(f"{hour:>3} " for hour in hours), style="dim")]
    for day in heat.days:
        line = Text(f"  {SHORT_DAYS[day]} ")
        for hour in hours:
            cell = heat.cells.get((day, hour))
            line.append_text(_drawn(cell))
        line.rstrip()
        lines.append(line)
    lines.append(Text(_legend(heat), style="dim"))
    return lines


def drawn_lines(drawn: Sequence[Effect]) -> list[str]:
    """What retries at a time drawn at random have shown: the only calls that can."""
    of_all = [one for one in drawn if one.kind == ALL]
    calls = sum(one.calls for one in of_all)
    if not calls:
        return []
    if calls < _FEW_DRAWN:
        retries = plural(calls, "retry", "retries")
        return [f"  You chose those times. So far {retries} had one drawn at random: {TOO_LITTLE}."]
    answered = ", ".join(
        f"{one.part} {percent(one.answered / one.calls)}" for one in of_all if one.calls
    )
    head = (
        f"  You chose those times. At times drawn at random ({plural(calls, 'retry', 'retries')}): "
    )
    known = [f"  {_effect(one)}." for one in drawn if one.is_known]
    return [f"{head}{answered}.", *(known or ["  Not clear yet whether the time matters."])]


def _effect(one: Effect) -> str:
    who = f"{one.kind} numbers" if one.kind else "people"
    return (
        f"In the {one.part} {who} answer {one.times:.1f} times as often as on average "
        f"({one.low:.1f}-{one.high:.1f})"
    )


def _drawn(cell: Cell | None) -> "Text":
    from rich.text import Text

    if cell is None or cell.rate.share is None:
        return Text(" " * _CELL)
    if not cell.rate.tells:
        return Text("  · ", style="dim")
    text = f"{round(cell.rate.share * 100):>3}{_MARKS[cell.stands_out]:<1}"
    return Text(text, style=_STYLES[cell.stands_out])


def _fitting(heat: Heat, most: int) -> list[int]:
    dials = {h: sum(c.rate.trials for (_, at), c in heat.cells.items() if at == h)
             for h in heat.hours}  # fmt: skip
    kept = sorted(heat.hours, key=lambda hour: -dials[hour])[:most]
    return sorted(kept)


def _legend(heat: Heat) -> str:
    signs = {sign for cell in heat.cells.values() for sign in [cell.stands_out] if cell.rate.tells}
    words = []
    if 1 in signs:
        words.append("+ clearly above average")
    if -1 in signs:
        words.append("- clearly below")
    if any(not cell.rate.tells for cell in heat.cells.values()):
        words.append("· too few to say")
    if not signs & {1, -1}:
        words.append("no hour is clearly better or worse")
    return f"  {', '.join(words)}"
