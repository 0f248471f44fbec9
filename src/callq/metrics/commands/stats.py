"""`callq stats`."""

from typing import TYPE_CHECKING, Annotated

import typer

from callq.commandline.options import (
    ANYONE,
    Agent,
    Csv,
    Json,
    People,
    PeopleCommand,
    begin,
    chooses,
)
from callq.errors import CallqError
from callq.terminal.progress import progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callq.engine.period import Period
    from callq.metrics.statements import Scope
    from callq.workspace import Workspace

app = typer.Typer(add_completion=False)
_SPANS = "today, week, month, quarter, year, all or '90 days'"


@app.command(cls=PeopleCommand, epilog="Example: callq stats quarter --by rep")
@chooses
def stats(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ranking] [SPAN]",
            help=f"ranking: does the order work?; {_SPANS}. Default: month; ranking: all.",
            show_default=False,
        ),
    ] = None,
    start: Annotated[
        str, typer.Option("--from", metavar="DAY", help="First day, like 2026-01-31.")
    ] = "",
    end: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day.")] = "",
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="rep|list|reason|hour|weekday|outcome", help="Group the numbers."
        ),
    ] = "",
    people: People = ANYONE,
    json: Json = False,
    csv: Csv = False,
    agent: Agent = "",
) -> None:
    """Show what your calls led to."""
    from callq.engine.filters import in_words
    from callq.metrics import stats as numbers
    from callq.metrics.statements import Scope
    from callq.metrics.views import stats as render
    from callq.metrics.views import stats_json
    from callq.queue.narrowing import parted
    from callq.records.calls import calls_in_log
    from callq.terminal.terminal import write_json

    ranking, span = _split(words or [])
    if ranking and by:
        raise CallqError(
            "--by doesn't go with ranking.", hint="callq stats ranking", name="options-conflict"
        )
    if by and by not in numbers.GROUPS:
        *_, last = numbers.GROUPS
        groups = f"{', '.join(numbers.GROUPS[:-1])} or {last}"
        raise CallqError(
            f'Can\'t group by "{by}".', hint=f"Type --by {groups}.", name="unknown-group"
        )
    ws = begin(agent=agent)
    wanted = people.filter(ws, reads_all=False)
    rest = in_words(wanted._replace(list_name="", owner=""))
    scope = Scope(*parted(ws, wanted), rest)
    asked = span or ("all" if ranking and not (start or end) else "")
    period = numbers.period_asked_for(ws, asked, start, end)
    if ranking:
        _rank(ws, period, scope, json=json, csv=csv)
        return
    with progress("Reading calls") as advance:
        total = calls_in_log(ws.db)
        found = numbers.count(ws, period, scope, lambda n: advance(n, total))
    if json:
        write_json(stats_json.as_json(found))
    elif csv:
        from callq.terminal.csv_out import write_table

        write_table(render.table(found, by))
    else:
        render.show(found, by, ws.home)


def _split(words: "Sequence[str]") -> tuple[bool, str]:
    """Whether the ranking is asked for, and the words of the period."""
    ranking = bool(words) and words[0] == "ranking"
    return ranking, " ".join(words[1:] if ranking else words)


def _rank(ws: "Workspace", period: "Period", scope: "Scope", *, json: bool, csv: bool) -> None:
    from callq.metrics.ranking import rank
    from callq.metrics.views import ranking as render
    from callq.terminal.terminal import write_json

    found = rank(ws, period, scope)
    if json:
        write_json(render.as_json(found))
    elif csv:
        from callq.terminal.csv_out import write_table

        write_table(render.table(found))
    else:
        render.show(found, ws.home)
