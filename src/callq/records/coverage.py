"""Which registries cover a number, and which of their copies are too old to rely on.

What covers a number is part of its hours group. So when a copy becomes too old, whole groups close
as the queue is read, and no one has to be checked one by one. Areas whose newest copies become too
old at the same moment share a batch, which keeps the number of groups small.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from callq.engine.model import Hold
from callq.engine.registries import REQUIRED, is_too_old
from callq.records import groups, number_lists
from callq.records.number_lists import StoredList
from callq.records.registries import counts, missing
from callq.records.transitions import TallyKey, add_to_tally, scopes
from callq.storage.db import Db
from callq.storage.moments import moment, seconds

if TYPE_CHECKING:
    from callq.records.grouping import Groups

_LONGEST_AREA = 4
_NEWEST = (
    "SELECT series, area, batch FROM number_list WHERE ended_by IS NULL AND kind <> 'own' "
    "AND area IN (:a1, :a2, :a3, :a4) ORDER BY series, area, dated, id"
)

_COUNTED = (
    "SELECT p.hours_id, p.tier, p.part_mask, p.hold, p.list_name, p.owner, SUM(p.ready) "
    "FROM phone f JOIN prospect p ON p.id = f.prospect_id AND p.phone_id = f.id "
    "WHERE f.e164 >= :start AND f.e164 < :end AND p.hours_id <> 0 AND p.removed_at IS NULL "
    "GROUP BY p.hours_id, p.tier, p.part_mask, p.hold, p.list_name, p.owner"
)
_MOVE = (
    "UPDATE prospect SET hours_id = :new WHERE hours_id = :old AND removed_at IS NULL "
    "AND id IN (SELECT prospect_id FROM phone WHERE e164 >= :start AND e164 < :end) "
    "AND phone_id IN (SELECT id FROM phone WHERE e164 >= :start AND e164 < :end)"
)

Map = Mapping[tuple[str, str], int]
"""The batch of each series and area."""


class Coverer:
    """Finds what covers a number; reads each area once."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._found: dict[str, str] = {}

    def of(self, number: str) -> str:
        """The copies that cover a number (E.164), as an hours group has it: `us-ftc:7`."""
        start = number[1 : 1 + _LONGEST_AREA]
        found = self._found.get(start)
        if found is None:
            found = self._found[start] = self._read(start) if start else ""
        return found

    def _read(self, start: str) -> str:
        areas = {f"a{n}": start[:n] for n in range(1, _LONGEST_AREA + 1)}
        rows = self._db.rows(_NEWEST, areas)
        # The newest of an area comes last.
        newest = {(series, area): batch for series, area, batch in rows}
        return ",".join(sorted({f"{series}:{batch}" for (series, _), batch in newest.items()}))


def stale(db: Db, now: datetime) -> frozenset[str]:
    """The copies in force that are too old in UTC, as the hours groups have them."""
    return frozenset(name for name, end in _ending(db, now).items() if end <= now)


def _ending(db: Db, by: datetime) -> dict[str, datetime]:
    """When copies in force become too old, for those that do by a moment."""
    rows = db.rows(
        "SELECT series, batch, MAX(expires_at) FROM number_list WHERE ended_by IS NULL "
        "AND kind <> 'own' GROUP BY series, batch "
        "HAVING COUNT(*) = COUNT(expires_at) AND MAX(expires_at) <= :by",
        {"by": seconds(by)},
    )
    return {f"{series}:{batch}": moment(end) for series, batch, end in rows}


class Doubts:
    """Which numbers can't be called because their registry copy is too old or missing."""

    def __init__(self, db: Db, now: datetime, answer: str) -> None:
        """Read which copies are too old, or soon will be.

        Args:
            db: The store.
            now: Aware.
            answer: Whether the team must check numbers; see `engine.registries`.
        """
        self._now = now
        # In some time zone the next day has begun.
        self._ending = _ending(db, now + timedelta(days=1))
        self._required = answer == REQUIRED

    def hold_of(
        self, zones: Iterable[str], places: Collection[str], kind: str, coverage: str
    ) -> Hold:
        """The hold on a number that these copies cover, or `Hold.NONE`."""
        ends = [
            self._ending[name] for name in coverage.split(",")
            if name in self._ending and counts(name.partition(":")[0], places)
        ]  # fmt: skip
        if ends:
            clocks = [ZoneInfo(zone) for zone in zones if zone]
            if any(is_too_old(end, self._now, clocks) for end in ends):
                return Hold.STALE_LIST
        if self._required and missing(places, kind, coverage):
            return Hold.NO_LIST
        return Hold.NONE

    def of_group(self, group: groups.Group) -> Hold:
        """The same for everyone in an hours group."""
        places = group.registry_places
        return self.hold_of(group.zone_names, places, group.kind, group.coverage)


def unchecked(every: Iterable[groups.Group]) -> tuple[str, ...]:
    """The registries that should cover hours groups but of which there's no copy."""
    found = (missing(one.registry_places, one.kind, one.coverage) for one in every)
    return tuple(sorted(set(chain.from_iterable(found))))


def everything(db: Db, series: str) -> Map:
    """The batch of each area of a series that is covered."""
    return {key: one.batch for key, one in _newest(db, series).items()}


def join_batches(db: Db, series: str, command_id: int, before: Map) -> None:
    """Set the batch of the copies a command imported; inside its write transaction.

    Args:
        db: The store.
        series: Their registry.
        command_id: The command.
        before: The batches before it.
    """
    newest = _newest(db, series)
    mine = {key: one for key, one in newest.items() if one.command_id == command_id}
    if not mine:
        return
    expires = next(iter(mine.values())).expires_at
    others = (
        one.batch for key, one in newest.items() if key not in mine and one.expires_at == expires
    )
    batch = _whole(before, mine) or next(others, 0) or command_id
    db.run(
        "UPDATE number_list SET batch = :batch WHERE command_id = :command AND series = :series",
        {"batch": batch, "command": command_id, "series": series},
    )


def move(db: Db, made: "Groups", before: Map, after: Map) -> int:
    """Move everyone in areas whose coverage changed to their new hours group.

    One statement for each area, not for each person; inside the write transaction of the change.
    An area within another one comes after it, so both count.

    Args:
        db: The store.
        made: Finds or makes hours groups.
        before: The previous batches.
        after: The batches now.

    Returns:
        How many people were moved.
    """
    keys = before.keys() | after.keys()
    changed = {key[1] for key in keys if before.get(key) != after.get(key)}
    covered = {area for _, area in everything(db, "")}
    changed |= {area for area in covered if area.startswith(tuple(changed))}
    covers, known = Coverer(db).of, groups.read_all(db)
    moved, tally = 0, Counter[TallyKey]()
    for area in sorted(changed):
        where = {"start": f"+{area}", "end": f"+{int(area) + 1}"}
        targets: dict[int, int] = {}
        for hours, tier, mask, hold, list_name, owner, ready in db.rows(_COUNTED, where):
            if hours not in known:
                # Made for a larger area that this one is in.
                known = groups.read_all(db)
            if hours not in targets:
                targets[hours] = made.id_of(known[hours].covered_by(covers(f"+{area}")))
            for scope in scopes(list_name, owner):
                tally[scope, tier, hours, mask, hold] -= ready
                tally[scope, tier, targets[hours], mask, hold] += ready
        for old, new in targets.items():
            moved += db.changed(_MOVE, {**where, "old": old, "new": new}) if new != old else 0
    add_to_tally(db, tally)
    return moved


def _newest(db: Db, series: str) -> dict[tuple[str, str], StoredList]:
    found: dict[tuple[str, str], StoredList] = {}
    for one in number_lists.in_force(db, series):
        key = one.series, one.area
        if one.area and (key not in found or one.dated >= found[key].dated):
            found[key] = one
    return found


def _whole(before: Map, mine: Mapping[tuple[str, str], StoredList]) -> int:
    """A previous batch whose areas were all imported again, so no one changes group; else 0."""
    areas: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for key, batch in before.items():
        areas[batch].add(key)
    if any(one.kind != "full" for one in mine.values()):
        return 0
    whole = [(len(keys), batch) for batch, keys in areas.items() if keys <= mine.keys()]
    return max(whole, default=(0, 0))[1]
