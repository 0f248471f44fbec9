"""`callq report`."""

import sys
from collections.abc import Sequence
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
from callq.errors import CallqError
from callq.terminal.progress import progress
from callq.terminal.safe import safe

app = typer.Typer(add_completion=False)
_MOST_DAYS = 3660


@app.command(epilog="Example: callq report team.html quarter")
def report(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE.html] [SPAN]",
            help="The page, or - for stdout; the period, as in callq stats. Default: year.",
            show_default=False,
        ),
    ] = None,
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
    """Show the team's numbers, or write them as one web page."""
    from callq.metrics.report import gather
    from callq.metrics.statements import Scope
    from callq.metrics.stats import period_asked_for
    from callq.metrics.views.forecast import show as show_forecast
    from callq.metrics.views.ranking import summary as ranking_in_words
    from callq.metrics.views.report.page import page
    from callq.metrics.views.stats import show as show_stats
    from callq.records.calls import calls_in_log
    from callq.storage.atomic import write_whole
    from callq.terminal.terminal import say

    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name)
    path, span = _split(words or [])
    period = period_asked_for(ws, span or ("" if start or end else "year"), start, end)
    scope = Scope(list_name, ws.agent if mine else "")
    with progress("Reading calls") as advance:
        total = calls_in_log(ws.db)
        found = gather(ws, period, scope, days, lambda n: advance(n, total))
    if path is None:
        show_stats(found.stats, "", ws.home)
        say(f"\n{ranking_in_words(found.ranking)}\n")
        show_forecast(found.forecast, every_day=False)
    elif path == "-":
        sys.stdout.write(page(found, ws.home))
    else:
        write_whole(Path(path), page(found, ws.home), over=force)
        who = "It names reps and lists, and only you can read the file."
        say(f"Wrote {safe(path)}. Open it in a browser. {who}")


def _split(words: Sequence[str]) -> tuple[str | None, str]:
    """The file, if one is named, and the words of the period."""
    is_file = [word == "-" or Path(word).suffix.lower() in (".html", ".htm") for word in words]
    files = [word for word, yes in zip(words, is_file, strict=True) if yes]
    if len(files) > 1:
        raise CallqError(
            "A report goes into one file.", hint="callq report FILE.html", name="one-file-only"
        )
    period = (word for word, yes in zip(words, is_file, strict=True) if not yes)
    return (files[0] if files else None), " ".join(period)
