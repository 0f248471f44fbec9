"""`callq setup`."""

import os
from typing import Annotated, Any

import typer

from callq.commandline.options import Json, figure, settings
from callq.errors import CallqError
from callq.terminal.safe import safe
from callq.terminal.terminal import may_ask, note, say, warn, write_json

app = typer.Typer(add_completion=False)


@app.command(name="setup", epilog='Example: callq setup --offer "bookkeeping for dentists"')
def setup(
    name: Annotated[
        str | None, typer.Option("--name", help="Your name, as you say and sign it.")
    ] = None,
    company: Annotated[str | None, typer.Option("--company", "-c", help="Your company.")] = None,
    offer: Annotated[
        str | None,
        typer.Option("--offer", help='What you offer, in one line: "I\'m calling about …".'),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Where you call: a code or a name.")
    ] = None,
    calls: Annotated[
        int | None,
        typer.Option(
            "--calls", metavar="N", parser=figure(0, 1000), help="Calls a day; 0 for no goal."
        ),
    ] = None,
    registries: Annotated[
        str | None,
        typer.Option(
            "--registries",
            metavar="ANSWER",
            help='Do-not-call registries: required, or why not: "we only call customers".',
        ),
    ] = None,
    server: Annotated[
        str | None,
        typer.Option("--server", metavar="URL", help="Make your team's store on a server."),
    ] = None,
    join: Annotated[
        str | None,
        typer.Option("--join", metavar="URL", help="Join your team's store on a server."),
    ] = None,
    shared_folder: Annotated[
        bool,
        typer.Option("--shared-folder", help="Open your data to the group of its folder."),
    ] = False,
    rep: Annotated[
        str, typer.Option("--rep", metavar="USER", help="Let a user of your server in as a rep.")
    ] = "",
    manager: Annotated[
        str, typer.Option("--manager", metavar="USER", help="Let one in as a manager.")
    ] = "",
    json: Json = False,
) -> None:
    """Answer a few questions to set callq up.

    Your name, your company, what you offer, your country, your goals, and whether you check numbers
    against do-not-call registries. Run it again to change an answer; Enter keeps what is shown.
    """
    from callq.maintenance.setup import Answers, current, set_up

    if rep or manager:
        _admit(rep, manager, others=any((name, company, offer, country, server, join, json)))
        return
    if shared_folder:
        _share()
    if server or join:
        _use_server(server, join)
    values = settings()
    given = Answers(name, company, offer, country, calls, registries)
    now = current(values)
    if all(answer is None for answer in given) and not (server or join or shared_folder):
        if not may_ask():
            raise CallqError(
                "There's nothing to set: setup can't ask its questions here.",
                hint="Answer with --name, --company, --offer, --country, --calls and --registries.",
                name="nothing-to-set",
            )
        given = _ask(now, values.agent)
    after = set_up(values, given)
    if json:
        write_json({"schema": "callq.setup/1", **after._asdict()})
        return
    for label, value in _lines(after):
        say(f"{label:<12}{safe(value)}")
    if join:
        say("\nYou're in. Next: callq today")
    else:
        say("\nNext: callq import FILE, or callq add NAME --phone NUMBER. Then callq today.")


def _use_server(server: str | None, join: str | None) -> None:
    from callq.maintenance import team

    if server and join:
        raise CallqError(
            "--server and --join exclude each other.",
            hint="One makes the store with --server, the others --join it.",
            name="conflicting-options",
        )
    if os.environ.get("CALLQ_DB"):
        warn("This has no effect while the environment variable CALLQ_DB is set.")
    if server:
        team.serve(settings(), server)
    elif join and (lacking := team.join(settings(), join)):
        warn(lacking)


def _share() -> None:
    from callq.maintenance.share import share

    done = share(settings())
    note(f"Everyone in the group {safe(done.group)} can use {safe(done.store)}.")
    if done.network:
        warn(
            f"That's a network disk ({done.network}), where two computers may both think they "
            "have the lock: calls can get lost and the file damaged. Use it from one computer, "
            "or move to a server: callq store move TARGET"
        )


def _admit(rep: str, manager: str, *, others: bool) -> None:
    from callq.maintenance.admit import admit

    if (rep and manager) or others:
        raise CallqError(
            "--rep and --manager let one user in, and do nothing else.",
            hint="Use one of them by itself.",
            name="conflicting-options",
        )
    user, role = (rep, "rep") if rep else (manager, "manager")
    password = ""
    if may_ask():
        password = typer.prompt(
            f"A password for {user} (empty: as it is)", default="", hide_input=True,
            show_default=False, err=True, confirmation_prompt=True,
        )  # fmt: skip
    done = admit(settings(), user, role, password)
    say(f"{safe(user)} is a {role} now. On their computer: callq setup --join {safe(done.url)}")
    if done.key_file:
        say(f"They need a copy of {safe(done.key_file)} in their data folder.")


def _ask(now: Any, login: str) -> Any:
    """The questions; a wrong answer is asked again."""
    from callq.maintenance.setup import MOST_CALLS, Answers, country_code, has_registry

    note("A few questions. Enter keeps the answer in brackets.")
    name = _text("Your name", now.name or login)
    company = _text("Your company", now.company)
    offer = _text('What you offer, in one line ("I\'m calling about …")', now.offer)
    while True:
        country = _text("Your country", now.country)
        try:
            country_code(country)
        except CallqError as error:
            note(f"{error.message} {error.hint}")
        else:
            break
    while True:
        calls = _text("Calls a day you aim at (0 for no goal)", str(now.calls))
        if calls.isdecimal() and int(calls) <= MOST_CALLS:
            break
        note(f"Type a number from 0 to {MOST_CALLS:,}.")
    registries = None
    if has_registry(country):
        question = "Check numbers against a do-not-call registry? (required, later, or why not)"
        said = _text(question, now.registries or "later")
        registries = None if said == "later" else said
    return Answers(name, company, offer, country, int(calls), registries)


def _text(question: str, default: str) -> str:
    return str(
        typer.prompt(question, default=default, show_default=bool(default), err=True)
    ).strip()


def _lines(answers: Any) -> list[tuple[str, str]]:
    goal = f"{answers.calls} calls a day" if answers.calls else "none"
    return [
        ("Name", answers.name or "not set"),
        ("Company", answers.company or "not set"),
        ("Offer", answers.offer or "not set"),
        ("Country", answers.country),
        ("Goal", goal),
        ("Registries", answers.registries or "not answered"),
    ]
