"""Shows an email on the screen and as JSON."""

from pathlib import Path
from typing import Any

from callq.scripts.eml import Letter, mailto
from callq.scripts.mail import Written
from callq.terminal.safe import safe
from callq.terminal.terminal import say

SCHEMA = "callq.mail/1"
KINDS_SCHEMA = "callq.mail-kinds/1"


def show(written: Written) -> None:
    """Prints an email to read and copy."""
    for line in text_lines(written.letter):
        say(safe(line))


def text_lines(letter: Letter) -> list[str]:
    """An email as lines of text."""
    head = (f"To: {letter.to_address}", f"Subject: {letter.subject}", "")
    return [*head, *letter.body.splitlines()]


def in_brackets(written: Written) -> str:
    """A warning about fields without a value; empty if there are none."""
    if not written.missing:
        return ""
    named = ", ".join(field.replace("_", " ") for field in written.missing)
    return f"Fill in what's in brackets before you send it: {named}."


def what_next(written: Written) -> str:
    """What to do after sending it."""
    return f"After you send it: callq log {written.who.id} emailed"


def as_json(written: Written, file: Path | None) -> dict[str, Any]:
    """The documented object."""
    letter = written.letter
    return {
        "schema": SCHEMA,
        "id": written.who.id,
        "name": written.who.name,
        "kind": written.kind,
        "from": letter.from_address,
        "to": letter.to_address,
        "subject": letter.subject,
        "body": letter.body,
        "mailto": mailto(letter),
        "missing": list(written.missing),
        "due": written.clears,
        "file": str(file) if file else None,
    }
