"""Shows the team's numbers: wins first, each rate with its most likely range."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from callq.engine.outcomes import BY_WORD
from callq.engine.words import SHORT_DAYS, day, plural, time_of_day
from callq.metrics.counting import Figures
from callq.metrics.intervals import Rate, rate
from callq.metrics.recovery import Kind, Recovered
from callq.metrics.stats import Stats
from callq.metrics.survival import Curve
from callq.metrics.views.figures import TOO_LITTLE, bar, calls, calls_words, came_back, share_words
from callq.metrics.views.heat import drawn_lines, heat_lines
from callq.terminal.safe import safe
from callq.terminal.tables import Cell, Column, Shown, Table, print_table
from callq.terminal.terminal import console, say

if TYPE_CHECKING:
    from rich.text import Text

HORIZONS = (30, 60, 90, 180, 270, 365, 730)
"""Days after a refusal at which a curve is read."""
MORE_CALLS = (1, 2, 3, 5, 8, 12)
"""Calls after a refusal at which a curve is read."""
KIND_DAYS = 90
"""Days after a refusal at which the kinds of refusals are compared."""
_MOST_KINDS = 12
_BAR = 36


def show(stats: Stats, by: str, home: tzinfo) -> None:
    """Print the figures.

    Args:
        stats: The figures.
        by: One of `metrics.stats.GROUPS` to group by; empty for the overview.
        home: The rep's zone.
    """
    out = console()
    _print_head(stats, home)
    if by:
        say("")
        print_table(table(stats, by))
        return
    if stats.total.dials:
        _print_worth(stats.total)
    if stats.recovered.people:
        _print_recovery(stats, home)
    if stats.total.dials:
        out.print(_bold("\nWhen people answer (% of dials, their local time)"))
        if not stats.total.contact.tells:
            out.print(f"  {TOO_LITTLE.capitalize()}.")
            return
        for line in heat_lines(stats.by_hour_of_week, out.width):
            out.print(line)
        for text in drawn_lines(stats.drawn):
            out.print(text)


def _print_head(stats: Stats, home: tzinfo) -> None:
    total, out = stats.total, console()
    whose = [f"list {safe(stats.scope.list_name)}"] if stats.scope.list_name else []
    whose += [f"people of {safe(stats.scope.owner)}"] if stats.scope.owner else []
    whose += [safe(stats.scope.words)] if stats.scope.words else []
    head = _bold(plural(total.wins, "win"))
    head.append(f"  {stats.period.in_words(home)} · {', '.join(whose) or 'everyone'}", "dim")
    out.print(head, overflow="ellipsis", no_wrap=True)
    lines = [
        (total.dials, "dials", f"to {plural(stats.people, 'person', 'people')}"),
        (
            total.conversations,
            "conversations",
            share_words(total.contact) + (" of dials" if total.contact.tells else ""),
        ),
        (total.refusals, "refusals", ""),
    ]
    for n, what, more in lines:
        out.print(f"{n:>8,}  {what:<14}{more if total.dials else ''}".rstrip())
    apart = [plural(n, channel) for channel, n in sorted(stats.touches.items())]
    if apart:
        out.print(f"          not dials: {', '.join(apart)}", style="dim")
    if stats.imported:
        claims = plural(stats.imported, "outcome")
        out.print(f"          {claims} imported without a call, not counted", style="dim")


def _print_worth(total: Figures) -> None:
    out = console()
    out.print(_bold("\nWhat a win takes"))
    found = total.to_next_win
    if not found.tells:
        out.print(f"  {plural(found.wins, 'win')} in {plural(found.trials, 'call')}: {TOO_LITTLE}. "
                  f"A win takes more than {calls(found.low)} calls.")  # fmt: skip
        return
    rows = [
        ("calls", calls_words(found)),
        ("conversations", calls_words(total.conversations_to_next_win)),
        ("refusals", calls_words(total.answers_to_next_win, 1)),
    ]
    for what, words in rows:
        out.print(f"  {what:<15}{words}")
    out.print(f"  Your next win: a 50% chance within {found.half_within:,} calls, "
              f"90% within {found.most_within:,}.")  # fmt: skip


def _print_recovery(stats: Stats, home: tzinfo) -> None:
    out, found = console(), stats.recovered
    out.print(_bold("\nWho said no, then yes"))
    out.print(f"  {plural(found.people, 'person', 'people')} said no since "
              f"{day(stats.refusals_since, home)}: {_came_of(found)}.")  # fmt: skip
    days = [d for d in HORIZONS if found.by_days.tells_at(d)]
    more = [n for n in MORE_CALLS if found.by_calls.tells_at(n)]
    if not days:
        out.print(f"  {TOO_LITTLE.capitalize()}: not enough people, or too recent.")
        return
    lines = [_line(f"within {plural(d, 'day')}", found.by_days, d) for d in days]
    called = [_line(f"within {plural(n, 'more call')}", found.by_calls, n) for n in more]
    _print_curves(lines, [*lines, *called])
    if called:
        out.print("  Of people called that often:", style="dim")
    _print_curves(called, [*lines, *called])
    if found.said_yes:
        out.print(f"  Half of them said yes within {plural(found.days_to_yes or 0, 'day')} and "
                  f"{plural(found.calls_to_yes or 0, 'more call')}.")  # fmt: skip
    _print_kinds(stats)


def _came_of(found: Recovered) -> str:
    if not found.said_yes:
        return "none has said yes yet"
    won = plural(found.won, "win") if found.won else "no win yet"
    return f"{found.said_yes:,} said yes later, {won}"


def _line(words: str, curve: Curve, length: int) -> tuple[str, str, float, float]:
    point = curve.at(length)
    return words, came_back(curve, length), 1 - point.left, 1 - point.low


def _print_curves(
    rows: Sequence[tuple[str, str, float, float]], scale: Sequence[tuple[str, str, float, float]]
) -> None:
    """Print one line per share: words, figures, and a bar on a scale common to all."""
    out = console()
    most = max((high for *_, high in scale), default=0.0)
    longest = max((len(figures) for _, figures, _, _ in scale), default=0)
    room = min(_BAR, out.width - 26 - longest)
    for words, figures, share, high in rows:
        out.print(f"  {words:<20}{figures:<{longest}}  {bar(share, most, room, high)}".rstrip())


def _print_kinds(stats: Stats) -> None:
    kinds = stats.recovered_by_kind[:_MOST_KINDS]
    rows = [
        (
            kind_words(kind), found.people, found.said_yes, found.won,
            "" if found.days_to_yes is None else f"{found.days_to_yes:,} days",
            found.calls_to_yes,
            came_back(found.by_days, KIND_DAYS),
        )
        for kind, found in kinds
    ]  # fmt: skip
    say("")
    columns = (
        Column("First refusal", 14, 0, most=30, style="bold"),
        Column("People", 6, 0, right=True),
        Column("Yes later", 9, 0, right=True),
        Column("Won", 4, 4, right=True),
        Column("Half within", 11, 2, right=True),
        Column("Calls", 5, 1, right=True),
        Column(f"Yes within {KIND_DAYS} days", 20, 3, most=24),
    )
    print_table(Table(columns, rows))
    left = len(stats.recovered_by_kind) - len(kinds)
    if left:
        console().print(f"{plural(left, 'more kind')}: see --by reason.", style="dim")


def kind_words(kind: Kind) -> str:
    """`soft no (price)`."""
    outcome, reason = kind
    label = BY_WORD[outcome].label if outcome in BY_WORD else outcome
    return f"{label} ({safe(reason)})" if reason not in ("", "unknown") else label


# Groups -------------------------------------------------------------------------------------------


def table(stats: Stats, by: str) -> Table:
    """The figures by one of `metrics.stats.GROUPS`; in one row when empty."""
    if by == "outcome":
        return _outcomes(stats)
    if by == "reason":
        return _reasons(stats)
    return _figures(by or "whose", groups(stats, by) if by else [("everyone", stats.total)])


def groups(stats: Stats, by: str) -> list[tuple[str, Figures]]:
    """The figures by rep, list, hour or weekday, in the order shown."""
    if by == "hour":
        return [(time_of_day(hour * 60), figures) for hour, figures in stats.by_hour().items()]
    if by == "weekday":
        return [(SHORT_DAYS[day], figures) for day, figures in stats.by_weekday().items()]
    named = stats.by_rep if by == "rep" else stats.by_list
    unnamed = "no rep" if by == "rep" else "no list"
    ordered = sorted(named.items(), key=lambda item: (-item[1].wins, -item[1].dials, item[0]))
    return [(safe(name) or unnamed, figures) for name, figures in ordered]


def _figures(by: str, rows: Iterable[tuple[str, Figures]]) -> Table:
    columns = (
        Column(by.title(), 7, 0, most=24, style="bold"),
        Column("Wins", 4, 0, right=True),
        Column("Dials", 6, 0, right=True),
        Column("Conversations", 6, 2, right=True),
        Column("Refusals", 8, 1, right=True),
        Column("Answered", 17, 0, most=24),
        Column("Calls per win", 20, 3, most=40),
    )
    cells = [
        (
            name, one.wins, one.dials, one.conversations, one.refusals, _share(one.contact),
            Shown(calls_words(one.to_next_win), _rounded(one.to_next_win.expected)),
        )
        for name, one in rows
    ]  # fmt: skip
    return Table(columns, cells)


def _share(found: Rate) -> Shown:
    return Shown(share_words(found), _rounded(found.share))


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _outcomes(stats: Stats) -> Table:
    columns = (
        Column("Outcome", 14, 0, most=30, style="bold"),
        Column("Dials", 6, 0, right=True),
        Column("Share of dials", 20, 0, most=24),
        Column("", 10, 1, most=24, picture=True),
    )
    dials, most = stats.outcomes.total(), max(stats.outcomes.values(), default=0)
    rows = [
        (safe(word), n, _share(rate(n, dials)), bar(n, most, 24))
        for word, n in sorted(stats.outcomes.items(), key=lambda item: (-item[1], item[0]))
    ]
    return Table(columns, rows)


def _reasons(stats: Stats) -> Table:
    columns = (
        Column("Refusal", 14, 0, most=30, style="bold"),
        Column("Times", 6, 0, right=True),
        Column("People", 6, 0, right=True),
        Column("Yes later", 9, 0, right=True),
        Column(f"Yes within {KIND_DAYS} days", 20, 1, most=24),
    )
    later = dict(stats.recovered_by_kind)
    kinds = sorted({*stats.reasons, *later}, key=lambda kind: (-stats.reasons[kind], kind))
    return Table(columns, [_reason(kind, stats.reasons[kind], later.get(kind)) for kind in kinds])


def _reason(kind: Kind, times: int, found: Recovered | None) -> tuple[Cell, ...]:
    if found is None:
        return kind_words(kind), times, None, None, None
    curve = found.by_days
    share = 1 - curve.at(KIND_DAYS).left if curve.tells_at(KIND_DAYS) else None
    yes = Shown(came_back(curve, KIND_DAYS), _rounded(share))
    return kind_words(kind), times, found.people, found.said_yes, yes


def _bold(words: str) -> "Text":
    from rich.text import Text

    return Text(words, style="bold")
