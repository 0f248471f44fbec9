"""Commands that change everyone of a view: the count first, a yes, and one line at the end."""

from collections.abc import Callable, Mapping
from typing import Any

from callq.commandline.confirming import confirm
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.terminal.terminal import say, write_json

_LEFT_OUT = {
    "callback-scheduled": "with a scheduled callback",
    "due-later-anyway": "due later anyway",
    "never-due": "never due",
    "not-snoozed": "not snoozed",
    "nothing-to-change": "already so",
    "no-number": "without a number",
}
"""Why people of a view stay as they are, by the name of the refusal."""


class Bulk(NamedTuple):
    """What a command does to the people of a view."""

    command: str
    people: int
    """How many are changed."""
    left_out: Mapping[str, int]
    """How many stay as they are, by reason."""


def run(act: Callable[[bool], Bulk], *, yes: bool, dry_run: bool, json: bool) -> None:
    """Counts, asks, acts and says so.

    Args:
        act: Does it, or with True only counts.
        yes: Don't ask.
        dry_run: Only count.
        json: Whether one JSON object is printed at the end.

    Raises:
        CallqError: No one in the view would change, or no one said yes.
    """
    counted = act(True)
    if not counted.people:
        raise CallqError(
            f"No one in this view changes{_others(counted)}.", hint="See who it is: callq list",
            code=Exit.NOT_FOUND, name="no-one-changes",
        )  # fmt: skip
    what = f"{counted.command}: {plural(counted.people, 'person', 'people')}{_others(counted)}"
    if not dry_run:
        if not json:
            say(what)
        confirm(f"Change {plural(counted.people, 'person', 'people')}?", yes=yes)
        counted = act(False)
    if json:
        write_json(_as_json(counted, dry_run=dry_run))
    elif dry_run:
        say(f"{what}. Nothing was changed (--dry-run).")
    else:
        say("Done. Wrong? callq undo")


def _others(done: Bulk) -> str:
    words = [f"{n:,} {_LEFT_OUT.get(name, name)}" for name, n in done.left_out.items()]
    return f"; left out: {', '.join(words)}" if words else ""


def _as_json(done: Bulk, *, dry_run: bool) -> dict[str, Any]:
    return {
        "schema": "callq.bulk/1",
        "command": done.command,
        "dry_run": dry_run,
        "people": done.people,
        "left_out": [{"reason": name, "people": n} for name, n in done.left_out.items()],
    }
