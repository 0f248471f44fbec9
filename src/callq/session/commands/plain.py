"""The session as plain prompts: a dumb terminal or a screen reader reads it line by line."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import typer

from callq.calls.commands import ask
from callq.calls.commands.log import confirmed
from callq.calls.questions import Question, answered, questions_for
from callq.calls.request import LogRequest
from callq.calls.views import card, why
from callq.calls.views import log as said
from callq.calls.views import snooze as snooze_view
from callq.engine.outcomes import Outcome
from callq.errors import CallqError
from callq.scripts.views import mail as letters
from callq.scripts.views import script
from callq.session.commands.background import Background
from callq.session.corrections import FIELDS
from callq.session.keys import Act, Keymap, Phase
from callq.session.session import OBJECTIONS, Session, Summary, View
from callq.session.views import lines
from callq.session.views.keys import help_lines
from callq.terminal.keys import one_key
from callq.terminal.safe import safe
from callq.terminal.terminal import console, note, refuse, say, warn

T = TypeVar("T")
_NAMES = {"\r": "enter", "\n": "enter", "\x1a": "ctrl+z", "\x19": "ctrl+y", "\x11": "ctrl+q"}


class _Plain:
    """The loop."""

    def __init__(self, background: Background, keymap: Keymap) -> None:
        self.background = background
        self.keymap = keymap
        self.ws = background.session.ws
        self.numbers: dict[int, str] = {}
        """Another of a person's numbers, chosen by the rep; by the person's id."""
        self.typed: dict[int, LogRequest] = {}
        """What was typed for a call that isn't logged, by the person's id."""
        self.acts: dict[Act, Callable[[View], View | None]] = {
            Act.DIAL: self._dial,
            Act.INCOMING: self._incoming,
            Act.SKIP: self._skip,
            Act.SNOOZE: self._snooze,
            Act.NOTE: self._note,
            Act.MAIL: self._mail,
            Act.EDIT: self._edit,
            Act.FIND: self._find,
            Act.CALLBACK: self._callback,
            Act.ALL: self._all,
            Act.WHY: self._why,
            Act.UNDO: self._undo,
            Act.REDO: lambda _: self.do(Session.redo)[1],
            Act.VIEW: self._view,
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
            after = self._obeyed(view, key, found)
            if after is not None:
                view = after
                self._show(view)

    def _obeyed(self, view: View, key: str, found: Act | Outcome | None) -> View | None:
        """The view that a key leads to; None where it stays as it is."""
        try:
            return self._after(view, key, found)
        except CallqError as error:
            refuse(error)
        except typer.Abort:
            note("\nLeft. Nothing was done.")
        return None

    def _after(self, view: View, key: str, found: Act | Outcome | None) -> View | None:
        if isinstance(found, Outcome):
            return self._log(view, found)
        if found is not None:
            return self.acts[found](view)
        if key.isdecimal() and view.taken:
            self._digit(view, int(key))
            return None
        if key == "enter" and view.phase is Phase.WAITING:
            return self.do(Session.next)
        warn(f'"{safe(key)}" does nothing here. Press ? to see all keys.')
        return None

    def _show(self, view: View) -> None:
        out, home = console(), self.ws.home
        out.print(lines.head_line(view.head, home, view.started, view.head.now, out.width))
        if view.taken is None:
            for line in lines.waiting_words(view.waiting, view.head.now, home):
                say(line)
        elif view.phase is Phase.READY:
            for part in card.card(view.taken, view.head.now, home):
                out.print(part)
        if view.taken:
            out.print(lines.outcome_line(self.keymap, view.phase, out.width))
        if view.phase is Phase.CALL:
            out.print(lines.answers_line(OBJECTIONS, out.width))
        out.print(lines.action_line(self.keymap, view.phase, out.width))

    def _log(self, view: View, outcome: Outcome) -> View:
        """Asks what the outcome needs; after a refusal again, with what was typed."""
        note(f"{outcome.label}.")
        who = _id(view)
        while True:
            typed = self.typed.get(who, LogRequest())
            texts = {Question.TIME: typed.at, Question.REFERRAL: typed.to}
            number = self.numbers.get(who, "")
            request = LogRequest(outcome=outcome.word, number=number, note=typed.note)
            questions = questions_for(outcome, request)
            for question in questions:
                given = ask.answer(self.ws, question, texts.get(question, ""))
                request = answered(request, question, given)
            self.typed[who] = request = confirmed(self.ws, request)
            try:
                return self._logged(request)
            except CallqError as error:
                if not questions:
                    raise
                refuse(error)

    def _logged(self, request: LogRequest) -> View:
        result, view = self.do(lambda session: session.log(request))
        self.typed.pop(result.who.id, None)
        for warning in result.warnings:
            warn(warning)
        for line in said.sentences(result, self.ws.now, self.ws.home)[:-1]:
            say(line)
        return view

    def _digit(self, view: View, place: int) -> None:
        if view.phase is Phase.READY:
            phone = self.background.session.number_at(place)
            self.numbers[_id(view)] = phone.e164
            say(f"Next you dial {safe(phone.shown)}.")
            return
        for line in script.lines(self.do(lambda session: session.answer_to(place))):
            console().print(line)

    def _dial(self, view: View) -> View:
        number = self.numbers.get(_id(view), "")
        dialed, after = self.do(lambda session: session.dial(number))
        for warning in dialed.warnings:
            warn(warning)
        if dialed.picture:
            say(dialed.picture)
        return after

    def _incoming(self, _: View) -> View | None:
        text = ask.line("Who's calling? Number or name")
        found = self.do(lambda session: session.find(text, typos=False))
        if len(found) == 1:
            return self.do(lambda session: session.receive(found[0].id))
        if found:
            say(f'"{safe(text)}" is {len(found)} people: press / to find them.')
            return None
        if not text.strip():
            return None
        name = ask.line("A new caller. Their name (Enter: none)")
        return self.do(lambda session: session.receive_new(text, name.strip()))

    def _skip(self, _: View) -> View:
        reason = ask.line("Why skip? Enter: no reason")
        return self.do(lambda session: session.skip(reason))

    def _snooze(self, _: View) -> View | None:
        text = ask.line("Due again when, their time")
        if not text.strip():
            return None
        try:
            snoozed, view = self.do(lambda session: session.snooze(text))
        except CallqError as error:
            if error.name != "callback-scheduled":
                raise
            note(error.message)
            if not typer.confirm("Move that callback?", default=False, err=True):
                return None
            snoozed, view = self.do(lambda session: session.snooze(text, callback=True))
        say(safe(snooze_view.sentence(snoozed, self.ws.now, self.ws.home)))
        return view

    def _note(self, view: View) -> View | None:
        if view.phase is Phase.CALL:
            typed = self.typed.get(_id(view), LogRequest())
            self.typed[_id(view)] = typed._replace(note=ask.line("Note", typed.note).strip())
            return None
        text = ask.line("Note").strip()
        return self.do(lambda session: session.note(text)) if text else None

    def _mail(self, _: View) -> View | None:
        written = self.do(Session.letter)
        letters.show(written)
        missing = letters.in_brackets(written)
        if missing:
            warn(missing)
        if not typer.confirm("Is it sent? Then it's logged", default=False, err=True):
            return None
        return self._logged(LogRequest(who=self.background.session.who, outcome="emailed"))

    def _edit(self, _: View) -> View:
        text = ask.line(f"Change what? {', '.join(FIELDS)}")
        return self.do(lambda session: session.correct(text))

    def _find(self, _: View) -> View | None:
        text = ask.line("Name, number or email")
        found = self.do(lambda session: session.find(text))
        for place, one in enumerate(found, 1):
            parts = filter(None, (one.name, one.company, one.shown))
            say(f"  [{place}] {' · '.join(map(safe, parts))}")
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

    def _view(self, _: View) -> View | None:
        saved = self.do(Session.views)
        if not saved:
            say(lines.NO_VIEWS)
            return None
        for line in lines.view_lines(saved):
            console().print(line)
        key = one_key()
        if not key.isdecimal() or int(key) > len(saved):
            return None
        name = saved[int(key) - 1].name if int(key) else ""
        after = self.do(lambda session: session.choose_view(name))
        say(lines.chosen_words(name))
        return after

    def _all(self, _: View) -> None:
        card.show_portrait(self.do(Session.portrait), self.ws.home)

    def _why(self, _: View) -> None:
        why.show(self.do(Session.portrait), self.ws.home, verbose=True)

    def _undo(self, _: View) -> View | None:
        command = self.do(Session.last)
        what = safe(command.summary or command.name)
        if not typer.confirm(f"Take back {what}?", default=True, err=True):
            return None
        _undone, typed, view = self.do(Session.undo)
        if typed:
            self.typed[_id(view)] = typed
        return view

    def _help(self, _: View) -> None:
        for line in help_lines(self.keymap, OBJECTIONS):
            console().print(line)


def _id(view: View) -> int:
    return view.taken.item.entry.id if view.taken else 0


def run(background: Background, keymap: Keymap) -> Summary:
    """Runs the session until the rep quits; what it came to."""
    _Plain(background, keymap).run()
    return asyncio.run(background.do(Session.summary))
