"""Today's queue as a table, as lines, as CSV and as JSON."""

import sys
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from callq.engine.checks import BY_CODE
from callq.engine.model import Tier
from callq.engine.shares import POOL
from callq.engine.words import clock, day, iso, plural, when
from callq.planning.views.goals import progress_json, progress_words
from callq.queue.today import Counts, Item, Today
from callq.queue.views.reason import why_now
from callq.queue.views.registries import unchecked_words
from callq.records.status_reason import reason_json, stored_reason
from callq.terminal.safe import safe
from callq.terminal.tables import Column, fitting, longest_cells, new_table
from callq.terminal.terminal import columns, console, plain

if TYPE_CHECKING:
    from rich.text import Text

SCHEMA = "callq.today/1"
_COLUMNS = (
    Column("#", 3, 0, right=True, style="dim"),
    Column("Who", 14, 0, most=24, style="bold"),
    Column("Company", 12, 1, most=22),
    Column("Number", 26, 0, most=26),
    Column("Their time", 10, 2, style="dim"),
    Column("Why now", 28, 0, most=300),
)
_WAITING_SHOWN = 3
_STYLES = {
    Tier.CALLBACK: "green",
    Tier.OVERDUE_CALLBACK: "red",
    Tier.HOT: "yellow",
    Tier.RECALL: "cyan",
}
FIELDS = (
    "id", "name", "company", "phone", "phone_shown", "list", "owner", "state", "tier", "score",
    "action", "due_at", "opens_at", "callback_at", "hold", "explanation", "rule", "misses", "zones",
    "last_at", "last_outcome", "last_note", "asked_at", "agreed_by",
    "agreed_until", "leased_to",
)  # fmt: skip
"""The fields of an item, in their order."""


def show_table(today: Today, home: tzinfo, agent: str, *, fixed: bool, why_empty: str = "") -> None:
    """Prints the queue for a person, or why it's empty."""
    out = console()
    out.print(_header(today, home, agent, fixed=fixed))
    if today.items:
        out.print()
        _print_items(today)
    else:
        out.print(f"\nNo one to call right now. {why_empty}".rstrip())
    _print_section("Callbacks later today (your time)", today.later, today, home)
    waiting = today.waiting if today.everything else today.waiting[:_WAITING_SHOWN]
    _print_section("Waiting for their calling hours (your time)", waiting, today, home)
    more = today.counts.waiting - len(waiting)
    if waiting and more > 0:
        out.print(f"  and {more:,} more", style="dim")
    _print_section("On hold", today.held, today, home)
    footer = _footer(today)
    if footer:
        out.print(f"\n{footer}", style="dim")


def fitted(today: Today, lines: int, home: tzinfo, agent: str) -> Today:
    """The queue cut to a terminal's height, less a line for the prompt; callbacks always stay."""
    callbacks = sum(item.tier in (Tier.CALLBACK, Tier.OVERDUE_CALLBACK) for item in today.items)
    footer = _footer(today._replace(rest=max(today.rest, 1))).split("\n")
    width = columns_of_output()
    around = _header(today, home, agent, fixed=True).plain.count("\n") + 1
    around += sum(-(-len(line) // width) for line in footer)
    taken = 5 + around + len({_section(item.tier) for item in today.items}) - 1
    taken += 2 + len(today.later) if today.later else 0
    waiting = min(_WAITING_SHOWN + 1, len(today.waiting))
    taken += 2 + waiting if waiting else 0
    room = max(lines - taken, callbacks, 3)
    items = today.items[:room]
    return today._replace(items=items, rest=today.rest + len(today.items) - len(items))


def _at(moment: str) -> str:
    return f"at {moment}" if moment[0].isdigit() else moment


def show_lines(today: Today) -> None:
    """Prints one line a person, tab-separated, for grep and cut."""
    for rank, item in enumerate(today.items, 1):
        cells = (f"@{rank}", str(item.entry.id), *_cells(item, today.now)[1:])
        sys.stdout.write("\t".join(cells) + "\n")


def write_csv(items: Iterable[Item]) -> None:
    """Prints people as CSV, with the fields of `item_json`."""
    from callq.terminal.csv_out import write_items

    rows = ({**item_json(item), "explanation": stored_reason(item.entry).words} for item in items)
    write_items(FIELDS, rows)


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
            "on_hold": counts.held,
        },
        "call_block": progress_json(today.progress),
        "more_due": today.rest,
        "without_research": sorted(today.without_research),
        "unchecked": list(today.unchecked),
        "learning_due": today.learning_due,
        "items": [item_json(item) for item in today.items],
        "later": [item_json(item) for item in today.later],
        "waiting": [item_json(item) for item in today.waiting],
        "on_hold": [item_json(item) for item in today.held],
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
        "callback_at": iso(entry.callback_at),
        "hold": entry.hold or None,
        "explanation": reason_json(stored_reason(entry)),
        "rule": entry.rule,
        "misses": entry.misses,
        "zones": list(entry.zones),
        "last_at": iso(entry.last_at),
        "last_outcome": entry.last_outcome or None,
        "last_note": entry.last_note or None,
        "asked_at": iso(entry.asked_at),
        "agreed_by": item.agreed_by or None,
        "agreed_until": iso(item.agreed_until),
        "leased_to": entry.leased_to or None,
    }


def _header(today: Today, home: tzinfo, agent: str, *, fixed: bool) -> "Text":
    from rich.text import Text

    counts = today.counts
    head = f"{day(today.now, home, today.now)}, {clock(today.now, home)}"
    text = Text(head, style="bold")
    text.append(f"  {safe(agent)}", style="dim")
    if today.progress:
        text.append(f"  {progress_words(today.progress)}")
    if fixed:
        text.append("  (clock fixed by CALLQ_NOW)", style="yellow")
    text.append("\n")
    parts, width = _parts(counts, today.now, home), columns_of_output()
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


def _parts(counts: Counts, now: datetime, home: tzinfo) -> list[tuple[str, str]]:
    waiting = f"{counts.waiting:,} waiting for their calling hours"
    if counts.waiting and counts.opens_at:
        waiting += f" (first {_at(when(counts.opens_at, now, home))})"
    held = sum(counts.held.values())
    parts = [
        (plural(counts.callbacks, "callback"), "green" if counts.callbacks else "dim"),
        (f"{counts.due:,} to call now", ""),
        (waiting, "" if counts.waiting else "dim"),
        (f"{held:,} on hold", "yellow" if held else "dim"),
        (f"{counts.done_today:,} done today", ""),
    ]
    return [part for part in parts if part[0][:2] != "0 "] or [("nothing due", "dim")]


def _print_items(today: Today) -> None:
    from rich.text import Text

    out = console()
    lacking = today.without_research
    rows = [
        (item, _cells(item, today.now, rank, lacks=item.entry.id in lacking))
        for rank, item in enumerate(today.items, 1)
    ]
    longest = longest_cells([cells for _, cells in rows])
    filled = [column for column, n in zip(_COLUMNS, longest, strict=True) if n]
    kept = fitting(filled, [n for n in longest if n], out.width)
    places = [_COLUMNS.index(column) for column in kept]
    table = new_table(kept, [longest[place] for place in places], out.width)
    section: Tier | None = None
    for item, cells in rows:
        if section is not None and _section(item.tier) != section:
            table.add_section()
        section = _section(item.tier)
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


def _section(tier: Tier) -> Tier:
    """The part of the table a tier is in: those ranked together share one."""
    return POOL[0] if tier in POOL else tier


def _cells(item: Item, now: datetime, rank: int = 0, *, lacks: bool = False) -> tuple[str, ...]:
    entry = item.entry
    mail = {"reply": "email them", "propose": "email them"}.get(entry.action, "")
    return (
        f"@{rank}",
        safe(entry.name),
        safe(entry.company),
        mail or safe(entry.shown) or "no number",
        clock(now, item.zone) if item.zone else "?",
        why_now(item, now) + (", no research yet" if lacks else ""),
    )


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
        what = why_now(item, today.now, whose=" their time")
        number = safe(entry.shown) or "no number"
        text.append(company + "".join(f" · {words}" for words in (number, what) if words))
        out.print(text, no_wrap=True, overflow="ellipsis")


def _moment(item: Item, now: datetime, home: tzinfo) -> str:
    if item.entry.hold:
        return BY_CODE[item.entry.hold].short
    at = item.opens_at or item.entry.due_at
    return when(at, now, home) if at else ""


def _footer(today: Today) -> str:
    words = []
    if today.rest:
        words.append(f"{today.rest:,} more: callq today --all.")
    # Why the queue is empty says it too.
    if today.counts.held and today.items and not today.held:
        held = sorted(today.counts.held.items())
        reasons = ", ".join(f"{BY_CODE[hold].short} ({n:,})" for hold, n in held)
        words.append(f"On hold: {reasons}. See them: callq list --held.")
    checks = [BY_CODE[hold] for hold in sorted(today.counts.held)]
    words += [f"{check.reason} {check.fix}." for check in checks if check.is_fixed_for_all]
    if today.unchecked:
        words.append(unchecked_words(today.unchecked))
    if today.learning_due:
        words.append("Rank by the latest calls: callq rules learn")
    if today.items:
        words.append("Take the first: callq next. Log a call: callq log @1 OUTCOME.")
    return "\n".join(words)


def columns_of_output() -> int:
    """How wide the output is, in characters."""
    return columns(sys.stdout)
