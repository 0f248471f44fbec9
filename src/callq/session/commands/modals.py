"""Pages that open over the session: text to read, a search, an email to send."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from callq.errors import CallqError
from callq.records.people import Found
from callq.terminal.safe import safe

_LONGEST = 100
Search = Callable[[str], Awaitable[Sequence[Found]]]


class Page(ModalScreen[str]):
    """A page of text; the key that closes it is the answer."""

    AUTO_FOCUS = "#text"

    def __init__(
        self, title: str, body: Sequence[RenderableType], keys: str = "Esc: back", closing: str = ""
    ) -> None:
        """See `Page`.

        Args:
            title: Above the text.
            body: The text.
            keys: What the keys do, below it.
            closing: Keys that close it and are the answer, besides Esc.
        """
        super().__init__()
        self._title, self._body, self._keys = title, body, keys
        self._answers = closing.split()

    def compose(self) -> ComposeResult:
        """Lays out title, text and keys."""
        with Vertical(classes="page"):
            yield Static(Text(self._title, style="bold"), classes="title")
            with VerticalScroll(id="text"):
                yield Static(Group(*self._body))
            yield Static(Text(self._keys, style="dim"), classes="keys")

    def on_key(self, event: events.Key) -> None:
        """Closes the page."""
        key = event.character if event.is_printable else event.key
        if key in self._answers:
            event.stop()
            self.dismiss(key)
        elif key in ("escape", "q", "enter"):
            event.stop()
            self.dismiss("")


class Find(ModalScreen[int]):
    """Finds people as the rep types; the answer is an id, 0 for none."""

    BINDINGS: ClassVar = [("escape", "dismiss(0)", "Back"), ("down", "choose", "Choose")]

    def __init__(self, search: Search) -> None:
        """See `Find`.

        Args:
            search: Finds people by what was typed so far.
        """
        super().__init__()
        self._search = search

    def compose(self) -> ComposeResult:
        """Lays out the line and its results."""
        with Vertical(classes="page"):
            yield Input(placeholder="Name, number or email", max_length=_LONGEST)
            yield OptionList()
            yield Static(Text("Enter: take  Down: choose  Esc: back", style="dim"), classes="keys")

    @on(Input.Changed)
    async def _changed(self, event: Input.Changed) -> None:
        try:
            found = await self._search(event.value)
        except CallqError as error:
            self.query_one(".keys", Static).update(Text(safe(error.message), style="red"))
            return
        options = self.query_one(OptionList)
        options.clear_options()
        for one in found:
            parts = (one.name, one.company, one.shown, one.list_name)
            words = " · ".join(filter(None, map(safe, parts)))
            options.add_option(Option(Text(words), id=str(one.id)))
        if found:
            options.highlighted = 0

    @on(Input.Submitted)
    async def _submitted(self) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            chosen = options.get_option_at_index(options.highlighted or 0)
            self.dismiss(int(chosen.id or 0))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(int(event.option.id or 0))

    def action_choose(self) -> None:
        """Moves from the line to the results."""
        self.query_one(OptionList).focus()
