"""`callq demo`."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

import typer

from callq.commandline.options import Json, settings
from callq.demo.demo import TOUR_LIST, TOUR_PERSON, Demo, prepare
from callq.engine.words import day, plural
from callq.errors import CallqError
from callq.terminal.safe import safe
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)

_QUEUE = 12
_PILE = 5
_STALE = timedelta(days=1)
_MOST_LIVE_IN = "America/New_York"
_WRITTEN = ("reply", "propose")


class _Stop(NamedTuple):
    """A command of the tour, and what it shows."""

    command: str
    shows: str


_STOPS = (
    _Stop("callq today", "who to call today, in what order, and why"),
    _Stop("callq next", "take the first: the card, with number and history"),
    _Stop("callq log hurried", "log the one you hold; callq says when they come back"),
    _Stop('callq log "Ron Smith" hard-no --no-permission --note "..."', "a final no rests a year"),
    _Stop('callq log 555-0100 callback --at "next tuesday 3pm"', "a promise: an exact time"),
    _Stop("callq log ron@example.com soft-no --channel email", "a no by e-mail: write back now"),
    _Stop("callq show ron", "everything known of somebody on one screen"),
    _Stop("callq why ron", "every rule that holds or releases somebody"),
    _Stop("callq undo", "take the last command back"),
    _Stop("callq purge-check", "what is really in the not-interested pile"),
)


@app.command()
def demo(
    into: Annotated[
        str, typer.Option("--into", metavar="PATH", help="Where; demo.db in the data folder.")
    ] = "",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make it again, as of now; what you logged in it goes.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only the path: $(callq demo -q).")
    ] = False,
    json: Json = False,
) -> None:
    """Try callq on a sample folder."""
    if json and quiet:
        raise CallqError("--json and --quiet exclude each other.", hint="Give one.")
    found = prepare(settings(), into, fresh=fresh)
    if json:
        write_json(
            {
                "schema": "callq.demo/1",
                "db": str(found.path),
                "people": found.people,
                "calls": found.calls,
                "agents": list(found.agents),
                "lists": list(found.lists),
            }
        )
    elif quiet:
        say(str(found.path))
    else:
        _tour(found)


def _tour(found: Demo) -> None:
    _introduce(found)
    _show_today(found)
    _show_pile(found)
    _show_why(found)
    _show_the_rest(found)


def _introduce(found: Demo) -> None:
    ws = found.ws
    lists = ", ".join(safe(name) for name in found.lists)
    agents = ", ".join(safe(name) for name in found.agents)
    verb = "Here is the sample folder again" if found.reused else "Made a sample folder"
    say(f"{verb}: {plural(found.people, 'person', 'people')} and {found.calls:,} calls of a year,")
    say(f"in the lists {lists}, of {agents}. All are made up.")
    say(f"It is a store of its own: {safe(str(found.path))}")
    if found.reused:
        made = day(found.made_at, ws.home)
        stale = " The days have passed in it too." if ws.now - found.made_at > _STALE else ""
        say(f"Made on {made}.{stale} callq demo --fresh makes it again, as of now.")


def _show_today(found: Demo) -> None:
    from callq.queue.today import look
    from callq.queue.views import today as render
    from callq.records.queue import Scope

    ws = found.ws
    _heading(f"callq today --limit {_QUEUE}", "Who to call today, in what order, and why")
    queue = look(ws, Scope(), _QUEUE)
    render.show_table(queue, ws.home, ws.agent, fixed=ws.settings.now is not None)
    if all(item.entry.action in _WRITTEN for item in queue.items):
        morning = _next_morning(ws.now).astimezone(ws.home).replace(tzinfo=None)
        say("\nNobody may be called at this hour. To see a working day, set the clock:")
        say(f"  CALLQ_NOW={morning.isoformat(timespec='minutes')} callq today")


def _next_morning(now: datetime) -> datetime:
    """The next one where most people of the sample live, on a weekday."""
    local = now.astimezone(ZoneInfo(_MOST_LIVE_IN))
    morning = local.replace(hour=10, minute=15, second=0, microsecond=0)
    while morning <= local or morning.weekday() > 4:
        morning += timedelta(days=1)
    return morning


def _show_pile(found: Demo) -> None:
    from callq.audit.purge_check import findings, violations_elsewhere
    from callq.audit.views import purge_check as render

    _heading(f"callq purge-check --list {TOUR_LIST} --limit {_PILE}",
             "What is really in a pile that a rep wants to delete")  # fmt: skip
    ws = found.ws
    outside = violations_elsewhere(ws, list_name=TOUR_LIST)
    render.show(findings(ws, list_name=TOUR_LIST), "", ws, _PILE, outside=outside)


def _show_why(found: Demo) -> None:
    from callq.calls.explain import portray
    from callq.calls.views import why as render

    _heading(f"callq why {TOUR_PERSON}", "Every rule that holds or releases somebody")
    render.show(portray(found.ws, TOUR_PERSON), found.ws.home)


def _show_the_rest(found: Demo) -> None:
    if Path(settings().db) == found.path:
        say("\nNow you. This shell points at the sample, nothing you do touches your own folder:\n")
    else:
        say("\nNow you. Point this shell at the sample; nothing you do touches your own folder:\n")
        say(f"  {safe(_pointing_at(str(found.path)))}\n")
    for stop in _STOPS:
        say(f"  {stop.command}")
        say(f"      {stop.shows}")
    say("\nDone? unset CALLQ_DB. Your own folder: callq import FILE")


def _pointing_at(path: str) -> str:
    if sys.platform == "win32":
        return f"$env:CALLQ_DB = '{path}'"
    import shlex

    return f"export CALLQ_DB={shlex.quote(path)}"


def _heading(command: str, shows: str) -> None:
    from rich.text import Text

    from callq.terminal.terminal import console

    text = Text(f"\n$ {command}\n", style="bold green")
    text.append(f"# {shows}\n", style="dim")
    console().print(text)
