"""Reads the people of a file, ready to store; a second process reads long files.

The processes exchange plain tuples, which are cheap to hand over.
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
from datetime import date
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Semaphore, Thread
from time import monotonic
from typing import Any, BinaryIO, NamedTuple, cast

from callq.errors import CallqError, Exit
from callq.importing.headers import map_headers
from callq.importing.people import Problem, Reject, read_people
from callq.importing.readers.open import open_table
from callq.importing.readers.table import Table
from callq.importing.records import ImportedContact, contact_of, to_prospect
from callq.prospects.identity import marks_of
from callq.records.contacts import Contact, Ready, make_ready, plain_rows, words_of

_CHUNK = 500
_WORTH_ANOTHER_CORE = 2 << 20
"""Shorter files are read before another process would start."""
_HELLO = b"callq reads\n"
_AHEAD = 16
"""How many chunks may wait to be stored: a few megabytes, a few tenths of a second."""
_WAIT_SECONDS = 0.002
"""Sending a chunk takes less, unless the pipe is full."""
_BYTES_A_MARK = 32
"""Typical bytes of a file for each mark of its people."""
_FEWEST, _MOST, _TABLES = 13, 23, 4
"""Bits of a table's size, and how many tables there may be."""
_PRINT = 0xFFFF_FFFF


class Item(NamedTuple):
    """A row of a file: a person ready to store, or the reason it was rejected."""

    line: int
    ready: Ready | None
    history: ImportedContact | None = None
    """The calls that the file lists."""
    maybe_duplicate: bool = False
    """Whether an earlier row may have the same person; False is certain."""
    problems: tuple[Problem, ...] = ()
    reject: Reject | None = None
    position: int = 0
    """Bytes of the file read so far, roughly."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read a file."""

    encoding: str = ""
    sheet: str = ""
    region: str = "US"
    mapping: Mapping[str, str] | None = None
    list_name: str = ""
    owner: str = ""
    zone: str = ""
    words: Mapping[str, str] | None = None
    """What words of the outcome columns mean, by cell; see `read_people`."""
    near: str = ""
    """The day of the file, ISO."""


@contextlib.contextmanager
def read(table: Table, reading: Reading, path: Path | None) -> Iterator[Iterator[Item]]:
    """Starts reading all people of a file, in another process if the file is long.

    Args:
        table: The opened file; its rows are used up unless another process reads them.
        reading: How to read it.
        path: The file, if another process can open it too.

    Yields:
        An item for each row; iterating raises `CallqError` if the file can't be read to its end.
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
    """Reads all people of a file in this process, see `read`."""
    for row in _rows(table, reading):
        ready = make_ready(row.new, row.words) if row.new else None
        yield Item(
            row.line,
            ready,
            row.history,
            row.maybe_duplicate,
            row.problems,
            row.reject,
            row.position,
        )  # fmt: skip


class _Row(NamedTuple):
    """An item before it is made ready."""

    line: int
    new: Contact | None
    words: tuple[str, ...] = ()
    """Those of name and company."""
    history: ImportedContact | None = None
    maybe_duplicate: bool = False
    problems: tuple[Problem, ...] = ()
    reject: Reject | None = None
    position: int = 0


def _rows(table: Table, reading: Reading) -> Iterator[_Row]:
    mapping = map_headers(table.headers, table.sample(), reading.mapping or {})
    seen = _Seen(table.dialect.size // _BYTES_A_MARK)
    position = 0
    near = date.fromisoformat(reading.near) if reading.near else None
    people = read_people(table, mapping, reading.region, words=reading.words, near=near)
    for count, person in enumerate(people):
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
            contact_of(person),
            seen.before(*marks_of(new, name, company)),
            person.problems,
            position=position,
        )


class _Seen:
    """Remembers the people of earlier rows: no false negatives, hardly any false positives.

    Keeps four bytes per mark: a million people take a few megabytes. Once it's full, it answers
    True for every row.
    """

    def __init__(self, slots: int) -> None:
        self._size = 1 << max(_FEWEST, min(slots.bit_length(), _MOST))
        self._full: list[array[int]] = []
        self._begin()

    def _begin(self) -> None:
        self._table = array("I", bytes(4 * self._size))
        self._room = self._size * 3 // 4

    def before(self, asked: Sequence[int], besides: int) -> bool:
        """Whether any of these marks was seen before; adds them and one more."""
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
        """Adds a mark; returns whether it was there."""
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
        dict(reading.words or {}), reading.near,
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
    """Frames of the other process, read off its pipe while this one stores earlier rows.

    A pipe holds far less than one batch; without this, one of the two would wait.
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
        """Stops reading, once the other process has ended."""
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
        # It could not start.
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
    line, person, history, maybe_duplicate, problems, reject, position = parts
    ready = None
    if person and len(person) == len(Ready._fields):
        ready = Ready.of(person)
    elif person:
        new, words = person
        ready = make_ready(Contact._make(new), words)
    return Item(
        line,
        ready,
        ImportedContact._make(history) if history else None,
        maybe_duplicate,
        tuple(map(Problem._make, problems)) if problems else (),
        Reject._make(reject) if reject else None,
        position,
    )


def _plain(row: _Row, *, ready: bool) -> tuple[Any, ...]:
    """A row as plain tuples: the person as `Ready`, or left for the receiver to make ready."""
    line, new, words, history, maybe_duplicate, problems, reject, position = row
    person: tuple[Any, ...] | None = None
    if new is not None and ready:
        person = plain_rows(new, words)
    elif new is not None:
        *own, phones, emails = new
        person = ((*own, tuple(map(tuple, phones)), emails), words)
    return (
        line, person, history and tuple(history), maybe_duplicate, tuple(map(tuple, problems)),
        reject and tuple(reject), position,
    )  # fmt: skip


class _Sender:
    """Sends rows, and shares the work of making them ready with the receiver.

    While sending is slow, the receiver is busy, so rows are made ready here; else over there.
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
    """Reads the file named on standard input; writes its rows to standard output."""
    # Under PYTHONUNBUFFERED sys.stdout has no buffer and would lose the rest of a partial write.
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

    # Nothing here makes reference cycles; looking for them takes a tenth of the time.
    gc.disable()
    # The parent handles Ctrl-C and ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        _serve()
    # The parent has gone; a broken pipe at exit concerns no one.
    os._exit(0)
