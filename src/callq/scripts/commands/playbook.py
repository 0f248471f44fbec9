"""`callq playbook show | check | apply`."""

from pathlib import Path
from typing import Annotated

import typer

from callq.commandline.options import Agent, Json, begin, settings
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.records.own_file import PLAYBOOK, present
from callq.scripts import playbooks
from callq.terminal.terminal import say, warn, write_json

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="The texts that callq script and mail use."
)
_File = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="Your own by default; - is stdin.")
]


@app.command()
def show(
    shipped: Annotated[
        bool, typer.Option("--shipped", help="The one that comes with callq.")
    ] = False,
) -> None:
    """Print the playbook in force, as a file to edit; the shipped one until you have your own."""
    if not shipped:
        try:
            typer.echo(playbooks.text_in_force(begin()), nl=False)
        except CallqError as error:
            if error.code is not Exit.STORE:
                raise
        else:
            return
    typer.echo(playbooks.shipped_text(), nl=False)


@app.command()
def check(path: _File = None, json: Json = False) -> None:
    """Check a playbook; every mistake with its line. Changes nothing."""
    own = settings().playbook_file
    source = path or present(PLAYBOOK, own)
    if source is None:
        raise CallqError(
            f"There is no playbook of your own at {own}.",
            hint="Name a FILE; callq playbook show prints one to start from.",
            code=Exit.NOT_FOUND,
        )
    _, data = playbooks.read_playbook(source)
    counts = {section: playbooks.count(data, section) for section in ("scripts", "mails", "stages")}
    if json:
        write_json({"schema": "callq.playbook-check/1", "file": str(source), **counts})
    else:
        told = ", ".join(plural(n, what.removesuffix("s")) for what, n in counts.items())
        say(f"{source} is in order: {told} of your own.")


@app.command(name="apply")
def apply_playbook(
    path: _File = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Go back to the one that comes with callq.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be said differently; do nothing.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Put a playbook in force for all on this store; what it leaves out is as shipped."""
    if shipped and path is not None:
        raise CallqError("--shipped and a FILE exclude each other.", hint="Give one.")
    ws = begin(agent=agent)
    applied = playbooks.apply(ws, path, shipped=shipped, dry_run=dry_run)
    lost = () if dry_run else playbooks.lost_stages(ws)
    if lost:
        warn(f"The rulebook in force has no such stage: {', '.join(lost)}. Nothing is said there.")
    if json:
        write_json(
            {
                "schema": "callq.playbook-apply/1",
                "source": applied.source,
                "dry_run": dry_run,
                "texts": applied.texts,
                "own": applied.own,
                "changed": list(applied.changed),
            }
        )
        return
    is_ = "would be" if dry_run else "is"
    end = "Nothing was changed." if dry_run else "Wrong? callq undo"
    for place in applied.changed:
        say(f"  {place}")
    changed = plural(len(applied.changed), "text")
    say(f"The playbook {applied.source} {is_} in force: {changed} said differently, "
        f"{applied.own} of {applied.texts} your own. {end}")  # fmt: skip
