"""Options that several commands share, and the first step of each: a desk to work at."""

from typing import Annotated

import typer

from callq.app.desk import Desk, sit_down
from callq.app.settings import Settings, read_settings

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout; docs/json.md.")]
Agent = Annotated[
    str, typer.Option("--agent", metavar="NAME", help="The rep; CALLQ_AGENT or your login.")
]
OneList = Annotated[str, typer.Option("--list", "-l", metavar="LIST", help="Only this list.")]
Mine = Annotated[bool, typer.Option("--mine", "-m", help="Only people whose owner is you.")]


def open_desk(*, create: bool = False, agent: str = "") -> Desk:
    """The desk of this command.

    Raises:
        CallqError: Settings or store can't be read.
    """
    return sit_down(read_settings(), create=create, agent=agent)


def settings() -> Settings:
    """The settings of this command, without a store."""
    return read_settings()
