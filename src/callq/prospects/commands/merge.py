"""`callq people merge`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Agent, DryRun, Json, begin
from callq.prospects.merge import merge
from callq.prospects.views import merge as render
from callq.terminal.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="merge", epilog="Example: callq people merge sue suzanne")
def merge_people(
    kept: Annotated[
        str,
        typer.Argument(metavar="KEEP", autocompletion=complete_who, help=f"The one to keep. {WHO}"),
    ],
    duplicate: Annotated[
        str,
        typer.Argument(metavar="DUPLICATE", autocompletion=complete_who, help="The duplicate."),
    ],
    dry_run: DryRun = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Merge two records of the same person."""
    ws = begin(agent=agent)
    merged = merge(ws, kept, duplicate, dry_run=dry_run)
    if json:
        write_json(render.as_json(merged))
    else:
        render.show(merged, ws.home)
