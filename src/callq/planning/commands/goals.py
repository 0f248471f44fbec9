"""`callq goals`."""

import typer

from callq.commandline.options import Agent, Csv, Json, begin
from callq.terminal.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="goals", epilog="Example: callq goals")
def goals(json: Json = False, csv: Csv = False, agent: Agent = "") -> None:
    """Show today's call blocks and your streak."""
    from callq.planning.goals import keep
    from callq.planning.views import goals as render

    kept = keep(begin(agent=agent))
    if json:
        write_json(render.as_json(kept))
    elif csv:
        render.write_csv(kept)
    else:
        render.show(kept)
