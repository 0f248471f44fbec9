"""`callq hours`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import Agent, Json, begin
from callq.errors import CallqError
from callq.terminal.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="hours")
def hours(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            autocompletion=complete_who,
            help="Somebody, or a row of the table, e.g. US-FL; nothing: the table.",
        ),
    ] = None,
    told: Annotated[
        str,
        typer.Option(
            metavar="PLACE", help="Where they told us they are: a state, country or zone."
        ),
    ] = "",
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Show when you may call, and where."""
    from callq.compliance import hours as app_hours
    from callq.compliance.views import hours as render

    ws = begin(passing=who is None or who.isupper(), agent=agent)
    row = app_hours.row_named(ws, who) if who else None
    if who is None or row:
        if told:
            raise CallqError("--told says where somebody is.", hint="callq hours WHO --told PLACE")
        rows = (row,) if row else app_hours.table(ws)
        if json:
            write_json(render.table_json(ws.calling, rows))
        elif row:
            render.show_row(row)
        else:
            render.show_table(ws.calling, rows)
    elif told:
        said = app_hours.tell(ws, who, told)
        if json:
            write_json(render.told_json(said))
        else:
            render.show_told(said, ws.now, ws.home)
    else:
        explained = app_hours.explain(ws, who)
        if json:
            write_json(render.as_json(explained))
        else:
            render.show(explained, ws.home)
