"""Lists: how many people each has, and whether it's paused or closed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from callq.engine.model import Hold
from callq.engine.words import plural
from callq.prospects.lists import ListState
from callq.terminal.safe import safe
from callq.terminal.terminal import console, say

FIELDS = ("list", "people", "hold")


def show(changed: ListState) -> None:
    """Prints what became of a list."""
    say(in_words(changed))


def in_words(changed: ListState) -> str:
    """What became of a list, and of the callbacks on it."""
    name = safe(changed.name)
    quoted = f'"{name}"' if " " in name else name
    held = f"{plural(changed.held, 'person', 'people')} on hold"
    callbacks = plural(changed.callbacks, "callback")
    if changed.hold is Hold.LIST_PAUSED:
        kept = f"{callbacks} still {'comes' if changed.callbacks == 1 else 'come'} up"
        kept = kept if changed.callbacks else "Callbacks still come up"
        return (
            f"Paused {name}: {held}. {kept}, and so do emails you owe. "
            f"Go on with it: callq list resume {quoted}"
        )
    if changed.hold is Hold.LIST_CLOSED:
        lost = f", {callbacks} among them" if changed.callbacks else ""
        return f"Closed {name}: {held}{lost}. Reopen it: callq list resume {quoted}"
    return f"Resumed {name}: its people come up again when they're due. Wrong? callq undo"


def as_json(changed: ListState) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": "callq.list-state/1",
        "list": changed.name,
        "hold": changed.hold.value or None,
        "people_on_hold": changed.held,
        "callbacks": changed.callbacks,
    }


def show_all(lists: Sequence[tuple[str, int]], holds: Mapping[str, Hold]) -> None:
    """Prints the lists and how many people each has."""
    from rich.text import Text

    from callq.engine.checks import BY_CODE

    out = console()
    for name, count in lists:
        line = Text(f"{count:>8,}  {safe(name) or '(no list)'}")
        if name in holds:
            line.append(f"  {BY_CODE[holds[name]].short}", style="yellow")
        out.print(line, no_wrap=True, overflow="ellipsis")
    if not lists:
        say("No lists yet.")


def all_json(lists: Sequence[tuple[str, int]], holds: Mapping[str, Hold]) -> dict[str, Any]:
    """The documented object."""
    return {"schema": "callq.lists/1", "items": list(_items(lists, holds))}


def write_csv(lists: Sequence[tuple[str, int]], holds: Mapping[str, Hold]) -> None:
    """Prints the lists as CSV."""
    from callq.terminal.csv_out import write_items

    write_items(FIELDS, _items(lists, holds))


def _items(lists: Sequence[tuple[str, int]], holds: Mapping[str, Hold]) -> Iterator[dict[str, Any]]:
    for name, people in lists:
        hold = holds.get(name)
        yield {"list": name, "people": people, "hold": hold.value if hold else None}
