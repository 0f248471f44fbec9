"""`callq undo`."""

import typer

from callq.calls.undo import in_words, undo
from callq.commandline.options import Agent, Json, open_desk
from callq.engine.words import iso
from callq.terminal.safe import safe
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)


@app.command(name="undo")
def take_back(json: Json = False, agent: Agent = "") -> None:
    """Take back your last command, whole. Say it again to go further back."""
    desk = open_desk(agent=agent)
    undone = undo(desk)
    if json:
        write_json(
            {
                "schema": "callq.undo/1",
                "command": undone.command.name,
                "summary": undone.command.summary,
                "at": iso(undone.command.at),
                "people": [{"id": id_, "name": name} for id_, name in undone.people],
                "removed": undone.removed,
                "kept": undone.kept,
                "lifted": undone.lifted,
                "restored": undone.restored,
            }
        )
    else:
        say(safe(in_words(undone)))
