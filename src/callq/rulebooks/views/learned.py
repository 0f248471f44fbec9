"""What was learned from the calls."""

from typing import Any

from callq.engine.evidence import State
from callq.engine.words import plural
from callq.records.learning import Lesson
from callq.terminal.terminal import say

SCHEMA = "callq.rules-learn/1"
_WORDS = {
    State.LEARNING: "There's not enough evidence yet that the ranking beats chance.",
    State.SURE: "The ranking beats chance: callq why says who is likely to say yes, and why.",
    State.WRONG: "The ranking turned out wrong, so the rulebook's [chance] ranks instead.",
}


def show(lesson: Lesson) -> None:
    """Prints how much was learned, and whether it's worth anything."""
    if not lesson.calls:
        say("There's nothing to learn from yet: callq needs at least 50 calls.")
        return
    people = plural(lesson.people, "person has", "people have")
    say(f"Learned from {plural(lesson.calls, 'call')}. {people} a new chance.")
    say(_WORDS[lesson.state])


def as_json(lesson: Lesson) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "calls": lesson.calls,
        "people": lesson.people,
        "state": lesson.state.value,
    }
