"""`callq show`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Json, begin
from callq.terminal.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="show", epilog="Example: callq show ron")
def show(
    who: Annotated[
        str,
        typer.Argument(metavar="WHO", autocompletion=complete_who, help=WHO),
    ],
    json: Json = False,
) -> None:
    """Show everything about a person."""
    from callq.calls.explain import portray
    from callq.calls.views import card

    ws = begin()
    portrait = portray(ws, who)
    if json:
        write_json(card.portrait_json(portrait))
    else:
        card.show_portrait(portrait, ws.home)
