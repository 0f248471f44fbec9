"""The hours groups: people who share calling hours, with everything that follows from them."""

from typing import TYPE_CHECKING

from callq.engine.hours import Schedule, schedule_of
from callq.named_tuple import NamedTuple
from callq.storage.db import Db
from callq.storage.rows import parts

if TYPE_CHECKING:
    from callq.engine.calling import GroupKey

ANY_HOURS = 0
"""The hours group of people who are emailed, not called."""


class Group(NamedTuple):
    """An hours group as it is stored; see `schema.Hours`."""

    id: int
    key: str
    zones: str
    places: str
    kind: str
    coverage: str
    windows: str
    legal: str
    closed: str
    first_day: str
    last_day: str

    @property
    def zone_names(self) -> tuple[str, ...]:
        """Every zone they may be in, most likely first."""
        return tuple(self.zones.split(","))

    @property
    def reach(self) -> str:
        """Their own hours; empty: any time."""
        return "".join(self.key.split("|")[4:5])

    @property
    def area(self) -> str:
        """The rows of their number's own area, where they're elsewhere; see `GroupKey`."""
        return "".join(self.key.split("|")[5:6])

    @property
    def group_key(self) -> "GroupKey":
        """What decides the group."""
        # Loaded here: reading the queue doesn't need it.
        from callq.engine.calling import GroupKey

        places, area = parts(self.places), parts(self.area)
        return GroupKey(self.zone_names, places, self.kind, self.coverage, self.reach, area)

    def covered_by(self, coverage: str) -> "GroupKey":
        """The key of the same people where other copies cover their numbers."""
        return self.group_key._replace(coverage=coverage)

    @property
    def registry_places(self) -> tuple[str, ...]:
        """The rows whose registries count."""
        return *parts(self.places), *parts(self.area)

    def knows(self, date: str) -> bool:
        """Whether the holidays of an ISO date are known."""
        return bool(self.windows) and (not self.last_day or self.first_day <= date <= self.last_day)

    def schedule(self) -> Schedule:
        """When they're offered."""
        return schedule_of(self.zone_names, self.windows, self.closed)

    def legal_schedule(self) -> Schedule:
        """When the law allows a call to them."""
        return schedule_of(self.zone_names, self.legal, self.closed)


_COLUMNS = ", ".join(Group._fields)


def read_all(db: Db) -> dict[int, Group]:
    """Every group by its id."""
    return {row[0]: Group._make(row) for row in db.rows(f"SELECT {_COLUMNS} FROM hours")}


def ids(db: Db) -> dict[str, int]:
    """The ids of all groups by their keys."""
    return {row[0]: row[1] for row in db.rows("SELECT key, id FROM hours")}


def read(db: Db, group_id: int) -> Group | None:
    """One group; None for people who are emailed."""
    row = db.one(f"SELECT {_COLUMNS} FROM hours WHERE id = :id", {"id": group_id})
    return None if row is None else Group._make(row)


def by_key(db: Db, key: str) -> Group | None:
    """The group of a key, if anyone has been in it."""
    row = db.one(f"SELECT {_COLUMNS} FROM hours WHERE key = :key", {"key": key})
    return None if row is None else Group._make(row)
