"""`callq dial`."""

from typing import Annotated

import typer

from callq.commandline.options import Agent, Json, begin
from callq.dialing.dial import dial
from callq.dialing.views import dial as render
from callq.terminal.terminal import say, warn, write_json
from callq.workspace import stop_on_broken_rulebook

app = typer.Typer(add_completion=False)


@app.command(name="dial", epilog="Example: callq dial ron --number 0134")
def dial_one(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            help="Id, number, email or part of a name; the call you took when left out.",
            show_default=False,
        ),
    ] = None,
    number: Annotated[
        str, typer.Option("--number", metavar="ENDING", help="Another number: its last digits.")
    ] = "",
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Dial them with your phone, checked again.

    How is a setting: callq config dial tel. Ways: tel, kdeconnect, linphone,
    baresip, adb, termux, asterisk, qr, or a command of yours; docs/dialing.md.
    """
    ws = begin(agent=agent)
    edited = stop_on_broken_rulebook(ws)
    dialed = dial(ws, who, number)
    for warning in filter(None, (*dialed.warnings, edited)):
        warn(warning)
    if json:
        write_json(render.as_json(dialed))
    else:
        for line in render.lines(dialed):
            say(line)
