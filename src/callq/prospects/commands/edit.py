"""`callq edit`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Agent, Json, amount, begin
from callq.prospects.edit import Changes, edit
from callq.terminal.safe import safe
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)

Texts = list[str] | None


@app.command(name="edit", epilog="Example: callq edit ron --zone America/Denver --tag vip")
def edit_person(
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=complete_who, help=WHO)],
    name: Annotated[str | None, typer.Option(help="The new name.")] = None,
    company: Annotated[str | None, typer.Option("--company", "-c", help="The new company.")] = None,
    title: Annotated[str | None, typer.Option(help="The new job title.")] = None,
    owner: Annotated[str | None, typer.Option(help="The rep who owns them.")] = None,
    list_name: Annotated[
        str | None, typer.Option("--list", "-l", help="Move them to this list.")
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help="Their time zone, e.g. America/New_York.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="Their country.")] = None,
    state: Annotated[str | None, typer.Option(help="Their state or province.")] = None,
    postal: Annotated[str | None, typer.Option(help="Their ZIP or postal code.")] = None,
    note: Annotated[str | None, typer.Option("--note", "-n", help="The new note.")] = None,
    reach: Annotated[
        str | None,
        typer.Option(help='When they ask for calls: "weekdays after 5pm"; "": any time.'),
    ] = None,
    value: Annotated[
        float | None, typer.Option(metavar="AMOUNT", parser=amount(0), help="What a win is worth.")
    ] = None,
    add_phone: Annotated[Texts, typer.Option("--add-phone", "-p", help="Add a number.")] = None,
    drop_phone: Annotated[Texts, typer.Option("--drop-phone", help="Remove a number.")] = None,
    line: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="Their line: mobile, landline or voip."),
    ] = None,
    add_email: Annotated[Texts, typer.Option("--add-email", "-e", help="Add an email.")] = None,
    drop_email: Annotated[Texts, typer.Option("--drop-email", help="Remove an email.")] = None,
    tag: Annotated[Texts, typer.Option("--tag", "-t", help="Add a tag.")] = None,
    field: Annotated[
        Texts,
        typer.Option("--field", metavar="KEY=VALUE", help="Set a custom field; KEY= removes it."),
    ] = None,
    may_be_called: Annotated[
        bool,
        typer.Option(
            "--may-be-called", help="You read the imported opt-out note, and they can be called."
        ),
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Change a person's details."""
    changes = Changes(
        name=name, company=company, title=title, owner=owner, list_name=list_name, zone=zone,
        country=country, region=state, postal=postal,
        note=note, reach=reach, value=value, line=line,
        add_phone=tuple(add_phone or ()), drop_phone=tuple(drop_phone or ()),
        add_email=tuple(add_email or ()), drop_email=tuple(drop_email or ()),
        tags=tuple(tag or ()), fields=tuple(field or ()), may_be_called=may_be_called,
    )  # fmt: skip
    edited = edit(begin(agent=agent), who, changes)
    if json:
        found = {"id": edited.who.id, "name": edited.who.name}
        write_json({"schema": "callq.edit/1", **found, "changed": list(edited.changed)})
    else:
        say(f"Changed {safe(edited.who.name)}: {safe(', '.join(edited.changed))}. "
            "Wrong? callq undo")  # fmt: skip
