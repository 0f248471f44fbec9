"""`callq purge-check`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from callq.audit.commands import deciding
from callq.audit.decide import Answer
from callq.audit.purge_check import GROUPS, findings, violations_elsewhere
from callq.audit.views import purge_check as render
from callq.commandline.options import (
    ANYONE,
    Agent,
    Csv,
    Json,
    People,
    PeopleCommand,
    begin,
    chooses,
    figure,
)
from callq.engine.audit import Verdict
from callq.errors import CallqError, Exit
from callq.importing.dates import Spelled
from callq.named_tuple import NamedTuple
from callq.queue.narrowing import condition_of
from callq.records.queue import EVERYONE
from callq.terminal.terminal import may_ask, warn
from callq.workspace import Workspace, stop_on_broken_rulebook

if TYPE_CHECKING:
    from callq.audit.purge_file import FileCheck

app = typer.Typer(add_completion=False)


@app.command(
    cls=PeopleCommand,
    name="purge-check",
    epilog="Example: callq purge-check to-delete.csv --strict",
)
@chooses
def purge_check(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Check this file without importing it."),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="rep|list|reason|age", help="Group the counts.")
    ] = "",
    people: People = ANYONE,
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", metavar="N", parser=figure(0), help="Show this many people."),
    ] = 15,
    everyone: Annotated[bool, typer.Option("--all", "-a", help="Show all people.")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=FIELD", help="Map a column of FILE."),
    ] = None,
    region: Annotated[
        str, typer.Option(help="Read FILE's numbers without a country code as this country's.")
    ] = "",
    dates: Annotated[
        Spelled | None, typer.Option(help="Read 03/04/2026 in FILE, month or day first.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Set FILE's text encoding, like cp1252.")] = "",
    verdict: Annotated[
        str, typer.Option("--verdict", metavar="VERDICT", help="Only this verdict, like dead.")
    ] = "",
    decide: Annotated[
        bool, typer.Option("--decide", help="Decide on possible opt-outs, one key each.")
    ] = False,
    answer: Annotated[
        Answer | None, typer.Option("--as", help="With --decide: answer for all, without asking.")
    ] = None,
    words: Annotated[
        str,
        typer.Option("--words", metavar="TEXT", help="With --decide: only those with these words."),
    ] = "",
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
    conflicts = {
        "--list, --mine and other words on people don't work with a FILE": path and people,
        "--region, --dates, --encoding and --map need a FILE": path is None
        and (region or dates or encoding or mapping),
    }
    for message in filter(conflicts.get, conflicts):
        raise CallqError(f"{message}.", hint="Leave them out.", name="options-conflict")
    if verdict and verdict not in tuple(Verdict):
        raise CallqError(
            f'Unknown verdict "{verdict}".', hint=f"Verdicts: {', '.join(Verdict)}.",
            name="unknown-verdict",
        )  # fmt: skip
    if decide and (path is not None or json or csv or by or verdict or strict):
        raise CallqError(
            "--decide works alone.",
            hint="Only --as, --words and what says which people go with it.",
            name="options-conflict",
        )  # fmt: skip
    if (answer or words) and not decide:
        raise CallqError(
            "--as and --words go with --decide.", hint="Add --decide.", name="options-conflict"
        )
    ws = begin(agent=agent, passing=path is not None)
    only = condition_of(ws, people.filter(ws, reads_all=False)) if people else EVERYONE
    edited = stop_on_broken_rulebook(ws)
    if decide:
        deciding.run(ws, answer, words, only)
        return
    chosen = _Chosen(mapping or [], region, dates or "", encoding, ask=not json)
    file = None if path is None else _check_file(ws, path, chosen)
    found = iter(file.findings) if file else findings(ws, only)
    if verdict:
        found = (one for one in found if one.verdict == verdict)
    outside = 0 if path else violations_elsewhere(ws, only)
    if json:
        summary = render.write_json(found, by, ws.now, outside=outside, file=file)
    elif csv:
        summary = render.write_csv(found, by, ws.now)
    else:
        shown = 10**9 if everyone else limit
        summary = render.show(found, by, ws, shown, outside=outside, file=file)
    if edited:
        warn(edited)
    if strict and summary.warned:
        raise typer.Exit(int(Exit.FOUND))


class _Chosen(NamedTuple):
    """How to read FILE."""

    mapping: list[str]
    region: str
    dates: str
    encoding: str
    ask: bool


def _check_file(ws: Workspace, path: Path, how: _Chosen) -> "FileCheck":
    from callq.audit.purge_file import check_file
    from callq.importing.asking import asked
    from callq.importing.preview import choose
    from callq.importing.regions import region_named
    from callq.importing.run import Request

    said = choose(ws.settings, how.mapping, how.dates)
    request = Request(
        path="-" if str(path) == "-" else path,
        region=region_named(how.region) if how.region else str(ws.settings["region"]),
        region_given=bool(how.region),
        mapping=said.pairs,
        words=said.words,
        kept_maps=said.kept,
        dates=said.dates,
        encoding=how.encoding,
        now=ws.settings.now,
        dry_run=True,
        rejects=False,
    )
    if how.ask and may_ask():
        request = asked(request)
    return check_file(ws, request, sys.stdin.buffer)
