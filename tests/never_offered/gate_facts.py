"""What the facts say: hours, consents, registries, and where each made-up number may be."""

from datetime import date
from typing import NamedTuple

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
LOS_ANGELES = "America/Los_Angeles"


def every(start: float, end: float) -> tuple[tuple[float, float] | None, ...]:
    """The same hours on all days."""
    return ((start, end),) * 7


def week(
    days: tuple[float, float],
    saturday: tuple[float, float] | None,
    sunday: tuple[float, float] | None,
) -> tuple[tuple[float, float] | None, ...]:
    """Hours from Monday to Friday, of Saturday and of Sunday."""
    return (*(days,) * 5, saturday, sunday)


WINDOWS = {
    "US": every(8, 21),
    "US-FL": every(8, 20),
    "US-OK": every(8, 20),
    "US-MD": every(8, 20),
    "US-WA": every(8, 20),
    "US-CT": every(9, 20),
    "US-OR": every(8, 20),
    "US-NJ": every(8, 21),
    "US-TX": week((9, 21), (9, 21), (12, 21)),
    "US-LA": week((8, 20), (8, 20), None),
    "US-MS": week((8, 20), (8, 20), None),
    "US-RI": week((9, 18), (10, 17), None),
    "US-PA": every(8, 21),
    "US-UT": week((8, 21), (8, 21), None),
    "US-KY": every(10, 21),
    "US-NV": every(9, 20),
    "US-MA": every(8, 20),
    "US-WY": every(8, 20),
    "US-NM": every(9, 21),
    "GB": week((8, 21), (9, 21), (9, 21)),
    "ES": every(9, 21),
    "CA": week((9, 21.5), (10, 18), (10, 18)),
    "AU": week((9, 20), (9, 17), None),
    "IN": every(10, 21),
}
"""Local hours, the end exclusive; None: no calls on that day."""

FRANCE = ((10, 13), (14, 20))
NO_HOLIDAYS = {"US-LA", "US-RI", "US-PA", "US-UT", "AU", "FR", "GB"}
HOLIDAYS = {
    "US": {(1, 1), (7, 4), (12, 25)},
    "GB": {(1, 1), (12, 25)},
    "AU": {(1, 1), (1, 26), (4, 25), (12, 25)},
    "FR": {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)},
}
THANKSGIVING = {date(2026, 11, 26), date(2027, 11, 25)}
NEEDS_CONSENT = {"FR", "DE", "ES", "NL", "AT", "US-CT"}
"""Of consumers."""
CELL_PHONES_NEED_CONSENT = {"US-NJ", "IE"}
"""A number that doesn't show its line may be a cell phone."""
NEEDS_WRITING = {"US-CT", "US-NJ"}
"""A spoken consent isn't enough."""
REGISTRIES = {
    "US": "us-ftc", "GB": "gb-tps", "CA": "ca-dncl", "AU": "au-dncr",
    **{f"US-{state}": f"us-{state.lower()}" for state in ("FL", "LA", "MA", "OK", "PA", "TX", "WY")},
}  # fmt: skip
MOST_DAYS = {"us-ftc": 31, "gb-tps": 28}
"""How old a copy may be."""
NO_ROW = {"BE"}
"""Countries that the facts say nothing of."""
THREE_A_DAY = {"US-FL", "US-OK", "US-MD", "US-OR"}


class Line(NamedTuple):
    """What the facts say of a number."""

    zones: tuple[str, ...]
    """Everywhere its area code reaches."""
    rows: tuple[str, ...]
    """The rows of the facts that hold: country and state."""
    line: str = ""
    """Mobile or landline, where its digits show it."""


def us(state: str, *zones: str) -> Line:
    """A number in the United States; no state where the facts have no row for it."""
    return Line(zones, ("US", f"US-{state}") if f"US-{state}" in WINDOWS else ("US",))


LINES = {
    "+12122345678": us("NY", NEW_YORK),
    "+13052345678": us("FL", NEW_YORK),
    "+18504340123": us("FL", NEW_YORK, CHICAGO),
    "+14482000123": us("FL", NEW_YORK, CHICAGO),
    "+14239990123": us("TN", NEW_YORK, CHICAGO),
    "+14052345678": us("OK", CHICAGO),
    "+13012345678": us("MD", NEW_YORK),
    "+12062345678": us("WA", LOS_ANGELES),
    "+12032345678": us("CT", NEW_YORK),
    "+12142345678": us("TX", CHICAGO),
    "+15042345678": us("LA", CHICAGO),
    "+16012345678": us("MS", CHICAGO),
    "+12052345678": us("AL", CHICAGO),
    "+14012345678": us("RI", NEW_YORK),
    "+12152345678": us("PA", NEW_YORK),
    "+18012345678": us("UT", DENVER),
    "+15022345678": us("KY", NEW_YORK),
    "+13642000123": us("KY", NEW_YORK, CHICAGO),
    "+17022345678": us("NV", LOS_ANGELES),
    "+16172345678": us("MA", NEW_YORK),
    "+13072345678": us("WY", DENVER),
    "+15052345678": us("NM", DENVER),
    "+16052345678": us("SD", CHICAGO, DENVER),
    "+12072345678": us("ME", NEW_YORK),
    "+16023345678": us("AZ", "America/Phoenix"),
    "+14162345678": Line(("America/Toronto",), ("CA",)),
    "+442079460018": Line(("Europe/London",), ("GB",)),
    "+33142278186": Line(("Europe/Paris",), ("FR",)),
    "+493012345678": Line(("Europe/Berlin",), ("DE",)),
    "+34612345678": Line(("Europe/Madrid", "Atlantic/Canary"), ("ES",)),
    "+12012345678": us("NJ", NEW_YORK),
    "+15032345678": us("OR", LOS_ANGELES),
    "+16892345678": us("FL", NEW_YORK),
    "+4315127000": Line(("Europe/Vienna",), ("AT",)),
    "+3225127000": Line(("Europe/Brussels",), ("BE",)),
    "+31201234567": Line(("Europe/Amsterdam",), ("NL",)),
    "+61292345678": Line(("Australia/Sydney",), ("AU",)),
    "+353872345678": Line(("Europe/Dublin",), ("IE",), "mobile"),
    "+35312345678": Line(("Europe/Dublin",), ("IE",), "landline"),
}
NOWHERE = ("+18002255288",)
"""Toll-free: no one knows where it rings."""

STATES = {
    "FL": (NEW_YORK, CHICAGO),
    "TX": (CHICAGO, DENVER),
    "LA": (CHICAGO,),
    "CT": (NEW_YORK,),
    "CA": (LOS_ANGELES,),
}
"""The clocks of an address."""
