"""`callq why`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Json, begin
from callq.terminal.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="why", epilog="Example: callq why ron --verbose")
def why(
    who: Annotated[
        str,
        typer.Argument(metavar="WHO", autocompletion=complete_who, help=WHO),
    ],
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Add the rules and the score, term by term.")
    ] = False,
    json: Json = False,
) -> None:
    """Explain why a person is or isn't in the queue."""
    from callq.calls.explain import portray
    from callq.calls.views import why as render

    ws = begin()
    portrait = portray(ws, who)
    if json:
        write_json(render.as_json(portrait))
    else:
        render.show(portrait, ws.home, verbose=verbose)
