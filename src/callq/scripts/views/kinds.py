"""Lists the kinds of scripts and emails."""

from collections.abc import Sequence
from typing import Any, Protocol

from callq.terminal.safe import safe
from callq.terminal.terminal import console


class Kind(Protocol):
    """A script or an email: its word, its title, and its list and stage."""

    @property
    def kind(self) -> str:
        """Its word."""

    @property
    def title(self) -> str:
        """Its title, for people."""

    @property
    def list_name(self) -> str:
        """Empty for every list."""

    @property
    def stage(self) -> str:
        """Empty for every stage."""


def show_kinds(kinds: Sequence[Kind]) -> None:
    """Prints a line for each."""
    from rich.text import Text

    out = console()
    wide = max(len(kind.kind) for kind in kinds)
    for kind in kinds:
        place = "".join(f" · {safe(word)}" for word in (kind.list_name, kind.stage) if word)
        text = Text(f"{kind.kind:<{wide}}  ", style="bold")
        text.append(safe(kind.title), style="not bold")
        text.append(place, style="not bold dim")
        out.print(text, no_wrap=True, overflow="ellipsis")


def kinds_json(kinds: Sequence[Kind], schema: str) -> dict[str, Any]:
    """The documented object of a schema."""
    found = [
        {"kind": k.kind, "title": k.title, "list": k.list_name or None, "stage": k.stage or None}
        for k in kinds
    ]
    return {"schema": schema, "kinds": found}
