"""`callq dnc add | remove | check | list | import | drop | export`."""

import sys
from collections.abc import Callable
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from callq.commandline.options import (
    Agent,
    Csv,
    DryRun,
    Force,
    Json,
    OfView,
    People,
    Yes,
    begin,
    figure,
)
from callq.errors import CallqError, Exit
from callq.terminal.progress import progress
from callq.terminal.terminal import note, write_json
from callq.workspace import Workspace

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Manage do-not-call numbers and lists."
)
Numbers = Annotated[
    list[str], typer.Argument(metavar="NUMBER…", help="Phone numbers in any format.")
]


@app.command(epilog='Example: callq dnc add "(646) 555-0191" --reason "asked by letter"')
def add(
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NUMBER]…", help="Phone numbers in any format."),
    ] = None,
    view: OfView = "",
    reason: Annotated[str, typer.Option(help="Why, e.g. asked by letter.")] = "",
    number_only: Annotated[
        bool, typer.Option("--number-only", help="Keep the other numbers of those who have it.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Add numbers, and all who have them, to do-not-call forever."""
    from callq.compliance import do_not_call
    from callq.compliance.views import dnc as view_of

    if bool(numbers) == bool(view) or (dry_run and not view):
        raise CallqError(
            "Which numbers?", hint="Name them, or add --view NAME for everyone in a view.",
            name="no-people-named",
        )  # fmt: skip
    ws = begin(create=not view, agent=agent)
    if view:
        _add_view(ws, view, reason, yes=yes, dry_run=dry_run, json=json)
        return
    added = do_not_call.add(ws, numbers or (), reason, number_only=number_only)
    if json:
        write_json(view_of.added_json(added))
    else:
        view_of.show_added(added)


def _add_view(
    ws: Workspace, view: str, reason: str, *, yes: bool, dry_run: bool, json: bool
) -> None:
    from callq.commandline.bulk import Bulk, run
    from callq.compliance import do_not_call
    from callq.queue.narrowing import condition_of

    which = condition_of(ws, People({"view": view}).filter(ws))

    def act(only_count: bool) -> Bulk:
        people, without = do_not_call.add_all(ws, which, reason, dry_run=only_count)
        return Bulk("dnc add", people, {"no-number": without} if without else {})

    run(act, yes=yes, dry_run=dry_run, json=json)


@app.command(epilog='Example: callq dnc remove 6465550191 --consent "Eve Stone/2026-03-10/form"')
def remove(
    numbers: Numbers,
    consent: Annotated[
        str,
        typer.Option(metavar="WHO/WHEN/HOW", help="Who agreed, when, and how you know."),
    ] = "",
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Take numbers off do-not-call with a recorded consent. History keeps them."""
    from callq.compliance import do_not_call
    from callq.compliance.views import dnc as view

    ws = begin(agent=agent)
    removed = do_not_call.remove(ws, numbers, consent)
    if json:
        write_json(view.removed_json(removed))
    else:
        view.show_removed(removed, ws.home)


@app.command(epilog='Example: callq dnc check "(646) 555-0191"')
def check(numbers: Numbers, json: Json = False) -> None:
    """Check whether you can call numbers, and why not. Exit code 1: don't call."""
    from callq.compliance.do_not_call import check as look
    from callq.compliance.views import dnc as view

    ws = begin()
    found = look(ws, numbers)
    if json:
        write_json(view.checked_json(found))
    else:
        view.show_checked(found, ws.home)
    if any(one.blocked for one in found):
        raise typer.Exit(int(Exit.FOUND))


@app.command(name="list", epilog="Example: callq dnc list --history")
def list_(
    history: Annotated[bool, typer.Option("--history", help="Include removed entries.")] = False,
    limit: Annotated[
        int,
        typer.Option("--limit", "-n", metavar="N", parser=figure(1), help="How many."),
    ] = 50,
    everything: Annotated[bool, typer.Option("--all", "-a", help="Show them all.")] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List your entries and the imported lists with their dates."""
    from callq.compliance.views import dnc as view
    from callq.records import dnc, number_lists

    ws = begin()
    lists = number_lists.in_force(ws.db)
    most = None if everything else limit
    entries = list(islice(dnc.entries(ws.db, lifted=history), most))
    more = max(0, dnc.count(ws.db, lifted=history) - len(entries))
    if json:
        write_json(view.list_json(lists, entries, ws.now, more=more))
    elif csv:
        view.write_list_csv(lists, entries, ws.now)
    else:
        view.show_list(lists, entries, ws.home, ws.now, more=more)


@app.command(
    name="import", epilog="Example: callq dnc import 212.txt --list us-ftc --as-of 2026-03-01"
)
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for standard input.")],
    series: Annotated[
        str, typer.Option("--list", "-l", help="Which list: us-ftc, gb-tps, …, or your own name.")
    ] = "",
    as_of: Annotated[str, typer.Option(help="The date of the list, e.g. 2026-09-09.")] = "",
    region: Annotated[
        str, typer.Option(help="Country of numbers without a country code, e.g. US.")
    ] = "",
    max_age: Annotated[
        int | None,
        typer.Option(metavar="DAYS", help="Maximum age of this copy."),
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Import a registry's list or your own: all of it, or nothing."""
    from callq.compliance.registry_lists import Request, run
    from callq.compliance.views import dnc as view

    ws = begin(create=True, agent=agent)
    source: Path | str = "-" if str(path) == "-" else path
    request = Request(source, series, as_of, region.upper(), max_age, dry_run)  # type: ignore[arg-type]
    with progress("Importing", unit="parts") as advance:
        steps = [_share(advance, *share) for share in ((0, 40), (40, 80), (80, 100))]
        report = run(ws, request, sys.stdin.buffer, *steps)
    if json:
        write_json(view.imported_json(report))
    else:
        view.show_imported(report, ws.home)


@app.command(epilog="Example: callq dnc drop us-ftc --area 212")
def drop(
    series: Annotated[str, typer.Argument(metavar="LIST", help="A registry, e.g. us-ftc.")],
    area: Annotated[str, typer.Option(metavar="CODE", help="Only this area code.")] = "",
    dry_run: DryRun = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Drop a registry's copies and free the people only they held."""
    from callq.compliance.registry_lists import drop as take_off
    from callq.compliance.views import dnc as view

    ws = begin(agent=agent)
    with progress("Updating prospects") as judging:
        dropped = take_off(ws, series, area, judging, dry_run=dry_run)
    if json:
        write_json(view.dropped_json(dropped, dry_run=dry_run))
    else:
        view.show_dropped(dropped, dry_run=dry_run)


@app.command(epilog="Example: callq dnc export own-numbers.csv")
def export(
    path: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Default: standard output.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Include removed entries.")] = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """Export your own entries as CSV, without registry numbers."""
    from callq.compliance.do_not_call import entries
    from callq.compliance.views import dnc as view
    from callq.engine.words import plural
    from callq.storage.atomic import placed

    rows = entries(begin(), history=history)
    if json:
        if path is not None:
            raise CallqError(
                "--json writes to standard output.", hint="Leave out FILE.", name="json-with-file"
            )
        write_json(view.export_json(rows))
        return
    if path is None or str(path) == "-":
        view.write_to_stdout(rows)
        return
    with placed(path, over=force) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        count = view.write_csv(rows, text)
        text.detach()
    note(f"Wrote {plural(count, 'entry', 'entries')} to {path}.")


def _share(advance: Callable[[int, int], None], start: int, end: int) -> Callable[[int, int], None]:
    """Maps the progress of one step to its share of the bar, in percent."""

    def step(done: int, total: int) -> None:
        advance(start * 10 + (end - start) * 10 * done // max(total, 1), 1000)

    return step
