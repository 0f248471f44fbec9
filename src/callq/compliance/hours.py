"""Explain when you can call a prospect and why, and record where they say they are."""

from collections.abc import Collection
from datetime import datetime, timedelta, tzinfo

from callq.compliance.hours_now import group_of
from callq.config import zone_named
from callq.engine.calling import Closure, Row, Whereabouts
from callq.engine.checks import lifted_by
from callq.engine.hours import Day, closes_at, is_open, opens_at
from callq.engine.model import Hold, Number
from callq.engine.spans import local_time
from callq.engine.status import assess
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.prospects.who import find_one
from callq.records import calls, evaluation, location, people, place_decisions
from callq.records.change_people import PeopleWriter
from callq.records.contacts import StoredProspect
from callq.records.groups import Group
from callq.records.people import Found
from callq.storage import journal
from callq.workspace import Workspace

_HOLIDAYS_AHEAD = timedelta(days=92)


class Candidate(NamedTuple):
    """A time zone they may be in."""

    zone: str
    sources: tuple[str, ...]
    """How we know: `confirmed`, `recorded`, `address`, `number`."""


class Window(NamedTuple):
    """Today's calling hours on one clock."""

    zone: str
    day: Day
    """Local minutes."""
    spans: tuple[tuple[datetime, datetime], ...]
    """The same in UTC."""


class Holiday(NamedTuple):
    """A day without calls."""

    date: str
    name: str


class Explained(NamedTuple):
    """When you can call a prospect, and the laws behind it."""

    now: datetime
    who: Found
    kind: str
    number: Number | None
    """The number to dial."""
    stored: StoredProspect
    candidates: tuple[Candidate, ...]
    places: tuple[str, ...]
    """Every country and state they may be in."""
    rows: tuple[Row, ...]
    today: tuple[Window, ...]
    is_open: bool
    opens_at: datetime | None
    """The next time you can call, in UTC; now if you can call now; None if never."""
    closes_at: datetime | None
    """Until when you can call if you can call now, in UTC."""
    holidays: tuple[Holiday, ...]
    """Days without calls, three months ahead."""
    hold: str
    fix: str
    """Why they're on hold and the command that lifts it; empty when they aren't."""
    unknown: tuple[str, ...]
    """The countries among them whose rules callq doesn't know."""
    could_narrow: bool
    """Whether they may be in several zones or places, and haven't confirmed which."""


class Confirmed(NamedTuple):
    """A confirmed location."""

    who: Found
    place: str
    before: str
    """The location confirmed before; empty if none."""
    opens_at: datetime | None


def explain(ws: Workspace, who: str) -> Explained:
    """When you can call a prospect.

    Raises:
        CallqError: No prospect matches, or several do.
    """
    found = find_one(ws, who)
    stored = people.details(ws.db, found.id)
    known = evaluation.of_one(ws.db, found.id, ws.context)
    if stored is None or known is None:
        raise _removed(found)
    prospect = known.prospect
    status = assess(prospect, known.calls, ws.rulebook, ws.now)
    number = status.number or next(iter(prospect.numbers), None)
    group = group_of(ws.db, ws.context, prospect.list_name, number)
    hold = status.hold or (number.hold if number else Hold.NO_ZONE)
    own_zones, own_places = location.phone_places(ws.db, number.id) if number else ((), ())
    places = Whereabouts(
        stored.zone, ",".join(stored.place_zones), ",".join(stored.places),
        stored.confirmed_location,
        ",".join(own_zones), ",".join(own_places),
    ).all_places()  # fmt: skip
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
        closes_at=closes_at(ws.now, schedule) if schedule and not hold else None,
        holidays=_holidays(ws, group) if group else (),
        hold=hold.value,
        fix=lifted_by(hold, found.id, unknown=number.unknown if number else ()),
        unknown=number.unknown if number else (),
        could_narrow=not stored.confirmed_location and (len(number.zones if number else ()) > 1
                                          or len(places) > 1),
    )  # fmt: skip


def confirm_location(ws: Workspace, who: str, text: str) -> Confirmed:
    """Records where a prospect says they are: a time zone, a state or a country.

    From then on their area code no longer counts for the time zone; after a state or a country it
    doesn't count for the place either.

    Raises:
        CallqError: No prospect matches, the text isn't a place, or can mean two.
    """
    found = find_one(ws, who)
    values = _values(text, location.countries_of_numbers(ws.db, found.id))
    values |= {"confirmed_at": ws.now, "confirmed_by": ws.agent}
    with ws.db.write():
        before = people.details(ws.db, found.id)
        if before is None:
            raise _removed(found)
        command = journal.begin(ws.db, "hours", ws.agent, ws.now)
        writer = PeopleWriter(ws.projector(), command)
        writer.set(found.id, values)
        writer.projector.refresh(calls.sharing_numbers(ws.db, [found.id]))
        journal.describe(ws.db, command, f"{found.name} is in {values['confirmed_location']}")
    return Confirmed(
        found,
        str(values["confirmed_location"]),
        before.confirmed_location,
        explain(ws, str(found.id)).opens_at,
    )


def table(ws: Workspace) -> tuple[Row, ...]:
    """Every row of the calling-hours table."""
    return tuple(ws.calling.rows())


def row_named(ws: Workspace, text: str) -> Row | None:
    """The row with an id like `US-FL`; None if there is none."""
    return ws.calling.row(text) if text in ws.calling.data else None


def _removed(who: Found) -> CallqError:
    return CallqError(f"{who.name} was just removed.", code=Exit.NOT_FOUND, name="prospect-removed")


def the_place(text: str, countries: Collection[str]) -> str:
    """The one place that a rep means.

    Args:
        text: A state or a country, as typed.
        countries: Where it most likely is: `DE` is Delaware for an American number.

    Raises:
        CallqError: It's no place, or two.
    """
    from callq.places.addresses import name_of, places_named

    found = places_named(text, countries)
    if not found:
        raise CallqError(
            f'Unknown place "{text}".',
            hint="Type a state (TX, Ontario), a country (FR) or a time zone (America/Chicago).",
            name="unknown-place",
        )
    if len(found) > 1:
        ways = " or ".join(
            place if "-" in place or len(places_named(place)) == 1 else f'"{name_of(place)}"'
            for place in found
        )
        raise CallqError(
            f'"{text}" can be {" or ".join(map(name_of, found))}.',
            hint=f"Type {ways}.",
            name="ambiguous-place",
        )
    return found[0]


def _values(text: str, countries: Collection[str]) -> dict[str, object]:
    if "/" in text or text.upper() == "UTC":
        zone_named(text, "--location")
        return {"zone": text, "confirmed_location": text}
    from callq.places.addresses import name_of, zones_of

    place = the_place(text, countries)
    zones = zones_of(place)
    if not zones:
        raise CallqError(
            f"{name_of(place)} has several time zones.",
            hint="Type the state or province, or a time zone like America/Chicago.",
            name="several-time-zones",
        )
    country, _, state = place.partition("-")
    return {
        "zone": "", "country": country, "region": state, "postal": "", "places": (place,),
        "place_zones": zones, "confirmed_location": place,
    }  # fmt: skip


def _candidates(
    stored: StoredProspect, number: Number | None, own: tuple[str, ...]
) -> tuple[Candidate, ...]:
    found = []
    for zone in number.zones if number else ():
        sources = [
            ("confirmed" if stored.confirmed_location == zone else "recorded", zone == stored.zone),
            (
                "confirmed" if (stored.confirmed_location,) == stored.places else "address",
                zone in stored.place_zones,
            ),
            ("number", zone in own and not stored.confirmed_location),
        ]
        found.append(Candidate(zone, tuple(name for name, is_so in sources if is_so)))
    return tuple(found)


def _today(ws: Workspace, group: Group) -> tuple[Window, ...]:
    found = []
    schedule = group.schedule()
    for zone, week in schedule.clocks:
        local = local_time(ws.now, zone)
        day = schedule.day(week, local)
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
    from callq.places.holidays import dates_of

    calendars = ws.calling.resolve(group.group_key).calendars
    names = dates_of(calendars, range(first.year, first.year + 2)) | _closures(ws, group)
    return tuple(Holiday(date, names.get(date, "your own day off")) for date in ahead)


def _closures(ws: Workspace, group: Group) -> dict[str, str]:
    """Why the team closed the places of a group, by date."""
    return {
        date: f"closed: {one.reason}"
        for one in place_decisions.in_force(ws.db)
        if one.kind == place_decisions.CLOSED and one.place in group.group_key.places
        for date in Closure(one.place, one.first_day, one.last_day).dates()
    }
