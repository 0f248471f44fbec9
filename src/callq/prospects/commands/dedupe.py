"""`callq people dedupe`."""

from typing import Annotated

import typer

from callq.commandline.options import (
    Agent,
    Csv,
    DryRun,
    Json,
    OneList,
    amount,
    begin,
    refuse_unknown_list,
)
from callq.errors import CallqError, Exit
from callq.prospects import dedupe
from callq.prospects.dedupe import AUTO, Search
from callq.prospects.pairing import LEAST
from callq.prospects.views import dedupe as render
from callq.terminal.keys import one_key
from callq.terminal.progress import progress
from callq.terminal.terminal import may_ask, note, say, write_json
from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(name="dedupe", epilog="Example: callq people dedupe --auto")
def find_duplicates(
    auto: Annotated[
        bool, typer.Option("--auto", help="Merge the sure ones without asking.")
    ] = False,
    above: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            parser=amount(0.01, 1),
            help="How sure it must be, 0 to 1. Default: 0.5; with --auto 0.9.",
        ),
    ] = None,
    list_name: OneList = "",
    dry_run: DryRun = False,
    json: Json = False,
    csv: Csv = False,
    agent: Agent = "",
) -> None:
    """Find and merge duplicates, one key each."""
    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name)
    least = above if above is not None else AUTO if auto else LEAST
    with progress("Comparing") as advance:
        found = dedupe.search(ws, least, advance, list_name=list_name)
    if not (auto or dry_run or json or csv) and may_ask():
        _ask(ws, found)
        return
    merging = auto and not dry_run
    if merging:
        with progress("Merging") as advance:
            proposals = dedupe.merge_all(ws, found, advance)
    else:
        proposals = dedupe.planned(found)
    if json:
        write_json(render.as_json(found, proposals, least, merged=merging, dry_run=not merging))
    elif csv:
        render.write_csv(proposals)
    else:
        render.show(found, proposals, merged=merging, planned=auto)


def _ask(ws: Workspace, found: Search) -> None:
    """Ask about each proposal. Answers apply at once; one undo takes them all back."""
    for count, proposal in enumerate(found.proposals(), 1):
        render.ask(proposal, count)
        key = _answer()
        if key == "q":
            break
        if key == "m" and not dedupe.accept(ws, found, proposal):
            note(f"Not merged: {found.busy[-1]}")
        elif key == "k":
            dedupe.keep_apart(ws, found, proposal)
        elif key == "s":
            dedupe.skip(found, proposal)
    if not found.found:
        say(render.none_found(found))
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
            raise CallqError("The terminal closed.", code=Exit.INTERRUPTED, name="terminal-closed")
        note("Press m, k, s or q.")
