"""Who holds up a write, and for how long: what those who wait are shown."""

from time import time

_MARK = "callq"
_LONGEST = 63
"""As much as PostgreSQL keeps of a connection's name."""


def label(agent: str, name: str) -> str:
    """How a writer's connection is called: who, what and since when."""
    return f"{_MARK} {int(time())} {name.replace(' ', '-')} {agent}"[:_LONGEST]


def read_label(text: str) -> tuple[str, str, int] | None:
    """Who, what and for how many seconds; None where a connection isn't labeled."""
    mark, _, rest = text.partition(" ")
    since, _, rest = rest.partition(" ")
    name, _, agent = rest.partition(" ")
    if mark != _MARK or not since.isdecimal() or not agent:
        return None
    return agent, name.replace("-", " "), max(0, int(time()) - int(since))


def waiting_words(agent: str, name: str, seconds: int) -> str:
    """What to say while waiting."""
    return f"Waiting for {agent}'s {name}, which began {seconds} seconds ago. Ctrl-C to give up."
