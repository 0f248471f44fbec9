"""From the key of an outcome to the logged call: what it needs is asked, then it is logged."""

from typing import TYPE_CHECKING

from callq.calls.questions import Question, answered, questions_for, reason_keys
from callq.calls.request import LogRequest, as_opt_out
from callq.calls.views import log as said
from callq.engine.opt_out import asks_no_calls
from callq.engine.outcomes import Outcome
from callq.engine.words import clock, day_and_time
from callq.errors import CallqError
from callq.planning.typed_times import read_until
from callq.session.commands.prompts import Prompt
from callq.session.views import lines
from callq.terminal.safe import safe

if TYPE_CHECKING:
    from rich.text import Text

    from callq.session.commands.screen import CallScreen


class Flow:
    """An outcome on its way into the log."""

    def __init__(self, screen: "CallScreen", outcome: Outcome, request: LogRequest) -> None:
        """See `Flow`.

        Args:
            screen: Where to ask.
            outcome: How the call ended.
            request: What the rep has said already.
        """
        self.screen = screen
        self.outcome = outcome
        self.request = request
        self.left = list(questions_for(outcome, request))
        self.reasons = reason_keys(screen.session.ws.rulebook)
        self.asked: Question | None = None

    def choices(self, width: int) -> "Text | None":
        """The keys of the question on the screen; None if it takes text."""
        return lines.reason_line(self.reasons, width) if self.asked is Question.REASON else None

    async def go_on(self) -> None:
        """Asks the next question, or logs the call."""
        if self.left:
            question = self.left.pop(0)
            self._ask(question, _text_of(self.screen.typed, question))
        else:
            await self._log()

    def _ask(self, question: Question, text: str = "") -> None:
        self.asked = question

        async def answer(given: str) -> None:
            await self._answered(question, given)

        label = f"{self.outcome.label}. {lines.PROMPTS[question]}"
        keys: tuple[str, ...] = ()
        if question is Question.REASON:
            keys = ("enter", *(one.key for one in self.reasons))
        elif question is Question.PERMISSION:
            keys = ("y", "n")
        shown = self._echo if question is Question.TIME else None
        self.screen.ask(Prompt(label, answer, keys, text, shown))

    async def _answered(self, question: Question, given: str) -> None:
        if question is Question.REASON:
            given = next((one.reason for one in self.reasons if one.key == given), "")
        if question is Question.TIME:
            try:
                read_until(self.screen.session.ws, given, self.screen.session.ws.home)
            except CallqError as error:
                self.screen.refuse(error)
                self._ask(question, given)
                return
        self.request = answered(self.request, question, given)
        await self.go_on()

    def _echo(self, text: str) -> str:
        return echo(self.screen, text)

    async def _log(self) -> None:
        asked = asks_no_calls(self.request.note)
        if asked and not (self.outcome.opts_out or self.request.may_be_called):
            self._ask_opt_out(asked)
            return
        screen, request = self.screen, self.request
        try:
            result, view = await screen.do(lambda session: session.log(request))
        except CallqError as error:
            screen.refuse(error)
            question = self._culprit(error)
            self._ask(question, _text_of(request, question))
            return
        screen.flow = None
        screen.show(view)
        words = said.sentences(result, screen.session.ws.now, screen.session.ws.home)
        warnings = [f"Warning: {warning}" for warning in result.warnings]
        screen.say("\n".join([*words[:-1], *warnings]), "yellow" if warnings else "green")

    def _ask_opt_out(self, asked: str) -> None:
        async def answer(key: str) -> None:
            if key == "y":
                self.request = as_opt_out(self.request)
                self.outcome = self.screen.session.ws.rulebook.outcome("do-not-call")
            else:
                self.request = self.request._replace(may_be_called=True)
            await self._log()

        label = f'The note says "{safe(asked)}". do-not-call (all their numbers)? y or n'
        self.asked = None
        self.screen.ask(Prompt(label, answer, ("y", "n")))

    def _culprit(self, error: CallqError) -> Question:
        """Which question to ask again after a refusal."""
        if self.request.at and "time" in error.name:
            return Question.TIME
        return Question.REFERRAL if self.request.to else Question.NOTE


def _text_of(request: LogRequest, question: Question) -> str:
    """What was typed as the answer to a question; empty for those that keys answer."""
    texts = {
        Question.TIME: request.at, Question.REFERRAL: request.to, Question.NOTE: request.note,
    }  # fmt: skip
    return texts.get(question, "")


def echo(screen: "CallScreen", text: str) -> str:
    """What a time means so far, on the clocks of the person on the screen and of the rep."""
    ws = screen.session.ws
    taken = screen.view.taken if screen.view else None
    zone = (taken.item.zone if taken else None) or ws.home
    try:
        at = read_until(ws, text, zone).at
    except CallqError as error:
        return error.message
    theirs = day_and_time(at, zone, ws.now)
    if at.utcoffset() == at.astimezone(ws.home).utcoffset():
        return theirs
    return f"{theirs} their time, {clock(at, ws.home)} yours"


async def begin(screen: "CallScreen", outcome: Outcome, request: LogRequest | None = None) -> None:
    """Starts logging an outcome of the person on the screen.

    Args:
        screen: The screen.
        outcome: How the call ended.
        request: What's known already; by default the note and number chosen on the screen.
    """
    known = request or LogRequest(note=screen.typed.note, number=screen.number)
    screen.flow = Flow(screen, outcome, known._replace(outcome=outcome.word))
    await screen.flow.go_on()
