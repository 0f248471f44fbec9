"""`callq store move`."""

from typing import Annotated

import typer

from callq.commandline.options import Json, settings
from callq.maintenance.move import move
from callq.maintenance.views import move as render
from callq.terminal.progress import progress
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)


@app.command(name="move", epilog="Example: callq store move postgresql+psycopg://db.example/sales")
def move_store(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help="A new file, or the URL of an empty database.")
    ],
    json: Json = False,
) -> None:
    """Move everything to a server, or back to a file.

    Every row is compared, and every status is worked out afresh. What you move stays where it is.
    If a move is interrupted, the same command continues it.
    """
    with progress("Moving", unit="rows") as advance:
        moved = move(settings(), target, advance)
    if json:
        write_json(render.as_json(moved))
    else:
        say("\n".join(render.sentences(moved)))
