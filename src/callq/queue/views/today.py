"""Today's queue as a table, as lines, as CSV and as JSON."""

import sys
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from callq.engine.model import Tier
from callq.engine.words import clock, day, distance, iso, when
from callq.planning.views.goals import progress_json, progress_words
from callq.queue.today import Counts, Item, Today
from callq.terminal.safe import defused, safe
from callq.terminal.tables import Column, fitting, longest_cells, new_table
from callq.terminal.terminal import columns, console, plain

if TYPE_CHECKING:
    from rich.text import Text

SCHEMA = "callq.today/1"
_COLUMNS = (
    Column("#", 2, 0, right=True, style="dim"),
    Column("Who", 14, 0, most=28, style="bold"),
    Column("Company", 12, 1, most=26),
    Column("Number", 14, 0, most=24),
    Column("Local", 5, 2, style="dim"),
    Column("Why now", 24, 0, most=52),
    Column("Last word", 14, 3, most=44, style="dim"),
)
_STYLES = {
    Tier.CALLBACK: "green",
    Tier.OVERDUE_CALLBACK: "red",
    Tier.HOT: "yellow",
    Tier.RECALL: "cyan",
}
FIELDS = (
    "id", "name", "company", "phone", "phone_shown", "list", "owner", "state", "tier", "score",
    "action", "due_at", "opens_at", "promised_at", "hold", "because", "rule", "misses", "zones",
    "last_at", "last_outcome", "last_note", "leased_to",
)  # fmt: skip
"""The fields of an item, in their order."""
_HOLDS_SHORT = {
    "no-zone": "no zone",
    "asked-not-to-call": "asked",
    "on-a-registry": "registry",
    "list-too-old": "old list",
    "no-hours": "no hours",
    "needs-consent": "consent",
    "calendar-ran-out": "calendar",
}
_HOLDS = {
    "no-zone": "no known zone",
    "asked-not-to-call": "asked not to be called",
    "on-a-registry": "on a registry",
    "list-too-old": "list too old",
    "no-hours": "no hours in common",
    "needs-consent": "without consent",
    "calendar-ran-out": "calendar ran out",
}


def show_table(today: Today, home: tzinfo, agent: str, *, fixed: bool) -> None:
    """Prints the queue for a person."""
    out = console()
    out.print(_header(today, home, agent, fixed=fixed))
    if today.items:
        out.print()
        _print_items(today)
    else:
        out.print("\nNobody can be called now.")
    _print_section("Promised for later today", today.later, today, home)
    _print_section("Waiting for their hours", today.waiting, today, home)
    _print_section("Held", today.held, today, home)
    footer = _footer(today)
    if footer:
        out.print(f"\n{footer}", style="dim")


def show_lines(today: Today) -> None:
    """Prints one line a person, tab-separated, for grep and cut."""
    for rank, item in enumerate(today.items, 1):
        cells = (str(rank), str(item.entry.id), *_cells(item, today.now)[1:])
        sys.stdout.write("\t".join(cells) + "\n")


def write_csv(today: Today) -> None:
    """Prints the queue as CSV; cells that a spreadsheet would run are defused."""
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(FIELDS)
    for item in today.items:
        writer.writerow([_as_cell(value) for value in item_json(item).values()])


def _as_cell(value: object) -> object:
    if isinstance(value, int | float):
        return value
    text = ",".join(value) if isinstance(value, list) else str(value or "")
    return defused(safe(text))


def as_json(today: Today, *, fixed: bool) -> dict[str, Any]:
    """The queue as the documented object."""
    counts = today.counts
    return {
        "schema": SCHEMA,
        "now": iso(today.now),
        "clock_fixed": fixed,
        "counts": {
            "callbacks": counts.callbacks,
            "due": counts.due,
            "done_today": counts.done_today,
            "waiting": counts.waiting,
            "opens_at": iso(counts.opens_at),
            "held": counts.held,
        },
        "routine": progress_json(today.progress),
        "rest": today.rest,
        "no_homework": sorted(today.no_homework),
        "items": [item_json(item) for item in today.items],
        "later": [item_json(item) for item in today.later],
        "waiting": [item_json(item) for item in today.waiting],
        "held": [item_json(item) for item in today.held],
    }


def item_json(item: Item) -> dict[str, Any]:
    """One prospect, in the shape that `today`, `next`, `list` and `add` share."""
    entry = item.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "company": entry.company,
        "phone": entry.e164 or None,
        "phone_shown": entry.shown or None,
        "list": entry.list_name,
        "owner": entry.owner,
        "state": entry.state,
        "tier": item.tier.word,
        "score": item.score,
        "action": entry.action,
        "due_at": iso(entry.due_at),
        "opens_at": iso(item.opens_at),
        "promised_at": iso(entry.promised_at),
        "hold": entry.hold or None,
        "because": entry.why,
        "rule": entry.rule,
        "misses": entry.misses,
        "zones": list(entry.zones),
        "last_at": iso(entry.last_at),
        "last_outcome": entry.last_outcome or None,
        "last_note": entry.last_note or None,
        "leased_to": entry.leased_to or None,
    }


def _header(today: Today, home: tzinfo, agent: str, *, fixed: bool) -> "Text":
    from rich.text import Text

    counts = today.counts
    head = f"{day(today.now, home)}, {clock(today.now, home)}"
    text = Text(head, style="bold")
    text.append(f"  {safe(agent)}", style="dim")
    if today.progress:
        text.append(f"  {progress_words(today.progress)}")
    if fixed:
        text.append("  (clock fixed by CALLQ_NOW)", style="yellow")
    text.append("\n")
    parts, width = _parts(counts, today.now, home, short=False), columns_of_output()
    if sum(len(words) + 3 for words, _ in parts) > width:
        parts = _parts(counts, today.now, home, short=True)
    used = 0
    for words, style in parts:
        if used and used + 3 + len(words) > width:
            text.append("\n")
            used = 0
        elif used:
            text.append(" · ", style="dim")
            used += 3
        text.append(words, style=style)
        used += len(words)
    return text


def _parts(counts: Counts, now: datetime, home: tzinfo, *, short: bool) -> list[tuple[str, str]]:
    return [
        (f"{counts.callbacks:,} promised", "green" if counts.callbacks else "dim"),
        (f"{counts.due:,} due", ""),
        (f"{counts.done_today:,} {'done' if short else 'done today'}", ""),
        (_waiting(counts, now, home, short=short), "" if counts.waiting else "dim"),
        (_held(counts, short=short), "yellow" if counts.held else "dim"),
    ]


def _waiting(counts: Counts, now: datetime, home: tzinfo, *, short: bool) -> str:
    words = f"{counts.waiting:,} waiting" + ("" if short else " for their morning")
    if counts.waiting and counts.opens_at:
        words += f" (first {when(counts.opens_at, now, home)})"
    return words


def _held(counts: Counts, *, short: bool) -> str:
    total = sum(counts.held.values())
    if not total:
        return "0 held"
    if short and len(counts.held) == 1:
        (hold,) = counts.held
        return f"{total:,} held ({_HOLDS_SHORT.get(hold, hold)})"
    reasons = ", ".join(
        f"{n:,} {_HOLDS.get(hold, hold)}" if len(counts.held) > 1 else _HOLDS.get(hold, hold)
        for hold, n in sorted(counts.held.items())
    )
    return f"{total:,} held ({reasons})"


def _print_items(today: Today) -> None:
    from rich.text import Text

    out = console()
    lacking = today.no_homework
    rows = [
        (item, _cells(item, today.now, rank, lacks=item.entry.id in lacking))
        for rank, item in enumerate(today.items, 1)
    ]
    longest = longest_cells([cells for _, cells in rows])
    kept = fitting(_COLUMNS, longest, out.width)
    places = [_COLUMNS.index(column) for column in kept]
    table = new_table(kept, [longest[place] for place in places], out.width)
    tier: Tier | None = None
    for item, cells in rows:
        if tier is not None and item.tier != tier:
            table.add_section()
        tier = item.tier
        line: list[str | Text] = []
        for place in places:
            text = Text(cells[place])
            name = _COLUMNS[place].name
            if name == "Number" and item.entry.e164 and not plain(sys.stdout):
                text.stylize(f"link tel:{item.entry.e164}")
            if name == "Why now":
                text.stylize(_STYLES.get(item.tier, ""))
            line.append(text)
        table.add_row(*line)
    out.print(table)


def _cells(item: Item, now: datetime, rank: int = 0, *, lacks: bool = False) -> tuple[str, ...]:
    entry = item.entry
    mail = {"reply": "write: reply", "propose": "write: last proposal"}.get(entry.action, "")
    return (
        str(rank),
        safe(entry.name),
        safe(entry.company),
        mail or safe(entry.shown) or "no number",
        clock(now, item.zone) if item.zone else "?",
        _why(item, now) + (", no homework" if lacks else ""),
        safe(entry.last_note) or entry.last_outcome.replace("-", " "),
    )


def _why(item: Item, now: datetime) -> str:
    entry = item.entry
    words = safe(entry.why)
    if entry.promised_at and item.zone:
        words = f"promised for {when(entry.promised_at, now, item.zone)}"
    if item.tier is Tier.OVERDUE_CALLBACK and entry.due_at:
        words = f"{distance(now - entry.due_at)} late, {words}"
    return f"with {safe(entry.leased_to)}: {words}" if entry.leased_to else words


def _print_section(title: str, items: Iterable[Item], today: Today, home: tzinfo) -> None:
    from rich.text import Text

    rows = list(items)
    if not rows:
        return
    out = console()
    out.print(Text(f"\n{title}", style="bold"))
    wide = max(len(_moment(item, today.now, home)) for item in rows)
    for item in rows:
        entry = item.entry
        text = Text(f"  {_moment(item, today.now, home):<{wide}}  ", style="dim")
        text.append(safe(entry.name), style="bold")
        company = f" · {safe(entry.company)}" if entry.company else ""
        what = safe(entry.last_note) if entry.promised_at else safe(entry.why)
        number = safe(entry.shown) or "no number"
        text.append(company + "".join(f" · {words}" for words in (number, what) if words))
        out.print(text, no_wrap=True, overflow="ellipsis")


def _moment(item: Item, now: datetime, home: tzinfo) -> str:
    if item.entry.hold:
        return _HOLDS.get(item.entry.hold, item.entry.hold)
    at = item.opens_at or item.entry.due_at
    return when(at, now, home) if at else ""


def _footer(today: Today) -> str:
    words = []
    if today.rest:
        words.append(f"{today.rest:,} more due: the rest waits.")
    if today.counts.held and not today.held:
        words.append("Held: callq list --held.")
    if "calendar-ran-out" in today.counts.held:
        words.append("callq rules apply renews the calendar.")
    if "list-too-old" in today.counts.held:
        words.append("A newer copy of the registry: callq dnc import FILE.")
    if today.items:
        words.append("callq next takes the first.")
    return " ".join(words)


def columns_of_output() -> int:
    """How wide the output is, in characters."""
    return columns(sys.stdout)
