"""`callq log`."""

from typing import TYPE_CHECKING, Annotated

import typer

from callq.commandline.completion import complete_log, complete_reason
from callq.commandline.options import Agent, Json, begin
from callq.errors import CallqError
from callq.terminal.safe import safe
from callq.terminal.terminal import may_ask, note, say, warn, write_json

if TYPE_CHECKING:
    from callq.calls.request import LogRequest
    from callq.engine.rulebook import Rulebook
    from callq.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(name="log", epilog='Example: callq log ron callback thu 4 -n "send the price list"')
def log_call(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHO] OUTCOME",
            autocompletion=complete_log,
            help="Who: id, number, email, part of a name, @2 for row 2 of today; the call you "
            "took when left out. How it ended, and the time they named.",
            show_default=False,
        ),
    ] = None,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            "-r",
            help="Why they refused: price, timing, trust, …",
            autocompletion=complete_reason,
        ),
    ] = "",
    note: Annotated[str, typer.Option("--note", "-n", help="What to remember.")] = "",
    at: Annotated[
        str, typer.Option("--at", "--until", help='Their time: "next tuesday 3pm", june.')
    ] = "",
    within: Annotated[str, typer.Option("--in", metavar="SPAN", help='From now: "2 weeks".')] = "",
    permission: Annotated[
        bool | None,
        typer.Option(
            "--permission/--no-permission", help="After a hard no: can we call twice a year?"
        ),
    ] = None,
    answer: Annotated[
        str,
        typer.Option("--answer", metavar="a|b|c", help="a: explain now, b: later, c: never again."),
    ] = "",
    channel: Annotated[str, typer.Option(help="call, email, text, visit or incoming.")] = "call",
    inbound: Annotated[
        bool, typer.Option("--inbound", help="They called you: --channel incoming.")
    ] = False,
    name: Annotated[str, typer.Option("--name", help="Of a caller who is new to you.")] = "",
    duration: Annotated[str, typer.Option(help="How long: 90s, 2m, 1:30.")] = "",
    number: Annotated[str, typer.Option(help="The number you called, if not their first.")] = "",
    to: Annotated[
        str, typer.Option("--to", help='Who they named: "Ann Lee +1 212 555 0100".')
    ] = "",
    when: Annotated[str, typer.Option("--when", help='When the call was: "yesterday 4pm".')] = "",
    reach: Annotated[
        str, typer.Option("--reach", help='When they ask for calls: "weekdays after 5pm".')
    ] = "",
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Log how a call ended; callq plans the next one.

    Outcomes: no-answer na, busy b, voicemail vm, gatekeeper gk, on-leave leave,
    wrong-number wn, disconnected dc, hurried hu, callback cb, interested int, meeting mtg,
    soft-no ni, hung-up hup, hard-no hn, lost, emailed, referred, won,
    disqualified dq, deceased, do-not-call dnc, litigator.
    """
    # Imported here to keep completion fast.
    from callq.calls.log import log
    from callq.calls.request import LogRequest
    from callq.calls.views import log as render
    from callq.engine.model import Channel

    ws = begin(agent=agent)
    who, outcome, time = _split(ws.rulebook, words or [], answer)
    if time and (at or within):
        raise CallqError(
            f'The time is given twice: "{time}" and "{at or within}".',
            hint="Leave one of them out.",
            name="time-twice",
        )
    if inbound and channel not in ("call", Channel.INCOMING):
        raise CallqError(
            f"--inbound and --channel {channel} exclude each other.",
            hint="Give one.",
            name="conflicting-options",
        )
    channel = Channel.INCOMING if inbound else channel
    request = LogRequest(
        who=who, outcome=outcome, reason=reason, note=note, at=at or time, within=within,
        permission=permission, answer=answer, channel=channel, duration=duration, number=number,
        to=to, when=when, name=name, reach=reach,
    )  # fmt: skip
    logged = log(ws, confirmed(ws, _completed(ws, request)))
    for warning in logged.warnings:
        warn(warning)
    if json:
        write_json(render.as_json(logged))
    else:
        for line in render.sentences(logged, ws.now, ws.home):
            say(line)


def _completed(ws: "Workspace", request: "LogRequest") -> "LogRequest":
    """What was typed; a missing outcome is asked for on a terminal.

    Raises:
        CallqError: A single word isn't an outcome, whether or not it names a person.
    """
    from callq.calls.request import read_outcome
    from callq.prospects.who import find_all

    word = request.outcome
    if word and request.who is None and not request.answer:
        try:
            read_outcome(ws.rulebook, request)
        except CallqError:
            if not find_all(ws, word):
                raise
            if not may_ask():
                raise CallqError(
                    f'How did the call with "{word}" end?',
                    hint=f'callq log "{word}" OUTCOME (callq log --help lists the outcomes)',
                    name="outcome-missing",
                ) from None
            request = request._replace(who=word, outcome=None)
    if request.outcome is None and not request.answer and may_ask():
        from callq.calls.commands.ask import ask

        return ask(ws, request)
    return request


def confirmed(ws: "Workspace", request: "LogRequest") -> "LogRequest":
    """The request; on a terminal, a note that asks for no calls is asked about at once."""
    if not request.note or not may_ask():
        return request
    from callq.calls.request import as_opt_out, read_outcome
    from callq.engine.opt_out import asks_no_calls

    asked = asks_no_calls(request.note)
    if not asked or read_outcome(ws.rulebook, request).opts_out:
        return request
    note(f'The note says "{safe(asked)}".')
    if not typer.confirm("do-not-call? (all their numbers)", default=False, err=True):
        return request._replace(may_be_called=True)
    return as_opt_out(request)


def _split(
    rulebook: "Rulebook", words: list[str], answer: str
) -> tuple[str | None, str | None, str]:
    """Who, the outcome and its time: the words after an outcome are its time.

    The first word from the second on that is an outcome is the outcome: `ron smith cb thu 4`.

    Raises:
        CallqError: There are words left over.
    """
    if len(words) < 2:
        # With an answer there is no outcome to say, so a single word is a person.
        word = words[0] if words else None
        return (word, None, "") if answer else (None, word, "")
    outcomes = [i for i, word in enumerate(words) if rulebook.named(word)]
    place = next((i for i in outcomes if i), None)
    if place is None and not (outcomes or answer):
        # Perhaps another system's word for an outcome, or a typo to be refused.
        place = 1 if len(words) == 2 else _opt_out_from(words)
        words = words if place is None else [*words[:place], " ".join(words[place:])]
    if place is not None:
        who, outcome, rest = " ".join(words[:place]), words[place], words[place + 1 :]
    elif outcomes:
        who, outcome, rest = "", words[0], words[1:]
    else:
        who, outcome, rest = words[0], "", words[1:]
    known = rulebook.named(outcome)
    if rest and not (answer or (known and (known.needs_time or known.takes_time))):
        after = f"{known.word} takes no time" if known else "no outcome among them"
        raise CallqError(
            f'Too many words: "{" ".join(rest)}" ({after}).',
            hint="A note goes in --note. An outcome comes after the person: callq log ron busy",
            name="too-many-words",
        )
    return who or None, outcome or None, " ".join(rest)


def _opt_out_from(words: list[str]) -> int | None:
    """Where the words after a person begin that ask not to be called: `ron remove me`."""
    from callq.engine.opt_out import asks_no_calls

    for place in range(1, len(words)):
        rest = " ".join(words[place:])
        asked = asks_no_calls(rest)
        if asked and rest.lower().removeprefix("please ").startswith(asked.lower()):
            return place
    return None
