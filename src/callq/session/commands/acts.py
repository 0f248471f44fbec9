"""What the session's keys do, besides saying how a call ended."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from callq.calls.explain import portray
from callq.calls.request import LogRequest
from callq.calls.views import card, why
from callq.calls.views import snooze as snooze_view
from callq.engine.words import ago
from callq.errors import CallqError
from callq.prospects.edit import Changes, edit
from callq.records.people import Found
from callq.scripts.say import script
from callq.scripts.views.mail import in_brackets
from callq.session.commands import outcomes
from callq.session.commands.modals import Find, Page
from callq.session.commands.prompts import Prompt
from callq.session.keys import Act, Phase
from callq.session.session import Session
from callq.session.views import keys as keys_view
from callq.terminal.safe import safe

if TYPE_CHECKING:
    from callq.scripts.mail import Written
    from callq.session.commands.screen import CallScreen

OBJECTIONS = (
    "price", "timing", "no-need", "competitor", "no-project", "authority", "trust", "sales-call",
    "unclear-offer",
)  # fmt: skip
"""What 1 to 9 answer during a call; 0 is the opening again."""
_FIELDS = {
    "name": "name", "company": "company", "title": "title", "note": "note", "zone": "zone",
    "phone": "add_phone", "email": "add_email",
}  # fmt: skip


async def digit(screen: "CallScreen", number: int) -> None:
    """Before the call: which of their numbers to dial. During it: the answer to an objection."""
    view = screen.view
    if view is None or view.taken is None:
        return
    if view.phase is Phase.CALL:
        await _objection(screen, number)
        return
    first = view.taken.item.entry.e164
    phones = sorted(view.taken.details.phones, key=lambda phone: phone.e164 != first)
    theirs = [phone for phone in phones if phone.e164]
    if 0 < number <= len(theirs):
        screen.number = theirs[number - 1].e164
        screen.say(f"Next you dial {theirs[number - 1].shown}.")
    else:
        screen.say(f"They have no number {number}.", "yellow")


async def _objection(screen: "CallScreen", number: int) -> None:
    if number == 0:
        screen.saying = None
        screen.draw()
        return
    kind = OBJECTIONS[number - 1]
    who = _who(screen)
    try:
        screen.saying = await screen.do(lambda session: script(session.ws, who, kind))
    except CallqError as error:
        screen.refuse(error)
    screen.draw()


async def _dial(screen: "CallScreen") -> None:
    number = screen.number
    try:
        dialed, view = await screen.do(lambda session: session.dial(number))
    except CallqError as error:
        screen.refuse(error)
        return
    screen.show(view)
    screen.say(" ".join(dialed.warnings), "yellow")
    if dialed.picture:
        screen.app.push_screen(Page(f"Call {dialed.shown}", [Text(dialed.picture)]))


async def _incoming(screen: "CallScreen") -> None:
    async def answer(text: str) -> None:
        if not text.strip():
            return
        found = await screen.do(lambda session: session.find(text, typos=False))
        if not found:
            _ask_new_caller(screen, text)
        elif len(found) > 1:
            screen.say(f'"{safe(text)}" is {len(found)} people: press / to find them.', "yellow")
        elif await screen.attempt(lambda session: session.receive(found[0].id)):
            screen.say(f"{safe(found[0].name)} is calling you. How does it end?", "green")

    screen.ask(Prompt("Who's calling? Number or name", answer))


def _ask_new_caller(screen: "CallScreen", number: str) -> None:
    async def answer(name: str) -> None:
        if await screen.attempt(lambda session: session.receive_new(number, name.strip())):
            screen.say("Added. How does the call end?", "green")

    screen.ask(Prompt("A new caller. Their name (Enter: none)", answer))


async def _skip(screen: "CallScreen") -> None:
    async def answer(why_: str) -> None:
        if await screen.attempt(lambda session: session.skip(why_)):
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
            screen.say(error.message, "yellow")
            screen.ask(Prompt("Move that callback? y or n", move, ("y", "n")))
        else:
            screen.refuse(error)
            screen.ask(asked)
        return
    screen.show(view)
    ws = screen.session.ws
    screen.say(safe(snooze_view.sentence(snoozed, ws.now, ws.home)), "green")


async def _note(screen: "CallScreen") -> None:
    in_call = screen.view is not None and screen.view.phase is Phase.CALL

    async def answer(text: str) -> None:
        if in_call:
            screen.pending_note = text.strip()
            screen.say(f"Noted for this call: {safe(text)}" if text.strip() else "")
        elif text.strip() and await screen.attempt(lambda session: session.note(text)):
            screen.say("Noted.")

    screen.ask(Prompt("Note", answer, text=screen.pending_note if in_call else ""))


async def _mail(screen: "CallScreen") -> None:
    from callq.scripts import mail

    who = _who(screen)
    try:
        written: Written = await screen.do(lambda session: mail.write(session.ws, who, ""))
    except CallqError as error:
        screen.refuse(error)
        return

    async def close(key: str | None) -> None:
        if key == "o":
            from callq.session.commands.hand_over import open_in_mail_program

            screen.say(open_in_mail_program(written.letter))
        if key in ("o", "s"):
            await outcomes.begin(
                screen, screen.session.ws.rulebook.outcome("emailed"), LogRequest(who=who)
            )

    letter = written.letter
    lines = [
        f"To: {letter.to_address}",
        f"Subject: {letter.subject}",
        "",
        *letter.body.splitlines(),
    ]
    body = [Text(safe(line)) for line in lines]
    missing = in_brackets(written)
    body += [Text(f"\n{missing}", style="yellow")] if missing else []
    keys = "o: open in your mail program, log emailed   s: I sent it, log emailed   Esc: back"
    screen.app.push_screen(Page(written.title, body, keys, "o s"), close)


async def _edit(screen: "CallScreen") -> None:
    async def answer(text: str) -> None:
        field, _, value = text.strip().partition(" ")
        name = _FIELDS.get(field.lower())
        if name is None or not value.strip():
            screen.say(f"Begin with {', '.join(_FIELDS)}, then the new value.", "yellow")
            screen.ask(prompt._replace(text=text))
            return
        new: object = (value.strip(),) if name.startswith("add_") else value.strip()
        changes = Changes(**{name: new})  # type: ignore[arg-type]
        who = _who(screen)
        try:
            await screen.do(lambda session: edit(session.ws, who, changes))
        except CallqError as error:
            screen.refuse(error)
            screen.ask(prompt._replace(text=text))
            return
        if await screen.attempt(Session.again):
            screen.say("Changed. Wrong? Undo it.")

    prompt = Prompt(f"Change what? {', '.join(_FIELDS)}", answer)
    screen.ask(prompt)


async def _find(screen: "CallScreen") -> None:
    async def search(text: str) -> Sequence[Found]:
        try:
            return await screen.do(lambda session: session.find(text))
        except CallqError:
            return ()

    async def chosen(id_: int | None) -> None:
        if id_:
            await screen.attempt(lambda session: session.take(id_))

    screen.app.push_screen(Find(search), chosen)


async def _callback(screen: "CallScreen") -> None:
    item = screen.view.head.callback if screen.view else None
    if item is None:
        screen.say("No callback is coming up today.")
        return
    await screen.attempt(lambda session: session.take(item.entry.id))


async def _all(screen: "CallScreen") -> None:
    who, home, width = _who(screen), screen.session.ws.home, _page_width(screen)
    portrait = await screen.do(lambda session: portray(session.ws, who))
    body = list(card.portrait_lines(portrait, home, width))
    screen.app.push_screen(Page("Everything about them", body))


async def _why(screen: "CallScreen") -> None:
    who, home, width = _who(screen), screen.session.ws.home, _page_width(screen)
    portrait = await screen.do(lambda session: portray(session.ws, who))
    body = list(why.lines(portrait, home, verbose=True, width=width))
    screen.app.push_screen(Page("Why they're next", body))


async def _undo(screen: "CallScreen") -> None:
    try:
        command = await screen.do(Session.last)
    except CallqError as error:
        screen.refuse(error)
        return

    async def answer(key: str) -> None:
        if key == "n":
            return
        try:
            undone, request, view = await screen.do(Session.undo)
        except CallqError as error:
            screen.refuse(error)
            return
        screen.show(view)
        if request:
            screen.pending_note = request.note
        screen.say(f"Took back {safe(undone.command.summary or undone.command.name)}.", "green")

    since = ago(screen.session.moment() - command.at)
    what = safe(command.summary or command.name)
    screen.ask(Prompt(f"Take back {what}, {since}? Enter: yes, n: no", answer, ("enter", "n")))


async def _redo(screen: "CallScreen") -> None:
    try:
        result, view = await screen.do(Session.redo)
    except CallqError as error:
        screen.refuse(error)
        return
    screen.show(view)
    screen.say(f"Logged {result.outcome.label} for {safe(result.who.name)} again.", "green")


async def _pause(screen: "CallScreen") -> None:
    await screen.attempt(Session.pause)


async def _help(screen: "CallScreen") -> None:
    screen.app.push_screen(Page("Keys", list(keys_view.help_lines(screen.keymap, OBJECTIONS))))


async def _quit(screen: "CallScreen") -> None:
    screen.app.exit()


def _who(screen: "CallScreen") -> str:
    taken = screen.view.taken if screen.view else None
    return f"#{taken.item.entry.id}" if taken else ""


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
    Act.PAUSE: _pause,
    Act.HELP: _help,
    Act.QUIT: _quit,
}
