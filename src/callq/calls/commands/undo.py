"""`callq undo`."""

from datetime import datetime

import typer

from callq.calls.undo import in_words, needs_confirming, undo
from callq.commandline.options import Agent, Json, Yes, begin
from callq.engine.words import ago, iso
from callq.errors import CallqError, Exit
from callq.storage.journal import Command
from callq.terminal.safe import safe
from callq.terminal.terminal import may_ask, say, write_json

app = typer.Typer(add_completion=False)


def _confirm(command: Command, now: datetime) -> None:
    what = f"{command.name} ({safe(command.summary)}), {ago(now - command.at)}"
    if not may_ask():
        raise CallqError(
            f"This takes back {what}. Others work with this data, too.",
            hint="To take it back: callq undo --yes",
            code=Exit.REFUSED,
            name="undo-unconfirmed",
        )
    if not typer.confirm(f"Take back {what}?", default=False, err=True):
        raise CallqError("Nothing was undone.", code=Exit.INTERRUPTED, name="not-undone")


@app.command(name="undo", epilog="Example: callq undo")
def take_back(
    yes: Yes = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Undo your last command.

    Where others share your data, it asks before it takes back more than your last call.
    """
    ws = begin(agent=agent)
    command = None if yes else needs_confirming(ws)
    if command:
        _confirm(command, ws.now)
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
