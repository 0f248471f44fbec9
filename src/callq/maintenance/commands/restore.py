"""`callq store restore`."""

from typing import Annotated

import typer

from callq.commandline.options import Json, settings
from callq.errors import CallqError
from callq.maintenance.restore import look, restore
from callq.maintenance.views import store as render
from callq.terminal.terminal import may_ask, say, write_json

app = typer.Typer(add_completion=False)


@app.command(name="restore", epilog="Example: callq store restore callq-20260311T141500Z.db")
def put_back(
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="A backup; callq store backup --show.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask first.")] = False,
    json: Json = False,
) -> None:
    """Replace the data file with a backup."""
    values = settings()
    plan = look(values, source)
    asked = render.question(plan)
    if not yes:
        if not may_ask():
            raise CallqError(
                f"{asked} callq can't ask you here.",
                hint="Add --yes to go ahead.",
                name="needs-confirmation",
            )
        if not typer.confirm(asked, err=True):
            raise CallqError("Nothing was restored.", name="declined")
    done = restore(values, plan)
    if json:
        write_json(render.restored_as_json(done))
    else:
        say("\n".join(render.restored(done)))
