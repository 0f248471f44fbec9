"""`callq purge-check`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from callq.audit.purge_check import GROUPS, Finding, findings, violations_elsewhere
from callq.audit.views import purge_check as render
from callq.commandline.options import (
    Agent,
    Csv,
    Json,
    Mine,
    OneList,
    begin,
    figure,
    refuse_unknown_list,
)
from callq.errors import CallqError, Exit
from callq.terminal.terminal import warn
from callq.workspace import Workspace, stop_on_broken_rulebook

app = typer.Typer(add_completion=False)


@app.command(name="purge-check", epilog="Example: callq purge-check to-delete.csv --strict")
def purge_check(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Check this file without importing it."),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="rep|list|reason|age", help="Group the counts.")
    ] = "",
    list_name: OneList = "",
    mine: Mine = False,
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", metavar="N", parser=figure(0), help="Show this many people."),
    ] = 15,
    everyone: Annotated[bool, typer.Option("--all", "-a", help="Show all people.")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=FIELD", help="Map a column of FILE."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 on a violation or a risk.")
    ] = False,
    json: Json = False,
    csv: Csv = False,
    agent: Agent = "",
) -> None:
    """Check who in the not-interested pile to keep."""
    if by and by not in GROUPS:
        raise CallqError(
            f'Can\'t group by "{by}".', hint=f"Type --by {', '.join(GROUPS[:-1])} or {GROUPS[-1]}.",
            name="unknown-group",
        )  # fmt: skip
    if path is not None and (list_name or mine):
        raise CallqError(
            "--list and --mine don't work with a FILE.", hint="Leave them out.",
            name="options-conflict",
        )  # fmt: skip
    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name)
    edited = stop_on_broken_rulebook(ws)
    owner = ws.agent if mine else ""
    found = _found(ws, path, list_name, owner, mapping or [])
    outside = 0 if path else violations_elsewhere(ws, list_name=list_name, owner=owner)
    if json:
        summary = render.write_json(found, by, ws.now, outside=outside)
    elif csv:
        summary = render.write_csv(found, by, ws.now)
    else:
        shown = 10**9 if everyone else limit
        summary = render.show(found, by, ws, shown, outside=outside)
    if edited:
        warn(edited)
    if strict and summary.warned:
        raise typer.Exit(int(Exit.FOUND))


def _found(
    ws: Workspace, path: Path | None, list_name: str, owner: str, mapping: list[str]
) -> Iterator[Finding]:
    if path is None:
        return findings(ws, list_name=list_name, owner=owner)
    from callq.audit.purge_file import findings_in
    from callq.importing.headers import parse_map

    return findings_in(
        ws,
        "-" if str(path) == "-" else path,
        str(ws.settings["region"]),
        parse_map(", ".join(mapping)),
        sys.stdin.buffer,
    )
