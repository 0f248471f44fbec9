"""The words that say which people, the same for every command; loaded when one of them is used."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from callq.commandline.completion import (
    complete_due,
    complete_owner,
    complete_reason,
    complete_state,
    complete_tag,
    complete_view,
)
from callq.commandline.options import readable
from callq.engine import filters
from callq.engine.filters import Filter
from callq.errors import CallqError
from callq.records import choosing, people

if TYPE_CHECKING:
    from callq.workspace import Workspace

_LARGE = 100_000
"""In a store of more people, reading everyone is worth a line."""


def options(
    owner: Annotated[
        str,
        typer.Option("--owner", metavar="NAME", autocompletion=complete_owner,
                     help="Only people of this owner; none: without one."),
    ] = "",
    state: Annotated[
        str,
        typer.Option("--state", metavar="STATE", autocompletion=complete_state,
                     help="Only this state or verdict, like dead."),
    ] = "",
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", "-t", metavar="TAG", autocompletion=complete_tag,
                     help="Only people with this tag."),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME=VALUE", help="Only where this field has this value."),
    ] = None,
    value: Annotated[
        str | None,
        typer.Option("--value", metavar="AMOUNT", parser=readable(filters.read_amount),
                     help="Only what a win is worth: '>1000'."),
    ] = None,
    reason: Annotated[
        str,
        typer.Option("--reason", "-r", metavar="REASON", autocompletion=complete_reason,
                     help="Only who refused for this reason."),
    ] = "",
    last_talk: Annotated[
        str,
        typer.Option("--last-talk", metavar="AGO",
                     help="Only who we talked to '>30 days' ago, or never."),
    ] = "",
    due: Annotated[
        str,
        typer.Option("--due", metavar="[WHEN]", autocompletion=complete_due,
                     help="Only who is due: now, today, 'this week'."),
    ] = "",
    held: Annotated[bool, typer.Option("--held", help="Only people on hold.")] = False,
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="Part of a name, number or email.")
    ] = "",
    view: Annotated[
        str,
        typer.Option("--view", metavar="NAME", autocompletion=complete_view,
                     help="The people of a saved view."),
    ] = "",
    save_view: Annotated[
        str, typer.Option("--save-view", metavar="NAME", help="Save these words as a view.")
    ] = "",
) -> None:  # fmt: skip
    """Never called: what is declared here is added to the commands that choose people."""


def read(ws: "Workspace", words: dict[str, Any], *, reads_all: bool = True) -> Filter:
    """The filter that words on the line ask for; saves it as a view where they say so.

    Args:
        ws: An open workspace.
        words: By parameter, without empty ones.
        reads_all: Whether the command reads everyone where no index leads to the people.

    Raises:
        CallqError: A word can't be read, or there's no such list or view.
    """
    from callq.terminal.terminal import note

    typed = Filter(
        **{name: words[name] for name in Filter._fields if name in words and name != "fields"},
        tags=tuple(words.get("tag", ())),
        fields=tuple(words.get("field", ())),
    )
    if typed.reason:
        ws.rulebook.refuse_unknown_reason(typed.reason)
    wanted = typed
    if "view" in words:
        wanted = filters.narrowed(choosing.view(ws.db, words["view"]), typed)
    # A view that can't be read is refused before it's saved.
    found = wanted._replace(owner=ws.agent, mine=False) if wanted.mine else wanted
    choosing.check(ws.db, found, choosing.Asked(ws.now, ws.home, str(ws.settings["region"])))
    if "save_view" in words:
        name = _name(words["save_view"])
        if not wanted.typed:
            raise CallqError(
                "Nothing says which people the view shows.",
                hint="Add what narrows it: callq list --tag vip --save-view vips",
                name="empty-view",
            )
        choosing.save(ws.db, choosing.View(name, wanted, ws.agent), ws.now)
        note(f'Saved the view "{name}": {filters.in_words(wanted)}. Use it: --view {name}')
    if reads_all and choosing.scans(found) and (count := people.last_id(ws.db)) > _LARGE:
        note(f"No index leads to these people: callq looks at all {count:,}.")
    return found


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or name.startswith("-"):
        raise CallqError(
            f'A view can\'t be called "{text}".', hint="Begin its name with a letter.",
            name="bad-view-name",
        )  # fmt: skip
    return name
