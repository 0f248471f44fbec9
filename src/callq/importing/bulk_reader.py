"""Reads the people of a file ready to be stored; of a long one on another core of the computer.

What stands between the two processes is plain tuples, so that handing them over costs little.
"""

import contextlib
import gc
import marshal
import os
import subprocess
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore, Thread
from time import monotonic
from typing import Any, BinaryIO, NamedTuple, cast

from callq.errors import CallqError, Exit
from callq.importing.headers import map_headers
from callq.importing.people import Oddity, Reject, read_people
from callq.importing.readers.open import open_table
from callq.importing.readers.table import Table
from callq.importing.records import Told, to_prospect, told_of
from callq.prospects.identity import marks_of
from callq.records.people import NewProspect, Ready, make_ready, words_of

_CHUNK = 500
_WORTH_ANOTHER_CORE = 2 << 20
"""Shorter files are read sooner than another process starts."""
_HELLO = b"callq reads\n"
_AHEAD = 16
"""How many chunks may wait to be stored: some megabytes, some tenths of a second."""
_WAIT_SECONDS = 0.002
"""Handing a chunk over takes less, unless there is no room for it."""
_BYTES_A_MARK = 32
"""How much of a file there is, as a rule, for every mark that its people leave."""
_FEWEST, _MOST, _TABLES = 13, 23, 4
"""Bits of the size of a table of marks; and how many tables there may be."""
_PRINT = 0xFFFF_FFFF


class Item(NamedTuple):
    """A row of a file: somebody ready to be stored, or why there is nobody."""

    line: int
    ready: Ready | None
    told: Told | None = None
    """What the file says of calls."""
    maybe_twin: bool = False
    """Whether a row before may have named the same person; False is certain."""
    odd: tuple[Oddity, ...] = ()
    reject: Reject | None = None
    position: int = 0
    """How many bytes of the file were read, roughly."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read."""

    encoding: str = ""
    sheet: str = ""
    region: str = "US"
    mapping: Mapping[str, str] | None = None
    list_name: str = ""
    owner: str = ""
    zone: str = ""


@contextlib.contextmanager
def read(table: Table, reading: Reading, path: Path | None) -> Iterator[Iterator[Item]]:
    """Begins to read everybody in a file, at once where another process does it.

    Args:
        table: The file, opened; gone through unless another process reads it.
        reading: How it is to be read.
        path: Where it is, when another process can open it too.

    Yields:
        An item for each row; going through them raises `CallqError` where the file can't be read
        to its end.
    """
    child = None
    if path is not None and table.dialect.size >= _WORTH_ANOTHER_CORE and (os.cpu_count() or 1) > 1:
        child = _started(path, reading)
    if child is None:
        yield read_here(table, reading)
        return
    ahead = _Ahead(cast("BinaryIO", child.stdout))
    try:
        yield _items(ahead, table, reading)
    finally:
        _end(child)
        ahead.close()


def read_here(table: Table, reading: Reading) -> Iterator[Item]:
    """Reads everybody in a file in this process, see `read`."""
    for row in _rows(table, reading):
        ready = make_ready(row.new, row.words) if row.new else None
        yield Item(row.line, ready, row.told, row.maybe_twin, row.odd, row.reject, row.position)


class _Row(NamedTuple):
    """An item before it is made ready."""

    line: int
    new: NewProspect | None
    words: tuple[str, ...] = ()
    """Those of name and company."""
    told: Told | None = None
    maybe_twin: bool = False
    odd: tuple[Oddity, ...] = ()
    reject: Reject | None = None
    position: int = 0


def _rows(table: Table, reading: Reading) -> Iterator[_Row]:
    mapping = map_headers(table.headers, table.sample(), reading.mapping or {})
    seen = _Seen(table.dialect.size // _BYTES_A_MARK)
    position = 0
    for count, person in enumerate(read_people(table, mapping, reading.region)):
        if not count % _CHUNK:
            position = table.position()
        if isinstance(person, Reject):
            yield _Row(person.line, None, reject=person, position=position)
            continue
        new = to_prospect(
            person, reading.region, list_name=reading.list_name, owner=reading.owner,
            zone=reading.zone,
        )  # fmt: skip
        name, company = words_of(new.name), words_of(new.company)
        yield _Row(
            person.line,
            new,
            tuple(dict.fromkeys(name + company)),
            told_of(person),
            seen.before(*marks_of(new, name, company)),
            person.oddities,
            position=position,
        )


class _Seen:
    """Who was in the file already: never forgets, and hardly ever mistakes a stranger for somebody.

    Keeps four bytes of each mark, so that a million people fit into as many megabytes as a photo.
    When there are more than there can be room for, everybody may have been there before.
    """

    def __init__(self, slots: int) -> None:
        self._size = 1 << max(_FEWEST, min(slots.bit_length(), _MOST))
        self._full: list[array[int]] = []
        self._begin()

    def _begin(self) -> None:
        self._table = array("I", bytes(4 * self._size))
        self._room = self._size * 3 // 4

    def before(self, asked: Sequence[int], besides: int) -> bool:
        """Whether one of the marks asked for was left before; leaves these and another one."""
        if self._room <= len(asked):
            if len(self._full) + 1 >= _TABLES:
                return True
            self._full.append(self._table)
            self._begin()
        found = False
        for mark in asked:
            if self._leave(mark) or (self._full and self._was_left(mark)):
                found = True
        self._leave(besides)
        return found

    def _leave(self, mark: int) -> bool:
        """Leaves a mark; whether it was there."""
        table, last = self._table, self._size - 1
        at, print_ = mark & last, mark >> 24 & _PRINT or 1
        while there := table[at]:
            if there == print_:
                return True
            at = at + 1 & last
        table[at] = print_
        self._room -= 1
        return False

    def _was_left(self, mark: int) -> bool:
        last = self._size - 1
        print_ = mark >> 24 & _PRINT or 1
        for table in self._full:
            at = mark & last
            while there := table[at]:
                if there == print_:
                    return True
                at = at + 1 & last
        return False


# Two processes


def _started(path: Path, reading: Reading) -> "subprocess.Popen[bytes] | None":
    """A process that reads a file; None when no other process can be started."""
    order = (
        str(path), reading.encoding, reading.sheet, reading.region,
        dict(reading.mapping or {}), reading.list_name, reading.owner, reading.zone,
    )  # fmt: skip
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "callq.importing.bulk_reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    except OSError:
        return None
    with contextlib.suppress(BrokenPipeError), cast("BinaryIO", child.stdin) as given:
        given.write(marshal.dumps(order))
    return child


class _Ahead:
    """What another process says, taken off its pipe while this one stores what came before.

    A pipe holds far less than is stored at once, so that without this one of them would wait.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._frames: SimpleQueue[bytes] = SimpleQueue()
        self._room = Semaphore(_AHEAD)
        self._over = False
        self._thread = Thread(target=self._take, daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[bytes]:
        while frame := self._frames.get():
            self._room.release()
            yield frame

    def close(self) -> None:
        """Takes no more, once the other process is gone."""
        self._over = True
        self._room.release()
        self._thread.join()
        self._stream.close()

    def _take(self) -> None:
        read = self._stream.read
        try:
            if read(len(_HELLO)) == _HELLO:
                self._frames.put(_HELLO)
                while not self._over and (head := read(4)):
                    self._frames.put(read(int.from_bytes(head, "big")))
                    self._room.acquire()
        finally:
            self._frames.put(b"")


def _items(ahead: _Ahead, table: Table, reading: Reading) -> Iterator[Item]:
    frames = iter(ahead)
    if next(frames, b"") != _HELLO:
        # It could not even begin.
        yield from read_here(table, reading)
        return
    for frame in frames:
        kind, *parts = marshal.loads(frame)  # noqa: S302 - our own
        if kind == "end":
            return
        if kind == "error":
            message, hint, code, name = parts
            raise CallqError(message, hint=hint, code=Exit(code), name=name)
        yield from map(_item, parts[0])
    raise RuntimeError("the process that read the file ended before the file did")


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    child.wait()


def _item(parts: tuple[Any, ...]) -> Item:
    line, somebody, told, maybe_twin, odd, reject, position = parts
    ready = None
    if somebody and len(somebody) == len(Ready._fields):
        ready = Ready._make(somebody)
    elif somebody:
        new, words = somebody
        ready = make_ready(NewProspect._make(new), words)
    return Item(
        line,
        ready,
        Told._make(told) if told else None,
        maybe_twin,
        tuple(map(Oddity._make, odd)) if odd else (),
        Reject._make(reject) if reject else None,
        position,
    )


def _plain(row: _Row, *, ready: bool) -> tuple[Any, ...]:
    """A row to be handed over: somebody as `Ready`, or left to be made ready by who takes it."""
    line, new, words, told, maybe_twin, odd, reject, position = row
    somebody: tuple[Any, ...] | None = None
    if new is not None and ready:
        somebody = tuple(make_ready(new, words))
    elif new is not None:
        *own, phones, emails = new
        somebody = ((*own, tuple(map(tuple, phones)), emails), words)
    return (
        line, somebody, told and tuple(told), maybe_twin, tuple(map(tuple, odd)),
        reject and tuple(reject), position,
    )  # fmt: skip


class _Sender:
    """Hands rows over, and does as much of the work as keeps both processes at it.

    Who takes them waits for nobody as long as handing over takes time: then people are made ready
    here; else that is left to the other.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._waited = False

    def send(self, *parts: Any) -> None:
        data = marshal.dumps(parts)
        began = monotonic()
        self._out.write(len(data).to_bytes(4, "big") + data)
        self._out.flush()
        self._waited = monotonic() - began > _WAIT_SECONDS

    def send_all(self, rows: Iterator[_Row]) -> None:
        while chunk := list(islice(rows, _CHUNK)):
            ready = self._waited
            self.send("items", [_plain(row, ready=ready) for row in chunk])
        self.send("end")


def _serve() -> None:
    """Reads the file that standard input names, and writes what it read to standard output."""
    # Python's own stream has no buffer under PYTHONUNBUFFERED: what a pipe takes only a part of, as
    # it does when this process is stopped for a moment, would be lost.
    out = os.fdopen(sys.stdout.fileno(), "wb", closefd=False)
    sender = _Sender(out)
    path, encoding, sheet, *rest = marshal.loads(sys.stdin.buffer.read())  # noqa: S302 - our own
    out.write(_HELLO)
    try:
        with open_table(Path(path), encoding=encoding, sheet=sheet) as table:
            sender.send_all(_rows(table, Reading(encoding, sheet, *rest)))
    except CallqError as error:
        sender.send("error", error.message, error.hint, int(error.code), error.name)


if __name__ == "__main__":
    import signal

    # Nothing that is made here goes round in circles; looking for that takes a tenth of the time.
    gc.disable()
    # The one who asked answers for an interruption, and ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        _serve()
    # Nobody is left to hear that nobody listens.
    os._exit(0)
