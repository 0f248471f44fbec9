"""`callq away`."""

from typing import Annotated

import typer

from callq.cli.options import Agent, Json, open_desk
from callq.render.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="away")
def away(
    first: Annotated[str, typer.Argument(metavar="FROM", help='"24 december", "next monday".')],
    last: Annotated[
        str, typer.Argument(metavar="[TO]", help="The last day; the same by default.")
    ] = "",
    unowned: Annotated[
        bool, typer.Option("--unowned", help="Spread those nobody owns as well.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be spread; do nothing.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Be away: what falls due meanwhile is spread over the days after; promises are yours."""
    from callq.app.be_away import be_away
    from callq.render import away as render

    desk = open_desk(agent=agent)
    desk.turn()
    found = be_away(desk, first, last, unowned=unowned, dry_run=dry_run)
    if json:
        write_json(render.as_json(found))
    else:
        render.show(found, desk.home)
