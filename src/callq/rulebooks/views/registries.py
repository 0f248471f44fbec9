"""Shows whether numbers are checked against do-not-call registries."""

from typing import Any

from callq.engine.registries import REQUIRED, UNANSWERED
from callq.records.registries import known
from callq.rulebooks.rules import Registries
from callq.terminal.safe import safe
from callq.terminal.terminal import say

_MEANS = {
    REQUIRED: "Required: a number that no fresh copy covers isn't offered.",
    UNANSWERED: "Not answered yet: a number that no copy covers is offered, with a note.",
}


def show(found: Registries) -> None:
    """Prints the answer, what's missing, and how to answer."""
    words = _MEANS.get(found.answer) or f"Not needed: {safe(found.reason)}."
    say(f"Checks against do-not-call registries. {words}")
    for series in found.missing:
        registry = known()[series]
        say(f"  {registry.name} ({series}): no copy. Import one: callq dnc import FILE")
    if found.answer == UNANSWERED:
        say("Answer: callq rules registries required")
        say('    or: callq rules registries not-needed --reason "we only call businesses"')


def as_json(found: Registries) -> dict[str, Any]:
    """The JSON of `rules registries`."""
    return {
        "schema": "callq.rules-registries/1",
        "answer": found.answer,
        "reason": found.reason or None,
        "missing": list(found.missing),
    }
