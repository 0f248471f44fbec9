"""What a not-interested list really holds: a verdict and flags for each history.

The flags depend on the calls alone and are stored with the status; the verdict also depends on
the time.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Self

from callq.engine.model import Action, Call, Hold, Prospect, State
from callq.engine.parts import part_of
from callq.engine.rulebook import Rulebook
from callq.engine.status import Status, is_dialed


class Verdict(StrEnum):
    """What to do with a prospect who refused, can't be reached, or waits for a decision."""

    DECIDE = "decide"
    ON_HOLD = "on-hold"
    WRITE_NOW = "write-now"
    CALL_AGAIN = "call-again"
    COOLING = "cooling-down"
    DEAD = "dead"
    """No number left."""
    DO_NOT_CALL = "do-not-call"


class Flag(StrEnum):
    """A reason to take a second look at a prospect: its code, what it means, and in few words."""

    meaning: str
    short: str
    """In two to four words, for a table."""

    def __new__(cls, code: str, meaning: str = "", short: str = "") -> Self:
        """A flag, by its row in this table."""
        flag = str.__new__(cls, code)
        flag._value_ = code
        flag.meaning, flag.short = meaning, short
        return flag

    @property
    def warns(self) -> bool:
        """Whether it's a violation or a risk, which `purge-check --strict` fails on."""
        return self not in _GIVEN_UP_TOO_EARLY

    # Given up too early.
    UNCONFIRMED = (
        "unconfirmed", "a list says they aren't interested, but there's no call on record",
        "no call on record",
    )  # fmt: skip
    SHORT_CALL = (
        "short-call", "the call they refused on took less than 20 seconds", "very short call",
    )  # fmt: skip
    SINGLE_TRY = "single-try", "they got only one call", "only one call"
    ONLY_GATEKEEPER = "only-gatekeeper", "only a gatekeeper ever answered", "only a gatekeeper"
    NUMBER_GIVEN_UP = (
        "number-given-up", "a number was given up after one failed call", "one failed call",
    )  # fmt: skip
    SAME_PART = "same-part-of-day", "always called at the same time of day", "same time of day"
    TIMING = "timing", "the reason was timing", "bad timing"
    NOTE_SAYS_LATER = "note-says-later", "the note says to try later", "note says later"
    # Violations and risks.
    OPTED_OUT_ELSEWHERE = (
        "opted-out-elsewhere", "another prospect with this number is on do-not-call",
        "number opted out",
    )  # fmt: skip
    OPT_OUT_REQUEST = (
        "opt-out-request", "a note or an imported cell says not to call", "asks not to be called",
    )  # fmt: skip
    CALLED_WHILE_COOLING = (
        "called-while-cooling", "called during a cooldown", "called in cooldown",
    )  # fmt: skip
    CAP_EXCEEDED = "cap-exceeded", "called more often than a limit allows", "called too often"
    VIOLATION = (
        "called-in-violation",
        "called while on do-not-call, outside legal hours, or in another violation",
        "called in violation",
    )  # fmt: skip
    NO_ZONE = (
        "no-zone", "location unknown, and with it their calling hours", "location unknown",
    )  # fmt: skip
    ON_A_REGISTRY = (
        "on-a-registry", "every working number is on a do-not-call registry", "on a registry",
    )  # fmt: skip
    LIST_TOO_OLD = (
        "list-too-old", "the registry list that covers their number is out of date or missing",
        "registry list old or missing",
    )  # fmt: skip


_GIVEN_UP_TOO_EARLY = frozenset(
    {
        Flag.UNCONFIRMED, Flag.SHORT_CALL, Flag.SINGLE_TRY, Flag.ONLY_GATEKEEPER,
        Flag.NUMBER_GIVEN_UP, Flag.SAME_PART, Flag.TIMING, Flag.NOTE_SAYS_LATER,
    }
)  # fmt: skip
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
    prospect: Prospect, calls: Sequence[Call], status: Status, rulebook: Rulebook
) -> frozenset[Flag]:
    """The flags that depend on the calls alone, at any time.

    Args:
        prospect: The prospect the calls were made to.
        calls: Their calls, without voided ones, in any order.
        status: Their status, from `assess`.
        rulebook: The rules in force.
    """
    if not concerns(status):
        return frozenset()
    flags = {Flag(each.check.flag) for each in status.violations}
    if status.state is State.DO_NOT_CALL:
        # They are never called, so a note that says so adds nothing.
        return frozenset(flags)
    if prospect.opt_out_text:
        flags.add(Flag.OPT_OUT_REQUEST)
    if status.hold is Hold.NO_ZONE:
        flags.add(Flag.NO_ZONE)
    if status.number and status.number.listed is Hold.LISTED:
        flags.add(Flag.ON_A_REGISTRY)
    if status.is_given_up:
        flags |= _too_early(prospect, calls, status, rulebook)
    return frozenset(flags)


def concerns(status: Status) -> bool:
    """Whether the audit covers them, see `Status.is_audited`."""
    return status.is_audited


def verdict(
    state: State, action: Action, due_at: datetime | None, hold: Hold, now: datetime
) -> Verdict:
    """What to do with a prospect at `now`.

    Args:
        state: From their status.
        action: From their status.
        due_at: From their status, aware.
        hold: From their status, or what was found when it was read.
        now: Aware.
    """
    if state is State.DO_NOT_CALL:
        return Verdict.DO_NOT_CALL
    if hold is Hold.OPT_OUT_REQUEST:
        return Verdict.DECIDE
    if state is State.NEEDS_NUMBER:
        return Verdict.DEAD
    if hold:
        return Verdict.ON_HOLD
    if action.is_email:
        return Verdict.WRITE_NOW
    return Verdict.CALL_AGAIN if due_at is not None and due_at <= now else Verdict.COOLING


def _too_early(
    prospect: Prospect, calls: Sequence[Call], status: Status, rulebook: Rulebook
) -> set[Flag]:
    outcomes = [(call, rulebook.outcome(call.outcome)) for call in calls]
    dialed = [call for call, outcome in outcomes if is_dialed(call, outcome)]
    flags: set[Flag] = set()
    last = status.last_conversation
    if last and all(call.imported for call in calls):
        flags.add(Flag.UNCONFIRMED)
    if last and last.duration is not None and last.duration < SHORT_CALL_SECONDS:
        flags.add(Flag.SHORT_CALL)
    # What a list says of them isn't a call we know of; the misses that a file counts are.
    counted = [call for call, outcome in outcomes if call.imported and outcome.miss]
    if len(dialed) == 1 and not counted:
        flags.add(Flag.SINGLE_TRY)
    answered = {rulebook.outcome(call.outcome) for call in dialed}
    reached = any(outcome.human for outcome in answered)
    if not reached and any(outcome.canonical == "gatekeeper" for outcome in answered):
        flags.add(Flag.ONLY_GATEKEEPER)
    tried = [call.number for call in (*dialed, *counted)] if dialed else []
    if any(sum(one in (number, "") for one in tried) == 1 for number in status.dead):
        flags.add(Flag.NUMBER_GIVEN_UP)
    parts = {part_of(call.at, prospect.zone, rulebook.parts) for call in dialed}
    if len(dialed) >= _SAME_PART_CALLS and len(parts) == 1:
        flags.add(Flag.SAME_PART)
    if last and last.reason in ("timing", "no-project"):
        flags.add(Flag.TIMING)
    if last and last.note and _LATER.search(last.note):
        flags.add(Flag.NOTE_SAYS_LATER)
    return flags
