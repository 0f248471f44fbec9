"""The audit: a sentence a manager reads in five seconds, then groups, then people."""

import csv
import heapq
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from callq.audit.purge_check import Finding, Summary, group_of
from callq.engine.audit import MEANINGS, Flag, Verdict
from callq.engine.words import iso, plural, when
from callq.terminal.safe import defused, safe
from callq.terminal.tables import Column, fitting, new_table, print_table
from callq.terminal.terminal import as_json, console, say
from callq.workspace import Workspace

if TYPE_CHECKING:
    from rich.text import Text

SCHEMA = "callq.purge-check/1"
FIELDS = (
    "id", "line", "name", "company", "phone", "list", "owner", "verdict", "flags", "due_at",
    "because", "rule", "last_word", "reason", "last_word_at", "agent", "note",
)  # fmt: skip
"""The fields of a finding, in their order."""
_STYLES = {
    Verdict.DECIDE: "red",
    Verdict.RECALL_NOW: "green",
    Verdict.CHECK_IN: "green",
    Verdict.REPLY_NOW: "yellow",
    Verdict.NEVER: "red",
    Verdict.DEAD: "dim",
    Verdict.COOLING: "cyan",
    Verdict.UNEXPLAINED: "yellow",
}
_ORDER = (
    Verdict.DECIDE, Verdict.REPLY_NOW, Verdict.RECALL_NOW, Verdict.CHECK_IN, Verdict.UNEXPLAINED,
    Verdict.COOLING, Verdict.DEAD, Verdict.NEVER,
)  # fmt: skip
_MEANS = {
    Verdict.DECIDE: "a cell asks not to be called: callq why WHO says how to decide",
    Verdict.REPLY_NOW: "a reply or a last proposal is owed: write now",
    Verdict.RECALL_NOW: "rested long enough: call",
    Verdict.CHECK_IN: "they allowed a call now and then: call",
    Verdict.COOLING: "still resting",
    Verdict.NEVER: "asked never to be called",
    Verdict.DEAD: "no number that works",
    Verdict.UNEXPLAINED: "called not interested by a list, no call behind it",
}
_COLUMNS = (
    Column("Verdict", 11, 0, most=12),
    Column("Who", 14, 0, most=26, style="bold"),
    Column("Company", 12, 2, most=24),
    Column("Last word", 16, 1, most=40),
    Column("Until", 10, 3, most=16),
    Column("Look at", 22, 0, most=60),
)


def show(
    found: Iterator[Finding], by: str, ws: Workspace, limit: int, *, outside: int = 0
) -> Summary:
    """Prints the audit for a person.

    Args:
        found: The people.
        by: In which groups to count; empty for none.
        ws: Whose clock it is.
        limit: How many people to show.
        outside: Calls against a gate to people who are not in the pile.
    """
    summary = Summary()
    counted = _counted(found, summary, by, ws.now)
    first = heapq.nsmallest(limit, counted, key=_urgency) if limit else list(_drained(counted))
    out = console()
    out.print(_sentence(summary))
    if summary.people:
        out.print()
        _print_verdicts(summary)
        _print_flags(summary)
    if by:
        _print_groups(summary, by)
    if first:
        out.print()
        _print_people(first, ws)
        if summary.people > len(first):
            rest = summary.people - len(first)
            out.print(
                f"\n{rest:,} more: --all shows them, --json and --csv list them.", style="dim"
            )
    if outside:
        calls = plural(outside, "call")
        say(f"\n{calls} to people outside this pile went against a gate: callq evidence --breaches")
    return summary


def write_json(found: Iterator[Finding], by: str, now: datetime, *, outside: int = 0) -> Summary:
    """Prints the documented object, person by person, so that memory stays flat; see `show`."""
    summary = Summary()
    sys.stdout.write(
        f'{{\n"schema": {json.dumps(SCHEMA)},\n"now": {json.dumps(iso(now))},\n"items": ['
    )
    for i, finding in enumerate(_counted(found, summary, by, now)):
        text = as_json(finding_json(finding))
        sys.stdout.write(f"{',' if i else ''}\n{text}")
    rest = {"counts": counts_json(summary, outside), "groups": groups_json(summary)}
    body = as_json(rest, indent=2)[1:]
    sys.stdout.write(f"\n],{body}\n")
    return summary


def write_csv(found: Iterator[Finding], by: str, now: datetime) -> Summary:
    """Prints the people as CSV; cells that a spreadsheet would run are defused."""
    summary = Summary()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(FIELDS)
    for finding in _counted(found, summary, by, now):
        row = finding_json(finding)
        cells = (" ".join(v) if isinstance(v, list) else "" if v is None else str(v)
                 for v in row.values())  # fmt: skip
        writer.writerow([defused(safe(cell)) for cell in cells])
    return summary


def finding_json(finding: Finding) -> dict[str, Any]:
    """One person of the audit."""
    return {
        "id": finding.id or None,
        "line": finding.line or None,
        "name": finding.name,
        "company": finding.company,
        "phone": finding.phone or None,
        "list": finding.list_name,
        "owner": finding.owner,
        "verdict": finding.verdict.value,
        "flags": [flag.value for flag in finding.flags],
        "due_at": iso(finding.due_at),
        "because": finding.because,
        "rule": finding.rule,
        "last_word": finding.last_word or None,
        "reason": finding.reason or None,
        "last_word_at": iso(finding.last_word_at),
        "agent": finding.agent or None,
        "note": finding.note or None,
    }


def counts_json(summary: Summary, outside: int) -> dict[str, Any]:
    """The figures of the audit."""
    return {
        "people": summary.people,
        "may_be_called": summary.may_be_called,
        "need_a_look": summary.warned,
        "thrown_away_too_early": summary.too_early,
        "verdicts": {verdict.value: summary.verdicts[verdict] for verdict in Verdict},
        "flags": {flag.value: summary.flags[flag] for flag in Flag},
        "breaches_outside": outside,
    }


def groups_json(summary: Summary) -> dict[str, dict[str, int]]:
    """The figures by group."""
    return {
        group: {verdict.value: n for verdict, n in counted.items()}
        for group, counted in sorted(summary.groups.items())
    }


def _counted(
    found: Iterator[Finding], summary: Summary, by: str, now: datetime
) -> Iterator[Finding]:
    for finding in found:
        summary.add(finding, group_of(finding, by, now))
        yield finding


def _drained(found: Iterator[Finding]) -> Iterator[Finding]:
    for _ in found:
        pass
    return iter(())


def _urgency(finding: Finding) -> tuple[object, ...]:
    return (not finding.warns, not finding.too_early, _ORDER.index(finding.verdict), finding.line,
            finding.id)  # fmt: skip


def _sentence(summary: Summary) -> "Text":
    from rich.text import Text

    if not summary.people:
        return Text("Nobody's last word was a no.", style="bold")
    verdicts = summary.verdicts
    to_decide = verdicts[Verdict.DECIDE]
    text = Text(f"{summary.people - to_decide:,} not interested: ", style="bold")
    parts = [
        (summary.may_be_called, "may be called again", "green"),
        (verdicts[Verdict.COOLING], "rest", "cyan"),
        (verdicts[Verdict.NEVER], "never", "red"),
        (verdicts[Verdict.DEAD], "have no working number", "dim"),
        (verdicts[Verdict.UNEXPLAINED], "unexplained", "yellow"),
    ]
    for i, (count, words, style) in enumerate(part for part in parts if part[0]):
        text.append(", " if i else "")
        text.append(f"{count:,} {words}", style=style)
    if to_decide:
        text.append(f"; {to_decide:,} to be decided", style="red")
    look = summary.warned
    verb = "needs" if look == 1 else "need"
    text.append(f"; {look:,} {verb} a look." if look else ".", style="yellow" if look else "")
    return text


def _print_verdicts(summary: Summary) -> None:
    from rich.text import Text

    out = console()
    for verdict in _ORDER:
        count = summary.verdicts[verdict]
        if count:
            text = Text(f"{count:>8,}  ")
            text.append(f"{verdict.value:<13}", style=_STYLES[verdict])
            text.append(_MEANS[verdict], style="dim")
            out.print(text, no_wrap=True, overflow="ellipsis")


def _print_flags(summary: Summary) -> None:
    from rich.text import Text

    out = console()
    for warns, title in ((True, "Must not be in the queue"), (False, "Thrown away too early?")):
        flags = [flag for flag in Flag if flag.warns is warns and summary.flags[flag]]
        if flags:
            out.print(Text(f"\n{title}", style="bold"))
        for flag in sorted(flags, key=lambda flag: -summary.flags[flag]):
            text = Text(f"{summary.flags[flag]:>8,}  {MEANINGS[flag]}")
            out.print(text, no_wrap=True, overflow="ellipsis")


def _print_groups(summary: Summary, by: str) -> None:
    say(f"\nBy {by}")
    columns = [Column(by.title(), 14, 0, most=30, style="bold"), Column("People", 6, 0, right=True)]
    columns += [Column(v.value, len(v.value), 1 + len(_ORDER) - i, right=True)
                for i, v in enumerate(_ORDER)]  # fmt: skip
    out = console()
    names = sorted(summary.groups, key=lambda name: (-sum(summary.groups[name].values()), name))
    longest = [max((len(safe(name)) for name in names), default=0), 6]
    longest += [0] * (len(columns) - 2)
    kept = fitting(columns, longest, out.width)
    table = new_table(kept, longest[: len(kept)], out.width)
    for name in names:
        counted = summary.groups[name]
        cells = {v.value: f"{counted[v]:,}" if counted[v] else "" for v in _ORDER}
        figures = [cells[column.name] for column in kept[2:]]
        table.add_row(_text(safe(name)), f"{sum(counted.values()):,}", *figures)
    out.print(table)


def _print_people(first: list[Finding], ws: Workspace) -> None:
    rows = [tuple(map(_text, _cells(finding, ws))) for finding in first]
    for finding, row in zip(first, rows, strict=True):
        row[0].stylize(_STYLES[finding.verdict])
        if finding.warns:
            row[-1].stylize("yellow")
    print_table(_COLUMNS, rows)


def _cells(finding: Finding, ws: Workspace) -> tuple[str, ...]:
    word = finding.last_word.replace("-", " ")
    if finding.reason and finding.reason != "unknown":
        word += f" ({finding.reason})"
    if finding.last_word_at:
        word += f" {when(finding.last_word_at, ws.now, ws.home)}"
    ordered = sorted(finding.flags, key=lambda flag: not flag.warns)
    look = ", ".join(flag.value.replace("-", " ") for flag in ordered)
    until = when(finding.due_at, ws.now, ws.home) if finding.due_at else ""
    resting = finding.verdict is Verdict.COOLING
    return (
        finding.verdict.value, safe(finding.name), safe(finding.company), safe(word),
        until if resting else "", look or safe(finding.because),
    )  # fmt: skip


def _text(words: str) -> "Text":
    from rich.text import Text

    return Text(words)
