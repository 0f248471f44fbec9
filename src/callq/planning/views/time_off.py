"""An days_off and what it does to the queue."""

from collections import Counter
from datetime import date, tzinfo
from typing import Any

from callq.engine.spans import local_time
from callq.engine.words import date_in_words, day_and_time, iso, plural
from callq.planning.end_time_off import Back
from callq.planning.time_off import TimeOff
from callq.terminal.safe import safe
from callq.terminal.terminal import say

SCHEMA = "callq.time-off/1"
BACK_SCHEMA = "callq.time-off-back/1"
_SHOWN_DAYS = 14


def show(away: TimeOff, home: tzinfo) -> None:
    """Prints it for a person."""
    say(f"Time off {_span(away.first, away.last)}: {plural(away.workdays, 'business day')}.")
    if away.moved:
        calls = plural(len(away.moved), "call moves", "calls move")
        say(f"  {calls} to the days after, up to {away.capacity:,} a day:")
        _show_days(Counter(local_time(one.until, home).date() for one in away.moved))
    else:
        say("  None of your calls is due then.")
    if away.callbacks:
        count = plural(len(away.callbacks), "callback stays", "callbacks stay")
        say(f"  {count} with you. Call before, or agree on another time:")
        for entry in away.callbacks:
            at = day_and_time(entry.callback_at, entry.zone or home) if entry.callback_at else ""
            who = " · ".join(filter(None, (safe(entry.name), safe(entry.company), entry.shown)))
            say(f"    {at}  {who}  #{entry.id}")
    say("Dry run: nothing changed." if away.dry_run else "Wrong? callq undo")


def _show_days(back: Counter[date]) -> None:
    for day in sorted(back)[:_SHOWN_DAYS]:
        say(f"    {date_in_words(day)}  {back[day]:,}")
    if len(back) > _SHOWN_DAYS:
        say(f"    … and {plural(len(back) - _SHOWN_DAYS, 'day')} more")


def _span(first: date, last: date) -> str:
    return (
        date_in_words(first)
        if first == last
        else f"{date_in_words(first)} to {date_in_words(last)}"
    )


def as_json(away: TimeOff) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "agent": away.agent,
        "from": away.first.isoformat(),
        "to": away.last.isoformat(),
        "dry_run": away.dry_run,
        "workdays": away.workdays,
        "capacity": away.capacity,
        "moved": [
            {
                "id": one.entry.id,
                "name": one.entry.name,
                "due_at": iso(one.due),
                "postponed_until": iso(one.until),
            }
            for one in away.moved
        ],
        "callbacks": [
            {"id": entry.id, "name": entry.name, "callback_at": iso(entry.callback_at)}
            for entry in away.callbacks
        ],
    }


def show_back(back: Back, home: tzinfo) -> None:
    """Prints time off that ends early."""
    if back.last is None:
        say(f"No time off from {date_in_words(back.first)} on: it's canceled.")
    else:
        off = _span(back.first, back.last)
        say(f"Back on {date_in_words(back.day)}. Time off {off}.")
    _show_sooner(back, home)
    say("Dry run: nothing changed." if back.dry_run else "Wrong? callq undo")


def _show_sooner(back: Back, home: tzinfo) -> None:
    if not back.sooner:
        say("  No call moves.")
        return
    calls = plural(len(back.sooner), "call comes", "calls come")
    say(f"  {calls} back sooner, the postponed ones up to {back.capacity:,} a day:")
    _show_days(Counter(local_time(one.due, home).date() for one in back.sooner))


def back_json(back: Back) -> dict[str, Any]:
    """The documented object of `away --back`."""
    return {
        "schema": BACK_SCHEMA,
        "agent": back.agent,
        "back": back.day.isoformat(),
        "from": back.first.isoformat(),
        "to": back.last.isoformat() if back.last else None,
        "dry_run": back.dry_run,
        "capacity": back.capacity,
        "sooner": [
            {
                "id": one.entry.id,
                "name": one.entry.name,
                "due_before": iso(one.entry.due_at),
                "due_at": iso(one.due),
            }
            for one in back.sooner
        ],
    }
