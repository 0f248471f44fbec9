"""Counts the calls of a period in one pass: by rep, list, hour of the week, outcome and day.

A dial is a call by phone that was really made: no mail, text or visit, and none that an imported
list only claims. A conversation is a dial on which the prospect spoke. A win counts by whatever
channel it came in; one that came in by another counts as a try of its own where wins are divided by
tries.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from callq.core.intervals import Rate, rate
from callq.core.model import Channel
from callq.core.outcomes import Outcome
from callq.core.period import Period
from callq.core.persistence import ToNext, to_next_win
from callq.core.recovery import WON, Heard, Noes
from callq.core.rulebook import Rulebook
from callq.core.weekclock import DAY_SECONDS, WEEK_HOURS, WeekClock

K = TypeVar("K")
_NO_HOUR = WEEK_HOURS
"""The place of a win that came in by mail, by text or on a visit."""
_SOME_HOUR = WEEK_HOURS + 1
"""The place of a dial whose hour nobody knows: imported files often give only the day."""
_OUTCOMES = 4096
Logged = tuple[int, int, str, str, str, int, str]
"""A call: whose it is, when (seconds since 1970), outcome, reason, channel, claimed, by whom."""


class Figures(NamedTuple):
    """What some calls came to."""

    dials: int = 0
    conversations: int = 0
    noes: int = 0
    wins: int = 0
    elsewhere: int = 0
    """How many of the wins came in by mail, by text or on a visit."""

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
        """The same in noes and wins together: one less is the number of noes."""
        return to_next_win(self.noes + self.wins, self.wins)

    def plus(self, other: "Figures") -> "Figures":
        """Both together."""
        return Figures(*(a + b for a, b in zip(self, other, strict=True)))


class _Kind(NamedTuple):
    """An outcome as the count looks at it."""

    place: int
    outcome: Outcome
    word: str


class Counting:
    """One pass over the log."""

    def __init__(self, rulebook: Rulebook, counted: Period, noes_since: datetime, home: WeekClock,
                 now: datetime) -> None:  # fmt: skip
        """See `Counting`.

        Args:
            rulebook: Tells what a team's own outcomes are like.
            counted: Which calls count.
            noes_since: From when on a no may be the first one of somebody.
            home: The rep's own clock, for days.
            now: Until when those who said no are watched.
        """
        self.noes = Noes(int(now.timestamp()))
        self.claimed = 0
        self.touches: Counter[str] = Counter()
        self.reasons: Counter[tuple[str, str]] = Counter()
        self.people = 0
        self.first_at: int | None = None
        self._rulebook = rulebook
        self._start, self._end = (int(at.timestamp()) for at in counted)
        self._noes_since = int(noes_since.timestamp())
        self._home = home
        self._kinds: dict[str, _Kind] = {}
        self._cells: dict[tuple[str, str], defaultdict[int, int]] = {}
        self._days: defaultdict[int, int] = defaultdict(int)

    def take(self, list_name: str, clock: WeekClock, calls: Sequence[Logged]) -> None:
        """Counts one person's calls.

        Args:
            list_name: Their list.
            clock: Theirs.
            calls: In the order of the log, from the earlier of both starts on.
        """
        heard: list[Heard] = []
        counted = 0
        for _, at, word, reason, channel, claimed, agent in calls:
            kind = self._kinds.get(word) or self._learn(word)
            inside = self._start <= at < self._end
            if claimed:
                self.claimed += inside
                continue
            outcome = kind.outcome
            dialed = channel == Channel.CALL and not outcome.clears_mail
            if at >= self._noes_since:
                heard.append((at, outcome, reason, dialed))
            if inside:
                counted += dialed
                self._count(at, kind, reason, channel, agent, list_name, clock)
        self.people += counted > 0
        if heard:
            self.noes.take(heard)

    def _count(self, at: int, kind: _Kind, reason: str, channel: str, agent: str, list_name: str,
               clock: WeekClock) -> None:  # fmt: skip
        outcome = kind.outcome
        if channel == Channel.CALL and not outcome.clears_mail:
            hour = clock.hour_of_week(at) if clock.local(at) % DAY_SECONDS else _SOME_HOUR
        else:
            self.touches[Channel.EMAIL if outcome.clears_mail else channel] += 1
            if outcome.canonical != WON:
                return
            hour = _NO_HOUR
        cell = self._cells.get((agent, list_name))
        if cell is None:
            cell = self._cells[agent, list_name] = defaultdict(int)
        cell[hour * _OUTCOMES + kind.place] += 1
        if outcome.no:
            self.reasons[outcome.canonical, reason] += 1
        if self.first_at is None or at < self.first_at:
            self.first_at = at
        day = self._home.local(at) // DAY_SECONDS
        self._days[(day * 2 + (hour != _NO_HOUR)) * _OUTCOMES + kind.place] += 1

    def _learn(self, word: str) -> _Kind:
        kind = _Kind(len(self._kinds), self._rulebook.outcome(word), word)
        self._kinds[word] = kind
        return kind

    # What was counted -----------------------------------------------------------------------------

    @property
    def total(self) -> Figures:
        """All of it."""
        return next(iter(self._grouped(lambda *_: "").values()), Figures())

    def by_rep(self) -> dict[str, Figures]:
        """By who called."""
        return self._grouped(lambda rep, _list_name, _hour: rep)

    def by_list(self) -> dict[str, Figures]:
        """By the list they are on."""
        return self._grouped(lambda _rep, list_name, _hour: list_name)

    def by_hour_of_week(self) -> dict[int, Figures]:
        """By their local hour of the week; what has none is left out.

        That is wins by another channel, and calls at midnight to the second: files give only the
        day of those.
        """
        found = self._grouped(lambda _rep, _list_name, hour: hour)
        return {hour: found[hour] for hour in sorted(found) if hour < WEEK_HOURS}

    def by_outcome(self) -> Counter[str]:
        """How many dials ended how."""
        found: Counter[str] = Counter()
        for _, _, hour, kind, n in self._all():
            if hour != _NO_HOUR:
                found[kind.word] += n
        return found

    def by_day(self) -> dict[int, Figures]:
        """By the rep's local day, in days since 1970, in order."""
        kinds = tuple(self._kinds.values())
        found: defaultdict[int, list[int]] = defaultdict(lambda: [0] * len(Figures._fields))
        for code, n in self._days.items():
            half, place = divmod(code, _OUTCOMES)
            day, dialed = divmod(half, 2)
            _add(found[day], kinds[place].outcome, n, dialed=bool(dialed))
        return {day: Figures(*found[day]) for day in sorted(found)}

    def _grouped(self, key: Callable[[str, str, int], K]) -> dict[K, Figures]:
        found: defaultdict[K, list[int]] = defaultdict(lambda: [0] * len(Figures._fields))
        for rep, list_name, hour, kind, n in self._all():
            _add(found[key(rep, list_name, hour)], kind.outcome, n, dialed=hour != _NO_HOUR)
        return {name: Figures(*counts) for name, counts in found.items()}

    def _all(self) -> Iterator[tuple[str, str, int, _Kind, int]]:
        kinds = tuple(self._kinds.values())
        for (rep, list_name), cell in self._cells.items():
            for code, n in cell.items():
                hour, place = divmod(code, _OUTCOMES)
                yield rep, list_name, hour, kinds[place], n


def _add(counts: list[int], outcome: Outcome, n: int, *, dialed: bool) -> None:
    won = outcome.canonical == WON
    for place, counts_here in enumerate(
        (dialed, dialed and outcome.human, dialed and outcome.no, won, won and not dialed)
    ):
        counts[place] += n * counts_here
