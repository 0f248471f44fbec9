"""Tells a rep's own program what happened: one JSON object on its standard input.

Only the rep's config file names the program, never the shared data. It's started once all is
stored, runs beside callq without a shell, and can't hold callq up for more than two seconds at its
end.
"""

import atexit
import json
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from callq.named_tuple import NamedTuple
from callq.terminal.safe import safe
from callq.terminal.terminal import warn

EVENTS = ("log", "next", "snooze", "opt-out", "assign", "import")
"""What is told; `all` in the config file names a program for each that has none of its own."""
_SECONDS = 2.0
_PAUSE = 0.01
_LONGEST = 200


class _Running(NamedTuple):
    """A program at work."""

    event: str
    process: "subprocess.Popen[bytes]"
    until: float
    errors: BinaryIO


_running: list[_Running] = []


def tell(
    hooks: Mapping[str, Sequence[str]], event: str, agent: str, now: datetime, said: dict[str, Any]
) -> None:
    """Starts the program of an event, if there is one; a mistake of it is a warning.

    Args:
        hooks: The arguments of a command by event.
        event: One of `EVENTS`.
        agent: The rep.
        now: When it happened.
        said: What happened, for JSON.
    """
    _sweep()
    command = hooks.get(event) or hooks.get("all")
    if not command:
        return
    head = {"schema": "callq.hook/1", "event": event, "at": _iso(now), "rep": agent}
    blank = {"people": 1, "id": None, "name": None, "number": None, "outcome": None,
             "due_at": None, "detail": None}  # fmt: skip
    values = {name: _iso(v) if isinstance(v, datetime) else v for name, v in said.items()}
    text = json.dumps(head | blank | values, ensure_ascii=False)
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed once the program ends
    given = tempfile.TemporaryFile()  # noqa: SIM115
    given.write(f"{text}\n".encode())
    given.seek(0)
    try:
        process = subprocess.Popen(  # noqa: S603 - the rep's own config names it
            list(command), stdin=given, stdout=subprocess.DEVNULL, stderr=errors
        )
    except (OSError, ValueError) as error:
        errors.close()
        warn(f"The {event} hook can't be started: {safe(str(error))}.")
        return
    finally:
        given.close()
    _running.append(_Running(event, process, time.monotonic() + _SECONDS, errors))


def _iso(at: datetime) -> str:
    from callq.engine.words import iso

    return str(iso(at))


def _sweep() -> None:
    """Reports programs that failed, and ends those that take too long."""
    now = time.monotonic()
    for one in tuple(_running):
        code = one.process.poll()
        if code is None and now < one.until:
            continue
        _running.remove(one)
        if code is None:
            one.process.kill()
            one.process.wait()
            warn(f"The {one.event} hook took more than {_SECONDS:g} seconds and was stopped.")
        elif code:
            one.errors.seek(0)
            line = one.errors.read(_LONGEST).decode(errors="replace").strip().partition("\n")[0]
            said = f": {safe(line)}" if line else ""
            warn(f"The {one.event} hook failed with exit code {code}{said}.")
        one.errors.close()


@atexit.register
def _finish() -> None:
    """Waits for programs that still run, each for what is left of its two seconds."""
    while _running:
        _sweep()
        if _running:
            time.sleep(_PAUSE)
