"""How the queue offered a person just before a call, to keep with the call."""

from callq.engine.model import Channel, Tier
from callq.engine.ranking import drawn_in, overdue_callback_at, rule_chance
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
        No offer when they called, or had a later call already: the queue as it is now says nothing
        of an earlier day. A part that was drawn is kept even if they weren't due yet, because
        leaving out some would undo what chance has balanced.
    """
    due, at, last = entry.due_at, call.at, entry.last_at
    if call.channel == Channel.INCOMING or (last and last > at):
        return NO_OFFER
    drawn = drawn_in(entry.part_mask)
    explored = rulebook.parts[drawn - 1].name if 0 < drawn <= len(rulebook.parts) else ""
    if due is None or due > at or entry.hold:
        return NO_OFFER._replace(explored=explored)
    tier = Tier(entry.tier)
    if tier in _CALLBACKS:
        overdue = overdue_callback_at(due, rulebook) <= at
        tier = Tier.OVERDUE_CALLBACK if overdue else Tier.CALLBACK
    by_rule = rule_chance(entry.conversation_outcome, entry.misses, rulebook)
    return Offer(tier.word, entry.chance, by_rule, explored) if tier else NO_OFFER
