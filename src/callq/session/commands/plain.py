"""The session as plain prompts: a dumb terminal or a screen reader reads it line by line."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import typer

from callq.calls.questions import Question, answered, questions_for, reason_keys
from callq.calls.request import LogRequest
from callq.calls.views import card
from callq.calls.views import log as said
from callq.calls.views import snooze as snooze_view
from callq.engine.outcomes import Outcome
from callq.errors import CallqError
from callq.planning.typed_times import read_until
from callq.session.commands.background import Background
from callq.session.keys import Act, Keymap, Phase
from callq.session.session import Session, Summary, View
from callq.session.views import lines
from callq.terminal.keys import one_key
from callq.terminal.terminal import console, refuse, say, warn

T = TypeVar("T")
_NAMES = {"\r": "enter", "\n": "enter", "\x1a": "ctrl+z", "\x19": "ctrl+y", "\x11": "ctrl+q"}


class _Plain:
    """The loop."""

    def __init__(self, background: Background, keymap: Keymap) -> None:
        self.background = background
        self.keymap = keymap
        self.acts: dict[Act, Callable[[View], View | None]] = {
            Act.DIAL: self._dial,
            Act.SKIP: self._skip,
            Act.SNOOZE: self._snooze,
            Act.NOTE: self._note,
            Act.FIND: self._find,
            Act.CALLBACK: self._callback,
            Act.UNDO: self._undo,
            Act.REDO: lambda _: self.do(Session.redo)[1],
            Act.PAUSE: lambda _: self.do(Session.pause),
            Act.HELP: self._help,
        }

    def do(self, work: Callable[[Session], T]) -> T:
        return asyncio.run(self.background.do(work))

    def run(self) -> None:
        view = self.do(Session.next)
        self._show(view)
        while True:
            raw = one_key()
            key = _NAMES.get(raw, raw)
            found = self.keymap.act(key, view.phase)
            if not raw or found is Act.QUIT or raw in "\x03\x04":
                return
            try:
                after = self._after(view, key, found)
            except CallqError as error:
                refuse(error)
                continue
            if after is not None:
                view = after
                self._show(view)

    def _after(self, view: View, key: str, found: Act | Outcome | None) -> View | None:
        """The view that a key leads to; None where it stays as it is."""
        if isinstance(found, Outcome):
            return self._log(found)
        if found is not None and found in self.acts:
            return self.acts[found](view)
        if key == "enter" and view.phase is Phase.WAITING:
            return self.do(Session.next)
        warn(f'"{key}" does nothing here. Press ? to see all keys.')
        return None

    def _show(self, view: View) -> None:
        out, home = console(), self.background.session.ws.home
        out.print(lines.head_line(view.head, home, view.started, view.head.now, out.width))
        if view.taken is None:
            for line in lines.waiting_words(view.waiting, view.head.now, home):
                say(line)
        elif view.phase is Phase.READY:
            for part in card.card(view.taken, view.head.now, home):
                out.print(part)
        if view.taken:
            out.print(lines.outcome_line(self.keymap, view.phase, out.width))
        out.print(lines.action_line(self.keymap, view.phase, out.width))

    def _log(self, outcome: Outcome) -> View:
        say(f"{outcome.label}.")
        request = LogRequest(outcome=outcome.word)
        for question in questions_for(outcome, request):
            request = answered(request, question, self._ask(question))
        result, view = self.do(lambda session: session.log(request))
        ws = self.background.session.ws
        for warning in result.warnings:
            warn(warning)
        for line in said.sentences(result, ws.now, ws.home)[:-1]:
            say(line)
        return view

    def _ask(self, question: Question) -> str:
        if question is Question.REASON:
            return self._reason()
        if question is Question.TIME:
            return self._time()
        return str(typer.prompt(lines.PROMPTS[question], default="", show_default=False))

    def _reason(self) -> str:
        keys = reason_keys(self.background.session.ws.rulebook)
        out = console()
        out.print(lines.reason_line(keys, out.width))
        say(f"{lines.PROMPTS[Question.REASON]}.")
        while (key := one_key()) not in ("", "\r", "\n"):
            found = next((one for one in keys if one.key == key), None)
            if found:
                say(found.label)
                return found.reason
        return ""

    def _time(self) -> str:
        while True:
            text = str(typer.prompt(lines.PROMPTS[Question.TIME]))
            try:
                ws = self.background.session.ws
                read_until(ws, text, ws.home)
            except CallqError as error:
                refuse(error)
            else:
                return text

    def _dial(self, _: View) -> View:
        dialed, view = self.do(Session.dial)
        for warning in dialed.warnings:
            warn(warning)
        if dialed.picture:
            say(dialed.picture)
        return view

    def _skip(self, _: View) -> View:
        why = str(typer.prompt("Why skip", default="", show_default=False))
        return self.do(lambda session: session.skip(why))

    def _snooze(self, _: View) -> View | None:
        text = str(typer.prompt("Due again when, their time", default="", show_default=False))
        if not text.strip():
            return None
        try:
            snoozed, view = self.do(lambda session: session.snooze(text))
        except CallqError as error:
            if error.name != "callback-scheduled":
                raise
            say(error.message)
            if not typer.confirm("Move that callback?", default=False):
                return None
            snoozed, view = self.do(lambda session: session.snooze(text, callback=True))
        ws = self.background.session.ws
        say(snooze_view.sentence(snoozed, ws.now, ws.home))
        return view

    def _note(self, _: View) -> View | None:
        text = str(typer.prompt("Note", default="", show_default=False))
        return self.do(lambda session: session.note(text)) if text.strip() else None

    def _find(self, _: View) -> View | None:
        text = str(typer.prompt("Name, number or email", default="", show_default=False))
        found = self.do(lambda session: session.find(text))
        for place, one in enumerate(found, 1):
            say(f"  [{place}] {' · '.join(filter(None, (one.name, one.company, one.shown)))}")
        if not found:
            say("No match.")
            return None
        key = one_key()
        if not key.isdecimal() or not 0 < int(key) <= len(found):
            return None
        return self.do(lambda session: session.take(found[int(key) - 1].id))

    def _callback(self, view: View) -> View | None:
        item = view.head.callback
        if item is None:
            say("No callback is coming up today.")
            return None
        return self.do(lambda session: session.take(item.entry.id))

    def _undo(self, _: View) -> View | None:
        command = self.do(Session.last)
        if not typer.confirm(f"Take back {command.summary or command.name}?", default=True):
            return None
        return self.do(Session.undo)[2]

    def _help(self, _: View) -> None:
        from callq.session.views.keys import help_lines

        for line in help_lines(self.keymap, ()):
            console().print(line)


def run(background: Background, keymap: Keymap) -> Summary:
    """Runs the session until the rep quits; what it came to."""
    _Plain(background, keymap).run()
    return asyncio.run(background.do(Session.summary))
