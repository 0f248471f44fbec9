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
    policy: Annotated[
        bool,
        typer.Option("--policy", help="How you comply: policy, training, registries, opt-outs."),
    ] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Show what each call's compliance record says."""
    if policy:
        _report(who, start, end, violations=violations, json=json, csv=csv)
        return
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


def _report(
    who: str | None, start: str, end: str, *, violations: bool, json: bool, csv: bool
) -> None:
    from callq.privacy.policy import gather
    from callq.privacy.views import policy as render
    from callq.terminal.terminal import write_json

    if who is not None or violations:
        raise CallqError(
            "--policy is about your whole team.",
            hint="callq people record --policy --from 2026-01-01",
            name="contradicting-options",
        )
    ws = begin()
    found = gather(ws, start, end)
    if json:
        write_json(render.as_json(found))
    elif csv:
        render.write_csv(found)
    else:
        render.show(found, ws.home)
