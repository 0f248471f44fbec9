"""Reads the people of a file, ready to store; a second process reads long files.

The second process reads people and sends them through a pipe, pickled, 500 at a time. This one
turns them into rows of tables, looks for earlier rows of the same people, and stores them.
"""

import contextlib
import gc
import os
import pickle
import subprocess
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from callq.errors import CallqError
from callq.importing.headers import map_headers
from callq.importing.history import Past
from callq.importing.people import Person, Problem, Reject, read_people
from callq.importing.readers.open import open_table
from callq.importing.readers.table import Table
from callq.importing.records import ImportedContact, contact_of, to_prospect
from callq.named_tuple import NamedTuple
from callq.prospects.identity import marks_of
from callq.records.contacts import ContactPhone, Ready, plain_rows, words_of

_CHUNK = 500
_NUMBERS = Person._fields.index("numbers")
"""Where the numbers of a person begin that is sent; its calls follow."""
_WORTH_ANOTHER_CORE = 2 << 20
"""Shorter files are read before another process would start."""
_PIPE_BYTES = 1 << 20
"""Holds the rows that are read while a batch is stored."""
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
    said: str = ""
    """What the outcome columns come to; see `Person.said`."""


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
    dates: str = ""
    """How its dates are written, if a person said so: mdy, dmy or ymd."""


_Read = tuple[int, Iterable[Person | Reject]]
"""People of a file, and how many bytes of it were read by then, roughly."""


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
    try:
        yield _items(_received(child, table, reading), table, reading)
    finally:
        _end(child)


def read_here(table: Table, reading: Reading) -> Iterator[Item]:
    """Reads all people of a file in this process, see `read`."""
    return _items(_read(table, reading), table, reading)


def _read(table: Table, reading: Reading) -> Iterator[_Read]:
    mapping = map_headers(table.headers, table.sample(), reading.mapping or {})
    near = date.fromisoformat(reading.near) if reading.near else None
    people = read_people(
        table, mapping, reading.region, words=reading.words, near=near, dates=reading.dates
    )
    while chunk := list(islice(people, _CHUNK)):
        yield table.position(), chunk


def _items(read: Iterable[_Read], table: Table, reading: Reading) -> Iterator[Item]:
    seen = _Seen(table.dialect.size // _BYTES_A_MARK)
    region, list_name, owner, zone = reading.region, reading.list_name, reading.owner, reading.zone
    for position, people in read:
        for person in people:
            if isinstance(person, Reject):
                yield Item(person.line, None, reject=person, position=position)
                continue
            new = to_prospect(person, region, list_name=list_name, owner=owner, zone=zone)
            name, company = words_of(new.name), words_of(new.company)
            ready = Ready.of(plain_rows(new), tuple(dict.fromkeys(name + company)))
            before = seen.before(marks_of(ready, name, company))
            yield Item(
                person.line, ready, contact_of(person), before, person.problems, None, position,
                person.said,
            )  # fmt: skip


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

    def before(self, asked: Sequence[int]) -> bool:
        """Whether any of these marks was seen before; adds them."""
        if self._room <= len(asked):
            if len(self._full) + 1 >= _TABLES:
                return True
            self._full.append(self._table)
            self._begin()
        table, last, full = self._table, self._size - 1, self._full
        found = False
        for mark in asked:
            at, print_ = mark & last, mark >> 24 & _PRINT or 1
            while (there := table[at]) and there != print_:
                at = at + 1 & last
            if there:
                found = True
                continue
            table[at] = print_
            self._room -= 1
            if full and self._was_left(mark):
                found = True
        return found

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
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "callq.importing.bulk_reader"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pipesize=_PIPE_BYTES,
        )
    except OSError:
        return None
    with contextlib.suppress(BrokenPipeError), cast("BinaryIO", child.stdin) as order:
        pickle.dump((path, reading), order)
    return child


def _received(child: "subprocess.Popen[bytes]", table: Table, reading: Reading) -> Iterator[_Read]:
    """The people that the other process sends; where it can't start, they are read here."""
    sent = cast("BinaryIO", child.stdout)
    try:
        pickle.load(sent)  # noqa: S301 - our own
    except EOFError:
        yield from _read(table, reading)
        return
    while (said := pickle.load(sent)) is not None:  # noqa: S301
        if isinstance(said, CallqError):
            raise said
        position, people = said
        yield position, map(_unpacked, people)


def _packed(said: Person | Reject) -> tuple[Any, ...]:
    """What is sent of a person: plain tuples pickle in half the time of named ones."""
    if isinstance(said, Reject):
        return tuple(said)
    return (*said[:_NUMBERS], tuple(map(tuple, said.numbers)), tuple(map(tuple, said.past)))


def _unpacked(sent: tuple[Any, ...]) -> Person | Reject:
    if len(sent) == len(Reject._fields):
        return Reject(*sent)
    *own, numbers, past = sent
    named = tuple([tuple.__new__(ContactPhone, phone) for phone in numbers])
    # `Person(*own, ...)` takes twice the time.
    return tuple.__new__(Person, (*own, named, tuple(map(Past._make, past))))


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    child.wait()
    cast("BinaryIO", child.stdout).close()


def _serve() -> None:
    """Reads the file named on standard input; writes its rows to standard output."""
    # Under PYTHONUNBUFFERED sys.stdout has no buffer and would lose the rest of a partial write.
    with os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as out:
        path, reading = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own
        pickle.dump("started", out)
        out.flush()
        last = None
        try:
            with open_table(
                path, encoding=reading.encoding, sheet=reading.sheet, mapped=reading.mapping or ()
            ) as table:
                for position, people in _read(table, reading):
                    pickle.dump((position, [_packed(person) for person in people]), out)
        except CallqError as error:
            last = error
        pickle.dump(last, out)


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
