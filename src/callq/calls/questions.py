"""What a rep is asked once an outcome is known: pure, and the same wherever it is asked."""

from enum import StrEnum

from callq.calls.request import LogRequest
from callq.engine.outcomes import Outcome
from callq.engine.rulebook import Rulebook
from callq.named_tuple import NamedTuple


class Question(StrEnum):
    """What an outcome may need besides its word."""

    REASON = "reason"
    TIME = "time"
    PERMISSION = "permission"
    REFERRAL = "referral"
    NOTE = "note"


class ReasonKey(NamedTuple):
    """The key of a reason, and what a rep would call it."""

    key: str
    reason: str
    label: str


_REASON_KEYS = (
    ReasonKey("p", "price", "too expensive"),
    ReasonKey("t", "timing", "bad timing"),
    ReasonKey("n", "no-need", "doesn't need it"),
    ReasonKey("c", "competitor", "has a supplier"),
    ReasonKey("j", "no-project", "no project this year"),
    ReasonKey("a", "authority", "not the decision-maker"),
    ReasonKey("r", "trust", "never heard of us"),
    ReasonKey("s", "sales-call", "took it for a cold call"),
    ReasonKey("o", "unclear-offer", "didn't get the offer"),
    ReasonKey("d", "bad-day", "bad day"),
    ReasonKey("m", "mishandled", "we handled it badly"),
)
_DIGITS = "123456789"


def reason_keys(rulebook: Rulebook) -> tuple[ReasonKey, ...]:
    """A key for each reason of the rulebook; a team's own reasons get digits."""
    ours = tuple(one for one in _REASON_KEYS if one.reason in rulebook.reasons)
    known = {one.reason for one in ours} | {"unknown"}
    own = [reason for reason in rulebook.reasons if reason not in known]
    more = (
        ReasonKey(key, reason, reason.replace("-", " "))
        for key, reason in zip(_DIGITS, own, strict=False)
    )
    return *ours, *more


def questions_for(outcome: Outcome, said: LogRequest) -> tuple[Question, ...]:
    """What is still to be asked, in order.

    A miss is never asked about: it is the most frequent outcome, and says all there is to say.

    Args:
        outcome: How the call ended.
        said: What the rep has said already.
    """
    timed = bool(said.at or said.within)
    wanted = (
        (Question.REASON, outcome.canonical == "soft-no" and not said.reason),
        (Question.TIME, outcome.needs_time and not timed),
        (Question.PERMISSION, outcome.canonical == "hard-no" and said.permission is None),
        (Question.REFERRAL, outcome.canonical == "referred" and not said.to),
        (Question.NOTE, (outcome.human or outcome.canonical == "gatekeeper") and not said.note),
    )
    return tuple(question for question, asked in wanted if asked)


def answered(said: LogRequest, question: Question, answer: str) -> LogRequest:
    """The request with an answer in it; an empty answer leaves it out.

    Args:
        said: What the rep has said already.
        question: What was asked.
        answer: A reason's word, a time, `y` or `n`, or text.
    """
    if question is Question.PERMISSION:
        return said._replace(permission={"y": True, "n": False}.get(answer.lower()))
    text = answer.strip()
    if question is Question.REASON:
        return said._replace(reason=text)
    if question is Question.TIME:
        return said._replace(at=text)
    return said._replace(to=text) if question is Question.REFERRAL else said._replace(note=text)
