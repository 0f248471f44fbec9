"""Learns from finished calls how likely a win is, as a product of lifts that can all be explained.

A person's *facts* are what was known before the call: a column, and its values from the widest to
the narrowest. For each value two decayed counts are kept: wins seen, and wins expected had the fact
not mattered. Those follow from the success rate of the batch the call was in, so a good week
teaches nothing, and from the person's other facts.

    lift = (wins + K x wider lift) / (expected + K)

Each column has a *trust* from 0 to 1.5: how far its lifts held up on later calls. The score is the
sum of trust x log(lift): the log of how many times the average chance someone has.
`callq.engine.evidence` tells luck from learning. docs/ranking.md names the sources.
"""

import json
import math
from collections.abc import Mapping, Sequence
from zlib import crc32

from callq.engine.evidence import Guard, State, judge, read_guard
from callq.named_tuple import NamedTuple

VERSION = 1
BATCH = 50
"""Calls are learned in blocks of this many, so a state follows from the log alone."""
HISTORY = "history"
"""The column of past outcomes: believed sooner than the others."""
_PULL = 10.0
"""K: how many expected wins weigh as much as what is believed of a value beforehand."""
_BESIDE = 0.5
"""How far a call's expected wins follow from its other facts, so that two columns which say the
same don't both take the credit; the rest follows from the batch's rate."""
_HALF_LIFE_CALLS = 3000
_RATE_HALF_LIFE_CALLS = 300
_STEADY = 10.0
"""A batch's own success rate is steadied by this many calls at the recent rate."""
_MOST_TRUST, _FIRST_TRUST, _FIRST_TRUST_HISTORY, _TRUST_PULL = 1.5, 0.6, 1.0, 0.3
_LEAST_RATE, _MOST_RATE = 0.002, 0.98
_FORGOTTEN = 0.01
"""Values with fewer expected wins are dropped."""
_MOST_VALUES, _MOST_COLUMNS = 24, 40
_NEAR_UNIQUE, _FEW = 0.5, 20
"""A column with more distinct values than half its rows says who someone is, not what they are."""
_DIGITS = 5
SCORE_DIGITS = 4
_MOST_REMEMBERED = 50_000
_MOST_LOGIT = 20.0


class Fact(NamedTuple):
    """What is known of someone in one column."""

    column: str
    values: tuple[str, ...]
    """Nested, the widest first: `("interested", "interested, mobile")`."""


Facts = tuple[Fact, ...]
Priors = Mapping[tuple[str, str], float]
"""The lift believed before any call, by column and value."""


class Finished(NamedTuple):
    """A call that ended, with what was known before it."""

    facts: Facts
    won: bool


class Seen(NamedTuple):
    """Two decayed sums: wins and expected wins of a value, or pull and weight of a trust."""

    wins: float = 0.0
    expected: float = 0.0


_NOTHING = Seen()


class Learned(NamedTuple):
    """Everything learned so far: a few kilobytes, without a word from anyone's record."""

    calls: int = 0
    recent: Seen = Seen(1.0, 10.0)
    """Wins and calls lately, for the rate that steadies a batch's own."""
    lifts: Mapping[str, Mapping[int, Seen]] = {}
    """By column and the checksum of a value."""
    trust: Mapping[str, Seen] = {}
    guard: Guard = Guard()

    @property
    def rate(self) -> float:
        """The recent share of calls that were won."""
        return _within(self.recent.wins / self.recent.expected, _LEAST_RATE, _MOST_RATE)


class Average(NamedTuple):
    """What the people of a queue are compared with."""

    middle: float = 0.0
    """The mean of their scores."""
    share: float = 0.0
    """The mean of their chances; 0 while no one has been counted."""


class Part(NamedTuple):
    """What one fact adds to a score."""

    column: str
    value: str
    log: float
    """Trust times log lift."""
    seen: Seen
    """Of this value, decayed."""

    @property
    def times(self) -> float:
        """By how much it multiplies the chance."""
        return math.exp(self.log)


def key_of(value: str) -> int:
    """How a value is kept: by its checksum, so no text about a person is."""
    return crc32(value.encode())


def trust_of(learned: Learned, column: str) -> float:
    """How far a column's lifts are believed, from 0 to 1.5."""
    start = _FIRST_TRUST_HISTORY if column == HISTORY else _FIRST_TRUST
    pull, weight = learned.trust.get(column, Seen())
    return _within((pull + _TRUST_PULL * start) / (weight + _TRUST_PULL), 0.0, _MOST_TRUST)


def chance(learned: Learned, priors: Priors, facts: Facts) -> tuple[float, tuple[Part, ...]]:
    """The log of how many times the average chance someone has, and its parts, strongest first.

    A state shown to be wrong gives way to the priors alone.
    """
    score = Scorer(learned, priors).score(facts)
    if learned.guard.state is State.WRONG:
        return score, ()
    parts = []
    for fact in facts:
        log = _log_lift(learned, priors, fact)
        seen = learned.lifts.get(fact.column, {}).get(key_of(fact.values[-1]), Seen())
        parts.append(Part(fact.column, fact.values[-1], log * trust_of(learned, fact.column), seen))
    parts.sort(key=lambda part: (-abs(part.log), part.column))
    return score, tuple(parts)


class Scorer:
    """Scores many people by one state: `chance` without the parts."""

    def __init__(self, learned: Learned, priors: Priors) -> None:
        """See `Scorer`."""
        self._learned = Learned() if learned.guard.state is State.WRONG else learned
        self._plain = learned.guard.state is State.WRONG
        self._priors = priors
        self._trust: dict[str, float] = {}
        self._adds: dict[Fact, float] = {}

    def score(self, facts: Facts) -> float:
        """The log of how many times the average chance someone has, to four digits."""
        total = 0.0
        for fact in facts:
            add = self._adds.get(fact)
            total += self._add(fact) if add is None else add
        return round(total, SCORE_DIGITS)

    def _add(self, fact: Fact) -> float:
        if len(self._adds) >= _MOST_REMEMBERED:
            self._adds.clear()
        trust = self._trust.get(fact.column)
        if trust is None:
            trust = 1.0 if self._plain else trust_of(self._learned, fact.column)
            self._trust[fact.column] = trust
        add = self._adds[fact] = trust * _log_lift(self._learned, self._priors, fact)
        return add


def average_of(learned: Learned, scores: Mapping[float, int]) -> Average:
    """The average of a queue, by how many people have each score (rounded, so there are few)."""
    people = sum(scores.values())
    if not people:
        return Average()
    middle = sum(score * n for score, n in scores.items()) / people
    base = _logit(learned.rate) - middle
    share = sum(_share(base + score) * n for score, n in scores.items()) / people
    return Average(round(middle, _DIGITS), round(share, _DIGITS))


def times_average(learned: Learned, score: float, average: Average) -> float:
    """How many times the average chance of a queue a score means: a calibrated chance over theirs.

    Odds, not the score itself, because no chance is over 1.
    """
    share = _share(_logit(learned.rate) + score - average.middle)
    return share / (average.share or learned.rate)


def learn(learned: Learned, priors: Priors, batch: Sequence[Finished]) -> Learned:
    """The state after a batch of finished calls; the order inside a batch doesn't matter."""
    if not batch:
        return learned
    size, wins = len(batch), sum(call.won for call in batch)
    base = _logit((wins + _STEADY * learned.rate) / (size + _STEADY))
    rows = _without_identities(batch)
    logs = [{f.column: _log_lift(learned, priors, f) for f in call.facts} for call in rows]
    mean = _means(logs)
    trusted = {column: trust_of(learned, column) for column in mean}
    # What each fact adds, compared with the batch.
    adds = [{c: trusted[c] * (log - mean[c]) for c, log in row.items()} for row in logs]
    scores = [sum(row.values()) - _absent(row, mean, trusted) for row in adds]
    won = [call.won for call in rows]
    faded, recent = _kept(size, _HALF_LIFE_CALLS), _kept(size, _RATE_HALF_LIFE_CALLS)
    steps = _steps(logs, mean, trusted, [_share(base + z) for z in scores], won)
    return Learned(
        learned.calls + size,
        _rounded(learned.recent.wins * recent + wins, learned.recent.expected * recent + size),
        _lifts_after(learned.lifts, rows, _expected(base, scores, adds), faded),
        _trust_after(learned.trust, steps, faded),
        judge(learned.guard, scores, won),
    )


def dump(learned: Learned) -> str:
    """The state as JSON; `load` gives the same state."""
    data = {"version": VERSION, **learned._asdict(), "guard": learned.guard._asdict()}
    return json.dumps(data, separators=(",", ":"))


def load(text: str | None) -> Learned:
    """The state from JSON; a new one for None, and for a version this callq doesn't know."""
    data = json.loads(text) if text else {}
    if data.get("version") != VERSION:
        return Learned()
    lifts = {
        column: {int(key): Seen(*pair) for key, pair in values.items()}
        for column, values in data["lifts"].items()
    }
    trust = {column: Seen(*pair) for column, pair in data["trust"].items()}
    return Learned(data["calls"], Seen(*data["recent"]), lifts, trust, read_guard(data["guard"]))


def _log_lift(learned: Learned, priors: Priors, fact: Fact) -> float:
    seen, lift = learned.lifts.get(fact.column, {}), 1.0
    for value in fact.values:
        believed = priors.get((fact.column, value), lift)
        wins, expected = seen.get(key_of(value), _NOTHING)
        lift = (wins + _PULL * believed) / (expected + _PULL)
    return math.log(lift)


def _without_identities(batch: Sequence[Finished]) -> list[Finished]:
    """The batch without columns in which nearly everyone has a value of their own."""
    values: dict[str, list[str]] = {}
    for call in batch:
        for fact in call.facts:
            values.setdefault(fact.column, []).append(fact.values[0])
    out = {
        column for column, found in values.items()
        if len(found) >= _FEW and len(set(found)) > _NEAR_UNIQUE * len(found)
    }  # fmt: skip
    return [
        Finished(tuple(f for f in call.facts if f.column not in out), call.won) for call in batch
    ]


def _absent(
    row: Mapping[str, float], mean: Mapping[str, float], trusted: Mapping[str, float]
) -> float:
    """What the columns someone has nothing in add on average."""
    return sum(trusted[column] * mean[column] for column in mean if column not in row)


def _means(logs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    mean: dict[str, float] = {}
    for row in logs:
        for column, log in row.items():
            mean[column] = mean.get(column, 0.0) + log / len(logs)
    return mean


def _expected(
    base: float, scores: Sequence[float], adds: Sequence[Mapping[str, float]]
) -> list[dict[str, float]]:
    """The win each call let expect, for each of its columns, had that one not mattered."""
    shares = [_share(base + score) for score in scores]
    average = _share(base)
    base += math.log(average * len(shares) / sum(shares))
    return [
        {
            c: (1 - _BESIDE) * average + _BESIDE * _share(base + score - add)
            for c, add in row.items()
        }
        for score, row in zip(scores, adds, strict=True)
    ]


def _steps(
    logs: Sequence[Mapping[str, float]],
    mean: Mapping[str, float],
    trusted: Mapping[str, float],
    shares: Sequence[float],
    won: Sequence[bool],
) -> dict[str, Seen]:
    """One step of logistic regression on the log lifts: what pulls each trust, and its weight."""
    steps = {column: [0.0, 0.0] for column in mean}
    for row, share, one in zip(logs, shares, won, strict=True):
        spread = share * (1 - share)
        for column, log in row.items():
            apart, step = log - mean[column], steps[column]
            step[0] += apart * (one - share + spread * apart * trusted[column])
            step[1] += spread * apart * apart
    return {column: Seen(*step) for column, step in steps.items()}


def _trust_after(
    before: Mapping[str, Seen], steps: Mapping[str, Seen], faded: float
) -> dict[str, Seen]:
    after = {}
    for column in sorted(before.keys() | steps.keys()):
        (pull, weight), (more, heavier) = before.get(column, _NOTHING), steps.get(column, _NOTHING)
        after[column] = _rounded(pull * faded + more, weight * faded + heavier)
    heaviest = sorted(after, key=lambda column: (-after[column].expected, column))
    return {column: after[column] for column in sorted(heaviest[:_MOST_COLUMNS])}


def _lifts_after(
    before: Mapping[str, Mapping[int, Seen]],
    rows: Sequence[Finished],
    expected: Sequence[Mapping[str, float]],
    faded: float,
) -> dict[str, dict[int, Seen]]:
    sums: dict[str, dict[int, list[float]]] = {
        column: {key: [wins * faded, hoped * faded] for key, (wins, hoped) in values.items()}
        for column, values in before.items()
    }
    for call, hoped in zip(rows, expected, strict=True):
        for column, values in call.facts:
            for value in values:
                one = sums.setdefault(column, {}).setdefault(key_of(value), [0.0, 0.0])
                one[0] += call.won
                one[1] += hoped[column]
    fullest = sorted(sums, key=lambda column: (-_weight(sums[column]), column))
    kept = {column: _most_seen(sums[column]) for column in sorted(fullest[:_MOST_COLUMNS])}
    return {column: values for column, values in kept.items() if values}


def _most_seen(values: Mapping[int, Sequence[float]]) -> dict[int, Seen]:
    seen = sorted(values, key=lambda key: (-values[key][1], key))[:_MOST_VALUES]
    return {key: _rounded(*values[key]) for key in sorted(seen) if values[key][1] >= _FORGOTTEN}


def _weight(values: Mapping[int, Sequence[float]]) -> float:
    return sum(expected for _, expected in values.values())


def _kept(calls: int, half_life: int) -> float:
    return float(0.5 ** (calls / half_life))


def _rounded(one: float, other: float) -> Seen:
    return Seen(round(one, _DIGITS), round(other, _DIGITS))


def _within(value: float, least: float, most: float) -> float:
    return min(most, max(least, value))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-_within(logit, -_MOST_LOGIT, _MOST_LOGIT)))
