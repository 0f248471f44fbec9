"""Asks how a call ended, one key for each outcome, when `callq log` has no arguments."""

import typer

from callq.calls.questions import Question, answered, questions_for, reason_keys
from callq.calls.request import LogRequest
from callq.engine.outcomes import CANONICAL
from callq.errors import CallqError, Exit
from callq.prospects.who import leased_or_named
from callq.terminal.keys import one_key
from callq.terminal.safe import safe
from callq.terminal.terminal import note
from callq.workspace import Workspace

_COLUMNS = 3


def ask(ws: Workspace, request: LogRequest) -> LogRequest:
    """Asks for whatever is missing on the terminal.

    Raises:
        CallqError: The rep isn't calling anyone, or no outcome has that key.
    """
    who = leased_or_named(ws, request.who)
    note(f"How did the call with {safe(who.name)} end?")
    keys = {outcome.key: outcome for outcome in CANONICAL if outcome.key}
    labels = [f"[{outcome.key}] {outcome.label}" for outcome in CANONICAL]
    for start in range(0, len(labels), _COLUMNS):
        note("  " + "".join(f"{label:<22}" for label in labels[start : start + _COLUMNS]).rstrip())
    key = one_key()
    if key in ("\x1b", "\x03", "\r", "\n"):
        raise CallqError("Canceled. Nothing was logged.", code=Exit.INTERRUPTED, name="canceled")
    outcome = keys.get(key)
    if outcome is None:
        raise CallqError(
            f'No outcome has the key "{safe(key)}". Nothing was logged.',
            hint="callq log --help lists the outcomes.",
            name="unknown-key",
        )
    note(outcome.label)
    request = request._replace(who=f"#{who.id}", outcome=outcome.word)
    for question in questions_for(outcome, request):
        request = answered(request, question, answer(ws, question))
    return request


def answer(ws: Workspace, question: Question, typed: str = "") -> str:
    """What the rep says to a question; a key, or a line that begins with what was typed before."""
    if question is Question.REASON:
        return _reason(ws)
    if question is Question.TIME:
        return _time(ws, typed)
    if question is Question.PERMISSION:
        return "y" if typer.confirm("Can we call two or three times a year?", err=True) else "n"
    text = "Who did they refer you to" if question is Question.REFERRAL else "Note"
    return line(text, typed)


def line(text: str, typed: str = "") -> str:
    """A line the rep types; Enter alone means what was typed before, or nothing."""
    return str(typer.prompt(text, default=typed, show_default=bool(typed), err=True))


def _reason(ws: Workspace) -> str:
    keys = reason_keys(ws.rulebook)
    labels = [f"[{one.key}] {one.label}" for one in keys]
    for start in range(0, len(labels), _COLUMNS):
        note("  " + "".join(f"{label:<28}" for label in labels[start : start + _COLUMNS]).rstrip())
    note("Why? Enter: no reason.")
    while True:
        key = one_key()
        if key in ("\r", "\n", ""):
            return ""
        found = next((one for one in keys if one.key == key), None)
        if found:
            note(found.label)
            return found.reason
        note(f'No reason has the key "{safe(key)}".')


def _time(ws: Workspace, typed: str) -> str:
    """A time as typed, asked again until it can be read."""
    from callq.planning.typed_times import read_until

    while True:
        text = str(typer.prompt("When (their local time)", default=typed or None, err=True))
        try:
            read_until(ws, text, ws.home)
        except CallqError as error:
            note(f"{error.message} {error.hint}".rstrip())
        else:
            return text
