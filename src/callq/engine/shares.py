"""Merges classes of people by score so that each gets at least its share of the day's calls.

A class whose share of the calls so far falls a whole call behind comes next; else the best score
does. That is the lower quota of apportionment (Balinski and Young 1982), call by call: as long as a
class has anyone, it's never more than two calls behind its share.
"""

from collections.abc import Callable, Iterator, Mapping
from math import ceil
from typing import TypeVar

from callq.engine.model import Tier
from callq.named_tuple import NamedTuple

POOL = (Tier.RECALL, Tier.FRESH, Tier.RETRY)
"""The tiers that are ranked together."""
_NOISE = 1e-9

T = TypeVar("T")


def dealt(
    lines: Mapping[Tier, Iterator[T]],
    shares: Mapping[Tier, float],
    done: Mapping[Tier, int],
    place: Callable[[T], tuple[float, int]],
) -> Iterator[T]:
    """Everyone in the classes, in the order they should be called; reads no further than asked.

    Args:
        lines: Each class, its best first.
        shares: The least share of each, from 0 to 1; together at most 1. A class without one has 0.
        done: How many of each class were called today.
        place: Where someone comes when no class is behind; the lowest first.
    """
    counts = {tier: done.get(tier, 0) for tier in lines}
    heads = {tier: head for tier, line in lines.items() if (head := next(line, None)) is not None}
    while heads:
        behind = {tier: shares.get(tier, 0.0) * _next(counts) - counts[tier] for tier in heads}
        first = max(heads, key=lambda tier: (behind[tier], -tier))
        if behind[first] < 1 - _NOISE:
            first = min(heads, key=lambda tier: place(heads[tier]))
        yield heads[first]
        counts[first] += 1
        following = next(lines[first], None)
        if following is None:
            del heads[first]
        else:
            heads[first] = following


class Wait(NamedTuple):
    """How long a class with people due waits at most, while no more come due."""

    tier: Tier
    people: int
    share: float
    days: int | None
    """Until the last of them is called, in days with calls; None without a share or room."""


def longest_waits(
    due: Mapping[Tier, int], shares: Mapping[Tier, float], room: int
) -> tuple[Wait, ...]:
    """How long each class that has anyone waits at most.

    Args:
        due: How many are due in each tier; those above the classes are called first.
        shares: As in `dealt`.
        room: Calls a day.
    """
    classes = {tier: due[tier] for tier in POOL if due.get(tier)}
    everyone = sum(classes.values())
    above = sum(due.values()) - everyone
    waits = []
    for tier, people in classes.items():
        share = shares.get(tier, 0.0)
        days = None
        if share and room:
            days = ceil((above + min(everyone, last_place(people, share))) / room)
        waits.append(Wait(tier, people, share, days))
    return tuple(waits)


def last_place(people: int, share: float) -> int:
    """The last place at which `dealt` has anyone of a class: it's never over two calls behind."""
    return int((people + 2) / share) + 1


def _next(counts: Mapping[Tier, int]) -> int:
    return sum(counts.values()) + 1
