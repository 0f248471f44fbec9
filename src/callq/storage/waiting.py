"""Who holds up a write, and for how long: what those who wait are shown."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, time

from callq.named_tuple import NamedTuple

_MARK = "callq"
_LONGEST = 63
"""As much as PostgreSQL keeps of a connection's name."""
_LONG_SECONDS = 600
"""How long a writer is waited for that is known by name."""
_AGAIN_SECONDS = 10


class Writer(NamedTuple):
    """Who writes just now."""

    agent: str
    command: str
    seconds: int
    """For how long already."""

    @property
    def words(self) -> str:
        """What to say while waiting."""
        whose = f"{self.agent}'s {self.command}, which began {self.seconds} seconds ago"
        return f"Waiting for {whose}. Ctrl-C to give up."


def label(agent: str, name: str) -> str:
    """What others read of a writer: who, what and since when."""
    return f"{_MARK} {int(time())} {name.replace(' ', '-')} {agent}"[:_LONGEST]


def read_label(text: str) -> Writer | None:
    """The writer of a label; None where it's another text."""
    mark, _, rest = text.partition(" ")
    since, _, rest = rest.partition(" ")
    name, _, agent = rest.partition(" ")
    if mark != _MARK or not since.isdecimal() or not agent:
        return None
    return Writer(agent, name.replace("-", " "), max(0, int(time()) - int(since)))


class Patience:
    """Waits for another writer: longer for one that's known, and says for which now and then."""

    def __init__(self, tell: Callable[[str], None], seconds: float) -> None:
        """See `Patience`.

        Args:
            tell: Says something to the rep.
            seconds: How long an unknown writer is waited for.
        """
        self._tell = tell
        self._seconds = seconds
        self._since = monotonic()
        self._told = 0.0

    def goes_on(self, writer: Writer | None) -> bool:
        """Whether to wait on."""
        now = monotonic()
        if now - self._since >= (_LONG_SECONDS if writer else self._seconds):
            return False
        if writer and now - self._told >= _AGAIN_SECONDS:
            self._told = now
            self._tell(writer.words)
        return True


@contextmanager
def noted(store: Path, agent: str, name: str) -> Iterator[None]:
    """Notes beside a store's file who writes; one left behind is swept like any temporary file."""
    note = store.with_name(f".{store.name}.writer.{os.getpid()}.new")
    with suppress(OSError):
        note.write_text(label(agent, name), encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)


def writer_of(store: Path) -> Writer | None:
    """Who writes to a store's file, if it's a command that takes long."""
    from callq.storage.leftovers import sweep

    sweep(store)
    with suppress(OSError):
        for note in store.parent.glob(f".{store.name}.writer.*.new"):
            return read_label(note.read_text(encoding="utf-8"))
    return None
