"""What a rep says about a call: read word by word, or refused with what to type instead."""

from difflib import get_close_matches

from callq.engine.model import Channel
from callq.engine.outcomes import ANSWERS, Outcome
from callq.engine.rulebook import Rulebook
from callq.errors import CallqError
from callq.named_tuple import NamedTuple

LONGEST_CALL = 86_400
"""Seconds."""


class LogRequest(NamedTuple):
    """What the rep says about a call, as typed."""

    who: str | None = None
    outcome: str | None = None
    reason: str = ""
    note: str = ""
    at: str = ""
    """The time they named, in the prospect's zone."""
    within: str = ""
    """The same as a span: `2 weeks`."""
    permission: bool | None = None
    answer: str = ""
    channel: str = "call"
    duration: str = ""
    number: str = ""
    to: str = ""
    when: str = ""
    """When the call was, in the rep's zone; now when empty."""
    name: str = ""
    """The name of an unknown caller."""
    reach: str = ""
    """When they ask for calls: `weekdays after 5pm`."""
    may_be_called: bool = False
    """The rep was asked, and said that the note isn't an opt-out request."""


def as_opt_out(request: LogRequest) -> LogRequest:
    """The request as a do-not-call, with its note: nothing else goes with that outcome."""
    return request._replace(
        outcome="do-not-call", answer="", reason="", at="", within="", permission=None, to=""
    )


def read_outcome(rulebook: Rulebook, request: LogRequest) -> Outcome:
    """The outcome, by its word, an alias, another system's word, or the answer a, b or c.

    Raises:
        CallqError: It is missing, unknown, or contradicts the answer.
    """
    by_answer = _by_answer(rulebook, request.answer)
    if not request.outcome:
        if by_answer is None:
            raise CallqError(
                "How did the call end?",
                hint="callq log [WHO] OUTCOME (callq log --help lists the outcomes)",
                name="outcome-missing",
            )
        return by_answer
    word = request.outcome.strip().lower().replace("_", "-").replace(" ", "-")
    outcome = rulebook.named(word) or _of_other_system(rulebook, request.outcome)
    if outcome is None:
        near = get_close_matches(word, rulebook.outcomes, n=3, cutoff=0.5)
        names = dict.fromkeys(rulebook.outcomes[n].word for n in near)
        hint = f"Did you mean {' or '.join(names)}?" if names else "Outcomes: " + ", ".join(
            dict.fromkeys(o.word for o in rulebook.outcomes.values())
        )  # fmt: skip
        raise CallqError(f'Unknown outcome "{request.outcome}".', hint=hint, name="unknown-outcome")
    if by_answer and by_answer.word != outcome.canonical:
        raise CallqError(
            f"Answer {request.answer} means {by_answer.word}, not {outcome.word}.",
            hint="Give only one of them.",
            name="answer-contradicts-outcome",
        )
    return outcome


def _by_answer(rulebook: Rulebook, answer: str) -> Outcome | None:
    if not answer:
        return None
    word = ANSWERS.get(answer.lower())
    if word is None:
        raise CallqError(
            f'Unknown answer "{answer}".',
            hint="Use --answer a (explain now), b (later, with --at) or c (never again).",
            name="unknown-answer",
        )
    return rulebook.outcome(word)


def _of_other_system(rulebook: Rulebook, text: str) -> Outcome | None:
    from callq.engine.opt_out import is_opt_out
    from callq.importing.dispositions import disposition

    found = disposition(text)
    if found is None and is_opt_out(text):
        return rulebook.outcome("do-not-call")
    return rulebook.outcomes.get(found[0]) if found else None


def _reason_within(rulebook: Rulebook, text: str) -> str:
    """The reason in another system's word for a refusal; empty for our own words."""
    if text.strip().lower() in rulebook.outcomes:
        return ""
    from callq.importing.dispositions import disposition

    found = disposition(text)
    return found[1] if found and found[1] in rulebook.reasons else ""


def with_reason(rulebook: Rulebook, request: LogRequest, outcome: Outcome) -> LogRequest:
    """The request with its reason: the one given, or the one in another system's outcome.

    Raises:
        CallqError: What was said contradicts itself.
    """
    if request.outcome and not request.reason and outcome.takes_reason:
        request = request._replace(reason=_reason_within(rulebook, request.outcome))
    _refuse_contradictions(rulebook, request, outcome)
    return request


def _refuse_contradictions(rulebook: Rulebook, request: LogRequest, outcome: Outcome) -> None:
    word, timed = outcome.word, bool(request.at or request.within)
    refused = (
        (
            request.at and request.within, "time-given-twice",
            "You gave the time twice: --at and --in.", "Give only one of them.",
        ),
        (
            outcome.needs_time and not timed, "time-missing",
            f"When? {_article(word).capitalize()} {word} needs a time.",
            f'callq log [WHO] {word} --at "tuesday 3pm"',
        ),
        (
            timed and not (outcome.needs_time or outcome.takes_time), "time-not-allowed",
            f"You can't give a time with {word}: your rules set the next call.",
            "Did they name a time? Log callback instead.",
        ),
        (
            request.permission is not None and outcome.canonical != "hard-no",
            "permission-not-allowed", f"--permission only goes with hard-no, not with {word}.",
            "Leave it out, or log hard-no.",
        ),
        (
            request.to and outcome.canonical != "referred", "referral-not-allowed",
            f"--to only goes with referred, not with {word}.", "Leave it out, or log referred.",
        ),
        (
            request.channel not in tuple(Channel), "unknown-channel",
            f'Unknown channel "{request.channel}".', f"Channels: {', '.join(Channel)}.",
        ),
        (
            request.reason and not outcome.takes_reason, "reason-not-allowed",
            f"You can't give a reason with {word}, only when they refuse.", "Use --note instead.",
        ),
    )  # fmt: skip
    for applies, name, message, hint in refused:
        if applies:
            raise CallqError(message, hint=hint, name=name)
    if request.reason:
        rulebook.refuse_unknown_reason(request.reason)


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def read_duration(text: str) -> int | None:
    """Seconds from `90`, `90s`, `2m`, `1m30s` or `1:30`; None from nothing.

    Raises:
        CallqError: The text is none of these.
    """
    if not text:
        return None
    import re

    clock = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})", text)
    spoken = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m(?:in)?)?(?:(\d+)s?)?", text.replace(" ", ""))
    match = clock or spoken
    if match is None or not any(match.groups()):
        raise CallqError(
            f'Can\'t read the duration "{text}".',
            hint="Type it like 90s, 2m or 1:30.",
            name="unknown-duration",
        )
    hours, minutes, rest = (int(group[:7]) if group else 0 for group in match.groups())
    total = hours * 3600 + minutes * 60 + rest
    if total > LONGEST_CALL or (clock and (rest > 59 or (match[1] and minutes > 59))):
        raise CallqError(
            f'"{text[:40]}" can\'t be how long a call took.',
            hint="Type it like 90s, 2m or 1:30.",
            name="impossible-duration",
        )
    return total


def split_referral(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Name, numbers and addresses out of `Ann Lee +1 212 555 0100 ann@example.com`."""
    emails = tuple(word.strip("<>,;()") for word in text.split() if "@" in word)
    rest = " ".join(word for word in text.replace(",", " ").split() if "@" not in word)
    start = next((i for i, c in enumerate(rest) if c.isdigit() or c in "+("), len(rest))
    name, number = rest[:start].strip(" <>-"), rest[start:].strip()
    return name, (number,) if number else (), emails
