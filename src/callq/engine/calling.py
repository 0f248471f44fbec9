"""Who may be called and when, by where they are: the rows that apply, and what follows.

Rules and their sources: `data/jurisdictions.toml`. Pure: the file comes in as data that
`callq.engine.calling_check` has checked.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from callq.engine.hours import (
    ANY_TIME,
    WHOLE_DAY,
    Day,
    Week,
    common,
    ending_early,
    opens_at,
    schedule_of,
    week_text,
)
from callq.engine.model import Cap, Hold, Limits, Number
from callq.engine.registries import narrowed
from callq.engine.rulebook import DAYS, read_day
from callq.engine.spans import Span, read_span
from callq.named_tuple import NamedTuple

CONSUMER, BUSINESS, DEBT = "consumer", "business", "debt"
KINDS = (CONSUMER, BUSINESS, DEBT)
GRADES = {
    "P": "read in the statute, the regulator's or another official text",
    "S": "read in a second source",
    "K": "general knowledge, unverified",
    "unverified": "unverified",
    "own": "your own, from the rulebook",
}
EARLY = 5
"""How many minutes before calling hours end people are no longer offered, by default."""
MANUAL, AUTOMATIC = "manual", "automatic"
DIALING = (MANUAL, AUTOMATIC)
"""How a team dials: by hand, or by a machine that dials or plays a recording."""
HOLD, WARN, ALLOW = "hold", "warn", "allow"
UNKNOWN_PLACES = (HOLD, WARN, ALLOW)
"""What happens to people in a place without a row."""
LINES = ("mobile", "landline", "voip")
"""What kind of line a number is on, where it's known."""
EVERYONE = "everyone"
"""Who has to consent: consumers, or businesses as well."""
ANYWHERE = "*"
"""Means any state, as in `US-*`."""
_SAMPLE_WEEKS = (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 7, 6, tzinfo=UTC))
"""A week in winter and one in summer: hours that don't overlap in either never do."""


class GroupKey(NamedTuple):
    """What decides a person's calling hours; all who share it are one group."""

    zones: tuple[str, ...]
    """Every zone they may be in, IANA names, most likely first."""
    places: tuple[str, ...] = ()
    """The ids of the rows that apply, sorted."""
    kind: str = CONSUMER
    """`consumer`, `business` or `debt`."""
    coverage: str = ""
    """Which do-not-call registries must cover them."""
    reach: str = ""
    """Their own hours, as `engine.reach.reach_text` writes them; empty: any time."""
    area: tuple[str, ...] = ()
    """The rows of their number's own area, where they confirmed that they're elsewhere.

    They decide on registries only: a registry is a list of numbers, and a move takes none off it.
    """

    def __str__(self) -> str:
        """The key as it is stored."""
        area = ",".join(self.area)
        own = (self.reach, area) if area else (self.reach,) if self.reach else ()
        return "|".join(
            (",".join(self.zones), ",".join(self.places), self.kind, self.coverage, *own)
        )


def key_of(number: Number, kind: str) -> GroupKey:
    """The key of people who are called on a number."""
    return GroupKey(number.zones, number.places, kind, number.coverage, number.reach, number.area)


class Whereabouts(NamedTuple):
    """What implies where a number is, as stored: comma-separated lists."""

    zone: str = ""
    """The zone recorded for the prospect."""
    place_zones: str = ""
    """The zones of their address."""
    places: str = ""
    """The places of their address; after a `?`, used only if the number implies none."""
    confirmed_location: str = ""
    """The location they confirmed: a zone, or a place."""
    phone_zones: str = ""
    phone_places: str = ""
    kind: str = CONSUMER
    line: str = ""
    """What kind of line the number is on; empty where it isn't known."""

    def candidates(self) -> tuple[str, ...]:
        """Every zone they may be in, most likely first; empty when unknown.

        The number's zones count until they confirm their location.
        """
        area = "" if self.confirmed_location or self._says_less() else self.phone_zones
        if area and not (self.zone or self.place_zones) and self._is_elsewhere():
            return ()
        return _parts(f"{self.zone},{self.place_zones},{area}")

    def all_places(self) -> tuple[str, ...]:
        """Every country and state they may be in."""
        area = "" if self._confirmed_a_place() or self._says_less() else self.phone_places
        address = self.places.lstrip("?") if not (area and self.places[:1] == "?") else ""
        return _parts(f"{address},{area}")

    def left_places(self) -> tuple[str, ...]:
        """The number's own places, if they confirmed a place instead."""
        return _parts(self.phone_places) if self._confirmed_a_place() else ()

    def _confirmed_a_place(self) -> bool:
        return bool(self.confirmed_location) and "/" not in self.confirmed_location

    def _says_less(self) -> bool:
        """Whether the number implies no state, and the address is somewhere in its country."""
        area = self.phone_places.split(",")
        if not self.place_zones or any(place[-2:] != f"-{ANYWHERE}" for place in area):
            return False
        countries = {_country(place) for place in area}
        return all(_country(place) in countries for place in self.places.split(","))

    def _is_elsewhere(self) -> bool:
        """Whether the address is in a country with several zones, and the number in another."""
        countries = {_country(place) for place in self.phone_places.split(",")}
        return bool(self.places) and self.places[0] != "?" and self.places[:2] not in countries


class Standpoint(NamedTuple):
    """What the rows say about a number, at any time."""

    key: GroupKey
    hold: Hold
    """`no-hours`, `unknown-place`, or none."""
    verdict: "Verdict"


class Asked(NamedTuple):
    """What a row asks for before a call, of everyone or for cell phones."""

    consent: str
    customer: Span | None
    written: bool = False
    """Whether only a written consent counts."""


class Closure(NamedTuple):
    """Days on which no one is called in a place: an emergency, a proclaimed day."""

    place: str
    first: str
    """ISO, as the last day; both included."""
    last: str

    def dates(self) -> list[str]:
        """Every day of it, ISO."""
        first, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
        days = (last - first).days + 1
        return [(first + timedelta(days=ahead)).isoformat() for ahead in range(days)]


class Row(NamedTuple):
    """A row of the table of jurisdictions; see `data/jurisdictions.toml` for every key."""

    id: str
    name: str
    week: Week | None
    """None: no hours of its own."""
    clock: str
    holidays: str
    calendars: tuple[str, ...]
    limits: Limits | None
    consent: str
    """`consumer` or `everyone`: they are called only with a recorded consent; empty: no one."""
    customer: Span | None
    relationship: Mapping[str, Span]
    lists: Mapping[str, str]
    business: str
    only: str
    grade: str
    grades: Mapping[str, str]
    source: str
    note: str
    written: bool = False
    """Whether only a written consent counts."""
    mobile: Asked | None = None
    """What holds for cell phones besides."""
    automatic: Mapping[str, Any] = MappingProxyType({})
    """What holds instead where a machine dials or plays a recording, as in the file."""
    eves: Day | None = None
    """The hours on the day before each of those holidays; None: as on any other day."""

    @property
    def country(self) -> str:
        """The country's code."""
        return self.id.partition("-")[0]

    @property
    def keeps_holidays(self) -> bool:
        """Whether there are no calls on public holidays."""
        return self.holidays in ("none", "avoid")


class Resolved(NamedTuple):
    """What follows from a group's key, as stored with the group."""

    windows: str
    """When they're offered: within the rows' hours, ended early, and the team's own."""
    legal: str
    """When the rows allow a call."""
    calendars: tuple[str, ...]
    """Whose public holidays count."""
    eves: tuple["Eves", ...] = ()


class Eves(NamedTuple):
    """Hours on the day before each public holiday of a calendar."""

    calendar: str
    """As `places.holidays.dates_of` has it: `IT-eves`."""
    day: Day
    early: Day
    """The same, ended early."""


class Verdict(NamedTuple):
    """What the rows say about a number, at any time."""

    places: tuple[str, ...]
    """The ids of the rows that apply, sorted; with the province if its calendar matters."""
    limits: Limits | None
    consent: tuple[str, ...]
    """The rows that require a recorded consent."""
    customer: Span | None
    """How long a purchase counts as consent; None if it doesn't."""
    unknown: tuple[str, ...] = ()
    """Countries without a row that the team hasn't accepted; `?` when no country is known."""
    in_writing: tuple[str, ...] = ()
    """The rows of those that require a consent for which only a written one counts."""


class Choices(NamedTuple):
    """What a team chooses in its rulebook."""

    hours: Week
    """When the team calls at all."""
    preset: str = CONSUMER
    lists: Mapping[str, str] = MappingProxyType({})
    """The kind of call of a list, if it isn't the default."""
    early: int = EARLY
    """How many minutes before calling hours end people are no longer offered."""
    closed: frozenset[str] = frozenset()
    """Dates without calls, ISO."""
    opened: frozenset[str] = frozenset()
    """Public holidays on which the team calls anyway, ISO."""
    unknown_places: str = HOLD
    """What happens to people in a place without a row."""
    accepted: frozenset[str] = frozenset()
    """Countries without a row that the team calls: it asked someone who knows."""
    closures: tuple[Closure, ...] = ()


class Calling:
    """The table in force with the team's own choices."""

    def __init__(
        self, version: str, data: Mapping[str, Mapping[str, Any]], own: frozenset[str],
        choices: Choices, parents: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """See `build`.

        Args:
            version: The table's.
            data: The rows by id, the team's own instead of the shipped ones.
            own: The ids of the team's own rows.
            choices: The team's.
            parents: The country whose row a territory has.
        """
        self.version = version
        self.data = data
        self.own = own
        self.choices = choices
        self.parents = parents
        self._rows: dict[str, Row] = {}
        self._verdicts: dict[tuple[tuple[str, ...], str, str], Verdict] = {}
        self._standpoints: dict[Whereabouts, Standpoint] = {}
        self._meets: dict[tuple[tuple[str, ...], tuple[str, ...], str], bool] = {}

    def row(self, row_id: str) -> Row:
        """A row by its id.

        Raises:
            KeyError: There is none.
        """
        found = self._rows.get(row_id)
        if found is None:
            own = "own" if row_id in self.own else ""
            found = self._rows[row_id] = _row(row_id, self.data[row_id], own)
        return found

    def rows(self) -> list[Row]:
        """Every row, in the order of the file."""
        return [self.row(row_id) for row_id in self.data]

    def kind_of(self, list_name: str) -> str:
        """The kind of call that a list's people get."""
        return self.choices.lists.get(list_name, self.choices.preset)

    def standpoint(self, where: Whereabouts) -> Standpoint:
        """The rows that apply to a number that may be there."""
        found = self._standpoints.get(where)
        if found is None:
            verdict = self.verdict(where.all_places(), where.kind, where.line)
            area = self.verdict(where.left_places(), where.kind, where.line).places
            elsewhere = tuple(place for place in area if place not in verdict.places)
            key = GroupKey(where.candidates(), verdict.places, where.kind, area=elsewhere)
            hold = self._hold(key, verdict) if key.zones else Hold.NONE
            found = self._standpoints[where] = Standpoint(key, hold, verdict)
        return found

    def _hold(self, key: GroupKey, verdict: Verdict) -> Hold:
        if self.never_meets(key):
            return Hold.NO_HOURS
        held = verdict.unknown and self.choices.unknown_places == HOLD
        return Hold.UNKNOWN_PLACE if held else Hold.NONE

    def country_row(self, place: str) -> str:
        """The id of the row of a place's country: its own, or that of the country it belongs to.

        Empty when there is none.
        """
        country = _country(place)
        return country if country in self.data else self.parents.get(country, "")

    def relationship(self, places: Iterable[str]) -> Mapping[str, Span]:
        """How long a purchase and an inquiry override a registry in all of some places."""
        each = [
            self.row(row).relationship if row in self.data else {}
            for row in {self.country_row(place) for place in places}
        ]
        return narrowed(each)

    def lasts(self, relationship: str, places: Iterable[str]) -> list[Span]:
        """How long a purchase or inquiry counts in places: despite a registry, or as a consent."""
        places = tuple(places)
        found = [self.relationship(places).get(relationship)]
        if relationship == "purchase":
            for row in self._rows_of(places):
                found += [row.customer, row.mobile and row.mobile.customer]
        return [span for span in found if span]

    def verdict(self, places: tuple[str, ...], kind: str, line: str = "") -> Verdict:
        """What holds for a number that may be in any of these places, on a kind of line."""
        key = places, kind, line
        found = self._verdicts.get(key)
        if found is None:
            found = self._verdicts[key] = self._judge(places, kind, line)
        return found

    def _judge(self, places: tuple[str, ...], kind: str, line: str) -> Verdict:
        rows = [row for row in self._rows_of(places) if _holds(row, kind)]
        ids = {row.id for row in rows} | self._closed_among(places)
        for row in rows:
            if row.keeps_holidays and "own" in row.calendars:
                ids |= {place for place in self._spread(places) if place.startswith(row.id + "-")}
        whole = [row for row in rows if kind != BUSINESS or row.business == "applies"]
        asking = _asking(whole, kind, line)
        spans = [asked.customer for _, asked in asking if asked.customer]
        customer = None
        if spans and len(spans) == len(asking):
            customer = min(spans, key=lambda span: span.rough_days)
        return Verdict(
            tuple(sorted(ids)),
            _merged([row.limits for row in whole if row.limits]),
            tuple(row for row, _ in asking),
            customer,
            self.unknown_among(places),
            tuple(row for row, asked in asking if asked.written),
        )

    def unknown_among(self, places: Sequence[str]) -> tuple[str, ...]:
        """The countries among some places that have no row and weren't accepted."""
        countries = {_country(place) for place in places} - self.choices.accepted
        return tuple(sorted(c for c in countries if not self.country_row(c))) or (
            () if places else ("?",)
        )

    def _closed_among(self, places: tuple[str, ...]) -> set[str]:
        closed = {closure.place for closure in self.choices.closures}
        return closed.intersection(
            (*places, *map(_country, places)),
        ) | {
            place for place in closed
            if f"{_country(place)}-{ANYWHERE}" in places
        }  # fmt: skip

    def _rows_of(self, places: Sequence[str]) -> list[Row]:
        wanted: dict[str, None] = {}
        for place in places:
            country = self.country_row(place)
            wanted[country] = wanted[place] = None
            wanted.update(
                dict.fromkeys(
                    row_id for row_id, entry in self.data.items()
                    if row_id.startswith(f"{country}-")
                    and (place == f"{country}-{ANYWHERE}" or entry.get("only"))
                )
            )  # fmt: skip
        return [self.row(row_id) for row_id in wanted if row_id in self.data]

    def _spread(self, places: Iterable[str]) -> set[str]:
        return {place for place in places if "-" in place}

    def resolve(self, key: GroupKey) -> Resolved:
        """The hours of a group, and whose public holidays count."""
        rows = [self.row(place) for place in key.places if place in self.data]
        legal, clocks = ANY_TIME, []
        calendars: dict[str, None] = {}
        eves: list[Eves] = []
        for row in rows:
            if row.week and row.clock:
                clocks.append((row.clock, row.week))
            elif row.week:
                legal = common(legal, row.week)
            if row.keeps_holidays:
                kept = _calendars(row, key.places)
                calendars.update(dict.fromkeys(kept))
                if row.eves is not None:
                    (early,) = ending_early((row.eves,), self.choices.early)
                    eves += [Eves(f"{one}-eves", row.eves, early) for one in kept]
        offered = common(ending_early(legal, self.choices.early), self.choices.hours)
        if key.reach:
            # Few people have hours of their own, and every command would wait for their grammar.
            from callq.engine.reach import read_reach

            offered = common(offered, read_reach(key.reach))
        sooner = [(zone, ending_early(week, self.choices.early)) for zone, week in clocks]
        windows, allowed = _joined(offered, sooner), _joined(legal, clocks)
        return Resolved(windows, allowed, tuple(calendars), tuple(eves))

    def closed_in(self, places: Iterable[str]) -> set[str]:
        """The dates on which the team has closed any of some places, ISO."""
        found = set(places)
        return {date for one in self.choices.closures if one.place in found for date in one.dates()}

    def calendars_of(self, country: str) -> tuple[str, ...]:
        """Whose public holidays count for calls to a country, by the team's kind of call."""
        kind = self.choices.preset
        places = self.verdict((country,), kind).places
        return self.resolve(GroupKey((), places, kind)).calendars

    def never_meets(self, key: GroupKey) -> bool:
        """Whether the hours of the group never overlap, apart from holidays."""
        cached = self._meets.get((key.zones, key.places, key.reach))
        if cached is None:
            windows = self.resolve(key).windows
            schedule = schedule_of(key.zones, windows)
            cached = all(
                opens_at(start, schedule, start + timedelta(days=7)) is None
                for start in _SAMPLE_WEEKS
            )
            self._meets[key.zones, key.places, key.reach] = cached
        return cached


def build(
    table: Mapping[str, Any], rulebook: Mapping[str, Any], hours: Week,
    accepted: Iterable[str] = (), closures: Iterable[Closure] = (),
) -> Calling:  # fmt: skip
    """The calling rules in force.

    Args:
        table: The shipped table as data.
        rulebook: The data of the rulebook in force.
        hours: When the team calls at all, from the same rulebook.
        accepted: Countries without a row that the team calls all the same.
        closures: Days on which the team has closed places.
    """
    said = rulebook.get("calling", {})
    own = rulebook.get("jurisdictions", {})
    choices = Choices(
        hours,
        said.get("preset", CONSUMER),
        said.get("lists", {}),
        read_span(said["stop_early"]).amount if "stop_early" in said else EARLY,
        frozenset(said.get("closed", ())),
        frozenset(said.get("open", ())),
        said.get("unknown_places", HOLD),
        frozenset(accepted),
        tuple(closures),
    )
    rows = {**table["rows"], **own}
    if said.get("dialing") == AUTOMATIC:
        rows = {row_id: {**entry, **entry.get("automatic", {})} for row_id, entry in rows.items()}
    return Calling(table["version"], rows, frozenset(own), choices, table.get("territories", {}))


def read_hours(hours: Mapping[str, str]) -> Week:
    """The week of a row: `{ mon-fri = "08:00-20:00", sun = "none" }`.

    Raises:
        ValueError: A key isn't a day or names one twice, or a window isn't valid.
    """
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for key, text in hours.items():
        first, dash, last = key.partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise ValueError(f'"{key}" isn\'t a day. Write it like mon or mon-fri')
        start, end = DAYS.index(first), DAYS.index(last or first)
        if end < start:
            raise ValueError(f'"{key}" goes backwards')
        for day in range(start, end + 1):
            if day in found:
                raise ValueError(f'"{key}" has {DAYS[day]} a second time')
            found[day] = read_day(text)
    return tuple(found.get(day, WHOLE_DAY) for day in range(7))


def _row(row_id: str, entry: Mapping[str, Any], grade: str) -> Row:
    caps = [
        Cap(per, cap["max"], read_span(cap["within"]))
        for cap in entry.get("caps", ())
        for per in ("person", "number")
    ]
    after_conversation, after_refusal = entry.get("after_conversation"), entry.get("after_refusal")
    limits = None
    if caps or after_conversation or after_refusal:
        limits = Limits(
            (row_id,), tuple(caps), read_span(after_conversation) if after_conversation else None,
            read_span(after_refusal) if after_refusal else None,
        )  # fmt: skip
    relationship = entry.get("relationship", {})
    return Row(
        id=row_id,
        name=entry["name"],
        week=read_hours(entry["hours"]) if "hours" in entry else None,
        clock=entry.get("clock", ""),
        holidays=entry.get("holidays", ""),
        calendars=tuple(entry.get("calendars", (row_id,))),
        eves=read_day(entry["eves"]) if "eves" in entry else None,
        limits=limits,
        consent=entry.get("consent", ""),
        customer=_span(entry, "customer"),
        written=entry.get("written", False),
        mobile=_mobile(entry.get("mobile")),
        automatic=dict(entry.get("automatic", {})),
        relationship={kind: read_span(span) for kind, span in relationship.items()},
        lists=dict(entry.get("lists", {})),
        business=entry.get("business", "applies"),
        only=entry.get("only", ""),
        grade=grade or entry["grade"],
        grades=dict(entry.get("grades", {})),
        source=entry["source"],
        note=entry.get("note", ""),
    )


def _mobile(entry: Mapping[str, Any] | None) -> Asked | None:
    if not entry:
        return None
    return Asked(entry.get("consent", ""), _span(entry, "customer"), entry.get("written", False))


def _span(entry: Mapping[str, Any], key: str) -> Span | None:
    return read_span(entry[key]) if key in entry else None


def _asking(rows: Iterable[Row], kind: str, line: str) -> list[tuple[str, Asked]]:
    """The rows that ask for a consent, and what counts as one.

    A number whose line isn't known may be a cell phone.
    """
    found = []
    for row in rows:
        if _asks(row.consent, kind):
            found.append((row.id, Asked(row.consent, row.customer, row.written)))
        elif row.mobile and line in ("", "mobile") and _asks(row.mobile.consent, kind):
            found.append((row.id, row.mobile))
    return found


def _asks(consent: str, kind: str) -> bool:
    return kind == CONSUMER if consent == CONSUMER else bool(consent) and kind != DEBT


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, text.split(","))))


def _country(place: str) -> str:
    return place.partition("-")[0]


def _holds(row: Row, kind: str) -> bool:
    if row.only:
        return row.only == kind
    return kind != BUSINESS or row.business != "exempt"


def _calendars(row: Row, places: Sequence[str]) -> list[str]:
    if "own" not in row.calendars:
        return list(row.calendars)
    mine = [place for place in places if place.startswith(row.id + "-")]
    return [c for c in row.calendars if c != "own"] + (mine or [row.id])


def _merged(found: Sequence[Limits]) -> Limits | None:
    if len(found) < 2:
        return found[0] if found else None
    return Limits(
        tuple(row for limits in found for row in limits.rows),
        tuple(dict.fromkeys(cap for limits in found for cap in limits.caps)),
        _longest([limits.after_conversation for limits in found]),
        _longest([limits.after_refusal for limits in found]),
    )


def _longest(spans: Sequence[Span | None]) -> Span | None:
    return max((s for s in spans if s), key=lambda span: span.rough_days, default=None)


def _joined(week: Week, clocks: Sequence[tuple[str, Week]]) -> str:
    return ";".join((week_text(week), *(f"{zone}={week_text(own)}" for zone, own in clocks)))
