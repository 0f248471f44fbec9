"""`callq forecast`."""

from typing import Annotated

import typer

from callq.commandline.options import (
    Agent,
    Csv,
    Json,
    Mine,
    OneList,
    begin,
    figure,
    refuse_unknown_list,
)

app = typer.Typer(add_completion=False)
_MOST_DAYS = 3660


@app.command(epilog="Example: callq forecast --days 30 --capacity 40")
def forecast(
    days: Annotated[
        int,
        typer.Option(
            "--days",
            metavar="N",
            parser=figure(1, _MOST_DAYS),
            help="Show this many days.",
        ),
    ] = 90,
    capacity: Annotated[
        int | None,
        typer.Option(
            "--capacity",
            metavar="N",
            parser=figure(1),
            help="Calls a business day. Default: limit per rep.",
        ),
    ] = None,
    list_name: OneList = "",
    mine: Mine = False,
    every_day: Annotated[
        bool, typer.Option("--all", "-a", help="Show each day, no weeks.")
    ] = False,
    json: Json = False,
    csv: Csv = False,
    agent: Agent = "",
) -> None:
    """Forecast the calls of the coming weeks."""
    from callq.metrics.forecast import look_ahead
    from callq.metrics.statements import Scope
    from callq.metrics.views import forecast as render
    from callq.terminal.terminal import write_json

    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name)
    found = look_ahead(ws, Scope(list_name, ws.agent if mine else ""), days, capacity or 0)
    if json:
        write_json(render.as_json(found))
    elif csv:
        from callq.terminal.csv_out import write_table

        write_table(render.table(render.lines_of(found.days, weeks=False)))
    else:
        render.show(found, every_day=every_day)
