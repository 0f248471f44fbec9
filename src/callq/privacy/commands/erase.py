"""`callq people erase`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Agent, DryRun, Json, begin
from callq.errors import CallqError, Exit
from callq.privacy import erase as erasing
from callq.privacy.erase import REASONS, SOURCES, Held, Request
from callq.privacy.views import erase as render
from callq.terminal.terminal import may_ask, note, say, warn, write_json
from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: callq people erase ron --dry-run")
def erase(
    who: Annotated[
        str | None, typer.Argument(metavar="[WHO]", autocompletion=complete_who, help=WHO)
    ] = None,
    number: Annotated[
        str,
        typer.Option("--number", metavar="NUMBER", help="A number, in use or not."),
    ] = "",
    email: Annotated[
        str,
        typer.Option("--email", metavar="ADDRESS", help="An email, in use or not."),
    ] = "",
    retain: Annotated[
        bool,
        typer.Option("--keep-calls", help="Keep their calls without name, number and notes."),
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WHY", help=f"Why: {', '.join(REASONS)}.")
    ] = REASONS[0],
    source: Annotated[
        str, typer.Option("--source", metavar="HOW", help=f"How they asked: {', '.join(SOURCES)}.")
    ] = SOURCES[-1],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    dry_run: DryRun = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="Rewrite the data file if that had to wait.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Erase a person for good, when they ask for it."""
    request = Request(reason, source, retain)
    erasing.refuse_unknown_words(request)
    if sum(map(bool, (who, number or email, finish))) != 1:
        raise CallqError(
            "Give WHO, --number or --email, or --finish.",
            hint="callq people erase --help",
            name="contradicting-options",
        )
    ws = begin(agent=agent)
    if finish:
        _finish(ws, json=json)
        return
    held = erasing.look(ws, who) if who else erasing.look_at_number(ws, number, email)
    if dry_run:
        _say(render.plan(held, retain=retain), render.plan_json(held, request), json=json)
        return
    if not yes:
        _ask(held, retain=retain)
    done = erasing.erase(ws, held, request)
    _say(erasing.in_words(done), render.done_json(done), json=json)
    if not done.wiped:
        warn(_LEFT)


_LEFT = (
    "Another program has the data file open, so erased data may still be in its free space. "
    "Close that program, then run callq people erase --finish"
)


def _finish(ws: Workspace, *, json: bool) -> None:
    if not erasing.finish(ws):
        raise CallqError(
            "Another program still has the data file open.",
            hint="Close it, then run callq people erase --finish",
            code=Exit.STORE,
            name="file-in-use",
        )
    _say(
        ["Done. The data file has nothing left of erased people."],
        {"schema": "callq.erase-finish/1", "wiped": True},
        json=json,
    )


def _ask(held: Held, *, retain: bool) -> None:
    if not may_ask():
        raise CallqError(
            "You can't undo an erasure, so it needs --yes. Nothing changed.",
            hint="Look with --dry-run first, then add --yes.",
            code=Exit.REFUSED,
            name="needs-yes",
        )
    for line in render.plan(held, retain=retain):
        note(line)
    if not typer.confirm("Erase them for good?", err=True):
        raise CallqError("Nothing changed.", code=Exit.INTERRUPTED, name="answered-no")


def _say(lines: list[str], value: dict[str, object], *, json: bool) -> None:
    if json:
        write_json(value)
        return
    for line in lines:
        say(line)
