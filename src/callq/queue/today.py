"""Today's queue: who to call, in what order and why, from an index that stops at the limit."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from callq.engine.hours import Schedule, Seen, is_open, opens_at
from callq.engine.model import Hold, State, Tier
from callq.engine.parts import part_of
from callq.engine.ranking import pace, part_scores
from callq.engine.registries import UNANSWERED
from callq.engine.shares import POOL, dealt
from callq.engine.spans import add_span
from callq.named_tuple import NamedTuple
from callq.planning.progress import progress
from callq.records import companies, coverage, groups, queue, research
from callq.records.companies import Waiting
from callq.records.contacts import words_of
from callq.records.queue import Bucket, Entry, Scope
from callq.storage import journal
from callq.storage.db import Db
from callq.workspace import Workspace, stop_without_key

if TYPE_CHECKING:
    from callq.engine.blocks import Progress

NO_LIMIT = 1_000_000_000
ASKED_JUST_NOW = timedelta(hours=1)
"""So long after they asked to be called, the newest come first: the odds of reaching them fall."""
_CALLBACKS = (Tier.CALLBACK, Tier.OVERDUE_CALLBACK)
_FIRST = (*_CALLBACKS, Tier.HOT)
_AT_ONCE = 24
"""Of how many buckets the first page is asked for at once."""


class Item(NamedTuple):
    """A line of the queue."""

    entry: Entry
    tier: Tier
    score: float
    zone: tzinfo | None
    """The prospect's zone, to show their time; None when unknown."""
    opens_at: datetime | None = None
    """When they may be called, in UTC; None when they may be now."""
    schedule: Schedule = Schedule()
    """Their calling hours."""
    agreed_by: str = ""
    """Another rep the callback belongs to for now; empty: it's yours or anyone's."""
    agreed_until: datetime | None = None
    """Until when it does, in UTC."""

    @property
    def unleased(self) -> "Item":
        """The same line for the rep who has the lease, who knows it."""
        return self._replace(entry=self.entry._replace(leased_to=""))


class Counts(NamedTuple):
    """The header of the queue."""

    callbacks: int
    """Due now or later today."""
    due: int
    """Who may be called now."""
    done_today: int
    waiting: int
    """Due, but outside their calling hours."""
    opens_at: datetime | None
    """When the first of the waiting may be called, in UTC."""
    held: dict[str, int]
    """Due, but held: by reason."""


class Today(NamedTuple):
    """The queue as it stands now."""

    now: datetime
    counts: Counts
    items: tuple[Item, ...]
    later: tuple[Item, ...]
    """Callbacks later today."""
    waiting: tuple[Item, ...]
    """Outside their hours; as many as the limit leaves room for."""
    held: tuple[Item, ...]
    rest: int
    """How many more are due than shown: they wait for another day."""
    progress: "Progress | None" = None
    """Where the rep stands in the block of the day, where they have a routine."""
    everything: bool = False
    without_research: frozenset[int] = frozenset()
    """Of the first calls shown, those without research, where reps do any."""
    unchecked: tuple[str, ...] = ()
    """The registries that those shown aren't checked against, until the team says whether to."""
    learning_due: bool = False
    """Whether calls wait to be learned: too many for the command that logged them."""


def _place(item: Item) -> tuple[float, int]:
    return -item.score, item.entry.id


class GroupNow(NamedTuple):
    """An hours group at this moment."""

    schedule: Schedule
    open: bool
    part: int
    """The part of their day it is."""
    hold: str = ""
    """Why no one in it is offered, whatever the hour."""


def look(ws: Workspace, scope: Scope, limit: int, *, everything: bool = False) -> Today:
    """Reads the queue.

    Args:
        ws: An open workspace.
        scope: Whose queue.
        limit: How many lines; callbacks show whatever it says.
        everything: No limit, and those who are held too.

    Raises:
        CallqError: People were erased and the key of their hashes is missing.
    """
    stop_without_key(ws)
    today, tomorrow = midnight(ws), midnight(ws, days=1)
    ws.expect_turn(
        *expected(ws, scope),
        lambda db: queue.callbacks_between(db, scope, ws.now, tomorrow),
        lambda db: queue.done_since(db, today, scope.owner),
        lambda db: queue.done_by_tier(db, scope, today),
        lambda db: research.lacking(db, [0]),
    )
    ws.turn()
    reader = Reader(ws, scope)
    limit = NO_LIMIT if everything else limit
    reader.expect(limit)
    items = tuple(reader.offers(limit))
    later = tuple(reader.later_today())
    waiting = tuple(reader.waiting(limit - len(items)))
    counts = reader.counts(len(later))
    return Today(
        now=ws.now,
        counts=counts,
        items=items,
        later=later,
        waiting=waiting,
        held=tuple(reader.held(limit)) if everything else (),
        rest=max(0, counts.due - len(items)),
        unchecked=reader.unchecked(items),
        learning_due=ws.place_learned.is_due,
        progress=progress(ws),
        everything=everything,
        without_research=research.lacking(
            ws.db, (item.entry.id for item in items if item.tier is Tier.FRESH)
        ),
    )


def midnight(ws: Workspace, days: int = 0) -> datetime:
    """When a day of the rep begins, in UTC: today, or some days later."""
    local = ws.now.astimezone(ws.home) + timedelta(days=days)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def expected(ws: Workspace, scope: Scope) -> tuple[Callable[[Db], object], ...]:
    """What a `Reader` reads when it's made, for `Db.expect`."""
    return (
        lambda db: queue.buckets(db, scope),
        groups.read_all,
        lambda db: coverage.Doubts(db, ws.now, ws.rulebook.registries),
        lambda db: companies.called(db, ws.rulebook, ws.now, ws.home),
    )


def answers_by_part(ws: Workspace) -> dict[int, float]:
    """The points of each part of the day in which people are known to answer more or less often."""
    answers = ws.answers
    if answers is None:
        return {}
    weight = ws.rulebook.weights["likelihood"]
    parts = enumerate(ws.rulebook.parts, 1)
    return {n: weight * answers.logs[p.name] for n, p in parts if p.name in answers.logs}


class Reader:
    """Merges the buckets of a queue in the order of their scores."""

    def __init__(self, ws: Workspace, scope: Scope) -> None:
        """Reads the counts; call after `ws.turn()`."""
        self.ws = ws
        self.scope = scope
        self.rulebook = ws.rulebook
        self.buckets = queue.buckets(ws.db, scope)
        self._stored = groups.read_all(ws.db)
        self._doubts = coverage.Doubts(ws.db, ws.now, ws.rulebook.registries)
        self._groups: dict[int, GroupNow] = {}
        self._seen: Seen = {}
        self._answers = answers_by_part(ws)
        self._gain = pace(self.rulebook) * ws.now.timestamp()
        self._called = companies.called(ws.db, ws.rulebook, ws.now, ws.home)
        self._resting = self._colleagues() if ws.rulebook.company_gap.amount else {}

    def expect(self, limit: int) -> None:
        """Says that the first `limit` lines are read next; see `Db.expect`."""
        if not self.ws.db.far:
            return
        mine = [one for one in self.buckets if not (one.hold or self._group(one.hours_id).hold)]
        is_open = [one for one in mine if self._open(one)]
        wanted = mine if sum(one.n for one in is_open) < limit else is_open
        heads: list[Callable[[Db], object]] = [self._done]
        heads += [partial(queue.head, scope=self.scope, bucket=one) for one in wanted]
        if len(wanted) > _AT_ONCE:
            self.ws.db.expect(*heads)
            heads, wanted = [], self._highest(wanted)
        self.ws.db.expect(*heads, *(partial(self._first_page, bucket=one) for one in wanted))

    def _highest(self, buckets: list[Bucket]) -> list[Bucket]:
        """The buckets whose first come first."""

        def place(bucket: Bucket) -> float:
            first = queue.head(self.ws.db, self.scope, bucket)
            return self._score(first[0], bucket.hours_id, bucket.part_mask) if first else 0.0

        return sorted(buckets, key=place, reverse=True)[:_AT_ONCE]

    def _first_page(self, db: Db, bucket: Bucket) -> object:
        return next(queue.walk(db, self.scope, bucket, self.ws.now), None)

    def offers(self, limit: int) -> Iterator[Item]:
        """Who may be called now, best first: all callbacks, and others up to the limit."""
        return self._best(limit, is_open=True)

    def waiting(self, limit: int) -> Iterator[Item]:
        """Who is due but outside their hours, best first: all callbacks, others up to the limit."""
        return self._best(limit, is_open=False)

    def later_today(self) -> Iterator[Item]:
        """Callbacks later on the rep's day."""
        end = midnight(self.ws, days=1)
        for entry in queue.callbacks_between(self.ws.db, self.scope, self.ws.now, end):
            yield self._item(entry, Tier.CALLBACK)

    def held(self, limit: int) -> Iterator[Item]:
        """Who would be due but is held."""
        for entry in queue.held(self.ws.db, self.scope, self.ws.now, limit):
            yield self._item(entry, Tier(entry.tier))
        for bucket in self.buckets:
            if not bucket.hold and self._group(bucket.hours_id).hold:
                yield from self._walk(bucket)

    def held_groups(self) -> tuple[int, ...]:
        """The hours groups of which no one is offered, whatever the hour."""
        return tuple(sorted(id_ for id_ in self._stored if self._group(id_).hold))

    def counts(self, later: int) -> Counts:
        """The header's figures, from the tally."""
        held: defaultdict[str, int] = defaultdict(int)
        callbacks = due = waiting = 0
        opening: list[datetime] = []
        for bucket in self.buckets:
            hold = bucket.hold or self._group(bucket.hours_id).hold
            if hold:
                held[hold] += bucket.n
                continue
            callbacks += bucket.n if bucket.tier in _CALLBACKS else 0
            if self._open(bucket):
                due += bucket.n
                continue
            waiting += bucket.n
            opens = self._opens(bucket.hours_id, min(opening, default=None))
            opening += [opens] if opens else []
        resting = [one for one in self._resting.values() if self.scope.covers(one)]
        if self.scope.only.sql:
            ids = [one.id for one in resting]
            inside = set(queue.ids_in(self.ws.db, self.scope, NO_LIMIT, ids))
            resting = [one for one in resting if one.id in inside]
        return Counts(
            callbacks=callbacks + later,
            due=due - sum(self._group(one.hours_id).open for one in resting),
            done_today=queue.done_since(self.ws.db, midnight(self.ws), self.scope.owner),
            waiting=waiting,
            opens_at=min(opening, default=None),
            held=dict(held),
        )

    def unchecked(self, items: Iterable[Item]) -> tuple[str, ...]:
        """The registries these people aren't checked against, until the team says whether to."""
        if self.rulebook.registries != UNANSWERED:
            return ()
        theirs = {item.entry.hours_id for item in items}
        return coverage.unchecked(self._stored[id_] for id_ in theirs if id_ in self._stored)

    def offered(self, entry: Entry) -> bool:
        """Whether anyone is due and callable now, leases aside."""
        promised = entry.tier in _CALLBACKS
        if self._called and not promised and words_of(entry.company) in self._called:
            return False
        ready = entry.due_at is not None and entry.due_at <= self.ws.now and entry.tier > 0
        return ready and self.callable(entry)

    def callable(self, entry: Entry) -> bool:
        """Whether anyone may be called now, due or not, leases aside."""
        is_open = entry.state not in (State.DO_NOT_CALL, State.CLOSED)
        return is_open and not entry.hold and self._group(entry.hours_id).open

    def item(self, entry: Entry) -> Item:
        """Anybody as a line of the queue."""
        return self._item(entry, Tier(entry.tier))

    def _best(self, limit: int, *, is_open: bool) -> Iterator[Item]:
        shown = 0
        for tier in _FIRST:
            allowed = NO_LIMIT if tier in _CALLBACKS else limit - shown
            for item in islice(self._line(tier, is_open), max(0, allowed)):
                shown += 1
                yield item
        yield from islice(self._pool(is_open), max(0, limit - shown))

    def _pool(self, is_open: bool) -> Iterator[Item]:
        """Recalls, fresh ones and retries as one line, each with its share of the day."""
        lines = {tier: self._line(tier, is_open) for tier in POOL}
        yield from dealt(lines, self.rulebook.shares, self._done(self.ws.db), _place)

    def _done(self, db: Db) -> dict[Tier, int]:
        """How many of each class in the pool were called today."""
        return queue.done_by_tier(db, self.scope, midnight(self.ws))

    def _line(self, tier: Tier, is_open: bool) -> Iterator[Item]:
        """The people of a tier, best first."""
        mine = [
            bucket
            for bucket in self.buckets
            if bucket.tier == tier
            and not (bucket.hold or self._group(bucket.hours_id).hold)
            and self._open(bucket) is is_open
        ]
        hot = tier is Tier.HOT and mine
        others = (item for item in self._merge(mine) if not self._is_new(item))
        for item in chain(self._just_asked(is_open) if hot else (), others):
            if not is_open or item.entry.id not in self._resting:
                yield item

    def _just_asked(self, is_open: bool) -> Iterator[Item]:
        """Who asked to be called within the hour, newest first."""
        since = self.ws.now - ASKED_JUST_NOW
        for entry in queue.just_asked(self.ws.db, self.scope, since, self.ws.now):
            group = self._group(entry.hours_id)
            if group.open is is_open and not (group.hold or entry.blocked):
                yield self._item(entry, Tier.HOT)

    def _is_new(self, item: Item) -> bool:
        asked = item.entry.asked_at
        return asked is not None and asked > self.ws.now - ASKED_JUST_NOW

    def _colleagues(self) -> dict[int, Waiting]:
        """Everyone who is due, but whose company was called or is being called just now."""
        leased = companies.leased(self.ws.db, self.ws.agent, self.ws.now)
        found = {one.id: one for one in companies.waiting(self.ws.db, self._called)}
        for one in companies.waiting(self.ws.db, set(leased.values()) - self._called.keys()):
            if one.id not in leased:
                found[one.id] = one
        return found

    def _merge(self, buckets: list[Bucket]) -> Iterator[Item]:
        """Merges buckets; one is read only when the first of it comes next."""
        heap: list[tuple[float, int, int, Item | None]] = []
        for i, bucket in enumerate(buckets):
            first = queue.head(self.ws.db, self.scope, bucket)
            if first is not None:
                score = self._score(first[0], bucket.hours_id, bucket.part_mask)
                heap.append((-score, first[1], i, None))
        heapq.heapify(heap)
        walks: dict[int, Iterator[Item]] = {}
        while heap:
            _, _, i, item = heapq.heappop(heap)
            if item is None:
                walks[i] = self._walk(buckets[i])
            else:
                yield item
            following = next(walks[i], None)
            if following is not None:
                heapq.heappush(heap, (-following.score, following.entry.id, i, following))

    def _walk(self, bucket: Bucket) -> Iterator[Item]:
        for entry in queue.walk(self.ws.db, self.scope, bucket, self.ws.now):
            if not entry.blocked:
                yield self._item(entry, Tier(bucket.tier))

    def _item(self, entry: Entry, tier: Tier) -> Item:
        group = self._group(entry.hours_id)
        if group.hold and not entry.hold:
            entry = entry._replace(hold=group.hold)
        opens = None if group.open else self._opens(entry.hours_id)
        score = self._score(entry.rank, entry.hours_id, entry.part_mask)
        item = Item(entry, tier, score, entry.zone, opens, group.schedule)
        kept = self._kept_for(entry)
        return item._replace(agreed_by=kept[0], agreed_until=kept[1]) if kept else item

    def _kept_for(self, entry: Entry) -> tuple[str, datetime] | None:
        """The other rep a callback belongs to, and until when; None if it may be taken.

        That's the rep who agreed to it, or the owner who was given the person since.
        """
        who, at, me = entry.conversation_agent, entry.callback_at, self.ws.agent
        if at is None or not who or not self.rulebook.callback_owner.amount:
            return None
        until = add_span(at, self.rulebook.callback_owner, UTC)
        if until <= self.ws.now or (who != me and not journal.is_rep(self.ws.db, who)):
            return None
        agreed = entry.conversation_at
        if (
            agreed
            and entry.owner not in ("", who)
            and journal.changed_since(self.ws.db, entry.id, "owner", agreed)
        ):
            who = entry.owner
        return None if who == me else (who, until)

    def _score(self, rank: float, hours_id: int, part_mask: int) -> float:
        scores = part_scores(part_mask, self._group(hours_id).part)
        bonus = self.rulebook.weights["part-of-day"] if scores else 0.0
        if self._answers:
            bonus += self._answers.get(self._group(hours_id).part, 0.0)
        return round(rank + self._gain + bonus, 6)

    def _open(self, bucket: Bucket) -> bool:
        return self._group(bucket.hours_id).open

    def _opens(self, hours_id: int, by: datetime | None = None) -> datetime | None:
        return opens_at(self.ws.now, self._group(hours_id).schedule, by)

    def _group(self, hours_id: int) -> GroupNow:
        group = self._groups.get(hours_id)
        if group is None:
            group = self._groups[hours_id] = self.resolve(self._stored.get(hours_id))
        return group

    def resolve(self, stored: groups.Group | None) -> GroupNow:
        """An hours group at this moment; None: people who are written to."""
        if stored is None:
            # Those without hours are written to, which is never too early.
            return GroupNow(Schedule(), open=True, part=0)
        now, schedule = self.ws.now, stored.schedule()
        zone = schedule.clocks[0].zone
        is_open_now = is_open(now, schedule, self._seen)
        hold = "" if stored.knows(self._seen[zone][2]) else Hold.OLD_CALENDAR
        hold = self._doubts.of_group(stored) or hold
        part = part_of(now, zone, self.rulebook.parts)
        return GroupNow(schedule, is_open_now and not hold, part, hold)
