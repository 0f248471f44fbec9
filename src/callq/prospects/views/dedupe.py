"""Likely duplicates and why, as text and JSON."""

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
_OF_A_RECORD = ("id", "name", "company", "numbers", "emails")
_FIELDS = (
    "certainty", *(f"{which}_{field}" for which in ("kept", "merged") for field in _OF_A_RECORD),
    "reasons",
)  # fmt: skip
_GAP = " " * 6


def show(found: Search, proposals: Sequence[Proposal], *, merged: bool, planned: bool) -> None:
    """Print what was merged or is proposed."""
    for proposal in proposals:
        for line in lines(proposal):
            say(line)
    for why in found.busy:
        say(f"Not merged: {safe(why)}")
    if not proposals:
        say(none_found(found))
    elif merged:
        say(f"Merged {_pairs(proposals)} out of {found.people:,} people. Wrong? callq undo")
    elif planned:
        say(f"Would merge {_pairs(proposals)} out of {found.people:,} people. Nothing changed.")
    else:
        say(f"Found {_pairs(proposals)} among {found.people:,} people. Decide one by one with "
            "callq people dedupe, or add --auto to merge the sure ones.")  # fmt: skip


def none_found(found: Search) -> str:
    """The line for a search without duplicates."""
    return f"No duplicates among {found.people:,} people."


def _pairs(proposals: Sequence[Proposal]) -> str:
    return plural(len(proposals), "duplicate")


def lines(proposal: Proposal) -> list[str]:
    """A proposal in three lines: the record to keep, the duplicate, why."""
    certainty = f"{_percent(proposal.likeness.certainty):>4}"
    why = "; ".join(reason.text for reason in proposal.likeness.reasons)
    ids = [record.id for record in proposal.between]
    if set(ids) != {proposal.kept.id, proposal.gone.id}:
        why += f" (comparing {ids[0]} and {ids[1]})"
    return [
        _cut(f"{certainty}  {_who(proposal.kept)}"),
        _cut(f"      {_who(proposal.gone)}"),
        *textwrap.wrap(safe(why), columns(sys.stdout), initial_indent=_GAP, subsequent_indent=_GAP),
    ]


def _cut(line: str) -> str:
    width = columns(sys.stdout)
    return line if len(line) <= width else f"{line[: width - 1]}…"


def ask(proposal: Proposal, count: int) -> None:
    """Print a proposal and the keys that answer it."""
    note(f"\n{count}:")
    for line in lines(proposal):
        note(line)
    note("[m]erge  [k]eep apart  [s]kip  [q]uit")


def summary(found: Search) -> str:
    """One sentence: what the rep decided."""
    merged, apart = plural(found.merged, "duplicate"), plural(found.kept_apart, "pair")
    undo = " Wrong? callq undo" if found.command else ""
    return f"Merged {merged}, kept {apart} apart.{undo}"


def as_json(
    found: Search, proposals: Sequence[Proposal], above: float, *, merged: bool, dry_run: bool
) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "people": found.people,
        "threshold": above,
        "dry_run": dry_run,
        "merged": merged,
        "items": list(map(_item, proposals)),
        "skipped": list(found.busy),
    }


def write_csv(proposals: Sequence[Proposal]) -> None:
    """Print the duplicates as CSV, a line for each pair."""
    from callq.terminal.csv_out import flat, write_items

    texts = ("; ".join(why.text for why in proposal.likeness.reasons) for proposal in proposals)
    items = (
        flat(_item(proposal)) | {"reasons": text}
        for proposal, text in zip(proposals, texts, strict=True)
    )
    write_items(_FIELDS, items)


def _item(proposal: Proposal) -> dict[str, Any]:
    return {
        "kept": _record(proposal.kept),
        "merged": _record(proposal.gone),
        "certainty": round(proposal.likeness.certainty, 3),
        "compared": [record.id for record in proposal.between],
        "reasons": [
            {"text": reason.text, "points": round(reason.points, 2)}
            for reason in proposal.likeness.reasons
        ],
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
    # A guess is never certain.
    return f"{min(99, int(share * 100))}%"
