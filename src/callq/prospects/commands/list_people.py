"""`callq list`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_view
from callq.commandline.options import (
    ANYONE,
    Agent,
    Csv,
    FullPeopleCommand,
    Json,
    People,
    begin,
    chooses,
    figure,
    refuse_unknown_list,
)
from callq.engine.filters import in_words
from callq.errors import CallqError
from callq.prospects.find import find
from callq.prospects.views import people as render
from callq.queue.views.today import item_json, write_csv
from callq.records import choosing as saved
from callq.terminal.safe import safe
from callq.terminal.terminal import say, write_json
from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


def _set(ws: Workspace, act: str, name: str, *, json: bool) -> None:
    from callq.prospects import lists
    from callq.prospects.views import lists as view

    if act not in lists.HOLDS:
        raise CallqError(
            f"Too many words: {name}.", hint="Put a name of several words in quotes.",
            name="too-many-words",
        )  # fmt: skip
    changed = lists.set_list(ws, act, name)
    if json:
        write_json(view.as_json(changed))
    else:
        view.show(changed)


def _show_lists(ws: Workspace, *, json: bool, csv: bool) -> None:
    from callq.prospects.views import lists as view
    from callq.records import list_holds
    from callq.records.people import list_names

    named, holds = list_names(ws.db), list_holds.in_force(ws.db)
    if json:
        write_json(view.all_json(named, holds))
    elif csv:
        view.write_csv(named, holds)
    else:
        view.show_all(named, holds)


class _ListCommand(FullPeopleCommand):
    shows_all = True


@app.command(cls=_ListCommand, name="list", epilog="Example: callq list dental --due 'this week'")
@chooses
def list_people(
    text: Annotated[
        str,
        typer.Argument(
            metavar="[TEXT]", help="Part of a name, number or email; or pause, resume or close."
        ),
    ] = "",
    which: Annotated[
        str, typer.Argument(metavar="[LIST]", help="The list to pause, resume or close.")
    ] = "",
    people: People = ANYONE,
    lists: Annotated[
        bool, typer.Option("--lists", help="Show your lists and how many people each has.")
    ] = False,
    views: Annotated[bool, typer.Option("--views", help="Show your saved views.")] = False,
    drop_view: Annotated[
        str,
        typer.Option(
            "--drop-view", metavar="NAME", autocompletion=complete_view, help="Remove a view."
        ),
    ] = "",
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", metavar="N", parser=figure(1), help="Show at most N people."),
    ] = 50,
    everyone: Annotated[bool, typer.Option("--all", "-a", help="Show everyone.")] = False,
    json: Json = False,
    csv: Csv = False,
    agent: Agent = "",
) -> None:
    """Find people; pause, resume or close a list."""
    ws = begin(agent=agent)
    refuse_unknown_list(ws, which)
    if which:
        _set(ws, text, which, json=json)
        return
    if drop_view:
        saved.drop(ws.db, drop_view, ws.agent, ws.now)
        say(f'Removed the view "{safe(drop_view)}". Wrong? callq undo')
        return
    if lists or views:
        (_show_views if views else _show_lists)(ws, json=json, csv=csv)
        return
    wanted = people.filter(ws)
    # Asking for one more than is shown reveals whether there are more.
    most = 10**9 if everyone else limit
    items = list(find(ws, wanted, most + 1))
    more = len(items) > most
    items = items[:most]
    if json:
        write_json(
            {"schema": "callq.list/1", "items": [item_json(item) for item in items], "more": more}
        )
        return
    if csv:
        write_csv(items)
        return
    if not items:
        say("No one matches.")
        from callq.prospects.lists import HOLDS

        if text in HOLDS:
            say(f"To {text} a list, name it: callq list {text} LIST")
        return
    render.show(items, ws.now, ws.home)
    if more:
        say(f"\nShowing the first {most:,}. See everyone: callq list --all")


def _show_views(ws: Workspace, *, json: bool, csv: bool) -> None:
    found = [{"view": one.name, "words": in_words(one.wanted)} for one in saved.all_views(ws.db)]
    if json:
        write_json({"schema": "callq.views/1", "items": found})
    elif csv:
        from callq.terminal.csv_out import write_items

        write_items(("view", "words"), found)
    else:
        render.show_views([(one["view"], one["words"]) for one in found])
