"""Tells learning from luck: a test by betting on the calls that follow, batch by batch.

Before a batch is learned from, every call in it has a score. A bet multiplies the evidence of a
batch by how many times the batch's average we had given each person who was then won. If the scores
mean nothing, the evidence is expected to stay what it is, so luck alone reaches 20 in fewer than
1 of 20 stores, ever (Ville 1939; Shafer 2021, "Testing by betting"). The same bets the other way
round find a ranking gone wrong; there luck needs 800 batches on average, 40,000 calls.
"""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from callq.named_tuple import NamedTuple

SURE = 20.0
"""Evidence from which the ranking may give its reasons."""
WRONG = 800.0
"""Evidence against it from which the rulebook's own priors take over."""
_STAKES = (0.5, 1.0)
"""How strongly is bet on the scores: shrunk by half, and as they are."""
_MOST, _MOST_GAIN, _DIGITS = 1e9, 50.0, 6


class State(StrEnum):
    """What is known of the ranking so far."""

    LEARNING = "learning"
    SURE = "sure"
    WRONG = "wrong"


class Guard(NamedTuple):
    """The evidence so far, for each stake."""

    state: State = State.LEARNING
    batches: int = 0
    """Since the state last changed; batches without a win, or with nothing else, say nothing."""
    right: tuple[float, ...] = (0.0,) * len(_STAKES)
    wrong: tuple[float, ...] = (0.0,) * len(_STAKES)

    @property
    def evidence(self) -> float:
        """How strongly the calls since the last change speak for the ranking."""
        # What isn't staked yet counts as kept.
        return sum(self.right) / len(self.right) + 1 / (self.batches + 1)


def judge(guard: Guard, scores: Sequence[float], won: Sequence[bool]) -> Guard:
    """The guard after a batch.

    Args:
        guard: Before it.
        scores: Log multiples that everyone in it was given beforehand.
        won: Whether each call was won.
    """
    if not 0 < sum(won) < len(won):
        return guard
    batches = guard.batches + 1
    # 1/2 + 1/6 + ... = 1: a share is kept for each later start, so an early loss isn't final.
    fresh = 1 / (batches * (batches + 1))
    right = tuple(
        _grown(was + fresh, _gain(stake, scores, won))
        for was, stake in zip(guard.right, _STAKES, strict=True)
    )
    wrong = tuple(
        _grown(was + 1.0, _gain(-stake, scores, won))
        for was, stake in zip(guard.wrong, _STAKES, strict=True)
    )
    after = Guard(guard.state, batches, right, wrong)
    if guard.state is not State.SURE and after.evidence >= SURE:
        return Guard(State.SURE)
    if guard.state is not State.WRONG and sum(wrong) / len(wrong) >= WRONG:
        return Guard(State.WRONG)
    return after


def read_guard(data: Mapping[str, Any]) -> Guard:
    """A guard from `Guard._asdict()` as it was stored."""
    right, wrong = tuple(data["right"]), tuple(data["wrong"])
    return Guard(State(data["state"]), data["batches"], right, wrong)


def _gain(stake: float, scores: Sequence[float], won: Sequence[bool]) -> float:
    """The log of what a batch multiplies the evidence by."""
    average = math.log(sum(math.exp(stake * score) for score in scores) / len(scores))
    return sum(stake * score - average for score, one in zip(scores, won, strict=True) if one)


def _grown(evidence: float, gain: float) -> float:
    gain = max(-_MOST_GAIN, min(_MOST_GAIN, gain))
    return min(_MOST, float(f"{evidence * math.exp(gain):.{_DIGITS}g}"))
