"""Why someone has their status, in values and in a rep's words."""

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from callq.engine.model import Action, State
from callq.named_tuple import NamedTuple
from callq.terminal.safe import safe

if TYPE_CHECKING:
    from callq.engine.status import Status

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


class StatusReason(NamedTuple):
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


class StoredStatus(Protocol):
    """The columns of a stored status that its reason follows from."""

    @property
    def state(self) -> str:
        """What they are: a `State`."""

    @property
    def action(self) -> str:
        """What to do next: an `Action`."""

    @property
    def conversation_outcome(self) -> str:
        """The outcome of the last conversation; empty without one."""

    @property
    def conversation_reason(self) -> str:
        """The reason they gave in it; empty without one."""

    @property
    def last_outcome(self) -> str:
        """The outcome of the last call; empty before any."""


def stored_reason(row: StoredStatus) -> StatusReason:
    """Why someone has the status that is stored."""
    return status_reason(
        State(row.state), Action(row.action), row.conversation_outcome,
        row.conversation_reason, row.last_outcome,
    )  # fmt: skip


def assessed_reason(status: "Status") -> StatusReason:
    """The same from a status that was just worked out."""
    word, last = status.last_conversation, status.last
    return status_reason(
        status.state, status.action, word.outcome if word else "", word.reason if word else "",
        last.outcome if last else "",
    )  # fmt: skip


def status_reason(
    state: State, action: Action, said: str, reason: str, last_outcome: str
) -> StatusReason:
    """The same from its values: what they said last, why, and how the last call ended."""
    may_check_in = state is State.CHECK_IN
    return StatusReason(
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


def reason_json(found: StatusReason) -> dict[str, str | bool | None]:
    """The documented object: what kind of reason, its values, and the words."""
    return {
        "code": found.code.value,
        "outcome": found.outcome or None,
        "reason": found.reason or None,
        "may_check_in": found.may_check_in,
        "text": found.words,
    }
