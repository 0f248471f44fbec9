"""`callq setup`."""

from typing import Annotated, Any

import typer

from callq.commandline.options import Json, figure, settings
from callq.errors import CallqError
from callq.terminal.safe import safe
from callq.terminal.terminal import may_ask, note, say, write_json

app = typer.Typer(add_completion=False)


@app.command(name="setup", epilog='Example: callq setup --company "Hill & Partners"')
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
    json: Json = False,
) -> None:
    """Answer five questions to set callq up.

    Your name, your company, what you offer, your country and your goals. Run it again to change an
    answer; Enter keeps what is shown.

    Example: callq setup --company "Acme Books" --offer "bookkeeping for dentists"
    """
    from callq.maintenance.setup import Answers, current, set_up

    values = settings()
    given = Answers(name, company, offer, country, calls)
    now = current(values)
    if all(answer is None for answer in given):
        if not may_ask():
            raise CallqError(
                "There's nothing to set: setup can't ask its questions here.",
                hint="Answer with --name, --company, --offer, --country and --calls.",
                name="nothing-to-set",
            )
        given = _ask(now, values.agent)
    after = set_up(values, given)
    if json:
        write_json({"schema": "callq.setup/1", **after._asdict()})
        return
    for label, value in _lines(after):
        say(f"{label:<12}{safe(value)}")
    say("\nNext: callq import FILE, or callq add NAME --phone NUMBER. Then callq today.")


def _ask(now: Any, login: str) -> Any:
    """The five questions; a wrong answer is asked again."""
    from callq.maintenance.setup import MOST_CALLS, Answers, country_code

    note("Five questions. Enter keeps the answer in brackets.")
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
    return Answers(name, company, offer, country, int(calls))


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
    ]
