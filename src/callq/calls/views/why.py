"""Every rule that holds or releases somebody, in sentences, and the score term by term."""

from datetime import tzinfo
from typing import Any

from callq.calls.explain import Portrait
from callq.calls.views.card import status_words
from callq.engine.words import in_words, iso
from callq.terminal.safe import safe
from callq.terminal.terminal import console, hanging

SCHEMA = "callq.why/1"


def show(portrait: Portrait, home: tzinfo) -> None:
    """Prints the explanation for a person."""
    from rich.text import Text

    out = console()
    details = portrait.details
    company = f" · {safe(details.company)}" if details.company else ""
    out.print(Text(f"{safe(details.name)}{company}", style="bold"))
    out.print(Text(status_words(portrait, home), style="cyan"))
    for because in portrait.reasons:
        out.print(hanging("  •", Text(safe(because.text)), 4))
    out.print(Text(_first(portrait), style="bold green"))
    out.print(Text(f"\nTier {portrait.tier.word}, score {portrait.score:.2f}", style="bold"))
    for term in portrait.terms:
        style = "" if term.points else "dim"
        line = f"  {term.name:<12} {term.weight:6.2f} x {term.value:.3f} = {term.points:6.2f}"
        out.print(Text(line, style=style))


def as_json(portrait: Portrait) -> dict[str, Any]:
    """The documented object."""
    status = portrait.status
    return {
        "schema": SCHEMA,
        "id": portrait.details.id,
        "name": portrait.details.name,
        "state": status.state.value,
        "action": status.action.value,
        "rule": status.rule,
        "due_at": iso(status.due_at),
        "first_moment": iso(portrait.first_moment),
        "hold": status.hold.value or None,
        "because": [
            {
                "text": because.text,
                "rule": because.rule or None,
                "call_id": because.call_id,
                "counted_from": iso(because.counted_from),
                "until": iso(because.until),
            }
            for because in portrait.reasons
        ],
        "breaches": [
            {"call_id": breach.call_id, "what": breach.what, "text": breach.text}
            for breach in status.breaches
        ],
        "stage": status.stage or None,
        "tier": portrait.tier.word,
        "score": portrait.score,
        "terms": [
            {
                "term": term.name,
                "weight": term.weight,
                "value": round(term.value, 6),
                "points": round(term.points, 6),
            }
            for term in portrait.terms
        ],
    }  # fmt: skip


def _first(portrait: Portrait) -> str:
    first = portrait.first_moment
    if first is None:
        return "No moment: only what is said above lifts it." if portrait.reasons else "No moment."
    what = "written to" if portrait.status.action.is_mail else "called"
    if first <= portrait.now:
        return f"They may be {what} now."
    return f"They may be {what} first on {in_words(first, portrait.zone)}."
