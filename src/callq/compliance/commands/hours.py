"""`callq hours`."""

from typing import TYPE_CHECKING, Annotated

import typer

from callq.commandline.completion import complete_who
from callq.commandline.options import Agent, Csv, Json, begin
from callq.errors import CallqError
from callq.terminal.terminal import write_json

if TYPE_CHECKING:
    from callq.engine.calling import Row
    from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(name="hours", epilog="Example: callq hours ron --location NY")
def hours(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            autocompletion=complete_who,
            help="A prospect, or a place in the table, e.g. US-FL; close or reopen before PLACE. "
            "Leave it out for the table.",
        ),
    ] = None,
    place: Annotated[
        str, typer.Argument(metavar="[PLACE]", help="What to close or reopen, e.g. US-LA.")
    ] = "",
    location: Annotated[
        str,
        typer.Option(
            metavar="PLACE",
            help="Record where they say they are: a state, country or time zone.",
        ),
    ] = "",
    accept: Annotated[
        str, typer.Option(metavar="COUNTRY", help="Call a country that callq has no rules for.")
    ] = "",
    source: Annotated[
        str, typer.Option(metavar="TEXT", help="With --accept: who knows the rules, and when.")
    ] = "",
    first: Annotated[
        str, typer.Option("--from", metavar="DAY", help="With close: the first day, or today.")
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="DAY", help="With close: the last day.")
    ] = "",
    why: Annotated[
        str, typer.Option(metavar="TEXT", help="With close: why, e.g. a state of emergency.")
    ] = "",
    json: Json = False,
    csv: Csv = False,
    agent: Agent = "",
) -> None:
    """Show when you may call, and where."""
    ws = begin(passing=(who is None or who.isupper()) and not accept, agent=agent)
    if accept or (place and who in ("close", "reopen")):
        from callq.compliance import place_decisions as decide
        from callq.compliance.views import place_decisions as shown

        if accept:
            decided = decide.accept(ws, accept, source)
        elif who == "close":
            decided = decide.close(ws, place, first, last, why)
        else:
            decided = decide.reopen(ws, place)
        shown.show(decided, json=json)
        return
    _look(ws, f"{who} {place}".strip() if who else "", location, json=json, csv=csv)


def _look(ws: "Workspace", who: str, location: str, *, json: bool, csv: bool) -> None:
    from callq.compliance import hours as verbs
    from callq.compliance.views import hours as view

    row = verbs.row_named(ws, who) if who else None
    if not who or row:
        if location:
            raise CallqError(
                "--location needs a prospect.", hint="callq hours WHO --location PLACE",
                name="missing-prospect",
            )  # fmt: skip
        _show_table(ws, row, json=json, csv=csv)
    elif csv:
        raise CallqError(
            "--csv is for the table, not for one person.", hint="callq hours --csv",
            name="conflicting-options",
        )  # fmt: skip
    elif location:
        confirmed = verbs.confirm_location(ws, who, location)
        if json:
            write_json(view.confirmed_json(confirmed))
        else:
            view.show_confirmed(confirmed, ws.now, ws.home)
    else:
        explained = verbs.explain(ws, who)
        if json:
            write_json(view.as_json(explained))
        else:
            view.show(explained, ws.home)


def _show_table(ws: "Workspace", row: "Row | None", *, json: bool, csv: bool) -> None:
    from callq.compliance import hours as verbs
    from callq.compliance import place_decisions
    from callq.compliance.views import hours as view

    rows = (row,) if row else verbs.table(ws)
    decided = place_decisions.standing(ws)
    if json:
        write_json(view.table_json(ws.calling, rows, decided))
    elif csv:
        from callq.terminal.csv_out import write_table

        write_table(view.table_of(rows))
    elif row:
        view.show_row(row)
    else:
        view.show_table(ws.calling, rows, decided)
