"""`callq list`."""

from typing import Annotated

import typer

from callq.commandline.options import (
    Agent,
    Csv,
    Due,
    Held,
    Json,
    Mine,
    OneList,
    OneOwner,
    OneState,
    begin,
    figure,
    refuse_unknown_list,
)
from callq.errors import CallqError
from callq.prospects.find import Wanted, find
from callq.prospects.views import people as render
from callq.queue.views.today import item_json, write_csv
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


@app.command(name="list", epilog="Example: callq list dental --due")
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
    list_name: OneList = "",
    owner: OneOwner = "",
    mine: Mine = False,
    state: OneState = "",
    due: Due = False,
    held: Held = False,
    lists: Annotated[
        bool, typer.Option("--lists", help="Show your lists and how many people each has.")
    ] = False,
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", metavar="N", parser=figure(1), help="Show at most N people."),
    ] = 50,
    everyone: Annotated[bool, typer.Option("--all", "-a", help="Show everyone.")] = False,
    json: Json = False,
    csv: Csv = False,
    agent: Agent = "",
) -> None:
    """Find and filter people, or pause, resume and close a list."""
    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name or which)
    if which:
        _set(ws, text, which, json=json)
        return
    if lists:
        _show_lists(ws, json=json, csv=csv)
        return
    wanted = Wanted(text, list_name, ws.agent if mine else owner, state, due, held)
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
        return
    render.show(items, ws.now, ws.home)
    if more:
        say(f"\nShowing the first {most:,}. See everyone: callq list --all")
