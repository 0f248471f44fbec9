"""Who said no and then yes: after how many days, and after how many calls.

A person is watched from the first refusal until the first yes, or until now. People who opted out
later, or left the queue without a yes, are watched until now as well: they are lost, and leaving
them out would make persistence look better than it is
(Fine and Gray 1999, Journal of the American Statistical Association 94, call this
censoring-complete data).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from callq.engine.outcomes import Outcome
from callq.metrics.survival import Curve, Spell, kaplan_meier
from callq.metrics.weekclock import DAY_SECONDS
from callq.named_tuple import NamedTuple

WON = "won"
Kind = tuple[str, str]
"""The canonical outcome of the first refusal, and its reason."""


Heard = tuple[int, Outcome, str, bool]
"""A call: when (seconds since 1970), outcome, reason, whether it was dialed."""


class Recovered(NamedTuple):
    """What became of a group of people who refused."""

    people: int
    said_yes: int
    won: int
    by_days: Curve
    by_calls: Curve
    days_to_yes: int | None
    """The median among those who said yes; None if none did."""
    calls_to_yes: int | None
    """The same in calls after the refusal, including the one that ended in the yes."""


class Refusals:
    """Collects, person by person, who refused and what came of it."""

    def __init__(self, now: int) -> None:
        """See `Refusals`.

        Args:
            now: The end of watching, in seconds since 1970.
        """
        self._now = now
        self._days: defaultdict[Kind, Counter[Spell]] = defaultdict(Counter)
        self._calls: defaultdict[Kind, Counter[Spell]] = defaultdict(Counter)
        self._won: Counter[Kind] = Counter()

    def take(self, calls: Iterable[Heard]) -> None:
        """Count one person by all their calls in order, unless they never refused."""
        kind: Kind | None = None
        since = until = dials = 0
        said_yes = won = False
        for at, outcome, reason, dialed in calls:
            if kind is None:
                if outcome.no and not outcome.opts_out:
                    kind, since, until = (outcome.canonical, reason), at, self._now
                continue
            if not said_yes:
                dials += dialed
                if outcome.yes:
                    said_yes, until = True, at
            won = won or outcome.canonical == WON
        if kind is not None:
            days = max(0, until - since) // DAY_SECONDS
            self._days[kind][Spell(days, said_yes)] += 1
            self._calls[kind][Spell(dials, said_yes)] += 1
            self._won[kind] += won

    @property
    def kinds(self) -> list[Kind]:
        """Every kind of refusal, the most common first."""
        return sorted(self._days, key=lambda kind: (-self._days[kind].total(), kind))

    def of(self, kinds: Iterable[Kind]) -> Recovered:
        """What became of people whose first refusal was of one of these kinds."""
        days: Counter[Spell] = Counter()
        calls: Counter[Spell] = Counter()
        won = 0
        for kind in kinds:
            days += self._days[kind]
            calls += self._calls[kind]
            won += self._won[kind]
        by_days = kaplan_meier(days)
        return Recovered(
            by_days.spells,
            by_days.happened,
            won,
            by_days,
            kaplan_meier(calls),
            _median(days),
            _median(calls),
        )


def _median(spells: Counter[Spell]) -> int | None:
    """The median length among spells that ended in a yes; the lower of two."""
    lengths = sorted((length, n) for (length, happened), n in spells.items() if happened)
    half = sum(n for _, n in lengths) / 2
    seen = 0
    for length, n in lengths:
        seen += n
        if seen >= half:
            return int(length)
    return None
