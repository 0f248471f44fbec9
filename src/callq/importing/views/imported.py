"""The report of an import: what it did, and the problems it found."""

import shlex
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from callq.engine.outcomes import BY_WORD
from callq.engine.words import plural
from callq.importing.advice import what_to_do
from callq.importing.rejects import without_mark
from callq.importing.run import Imported, most_frequent
from callq.queue.views.registries import unchecked_words
from callq.terminal.safe import safe
from callq.terminal.tables import Column, Table, print_table
from callq.terminal.terminal import say

SCHEMA = "callq.import/1"
_MOST = 12
_SPOKEN = {
    "open": "open", "unknown": "spoke", "soft-no": "not interested", "hard-no": "not interested",
    "hung-up": "not interested", "lost": "not interested",
}  # fmt: skip
"""What outcomes are called in one line, where their label doesn't say it."""
_MOST_KEPT = 20
_MOST_CHANGES = 25
_CHANGE = (
    Column("Who", 14, 0, most=26, style="bold"),
    Column("Field", 8, 0, most=18),
    Column("Now", 12, 0, most=34, style="dim"),
    Column("Becomes", 12, 0, most=34),
)


def show(report: Imported) -> None:
    """Prints the report for a person, verdict first."""
    say(f"{_did(report)}: {_verdict(report)}.")
    if report.outcomes:
        say(f"  {outcomes_in_words(report.outcomes)}.")
    for count, one, more in _figures(report):
        if count:
            say(f"  {plural(count, one, more)}.")
    for remark in report.remarks:
        say(f"  Note: {safe(remark)}.")
    _show_columns(report)
    _show_problems(report)
    _show_changes(report)
    if report.unchecked:
        say(unchecked_words(report.unchecked))
    if report.rejects_file:
        say(f"Rejected rows: {safe(str(report.rejects_file))}")
        say(f"  Fix them there, then run: {_import_again(report.rejects_file, report.list_name)}")
    if report.dry_run:
        say("Dry run: nothing changed.")
    elif report.added or report.enriched:
        say(f"Something wrong? callq undo takes it all back{_but(report)}. Next: callq today")


def _did(report: Imported) -> str:
    """What the import did; nothing is never called imported."""
    source = safe(report.source)
    into = f' into list "{safe(report.list_name)}"' if report.list_name else ""
    if report.added or report.enriched:
        return f"{'Would import' if report.dry_run else 'Imported'} {source}{into}"
    return f"{'Nothing new in' if report.unchanged else 'Nothing imported from'} {source}"


def _but(report: Imported) -> str:
    """What undo leaves."""
    if not report.opted_out:
        return ""
    one = report.opted_out == 1
    return f", but {'the do-not-call entry stays' if one else 'do-not-call entries stay'}"


def outcomes_in_words(outcomes: Mapping[str, int]) -> str:
    """How many rows say what, most first: `455 not interested, 83 open, 31 do not call`."""
    counts: Counter[str] = Counter()
    for outcome, count in outcomes.items():
        counts[_SPOKEN.get(outcome) or BY_WORD[outcome].label] += count
    return ", ".join(f"{count:,} {word}" for word, count in counts.most_common())


def as_json(report: Imported) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "source": report.source,
        "sheet": report.sheet or None,
        "list": report.list_name,
        "region": report.region,
        "dry_run": report.dry_run,
        "counts": {
            "rows": report.rows,
            "added": report.added,
            "unchanged": report.unchanged,
            "enriched": report.enriched,
            "changed": report.changed,
            "duplicates": report.duplicates,
            "calls": report.calls,
            "opted_out": report.opted_out,
            "opt_out_requests": report.asked,
            "unreachable": report.unreachable,
            "erased": report.erased,
            "rejected": report.rejected,
        },
        "outcomes": dict(report.outcomes.most_common()),
        "columns": [
            {
                "header": use.header,
                "field": use.field,
                "label": use.label or None,
                "recognized_by": use.why,
            }
            for use in report.columns
        ],
        "changes": [
            {
                "line": change.line,
                "id": change.id,
                "name": change.name,
                "field": change.field,
                "old": change.old or None,
                "new": change.new,
            }
            for change in report.changes
        ],
        "problems": [
            {
                "problem": problem.what,
                "column": problem.column or None,
                "count": problem.count,
                "hint": what_to_do(problem.what),
                "examples": [
                    {"line": one.line, "value": one.value, "place": report.place(one.line)}
                    for one in problem.examples
                ],
            }
            for problem in most_frequent(report)
        ],
        "remarks": list(report.remarks),
        "unchecked": list(report.unchecked),
        "rejects_file": str(report.rejects_file) if report.rejects_file else None,
    }


def _verdict(report: Imported) -> str:
    rows = plural(report.rows, "row")
    parts = [
        f"{plural(report.added, 'person', 'people')} added" if report.added else "",
        f"{report.enriched:,} updated" if report.enriched else "",
        f"{report.unchanged:,} unchanged" if report.unchanged else "",
        f"{report.rejected:,} rejected" if report.rejected else "",
    ]
    return ", ".join(filter(None, (rows, *parts)))


def _figures(report: Imported) -> list[tuple[int, str, str]]:
    """Counts with their words for one and for several; zeros aren't shown."""
    return [
        (report.calls, "call logged from the file", "calls logged from the file"),
        (report.changed, "value replaced by a newer one", "values replaced by newer ones"),
        (report.duplicates, "duplicate in this file", "duplicates in this file"),
        (report.opted_out, "person put on do-not-call", "people put on do-not-call"),
        (report.asked, "person on hold: opt-out request", "people on hold: opt-out requests"),
        (report.unreachable, "person without a number to dial", "people without a number to dial"),
        (report.erased, "row skipped: erased at their request",
         "rows skipped: erased at their request"),
    ]  # fmt: skip


def _show_columns(report: Imported) -> None:
    used = [use for use in report.columns if use.field not in ("custom", "ignore")]
    kept = [use.header for use in report.columns if use.field == "custom"]
    if used:
        pairs = ", ".join(f"{safe(use.header)} = {use.field}" for use in used)
        say(f"Columns: {pairs}.")
    if kept:
        names = ", ".join(safe(header) for header in kept[:_MOST_KEPT])
        more = f" and {len(kept) - _MOST_KEPT:,} more" if len(kept) > _MOST_KEPT else ""
        say(f"Custom fields: {names}{more}.")
    if any(use.field == "phone" for use in report.columns):
        say(f"Numbers without a country code: {report.region} (change with --region).")


def _show_problems(report: Imported) -> None:
    found = most_frequent(report)
    if not found:
        return
    say(f"Problems ({sum(problem.count for problem in found):,}):")
    for problem in found[:_MOST]:
        column = f"{safe(problem.column)}: " if problem.column else ""
        first = problem.examples[0]
        is_named = not first.value or first.value[:40] in problem.what
        value = "" if is_named else f'"{safe(first.value)[:40]}" in '
        place = safe(report.place(first.line))
        say(f"  {problem.count:,} x {column}{safe(problem.what)}, e.g. {value}{place}")
        say(f"      {what_to_do(problem.what)}")
    if len(found) > _MOST:
        say(f"  and {plural(len(found) - _MOST, 'more kind')}: see --json")


def _import_again(path: Path, list_name: str) -> str:
    """The command that imports a fixed rejects file into the same list."""
    into = "" if without_mark(path.stem) == list_name else f" --list {shlex.quote(list_name)}"
    return safe(f"callq import {shlex.quote(str(path))}{into}")


def _show_changes(report: Imported) -> None:
    """Shows changes to stored people: all in a dry run, else only replaced values."""
    shown = [change for change in report.changes if report.dry_run or change.replaces]
    if not shown:
        return
    say("")
    rows = [
        (safe(c.name), safe(c.field), safe(_on_a_line(c.old)) or "-", safe(_on_a_line(c.new)))
        for c in shown[:_MOST_CHANGES]
    ]
    print_table(Table(_CHANGE, rows))
    rest = len(shown) - len(rows)
    if rest:
        say(f"and {rest:,} more: see --json")
    say("")


def _on_a_line(text: str) -> str:
    return " ".join(text.split())
