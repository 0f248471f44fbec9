"""The explanation of a status: what decided it, in sentences."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

from callq.engine.model import Call, Channel, Number, State
from callq.engine.outcomes import UNKNOWN, Outcome
from callq.engine.rulebook import Rule, Rulebook
from callq.engine.words import day_and_time, times_in_a_row
from callq.named_tuple import NamedTuple


class Explanation(NamedTuple):
    """One reason for a status, in a sentence a rep understands."""

    text: str
    rule: str = ""
    call_id: int | None = None
    counted_from: datetime | None = None
    until: datetime | None = None


class Decision(NamedTuple):
    """What follows from a call."""

    call: Call
    outcome: Outcome
    rule: Rule
    due: datetime
    """When it says to call them again, in UTC."""
    words: str
    """The wait in words."""


class Inquiry(NamedTuple):
    """They asked to be called, and no one has talked with them since."""

    at: datetime
    call: Call | None = None
    """Their own call or email; None where the inquiry is on record, or their list's."""
    tries: int = 0
    """Calls since that didn't reach them."""
    late: bool = False
    """Whether it was logged when it had been over already: it's a call to return, and not hot."""

    @property
    def explanation(self) -> str:
        """What they did."""
        if self.call is None:
            return "They asked to be called"
        return "They called" if self.call.channel == Channel.INCOMING else "They wrote"


class Course(NamedTuple):
    """The result of a history."""

    zone: tzinfo
    """The prospect's."""
    rulebook: Rulebook
    word: Decision | None
    """The decision of the last conversation."""
    floor: Decision | None
    """The cooldown, which no later attempt shortens."""
    latest: Decision | None
    mail: Decision | None
    """The email that is due."""
    callback: Decision | None
    """The scheduled callback that hasn't been made."""
    optout: Call | None
    asked_on: Number | None
    """The number whose owner opted out for all their numbers."""
    dead: Mapping[str, Call]
    """The numbers that stopped working, each with the call that showed it."""
    misses: int
    inquiry: Inquiry | None = None
    """What they're due for, if it's that they asked to be called."""

    @property
    def decisive(self) -> Decision | None:
        """The decision that sets when they're due; None before any call."""
        if self.callback or not self.latest:
            return self.callback
        if self.inquiry:
            return self.latest if self.inquiry.tries else None
        if self.word and (self.mail or self.word.outcome.closes):
            return self.word
        return self.floor if self.floor and self.floor.due > self.latest.due else self.latest


def rule_id(course: Course, state: State) -> str:
    """The id of the rule that decided."""
    if state is State.DO_NOT_CALL:
        return "do-not-call"
    if state is State.NEEDS_NUMBER:
        return "needs-number"
    if course.decisive:
        return course.decisive.rule.id
    return "inquiry" if course.inquiry else "fresh"


def wait_words(course: Course, state: State, capped: str) -> str:
    """How long they wait and for what, e.g. `wait 30 days`; empty if nothing is waited for.

    Args:
        course: The result of the history.
        state: The status's.
        capped: The words of a cap, if one decides; else empty.
    """
    settled = state in (State.DO_NOT_CALL, State.NEEDS_NUMBER, State.CLOSED, State.CALLBACK)
    if settled or course.decisive is None:
        return ""
    return f"{capped[0].lower()}{capped[1:].removesuffix('.')}" if capped else course.decisive.words


def sentences(course: Course, state: State, created_at: datetime) -> Iterator[Explanation]:
    """Every reason for a status, except caps and time off."""
    if course.optout:
        asked = day_and_time(course.optout.at, course.zone)
        text = f"They opted out on {asked}."
        yield Explanation(text, "do-not-call", course.optout.id, course.optout.at)
    elif course.asked_on and course.asked_on.litigator:
        text = (
            f"{course.asked_on.shown} is on a list of people who sue callers: none of their "
            "numbers may be called."
        )
        yield Explanation(text, "litigator", until=None)
    elif course.asked_on:
        text = f"They opted out by {course.asked_on.shown}: none of their numbers may be called."
        yield Explanation(text, "do-not-call", until=None)
    elif state is State.DO_NOT_CALL:
        yield Explanation("Every number they have is on do-not-call.", "do-not-call")
    elif state is State.NEEDS_NUMBER:
        yield Explanation("They have no working number you can call.", "needs-number")
    if course.latest is None:
        yield Explanation("No calls yet.", "fresh", until=created_at)
    yield from _history(course)
    if course.inquiry:
        at, call = course.inquiry.at, course.inquiry.call
        text = f"{course.inquiry.explanation} on {day_and_time(at, course.zone)}"
        if course.inquiry.late:
            text += ", too long ago to come first: call them back."
        else:
            text += "." if course.inquiry.tries else ": call at once."
        yield Explanation(text, "inquiry", call.id if call else None, at, at)
    for number, call in course.dead.items():
        text = f"{number} hasn't worked since {day_and_time(call.at, course.zone)}."
        yield Explanation(text, "dead-number", call.id, call.at)


def _history(course: Course) -> Iterator[Explanation]:
    """Sentences for the calls that decide, oldest first, and which of them counts."""
    word, floor, latest = course.word, course.floor, course.latest
    if word:
        yield _sentence(course, word)
    if floor and floor is not word:
        yield _sentence(course, floor)
    if latest is None or latest is floor:
        return
    yield _sentence(course, latest)
    if course.callback:
        yield Explanation("Calls before the callback time don't change the callback.")
    elif course.mail:
        yield Explanation("A later attempt doesn't replace the email you owe them.")
    elif floor and floor.due > latest.due and not course.inquiry:
        yield Explanation("A later attempt never shortens a cooldown.")


def _sentence(course: Course, decision: Decision) -> Explanation:
    zone, call = course.zone, decision.call
    what = _what(course, decision)
    text = f"{what[:1].upper()}{what[1:]}"
    if call.imported:
        text += f", imported without a date, {day_and_time(call.at, zone)} at the latest"
    else:
        text += f" on {day_and_time(call.at, zone)}"
    if decision.outcome.closes or decision.outcome.opts_out:
        text += "."
    else:
        until = f", until {day_and_time(decision.due, zone)}" if decision.due > call.at else ""
        text += f": {decision.words}{until}."
    return Explanation(text, decision.rule.id, call.id, call.at, decision.due)


def _what(course: Course, decision: Decision) -> str:
    words = _said(decision.call, course.rulebook.outcome(decision.call.outcome))
    return words + times_in_a_row(course.misses) if decision.outcome.miss else words


def _said(call: Call, outcome: Outcome) -> str:
    if outcome is UNKNOWN:
        return f'unknown outcome "{call.outcome}"'
    words = outcome.label
    if call.reason not in ("", "unknown"):
        words += f" ({call.reason})"
    if call.channel == Channel.INCOMING:
        words += ", they called"
    elif call.channel != Channel.CALL and not outcome.clears_email:
        words += f" by {call.channel}"
    if call.permission is not None:
        words += ", we may call" if call.permission else ", no permission to call"
    if call.consented:
        words += ", lifted by a recorded consent"
    return words
