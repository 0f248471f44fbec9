"""`callq reconcile`."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from callq.calls import reconcile as verb
from callq.calls.reconcile import Choose, Finding
from callq.calls.views import reconcile as render
from callq.commandline.options import Agent, Json, begin
from callq.errors import CallqError, Exit
from callq.importing.dates import Spelled
from callq.terminal.keys import one_key
from callq.terminal.terminal import may_ask, note, write_json
from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(name="reconcile", epilog="Example: callq reconcile ringcentral.csv --yes")
def reconcile(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="The phone system's call log, or - for standard input."
        ),
    ],
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Log all missing calls as the file has them.")
    ] = False,
    dates: Annotated[
        Spelled | None, typer.Option(help="Read 03/04/2026 with the month or the day first.")
    ] = None,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Compare your phone's call log with yours."""
    ws = begin(agent=agent)
    choose: Choose | None = None
    if yes:
        choose = _as_written
    elif not json and may_ask():
        choose = _Asking(ws)
    source: Path | Literal["-"] = "-" if str(path) == "-" else path
    found = verb.reconcile(ws, source, choose, sys.stdin.buffer, dates or "")
    if json:
        write_json(render.as_json(found, logged=yes))
    else:
        render.show(found, ws.home, logged=choose is not None)


def _as_written(call: Finding) -> str:
    return call.outcome


class _Asking:
    """Asks about each call, one key each; the answers are written together, for one undo."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        outcomes = {one.word: one for one in ws.rulebook.outcomes.values()}
        self.keys = {
            one.key: one.word
            for one in outcomes.values()
            if one.key and not (one.needs_time or one.clears_email or one.closes)
        }
        self.stopped = False

    def __call__(self, call: Finding) -> str | None:
        """Returns the outcome of a call, or None to leave it out."""
        if self.stopped:
            return None
        note(render.line(call, self.ws.home))
        words = ", ".join(f"[{key}] {word}" for key, word in self.keys.items())
        note(f"  [Enter] {call.outcome}, {words}, [-] don't log, [.] stop")
        while True:
            key = one_key()
            if not key:
                raise CallqError(
                    "The terminal closed.", code=Exit.INTERRUPTED, name="terminal-closed"
                )
            if key in "\r\n":
                return call.outcome
            if key in ".\x03\x04\x1b":
                self.stopped = True
                return None
            if key == "-":
                return None
            if key in self.keys:
                return self.keys[key]
            note("Press Enter, a letter from the list, - or a period.")
