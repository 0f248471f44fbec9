"""`callq today`."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from callq.commandline.options import (
    ANYONE,
    Agent,
    Csv,
    Json,
    People,
    PeopleCommand,
    Plain,
    begin,
    chooses,
    figure,
)
from callq.queue.shown import remember
from callq.queue.today import look
from callq.queue.views import today as render
from callq.records.queue import Scope
from callq.terminal.terminal import rows, warn, write_json
from callq.workspace import stop_on_broken_rulebook

if TYPE_CHECKING:
    from callq.records.queue import Scope
    from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(cls=PeopleCommand, epilog="Example: callq today --list spring")
@chooses
def today(
    people: People = ANYONE,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            metavar="N",
            parser=figure(1),
            help="How many to show; callbacks always show.",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", "-a", help="Show everyone who's due, and who's on hold.")
    ] = False,
    json: Json = False,
    csv: Csv = False,
    plain: Plain = False,
    agent: Agent = "",
) -> None:
    """Show who to call today, in what order, and why."""
    ws = begin(agent=agent, says_clock=not (csv or plain))
    scope = Scope()
    if people:
        from callq.queue.narrowing import scope_of

        scope = scope_of(ws, people)
    edited = stop_on_broken_rulebook(ws)
    queue = look(ws, scope, limit or int(ws.settings["limit"]), everything=everything)
    fixed = ws.settings.now is not None
    if json:
        write_json(render.as_json(queue, fixed=fixed))
    elif csv:
        render.write_csv(queue.items)
    elif plain:
        remember(ws.settings, ws.agent, (item.entry.id for item in queue.items))
        render.show_lines(queue)
    else:
        if sys.stdout.isatty() and not (limit or everything):
            queue = render.fitted(queue, rows(sys.stdout), ws.home, ws.agent)
        remember(ws.settings, ws.agent, (item.entry.id for item in queue.items))
        why = "" if queue.items else _why_empty(ws, scope)
        render.show_table(queue, ws.home, ws.agent, fixed=fixed, why_empty=why)
    if edited:
        warn(edited)


def _why_empty(ws: "Workspace", scope: "Scope") -> str:
    from callq.queue.waiting import in_words, waiting

    return in_words(waiting(ws, scope), ws.now, ws.home)
