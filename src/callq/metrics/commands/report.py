"""`callq report`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from callq.commandline.options import (
    Agent,
    Force,
    Mine,
    OneList,
    begin,
    figure,
    refuse_unknown_list,
)
from callq.terminal.progress import progress
from callq.terminal.safe import safe

app = typer.Typer(add_completion=False)
_MOST_DAYS = 3660


@app.command()
def report(
    html: Annotated[
        Path,
        typer.Option("--html", metavar="FILE", help="Write the page here; - for stdout."),
    ],
    span: Annotated[
        str, typer.Argument(metavar="[SPAN]", help="Period, as in callq stats. Default: year.")
    ] = "",
    start: Annotated[
        str, typer.Option("--from", metavar="DAY", help="First day, like 2026-01-31.")
    ] = "",
    end: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day.")] = "",
    days: Annotated[
        int,
        typer.Option(
            "--days", metavar="N", parser=figure(1, _MOST_DAYS), help="Forecast this many days."
        ),
    ] = 90,
    list_name: OneList = "",
    mine: Mine = False,
    force: Force = False,
    agent: Agent = "",
) -> None:
    """Write the team's numbers as one web page."""
    from callq.metrics.report import gather
    from callq.metrics.statements import Scope
    from callq.metrics.stats import period_asked_for
    from callq.metrics.views.report.page import page
    from callq.records.calls import calls_in_log
    from callq.storage.atomic import write_whole
    from callq.terminal.terminal import say

    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name)
    period = period_asked_for(ws, span or ("" if start or end else "year"), start, end)
    scope = Scope(list_name, ws.agent if mine else "")
    with progress("Reading calls") as advance:
        total = calls_in_log(ws.db)
        found = gather(ws, period, scope, days, lambda n: advance(n, total))
    text = page(found, ws.home)
    if str(html) == "-":
        sys.stdout.write(text)
        return
    write_whole(html, text, over=force)
    who = "It names reps and lists, and only you can read the file."
    say(f"Wrote {safe(str(html))}. Open it in a browser. {who}")
