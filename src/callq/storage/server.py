"""A store on a PostgreSQL server: the same statements as on SQLite, in few round trips."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from time import sleep
from typing import Any

from callq.errors import CallqError
from callq.storage.ahead import Ahead
from callq.storage.db import Db, Pair, Params, Row, quiet
from callq.storage.libpq import Connection, Query, Result, ServerError, line, parameter
from callq.storage.server_errors import (
    for_managers,
    refusal,
    unreachable,
    unsure,
    waited_for,
)
from callq.storage.server_url import Target
from callq.storage.waiting import Patience, Writer, label, read_label

_NOTHING: Params = {}
_WRITE_LOCK = 4_711_001
_WAIT_SECONDS = 30
_LOCK_TAKEN = "55P03"
_NO_RIGHTS = "42501"
_PREPARED_FROM = 4
"""From how many runs on a statement is prepared."""
_MOST_QUEUED = 1000
_COPIED_FROM = 40
"""From how many rows on they are copied instead of inserted one by one."""
_FETCHED = 5000
_BEGIN_READ = Query(b"BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
_BEGIN_WRITE = (
    Query(b"BEGIN"),
    Query(b"SELECT pg_advisory_xact_lock(%d, hashtext(current_schema()))" % _WRITE_LOCK),
    Query(b"SELECT txid_current(), pg_backend_pid()"),
)
_COMMIT, _ROLLBACK = Query(b"COMMIT"), Query(b"ROLLBACK")
_HOLDER = (
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    f"WHERE l.locktype = 'advisory' AND l.classid = {_WRITE_LOCK} AND l.granted "
    "AND l.objid = (hashtext(current_schema())::bigint & 4294967295)::oid "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_PARTS = re.compile(r"'(?:[^']|'')*'|::|(?<!\w):([A-Za-z_]\w*)")


class ServerDb:
    """A server database, through libpq."""

    far = True
    tell: Callable[[str], None] = staticmethod(quiet)

    def __init__(self, target: Target, key_file: Path = Path("callq.key")) -> None:
        """Connect.

        Args:
            target: Where it is.
            key_file: Where the erasure key is on this computer.

        Raises:
            CallqError: The server can't be reached or refuses.
            ImportError: There's no libpq on this computer.
        """
        self.target = target
        self.key_file = key_file
        self.managers = ""
        self._ahead = Ahead()
        self._queue: list[Query] = []
        self._runs: dict[tuple[bytes, tuple[int, ...]], int] = {}
        self._transaction = ""
        self._begun = False
        self._delivered = False
        self._number: tuple[int, int] | None = None
        self._streams = 0
        self._trips = 0
        self._connection = self._connect()

    def _connect(self) -> Connection:
        try:
            return Connection(self.target.settings)
        except ServerError as error:
            raise unreachable(error, self.target) from None

    @property
    def trips(self) -> int:
        """How many round trips to the server there were since it was opened."""
        return self._trips + self._connection.trips

    # Reading --------------------------------------------------------------------------------------

    def rows(self, sql: str, params: Params = _NOTHING) -> list[Row]:
        """See `Db.rows`."""
        if self._ahead.plans(sql, params):
            self._flush([])
        found = self._ahead.take(sql, params)
        if found is None:
            found = self._run_now(sql, params).rows
            if self._transaction == "write" and "nextval" not in sql:
                self._ahead.remember(sql, params, found)
        return list(found)

    def one(self, sql: str, params: Params = _NOTHING) -> Row | None:
        """See `Db.one`."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def stream(self, sql: str, params: Params = _NOTHING) -> Iterator[Row]:
        """See `Db.stream`."""
        self._streams += 1
        cursor = f"callq_{self._streams}".encode()
        with self.read():
            declared = _query(f"DECLARE {cursor.decode()} NO SCROLL CURSOR FOR {sql}", params)
            fetch = Query(b"FETCH %d FROM %s" % (_FETCHED, cursor))
            found = self._flush([declared, fetch])[-1].rows
            while found:
                yield from found
                found = self._flush([fetch])[-1].rows if len(found) == _FETCHED else []
            self._queue.append(Query(b"CLOSE " + cursor))

    def expect(self, *readers: Callable[[Db], object]) -> None:
        """See `Db.expect`."""
        self._ahead.plan(self, readers)

    @contextmanager
    def read(self) -> Iterator[None]:
        """See `Db.read`. Several streams can run in it; the end of one doesn't end it."""
        if self._transaction:
            yield
            return
        self._begin("read", (_BEGIN_READ,))
        try:
            yield
        finally:
            self._end_read()

    def _end_read(self) -> None:
        begun = self._begun
        self._forget_transaction()
        if begun and not self._connection.closed:
            self._connection.post([_ROLLBACK])

    # Writing --------------------------------------------------------------------------------------

    def run(self, sql: str, params: Params = _NOTHING) -> None:
        """See `Db.run`. It's sent with the next statement whose answer is needed."""
        self._put([_query(sql, params)])
        self._ahead.forget(sql)

    def changed(self, sql: str, params: Params = _NOTHING) -> int:
        """See `Db.changed`."""
        return self._run_now(sql, params).changed

    def many(self, sql: str, params: Iterable[Params]) -> None:
        """See `Db.many`."""
        self._put(_query(sql, each) for each in params)
        self._ahead.forget(sql)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """See `Db.insert`."""
        left = iter(rows)
        some = list(islice(left, _COPIED_FROM))
        names = ", ".join(columns)
        self._ahead.forget(f"INSERT INTO {table} ")
        if len(some) < _COPIED_FROM:
            marks = ", ".join(f":{column}" for column in columns)
            sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            self._put(_query(sql, dict(zip(columns, row, strict=True))) for row in some)
            return
        self._flush([])
        try:
            self._connection.copy(
                f"COPY {table} ({names}) FROM STDIN", map(line, chain(some, left))
            )
        except ServerError as error:
            raise self._refusal(error) from None

    def insert_sorted(self, table: str, columns: Sequence[str], rows: Iterable[Pair]) -> None:
        """See `Db.insert_sorted`."""
        self.insert(table, columns, sorted(rows))

    def reserve(self, table: str, count: int) -> Sequence[int]:
        """See `Db.reserve`."""
        sql = "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        return [row[0] for row in self.rows(sql, {"table": table, "count": count})]

    def defer_indexes(
        self,
        indexes: Sequence[str],  # noqa: ARG002
        sorted_tables: Sequence[str] = (),  # noqa: ARG002
    ) -> Callable[[bool], None]:
        """See `Db.defer_indexes`. A server keeps them: others would wait for the whole import."""
        return lambda _: None

    @contextmanager
    def write(self, *, trusted: bool = False) -> Iterator[None]:  # noqa: ARG002 - it always checks
        """See `Db.write`. One lock for all writers of a schema, like SQLite's."""
        self._begin("write", _BEGIN_WRITE)
        try:
            yield
            self._commit()
        except Exception:
            self._roll_back()
            raise
        except BaseException:
            # What was interrupted may still be running: the server ends it with the connection.
            self._connection.close()
            raise
        finally:
            self._forget_transaction()

    def script(self, sql: str) -> None:
        """Run statements without parameters, inside a write transaction if there's one."""
        self._flush([])
        try:
            self._connection.script(sql)
        except ServerError as error:
            raise self._refusal(error) from None

    def wipe(self) -> bool:
        """See `Db.wipe`. The server manages its own write-ahead log."""
        tables = self.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        try:
            self._connection.script(f"SET lock_timeout = '{_WAIT_SECONDS}s'")
            for (table,) in tables:
                self._connection.script(f'VACUUM (FULL) "{table}"')
            self._connection.script("RESET lock_timeout")
        except ServerError as error:
            if error.state == _LOCK_TAKEN:
                return False
            raise self._refusal(error) from None
        return True

    def settle(self) -> None:
        """See `Db.settle`: the server does this by itself."""

    def close(self) -> None:
        """See `Db.close`."""
        self._connection.close()

    # Transactions ---------------------------------------------------------------------------------

    def _begin(self, kind: str, queries: Sequence[Query]) -> None:
        """Start a transaction: the server hears of it with the first statement."""
        self._forget_transaction()
        self._transaction = kind
        self._queue = list(queries)

    def _forget_transaction(self) -> None:
        self._transaction, self._number, self._queue = "", None, []
        self._begun = self._delivered = False
        self._ahead.clear()

    def _commit(self) -> None:
        if not self._delivered and len(self._queue) == len(_BEGIN_WRITE):
            return
        try:
            self._flush([_COMMIT], final=True)
        except ServerError as error:
            if not error.lost:
                raise self._refusal(error) from None
            self._settle_commit(error)

    def _settle_commit(self, error: ServerError) -> None:
        """Find out whether a commit arrived whose answer was lost."""
        number, self._transaction = self._number, ""
        if number is None:
            raise unsure(self.target) from error
        try:
            self._reconnect()
            status = self._status_of(*number)
        except (CallqError, ServerError):
            raise unsure(self.target) from error
        if status != "committed":
            raise self._refusal(error) from None

    def _status_of(self, number: int, process: int) -> str:
        ask = _query("SELECT txid_status(:number)", {"number": number})
        stop = _query("SELECT pg_terminate_backend(:process)", {"process": process})
        for _ in range(20):
            status = str(self._connection.batch([ask])[0].rows[0][0])
            if status != "in progress":
                return status
            self._connection.batch([stop])
            sleep(0.1)
        return "unknown"

    def _roll_back(self) -> None:
        if self._begun and not self._connection.closed:
            try:
                self._connection.batch([_ROLLBACK])
            except ServerError:
                self._connection.close()

    # Sending --------------------------------------------------------------------------------------

    def _put(self, queries: Iterable[Query]) -> None:
        """Queue statements whose results aren't needed."""
        for query in queries:
            if self._transaction != "write":
                raise RuntimeError("a write outside a write transaction")
            self._queue.append(self._known(query))
            if len(self._queue) >= _MOST_QUEUED:
                self._flush([])

    def _known(self, query: Query) -> Query:
        """A statement that was run often is prepared."""
        key = query.sql, query.oids
        self._runs[key] = count = self._runs.get(key, 0) + 1
        if count < _PREPARED_FROM:
            return query
        return query._replace(name=b"callq_%x" % (hash(key) & 0xFFFFFFFFFFFFFFFF))

    def _run_now(self, sql: str, params: Params) -> Result:
        query = self._known(_query(sql, params))
        result = self._flush([query])[-1]
        self._ahead.forget(sql)
        return result

    def _flush(self, last: Sequence[Query], *, final: bool = False) -> list[Result]:
        """Send what is queued, what is expected and these; the results of these."""
        expected = self._ahead.queries(_query)
        batch = [*self._queue, *expected, *last]
        first = bool(self._transaction) and not self._delivered
        if not batch:
            return []
        self._begun = bool(self._transaction)
        try:
            results = self._deliver(batch, first=first, final=final)
        except ServerError as error:
            if final and error.lost:
                raise
            raise self._refusal(error) from None
        if first and self._transaction == "write":
            self._number = results[len(_BEGIN_WRITE) - 1].rows[0]
        self._delivered, queued = bool(self._transaction), len(self._queue)
        self._queue = []
        self._ahead.keep([result.rows for result in results[queued : queued + len(expected)]])
        return results[queued + len(expected) :]

    def _deliver(self, batch: list[Query], *, first: bool, final: bool) -> list[Result]:
        """The results of a batch: waits for other writers, and connects again where it's safe."""
        again = not final and (first or not self._transaction)
        patience = Patience(self.tell, _WAIT_SECONDS)
        while True:
            try:
                return self._connection.batch(batch)
            except ServerError as error:
                if error.lost and again and error.state != "08S01":
                    again = False
                    self._reconnect()
                elif error.state == _LOCK_TAKEN and first:
                    writer = self._writer()
                    if not patience.goes_on(writer):
                        raise waited_for(self.target, writer) from None
                else:
                    raise

    def _writer(self) -> Writer | None:
        """Who has the lock that a write just waited for; ends the transaction that failed."""
        self._connection.batch([_ROLLBACK])
        found = self._connection.batch([Query(_HOLDER.encode())])[0].rows
        return read_label(found[0][0]) if found else None

    def announce(self, agent: str, name: str) -> None:
        """See `Db.announce`: everyone on the server sees the name of a connection."""
        words = {"label": label(agent, name)}
        self._put([_query("SELECT set_config('application_name', :label, false)", words)])

    def _reconnect(self) -> None:
        self._trips += self._connection.trips
        self._connection.close()
        self._connection = self._connect()
        self.tell(f"The connection was lost. Connected to {self.target.shown} again.")

    def _refusal(self, error: ServerError) -> CallqError:
        if error.state == _NO_RIGHTS and self.managers:
            return for_managers(self.target, self.managers)
        return refusal(error, self.target, self._connection.password)


@lru_cache(maxsize=512)
def _translated(sql: str) -> tuple[bytes, tuple[str, ...]]:
    """A statement with numbered parameters, and their names in that order."""
    names: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        name = match[1]
        return f"${names.setdefault(name, len(names) + 1)}" if name else match[0]

    text = _PARTS.sub(numbered, sql)
    return text.encode(), tuple(names)


def _query(sql: str, params: Mapping[str, Any]) -> Query:
    text, names = _translated(sql)
    pairs = [parameter(params[name]) for name in names]
    return Query(text, tuple(oid for oid, _ in pairs), tuple(value for _, value in pairs))
