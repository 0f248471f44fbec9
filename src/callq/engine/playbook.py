"""Which script fits a status, and what a playbook is made of.

The most specific place wins: the stage of a list, the list, then everyone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from callq.engine.outcomes import REASONS, Outcome
from callq.named_tuple import NamedTuple

ANY = "any"
"""The kind under which a stage keeps the script of all its calls."""
ABOUT = "about"
MAIL = "email."
"""How the kinds of emails begin in a compiled playbook."""
KINDS = (
    "first-call", "after-no-answer", "after-voicemail", "voicemail", "gatekeeper", "hurried",
    "callback", "interested", "meeting", "referred", *REASONS, "ask-why", "improve",
    "three-options",
    "hung-up", "hard-no", "check-in", "year-later", "long-ago", "lost", "after-lost",
)  # fmt: skip
"""The scripts every playbook has."""
MAILS = ("thank-you", "three-options", "answer", "proposal", "warm-up")
PARTS = ("title", "open", "answer", "then", "ask", "tip")
ABSENT: dict[str, str] = {
    "name": "name not known",
    "first_name": "name not known",
    "company": "company not known",
    "title": "their job title not known",
    "list": "no list",
    "stage": "no stage",
    "agent": "your name not set",
    "seller": "your company not set: callq setup",
    "offer": "your offer not set: callq setup",
    "benefit": "your benefit not set",
    "benefits": "your benefits not set",
    "address": "your address not set",
    "phone": "your number not set",
    "reference": "your reference not set",
    "last_date": "not talked yet",
    "last_note": "no note yet",
    "last_said": "not talked yet",
    "reason": "reason not known",
    "since": "a while ago",
    "callback": "no callback scheduled",
    "attempts": "no calls yet",
    "times": "no times found",
}
"""Every field of a template, and the text if its value is unknown."""
PRIVATE = frozenset({"last_note"})
"""Reps' own notes: never in an email."""
_YEAR = timedelta(days=330)
_MANY_REFUSALS = 3

Key = tuple[str, str, str]
"""List, stage and kind; an empty list or stage means all of them."""


class Touch(Protocol):
    """The parts of a call that matter here, logged or evaluated."""

    @property
    def at(self) -> datetime:
        """When it was."""

    @property
    def outcome(self) -> str:
        """How it ended."""

    @property
    def reason(self) -> str:
        """The reason for a refusal."""

    @property
    def permission(self) -> bool | None:
        """Whether they allowed another call after a hard no."""


class ScriptContext(NamedTuple):
    """The parts of a prospect's status that matter for what to say."""

    state: str
    action: str
    last: str = ""
    """The canonical outcome of the last call, even without a conversation."""
    word: str = ""
    """The canonical outcome of the last conversation."""
    reason: str = ""
    refusals: int = 0
    """Refusals in a row."""
    rested: timedelta = timedelta(0)
    """How long ago they last spoke."""
    sent: timedelta = timedelta(0)
    """How long the cooldown after it is."""


class Script(NamedTuple):
    """What to say."""

    kind: str
    title: str
    open: str = ""
    answer: str = ""
    then: tuple[str, ...] = ()
    ask: str = ""
    tip: str = ""


def script_context(
    state: str,
    action: str,
    calls: Sequence[Touch],
    outcomes: Mapping[str, Outcome],
    now: datetime,
) -> ScriptContext:
    """A prospect's spot, from their calls.

    Args:
        state: The state of their status.
        action: What is next.
        calls: Those that aren't undone, newest first.
        outcomes: The rulebook's, by word.
        now: Aware.
    """
    known = [(call, outcomes.get(call.outcome)) for call in calls]
    words = [(c, o) for c, o in known if o is None or o.human or o.opts_out]
    refusals = 0
    for _, outcome in words:
        if outcome is not None and outcome.yes:
            break
        refusals += outcome is not None and outcome.no
    last = _canonical(known[0][1]) if known else ""
    if not words:
        return ScriptContext(state, action, last)
    word, outcome = words[0]
    return ScriptContext(
        state, action, last, _canonical(outcome), word.reason, refusals, now - word.at
    )


def _canonical(outcome: Outcome | None) -> str:
    return outcome.canonical if outcome else "unknown"


def pick(spot: ScriptContext) -> tuple[str, ...]:
    """The kinds of script that fit, best first; the last one is in every playbook.

    Nothing fits people who aren't to be called.
    """
    by_state = {
        "do-not-call": (),
        "closed": (),
        "needs-number": (),
        "fresh": ("first-call",),
        "callback": ("callback",),
        "check-in": ("check-in",),
    }
    if spot.state in by_state:
        return by_state[spot.state]
    if spot.action == "propose":
        return ("lost",)
    if spot.state == "retry":
        missed = {"gatekeeper": "gatekeeper", "voicemail": "after-voicemail"}
        tried = {"no-answer": "after-no-answer", "busy": "after-no-answer"}
        return ({**missed, **tried}.get(spot.last, "first-call"),)
    return _after(spot)


def _after(spot: ScriptContext) -> tuple[str, ...]:
    """What fits after a conversation."""
    if is_long_ago(spot):
        return ("year-later" if spot.sent >= _YEAR else "long-ago",)
    if spot.word == "soft-no":
        reason = (spot.reason, "unknown") if spot.reason else ("unknown",)
        return ("improve", *reason) if spot.refusals >= _MANY_REFUSALS else reason
    by_word = {"hard-no": "year-later", "lost": "after-lost"}
    kind = by_word.get(spot.word, spot.word)
    return (kind,) if kind in KINDS else ("first-call",)


def is_long_ago(spot: ScriptContext) -> bool:
    """Whether a refusal, but not a hard no, was a year ago: `sent` decides what to say then."""
    return spot.word in ("soft-no", "hung-up") and spot.rested >= _YEAR


def mail_for(spot: ScriptContext) -> str:
    """The kind of email that fits best."""
    if spot.action == "propose":
        return "proposal"
    if spot.action == "reply":
        return "answer"
    if spot.state in ("fresh", "retry"):
        return "warm-up"
    return (
        "thank-you" if spot.word in ("soft-no", "hard-no", "hung-up", "lost") else "three-options"
    )


def compiled(shipped: Mapping[str, Any], own: Mapping[str, Any]) -> dict[Key, dict[str, Any]]:
    """Every text of a playbook by place: the team's own parts, else the shipped ones.

    `playbook_check.check` must have accepted both.
    """
    found: dict[Key, dict[str, Any]] = {}
    for data in (shipped, own):
        about = dict(data.get("about", {}))
        base = found.setdefault(("", "", ABOUT), {"references": {}})
        references = {**base["references"], **about.pop("references", {})}
        base |= about | {"references": references}
        _lay(found, ("", ""), data)
    for name, entry in own.get("lists", {}).items():
        _lay(found, (name, ""), entry)
        for stage, texts in entry.get("stages", {}).items():
            _lay(found, (name, stage), texts)
            spoken = {part: texts[part] for part in PARTS if part in texts}
            if spoken:
                found[name, stage, ANY] = {"title": stage, **spoken}
    return found


def _lay(
    found: dict[Key, dict[str, Any]], place: tuple[str, str], entry: Mapping[str, Any]
) -> None:
    texts = dict(entry.get("scripts", {}).items())
    texts |= {f"{MAIL}{kind}": body for kind, body in entry.get("emails", {}).items()}
    name, stage = place
    for kind, body in texts.items():
        below: dict[str, Any] = {}
        for key in (("", "", kind), (name, "", kind), (name, stage, kind)):
            below |= found.get(key, {})
        found[name, stage, kind] = {**below, **body}


def best(
    found: Mapping[Key, Mapping[str, Any]], place: tuple[str, str], kinds: Sequence[str]
) -> tuple[str, Mapping[str, Any]] | None:
    """The text that fits best, with its kind: the place first, then the order of the kinds."""
    name, stage = place
    tried = [(name, stage, kind) for kind in (*kinds, ANY)] if stage and kinds else []
    tried += [(name, "", kind) for kind in kinds] if name else []
    tried += [("", "", kind) for kind in kinds]
    return next(((key[2], found[key]) for key in tried if key in found), None)


def script_from(kind: str, body: Mapping[str, Any]) -> Script:
    """A script from a compiled text."""
    return Script(
        kind, body.get("title", kind), body.get("open", ""), body.get("answer", ""),
        tuple(body.get("then", ())), body.get("ask", ""), body.get("tip", ""),
    )  # fmt: skip
