"""What the session asks in its bottom line: a line of text, or one key out of some."""

from collections.abc import Awaitable, Callable

from callq.named_tuple import NamedTuple

Answer = Callable[[str], Awaitable[None]]


class Prompt(NamedTuple):
    """Something the screen asks."""

    label: str
    answer: Answer
    """Gets the text or the key."""
    keys: tuple[str, ...] = ()
    """One of these keys answers; none for a line of text."""
    text: str = ""
    """What the line begins with."""
    echo: Callable[[str], str] | None = None
    """What the text means so far, shown while it is typed."""
