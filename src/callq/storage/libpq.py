"""libpq, PostgreSQL's own client, as psycopg ships it: one connection that sends in batches.

Called directly, because importing psycopg takes longer than a whole daily command. Everything
libpq knows works: URLs, services, `~/.pgpass`, certificates.
"""

import ctypes
import os
import select
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

from callq.named_tuple import NamedTuple

_OK, _BAD = 0, 1
_TUPLES, _COMMAND, _EMPTY, _COPY_IN = 2, 1, 0, 4
_PIPELINE_SYNC, _PIPELINE_ABORTED = 10, 11
_VERBOSE = 2
_PING_OK, _PING_REJECT = 0, 1
_SQLSTATE, _PRIMARY = ord("C"), ord("M")
_LOOK_SECONDS = 2.5
"""How long a silent server is waited for until callq asks whether it's still there."""
_GONE = "08006"
_STALLED = "08S01"
_NO_LOGIN = "28P01"
_COPY_BYTES = 1 << 16
_INT4 = 1 << 31


class Query(NamedTuple):
    """A statement as it's sent."""

    sql: bytes
    oids: tuple[int, ...] = ()
    values: tuple[bytes | None, ...] = ()
    name: bytes = b""
    """The name it's prepared under; empty for one that's sent once."""


class Result(NamedTuple):
    """What a statement gave."""

    rows: list[tuple[Any, ...]]
    changed: int


class ServerError(Exception):
    """A refusal by the server, or a connection that was lost.

    Args:
        state: The SQLSTATE; class 08 when the connection was lost.
        message: The server's first line.
    """

    def __init__(self, state: str, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.message = message

    @property
    def lost(self) -> bool:
        """Whether the connection is over."""
        return self.state.startswith(("08", "57P0")) or self.state == "25P03"


class _Option(ctypes.Structure):
    _fields_ = (
        ("keyword", ctypes.c_char_p), ("envvar", ctypes.c_char_p), ("compiled", ctypes.c_char_p),
        ("val", ctypes.c_char_p), ("label", ctypes.c_char_p), ("dispchar", ctypes.c_char_p),
        ("dispsize", ctypes.c_int),
    )  # fmt: skip


_POINTER, _TEXT, _INT = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
_TEXTS, _INTS = ctypes.POINTER(_TEXT), ctypes.POINTER(_INT)
_UNSIGNEDS = ctypes.POINTER(ctypes.c_uint)
_SIGNATURES: Mapping[str, tuple[Any, tuple[Any, ...]]] = {
    "PQconnectdbParams": (_POINTER, (_TEXTS, _TEXTS, _INT)),
    "PQconnectStartParams": (_POINTER, (_TEXTS, _TEXTS, _INT)),
    "PQconnectPoll": (_INT, (_POINTER,)),
    "PQpingParams": (_INT, (_TEXTS, _TEXTS, _INT)),
    "PQconninfoParse": (ctypes.POINTER(_Option), (_TEXT, ctypes.POINTER(_POINTER))),
    "PQconninfoFree": (None, (ctypes.POINTER(_Option),)),
    "PQfreemem": (None, (_POINTER,)),
    "PQconnectionNeedsPassword": (_INT, (_POINTER,)),
    "PQsetErrorVerbosity": (_INT, (_POINTER, _INT)),
    "PQsetNoticeProcessor": (_POINTER, (_POINTER, _POINTER, _POINTER)),
    "PQstatus": (_INT, (_POINTER,)),
    "PQsocket": (_INT, (_POINTER,)),
    "PQerrorMessage": (_TEXT, (_POINTER,)),
    "PQparameterStatus": (_TEXT, (_POINTER, _TEXT)),
    "PQpass": (_TEXT, (_POINTER,)),
    "PQfinish": (None, (_POINTER,)),
    "PQsetnonblocking": (_INT, (_POINTER, _INT)),
    "PQenterPipelineMode": (_INT, (_POINTER,)),
    "PQexitPipelineMode": (_INT, (_POINTER,)),
    "PQsendQuery": (_INT, (_POINTER, _TEXT)),
    "PQsendQueryParams": (
        _INT, (_POINTER, _TEXT, _INT, _UNSIGNEDS, _TEXTS, _INTS, _INTS, _INT),
    ),
    "PQsendPrepare": (_INT, (_POINTER, _TEXT, _TEXT, _INT, _UNSIGNEDS)),
    "PQsendQueryPrepared": (_INT, (_POINTER, _TEXT, _INT, _TEXTS, _INTS, _INTS, _INT)),
    "PQpipelineSync": (_INT, (_POINTER,)),
    "PQflush": (_INT, (_POINTER,)),
    "PQconsumeInput": (_INT, (_POINTER,)),
    "PQisBusy": (_INT, (_POINTER,)),
    "PQgetResult": (_POINTER, (_POINTER,)),
    "PQresultStatus": (_INT, (_POINTER,)),
    "PQresultErrorField": (_TEXT, (_POINTER, _INT)),
    "PQntuples": (_INT, (_POINTER,)),
    "PQnfields": (_INT, (_POINTER,)),
    "PQftype": (ctypes.c_uint, (_POINTER, _INT)),
    "PQgetvalue": (_TEXT, (_POINTER, _INT, _INT)),
    "PQgetisnull": (_INT, (_POINTER, _INT, _INT)),
    "PQcmdTuples": (_TEXT, (_POINTER,)),
    "PQclear": (None, (_POINTER,)),
    "PQputCopyData": (_INT, (_POINTER, _TEXT, _INT)),
    "PQputCopyEnd": (_INT, (_POINTER, _TEXT)),
}  # fmt: skip
_SILENT = ctypes.CFUNCTYPE(None, _POINTER, _TEXT)(lambda _, __: None)


@cache
def _library() -> Any:
    """The loaded library.

    Raises:
        ImportError: There's none on this computer.
    """
    path = _bundled()
    if path is None:
        from ctypes.util import find_library

        found = find_library("pq")
        if not found:
            raise ImportError("no libpq")
        path = Path(found)
    elif os.name == "nt":
        os.add_dll_directory(str(path.parent))  # type: ignore[attr-defined,unused-ignore]
    try:
        library = ctypes.CDLL(str(path))
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        raise ImportError(str(error)) from error
    return library


def _bundled() -> Path | None:
    """The library in psycopg's wheel."""
    from importlib.util import find_spec

    spec = find_spec("psycopg_binary")
    for folder in spec.submodule_search_locations or () if spec else ():
        inside = Path(folder)
        for where in (inside.with_name("psycopg_binary.libs"), inside / ".dylibs"):
            for path in sorted(where.glob("libpq*")) if where.is_dir() else ():
                return path
    return None


def parse(url: str) -> dict[str, str]:
    """What a URL says itself, by libpq's keywords; nothing of services or the environment.

    Raises:
        ValueError: It isn't a URL; without its text, which may hold a password.
        ImportError: There's no libpq on this computer.
    """
    pq, error = _library(), ctypes.c_void_p()
    options = pq.PQconninfoParse(url.encode(), ctypes.byref(error))
    if not options:
        pq.PQfreemem(error)
        raise ValueError("not a URL of PostgreSQL")
    try:
        found, at = {}, 0
        while options[at].keyword:
            if options[at].val is not None:
                found[options[at].keyword.decode()] = options[at].val.decode()
            at += 1
        return found
    finally:
        pq.PQconninfoFree(options)


def _arrays(settings: Mapping[str, str]) -> tuple[Any, Any]:
    count = len(settings) + 1
    keywords = (_TEXT * count)(*(name.encode() for name in settings), None)
    values = (_TEXT * count)(*(value.encode() for value in settings.values()), None)
    return keywords, values


class Connection:
    """A connection in pipeline mode: statements go out together, and one answer is waited for."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        """Connect.

        Args:
            settings: By libpq's keywords; they come before services and the environment.

        Raises:
            ServerError: No server, or it refuses. Without a SQLSTATE when there was no answer.
            ImportError: There's no libpq on this computer.
        """
        self._pq = _library()
        self._settings = settings
        self.trips = 0
        """How often an answer was waited for."""
        self._owed: deque[list[bool]] = deque()
        """Of each batch sent, whether each answer is a result; preparing has none."""
        self._prepared: dict[bytes, bytes] = {}
        self._failures = 0
        self._handle: Any = self._connect()
        self.password = (self._pq.PQpass(self._handle) or b"").decode(errors="replace")
        self._pq.PQsetNoticeProcessor(self._handle, _SILENT, None)
        self._pq.PQsetnonblocking(self._handle, 1)
        self._pq.PQenterPipelineMode(self._handle)

    def _connect(self) -> Any:
        pq = self._pq
        handle = pq.PQconnectStartParams(*_arrays(self._settings), 0)
        pq.PQsetErrorVerbosity(handle, _VERBOSE)
        end = monotonic() + float(self._settings.get("connect_timeout") or 4)
        waiting = 2 if pq.PQstatus(handle) != _BAD else 0
        while waiting in (1, 2):
            socket, left = pq.PQsocket(handle), end - monotonic()
            to_read, to_write = ([socket], []) if waiting == 1 else ([], [socket])
            if left <= 0 or socket < 0 or not any(select.select(to_read, to_write, [], left)):
                pq.PQfinish(handle)
                raise ServerError(_STALLED, "the server doesn't answer")
            waiting = pq.PQconnectPoll(handle)
        if pq.PQstatus(handle) != _OK:
            text = (pq.PQerrorMessage(handle) or b"").decode(errors="replace")
            lacking = pq.PQconnectionNeedsPassword(handle)
            pq.PQfinish(handle)
            raise ServerError(_NO_LOGIN, "no password") if lacking else _connection_error(text)
        return handle

    @property
    def closed(self) -> bool:
        """Whether the connection is over."""
        return not self._handle or self._pq.PQstatus(self._handle) != _OK

    def close(self) -> None:
        """End the connection."""
        if self._handle:
            self._pq.PQfinish(self._handle)
            self._handle = None

    def batch(self, queries: Sequence[Query]) -> list[Result]:
        """Send statements together and wait once; their results in order.

        The first that fails ends the batch: those after it are not run.

        Raises:
            ServerError: A statement failed, or the connection was lost.
        """
        self._send(queries)
        self.trips += 1
        return self._received()

    def post(self, queries: Sequence[Query]) -> None:
        """Send statements whose results no one waits for; the next batch reads over them."""
        self._send(queries)
        self._pq.PQflush(self._handle)

    def _send(self, queries: Sequence[Query]) -> None:
        if not self._handle:
            raise ServerError(_GONE, "the connection is closed")
        pq, sent = self._pq, list[bool]()
        for query in queries:
            sent += self._send_one(query)
        if not pq.PQpipelineSync(self._handle):
            raise self._lost()
        self._owed.append(sent)

    def _send_one(self, query: Query) -> list[bool]:
        pq, count, sent = self._pq, len(query.values), [True]
        values = (_TEXT * count)(*query.values)
        oids = (ctypes.c_uint * count)(*query.oids)
        if query.name:
            name = self._prepared.get(query.name)
            if name is None:
                name = self._prepared[query.name] = b"%s_%d" % (query.name, self._failures)
                if not pq.PQsendPrepare(self._handle, name, query.sql, count, oids):
                    raise self._lost()
                sent = [False, True]
            done = pq.PQsendQueryPrepared(self._handle, name, count, values, None, None, 0)
        else:
            done = pq.PQsendQueryParams(self._handle, query.sql, count, oids, values, None, None, 0)
        if not done:
            raise self._lost()
        return sent

    def _received(self) -> list[Result]:
        """The results of the last batch sent, after all that are owed before it."""
        failed: ServerError | None = None
        while self._owed:
            results: list[Result] = []
            failed = None
            for counts in self._owed[0]:
                try:
                    found = self._one_result()
                    results += found if counts else []
                except ServerError as error:
                    if self.closed:
                        raise
                    failed = failed or error
            self._await_sync()
            self._owed.popleft()
        if failed:
            # No one knows which of them the server has: new ones get new names.
            self._prepared.clear()
            self._failures += 1
            raise failed
        return results

    def _one_result(self) -> list[Result]:
        """The result of a statement; none where one before it failed."""
        pq = self._pq
        found: list[Result] = []
        failed: ServerError | None = None
        while handle := self._next():
            try:
                status = pq.PQresultStatus(handle)
                if status == _TUPLES:
                    found.append(Result(self._rows(handle), _count(pq.PQcmdTuples(handle))))
                elif status in (_COMMAND, _EMPTY):
                    found.append(Result([], _count(pq.PQcmdTuples(handle))))
                elif status != _PIPELINE_ABORTED:
                    failed = self._refused(handle)
            finally:
                pq.PQclear(handle)
            if self.closed:
                break
        if failed:
            raise failed
        return found

    def _await_sync(self) -> None:
        while handle := self._next():
            status = self._pq.PQresultStatus(handle)
            self._pq.PQclear(handle)
            if status == _PIPELINE_SYNC:
                return
        raise self._lost()

    def _next(self) -> Any:
        """The next result; None at the end of a statement's."""
        pq = self._pq
        while pq.PQisBusy(self._handle):
            self._wait()
        return pq.PQgetResult(self._handle)

    def _wait(self) -> None:
        pq = self._pq
        unsent = pq.PQflush(self._handle)
        socket = pq.PQsocket(self._handle)
        if unsent < 0 or socket < 0:
            raise self._lost()
        to_write = [socket] if unsent else []
        readable, writable, _ = select.select([socket], to_write, [], _LOOK_SECONDS)
        if readable and not pq.PQconsumeInput(self._handle):
            raise self._lost()
        if not readable and not writable and not self.answers():
            self._handle, handle = None, self._handle
            pq.PQfinish(handle)
            raise ServerError(_STALLED, "the server has stopped answering")

    def answers(self) -> bool:
        """Whether the server takes new connections: it may be busy, or the network may be gone."""
        settings = {**self._settings, "connect_timeout": "2"}
        found = self._pq.PQpingParams(*_arrays(settings), 0)
        return found in (_PING_OK, _PING_REJECT)

    def _rows(self, handle: Any) -> list[tuple[Any, ...]]:
        pq = self._pq
        readers = [_READERS.get(pq.PQftype(handle, at)) for at in range(pq.PQnfields(handle))]
        value, is_null = pq.PQgetvalue, pq.PQgetisnull
        columns = list(enumerate(readers))

        def cell(row: int, at: int, read: Callable[[bytes], Any] | None) -> Any:
            found = value(handle, row, at)
            if not found and is_null(handle, row, at):
                return None
            return found.decode() if read is None else read(found)

        return [
            tuple([cell(row, at, read) for at, read in columns])
            for row in range(pq.PQntuples(handle))
        ]

    def script(self, sql: str) -> None:
        """Run statements without parameters, outside the pipeline: of a schema, or VACUUM.

        Raises:
            ServerError: One failed.
        """
        with_results = self._outside(sql)
        for handle in with_results:
            self._pq.PQclear(handle)

    def copy(self, sql: str, lines: Iterable[bytes]) -> None:
        """Add rows by COPY.

        Args:
            sql: A `COPY ... FROM STDIN`.
            lines: Rows in COPY's text format, each with its line end.

        Raises:
            ServerError: The server refuses them.
        """
        pq, chunk, size = self._pq, [], 0
        for handle in self._outside(sql):
            status = pq.PQresultStatus(handle)
            pq.PQclear(handle)
            if status != _COPY_IN:
                continue
            for line in lines:
                chunk.append(line)
                size += len(line)
                if size >= _COPY_BYTES:
                    self._put(b"".join(chunk))
                    chunk, size = [], 0
            self._put(b"".join(chunk))
            if pq.PQputCopyEnd(self._handle, None) < 0:
                raise self._lost()

    def _put(self, data: bytes) -> None:
        pq = self._pq
        while (done := pq.PQputCopyData(self._handle, data, len(data))) == 0:
            self._wait()
        if done < 0:
            raise self._lost()
        # What the server has not taken yet is kept in memory: wait for it once in a while.
        while pq.PQflush(self._handle) > 0:
            self._wait()

    def _outside(self, sql: str) -> Iterator[Any]:
        """The results of a simple query."""
        pq = self._pq
        if self._owed:
            self._received()
        if not self._handle or not pq.PQexitPipelineMode(self._handle):
            raise self._lost()
        failed: ServerError | None = None
        self.trips += 1
        try:
            if not pq.PQsendQuery(self._handle, sql.encode()):
                raise self._lost()
            while handle := self._next():
                if pq.PQresultStatus(handle) in (_COMMAND, _TUPLES, _EMPTY, _COPY_IN):
                    yield handle
                else:
                    failed = self._refused(handle)
                    pq.PQclear(handle)
        finally:
            if self._handle:
                pq.PQenterPipelineMode(self._handle)
        if failed:
            raise failed

    def _refused(self, handle: Any) -> ServerError:
        state = self._pq.PQresultErrorField(handle, _SQLSTATE)
        message = self._pq.PQresultErrorField(handle, _PRIMARY)
        if state is None:
            return self._lost()
        text = (message or b"").decode(errors="replace")
        return ServerError(state.decode(), text.strip().partition("\n")[0])

    def _lost(self) -> ServerError:
        text = self._pq.PQerrorMessage(self._handle) if self._handle else b""
        found = _connection_error((text or b"").decode(errors="replace"))
        return found if found.lost else ServerError(_GONE, found.message)


def _count(text: bytes | None) -> int:
    return int(text) if text else 0


def _connection_error(text: str) -> ServerError:
    """An error with its SQLSTATE, which libpq only shows in its text."""
    lines = text.strip().splitlines()
    for said in lines:
        state, colon, message = said.partition(":  ")[2].partition(": ")
        if colon and len(state) == 5 and state.isalnum() and state == state.upper():
            return ServerError(state, message)
    first = lines[0] if lines else "the connection was lost"
    return ServerError(_GONE, first.rpartition("failed: ")[2])


def _number(text: bytes) -> int | float:
    """A sum of whole numbers is whole; everything else is read as SQLite gives it."""
    return float(text) if b"." in text or b"N" in text or b"e" in text else int(text)


def _bytes(text: bytes) -> bytes:
    return bytes.fromhex(text[2:].decode())


_READERS: Mapping[int, Callable[[bytes], Any]] = {
    16: lambda text: text == b"t", 17: _bytes, 20: int, 21: int, 23: int, 26: int,
    700: float, 701: float, 1700: _number,
}  # fmt: skip
"""How the types of columns are read, by their OID; everything else is text."""


def parameter(value: object) -> tuple[int, bytes | None]:
    """A value as it's sent: the OID of its type, and its text.

    Raises:
        ValueError: PostgreSQL keeps no text with a null character.
    """
    if value is None:
        return 0, None
    if isinstance(value, bool):
        return 16, b"t" if value else b"f"
    if isinstance(value, int):
        return 23 if -_INT4 <= value < _INT4 else 20, b"%d" % value
    if isinstance(value, float):
        return 701, repr(value).encode()
    if isinstance(value, bytes):
        return 17, b"\\x" + value.hex().encode()
    text = str(value)
    if "\0" in text:
        raise ValueError("a null character in a text")
    return 25, text.encode()


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def line(row: Sequence[Any]) -> bytes:
    """A row in COPY's text format."""
    cells = [
        "\\N" if cell is None
        else cell.translate(_ESCAPED) if cell.__class__ is str
        else ("t" if cell else "f") if cell.__class__ is bool
        else "\\\\x" + cell.hex() if cell.__class__ is bytes
        else str(cell)
        for cell in row
    ]  # fmt: skip
    return ("\t".join(cells) + "\n").encode()
