"""Merges classes of people by score so that each gets at least its share of the day's calls.

A class whose share of the calls so far falls a whole call behind comes next; else the best score
does. That is the lower quota of apportionment (Balinski and Young 1982), call by call: as long as a
class has anyone, it's never more than two calls behind its share.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from callq.engine.model import Tier

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


def _next(counts: Mapping[Tier, int]) -> int:
    return sum(counts.values()) + 1
