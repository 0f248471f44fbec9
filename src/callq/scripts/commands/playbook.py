"""`callq playbook show | check | apply`."""

from pathlib import Path
from typing import Annotated

import typer

from callq.commandline.options import Agent, DryRun, Json, begin, settings
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.records.own_file import PLAYBOOK, present
from callq.records.playbooks import shipped_text
from callq.scripts import playbooks
from callq.terminal.terminal import say, warn, write_json

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Show, check and change your scripts and emails.",
)
_File = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE]", help="Your own playbook by default; - reads standard input."),
]


@app.command(epilog="Example: callq playbook show > playbook.toml")
def show(
    shipped: Annotated[bool, typer.Option("--shipped", help="Print the built-in one.")] = False,
) -> None:
    """Print the current playbook, to edit it."""
    if not shipped:
        try:
            typer.echo(playbooks.text_in_force(begin()), nl=False)
        except CallqError as error:
            if error.code is not Exit.STORE:
                raise
        else:
            return
    typer.echo(shipped_text(), nl=False)


@app.command(epilog="Example: callq playbook check playbook.toml")
def check(path: _File = None, json: Json = False) -> None:
    """Check a playbook and show every mistake with its line."""
    own = settings().playbook_file
    source = path or present(PLAYBOOK, own)
    if source is None:
        raise playbooks.none_at(own)
    _, data = playbooks.read_playbook(source)
    counts = {
        section: playbooks.count(data, section) for section in ("scripts", "emails", "stages")
    }
    if json:
        write_json({"schema": "callq.playbook-check/1", "file": str(source), **counts})
    else:
        words = {"scripts": "script", "emails": "email", "stages": "stage"}
        yours = ", ".join(plural(n, words[what]) for what, n in counts.items())
        say(f"{source} has no mistakes. It has {yours}.")


@app.command(name="apply", epilog="Example: callq playbook apply playbook.toml")
def apply_playbook(
    path: _File = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Go back to the built-in one.")
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Switch to a playbook. Texts it leaves out stay as they come with callq."""
    if shipped and path is not None:
        raise CallqError("Use --shipped or a FILE, not both.", name="conflicting-options")
    ws = begin(agent=agent)
    applied = playbooks.apply(ws, path, shipped=shipped, dry_run=dry_run)
    lost = () if dry_run else playbooks.lost_stages(ws)
    if lost:
        warn(f"The rulebook has no stage {', '.join(lost)}. callq won't use its texts.")
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
    for place in applied.changed:
        say(f"  {place}")
    changed = plural(len(applied.changed), "text")
    source = "the built-in playbook" if shipped else f"the playbook {applied.source}"
    if dry_run:
        say(f"{source[0].upper()}{source[1:]} would change {changed}. Nothing has changed yet.")
    else:
        say(f"Now using {source}: {changed} changed, {applied.own} of "
            f"{applied.texts} are yours. To go back: callq undo")  # fmt: skip
