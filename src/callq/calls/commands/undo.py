"""`callq undo`."""

import typer

from callq.calls.undo import in_words, undo
from callq.commandline.options import Agent, Json, begin
from callq.engine.words import iso
from callq.terminal.safe import safe
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)


@app.command(name="undo", epilog="Example: callq undo")
def take_back(json: Json = False, agent: Agent = "") -> None:
    """Undo your last command."""
    ws = begin(agent=agent)
    undone = undo(ws)
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
                "lease_until": iso(undone.lease.until) if undone.lease else None,
            }
        )
    else:
        say(safe(in_words(undone)))
