"""`callq dedupe`."""

from typing import Annotated

import typer

from callq.commandline.options import Agent, Json, OneList, begin, refuse_unknown_list
from callq.errors import CallqError, Exit
from callq.prospects import dedupe as app_dedupe
from callq.prospects.dedupe import AUTO, Search
from callq.prospects.pairing import LEAST
from callq.prospects.views import dedupe as render
from callq.terminal.keys import one_key
from callq.terminal.progress import progress
from callq.terminal.terminal import may_ask, note, say, write_json
from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(name="dedupe")
def find_twins(
    auto: Annotated[
        bool, typer.Option("--auto", help="Merge the sure ones without asking.")
    ] = False,
    above: Annotated[
        float | None,
        typer.Option(min=0.01, max=1, help="How sure it must be, 0 to 1: 0.5, with --auto 0.9."),
    ] = None,
    list_name: OneList = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List them; do nothing.")] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Find people who are in the store twice, and merge them: you decide, one key each."""
    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name)
    least = above if above is not None else AUTO if auto else LEAST
    with progress("Comparing") as advance:
        found = app_dedupe.search(ws, least, advance, list_name=list_name)
    if not (auto or dry_run or json) and may_ask():
        _ask(ws, found)
        return
    merging = auto and not dry_run
    if merging:
        with progress("Merging") as advance:
            proposals = app_dedupe.merge_all(ws, found, advance)
    else:
        proposals = app_dedupe.rehearse(found)
    if json:
        write_json(render.as_json(found, proposals, least, merged=merging, dry_run=not merging))
    else:
        render.show(found, proposals, merged=merging, rehearsed=auto)


def _ask(ws: Workspace, found: Search) -> None:
    """Asks for each proposal; every answer holds at once, and undo takes all back together."""
    for count, proposal in enumerate(found.proposals(), 1):
        render.ask(proposal, count)
        key = _answer()
        if key == "q":
            break
        if key == "m" and not app_dedupe.accept(ws, found, proposal):
            note(f"Not now: {found.busy[-1]}")
        elif key == "k":
            app_dedupe.keep_apart(ws, found, proposal)
        elif key == "s":
            app_dedupe.skip(found, proposal)
    if not found.found:
        say(f"{found.people:,} people compared; nobody looks like anybody else.")
    else:
        say(render.summary(found))


def _answer() -> str:
    while True:
        key = one_key().lower()
        if key in ("\x03", "\x04", "\x1b"):
            return "q"
        if key in "mksq" and key:
            return key
        if not key:
            raise CallqError("The terminal is gone.", code=Exit.INTERRUPTED)
        note("m, k, s or q.")
