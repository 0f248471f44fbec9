"""What the tests of the session share: the real screen, driven by keys."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from rich.console import Console
from textual.pilot import Pilot
from textual.widgets import Input, Static

from callq.config import read_settings
from callq.records.queue import Scope
from callq.session.commands.background import Background
from callq.session.commands.screen import CallScreen, SessionApp
from callq.session.keys import keymap
from callq.session.session import Session
from callq.session.tally import Tally
from callq.workspace import open_workspace
from helpers import NOW, Office

EVERYONE = Scope()


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self, at: str = NOW) -> None:
        self.now = datetime.fromisoformat(at)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)


@contextmanager
def working(
    office: Office, scope: Scope = EVERYONE, clock: Clock | None = None, agent: str = "ann"
) -> Iterator[Session]:
    """A session without a screen, in this thread."""
    with office.workspace(agent=agent) as ws:
        yield Session(ws, scope, clock or Clock())


class Rep:
    """A rep at the full screen: types keys and reads what is shown."""

    def __init__(self, app: SessionApp, pilot: Pilot[None], screen: CallScreen) -> None:
        self.app, self.pilot, self.screen = app, pilot, screen
        self.keystrokes = 0

    async def press(self, *keys: str) -> None:
        """Presses keys, by Textual's names, and waits until all is done."""
        for key in keys:
            self.keystrokes += 1
            await self.pilot.press(key)
        await self.settled()

    async def type(self, text: str) -> None:
        """Types text into the line, key by key."""
        await self.press(*(_NAMES.get(sign, sign) for sign in text))

    async def settled(self) -> None:
        await self.pilot.pause()

    @property
    def name(self) -> str:
        """Who is on the screen; empty for no one."""
        view = self.screen.view
        return view.taken.item.entry.name if view and view.taken else ""

    @property
    def answer(self) -> str:
        """What stands in the line."""
        return self.screen.query_one("#answer", Input).value

    def drawn(self) -> str:
        """The whole screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def text(self, where: str) -> str:
        """What a part of the screen shows."""
        out = Console(width=self.screen.size.width, record=True, file=io.StringIO())
        out.print(self.screen.query_one(where, Static).content)
        return out.export_text()


_NAMES = {" ": "space", "'": "apostrophe", "+": "plus", ".": "full_stop", ",": "comma", ":": "colon",
          "/": "slash", "?": "question_mark", "!": "exclamation_mark", "-": "minus", "@": "at",
          "#": "number_sign", "(": "left_parenthesis", ")": "right_parenthesis"}  # fmt: skip


def at_the_screen(
    office: Office,
    act: Callable[[Rep], Awaitable[None]],
    *,
    size: tuple[int, int] = (80, 24),
    clock: Clock | None = None,
    agent: str = "ann",
    scope: Scope = EVERYONE,
    keys: str = "",
    **settings: str,
) -> Tally:
    """Runs the session at a screen of a size, and lets a rep act on it; what it came to."""
    environ = {
        "CALLQ_HOME": str(office.home), "CALLQ_NOW": office.now, "CALLQ_AGENT": agent,
        "CALLQ_ZONE": office.zone, **settings,
    }  # fmt: skip

    def open_session() -> Session:
        return Session(open_workspace(read_settings(environ)), scope, clock or Clock())

    background = Background(open_session)
    app = SessionApp(background, keymap(keys))

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await act(Rep(app, pilot, app.call_screen))

    try:
        asyncio.run(run())
    finally:
        background.close()
    return background.session.tally()
