"""`callq demo`."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from callq.commandline.options import Json, settings
from callq.demo.demo import TOUR_LIST, TOUR_PERSON, Demo, prepare
from callq.engine.words import day, plural
from callq.errors import CallqError
from callq.named_tuple import NamedTuple
from callq.terminal.safe import safe
from callq.terminal.terminal import say, write_json

app = typer.Typer(add_completion=False)

_QUEUE = 12
_REFUSALS = 5
_STALE = timedelta(days=1)
_MOST_LIVE_IN = "America/New_York"
_WRITTEN = ("reply", "propose")


class _Stop(NamedTuple):
    """A command to try, and what it does."""

    command: str
    shows: str


_STOPS = (
    _Stop("callq today", "see who to call today, in what order, and why"),
    _Stop("callq next", "get the first person's card: number, history, why now"),
    _Stop("callq log hurried", "log that call; callq says when to call again"),
    _Stop(
        'callq log "Ron Smith" hard-no --no-permission --note "..."',
        "they said no",
    ),
    _Stop('callq log 555-0100 callback --at "next tuesday 3pm"', "schedule a callback"),
    _Stop(
        "callq log ron@example.com soft-no --channel email",
        "a no by email",
    ),
    _Stop("callq show ron", "see everything about Ron on one screen"),
    _Stop("callq why ron", "see which rules decide when to call Ron"),
    _Stop("callq undo", "undo your last command"),
    _Stop("callq purge-check", "see who's worth another call before you delete a list"),
)


@app.command(epilog="Example: callq demo")
def demo(
    into: Annotated[
        str,
        typer.Option("--into", metavar="PATH", help="A file; demo.db by default."),
    ] = "",
    fresh: Annotated[
        bool,
        typer.Option("--fresh", help="Start over with new sample data."),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only the path: $(callq demo -q).")
    ] = False,
    json: Json = False,
) -> None:
    """Try callq on a sample folder."""
    if json and quiet:
        raise CallqError(
            "--json and --quiet don't go together.", hint="Use one.", name="conflicting-options"
        )
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
    _show_purge_check(found)
    _show_why(found)
    _show_the_rest(found)


def _introduce(found: Demo) -> None:
    ws = found.ws
    lists = ", ".join(safe(name) for name in found.lists)
    agents = ", ".join(safe(name) for name in found.agents)
    start = "Opened the sample data" if found.reused else "Created sample data"
    people = plural(found.people, "person", "people")
    say(f"{start}: {people} and {found.calls:,} calls over a year.")
    say(f"Lists: {lists}. Reps: {agents}. All of it is made up.")
    say(f"It's separate from your own data: {safe(str(found.path))}")
    if found.reused:
        made = day(found.made_at, ws.home)
        stale = " Its dates have gone stale." if ws.now - found.made_at > _STALE else ""
        say(f"Created {made}.{stale} Start over: callq demo --fresh")


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
        say("\nIt's outside calling hours for everyone. To see a working day, set the clock:")
        say(f"  CALLQ_NOW={morning.isoformat(timespec='minutes')} callq today")


def _next_morning(now: datetime) -> datetime:
    """The next weekday morning where most people in the sample live."""
    local = now.astimezone(ZoneInfo(_MOST_LIVE_IN))
    morning = local.replace(hour=10, minute=15, second=0, microsecond=0)
    while morning <= local or morning.weekday() > 4:
        morning += timedelta(days=1)
    return morning


def _show_purge_check(found: Demo) -> None:
    from callq.audit.purge_check import findings, violations_elsewhere
    from callq.audit.views import purge_check as render
    from callq.engine.filters import Filter
    from callq.queue.narrowing import condition_of

    _heading(f"callq purge-check --list {TOUR_LIST} --limit {_REFUSALS}",
             "What's really on a not-interested list")  # fmt: skip
    ws = found.ws
    only = condition_of(ws, Filter(list_name=TOUR_LIST))
    outside = violations_elsewhere(ws, only)
    render.show(findings(ws, only), "", ws, _REFUSALS, outside=outside)


def _show_why(found: Demo) -> None:
    from callq.calls.explain import portray
    from callq.calls.views import why as render

    _heading(f"callq why {TOUR_PERSON}", "Why Ron is due: every rule that applies to him")
    render.show(portray(found.ws, TOUR_PERSON), found.ws.home)


def _show_the_rest(found: Demo) -> None:
    if Path(settings().db) == found.path:
        say("\nYour turn. This shell uses the sample data, so your own data is safe:\n")
    else:
        say("\nYour turn. Point this shell at the sample data, so your own data is safe:\n")
        say(f"  {safe(_pointing_at(str(found.path)))}\n")
    for stop in _STOPS:
        say(f"  {stop.command}")
        say(f"      {stop.shows}")
    say("\nDone? Run unset CALLQ_DB, then import your own list: callq import FILE")


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
