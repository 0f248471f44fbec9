"""Backups, restores and checks, as text and as JSON."""

from typing import Any

from callq.backup import BackedUp, Kept
from callq.engine.words import day_and_time, iso, plural
from callq.maintenance.check import Check, Report
from callq.maintenance.restore import Plan, Restored
from callq.storage.backups import Copy
from callq.terminal.safe import safe
from callq.terminal.terminal import say
from callq.workspace import Workspace

_WHY = {"": "made by you", "auto": "before a bulk change", "before-restore": "before a restore",
        "damaged": "a damaged store"}  # fmt: skip
_MARKS = {"ok": "ok", "found": "FOUND", "fixed": "fixed", "does not apply": "-"}
_NAME, _MARK = 12, 7


def sentences(made: BackedUp) -> list[str]:
    """What was backed up, and how to restore it."""
    where = safe(str(made.copy.path))
    lines = [f"Backed up {_contents(made.copy)} to {where}. The copy is readable."]
    if made.copy.key:
        lines.append(f"The erasure key is beside it: {safe(str(made.copy.key))}")
    if made.removed:
        lines.append(f"Removed {plural(len(made.removed), 'older backup')}.")
    return [*lines, f"Restore it: callq store restore {_quoted(str(made.copy.path))}"]


def as_json(made: BackedUp) -> dict[str, Any]:
    """The same as a JSON object."""
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
    """Print the backups, newest first."""
    if not kept:
        say("No backups yet. Make one: callq store backup")
        return
    for each in kept:
        why = _WHY.get(each.reason) or f"before the upgrade from {each.reason.replace('-', ' ')}"
        when = day_and_time(each.made_at, ws.home)
        say(f"{when}  {why}")
        say(f"  {safe(str(each.path))}")


def list_as_json(kept: list[Kept]) -> dict[str, Any]:
    """The same as a JSON object."""
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
    """The question to confirm before a restore."""
    if plan.damaged:
        there = f"{safe(str(plan.store))}, which is damaged,"
    elif plan.now is None:
        return f"Create {safe(str(plan.store))} with {_contents(plan.backup)}?"
    else:
        there = f"{safe(str(plan.store))} ({_contents(plan.now)})"
    return f"Replace {there} with {safe(str(plan.backup.path))} ({_contents(plan.backup)})?"


def restored(done: Restored) -> list[str]:
    """What was restored, and how to undo it."""
    lines = [f"Restored {_contents(done.plan.backup)} to {safe(str(done.plan.store))}."]
    if done.blocked:
        entries = plural(done.blocked, "do-not-call entry", "do-not-call entries")
        lines.append(f"Kept {entries} newer than the backup.")
    if done.erased:
        people = plural(done.erased, "person", "people")
        lines.append(f"Erased {people} again, erased since the backup.")
    if done.plan.damaged:
        lines.append(
            "If you erased people since the backup, erase them again: callq people erase WHO"
        )
    if done.kept and done.plan.damaged:
        lines.append(f"The damaged store is saved here: {safe(str(done.kept))}")
    elif done.kept:
        lines.append(f"Undo this: callq store restore {_quoted(str(done.kept))}")
    return lines


def restored_as_json(done: Restored) -> dict[str, Any]:
    """The same as a JSON object."""
    return {
        "schema": "callq.restore/1",
        "store": str(done.plan.store),
        "from": str(done.plan.backup.path),
        "people": done.plan.backup.people,
        "calls": done.plan.backup.calls,
        "kept": str(done.kept) if done.kept else None,
        "damaged": done.plan.damaged,
        "blocked": done.blocked,
        "erased": done.erased,
    }


def report(found: Report) -> list[str]:
    """One line for each check, then the verdict."""
    lines = [safe(found.store), *(line for check in found.checks for line in _lines(check))]
    if not found.found:
        return [*lines, "No problems found."]
    return [*lines, f"{plural(found.found, 'problem')} found."]


def report_as_json(found: Report) -> dict[str, Any]:
    """The same as a JSON object."""
    return {
        "schema": "callq.store-check/1",
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


def _contents(copy: Copy) -> str:
    return f"{plural(copy.people, 'person', 'people')} and {plural(copy.calls, 'call')}"


def _quoted(path: str) -> str:
    from shlex import quote

    return safe(quote(path))
