"""`callq import`."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

import typer

from callq.commandline.options import Agent, Csv, DryRun, Json, pass_on, settings
from callq.config import Settings, zone_named
from callq.errors import CallqError, Exit
from callq.importing.dates import Spelled
from callq.importing.headers import ColumnUse
from callq.importing.maps import check_name, save
from callq.importing.preview import Chosen, Preview, choose, preview
from callq.importing.regions import region_named
from callq.importing.run import Imported, Opened, Request, import_opened, opened
from callq.importing.views import imported as render
from callq.terminal.progress import progress
from callq.terminal.terminal import may_ask, note, write_json
from callq.workspace import Workspace, open_or_temporary, open_workspace

app = typer.Typer(add_completion=False)


@app.command(
    name="import", epilog='Example: callq import fair.csv --list fair --map "Visitor=name"'
)
def import_file(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.")],
    list_name: Annotated[
        str,
        typer.Option("--list", "-l", help="Put them on this list; the file's name by default."),
    ] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADER=FIELD",
            help="Set a column's field, or name a saved map.",
        ),
    ] = None,
    save_map: Annotated[
        str,
        typer.Option(metavar="NAME", help="Save the columns' fields for the next file like this."),
    ] = "",
    look_only: Annotated[
        bool, typer.Option("--preview", help="Show what each column would become; import nothing.")
    ] = False,
    region: Annotated[
        str, typer.Option(help="Read numbers without a country code as this country's, like US.")
    ] = "",
    zone: Annotated[str, typer.Option(help="Set their time zone, like America/Chicago.")] = "",
    owner: Annotated[str, typer.Option(help="Assign them to this rep by default.")] = "",
    dates: Annotated[
        Spelled | None, typer.Option(help="Read 03/04/2026 with the month or the day first.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Set the file's text encoding, like cp1252.")] = "",
    sheet: Annotated[str, typer.Option(help="Pick a workbook's sheet, by name or number.")] = "",
    dry_run: DryRun = False,
    rejects_to: Annotated[
        Path | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="Write rejected rows here, not beside the file.",
        ),
    ] = None,
    no_rejects: Annotated[
        bool, typer.Option("--no-rejects", help="Don't write rejected rows to a file.")
    ] = False,
    json: Json = False,
    csv: Csv = False,
    agent: Agent = "",
) -> None:
    """Import a list: CSV, Excel, vCard or JSON."""
    values = settings()
    chosen = choose(values, mapping or (), dates or "")
    if save_map:
        check_name(save_map)
    if rejects_to and no_rejects:
        raise CallqError(
            "--rejects and --no-rejects contradict each other.",
            hint="Leave one out.",
            name="conflicting-options",
        )
    if csv and not look_only:
        raise CallqError(
            "--csv goes with --preview.", hint="Add --preview, or use --json.",
            name="options-conflict",
        )  # fmt: skip
    source: Path | Literal["-"] = "-" if str(path) == "-" else path
    if look_only:
        here = region_named(region) if region else str(values["region"])
        found = preview(
            source, chosen, stdin=sys.stdin.buffer, encoding=encoding, sheet=sheet, region=here,
            region_given=bool(region), now=values.now,
        )  # fmt: skip
        _show_preview(values, found, chosen, save_map, json=json, csv=csv)
        return
    if zone:
        zone_named(zone, "--zone")
    request = Request(
        path=source,
        list_name=list_name,
        region=region_named(region) if region else str(values["region"]),
        region_given=bool(region),
        mapping=chosen.pairs,
        words=chosen.words,
        dates=chosen.dates,
        kept_maps=chosen.kept,
        owner=owner,
        zone=zone,
        now=values.now,
        encoding=encoding,
        sheet=sheet,
        dry_run=dry_run,
        rejects=not no_rejects,
        rejects_to=rejects_to,
    )
    if not json and may_ask():
        from callq.importing.asking import asked

        request = asked(request)
    with opened(request, sys.stdin.buffer) as file:
        # The file is read while the store opens.
        report = _import(_workspace(agent, dry_run=dry_run), file)
    if save_map:
        _save(values, save_map, report.columns, request.words, request.dates)
    if json:
        write_json(render.as_json(report))
    else:
        render.show(report)
    if report.is_refused:
        raise typer.Exit(Exit.BAD_FILE)


def _show_preview(
    values: Settings, found: Preview, chosen: Chosen, save_map: str, *, json: bool, csv: bool
) -> None:
    from callq.importing.views import preview as page

    if save_map:
        uses = (column.use for column in found.columns)
        _save(values, save_map, uses, chosen.words, chosen.dates)
    if json:
        write_json(page.as_json(found))
    elif csv:
        page.write_csv(found)
    else:
        page.show(found)


def _save(
    values: Settings,
    name: str,
    columns: Iterable[ColumnUse],
    words: Mapping[str, str],
    dates: str,
) -> None:
    path = save(values, name, columns, words, dates)
    note(f"Saved the map {name} in {path}. To use it: callq import FILE --map {name!r}")


def _import(ws: Workspace, file: Opened) -> Imported:
    with progress("Importing", unit="bytes") as advance:
        report = import_opened(ws, file, advance)
    pass_on(ws)
    return report


def _workspace(agent: str, *, dry_run: bool) -> Workspace:
    values = settings()
    ws = (
        open_or_temporary(values, agent)
        if dry_run
        else open_workspace(values, create=True, agent=agent)
    )
    pass_on(ws)
    return ws
