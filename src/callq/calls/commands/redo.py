"""`callq redo`."""

import typer

from callq.commandline.options import Agent, begin
from callq.terminal.terminal import say, warn

app = typer.Typer(add_completion=False)


@app.command(name="redo", epilog="Example: callq redo")
def log_again(agent: Agent = "") -> None:
    """Log again the call you just undid."""
    from callq.calls.redo import redo
    from callq.calls.views import log as render

    ws = begin(agent=agent)
    logged = redo(ws)
    for warning in logged.warnings:
        warn(warning)
    for line in render.sentences(logged, ws.now, ws.home):
        say(line)
