"""Puts numbers in order, each once, in flat memory: sorted runs on disk, merged when read."""

import heapq
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import IO, Self

_RUN = 1 << 20
"""How many numbers are sorted in memory: 8 MiB."""
_PIECE = 1 << 14


class Sorter:
    """Takes numbers in any order and gives them back in order; a context manager."""

    def __init__(self, run: int = _RUN) -> None:
        self._run = run
        self._now = array("q")
        self._file: IO[bytes] | None = None
        self._starts: list[tuple[int, int]] = []
        self._last = -1
        self._in_order = True

    def add(self, numbers: Iterable[int]) -> None:
        """Takes some more."""
        self._now.extend(numbers)
        if len(self._now) >= self._run:
            self._spill()

    def __iter__(self) -> Iterator[int]:
        """The numbers in order, each once; to be gone through once, when all are taken."""
        if not self._starts:
            yield from _once(sorted(self._now))
            return
        self._spill()
        runs = [self._read(start, count) for start, count in self._starts]
        # Registries come in order: their runs need no merging.
        merged = (number for run in runs for number in run) if self._in_order else None
        yield from _once(merged if merged is not None else heapq.merge(*runs))

    def _spill(self) -> None:
        if not self._now:
            return
        ordered = array("q", sorted(self._now))
        if ordered[0] < self._last:
            self._in_order = False
        self._last = max(self._last, ordered[-1])
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as we do
        self._starts.append((self._file.seek(0, 2), len(ordered)))
        ordered.tofile(self._file)
        self._now = array("q")

    def _read(self, start: int, count: int) -> Iterator[int]:
        file = self._file
        while file is not None and count:
            file.seek(start)
            piece = array("q")
            piece.fromfile(file, min(count, _PIECE))
            start += len(piece) * piece.itemsize
            count -= len(piece)
            yield from piece

    def __enter__(self) -> Self:
        """Returns itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Lets go of the disk."""
        if self._file is not None:
            self._file.close()


def _once(ordered: Iterable[int]) -> Iterator[int]:
    return map(itemgetter(0), groupby(ordered))
