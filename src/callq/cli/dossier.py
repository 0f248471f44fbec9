"""`callq dossier`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from callq.cli.complete import complete_who
from callq.cli.options import WHO, Json, open_desk
from callq.errors import CallqError, Exit

app = typer.Typer(add_completion=False)


@app.command()
def dossier(
    who: Annotated[str, typer.Argument(metavar="WHO", autocompletion=complete_who, help=WHO)],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="A file of your own; JSON if .json."),
    ] = None,
    json: Json = False,
) -> None:
    """All that is held of a person, for them to see; as text, or as JSON."""
    from callq.app.dossier import gather
    from callq.render import dossier as render
    from callq.render.terminal import as_json, note

    desk = open_desk()
    found = gather(desk, who)
    wants_json = json or (out is not None and out.suffix.lower() == ".json")
    text = (
        as_json(render.as_json(found), indent=2) + "\n"
        if wants_json
        else render.as_text(found, desk.home)
    )
    if out is None:
        typer.echo(text, nl=False)
        return
    _save(text, out)
    note(f"Written to {out}, readable by you alone.")


def _save(text: str, path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise CallqError(
            f"{path} exists already.", hint="Name another file.", code=Exit.REFUSED
        ) from error
    except OSError as error:
        raise CallqError(
            f"{path} can't be written: {error.strerror}.", hint="Check the folder."
        ) from error
