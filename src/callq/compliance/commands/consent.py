"""`callq people consent`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Agent, Json, begin
from callq.errors import CallqError
from callq.terminal.terminal import write_json

app = typer.Typer(add_completion=False)


@app.command(
    name="consent",
    epilog='Example: callq people consent ron --source "signed form" --until 2027-03-11',
)
def consent(
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=complete_who, help=WHO)],
    source: Annotated[str, typer.Option(help="How you know, e.g. signed form.")] = "",
    scope: Annotated[str, typer.Option(help="all (default), calls, texts or emails.")] = "",
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day they agreed. Default: now.")
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="When it ends. Default: when they withdraw it.")
    ] = "",
    relationship: Annotated[
        str, typer.Option(metavar="KIND", help="Record a purchase or an inquiry instead.")
    ] = "",
    number: Annotated[
        str, typer.Option(metavar="NUMBER", help="The one number it's for. Default: every number.")
    ] = "",
    written: Annotated[bool, typer.Option("--written", help="They agreed in writing.")] = False,
    seller: Annotated[
        str, typer.Option(metavar="NAME", help="Whose calls it allows. Default: your company's.")
    ] = "",
    note: Annotated[str, typer.Option("--note", "-n", help="A note.")] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Withdraw it. The record stays.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Record that they agreed to be called."""
    from callq.compliance import consent as verbs
    from callq.compliance.views import consent as view

    ws = begin(agent=agent)
    said = verbs.Said(source, scope, note, on, until, relationship, number, seller, written)
    if withdraw:
        if any((source, scope, on, until, relationship, number, seller, written)):
            raise CallqError(
                "--withdraw works only with --note.", hint="Leave out the other options.",
                name="conflicting-options",
            )  # fmt: skip
        ended = verbs.withdraw(ws, who, note)
        write_json(view.withdrawn_json(ended)) if json else view.show_withdrawn(ended)
    elif any(said):
        done = verbs.record(ws, who, said)
        write_json(view.recorded_json(done)) if json else view.show_recorded(done, ws.home)
    else:
        listed = verbs.list_consents(ws, who)
        write_json(view.listed_json(listed)) if json else view.show_listed(listed, ws.home)
