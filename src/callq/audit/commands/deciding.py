"""`callq purge-check --decide`: asks about possible opt-outs, one key each or all of a kind."""

from collections.abc import Sequence

from callq.audit.decide import Answer, Decisions, Waiting, decide, waiting
from callq.audit.views import decide as render
from callq.errors import CallqError, Exit
from callq.records.queue import Condition
from callq.terminal.keys import one_key
from callq.terminal.terminal import may_ask, note, say
from callq.workspace import Workspace

_ANSWERS = {"d": Answer.DO_NOT_CALL, "m": Answer.MAY_BE_CALLED}
_QUIT = ("\x03", "\x04", "\x1b")


def run(ws: Workspace, answer: Answer | None, words: str, only: Condition) -> None:
    """Decides on everyone who waits: by `answer`, or else by asking.

    Raises:
        CallqError: No one can be asked and there's no answer.
    """
    kinds = waiting(ws, only, words)
    sofar = Decisions()
    if answer is not None:
        everyone = [one for kind in kinds for one in kind]
        if everyone:
            decide(ws, sofar, everyone, answer)
    elif kinds and not may_ask():
        raise CallqError(
            "There's no terminal to ask you on.",
            hint="Add --as do-not-call or --as may-be-called.",
            name="cannot-ask",
        )
    else:
        _ask_all(ws, sofar, kinds)
    say(render.summary(sofar, left=sum(map(len, waiting(ws, only)))))


def _ask_all(ws: Workspace, sofar: Decisions, kinds: Sequence[Sequence[Waiting]]) -> None:
    for kind in kinds:
        render.show_kind(kind)
        key = _key("dmesq" if len(kind) > 1 else "dmsq")
        if key == "q":
            return
        if key in _ANSWERS:
            decide(ws, sofar, kind, _ANSWERS[key])
        elif key == "e" and not _ask_each(ws, sofar, kind):
            return


def _ask_each(ws: Workspace, sofar: Decisions, kind: Sequence[Waiting]) -> bool:
    """Asks about each one; returns whether to go on."""
    for one in kind:
        render.show_kind([one])
        key = _key("dmsq")
        if key == "q":
            return False
        if key in _ANSWERS:
            decide(ws, sofar, [one], _ANSWERS[key])
    return True


def _key(keys: str) -> str:
    while True:
        key = one_key().lower()
        if key in _QUIT:
            return "q"
        if not key:
            raise CallqError("The terminal closed.", code=Exit.INTERRUPTED, name="terminal-closed")
        if key in keys:
            return key
        note(f"Press {', '.join(keys[:-1])} or {keys[-1]}.")
