"""When a person may be called on a number, and which laws say so."""

from datetime import datetime

from callq.engine.hours import Day, Schedule, common, is_open
from callq.engine.model import Exemption, Hold, Number
from callq.engine.spans import local_time
from callq.named_tuple import NamedTuple
from callq.records import groups
from callq.records.evaluation import EvaluationContext, EvaluationInput
from callq.records.groups import Group
from callq.storage.db import Db
from callq.workspace import Workspace


class Checked(NamedTuple):
    """What was checked of a call's moment."""

    inside: bool
    """Whether the laws and the team's own hours allow a call then."""
    kind: str
    """`consumer`, `business` or `debt`."""
    rows: tuple[str, ...]
    """The rows that hold, e.g. `US`, `US-FL`."""
    zones: tuple[str, ...]
    """Every zone they may have been in; empty when none is known: then nothing is inside."""
    day: Day
    """The hours of that day, the team's own considered, on the clock of the first zone."""
    holiday: str
    """The date, ISO, when calls are forbidden that day; else empty."""
    needs_consent: bool
    """Whether they may only be called with a recorded consent, and there was none."""
    exemption: Exemption | None
    """What lifted a registry's entry for them then."""
    area: tuple[str, ...] = ()
    """The rows of the number's own area, where its owner is elsewhere."""

    @property
    def registry_rows(self) -> tuple[str, ...]:
        """The rows whose registries count."""
        return (*self.rows, *self.area)

    @property
    def window(self) -> str:
        """The hours of the day for the record: `08:00-20:00 America/New_York`."""
        return f"{in_words(self.day)} {self.zones[0]}" if self.zones else ""


def group_of(
    db: Db, context: EvaluationContext, list_name: str, number: Number | None
) -> Group | None:
    """The hours group of a person on a list, on a number; None when their zone is unknown."""
    if number is None or not number.zones:
        return None
    from callq.engine.calling import key_of

    key = key_of(number, context.calling.kind_of(list_name))
    found = groups.by_key(db, str(key))
    if found is None:
        from callq.places.holidays import dates_of
        from callq.records.grouping import in_memory

        found = in_memory(key, context.calling, dates_of, context.now)
    return found


def check(ws: Workspace, known: EvaluationInput, number: str, at: datetime) -> Checked:
    """Checks a moment against what is stored of a person.

    Args:
        ws: An open workspace.
        known: Who was called, evaluated at that moment with exemptions.
        number: On which of their numbers, E.164; empty: the first.
        at: When.
    """
    numbers = known.prospect.numbers
    called = next((n for n in numbers if n.e164 == number), numbers[0] if numbers else None)
    group = group_of(ws.db, ws.context, known.prospect.list_name, called)
    consent = called is not None and called.hold is Hold.NO_CONSENT
    exemption = called.exemption if called else None
    if group is None:
        places, area = (called.places, called.area) if called else ((), ())
        return Checked(False, known.kind, places, (), (), "", consent, exemption, area)
    legal = group.legal_schedule()
    zone, week = legal.clocks[0]
    own = Schedule(tuple(clock._replace(week=ws.rulebook.hours) for clock in legal.clocks))
    return Checked(
        inside=is_open(at, legal) and is_open(at, own),
        kind=known.kind,
        rows=tuple(filter(None, group.places.split(","))),
        zones=group.zone_names,
        day=legal.day(common(week, ws.rulebook.hours), local_time(at, zone)),
        holiday=next((date for date in _dates(at, legal) if date in group.closed), ""),
        needs_consent=consent,
        exemption=exemption,
        area=called.area if called else (),
    )


def in_words(day: Day) -> str:
    """The windows of a day: `10:00-13:00, 14:00-20:00`, or `none`."""
    found = (f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in day)
    return ", ".join(found) or "none"


def _dates(at: datetime, schedule: Schedule) -> list[str]:
    return [local_time(at, clock.zone).date().isoformat() for clock in schedule.clocks]
