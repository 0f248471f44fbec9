"""People and lists as tables."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from callq.engine.words import when
from callq.queue.today import Item
from callq.queue.views.reason import state_and_words
from callq.records.status_reason import stored_reason
from callq.terminal.safe import safe
from callq.terminal.tables import Column, Table, print_table
from callq.terminal.terminal import say

_COLUMNS = (
    Column("Id", 3, 0, right=True, style="dim"),
    Column("Who", 14, 0, most=28, style="bold"),
    Column("Company", 12, 3, most=26),
    Column("Number", 14, 2, most=24),
    Column("List", 6, 1, most=14, style="dim"),
    Column("Due", 10, 0, most=16),
    Column("Status", 16, 0, most=50),
)


def show(items: Sequence[Item], now: datetime, home: tzinfo) -> None:
    """Print people as a table."""
    print_table(Table(_COLUMNS, [_cells(item, now, home) for item in items]))


def show_views(views: Sequence[tuple[str, str]]) -> None:
    """Print the saved views and what each says."""
    for name, words in views:
        say(f"{safe(name)}: {safe(words)}")
    if not views:
        say("No views yet. Save one: callq list --tag vip --save-view vips")


def _cells(item: Item, now: datetime, home: tzinfo) -> tuple[str, ...]:
    entry = item.entry
    due = ""
    if entry.hold:
        due = "on hold"
    elif entry.due_at is not None:
        due = "due" if entry.due_at <= now else when(entry.due_at, now, home)
    return (
        str(entry.id), safe(entry.name), safe(entry.company), safe(entry.shown),
        safe(entry.list_name), due, ": ".join(state_and_words(entry.state, stored_reason(entry))),
    )  # fmt: skip
