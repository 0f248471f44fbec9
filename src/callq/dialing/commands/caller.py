"""`callq caller`."""

from typing import Annotated

import typer

from callq.commandline.options import Json, begin
from callq.dialing.caller import look_up
from callq.dialing.views import caller as render
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)


@app.command(name="caller", epilog='Example: callq caller "+1 212 555 0134"')
def who_calls(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The number, in any style.")],
    json: Json = False,
) -> None:
    """Say in one line who is calling."""
    ws = begin()
    caller = look_up(ws, number)
    if json:
        write_json(render.as_json(caller))
    else:
        say(render.line(caller, ws.now, ws.home))
