"""The session as a full screen: card, script, keys and one line for answers."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import ClassVar, TypeVar

from rich.text import Text
from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.filter import LineFilter, NoColor
from textual.screen import Screen
from textual.widgets import Input, Static

from callq.calls.request import LogRequest
from callq.calls.views import card
from callq.engine.outcomes import Outcome
from callq.errors import CallqError
from callq.scripts.say import Saying
from callq.scripts.views import script
from callq.session.commands import acts, outcomes
from callq.session.commands.background import Background
from callq.session.commands.prompts import Prompt
from callq.session.head import SOON
from callq.session.keys import Act, Keymap, Phase
from callq.session.session import OBJECTIONS, Session, Summary, View
from callq.session.views import lines
from callq.terminal.safe import safe
from callq.terminal.terminal import plain

T = TypeVar("T")
_LOOK_SECONDS = 5.0
_WAIT_SECONDS = 20.0
"""How often it looks for someone to call: that counts everyone who isn't due."""
_TALL = 28
"""From this many rows on, there is room for lines between the parts."""
_TOUCHES = 3


class CallScreen(Screen[None]):
    """The one screen of a session."""

    AUTO_FOCUS = ""

    def __init__(self, background: Background, keymap: Keymap) -> None:
        """See `CallScreen`."""
        super().__init__()
        self.background = background
        self.keymap = keymap
        self.view: View | None = None
        self.flow: outcomes.Flow | None = None
        """The outcome that is being asked about."""
        self.typed = LogRequest()
        """A note typed during the call, or what was typed for a call that was taken back."""
        self.number = ""
        """Another of their numbers, chosen by the rep; empty for the one offered."""
        self.saying: Saying | None = None
        """The answer to an objection that is shown instead of the opening."""
        self.prompt: Prompt | None = None
        self._announced: set[int] = set()

    @property
    def session(self) -> Session:
        """The session; don't touch its store from here."""
        return self.background.session

    def compose(self) -> ComposeResult:
        """Lays out the screen."""
        yield Static(id="head")
        with Container(id="body"):
            with VerticalScroll(id="card", can_focus=False):
                yield Static(id="who")
            with VerticalScroll(id="script", can_focus=False):
                yield Static(id="say")
        yield Static(id="message")
        with Horizontal(id="ask"):
            yield Static(id="label")
            yield Input(id="answer")
        yield Static(id="echo")
        yield Static(id="outcomes")
        yield Static(id="actions")

    async def on_mount(self) -> None:
        """Takes the first person and starts the clocks."""
        self.session.ws.db.tell = self._tell
        self.query_one("#ask").display = False
        await self.obey(self.go(Session.next))
        # Garbage is collected between keys, and not among what the screen itself is made of.
        gc.collect()
        gc.freeze()
        gc.disable()
        self.set_interval(1, self._show_head)
        self.set_interval(_LOOK_SECONDS, self._look)
        self.set_interval(_WAIT_SECONDS, self._wait)

    def _tell(self, words: str) -> None:
        """Shows what the store says while it works in its thread."""
        self.app.call_from_thread(self.app.notify, safe(words), markup=False)

    def on_unmount(self) -> None:
        """Leaves the collection of garbage as it was."""
        gc.enable()
        gc.unfreeze()

    def on_resize(self) -> None:
        """Draws again for the new width."""
        self.draw()

    async def do(self, work: Callable[[Session], T]) -> T:
        """Works on the session in its thread; raises what it raises."""
        return await self.background.do(work)

    async def go(self, work: Callable[[Session], View]) -> None:
        """Goes on to another view; raises what the work raises, and changes nothing then."""
        self.show(await self.do(work))

    async def obey(self, work: Awaitable[None]) -> None:
        """Does what the rep wants; a refusal is shown, and changes nothing."""
        try:
            await work
        except CallqError as error:
            self.refuse(error)

    # What a key does ------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        """Answers the question on the screen, or does what the key is for."""
        key = event.character if event.is_printable and event.character else event.key
        if self.prompt:
            if key == "escape":
                event.stop()
                self.cancel()
            elif self.prompt.keys:
                event.stop()
                await self.obey(self._choose(key))
            return
        event.stop()
        await self.obey(self._press(key))

    async def action_press(self, key: str) -> None:
        """Presses a key for a click on it."""
        if self.prompt and self.prompt.keys:
            await self.obey(self._choose(key))
        elif not self.prompt:
            await self.obey(self._press(key))

    async def _choose(self, key: str) -> None:
        prompt = self.prompt
        if prompt and key in prompt.keys:
            self.close_prompt()
            await prompt.answer(key)
        elif prompt:
            self.say(f"Press one of these: {' '.join(prompt.keys)}. Esc: cancel.", "yellow")

    async def _press(self, key: str) -> None:
        phase = self.view.phase if self.view else Phase.WAITING
        found = self.keymap.act(key, phase)
        if key.isdecimal() and found is None and phase is not Phase.WAITING:
            await acts.digit(self, int(key))
        elif isinstance(found, Outcome):
            await outcomes.begin(self, found)
        elif isinstance(found, Act):
            await acts.ACTS[found](self)
        elif key == "enter" and phase is Phase.WAITING:
            await self.go(Session.next)
        elif phase is Phase.CALL and self.keymap.elsewhere(key):
            self.say("Say how this call ended first, with a letter from below.", "yellow")
        elif len(key) == 1:
            self.say(f'"{safe(key)}" does nothing here. Press ? to see all keys.', "yellow")

    @on(Input.Submitted, "#answer")
    async def _submitted(self, event: Input.Submitted) -> None:
        prompt = self.prompt
        if prompt and not prompt.keys:
            self.close_prompt()
            await self.obey(prompt.answer(event.value))

    @on(Input.Changed, "#answer")
    def _changed(self, event: Input.Changed) -> None:
        prompt = self.prompt
        words = prompt.echo(event.value) if prompt and prompt.echo and event.value.strip() else ""
        self.query_one("#echo", Static).update(Text(words, style="cyan"))

    # What the screen shows ------------------------------------------------------------------------

    def ask(self, prompt: Prompt) -> None:
        """Asks something in the bottom line."""
        self.prompt = prompt
        self.query_one("#ask").display = True
        self.query_one("#label", Static).update(
            Text(prompt.label if prompt.keys else f"{prompt.label}:", style="bold yellow")
        )
        field = self.query_one("#answer", Input)
        field.display = not prompt.keys
        field.value = prompt.text
        field.cursor_position = len(prompt.text)
        self.set_focus(None if prompt.keys else field)
        self.draw_keys()

    def close_prompt(self) -> None:
        """Takes the question off the screen."""
        self.prompt = None
        self.query_one("#ask").display = False
        self.query_one("#echo", Static).update("")
        self.set_focus(None)
        self.draw_keys()

    def cancel(self) -> None:
        """Leaves a question; nothing was logged."""
        self.close_prompt()
        if self.flow:
            self.flow = None
            self.say("Nothing was logged.")

    def say(self, words: str, style: str = "") -> None:
        """Shows a message."""
        self.query_one("#message", Static).update(Text(words, style=style))

    def refuse(self, error: CallqError) -> None:
        """Shows what was wrong and what to do."""
        self.say(safe(f"{error.message} {error.hint}".strip()), "red")

    def show(self, view: View) -> None:
        """Goes on with another view; the person's own things go with the person."""
        before = self.view.taken.item.entry.id if self.view and self.view.taken else 0
        now = view.taken.item.entry.id if view.taken else 0
        self.view = view
        if before != now:
            self.typed, self.number, self.saying, self.flow = LogRequest(), "", None, None
            self.say("")
        self.draw()
        if before != now:
            self.query_one("#card").scroll_home(animate=False)

    def draw(self) -> None:
        """Draws everything for the present width."""
        wide = self.size.width >= lines.WIDE
        self.query_one("#body").set_class(wide, "wide")
        self.set_class(self.size.height >= _TALL, "tall")
        with self.app.batch_update():
            self._show_head()
            self.query_one("#who", Static).update(Text("\n").join(self._card(wide)))
            self.query_one("#say", Static).update(Text("\n").join(self._script(wide)))
            self.draw_keys()

    def _card(self, wide: bool) -> list[Text]:
        view = self.view
        if view is None:
            return []
        if view.taken is None:
            words = lines.waiting_words(view.waiting, view.head.now, self.session.ws.home)
            return [Text(line) for line in words]
        width = self._half if wide else self.size.width - 4
        home = self.session.ws.home
        drawn = card.card(
            view.taken, view.head.now, home, width=width, touches=_TOUCHES, says=False
        )
        return [text.__rich__() for text in drawn]

    def _script(self, wide: bool) -> list[Text]:
        saying = self.saying or (self.view.taken.saying if self.view and self.view.taken else None)
        if saying is None or saying.script is None:
            return []
        width = self._half if wide else self.size.width - 4
        return [text.__rich__() for text in script.lines(saying, width)]

    @property
    def _half(self) -> int:
        return self.size.width // 2 - 4

    def draw_keys(self) -> None:
        """Draws the lines of keys for what can be done now."""
        phase = self.view.phase if self.view else Phase.WAITING
        asking = self.prompt is not None
        width = self.size.width - 4
        choices = self.flow.choices(width) if self.flow and asking else None
        upper, lower = self.query_one("#outcomes", Static), self.query_one("#actions", Static)
        if choices is not None:
            upper.update(choices)
        elif asking or phase is Phase.WAITING:
            upper.update("")
        else:
            upper.update(lines.outcome_line(self.keymap, phase, width))
        if asking:
            lower.update(Text("Esc: cancel", style="dim"))
        elif phase is Phase.CALL:
            answers = lines.answers_line(OBJECTIONS, width)
            actions = lines.action_line(self.keymap, phase, width)
            lower.update(Text("\n").join((answers, actions)))
        else:
            lower.update(lines.action_line(self.keymap, phase, width))

    def _show_head(self) -> None:
        view = self.view
        if view:
            moment = self.session.moment()
            home, width = self.session.ws.home, self.size.width - 2
            head = lines.head_line(view.head, home, view.started, moment, width)
            self.query_one("#head", Static).update(head, layout=False)
            self._announce(view, moment)

    def _announce(self, view: View, moment: datetime) -> None:
        """Says once that a callback comes due."""
        item = view.head.callback
        at = item.entry.callback_at if item else None
        if item is None or at is None or item.entry.id in self._announced:
            return
        if abs(at - moment) > SOON:
            return
        self._announced.add(item.entry.id)
        words = lines.callback_words(view.head, self.session.ws.home, moment)
        key = self.keymap.key_of(Act.CALLBACK)
        self.say(f"{words[0].upper()}{words[1:]}. Press {key} to take it.", "bold yellow")
        self.app.bell()

    async def _look(self) -> None:
        """Looks whether others changed something."""
        gc.collect()
        if not self.prompt and self.app.screen is self:
            await self.obey(self._see())

    async def _see(self) -> None:
        found = await self.do(Session.meanwhile)
        if found:
            await self.go(Session.next)
            self.say(lines.meanwhile_words(found), "bold yellow")
        else:
            self.view = await self.do(Session.view)

    async def _wait(self) -> None:
        """Looks for someone to call while there's no one."""
        if self.view and self.view.waiting and not self.prompt and self.app.screen is self:
            await self.obey(self.go(Session.next))


class SessionApp(App[None]):
    """The full-screen session."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []
    CSS_PATH = "screen.tcss"

    def __init__(self, background: Background, keymap: Keymap, *, color: bool = True) -> None:
        """See `SessionApp`.

        Args:
            background: Where the session runs.
            keymap: What the keys do.
            color: Whether to use colors: those the terminal has, dark or light.
        """
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self._color = color
        self.call_screen = CallScreen(background, keymap)

    def get_default_screen(self) -> Screen[None]:
        """The call screen."""
        return self.call_screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Takes the colors out where there are to be none."""
        filters = super().get_line_filters()
        return filters if self._color else [*filters, NoColor()]


def run(background: Background, keymap: Keymap) -> Summary:
    """Runs the session until the rep quits; what it came to."""
    app = SessionApp(background, keymap, color=not plain(sys.stdout))
    asyncio.run(app.run_async())
    return asyncio.run(background.do(Session.summary))
