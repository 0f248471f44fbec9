"""Explains when somebody may be called and why, and records where they said they are."""

from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from callq.compliance.hours_now import group_of
from callq.config import zone_named
from callq.engine.calling import Row
from callq.engine.holds import lifted_by
from callq.engine.hours import Day, is_open, opens_at
from callq.engine.model import Hold, Number
from callq.engine.spans import local_time
from callq.engine.status import assess
from callq.errors import CallqError, Exit
from callq.prospects.who import find_one
from callq.records import calls, facts, people, whereabouts
from callq.records.groups import Group
from callq.records.people import Found
from callq.records.whereabouts import Stored
from callq.storage import journal
from callq.workspace import Workspace

_HOLIDAYS_AHEAD = timedelta(days=92)


class Candidate(NamedTuple):
    """A zone they may be in."""

    zone: str
    sources: tuple[str, ...]
    """What tells it: `told`, `recorded`, `address`, `number`."""


class Window(NamedTuple):
    """When they are offered today by one clock."""

    zone: str
    day: Day
    """On that clock."""
    spans: tuple[tuple[datetime, datetime], ...]
    """The same as moments in UTC."""


class Holiday(NamedTuple):
    """A day without calls."""

    date: str
    name: str


class Explained(NamedTuple):
    """When somebody may be called, and what says so."""

    now: datetime
    who: Found
    kind: str
    number: Number | None
    """The number that would be dialed."""
    stored: Stored
    candidates: tuple[Candidate, ...]
    places: tuple[str, ...]
    """Every country and state they may be in."""
    rows: tuple[Row, ...]
    today: tuple[Window, ...]
    is_open: bool
    opens_at: datetime | None
    """When they may be called next, in UTC; now when they may be now; None: never."""
    holidays: tuple[Holiday, ...]
    """Days without calls in the next three months."""
    hold: str
    mended_by: str
    """Why they are held and what lifts it; empty when they are not."""
    could_narrow: bool
    """Whether they may be in several zones or places, and never said where."""


class Told(NamedTuple):
    """What was recorded of where somebody is."""

    who: Found
    place: str
    before: str
    """What they had told before; empty when nothing."""
    opens_at: datetime | None


def explain(ws: Workspace, who: str) -> Explained:
    """Works out when somebody may be called.

    Raises:
        CallqError: Nobody is meant, or several may be.
    """
    found = find_one(ws, who)
    stored = whereabouts.read(ws.db, found.id)
    known = facts.of_prospects(ws.db, [found.id], ws.context)
    if stored is None or not known:
        raise CallqError(f"{found.name} was removed a moment ago.", code=Exit.NOT_FOUND)
    prospect = known[0].prospect
    status = assess(prospect, known[0].calls, ws.rulebook, ws.now)
    number = status.number or next(iter(prospect.numbers), None)
    group = group_of(ws, prospect.list_name, number)
    hold = status.hold or (number.hold if number else Hold.NO_ZONE)
    own_zones, own_places = whereabouts.phone_places(ws.db, number.id) if number else ((), ())
    places = _places(stored, own_places)
    schedule = group.schedule() if group else None
    return Explained(
        now=ws.now,
        who=found,
        kind=ws.calling.kind_of(prospect.list_name),
        number=number,
        stored=stored,
        candidates=_candidates(stored, number, own_zones),
        places=places,
        rows=tuple(ws.calling.row(p) for p in (number.places if number else ())
                   if p in ws.calling.data),
        today=_today(ws, group) if group else (),
        is_open=bool(schedule and is_open(ws.now, schedule)) and not hold,
        opens_at=opens_at(ws.now, schedule) if schedule and not hold else None,
        holidays=_holidays(ws, group) if group else (),
        hold=hold.value,
        mended_by=lifted_by(hold, found.id),
        could_narrow=not stored.told and (len(number.zones if number else ()) > 1
                                          or len(places) > 1),
    )  # fmt: skip


def tell(ws: Workspace, who: str, text: str) -> Told:
    """Records where somebody said they are: a zone, a state or a country.

    From then on their area code tells no zone any more; after a state or a country, no place
    either.

    Raises:
        CallqError: Nobody is meant, or the text names no place.
    """
    found = find_one(ws, who)
    values = _values(text)
    values |= {"told_at": int(ws.now.timestamp()), "told_by": ws.agent}
    with ws.db.write():
        before = whereabouts.read(ws.db, found.id)
        if before is None:
            raise CallqError(f"{found.name} was removed a moment ago.", code=Exit.NOT_FOUND)
        command = journal.begin(ws.db, "hours", ws.agent, ws.now)
        journal.remember(ws.db, command, "prospect", found.id, values)
        people.change(ws.db, found.id, values)
        ws.projector().refresh(calls.sharing_numbers(ws.db, [found.id]))
        journal.describe(ws.db, command, f"{found.name} is in {values['told']}")
    return Told(found, str(values["told"]), before.told, explain(ws, str(found.id)).opens_at)


def table(ws: Workspace) -> tuple[Row, ...]:
    """Every row of the table in force."""
    return tuple(ws.calling.rows())


def row_named(ws: Workspace, text: str) -> Row | None:
    """The row of an id in capitals, e.g. `US-FL`; None when it is none."""
    return ws.calling.row(text) if text in ws.calling.data else None


def _values(text: str) -> dict[str, object]:
    if "/" in text or text.upper() == "UTC":
        zone_named(text, "--told")
        return {"zone": text, "told": text}
    from callq.places.addresses import name_of, place_of, zones_of

    place = place_of(text)
    if not place:
        raise CallqError(
            f'"{text}" names no place.',
            hint="Write a state (TX, US-TX, Ontario), a country (FR) or a zone (America/Chicago).",
        )
    zones = zones_of(place)
    if not zones:
        raise CallqError(
            f"{name_of(place)} has several time zones.",
            hint="Write the state or province, or the zone, e.g. America/Chicago.",
        )
    country, _, state = place.partition("-")
    return {
        "zone": "", "country": country, "region": state, "postal": "", "places": place,
        "place_zones": ",".join(zones), "told": place,
    }  # fmt: skip


def _places(stored: Stored, own: tuple[str, ...]) -> tuple[str, ...]:
    told_place = stored.told and "/" not in stored.told
    address = "" if stored.places[:1] == "?" and own else stored.places.lstrip("?")
    found = (*address.split(","), *(() if told_place else own))
    return tuple(dict.fromkeys(filter(None, found)))


def _candidates(
    stored: Stored, number: Number | None, own: tuple[str, ...]
) -> tuple[Candidate, ...]:
    address = stored.place_zones.split(",")
    found = []
    for zone in number.zones if number else ():
        sources = [
            ("told" if stored.told == zone else "recorded", zone == stored.zone),
            ("told" if stored.told == stored.places else "address", zone in address),
            ("number", zone in own and not stored.told),
        ]
        found.append(Candidate(zone, tuple(name for name, is_so in sources if is_so)))
    return tuple(found)


def _today(ws: Workspace, group: Group) -> tuple[Window, ...]:
    found = []
    schedule = group.schedule()
    for zone, week in schedule.clocks:
        local = local_time(ws.now, zone)
        date = local.date().isoformat()
        day = () if date in group.closed else week[local.weekday()]
        spans = tuple((_at(local, start), _at(local, end)) for start, end in day)
        found.append(Window(getattr(zone, "key", str(zone)), day, spans))
    return tuple(dict.fromkeys(found))


def _at(local: datetime, minute: int) -> datetime:
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if minute >= 24 * 60:
        return midnight + timedelta(days=1)
    return midnight.replace(hour=minute // 60, minute=minute % 60)


def _holidays(ws: Workspace, group: Group) -> tuple[Holiday, ...]:
    dates = group.closed.split()
    zone: tzinfo = group.schedule().clocks[0].zone
    first = local_time(ws.now, zone).date()
    last = (first + _HOLIDAYS_AHEAD).isoformat()
    ahead = [date for date in dates if first.isoformat() <= date <= last]
    if not ahead:
        return ()
    from callq.engine.calling import GroupKey
    from callq.places.holidays import dates_of

    places = tuple(filter(None, group.places.split(",")))
    key = GroupKey(group.zone_names, places, group.kind)
    names = dates_of(ws.calling.resolve(key).calendars, range(first.year, first.year + 2))
    return tuple(Holiday(date, names.get(date, "your own date")) for date in ahead)
