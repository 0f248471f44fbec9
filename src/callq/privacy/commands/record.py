"""`callq evidence`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import Json, begin
from callq.errors import CallqError

app = typer.Typer(add_completion=False)


@app.command()
def evidence(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            autocompletion=complete_who,
            help="Somebody, a pseudonym, or a forgotten number; everybody by default.",
        ),
    ] = None,
    start: Annotated[
        str, typer.Option("--from", metavar="DAY", help="The first day, e.g. 2026-01-31.")
    ] = "",
    end: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day.")] = "",
    breaches: Annotated[
        bool, typer.Option("--breaches", help="Only calls made against a gate.")
    ] = False,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="The calls as CSV.")] = False,
) -> None:
    """What the log can prove of every call: who, for whom, when, and what was checked."""
    from callq.privacy.record import gather
    from callq.privacy.views import record as render
    from callq.terminal.terminal import write_json

    if json and csv:
        raise CallqError("--json and --csv exclude each other.", hint="Give one.")
    if who is None and not (start or end or breaches):
        raise CallqError(
            "Of whom, or of which days?",
            hint="callq evidence WHO, callq evidence --from 2026-01-01, or --breaches",
        )
    ws = begin()
    found = gather(ws, who, start, end, breaches=breaches)
    if json:
        write_json(render.as_json(found))
    elif csv:
        render.write_csv(found.calls)
    else:
        render.show(found, ws.home)
