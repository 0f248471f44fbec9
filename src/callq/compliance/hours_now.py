"""When a person may be called on a number, and which laws say so."""

from datetime import datetime
from typing import NamedTuple

from callq.engine.hours import Day, Schedule, common, is_open
from callq.engine.model import Exemption, Hold, Number
from callq.engine.spans import local_time
from callq.records import groups
from callq.records.facts import Facts
from callq.records.groups import Group
from callq.workspace import Workspace


class Checked(NamedTuple):
    """What was checked of a call's moment; plain values, to be kept with the call."""

    inside: bool
    """Whether the rows that hold allow a call then."""
    inside_own: bool
    """Whether the team's own hours do as well."""
    kind: str
    """`consumer`, `business` or `debt`."""
    rows: tuple[str, ...]
    """The rows that hold, e.g. `US`, `US-FL`."""
    zones: tuple[str, ...]
    """Every zone they may have been in; empty when none is known: then nothing is inside."""
    windows: str
    """The hours the rows allow, as `callq.engine.hours.schedule_of` reads them."""
    window: str
    """Those of that day inside the team's own, on the clock of the first zone, in words."""
    holiday: str
    """The date, ISO, when calls are forbidden that day; else empty."""
    needs_consent: bool
    """Whether they are called only with a recorded consent, and none stood."""
    exemption: Exemption | None
    """What lifted a registry's entry for them then."""
    table: str
    """The version of the table of jurisdictions."""
    rulebook: str
    """The version of the rulebook."""


def group_of(ws: Workspace, list_name: str, number: Number | None) -> Group | None:
    """The hours group of a person on a list, on a number; None when their zone is unknown."""
    if number is None or not number.zones:
        return None
    from callq.engine.calling import GroupKey

    kind = ws.calling.kind_of(list_name)
    key = GroupKey(number.zones, number.places, kind, number.coverage)
    found = groups.by_key(ws.db, str(key))
    if found is None:
        from callq.places.holidays import dates_of
        from callq.records.grouping import in_memory

        found = in_memory(key, ws.calling, dates_of, ws.now)
    return found


def check(ws: Workspace, known: Facts, number: str, at: datetime) -> Checked:
    """Checks a moment against what is stored of a person.

    Args:
        ws: An open workspace.
        known: Who was called, evaluated at that moment with exemptions.
        number: On which of their numbers, E.164; empty: the first.
        at: When.
    """
    numbers = known.prospect.numbers
    called = next((n for n in numbers if n.e164 == number), numbers[0] if numbers else None)
    group = group_of(ws, known.prospect.list_name, called)
    consent = called is not None and called.hold is Hold.NO_CONSENT
    exemption = called.exemption if called else None
    versions = ws.calling.version, ws.rulebook.version
    if group is None:
        return Checked(
            False, False, known.kind, called.places if called else (), (), "", "", "", consent,
            exemption, *versions,
        )  # fmt: skip
    legal = group.legal_schedule()
    return Checked(
        inside=is_open(at, legal),
        inside_own=is_open(at, legal) and _inside_own(ws, at, legal),
        kind=known.kind,
        rows=tuple(filter(None, group.places.split(","))),
        zones=group.zone_names,
        windows=group.legal,
        window=_window(ws, at, legal),
        holiday=next((date for date in _dates(at, legal) if date in group.closed), ""),
        needs_consent=consent,
        exemption=exemption,
        table=versions[0],
        rulebook=versions[1],
    )


def _inside_own(ws: Workspace, at: datetime, legal: Schedule) -> bool:
    hours = ws.rulebook.hours
    own = Schedule(tuple(clock._replace(week=hours) for clock in legal.clocks))
    return is_open(at, own)


def _window(ws: Workspace, at: datetime, legal: Schedule) -> str:
    """The hours of a day: `08:00-20:00 America/New_York`."""
    zone, week = legal.clocks[0]
    day = common(week, ws.rulebook.hours)[local_time(at, zone).weekday()]
    return f"{in_words(day)} {zone}"


def in_words(day: Day) -> str:
    """The windows of a day: `10:00-13:00, 14:00-20:00`, or `none`."""
    found = (f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in day)
    return ", ".join(found) or "none"


def _dates(at: datetime, schedule: Schedule) -> list[str]:
    return [local_time(at, clock.zone).date().isoformat() for clock in schedule.clocks]
