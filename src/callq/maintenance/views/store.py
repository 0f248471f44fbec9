"""Backups, restores and check-ups, as lines and as JSON."""

from typing import Any

from callq.backup import BackedUp, Kept
from callq.engine.words import day_and_time, iso, plural
from callq.maintenance.check import Check, Report
from callq.maintenance.restore import Plan, Restored
from callq.storage.backups import Copy
from callq.terminal.safe import safe
from callq.terminal.terminal import say
from callq.workspace import Workspace

_WHY = {"": "asked for", "auto": "before a bulk change", "before-restore": "before a restore",
        "damaged": "a store that could not be read"}  # fmt: skip
_MARKS = {"ok": "ok", "found": "FOUND", "mended": "mended", "does not apply": "-"}
_NAME, _MARK = 12, 7


def sentences(made: BackedUp) -> list[str]:
    """What was backed up, and how to use it."""
    where = safe(str(made.copy.path))
    lines = [f"Backed up {_holds(made.copy)} to {where}; it was opened and every page reads."]
    if made.copy.key:
        lines.append(f"With it the key of the erasures: {safe(str(made.copy.key))}")
    if made.removed:
        lines.append(f"Removed {plural(len(made.removed), 'older backup')}.")
    return [*lines, f"Back to it: callq restore {_quoted(str(made.copy.path))}"]


def as_json(made: BackedUp) -> dict[str, Any]:
    """The same for programs."""
    return {
        "schema": "callq.backup/1",
        "path": str(made.copy.path),
        "key": str(made.copy.key) if made.copy.key else None,
        "people": made.copy.people,
        "calls": made.copy.calls,
        "store_schema": made.copy.schema,
        "removed": [str(path) for path in made.removed],
    }


def show_list(kept: list[Kept], ws: Workspace) -> None:
    """The backups that are there, newest first."""
    if not kept:
        say("There is no backup yet: callq backup")
        return
    for each in kept:
        why = _WHY.get(each.reason) or f"before the upgrade from {each.reason.replace('-', ' ')}"
        when = day_and_time(each.made_at, ws.home)
        say(f"{when}  {why}")
        say(f"  {safe(str(each.path))}")


def list_as_json(kept: list[Kept]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "schema": "callq.backups/1",
        "items": [
            {
                "path": str(each.path),
                "made_at": iso(each.made_at),
                "reason": each.reason,
            }
            for each in kept
        ],
    }


def question(plan: Plan) -> str:
    """What is about to happen."""
    if plan.damaged:
        there = f"{safe(str(plan.store))}, which can't be read"
    elif plan.now is None:
        return f"Make {safe(str(plan.store))} of {_holds(plan.backup)}?"
    else:
        there = f"{safe(str(plan.store))} ({_holds(plan.now)})"
    return f"Replace {there} by {_holds(plan.backup)} of {safe(str(plan.backup.path))}?"


def restored(done: Restored) -> list[str]:
    """What stands now, and how to take it back."""
    lines = [f"{safe(str(done.plan.store))} holds {_holds(done.plan.backup)} again."]
    if done.blocked:
        entries = plural(done.blocked, "do-not-call entry", "do-not-call entries")
        lines.append(f"Kept on top: {entries} that came after the backup.")
    if done.forgotten:
        people = plural(done.forgotten, "person", "people")
        lines.append(f"Forgotten again: {people} who had been forgotten since.")
    if done.plan.damaged:
        lines.append("Whom it had forgotten since the backup, only callq forget forgets again.")
    if done.kept and done.plan.damaged:
        lines.append(f"The damaged store is kept: {safe(str(done.kept))}")
    elif done.kept:
        lines.append(f"Wrong? callq restore {_quoted(str(done.kept))}")
    return lines


def restored_as_json(done: Restored) -> dict[str, Any]:
    """The same for programs."""
    return {
        "schema": "callq.restore/1",
        "store": str(done.plan.store),
        "from": str(done.plan.backup.path),
        "people": done.plan.backup.people,
        "calls": done.plan.backup.calls,
        "kept": str(done.kept) if done.kept else None,
        "damaged": done.plan.damaged,
        "blocked": done.blocked,
        "forgotten": done.forgotten,
    }


def report(found: Report) -> list[str]:
    """What was looked at, a line each."""
    lines = [safe(found.store), *(line for check in found.checks for line in _lines(check))]
    if not found.found:
        return [*lines, "All in order."]
    return [*lines, f"{plural(found.found, 'thing is', 'things are')} not in order."]


def report_as_json(found: Report) -> dict[str, Any]:
    """The same for programs."""
    return {
        "schema": "callq.doctor/1",
        "store": found.store,
        "ok": not found.found,
        "checks": [
            {
                "check": check.name,
                "state": check.state.replace(" ", "-"),
                "message": check.message,
                "hint": check.hint or None,
            }
            for check in found.checks
        ],
    }


def _lines(check: Check) -> list[str]:
    first = f"{_MARKS[check.state]:<{_MARK}}{check.name:<{_NAME}} {safe(check.message)}"
    return [first, f"{'':<{_MARK + _NAME + 1}}{safe(check.hint)}"] if check.hint else [first]


def _holds(copy: Copy) -> str:
    return f"{plural(copy.people, 'person', 'people')} and {plural(copy.calls, 'call')}"


def _quoted(path: str) -> str:
    from shlex import quote

    return safe(quote(path))
