"""Whether you can call a person, why, and how their score adds up."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from callq.calls.explain import Portrait
from callq.engine.words import clock, day_and_time, iso
from callq.terminal.safe import safe
from callq.terminal.styled import Text, hanging, show_text

if TYPE_CHECKING:
    from callq.engine.chance import Part
    from callq.records.likelihood import Explained

SCHEMA = "callq.why/1"
_TELLING, _MOST_PARTS = 0.05, 3
"""Facts that change the chance by less than a twentieth aren't named, nor more than three."""


def show(portrait: Portrait, home: tzinfo, *, verbose: bool = False) -> None:
    """Prints the verdict, then the reasons; see `lines`."""
    show_text(*lines(portrait, home, verbose=verbose))


def lines(
    portrait: Portrait, home: tzinfo, *, verbose: bool = False, width: int | None = None
) -> Iterator[Text]:
    """The verdict, then the reasons.

    Args:
        portrait: Of the person.
        home: The rep's zone.
        verbose: Adds each reason's rule, and the score term by term.
        width: In columns; the terminal's when None.
    """
    details = portrait.details
    company = f" · {safe(details.company)}" if details.company else ""
    yield Text(f"{safe(details.name)}{company}", style="bold")
    style = "bold green" if portrait.first_moment else "bold yellow"
    yield Text(_verdict(portrait, home), style=style)
    for reason in portrait.reasons:
        rule = f" [{reason.rule}]" if verbose and reason.rule else ""
        yield hanging("  •", Text(safe(f"{reason.text}{rule}")), 4, width)
    if portrait.likely:
        yield hanging("  •", Text(safe(likely_words(portrait.likely, verbose=verbose))), 4, width)
    if not verbose:
        return
    share = f", at least {portrait.share:.0%} of the day's calls" if portrait.share else ""
    yield Text(f"\nTier {portrait.tier.word}{share}, score {portrait.score:.2f}", style="bold")
    for term in portrait.terms:
        style = "" if term.points else "dim"
        line = f"  {term.name:<12} {term.weight:6.2f} x {term.value:.3f} = {term.points:6.2f}"
        yield Text(line, style=style)


def likely_words(likely: "Explained", *, verbose: bool = False) -> str:
    """`2.1 times today's average: interested before (1.8x), mobile (1.2x)`."""
    telling = [part for part in likely.parts if abs(part.log) >= _TELLING]
    shown = telling if verbose else telling[:_MOST_PARTS]
    reasons = ", ".join(
        f"{_part_words(part)} ({_figures(part, verbose=verbose)})" for part in shown
    )
    return f"{likely.times:.1f} times today's average{': ' if reasons else ''}{reasons}"


def _part_words(part: "Part") -> str:
    value = part.value.rpartition(", ")[0] if part.column == "history" else part.value
    value = value or part.value
    if part.column.startswith("tag "):
        return f"tagged {part.column.removeprefix('tag ')}"
    words = {
        "history": "not spoken to yet" if value == "never" else f"{value} before",
        "tries": f"{value} tries without an answer",
        "since": f"last call within the {value}" if value != "longer" else "last call long ago",
        "reason": f"said no for {value}",
        "list": f"on list {value}",
        "zone": value,
        "kind": value,
        "title": value,
    }
    return words.get(part.column, f"{part.column} {value}")


def _figures(part: "Part", *, verbose: bool) -> str:
    if not verbose:
        return f"{part.times:.1f}x"
    wins, expected = part.seen
    return f"{part.times:.2f}x; {wins:.0f} wins where {expected:.0f} were expected"


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
        "callable_at": iso(portrait.first_moment),
        "hold": status.hold.value or None,
        "explanation": [
            {
                "text": reason.text,
                "rule": reason.rule or None,
                "call_id": reason.call_id,
                "counted_from": iso(reason.counted_from),
                "until": iso(reason.until),
            }
            for reason in portrait.reasons
        ],
        "violations": [
            {"call_id": violation.call_id, "code": violation.code, "text": violation.text}
            for violation in status.violations
        ],
        "stage": status.stage or None,
        "tier": portrait.tier.word,
        "share": portrait.share,
        "score": portrait.score,
        "times_average": round(portrait.likely.times, 3) if portrait.likely else None,
        "likelihood": [
            {
                "fact": part.column,
                "value": part.value,
                "times": round(part.times, 3),
                "wins": round(part.seen.wins, 1),
                "expected": round(part.seen.expected, 1),
            }
            for part in (portrait.likely.parts if portrait.likely else ())
        ],
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


def _verdict(portrait: Portrait, home: tzinfo) -> str:
    """`You can call them now.`, or from when; their local time, and the rep's if it differs."""
    verb = "write to" if portrait.status.action.is_email else "call"
    first, zone = portrait.first_moment, portrait.zone
    if first is None:
        return f"You can't {verb} them."
    if first <= portrait.now:
        return f"You can {verb} them now."
    yours = ""
    if first.astimezone(zone).utcoffset() != first.astimezone(home).utcoffset():
        yours = f", {clock(first, home)} your time"
    city = str(zone).rpartition("/")[2].replace("_", " ")
    return f"You can {verb} them from {day_and_time(first, zone, portrait.now)} ({city}{yours})."
