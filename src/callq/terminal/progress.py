"""A progress bar on stderr for long work; silent when stderr is not a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE_SECONDS = 0.5


@contextmanager
def progress(title: str, unit: str = "") -> Iterator[Callable[[int, int], None]]:
    """Yields a function to be called with what is done and the total.

    The bar appears after half a second, so that short work stays quiet.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    bar = _Bar(title, unit)
    try:
        yield bar.advance
    finally:
        bar.close()


class _Bar:
    def __init__(self, title: str, unit: str) -> None:
        self.title = title
        self.unit = unit
        self.started = time.monotonic()
        self.close: Callable[[], None] = lambda: None
        self._update: Callable[[int, int], None] | None = None

    def advance(self, done: int, total: int) -> None:
        if self._update is None:
            if time.monotonic() - self.started < _PATIENCE_SECONDS:
                return
            self._update = self._open(total)
        self._update(done, total)

    def _open(self, total: int) -> Callable[[int, int], None]:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        columns = [TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()]
        if self.unit not in ("bytes", "parts"):
            columns.append(MofNCompleteColumn())
        shown = Progress(*columns, console=Console(stderr=True), transient=True)
        shown.start()
        task = shown.add_task(self.title, total=total or None)
        self.close = shown.stop
        return lambda done, whole: shown.update(task, completed=done, total=whole or None)
