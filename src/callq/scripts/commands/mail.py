"""`callq mail`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import Agent, Force, Json, begin
from callq.errors import CallqError
from callq.terminal.terminal import note, say, warn, write_json

if TYPE_CHECKING:
    pass

app = typer.Typer(add_completion=False)


@app.command(name="mail", epilog="Example: callq mail ron --out reply.eml")
def mail(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHO] [KIND]",
            autocompletion=complete_who,
            help="Who gets it, and which email. By default, the one you're calling.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Save it as an .eml file; - prints it."),
    ] = None,
    mailto: Annotated[bool, typer.Option("--mailto", help="Print a mailto: link.")] = False,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in your email program.")] = False,
    list_kinds: Annotated[bool, typer.Option("--list-kinds", help="List all emails.")] = False,
    force: Force = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Write the email that is due; you send it."""
    from callq.scripts import eml
    from callq.scripts import mail as write_mail
    from callq.scripts.views import mail as render

    if (out is not None) + mailto + open_it > 1:
        raise CallqError("Use only one of --out, --mailto and --open.", name="conflicting-options")
    if json and (mailto or str(out) == "-"):
        raise CallqError(
            "--json already includes the link and the text.",
            hint="Use --json alone.",
            name="conflicting-options",
        )
    ws = begin(agent=agent)
    if list_kinds:
        from callq.scripts.views.kinds import kinds_json, show_kinds

        found = write_mail.kinds(ws)
        if json:
            write_json(kinds_json(found, render.KINDS_SCHEMA))
        else:
            show_kinds(found)
        return
    written = write_mail.write(ws, *write_mail.split(ws, words or []))
    letter = written.letter
    if out is not None:
        _save(eml.message(letter), out, over=force)
    if open_it:
        eml.open_in_program(letter)
    if json:
        write_json(render.as_json(written, out))
    elif mailto:
        say(eml.mailto(letter))
    elif out is None and not open_it:
        render.show(written)
    unknown = render.in_brackets(written)
    if unknown:
        warn(unknown)
    if out is not None and str(out) != "-":
        note(f"Written to {out}.")
    note(render.what_next(written))


def _save(message: bytes, path: Path, *, over: bool) -> None:
    from callq.storage.atomic import placed

    if str(path) == "-":
        sys.stdout.buffer.write(message)
        return
    with placed(path, over=over) as file:
        file.write(message)
