"""`callq script`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Agent, Json, begin
from callq.terminal.terminal import warn, write_json

app = typer.Typer(add_completion=False)


@app.command(name="script", epilog="Example: callq script ron --kind price")
def script(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            autocompletion=complete_who,
            help=f"{WHO} Leave it out for the one you're calling.",
        ),
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind", "-k", metavar="KIND", help="Pick a script, like price or gatekeeper."
        ),
    ] = "",
    list_kinds: Annotated[bool, typer.Option("--list-kinds", help="List all scripts.")] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Read what to say on this call."""
    from callq.scripts import playbooks
    from callq.scripts.say import kinds
    from callq.scripts.say import script as find
    from callq.scripts.views import script as render

    ws = begin(agent=agent)
    if list_kinds:
        from callq.scripts.views.kinds import kinds_json, show_kinds

        found = kinds(ws)
        if json:
            write_json(kinds_json(found, render.KINDS_SCHEMA))
        else:
            show_kinds(found)
        return
    saying = find(ws, who, kind)
    if json:
        write_json(render.as_json(saying))
    else:
        render.show(saying)
    edited = playbooks.warning(ws)
    if edited:
        warn(edited)
