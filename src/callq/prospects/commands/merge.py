"""`callq merge`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Agent, Json, begin
from callq.prospects.merge import merge
from callq.prospects.views import merge as render
from callq.terminal.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="merge")
def merge_people(
    stays: Annotated[
        str, typer.Argument(metavar="STAYS", autocompletion=complete_who, help=f"Who stays. {WHO}")
    ],
    leaves: Annotated[
        str,
        typer.Argument(metavar="LEAVES", autocompletion=complete_who, help="The same person."),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; do nothing.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Make one person of two records. Nothing is lost; callq undo parts them again."""
    ws = begin(agent=agent)
    merged = merge(ws, stays, leaves, dry_run=dry_run)
    if json:
        write_json(render.as_json(merged))
    else:
        render.show(merged, ws.home)
