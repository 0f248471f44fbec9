"""Shows the audit: one headline, then counts, then people."""

import heapq
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from callq.audit.purge_check import Finding, Summary, group_of
from callq.engine.audit import Flag, Verdict
from callq.engine.words import iso, plural, when
from callq.terminal.safe import safe
from callq.terminal.tables import Cell, Column, Shown, Table, print_table
from callq.terminal.terminal import as_json, console, say
from callq.workspace import Workspace

if TYPE_CHECKING:
    from rich.text import Text

SCHEMA = "callq.purge-check/1"
FIELDS = (
    "id", "line", "name", "company", "phone", "list", "owner", "verdict", "flags", "due_at",
    "explanation", "rule", "last_outcome", "reason", "last_outcome_at", "agent", "note",
)  # fmt: skip
"""The fields of a finding, in order."""
_STYLES = {
    Verdict.DECIDE: "red",
    Verdict.RECALL_NOW: "green",
    Verdict.CHECK_IN: "green",
    Verdict.WRITE_NOW: "yellow",
    Verdict.NEVER: "red",
    Verdict.NO_NUMBER: "dim",
    Verdict.COOLING: "cyan",
    Verdict.UNEXPLAINED: "yellow",
}
_ORDER = (
    Verdict.DECIDE, Verdict.WRITE_NOW, Verdict.RECALL_NOW, Verdict.CHECK_IN, Verdict.UNEXPLAINED,
    Verdict.COOLING, Verdict.NO_NUMBER, Verdict.NEVER,
)  # fmt: skip
_MEANS = {
    Verdict.DECIDE: "an imported cell says not to call: see callq why NAME",
    Verdict.WRITE_NOW: "you owe them an answer: write now",
    Verdict.RECALL_NOW: "the cooldown is over: call",
    Verdict.CHECK_IN: "they agreed to an occasional call: call",
    Verdict.COOLING: "don't call yet",
    Verdict.NEVER: "do not call: keep the entry, delete nothing",
    Verdict.NO_NUMBER: "no working number: research one or delete",
    Verdict.UNEXPLAINED: "marked not interested in an imported list, no call on record",
}
_LABELS = {verdict: verdict.value.replace("-", " ") for verdict in Verdict} | {
    Verdict.RECALL_NOW: "call again",
    Verdict.UNEXPLAINED: "no call",
}
_COLUMNS = (
    Column("Verdict", 11, 0, most=12),
    Column("Who", 14, 0, most=26, style="bold"),
    Column("Company", 12, 2, most=24),
    Column("Last conversation", 16, 1, most=44),
    Column("Until", 10, 3, most=16),
    Column("Why look again", 22, 0, most=72),
)


def show(
    found: Iterator[Finding], by: str, ws: Workspace, limit: int, *, outside: int = 0
) -> Summary:
    """Print the audit.

    Args:
        found: The findings.
        by: How to group the counts, one of `GROUPS`; empty for no groups.
        ws: The workspace.
        limit: How many people to show.
        outside: Calls in violation to people outside the audit.
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
        say(f"\nBy {by}")
        print_table(_groups(summary, by))
    if first:
        out.print()
        _print_people(first, ws)
        if summary.people > len(first):
            rest = summary.people - len(first)
            out.print(
                f"\n{rest:,} more. Show them with --all, or use --csv or --json.", style="dim"
            )
    if outside:
        calls = plural(outside, "call")
        say(f"\nAlso in violation: {calls} to other people. See callq people record --violations")
    return summary


def write_json(found: Iterator[Finding], by: str, now: datetime, *, outside: int = 0) -> Summary:
    """Print one JSON object, finding by finding, in flat memory; see `show`."""
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
    """Print the findings as CSV; the groups instead when there is something to group by."""
    from callq.terminal.csv_out import write_items, write_table

    summary = Summary()
    counted = _counted(found, summary, by, now)
    if by:
        _drained(counted)
        write_table(_groups(summary, by))
    else:
        write_items(FIELDS, map(finding_json, counted))
    return summary


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding for JSON."""
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
        "explanation": finding.explanation,
        "rule": finding.rule,
        "last_outcome": finding.last_conversation or None,
        "reason": finding.reason or None,
        "last_outcome_at": iso(finding.last_word_at),
        "agent": finding.agent or None,
        "note": finding.note or None,
    }


def counts_json(summary: Summary, outside: int) -> dict[str, Any]:
    """The counts for JSON."""
    return {
        "people": summary.people,
        "can_be_called": summary.can_be_called,
        "violations": summary.warned,
        "given_up_too_early": summary.too_early,
        "verdicts": {verdict.value: summary.verdicts[verdict] for verdict in Verdict},
        "flags": {flag.value: summary.flags[flag] for flag in Flag},
        "violations_elsewhere": outside,
    }


def groups_json(summary: Summary) -> dict[str, dict[str, int]]:
    """The counts by group for JSON."""
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
        return Text("No refusals yet: nothing to check.", style="bold")
    verdicts = summary.verdicts
    to_decide, dead = verdicts[Verdict.DECIDE], verdicts[Verdict.NO_NUMBER]
    text = Text(f"{summary.people - to_decide:,} not interested", style="bold")
    cooling, unexplained = verdicts[Verdict.COOLING], verdicts[Verdict.UNEXPLAINED]
    parts = [
        (summary.can_be_called, "can be called again", "green"),
        (cooling, "is cooling down" if cooling == 1 else "are cooling down", "cyan"),
        (verdicts[Verdict.NEVER], "said never", "red"),
        (unexplained, "has no call on record" if unexplained == 1 else "have no call on record",
         "yellow"),
    ]  # fmt: skip
    for i, (count, words, style) in enumerate(part for part in parts if part[0]):
        text.append(", " if i else ": ")
        text.append(f"{count:,} {words}", style=style)
    text.append(".")
    if dead:
        text.append(f" You can delete {dead:,}: no working number.", style="dim")
    if to_decide:
        text.append(f" {to_decide:,} may have opted out: you decide.", style="red")
    if summary.warned:
        text.append(f" {summary.warned:,} with a violation or a risk.", style="yellow")
    return text


def _print_verdicts(summary: Summary) -> None:
    from rich.text import Text

    out = console()
    for verdict in _ORDER:
        count = summary.verdicts[verdict]
        if count:
            text = Text(f"{count:>8,}  ")
            text.append(f"{_LABELS[verdict]:<14}", style=_STYLES[verdict])
            text.append(_MEANS[verdict], style="dim")
            out.print(text, no_wrap=True, overflow="ellipsis")


def _print_flags(summary: Summary) -> None:
    from rich.text import Text

    out = console()
    for warns, title in ((True, "Violations and risks"), (False, "Given up too early?")):
        flags = [flag for flag in Flag if flag.warns is warns and summary.flags[flag]]
        if flags:
            out.print(Text(f"\n{title}", style="bold"))
        for flag in sorted(flags, key=lambda flag: -summary.flags[flag]):
            text = Text(f"{summary.flags[flag]:>8,}  {flag.meaning}")
            out.print(text, no_wrap=True, overflow="ellipsis")


def _groups(summary: Summary, by: str) -> Table:
    columns = [Column(by.title(), 14, 0, most=30, style="bold"), Column("People", 6, 0, right=True)]
    columns += [Column(_LABELS[v], len(_LABELS[v]), 1 + len(_ORDER) - i, right=True)
                for i, v in enumerate(_ORDER)]  # fmt: skip
    ordered = sorted(summary.groups.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    rows: list[tuple[Cell, ...]] = [
        (safe(name), sum(counted.values()), *(_unless_zero(counted[v]) for v in _ORDER))
        for name, counted in ordered
    ]
    return Table(columns, rows)


def _unless_zero(count: int) -> Shown:
    return Shown(f"{count:,}" if count else "", count)


def _print_people(first: list[Finding], ws: Workspace) -> None:
    rows = [tuple(map(_text, _cells(finding, ws))) for finding in first]
    for finding, row in zip(first, rows, strict=True):
        row[0].stylize(_STYLES[finding.verdict])
        if finding.warns:
            row[-1].stylize("yellow")
    print_table(Table(_COLUMNS, rows))


def _cells(finding: Finding, ws: Workspace) -> tuple[str, ...]:
    said = (
        finding.reason
        if finding.reason and finding.reason != "unknown"
        else finding.last_conversation
    )
    word = said.replace("-", " ")
    if finding.last_word_at:
        word += f", {when(finding.last_word_at, ws.now, ws.home)}"
    ordered = sorted(finding.flags, key=lambda flag: not flag.warns)
    look = ", ".join(flag.short for flag in ordered)
    until = finding.due_at if finding.verdict is Verdict.COOLING else None
    return (
        _LABELS[finding.verdict], safe(finding.name), safe(finding.company), safe(word),
        when(until, ws.now, ws.home) if until else "", look or safe(finding.explanation),
    )  # fmt: skip


def _text(words: str) -> "Text":
    from rich.text import Text

    return Text(words)
