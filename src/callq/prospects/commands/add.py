"""`callq add`."""

from typing import Annotated

import typer

from callq.commandline.options import Agent, Json, amount, begin
from callq.engine.words import plural
from callq.prospects.add import add, check_zone, person_from
from callq.queue.today import Reader
from callq.queue.views.today import item_json
from callq.records.queue import Scope, entry_of
from callq.terminal.safe import safe
from callq.terminal.terminal import say, warn, write_json

app = typer.Typer(add_completion=False)


@app.command(name="add", epilog='Example: callq add "Ann Lee" -p "(646) 555-0177" -c "Lee Foods"')
def add_person(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person or company.")],
    phone: Annotated[
        list[str] | None, typer.Option("--phone", "-p", help="A phone number. Repeat for more.")
    ] = None,
    email: Annotated[
        list[str] | None, typer.Option("--email", "-e", help="An email address. Repeat for more.")
    ] = None,
    company: Annotated[str, typer.Option("--company", "-c", help="Where they work.")] = "",
    title: Annotated[str, typer.Option(help="Their job title.")] = "",
    owner: Annotated[str, typer.Option(help="The rep who owns them. Default: you.")] = "",
    list_name: Annotated[str, typer.Option("--list", "-l", help="The list they belong to.")] = "",
    zone: Annotated[str, typer.Option(help="Their time zone, e.g. America/New_York.")] = "",
    country: Annotated[str, typer.Option(help="Their country.")] = "",
    state: Annotated[str, typer.Option(help="Their state or province.")] = "",
    postal: Annotated[str, typer.Option(help="Their ZIP or postal code.")] = "",
    note: Annotated[str, typer.Option("--note", "-n", help="What to remember.")] = "",
    value: Annotated[
        float | None, typer.Option(metavar="AMOUNT", parser=amount(0), help="What a win is worth.")
    ] = None,
    inquiry: Annotated[
        bool, typer.Option("--inquiry", help="They just asked to be called: they come first.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Add a person by hand."""
    ws = begin(create=True, agent=agent)
    person = person_from(ws, name=name, phones=phone or (), emails=email or ())
    person = person._replace(
        company=company, title=title, owner=owner or ws.agent, list_name=list_name,
        zone=check_zone(zone), country=country, region=state, postal=postal, note=note, value=value,
    )  # fmt: skip
    added = add(ws, person, inquiry=inquiry)
    for warning in added.warnings:
        warn(warning)
    if json:
        entry = entry_of(ws.db, added.who.id, ws.now)
        items = [item_json(Reader(ws, Scope()).item(entry))] if entry else []
        write_json({"schema": "callq.add/1", "items": items, "warnings": list(added.warnings)})
    else:
        numbers = plural(len(person.phones), "number")
        say(f"Added {safe(added.who.name)} as {added.who.id}, with {numbers}. Wrong? callq undo")
