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

    from callq.audit.purge_file import FileCheck

SCHEMA = "callq.purge-check/1"
FIELDS = (
    "id", "line", "name", "company", "phone", "list", "owner", "verdict", "flags", "due_at",
    "explanation", "rule", "last_outcome", "reason", "last_outcome_at", "agent", "note",
)  # fmt: skip
"""The fields of a finding, in order."""
_STYLES = {
    Verdict.DECIDE: "red",
    Verdict.ON_HOLD: "yellow",
    Verdict.WRITE_NOW: "green",
    Verdict.CALL_AGAIN: "green",
    Verdict.COOLING: "cyan",
    Verdict.DEAD: "dim",
    Verdict.DO_NOT_CALL: "red",
}
_ORDER = tuple(_STYLES)
_MEANS = {
    Verdict.DECIDE: "a note or a list says not to call: you decide",
    Verdict.ON_HOLD: "can't be called yet; see why: callq list --state on-hold",
    Verdict.WRITE_NOW: "you owe them an answer: write now",
    Verdict.CALL_AGAIN: "the cooldown is over: call",
    Verdict.COOLING: "call later, not yet",
    Verdict.DEAD: "no number left: find one, or delete",
    Verdict.DO_NOT_CALL: "keep the entry, so no one calls them again",
}
_LABELS = {verdict: verdict.value.replace("-", " ") for verdict in Verdict} | {
    Verdict.DO_NOT_CALL: "do-not-call"
}
_LEAST = 32
"""Room for the longest reason and a count of the others."""
_OTHERS = 78
"""Room for the other columns at their usual width."""
_COLUMNS = (
    Column("Verdict", 11, 0, most=12),
    Column("Who", 14, 0, most=26, style="bold"),
    Column("Company", 12, 2, most=24),
    Column("Last conversation", 16, 1, most=44),
    Column("Until", 10, 3, most=16),
    Column("Why look again", _LEAST, 0, most=72),
)


def show(
    found: Iterator[Finding], by: str, ws: Workspace, limit: int, *, outside: int = 0,
    file: "FileCheck | None" = None,
) -> Summary:  # fmt: skip
    """Print the audit.

    Args:
        found: The findings.
        by: How to group the counts, one of `GROUPS`; empty for no groups.
        ws: The workspace.
        limit: How many people to show.
        outside: Calls in violation to people outside the audit.
        file: What else is in the file; None for the store.
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
    for line in _rest_of_file(file) if file else ():
        say(f"\n{line}")
    if summary.people:
        out.print()
        out.print(answer(summary, of_file=file is not None), style="bold", highlight=False)
    return summary


def write_json(
    found: Iterator[Finding], by: str, now: datetime, *, outside: int = 0,
    file: "FileCheck | None" = None,
) -> Summary:  # fmt: skip
    """Print one JSON object, finding by finding, in flat memory; see `show`."""
    summary = Summary()
    sys.stdout.write(
        f'{{\n"schema": {json.dumps(SCHEMA)},\n"now": {json.dumps(iso(now))},\n"items": ['
    )
    for i, finding in enumerate(_counted(found, summary, by, now)):
        text = as_json(finding_json(finding))
        sys.stdout.write(f"{',' if i else ''}\n{text}")
    rest = {"counts": counts_json(summary, outside, file), "groups": groups_json(summary)}
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


def counts_json(summary: Summary, outside: int, file: "FileCheck | None") -> dict[str, Any]:
    """The counts for JSON."""
    return {
        "people": summary.people,
        "can_be_called": summary.can_be_called,
        "violations": summary.warned,
        "given_up_too_early": summary.too_early,
        "verdicts": {verdict.value: summary.verdicts[verdict] for verdict in Verdict},
        "flags": {flag.value: summary.flags[flag] for flag in Flag},
        "violations_elsewhere": outside,
        "never_refused": dict(file.others) if file else {},
        "erased": file.erased if file else 0,
        "rejected": file.rejected if file else 0,
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
        return Text("No refusals: nothing to check.", style="bold")
    text = Text(f"{plural(summary.people, 'person', 'people')} to check", style="bold")
    if summary.warned:
        text.append(f", {summary.warned:,} with a violation or a risk", style="yellow")
    return text.append(".")


def answer(summary: Summary, *, of_file: bool = False) -> str:
    """What to do with all of them, in a line: who to delete, keep, call now and call later."""
    n = summary.verdicts
    worth = n[Verdict.CALL_AGAIN]
    call = f"{worth:,} {'is' if worth == 1 else 'are'} worth a call" if worth else ""
    later = f"{n[Verdict.COOLING]:,} later" if n[Verdict.COOLING] else ""
    if later and not call:
        later = f"Call {later}"
    held, write = n[Verdict.ON_HOLD], n[Verdict.WRITE_NOW]
    parts = (
        f"You can delete {n[Verdict.DEAD]:,}: no number left" if n[Verdict.DEAD] else "",
        f"Keep {n[Verdict.DO_NOT_CALL]:,} on do-not-call" if n[Verdict.DO_NOT_CALL] else "",
        ", ".join(filter(None, (call, later))),
        f"You owe {write:,} an email" if write else "",
        f"{held:,} {'is' if held == 1 else 'are'} on hold" if held else "",
    )
    said = " ".join(f"{part}." for part in parts if part)
    if n[Verdict.DECIDE]:
        first = "import the file, then " if of_file else ""
        said += f" Decide on {n[Verdict.DECIDE]:,}: {first}callq purge-check --decide"
    return said.strip()


def _rest_of_file(file: "FileCheck") -> Iterator[str]:
    others = file.others.total()
    if others:
        states = ", ".join(f"{n:,} {state}" for state, n in file.others.most_common())
        who = plural(others, "other person", "other people")
        yield f"{who} in the file never refused: {states}."
    if file.erased:
        rows = plural(file.erased, "row")
        yield f"{rows} skipped: erased at their request. Don't add them again."
    if file.rejected:
        yield f"{plural(file.rejected, 'row')} skipped: no person in them."


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
    room = max(_LEAST, console().width - _OTHERS)
    rows = [tuple(map(_text, _cells(finding, ws, room))) for finding in first]
    for finding, row in zip(first, rows, strict=True):
        row[0].stylize(_STYLES[finding.verdict])
        if finding.warns:
            row[-1].stylize("yellow")
    print_table(Table(_COLUMNS, rows))


def _cells(finding: Finding, ws: Workspace, room: int) -> tuple[str, ...]:
    said = (
        finding.reason
        if finding.reason and finding.reason != "unknown"
        else finding.last_conversation
    )
    word = said.replace("-", " ")
    if Flag.UNCONFIRMED in finding.flags:
        word += ", no date"
    elif finding.last_word_at:
        word += f", {when(finding.last_word_at, ws.now, ws.home)}"
    ordered = sorted(finding.flags, key=lambda flag: not flag.warns)
    shown = [flag.short for flag in ordered]
    if finding.asked:
        shown[:1] = [f'"{safe(finding.asked)}"']
    look = _fitting(shown, room)
    until = finding.due_at if finding.verdict is Verdict.COOLING else None
    return (
        _LABELS[finding.verdict], safe(finding.name), safe(finding.company), safe(word),
        when(until, ws.now, ws.home) if until else "", look,
    )  # fmt: skip


def _fitting(reasons: list[str], room: int) -> str:
    """The first reasons that fit, at least one, and how many more there are."""
    for left in range(len(reasons)):
        kept = reasons[: len(reasons) - left]
        words = ", ".join([*kept, f"+{left}"] if left else kept)
        if len(words) <= room or len(kept) == 1:
            return words
    return ""


def _text(words: str) -> "Text":
    from rich.text import Text

    return Text(words)
