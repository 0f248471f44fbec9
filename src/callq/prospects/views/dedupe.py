"""People who look like one another, with the reasons."""

import sys
import textwrap
from collections.abc import Sequence
from typing import Any

from callq.engine.words import plural
from callq.prospects.dedupe import Search
from callq.prospects.likeness import Record
from callq.prospects.pairing import Proposal
from callq.terminal.safe import safe
from callq.terminal.terminal import columns, note, say

SCHEMA = "callq.dedupe/1"
_GAP = " " * 6


def show(found: Search, proposals: Sequence[Proposal], *, merged: bool, rehearsed: bool) -> None:
    """Prints what was merged or is proposed, for a person."""
    for proposal in proposals:
        for line in lines(proposal):
            say(line)
    compared = f"{found.people:,} people compared"
    for why in found.busy:
        say(f"Not merged: {safe(why)}")
    if not proposals:
        say(f"{compared}; nobody looks like anybody else.")
    elif merged:
        gone = plural(len(proposals), "person", "people")
        say(f"{compared}; {gone} merged into others. Wrong? callq undo takes all of it back.")
    elif rehearsed:
        say(f"{compared}; {plural(len(proposals), 'merge')} would follow. Nothing was changed.")
    else:
        say(f"{compared}; {plural(len(proposals), 'merge')} proposed. On a terminal callq dedupe "
            "asks; --auto does the sure ones.")  # fmt: skip


def lines(proposal: Proposal) -> list[str]:
    """A proposal in three lines: who stays, who leaves, why."""
    certainty = f"{_percent(proposal.likeness.certainty):>4}"
    why = "; ".join(reason.text for reason in proposal.likeness.reasons)
    ids = [record.id for record in proposal.between]
    if set(ids) != {proposal.kept.id, proposal.gone.id}:
        why += f" (of {ids[0]} and {ids[1]})"
    return [
        _cut(f"{certainty}  {_who(proposal.kept)}"),
        _cut(f"      {_who(proposal.gone)}"),
        *textwrap.wrap(safe(why), columns(sys.stdout), initial_indent=_GAP, subsequent_indent=_GAP),
    ]


def _cut(line: str) -> str:
    width = columns(sys.stdout)
    return line if len(line) <= width else f"{line[: width - 1]}…"


def ask(proposal: Proposal, count: int) -> None:
    """Prints a proposal to be answered with one key."""
    note(f"\n{count}:")
    for line in lines(proposal):
        note(line)
    note("[m]erge  [k]eep apart  [s]kip  [q]uit")


def summary(found: Search) -> str:
    """What a rep decided, in a sentence."""
    parts = [
        f"{plural(found.merged, 'person', 'people')} merged into others",
        f"{plural(found.kept_apart, 'pair')} kept apart",
    ]
    undo = " Wrong? callq undo takes all of it back." if found.command else ""
    return f"{', '.join(parts)}.{undo}"


def as_json(
    found: Search, proposals: Sequence[Proposal], above: float, *, merged: bool, dry_run: bool
) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "people": found.people,
        "above": above,
        "dry_run": dry_run,
        "merged": merged,
        "items": [
            {
                "kept": _record(proposal.kept),
                "gone": _record(proposal.gone),
                "certainty": round(proposal.likeness.certainty, 3),
                "between": [record.id for record in proposal.between],
                "reasons": [
                    {"text": reason.text, "points": round(reason.points, 2)}
                    for reason in proposal.likeness.reasons
                ],
            }
            for proposal in proposals
        ],
        "not_now": list(found.busy),
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "company": record.company,
        "numbers": sorted({number for number, _ in record.numbers}),
        "emails": sorted(record.emails),
    }


def _who(record: Record) -> str:
    company = record.company if record.company != record.name else ""
    numbers = sorted({number for number, _ in record.numbers})
    parts = (record.name, company, ", ".join(numbers), ", ".join(sorted(record.emails)))
    return f"{record.id:>6}  " + " · ".join(safe(part) for part in parts if part)


def _percent(share: float) -> str:
    # Nothing that is guessed is certain.
    return f"{min(99, int(share * 100))}%"
