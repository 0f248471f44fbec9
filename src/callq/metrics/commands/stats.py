"""`callq stats`."""

from typing import Annotated

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

app = typer.Typer(add_completion=False)
_SPANS = "today, week, month, quarter, year, all or '90 days'"


@app.command(cls=PeopleCommand, epilog="Example: callq stats quarter --by rep")
@chooses
def stats(
    span: Annotated[str, typer.Argument(metavar="[SPAN]", help=f"{_SPANS}. Default: month.")] = "",
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
    period = numbers.period_asked_for(ws, span, start, end)
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
