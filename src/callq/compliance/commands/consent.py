"""`callq consent`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Agent, Json, begin
from callq.errors import CallqError
from callq.terminal.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(name="consent")
def consent(
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=complete_who, help=WHO)],
    source: Annotated[str, typer.Option(help="How it is known, e.g. signed form.")] = "",
    scope: Annotated[str, typer.Option(help="all (unless said), calls, texts or emails.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When they gave it; now.")] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="When it ends; without: when it is withdrawn.")
    ] = "",
    relationship: Annotated[
        str, typer.Option(metavar="KIND", help="A purchase or an inquiry instead of a consent.")
    ] = "",
    note: Annotated[str, typer.Option("--note", "-n", help="What to remember of it.")] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="They took it back; it stays on record.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Record that they agreed to be called."""
    from callq.compliance import consent as app_consent
    from callq.compliance.views import consent as render

    ws = begin(agent=agent)
    said = app_consent.Said(source, scope, note, on, until, relationship)
    if withdraw:
        if any((source, scope, on, until, relationship)):
            raise CallqError("--withdraw goes with --note alone.", hint="Leave the others out.")
        ended = app_consent.withdraw(ws, who, note)
        write_json(render.withdrawn_json(ended)) if json else render.show_withdrawn(ended)
    elif any(said):
        done = app_consent.record(ws, who, said)
        write_json(render.recorded_json(done)) if json else render.show_recorded(done, ws.home)
    else:
        listed = app_consent.on_record(ws, who)
        write_json(render.listed_json(listed)) if json else render.show_listed(listed, ws.home)
