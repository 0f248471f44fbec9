"""Options that several commands share, and the first step of each: a workspace to work at."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from callq.errors import CallqError, Exit

if TYPE_CHECKING:
    from callq.config import Settings
    from callq.workspace import Workspace

N = TypeVar("N", int, float)
MOST = 1_000_000_000
"""The largest figure an option takes."""


def figure(least: int, most: int = MOST) -> Callable[[str], int]:
    """Reads a whole number from an option; help shows no range, a refusal does."""
    return _between(int, "a whole number", least, most)


def amount(least: float, most: float = MOST) -> Callable[[str], float]:
    """Reads a number with decimals from an option, as `figure` does whole ones."""
    return _between(float, "a number", least, most)


def _between(read: Callable[[str], N], what: str, least: N, most: N) -> Callable[[str], N]:
    def checked(text: str) -> N:
        try:
            number = read(text)
        except ValueError:
            raise typer.BadParameter(f"{text} isn't {what}.") from None
        if not least <= number <= most:
            raise typer.BadParameter(f"{number} isn't between {least:,} and {most:,}.")
        return number

    return checked


WHO = "Id, number or its last four digits, email or part of a name."


def _alone(ctx: typer.Context, param: typer.CallbackParam, value: bool) -> bool:
    """Refuses two kinds of output at once; whichever is read second sees the first."""
    others = [name for name in ("json", "csv", "plain") if name != param.name]
    other = next((name for name in others if ctx.params.get(name)), "")
    if value and other:
        both = " and ".join(sorted((f"--{other}", f"--{param.name}")))
        raise CallqError(
            f"You can't use {both} together.", hint="Pick one.", name="conflicting-options"
        )
    return value


Json = Annotated[
    bool,
    typer.Option("--json", callback=_alone, help="One JSON object on stdout; docs/json.md."),
]
Csv = Annotated[
    bool, typer.Option("--csv", callback=_alone, help="CSV on stdout, safe in a spreadsheet.")
]
Plain = Annotated[
    bool,
    typer.Option("--plain", callback=_alone, help="Print one line per person, tab-separated."),
]
Agent = Annotated[
    str, typer.Option("--agent", metavar="NAME", help="The rep; CALLQ_AGENT or your login.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would happen; change nothing.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing file.")]
OneList = Annotated[str, typer.Option("--list", "-l", metavar="LIST", help="Only this list.")]
OneOwner = Annotated[
    str, typer.Option("--owner", metavar="NAME", help="Only people of this owner.")
]
OneState = Annotated[
    str,
    typer.Option("--state", metavar="STATE", help="Only this state or verdict, like dead."),
]
Due = Annotated[bool, typer.Option("--due", help="Only people who are due.")]
Held = Annotated[bool, typer.Option("--held", help="Only people on hold.")]
Mine = Annotated[bool, typer.Option("--mine", "-m", help="Only people whose owner is you.")]


def begin(
    *, create: bool = False, passing: bool = False, agent: str = "", says_clock: bool = False
) -> "Workspace":
    """The workspace of this command.

    Args:
        create: Make the store when there is none.
        passing: Where there is none, work without one and leave none behind.
        agent: The rep, when a flag named one.
        says_clock: Whether the command's own output says that the clock is fixed.

    Raises:
        CallqError: Settings or store can't be read.
    """
    # Here, not above: completion reads these options and needs no ws.
    from callq.terminal.terminal import may_ask
    from callq.workspace import open_or_temporary, open_workspace

    values = settings()
    ws = (
        open_or_temporary(values, agent)
        if passing
        else open_workspace(values, create=create, agent=agent)
    )
    pass_on(ws)
    if may_ask():
        from callq.terminal.keys import pick

        ws.pick = pick
    if ws.settings.now is not None and not says_clock:
        from callq.engine.words import in_words
        from callq.terminal.terminal import note

        note(f"Clock fixed by CALLQ_NOW: {in_words(ws.now, ws.home)}.")
    return ws


def pass_on(ws: "Workspace") -> None:
    """Prints what the rep should know of the store, once."""
    if ws.notices:
        from callq.terminal.terminal import note

        for notice in ws.notices:
            note(notice)
        ws.notices.clear()


def refuse_unknown_list(ws: "Workspace", name: str) -> None:
    """Refuses a list with no one on it; an empty queue would look like a quiet day.

    Raises:
        CallqError: There is no such list.
    """
    from callq.records import people

    if name and not people.has_list(ws.db, name):
        from difflib import get_close_matches

        known = [known for known, _ in people.list_names(ws.db) if known]
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else "callq list --lists shows them."
        raise CallqError(f'There is no list "{name}".', hint=hint, code=Exit.NOT_FOUND)


def settings() -> "Settings":
    """The settings of this command, without a store; times are written as they say from now on."""
    from callq.config import read_settings
    from callq.engine.words import use_clock

    found = read_settings()
    use_clock(found.clock)
    return found
