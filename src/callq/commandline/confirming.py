"""Asks before a command changes many people at once."""

import typer

from callq.errors import CallqError, Exit
from callq.terminal.terminal import may_ask


def confirm(question: str, *, yes: bool) -> None:
    """Goes on after `--yes` or a yes on the terminal.

    Raises:
        CallqError: `unconfirmed`: no one can be asked; `not-confirmed`: they said no.
    """
    if yes:
        return
    if not may_ask():
        raise CallqError(
            f"{question} No one can be asked here.", hint="Add --yes, or --dry-run to only look.",
            code=Exit.REFUSED, name="unconfirmed",
        )  # fmt: skip
    if not typer.confirm(question, default=False, err=True):
        raise CallqError("Nothing was changed.", code=Exit.INTERRUPTED, name="not-confirmed")
