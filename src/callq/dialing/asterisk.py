"""Dials through an Asterisk: its manager interface (AMI) over TCP.

Your own phone rings first; once you pick up, Asterisk calls the number in the dialplan's context.
"""

import socket

from callq.named_tuple import NamedTuple

_PORT = 5038
_SECONDS = 10
_RINGING_MILLISECONDS = 30_000
_LONGEST_ANSWER = 65_536


class Exchange(NamedTuple):
    """How to reach the manager, and how it dials."""

    host: str
    """Host, or host and port."""
    user: str
    secret: str
    channel: str
    """The rep's own phone, e.g. `PJSIP/ann`."""
    context: str
    """The dialplan context that calls out."""


class RefusedError(Exception):
    """The manager didn't do it; the text says why."""


def originate(to: Exchange, digits: str, seconds: float = _SECONDS) -> None:
    """Connects the rep's phone to a number.

    Args:
        to: The manager.
        digits: The number, digits only.
        seconds: How long each answer may take.

    Raises:
        RefusedError: It can't be reached, doesn't know the user, or refuses the call.
    """
    missing = [name for name, value in to._asdict().items() if not value]
    if missing:
        raise RefusedError(f"asterisk_{missing[0]} isn't set")
    host, _, port = to.host.partition(":")
    try:
        with socket.create_connection((host, int(port or _PORT)), seconds) as line:
            line.settimeout(seconds)
            manager = _Manager(line)
            manager.ask("Login", Username=to.user, Secret=to.secret, Events="off")
            manager.ask(
                "Originate", Channel=to.channel, Context=to.context, Exten=digits, Priority="1",
                Timeout=str(_RINGING_MILLISECONDS), Async="true",
            )  # fmt: skip
            manager.tell("Logoff")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RefusedError(f"{to.host} doesn't answer as an Asterisk manager ({reason})") from error


class _Manager:
    """One conversation: actions out, responses in."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._read = b""
        self._asked = 0
        if not self._until(b"\r\n").startswith(b"Asterisk Call Manager"):
            raise ValueError("no greeting")

    def ask(self, action: str, **fields: str) -> None:
        """Sends an action and waits for its response.

        Raises:
            RefusedError: The response isn't success.
        """
        own = self.tell(action, **fields)
        while True:
            answer = self._answer()
            if answer.get("response") and answer.get("actionid", own) == own:
                break
        if answer["response"].lower() != "success":
            said = answer.get("message", "no reason given")
            raise RefusedError(f"Asterisk refused {action.lower()}: {said}")

    def tell(self, action: str, **fields: str) -> str:
        """Sends an action; its id."""
        self._asked += 1
        own = f"callq-{self._asked}"
        lines = {"Action": action, "ActionID": own, **fields}
        if any(c in value for value in lines.values() for c in "\r\n"):
            raise RefusedError("a setting has a line break")
        text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self._line.sendall(f"{text}\r\n".encode())
        return own

    def _answer(self) -> dict[str, str]:
        lines = self._until(b"\r\n\r\n").decode(errors="replace").splitlines()
        pairs = (line.partition(":") for line in lines)
        return {name.strip().lower(): value.strip() for name, _, value in pairs}

    def _until(self, end: bytes) -> bytes:
        while end not in self._read:
            more = self._line.recv(4096)
            if not more or len(self._read) > _LONGEST_ANSWER:
                raise ValueError("the connection ended")
            self._read += more
        found, _, self._read = self._read.partition(end)
        return found
