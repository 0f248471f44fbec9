"""`callq routine`."""

import typer

from callq.cli.options import Agent, Json, open_desk
from callq.render.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="routine")
def routine(json: Json = False, agent: Agent = "") -> None:
    """Today's blocks, the days in a row on which you kept them, and the last weeks."""
    from callq.app.keep_routine import keep
    from callq.render import routine as render

    kept = keep(open_desk(agent=agent))
    if json:
        write_json(render.as_json(kept))
    else:
        render.show(kept)
