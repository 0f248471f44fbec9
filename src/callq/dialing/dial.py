"""Dials a person: checks once more, marks the lease, then hands the number to the phone."""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING

from callq.dialing.asterisk import Exchange, RefusedError, originate
from callq.dialing.checks import Dialable, check
from callq.dialing.presets import Callee, arguments
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.places.phones import parts_of
from callq.prospects.who import find_one
from callq.records import leases, people
from callq.records.leases import Lease
from callq.records.people import Found
from callq.workspace import Workspace, stop_without_key

if TYPE_CHECKING:
    from subprocess import Popen

_SECONDS = 10
_LONGEST_REASON = 400
_TALK = timedelta(hours=1)
"""How long a person stays the rep's at least once they're dialed: a call may outlast a lease."""


class Dialed(NamedTuple):
    """A number that was dialed."""

    who: Found
    number: str
    """E.164."""
    shown: str
    how: str
    """The preset, `command`, or `by-hand`."""
    at: datetime
    """When, in UTC: the start of the call."""
    until: datetime
    """How long they're this rep's, in UTC."""
    picture: str
    """A QR code to show; empty unless that's how you dial."""
    warnings: tuple[str, ...]


class _Marked(NamedTuple):
    """A lease before and after it was marked as dialed."""

    who: Found
    dialable: Dialable
    before: Lease | None
    after: Lease


def dial(ws: Workspace, who: str | None, number: str = "") -> Dialed:
    """Dials the person this rep holds, or the one named, who is leased then. Logs nothing.

    Args:
        ws: An open workspace.
        who: As typed; None: the one this rep holds.
        number: The end of the number; empty: the one callq offers.

    Raises:
        CallqError: A check forbids it, the number was dialed already, or the phone refused
            (`not-dialed`): then nothing has changed.
    """
    how = ws.settings["dial"]
    if not how:
        raise CallqError(
            "callq doesn't know how to dial.",
            hint="Say how, e.g.: callq config dial tel (callq dial --help lists the ways)",
            name="no-dialer",
        )
    marked = _marked(ws, who, number)
    try:
        picture = _hand_over(ws, how, marked)
    except BaseException:
        _take_off(ws, marked)
        raise
    named = how.partition(" ")[0] if isinstance(how, str) else "command"
    return _dialed(ws, marked, named, picture)


def dial_by_hand(ws: Workspace, who: str | None, number: str = "") -> Dialed:
    """The same for a rep who dials on a phone that callq can't reach: checks, and marks the lease.

    Raises:
        CallqError: A check forbids it, or the number was dialed already.
    """
    return _dialed(ws, _marked(ws, who, number), "by-hand")


def _dialed(ws: Workspace, marked: _Marked, how: str, picture: str = "") -> Dialed:
    return Dialed(
        marked.who, marked.after.dialed_number, marked.dialable.number.shown, how, ws.now,
        marked.after.until, picture, tuple(filter(None, (marked.dialable.warning,))),
    )  # fmt: skip


def _marked(ws: Workspace, who: str | None, number: str) -> _Marked:
    stop_without_key(ws)
    ws.turn()
    named = find_one(ws, who) if who is not None else None
    with ws.db.write():
        return _mark(ws, named, number)


def _mark(ws: Workspace, named: Found | None, ending: str) -> _Marked:
    before = (
        leases.of_prospect(ws.db, named.id, ws.now)
        if named
        else leases.of_agent(ws.db, ws.agent, ws.now)
    )
    if named is None and before is None:
        raise CallqError(
            f"{ws.agent} hasn't taken a call.",
            hint="Take one with callq next, or say who: callq dial WHO",
            code=Exit.NOT_FOUND,
            name="no-call-taken",
        )
    who = named or people.by_id(ws.db, before.prospect_id if before else 0)[0]
    dialable = check(ws, who.id, who.name, ending)
    if before and dialable.warning and dialable.last_at and dialable.last_at >= before.taken_at:
        message = f"{who.name} was called since you took them. {dialable.warning}"
        raise CallqError(message, hint="callq next", code=Exit.REFUSED, name="called-since")
    held = before or Lease(who.id, ws.agent, ws.now, ws.now)
    e164 = dialable.number.e164
    if e164 in held.dialed_numbers:
        raise CallqError(
            f"You dialed {dialable.number.shown} already.",
            hint=f"Log how it went: callq log {who.id} OUTCOME",
            code=Exit.REFUSED,
            name="already-dialed",
        )
    after = held._replace(
        until=max(held.until, ws.now + _TALK),
        dialed_at=ws.now,
        dialed_numbers=(*held.dialed_numbers, e164),
    )
    leases.put(ws.db, after)
    return _Marked(who, dialable, before, after)


def _take_off(ws: Workspace, marked: _Marked) -> None:
    """Restores the lease as it was before a call that wasn't made."""
    with ws.db.write():
        if leases.of_prospect(ws.db, marked.who.id, ws.now) != marked.after:
            return
        if marked.before:
            leases.put(ws.db, marked.before)
        else:
            leases.end(ws.db, marked.who.id)


def _hand_over(ws: Workspace, how: str | tuple[str, ...], marked: _Marked) -> str:
    """Hands the number to the phone; a picture to show, if that's how."""
    callee = _callee(ws, marked)
    if how == "qr":
        from callq.dialing.qr import code

        return code(callee.values()["tel_uri"])
    if how == "asterisk":
        try:
            originate(_exchange(ws), callee.e164.lstrip("+"))
        except RefusedError as error:
            raise _not_dialed(str(error)) from error
        return ""
    _run(arguments(how, callee))
    return ""


def _callee(ws: Workspace, marked: _Marked) -> Callee:
    e164 = marked.after.dialed_number
    details = people.details(ws.db, marked.who.id)
    phones = details.phones if details else ()
    extension = next((phone.extension for phone in phones if phone.e164 == e164), "")
    return Callee(marked.who.id, marked.who.name, e164, parts_of(e164)[1], extension)


def _exchange(ws: Workspace) -> Exchange:
    return Exchange(*(str(ws.settings[f"asterisk_{name}"]) for name in Exchange._fields))


def _run(command: list[str]) -> None:
    """Runs a command that dials; what it prints isn't shown.

    Raises:
        CallqError: `not-dialed`, with the reason.
    """
    from tempfile import TemporaryFile

    # A file, not a pipe: a phone that goes on running may keep a pipe open.
    with TemporaryFile() as said:
        code = _exit_code(command, said)
        if code:
            said.seek(0)
            lines = said.read(_LONGEST_REASON).decode(errors="replace").strip().splitlines()
            because = f": {lines[-1]}" if lines else ""
            raise _not_dialed(f"{command[0]} ended with exit code {code}{because}")


def _exit_code(command: list[str], said: IO[bytes]) -> int:
    import subprocess

    try:
        process = subprocess.Popen(  # noqa: S603 - the rep's own program, no shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
            start_new_session=True,
        )  # fmt: skip
    except FileNotFoundError:
        raise _not_dialed(f"there's no program {command[0]}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _not_dialed(f"can't run {command[0]}: {reason}") from error
    try:
        return process.wait(_SECONDS)
    except BaseException as error:
        _end(process)
        if isinstance(error, subprocess.TimeoutExpired):
            raise _not_dialed(f"{command[0]} took longer than {_SECONDS} seconds") from error
        raise


def _end(process: "Popen[bytes]") -> None:
    """Ends a command with all that it started."""
    if hasattr(os, "killpg"):
        import signal

        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _not_dialed(why: str) -> CallqError:
    return CallqError(
        f"Not dialed: {why}.",
        hint="Check the setting: callq config dial",
        code=Exit.REFUSED,
        name="not-dialed",
    )
