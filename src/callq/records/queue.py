"""Reads the queue in its stored order, so a page of it takes the same time in any store."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from callq.engine.model import Hold, Tier
from callq.engine.shares import POOL
from callq.named_tuple import NamedTuple
from callq.records.companies import Waiting
from callq.records.number_lists import BLOCKS, LISTED, OPTED_OUT, hit
from callq.records.transitions import both
from callq.storage.db import Db
from callq.storage.moments import maybe_moment, seconds
from callq.storage.rows import Columns, integer

_NOTHING: Mapping[str, object] = {}
_HIGHEST = 1e300
_FIRST_PAGE, _FIRST_PAGE_FAR = 8, 32
NO_LIMIT = 1_000_000_000
_LARGEST_PAGE = 2048
_READY = "p.ready = 1 AND p.hold = '' AND p.removed_at IS NULL"


class Entry(NamedTuple):
    """A prospect as the queue shows them."""

    id: int
    name: str
    company: str
    owner: str
    list_name: str
    state: str
    action: str
    due_at: datetime | None
    tier: int
    hours_id: int
    part_mask: int
    hold: str
    rank: float
    chance: float
    """The log of how many times the average chance they have, as it's part of the rank."""
    rule: str
    misses: int
    callback_at: datetime | None
    last_at: datetime | None
    last_outcome: str
    last_note: str
    conversation_outcome: str
    conversation_reason: str
    conversation_at: datetime | None
    conversation_agent: str
    """The rep who talked with them last."""
    asked_at: datetime | None
    """When they asked to be called, where that makes them hot."""
    zones: tuple[str, ...]
    """Where they may be, IANA names."""
    shown: str
    """The number to dial as people write it; empty when there is none."""
    e164: str
    leased_to: str
    blocked: bool
    """Whether do-not-call or a registry forbids the number; never true for anyone offered."""

    @property
    def zone(self) -> tzinfo | None:
        """The first of the zones they may be in; None when unknown."""
        return ZoneInfo(self.zones[0]) if self.zones else None


_STANDS = (
    "CASE WHEN EXISTS (SELECT 1 FROM dnc d WHERE d.number = f.e164 AND d.lifted_at IS NULL) "
    f"THEN {OPTED_OUT} ELSE {hit('f.e164')} END"
)
# A registry blocks calls, not an email that is due. People with a consent or a business
# relationship can be called while it lasts.
_UNLESS_EXEMPT = (
    "CASE WHEN p.action IN ('reply', 'propose') OR p.exempt_until > :now THEN 0 ELSE 1 END"
)
_FORBIDS = " ".join(
    f"WHEN {said} THEN {1 if said in BLOCKS else _UNLESS_EXEMPT}" for said in (*BLOCKS, *LISTED)
)
_COLUMNS = Columns(
    Entry,
    "p",
    zones="COALESCE(NULLIF(COALESCE(h.zones, p.zone), ''), f.zones, '')",
    shown="COALESCE(f.shown, '')",
    e164="COALESCE(f.e164, '')",
    # One number, one call: a rep who took another record with the number has this one too.
    leased_to="COALESCE(l.agent, (SELECT MIN(t.agent) FROM phone o JOIN lease t "
    "ON t.prospect_id = o.prospect_id AND t.until > :now "
    "WHERE o.e164 = f.e164 AND f.e164 <> ''), '')",
    blocked=f"CASE {_STANDS} {_FORBIDS} ELSE 0 END",
)
_ENTRY = (
    f"SELECT {_COLUMNS.sql} FROM prospect p LEFT JOIN phone f ON f.id = p.phone_id "
    "LEFT JOIN hours h ON h.id = p.hours_id "
    "LEFT JOIN lease l ON l.prospect_id = p.id AND l.until > :now"
)


class Bucket(NamedTuple):
    """How many are ready with the same tier, hours, tried parts of day and hold."""

    tier: int
    hours_id: int
    part_mask: int
    hold: str
    n: int


class Condition(NamedTuple):
    """A trusted SQL condition on `p`."""

    sql: str = ""
    """With its leading AND; empty for everyone."""
    params: Mapping[str, object] = _NOTHING


EVERYONE = Condition()


class Scope(NamedTuple):
    """Whose queue: everyone's, a list's, an owner's, or one owner's people on a list."""

    list_name: str = ""
    owner: str = ""
    only: Condition = EVERYONE
    """Who else is left out."""

    @property
    def key(self) -> str:
        """The scope's name in the tally."""
        if self.list_name and self.owner:
            return both(self.list_name, self.owner)
        if self.list_name:
            return f"list:{self.list_name}"
        return f"owner:{self.owner}" if self.owner else "all"

    def covers(self, one: Waiting) -> bool:
        """Whether someone is in the scope, so far as their list and owner tell."""
        return self.list_name in ("", one.list_name) and self.owner in ("", one.owner)

    @property
    def condition(self) -> str:
        """The SQL condition on `p`, with its leading AND."""
        parts = ["AND p.list_name = :list_name"] if self.list_name else []
        return " ".join([*parts, *(["AND p.owner = :owner"] if self.owner else []), self.only.sql])

    @property
    def params(self) -> dict[str, object]:
        """The parameters of the condition."""
        return {"list_name": self.list_name, "owner": self.owner, **self.only.params}


def buckets(db: Db, scope: Scope) -> list[Bucket]:
    """The counts of people who are ready, by tier."""
    if scope.only.sql:
        return _counted(db, scope)
    rows = db.rows(
        "SELECT tier, hours_id, part_mask, hold, people FROM tally WHERE scope = :scope AND "
        "people > 0 "
        "ORDER BY tier, hours_id, part_mask",
        {"scope": scope.key},
    )
    return list(map(Bucket._make, rows))


def _counted(db: Db, scope: Scope) -> list[Bucket]:
    """The same of people that no tally counts: reads everyone in the scope."""
    group = "p.tier, p.hours_id, p.part_mask, p.hold"
    rows = db.rows(
        # The plus keeps SQLite from looking up the rows of an index one by one.
        f"SELECT {group}, COUNT(*) FROM prospect p WHERE +p.ready = 1 AND p.removed_at IS NULL "
        f"{scope.condition} GROUP BY {group} ORDER BY p.tier, p.hours_id, p.part_mask",
        scope.params,
    )
    return list(map(Bucket._make, rows))


def head(db: Db, scope: Scope, bucket: Bucket) -> tuple[float, int] | None:
    """Rank and id of a bucket's first, from the index alone."""
    row = db.one(
        f"SELECT p.rank, p.id FROM prospect p WHERE p.ready = 1 AND p.hold = '' {scope.condition} "
        "AND p.tier = :tier AND p.hours_id = :hours AND p.part_mask = :mask "
        "ORDER BY p.rank DESC, p.id LIMIT 1",
        {
            "tier": bucket.tier,
            "hours": bucket.hours_id,
            "mask": bucket.part_mask,
            **scope.params,
        },
    )
    return None if row is None else (row[0], row[1])


def walk(db: Db, scope: Scope, bucket: Bucket, now: datetime) -> Iterator[Entry]:
    """A bucket by rank, read in growing pages, so stopping early reads little."""
    sql = (
        f"{_ENTRY} WHERE {_READY} {scope.condition} AND p.tier = :tier "
        "AND p.hours_id = :hours AND p.part_mask = :mask AND p.rank <= :rank "
        "AND (p.rank < :rank OR p.id > :after) ORDER BY p.rank DESC, p.id LIMIT :page"
    )
    params = {
        "now": seconds(now),
        "tier": bucket.tier,
        "hours": bucket.hours_id,
        "mask": bucket.part_mask,
        **scope.params,
    }
    rank, after, page = _HIGHEST, 0, _FIRST_PAGE_FAR if db.far else _FIRST_PAGE
    while True:
        rows = db.rows(sql, {**params, "rank": rank, "after": after, "page": page})
        entries = list(_COLUMNS.read_all(rows))
        yield from entries
        if len(entries) < page:
            return
        rank, after, page = entries[-1].rank, entries[-1].id, min(page * 4, _LARGEST_PAGE)


def just_asked(db: Db, scope: Scope, since: datetime, now: datetime) -> Iterator[Entry]:
    """Everyone who is ready and asked to be called after a moment, newest first, in pages."""
    sql = (
        f"{_ENTRY} WHERE {_READY} {scope.condition} AND p.tier = {Tier.HOT:d} "
        "AND p.asked_at > :since AND p.asked_at <= :before "
        "AND (p.asked_at < :before OR p.id > :after) ORDER BY p.asked_at DESC, p.id LIMIT :page"
    )
    params = {"now": seconds(now), "since": seconds(since), **scope.params}
    before, after, page = now, 0, _FIRST_PAGE
    while True:
        ends = {"before": seconds(before), "after": after, "page": page}
        entries = list(_COLUMNS.read_all(db.rows(sql, {**params, **ends})))
        yield from entries
        if len(entries) < page:
            return
        before, after = entries[-1].asked_at or since, entries[-1].id
        page = min(page * 4, _LARGEST_PAGE)


def callbacks_between(db: Db, scope: Scope, start: datetime, end: datetime) -> list[Entry]:
    """Callbacks due after `start` and before `end`, soonest first."""
    sql = (
        f"{_ENTRY} WHERE p.tier = 1 AND p.transition_at > :now AND p.transition_at < :end AND "
        f"p.ready = 0 AND p.hold <> '{Hold.LIST_CLOSED}' "
        f"AND p.removed_at IS NULL {scope.condition} ORDER BY p.transition_at, p.id"
    )
    params = {"now": seconds(start), "end": seconds(end), **scope.params}
    return list(_COLUMNS.read_all(db.rows(sql, params)))


def ids_in(db: Db, scope: Scope, most: int, among: Iterable[int] | None = None) -> list[int]:
    """The first people in a scope, whatever their status; among some, where they are given."""
    some = "" if among is None else f"AND p.id IN ({', '.join(map(str, among)) or '-1'}) "
    rows = db.rows(
        f"SELECT p.id FROM prospect p WHERE p.removed_at IS NULL {some}{scope.condition} "
        "ORDER BY p.id LIMIT :most",
        {"most": most, **scope.params},
    )
    return [row[0] for row in rows]


def numbers_in(db: Db, scope: Scope) -> list[tuple[int, str]]:
    """The numbers (E.164) of everyone in a scope, each after the id of who has it."""
    rows = db.rows(
        "SELECT p.id, n.e164 FROM prospect p JOIN phone n ON n.prospect_id = p.id "
        f"WHERE p.removed_at IS NULL AND n.e164 <> '' {scope.condition} ORDER BY p.id, n.position",
        scope.params,
    )
    return [(id_, number) for id_, number in rows]


def due_later(db: Db, scope: Scope, now: datetime) -> tuple[int, datetime | None]:
    """How many people will be due after a moment, and when the first is; reads all of them."""
    row = db.one(
        "SELECT COUNT(*), MIN(p.transition_at) FROM prospect p WHERE p.tier IN (1, 2, 3, 4, 5, 6) "
        "AND p.transition_at > :now AND (p.tier > 1 OR p.ready = 0) "
        f"{scope.condition}",
        {"now": seconds(now), **scope.params},
    )
    return (0, None) if row is None else (int(row[0]), maybe_moment(row[1]))


def held(db: Db, scope: Scope, now: datetime, limit: int) -> list[Entry]:
    """People who are due but on hold, by id."""
    sql = (
        f"{_ENTRY} WHERE p.hold <> '' AND p.ready = 1 AND p.removed_at IS NULL "
        f"{scope.condition} ORDER BY p.hold, p.id LIMIT :limit"
    )
    params = {"now": seconds(now), "limit": limit, **scope.params}
    return list(_COLUMNS.read_all(db.rows(sql, params)))


def entry_of(db: Db, prospect_id: int, now: datetime) -> Entry | None:
    """One prospect as the queue would show them."""
    row = db.one(f"{_ENTRY} WHERE p.id = :id", {"id": prospect_id, "now": seconds(now)})
    return _COLUMNS.first(row)


def entries_where(
    db: Db, now: datetime, condition: str, params: dict[str, object]
) -> Iterator[Entry]:
    """Prospects by a trusted condition on `p`, e.g. for `callq list`; in constant memory."""
    sql = f"{_ENTRY} WHERE p.removed_at IS NULL {condition}"
    return _COLUMNS.read_all(db.stream(sql, {"now": seconds(now), **params}))


def done_since(db: Db, since: datetime, agent: str = "") -> int:
    """How many calls were made since a moment, by one rep or by all."""
    mine = "AND agent = :agent" if agent else ""
    return integer(
        db,
        "SELECT COUNT(*) FROM call WHERE at >= :since AND voided_at IS NULL "
        f"AND imported = 0 {mine}",
        {"since": seconds(since), "agent": agent},
    )


def done_by_tier(db: Db, scope: Scope, since: datetime) -> dict[Tier, int]:
    """How many calls were made since a moment to people of each tier in the pool."""
    tiers = {tier.word: tier for tier in POOL}
    rows = db.rows(
        "SELECT c.tier, COUNT(*) FROM call c JOIN prospect p ON p.id = c.prospect_id "
        f"WHERE c.at >= :since AND c.voided_at IS NULL {scope.condition} GROUP BY c.tier",
        {"since": seconds(since), **scope.params},
    )
    return {tiers[word]: n for word, n in rows if word in tiers}
