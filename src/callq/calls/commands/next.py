"""`callq next`."""

from typing import Annotated

import typer

from callq.calls.next import put_back, release, take
from callq.calls.views import card
from callq.commandline.options import ANYONE, Agent, Json, People, PeopleCommand, begin, chooses
from callq.errors import CallqError
from callq.records.queue import Scope
from callq.terminal.safe import safe
from callq.terminal.terminal import say, warn, write_json
from callq.workspace import stop_on_broken_rulebook

app = typer.Typer(add_completion=False)


@app.command(
    cls=PeopleCommand, name="next", epilog='Example: callq next --skip "in a meeting till noon"'
)
@chooses
def next_one(
    people: People = ANYONE,
    skip: Annotated[
        str,
        typer.Option("--skip", metavar="WHY", help="Put this person back, then take the next."),
    ] = "",
    give_back: Annotated[
        bool, typer.Option("--release", help="Only put back the person you have.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Take the next call: the number and the history."""
    if skip and give_back:
        raise CallqError("--skip and --release exclude each other.", hint="Give one.")
    ws = begin(agent=agent)
    scope = Scope()
    if people:
        from callq.queue.narrowing import scope_of

        scope = scope_of(ws, people)
    if give_back:
        count = release(ws)
        if json:
            write_json({"schema": "callq.release/1", "released": count})
        else:
            say("Released." if count else "You have no one to release.")
        return
    edited = stop_on_broken_rulebook(ws)
    skipped = put_back(ws, skip) if skip else ""
    taken = take(ws, scope)
    if json:
        write_json(card.taken_json(taken))
    else:
        if skipped:
            say(f"Put back {safe(skipped)}.")
        card.show_taken(taken, ws.now, ws.home)
    if edited:
        warn(edited)
