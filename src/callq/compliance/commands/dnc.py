"""`callq dnc add | remove | check | list | import | drop | export`."""

import sys
from collections.abc import Callable
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from callq.commandline.options import Agent, Force, Json, begin, figure
from callq.errors import CallqError, Exit
from callq.terminal.progress import progress
from callq.terminal.terminal import note, write_json

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Numbers that must not be called."
)
Numbers = Annotated[list[str], typer.Argument(metavar="NUMBER…", help="Numbers in any style.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; do nothing.")]


@app.command()
def add(
    numbers: Numbers,
    reason: Annotated[str, typer.Option(help="Why, e.g. asked by letter.")] = "",
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Put numbers on do-not-call, for ever and on every list."""
    from callq.compliance import do_not_call
    from callq.compliance.views import dnc as render

    added = do_not_call.add(begin(create=True, agent=agent), numbers, reason)
    if json:
        write_json(render.added_json(added))
    else:
        render.show_added(added)


@app.command()
def remove(
    numbers: Numbers,
    consent: Annotated[
        str,
        typer.Option(metavar="WHO/WHEN/HOW", help="Who agreed to be called again, when, and how."),
    ] = "",
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Take numbers off do-not-call by a recorded consent; the entries stay in the history."""
    from callq.compliance import do_not_call
    from callq.compliance.views import dnc as render

    ws = begin(agent=agent)
    removed = do_not_call.remove(ws, numbers, consent)
    if json:
        write_json(render.removed_json(removed))
    else:
        render.show_removed(removed, ws.home)


@app.command()
def check(numbers: Numbers, json: Json = False) -> None:
    """Say what stands against numbers and what would lift it; ends with 1 when anything does."""
    from callq.compliance.do_not_call import check as look
    from callq.compliance.views import dnc as render

    ws = begin()
    found = look(ws, numbers)
    if json:
        write_json(render.checked_json(found))
    else:
        render.show_checked(found, ws.home)
    if any(one.blocked for one in found):
        raise typer.Exit(int(Exit.FOUND))


@app.command(name="list")
def list_(
    history: Annotated[bool, typer.Option("--history", help="Lifted entries too.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", parser=figure(1), help="How many.")
    ] = 50,
    everything: Annotated[bool, typer.Option("--all", "-a", help="No limit.")] = False,
    json: Json = False,
) -> None:
    """The lists in force with their dates, and our own entries."""
    from callq.compliance.views import dnc as render
    from callq.records import dnc, number_lists

    ws = begin()
    lists = number_lists.in_force(ws.db)
    most = None if everything else limit
    entries = list(islice(dnc.entries(ws.db, lifted=history), most))
    more = max(0, dnc.count(ws.db, lifted=history) - len(entries))
    if json:
        write_json(render.list_json(lists, entries, ws.now, more=more))
    else:
        render.show_list(lists, entries, ws.home, ws.now, more=more)


@app.command(name="import")
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.")],
    series: Annotated[
        str, typer.Option("--list", "-l", help="Which list: us-ftc, gb-tps, …, or a name of yours.")
    ] = "",
    as_of: Annotated[str, typer.Option(help="The list's own date, e.g. 2026-09-09.")] = "",
    region: Annotated[
        str, typer.Option(help="The country of numbers without a country code, e.g. US.")
    ] = "",
    max_age: Annotated[
        int | None, typer.Option(metavar="DAYS", help="How old it may be, instead of the law's.")
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Take in a registry's list or your own: the whole of it, or nothing."""
    from callq.compliance.registry_lists import Request, run
    from callq.compliance.views import dnc as render

    ws = begin(create=True, agent=agent)
    source: Path | str = "-" if str(path) == "-" else path
    request = Request(source, series, as_of, region.upper(), max_age, dry_run)  # type: ignore[arg-type]
    with progress("Importing", unit="parts") as advance:
        steps = [_share(advance, *share) for share in ((0, 40), (40, 80), (80, 100))]
        report = run(ws, request, sys.stdin.buffer, *steps)
    if json:
        write_json(render.imported_json(report))
    else:
        render.show_imported(report, ws.home)


@app.command()
def drop(
    series: Annotated[str, typer.Argument(metavar="LIST", help="A registry, e.g. us-ftc.")],
    area: Annotated[str, typer.Option(metavar="CODE", help="Only this area code.")] = "",
    dry_run: DryRun = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Take a registry's copies out of force; whom they alone held may be called again."""
    from callq.compliance.registry_lists import drop as take_off
    from callq.compliance.views import dnc as render

    ws = begin(agent=agent)
    with progress("Judging people again") as judging:
        dropped = take_off(ws, series, area, judging, dry_run=dry_run)
    if json:
        write_json(render.dropped_json(dropped, dry_run=dry_run))
    else:
        render.show_dropped(dropped, dry_run=dry_run)


@app.command()
def export(
    path: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Standard output by default.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Lifted entries too.")] = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """Write our own entries as CSV that `dnc import` reads; no registry's numbers."""
    from callq.compliance.do_not_call import entries
    from callq.compliance.views import dnc as render
    from callq.storage.atomic import placed

    rows = entries(begin(), history=history)
    if json:
        if path is not None:
            raise CallqError("--json goes to standard output.", hint="Leave FILE out.")
        write_json(render.export_json(rows))
        return
    if path is None or str(path) == "-":
        render.write_to_stdout(rows)
        return
    with placed(path, over=force) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        count = render.write_csv(rows, text)
        text.detach()
    note(f"{count:,} written to {path}.")


def _share(advance: Callable[[int, int], None], start: int, end: int) -> Callable[[int, int], None]:
    """Lets a step of the work move the bar through its share of it, in hundredths."""

    def step(done: int, total: int) -> None:
        advance(start * 10 + (end - start) * 10 * done // max(total, 1), 1000)

    return step
