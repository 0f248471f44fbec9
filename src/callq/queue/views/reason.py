"""Why someone is next, as a rep would say it: what they said, how long ago, in their words."""

import re
from datetime import datetime

from callq.engine.model import Tier
from callq.engine.words import ago, distance, when
from callq.queue.today import Item
from callq.records.queue import Entry
from callq.terminal.safe import safe

_WAIT = re.compile(
    r", (?:(?:reply|propose|rest|at least|at most|the next|the time|until)\b|at once).*"
)
_TO_WRITE = {
    "reply": "sent you an email reply {1} ({0})",
    "propose": "{0}, {1}, send a last proposal",
}
_MISSES = re.compile(r" \(\d+ misses in a row\)")
_REASON = re.compile(r"^soft no \((.+?)\)")
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
    return _since_last(entry, entry.last_at, now) if entry.last_at else what_they_said(entry.why)


def _since_last(entry: Entry, last_at: datetime, now: datetime) -> str:
    said = what_they_said(entry.why)
    past = ago(now - last_at)
    if entry.action in _TO_WRITE:
        return _TO_WRITE[entry.action].format(said.removesuffix(" by email"), past)
    if not entry.misses:
        return f"{said}, {past}"
    last = safe(entry.last_outcome).replace("-", " ")
    if entry.state != "retry":
        return f"{said}, then {last} {past}"
    return f"{last}, {entry.misses} tries, last {past}" if entry.misses > 1 else f"{last}, {past}"


def what_they_said(why: str) -> str:
    """The outcome and reason in the queue's stored words, without how long the rule waits."""
    said = _MISSES.sub("", _WAIT.sub("", safe(why))).replace("by e-mail", "by email")
    return _REASON.sub(lambda match: _REASONS.get(match[1], match[1].replace("-", " ")), said)
