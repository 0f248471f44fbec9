"""`callq store backup`."""

from typing import Annotated

import typer

from callq.backup import back_up, known
from callq.commandline.options import Json, begin, figure
from callq.errors import CallqError
from callq.maintenance.views import store as render
from callq.terminal.progress import progress
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: callq store backup --keep 14")
def backup(
    to: Annotated[
        str,
        typer.Argument(metavar="[TO]", help="A new file, or a folder."),
    ] = "",
    keep: Annotated[
        int,
        typer.Option(
            "--keep",
            metavar="N",
            parser=figure(0, 100_000),
            help="Delete all but the newest N; 0 keeps all.",
        ),
    ] = 0,
    show_them: Annotated[
        bool, typer.Option("--show", help="List your backups instead of making one.")
    ] = False,
    json: Json = False,
) -> None:
    """Back up the data file while everyone works on."""
    if show_them and (to or keep):
        raise CallqError(
            "--show lists backups, so it takes no file and no --keep.",
            hint="callq store backup --show",
            name="conflicting-options",
        )
    ws = begin()
    if show_them:
        kept = known(ws)
        if json:
            write_json(render.list_as_json(kept))
        else:
            render.show_list(kept, ws)
        return
    with progress("Copying", unit="bytes") as advance:
        made = back_up(ws, to, keep, advance)
    if json:
        write_json(render.as_json(made))
    else:
        say("\n".join(render.sentences(made)))
