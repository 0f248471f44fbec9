"""What the session's keys do, besides saying how a call ended."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from callq.calls.request import LogRequest
from callq.calls.views import card, why
from callq.calls.views import snooze as snooze_view
from callq.engine.words import ago
from callq.errors import CallqError
from callq.records.choosing import View as Saved
from callq.scripts.eml import open_in_program
from callq.scripts.mail import Written
from callq.scripts.views.mail import in_brackets, text_lines
from callq.session.commands import outcomes
from callq.session.commands.modals import Find, Page
from callq.session.commands.prompts import Prompt
from callq.session.corrections import FIELDS
from callq.session.keys import Act, Phase
from callq.session.session import OBJECTIONS, Session
from callq.session.views import keys as keys_view
from callq.session.views import lines
from callq.terminal.safe import safe

if TYPE_CHECKING:
    from callq.session.commands.screen import CallScreen


async def digit(screen: "CallScreen", number: int) -> None:
    """Before the call: which of their numbers to dial. During it: the answer to an objection."""
    if screen.session.phase is Phase.CALL:
        shown = await screen.do(lambda session: session.answer_to(number))
        screen.saying = shown if number else None
        screen.draw()
        return
    phone = screen.session.number_at(number)
    screen.number = phone.e164
    screen.say(f"Next you dial {safe(phone.shown)}.")


async def _dial(screen: "CallScreen") -> None:
    number = screen.number
    dialed, view = await screen.do(lambda session: session.dial(number))
    screen.show(view)
    screen.say(" ".join(map(safe, dialed.warnings)), "yellow")
    if dialed.picture:
        screen.app.push_screen(Page(f"Call {safe(dialed.shown)}", [Text(dialed.picture)]))


async def _incoming(screen: "CallScreen") -> None:
    async def answer(text: str) -> None:
        found = await screen.do(lambda session: session.find(text, typos=False))
        if len(found) == 1:
            await screen.go(lambda session: session.receive(found[0].id))
            screen.say(f"{safe(found[0].name)} is calling you. How does it end?", "green")
        elif found:
            screen.say(f'"{safe(text)}" is {len(found)} people: press / to find them.', "yellow")
        elif text.strip():
            _ask_new_caller(screen, text)

    screen.ask(Prompt("Who's calling? Number or name", answer))


def _ask_new_caller(screen: "CallScreen", number: str) -> None:
    async def answer(name: str) -> None:
        await screen.go(lambda session: session.receive_new(number, name.strip()))
        screen.say("Added. How does the call end?", "green")

    screen.ask(Prompt("A new caller. Their name (Enter: none)", answer))


async def _skip(screen: "CallScreen") -> None:
    async def answer(reason: str) -> None:
        await screen.go(lambda session: session.skip(reason))
        screen.say("Put back for now.")

    screen.ask(Prompt("Why skip? Enter: no reason", answer))


async def _snooze(screen: "CallScreen") -> None:
    async def answer(text: str) -> None:
        if text.strip():
            await _put_off(screen, prompt._replace(text=text))

    def echo(text: str) -> str:
        return outcomes.echo(screen, text)

    prompt = Prompt("Due again when, their time", answer, echo=echo)
    screen.ask(prompt)


async def _put_off(screen: "CallScreen", asked: Prompt, *, callback: bool = False) -> None:
    """Snoozes the person on the screen; after a refusal, what was typed is asked for again."""

    async def move(key: str) -> None:
        if key == "y":
            await _put_off(screen, asked, callback=True)

    text = asked.text
    try:
        snoozed, view = await screen.do(lambda session: session.snooze(text, callback=callback))
    except CallqError as error:
        if error.name == "callback-scheduled":
            screen.say(safe(error.message), "yellow")
            screen.ask(Prompt("Move that callback? y or n", move, ("y", "n")))
        else:
            screen.refuse(error)
            screen.ask(asked)
        return
    screen.show(view)
    ws = screen.session.ws
    screen.say(safe(snooze_view.sentence(snoozed, ws.now, ws.home)), "green")


async def _note(screen: "CallScreen") -> None:
    in_call = screen.session.phase is Phase.CALL

    async def answer(text: str) -> None:
        if in_call:
            screen.typed = screen.typed._replace(note=text.strip())
            screen.say(f"Noted for this call: {safe(text)}" if text.strip() else "")
        elif text.strip():
            await screen.go(lambda session: session.note(text))
            screen.say("Noted.")

    screen.ask(Prompt("Note", answer, text=screen.typed.note if in_call else ""))


async def _mail(screen: "CallScreen") -> None:
    written = await screen.do(Session.letter)
    screen.app.push_screen(_letter(written), lambda key: screen.obey(_sent(screen, written, key)))


async def _sent(screen: "CallScreen", written: Written, key: str | None) -> None:
    if key == "o":
        open_in_program(written.letter)
        # Opened isn't sent: the page stays until they say so.
        again = _letter(written)
        screen.app.push_screen(again, lambda key: screen.obey(_sent(screen, written, key)))
    elif key == "s":
        emailed = screen.session.ws.rulebook.outcome("emailed")
        await outcomes.begin(screen, emailed, LogRequest(who=screen.session.who))


def _letter(written: Written) -> Page:
    body = [Text(safe(line)) for line in text_lines(written.letter)]
    missing = in_brackets(written)
    body += [Text(f"\n{missing}", style="yellow")] if missing else []
    keys = "o: open in your email program   s: it's sent, log it   Esc: back"
    return Page(safe(written.title), body, keys, "o s")


async def _edit(screen: "CallScreen") -> None:
    async def answer(text: str) -> None:
        try:
            await screen.go(lambda session: session.correct(text))
        except CallqError as error:
            screen.refuse(error)
            screen.ask(prompt._replace(text=text))
        else:
            screen.say("Changed. Wrong? Undo it.")

    prompt = Prompt(f"Change what? {', '.join(FIELDS)}", answer)
    screen.ask(prompt)


async def _find(screen: "CallScreen") -> None:
    async def chosen(id_: int | None) -> None:
        if id_:
            await screen.obey(screen.go(lambda session: session.take(id_)))

    find = Find(lambda text: screen.do(lambda session: session.find(text)))
    screen.app.push_screen(find, chosen)


async def _callback(screen: "CallScreen") -> None:
    item = screen.view.head.callback if screen.view else None
    if item is None:
        screen.say("No callback is coming up today.")
        return
    await screen.go(lambda session: session.take(item.entry.id))


async def _all(screen: "CallScreen") -> None:
    portrait = await screen.do(Session.portrait)
    body = card.portrait_lines(portrait, screen.session.ws.home, _page_width(screen))
    screen.app.push_screen(Page("Everything about them", list(body)))


async def _why(screen: "CallScreen") -> None:
    portrait = await screen.do(Session.portrait)
    home, width = screen.session.ws.home, _page_width(screen)
    body = why.lines(portrait, home, verbose=True, width=width)
    screen.app.push_screen(Page("Why they're next", list(body)))


async def _view(screen: "CallScreen") -> None:
    saved = await screen.do(Session.views)
    if not saved:
        screen.say(lines.NO_VIEWS, "yellow")
        return
    digits = " ".join(str(place) for place in range(len(saved) + 1))
    page = Page("Go on with which view?", lines.view_lines(saved), "Esc: back", digits)
    screen.app.push_screen(page, lambda key: screen.obey(_go_on(screen, saved, key)))


async def _go_on(screen: "CallScreen", saved: Sequence[Saved], key: str | None) -> None:
    if key:
        name = saved[int(key) - 1].name if int(key) else ""
        await screen.go(lambda session: session.choose_view(name))
        screen.say(lines.chosen_words(name), "green")


async def _undo(screen: "CallScreen") -> None:
    command = await screen.do(Session.last)
    what = safe(command.summary or command.name)

    async def answer(key: str) -> None:
        if key == "n":
            return
        _, typed, view = await screen.do(Session.undo)
        screen.show(view)
        screen.typed = typed or screen.typed
        screen.say(f"Took back {what}.", "green")

    since = ago(screen.session.moment() - command.at)
    screen.ask(Prompt(f"Take back {what}, {since}? Enter: yes, n: no", answer, ("enter", "n")))


async def _redo(screen: "CallScreen") -> None:
    result, view = await screen.do(Session.redo)
    screen.show(view)
    screen.say(f"Logged {result.outcome.label} for {safe(result.who.name)} again.", "green")


async def _pause(screen: "CallScreen") -> None:
    await screen.go(Session.pause)


async def _help(screen: "CallScreen") -> None:
    screen.app.push_screen(Page("Keys", list(keys_view.help_lines(screen.keymap, OBJECTIONS))))


async def _quit(screen: "CallScreen") -> None:
    screen.app.exit()


def _page_width(screen: "CallScreen") -> int:
    return screen.size.width * 9 // 10 - 6


ACTS: dict[Act, Callable[["CallScreen"], Awaitable[None]]] = {
    Act.DIAL: _dial,
    Act.INCOMING: _incoming,
    Act.SKIP: _skip,
    Act.SNOOZE: _snooze,
    Act.NOTE: _note,
    Act.MAIL: _mail,
    Act.EDIT: _edit,
    Act.FIND: _find,
    Act.CALLBACK: _callback,
    Act.ALL: _all,
    Act.WHY: _why,
    Act.UNDO: _undo,
    Act.REDO: _redo,
    Act.VIEW: _view,
    Act.PAUSE: _pause,
    Act.HELP: _help,
    Act.QUIT: _quit,
}
