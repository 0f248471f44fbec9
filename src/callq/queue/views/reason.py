"""Why someone is next, as a rep would say it: what they said, how long ago, in their words."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from callq.engine.model import Action, State, Tier
from callq.engine.words import ago, distance, when
from callq.queue.today import Item
from callq.records.queue import Entry
from callq.terminal.safe import safe

if TYPE_CHECKING:
    from callq.engine.status import Status

_TO_WRITE = {
    "reply": "sent you an email reply {1} ({0})",
    "propose": "{0}, {1}, send a last proposal",
}
_REASONS = {
    "authority": "not the decision-maker",
    "mishandled": "we handled it badly",
    "sales-call": "took it for a cold call",
    "timing": "bad timing",
    "trust": "never heard of us",
    "unclear-offer": "didn't get the offer",
    "unknown": "not interested",
}
"""Reasons that their own word doesn't say; the others are said as they are."""


class Code(StrEnum):
    """What kind of reason someone's status has."""

    DO_NOT_CALL = "do-not-call"
    NO_NUMBER = "no-number"
    NEVER_CALLED = "never-called"
    CALLBACK = "callback"
    EMAIL_OWED = "email-owed"
    NOT_REACHED = "not-reached"
    SAID = "said"


class Explanation(NamedTuple):
    """Why someone has their status, in values."""

    code: Code
    outcome: str
    """Of the last conversation; of the last call if there was none; empty if never called."""
    reason: str
    """The reason they gave; empty without one."""
    may_check_in: bool
    """Whether they refused and allowed a call now and then."""

    @property
    def words(self) -> str:
        """What they said, in a few words: `price`."""
        if self.code is Code.DO_NOT_CALL:
            return "opted out" if self._opted_out else "every number is blocked"
        if self.code is Code.NO_NUMBER:
            return "no number left"
        if self.code is Code.NEVER_CALLED:
            return "never called"
        said = safe(self.outcome).replace("-", " ")
        if self.reason and self.outcome == "soft-no":
            return _REASONS.get(self.reason, safe(self.reason).replace("-", " "))
        if self.reason not in ("", "unknown"):
            said += f" ({safe(self.reason)})"
        return said + (", we may call" if self.may_check_in else "")

    @property
    def _opted_out(self) -> bool:
        from callq.engine.outcomes import BY_WORD

        outcome = BY_WORD.get(self.outcome)
        return bool(outcome and outcome.opts_out)


def explain(entry: Entry) -> Explanation:
    """Why someone in the queue has their status."""
    return _explained(
        State(entry.state), Action(entry.action), entry.conversation_outcome,
        entry.conversation_reason, entry.last_outcome,
    )  # fmt: skip


def explain_status(status: "Status") -> Explanation:
    """The same from a status that was just worked out."""
    word, last = status.last_conversation, status.last
    return _explained(
        status.state, status.action, word.outcome if word else "", word.reason if word else "",
        last.outcome if last else "",
    )  # fmt: skip


def _explained(
    state: State, action: Action, said: str, reason: str, last_outcome: str
) -> Explanation:
    may_check_in = state is State.CHECK_IN
    return Explanation(
        _code(state, action, said, last_outcome), said or last_outcome, reason, may_check_in
    )


def _code(state: State, action: Action, said: str, last_outcome: str) -> Code:
    fixed = {
        State.DO_NOT_CALL: Code.DO_NOT_CALL, State.NEEDS_NUMBER: Code.NO_NUMBER,
        State.CALLBACK: Code.CALLBACK,
    }  # fmt: skip
    if state in fixed:
        return fixed[state]
    if action.is_email:
        return Code.EMAIL_OWED
    if said:
        return Code.SAID
    return Code.NOT_REACHED if last_outcome else Code.NEVER_CALLED


def state_and_words(state: str, found: Explanation) -> tuple[str, ...]:
    """The state, and the words if they say more."""
    return (state,) if found.words == state else (state, found.words)


def explanation_json(found: Explanation) -> dict[str, str | bool | None]:
    """The documented object: what kind of reason, its values, and the words."""
    return {
        "code": found.code.value,
        "outcome": found.outcome or None,
        "reason": found.reason or None,
        "may_check_in": found.may_check_in,
        "text": found.words,
    }


def why_now(item: Item, now: datetime, *, whose: str = "") -> str:
    """One line, e.g. `price, 7 weeks ago: "Too expensive right now"`.

    Args:
        item: A line of the queue.
        now: The moment of the queue.
        whose: What to say behind a time on their clock where another clock is shown beside it.
    """
    entry = item.entry
    words = _what(item, now, whose)
    if entry.last_note:
        note = safe(entry.last_note)
        words += f': "{note}"' if entry.last_at else f" · {note}"
    return f"{safe(entry.leased_to)} has them now, {words}" if entry.leased_to else words


def _what(item: Item, now: datetime, whose: str) -> str:
    entry = item.entry
    if entry.callback_at:
        at = f" {when(entry.callback_at, now, item.zone)}{whose}" if item.zone else ""
        late = item.tier is Tier.OVERDUE_CALLBACK
        return f"callback{at}" + (f" ({distance(now - entry.callback_at)} late)" if late else "")
    return _since_last(entry, entry.last_at, now) if entry.last_at else explain(entry).words


def _since_last(entry: Entry, last_at: datetime, now: datetime) -> str:
    said, past = explain(entry).words, ago(now - last_at)
    if entry.action in _TO_WRITE:
        return _TO_WRITE[entry.action].format(said, past)
    last = safe(entry.last_outcome).replace("-", " ")
    if entry.conversation_at and entry.conversation_at < last_at:
        return f"{said}, then {last} {past}"
    if entry.misses > 1:
        return f"{last}, {entry.misses} tries, last {past}"
    return f"{said}, {past}"
