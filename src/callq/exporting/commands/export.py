"""`callq export`."""

import sys
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from callq.commandline.options import (
    ANYONE,
    Agent,
    Force,
    FullPeopleCommand,
    Json,
    People,
    begin,
    chooses,
)
from callq.errors import CallqError
from callq.exporting.export import Exported, Format, export, format_of
from callq.exporting.views import exported as render
from callq.storage.atomic import placed
from callq.terminal.progress import progress
from callq.terminal.safe import safe
from callq.terminal.terminal import note, say, write_json

app = typer.Typer(add_completion=False)


@app.command(
    cls=FullPeopleCommand, name="export", epilog="Example: callq export spring.xlsx --list spring"
)
@chooses
def export_people(
    path: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The file, or - for standard output.")
    ] = None,
    text: Annotated[  # noqa: ARG001 - goes with `people`
        str,
        typer.Argument(metavar="[TEXT]", help="Part of a name, number or email to match."),
    ] = "",
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="Set it to csv, xlsx, jsonl, vcf, ics or task; else by the file's name.",
        ),
    ] = "",
    people: People = ANYONE,
    force: Force = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Export people, calls, callbacks or calendars."""
    to_stdout = path is None or str(path) == "-"
    if to_stdout and not format_name:
        raise CallqError(
            "Which format?", hint="Add --format csv, or name a file.", name="no-format"
        )
    format_ = format_of(format_name, path.name if path else "")
    if to_stdout and json:
        raise CallqError(
            "--json and the people can't both go to standard output.",
            hint="Name a file.",
            name="conflicting-options",
        )
    if to_stdout and format_.binary and sys.stdout.isatty():
        raise CallqError(
            "A terminal can't show a workbook.", hint="Name a file.", name="binary-to-terminal"
        )
    ws = begin(agent=agent)
    wanted = people.filter(ws)
    with progress("Exporting", unit="people") as advance:
        if path is None or to_stdout:
            # On a terminal, control characters are made harmless first.
            shown = BytesIO() if sys.stdout.isatty() else None
            done = export(ws, wanted, format_, shown or sys.stdout.buffer, advance)
            for line in shown.getvalue().decode().splitlines() if shown else ():
                say(safe(line))
        else:
            with placed(path, over=force) as out:
                done = export(ws, wanted, format_, out, advance)
    _report(done, format_, None if to_stdout else path, json=json)


def _report(done: Exported, format_: Format, path: Path | None, *, json: bool) -> None:
    if json:
        write_json(render.as_json(done, path))
        return
    for line in render.lines(done, format_, path):
        note(line)
