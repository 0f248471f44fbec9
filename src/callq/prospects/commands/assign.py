"""`callq assign`."""

from typing import Annotated

import typer

from callq.commandline.completion import complete_owner, complete_who
from callq.commandline.confirming import confirm
from callq.commandline.options import (
    ANYONE,
    WHO,
    Agent,
    DryRun,
    Json,
    People,
    PeopleCommand,
    Yes,
    begin,
    chooses,
)
from callq.errors import CallqError
from callq.prospects.assign import among, assign, in_words
from callq.prospects.views import assign as render
from callq.prospects.who import find_one
from callq.terminal.safe import safe
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)


@app.command(cls=PeopleCommand, name="assign", epilog="Example: callq assign --from ann --to bob")
@chooses
def assign_people(
    who: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WHO]...", autocompletion=complete_who, help=WHO),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="REP", autocompletion=complete_owner,
                     help="The new owner; name several to deal people out."),
    ] = None,
    rep: Annotated[
        str,
        typer.Option("--from", metavar="REP", autocompletion=complete_owner,
                     help="All of this rep's people and promises."),
    ] = "",
    share: Annotated[
        str, typer.Option("--share", metavar="N", help="Only so many of them: 20 or 50%.")
    ] = "",
    people: People = ANYONE,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: Json = False,
    agent: Agent = "",
) -> None:  # fmt: skip
    """Hand people over to another rep.

    Their callbacks and the emails they are owed go along. Undo takes it back.
    """
    reps = [name.strip() for name in to or () if name.strip()]
    if not reps:
        raise CallqError("Who takes them over?", hint="Add --to REP.", name="no-new-owner")
    if not (who or people or rep):
        raise CallqError(
            "Which people?", hint="Name people, or add --from ann, --view NAME or --list NAME.",
            name="no-people-named",
        )  # fmt: skip
    ws = begin(agent=agent)
    ids = [find_one(ws, one).id for one in who or ()]
    found = among(ws, people.filter(ws), ids, rep)
    planned = assign(ws, found, reps, share=share, rep=rep, dry_run=True)
    if not dry_run:
        if not json:
            for line in render.lines(planned):
                say(line)
        confirm(f"Hand over {safe(in_words(planned))}?", yes=yes or planned.people == len(ids) == 1)
        planned = assign(ws, found, reps, share=share, rep=rep)
    if json:
        write_json(render.as_json(planned, dry_run=dry_run))
    elif dry_run:
        for line in (*render.lines(planned), "Nothing was changed (--dry-run)."):
            say(line)
    else:
        say("Done. Wrong? callq undo")
