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
from callq.prospects.find import Wanted, find
from callq.prospects.views import people as render
from callq.queue.views.today import item_json, write_csv
from callq.records.people import list_names
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)


@app.command(name="list", epilog="Example: callq list dental --due")
def list_people(
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="Part of a name, number or email.")
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
    """Find and filter people."""
    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name)
    if lists:
        named = list_names(ws.db)
        found = [{"list": name, "people": n} for name, n in named]
        if json:
            write_json({"schema": "callq.lists/1", "items": found})
        elif csv:
            from callq.terminal.csv_out import write_items

            write_items(("list", "people"), found)
        else:
            render.show_lists(named)
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
