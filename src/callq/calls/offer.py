"""How the queue offered a person just before a call, to keep with the call."""

from callq.engine.model import Channel, Tier
from callq.engine.ranking import overdue_callback_at
from callq.engine.rulebook import Rulebook
from callq.records.calls import NO_OFFER, NewCall, Offer
from callq.records.queue import Entry

_CALLBACKS = (Tier.CALLBACK, Tier.OVERDUE_CALLBACK)


def offer_of(entry: Entry, call: NewCall, rulebook: Rulebook) -> Offer:
    """What's kept of the offer that a call was made from.

    Args:
        entry: The person in the queue as it was before the call.
        call: The call.
        rulebook: The rules in force.

    Returns:
        No offer when they called, weren't due, were on hold, or had a later call already: the queue
        as it is now says nothing of an earlier day.
    """
    due, at, last = entry.due_at, call.at, entry.last_at
    ours = call.channel != Channel.INCOMING and not call.imported
    if due is None or due > at or entry.hold or not ours or (last and last > at):
        return NO_OFFER
    tier = Tier(entry.tier)
    if tier in _CALLBACKS:
        overdue = overdue_callback_at(due, rulebook) <= at
        tier = Tier.OVERDUE_CALLBACK if overdue else Tier.CALLBACK
    return Offer(tier.word, 0.0, 0.0) if tier else NO_OFFER
