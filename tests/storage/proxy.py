"""A network between callq and a server that counts, delays, stalls and cuts."""

import select
import socket
import threading
import time
from collections import deque
from types import TracebackType
from typing import Self


class Proxy:
    """Passes bytes on to a server; every connection has a thread."""

    def __init__(self, port: int, delay_seconds: float = 0.0) -> None:
        self._target = port
        self.delay = delay_seconds
        self.stalled = False
        self.turns = 0
        """How often a client spoke after it had heard the server: the round trips."""
        self._open: list[socket.socket] = []
        self._cut_at = b""
        self._cut_after = False
        self._forever = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def cut(self) -> None:
        """Cuts every connection."""
        for each in self._open:
            each.close()
        self._open.clear()

    def cut_at(self, word: bytes, *, after: bool, forever: bool = False) -> None:
        """Cuts once when a client says a word: before it arrives, or after it but not the answer.

        With `forever` no one gets through afterwards.
        """
        self._cut_at, self._cut_after, self._forever = word, after, forever

    def _cuts(self, data: bytes, server: socket.socket) -> bool:
        if not self._cut_at or self._cut_at not in data:
            return False
        self._cut_at = b""
        if self._cut_after:
            server.sendall(data)
            # Wait for the answer that no one gets.
            server.recv(1)
        if self._forever:
            self._listener.shutdown(socket.SHUT_RDWR)
        return True

    def close(self) -> None:
        """Stops listening, and cuts."""
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._target))
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open += [client, server]
        other = {client: server, server: client}
        waiting: deque[tuple[float, socket.socket, bytes]] = deque()
        heard = True
        try:
            while True:
                left = waiting[0][0] - time.monotonic() if waiting else 0.2
                readable = select.select([client, server], [], [], max(0, left))[0]
                while self.stalled:
                    time.sleep(0.02)
                for each in readable:
                    data = each.recv(1 << 16)
                    if not data:
                        return
                    self.turns += heard and each is client
                    heard = each is server
                    if each is client and self._cuts(data, server):
                        return
                    waiting.append((time.monotonic() + self.delay / 2, other[each], data))
                while waiting and waiting[0][0] <= time.monotonic():
                    _, to, data = waiting.popleft()
                    to.sendall(data)
        except (OSError, ValueError):
            return
        finally:
            client.close()
            server.close()
