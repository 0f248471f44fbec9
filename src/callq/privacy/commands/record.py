"""`callq people record`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import Csv, Json, begin
from callq.errors import CallqError

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: callq people record --from 2026-03-01 --violations")
def evidence(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            autocompletion=complete_who,
            help="A person, an erased one's number or random name. Default: everyone.",
        ),
    ] = None,
    start: Annotated[
        str, typer.Option("--from", metavar="DAY", help="The first day, e.g. 2026-01-31.")
    ] = "",
    end: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day.")] = "",
    violations: Annotated[
        bool, typer.Option("--violations", help="Only calls in violation.")
    ] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Show what each call's compliance record says."""
    from callq.privacy.record import gather
    from callq.privacy.views import record as render
    from callq.terminal.terminal import write_json

    if who is None and not (start or end or violations):
        raise CallqError(
            "Say which person or which days.",
            hint="callq people record WHO, or --from 2026-01-01, or --violations",
            name="missing-who",
        )
    ws = begin()
    found = gather(ws, who, start, end, violations=violations)
    if json:
        write_json(render.as_json(found))
    elif csv:
        render.write_csv(found.calls)
    else:
        render.show(found, ws.home)
