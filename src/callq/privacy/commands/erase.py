"""`callq forget`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Agent, Json, begin
from callq.errors import CallqError, Exit
from callq.privacy import erase as app_forget
from callq.privacy.erase import REASONS, SOURCES, Held, Request
from callq.privacy.views import erase as render
from callq.terminal.terminal import may_ask, note, say, warn, write_json
from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command()
def forget(
    who: Annotated[
        str | None, typer.Argument(metavar="[WHO]", autocompletion=complete_who, help=WHO)
    ] = None,
    number: Annotated[
        str, typer.Option("--number", metavar="NUMBER", help="A number nobody here has.")
    ] = "",
    email: Annotated[
        str, typer.Option("--email", metavar="ADDRESS", help="An address nobody here has.")
    ] = "",
    retain: Annotated[
        bool,
        typer.Option("--retain-evidence", help="Keep their calls without words, name and number."),
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="WHY", help=f"{', '.join(REASONS)}.")
    ] = REASONS[0],
    source: Annotated[
        str, typer.Option("--source", metavar="HOW", help=f"How it came: {', '.join(SOURCES)}.")
    ] = SOURCES[-1],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be forgotten; do nothing.")
    ] = False,
    finish: Annotated[
        bool, typer.Option("--finish", help="Rewrite the files, when that had to wait.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Take a person out of the store for good, and never take them in again. No undo."""
    request = Request(reason, source, retain)
    app_forget.refuse_unknown_words(request)
    if sum(map(bool, (who, number or email, finish))) != 1:
        raise CallqError(
            "Whom? Give one of WHO, --number or --email, --finish.", hint="callq forget --help"
        )
    ws = begin(agent=agent)
    if finish:
        _finish(ws, json=json)
        return
    held = app_forget.look(ws, who) if who else app_forget.look_at_number(ws, number, email)
    if dry_run:
        _say(render.plan(held, retain=retain), render.plan_json(held, request), json=json)
        return
    if not yes:
        _ask(held, retain=retain)
    done = app_forget.forget(ws, held, request)
    _say(app_forget.in_words(done), render.done_json(done), json=json)
    if not done.wiped:
        warn(_LEFT)


_LEFT = (
    "Another program holds the store open, so what was forgotten may still lie in the free space "
    "of its files: end it, then callq forget --finish"
)


def _finish(ws: Workspace, *, json: bool) -> None:
    if not app_forget.finish(ws):
        raise CallqError("The store is still held open by another program.", hint="End it, then "
                         "callq forget --finish", code=Exit.STORE)  # fmt: skip
    _say(
        ["The store's files hold nothing of those who were forgotten."],
        {"schema": "callq.forget-finish/1", "wiped": True},
        json=json,
    )


def _ask(held: Held, *, retain: bool) -> None:
    if not may_ask():
        raise CallqError(
            "Forgetting can't be taken back, so it wants a yes; nothing was changed.",
            hint="Look with --dry-run first, then add --yes.",
            code=Exit.REFUSED,
        )
    for line in render.plan(held, retain=retain):
        note(line)
    if not typer.confirm("Forget them for good?", err=True):
        raise CallqError("Nothing was changed.", code=Exit.INTERRUPTED)


def _say(lines: list[str], value: dict[str, object], *, json: bool) -> None:
    if json:
        write_json(value)
        return
    for line in lines:
        say(line)
