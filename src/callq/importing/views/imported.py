"""What an import did, and what was odd and where."""

import shlex
from pathlib import Path
from typing import Any

from callq.engine.words import plural
from callq.importing.advice import what_to_do
from callq.importing.rejects import without_mark
from callq.importing.run import Imported, most_odd
from callq.terminal.safe import safe
from callq.terminal.tables import Column, print_table
from callq.terminal.terminal import say

SCHEMA = "callq.import/1"
_MOST = 12
_MOST_KEPT = 20
_MOST_CHANGES = 25
_CHANGE = (
    Column("Who", 14, 0, most=26, style="bold"),
    Column("Field", 8, 0, most=18),
    Column("is", 12, 0, most=34, style="dim"),
    Column("becomes", 12, 0, most=34),
)


def show(report: Imported) -> None:
    """Prints the report for a person."""
    would = "Would have imported" if report.dry_run else "Imported"
    into = f' into list "{safe(report.list_name)}"' if report.list_name else ""
    say(f"{would} {safe(report.source)}{into}.")
    for count, words in _figures(report):
        if count:
            say(f"  {count:>7,}  {words}")
    for remark in report.remarks:
        say(f"  Note: {safe(remark)}")
    _show_columns(report)
    _show_odd(report)
    _show_changes(report)
    if report.rejects_file:
        say(f"Rejected rows: {safe(str(report.rejects_file))}")
        say(f"  Mend them there, then: {_import_again(report.rejects_file, report.list_name)}")
    if report.dry_run:
        say("Nothing was changed.")
    elif report.added or report.enriched:
        say("Wrong? callq undo takes all of it back. Next: callq today")


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
            "twins": report.twins,
            "calls": report.calls,
            "opted_out": report.opted_out,
            "asked": report.asked,
            "unreachable": report.unreachable,
            "forgotten": report.forgotten,
            "rejected": report.rejected,
        },
        "columns": [
            {"header": use.header, "field": use.field, "label": use.label or None, "why": use.why}
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
        "odd": [
            {
                "what": odd.what,
                "column": odd.column or None,
                "count": odd.count,
                "hint": what_to_do(odd.what),
                "examples": [
                    {"line": one.line, "value": one.value, "place": report.place(one.line)}
                    for one in odd.examples
                ],
            }
            for odd in most_odd(report)
        ],
        "remarks": list(report.remarks),
        "rejects_file": str(report.rejects_file) if report.rejects_file else None,
    }


def _figures(report: Imported) -> list[tuple[int, str]]:
    return [
        (report.rows, "rows read"),
        (report.added, "people added"),
        (report.unchanged, "already there, nothing new"),
        (report.enriched, "already there, something added or changed"),
        (report.changed, "values replaced by newer ones"),
        (report.twins, "named twice in this file"),
        (report.calls, "calls taken from the file"),
        (report.opted_out, "asked never to be called: on do-not-call"),
        (report.asked, "held: a cell asks not to be called"),
        (report.unreachable, "without a number that can be dialed"),
        (report.forgotten, "left out: they asked to be forgotten"),
        (report.rejected, "rejected"),
    ]


def _show_columns(report: Imported) -> None:
    used = [use for use in report.columns if use.field not in ("custom", "ignore")]
    kept = [use.header for use in report.columns if use.field == "custom"]
    if used:
        pairs = ", ".join(f"{safe(use.header)} = {use.field}" for use in used)
        say(f"Columns: {pairs}.")
    if kept:
        names = ", ".join(safe(header) for header in kept[:_MOST_KEPT])
        more = f" and {len(kept) - _MOST_KEPT:,} more" if len(kept) > _MOST_KEPT else ""
        say(f"Kept as they are: {names}{more}.")
    if any(use.field == "phone" for use in report.columns):
        say(f"Numbers without a country code were read as {report.region} (--region).")


def _show_odd(report: Imported) -> None:
    found = most_odd(report)
    if not found:
        return
    say(f"Odd ({plural(sum(odd.count for odd in found), 'cell')}):")
    for odd in found[:_MOST]:
        column = f"{safe(odd.column)}: " if odd.column else ""
        first = odd.examples[0]
        value = f'"{safe(first.value)[:40]}" in ' if first.value else ""
        place = safe(report.place(first.line))
        say(f"  {odd.count:>7,}  {column}{safe(odd.what)}, e.g. {value}{place}")
        say(f"           {what_to_do(odd.what)}")
    if len(found) > _MOST:
        say(f"           and {plural(len(found) - _MOST, 'more kind')}: --json lists them")


def _import_again(path: Path, list_name: str) -> str:
    """The command that takes a mended rejects file into the list that the others came in as."""
    into = "" if without_mark(path.stem) == list_name else f" --list {shlex.quote(list_name)}"
    return safe(f"callq import {shlex.quote(str(path))}{into}")


def _show_changes(report: Imported) -> None:
    """Shows what becomes of people who were known: in a rehearsal, and where values go."""
    shown = [change for change in report.changes if report.dry_run or change.old]
    if not shown:
        return
    say("")
    rows = [
        (safe(c.name), safe(c.field), safe(_on_a_line(c.old)) or "-", safe(_on_a_line(c.new)))
        for c in shown[:_MOST_CHANGES]
    ]
    print_table(_CHANGE, rows)
    rest = len(shown) - len(rows)
    if rest:
        say(f"and {rest:,} more: --json lists them")
    say("")


def _on_a_line(text: str) -> str:
    return " ".join(text.split())
