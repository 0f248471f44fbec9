"""`callq import`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from callq.app.desk import Desk, sit_down
from callq.app.import_people import Imported, Request, run
from callq.app.settings import zone_named
from callq.cli.options import Agent, Json, pass_on, settings
from callq.errors import CallqError
from callq.render import imported as render
from callq.render.progress import progress
from callq.render.terminal import write_json
from callq.store.opening import sqlite_path

app = typer.Typer(add_completion=False)


@app.command(name="import")
def import_file(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.")],
    list_name: Annotated[
        str,
        typer.Option("--list", "-l", help="The list they come in as; the file's name by default."),
    ] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=FIELD", help="What a column is: 'Mobile=phone'."),
    ] = None,
    region: Annotated[
        str, typer.Option(help="The country of numbers without a country code, e.g. US.")
    ] = "",
    zone: Annotated[str, typer.Option(help="Where they all are, e.g. America/Chicago.")] = "",
    owner: Annotated[str, typer.Option(help="Whose they are, where the file does not say.")] = "",
    encoding: Annotated[str, typer.Option(help="The file's text encoding, e.g. cp1252.")] = "",
    sheet: Annotated[str, typer.Option(help="Of a workbook: the sheet's name or number.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; do nothing.")
    ] = False,
    no_rejects: Annotated[
        bool, typer.Option("--no-rejects", help="Write no rejects file.")
    ] = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Take a call folder in. The same file twice changes nothing; nothing is ever half imported."""
    from callq.files.headers import parse_map

    values = settings()
    if zone:
        zone_named(zone, "--zone")
    request = Request(
        path="-" if str(path) == "-" else path,
        list_name=list_name,
        region=_region(region) or str(values["region"]),
        mapping=parse_map(", ".join(mapping or ())),
        owner=owner,
        zone=zone,
        encoding=encoding,
        sheet=sheet,
        dry_run=dry_run,
        rejects=not no_rejects,
    )
    report = _import(_desk(agent, dry_run=dry_run), request)
    if json:
        write_json(render.as_json(report))
    else:
        render.show(report)


def _import(desk: Desk, request: Request) -> Imported:
    with progress("Importing", unit="bytes") as advance:
        report = run(desk, request, sys.stdin.buffer, advance)
    pass_on(desk)
    return report


def _desk(agent: str, *, dry_run: bool) -> Desk:
    values = settings()
    path = sqlite_path(values.db)
    if dry_run and path is not None and not path.exists():
        # A rehearsal must not leave a store behind where there was none.
        from tempfile import TemporaryDirectory

        folder = TemporaryDirectory(ignore_cleanup_errors=True)
        desk = sit_down(values.with_db(f"{folder.name}/callq.db"), create=True, agent=agent)
        desk.keep.append(folder)
        return desk
    desk = sit_down(values, create=True, agent=agent)
    pass_on(desk)
    return desk


def _region(text: str) -> str:
    if text and not (len(text) == 2 and text.isalpha()):
        raise CallqError(f'"{text}" is no country.', hint="Write its two letters, e.g. US or DE.")
    return text.upper()
