"""`callq forecast`."""

from typing import Annotated

import typer

from callq.commandline.options import (
    Agent,
    Json,
    Mine,
    OneList,
    begin,
    figure,
    refuse_unknown_list,
)

app = typer.Typer(add_completion=False)
_MOST_DAYS = 3660


@app.command()
def forecast(
    days: Annotated[
        int,
        typer.Option(
            "--days",
            metavar="N",
            parser=figure(1, _MOST_DAYS),
            help="How many days, today the first.",
        ),
    ] = 90,
    capacity: Annotated[
        int | None,
        typer.Option(
            "--capacity",
            metavar="N",
            parser=figure(1),
            help="Calls on a business day; the setting limit for each rep by default.",
        ),
    ] = None,
    list_name: OneList = "",
    mine: Mine = False,
    every_day: Annotated[
        bool, typer.Option("--all", "-a", help="Every day by itself, no weeks.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """How many calls fall due on each day to come, and whether the team can make them."""
    from callq.metrics.forecast import look_ahead
    from callq.metrics.statements import Scope
    from callq.metrics.views import forecast as render
    from callq.terminal.terminal import write_json

    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name)
    found = look_ahead(ws, Scope(list_name, ws.agent if mine else ""), days, capacity or 0)
    if json:
        write_json(render.as_json(found))
    else:
        render.show(found, every_day=every_day)
