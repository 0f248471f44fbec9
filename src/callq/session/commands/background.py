"""One thread that owns the session and its database connection, so the screen never waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from callq.session.session import Session

T = TypeVar("T")


class Background:
    """Runs work on the session, one piece after the other, in its own thread."""

    def __init__(self, open_session: Callable[[], Session]) -> None:
        """See `Background`.

        Args:
            open_session: Opens the store; called in the thread, which owns the connection.
        """
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="session")
        self._context = copy_context()
        self._session = self._pool.submit(self._context.run, open_session).result()

    @property
    def session(self) -> Session:
        """The session; outside of its thread, read only what doesn't touch the store."""
        return self._session

    async def do(self, work: Callable[[Session], T]) -> T:
        """The result of some work on the session; raises what it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._context.run, work, self._session)

    def close(self) -> None:
        """Lets go of the person on the screen and closes the store."""

        def end(session: Session) -> None:
            session.close()
            session.ws.db.close()

        self._pool.submit(self._context.run, end, self._session).result()
        self._pool.shutdown()
