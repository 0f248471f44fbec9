"""Counts the calls of a period in one pass: by rep, list, hour of the week, outcome and day.

A dial is a phone call that was made: not an email, text or visit, and not an imported outcome. A
conversation is a dial on which the prospect spoke. A win counts on any channel; a win on another
channel than the phone counts as one more try where wins are divided by tries.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from callq.engine.model import Channel
from callq.engine.outcomes import Outcome
from callq.engine.period import Period
from callq.engine.rulebook import Rulebook
from callq.metrics.intervals import Rate, rate
from callq.metrics.persistence import ToNext, to_next_win
from callq.metrics.recovery import WON, Heard, Refusals
from callq.metrics.weekclock import DAY_SECONDS, WEEK_HOURS, WeekClock, hour_of_week
from callq.named_tuple import NamedTuple

K = TypeVar("K", str, int)
_CALL, _MAIL = Channel.CALL.value, Channel.EMAIL.value
_NO_HOUR = WEEK_HOURS
"""The hour of a win by email, text or visit."""
_SOME_HOUR = WEEK_HOURS + 1
"""The hour of a dial without a known hour: imported files often give only the day."""
_OUTCOMES = 4096
Logged = tuple[int, int, str, str, str, int, str]
"""A call: whose it is, when (seconds since 1970), outcome, reason, channel, imported, rep."""


class Figures(NamedTuple):
    """Results of a number of calls."""

    dials: int = 0
    conversations: int = 0
    refusals: int = 0
    wins: int = 0
    elsewhere: int = 0
    """Wins by email, text or visit."""

    @property
    def contact(self) -> Rate:
        """Conversations out of dials."""
        return rate(self.conversations, self.dials)

    @property
    def to_next_win(self) -> ToNext:
        """Calls to the next win."""
        return to_next_win(self.dials + self.elsewhere, self.wins)

    @property
    def conversations_to_next_win(self) -> ToNext:
        """The same in conversations."""
        return to_next_win(self.conversations + self.elsewhere, self.wins)

    @property
    def answers_to_next_win(self) -> ToNext:
        """The same in refusals and wins together: one less is the number of refusals."""
        return to_next_win(self.refusals + self.wins, self.wins)

    def plus(self, other: "Figures") -> "Figures":
        """Both together."""
        return Figures(*(a + b for a, b in zip(self, other, strict=True)))


class _Kind(NamedTuple):
    """An outcome as the count looks at it."""

    place: int
    outcome: Outcome
    starts: bool
    """Whether a person is followed from it on: a refusal that isn't an opt-out."""
    word: str


class Counting:
    """One pass over the log."""

    def __init__(self, rulebook: Rulebook, counted: Period, refusals_since: datetime,
                 home: WeekClock, now: datetime) -> None:  # fmt: skip
        """See `Counting`.

        Args:
            rulebook: Tells what a team's own outcomes are like.
            counted: Which calls count.
            refusals_since: From when on a refusal may be a person's first.
            home: The rep's own clock, for days.
            now: Until when those who said no are watched.
        """
        self.refusals = Refusals(int(now.timestamp()))
        self.imported = 0
        self.touches: Counter[str] = Counter()
        self.reasons: Counter[tuple[str, str]] = Counter()
        self.people = 0
        self._rulebook = rulebook
        self._start, self._end = (int(at.timestamp()) for at in counted)
        self._refusals_since = int(refusals_since.timestamp())
        self._home = home
        self._kinds: dict[str, _Kind] = {}
        # Counts by outcome (its number): by rep and hour, by list, by day.
        self._reps: defaultdict[str, defaultdict[int, int]] = defaultdict(_counts)
        self._lists: defaultdict[str, defaultdict[int, int]] = defaultdict(_counts)
        self._days: defaultdict[int, int] = _counts()

    def take(self, list_name: str, clock: WeekClock, calls: Sequence[Logged]) -> None:
        """Counts one person's calls.

        Args:
            list_name: Their list.
            clock: Theirs.
            calls: In the order of the log, from the earlier of both starts on.
        """
        heard: list[Heard] = []
        kinds, days, local = self._kinds, self._days, self._home.local
        reps, on_list = self._reps, self._lists[list_name]
        start, end, refusals_since = self._start, self._end, self._refusals_since
        reached = False
        for _, at, word, reason, channel, imported, agent in calls:
            place, outcome, starts, _ = kinds.get(word) or self._learn(word)
            inside = start <= at < end
            if imported:
                self.imported += inside
                continue
            dialed = channel == _CALL and not outcome.clears_email
            if heard or (starts and at >= refusals_since):
                heard.append((at, outcome, reason, dialed))
            if not inside:
                continue
            if dialed:
                reached = True
                there = clock.local(at)
                hour = hour_of_week(there) if there % DAY_SECONDS else _SOME_HOUR
                if outcome.no:
                    self.reasons[outcome.canonical, reason] += 1
            else:
                self.touches[_MAIL if outcome.clears_email else channel] += 1
                if outcome.canonical != WON:
                    continue
                hour = _NO_HOUR
            reps[agent][hour * _OUTCOMES + place] += 1
            on_list[dialed * _OUTCOMES + place] += 1
            days[(local(at) // DAY_SECONDS * 2 + dialed) * _OUTCOMES + place] += 1
        self.people += reached
        if heard:
            self.refusals.take(heard)

    def _learn(self, word: str) -> _Kind:
        outcome = self._rulebook.outcome(word)
        kind = _Kind(len(self._kinds), outcome, outcome.no and not outcome.opts_out, word)
        self._kinds[word] = kind
        return kind

    # What was counted -----------------------------------------------------------------------------

    @property
    def total(self) -> Figures:
        """All of it."""
        return next(iter(self._sums(("", dialed, kind, n)
                                    for _, dialed, kind, n in self._by_list()).values()),
                    Figures())  # fmt: skip

    def by_rep(self) -> dict[str, Figures]:
        """By rep."""
        return self._sums((rep, hour != _NO_HOUR, kind, n) for rep, hour, kind, n in self._by_rep())

    def by_list(self) -> dict[str, Figures]:
        """By list."""
        return self._sums(self._by_list())

    def by_hour_of_week(self) -> dict[int, Figures]:
        """By the prospect's local hour of the week.

        Without an hour: wins by another channel, and calls at midnight to the second, which come
        from files that give only the day.
        """
        return self._sums(
            (hour, True, kind, n) for _, hour, kind, n in self._by_rep() if hour < WEEK_HOURS
        )

    def by_outcome(self) -> Counter[str]:
        """Dials by outcome."""
        found: Counter[str] = Counter()
        for _, dialed, kind, n in self._by_list():
            if dialed:
                found[kind.word] += n
        return found

    def by_day(self) -> dict[int, Figures]:
        """By the rep's local day, in days since 1970."""
        kinds = tuple(self._kinds.values())
        return self._sums(
            (code // _OUTCOMES // 2, bool(code // _OUTCOMES % 2), kinds[code % _OUTCOMES], n)
            for code, n in self._days.items()
        )

    def _by_rep(self) -> Iterator[tuple[str, int, _Kind, int]]:
        kinds = tuple(self._kinds.values())
        for rep, counts in self._reps.items():
            for code, n in counts.items():
                yield rep, code // _OUTCOMES, kinds[code % _OUTCOMES], n

    def _by_list(self) -> Iterator[tuple[str, bool, _Kind, int]]:
        kinds = tuple(self._kinds.values())
        for list_name, counts in self._lists.items():
            for code, n in counts.items():
                yield list_name, bool(code // _OUTCOMES), kinds[code % _OUTCOMES], n

    def _sums(self, some: Iterable[tuple[K, bool, _Kind, int]]) -> dict[K, Figures]:
        found: defaultdict[K, list[int]] = defaultdict(lambda: [0] * len(Figures._fields))
        for key, dialed, kind, n in some:
            outcome, won = kind.outcome, kind.outcome.canonical == WON
            sums = found[key]
            sums[0] += n * dialed
            sums[1] += n * (dialed and outcome.human)
            sums[2] += n * (dialed and outcome.no)
            sums[3] += n * won
            sums[4] += n * (won and not dialed)
        return {key: Figures(*found[key]) for key in sorted(found)}


def _counts() -> defaultdict[int, int]:
    return defaultdict(int)
