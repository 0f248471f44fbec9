"""Makes hours groups: works out what follows from a key once, so reading the queue doesn't."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from callq.engine.calling import Calling, GroupKey
from callq.engine.hours import week_text
from callq.records import groups
from callq.storage import meta
from callq.storage.db import Db

Dates = Callable[[Iterable[str], range], Mapping[str, str]]
"""Public holidays of some calendars in some years: names by ISO date."""

_AHEAD = timedelta(days=456)
"""How far ahead a new group knows its holidays, at least: fifteen months."""
_INSERT = (
    "INSERT INTO hours (key, zones, places, kind, coverage, windows, legal, closed, first_day, "
    "last_day) VALUES (:key, :zones, :places, :kind, :coverage, :windows, :legal, :closed, "
    ":first_day, :last_day) RETURNING id"
)
_UPDATE = (
    "UPDATE hours SET windows = :windows, legal = :legal, closed = :closed, "
    "first_day = :first_day, last_day = :last_day WHERE id = :id"
)


class Groups:
    """Finds and makes groups; lives for one write transaction."""

    def __init__(self, db: Db, calling: Calling, dates: Dates, now: datetime) -> None:
        """See `Groups`.

        Args:
            db: Inside a write transaction.
            calling: The calling rules in force.
            dates: Where public holidays are looked up.
            now: Aware; holidays are looked up from the year before to fifteen months ahead.
        """
        self.db = db
        self.calling = calling
        self.dates = dates
        self.now = now
        self._ids = groups.ids(db)

    def id_of(self, key: GroupKey) -> int:
        """The group of a key, made if it's new."""
        text = str(key)
        found = self._ids.get(text)
        if found is None:
            row = self.db.one(_INSERT, _named(key) | self._resolved(key))
            found = self._ids[text] = int(row[0]) if row else groups.ANY_HOURS
        return found

    def renew(self) -> None:
        """Work out every group again, by the rules in force and with the holidays from now on."""
        for group in groups.read_all(self.db).values():
            self.db.run(_UPDATE, self._resolved(group.group_key) | {"id": group.id})
        meta.write(self.db, meta.CALENDAR, " ".join(days_known(self.now)))

    def _resolved(self, key: GroupKey) -> dict[str, str]:
        return resolved(key, self.calling, self.dates, self.now)


def resolved(key: GroupKey, calling: Calling, dates: Dates, now: datetime) -> dict[str, str]:
    """The columns of a group that follow from its key, see `schema.Hours`."""
    found = calling.resolve(key)
    first, last = days_known(now)
    closed = set(calling.choices.closed) | calling.closed_in(key.places)
    years = range(int(first[:4]), int(last[:4]) + 1)
    if found.calendars:
        closed |= set(dates(found.calendars, years)) - calling.choices.opened
    windows, legal = found.windows, found.legal
    for calendar, day, early in found.eves:
        for date in sorted({*dates([calendar], years)} - closed - calling.choices.opened):
            windows += f";{date}={week_text((early,))}"
            legal += f";{date}={week_text((day,))}"
    return {
        "windows": windows,
        "legal": legal,
        "closed": " ".join(sorted(closed)),
        "first_day": first if found.calendars else "",
        "last_day": last if found.calendars else "",
    }


def days_known(now: datetime) -> tuple[str, str]:
    """The first and last date for which holidays are looked up: whole years, as ISO dates."""
    return f"{now.year - 1}-01-01", f"{(now + _AHEAD).year}-12-31"


def in_memory(key: GroupKey, calling: Calling, dates: Dates, now: datetime) -> groups.Group:
    """A group that no one has been in yet."""
    return groups.Group(id=groups.ANY_HOURS, **_named(key), **resolved(key, calling, dates, now))


def _named(key: GroupKey) -> dict[str, str]:
    return {
        "key": str(key),
        "zones": ",".join(key.zones),
        "places": ",".join(key.places),
        "kind": key.kind,
        "coverage": key.coverage,
    }
