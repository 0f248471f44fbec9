"""Lines of a list that can't be read: counted, shown, and beyond a bound the list is refused."""

from dataclasses import dataclass, field
from typing import NoReturn

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple

ONE_IN = 10_000
"""A list with more than one bad line in so many is refused whole; a shorter one with any."""
_SHOWN = 5
_WIDTH = 40
_SHORTEST_LINE = 4


class BadLine(NamedTuple):
    """A line that can't be read."""

    line: int
    """Counted from 1."""
    text: str


@dataclass(slots=True)
class Unread:
    """The bad lines of one list."""

    name: str
    size: int
    """Of the file, in bytes."""
    count: int = 0
    first: list[BadLine] = field(default_factory=list)

    def note(self, line: int, text: str) -> None:
        """Notes a line.

        Raises:
            CallqError: There are too many already, however long the file is.
        """
        self.count += 1
        if len(self.first) < _SHOWN:
            shown = text.strip()
            self.first.append(BadLine(line, shown[:_WIDTH] + "…" * (len(shown) > _WIDTH)))
        elif self.count * ONE_IN > max(self.size // _SHORTEST_LINE, 1):
            self._refuse(f"more than {self.count - 1:,}")

    def judge(self, lines: int) -> None:
        """Refuses the list when too many of its lines were bad.

        Raises:
            CallqError: More than one line in ten thousand can't be read.
        """
        if self.count * ONE_IN > lines:
            self._refuse(f"{self.count:,} of {lines:,}")

    def _refuse(self, how_many: str) -> NoReturn:
        places = "\n".join(f"  line {line}: {text}" for line, text in self.first)
        raise CallqError(
            f"{self.name}: {how_many} lines have no phone number. Nothing imported.\n{places}",
            hint=f"callq skips at most one bad line in {ONE_IN:,}, or you might call a listed "
            "number. Is --region right?",
            code=Exit.BAD_FILE,
            name="too-many-bad-lines",
        )
