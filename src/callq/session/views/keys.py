"""The page of all keys, from the table that the session obeys."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from callq.session.keys import Keymap

if TYPE_CHECKING:
    from rich.text import Text

_KEY = 10


def help_lines(keymap: Keymap, objections: Sequence[str]) -> "Iterator[Text]":
    """Every key with what it does.

    Args:
        keymap: The rep's.
        objections: The scripts that 1 to 9 show during a call.
    """
    from rich.text import Text

    yield Text("How the call ended", style="bold")
    for one in keymap.outcomes:
        # The session asks for what an option gives on the command line.
        yield _line(one.key, f"{one.label}: {one.meaning.partition(': --')[0]}")
    yield Text("\nEverything else", style="bold")
    for key in keymap.keys:
        early = [f"{sign} before you dial" for sign in key.early]
        yield _line(" or ".join((*key.keys, *early)), key.help)
    yield _line("1 to 9", "Before the call, which of their numbers to dial.")
    answers = ", ".join(f"{place} {kind}" for place, kind in enumerate(objections, 1))
    yield _line("", f"During it, what to answer: {answers}; 0 the opening.")
    yield _line("Esc", "Leave a question. Nothing is logged.")


def _line(key: str, words: str) -> "Text":
    from rich.text import Text

    text = Text(f"  {key:<{_KEY}}", style="bold cyan")
    text.append(words, style="not bold default")
    return text
