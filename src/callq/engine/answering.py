"""When people answer, learned only from retries whose part of the day was drawn at random.

If the time made no difference, the drawn part of an answered call would be any of the parts with
the same chance, whatever else is true of people and teams. So the share of a part among answered
calls, times the number of parts, says how many times as often people answer in it; and the range
below is exact and holds at every look, however often one looks (the mixture of Robbins 1970, Annals
of Mathematical Statistics 41; Ville's inequality). A part says nothing until its range excludes 1.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import exp, lgamma, log

from callq.named_tuple import NamedTuple

ALL = ""
"""All kinds of numbers together."""
_RISK = {ALL: 0.025, "mobile": 0.0125, "landline": 0.0125}
"""How likely any part of a kind is ever wrongly said to differ; together 1 in 20."""
_PRIOR_CALLS = 40.0
"""How many answered calls weigh as much as the belief that the time makes no difference."""
_STEPS = 50


class Tried(NamedTuple):
    """Calls whose part of the day was drawn."""

    kind: str
    """`mobile`, `landline`, …; empty when the kind of the number isn't known."""
    part: str
    calls: int
    answered: int


class Effect(NamedTuple):
    """How often people answer in a part of the day."""

    kind: str
    part: str
    calls: int
    answered: int
    times: float
    """As often as in the average part, drawn towards 1 while there are few calls."""
    low: float
    high: float

    @property
    def is_known(self) -> bool:
        """Whether luck is ruled out."""
        return self.low > 1 or self.high < 1


def effects(tried: Iterable[Tried], parts: Sequence[str]) -> tuple[Effect, ...]:
    """How often people answer, by kind of number and part of the day.

    Args:
        tried: Counts of the calls; those of other parts are left out.
        parts: The names of the parts that were drawn from, each as likely.
    """
    calls: dict[tuple[str, str], list[int]] = {}
    for one in tried:
        for kind in {ALL, one.kind}:
            sums = calls.setdefault((kind, one.part), [0, 0])
            sums[0] += one.calls
            sums[1] += one.answered
    return tuple(
        effect
        for kind in _RISK
        if any((kind, part) in calls for part in parts)
        for effect in _of_kind(kind, {part: calls.get((kind, part), [0, 0]) for part in parts})
    )


def _of_kind(kind: str, calls: Mapping[str, Sequence[int]]) -> Iterator[Effect]:
    parts, answered = len(calls), sum(each[1] for each in calls.values())
    for part, (n, mine) in calls.items():
        low, high = _range(mine, answered, parts, _RISK[kind] / parts)
        believed = (_PRIOR_CALLS / parts + mine) / (_PRIOR_CALLS + answered)
        yield Effect(kind, part, n, mine, believed * parts, low * parts, high * parts)


def _range(mine: int, answered: int, parts: int, risk: float) -> tuple[float, float]:
    """The shares that the answered calls of a part don't rule out."""
    a, b = _PRIOR_CALLS / parts, _PRIOR_CALLS * (parts - 1) / parts
    most = _log_beta(a + mine, b + answered - mine) - _log_beta(a, b) + log(risk)

    def is_out(share: float) -> bool:
        return _log_power(share, mine) + _log_power(1 - share, answered - mine) < most

    seen = (a + mine) / (a + b + answered)
    return _edge(0.0, seen, is_out), _edge(1.0, seen, is_out)


def _edge(out: float, inside: float, is_out: Callable[[float], bool]) -> float:
    if not is_out(out):
        return out
    for _ in range(_STEPS):
        middle = (out + inside) / 2
        out, inside = (middle, inside) if is_out(middle) else (out, middle)
    return out


def _log_power(share: float, times: int) -> float:
    if not times:
        return 0.0
    return times * log(share) if share > 0 else float("-inf")


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def dump(found: Iterable[Effect]) -> str:
    """What the queue uses of it, as JSON: the parts known to differ; empty for none."""
    of_all = [one for one in found if one.kind == ALL]
    known = {one.part: round(log(one.times), 4) for one in of_all if one.is_known}
    calls = sum(one.calls for one in of_all)
    return json.dumps({"calls": calls, "parts": known}) if known else ""


class Answers(NamedTuple):
    """What the queue knows of when people answer."""

    calls: int = 0
    """From how many calls it's known."""
    logs: Mapping[str, float] = {}
    """By part of the day: the log of how many times as often people answer in it."""

    def times(self, part: str) -> float:
        """How many times as often people answer in a part as in the average one."""
        return exp(self.logs.get(part, 0.0))


def load(text: str) -> Answers:
    """What `dump` wrote; nothing from an empty text."""
    if not text:
        return Answers()
    data = json.loads(text)
    return Answers(data["calls"], data["parts"])
