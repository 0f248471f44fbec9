"""`callq config`."""

import os
from typing import Annotated

import typer

from callq.commandline.options import Csv, Json, settings
from callq.config import Setting, option_named, save_setting
from callq.errors import CallqError
from callq.storage.naming import masked
from callq.terminal.safe import safe
from callq.terminal.terminal import say, warn, write_json

app = typer.Typer(add_completion=False)


@app.command(name="config", epilog="Example: callq config limit 40")
def config(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A setting.")] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]", help="Its new value.")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Reset NAME to its default.")] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Show or change a setting."""
    current = settings()
    if unset and name is None:
        raise CallqError(
            "--unset needs a setting's name.",
            hint="callq config --unset limit",
            name="missing-argument",
        )
    resolved = {"db": masked(current.db), "agent": current.agent}
    if name is not None:
        option = option_named(name)
        if value is not None or unset:
            saved = save_setting(current, option, None if unset else value)
            saved = Setting(option.name, saved, "").shown
            if not json:
                wrong = "" if unset else f" Undo this: callq config --unset {option.name}"
                say(f"{option.name} = {safe(str(saved))} in {current.config_file}.{wrong}")
            if os.environ.get(option.variable):
                warn(f"This has no effect while the environment variable {option.variable} is set.")
        elif not json:
            say(safe(str(resolved.get(option.name, current.values[option.name].shown))))
        if not json:
            return
        current = settings()
    from callq.maintenance.views import config as render

    if json:
        write_json(render.as_json(current))
    elif csv:
        from callq.terminal.csv_out import write_table

        write_table(render.table(current))
    else:
        render.show(current)
