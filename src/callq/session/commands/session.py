"""`callq session`."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from callq.commandline.options import ANYONE, Agent, People, PeopleCommand, begin, chooses
from callq.errors import CallqError, Exit
from callq.terminal.terminal import may_ask, say, warn

if TYPE_CHECKING:
    from callq.session.session import Session

app = typer.Typer(add_completion=False)


@app.command(cls=PeopleCommand, name="session", epilog="Example: callq session --list spring")
@chooses
def session(
    people: People = ANYONE,
    plain: Annotated[
        bool, typer.Option("--plain", help="Simple prompts, for a screen reader.")
    ] = False,
    agent: Agent = "",
) -> None:
    """Call all day on one screen, one key a call."""
    from callq.queue.narrowing import narrowed
    from callq.records.queue import Scope
    from callq.session.commands.background import Background
    from callq.session.keys import keymap
    from callq.session.views.lines import summary_lines

    if not (may_ask() and sys.stdout.isatty()):
        raise CallqError(
            "A session needs a terminal.",
            hint="In a script: callq next --json, then callq log.",
            code=Exit.USAGE,
            name="no-terminal",
        )

    def open_session() -> "Session":
        from callq.session.session import Session
        from callq.workspace import stop_on_broken_rulebook

        ws = begin(agent=agent)
        edited = stop_on_broken_rulebook(ws)
        if edited:
            warn(edited)
        fixed = ws.settings.now
        clock = (lambda: fixed) if fixed else None
        wanted = people.filter(ws) if people else None
        return Session(ws, narrowed(ws, wanted) if wanted else Scope(), clock, wanted)

    background = Background(open_session)
    ws = background.session.ws
    try:
        keys = keymap(str(ws.settings["keys"]), ws.rulebook.outcomes.values())
        if plain:
            from callq.session.commands.plain import run
        else:
            from callq.session.commands.screen import run
        done = run(background, keys)
    finally:
        background.close()
    for line in summary_lines(done, ws.home):
        say(line)
