"""`callq edit`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import (
    WHO,
    Agent,
    DryRun,
    Json,
    OfView,
    People,
    Yes,
    amount,
    begin,
)
from callq.errors import CallqError
from callq.prospects.edit import Changes, edit, edit_all
from callq.terminal.safe import safe
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)

Texts = list[str] | None


@app.command(name="edit", epilog="Example: callq edit ron --zone America/Denver --tag vip")
def edit_person(
    who: Annotated[
        str, typer.Argument(metavar="[WHO]", autocompletion=complete_who, help=WHO)
    ] = "",
    view: OfView = "",
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
    dry_run: DryRun = False,
    yes: Yes = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Change the details of a person or a view."""
    changes = Changes(
        name=name, company=company, title=title, owner=owner, list_name=list_name, zone=zone,
        country=country, region=state, postal=postal,
        note=note, reach=reach, value=value, line=line,
        add_phone=tuple(add_phone or ()), drop_phone=tuple(drop_phone or ()),
        add_email=tuple(add_email or ()), drop_email=tuple(drop_email or ()),
        tags=tuple(tag or ()), fields=tuple(field or ()), may_be_called=may_be_called,
    )  # fmt: skip
    if bool(who) == bool(view):
        raise CallqError(
            "Whose details?", hint="Name one person, or add --view NAME.", name="no-people-named"
        )
    if view:
        _edit_view(view, changes, agent, yes=yes, dry_run=dry_run, json=json)
        return
    if dry_run:
        raise CallqError(
            "--dry-run goes with --view.", hint="Leave it out.", name="options-conflict"
        )
    edited = edit(begin(agent=agent), who, changes)
    if json:
        found = {"id": edited.who.id, "name": edited.who.name}
        write_json({"schema": "callq.edit/1", **found, "changed": list(edited.changed)})
    else:
        say(f"Changed {safe(edited.who.name)}: {safe(', '.join(edited.changed))}. "
            "Wrong? callq undo")  # fmt: skip


def _edit_view(
    view: str, changes: Changes, agent: str, *, yes: bool, dry_run: bool, json: bool
) -> None:
    from callq.commandline.bulk import Bulk, run
    from callq.queue.narrowing import condition_of

    of_one = ("name", "add_phone", "drop_phone", "add_email", "drop_email", "line", "may_be_called")
    given = [name for name in of_one if getattr(changes, name)]
    if given:
        flag = given[0].replace("_", "-")
        raise CallqError(
            f"--{flag} is for one person, not for a view.", hint="Name the person.",
            name="options-conflict",
        )  # fmt: skip
    ws = begin(agent=agent)
    which = condition_of(ws, People({"view": view}).filter(ws))

    def act(only_count: bool) -> Bulk:
        done, same = edit_all(ws, which, changes, dry_run=only_count)
        return Bulk("edit", done, {"nothing-to-change": same} if same else {})

    run(act, yes=yes, dry_run=dry_run, json=json)
