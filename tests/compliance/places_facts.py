"""When people may be called, by place: written from the laws, not from callq."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import NamedTuple
from zoneinfo import ZoneInfo

Hours = tuple[tuple[float, float], ...]
Week = tuple[Hours, Hours, Hours]
"""Monday to Friday, Saturday, Sunday."""

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip
CONSENT, UNKNOWN = "needs-consent", "unknown-place"


def packaged(zone: str) -> ZoneInfo:
    """A zone as the tzdata package has it, whatever the computer says."""
    path = files("tzdata") / "zoneinfo"
    for part in zone.split("/"):
        path /= part
    with path.open("rb") as file:
        return ZoneInfo.from_file(file, key=zone)


class Case(NamedTuple):
    """A number, perhaps with an address, and what the facts say."""

    number: str
    zones: tuple[str, ...] = ()
    """Every clock that counts."""
    weeks: tuple[Week, ...] = ()
    """Every row of hours that holds."""
    closed: Callable[[date], bool] = lambda _: False
    hold: str = ""
    address: tuple[str, str] = ("", "")
    """Country and state."""
    like_saturday: Callable[[date], bool] = lambda _: False

    def allows(self, moment: datetime) -> bool:
        """Whether the facts allow a call: on every clock, by every row."""
        if self.hold:
            return False
        for zone in self.zones:
            local = moment.astimezone(packaged(zone))
            hour = local.hour + local.minute / 60
            part = max(0, local.weekday() - 4) or int(self.like_saturday(local.date()))
            if self.closed(local.date()):
                return False
            if not all(any(a <= hour < b for a, b in week[part]) for week in self.weeks):
                return False
        return True


def every(start: float, end: float) -> Week:
    """The same hours on all days."""
    return (((start, end),),) * 3


def week(days: Hours, saturday: Hours, sunday: Hours) -> Week:
    """Hours by kind of day."""
    return days, saturday, sunday


US = every(8, 21)
NO_SUNDAY = (((8, 20),), ((8, 20),), ())


def _christmas(day: date) -> bool:
    return (day.month, day.day) in {(12, 25), (1, 1)}


def _easter(day: date) -> bool:
    return _christmas(day) or day == date(2026, 4, 3)


def _louisiana(day: date) -> bool:
    return _easter(day) or day == date(2026, 11, 3)


def _britain(day: date) -> bool:
    return _easter(day) or day == date(2026, 5, 4)


def _pennsylvania(day: date) -> bool:
    named = {date(2026, 4, 3), date(2026, 6, 14), date(2026, 11, 3), date(2027, 11, 2)}
    return _christmas(day) or day in named


def _rhode_island(day: date) -> bool:
    return _christmas(day) or (day.month, day.day) == (5, 4) or day == date(2026, 11, 3)


def _italy(day: date) -> bool:
    return _christmas(day) or (day.month, day.day) == (8, 15)


def _italian_eve(day: date) -> bool:
    return _italy(day + timedelta(days=1))


ROWS: dict[str, Week] = {
    "FL": every(8, 20), "OK": every(8, 20), "MD": every(8, 20), "WA": every(8, 20),
    "OR": every(8, 20), "MA": every(8, 20), "WY": every(8, 20), "KY": every(10, 21),
    "NV": every(9, 20), "NM": every(9, 21), "MN": every(9, 21), "MI": every(9, 21),
    "TX": week(((9, 21),), ((9, 21),), ((12, 21),)), "LA": NO_SUNDAY, "MS": NO_SUNDAY,
    "RI": week(((9, 18),), ((10, 17),), ()), "UT": week(((8, 21),), ((8, 21),), ()),
}  # fmt: skip
"""States whose hours are stricter than the country's, for calls dialed by hand."""
CLOSED = {
    "LA": _louisiana, "UT": _christmas, "RI": _rhode_island, "PA": _pennsylvania,
}  # fmt: skip
STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "AL": ("205", (CENTRAL,)), "AK": ("907", ("America/Anchorage", "America/Adak")),
    "AZ": ("602", ("America/Phoenix",)), "AR": ("501", (CENTRAL,)), "CA": ("213", (PACIFIC,)),
    "CO": ("303", (MOUNTAIN,)), "CT": ("203", (EASTERN,)), "DE": ("302", (EASTERN,)),
    "DC": ("202", (EASTERN,)), "FL": ("305", (EASTERN,)), "GA": ("404", (EASTERN,)),
    "HI": ("808", ("Pacific/Honolulu",)), "ID": ("208", (MOUNTAIN, PACIFIC)),
    "IL": ("312", (CENTRAL,)), "IN": ("317", (EASTERN,)), "IA": ("515", (CENTRAL,)),
    "KS": ("785", (CENTRAL, MOUNTAIN)), "KY": ("502", (EASTERN,)), "LA": ("504", (CENTRAL,)),
    "ME": ("207", (EASTERN,)), "MD": ("301", (EASTERN,)), "MA": ("617", (EASTERN,)),
    "MI": ("313", (EASTERN,)), "MN": ("612", (CENTRAL,)), "MS": ("601", (CENTRAL,)),
    "MO": ("314", (CENTRAL,)), "MT": ("406", (MOUNTAIN,)), "NE": ("308", (CENTRAL, MOUNTAIN)),
    "NV": ("702", (PACIFIC,)), "NH": ("603", (EASTERN,)), "NJ": ("201", (EASTERN,)),
    "NM": ("505", (MOUNTAIN,)), "NY": ("212", (EASTERN,)), "NC": ("704", (EASTERN,)),
    "ND": ("701", (CENTRAL, MOUNTAIN)), "OH": ("216", (EASTERN,)), "OK": ("405", (CENTRAL,)),
    "OR": ("503", (PACIFIC,)), "PA": ("215", (EASTERN,)), "RI": ("401", (EASTERN,)),
    "SC": ("803", (EASTERN,)), "SD": ("605", (CENTRAL, MOUNTAIN)),
    "TN": ("423", (EASTERN, CENTRAL)), "TX": ("214", (CENTRAL,)), "UT": ("801", (MOUNTAIN,)),
    "VT": ("802", (EASTERN,)), "VA": ("703", (EASTERN,)), "WA": ("206", (PACIFIC,)),
    "WV": ("304", (EASTERN,)), "WI": ("414", (CENTRAL,)), "WY": ("307", (MOUNTAIN,)),
    "PR": ("787", ("America/Puerto_Rico",)), "GU": ("671", ("Pacific/Guam",)),
    "VI": ("340", ("America/St_Thomas",)),
}  # fmt: skip
"""An area code of each state, and every clock it reaches."""
STATES_WITH_CONSENT = {
    "CT": "written consent",
    "NJ": "cell phones, and a number doesn't show whether it is one",
}
MORE_AREAS = {
    "689": ("FL", (EASTERN,)), "448": ("FL", (EASTERN, CENTRAL)), "850": ("FL", (EASTERN, CENTRAL)),
    "915": ("TX", (MOUNTAIN,)), "928": ("AZ", ("America/Phoenix", MOUNTAIN)),
    "219": ("IN", (CENTRAL, EASTERN)), "906": ("MI", (EASTERN, CENTRAL)),
    "457": ("LA", (CENTRAL,)), "729": ("TN", (EASTERN, CENTRAL)),
}  # fmt: skip
CANADA = week(((9, 21.5),), ((10, 18),), ((10, 18),))
PROVINCES = {
    "403": ("America/Edmonton",), "416": ("America/Toronto",), "604": ("America/Vancouver",),
    "204": ("America/Winnipeg",), "306": ("America/Regina",), "474": ("America/Regina",),
    "902": ("America/Halifax",), "709": ("America/St_Johns", "America/Halifax"),
    "514": ("America/Toronto",),
}  # fmt: skip
AUSTRALIA = week(((9, 20),), ((9, 17),), ())
GREAT_BRITAIN = week(((8, 21),), ((9, 21),), ((9, 21),))
ITALY = week(((9, 20),), ((10, 19),), ())
NORWAY = week(((9, 21),), (), ())
COLOMBIA = week(((7, 19),), ((8, 15),), ())
SOUTH_AFRICA = week(((8, 20),), ((9, 13),), ())
BRAZIL = week(((9, 21),), ((10, 16),), ())
RIO = week(((8, 18),), (), ())
ABROAD = (
    Case("+61 2 9374 4000", ("Australia/Sydney",), (AUSTRALIA,), _easter),
    Case("+61 7 4051 1234", ("Australia/Brisbane",), (AUSTRALIA,), _easter),
    Case("+61 7 3221 1234", ("Australia/Brisbane",), (AUSTRALIA,), _easter),
    Case("+61 3 9670 1234", ("Australia/Melbourne",), (AUSTRALIA,), _easter),
    Case("+61 8 8212 3456", ("Australia/Adelaide",), (AUSTRALIA,), _easter),
    Case("+61 8 8951 1234", ("Australia/Darwin",), (AUSTRALIA,), _easter),
    Case("+61 8 9321 1234", ("Australia/Perth",), (AUSTRALIA,), _easter),
    Case(
        "+61 412 345 678",
        ("Australia/Sydney", "Australia/Perth", "Australia/Brisbane", "Australia/Adelaide",
         "Australia/Darwin", "Australia/Eucla", "Australia/Lord_Howe"),
        (AUSTRALIA,), _easter,
    ),
    Case(
        "+61 412 345 679", ("Australia/Sydney", "Australia/Broken_Hill"), (AUSTRALIA,), _easter,
        address=("Australia", "NSW"),
    ),
    Case("+44 20 7946 0018", ("Europe/London",), (GREAT_BRITAIN,), _britain),
    Case("+44 7400 123456", ("Europe/London",), (GREAT_BRITAIN,), _britain),
    Case("+44 1481 256789", ("Europe/London",), (GREAT_BRITAIN,), _britain),
    Case("+39 06 1234 5678", ("Europe/Rome",), (ITALY,), _italy, like_saturday=_italian_eve),
    Case("+39 312 345 6789", ("Europe/Rome",), (ITALY,), _italy, like_saturday=_italian_eve),
    Case("+47 21 23 45 67", ("Europe/Oslo",), (NORWAY,), _easter),
    Case("+47 79 12 34 56", ("Europe/Oslo",), (NORWAY,), _easter),
    Case("+971 4 234 5678", ("Asia/Dubai",), (every(9, 18),)),
    Case("+57 601 234 5678", ("America/Bogota",), (COLOMBIA,), _easter),
    Case("+27 10 123 4567", ("Africa/Johannesburg",), (SOUTH_AFRICA,), _easter),
    Case("+55 11 2345 6789", ("America/Sao_Paulo",), (BRAZIL,)),
    Case("+55 92 3232 1234", ("America/Manaus",), (BRAZIL,)),
    Case("+55 21 2345 6789", ("America/Sao_Paulo",), (BRAZIL, RIO)),
    Case("+91 74104 10123", ("Asia/Kolkata",), (every(10, 21),)),
    Case("+65 6123 4567", ("Asia/Singapore",), (every(0, 24),)),
    Case("+353 1 234 5678", ("Europe/Dublin",), (every(0, 24),)),
    *(
        Case(number, hold=CONSENT)
        for number in (
            "+353 85 012 3456", "+49 30 23125 123", "+43 1 5127000", "+33 1 42 27 81 86",
            "+590 590 20 12 34", "+262 262 16 12 34", "+596 596 30 12 34", "+594 594 10 12 34",
            "+34 612 345 678", "+31 20 123 4567", "+48 12 345 67 89", "+45 32 12 34 56",
            "+420 212 345 678", "+41 21 234 56 78", "+90 212 345 6789", "+7 495 123 45 67",
            "+51 1 1234567", "+7 912 345 67 89", "+299 32 10 00", "+298 201234",
        )
    ),
)  # fmt: skip
TOLL_FREE = (
    Case("+1 800 225 5288", (CENTRAL,), (US,), address=("US", "IL")),
    Case("+1 800 225 5289", (EASTERN, CENTRAL), (US, every(8, 20)), address=("US", "FL")),
    Case("+1 800 225 5287", hold="no-zone"),
)
WITHOUT_RULES = {
    "+32 2 512 70 00": ("Europe/Brussels",), "+46 8 123 456 78": ("Europe/Stockholm",),
    "+358 13 123 4567": ("Europe/Helsinki",), "+351 21 234 5678": ("Europe/Lisbon",),
    "+351 912 345 678": ("Europe/Lisbon", "Atlantic/Azores"), "+81 3 1234 5678": ("Asia/Tokyo",),
    "+52 55 1234 5678": ("America/Mexico_City",), "+52 1 55 1234 5679": ("America/Mexico_City",),
    "+52 664 123 4567": ("America/Tijuana",), "+52 998 123 4567": ("America/Cancun",),
    "+54 11 2345 6789": ("America/Argentina/Buenos_Aires",),
    "+56 2 2123 4567": ("America/Santiago",),
    "+56 9 6123 4567": ("America/Santiago", "America/Punta_Arenas", "Pacific/Easter"),
    "+86 10 1234 5678": ("Asia/Shanghai",), "+852 2123 4567": ("Asia/Hong_Kong",),
    "+886 2 2123 4567": ("Asia/Taipei",), "+82 2 2123 4567": ("Asia/Seoul",),
    "+66 2 123 4567": ("Asia/Bangkok",), "+84 24 1234 5678": ("Asia/Ho_Chi_Minh",),
    "+63 2 3234 5678": ("Asia/Manila",), "+60 3 2345 6789": ("Asia/Kuala_Lumpur",),
    "+62 21 1234 5678": ("Asia/Jakarta",),
    "+62 812 345 6789": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "+62 361 234567": ("Asia/Makassar",), "+64 9 345 6789": ("Pacific/Auckland",),
    "+972 2 123 4567": ("Asia/Jerusalem",), "+20 2 34567890": ("Africa/Cairo",),
    "+212 522 123456": ("Africa/Casablanca",), "+234 803 123 4567": ("Africa/Lagos",),
    "+254 20 2012345": ("Africa/Nairobi",), "+233 30 234 5678": ("Africa/Accra",),
    "+380 44 123 4567": ("Europe/Kyiv",), "+40 21 123 4567": ("Europe/Bucharest",),
    "+359 2 123 456": ("Europe/Sofia",), "+30 21 2345 6789": ("Europe/Athens",),
    "+36 1 234 5678": ("Europe/Budapest",), "+421 2 2123 4567": ("Europe/Bratislava",),
    "+386 1 123 45 67": ("Europe/Ljubljana",), "+385 1 2345 678": ("Europe/Zagreb",),
    "+381 10 234567": ("Europe/Belgrade",), "+370 5 212 3456": ("Europe/Vilnius",),
    "+371 63 123 456": ("Europe/Riga",), "+372 32 12345": ("Europe/Tallinn",),
    "+354 410 1234": ("Atlantic/Reykjavik",), "+352 27 12 34 56": ("Europe/Luxembourg",),
    "+356 2100 1234": ("Europe/Malta",), "+357 22 345678": ("Asia/Nicosia",),
    "+92 21 23456789": ("Asia/Karachi",), "+880 2 7111234": ("Asia/Dhaka",),
    "+94 11 234 5678": ("Asia/Colombo",), "+966 11 234 5678": ("Asia/Riyadh",),
    "+974 4412 3456": ("Asia/Qatar",), "+965 2234 5678": ("Asia/Kuwait",),
    "+58 212 1234567": ("America/Caracas",), "+593 2 212 3456": ("America/Guayaquil",),
    "+598 2123 1234": ("America/Montevideo",), "+506 2212 3456": ("America/Costa_Rica",),
    "+507 200 1234": ("America/Panama",), "+502 2245 6789": ("America/Guatemala",),
    "+1 809 234 5678": ("America/Santo_Domingo",), "+1 876 523 0123": ("America/Jamaica",),
    "+7 701 123 4567": ("Asia/Almaty",), "+977 1 4567890": ("Asia/Kathmandu",),
    "+970 2 223 4567": ("Asia/Gaza",), "+383 28 012 345": ("Europe/Belgrade",),
    "+998 66 900 1234": ("Asia/Tashkent",), "+995 32 212 3456": ("Asia/Tbilisi",),
    "+389 2 212 3456": ("Europe/Skopje",), "+213 12 34 56 78": ("Africa/Algiers",),
    "+216 30 010 123": ("Africa/Tunis",), "+251 11 111 2345": ("Africa/Addis_Ababa",),
}  # fmt: skip
"""Numbers in countries the table has nothing of, and every clock they may be on."""


def american(area: str, state: str, zones: tuple[str, ...]) -> Case:
    """A number of an area code in a state."""
    rows = (US, ROWS[state]) if state in ROWS else (US,)
    hold = CONSENT if state in STATES_WITH_CONSENT else ""
    return Case(f"+1 {area} 555 0142", zones, rows, CLOSED.get(state, lambda _: False), hold)


def all_cases() -> tuple[Case, ...]:
    """Every number whose place has rules."""
    return (
        *(american(area, state, zones) for state, (area, zones) in STATES.items()),
        *(american(area, state, zones) for area, (state, zones) in MORE_AREAS.items()),
        *(Case(f"+1 {area} 555 0142", zones, (CANADA,)) for area, zones in PROVINCES.items()),
        *ABROAD,
        *TOLL_FREE,
    )
