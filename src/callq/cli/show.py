"""`callq show`."""

from typing import Annotated

import typer

from callq.cli.complete import complete_who
from callq.cli.options import WHO, Json, open_desk
from callq.render.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="show")
def show(
    who: Annotated[
        str,
        typer.Argument(metavar="WHO", autocompletion=complete_who, help=WHO),
    ],
    json: Json = False,
) -> None:
    """Everything known of somebody."""
    from callq.app.explain import portray
    from callq.render import card

    desk = open_desk()
    portrait = portray(desk, who)
    if json:
        write_json(card.portrait_json(portrait))
    else:
        card.show_portrait(portrait, desk.home)
