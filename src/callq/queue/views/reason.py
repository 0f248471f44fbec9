"""Why someone is next, as a rep would say it: what they said, how long ago, in their words."""

from datetime import datetime

from callq.engine.model import Tier
from callq.engine.words import ago, distance, when
from callq.queue.today import Item
from callq.records.queue import Entry
from callq.records.status_reason import StatusReason, stored_reason
from callq.terminal.safe import safe

_TO_WRITE = {
    "reply": "sent you an email reply {1} ({0})",
    "propose": "{0}, {1}, send a last proposal",
}


def state_and_words(state: str, found: StatusReason) -> tuple[str, ...]:
    """The state, and the words if they say more."""
    return (state,) if found.words == state else (state, found.words)


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
        words = f"callback{at}" + (f" ({distance(now - entry.callback_at)} late)" if late else "")
        return words + _agreed(item, now)
    words = _since_last(entry, entry.last_at, now) if entry.last_at else stored_reason(entry).words
    return f"asked {ago(now - entry.asked_at)}, {words}" if entry.asked_at else words


def _agreed(item: Item, now: datetime) -> str:
    """Who the callback belongs to for now, if it's another rep; on the clock of its time."""
    if not item.agreed_until or not item.zone:
        return ""
    return f", kept for {safe(item.agreed_by)} until {when(item.agreed_until, now, item.zone)}"


def _since_last(entry: Entry, last_at: datetime, now: datetime) -> str:
    said, past = stored_reason(entry).words, ago(now - last_at)
    if entry.action in _TO_WRITE:
        return _TO_WRITE[entry.action].format(said, past)
    last = safe(entry.last_outcome).replace("-", " ")
    if entry.conversation_at and entry.conversation_at < last_at:
        return f"{said}, then {last} {past}"
    if entry.misses > 1:
        return f"{last}, {entry.misses} tries, last {past}"
    return f"{said}, {past}"
