"""`callq people disclose`."""

from pathlib import Path
from typing import Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import WHO, Force, Json, begin

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: callq people disclose ron --out ron.json")
def disclose(
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=complete_who, help=WHO)],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write to FILE; JSON if .json."),
    ] = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Write a report of all you hold on a person."""
    from callq.privacy.disclose import gather
    from callq.privacy.views import disclose as render
    from callq.storage.atomic import write_whole
    from callq.terminal.terminal import as_json, note

    ws = begin()
    found = gather(ws, who)
    wants_json = json or (out is not None and out.suffix.lower() == ".json")
    text = (
        as_json(render.as_json(found), indent=2) + "\n"
        if wants_json
        else render.as_text(found, ws.home)
    )
    if out is None or str(out) == "-":
        typer.echo(text, nl=False)
        return
    write_whole(out, text, over=force)
    note(f"Wrote {out}. Only you can read it.")
