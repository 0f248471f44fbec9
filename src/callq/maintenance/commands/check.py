"""`callq store check`."""

from typing import Annotated

import typer

from callq.commandline.options import Json, settings
from callq.errors import Exit
from callq.maintenance.check import examine
from callq.maintenance.views import store as render
from callq.terminal.progress import progress
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: callq store check --fix")
def store_check(
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Back up, then fix what can be fixed safely."),
    ] = False,
    json: Json = False,
) -> None:
    """Check the data file; --fix repairs it."""
    with progress("Replaying calls") as advance:
        found = examine(settings(), fix=fix, on_progress=advance)
    if json:
        write_json(render.report_as_json(found))
    else:
        say("\n".join(render.report(found)))
    if found.found:
        raise typer.Exit(int(Exit.FOUND))
