"""Options that several commands share, and the first step of each: a workspace to work at."""

from collections.abc import Callable, Sequence
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand

from callq.commandline.completion import complete_list, complete_view
from callq.errors import CallqError, Exit

if TYPE_CHECKING:
    from callq.config import Settings
    from callq.engine.filters import Filter
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


def readable(read: Callable[[str], object]) -> Callable[[str], str]:
    """Keeps an option as typed, and refuses what can't be read."""

    def checked(text: str) -> str:
        read(text)
        return text

    return checked


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
OfView = Annotated[
    str,
    typer.Option(
        "--view",
        metavar="NAME",
        autocompletion=complete_view,
        help="Everyone of this saved view.",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing file.")]
OneList = Annotated[
    str,
    typer.Option(
        "--list", "-l", metavar="LIST", autocompletion=complete_list, help="Only this list."
    ),
]
Mine = Annotated[bool, typer.Option("--mine", "-m", help="Only people whose owner is you.")]


class People:
    """Which people a command is about, by the words on its line."""

    def __init__(self, words: dict[str, Any]) -> None:
        self.words = {name: value for name, value in words.items() if value}

    def __bool__(self) -> bool:
        """Whether any word says so."""
        return bool(self.words)

    def filter(self, ws: "Workspace", *, reads_all: bool = True) -> "Filter":
        """The filter they make; see `commandline.people.read`."""
        from callq.commandline.people import read

        self.refuse_unknown_list(ws)
        return read(ws, self.words, reads_all=reads_all)

    def refuse_unknown_list(self, ws: "Workspace") -> None:
        """See `refuse_unknown_list`."""
        refuse_unknown_list(ws, self.words.get("list_name", ""))


ANYONE = People({})
_EAGER: tuple[tuple[str, Any, Any], ...] = (("list_name", OneList, ""), ("mine", Mine, False))
_NAMED = Parameter.KEYWORD_ONLY
_LATER = frozenset({
    "--owner", "--state", "--tag", "-t", "--field", "--value", "--reason", "-r", "--last-talk",
    "--due", "--held", "--text", "--view", "--save-view", "--rep",
})  # fmt: skip
_ALSO = """
Which people, also: --view, --save-view, --owner, --state, --tag, --field,
--value, --reason, --last-talk, --due, --held, --text. See callq list --help.
"""


class PeopleCommand(TyperCommand):
    """A command that chooses people. A rep who says nothing about them doesn't wait for that."""

    shows_all = False
    """Whether its help explains each of the words."""
    _more: Sequence[Any] | None = None

    def complete(self) -> None:
        """Adds the words that `commandline.people` declares, unless the command has its own."""
        if self._more is not None:
            return
        from typer.main import get_params_convertors_ctx_param_name_from_function as declared

        from callq.commandline.people import options

        known = {name for param in self.params for name in (param.name, *param.opts)}
        at = next(i for i, param in enumerate(self.params) if param.name == "mine") + 1
        more = [one for one in declared(options)[0] if one.name not in known]
        for param in more:
            param.opts = [word for word in param.opts if word not in known]
        self.params[at:at] = self._more = more

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does; `--due` alone is `--due now`."""
        if any(word.partition("=")[0] in _LATER for word in args):
            self.complete()
        following = (*args[1:], "--")
        said = [
            "--due=now" if word == "--due" and then.startswith("-") else word
            for word, then in zip(args, following, strict=False)
        ]
        return super().parse_args(ctx, said)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """As Typer does, with all words."""
        self.complete()
        return super().shell_complete(ctx, incomplete)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """As Typer does, and names the words that `callq list` explains."""
        self.complete()
        for param in self._more or ():
            param.hidden = not self.shows_all
        super().format_options(ctx, formatter)
        if not self.shows_all:
            formatter.write(_ALSO)


class FullPeopleCommand(PeopleCommand):
    """The same with all words at once, so `--rep` is an owner."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.complete()


def chooses(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command of class `PeopleCommand` the words that say which people, as `people`."""
    own = signature(command).parameters
    shared = [Parameter(name, _NAMED, default=d, annotation=kind) for name, kind, d in _EAGER]
    at = list(own).index("people")
    order = [*list(own.values())[:at], *shared, *list(own.values())[at + 1 :]]
    taken = [one.replace(kind=_NAMED) for one in order]

    def run(**words: Any) -> None:
        chosen = {name: words.pop(name) for name in tuple(words) if name not in own}
        command(people=People(chosen | {"text": words.get("text", chosen.get("text"))}), **words)

    run.__doc__, run.__name__ = command.__doc__, command.__name__
    run.__signature__ = Signature(taken)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in taken}
    return run


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
    from callq.terminal.terminal import may_ask, note
    from callq.workspace import open_or_temporary, open_workspace

    values = settings()
    ws = (
        open_or_temporary(values, agent)
        if passing
        else open_workspace(values, create=create, agent=agent)
    )
    ws.db.tell = note
    pass_on(ws)
    if may_ask():
        from callq.terminal.keys import pick

        ws.pick = pick
    if ws.settings.now is not None and not says_clock:
        from callq.engine.words import in_words

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
