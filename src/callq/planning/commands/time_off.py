"""`callq goals time-off`."""

from typing import Annotated

import typer

from callq.commandline.options import Agent, DryRun, Json, begin
from callq.errors import CallqError
from callq.terminal.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="away", epilog='Example: callq goals time-off "24 december" "2 january"')
def away(
    first: Annotated[
        str, typer.Argument(metavar="[FROM]", help='The first day: "24 december", "next monday".')
    ] = "",
    last: Annotated[
        str, typer.Argument(metavar="[TO]", help="The last day; the same by default.")
    ] = "",
    back: Annotated[
        bool, typer.Option("--back", help="Come back early: today, or on the day FROM.")
    ] = False,
    unowned: Annotated[
        bool, typer.Option("--unowned", help="Spread people without an owner, too.")
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Plan time off; spread the calls that fall due."""
    from callq.planning.views import time_off as render

    _refuse(first, last, back=back, unowned=unowned)
    ws = begin(agent=agent)
    ws.turn()
    if back:
        from callq.planning.end_time_off import end_time_off

        ended = end_time_off(ws, first, dry_run=dry_run)
        if json:
            write_json(render.back_json(ended))
        else:
            render.show_back(ended, ws.home)
        return
    from callq.planning.time_off import start_time_off

    found = start_time_off(ws, first, last, unowned=unowned, dry_run=dry_run)
    if json:
        write_json(render.as_json(found))
    else:
        render.show(found, ws.home)


def _refuse(first: str, last: str, *, back: bool, unowned: bool) -> None:
    if not back and not first:
        raise CallqError(
            "Which days?",
            name="no-days",
            hint='callq goals time-off "24 december" "2 january"',
        )
    if back and (last or unowned):
        raise CallqError(
            "--back takes one day, and no --unowned.",
            name="one-day-only",
            hint='callq goals time-off --back, or --back "monday"',
        )
