"""`callq schema`."""

from typing import Annotated

import typer

from callq.errors import CallqError, Exit
from callq.terminal.schemas import names, schema_of
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)


@app.command(name="schema", epilog="Example: callq schema today")
def schema(
    name: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]", help="E.g. today, or dnc check.")
    ] = None,
) -> None:
    """Print the JSON Schema of a command's --json."""
    wanted = " ".join(name or ())
    if not wanted:
        say("\n".join(names()))
        return
    found = schema_of(wanted)
    if found is None:
        raise CallqError(
            f'"{wanted}" prints no JSON.',
            name="unknown-schema",
            hint="callq schema lists the commands that do.",
            code=Exit.NOT_FOUND,
        )
    write_json(found)
