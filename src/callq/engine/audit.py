"""What is really in the not-interested pile: verdicts and flags over histories.

The flags follow from the calls alone and are stored with the standing; the verdict also looks at
the clock.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from callq.engine.model import Action, Call, Hold, Prospect, State
from callq.engine.parts import part_of
from callq.engine.rulebook import Rulebook
from callq.engine.status import Standing, is_dialed


class Verdict(StrEnum):
    """What is to be done with somebody whose last word was a no, or who is held to be looked at."""

    DECIDE = "decide"
    RECALL_NOW = "recall-now"
    COOLING = "cooling"
    CHECK_IN = "check-in"
    REPLY_NOW = "reply-now"
    NEVER = "never"
    DEAD = "dead"
    UNEXPLAINED = "unexplained"


class Flag(StrEnum):
    """A reason to look at somebody again."""

    # Thrown away too early.
    SHORT_CALL = "short-call"
    SINGLE_TRY = "single-try"
    ONLY_GATEKEEPER = "only-gatekeeper"
    NUMBER_GIVEN_UP = "number-given-up"
    SAME_PART = "same-part-of-day"
    TIMING = "timing"
    NOTE_SAYS_LATER = "note-says-later"
    # Must not be in the queue.
    OPTED_OUT_ELSEWHERE = "opted-out-elsewhere"
    ASKS_NOT_TO_CALL = "asks-not-to-call"
    CALLED_WHILE_COOLING = "called-while-cooling"
    CAP_EXCEEDED = "cap-exceeded"
    AGAINST_GATE = "called-against-a-gate"
    NO_ZONE = "no-zone"
    ON_A_REGISTRY = "on-a-registry"
    LIST_TOO_OLD = "list-too-old"

    @property
    def warns(self) -> bool:
        """Whether it is of the second kind, which `purge-check --strict` fails on."""
        return self in _WARNINGS


_WARNINGS = frozenset(
    {
        Flag.OPTED_OUT_ELSEWHERE,
        Flag.ASKS_NOT_TO_CALL,
        Flag.CALLED_WHILE_COOLING,
        Flag.CAP_EXCEEDED,
        Flag.AGAINST_GATE,
        Flag.NO_ZONE,
        Flag.ON_A_REGISTRY,
        Flag.LIST_TOO_OLD,
    }
)

MEANINGS: dict[Flag, str] = {
    Flag.SHORT_CALL: "the call that ended in a no took less than 20 seconds",
    Flag.SINGLE_TRY: "one call was all they got",
    Flag.ONLY_GATEKEEPER: "only somebody else ever answered",
    Flag.NUMBER_GIVEN_UP: "a number was given up after one failure",
    Flag.SAME_PART: "always called at the same part of the day",
    Flag.TIMING: "the reason was timing",
    Flag.NOTE_SAYS_LATER: "the note itself says later",
    Flag.OPTED_OUT_ELSEWHERE: "the same number is on do-not-call under another record",
    Flag.ASKS_NOT_TO_CALL: "a note or an imported cell asks not to be called",
    Flag.CALLED_WHILE_COOLING: "called again during a cooldown",
    Flag.CAP_EXCEEDED: "called more often than a cap allows",
    Flag.AGAINST_GATE: "called though on do-not-call, outside hours, or against another gate",
    Flag.NO_ZONE: "nobody knows where they are, so nobody knows their hours",
    Flag.ON_A_REGISTRY: "every number they could be called on is on a registry",
    Flag.LIST_TOO_OLD: "the copy of the registry that covers their number is too old",
}

SHORT_CALL_SECONDS = 20
_SAME_PART_CALLS = 3

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_LATER = re.compile(
    r"\b(?:later|next (?:week|month|quarter|year|spring|summer|autumn|fall|winter)|not (?:yet|now|"
    r"this (?:week|month|quarter|year))|in (?:an?|a few|a couple of|half a|\d+|two|three|four|six|"
    r"nine) (?:day|week|month|quarter|year)s?|(?:after|until|till) (?:the )?(?:summer|holidays|"
    rf"new year|christmas|easter|budget|q[1-4]|{_MONTH})|try again|call back|maybe|sp[aä]ter|"
    r"n[aä]chste[ns]? (?:jahr|monat|woche)|plus tard|m[aá]s tarde)",
    re.IGNORECASE,
)


def flags_of_history(
    prospect: Prospect, calls: Sequence[Call], standing: Standing, rulebook: Rulebook
) -> frozenset[Flag]:
    """The flags that follow from the calls themselves, whatever the time is.

    Args:
        prospect: Whose calls they are.
        calls: Their calls that are not voided, in any order.
        standing: What `assess` made of them.
        rulebook: The rules in force.
    """
    if not concerns(standing):
        return frozenset()
    flags = {Flag.CALLED_WHILE_COOLING for b in standing.breaches if b.what in ("cooldown", "rest")}
    flags |= {Flag.CAP_EXCEEDED for b in standing.breaches if b.what == "cap"}
    if any(b.what in ("do-not-call", "closed") for b in standing.breaches):
        flags.add(Flag.AGAINST_GATE)
    if standing.state is State.NEVER:
        # Nobody will call them: what a note asks is done.
        return frozenset(flags)
    if prospect.asked or any(call.note and _asks_no_calls(call.note) for call in calls):
        flags.add(Flag.ASKS_NOT_TO_CALL)
    if standing.hold is Hold.NO_ZONE:
        flags.add(Flag.NO_ZONE)
    if standing.number and standing.number.listed:
        flags.add(Flag.ON_A_REGISTRY)
    if standing.is_given_up:
        flags |= _too_early(prospect, calls, standing, rulebook)
    return frozenset(flags)


def _asks_no_calls(note: str) -> bool:
    # Most calls have no note; whoever logs one shall not wait for patterns in eight languages.
    from callq.engine.opt_out import asks_no_calls

    return bool(asks_no_calls(note))


def concerns(standing: Standing) -> bool:
    """Whether the audit looks at them, see `Standing.is_audited`."""
    return standing.is_audited


def verdict(
    state: State, action: Action, due_at: datetime | None, now: datetime, *, claimed: bool,
    asked: bool = False,
) -> Verdict:  # fmt: skip
    """What is to be done with them at `now`.

    Args:
        state: Of their standing.
        action: Of their standing.
        due_at: Of their standing, aware.
        now: Aware.
        claimed: Whether their no was only claimed by an imported list.
        asked: Whether they are held as an imported cell asks not to be called.
    """
    if state is State.NEVER:
        return Verdict.NEVER
    if state is State.NEEDS_NUMBER:
        return Verdict.DEAD
    if asked or claimed:
        return Verdict.DECIDE if asked else Verdict.UNEXPLAINED
    if action.is_mail:
        return Verdict.REPLY_NOW
    if due_at is None or due_at > now:
        return Verdict.COOLING
    return Verdict.CHECK_IN if action is Action.CHECK_IN else Verdict.RECALL_NOW


def _too_early(
    prospect: Prospect, calls: Sequence[Call], standing: Standing, rulebook: Rulebook
) -> set[Flag]:
    outcomes = [(call, rulebook.outcome(call.outcome)) for call in calls]
    dialed = [call for call, outcome in outcomes if is_dialed(call, outcome)]
    flags: set[Flag] = set()
    last = standing.last_word
    if last and last.duration is not None and last.duration < SHORT_CALL_SECONDS:
        flags.add(Flag.SHORT_CALL)
    if len(dialed) == 1:
        flags.add(Flag.SINGLE_TRY)
    answered = {rulebook.outcome(call.outcome) for call in dialed}
    reached = any(outcome.human for outcome in answered)
    if not reached and any(outcome.canonical == "gatekeeper" for outcome in answered):
        flags.add(Flag.ONLY_GATEKEEPER)
    if any(sum(c.number in (number, "") for c in dialed) == 1 for number in standing.dead):
        flags.add(Flag.NUMBER_GIVEN_UP)
    parts = {part_of(call.at, prospect.zone, rulebook.parts) for call in dialed}
    if len(dialed) >= _SAME_PART_CALLS and len(parts) == 1:
        flags.add(Flag.SAME_PART)
    if last and last.reason in ("timing", "no-project"):
        flags.add(Flag.TIMING)
    if last and last.note and _LATER.search(last.note):
        flags.add(Flag.NOTE_SAYS_LATER)
    return flags
