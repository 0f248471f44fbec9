"""`callq snooze`."""

from typing import TYPE_CHECKING, Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import Agent, DryRun, Json, OfView, People, Yes, begin
from callq.errors import CallqError
from callq.terminal.safe import safe
from callq.terminal.terminal import say, warn, write_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from callq.commandline.bulk import Bulk
    from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(name="snooze", epilog='Example: callq snooze ron "until june 1" -n "rebuilding"')
def put_off(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[WHO] TIME",
            autocompletion=complete_who,
            help="Who (left out: the person you're calling), and when they're due again, their "
            "time: 3d, until june 1. now ends a snooze.",
        ),
    ],
    note: Annotated[str, typer.Option("--note", "-n", help="Why, kept as research.")] = "",
    callback: Annotated[
        bool, typer.Option("--callback", help="Move their scheduled callback, too.")
    ] = False,
    view: OfView = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Put a person off without logging a call.

    They're due again at the time you name, or as soon as you log a call.
    """
    from callq.calls.snooze import snooze
    from callq.calls.views import snooze as render
    from callq.commandline.bulk import run

    ws = begin(agent=agent)
    if view:
        if note:
            raise CallqError(
                "--note is for one person, not for a view.", hint="Leave it out.",
                name="options-conflict",
            )  # fmt: skip
        run(_of_view(ws, view, " ".join(words), callback), yes=yes, dry_run=dry_run, json=json)
        return
    if dry_run:
        raise CallqError(
            "--dry-run goes with --view.", hint="Leave it out.", name="options-conflict"
        )
    who, text = (words[0], " ".join(words[1:])) if len(words) > 1 else (None, words[0])
    if not text.strip():
        raise CallqError(
            "Until when?", hint='callq snooze [WHO] "until june 1"', name="time-missing"
        )
    snoozed = snooze(ws, who, text, note=note, callback=callback)
    for warning in snoozed.warnings:
        warn(warning)
    if json:
        write_json(render.as_json(snoozed))
    else:
        say(f"{safe(render.sentence(snoozed, ws.now, ws.home))} Wrong? callq undo")


def _of_view(ws: "Workspace", view: str, text: str, callback: bool) -> "Callable[[bool], Bulk]":
    """Snoozes everyone of a view, or only counts them."""
    from callq.calls.snooze import snooze_all
    from callq.commandline.bulk import Bulk
    from callq.queue.narrowing import condition_of

    which = condition_of(ws, People({"view": view}).filter(ws))

    def act(only_count: bool) -> Bulk:
        done = snooze_all(ws, which, text, callback=callback, dry_run=only_count)
        return Bulk("snooze", *done)

    return act
