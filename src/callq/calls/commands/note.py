"""`callq note`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import Agent, Json, begin
from callq.terminal.safe import safe
from callq.terminal.terminal import say, warn, write_json

app = typer.Typer(add_completion=False)


@app.command(name="note", epilog='Example: callq note ron "opens a third practice in May"')
def take_note(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[WHO] TEXT",
            autocompletion=complete_who,
            help="Who (left out: the person you're calling), and what you found out.",
        ),
    ],
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Note what you found out before the call."""
    from callq.calls.note import note

    noted = note(begin(agent=agent), words)
    for warning in noted.warnings:
        warn(warning)
    if json:
        write_json(
            {
                "schema": "callq.note/1",
                "id": noted.who.id,
                "name": noted.who.name,
                "text": noted.words,
                "count": noted.notes,
                "warnings": list(noted.warnings),
            }
        )
    else:
        say(f"Research on {safe(noted.who.name)}: {safe(noted.words)}. Wrong? callq undo")
